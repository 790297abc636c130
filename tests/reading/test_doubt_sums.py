"""Totals: consistent figures are never doubted, figures off by a factor of ten always are."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinterland.reading.doubts import find_issues
from hinterland.reading.doubts.amounts import number_en, number_zh
from hinterland.reading.doubts.rates import cross, table
from hinterland.reading.model import Quantity, Tagged
from hinterland.reading.text import Text
from hinterland.units import CURRENCIES


def tagged(*pieces: str | tuple[str, float, str]) -> tuple[str, Tagged]:
    """Return a text put together from words and (words, value, unit or currency), with its quantities."""
    text, found = "", []
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
            continue
        words, value, unit = piece
        start, end = len(text), len(text) + len(words)
        money = unit.isupper() and len(unit) == 3
        found.append(
            Quantity(
                start, end, start, end, value,
                unit="currency" if money else unit,
                currency=unit if money else None,
                noun="" if money else unit,
            )
        )  # fmt: skip
        text += words
    return text, Tagged(Text.of(text).sentences, tuple(found), (), ())


def codes(*pieces: str | tuple[str, float, str]) -> list[str]:
    text, found = tagged(*pieces)
    return [i.code for i in find_issues(text, found, [], date(2024, 5, 14))]


counts = st.integers(min_value=2, max_value=900)


@given(st.lists(counts, min_size=2, max_size=5))
def test_parts_that_add_up_are_not_doubted(parts: list[int]) -> None:
    total = sum(parts)
    pieces: list[str | tuple[str, float, str]] = ["It bought ", (f"{total:,} tonnes", total, "tonne"), ": "]
    for n in parts:
        pieces += [(f"{n} tonnes", n, "tonne"), " here, "]
    assert codes(*pieces, "and no more.") == []


@given(st.lists(st.integers(min_value=20, max_value=900), min_size=2, max_size=5))
def test_parts_of_which_one_is_ten_times_too_much_are_doubted(parts: list[int]) -> None:
    total = sum(parts)
    pieces: list[str | tuple[str, float, str]] = ["It bought ", (f"{total:,} tonnes", total, "tonne"), ": "]
    stated = [parts[0] * 10, *parts[1:]]
    for n in stated:
        pieces += [(f"{n} tonnes", n, "tonne"), " here, "]
    found = codes(*pieces, "and no more.")
    # some of the parts may add up to the total by chance: the others may then belong to something else
    sums = [sum(some) for size in range(2, len(stated)) for some in combinations(stated, size)]
    chance = any(abs(n / total - 1) < 0.003 for n in sums)
    assert chance or found == ["sum_mismatch"]


@given(st.lists(st.decimals(min_value="1", max_value="80", places=3), min_size=2, max_size=4))
def test_parts_rounded_to_one_decimal_are_not_doubted(parts: list[object]) -> None:
    exact = [float(str(p)) for p in parts]
    total = sum(exact)
    pieces: list[str | tuple[str, float, str]] = [
        "全市投入",
        (f"{total:.1f}亿元", round(total, 1) * 1e8, "CNY"),
        "，分别为",
    ]
    for p in exact:
        pieces += [(f"{p:.1f}亿元", round(p, 1) * 1e8, "CNY"), "、"]
    assert codes(*pieces, "均已到位。") == []


@given(counts, counts)
def test_a_count_times_the_amount_of_each_is_not_doubted(count: int, each: int) -> None:
    total = count * each
    assert (
        codes(
            "It ordered ", (f"{count} ships", count, "ship"), " at ",
            (f"${each} million", each * 1e6, "USD"), " each, ",
            (f"${total} million", total * 1e6, "USD"), " in total.",
        )
        == []
    )  # fmt: skip


@given(counts, counts, st.sampled_from([0.1, 10.0, 100.0]))
def test_a_product_off_by_a_power_of_ten_is_doubted(count: int, each: int, wrong: float) -> None:
    total = count * each * wrong
    found = codes(
        "It ordered ", (f"{count} ships", count, "ship"), " at ", (f"${each} million", each * 1e6, "USD"), " each, ",
        (f"${total:.1f} million", total * 1e6, "USD"), " in total.",
    )  # fmt: skip
    # a total below the price of one ship is no total
    assert found == ["product_mismatch"] or total <= 1.2 * each


@given(
    st.sampled_from(sorted(CURRENCIES - {"USD"})),
    st.integers(min_value=11, max_value=999),
    st.integers(min_value=2002, max_value=2025),
    st.floats(min_value=0.93, max_value=1.07),
)
def test_a_conversion_at_the_rate_of_the_year_is_not_doubted(
    code: str, amount: int, year: int, drift: float
) -> None:
    rates = table()[code]
    usd = amount * 1e9 / rates.by_year[rates.nearest(year)] * drift
    assert _fx(code, amount, year, usd) == []
    assert _fx(code, amount, year, usd * 10) == ["fx_mismatch"]
    assert _fx(code, amount, year, usd / 10) == ["fx_mismatch"]


def _fx(code: str, amount: int, year: int, usd: float) -> list[str]:
    words = f"{code} {amount} billion"
    said = f"(${usd:,.3g})"
    text = f"It cost {words} {said}."
    at, end = len(text) - len(said), len(text) - 2
    same = Quantity(at - 1, end, at, end, float(f"{usd:.3g}"), unit="currency", currency="USD")
    q = Quantity(
        8, 8 + len(words), 8, 8 + len(words), amount * 1e9, unit="currency", currency=code, equivalent=same
    )
    found = Tagged(Text.of(text).sentences, (q,), (), ())
    return [i.code for i in find_issues(text, found, [], date(year, 6, 30))]


def test_every_currency_of_a_case_has_a_rate_for_recent_years() -> None:
    assert set(table()) >= CURRENCIES
    for code, rates in table().items():
        assert rates.zh
        assert ({2015, 2020, 2024} if code in CURRENCIES else {2020, 2024}) <= set(rates.by_year)


def test_rates_of_well_known_years_are_what_they_were() -> None:
    assert table()["CNY"].by_year[2021] == pytest.approx(6.45, rel=0.01)
    assert table()["JPY"].by_year[2012] == pytest.approx(79.8, rel=0.01)
    assert table()["EUR"].by_year[2022] == pytest.approx(0.95, rel=0.01)
    assert table()["SAR"].by_year[2010] == 3.75


def test_without_a_year_the_rate_of_any_year_may_have_been_used() -> None:
    least, _, most = cross("CNY", "USD", []) or (0.0, 0.0, 0.0)
    assert least < 1 / 8.2
    assert most > 1 / 6.2


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (1.7e11, "170 billion", "1700亿"),
        (3400, "3,400", "3400"),
        (2.5e6, "2.5 million", "250万"),
        (1.1e12, "1.1 trillion", "1.1万亿"),
        (0.135, "0.135", "0.135"),
        (35_000, "35,000", "3.5万"),
    ],
)
def test_numbers_are_said_in_both_languages(value: float, en: str, zh: str) -> None:
    assert (number_en(value), number_zh(value)) == (en, zh)
