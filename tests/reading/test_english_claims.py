"""Claims with a value: kind, date, party and place, sentence by sentence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from hinterland.reading.english import find_claims
from hinterland.reading.read import read_text, tag
from hinterland.reading.text import Text

if TYPE_CHECKING:
    from hinterland.reading.model import Claim

PUBLISHED = date(2024, 5, 10)
FIRM = "Velmora Cells Ltd"


def read(text: str) -> list[Claim]:
    return list(read_text(text, published=PUBLISHED).claims)


def valued(text: str) -> list[Claim]:
    return [c for c in read(text) if c.value is not None]


def rows(text: str) -> list[tuple[str, float | None, str | None, str | None]]:
    """Return kind, value, unit or currency, and date of each claim with a value."""
    return [(c.kind, c.value, c.currency or c.unit, c.deadline) for c in valued(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # money
        (f"{FIRM} will invest $300 million in a plant in Pune.", [("investment", 3e8, "USD", None)]),
        (f"{FIRM} has spent 40 million euros on the site since 2021.", [("investment", 4e7, "EUR", None)]),
        (f"The project of {FIRM} will cost 2 billion yuan.", [("investment", 2e9, "CNY", None)]),
        (f"{FIRM} will build a $90 million plant in Pune by 2027.", [("investment", 9e7, "USD", "2027")]),
        (f"{FIRM} set up a $50 million fund.", [("fund", 5e7, "USD", None)]),
        (f"{FIRM} posted revenue of $2 billion in 2023.", [("fact", 2e9, "USD", "2023")]),
        (f"{FIRM} expects revenue of $3 billion in 2025.", [("target", 3e9, "USD", "2025")]),
        (
            f"{FIRM} won a contract worth $75 million from the state railway.",
            [("investment", 7.5e7, "USD", None)],
        ),
        # capacity
        (
            f"{FIRM} aims to reach 60 GWh of capacity by the end of 2030.",
            [("target", 60, "GWh", "2030")],
        ),
        (f"{FIRM} produced 8 GWh of cells in 2023.", [("fact", 8, "GWh", "2023")]),
        (
            f"{FIRM} will lift output from 8 GWh in 2023 to 20 GWh in 2026.",
            [("fact", 8, "GWh", "2023"), ("target", 20, "GWh", "2026")],
        ),
        (
            f"{FIRM} sold 50,000 vehicles in 2022 and 80,000 in 2023.",
            [("fact", 50000, "vehicle", "2022"), ("fact", 80000, "vehicle", "2023")],
        ),
        # jobs
        (f"The plant of {FIRM} will create 900 jobs by 2026.", [("target", 900, "job", "2026")]),
        (f"{FIRM} employs 4,000 people.", [("fact", 4000, "person", None)]),
        # shares and growth
        (f"Sales of {FIRM} rose 12 percent in 2023.", [("fact", 12, "percent", "2023")]),
        (
            f"{FIRM} wants to cut emissions by 40 percent by 2030 against 2020.",
            [("target", 40, "percent", "2030")],
        ),
        (f"{FIRM} will double its exports by 2028.", [("target", 2, "multiple", "2028")]),
        # dates that govern more than one value
        (
            f"By 2030, {FIRM} plans to hire 500 people, spend $80 million and open three plants.",
            [
                ("target", 500, "person", "2030"),
                ("investment", 8e7, "USD", "2030"),
                ("facility", 3, "plant", "2030"),
            ],
        ),
        (
            f"{FIRM} had sales of $2 billion and a profit of $90 million in 2023.",
            [("fact", 2e9, "USD", "2023"), ("fact", 9e7, "USD", "2023")],
        ),
        (
            f"{FIRM} wants to sell 100,000 units by 2027 and to hire 300 engineers by then.",
            [("target", 100000, "unit", "2027"), ("target", 300, "engineer", "2027")],
        ),
        # the day of saying is no deadline
        (
            f"{FIRM} said on Monday it would invest $300 million in Pune.",
            [("investment", 3e8, "USD", None)],
        ),
        (f"{FIRM} was founded in 1998.", [("fact", 1998, "year", "1998")]),
        (f"Founded in 1998, {FIRM} makes cells.", [("fact", 1998, "year", "1998")]),
    ],
)
def test_a_value_makes_one_claim_of_its_kind(text: str, wanted: list[tuple[object, ...]]) -> None:
    assert rows(text) == wanted


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        (f"{FIRM} will hire 500 people.", [FIRM]),
        (f"{FIRM} makes cells. It will hire 500 people.", [FIRM]),
        (f"{FIRM} makes cells. The company will hire 500 people.", [FIRM]),
        (f"{FIRM} makes cells. Its exports reached $90 million.", [FIRM]),
        (f"Analysts at Brinkwater Bank expect {FIRM} to hire 500 people.", [FIRM]),
        (f"A broker expects sales of {FIRM} to reach $90 million in 2025.", [FIRM]),
        (f"{FIRM} will hire 500 people, the Ministry of Industry said.", [FIRM]),
        (f"According to the Ministry of Industry, {FIRM} will hire 500 people.", [FIRM]),
        (f"{FIRM}, which supplies Tarn Motors Inc, will hire 500 people.", [FIRM]),
        (f"Velmora will hire 500 people after {FIRM} changed its name.", [FIRM]),
        ("Gujarat aims to create 9,000 jobs by 2030.", ["Gujarat"]),
    ],
)
def test_a_value_is_credited_to_whom_it_is_said_of(text: str, parties: list[str]) -> None:
    assert list(valued(text)[0].parties) == parties


def test_a_short_form_stands_for_the_full_name_said_before() -> None:
    claims = valued(f"{FIRM} makes cells. Velmora Cells will hire 500 people.")
    assert claims[0].parties == (FIRM,)


def test_a_share_is_credited_to_its_holder() -> None:
    claims = valued(
        "The venture is owned 51 percent by Alba Metals Ltd and 49 percent by Corvo Steel Ltd, it is said."
    )
    assert [c.parties for c in claims] == [("Alba Metals Ltd",), ("Corvo Steel Ltd",)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (f"{FIRM} will invest $300 million in a plant in Pune.", ["Pune"]),
        (f"{FIRM} will build a plant in Pune. The plant will create 900 jobs.", ["Pune"]),
        (f"{FIRM} will build a plant in Pune. It will create 900 jobs.", ["Pune"]),
        (f"{FIRM} will build a plant in Pune. Phase one will cost $90 million.", ["Pune"]),
        ("Gujarat aims to create 9,000 jobs by 2030.", ["Gujarat"]),
    ],
)
def test_a_value_is_put_where_the_text_puts_it(text: str, places: list[str]) -> None:
    claim = valued(text)[-1]
    assert list(claim.place)[:1] == places


def test_the_sales_of_a_firm_are_not_put_where_its_plant_is() -> None:
    text = Text.of(f"{FIRM} will build a plant in Pune. The company had sales of $2 billion in 2023.")
    drafts = find_claims(text.clean, tag(text, PUBLISHED), PUBLISHED)
    assert drafts[-1].places == ()


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        (f"{FIRM} will hire 500 people.", "planned"),
        (f"{FIRM} aims to hire 500 people.", "aim"),
        (f"{FIRM} is expected to hire 500 people.", "expected"),
        (f"{FIRM} hired 500 people.", "done"),
        (f"{FIRM} employs 500 people.", "stated"),
    ],
)
def test_how_sure_a_claim_is_comes_from_its_verb(text: str, modality: str) -> None:
    assert [c.modality for c in valued(text)] == [modality]


def test_values_of_one_clause_are_quoted_apart() -> None:
    text = f"{FIRM} will hire 500 people and spend $80 million on the line."
    quotes = [text[c.start : c.end] for c in valued(text)]
    assert quotes == [f"{FIRM} will hire 500 people", "spend $80 million on the line"]


def test_items_of_a_list_take_date_and_party_from_its_heading() -> None:
    text = f"{FIRM} published its plan.\n\nTargets for 2030:\n\n- Create 900 jobs\n- Cut emissions by 30 percent\n"
    claims = valued(text)
    assert [(c.value, c.deadline, c.parties) for c in claims] == [
        (900, "2030", (FIRM,)),
        (30, "2030", (FIRM,)),
    ]


def test_figures_of_the_same_amount_in_brackets_make_no_claim_of_their_own() -> None:
    claims = valued(f"{FIRM} will invest 12 billion yuan ($1.9 billion) in Pune.")
    assert [c.value for c in claims] == [12e9]
    assert claims[0].stated_equivalent is not None
