"""A short noun phrase that says what is measured, in the words of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.english import nouns
from hinterland.reading.english import verbs as v
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.clauses import Clause
    from hinterland.reading.english.scene import Scene

_STOP = (
    v.PREPOSITIONS
    | v.RELATIVES
    | frozenset({",", ".", ";", ":", "and", "(", ")", '"', "“", "”", "–", "—", "-"})
)
MOST_WORDS = 7
_MEASURED = (nouns.RESULT_WORDS - words("industry industries economy cluster sold earned trade")) | words(
    "capacity output production throughput share rate margin growth employment headcount payroll workforce demand "
    "consumption emissions investment cost costs expenditure spending capital budget size area number volume volumes "
    "intake order orders stake interest price prices length wage salary efficiency yield use generation supply power "
    "floor space load density population visitors trips passengers cargo freight proportion ratio outlay "
    "grant loan subsidy incentives contribution turnover deposits reserves value"
)
_FILLER = words(
    "more just only it they we that this up some at least most new further another less about total no"
)
_PLAIN_UNITS = words("unit units set sets piece pieces tonnes tons tonne people persons percent")


def phrase_words(scene: Scene, start: int, end: int) -> list[str]:
    """Return the words of the first noun phrase between two tokens: no determiner, name, date, value or verb."""
    found: list[str] = []
    for i in range(start, end):
        token = scene.tokens[i]
        if token.name is not None or token.low in {"'s", "'"}:
            # "Alba's revenue": the owner is no part of what is measured
            found = []
            continue
        if (
            token.kind != "w"
            or token.low in _STOP
            or token.low in v.MODALS
            or token.low in v.BE
            or token.quantity
        ):
            if found:
                break
            continue
        if token.low in v.DETERMINERS or (
            token.low.endswith("ly") and token.low not in {"supply", "monthly", "yearly"}
        ):
            continue
        found.append(token.low)
    return found[-MOST_WORDS:]


def _useful(found: list[str]) -> str:
    while found and found[0] in _FILLER and found[:2] != ["new", "energy"]:
        found = found[1:]
    while found and (
        found[-1] in _FILLER or (found[-1] in v.FORMS and found[-1] not in v.NOUNS_TOO | _MEASURED)
    ):
        found = found[:-1]
    return " ".join(found)


def _with_of(scene: Scene, start: int, end: int) -> str:
    """Return a phrase with what hangs on it by "of": "output value of the equipment industry"."""
    head = _useful(phrase_words(scene, start, end))
    if not head or head.split()[-1] not in {
        "number",
        "share",
        "value",
        "size",
        "proportion",
        "rate",
        "volume",
        "cost",
    }:
        return head
    for i in range(start, end):
        if scene.low(i) == "of":
            tail = _useful(phrase_words(scene, i + 1, end))
            return f"{head} of {tail}" if tail else head
    return head


def measure_of(scene: Scene, clause: Clause, at: int, kind: str) -> str:
    """Return what the value at token `at` measures."""
    q = scene.tokens[at].quantity
    if q is None:
        return ""
    first = next((i for i in range(clause.left, at) if scene.tokens[i].start >= q.start), at)
    noun = q.noun.lower().strip()
    counted = q.unit not in nouns.PLANT_UNITS | {"currency", "percent", "percentage_point", "multiple", None}
    if counted and noun and noun not in _PLAIN_UNITS:
        return noun
    subject = _with_of(scene, clause.subject[0], min(clause.subject[1], first))
    if set(subject.split()[-2:]) & _MEASURED or " of " in subject:
        return subject
    begin = clause.group.end if clause.group is not None and clause.group.end <= first else clause.left
    earlier = max((i for i in range(begin, first) if scene.tokens[i].quantity), default=begin - 1)
    parts = [
        i + 1 for i in range(earlier + 1, first) if earlier >= begin and scene.low(i) in {"and", ",", ";"}
    ]
    before = _with_of(scene, max([begin, earlier + 1, *parts]), first)
    if before and set(before.split()) & _MEASURED:
        return before
    after = (
        _useful(phrase_words(scene, at + 2, min(clause.right, at + 9)))
        if scene.low(at + 1) in {"of", "in"}
        else ""
    )
    if set(after.split()) & _MEASURED:
        return after
    if (
        noun
        and noun not in _PLAIN_UNITS
        and q.unit not in {"currency", "percent", "percentage_point", "multiple"}
    ):
        return noun
    if kind in {"investment", "fund"}:
        return "investment" if kind == "investment" else "fund size"
    if q.unit in nouns.AREA_UNITS | {"year", "month"}:
        return _by_unit(q.unit, kind)
    return after or before or subject or noun or _by_unit(q.unit, kind)


def _by_unit(unit: str | None, kind: str) -> str:
    if unit in {"GWh", "MW", "GW", "MWh", "tonne", "vehicle"}:
        return "capacity" if kind == "facility" else "output"
    if unit in nouns.AREA_UNITS:
        return "area"
    return {
        "percent": "share",
        "year": "term",
        "month": "term",
        "currency": "amount",
        "multiple": "growth",
        "person": "people",
        "job": "jobs",
    }.get(unit or "", unit or kind)
