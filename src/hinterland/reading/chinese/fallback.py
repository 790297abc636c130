"""What the grammar leaves open is filled from the paragraph or the document, and the claim says so in its basis.

A party that no clause names is whom the document is about; a place that no clause names is where the plant last
talked of lies, where the other claims of the paragraph hold, or where the document is at home.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hinterland.reading.chinese.memory import region_of
from hinterland.reading.chinese.turns import OBSERVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hinterland.reading.chinese.lexer import Clause
    from hinterland.reading.chinese.state import State
    from hinterland.reading.model import Draft

_NOWHERE = re.compile(
    "营收|收入|利润|净利|毛利|股价|市值|估值|单价|售价|价格|持股|股权|上市|挂牌|融资|注册资|总部|成立年份|市占率|份额|"
    "汇率|基金|订单|出口"
)
"""Measures of a firm as a whole, which hold in no one place."""
_HELD = ("facility", "investment", "target")
_DATELINE = re.compile("讯|电|报道")
GROWTH = 6
"""The most characters between a measure and its growth."""
NEAR = 12
"""The most characters between the place of a dateline and its 讯 or 电."""


@dataclass(slots=True)
class _Seen:
    """What the drafts say of parties and places: by owner, by paragraph, and in the whole document."""

    paragraphs: list[int]
    firms: frozenset[str] = frozenset()
    by_owner: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    by_paragraph: dict[int, tuple[str, ...]] = field(default_factory=dict)
    owner: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def paragraph(self, draft: Draft) -> int:
        """Return where the paragraph of a draft begins."""
        at = bisect_right(self.paragraphs, draft.start) - 1
        return self.paragraphs[max(0, at)]

    def hear(self, draft: Draft) -> None:
        """Remember what a draft says."""
        here = self.paragraph(draft)
        if draft.parties:
            self.owner.setdefault(here, draft.parties)
        if draft.places:
            self.by_owner[draft.parties] = draft.places
            self.by_paragraph[here] = draft.places


def fill(drafts: Sequence[Draft], found: Sequence[Clause], state: State) -> list[Draft]:
    """Return the drafts in order, with parties and places of the document where they have none of their own."""
    if not drafts:
        return []
    begins = {c.paragraph: c.start for c in reversed(found)}
    firms = frozenset(state.memory.full(n.text) for c in found for n in c.names if n.kind == "organisation")
    whole, seen = _Seen(sorted(begins.values()), firms), _Seen(sorted(begins.values()))
    for draft in drafts:
        whole.hear(draft)
    principal, home = _principal(drafts, state), _home(drafts, found, state)
    done: list[Draft] = []
    free = -GROWTH
    for draft in drafts:
        owned = _with_party(draft, principal, whole)
        seen.hear(owned)
        nowhere = bool(_NOWHERE.search(draft.measure)) or (_grows(draft) and draft.start - free < GROWTH)
        free = draft.end if nowhere else -GROWTH
        done.append(owned if nowhere else _with_place(owned, home, seen, whole))
    return done


def _grows(draft: Draft) -> bool:
    """Whether a value says how what stands before it grew: 营收62亿元，同比增长8%."""
    return draft.quantity is not None and draft.quantity.unit in {"percent", "percentage_point", "multiple"}


def _principal(drafts: Sequence[Draft], state: State) -> tuple[str, ...]:
    """Return whom the document is about: the headline's firm, the region of a plan, else who has most claims."""
    counts = Counter(p for d in drafts for p in d.parties)
    counts = Counter({p: n for p, n in counts.items() if not OBSERVER.search(p)})
    main = state.memory.main if not OBSERVER.search(state.memory.main) else ""
    if main and (main in counts or not counts):
        return (main,)
    if state.memory.home:
        return state.memory.home[:1]
    return (max(counts, key=lambda p: counts[p]),) if counts else ()


def _home(drafts: Sequence[Draft], found: Sequence[Clause], state: State) -> tuple[str, ...]:
    """Return where the document is at home: its region, the one place of its claims, its headline, its dateline."""
    if state.memory.home:
        return state.memory.home
    tops = Counter(d.places for d in drafts if d.places)
    plants = Counter(d.places for d in drafts if d.places and d.kind == "facility")
    if len({p[-1] for p in tops}) == 1:
        return max(tops, key=lambda p: tops[p])
    head = [c for c in found if c.paragraph == found[0].paragraph]
    named = _regions((n for c in head for n in c.names), state)
    if named and not head[-1].has("report"):
        return named
    for clause in found:
        mark = _DATELINE.search(clause.text) if clause.names else None
        if mark and clause.names[0].kind == "place" and mark.start() <= NEAR:
            return state.memory.resolve(clause.names[0]).places
    return max(plants, key=lambda p: plants[p]) if plants else ()


def _regions(names: Iterable[object], state: State) -> tuple[str, ...]:
    for name in names:
        kind = getattr(name, "kind", "")
        if kind in {"place", "government"}:
            places = state.memory.resolve(name).places  # type: ignore[arg-type]
            if places:
                return places
    return ()


def _with_party(draft: Draft, principal: tuple[str, ...], whole: _Seen) -> Draft:
    """Give a claim without a party that of its paragraph, else whom the document is about."""
    if draft.parties or "missing_subject" in draft.flags:
        return draft
    near = whole.owner.get(whole.paragraph(draft), ())
    parties = near if near and not principal else principal
    return replace(draft, parties=parties, basis=_also(draft.basis, "party:document")) if parties else draft


def _with_place(draft: Draft, home: tuple[str, ...], seen: _Seen, whole: _Seen) -> Draft:
    """Give a claim without a place that of its side, of its owner's plant, of its paragraph or document."""
    if draft.places or not draft.parties or "missing_subject" in draft.flags:
        return draft
    if draft.kind == "agreement":
        offices = [p for p in draft.parties if p not in whole.firms]
        sides = tuple(dict.fromkeys(r for p in offices if (r := region_of(p))))
        return replace(draft, places=sides, basis=_also(draft.basis, "place:party")) if sides else draft
    if draft.kind == "policy":
        return draft
    for places, ground in (
        (seen.by_owner.get(draft.parties, ()), "project"),
        (whole.by_paragraph.get(whole.paragraph(draft), ()) if draft.kind in _HELD else (), "paragraph"),
        (home, "document"),
    ):
        if places:
            return replace(draft, places=places, basis=_also(draft.basis, f"place:{ground}"))
    return draft


def _also(basis: str, more: str) -> str:
    return f"{basis};{more}" if basis else more
