"""Families events and all: shocks, exchange rates, settings."""

from __future__ import annotations

from hinterland.schema.column import (
    Column,
    Kind,
    choice,
    date,
    id_,
    number,
    ref,
    share,
    table,
    text,
    unit,
)

TABLES = (
    table(
        "events",
        "shocks",
        "Something that stops production or trade",
        "冲击事件",
        id_("shock", "Readable id", "冲击编号"),
        choice("kind", "plant firm place product lane", "What is hit", "对象类别", required=True),
        ref(
            "id",
            "plants.plant|firms.firm|places.place|products.product",
            "Id of what is hit (origin of a lane)",
            "对象编号",
            required=True,
        ),
        ref("destination", "places.place", "End of a lane", "通道终点"),
        number("radius_km", "km", "Radius around a place", "半径"),
        share("size", "Share of capacity lost", "损失比例", required=True),
        date("start", "First day", "开始", required=True),
        number("duration", "day", "Days at full size", "持续天数", required=True),
        number("recovery", "day", "Days until recovered", "恢复天数"),
    ),
    table(
        "all",
        "exchange_rates",
        "Yuan for one unit of a currency on a day",
        "汇率：一单位外币合人民币",
        Column(
            name="currency",
            kind=Kind.CURRENCY,
            en="ISO 4217 code",
            zh="货币代码",
            key=True,
            required=True,
        ),
        date("date", "Day of the rate", "日期", key=True),
        number("cny_per_unit", "CNY", "Yuan for one unit", "合人民币", required=True),
    ),
    table(
        "all",
        "settings",
        "A setting of the case; `unit:NAME` declares a unit of its own",
        "案例设置；unit:NAME 可自定义单位",
        text("name", "Name of the setting", "设置名", key=True),
        text("value", "Value", "值", required=True),
        unit("unit", "Unit of the value", "单位"),
    ),
)
