"""Where the project lies that a text goes on telling of, for sentences that name no place themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.english import nouns
from hinterland.reading.english import verbs as v
from hinterland.reading.english.places import level_of, merged, place_of
from hinterland.reading.english.stakes import ours
from hinterland.reading.english.who import NOBODY
from hinterland.reading.gazetteer.places import country_of, find
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
_LIES = words("stand lie sit be rise cover occupy")
_PASSING = words("found bear list export ship sell")
_MONEY = words(
    "loan loans lend lending lends lent grant grants granted subsidy subsidies subsidise aid incentives finance "
    "financed financing funded contribute contributed contributes provide provides provided providing bear borne "
    "cover covered equity backed backing guarantee support supports chip share met meet budget balance remaining "
    "remainder rest"
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
        wider = memory.thing.places
        if not memory.site and wider and _ours(scene, number) and _inside(places, wider):
            _narrow(memory, places, wider)
        elif not memory.site or (_wide(memory.site) and not _wide(places)):
            memory.site = places
            memory.keep_land(places)
        elif _ours(scene, number) and _inside(places, memory.site):
            _narrow(memory, places, memory.site)
        memory.site_firms |= {
            p
            for t in scene.tokens
            if t.name and t.name.kind == "organisation"
            for p in memory.credited(t.name)
        } | set(scene.who.get(number, NOBODY).parties)
        if memory.site_paragraph != memory.paragraph:
            memory.site_here, memory.site_paragraph = places, memory.paragraph


_REGIONS = words("valley coast region area basin province county prefecture district corridor")


def _ours(scene: Scene, number: int) -> bool:
    """Whether a clause tells of the project of the text, not of somebody else's."""
    memory, parties = scene.memory, scene.who.get(number, NOBODY).parties
    about = memory.site_firms | {*memory.main.parties, *memory.thing.parties}
    about = {p for p in about if not level_of(p)}
    return not parties or not about or bool(about & set(parties))


def _inside(places: tuple[str, ...], site: tuple[str, ...]) -> bool:
    """Whether a place is nearer than a region that the project was said to lie in, as far as it can be known."""
    wide = level_of(site[0]) == "region" or site[0].split()[-1].lower() in _REGIONS
    if not wide or level_of(places[0]) in {"region", "country"}:
        return False
    within = set(places[1:])
    lands = {country_of(x) for x in (site[0], places[0])} - {""}
    return len(lands) < 2 and (not within or not within - set(site) or _near(within, site[0]))


def _near(within: set[str], region: str) -> bool:
    """Whether what a place lies in may lie in a region: both in the same country, as far as it is known."""
    lands = {country_of(x) for x in within} - {""}
    return not lands or country_of(region) in lands


def _narrow(memory: Memory, places: tuple[str, ...], old: tuple[str, ...]) -> None:
    """Keep the nearer place of a project for all that was kept with the wider one."""
    memory.site = places = merged(places, old)
    memory.keep_land(places)
    memory.site_here, memory.site_paragraph = places, memory.paragraph
    memory.home = places if memory.home == old else memory.home
    for noun, thing in memory.things.items():
        if thing.places == old:
            memory.things[noun] = replace(thing, places=places)
    memory.subject = (
        replace(memory.subject, places=places) if memory.subject.places == old else memory.subject
    )
    memory.thing = replace(memory.thing, places=places) if memory.thing.places == old else memory.thing
    memory.main = replace(memory.main, places=places) if memory.main.places == old else memory.main


def _wide(places: tuple[str, ...]) -> bool:
    """Whether a place is no more than a country: what comes nearer replaces it."""
    return level_of(places[0]) == "country"


def _site(scene: Scene, number: int, clause: Clause) -> tuple[str, ...]:
    """Return where the plant is that a clause names or whose goods it says are made."""
    if clause.group is None or clause.group.lemma in _PASSING:
        return ()
    lows = set(scene.lows(clause.left, clause.right)) | set(scene.lows(*clause.subject))
    makes = bool(clause.group.classes & _MAKING) and not clause.group.of("say")
    lies = clause.group.lemma in _LIES and scene.low(clause.subject[0]) == "it" and scene.memory.thing.noun
    if not (lows & _PROJECTS or makes or lies):
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
        if name is None or name.kind not in {"place", "government"} or seat_of(scene, i):
            continue
        country = any(p.kind == "country" for p in find(name.text)[:1])
        places = () if country or scene.low(i + 1) in {"'s", "'"} else place_of(name)
        if places and scene.low(i - 1) not in {"for", "to", "from"}:
            return places
    return ()


def seat_of(scene: Scene, at: int) -> bool:
    """Whether a place is only where a firm is at home: "Alba of Turin"."""
    before = scene.tokens[at - 2].name if at > 1 and scene.low(at - 1) == "of" else None
    return before is not None and before.kind == "organisation"


def _keep_seat(scene: Scene, clause: Clause) -> None:
    """Keep where a firm is at home: "Taraz-based Alba", "Alba of Taraz"."""
    memory = scene.memory
    for i in range(max(1, clause.left), clause.right):
        name = scene.tokens[i].name
        if name is None or name.kind not in {"organisation", "government"}:
            continue
        last = name.text.rpartition(" of ")[2]
        if last != name.text and (
            level_of(last) == "city" or (name.kind == "government" and not level_of(last))
        ):
            # "the Port Authority of Sines"
            memory.seats.setdefault(memory.known_as(name), (last,))
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
    if memory.plan and memory.principal.places and (not site or _wide(site)):
        site = memory.principal.places
    about = {*memory.site_firms, *memory.main.parties} or set(memory.principals)
    about |= ours(scene) if about else set()
    foreseen = clause.group is not None and clause.group.lemma in v.EXPECT
    mine = not parties or bool(about & set(parties)) or foreseen or _no_firms(scene, clause, parties)
    if not mine and kind == "investment":
        lender = scene.who.get(number, NOBODY).noun in {"bank", "fund", "agency", "lender"}
        mine = lender or bool(_MONEY & set(scene.lows(clause.left, clause.right)))
    if not mine:
        return ()
    firms = (*parties, *memory.principals, *memory.company) if len(parties) < 2 else ()
    return site or next((memory.seats[p] for p in firms if p in memory.seats), ())


def late(drafts: list[Draft], memory: Memory) -> list[Draft]:
    """Return the drafts with the site, owner or day that a text names only after it has told of its project."""
    drafts = _signed_late(_owned_late(drafts, memory))
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


def _owned_late(drafts: list[Draft], memory: Memory) -> list[Draft]:
    """Return the drafts with the owner of a project that a text opens with: "Behind the project is Alba"."""
    owner = memory.main.parties
    first = next((n for n, d in enumerate(drafts) if d.parties), 0)
    if not first or not owner or all(level_of(p) for p in owner):
        return drafts
    named = [
        replace(d, parties=owner, basis="parties: whom the text names later")
        if d.kind == "facility" and d.places and set(d.places) & set(memory.main.places)
        else d
        for d in drafts[:first]
    ]
    return [*named, *drafts[first:]]


def _signed_late(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with the day of an agreement that is told later: "The agreement was signed on May 4"."""
    deals = [d for d in drafts if d.kind == "agreement" and d.quantity is None]
    if len(deals) < 2 or deals[0].when is not None:
        return drafts
    first = deals[0]
    told = [d for d in deals[1:] if d.when is not None and len(d.when.date) == 10]
    same = [d for d in told if set(d.parties) == set(first.parties)]
    if not same:
        return drafts
    basis = "; ".join(b for b in (first.basis, "deadline: the day told later") if b)
    dated = replace(first, when=same[0].when, basis=basis)
    return [dated if d is first else d for d in drafts]


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
