"""Who and where a claim is about when its own clause does not say: the paragraph, the project, the document."""

from __future__ import annotations

from datetime import date

import pytest
from drafted_zh import drafts, rows, tagged

PUBLISHED = date(2024, 6, 20)


@pytest.mark.parametrize(
    ("text", "words", "parties", "places"),
    [
        # the plant last talked of
        ("澜石科技将在宿迁建设工厂。\n\n据了解，预计2026年投产。", "2026", ("澜石科技",), ("宿迁",)),
        # an agreement is where its office governs
        ("绵阳市人民政府与澜石科技签署合作协议。", "协议", ("绵阳市人民政府", "澜石科技"), ("绵阳市",)),
        # a headline without a subject takes whom the text is about
        ("总投资60亿元！\n\n澜石科技将在宿迁建设工厂。", "60亿元", ("澜石科技",), ("宿迁",)),
        # 乙方 is the firm of an agreement with an office, 甲方 the office
        (
            "澜石股份有限公司与绵阳市人民政府签署协议。\n\n乙方拟投资6亿元建设工厂。",
            "6亿元",
            ("澜石股份有限公司",),
            ("绵阳市",),
        ),
        # who is handed a permit is meant by what follows
        (
            "越南同奈省工业区管理局向恒锦织造越南有限公司颁发证书，用地12公顷。",
            "12公顷",
            ("恒锦织造越南有限公司",),
            ("越南同奈省工业区",),
        ),
        # a holder of shares is named beside the firm, and the text goes on about the firm
        ("澜石科技在华沙设厂，红杉资本持股60%，用工800人。", "800人", ("澜石科技",), ("华沙",)),
        # 州里, 全州 after a prefecture, not the province
        ("文山州地处云南省。全州产值300亿元。", "300亿元", ("文山州",), ("文山州",)),
        # what a firm has in a country is still the firm's
        ("澜石科技将在宿迁建厂。印度营收占比达到一成。", "一成", ("澜石科技",), ("印度",)),
        # the speaker who is named after the quotation
        ("“我们去年研发投入3200万元。”澜石科技董事长介绍。", "3200万元", ("澜石科技",), ()),
        # a joint company is named after its owners
        ("浦澜集团与海丰集团的合资公司Ultar CAM将在波兰建厂。", "建厂", ("Ultar CAM",), ("波兰",)),
        # an area ranks among others and stays the subject
        ("安徽汽车产量249万辆，居全国第二位，出口114万辆。", "114万辆", ("安徽",), ("安徽",)),
        # firms that a city has gathered do not become the subject
        ("合肥已集聚蔚来、比亚迪等企业6家。", "6家", ("合肥",), ("合肥",)),
        # who supports and who is supported both promise
        ("湖北省支持东风集团建设15个项目。", "15个项目", ("湖北省", "东风集团"), ("湖北省",)),
    ],
)
def test_a_claim_takes_whom_and_where_the_text_around_it_is_about(
    text: str, words: str, parties: tuple[str, ...], places: tuple[str, ...]
) -> None:
    at = text.rindex(words)
    draft = next(d for d in drafts(text, PUBLISHED) if d.start <= at < d.end)
    assert draft.parties == parties
    assert set(places) <= set(draft.places)


def test_what_is_taken_from_the_document_is_said_in_the_basis() -> None:
    found = drafts("总投资60亿元！\n\n澜石科技将在宿迁建设工厂。", PUBLISHED)
    assert "party:document" in found[0].basis
    assert "place:document" in found[0].basis


def test_figures_of_a_firm_as_a_whole_hold_in_no_one_place() -> None:
    found = rows("澜石科技将在宿迁建设工厂。澜石科技2023年营收为56亿元，同比增长8%。", PUBLISHED)
    assert [r[4] for r in found] == [("宿迁",), (), ()]


def test_a_publisher_or_observer_is_not_whom_a_document_is_about() -> None:
    found = drafts("据新华社报道，到2030年装机达到20吉瓦。", PUBLISHED)
    assert [d.parties for d in found] == [()]


def test_a_report_without_headings_turns_to_what_lies_ahead_where_it_says_so() -> None:
    text = (
        "2024年丰澜县政府工作报告\n\n2023年，全县工业增加值增长7%。\n\n"
        "2024年主要预期目标是：工业增加值增长8%。\n\n新建幼儿园5所。"
    )
    assert [(r[0], r[2]) for r in rows(text, date(2024, 1, 20))] == [
        ("fact", "2023"),
        ("target", "2024"),
        ("target", "2024"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("澜石科技建设30万吨级干船坞1座、600吨龙门吊4台。", [1, 4]),
        ("丰澜县出台低空经济15条，明年新建站点20座。", [20]),
        ("全市60岁以上人口已达128万人。", [1280000]),
    ],
)
def test_what_only_says_the_sort_of_a_thing_is_no_claim(text: str, expected: list[float]) -> None:
    assert [d.quantity.value for d in drafts(text, PUBLISHED) if d.quantity] == expected


def test_what_is_given_at_most_is_a_policy_in_every_clause_that_says_so() -> None:
    text = "丰澜县对新建项目按投资额的15%给予补助，单个项目最高不超过5000万元，一次性奖励100万元。"
    assert {d.kind for d in drafts(text, PUBLISHED)} == {"policy"}


def test_the_day_of_signing_may_be_told_in_the_sentence_after() -> None:
    found = rows("丰澜县与澜石科技签约。签约仪式于5月20日举行。", PUBLISHED)
    assert [(r[0], r[2]) for r in found] == [("agreement", "2024-05-20")]


def test_a_firm_is_known_by_acting_twice_though_no_vocabulary_explains_its_name() -> None:
    text = "恒川重能将在宿迁建厂。恒川重能2023年营收56亿元。"
    names = [n.text for n in tagged(text, PUBLISHED)[1].names if n.kind == "organisation"]
    assert names == ["恒川重能", "恒川重能"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("金山云、秦淮数据、中国能建等企业投资项目。", ["金山云", "秦淮数据", "中国能建"]),
        ("合肥、芜湖等城市发展汽车、电子等产业企业。", []),
    ],
)
def test_firms_are_known_by_the_list_they_stand_in(text: str, expected: list[str]) -> None:
    names = [n.text for n in tagged(text, PUBLISHED)[1].names if n.kind == "organisation"]
    assert names == expected
