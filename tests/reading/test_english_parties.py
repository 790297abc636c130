from __future__ import annotations

from datetime import date

import pytest

from hinterland.reading.english.claims import find_claims
from hinterland.reading.read import tag
from hinterland.reading.text import Text


def parties(words: str) -> dict[str, tuple[str, ...]]:
    """Return whose each claim is, by its words; the claim with a value where two have the same words."""
    text = Text.of(words)
    return {text.clean[d.start : d.end]: d.parties for d in find_claims(text.clean, tag(text, DAY), DAY)}


def of(words: str, end: str) -> tuple[str, ...]:
    """Return whose the claim is that ends in some words."""
    found = [who for claim, who in parties(words).items() if claim.endswith(end)]
    assert found, parties(words)
    return found[-1]


DAY = date(2024, 5, 1)
JOINT = "Kestel Capital, a fund based in Bern, and the Fjord Authority have set up a fund. It holds 70 million euros."
MILL = (
    "The Ministry of Mines has approved a mill of Tarn Steel in Haldia. The total cost is 90 million dollars."
)
FIRM = "Alder Chemicals AG will build a plant in Teesport. {} The company expects to hire 120 people."
PLAN = """Peru sets out plan for electric ferries

Peru's Ministry of Transport has issued a roadmap for ferries. The share of local parts shall rise to 60 percent."""


@pytest.mark.parametrize(
    ("words", "end", "who"),
    [
        (JOINT, "70 million euros", ("Kestel Capital", "Fjord Authority")),
        (
            "Alba Motors, which is based in Turin, and Corvo Cells have agreed to build a 20 GWh plant in Novara.",
            "20 GWh plant in Novara",
            ("Alba Motors", "Corvo Cells"),
        ),
        (
            "Alba Motors, together with its supplier Corvo Cells, will build a 20 GWh plant in Novara.",
            "20 GWh plant in Novara",
            ("Alba Motors", "Corvo Cells"),
        ),
        (
            "Alba Motors, a maker of vans, plans a plant in Novara, and Corvo Cells will add 300 jobs in Ivrea.",
            "300 jobs in Ivrea",
            ("Corvo Cells",),
        ),
    ],
)
def test_an_apposition_does_not_part_the_two_who_act(words: str, end: str, who: tuple[str, ...]) -> None:
    assert of(words, end) == who


@pytest.mark.parametrize(
    ("words", "end"),
    [
        (MILL, "90 million dollars"),
        (MILL + " The mill will employ 300 people.", "300 people"),
        (MILL + " The mill will open in 2026. It is expected to employ 300 people.", "300 people"),
        (
            "The Ministry of Mines has cleared a 30 MW plant by Tarn Steel near Haldia. It will employ 90 people.",
            "90 people",
        ),
        (
            "The Ministry of Mines granted Tarn Steel a licence for a mill in Haldia. It makes 9,000 tonnes a year.",
            "9,000 tonnes a year",
        ),
        (
            "The Lagos State Government has allocated 40 hectares to Tarn Steel for a mill. It needs 900 people.",
            "900 people",
        ),
        (
            "A mill of Tarn Steel in Haldia has been approved by the Investment Ministry. It will employ 60 people.",
            "60 people",
        ),
        (
            "The Investment Board gave the go-ahead for Tarn Steel's mill. The firm will invest 90 million dollars.",
            "90 million dollars",
        ),
    ],
)
def test_a_plant_that_an_office_approves_is_its_owners(words: str, end: str) -> None:
    assert of(words, end) == ("Tarn Steel",)


@pytest.mark.parametrize(
    ("words", "end"),
    [
        (
            "The European Commission has approved 90 million euros in aid for a mill of Tarn Steel in Haldia.",
            "Haldia",
        ),
        (MILL + " It has also granted a subsidy of 5 million dollars.", "5 million dollars"),
    ],
)
def test_money_that_an_office_gives_stays_its_own(words: str, end: str) -> None:
    assert of(words, end) in {("European Commission",), ("Ministry of Mines",)}


@pytest.mark.parametrize(
    "between",
    [
        "The lender KfW provides 40 million euros.",
        "The development bank BNDES is to lend 40 million euros.",
        "Maris Foods, a grocer, signed a contract for 30 percent of the output.",
        "Its customer Maris Foods has leased 20 percent of the space.",
    ],
)
def test_a_lender_or_a_buyer_is_not_the_company_of_the_text(between: str) -> None:
    assert of(FIRM.format(between), "120 people") == ("Alder Chemicals AG",)


def test_a_rival_that_builds_itself_is_the_company_from_there_on() -> None:
    assert of(FIRM.format("Ostra Resins plans a mill in Turku."), "120 people") == ("Ostra Resins",)


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("The state utility PLN intends to build 40 depots.", "PLN"),
        ("The oil company PDV plans to build 40 depots.", "PDV"),
        ("Its partner Norvik will build 40 depots.", "Norvik"),
        ("Rival Ostra will build 40 depots.", "Ostra"),
    ],
)
def test_a_name_behind_its_role_is_who_acts(words: str, who: str) -> None:
    text = "The Ministry of Trade wants 900 depots by 2030. " + words
    assert of(text, "40 depots") == (who,)


def test_a_country_s_plan_is_the_ministry_s_that_issued_it() -> None:
    assert of(PLAN, "60 percent") == ("Ministry of Transport",)


def test_an_agreement_with_the_ministry_is_with_the_one_named_before() -> None:
    text = "The Ministry of Trade has a plan. Ostra Resins signed a letter of intent with the ministry."
    assert of(text, "the ministry") == ("Ostra Resins", "Ministry of Trade")


@pytest.mark.parametrize(("noun", "unit"), [("vessels", "vessel"), ("ships", "ship")])
def test_vessels_stay_vessels_and_ships_ships(noun: str, unit: str) -> None:
    found = tag(Text.of(f"The yard has 57 {noun} on its books."), DAY).quantities
    assert [q.unit for q in found] == [unit]
