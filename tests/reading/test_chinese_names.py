"""Names in Chinese sentences: firms, offices, places, words for those said before."""

from __future__ import annotations

import itertools
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hinterland.reading.chinese import find_names
from hinterland.reading.chinese.names_lexicon import LEGAL, TRADE
from hinterland.reading.chinese.names_words import cut
from hinterland.reading.chinese.simplified import simplify
from hinterland.reading.gazetteer import NOTHING, Known
from hinterland.reading.model import Name, Quantity, When
from hinterland.reading.text import Text

HERE = Path(__file__).parent
KINDS = {"O": "organisation", "G": "government", "P": "place", "R": "group", "H": "person"}
MARK = re.compile(r"\{([OGPRH]):([^}]*)\}|([^{]+)")


def names(words: str, known: Known = NOTHING) -> list[Name]:
    text = Text.of(words)
    return find_names(text.clean, text.sentences, [], [], known)


def said(words: str, kind: str = "") -> list[str]:
    return [n.text for n in names(words) if kind in {"", n.kind}]


def marked(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    words, spans = "", []
    for kind, name, other in MARK.findall(line):
        if kind:
            spans.append((len(words), len(words) + len(name), KINDS[kind]))
        words += name or other
    return words, spans


def alike(a: tuple[int, int, str], b: tuple[int, int, str]) -> bool:
    both = min(a[1], b[1]) - max(a[0], b[0])
    return a[2] == b[2] and both > 0 and both / (max(a[1], b[1]) - min(a[0], b[0])) >= 0.5


def f1(table: str) -> float:
    right = missed = false = 0
    for line in (HERE / table).read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        words, wanted = marked(line)
        found = [(n.start, n.end, n.kind) for n in names(words)]
        for span in wanted:
            hit = next((f for f in found if alike(span, f)), None)
            right, missed = right + (hit is not None), missed + (hit is None)
            if hit:
                found.remove(hit)
        false += len(found)
    return 2 * right / (2 * right + missed + false)


@pytest.mark.parametrize(
    ("table", "least"),
    [("chinese_names_a.txt", 0.95), ("chinese_names_b.txt", 0.92), ("chinese_names_c.txt", 0.9)],
)
def test_names_of_marked_sentences_are_found_by_kind_and_place(table: str, least: float) -> None:
    assert f1(table) >= least


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("动力电池企业海澜川新能源有限公司将扩产", ["海澜川新能源有限公司"]),
        ("由安徽澄湖工程有限公司承建", ["安徽澄湖工程有限公司"]),
        ("泽岚生物医药（苏州）有限公司宣布", ["泽岚生物医药（苏州）有限公司"]),
        ("与江淮之星集团股份有限公司签约", ["江淮之星集团股份有限公司"]),
        ("引进芯片巨头屹川半导体公司", ["屹川半导体公司"]),
        ("清华大学苏州汽车研究院揭牌", ["清华大学苏州汽车研究院"]),
        ("粤桅重工称产能翻番", ["粤桅重工"]),
        ("意大利能源集团Enora宣布扩产", ["Enora"]),
    ],
)
def test_a_name_begins_after_the_role_or_preposition_before_it(words: str, wanted: list[str]) -> None:
    assert said(words, "organisation") == wanted


@pytest.mark.parametrize(
    "words",
    [
        "新能源汽车产业链加快发展",
        "战略合作协议涵盖研发中心建设",
        "一家电池公司将投资10亿元",
        "多家汽车零部件企业入驻",
        "二期工程计划下半年开工",
        "A股上市公司业绩预告披露完毕",
        "推动国有资本和民间资本合作",
        "三省一市携手推进",
        "注册资本3亿元，固定资产投资8亿元",
        "Model Y将在年底前投产",
        "实施冷链物流补短板工程",
    ],
)
def test_common_nouns_are_no_names(words: str) -> None:
    assert said(words) == []


def test_a_firm_named_in_full_is_found_again_by_its_short_names() -> None:
    text = "江苏澜川储能科技有限公司昨日签约。澜川储能将扩产，澜川科技不予置评。市场看好澜川。"
    assert said(text) == ["江苏澜川储能科技有限公司", "澜川储能", "澜川科技", "澜川"]


def test_a_short_name_in_brackets_is_found_again() -> None:
    text = "海川新材料股份有限公司（以下简称“海新”）公告称，海新拟投资2亿元。"
    assert said(text) == ["海川新材料股份有限公司", "海新", "海新"]


def test_the_company_in_brackets_stays_a_word_for_one() -> None:
    assert said("恒岳轮胎股份有限公司（以下简称“公司”）拟扩产。", "group") == ["公司"]


@pytest.mark.parametrize(
    ("words", "place", "within"),
    [
        ("项目落户安徽省合肥市长丰县", "安徽省合肥市长丰县", ("合肥市", "安徽省")),
        ("将在匈牙利德布勒森建厂", "匈牙利德布勒森", ("匈牙利",)),
        ("落户苏州工业园区", "苏州工业园区", ()),
        ("位于全椒经济开发区", "全椒经济开发区", ("全椒",)),
        ("将在四子王旗建设基地", "四子王旗", ()),
    ],
)
def test_nested_places_are_one_name_with_what_they_are_in(
    words: str, place: str, within: tuple[str, ...]
) -> None:
    found = [n for n in names(words) if n.kind == "place"]
    assert [n.text for n in found] == [place]
    assert found[0].within == within


def test_a_place_is_in_the_one_that_a_word_links_it_to() -> None:
    found = names("将在匈牙利东北部城市米什科尔茨建设工厂")
    assert [(n.text, n.within) for n in found] == [("匈牙利", ()), ("米什科尔茨", ("匈牙利",))]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("合肥市人民政府办公室印发通知", "合肥市人民政府办公室"),
        ("安徽省经济和信息化厅表示", "安徽省经济和信息化厅"),
        ("印尼能源与矿产资源部的数据显示", "印尼能源与矿产资源部"),
        ("由市能源局负责解释", "市能源局"),
        ("高新区管委会将出资", "高新区管委会"),
        ("国家发展改革委批复项目", "国家发展改革委"),
        ("越南南定省人民委员会颁发证书", "越南南定省人民委员会"),
    ],
)
def test_offices_are_governments(words: str, wanted: str) -> None:
    assert said(words, "government") == [wanted]


def test_an_organisation_named_after_a_zone_is_no_place() -> None:
    assert said("临港集团将建设厂房") == ["临港集团"]
    assert names("临港集团将建设厂房")[0].kind == "organisation"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("双方将共建中心", ["双方"]),
        ("目前，公司拥有员工3000人", ["公司"]),
        ("两家公司各持股一半", ["两家公司"]),
        ("拟出资成立公司", []),
        ("三方协议已经签署", []),
        ("全省产量增长", ["全省"]),
        ("州政府承诺减税", ["州政府"]),
    ],
)
def test_words_for_those_said_before_are_groups(words: str, wanted: list[str]) -> None:
    assert said(words, "group") == wanted


def test_traditional_characters_are_read_and_kept() -> None:
    found = names("晶禾半導體股份有限公司董事會決議。晶禾將在高雄設廠。")
    assert [n.text for n in found] == ["晶禾半導體股份有限公司", "晶禾", "高雄"]


def test_persons_stand_beside_titles_and_media_are_said_to_be_such() -> None:
    assert said("院士袁隆平表示，产量将提高。袁隆平说", "person") == ["袁隆平", "袁隆平"]
    assert [(n.text, n.head) for n in names("据新华社报道")] == [("新华社", "media")]


def test_names_of_a_case_are_found_with_their_row() -> None:
    known = Known({"青禾一号": ("organisation", "f1"), "NX Park": ("place", "p1")})
    found = names("青禾一号将迁入NX Park。", known)
    assert [(n.text, n.kind, n.known) for n in found] == [
        ("青禾一号", "organisation", "f1"),
        ("NX Park", "place", "p1"),
    ]


def test_quantities_and_dates_are_never_part_of_a_name() -> None:
    words = "2025年底前海川科技将新增9家零部件公司"
    text = Text.of(words)
    when = When(0, 7, "2025")
    count = Quantity(15, 20, 15, 17, 9.0, unit="enterprise")
    found = find_names(text.clean, text.sentences, [count], [when], NOTHING)
    assert [n.text for n in found] == ["海川科技"]


def test_english_sentences_are_left_to_the_english_reader() -> None:
    assert names("Acme Corp. will build a plant in Hefei.") == []


@pytest.mark.parametrize(
    "words",
    [
        "淮" * 30000,
        "9" * 30000,
        "合肥市" * 10000,
        "公司" * 15000,
        "安徽海川集团、" * 5000,
        "在莫、" * 8000,
        "A股" * 9000,
    ],
    ids=["unknown", "digits", "places", "suffixes", "list", "prepositions", "latin"],
)
def test_time_is_linear_in_long_texts(words: str) -> None:
    began = time.process_time()
    names(words)
    assert time.process_time() - began < 5


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *sorted(LEGAL),
                *sorted(TRADE)[:40],
                *"淮川的与在、。，（）“”·",
                "合肥",
                "匈牙利",
                "Acme",
                "3",
                " ",
                "長",
            ]
        ),
        max_size=30,
    )
)
def test_names_are_spans_in_order_that_never_overlap(parts: list[str]) -> None:
    words = "".join(parts)
    text = Text.of(words)
    found = names(words)
    assert all(text.clean[n.start : n.end] == n.text for n in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read(words: str) -> None:
    names(words)
    assert len(simplify(words)) == len(words)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="安徽省合肥市長丰县海川科技有限公司与将在建设的能来", min_size=1, max_size=40))
def test_words_cover_what_was_cut(run: str) -> None:
    assert "".join(w.text for w in cut(run, 0)) == run
