"""One measure of one thing with two values: against other claims of a case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz

from hinterland.ids import listed
from hinterland.reading.doubts.amounts import say_unit, whole_words
from hinterland.reading.doubts.inner import find_inner
from hinterland.reading.model import Issue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hinterland.reading.model import Claim

__all__ = ["find_contradictions", "find_inner"]

SIMILAR = 88
"""Least likeness of two measures' words, of 100."""
FUTURE = frozenset({"planned", "aim", "expected"})
MOST_PRIOR = 20_000
_ENDINGS = re.compile(
    r"\b(?:province|city|municipality|county|district|co\.?,? ltd\.?|ltd\.?|inc\.?|corp\.?|group"
    r"|company|plc|gmbh|kft\.?)(?=\s|$)"
    r"|(?:股份)?有限(?:责任)?公司|集团|[省市县区](?=$)",
    re.IGNORECASE,
)
_BLANK = re.compile(r"[\s,.;·]+")


def find_contradictions(claims: Sequence[Claim], prior: Sequence[Mapping[str, Any]]) -> list[Issue]:
    """Return the claims of a document that other claims of a case contradict.

    Parameters
    ----------
    claims
        Claims of the document.
    prior
        Rows of the table `claims` of the case, of other documents; rejected and replaced ones are left out here.

    Returns
    -------
    Doubts whose spans are those of the document's claims, and whose `claims` are numbers in `claims`.
    """
    known: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for row in prior[:MOST_PRIOR]:
        if row.get("value") is not None and row.get("review") not in {"rejected", "edited"}:
            known.setdefault(_key(row.get("unit"), row.get("currency"), row.get("per")), []).append(row)
    found = []
    for i, claim in enumerate(claims):
        if claim.value is None:
            continue
        rows = known.get(_key(claim.unit, claim.currency, claim.per), [])
        against = next((row for row in rows if _same_thing(claim, row) and _apart(claim, row)), None)
        if against is not None:
            found.append(_issue(i, claim, against))
    return found


def _key(unit: str | None, currency: str | None, per: str | None) -> tuple[str, str, str]:
    return ("currency", currency, per or "") if currency else (unit or "", "", per or "")


def _same_thing(claim: Claim, row: Mapping[str, Any]) -> bool:
    """Whether a claim and a row speak of one measure of one party at one place and date."""
    if (claim.modality in FUTURE) != (row.get("modality") in FUTURE):
        return False
    if not _same_date(claim.deadline, row.get("deadline")):
        return False
    parties, places = _split(row.get("parties")), _split(row.get("place_words"))
    if not _overlap(claim.parties, parties, empty=not claim.parties and not parties):
        return False
    if not _overlap(claim.place, places, empty=not claim.place or not places):
        return False
    if not claim.parties and not claim.place:
        return False
    one, other = fold(claim.measure), fold(str(row.get("measure") or ""))
    return bool(one and other) and (one == other or fuzz.ratio(one, other) >= SIMILAR)


def _same_date(stated: str | None, row: object) -> bool:
    """Whether two dates are one: the row has the last day of the period that the claim names."""
    other = str(row) if row else ""
    if not stated or not other:
        return not stated and not other
    return other.startswith(stated) or stated.startswith(other)


def _split(words: object) -> tuple[str, ...]:
    return tuple(listed(str(words or "")))


def fold(words: str) -> str:
    """Return a name or measure without legal forms, administrative endings and case."""
    return _BLANK.sub(" ", _ENDINGS.sub("", words.lower())).strip()


def _overlap(one: Sequence[str], other: Sequence[str], *, empty: bool) -> bool:
    """Whether two lists of names share one; `empty` is the answer where either has none."""
    if not one or not other:
        return empty
    left, right = {fold(n) for n in one} - {""}, {fold(n) for n in other} - {""}
    return bool(left & right)


def _apart(claim: Claim, row: Mapping[str, Any]) -> bool:
    """Whether no value can be meant by both."""
    low, high = _reach(claim.value, claim.value_high, claim.comparator)
    row_low, row_high = _reach(row["value"], row.get("value_high"), row.get("comparator"))
    return low > row_high or row_low > high


def _reach(value: float | None, high: float | None, comparator: str | None) -> tuple[float, float]:
    at = float(value or 0.0)
    margin = 0.05 if comparator == "approx" else 0.005
    slack = abs(at) * margin
    if comparator in {"gt", "ge"}:
        return at - slack, float("inf")
    if comparator in {"lt", "le"}:
        return float("-inf"), at + slack
    return at - slack, (float(high) if high is not None else at) + slack


def _issue(number: int, claim: Claim, row: Mapping[str, Any]) -> Issue:
    value = claim.value or 0.0
    said_en, said_zh = say_unit(value, claim.unit, claim.currency)
    other_en, other_zh = say_unit(float(row["value"]), claim.unit, claim.currency)
    source = str(row.get("document") or row.get("claim") or "another document")
    measure = whole_words(claim.measure, 0, len(claim.measure), 60)
    return Issue(
        code="contradiction",
        start=claim.start,
        end=claim.end,
        expected=other_en,
        stated=said_en,
        en=f"{measure}: {said_en} here, but {other_en} in {source}.",
        zh=f"“{measure}”：本文为{said_zh}，而{source}为{other_zh}。",
        claims=(number,),
    )
