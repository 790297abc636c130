"""Family places: where things are, how long the way is, and other names of things."""

from __future__ import annotations

from hinterland.schema.column import choice, date, id_, number, ref, table, text

NAMED = "places.place|firms.firm|products.product"

TABLES = (
    table(
        "places",
        "places",
        "A place: the world, a country, province, city or park; each lies inside its parent",
        "地点：世界、国家、省、市或园区，逐级归属",
        id_("place", "Readable id, such as anhui", "地点编号，如 anhui"),
        text("name_en", "Name in English", "英文名"),
        text("name_zh", "Name in Chinese", "中文名"),
        choice("kind", "world country province city park", "Level of the place", "级别", required=True),
        ref("parent", "places.place", "Place that contains it", "上级地点"),
        text("adcode", "Administrative code (GB/T 2260 in China)", "行政区划代码"),
        number("lon", "deg", "Longitude, WGS-84", "经度（WGS-84）", low=-180.0, high=180.0),
        number("lat", "deg", "Latitude, WGS-84", "纬度（WGS-84）", low=-90.0, high=90.0),
        choice(
            "datum",
            "WGS-84 GCJ-02 BD-09",
            "Datum of the coordinates as given (empty: WGS-84)",
            "坐标系（空为 WGS-84）",
        ),
        number("radius_km", "km", "Radius within which its points are expected", "范围半径"),
        number("land_ha", "ha", "Land area", "土地面积"),
        text("operator", "Who develops and runs it", "运营方"),
    ),
    table(
        "places",
        "routes",
        "Travel between two places (optional: else great circle x circuity / speed)",
        "两地之间的行程（可选）",
        ref("origin", "places.place", "From", "起点", key=True),
        ref("destination", "places.place", "To", "终点", key=True),
        number("hours", "h", "Travel time by lorry", "货车行程时间", required=True),
        number("cost", "CNY/t", "Freight", "运费"),
    ),
    table(
        "places",
        "aliases",
        "Another name or code of a place, firm or product",
        "地点、企业或产品的别名与代码",
        ref("id", NAMED, "What is named", "所指对象", key=True),
        text("name", "The other name or code", "别名或代码", key=True),
        choice("lang", "en zh other", "Language of the name", "语言"),
        choice(
            "scheme",
            "name short_name old_name brand credit_code listed_code",
            "What kind of name it is",
            "类别",
        ),
        date("from", "First day of use", "启用日期"),
        date("to", "Last day of use", "停用日期"),
    ),
)
