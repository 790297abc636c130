"""English quantities: hand-computed values, comparators, units, changes."""

from __future__ import annotations

import pytest
from quantity_found import brief, found, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The plant makes 1,234,567.8 tonnes.", (1234567.8, "eq", "tonne")),
        ("It covers 1,50,000 sq ft.", (150000, "eq", "ft2")),
        ("It covers 12,34,567 square feet of space.", (1234567, "eq", "ft2")),
        ("a 25-GWh plant", (25, "eq", "GWh")),
        ("a 500-hectare park", (500, "eq", "hectare")),
        ("a 200-megawatt solar farm", (200, "eq", "MW")),
        ("a 28,000-square-metre building", (28000, "eq", "m2")),
        ("a three-year action plan", (3, "eq", "year")),
        ("It will hire twenty-five engineers.", (25, "eq", "engineer")),
        ("It ordered one hundred and twenty buses.", (120, "eq", "bus")),
        ("It makes three and a half million tonnes.", (3.5e6, "eq", "tonne")),
        ("It makes half a million barrels per day.", (5e5, "eq", "barrel")),
        ("It holds two dozen patents.", (24, "eq", "patent")),
        ("It runs two plants in Spain.", (2, "eq", "plant")),
        ("It has 10,000 customer enterprises.", (10000, "eq", "enterprise")),
        ("It operates 12 wind turbines.", (12, "eq", "turbine")),
        ("It has 40 specialised and innovative companies.", (40, "eq", "enterprise")),
        ('its five "RMB 100 billion" industries', (5, "eq", "industry")),
        ("It will sell 300,000 electric cars.", (300000, "eq", "vehicle")),
        ("It employs 2,400.", (2400, "eq", "person")),
        ("Permanent jobs: at least 1,800", (1800, "ge", "job")),
        ("The number of charging stations will reach 500 by 2030.", (500, "eq", "station")),
        ("with a 2,000-strong workforce", (2000, "eq", "person")),
        ("a 300-bed hospital", (300, "eq", "bed")),
        ("It handles 45,000 wafers a month.", (45000, "eq", "wafer/month")),
        ("It makes 3 Mtpa of steel.", (3e6, "eq", "tonne")),
        ("It emits 10 Mt of gas.", (1e7, "eq", "tonne")),
        ("two-thirds of its output", (round(200 / 3, 9), "eq", "percent")),
        ("half of its output", (50, "eq", "percent")),
        ("a quarter of revenue", (25, "eq", "percent")),
        ("one in five cars", (20, "eq", "percent")),
        ("one tenth of that market", (10, "eq", "percent")),
        ("Emissions fall by a fifth.", (20, "eq", "percent")),
        ("Output will more than double by 2030.", (2, "gt", "multiple")),
        ("Demand will triple by 2030.", (3, "eq", "multiple")),
        ("Sales grew threefold.", (3, "eq", "multiple")),
        ("five times as many stations", (5, "eq", "multiple")),
        ("a rise of 3.2 percentage points", (3.2, "eq", "percentage_point")),
        ("1,318km of track", (1318, "eq", "km")),
        ("3 million m3/day of water", (3e6, "eq", "m3")),
        ("1 234 567 tonnes a year", (1234567, "eq", "tonne")),
        ("300-plus suppliers", (300, "gt", "supplier")),
        ("100+ companies", (100, "gt", "enterprise")),
        ("1.5 million new-energy vehicles per annum", (1.5e6, "eq", "vehicle")),
    ],
)
def test_an_english_amount_has_its_value_and_unit(text: str, expected: tuple[object, ...]) -> None:
    assert brief(text) == [expected]


@pytest.mark.parametrize(
    ("words", "comparator"),
    [
        ("more than 500 jobs", "gt"),
        ("over 500 jobs", "gt"),
        ("in excess of 500 jobs", "gt"),
        ("upwards of 500 jobs", "gt"),
        ("exceeding 500 jobs", "gt"),
        ("at least 500 jobs", "ge"),
        ("no fewer than 500 jobs", "ge"),
        ("not less than 500 jobs", "ge"),
        ("a minimum of 500 jobs", "ge"),
        ("500 jobs or more", "ge"),
        ("500 or more jobs", "ge"),
        ("up to 500 jobs", "le"),
        ("no more than 500 jobs", "le"),
        ("not more than 500 jobs", "le"),
        ("as many as 500 jobs", "le"),
        ("a maximum of 500 jobs", "le"),
        ("fewer than 500 jobs", "lt"),
        ("under 500 jobs", "lt"),
        ("about 500 jobs", "approx"),
        ("around 500 jobs", "approx"),
        ("some 500 jobs", "approx"),
        ("nearly 500 jobs", "approx"),
        ("roughly 500 jobs", "approx"),
        ("close to 500 jobs", "approx"),
        ("an estimated 500 jobs", "approx"),
        ("500 or so jobs", "approx"),
        ("exactly 500 jobs", "eq"),
        ("a total of 500 jobs", "eq"),
        ("just over 500 jobs", "gt"),
        ("well over 500 jobs", "gt"),
        ("slightly more than 500 jobs", "gt"),
    ],
)
def test_a_comparator_is_read_and_stands_in_the_span(words: str, comparator: str) -> None:
    text, quantities, _ = read(f"It will create {words} in the town.")
    (one,) = quantities
    assert (one.value, one.comparator) == (500, comparator)
    assert one.core_start >= one.start
    assert one.core_end <= one.end
    assert text[one.core_start : one.core_end] == "500"


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("Revenue will exceed 1.1 trillion yuan.", "gt"),
        ("It is the first park to break through the RMB 100 billion mark.", "gt"),
        ("Sales are expected to top 5 billion euros.", "gt"),
        ("It must not exceed 5 million euros.", "le"),
        ("It will reach 5 million euros.", "eq"),
        ("The grant is capped at 5 million euros.", "le"),
        ("It turned over 5 million euros.", "eq"),
        ("with a minimum investment of 5 million euros", "ge"),
        ("It invested 5 million euros over 10 years", "eq"),
        ("It is less than the 5 million euros of 2021.", "eq"),
    ],
)
def test_a_verb_before_the_number_bounds_it(text: str, comparator: str) -> None:
    assert found(text)[0].comparator == comparator


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("between 5 and 10 percent", 5, 10, "percent"),
        ("from 200,000 to 300,000 vehicles a year", 200000, 300000, "vehicle"),
        ("10 to 15 GWh", 10, 15, "GWh"),
        ("500–600 jobs", 500, 600, "job"),
        ("5-7 million tonnes", 5e6, 7e6, "tonne"),
        ("5 million to 7 million tonnes", 5e6, 7e6, "tonne"),
        ("US$1.5-2 billion", 1.5e9, 2e9, "currency"),
        ("between $3.5 billion and $4 billion", 3.5e9, 4e9, "currency"),
        ("between Rs 300 and Rs 400 crore", 3e9, 4e9, "currency"),
        ("€10-12m", 1e7, 1.2e7, "currency"),
        ("$800 million-1 billion", 8e8, 1e9, "currency"),
    ],
)
def test_a_range_is_one_quantity(text: str, low: float, high: float, unit: str) -> None:
    (one,) = found(f"It will be {text}.")
    assert (one.value, one.value_high, one.unit, one.comparator) == (low, high, unit, "range")


def test_a_change_from_one_level_to_another_is_two_quantities() -> None:
    first, second = found("It will raise capacity from 8 to 20 GWh.")
    assert (first.value, first.unit, first.change) == (8, "GWh", "")
    assert (second.value, second.unit, second.change) == (20, "GWh", "to")


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Sales rose by 12 percent.", "by"),
        ("Sales fell 12 percent.", "by"),
        ("Sales were up 12 percent.", "by"),
        ("It expects 12 percent growth.", "by"),
        ("An increase of 12 percent.", "by"),
        ("It was 12 percent less than a year before.", "by"),
        ("Sales rose to 12 percent.", "to"),
        ("It holds 12 percent of the shares.", ""),
        ("A German maker will take 12 percent of that volume.", ""),
        ("The fund has raised 3 billion rand.", ""),
    ],
)
def test_change_is_told_from_level(text: str, change: str) -> None:
    assert found(text)[0].change == change


def test_a_minus_before_a_percentage_is_kept() -> None:
    assert brief("Net profit: -5.6% on the year, sales +3%.") == [
        (-5.6, "eq", "percent"),
        (3, "eq", "percent"),
    ]


def test_elided_nouns_and_units_come_from_the_quantity_before() -> None:
    assert [q.unit for q in found("It has 1,200 employees: 700 in Turin, 300 in Bari and 400 in Lecce.")] == [
        "person"
    ] * 4
    assert [q.unit for q in found("It made 50 GWh in 2023, 80 in 2024 and 120 in 2025.")] == ["GWh"] * 3
    assert [q.unit for q in found("It will create 3,200 direct jobs and over 9,000 indirect ones.")] == [
        "job",
        "job",
    ]
    assert [q.unit for q in found("It has 4,300 workers. More than 500 of them retrain.")] == [
        "person",
        "person",
    ]
    assert [q.unit for q in found("The shares are 5, 10 and 15 percent.")] == ["percent"] * 3
    assert [q.unit for q in found("14 of the 20 turbines stand.")] == ["turbine", "turbine"]


def test_the_rate_is_kept_beside_the_unit() -> None:
    assert [
        q.per for q in found("It makes 200,000 cars a year and 5 tonnes per day; annual output of 30 GWh.")
    ] == [
        "year",
        "day",
        "year",
    ]
    assert found("It was 2.8 million tonnes a year earlier.")[0].per == ""


@pytest.mark.parametrize(
    "text",
    [
        "The two sides signed.",
        "One of the firms left.",
        "Both plants run on gas.",
        "The 4th line and the 21st ship.",
        "The Model 3, the A320, a 5G network, Industry 4.0 and COVID-19.",
        "a Fortune 500 company in Phase 2 of Line 3",
        "the first half of the plan and the third plant",
        "The three companies agreed.",
        "a two-wheeler maker with double-digit growth",
    ],
)
def test_names_orders_and_plain_words_are_no_quantities(text: str) -> None:
    assert found(text) == []
