"""Whose a claim is where the grammar does not put its party in front of the verb.

actors_en.txt holds texts with whose each sentence's claims are; the tables below are single turns of speech.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from scoring import named

from hinterland.reading.english.cast import Cast
from hinterland.reading.english.claims import find_claims
from hinterland.reading.english.memory import Memory
from hinterland.reading.english.rows import row_of
from hinterland.reading.english.tokens import Rows
from hinterland.reading.read import read_text, tag
from hinterland.reading.text import Text

DAY = date(2024, 5, 10)
Row = tuple[str, list[str]]


def texts() -> list[list[Row]]:
    """Return the texts: sentences, each with the parties of its claims; none where nothing is asked of it."""
    lines = (Path(__file__).parent / "actors_en.txt").read_text("utf-8")
    found = []
    for block in lines.split("\n\n")[1:]:
        rows = [line.partition(" | ") for line in block.splitlines()]
        found.append([(words, [p.strip() for p in who.split(";") if p.strip()]) for words, _, who in rows])
    return found


@pytest.mark.parametrize("rows", texts(), ids=lambda rows: rows[0][0][:40])
def test_claims_are_whose_the_text_says(rows: list[Row]) -> None:
    text = " ".join(words for words, _ in rows).replace(" ¶ ", "\n\n")
    claims = read_text(text, published=DAY).as_dict()["claims"]
    at = 0
    for words, wanted in rows:
        plain = words.removeprefix("¶ ")
        start = text.index(plain, at)
        at = start + len(plain)
        mine = [c["parties"] for c in claims if start <= c["start"] < at]
        for parties in mine if wanted else ():
            assert all(named(w, list(parties)) for w in wanted), (plain, parties)
            assert len(parties) <= len(wanted) + 1, (plain, parties)
        assert mine or not wanted, plain


def row(words: str) -> tuple[str, ...]:
    """Return whom a row of noun phrases means that stands behind "by" in a sentence."""
    text = Text.of(f"The mill will be built by {words}.")
    found = tag(text, DAY)
    tokens = Rows(found).tokens(text.clean, found.sentences[0])
    start = next(i for i, t in enumerate(tokens) if t.low == "by") + 1
    return row_of(Memory(), tokens, (start, len(tokens) - 1)).parties


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Alba Motors and Corvo Cells", ("Alba Motors", "Corvo Cells")),
        ("Alba Motors, Corvo Cells and Delta Steel", ("Alba Motors", "Corvo Cells", "Delta Steel")),
        ("Alba Motors, a maker of vans in Turin, and Corvo Cells", ("Alba Motors", "Corvo Cells")),
        ("Alba Motors of Turin and its Korean partner Hanbit", ("Alba Motors", "Hanbit")),
        ("Alba Motors and its Korean partner, Hanbit", ("Alba Motors", "Hanbit")),
        ("a consortium of Alba Motors and the insurer Corvo", ("Alba Motors", "Corvo")),
        ("a joint venture between Germany's Alba Motors and Hanbit", ("Alba Motors", "Hanbit")),
        ("a group of investors around Alba Motors", ("Alba Motors",)),
        ("a group led by Alba Motors", ("Alba Motors",)),
        ("a company of Alba Motors and Corvo Cells", ("Alba Motors", "Corvo Cells")),
        ("Alba Motors, a joint venture of Corvo Cells and Delta Steel", ("Alba Motors",)),
        ("Alba Motors (51 percent) and Corvo Cells (49 percent)", ("Alba Motors", "Corvo Cells")),
        ("the city of Turin and Alba Motors", ("Turin", "Alba Motors")),
        ("Alba Motors, owner of a third of the shares", ("Alba Motors",)),
        ("commercial lenders", ("commercial lenders",)),
        ("hand", ()),
    ],
)
def test_a_row_names_its_members_and_no_one_else(words: str, who: tuple[str, ...]) -> None:
    assert row(words) == who


def described() -> Cast:
    """Return a cast of four who were introduced in the usual ways."""
    text = Text.of(
        "Turkish tyre maker Gediz Lastik, the insurer Corvo Vita, Norlind Power, a Swedish maker of marine engines, "
        "and Garonne Rail of France met."
    )
    found = tag(text, DAY)
    tokens = Rows(found).tokens(text.clean, found.sentences[0])
    cast = Cast()
    for at, token in enumerate(tokens):
        if token.name is not None and token.name.kind == "organisation":
            cast.introduce(tokens, at, token.name.text)
    return cast


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("the tyre maker", "Gediz Lastik"),
        ("the Turkish company", "Gediz Lastik"),
        ("the insurer", "Corvo Vita"),
        ("the Swedes", "Norlind Power"),
        ("the Swedish side", "Norlind Power"),
        ("the engine maker", "Norlind Power"),
        ("the French group", "Garonne Rail"),
        ("the Dutch group", ""),
        ("the brewer", ""),
        ("the engines", ""),
        ("the company", ""),
    ],
)
def test_a_role_or_a_people_points_at_whom_it_introduced(words: str, who: str) -> None:
    assert described().meant(words.split()) == ((who,) if who else ())


def whose(words: str, end: str) -> tuple[str, ...]:
    """Return whose the claim is that ends in some words, the last of them."""
    text = Text.of(words)
    found = find_claims(text.clean, tag(text, DAY), DAY)
    mine = [d.parties for d in found if text.clean[d.start : d.end].endswith(end)]
    assert mine, [text.clean[d.start : d.end] for d in found]
    return mine[-1]


BOTH = "A mill will be built in Leuna by Alba Motors and Corvo Cells. "


@pytest.mark.parametrize(
    "subject",
    ["The two", "The pair", "The partners", "The joint venture", "The consortium", "Both companies", "They"],
)
def test_those_who_act_together_stay_together(subject: str) -> None:
    assert whose(BOTH + subject + " will hire 300 people.", "300 people") == ("Alba Motors", "Corvo Cells")


@pytest.mark.parametrize(
    "between",
    [
        "Corvo Cells holds 40 percent of the shares.",
        "The Bank of Hesse lends 20 million euros.",
        "Steel worth 3 million euros will be supplied by Delta Steel.",
        "The state of Saxony is paying 5 million euros.",
        "A further 25 percent will be taken up by Delta Fund.",
    ],
)
@pytest.mark.parametrize(
    "then", ["Some 300 people will be hired.", "It is at Leuna that 300 people will work."]
)
def test_an_aside_does_not_take_the_plant_away(between: str, then: str) -> None:
    parties = whose(f"{BOTH}{between} {then}", then.removeprefix("It is at Leuna that ").removesuffix("."))
    assert parties == ("Alba Motors", "Corvo Cells")


@pytest.mark.parametrize(
    ("words", "end", "who"),
    [
        (
            "The mill costs 90 million euros, 20 million euros of which comes from the state of Saxony.",
            "Saxony",
            "Saxony",
        ),
        (
            "Of this, 20 million euros come from Delta Fund and 9 million from Eos Bank.",
            "Eos Bank",
            "Eos Bank",
        ),
        ("It is backed by a loan of 20 million euros from Delta Fund.", "Delta Fund", "Delta Fund"),
        ("It got 20 million euros in EU grants.", "EU grants", "EU"),
        ("A federal grant covers 20 million euros.", "20 million euros", "federal government"),
    ],
)
def test_money_is_whose_who_gives_it(words: str, end: str, who: str) -> None:
    assert who in whose("Alba Motors will build a mill in Leuna. " + words, end)


@pytest.mark.parametrize(
    ("words", "end", "who"),
    [
        ("One of the winners is Alba Motors, which gets 9 million euros.", "9 million euros", "Alba Motors"),
        (
            "Among the buyers is Alba Motors, a maker of vans. It will hire 90 people.",
            "90 people",
            "Alba Motors",
        ),
        (
            "The first grant, of 9 million euros, goes to Alba Motors. It will hire 90 people.",
            "90 people",
            "Alba Motors",
        ),
        ('"We will hire 90 people," the managing director of Alba Motors said.', "90 people", "Alba Motors"),
        ("The ministry's plan is ready. Under Peru's plan, 90 mills are to close by 2030.", "2030", "Peru"),
        ("Turin is to get a mill of 90 MW, built by Alba Motors.", "90 MW", "Alba Motors"),
        (
            "A permit for a mill in Leuna was granted to Alba Motors by the state agency.",
            "Leuna",
            "Alba Motors",
        ),
    ],
)
def test_a_party_may_stand_behind_the_verb(words: str, end: str, who: str) -> None:
    assert whose(words, end)[-1] == who
