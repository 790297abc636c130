"""The last look at the drafts of a text together: where what a clause tells of is, if its own words do not say.

A reader who is told of a plant in Pune knows where its 300 jobs are. Where a draft names no place, it takes that of a
draft near it about the same party, and says so in its basis; a claim about the world takes none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.reading.model import Draft, Sentence

REACH = 60
"""Drafts before and after that are looked at: what stands further away is about something else."""
_WORLD = re.compile(r"\b(?:world|worldwide|global|globally)\b|全球|世界|国内外", re.IGNORECASE)
FAR = 200
"""Drafts before and after one that may lend it their place: what is further off is another subject."""
PLACE_FROM = "place: as said before of the same"
"""What a draft's basis says where its place was taken from another draft."""


def settle(text: str, drafts: Sequence[Draft], sentences: Sequence[Sentence]) -> list[Draft]:
    """Return the drafts, in order, with places filled in from those before them, else from the first after them."""
    starts = [s.start for s in sentences]
    paragraphs = [_paragraph(d, sentences, starts) for d in drafts]
    found: list[Draft] = []
    for number, draft in enumerate(drafts):
        places = draft.places
        if not places and draft.kind != "fact" and not _WORLD.search(text[draft.start : draft.end]):
            places = _place(number, drafts, found, paragraphs)
        if places != draft.places:
            basis = "; ".join(b for b in (draft.basis, PLACE_FROM) if b)
            draft = replace(draft, places=places, basis=basis)  # noqa: PLW2901 - the draft as settled
        found.append(draft)
    return found


def _paragraph(draft: Draft, sentences: Sequence[Sentence], starts: list[int]) -> int:
    at = bisect_right(starts, draft.start) - 1
    return sentences[at].paragraph if at >= 0 else -1


def _place(
    number: int, drafts: Sequence[Draft], settled: Sequence[Draft], paragraphs: Sequence[int]
) -> tuple[str, ...]:
    """Return the place of the nearest draft of the same party: in the paragraph, else before, else after."""
    me = drafts[number]
    mine = set(me.parties)
    far = max(0, number - FAR)
    before = [(d, p) for d, p in zip(settled[far:], paragraphs[far:], strict=False) if d.places]
    for same_paragraph in (True, False):
        for draft, paragraph in reversed(before):
            if (paragraph == paragraphs[number]) is same_paragraph and (
                not mine or mine & set(draft.parties)
            ):
                return draft.places
    for draft in drafts[number + 1 : number + FAR]:
        if draft.places and (not mine or mine & set(draft.parties)):
            return draft.places
    return ()
