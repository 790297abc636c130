"""One way to write a share: whole percents, and never more than is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinterland.chain.words import percent, stated


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ((0.0,), "0%"),
        ((1.0,), "100%"),
        ((0.1 + 0.2 + 0.7,), "100%"),  # only rounding keeps it from 1
        ((0.594,), "59%"),
        ((0.004,), "0.4%"),
        ((0.0096,), "1%"),
        ((0.0001,), "<0.1%"),
        ((0.993,), "99.3%"),
        ((0.9995,), ">99.9%"),
        ((0.9999,), ">99.9%"),
        ((1.504,), "150%"),
        ((0.16, 0.594), "16–59%"),
        ((0.5, 0.501), "50%"),
        ((0.0, 0.0004), "0–<0.1%"),
        ((0.0001, 1.0), "<0.1–100%"),
        ((None,), "–"),
    ],
)
def test_a_share_is_told_in_whole_percents_and_near_its_ends_to_a_tenth(
    ends: tuple[float | None, ...], told: str
) -> None:
    assert percent(*ends) == told


def test_more_digits_are_told_where_they_are_asked_for() -> None:
    assert percent(0.225, digits=1) == "22.5%"
    assert percent(0.2, 0.225, digits=1) == "20–22.5%"
    assert percent(0.00004, digits=2) == "<0.01%"
    assert percent(0.99996, digits=2) == ">99.99%"


@given(st.floats(0, 1), st.integers(0, 3))
def test_what_is_not_nothing_never_reads_nothing_and_what_is_not_all_never_all(x: float, digits: int) -> None:
    text = percent(x, digits=digits)
    assert (text == "100%") == (x > 1 - 1e-9)
    assert (text == "0%") == (x < 1e-9)
    number = float(text.strip("<>%"))
    assert abs(number - 100 * x) <= 0.5 * 10.0**-digits + 0.1 * text.startswith(("<", ">")) + 1e-9


@given(st.integers(0, 100_000))
def test_a_stated_share_is_told_with_every_digit_it_has(thousandths: int) -> None:
    assert float(stated(thousandths / 100_000).removesuffix("%")) == thousandths / 1000
