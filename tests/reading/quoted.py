"""Readings made by hand from quotations, so that a test says what it stands on."""

from __future__ import annotations

from datetime import date
from typing import Any

from hinterland.reading.model import Claim, Evidence, Issue
from hinterland.reading.read import Reading
from hinterland.reading.sources.source import Source

DAY = date(2024, 5, 20)
TEXT = (
    "Tisza Cell and the city of Szolnok signed a strategic cooperation agreement on May 14, 2024. "
    "The two sides will jointly set up a research centre and a talent programme. "
    "Tisza Cell will raise its output to 40 GWh by 2028. "
    "The county of Jasz produced 12 GWh of cells in 2023 and aims at 30 percent of national output by 2027. "
    "It will also attract 40 turbines by 2029.\n"
)


def evidence(text: str, quote: str) -> Evidence:
    """The evidence of a quotation that occurs once."""
    assert text.count(quote) == 1, quote
    at = text.index(quote)
    end = at + len(quote)
    return Evidence(quote, text[max(0, at - 32) : at], text[end : end + 32], at, end)


def claim(text: str, quote: str, counted: str = "", **said: Any) -> Claim:
    """A claim that rests on `quote`, its value on `counted`."""
    whole = evidence(text, quote)
    found = {"claim": whole} | ({"value": evidence(text, counted)} if counted else {})
    given: dict[str, Any] = {
        "kind": "target",
        "modality": "planned",
        "measure": "",
        "value": None,
        "value_high": None,
        "comparator": None,
        "unit": None,
        "currency": None,
        "deadline": None,
        "period_start": None,
        "parties": (),
        "place": (),
        "topics": (),
        "value_start": found["value"].start if counted else None,
        "value_end": found["value"].end if counted else None,
        "evidence": found,
    }
    return Claim(start=whole.start, end=whole.end, **(given | said))


def claims() -> tuple[Claim, ...]:
    """What `TEXT` claims."""
    pair = ("Tisza Cell", "Szolnok")
    return (
        claim(
            TEXT,
            "Tisza Cell and the city of Szolnok signed a strategic cooperation agreement on May 14, 2024",
            kind="agreement",
            modality="signed",
            measure="strategic cooperation agreement",
            parties=pair,
            place=("Szolnok",),
            deadline="2024-05-14",
        ),
        claim(
            TEXT,
            "The two sides will jointly set up a research centre and a talent programme",
            kind="agreement",
            measure="joint work",
            parties=pair,
            topics=("rnd_centre", "talent"),
        ),
        claim(
            TEXT,
            "Tisza Cell will raise its output to 40 GWh by 2028",
            "40 GWh",
            measure="cell output",
            value=40.0,
            comparator="eq",
            unit="GWh",
            deadline="2028",
            parties=("Tisza Cell",),
            place=("Szolnok",),
        ),
        claim(
            TEXT,
            "The county of Jasz produced 12 GWh of cells in 2023",
            "12 GWh",
            kind="fact",
            modality="stated",
            measure="cell output",
            value=12.0,
            comparator="eq",
            unit="GWh",
            deadline="2023",
            parties=("Jasz",),
            place=("Jasz",),
        ),
        claim(
            TEXT,
            "aims at 30 percent of national output by 2027",
            "30 percent",
            modality="aim",
            measure="share of national output",
            value=30.0,
            comparator="eq",
            unit="percent",
            deadline="2027",
            parties=("Jasz",),
            place=("Jasz",),
        ),
        claim(
            TEXT,
            "It will also attract 40 turbines by 2029",
            "40 turbines",
            measure="turbines",
            value=40.0,
            comparator="eq",
            unit="turbine",
            deadline="2029",
            parties=("Jasz",),
            place=("Jasz",),
        ),
    )


def issue(text: str, quote: str, code: Any, claims: tuple[int, ...] = ()) -> Issue:
    """An issue about a quotation."""
    at = text.index(quote)
    return Issue(code, at, at + len(quote), "expected", quote, "why", "原因", claims)


def reading(text: str = TEXT, found: tuple[Claim, ...] | None = None, *issues: Issue) -> Reading:
    """A reading of `text`."""
    return Reading(text, DAY, claims() if found is None else found, issues, ())


def source(text: str = TEXT, name: str = "szolnok.txt") -> Source:
    """The file of `text`."""
    return Source(
        name, text, title="Cells for Szolnok", publisher="made up for a test", published="2024-05-20"
    )
