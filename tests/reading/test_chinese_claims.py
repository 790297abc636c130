"""Claims of Chinese sentences: kinds, dates, parties and places, in many phrasings."""

from __future__ import annotations

from datetime import date

import pytest
from drafted_zh import drafts, rows, tagged

A, B = "华澜科技有限公司", "东港重工集团"


def kinds(text: str) -> list[tuple[str, float | None]]:
    return [(d.kind, d.quantity.value if d.quantity else None) for d in drafts(text)]


@pytest.mark.parametrize(
    "text",
    [
        f"{A}与{B}签署战略合作协议。",
        f"{A}和{B}签订合作备忘录。",
        f"{A}同{B}正式签约。",
        f"{A}与{B}达成合作意向。",
        f"{A}携手{B}签署投资协议。",
        f"{A}与{B}建立战略合作伙伴关系。",
        f"{A}宣布与{B}签署供货协议。",
        f"6月18日，{A}与{B}战略合作协议签约仪式在合肥举行。",
        f"{A}与{B}同意成立合资公司。",
    ],
)
def test_an_agreement_has_both_its_parties_however_it_is_worded(text: str) -> None:
    found = [d for d in drafts(text) if d.kind == "agreement"]
    assert [d.parties for d in found] == [(A, B)]
    assert found[0].modality == "signed"


@pytest.mark.parametrize(
    "text",
    [
        f"{A}与{B}尚未签署协议。",
        "根据双方签署的协议，项目进展顺利。",
        "签约后，企业加快建设进度。",
        "全年签约招商项目126个。",
    ],
)
def test_what_is_not_concluded_here_is_no_agreement(text: str) -> None:
    assert "agreement" not in [d.kind for d in drafts(text)]


def test_the_scope_of_an_agreement_is_one_claim_with_the_topics_it_lists() -> None:
    text = f"{A}与{B}签署协议。双方将加强芯片供应、跨境贸易、服务测试和人才储备等方面的交流。"
    scope = drafts(text)[-1]
    assert (scope.kind, scope.modality, scope.parties) == ("agreement", "planned", (A, B))
    assert scope.topics == ("chip_supply", "trade", "testing", "talent")


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        (f"{A}将在合肥建设研发中心。", "planned"),
        (f"{A}拟在合肥新建动力电池生产基地。", "planned"),
        (f"{A}计划在合肥设立区域总部。", "planned"),
        (f"{A}2021年在合肥建成首座工厂。", "done"),
        (f"由{A}投资建设的储能产业园项目在合肥开工。", "done"),
        (f"{A}位于合肥的生产基地正式启用。", "done"),
    ],
)
def test_a_plant_has_its_builder_and_its_place(text: str, modality: str) -> None:
    found = [d for d in drafts(text) if d.kind == "facility"]
    assert [(d.parties, d.places, d.modality) for d in found] == [((A,), ("合肥",), modality)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{A}将在合肥建设4条电芯生产线。", [("facility", 4)]),
        (f"{A}将投资60亿元在合肥建设动力电池工厂。", [("investment", 6e9), ("facility", None)]),
        ("项目总投资60亿元，占地420亩。", [("investment", 6e9), ("facility", 420)]),
        (f"{A}将设立新能源产业基金。", [("fund", None)]),
        (f"{A}与{B}联合发起总规模5亿元的生命健康基金。", [("fund", 5e8)]),
        (f"{A}成立于2003年。", [("fact", 2003)]),
        (f"{A}2009年在南通成立。", [("fact", 2009)]),
        (f"{A}总部位于常州。", [("fact", None)]),
        (f"{A}致力于成为全球领先的电池供应商。", [("target", None)]),
        (f"{A}承诺不再新建燃煤电厂。", [("target", None)]),
        (f"2022年，{A}营业收入21.4亿元，同比增长31%。", [("fact", 2.14e9), ("fact", 31)]),
        ("对新引进的整车项目，给予最高1000万元奖励。", [("policy", 1e7)]),
        ("安徽省印发《安徽省汽车产业发展规划》。", [("policy", None)]),
        ("安徽省出台新能源汽车产业三年行动计划。", [("policy", 3)]),
        (f"{A}的目标是到2050年实现碳中和。", [("target", None)]),
        ("全年新签约亿元以上项目210个。", [("fact", 210)]),
        (f"{A}、{B}等五家单位参加活动。", []),
        ("国务院发布《中国电力发展报告》。", []),
    ],
)
def test_each_clause_yields_its_claims_and_no_more(
    text: str, expected: list[tuple[str, float | None]]
) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("到2027年，安徽省产业规模突破3000亿元，培育企业5家，建成创新平台10个。", ["2027", "2027", "2027"]),
        ("2024年产量达到50GWh，2025年达到80GWh。", ["2024", "2025"]),
        ("2023年、2024年、2025年装机分别为6GW、10GW和15GW。", ["2023", "2024", "2025"]),
        ("净利润由2021年的12亿元增至2022年的18亿元。", ["2021", "2022"]),
        ("2022年，安徽省产值为2020年的3倍。", ["2022"]),
        ("项目计划2023年8月开工，2024年6月底前投产。", ["2023-08", "2024-06"]),
        ("工厂2025年投产，届时将招聘员工8000人。", ["2025", "2025"]),
    ],
)
def test_every_value_takes_the_date_that_governs_it(text: str, dates: list[str]) -> None:
    assert [d.when.date if d.when else "" for d in drafts(text)] == dates


def test_the_day_of_signing_dates_the_agreement_and_not_what_it_promises() -> None:
    text = f"2023年5月16日，{A}与{B}签署投资协议，总投资60亿元。"
    assert [(d.kind, d.when.date if d.when else "") for d in drafts(text)] == [
        ("agreement", "2023-05-16"),
        ("investment", ""),
    ]


def test_the_day_of_announcement_is_not_the_deadline_of_what_is_announced() -> None:
    found = drafts(f"5月30日，{A}宣布将在合肥建设电池工厂。")
    assert [(d.kind, d.when) for d in found] == [("facility", None)]


def test_a_heading_gives_its_year_and_direction_to_all_below_it() -> None:
    text = "涪陵区政府工作报告\n\n一、2022年工作回顾\n\n工业产值增长8%。\n\n二、2023年主要目标\n\n工业产值增长6%。"
    assert rows(text) == [
        ("fact", 8, "2022", ("涪陵区",), ("涪陵区",)),
        ("target", 6, "2023", ("涪陵区",), ("涪陵区",)),
    ]


def test_the_title_of_an_item_is_no_claim() -> None:
    text = "合肥市氢能产业发展实施方案\n\n（一）建设输氢管道。2026年底前建成加氢站15座。"
    assert [(d.kind, d.quantity.value if d.quantity else None) for d in drafts(text)] == [("target", 15)]


def test_items_of_a_list_hold_on_to_the_date_of_the_sentence_that_opens_it() -> None:
    text = "合肥市提出到2027年实现以下目标：\n\n1. 产值达到200亿元；\n2. 集聚企业50家。"
    assert [
        (d.quantity.value if d.quantity else None, d.when.date if d.when else "") for d in drafts(text)
    ] == [
        (2e10, "2027"),
        (50, "2027"),
    ]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        (f"{A}与{B}签署协议。双方将共建联合实验室。", (A, B)),
        (f"{A}宣布扩产。该公司计划新建第二工厂。", (A,)),
        (f"{A}表示，将在合肥建设研发中心。", (A,)),
        (f"某证券分析师表示，{A}将在合肥建设研发中心。", (A,)),
        (f"安徽省政府批准{A}的申请，支持其在合肥建设研发中心。", (A,)),
    ],
)
def test_words_that_stand_for_a_party_are_resolved(text: str, parties: tuple[str, ...]) -> None:
    assert [d.parties for d in drafts(text) if d.kind == "facility"][-1:] == [parties]


def test_the_project_of_an_agreement_keeps_its_owners_and_its_place() -> None:
    text = f"合肥市政府与{A}签署投资协议。项目总投资60亿元，计划2024年投产。"
    found = rows(text)
    assert [r[:3] for r in found] == [
        ("agreement", None, ""),
        ("investment", 6e9, ""),
        ("target", None, "2024"),
    ]
    assert {r[3] for r in found} == {("合肥市政府", A)}
    assert {r[4] for r in found[1:]} == {("合肥市",)}


def test_a_plan_of_a_region_gives_its_targets_to_the_region() -> None:
    text = "《山东省新型储能产业发展规划（2023—2030年）》日前正式发布。到2025年，全省产业规模突破1000亿元。"
    assert rows(text) == [
        ("policy", None, "2030", ("山东省",), ("山东省",)),
        ("target", 1e11, "2025", ("山东省",), ("山东省",)),
    ]


def test_who_forecasts_for_others_is_not_made_to_promise_it() -> None:
    found = drafts("中国汽车工业协会预测，2023年汽车总销量有望达到3000万辆。")
    assert [(d.kind, d.modality, d.parties) for d in found] == [("target", "expected", ())]


def test_a_headline_is_not_claimed_twice() -> None:
    text = f"{A}将在合肥建设电池工厂\n\n{A}将在合肥建设电池工厂。"
    assert [d.start for d in drafts(text)] == [text.rindex(A)]


def test_without_a_date_of_publication_nothing_is_held_to_lie_ahead_by_its_date_alone() -> None:
    assert [d.kind for d in drafts("安徽省2025年产量达到50GWh。", None)] == ["fact"]
    assert [d.kind for d in drafts("安徽省2025年产量将达到50GWh。", None)] == ["target"]


def test_a_text_without_chinese_has_no_drafts() -> None:
    assert drafts("The company will build a plant in Hefei by 2025.") == []


def test_traditional_characters_are_read_as_simplified_ones() -> None:
    found = drafts("晶禾半導體股份有限公司將在高雄興建新廠。", date(2024, 9, 1))
    assert [(d.kind, d.modality, d.places) for d in found] == [("facility", "planned", ("高雄",))]


def test_quotes_stand_where_the_text_has_them() -> None:
    text = f"{A}与{B}签署协议，双方将在合肥建设新能源汽车整车项目，总投资100亿元，规划年产新能源汽车20万辆。"
    clean, _ = tagged(text)
    assert [clean[d.start : d.end] for d in drafts(text)] == [
        f"{A}与{B}签署协议",
        "双方将在合肥建设新能源汽车整车项目",
        "总投资100亿元",
        "规划年产新能源汽车20万辆",
    ]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        (f"主要股东{A}与沙特主权基金旗下公司Badeel签署合作协议。", (A, "Badeel")),
        (f"来自越南的{A}与{B}签署合作协议。", (A, B)),
    ],
)
def test_who_acts_is_the_firm_and_not_its_owner_or_its_country(text: str, parties: tuple[str, ...]) -> None:
    assert [d.parties for d in drafts(text) if d.kind == "agreement"] == [parties]


def test_values_that_are_shared_out_go_each_to_its_own_party() -> None:
    found = drafts(f"{A}和{B}分别出资5亿元和3亿元。")
    assert [(d.quantity.value, d.parties) for d in found if d.quantity] == [(5e8, (A,)), (3e8, (B,))]


def test_a_bystander_never_gets_the_plant_of_the_speaker() -> None:
    text = f"{A}将在合肥建设电池工厂。此前，{B}已与常州市政府签署协议。{A}表示，该厂2025年投产。"
    last = drafts(text)[-1]
    assert (last.kind, last.parties, last.places) == ("target", (A,), ("合肥",))


def test_money_takes_the_place_of_the_plant_that_its_sentence_names_next() -> None:
    found = drafts(f"{A}拟投资12亿元，在合肥建设生产基地。")
    assert [(d.kind, d.places) for d in found] == [("investment", ("合肥",)), ("facility", ("合肥",))]


def test_a_condition_of_a_subsidy_is_no_claim() -> None:
    found = drafts("安徽省将对吸纳劳动力超过500人的企业给予社保补贴。")
    assert [(d.kind, d.quantity) for d in found] == [("policy", None)]


def test_a_claim_whose_agent_is_lost_has_no_party_and_says_so() -> None:
    found = drafts(f"{A}宣布扩产。合肥工厂由投资建设，总投资5亿元。")
    lost = [d for d in found if "missing_object" in d.flags]
    assert [d.parties for d in lost] == [()] * len(lost)
