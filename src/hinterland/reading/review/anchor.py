"""Finding a quotation again in a text that changed: exactly, else nearly, else not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

NEAR = 90.0
"""Least likeness, in percent (rapidfuzz partial ratio), at which words count as found again."""
WINDOW = 4_000
"""Code points looked at around the former place before the whole text is searched for near matches."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a quotation sits in a text; start and end are -1 where it is orphaned."""

    start: int
    end: int
    alignment: Literal["exact", "fuzzy", "orphaned"]


ORPHANED = Anchor(-1, -1, "orphaned")


def anchor(text: str, exact: str, prefix: str = "", suffix: str = "", start: int = 0) -> Anchor:
    """Return where the words `exact` stand in `text`.

    Of several exact occurrences the one whose surroundings are most like `prefix` and `suffix` is taken, of equals
    the nearest to `start`. Words that occur nowhere are found again if a passage is at least 90 percent like them.
    """
    if not exact:
        return ORPHANED
    if _unmoved(text, exact, prefix, suffix, start):
        return Anchor(start, start + len(exact), "exact")
    places = _occurrences(text, exact)
    if places:
        best = max(
            places, key=lambda at: (_around(text, at, at + len(exact), prefix, suffix), -abs(at - start))
        )
        return Anchor(best, best + len(exact), "exact")
    low, high = max(0, start - WINDOW), start + len(exact) + WINDOW
    for a, b in ((low, min(high, len(text))), (0, len(text))):
        found = fuzz.partial_ratio_alignment(exact, text[a:b], score_cutoff=NEAR)
        if found is not None and found.dest_end > found.dest_start and len(exact) <= b - a:
            return Anchor(a + found.dest_start, a + found.dest_end, "fuzzy")
    return ORPHANED


def _unmoved(text: str, exact: str, prefix: str, suffix: str, start: int) -> bool:
    """Whether the words and their surroundings stand where they did: no search is due. Tables drop outer blanks."""
    if start < 0 or not text.startswith(exact, start):
        return False
    end = start + len(exact)
    before, after = text[max(0, start - len(prefix) - 4) : start], text[end : end + len(suffix) + 4]
    left, right = "".join(prefix.split()), "".join(suffix.split())
    return "".join(before.split()).endswith(left) and "".join(after.split()).startswith(right)


def _occurrences(text: str, exact: str) -> list[int]:
    places, at = [], text.find(exact)
    while at >= 0:
        places.append(at)
        at = text.find(exact, at + 1)
    return places


def _around(text: str, start: int, end: int, prefix: str, suffix: str) -> float:
    """Return how alike the surroundings are, 0 to 200."""
    before = text[max(0, start - len(prefix)) : start] if prefix else ""
    after = text[end : end + len(suffix)] if suffix else ""
    return float(fuzz.ratio(before, prefix) + fuzz.ratio(after, suffix))
