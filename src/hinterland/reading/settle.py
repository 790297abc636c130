"""The last look at the drafts of a text together: where what a clause tells of is, if its own words do not say.

A reader who is told of a plant in Pune knows where its 300 jobs are. Where a draft names no place, it takes that of a
draft near it about the same party, and says so in its basis; a claim about the world takes none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.reading.model import Draft, Sentence

_WORLD = re.compile(r"\b(?:world|worldwide|global|globally)\b|全球|世界|国内外", re.IGNORECASE)
PLACE_FROM = "place: as said before of the same"
"""What a draft's basis says where its place was taken from another draft."""


def settle(text: str, drafts: Sequence[Draft], sentences: Sequence[Sentence]) -> list[Draft]:
    """Return the drafts, in order, with places filled in from those before them, else from the first after them."""
    paragraphs = [_paragraph(d, sentences) for d in drafts]
    found: list[Draft] = []
    for number, draft in enumerate(drafts):
        places = draft.places
        if not places and not _WORLD.search(text[draft.start : draft.end]):
            places = _place(number, drafts, found, paragraphs)
        if places != draft.places:
            basis = "; ".join(b for b in (draft.basis, PLACE_FROM) if b)
            draft = replace(draft, places=places, basis=basis)  # noqa: PLW2901 - the draft as settled
        found.append(draft)
    return found


def _paragraph(draft: Draft, sentences: Sequence[Sentence]) -> int:
    at = next((s.paragraph for s in sentences if s.start <= draft.start < s.end), None)
    return -1 if at is None else at


def _place(
    number: int, drafts: Sequence[Draft], settled: Sequence[Draft], paragraphs: Sequence[int]
) -> tuple[str, ...]:
    """Return the place of the nearest draft of the same party: in the paragraph, else before, else after."""
    me = drafts[number]
    mine = set(me.parties)
    before = [(d, p) for d, p in zip(settled, paragraphs, strict=False) if d.places]
    for same_paragraph in (True, False):
        for draft, paragraph in reversed(before):
            if (paragraph == paragraphs[number]) is same_paragraph and (
                not mine or mine & set(draft.parties)
            ):
                return draft.places
    for draft in drafts[number + 1 :]:
        if draft.places and (not mine or mine & set(draft.parties)):
            return draft.places
    return ()
