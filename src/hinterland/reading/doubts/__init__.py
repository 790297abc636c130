"""What is doubtful in a text: mismatches, contradictions, dates that need help, holes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.doubts.contradictions import find_contradictions, find_inner
from hinterland.reading.doubts.deadlines import find_past_deadlines
from hinterland.reading.doubts.deeds import find_future_deeds
from hinterland.reading.doubts.fx import find_fx
from hinterland.reading.doubts.holes import hole_issues, holes
from hinterland.reading.doubts.lists import find_lists
from hinterland.reading.doubts.phases import find_phases
from hinterland.reading.doubts.products import find_products
from hinterland.reading.doubts.scene import Scene
from hinterland.reading.doubts.shares import find_denominators, find_shares
from hinterland.reading.doubts.sums import find_sums
from hinterland.reading.doubts.times import find_relative, find_reversed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hinterland.reading.model import Draft, Hole, Issue, Sentence, Tagged

__all__ = ["find_contradictions", "find_holes", "find_issues"]

_FINDERS = (
    find_sums,
    find_lists,
    find_phases,
    find_products,
    find_shares,
    find_denominators,
    find_inner,
    find_reversed,
    find_past_deadlines,
    find_future_deeds,
    find_relative,
    hole_issues,
)


def find_holes(text: str, sentences: Sequence[Sentence]) -> list[Hole]:
    """Return where words are missing from a scraped text."""
    return holes(text, sentences)


def find_issues(text: str, tagged: Tagged, drafts: Sequence[Draft], published: date | None) -> list[Issue]:
    """Return the doubts about a text, in order of their start.

    Parameters
    ----------
    drafts
        Claims of the text; `Issue.claims` are their numbers in it.
    """
    scene = Scene(text, tagged, drafts, published)
    found = find_fx(scene)
    for find in _FINDERS:
        found += find(scene)
    return sorted(_once(found), key=lambda i: (i.start, i.end, i.code))


def _once(found: Sequence[Issue]) -> list[Issue]:
    """Return the doubts without those of one code that lie inside another."""
    kept: list[Issue] = []
    for issue in sorted(found, key=lambda i: (i.code, i.start, -i.end)):
        last = kept[-1] if kept else None
        if last is None or last.code != issue.code or issue.start >= last.end:
            kept.append(issue)
    return kept
