"""Dates: what holds for any date and any text."""

from __future__ import annotations

import time
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hinterland.reading.text import Text
from hinterland.reading.whens import find_whens

if TYPE_CHECKING:
    from hinterland.reading.model import When

MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]
HAN = "〇一二三四五六七八九"
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


def read(raw: str, published: date | None = date(2023, 5, 18)) -> list[When]:
    text = Text.of(raw)
    return find_whens(text.clean, text.sentences, published)


def han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else HAN[tens]) + ("十" if tens else "") + (HAN[ones] if ones or not tens else "")


def writings(day: date) -> list[str]:
    name, y, m, d = MONTHS[day.month - 1], day.year, day.month, day.day
    year = "".join(HAN[int(c)] for c in str(y))
    return [
        f"It was signed on {name} {d}, {y}.",
        f"It was signed on {d} {name} {y}.",
        f"It was signed on {name[:3]} {d}, {y}.",
        f"Signed {name.upper()} {d}, {y}.",
        f"On {day.isoformat()} it was signed.",
        f"It was signed ({d}.{m}.{y}).",
        f"It was signed by the {d}th of {name} {y}.",
        f"双方于{y}年{m}月{d}日签约。",
        f"{y}年{m:02d}月{d:02d}日，双方签约。",
        f"双方在{y} 年 {m} 月 {d} 日签约。",
        f"双方于{year}年{han(m)}月{han(d)}日签约。",
        f"双方于{y}-{m:02d}-{d:02d}签约。",
        f"双方于{y}/{m}/{d}签约。",
    ]


@settings(max_examples=60, deadline=None)
@given(DAYS)
def test_a_day_is_the_same_in_every_writing(day: date) -> None:
    for raw in writings(day):
        assert [w.date for w in read(raw)] == [day.isoformat()], raw


@settings(max_examples=60, deadline=None)
@given(st.integers(1901, 2098), st.integers(1, 12), st.integers(1, 4))
def test_months_quarters_and_years_are_the_same_in_both_languages(
    year: int, month: int, quarter: int
) -> None:
    first, last = f"{year}-{3 * quarter - 2:02d}", f"{year}-{3 * quarter:02d}"
    for raw in (f"It opened in {MONTHS[month - 1]} {year}.", f"项目于{year}年{month}月开工。"):
        assert [(w.first, w.date) for w in read(raw)] == [("", f"{year}-{month:02d}")], raw
    for raw in (
        f"It opened in Q{quarter} {year}.",
        f"项目于{year}年第{HAN[quarter]}季度开工。",
        f"项目{year}年{quarter}季度开工。",
    ):
        assert [(w.first, w.date) for w in read(raw)] == [(first, last)], raw
    for raw in (f"It opens by the end of {year}.", f"项目{year}年底前投产。"):
        assert [(w.date, w.role) for w in read(raw)] == [(str(year), "by")], raw
    for raw in (
        f"It ran from {year} to {year + 1}.",
        f"It ran between {year} and {year + 1}.",
        f"从{year}年至{year + 1}年。",
    ):
        assert [(w.first, w.date) for w in read(raw)] == [(str(year), str(year + 1))], raw


@settings(max_examples=60, deadline=None)
@given(DAYS, DAYS)
def test_a_yearless_day_in_the_past_lies_within_a_leap_cycle_before_publication(
    day: date, published: date
) -> None:
    (when,) = read(f"It was signed on {MONTHS[day.month - 1]} {day.day}.", published)
    found = date.fromisoformat(when.date)
    assert (found.month, found.day) == (day.month, day.day)
    assert 0 <= (published - found).days <= (366 if (day.month, day.day) != (2, 29) else 8 * 366)


SHARDS = """
2025 2021-2025 by in from to between and the end of May 4, Monday last next year years within five Q3 H1 first half
quarter , . - – / ( ) 2025年 到 底 前 十四五 “ ” 3月 21日 今年 上 周一 未来 五年
内 至 — 3-5 个月 第三季度 year-end 1 12 ended decade % 2000 vehicles ٣ ２０２５ 𝟚
"""
PIECES = st.lists(st.sampled_from(SHARDS.split()), max_size=30)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), PIECES.map(" ".join), PIECES.map("".join)), st.booleans())
def test_any_text_gives_ordered_spans_that_never_overlap(raw: str, known: bool) -> None:
    text = Text.of(raw)
    whens = find_whens(text.clean, text.sentences, date(2023, 5, 18) if known else None)
    assert all(0 <= w.start < w.end <= len(text.clean) for w in whens)
    assert all(a.end <= b.start for a, b in pairwise(whens))
    for when in whens:
        assert when.date == "" or len(when.date) in {4, 7, 10}
        assert not when.first or when.date


LONG = [
    "1" * 200_000,
    "2025 " * 10_000,
    "2021-" * 20_000,
    "May " * 10_000,
    "in the " * 15_000,
    "2025年" * 10_000,
    "十四五" * 15_000,
    "“" * 100_000,
    "1/" * 50_000,
    "1月" * 20_000,
]


@pytest.mark.parametrize("raw", LONG, ids=[raw[:8] for raw in LONG])
def test_a_long_text_takes_linear_time(raw: str) -> None:
    def took(words: str) -> float:
        text = Text.of(words)
        start = time.process_time()
        find_whens(text.clean, [*text.sentences], date(2023, 5, 18))
        return time.process_time() - start

    half, full = took(raw[: len(raw) // 2]), took(raw)
    assert full < 5 * half + 0.5
