"""Claims in the many ways that English tells them: figures without their noun, plants without "build"."""

from __future__ import annotations

from datetime import date

import pytest

from hinterland.reading.read import read_text

PUBLISHED = date(2024, 6, 5)


def values(text: str) -> list[float | None]:
    """Return the values that a text claims."""
    return [
        c.value
        for c in read_text("Gasco makes valves. " + text, published=PUBLISHED).claims
        if c.value is not None
    ]


def kinds(text: str) -> list[str]:
    """Return the kinds of the claims without a value."""
    return [
        c.kind
        for c in read_text("Gasco makes valves. " + text, published=PUBLISHED).claims
        if c.value is None
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The workforce, 160 at present, should grow to 700.", [160, 700]),
        ("The workforce (now 160) should grow to 700.", [160, 700]),
        ("420 people are to be hired on top of the 640 now at the works.", [420, 640]),
        ("By 2032 it should be ten a year.", [10]),
        ("400,000 a year are planned by 2030.", [400_000]),
        ("The line turns out 12 a week.", [12]),
        ("For this year it has guided for between 120,000 and 130,000.", [120_000]),
        (
            "Around 500,000 vehicles were electric. The city is aiming for 1.3 million of the latter.",
            [500_000, 1_300_000],
        ),
        ("It will create 600 jobs, of which 450 will be permanent.", [600, 450]),
        ("The company forecasts 250 direct and 400 indirect jobs.", [250, 400]),
        ("Of the 300 jobs, 60 are in logistics and 240 in production.", [300, 60, 240]),
        ("Of 900 chargers, 400 stand in the capital.", [900, 400]),
        ("It costs 90 million euros, 20 million of which comes from the state.", [90e6, 20e6]),
        ("The number of companies with sales above 1 million euros should rise to 30.", [1e6, 30]),
        ("16,000 tonnes a year over seven years are to be delivered.", [16_000, 7]),
        ("Tax relief of 9.5 million euros over 15 years was granted.", [9.5e6, 15]),
        ("400 jobs will be added.", [400]),
        ("Gasco claims a market share of 14 percent.", [14]),
        ("Workshops where 120 people assemble stacks will close.", [120]),
        ("The complex will give work to 700, two thirds of them women.", [700, pytest.approx(200 / 3)]),
    ],
)
def test_a_figure_is_read_whose_noun_is_said_elsewhere(text: str, expected: list[float]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Its second plant is under construction in Cheonan.",
        "Gasco has laid the foundation stone for its third factory in Freiberg.",
        "Gasco intends to turn a disused mine in Jaworzno into a data centre campus.",
        "Gasco will move its testing centre from Singapore to Suzhou.",
        "Gasco has chosen Bowling Green as the location of its second mill.",
        "The plant in Peterborough, announced on Friday by Gasco, is backed by a bank.",
        "A plant for valves is to come up in Sines.",
        "A plant for valves is taking shape in Sines.",
        "A plant for valves is in the works in Sines.",
        "Gasco has plans for a plant in Sines.",
        "Gasco is adding a third line in Sines.",
        "A pipeline is being laid by Gasco.",
        "A plant for direct reduced iron will be built in Sohar by Gasco.",
        "The centre opened its doors in March 2023.",
        "A third line was brought into operation in Sines in May.",
        "A laboratory is to be opened in 2025, followed by a test centre in Zhuzhou a year later.",
    ],
)
def test_a_plant_is_told_of_in_many_ways(text: str) -> None:
    assert "facility" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "The contract for the pipeline went to Gasco.",
        "Gasco had received an order from Pelagos Maritime for ships.",
        "A letter of intent was exchanged with Alba AG by Gasco.",
        "Forgings will be supplied by Alba AG, with which Gasco has a contract running until 2038.",
    ],
)
def test_an_order_or_contract_is_an_agreement(text: str) -> None:
    assert "agreement" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "The agreement builds on the existing line.",
        "Rolled sheet for cans will be made there from scrap.",
        "The plant is laid out for 620,000 pieces a year.",
        "It has over ten years of experience.",
    ],
)
def test_words_that_only_sound_like_a_promise_make_none(text: str) -> None:
    assert not {"agreement", "facility"} & set(kinds(text))
    assert 10 not in values(text)


def test_a_fraction_lends_its_unit_to_no_count() -> None:
    units = [
        c.unit
        for c in read_text("It will give work to 700, two thirds of them women.", published=PUBLISHED).claims
    ]
    assert units.count("percent") == 1
