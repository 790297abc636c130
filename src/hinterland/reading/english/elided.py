"""Events that share the verb of the one before: "is to be completed in June 2026, the second in 2028"."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from hinterland.reading.english import attach, nouns
from hinterland.reading.english import verbs as v
from hinterland.reading.english.drafts import draft
from hinterland.reading.english.measure import phrase_words

if TYPE_CHECKING:
    from hinterland.reading.english.scene import Scene
    from hinterland.reading.model import Draft, When

_OPENS = frozenset({"the", "a", "an", "its", "their", "another", "one"})
_JOINS = frozenset({",", ";", "and", "while", "but"})
_NO_NOUN = frozenset(v.MODALS) | v.BE | v.HAVE | v.RELATIVES | {"and", "than", "that"}
MOST_WORDS = 9
"""Words that the noun phrase of an event without a verb may have."""


def with_elided(scene: Scene, number: int, event: Draft) -> list[Draft]:
    """Return the event of a clause, and those that go on from it without a verb of their own."""
    more = find_elided(scene, number)
    if not more:
        return [event]
    first = min(d.start for d in more)
    words = [t for t in scene.tokens if event.start <= t.start and t.end <= first and t.low not in _JOINS]
    return [replace(event, end=words[-1].end) if words else event, *more]


def find_elided(scene: Scene, number: int) -> list[Draft]:
    """Return the dated events that a clause adds without a verb."""
    clause = scene.clauses[number]
    if clause.group is None:
        return _labelled(scene, number)
    dates = attach.whens_of(scene.tokens, clause.group.end, clause.right)
    found: list[Draft] = []
    own = attach.of_event(scene.tokens, clause)
    for at, when in dates:
        if when is own or not when.date or not scene.future("planned", when):
            continue
        span = _before(scene, clause.group.end, at) or _behind(scene, at, clause.right)
        if span is not None:
            found.append(_event(scene, number, span, when))
    return found


def _labelled(scene: Scene, number: int) -> list[Draft]:
    """Return the later dates of a line: "Start-up: March 2026 for one line, and a year later for the second"."""
    clause = scene.clauses[number]
    dates = attach.whens_of(scene.tokens, clause.left, clause.right)
    found: list[Draft] = []
    for (before, _), (at, when) in pairwise(dates):
        start = next((i + 1 for i in range(before, at) if scene.low(i) in {",", ";"}), -1)
        after = (i for i in range(at, clause.right) if scene.low(i) in {",", ";"})
        if start > 0 and when.date and scene.future("planned", when):
            found.append(_event(scene, number, (start, next(after, clause.right)), when))
    return found


def _event(scene: Scene, number: int, span: tuple[int, int], when: When) -> Draft:
    about = " ".join(phrase_words(scene, *span)) or "next step"
    return draft(scene, number, "target", span, measure=about, when=when)


def _plain(scene: Scene, start: int, end: int) -> bool:
    """Whether a stretch is one noun phrase with nothing counted: no verb, no mark."""
    if not 0 < end - start <= MOST_WORDS:
        return False
    if scene.low(start) in {"that", "those"} and scene.low(start + 1) == "of":
        # "and that of the last for the end of 2026"
        start += 2
    named = scene.low(start) in _OPENS or scene.tokens[start].kind == "N"
    if not named and not nouns.EVENT_NOUNS & set(scene.lows(start, end)):
        return False
    return all(t.kind in "wN" and t.low not in _NO_NOUN for t in scene.tokens[start:end])


def _before(scene: Scene, start: int, at: int) -> tuple[int, int] | None:
    """Return the span of ", the second in 2028": its noun phrase stands before the date."""
    for i in range(at - 1, max(start, at - MOST_WORDS - 2), -1):
        if scene.low(i) in _JOINS:
            return (i + 1, at + 1) if _plain(scene, i + 1, at) else None
        if scene.tokens[i].kind in "WQ":
            return None
    return None


def _behind(scene: Scene, at: int, right: int) -> tuple[int, int] | None:
    """Return the span of ", and in 2028 the last turbine": its noun phrase stands behind the date."""
    if not attach.elided(scene.tokens, at):
        return None
    end = at + 1
    while end < right and scene.tokens[end].kind in "wN" and scene.low(end) != "and":
        end += 1
    return (at, end) if _plain(scene, at + 1, end) else None
