"""Chinese quantities: hand-computed values, comparators, units, changes."""

from __future__ import annotations

import pytest
from quantity_found import brief, codes, found, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("总投资100亿元", (1e10, "eq", "CNY")),
        ("总投资三千五百万元", (3.5e7, "eq", "CNY")),
        ("总投资3亿5000万元", (3.5e8, "eq", "CNY")),
        ("总投资12-15亿元", ((1.2e9, 1.5e9), "range", "CNY")),
        ("总投资3亿至5亿元", ((3e8, 5e8), "range", "CNY")),
        ("产值1.2万亿元", (1.2e12, "eq", "CNY")),
        ("产值突破千亿元", (1e11, "gt", "CNY")),
        ("产值300多亿元", (3e10, "gt", "CNY")),
        ("市值超千亿元", (1e11, "gt", "CNY")),
        ("產值約九億美元", (9e8, "approx", "USD")),
        ("总投资新台币185亿元", (1.85e10, "eq", "TWD")),
        ("总投资人民币50亿元", (5e9, "eq", "CNY")),
        ("补贴67亿福林", (6.7e9, "eq", "HUF")),
        ("投资18.6万亿印尼盾", (1.86e13, "eq", "IDR")),
        ("年产20万辆", (200000, "eq", "vehicle")),
        ("产量２０万辆", (200000, "eq", "vehicle")),
        ("占地1500亩", (1500, "eq", "mu")),
        ("装机500万千瓦", (5e6, "eq", "kW")),
        ("装机5吉瓦", (5, "eq", "GW")),
        ("年发电10亿千瓦时", (1e9, "eq", "kWh")),
        ("产能达到10GWh", (10, "eq", "GWh")),
        ("引进9家零部件企业", (9, "eq", "enterprise")),
        ("引进两家供应商", (2, "eq", "supplier")),
        ("建成加氢站15座", (15, "eq", "station")),
        ("新建智能工厂6座", (6, "eq", "plant")),
        ("拥有专利230余项", (230, "gt", "patent")),
        ("建设4条电芯生产线", (4, "eq", "line")),
        ("签约项目126个", (126, "eq", "project")),
        ("提供约4000个就业岗位", (4000, "approx", "job")),
        ("带动就业1800人左右", (1800, "approx", "person")),
        ("雇用5500名工人", (5500, "eq", "person")),
        ("员工1万6000人", (16000, "eq", "person")),
        ("产品销往20多个国家", (20, "gt", "country")),
        ("产品销往二十多个国家", (20, "gt", "country")),
        ("上百家企业", (100, "ge", "enterprise")),
        ("年产3万台新能源商用车项目", (30000, "eq", "vehicle")),
        ("打造5个以上示范区", (5, "ge", "zone")),
        ("每月1万片晶圆", (10000, "eq", "wafer/month")),
        ("占全国的百分之十", (10, "eq", "percent")),
        ("占千分之三", (0.3, "eq", "percent")),
        ("两成产品出口", (20, "eq", "percent")),
        ("七成半产品出口", (75, "eq", "percent")),
        ("三分之二的产品出口", (round(200 / 3, 9), "eq", "percent")),
        ("外资过半", (50, "gt", "percent")),
        ("提高0.4个百分点", (0.4, "eq", "percentage_point")),
        ("产值翻番", (2, "eq", "multiple")),
        ("产值翻两番", (4, "eq", "multiple")),
        ("增长2倍", (2, "eq", "multiple")),
        ("增长一倍", (1, "eq", "multiple")),
        ("三年行动计划", (3, "eq", "year")),
        ("建设期24个月", (24, "eq", "month")),
        ("绿化率达到42%", (42, "eq", "percent")),
        ("同比-5.6%", (-5.6, "eq", "percent")),
    ],
)
def test_a_chinese_amount_has_its_value_and_unit(text: str, expected: tuple[object, ...]) -> None:
    assert brief(text) == [expected]


@pytest.mark.parametrize(
    ("words", "comparator"),
    [
        ("超过500人", "gt"),
        ("突破500人", "gt"),
        ("逾500人", "gt"),
        ("高于500人", "gt"),
        ("500余人", "gt"),
        ("500多人", "gt"),
        ("不低于500人", "ge"),
        ("不少于500人", "ge"),
        ("至少500人", "ge"),
        ("500人以上", "ge"),
        ("500人及以上", "ge"),
        ("不超过500人", "le"),
        ("最多500人", "le"),
        ("控制在500人以内", "le"),
        ("500人以下", "le"),
        ("不足500人", "lt"),
        ("低于500人", "lt"),
        ("约500人", "approx"),
        ("大约500人", "approx"),
        ("近500人", "approx"),
        ("将近500人", "approx"),
        ("接近500人", "approx"),
        ("500人左右", "approx"),
        ("500人上下", "approx"),
        ("达到500人", "eq"),
        ("力争达到500人", "eq"),
        ("达500人", "eq"),
    ],
)
def test_a_chinese_comparator_is_read(words: str, comparator: str) -> None:
    text, quantities, _ = read(f"公司员工{words}。")
    (one,) = quantities
    assert (one.value, one.comparator, one.unit) == (500, comparator, "person")
    assert text[one.core_start : one.core_end].startswith("500")


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("最高给予500万元补贴", "le"),
        ("最高不超过项目总投资的20%", "le"),
        ("约占全国的一成", "approx"),
        ("全年新签约120亿元", "eq"),
        ("年节约12万吨", "eq"),
        ("突破关键技术10项", "eq"),
        ("关键技术突破10项", "eq"),
        ("不低于", None),
    ],
)
def test_comparators_reach_over_a_verb_and_are_no_part_of_a_word(text: str, comparator: str | None) -> None:
    assert [q.comparator for q in found(text)] == ([comparator] if comparator else [])


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("增长12%", "by"),
        ("同比增长约12%", "by"),
        ("下降了12%", "by"),
        ("提高到12%", "to"),
        ("增至12%", "to"),
        ("占比12%", ""),
    ],
)
def test_chinese_change_is_told_from_level(text: str, change: str) -> None:
    assert found(text)[0].change == change


def test_a_change_between_two_levels_is_two_quantities() -> None:
    assert brief("吞吐能力由1800万吨提高到2500万吨") == [(1.8e7, "eq", "tonne"), (2.5e7, "eq", "tonne")]


def test_units_reach_back_along_a_list() -> None:
    assert [q.unit for q in found("分别提高5、10和15个百分点")] == ["percentage_point"] * 3
    assert [q.unit for q in found("在研管线共有18个项目，其中6个处于临床后期")] == ["project", "project"]
    assert [q.unit for q in found("形成1个千亿级、3个五百亿级、5个百亿级产业集群")] == ["cluster"] * 3
    assert [q.unit for q in found("门店有2100家，未来希望增加到5000家")] == ["store", "store"]


def test_an_order_of_size_is_a_quantity_alone_and_a_label_beside_a_count() -> None:
    (aim,) = found("打造千亿级产业集群")
    assert (aim.value, aim.currency, aim.comparator) == (1e11, "CNY", "eq")
    assert aim.assumed
    assert brief("培育百亿级企业5家") == [(5, "eq", "enterprise")]
    assert brief("全年新签约亿元以上项目210个") == [(210, "eq", "project")]
    assert brief("建成5万吨级泊位3个") == [(3, "eq", "berth")]


@pytest.mark.parametrize(
    "text",
    [
        "双方在两地设立一个项目",
        "这两家公司签约",
        "第三产业和二期项目",
        "世界500强企业",
        "推广比例为1:1",
        "四大产业",
        "千家万户",
        "万一失败，十分遗憾",
        "五家渠市与三门峡市",
        "统一规划，唯一标准",
        "12英寸晶圆和28纳米芯片",
        "5G网络",
    ],
)
def test_chinese_names_orders_and_plain_words_are_no_quantities(text: str) -> None:
    assert found(text) == []


def test_vague_numbers_are_noticed() -> None:
    assert codes("引进数百家企业和几十个项目") == [("number_not_read", "数百"), ("number_not_read", "几十")]


def test_machines_are_vehicles_only_where_the_sentence_says_so() -> None:
    assert found("新能源汽车产量20万台")[0].unit == "vehicle"
    assert found("产量20万台")[0].unit is None
    assert found("产量20万台")[0].assumed
    assert found("年产20万台电机")[0].unit == "motor"
