"""Names, dates and quantities of Chinese press that the second round taught: one table each."""

from __future__ import annotations

from datetime import date

import pytest
from drafted_zh import tagged

PUBLISHED = date(2024, 6, 10)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("B轮融资已经到账，C轮正在谈。", []),
        ("由日本丸红和西班牙Transelec组成的联合体承建。", ["丸红", "Transelec"]),
        ("印度工业集团Varada周三表示，将投资建厂。", ["Varada"]),
        ("恒锦织造越南有限公司在当地设厂。", ["恒锦织造越南有限公司"]),
        ("法国资本持股45%。", []),
        ("中国能建投资建设的项目开工。", ["中国能建"]),
        ("拟在河静建绿色钢厂。", []),
        ("印尼经销商集团Indomo与广汽签约。", ["Indomo", "广汽"]),
        ("总统米尔济约耶夫签署总统令。", []),
        ("蓝湖自动驾驶2022年收入3亿元。", ["蓝湖自动驾驶"]),
        ("百川智造落地武汉。", ["百川智造"]),
        ("多地竞逐具身智能赛道。", []),
    ],
)
def test_organisations_are_found_where_the_grammar_puts_them(text: str, expected: list[str]) -> None:
    names = tagged(text, PUBLISHED)[1].names
    assert [n.text for n in names if n.kind == "organisation"] == expected


@pytest.mark.parametrize(
    ("text", "place", "within"),
    [
        ("集团将在美投资建厂。", "美", ("美国",)),
        ("工厂位于西爪哇省芝坎佩克，明年投产。", "西爪哇省芝坎佩克", ("西爪哇省",)),
        ("项目位于吉林松原前郭县，总投资6亿元。", "吉林松原", ("吉林",)),
        ("决定在塔什干州建电动汽车产业园。", "塔什干州", ()),
        ("将在桃园中坜兴建研发总部。", "桃园中坜", ()),
        ("在四川甘孜州建矿。", "四川甘孜州", ("四川",)),
    ],
)
def test_places_end_before_the_verb_and_know_what_they_lie_in(
    text: str, place: str, within: tuple[str, ...]
) -> None:
    found = next(n for n in tagged(text, PUBLISHED)[1].names if n.kind == "place")
    assert found.text == place
    assert set(within) <= set(found.within)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("港口部6月20日批准码头公司的扩建计划。", ["2023-06-20"]),
        ("公司6月9日宣布将投资20亿元，计划8月动工，11月投产。", ["2024-06-09", "2024-08", "2024-11"]),
        ("设备将于8月进场，10月试生产。", ["2024-08", "2024-10"]),
        ("公司昨（9）日公告。", ["2024-06-09"]),
        ("今明两年建成20座站。", ["2025"]),
        ("计划9月开工。", ["2024-09"]),
    ],
)
def test_months_and_days_without_a_year_take_the_tense_of_their_verb(text: str, expected: list[str]) -> None:
    assert [w.date for w in tagged(text, PUBLISHED)[1].whens] == expected


@pytest.mark.parametrize(
    ("text", "value", "unit", "comparator"),
    [
        ("白酒产量50万千升。", 5e5, "kL", "eq"),
        ("智能纺纱30万锭。", 3e5, "spindle", "eq"),
        ("意向订单420架。", 420, "aircraft", "eq"),
        ("建成机架11.5万架。", 115000, "rack", "eq"),
        ("卫星总装年产能力达到500颗。", 500, "satellite", "eq"),
        ("年发射能力60次以上。", 60, "launch", "ge"),
        ("月产12英寸晶圆级封装4万片。", 40000, "wafer/month", "eq"),
        ("占全疆的一成多。", 10, "percent", "gt"),
        ("金额以6000万美元（约4.3亿元）为上限。", 6e7, "currency", "le"),
        ("快递业务量20亿票。", 2e9, "parcel", "eq"),
        ("合计240万修正总吨。", 2.4e6, "CGT", "eq"),
        ("算力突破8万P。", 80000, "PFLOPS", "gt"),
        ("惠及居民1.6万户。", 16000, "household", "eq"),
        ("每分钟下线15台。", 15, None, "eq"),
        ("二期5GWh项目将在三个月内开工。", 5, "GWh", "eq"),
    ],
)
def test_what_is_counted_is_read_by_its_measure_word(
    text: str, value: float, unit: str | None, comparator: str
) -> None:
    found = [q for q in tagged(text, PUBLISHED)[1].quantities if not q.label][-1]
    assert (found.value, found.unit, found.comparator) == (value, unit, comparator)


@pytest.mark.parametrize("text", ["证券代码：603000，公司公告。", "三元电池装车。", "咨询电话：55667788。"])
def test_codes_and_kinds_are_no_quantities(text: str) -> None:
    assert not [q for q in tagged(text, PUBLISHED)[1].quantities if not q.label]


def test_yuan_of_a_text_that_names_the_new_taiwan_dollar_are_such_dollars() -> None:
    found = tagged("決議斥資新台幣186億元。2024年合併營收142.7億元。", PUBLISHED)[1].quantities
    assert [q.currency for q in found] == ["TWD", "TWD"]
    assert found[1].assumed
