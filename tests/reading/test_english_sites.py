"""Where a project lies that later sentences go on telling of, and where it does not."""

from __future__ import annotations

from datetime import date

import pytest

from hinterland.reading.read import read_text

PUBLISHED = date(2025, 3, 5)
INTRODUCED = (
    "A fertiliser plant is to be built in Taraz by Aral Chemicals.",
    "Taraz is to get a fertiliser plant.",
    "Aral Chemicals has picked Taraz as the site of a fertiliser plant.",
    "Work has started in Taraz on a fertiliser plant of Aral Chemicals.",
    "Aral Chemicals and the city of Taraz have agreed on the construction of a fertiliser plant.",
    "Plans for a fertiliser plant in Taraz were presented by Aral Chemicals on Monday.",
    "At its plant in Taraz, Aral Chemicals is installing a second line.",
    "Aral Chemicals is investing in its Taraz works.",
    "Taraz-based Aral Chemicals is to add a second line to its plant.",
    "A fertiliser plant is planned in Kazakhstan's Zhambyl region, at Taraz, by Aral Chemicals.",
    "A loan for Aral Chemicals' fertiliser plant in Taraz was signed in London.",
    "The power purchase agreement for a plant in Taraz was signed by Aral Chemicals in Almaty.",
)
GONE_ON = (
    "The plant will cost $800 million.",
    "It will cost $800 million.",
    "Investment amounts to $800 million.",
    "$800 million is to be invested.",
    "A loan of $400 million has been granted to it by the Development Bank of Kazakhstan.",
    "Capacity is to be 500,000 tonnes a year.",
    "Some 600 people will be employed.",
    "600 jobs will be created.",
    "The site covers 40 hectares.",
    "Production is to start in 2027.",
    "It is to be ready in 2027.",
)


def places_of_last(text: str, start: int) -> tuple[str, ...]:
    """Return the places of the first claim at or after a spot."""
    return next(c.place for c in read_text(text, published=PUBLISHED).claims if c.start >= start)


@pytest.mark.parametrize("gap", [" ", "\n\n"])
@pytest.mark.parametrize("introduced", INTRODUCED)
def test_what_a_text_goes_on_telling_of_lies_where_its_plant_does(introduced: str, gap: str) -> None:
    wrong = []
    for more in GONE_ON:
        found = places_of_last(introduced + gap + more, len(introduced) + len(gap))
        if "Taraz" not in found:
            wrong.append((more, found))
    assert not wrong


@pytest.mark.parametrize(
    ("text", "value", "place"),
    [
        (
            "Alba AG is building a plant in Bremen. A second plant, in Emden, will cost 40 million euros.",
            40e6,
            "Emden",
        ),
        (
            "Alba AG will move to Suzhou Industrial Park. In the park, it has leased 12,000 square metres.",
            12_000,
            "Suzhou Industrial Park",
        ),
        (
            "A plant in Peterborough, Ontario, is planned. Alba AG has 230 employees in the city now.",
            230,
            "Peterborough",
        ),
        ("Alba AG, based in Toledo, opened a mill in Kent. The mill employs 90 people.", 90, "Kent"),
        (
            "Of the 2.3 million cars built in Puebla in 2023, around 500,000 were electric cars.",
            500_000,
            "Puebla",
        ),
        ("Hubei wants annual output to top 1 million cars by 2030.", 1e6, "Hubei"),
        ("The plant in Sines will be enlarged. Some 900 people are employed at the plant.", 900, "Sines"),
        (
            "A pilot facility will be built at Moorepark, Co. Cork, by Alba AG at a cost of 26 million euros.",
            26e6,
            "Moorepark",
        ),
        ("Beihai in Guangxi is to get a mill. It will create 300 jobs.", 300, "Beihai"),
        ("The plant at Oragadam near Chennai will cost 40 million dollars.", 40e6, "Oragadam"),
        ("Alba AG plans a plant for 40 million euros. It is to be built in Sines.", 40e6, "Sines"),
        ("Taraz lies in the south of Kazakhstan. A plant with 40 workers is to be built there.", 40, "Taraz"),
        ("The port of Lobito in Angola is getting a terminal. It is to employ 300 people.", 300, "Lobito"),
        (
            "Alba AG has a plant in Brno. The plant, its first in eastern Europe, covers 30,000 m2.",
            30_000,
            "Brno",
        ),
        (
            "Alba AG will build a mill in Swansea. It is to melt 250,000 tonnes, all from within Wales.",
            250e3,
            "Swansea",
        ),
        ("Up to 180 million euros in EU grants has been promised for the plant in Sines.", 180e6, "Sines"),
    ],
)
def test_a_value_lies_where_a_careful_reader_puts_it(text: str, value: float, place: str) -> None:
    found = [c.place for c in read_text(text, published=PUBLISHED).claims if c.value == value]
    assert found
    assert any(place in name for name in found[0])


@pytest.mark.parametrize(
    "text",
    [
        "Alba AG is building a plant in Bremen. Its rival Corvo SA is to build a plant. It will cost 40 million.",
        "Alba AG is building a plant in Bremen.\n\nCorvo SA, a competitor, is to invest 40 million euros.",
        "Alba AG is building a plant in Bremen. Corvo SA, its supplier, will hire 200 people for its order.",
    ],
)
def test_a_bystander_is_not_put_where_the_plant_is(text: str) -> None:
    strangers = [c for c in read_text(text, published=PUBLISHED).claims if "Corvo SA" in c.parties]
    assert strangers
    assert not any("Bremen" in c.place for c in strangers)


def test_where_something_was_signed_is_the_place_of_the_signing_alone() -> None:
    text = (
        "A plant is to be built in Navoi by Alba AG. The contract was signed in Tashkent. It costs 4 million."
    )
    claims = read_text(text, published=PUBLISHED).claims
    assert [c.place for c in claims if c.kind == "agreement"] == [("Tashkent",)]
    assert not any("Tashkent" in c.place for c in claims if c.kind != "agreement")


def test_the_country_of_a_place_is_meant_where_none_was_named() -> None:
    text = "Hunan has adopted a plan. In 2023, 46 percent of the country's fibre, 21,000 tonnes, came from there."
    named = {name for c in read_text(text, published=PUBLISHED).claims for name in (*c.parties, *c.place)}
    assert "Country" not in named
