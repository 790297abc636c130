"""Whom and where a document is about: plans, reports, press, negations, headlines."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from hinterland.reading.read import read_text

if TYPE_CHECKING:
    from hinterland.reading.model import Claim

PUBLISHED = date(2024, 3, 20)
ALBA = "Alba Metals Group"


def read(text: str) -> list[Claim]:
    return list(read_text(text, published=PUBLISHED).claims)


@pytest.mark.parametrize(
    "text",
    [
        f"{ALBA} will not invest 300 million euros in Lyon.",
        f"{ALBA} has not built a smelter in Lyon.",
        f"{ALBA} never signed an agreement with the city of Lyon.",
        f"{ALBA} denied that it plans to invest 40 million euros in Lyon.",
        f"{ALBA} has no plans to hire 500 people.",
        f"{ALBA} refused to invest 40 million euros in Lyon.",
    ],
)
def test_what_is_denied_is_not_claimed(text: str) -> None:
    assert read(text) == []


def test_a_newspaper_is_never_credited() -> None:
    text = (
        "Norland Heat Gazette, 14 March 2024. Gujarat aims for pump production of more than 200,000 units by 2027. "
        "Pump production was 78,000 units in 2023."
    )
    assert [c.parties for c in read(text)] == [("Gujarat",), ("Gujarat",)]


def test_a_broker_is_not_credited_with_what_it_expects() -> None:
    text = (
        f"{ALBA} will build a smelter in Pune. {ALBA} employs 4,000 people.\n\n"
        "Brinkwater Securities expects the operating margin to widen to 6.8 percent in 2025."
    )
    assert read(text)[-1].parties == (ALBA,)


def test_what_a_plan_orders_is_for_its_issuer_to_do() -> None:
    text = (
        "Hefei Work Plan for Robots (2024-2026)\n\n"
        "1. Support Alba Robots Co., Ltd. in building a test centre.\n\n"
        "2. Open at least 20 training schools and attract 30 firms.\n"
    )
    claims = [c for c in read(text) if c.value is not None]
    assert {c.parties for c in claims[-2:]} == {("Hefei",)}


def test_the_title_of_a_plan_is_a_policy_with_its_period() -> None:
    claim = read("Hefei Work Plan for Robots (2024-2026)\n\nBy 2026, the city shall have 90 robot firms.")[0]
    assert (claim.kind, claim.deadline, claim.period_start) == ("policy", "2026", "2024")


def test_a_section_of_a_report_dates_what_it_tells() -> None:
    text = (
        "Report on the Work of the Government of Hefei City\n\n"
        "Review of work in 2023\n\n"
        "GDP reached 152.3 billion yuan. The city created 21,000 jobs.\n\n"
        "Main tasks for 2024\n\n"
        "The city will attract 60 billion yuan of investment.\n"
    )
    valued = [(c.value, c.deadline) for c in read(text) if c.value is not None]
    assert valued == [(152.3e9, "2023"), (21000, "2023"), (60e9, "2024")]


def test_the_city_is_the_one_named_before_not_an_office() -> None:
    text = (
        "A fair was held in Hefei, Anhui.\n\nThe Hefei Development and Reform Commission said that in 2023 "
        "the city's exports reached 36.7 billion yuan."
    )
    assert read(text)[-1].parties == ("Hefei",)


def test_a_state_that_lands_a_plant_does_not_own_it() -> None:
    text = (
        "Arkansas lands $1.3bn aluminium mill\n\nKinsey Metals Inc has chosen Little Rock for a rolling mill. "
        "The project will bring 720 jobs."
    )
    assert read(text)[-1].parties == ("Kinsey Metals Inc",)


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        (f"{ALBA} posted revenue of $2 billion in 2023.", "revenue"),
        (f"{ALBA} will invest 800 million yuan in a rod plant.", "investment"),
        (f"{ALBA} set up a $50 million fund.", "fund size"),
        ("Heat pump production was 78,000 units in 2023.", "heat pump production"),
        (f"{ALBA} employs 4,000 people.", "people"),
        (f"{ALBA} controls 40 percent of the global market.", "global market"),
    ],
)
def test_a_measure_is_the_noun_phrase_that_is_measured(text: str, measure: str) -> None:
    assert read(text)[0].measure == measure


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Work on the mill will begin in 2025.", "start of work"),
        ("The mill is to be completed by 2027.", "completion of mill"),
        ("The mill will go into production in 2026.", "start of production"),
        ("Commercial operation is slated for 2027.", "commercial operation"),
    ],
)
def test_an_event_is_measured_by_its_noun(text: str, measure: str) -> None:
    assert read(f"{ALBA} will build a mill in Pune. {text}")[-1].measure == measure
