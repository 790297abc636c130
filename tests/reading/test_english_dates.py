"""Which date governs a claim of an English text, and whose it is: dates carried, listed, compared, put aside."""

from __future__ import annotations

from datetime import date

import pytest

from hinterland.reading.read import read_text

PUBLISHED = date(2024, 5, 20)


def deadlines(text: str) -> dict[float, str | None]:
    """Return the date of each value that a text claims."""
    claims = read_text(text, published=PUBLISHED).claims
    return {c.value: c.deadline for c in claims if c.value is not None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Orvik ASA harvested 41,000 tonnes in 2022. Its revenue that year was 310 million euros.",
            {41_000: "2022", 310e6: "2022"},
        ),
        (
            "Orvik ASA sold 310 buses in 2022. A year earlier it had sold 280 buses. A year later it sold 400 buses.",
            {310: "2022", 280: "2021", 400: "2023"},
        ),
        (
            "Orvik ASA sold 300, 410 and 520 buses in 2020, 2021 and 2022, respectively.",
            {300: "2020", 410: "2021", 520: "2022"},
        ),
        (
            "Orvik ASA reached sales of 310 million euros in 2023. Net profit came to 12 million euros.",
            {310e6: "2023", 12e6: "2023"},
        ),
        (
            "Orvik ASA plans investments of 120 million euros by 2028. Of that, 80 million euros go to Larissa.",
            {120e6: "2028", 80e6: "2028"},
        ),
        (
            "By 2030, says a plan approved in March 2023, the city of Hanoi wants to have 120 stations.",
            {120: "2030"},
        ),
        (
            "Phase one, to be completed in 2026, will make 10,000 tonnes; phase two, from 2029, will make 25,000.",
            {10_000: "2026", 25_000: "2029"},
        ),
        (
            "The ministry expects output to grow by 6 percent until 2030, when it should employ 50,000 people.",
            {6: "2030", 50_000: "2030"},
        ),
        ("Orvik ASA reported third-quarter revenue of $182 million.", {182e6: "2023-09"}),
        ("Orvik ASA was founded in 2011 by 3 engineers.", {2011: "2011", 3: None}),
        (
            "This year we will:\n\n(1) raise it to 98 percent;\n(2) build 40 stations;\n(3) renew 310 km of pipes.",
            {98: "2024", 40: "2024", 310: "2024"},
        ),
    ],
)
def test_a_value_has_the_date_that_governs_it(text: str, expected: dict[float, str | None]) -> None:
    found = deadlines(text)
    assert {value: found.get(value, "missed") for value in expected} == expected


def test_an_event_that_was_moved_has_its_new_date() -> None:
    text = "Orvik ASA agreed, and the start of the furnace, due in late 2026, has been moved to mid-2027."
    assert ("target", "2027") in {(c.kind, c.deadline) for c in read_text(text, published=PUBLISHED).claims}


def test_what_should_have_happened_is_no_claim() -> None:
    assert not read_text(
        "The line of Orvik ASA should have been running in 2019.", published=PUBLISHED
    ).claims


@pytest.mark.parametrize(
    ("text", "parties", "deadline"),
    [
        (
            "Velmar AS will step up ties with Kostrava Gas Ltd., with which an agreement was signed on 8 March 2023.",
            {"Velmar AS", "Kostrava Gas Ltd."},
            "2023-03-08",
        ),
        (
            "Velmar AS and Kostrava Gas Ltd. have extended a pact, under which Kostrava takes 250 tonnes, to 2036.",
            {"Velmar AS", "Kostrava Gas Ltd."},
            "2036",
        ),
        (
            "On 14 January 2024, officials met. Velmar AS and Kostrava Gas Ltd. signed a cooperation agreement.",
            {"Velmar AS", "Kostrava Gas Ltd."},
            "2024-01-14",
        ),
    ],
)
def test_an_agreement_has_its_sides_and_its_day(text: str, parties: set[str], deadline: str) -> None:
    pacts = [c for c in read_text(text, published=PUBLISHED).claims if c.kind == "agreement"]
    assert [(set(c.parties), c.deadline) for c in pacts] == [(parties, deadline)]


@pytest.mark.parametrize(
    ("text", "value", "party"),
    [
        ("A maker of refrigerators, Daehan Cool Ltd., will hire 2,300 workers.", 2300, "Daehan Cool Ltd."),
        ("Resonac rival Kyosho Chemical has hired 200 people.", 200, "Kyosho Chemical"),
        ("The Horsens brickworks of Danish group Teglvark cut its use by 40 percent.", 40, "Teglvark"),
        ("Velmar AS picks Salina. Salina, a city of 46,000 people, is glad.", 46_000, "Salina"),
        ("Orbit AS is owned by Teravia Ltd. (60 percent) and its founders.", 60, "Teravia Ltd."),
    ],
)
def test_a_value_belongs_to_whom_the_grammar_says(text: str, value: float, party: str) -> None:
    claims = read_text(text, published=PUBLISHED).claims
    assert [c.parties for c in claims if c.value == value] == [(party,)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The workforce of Velmar AS grew by 310 to 3,950.", {(310, None), (3950, None)}),
        ("Output of Velmar AS rose by 10 to 15 percent.", {(10, 15)}),
        ("Sales of Velmar AS rose by 2 to 3 million tonnes.", {(2e6, 3e6)}),
        ("The province will nurture four trillion-yuan clusters.", {(4, None)}),
        ("Contracts of Velmar AS run for between five and seven years.", {(5, 7)}),
    ],
)
def test_a_change_and_a_level_are_no_range(text: str, values: set[tuple[float, float | None]]) -> None:
    claims = read_text(text, published=PUBLISHED).claims
    assert {(c.value, c.value_high) for c in claims if c.value is not None} == values


@pytest.mark.parametrize(
    ("text", "value", "comparator"),
    [
        ("Velmar AS will start at 12,000 wafers and go up to 40,000 wafers by 2028.", 40_000, "eq"),
        ("Velmar AS will employ 320 people, at least a tenth of them women.", 320, "eq"),
        ("Velmar AS will employ 320 people, at least.", 320, "ge"),
    ],
)
def test_a_comparator_is_that_of_its_own_value(text: str, value: float, comparator: str) -> None:
    claims = read_text(text, published=PUBLISHED).claims
    assert [c.comparator for c in claims if c.value == value] == [comparator]
