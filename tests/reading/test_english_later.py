"""Dates that a text counts from one another, carries over or leaves to be understood."""

from __future__ import annotations

from datetime import date

import pytest

from hinterland.reading.read import read_text

PUBLISHED = date(2024, 6, 5)


def deadlines(text: str) -> dict[float, str | None]:
    """Return the date of each value that a text claims."""
    claims = read_text(text, published=PUBLISHED).claims
    return {c.value: c.deadline for c in claims if c.value is not None}


def events(text: str) -> list[tuple[str, str | None]]:
    """Return the claims without a value: their last word but for dates and marks, and their date."""
    return [(c.kind, c.deadline) for c in read_text(text, published=PUBLISHED).claims if c.value is None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Alba will open a plant in 2026. A year later output should reach 50,000 tonnes.", {50_000: "2027"}),
        (
            "Alba will open a plant in March 2026. Six months later 300 people will work there.",
            {300: "2026-09"},
        ),
        ("It will open in May 2026 and employ 300 people a year and a half later.", {300: "2027-11"}),
        ("The firm was set up in 2014; five years later it had 300 employees.", {300: "2019"}),
        (
            "Alba plans to spend 40 million euros by 2028; 300 jobs will be created over the same period.",
            {300: "2028"},
        ),
        (
            "Alba plans to spend 40 million euros by 2028. During this period 300 jobs will be created.",
            {300: "2028"},
        ),
        (
            "By 2027 it will employ 400 people, and by then sales should reach 90 million euros.",
            {90e6: "2027"},
        ),
        ("It is to be complete in 2027, by which time 400 people will have been hired.", {400: "2027"}),
        ("Sales were 40 million euros in 2022 and 52 million a year later.", {40e6: "2022", 52e6: "2023"}),
        (
            "It should rise to 50 percent by 2026 and to 70 percent four years later.",
            {50: "2026", 70: "2030"},
        ),
        (
            "60 buses are due by June 2025, another 140 in December of that year, the last 100 twelve months later.",
            {60: "2025-06", 140: "2025-12", 100: "2026-12"},
        ),
        (
            "Of the 60 buses, 20 will be delivered in March 2025 and 40 in the following year.",
            {20: "2025-03"},
        ),
        ("Output, 40,000 tonnes last year, should double by 2027.", {40_000: "2023", 2: "2027"}),
    ],
)
def test_a_later_date_counts_from_the_one_told_last(text: str, expected: dict[float, str]) -> None:
    found = deadlines(text)
    assert {value: found.get(value, "missed") for value in expected} == expected


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("Once full capacity is reached in 2028, the plant will employ 700 people.", 700, "2028"),
        ("The plant will employ 700 people once full capacity is reached, expected in 2028.", 700, "2028"),
        ("When it opens in 2028, the plant will employ 700 people.", 700, "2028"),
        (
            "The works opens by 2027. A grant of 38 million euros, approved by the state, is to be paid by then.",
            38e6,
            "2027",
        ),
        (
            "Of the 2.3 million cars built in Puebla in 2023, around 500,000 were electric cars.",
            500_000,
            "2023",
        ),
        (
            "The last turbine is to turn in 2028. The farm will then supply 700,000 households.",
            700_000,
            "2028",
        ),
        ("The city wants to bring revenue to 50 million by 2025 and to foster 10 companies.", 10, "2025"),
        ("It had 33.5 GW of wind capacity connected at the end of May 2024.", 33.5, "2024-05"),
        ("900 million euros is to be spent, 300 million of it by 2026.", 900e6, None),
        ("900 million euros is to be spent, 300 million of it by 2026.", 300e6, "2026"),
        ("The workforce, 160 at present, should grow to 700 by 2028.", 160, None),
    ],
)
def test_a_value_takes_the_date_of_what_it_hangs_on(text: str, value: float, expected: str | None) -> None:
    assert deadlines(text).get(value, "missed") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The first phase is to be completed in June 2026, the second in 2028.", ["2026-06", "2028"]),
        (
            "The pilot line should be ready in 2025, the main plant two years later and the port in 2029.",
            ["2025", "2027", "2029"],
        ),
        ("A year later, in 2026, the store should be ready, and in 2028 the last turbine.", ["2026", "2028"]),
        ("Trial runs are planned for 2025 and volume production for April 2026.", ["2025", "2026-04"]),
        (
            "Ground is to be broken in October 2024 and the first product shipped in 2026.",
            ["2024-10", "2026"],
        ),
        ("The ships will be built at the yard and handed over in March 2027.", ["2027-03"]),
        ("The plant opens in 2026. By then the old works is to be wound up.", ["2026", "2026"]),
        ("Deliveries begin in October 2025 and will be completed by mid-2027.", ["2025-10", "2027"]),
        ("Construction will take until 2027.", ["2027"]),
        ("The first hall should be ready in a year's time.", ["2025"]),
        ("The first ship is to be handed over in May 2026.", ["2026-05"]),
        ("The rules will apply from March 2026.", ["2026-03"]),
        ("The rules come into force in March 2026.", ["2026-03"]),
        ("A decision will fall in March 2026.", ["2026-03"]),
        ("The start of trials has been put back to March 2026.", ["2026-03"]),
        ("The city's plan aims at an all-electric bus fleet by 2040.", ["2040"]),
        ("A loan pays for it, with completion foreseen for the end of 2025.", ["2025"]),
    ],
)
def test_events_that_share_a_verb_have_dates_of_their_own(text: str, expected: list[str]) -> None:
    assert [when for _, when in events(text) if when] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The complex is to go on stream in 2026, a year later than planned.",
        "A solar park in María Elena has 90 MW.",
        '"What is wasted today on farms will be raw material," the minister said.',
    ],
)
def test_words_that_only_look_like_dates_are_none(text: str) -> None:
    read = read_text(text, published=PUBLISHED)
    assert not [i for i in read.issues if i.code in {"relative_date", "year_missing"}]
    assert "2027" not in {c.deadline for c in read.claims}
