"""The text as given and as cleaned: spans lead back, wrapped lines are joined, sentences end where they do."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinterland.reading.languages import language
from hinterland.reading.read import read_text
from hinterland.reading.text import Text


def sentences(raw: str) -> list[str]:
    text = Text.of(raw)
    return [text.clean[s.start : s.end] for s in text.sentences]


@given(st.text(alphabet=st.sampled_from("aB1 ,.\n\r\t。，甲乙１％\u200b\u00ad\ufeff()-"), max_size=200))
def test_every_character_of_the_cleaned_text_comes_from_one_of_the_text_as_given(raw: str) -> None:
    text = Text.of(raw)
    places = [text.origin(i, i + 1) for i in range(len(text.clean))]
    assert all(b - a == 1 for a, b in places)
    assert [a for a, _ in places] == sorted({a for a, _ in places})
    for (a, b), char in zip(places, text.clean, strict=True):
        given_ = raw[a:b]
        assert char in {given_, " "} or (given_, char) in {("１", "1"), ("％", "%")}


@given(st.text(max_size=300))
def test_sentences_stand_in_order_and_hold_every_letter(raw: str) -> None:
    text = Text.of(raw)
    at = 0
    for s in text.sentences:
        assert at <= s.start < s.end
        assert not text.clean[at : s.start].strip()
        at = s.end
    assert not text.clean[at:].strip()


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("Acme Inc. will build it. It is big.", ["Acme Inc. will build it.", "It is big."]),
        ("It was signed on Feb. 2, 2021. The plant", ["It was signed on Feb. 2, 2021.", "The plant"]),
        ("It costs 1.5 million. Work began.", ["It costs 1.5 million.", "Work began."]),
        ("The U.S. plant opened. So did one in Frankfort, Ky. (June 8).", 2),
        ("总投资100亿元。预计投产！真的？", ["总投资100亿元。", "预计投产！", "真的？"]),
        ("“我们将扩产。”他说。", 2),
    ],
)
def test_sentences_end_at_full_stops_that_end_them(raw: str, wanted: list[str] | int) -> None:
    found = sentences(raw)
    assert len(found) == wanted if isinstance(wanted, int) else found == wanted


def test_wrapped_lines_are_one_paragraph_and_chinese_ones_join_without_a_blank() -> None:
    raw = (
        "That is 9.05 percent of the national output and, as some count it, even more than that, which is\n"
        "9.447 million implied by the share.\n\nNext."
    )
    assert sentences(raw)[0].endswith("which is 9.447 million implied by the share.")
    chinese = (
        "合作涉及重大项目、科研、总部经济、产业平台、产业链整合、引导基金研究以及新能源\n汽车。\n\n另段。"
    )
    assert "新能源汽车。" in sentences(chinese)[0]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_short_lines_and_list_items_stay_apart(line_end: str) -> None:
    raw = line_end.join(["Goals", "- 50 GWh by 2027", "- 3,000 jobs by 2027"])
    if line_end != "\r":
        assert sentences(raw) == ["Goals", "- 50 GWh by 2027", "- 3,000 jobs by 2027"]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("The company will invest 5 billion yuan in the plant.", "en"),
        ("该公司将投资50亿元。", "zh"),
        ("Le groupe investira 300 millions d'euros dans une usine de batteries.", "other"),
        ("Das Werk soll bis 2027 mehr als 500 Arbeitsplätze schaffen und wird erweitert.", "other"),
        ("La empresa invertirá 300 millones de euros en una planta de baterías para el mercado.", "other"),
        ("同社は2027年までに500億円を投資し、新工場を建設する。", "other"),
        ("회사는 2027년까지 공장을 건설한다.", "other"),
        ("Компания построит завод к 2027 году.", "other"),
        ("宁德时代CATL will与BMW合作", "zh"),
    ],
)
def test_languages_are_told_apart(words: str, wanted: str) -> None:
    assert language(words) == wanted


def test_a_sentence_of_another_language_makes_no_claim_and_its_numbers_are_told() -> None:
    raw = "Acme will build a plant by 2027. Le groupe investira 300 millions d'euros dans une usine."
    read = read_text(raw, published=date(2024, 1, 5))
    assert all(c.value is None for c in read.claims)
    assert [(n.code, raw[n.start : n.end]) for n in read.notices] == [("number_not_read", "300")]
