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
_FUNDS = re.compile(
    r"\b(?:loans?|lend\w*|lent|grants?|granted|subsid\w+|aid|incentives?|financ\w+|fund(?:ed|ing)|contribut\w+"
    r"|provid\w+|bears?|borne|shoulder\w*|cover(?:s|ed)?|of (?:which|it)"
    r"|of (?:the|this|that) (?:cost|sum|total|amount|money|bill)"
    r"|of (?:this|that)(?=[,. ])|set(?:ting)? aside|earmark\w*|equity|putting in|put(?:s)? in|chip\w* in|guarante\w+"
    r"|award\w*|for the purpose|comes? from)\b",
    re.IGNORECASE,
)
"""Words of money that is given to what the text talks of, whoever gives it."""
_THINGS = frozenset({"facility", "investment", "target"})
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
            places = _place(number, drafts, found, paragraphs, plain=_english(draft, sentences, starts))
        if draft.kind == "investment" and (not places or _of_giver(draft)):
            words = text[draft.start : draft.end]
            if _FUNDS.search(words) and not _WORLD.search(words):
                places = _of_project(number, found, paragraphs) or places
        if places != draft.places:
            basis = "; ".join(b for b in (draft.basis, PLACE_FROM) if b)
            draft = replace(draft, places=places, basis=basis)  # noqa: PLW2901 - the draft as settled
        found.append(draft)
    return found


def _of_giver(draft: Draft) -> bool:
    """Whether a place only says who gives the money: a state, a ministry of a country."""
    return any(place in party for place in draft.places[:1] for party in draft.parties)


def _of_project(number: int, settled: Sequence[Draft], paragraphs: Sequence[int]) -> tuple[str, ...]:
    """Return the place of the plant that money from elsewhere is for: the last one told of, here or just before."""
    far = max(0, number - FAR)
    before = [
        (d, p)
        for d, p in zip(settled[far:], paragraphs[far:], strict=False)
        if d.places and d.kind in _THINGS
    ]
    near = [d.places for d, p in before if p >= paragraphs[number] - 1 and not _of_giver(d)]
    return near[-1] if near else ()


def _first_plant(shared: Sequence[tuple[Draft, int]]) -> tuple[str, ...]:
    """Return the place of the first plant told of, else the last place."""
    plants = [d for d, _ in shared if d.kind in {"facility", "investment"}]
    return (plants[0] if plants else shared[-1][0]).places


def _english(draft: Draft, sentences: Sequence[Sentence], starts: list[int]) -> bool:
    at = bisect_right(starts, draft.start) - 1
    return at >= 0 and sentences[at].lang == "en"


def _paragraph(draft: Draft, sentences: Sequence[Sentence], starts: list[int]) -> int:
    at = bisect_right(starts, draft.start) - 1
    return sentences[at].paragraph if at >= 0 else -1


def _place(
    number: int, drafts: Sequence[Draft], settled: Sequence[Draft], paragraphs: Sequence[int], *, plain: bool
) -> tuple[str, ...]:
    """Return the place of the nearest draft of the same party: in the paragraph, else before, else after.

    `plain` takes from before the paragraph the place of the first plant: what a text says in between of another is
    about that alone.
    """
    me = drafts[number]
    mine = set(me.parties)
    far = max(0, number - FAR)
    before = [(d, p) for d, p in zip(settled[far:], paragraphs[far:], strict=False) if d.places]
    if me.kind != "agreement":
        # where a pact was signed says little of what it is about
        before = [(d, p) for d, p in before if d.kind != "agreement"] or before
    shared = [(d, p) for d, p in before if not mine or mine & set(d.parties)]
    here = [d for d, p in shared if p == paragraphs[number]]
    if here:
        return here[-1].places
    if shared:
        return _first_plant(shared) if plain else shared[-1][0].places
    for draft in drafts[number + 1 : number + FAR]:
        if draft.places and (not mine or mine & set(draft.parties)):
            return draft.places
    return ()
