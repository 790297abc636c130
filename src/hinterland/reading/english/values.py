"""Claims with a value: what sort of claim a figure makes, by the words around it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from hinterland.reading.english import attach
from hinterland.reading.english import verbs as v
from hinterland.reading.english.carry import carried
from hinterland.reading.english.givers import counterpart, giver, told_later
from hinterland.reading.english.holders import (
    described,
    holder,
    in_turn,
    owner_of,
    possessor,
    seller,
)
from hinterland.reading.english.kinds import kind_of
from hinterland.reading.english.measure import measure_of
from hinterland.reading.english.where import at_present, where
from hinterland.reading.english.who import NOBODY
from hinterland.reading.model import Draft
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.clauses import Clause
    from hinterland.reading.english.scene import Scene
    from hinterland.reading.model import ClaimKind, Modality, Quantity, When


_DURATIONS = words("day month week hour minute second")


_RUNS = words("run runs ran operated operates running")


_LOOSE = words("more than less about around some just nearly only a the over under at least")


_ABSTRACT = words(
    "objective goal pillar step priority stage part category way reason question time phase side aspect axis"
)


_OWN_SIZE = words("employees headcount staff sales revenue turnover profit intake sites founded customers")
_GOALS = frozenset({"goal", "target", "objective", "aim", "ambition", "goals", "targets", "objectives"})


_CHANGES = words("rise rose risen up down growth grew increase increased fall fell decline cut reduction")


_CLOSERS = frozenset({",", ";", ":", "and", "(", ")", "to", "from", "or", "while", "with"})


@dataclass(slots=True)
class Spot:
    """A value in a clause: the number of its token, its clause, the values beside it, the words before and after."""

    number: int
    clause: Clause
    at: int
    marks: list[int]
    before: list[str]
    after: list[str]
    quantity: Quantity
    modality: Modality = "stated"
    when: When | None = None


def find_values(scene: Scene, number: int, last_kind: str) -> list[Draft]:
    """Return a draft for each value of a clause that states something."""
    clause = scene.clauses[number]
    ahead = clause.subject[0] if clause.say and scene.low(clause.subject[0] - 1) == "," else clause.left
    if (clause.say and ahead == clause.left) or _undone(scene, number):
        return []
    # what stands before ", he adds," is part of what he adds
    right = ahead if clause.say else clause.right
    marks = [i for i in range(clause.left, right) if _states(scene, i)]
    changed = clause.group is not None and clause.group.of("change")
    pairs = pairwise([clause.left - 1, *marks])
    bases = [at for before, at in pairs if _is_base(scene, before, at, changed=changed)]
    drafts: list[Draft] = []
    for place, at in enumerate(marks):
        spot = _spot(scene, number, place, marks, bases)
        if spot is None or at in scene.used:
            continue
        kind = kind_of(scene, spot, drafts[-1].kind if drafts else last_kind)
        drafts.append(_draft(scene, spot, kind))
    return drafts


_DEEDS = frozenset({"build", "sign", "invest", "employ", "produce", "event", "publish"})


def _undone(scene: Scene, number: int) -> bool:
    """Whether the clause says that something is not or will not be done: its values promise nothing."""
    group = scene.clauses[number].group
    if group is None or not group.classes & _DEEDS:
        return False
    return scene.denied(number)


def _states(scene: Scene, at: int) -> bool:
    q = scene.tokens[at].quantity
    if q is None or q.label:
        return False
    if q.unit in _DURATIONS and (
        scene.low(at + 1) in {"ahead", "behind", "late"}
        or (scene.low(at - 1) == "for" and _RUNS & set(scene.lows(at - 4, at)))
    ):
        return True
    if q.unit in _DURATIONS:
        return bool({"last", "lasts", "lasted", "take", "takes", "took"} & set(scene.lows(at - 3, at)))
    if q.unit in _ABSTRACT or (q.unit == "year" and _lapse(scene, at)):
        return False
    if q.unit is None and {"hotline", "phone", "telephone", "fax", "code", "extension"} & set(
        scene.lows(at - 4, at)
    ):
        return False
    return not (q.unit is None and q.comparator == "eq" and q.value < 13 and not q.noun and not q.per)


_LAPSES = words("after ago later earlier before since old in within past last next recent over first coming")


def _lapse(scene: Scene, at: int) -> bool:
    """Whether a number of years only says how long ago or how long: "two years after", "in ten years"."""
    if "-" in scene.tokens[at].low.split("year")[0]:
        return False
    if scene.low(at - 1) == "last" and scene.low(at - 2) in v.MODALS:
        # "should last two years"
        return False
    if scene.low(at - 1) == "over":
        # "9 million over 15 years" is a term; "grew over the past ten years" is not
        return scene.low(at - 2) in v.HAVE | {"with", "for"} or scene.low(at + 1) in {"of", "ago", "old"}
    return scene.low(at + 1) in _LAPSES or scene.low(at - 1) in _LAPSES


def _spot(scene: Scene, number: int, place: int, marks: list[int], bases: list[int]) -> Spot | None:
    clause, at = scene.clauses[number], marks[place]
    q = scene.tokens[at].quantity
    if q is None:
        return None
    earlier = marks[place - 1] if place else clause.left - 1
    later = marks[place + 1] if place + 1 < len(marks) else clause.right
    before = scene.lows(earlier + 1, at)
    after = [*q.noun.lower().split(), *scene.lows(at + 1, later)]
    spot = Spot(number, clause, at, marks, before, after, q)
    spot.modality = scene.modality(number)
    if clause.group is None and _OWN_SIZE & set(scene.lows(clause.left, clause.right)):
        spot.modality = "stated"
    aimed = set(before[-5:]) | (
        set(scene.lows(*clause.subject)) if clause.group and clause.group.lemma == "be" else set()
    )
    if aimed & _GOALS and spot.modality in {"done", "stated"}:
        spot.modality = "aim"
    spot.when = attach.of_value(scene.tokens, clause, at, marks, multiple=q.unit == "multiple") or carried(
        scene, number
    )
    if clause.group is not None and clause.group.lemma == "found" and not clause.group.of("measure"):
        # "founded in 2011 by three engineers": the year is that of the founding alone
        spot.when = None
    base = next((m for m in bases if m > at), -1)
    if base > 0 and spot.when is not None:
        spot.when = _before_base(scene, spot, base) or carried(scene, number)
    counted = (
        q.unit not in {"currency", "percent", "multiple"} and before[-1:] and before[-1] in v.POSSESSIVES
    )
    if _raised(scene, spot) or counted:
        # what is there already: "its five parks", "its 13 GWh are to be raised to 40"
        spot.modality, spot.when = "stated", None
    elif at_present(scene, at):
        spot.modality, spot.when = "stated", None
    elif _baseline(spot):
        spot.modality = "stated"
        own = [w for i, w in attach.whens_of(scene.tokens, at, later)]
        spot.when = (
            own[0] if own else spot.when if spot.before[-1:] != ["from"] and _compared(spot.before) else None
        )
    return spot


def _raised(scene: Scene, spot: Spot) -> bool:
    """Whether a value in the subject is the level that is to change: "its 13 GWh are to be raised to 40"."""
    group = spot.clause.group
    if group is None or not group.of("change") or spot.at >= group.start:
        return False
    later = [m for m in spot.marks if m > group.start]
    of = spot.before[-1:] == ["of"] or (len(spot.before) > 1 and spot.before[-2] == "of")
    return of and bool(later) and "to" in scene.lows(group.end, later[0])


def _baseline(spot: Spot) -> bool:
    """Whether a value is what another is compared with: "from 109 GWh", "up from", "compared with"."""
    words = spot.before[-6:]
    words = [w for w in words if w not in _LOOSE]
    if not words:
        return False
    if words[-1] == "from":
        group = spot.clause.group
        changed = group is not None and (
            group.of("change") or group.of("measure") or group.lemma in {"bring", "take", "go"}
        )
        return changed or (len(words) > 1 and words[-2] in _CHANGES)
    return _compared(words)


def _compared(words: list[str]) -> bool:
    return words[-2:] in (["compared", "with"], ["compared", "to"]) or words[-1] in {"versus", "against"}


def _is_base(scene: Scene, before: int, at: int, *, changed: bool) -> bool:
    words = [w for w in scene.lows(max(before + 1, at - 10), at)[-6:] if w not in _LOOSE]
    return bool(words) and (
        (words[-1] == "from" and (changed or (len(words) > 1 and words[-2] in _CHANGES))) or _compared(words)
    )


def _before_base(scene: Scene, spot: Spot, base: int) -> When | None:
    """Return the date of a value among the words before the value that it is compared with."""
    dates = [
        (i, w)
        for i, w in attach.whens_of(scene.tokens, spot.clause.left, base)
        if w.date and not attach.reference(scene.tokens, i)
    ]
    later = [w for i, w in dates if i > spot.at]
    return later[0] if later else dates[-1][1] if dates else None


# -- kinds


def _draft(scene: Scene, spot: Spot, kind: ClaimKind) -> Draft:
    start, end = _quote(scene, spot)
    who = scene.who.get(spot.number, NOBODY)
    parties = (
        described(scene, spot)
        or giver(scene, spot)
        or counterpart(scene, spot)
        or in_turn(scene, spot)
        or possessor(scene, spot)
        or holder(scene, spot)
        or seller(scene, spot)
        or told_later(scene, spot)
        or who.parties
        or owner_of(scene, spot)
    )
    places = where(scene, spot, kind, parties)
    flags = (
        ()
        if spot.when is None or not attach.says_then(scene.tokens, spot.clause)
        else ("deadline_by_anaphora",)
    )
    if spot.when is not None and spot.when.year_missing:
        flags = (*flags, "year_inferred")
    return Draft(
        kind=kind,
        start=start,
        end=end,
        modality=spot.modality,
        measure=measure_of(scene, spot.clause, spot.at, kind),
        quantity=spot.quantity,
        when=spot.when,
        parties=parties,
        places=places,
        basis=who.basis,
        flags=flags,
    )


def _quote(scene: Scene, spot: Spot) -> tuple[int, int]:
    """Return the words around one value of a clause."""
    clause = spot.clause
    place = spot.marks.index(spot.at)
    start = scene.opening(clause) if place == 0 else _cut(scene, spot.marks[place - 1], spot.at)
    end = clause.right if place == len(spot.marks) - 1 else _cut(scene, spot.at, spot.marks[place + 1])
    start = min(start, spot.at)
    a, b = scene.spot(start, max(end, spot.at + 1))
    q = spot.quantity
    return min(a, q.start), max(b, q.end)


def _cut(scene: Scene, one: int, other: int) -> int:
    """Return the token between two values at which the words of the second begin."""
    for i in range(other - 1, one, -1):
        if scene.low(i) in _CLOSERS:
            return i + 1 if scene.low(i) not in {"to", "from", "with"} else i
    return one + 1
