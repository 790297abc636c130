"""Claims without a value: agreements, plants, funds, plans, events, aims and facts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from hinterland.reading.read import read_text

if TYPE_CHECKING:
    from hinterland.reading.model import Claim

PUBLISHED = date(2024, 5, 10)
ALBA, CORVO = "Alba Metals Group", "Corvo Steel Group"


def plain(text: str) -> list[Claim]:
    return [c for c in read_text(text, published=PUBLISHED).claims if c.value is None]


def rows(text: str) -> list[tuple[str, str | None, list[str], list[str]]]:
    return [(c.kind, c.deadline, list(c.parties), list(c.place)[:1]) for c in plain(text)]


@pytest.mark.parametrize(
    ("text", "date_"),
    [
        (f"{ALBA} and {CORVO} signed a framework agreement on 3 May 2024.", "2024-05-03"),
        (f"{ALBA} signed a framework agreement with {CORVO} on 3 May 2024.", "2024-05-03"),
        (f"{ALBA} has entered into a supply contract with {CORVO}.", None),
        (f"{ALBA} and {CORVO} have agreed to form a joint venture.", None),
        (f"{ALBA} has teamed up with {CORVO} to make cells.", None),
        (f"A letter of intent between {ALBA} and {CORVO} was signed in Rome.", None),
        (f"{ALBA} won an order from {CORVO}.", None),
        (f"{ALBA} inked a memorandum of understanding with {CORVO}.", None),
        (
            f"Under a partnership agreement signed on 3 May 2024, {ALBA} and {CORVO} will build ships.",
            "2024-05-03",
        ),
        (f"{ALBA}, a maker of rods, and {CORVO} concluded a pact.", None),
    ],
)
def test_an_agreement_has_all_its_parties_and_its_day(text: str, date_: str | None) -> None:
    pacts = [c for c in plain(text) if c.kind == "agreement"]
    assert len(pacts) == 1
    assert set(pacts[0].parties) >= {ALBA, CORVO}
    assert pacts[0].deadline == date_
    assert pacts[0].modality == "signed"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"{ALBA} will build a smelter in Pune.", [("facility", None, [ALBA], ["Pune"])]),
        (f"{ALBA} will build a smelter in Pune by 2027.", [("facility", "2027", [ALBA], ["Pune"])]),
        (f"{ALBA} opened a smelter in Pune in March 2023.", [("facility", "2023-03", [ALBA], ["Pune"])]),
        (f"A smelter will be built in Pune by {ALBA}.", [("facility", None, [ALBA], ["Pune"])]),
        (f"{ALBA} is expanding its smelter in Pune.", [("facility", None, [ALBA], ["Pune"])]),
        (f"{ALBA} announced plans to open a smelter in Pune.", [("facility", None, [ALBA], ["Pune"])]),
        (f"{ALBA} has broken ground on a smelter in Pune.", [("facility", None, [ALBA], ["Pune"])]),
        (
            f"{CORVO} is a driving force behind {ALBA}'s construction of the smelter in Pune.",
            [("facility", None, [ALBA], ["Pune"])],
        ),
        (f"{ALBA} will set up a green fund.", [("fund", None, [ALBA], [])]),
        (
            "Gujarat released a hydrogen policy on 3 May 2024.",
            [("policy", "2024-05-03", ["Gujarat"], ["Gujarat"])],
        ),
        (
            "Gujarat published its industry plan for 2024-2028.",
            [("policy", "2028", ["Gujarat"], ["Gujarat"])],
        ),
        ("Indonesia banned exports of raw ore in 2020.", [("policy", "2020", ["Indonesia"], ["Indonesia"])]),
        (f"Construction of {ALBA}'s smelter is due to start in 2025.", [("target", "2025", [ALBA], [])]),
        (f"{ALBA} will start production in Pune in 2026.", [("target", "2026", [ALBA], ["Pune"])]),
        (f"{ALBA} plans to list in Rome in 2026.", [("target", "2026", [ALBA], ["Rome"])]),
        (f"{ALBA} aims to become the largest maker of rods by 2030.", [("target", "2030", [ALBA], [])]),
        (f"{ALBA} is headquartered in Pune.", [("fact", None, [ALBA], ["Pune"])]),
        (f"{ALBA}, based in Pune, makes rods.", [("fact", None, [ALBA], ["Pune"])]),
        (f"{ALBA} is a wholly owned subsidiary of {CORVO}.", [("fact", None, [ALBA, CORVO], [])]),
    ],
)
def test_a_claim_in_words_has_kind_date_party_and_place(text: str, wanted: list[tuple[object, ...]]) -> None:
    assert rows(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        f"{ALBA} has no plans to build a smelter in Pune.",
        f"{ALBA} will not build a smelter in Pune.",
        f"{ALBA} declined to comment.",
        f"Analysts say that {ALBA} makes good rods.",
        f"{ALBA} thanked the mayor of Pune for his support.",
        f"{ALBA} hopes to cooperate with {CORVO}.",
        "The move shows the importance of local governments.",
    ],
)
def test_sentences_that_promise_nothing_make_no_claim(text: str) -> None:
    assert rows(text) == []


def test_the_two_sides_are_those_that_signed() -> None:
    text = (
        f"{ALBA} and {CORVO} signed a deal. The two sides will share laboratories for testing and training."
    )
    scope = plain(text)[-1]
    assert (scope.kind, scope.parties) == ("agreement", (ALBA, CORVO))
    assert scope.topics == ("testing", "talent")


def test_a_list_in_one_sentence_is_one_claim_with_its_topics() -> None:
    text = (
        f"{ALBA} and {CORVO} signed a deal. Both sides will deepen exchanges, including chip supply, "
        "cross-border trade, product testing and a talent pool."
    )
    assert plain(text)[-1].topics == ("chip_supply", "trade", "testing", "talent")


def test_by_then_is_the_date_said_before() -> None:
    text = f"{ALBA} wants to sell 9,000 rods by 2027 and build a maker cluster with a good name by then."
    aim = plain(text)[-1]
    assert (aim.kind, aim.deadline) == ("target", "2027")
    assert "deadline_by_anaphora" in aim.flags


def test_a_plant_goes_with_what_is_said_of_it_later() -> None:
    text = f"{ALBA} will build a smelter in Pune. Work will begin in 2025 and is to be completed by 2027."
    assert rows(text)[1:] == [("target", "2025", [ALBA], ["Pune"]), ("target", "2027", [ALBA], ["Pune"])]


def test_a_rival_never_gets_the_plant() -> None:
    text = (
        f"{ALBA} will build a smelter in Pune. Its rival {CORVO} opened a mill in Rome last year. "
        "The smelter will open in 2026."
    )
    assert rows(text)[-1] == ("target", "2026", [ALBA], ["Pune"])


def test_a_line_of_a_fact_sheet_is_an_event() -> None:
    text = f"{ALBA} will build a smelter in Pune.\n\n- First deliveries: third quarter of 2026\n"
    assert rows(text)[-1] == ("target", "2026-09", [ALBA], ["Pune"])


def test_a_missing_subject_is_flagged_not_guessed() -> None:
    claim = plain("After opened a mill in Shanghai, 's standing in the city has grown.")[0]
    assert (claim.kind, claim.parties, claim.place) == ("facility", (), ("Shanghai",))
    assert "missing_subject" in claim.flags
