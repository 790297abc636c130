"""The second field of a value: converted, rounded, beside the value as stated."""

from __future__ import annotations

from datetime import date

import pytest

from hinterland.reading.conversion import converted
from hinterland.reading.model import Quantity
from hinterland.reading.read import read_text

DAY = date(2024, 1, 5)


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "into"),
    [
        (680.0, "mu", 45.33, "ha"),
        (500.0, "acre", 202.3, "ha"),
        (5.0, "TWh", 5000.0, "GWh"),
        (30_000.0, "m2", 3.0, "ha"),
        (1.2, "GW", 1200.0, "MW"),
    ],
)
def test_units_are_converted_into_those_of_a_case(value: float, unit: str, wanted: float, into: str) -> None:
    found = converted(Quantity(0, 1, 0, 1, value, unit=unit), DAY)
    assert found is not None
    assert (found["value"], found["unit"]) == (wanted, into)


@pytest.mark.parametrize("unit", ["GWh", "hectare", "tonne", "job", "percent", None])
def test_what_is_in_such_a_unit_or_only_counted_is_not_converted(unit: str | None) -> None:
    assert converted(Quantity(0, 1, 0, 1, 5.0, unit=unit), DAY) is None


def test_money_is_told_in_yuan_at_the_rate_of_the_year_and_only_with_a_date() -> None:
    money = Quantity(0, 1, 0, 1, 2e9, 3e9, "range", "currency", "USD")
    found = converted(money, DAY)
    assert found is not None
    assert found["unit"] == "CNY"
    assert 7.0 < found["value"] / 2e9 < 7.4
    assert found["value_high"] / found["value"] == pytest.approx(1.5, rel=1e-3)
    assert converted(money, None) is None
    assert converted(Quantity(0, 1, 0, 1, 5.0, unit="currency", currency="CNY"), DAY) is None


@pytest.mark.parametrize(
    ("words", "measure"),
    [
        ("Ohio aims to cut emissions by 35 percent by 2030.", "change in emissions"),
        ("该市力争到2027年出口增长25%。", "出口变动"),
    ],
)
def test_an_amount_of_change_is_never_told_as_a_level(words: str, measure: str) -> None:
    claim = next(c for c in read_text(words, published=DAY).claims if c.value is not None)
    assert claim.measure.startswith(measure)
    assert claim.measure != "emissions"
    assert claim.measure != "出口"
