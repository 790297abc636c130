"""Facts that state no figure: founding year, seat, owner."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.english import attach
from hinterland.reading.english import verbs as v
from hinterland.reading.english.drafts import draft, still_ahead, valued
from hinterland.reading.english.places import merged, places_in
from hinterland.reading.english.who import NOBODY
from hinterland.reading.model import Quantity
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.scene import Scene
    from hinterland.reading.model import Draft


def find_fact(scene: Scene, number: int) -> list[Draft]:
    """Return founding year, seat and ownership."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or clause.say:
        return []
    made = _founded(scene, number) or _seat(scene, number) or _owned(scene, number)
    return [made] if made else []


_BORN = words("found establish set_up incorporate create form")


def _founded(scene: Scene, number: int) -> Draft | None:
    clause = scene.clauses[number]
    group = clause.group
    who = scene.who.get(number, NOBODY)
    if group is None or group.lemma not in _BORN or who.sort in {"region", "person"}:
        return None
    if not (group.passive or clause.how == "part") and group.lemma != "found":
        return None
    for at, when in attach.whens_of(scene.tokens, group.end, clause.right):
        year = when.date[:4]
        if (
            len(when.date) >= 4
            and not still_ahead(scene, when.date)
            and at - group.end < 9
            and not any(t.quantity for t in scene.tokens[group.end : at])
        ):
            spot = scene.tokens[at]
            offset = spot.low.find(year)
            if offset < 0:
                return None
            start = spot.start + offset
            q = Quantity(start, start + 4, start, start + 4, float(year), unit="year")
            fact = draft(
                scene,
                number,
                "fact",
                (min(scene.opening(clause), at), at + 1),
                measure="founding year",
                modality="stated",
                when=None,
            )
            return replace(fact, quantity=q, when=when)
    return None


def _seat(scene: Scene, number: int) -> Draft | None:
    clause = scene.clauses[number]
    group = clause.group
    if group is None:
        return None
    words = set(scene.lows(clause.left, clause.right))
    base = group.lemma in {"headquarter", "base", "locate"} and (group.passive or clause.how == "part")
    if base and (
        group.lemma == "headquarter"
        or "headquarters" in words
        or scene.who.get(number, NOBODY).sort == "organisation"
    ):
        places = places_in(scene.tokens, group.end, clause.right)
        start = scene.opening(clause)
        if scene.low(clause.asked) == "where" and not places:
            places = _antecedent_places(scene, clause.asked)
        if places:
            return replace(
                draft(
                    scene, number, "fact", (start, clause.right), measure="headquarters", modality="stated"
                ),
                places=places,
            )
    if group.lemma == "have" and "headquarters" in words:
        places = places_in(scene.tokens, group.end, clause.right)
        made = draft(
            scene,
            number,
            "fact",
            (scene.opening(clause), clause.right),
            measure="headquarters",
            modality="stated",
        )
        return replace(made, places=places) if places else None
    if group.lemma == "be" and {"location", "home", "seat"} & words and "headquarters" in words:
        return _location_of(scene, number)
    return None


def _antecedent_places(scene: Scene, left: int) -> tuple[str, ...]:
    for i in range(left - 1, max(-1, left - 5), -1):
        name = scene.tokens[i].name
        if name and name.kind in {"place", "government"}:
            return (name.text, *name.within)
    return ()


def _location_of(scene: Scene, number: int) -> Draft | None:
    """Return the seat of "Lyon is the site of Corvo's world headquarters"."""
    clause = scene.clauses[number]
    who = scene.who.get(number, NOBODY)
    group = clause.group
    owner = (
        next(
            (
                t.name
                for t in scene.tokens[group.end : clause.right]
                if t.name and t.name.kind == "organisation"
            ),
            None,
        )
        if group
        else None
    )
    if owner is None or who.sort != "region":
        return None
    made = draft(
        scene,
        number,
        "fact",
        (scene.opening(clause), clause.right),
        measure="headquarters",
        modality="stated",
        parties=(scene.memory.known_as(owner),),
    )
    return replace(made, places=who.parties)


def _owned(scene: Scene, number: int) -> Draft | None:
    """Return whom the subject belongs to."""
    clause = scene.clauses[number]
    group = clause.group
    who = scene.who.get(number, NOBODY)
    if group is None or not who.parties or valued(scene, number):
        return None
    lows = scene.lows(group.end, clause.right)
    owned = group.lemma == "own" and group.passive and "by" in lows
    unit = (
        group.lemma == "be"
        and bool({"subsidiary", "unit", "affiliate", "arm"} & set(lows[:8]))
        and "of" in lows
    )
    state = (
        group.lemma == "be"
        and "under" in lows
        and any(w in {"state-owned", "owned", "enterprise"} for w in lows[:6])
    )
    if not (owned or unit or state):
        return None
    owners = tuple(
        scene.memory.known_as(t.name)
        for t in scene.tokens[group.end : clause.right]
        if t.name and t.name.kind in {"organisation", "government"}
    )
    if not owners:
        return None
    start = clause.left if v.RELATIVES and clause.how == "rel" else scene.opening(clause)
    made = draft(scene, number, "fact", (start, clause.right), measure="ownership", modality="stated")
    return replace(made, parties=merged(who.parties, owners), when=None)
