"""Doubts in many phrasings, and look-alikes without any: one text a line in the files doubts_*.txt."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hinterland.reading.read import read_text

PUBLISHED = date(2024, 5, 14)
NATURAL = {"relative_date", "year_missing"}


def lines(lang: str) -> list[tuple[str, str]]:
    paths = sorted(Path(__file__).parent.glob(f"doubts_{lang}*.txt"))
    every = [row for path in paths for row in path.read_text("utf-8").splitlines()]
    rows = [row.partition("|") for row in every if row and row[0] != "#"]
    return [(codes.strip(), text.strip().replace("\\n", "\n")) for codes, _, text in rows]


def doubts(text: str) -> list[str]:
    return sorted({i.code for i in read_text(text, published=PUBLISHED).issues} - NATURAL)


@pytest.mark.parametrize(("codes", "text"), lines("en"))
def test_an_english_text_raises_the_doubts_that_it_holds(codes: str, text: str) -> None:
    assert doubts(text) == codes.split()


@pytest.mark.parametrize(("codes", "text"), lines("zh"))
def test_a_chinese_text_raises_the_doubts_that_it_holds(codes: str, text: str) -> None:
    assert doubts(text) == codes.split()


parts = st.lists(st.integers(min_value=11, max_value=400), min_size=3, max_size=5)


@settings(max_examples=40)
@given(parts)
def test_a_list_whose_items_add_up_raises_no_doubt(amounts: list[int]) -> None:
    items = "\n".join(f"- Hall {'ABCDE'[i]}: {n} million euros" for i, n in enumerate(amounts))
    assert doubts(f"The programme costs {sum(amounts)} million euros in total:\n\n{items}") == []


@settings(max_examples=40)
@given(parts)
def test_a_list_whose_total_is_ten_times_the_items_raises_a_doubt(amounts: list[int]) -> None:
    items = "\n".join(f"- Hall {'ABCDE'[i]}: {n} million euros" for i, n in enumerate(amounts))
    text = f"The programme costs {10 * sum(amounts)} million euros in total:\n\n{items}"
    assert doubts(text) == ["sum_mismatch"]


@settings(max_examples=40)
@given(parts)
def test_chinese_parts_that_add_up_raise_no_doubt(amounts: list[int]) -> None:
    listed = "、".join(f"{name}{n}个" for name, n in zip("甲乙丙丁戊", amounts, strict=False))
    assert doubts(f"全年新签约项目{sum(amounts)}个，其中{listed}。") == []


@settings(max_examples=40)
@given(st.integers(min_value=3, max_value=60), st.integers(min_value=11, max_value=900))
def test_each_in_one_sentence_and_all_in_the_next_are_multiplied(count: int, each: int) -> None:
    text = "The yard will build {} ferries. Each will cost ${} million, {} million dollars in total."
    assert doubts(text.format(count, each, count * each)) == []
    assert doubts(text.format(count, each, count * each * 10)) == ["product_mismatch"]


@pytest.mark.parametrize(
    "piece",
    [
        "12 ships at $3 each, ", "其中1家、", "全市共有企业58家。", "The $4 million plant costs $5 million. ",
        "占5%，", "from 2030 to 2025 ", "each of the two ", "2024年，", "- item: $3 million\n\n", "项目总投资5亿元。",
        "Sales of $3 million in 2023. ", "持股5%，", "及、", "成立于2020年，",
    ],
)  # fmt: skip
def test_a_text_of_one_piece_over_and_over_is_read_to_its_end(piece: str) -> None:
    text = piece * (6_000 // len(piece))
    for issue in read_text(text, published=PUBLISHED).issues:
        assert 0 <= issue.start < issue.end <= len(text)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("展会每年5月举行。", []),
        ("展会5月举行。", ["year_missing"]),
        ("The fair is held every May in Leeds.", []),
        ("The grant could reach $9 million over 12 years.", []),
        ("It will build 12 ships over the next three years.", ["relative_date"]),
    ],
)
def test_what_comes_every_year_or_is_spread_over_years_needs_no_date(text: str, codes: list[str]) -> None:
    assert [i.code for i in read_text(text, published=PUBLISHED).issues] == codes
