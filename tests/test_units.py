import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinterland import units
from hinterland.errors import UnitError


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,234.5", 1234.5),
        ("１，２３４", 1234.0),
        ("1.1万亿", 1.1e12),
        ("1.1 trillion", 1.1e12),
        ("120万", 1.2e6),
        ("3.5亿", 3.5e8),
        ("12 crore", 1.2e8),
        ("(1,200)", -1200.0),
        ("−5", -5.0),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("1 234 567", 1234567.0),
        ("35%", 35.0),
    ],
)
def test_numbers_are_read_as_people_write_them(written: str, value: float) -> None:
    number = units.parse_number(written)
    assert number is not None
    assert number.value == value


def test_a_percent_sign_is_a_fraction_only_where_a_fraction_is_wanted() -> None:
    assert units.parse_number("35%", fraction=True) == units.Number(0.35, ("percent sign",))


@pytest.mark.parametrize("text", ["", "abc", "1.2.3", "12 apples", "1,23", "1.234,5", "--5", "1-2", "1%%"])
def test_what_is_no_number_is_not_guessed(text: str) -> None:
    assert units.parse_number(text) is None


@given(st.floats(-1e15, 1e15))
def test_plain_numbers_survive_reading(value: float) -> None:
    number = units.parse_number(repr(value))
    assert number is not None
    assert number.value == value
    assert number.changes == ()


@given(st.integers(-(10**12), 10**12))
def test_thousands_separators_do_not_change_a_number(value: int) -> None:
    number = units.parse_number(f"{value:,}")
    assert number is not None
    assert number.value == value


@pytest.mark.parametrize(
    ("name", "dimension", "factor"),
    [
        ("万辆", "vehicle", 1e4),
        ("亿元", "money:CNY", 1e8),
        ("million CNY", "money:CNY", 1e6),
        ("GWh/yr", "energy/years", 1.0),
        ("wafer/month", "wafer/years", 12.0),
        ("万元/yr", "money:CNY/years", 1e4),
        ("percent", "1", 0.01),
    ],
)
def test_units_are_found_simple_scaled_and_as_rates(name: str, dimension: str, factor: float) -> None:
    unit = units.find(name)
    assert unit.dimension == dimension
    assert math.isclose(unit.factor, factor)


def test_an_unknown_unit_names_a_known_one() -> None:
    with pytest.raises(UnitError, match="did you mean 'vehicle'"):
        units.find("vehicles")
    with pytest.raises(UnitError, match="settings"):
        units.find("quux")


def test_a_case_can_declare_units() -> None:
    own = (("truckload", 20.0, "t"), ("widget", 1.0, "widget"))
    assert units.convert(3, "truckload", "t", own) == 60
    assert units.find("widget", own).dimension == "widget"
    assert units.convert(2, "万widget", "widget", own) == 20_000


def test_units_of_different_things_do_not_convert() -> None:
    with pytest.raises(UnitError, match="does not convert"):
        units.convert(1, "vehicle", "t")


@given(
    st.floats(1e-6, 1e9), st.sampled_from([("mu", "ha"), ("km2", "m2"), ("万辆", "vehicle"), ("kWh", "GWh")])
)
def test_conversion_there_and_back_is_the_identity(value: float, pair: tuple[str, str]) -> None:
    a, b = pair
    assert math.isclose(units.convert(units.convert(value, a, b), b, a), value, rel_tol=1e-12)


def test_fifteen_mu_are_a_hectare() -> None:
    assert math.isclose(units.convert(15, "mu", "ha"), 1.0)


def test_money_converts_at_the_latest_rate_before_the_day() -> None:
    rates = units.Rates.of([("USD", date(2021, 8, 18), 6.4915), ("USD", date(2021, 8, 2), 6.466)])
    assert rates.to_cny(170e9, "USD", date(2021, 8, 10)) == pytest.approx(170e9 * 6.466)
    assert rates.to_cny(1, "USD", date(2022, 1, 1)) == 6.4915
    assert rates.to_cny(7, None, date(2000, 1, 1)) == 7
    with pytest.raises(UnitError, match="exchange_rates"):
        rates.to_cny(1, "USD", date(2021, 8, 1))
    with pytest.raises(UnitError, match="EUR"):
        rates.to_cny(1, "EUR", date(2021, 8, 10))


@given(st.text(max_size=20))
def test_any_cell_is_read_or_refused(text: str) -> None:
    number = units.parse_number(text)
    assert number is None or math.isfinite(number.value)


@pytest.mark.parametrize(
    "text",
    [
        "1e99999999999999999999",
        "1e999999999万",
        "1e999万",
        "1e400",
        "1e-400",
        "1e-400%",
        "١٢٣",
        "9" * 400,
        "1e9999",
        "0." + "0" * 400 + "1",
        "9" * 1_000_000 + "万亿",
    ],
)
def test_numbers_beyond_all_bounds_are_refused_not_raised(text: str) -> None:
    assert units.parse_number(text) is None


def test_nothing_is_read_as_nothing_however_it_is_written() -> None:
    assert units.parse_number("0." + "0" * 400) == units.Number(0.0, ())
    assert units.parse_number("0e-999") == units.Number(0.0, ())


@pytest.mark.parametrize("name", ["1/" * 3000 + "1", "t/km/yr/day", "x" * 61])
def test_a_unit_without_end_is_refused(name: str) -> None:
    with pytest.raises(UnitError, match="too long"):
        units.find(name)


def test_a_rate_of_a_rate_is_a_unit() -> None:
    assert units.find("t/km/yr").dimension == "mass/length/years"
