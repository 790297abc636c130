"""Money: currencies before and after, scales, whose pesos, the same amount said again."""

from __future__ import annotations

import pytest
from quantity_found import brief, codes, found


@pytest.mark.parametrize(
    ("words", "value", "code"),
    [
        ("$1.9 billion", 1.9e9, "USD"),
        ("$1.2bn", 1.2e9, "USD"),
        ("$1.2B", 1.2e9, "USD"),
        ("US$350 million", 3.5e8, "USD"),
        ("USD 3m", 3e6, "USD"),
        ("USD3m", 3e6, "USD"),
        ("300 million dollars", 3e8, "USD"),
        ("300 million US dollars", 3e8, "USD"),
        ("A$300 million", 3e8, "AUD"),
        ("40 million Canadian dollars", 4e7, "CAD"),
        ("S$1.1 billion", 1.1e9, "SGD"),
        ("NT$50 billion", 5e10, "TWD"),
        ("HK$2 billion", 2e9, "HKD"),
        ("12 billion yuan", 1.2e10, "CNY"),
        ("RMB 100 billion", 1e11, "CNY"),
        ("RMB100 billion", 1e11, "CNY"),
        ("CNY 5 million", 5e6, "CNY"),
        ("€2 billion", 2e9, "EUR"),
        ("€150m", 1.5e8, "EUR"),
        ("6.5 billion euros", 6.5e9, "EUR"),
        ("£40m", 4e7, "GBP"),
        ("5 billion yen", 5e9, "JPY"),
        ("JPY 5 billion", 5e9, "JPY"),
        ("1.3 trillion won", 1.3e12, "KRW"),
        ("₩500bn", 5e11, "KRW"),
        ("Rs 1,500 crore", 1.5e10, "INR"),
        ("Rs. 1,500 crore", 1.5e10, "INR"),
        ("₹2,500 crore", 2.5e10, "INR"),
        ("INR 75 lakh", 7.5e6, "INR"),
        ("Rs 1.5 lakh crore", 1.5e12, "INR"),
        ("18 trillion rupiah", 1.8e13, "IDR"),
        ("Rp 15 trillion", 1.5e13, "IDR"),
        ("RM3.2 billion", 3.2e9, "MYR"),
        ("3.2 billion ringgit", 3.2e9, "MYR"),
        ("20 billion baht", 2e10, "THB"),
        ("5 trillion dong", 5e12, "VND"),
        ("VND 12 trillion", 1.2e13, "VND"),
        ("412 billion forints", 4.12e11, "HUF"),
        ("HUF 45.2 billion", 4.52e10, "HUF"),
        ("3.4 billion zlotys", 3.4e9, "PLN"),
        ("250 million Czech crowns", 2.5e8, "CZK"),
        ("R$ 2.5 billion", 2.5e9, "BRL"),
        ("2.5 billion reais", 2.5e9, "BRL"),
        ("20 billion Mexican pesos", 2e10, "MXN"),
        ("1.2 billion rand", 1.2e9, "ZAR"),
        ("R5.4 billion", 5.4e9, "ZAR"),
        ("AED 1.2bn", 1.2e9, "AED"),
        ("SAR 3.75 billion", 3.75e9, "SAR"),
        ("90 million liras", 9e7, "TRY"),
        ("3 million Swiss francs", 3e6, "CHF"),
        ("five million euros", 5e6, "EUR"),
        ("half a billion dollars", 5e8, "USD"),
        ("a 1.32 tln-won order", 1.32e12, "KRW"),
    ],
)
def test_money_is_read_whatever_the_order_and_blanks(words: str, value: float, code: str) -> None:
    (one,) = found(f"It will invest {words} in the works.")
    assert (one.value, one.currency, one.unit) == (value, code, "currency")


@pytest.mark.parametrize(
    ("text", "code", "assumed"),
    [
        ("In Mexico it will invest 5 billion pesos.", "MXN", False),
        ("In Chile it will invest 5 billion pesos.", "CLP", False),
        ("In Morocco it will invest 5 billion dirhams.", "MAD", False),
        ("In Dubai it will invest 5 billion dirhams.", "AED", False),
        ("In Egypt it will invest 5 billion pounds.", "EGP", False),
        ("In Pakistan it will invest 5 billion rupees.", "PKR", False),
        ("The Czech maker invests 5 billion crowns.", "CZK", False),
        ("In Norway it invests 5 billion kroner.", "NOK", False),
        ("In Osaka, Japan, it will invest ¥5 billion.", "JPY", False),
        ("In Beijing it will invest ¥5 billion, or 5 billion yuan.", "CNY", False),
        ("It will invest 5 billion dirhams.", "AED", True),
        ("It will invest 5 billion pesos.", None, True),
    ],
)
def test_a_name_of_several_currencies_follows_the_country(text: str, code: str | None, assumed: bool) -> None:
    one = found(text)[0]
    assert (one.currency, bool(one.assumed)) == (code, assumed)
    assert ("unit_assumed" in {c for c, _ in codes(text)}) is assumed


@pytest.mark.parametrize(
    ("text", "value", "unit", "other", "other_unit"),
    [
        ("12 billion yuan ($1.9 billion)", 1.2e10, "CNY", 1.9e9, "USD"),
        ("12 billion yuan (about $1.9 billion)", 1.2e10, "CNY", 1.9e9, "USD"),
        ("12 billion yuan, or about $1.9 billion", 1.2e10, "CNY", 1.9e9, "USD"),
        ("12 billion yuan, equivalent to $1.9 billion", 1.2e10, "CNY", 1.9e9, "USD"),
        ("412 billion forints (1.1 billion euros)", 4.12e11, "HUF", 1.1e9, "EUR"),
        ("100亿元（约14亿美元）", 1e10, "CNY", 1.4e9, "USD"),
        ("3.6亿美元（约合人民币26亿元）", 3.6e8, "USD", 2.6e9, "CNY"),
        ("a 1,000-acre (405-hectare) site", 1000, "acre", 405, "hectare"),
        ("1.2 million square feet (111,000 m2)", 1.2e6, "ft2", 111000, "m2"),
    ],
)
def test_an_amount_said_again_is_the_equivalent(
    text: str, value: float, unit: str, other: float, other_unit: str
) -> None:
    (one,) = found(text)
    assert (one.value, one.currency or one.unit) == (value, unit)
    assert one.equivalent is not None
    assert (one.equivalent.value, one.equivalent.currency or one.equivalent.unit) == (other, other_unit)


def test_a_bracket_of_its_own_is_no_equivalent() -> None:
    text = "96 billion dirhams (€8.8 billion): production (62 billion dirhams) and ports (13 billion dirhams)"
    assert [q.value for q in found(text)] == [9.6e10, 6.2e10, 1.3e10]
    assert brief("5 billion yuan and 3 billion dollars") == [(5e9, "eq", "CNY"), (3e9, "eq", "USD")]


def test_yuan_are_assumed_for_a_bare_yi_beside_words_of_money_and_said_so() -> None:
    assert brief("投资100亿建设新厂") == [(1e10, "eq", "CNY")]
    assert codes("投资100亿建设新厂") == [("unit_assumed", "100亿")]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Capacity goes up from 2.1m to 2.5m tonnes a year.", [2.1e6, 2.5e6]),
        ("Output rose from 2.1m tonnes to 2.5m.", [2.1e6, 2.5e6]),
        ("The wall is 2.1m high and 300 m long.", [2.1, 300]),
        ("A fence 2.5m high, and 3.1m tonnes of ore in 2022.", [2.5, 3.1e6]),
    ],
)
def test_a_bare_m_is_a_million_beside_millions_and_a_metre_else(text: str, values: list[float]) -> None:
    from hinterland.reading.read import tag
    from hinterland.reading.text import Text

    assert [q.value for q in tag(Text.of(text), None).quantities] == values
