"""Where the project lies that a text goes on telling of, for sentences that name no place themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.english import nouns
from hinterland.reading.english import verbs as v
from hinterland.reading.english.places import level_of, place_of
from hinterland.reading.english.who import NOBODY
from hinterland.reading.gazetteer.places import find
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.clauses import Clause
    from hinterland.reading.english.memory import Memory
    from hinterland.reading.english.scene import Scene
    from hinterland.reading.model import Draft

_PROJECTS = nouns.STRONG_FACILITIES | words(
    "line lines unit units project venture production expansion farm phase"
)
_MAKING = frozenset({"build", "produce", "locate"})
_GETS = words(
    "get land win attract secure host welcome choose select pick have receive agree sign conclude reach"
)
_PASSING = words("found bear list export ship sell")
_MONEY = words(
    "loan loans lend lending lends lent grant grants granted subsidy subsidies subsidise aid incentives finance "
    "financed financing funded contribute contributed contributes provide provides provided providing bear borne "
    "cover covered equity backed backing guarantee support supports chip share"
)
_RESULTS = words("revenue revenues sales turnover exports imports profit profits gdp earnings")
_KINDS = frozenset({"investment", "facility", "target"})
_AIMS = words("project investment venture scheme outlay cost costs total expenditure budget")


def keep_site(scene: Scene) -> None:
    """Keep where the project of a sentence lies: the first of a text, and the first of each paragraph."""
    memory = scene.memory
    for number, clause in enumerate(scene.clauses):
        _keep_seat(scene, clause)
        places = _site(scene, number, clause)
        if not places:
            continue
        if not memory.site or (_wide(memory.site) and not _wide(places)):
            memory.site = places
        memory.site_firms |= {
            p
            for t in scene.tokens
            if t.name and t.name.kind == "organisation"
            for p in memory.credited(t.name)
        } | set(scene.who.get(number, NOBODY).parties)
        if memory.site_paragraph != memory.paragraph:
            memory.site_here, memory.site_paragraph = places, memory.paragraph


def _wide(places: tuple[str, ...]) -> bool:
    """Whether a place is no more than a country: what comes nearer replaces it."""
    return level_of(places[0]) == "country"


def _site(scene: Scene, number: int, clause: Clause) -> tuple[str, ...]:
    """Return where the plant is that a clause names or whose goods it says are made."""
    if clause.group is None or clause.group.lemma in _PASSING:
        return ()
    lows = set(scene.lows(clause.left, clause.right)) | set(scene.lows(*clause.subject))
    makes = bool(clause.group.classes & _MAKING) and not clause.group.of("say")
    if not (lows & _PROJECTS or makes):
        return ()
    places = scene.stays(number)
    if places:
        return places
    who = scene.who.get(number, NOBODY)
    if clause.group.lemma in _GETS or scene.memory.thing.parties or who.sort == "region":
        return _partner(scene, clause)
    return ()


def _partner(scene: Scene, clause: Clause) -> tuple[str, ...]:
    """Return the city or region that gets a plant, or with whose government one is agreed on."""
    start = min(clause.subject[0], clause.left)
    for i in range(start, clause.right):
        name = scene.tokens[i].name
        if name is None or name.kind not in {"place", "government"}:
            continue
        country = any(p.kind == "country" for p in find(name.text)[:1])
        places = () if country or scene.low(i + 1) in {"'s", "'"} else place_of(name)
        if places and scene.low(i - 1) not in {"for", "to", "from"}:
            return places
    return ()


def _keep_seat(scene: Scene, clause: Clause) -> None:
    """Keep where a firm is at home: "Taraz-based Alba", "Alba of Taraz"."""
    memory = scene.memory
    for i in range(max(1, clause.left), clause.right):
        name = scene.tokens[i].name
        if name is None or name.kind != "organisation":
            continue
        before = scene.tokens[i - 1]
        if before.kind == "w" and before.low.endswith("-based") and find(before.raw[:-6]):
            memory.seats.setdefault(memory.known_as(name), (before.raw[:-6],))
    for i in range(clause.left, clause.right - 2):
        name, place = scene.tokens[i].name, scene.tokens[i + 2].name
        if name is None or place is None or scene.low(i + 1) != "of":
            continue
        country = any(p.kind == "country" for p in find(place.text)[:1])
        if name.kind == "organisation" and place.kind == "place" and not country:
            memory.seats.setdefault(memory.known_as(name), (place.text, *place.within))


def site_of(scene: Scene, number: int, kind: str, parties: tuple[str, ...]) -> tuple[str, ...]:
    """Return where something is of which neither its clause nor its thing says a place: where the project is.

    A stranger's deeds are not put there, but money that is given for it is.
    """
    memory, clause = scene.memory, scene.clauses[number]
    if kind not in _KINDS or _RESULTS & set(scene.lows(*clause.subject)):
        return ()
    here = memory.site_here if memory.site_paragraph == memory.paragraph else ()
    site = here or memory.site
    about = {*memory.site_firms, *memory.main.parties} or set(memory.principals)
    foreseen = clause.group is not None and clause.group.lemma in v.EXPECT
    ours = not parties or bool(about & set(parties)) or foreseen or _no_firms(scene, clause, parties)
    if not ours and kind == "investment":
        lender = scene.who.get(number, NOBODY).noun in {"bank", "fund", "agency", "lender"}
        ours = lender or bool(_MONEY & set(scene.lows(clause.left, clause.right)))
    if not ours:
        return ()
    firms = (*parties, *memory.principals, *memory.company)
    return site or next((memory.seats[p] for p in firms if p in memory.seats), ())


def late(drafts: list[Draft], memory: Memory) -> list[Draft]:
    """Return the drafts with the site that a text names only after it has told of its project."""
    about = {*memory.site_firms, *memory.main.parties} or set(memory.principals)
    found: list[Draft] = []
    for one in drafts:
        if one.places and one.kind in _KINDS:
            # what follows is told where this is
            return [*found, *drafts[len(found) :]]
        ours = not one.parties or bool(about & set(one.parties))
        result = bool(_RESULTS & set(one.measure.lower().split()))
        if memory.site and ours and not one.places and one.kind in _KINDS and not result:
            basis = "; ".join(b for b in (one.basis, "place: the site named later") if b)
            one = replace(one, places=memory.site, basis=basis)  # noqa: PLW2901 - the draft as completed
        found.append(one)
    return found


def _no_firms(scene: Scene, clause: Clause, parties: tuple[str, ...]) -> bool:
    """Whether only states are carried over, and none of them is named here: no stranger's deed."""
    start = min(clause.subject[0], clause.left)
    named = {t.name.text for t in scene.tokens[start : clause.right] if t.name and t.name.kind != "person"}
    return all(level_of(p) for p in parties) and not any(p in n or n in p for p in parties for n in named)


def whole(scene: Scene, number: int) -> bool:
    """Whether a clause tells of the whole project, not of the thing named last: "Investment is put at"."""
    clause = scene.clauses[number]
    lows = scene.lows(*clause.subject)
    own = bool(v.POSSESSIVES & set(lows)) or "of" in lows
    return bool(_AIMS & set(lows)) and not own
