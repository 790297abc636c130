"""Where a value is: by its own words, by its plant, by the project that the text tells of, by whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.english import nouns
from hinterland.reading.english.grounds import site_of
from hinterland.reading.english.holders import where_of
from hinterland.reading.english.places import level_of, places_in
from hinterland.reading.english.who import NOBODY
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.scene import Scene
    from hinterland.reading.english.values import Spot
    from hinterland.reading.model import ClaimKind

_PAYS = words("meet bear cover pay provide contribute finance fund lend shoulder cost employ")
_LAND = words("land plot lease leased site parcel ground")
_WIDE = words("sector industry economy")
_MEMBERS = words("including among notably especially")


def where(scene: Scene, spot: Spot, kind: ClaimKind, parties: tuple[str, ...]) -> tuple[str, ...]:
    """Return where a value is."""
    memory, who = scene.memory, scene.who.get(spot.number, NOBODY)
    found = (
        delivered_to(scene, spot.number)
        or _beside(scene, spot)
        or where_of(scene, spot)
        or _before_members(scene, spot)
    )
    if found is None:
        found = scene.places(spot.number)
    if not found and who.noun in _WIDE and memory.country and who.sort != "region":
        return (memory.country,)
    if not found and not who.parties and who.sort == "other" and (memory.report or memory.plan):
        return memory.principal.places
    if found and found == who.places and who.sort == "region":
        found = _of_payer(scene, spot, kind) or found
    beside = "target" if kind == "fact" and at_present(scene, spot.at) else kind
    if not found and spot.quantity.unit in nouns.AREA_UNITS and _LAND & {*spot.before[-6:], *spot.after[:6]}:
        # "a land lease for 150 hectares was signed": for the project
        found = memory.thing.places or memory.site
    found = found or scene.of_thing(spot.number, beside, jobs=spot.quantity.unit in nouns.JOB_UNITS)
    if not found and not (memory.plan or memory.report):
        # "the number of jobs is given as 1,400": those of the project
        found = site_of(scene, spot.number, "target" if spot.quantity.unit == "job" else kind, parties)
    return found or _of_owner(scene, spot, parties) or _last(scene, spot, kind, parties)


_HANDS = words("deliver supply hand_over ship")


def delivered_to(scene: Scene, number: int) -> tuple[str, ...]:
    """Return the town that goods are for: "30 trams will be supplied to the Romanian city of Craiova"."""
    clause = scene.clauses[number]
    if clause.group is None or clause.group.lemma not in _HANDS or scene.modality(number) == "done":
        return ()
    for i in range(clause.group.end, clause.right - 1):
        if scene.low(i) == "to":
            end = min(clause.right, i + 6)
            city = next((k for k in range(i + 1, end) if scene.low(k) in {"city", "town"}), -1)
            at = city + 2 if city > 0 and scene.low(city + 1) == "of" else i + 1
            name = scene.tokens[at].name if at < clause.right else None
            return (name.text, *name.within) if name is not None and name.kind == "place" else ()
    return ()


def _of_payer(scene: Scene, spot: Spot, kind: ClaimKind) -> tuple[str, ...]:
    """Return the place of somebody's plant that a government pays for."""
    group = spot.clause.group
    pays = group is not None and group.lemma in _PAYS
    if not pays and kind not in {"investment", "facility"}:
        return ()
    return scene.of_thing(spot.number, kind, pointed=True) or (scene.memory.thing.places if pays else ())


def _of_owner(scene: Scene, spot: Spot, parties: tuple[str, ...]) -> tuple[str, ...]:
    """Return the land of a government, a region or whom the document is about."""
    memory, who = scene.memory, scene.who.get(spot.number, NOBODY)
    if not who.parties and memory.default().sort == "region":
        return memory.default().places
    if parties and parties == memory.region and memory.region_places:
        return memory.region_places
    if parties and parties == memory.principal.parties and memory.principal.places:
        return memory.principal.places
    own = len(parties) == 1 and level_of(parties[0]) and parties[0][0].isupper()
    return parties if own else ()


def _last(scene: Scene, spot: Spot, kind: ClaimKind, parties: tuple[str, ...]) -> tuple[str, ...]:
    """Return the site of a plan's project, else the country whose ministry speaks."""
    memory, who = scene.memory, scene.who.get(spot.number, NOBODY)
    site = site_of(scene, spot.number, kind, parties)
    return site or ((memory.country,) if who.sort == "region" and memory.country else ())


def _before_members(scene: Scene, spot: Spot) -> tuple[str, ...] | None:
    """Return where a whole is, not its members ("118 projects, among them a mill in X"), None for no members."""
    for i in range(spot.at + 1, spot.clause.right):
        if scene.low(i) in _MEMBERS and scene.low(i - 1) == ",":
            found = places_in(scene.tokens, spot.clause.left, i)
            who = scene.who.get(spot.number, NOBODY)
            return found or who.places or scene.memory.default().places
    return None


def _beside(scene: Scene, spot: Spot) -> tuple[str, ...]:
    """Return where one of several plants of a clause is: "a mill at Paradip and a unit at Kalinganagar"."""
    if len(spot.marks) < 2 or not nouns.FACILITIES & set(spot.after[:5]):
        return ()
    end = next((m for m in spot.marks if m > spot.at), spot.clause.right)
    return places_in(scene.tokens, spot.at + 1, end)


def at_present(scene: Scene, at: int) -> bool:
    """Whether a value is said to be that of now, beside one to come: "the workforce, 160 at present, should grow"."""
    now = scene.low(at + 1) in {"now", "today", "currently"} or scene.lows(at + 1, at + 3) == [
        "at",
        "present",
    ]
    before = scene.low(at - 1) in {"now", "currently", "presently"}
    return (now and scene.low(at - 1) in {",", "("}) or (before and scene.low(at - 2) in {",", "("})
