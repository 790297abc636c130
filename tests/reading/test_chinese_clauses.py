"""Clauses, segments and memory of Chinese texts, and what holds for every text."""

from __future__ import annotations

import time

import pytest
from drafted_zh import PUBLISHED, drafts, tagged
from hypothesis import given, settings
from hypothesis import strategies as st

from hinterland.reading.chinese.lexer import FILL, LONGEST, clauses
from hinterland.reading.chinese.lexicon import classes, words_of
from hinterland.reading.chinese.measure import measure
from hinterland.reading.chinese.memory import Memory, Topic, full_names, region_of
from hinterland.reading.chinese.segments import segments
from hinterland.reading.chinese.topics import topics
from hinterland.reading.model import Name

WORDS = sorted(classes())
MORE = (
    "安徽省",
    "合肥市",
    "华澜科技有限公司",
    "双方",
    "该公司",
    "2025年",
    "到2027年",
    "100亿元",
    "20万辆",
    "5%",
)
MARKS = (*"，。；：、！？（）《》“”\n 与和在由的", "一、", "（二）", "——")
PIECES = st.sampled_from([*WORDS, *MORE, *MARKS])


def named(text: str, kind: str = "organisation") -> Name:
    return Name(0, len(text), text, kind)  # type: ignore[arg-type]


def test_clauses_part_at_commas_but_not_inside_brackets_titles_and_values() -> None:
    text = "安徽省印发《甲，乙》，投资1,200万元（约合1,300万，含税），2025年投产。"
    clean, tags = tagged(text)
    assert [c.text for c in clauses(clean, tags)] == [
        "安徽省印发《甲，乙》",
        "投资1,200万元（约合1,300万，含税）",
        "2025年投产",
    ]


def test_a_clause_begins_after_the_mark_of_its_item() -> None:
    clean, tags = tagged("（二）建设工厂，投产。")
    found = clauses(clean, tags)
    assert [(c.mark, c.text) for c in found] == [("（二）", "建设工厂"), ("", "投产")]


def test_a_text_without_stops_is_read_in_pieces() -> None:
    clean, tags = tagged("建设" * LONGEST)
    assert max(c.end - c.start for c in clauses(clean, tags)) <= LONGEST


def test_the_longest_word_is_taken_at_every_place() -> None:
    clean, tags = tagged("现在工厂存在问题")
    assert [t.word for t in clauses(clean, tags)[0].tokens] == ["现在", "工厂", "存在"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("年产值300亿元、税收12亿元", ["年产值300亿元", "税收12亿元"]),
        ("年产能由3万吨扩大至10万吨", ["年产能由3万吨", "扩大至10万吨"]),
        ("项目总投资100亿元", ["项目总投资100亿元"]),
    ],
)
def test_each_value_has_its_own_words(text: str, parts: list[str]) -> None:
    clean, tags = tagged(text)
    found = [s.quote() for c in clauses(clean, tags) for s in segments(c)]
    assert [clean[a:b] for a, b in found] == parts


@pytest.mark.parametrize(
    ("office", "region"),
    [
        ("安徽省人民政府", "安徽省"),
        ("合肥市政府", "合肥市"),
        ("合肥市发展和改革委员会", "合肥市"),
        ("苏州工业园区管委会", "苏州工业园区"),
        ("匈牙利政府", "匈牙利"),
        ("乌兰察布市人民政府办公室", "乌兰察布市"),
    ],
)
def test_the_name_of_a_government_tells_its_region(office: str, region: str) -> None:
    assert region_of(office) == region


def test_a_short_name_is_resolved_to_the_full_one_it_is_short_for() -> None:
    names = [named("江苏澜川储能科技有限公司"), named("澜川储能"), named("东港重工集团")]
    assert full_names(names) == {"澜川储能": "江苏澜川储能科技有限公司"}


def test_group_words_stand_for_what_was_named_before() -> None:
    memory = Memory()
    for name in (named("安徽省", "place"), named("合肥市", "place"), named("甲公司"), named("乙公司")):
        memory.hear(name)
    memory.act(["甲公司"])
    memory.pair = ("甲公司", "乙公司")
    memory.built(Topic("project", ("乙公司",), ("合肥市",)))
    assert memory.group("双方").parties == ("甲公司", "乙公司")
    assert memory.group("该公司").parties == ("甲公司",)
    assert memory.group("全省").parties == ("安徽省",)
    assert memory.group("该市").parties == ("合肥市",)
    assert memory.group("该厂").places == ("合肥市",)
    assert memory.group("我国").parties == ("中国",)
    assert memory.group("全县").parties == ()


def test_measures_are_the_words_before_the_value_without_small_words() -> None:
    assert measure("其中，新能源汽车产量达到") == "新能源汽车产量"
    assert measure("预计年产值可达") == "年产值"
    assert measure("") == ""


def test_topics_come_in_the_order_they_are_named() -> None:
    assert topics("跨境贸易、芯片供应") == ("trade", "chip_supply")
    assert topics("友好往来") == ()


def test_every_word_of_the_lexicon_has_a_class_and_none_is_filled_over() -> None:
    assert all(classes().values())
    assert not any(FILL in word or " " in word for word in WORDS)
    assert "合资公司" in words_of("joint")


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_read_with_every_span_inside_it(text: str) -> None:
    clean, tags = tagged(text)
    for draft in drafts(text):
        assert 0 <= draft.start < draft.end <= len(clean)
        if draft.quantity:
            assert draft.start <= draft.quantity.start or draft.measure == "成立年份"
    spans = [(c.start, c.end) for c in clauses(clean, tags)]
    assert spans == sorted(spans)
    assert all(a < b for a, b in spans)


@settings(max_examples=40, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_reading_twice_gives_the_same(text: str) -> None:
    assert drafts(text) == drafts(text, PUBLISHED)


@pytest.mark.parametrize(
    "unit",
    ["开工", "（", "《规划", "到2025年，甲公司将建成工厂3座。", "与甲公司", "第一，建设工厂；", "由和在"],
)
def test_time_grows_with_the_text_and_not_its_square(unit: str) -> None:
    from hinterland.reading.chinese import find_claims
    from hinterland.reading.model import Tagged
    from hinterland.reading.text import Text

    def once(size: int) -> float:
        text = Text.of(unit * (size // len(unit)))
        tags = Tagged(text.sentences, (), (), ())
        began = time.process_time()
        find_claims(text.clean, tags, PUBLISHED)
        return time.process_time() - began

    def seconds(size: int) -> float:
        return min(once(size) for _ in range(3))  # the least is what it takes; others were held up

    once(1000)
    assert seconds(60000) < 20 * max(seconds(10000), 0.02)
