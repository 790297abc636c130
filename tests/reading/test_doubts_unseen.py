"""Doubts in texts of many industries beside innocent twins: one text a line in the files unseen_doubts_*.txt."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hinterland.reading.doubts.rates import cross
from hinterland.reading.read import read_text

PUBLISHED = date(2024, 5, 14)


def lines(lang: str) -> list[tuple[str, str]]:
    path = Path(__file__).with_name(f"unseen_doubts_{lang}.txt")
    rows = [row.partition("|") for row in path.read_text("utf-8").splitlines() if row and row[0] != "#"]
    return [(codes.strip(), text.strip().replace("\\n", "\n")) for codes, _, text in rows]


def doubts(text: str) -> list[str]:
    return sorted({i.code for i in read_text(text, published=PUBLISHED).issues})


@pytest.mark.parametrize(("codes", "text"), lines("en"))
def test_an_english_text_raises_its_doubts_and_no_other(codes: str, text: str) -> None:
    assert doubts(text) == sorted(codes.split())


@pytest.mark.parametrize(("codes", "text"), lines("zh"))
def test_a_chinese_text_raises_its_doubts_and_no_other(codes: str, text: str) -> None:
    assert doubts(text) == sorted(codes.split())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_there_are_texts_for_every_doubt_and_many_without_any(lang: str) -> None:
    rows = lines(lang)
    assert len({code for codes, _ in rows for code in codes.split()}) == 12
    assert sum(not codes for codes, _ in rows) >= 50


@pytest.mark.parametrize(
    "piece",
    [
        "A tanker costs $85 million. For the eight tankers ", "The 57-hectare quarry, the 75-hectare quarry. ",
        "三是2021年前", "这座800张床位的医院", "year starts in 2029 and ends in ", "从2029年开始，到2026年",
        ", about US$1 billion", "the government and signed ", "which makes 3 MW, ", "由和与和于签订",
        "占全国的98%", "Together with $3 million, the package comes to $9 million. ", "日前近日", "其余3亿元，",
    ],
)  # fmt: skip
def test_a_text_of_one_piece_over_and_over_is_read_to_its_end(piece: str) -> None:
    text = piece * (6_000 // len(piece))
    for issue in read_text(text, published=PUBLISHED).issues:
        assert 0 <= issue.start < issue.end <= len(text)


def test_no_rate_is_told_of_a_year_long_before_the_first_that_is_known() -> None:
    assert cross("GHS", "USD", [2007], rough=True) is None
    assert cross("GHS", "USD", [2024], rough=True) is not None


def test_a_rate_that_is_only_roughly_known_converts_nothing() -> None:
    assert cross("GHS", "CNY", [2024]) is None
