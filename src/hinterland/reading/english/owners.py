"""Whose a plant is that somebody else speaks for: joint subjects, those who approve, those who lend or buy."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.english import nouns
from hinterland.reading.english import verbs as v
from hinterland.reading.english.heads import GENERIC_THINGS, OFFICES
from hinterland.reading.english.places import places_in
from hinterland.reading.english.who import NOBODY, Who
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.reading.english.clauses import Clause
    from hinterland.reading.english.scene import Scene
    from hinterland.reading.model import Name

_FIRMS = frozenset({"organisation", "government"})
_OPENS = frozenset({"a", "an", "the", "one", "which", "its"})
_BESIDE = frozenset({"together", "jointly", "along"})
APPROVED = "whose plant an office approves"
"""Basis of a party that is no subject, but owns what the subject approves."""
_FAR = 24
"""Words that an apposition or the object of an approval may take."""


def joint(scene: Scene, number: int, who: Who) -> Who:
    """Return both parties of a subject that an apposition parts: "Alba, a fund in Bern, and Corvo have set up"."""
    subject = scene.clauses[number].subject
    start = subject[0]
    for i in range(start, subject[1] - 1):
        if scene.low(i) in _BESIDE and scene.low(i + 1) == "with" and who.sort == "organisation":
            # "Alba, together with its partner Corvo, will build"
            others = [t.name for t in scene.tokens[i + 2 : min(i + 8, subject[1])] if t.name]
            return _both(scene, others[0], who, last=True) if others and others[0].kind in _FIRMS else who
    # "have agreed to build": the same subject again
    number = next(k for k in range(number + 1) if scene.clauses[k].subject == subject)
    if scene.low(start - 1) != "and" or scene.low(start - 2) != "," or not who.parties:
        return who
    if any(c.how not in {"rel", "part"} for c in scene.clauses[:number]):
        return who
    for i in range(start - 3, max(0, start - _FAR), -1):
        name = scene.tokens[i - 1].name
        if scene.low(i) == "," and name is not None and scene.low(i + 1) in _OPENS:
            plain = all(scene.low(j) in v.DETERMINERS for j in range(i - 1))
            return _both(scene, name, who) if plain and name.kind in _FIRMS else who
    return who


def _both(scene: Scene, name: Name, who: Who, *, last: bool = False) -> Who:
    """Return a name and the rest of the subject; a state among them stays what "the state" means."""
    if who.sort == "region":
        scene.memory.region, scene.memory.region_places = who.parties, who.places
    other = scene.memory.credited(name)
    parties = tuple(dict.fromkeys((*who.parties, *other) if last else (*other, *who.parties)))
    return replace(who, parties=parties, places=(), sort="organisation")


_ALLOW = words(
    "approve clear license licence permit authorise authorize green-light greenlight okay sanction allow"
)
_GIVE = words("give grant issue award hand allocate allot assign sign_off extend")
_LEAVE = words(
    "approval licence license permit permission consent go-ahead clearance light nod authorisation authorization "
    "certificate lease concession rights land site hectares acres plot promotion status registration"
)
_APPROVERS = OFFICES | words("regulator committee inspectorate watchdog board office court cabinet")
_PLANTS = nouns.FACILITIES | words("project projects scheme expansion venture works proposal plan plans")


def allowed(scene: Scene, number: int, who: Who) -> tuple[str, ...]:
    """Return whose plant it is that an office approves: "has cleared a mill of Alba", "gave its consent to Corvo"."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or not (who.sort == "region" or who.noun in _APPROVERS):
        return ()
    end = min(clause.right, group.end + _FAR)
    lows = set(scene.lows(group.end, end))
    if group.passive:
        # "approval for a mill was granted to Alba by the agency"
        lows |= set(scene.lows(*clause.subject))
    land = any(t.quantity and t.quantity.unit in nouns.AREA_UNITS for t in scene.tokens[group.end : end])
    paid = any(t.quantity and t.quantity.unit == "currency" for t in scene.tokens[group.end : end])
    backs = group.lemma in {"back", "endorse", "support", "welcome"} and not paid
    if not (group.lemma in _ALLOW or backs or (group.lemma in _GIVE and (land or _LEAVE & lows))):
        return ()
    first = scene.tokens[group.end].name if group.end < end else None
    if first is not None and first.kind == "organisation" and scene.low(group.end + 1) not in {"'s", "'"}:
        # "granted Alba a licence"
        return scene.memory.credited(first)
    found = owner_of_plant(scene, group.end, end, who)
    return found or (owner_of_plant(scene, *clause.subject, who) if group.passive else ())


def owner_of_plant(scene: Scene, start: int, end: int, who: Who) -> tuple[str, ...]:
    """Return the firm that stands behind a plant with "of", "by", "for" or "to", or before it with "'s"."""
    plant, governs = False, ""
    for i in range(start, end):
        low, name = scene.low(i), scene.tokens[i].name
        if name is not None and name.kind == "organisation":
            owned = scene.low(i + 1) in {"'s", "'"}
            given = governs == "to" or (plant and governs in {"of", "by", "for", "from"})
            parties = scene.memory.credited(name) if given or owned else ()
            if parties and parties != who.parties:
                return parties
        elif low in v.PREPOSITIONS:
            governs = low
        plant = plant or low in _PLANTS
    return ()


_AID = words(
    "aid subsidy subsidies grant grants loan loans funding guarantee guarantees incentives exemption"
)


def aids(scene: Scene, clause: Clause) -> bool:
    """Whether an office gives money to a plant, which is then its own: "approved 900 million in aid for a mill"."""
    start = clause.group.end if clause.group is not None else clause.left
    return bool(_AID & set(scene.lows(start, clause.right)))


_PUBLIC = words(
    "road bridge railway metro tunnel airport hospital school station port highway motorway expressway line pipeline "
    "university dam canal stadium museum substation terminal depot network grid corridor park"
)


def settle(scene: Scene, number: int, parties: tuple[str, ...]) -> None:
    """Keep whose a plant is for which a state signs with a firm: the firm's; else what they agree on is of both."""
    clause, memory = scene.clauses[number], scene.memory
    states = {
        p for t in scene.tokens if t.name and t.name.kind != "organisation" for p in memory.credited(t.name)
    }
    firms = tuple(p for p in parties if p not in states)
    if not firms or len(firms) == len(parties) or clause.group is None:
        return
    who = scene.who.get(number, NOBODY)
    plants = (nouns.STRONG_FACILITIES & set(scene.lows(clause.group.end, clause.right))) - _PUBLIC
    if plants:
        hand_over(scene, clause, firms)
        scene.who[number] = replace(who, parties=firms, basis="who signed with the state for a plant")
        return
    memory.company = firms
    memory.aside, memory.kept = True, Who(parties, (), "organisation", "", "who signed")
    scene.who[number] = replace(who, parties=parties, basis="who signed")


def office(scene: Scene, number: int, who: Who) -> Who:
    """Return the office that approved a plant for an "it" that goes on to grant something."""
    group, before = scene.clauses[number].group, scene.memory.approver
    acts = group is not None and group.lemma in _ALLOW | _GIVE and not group.passive
    return before if acts and before.parties and who.basis.startswith("it:") and who.sort == "thing" else who


def hand_over(scene: Scene, clause: Clause, owner: tuple[str, ...]) -> None:
    """Keep the owner of a plant that was approved as whom the text goes on to talk of."""
    memory = scene.memory
    start = clause.group.end if clause.group is not None else clause.left
    if clause.group is not None and clause.group.passive:
        start = min(start, clause.subject[0])
    noun = next((w for w in scene.lows(start, clause.right) if w in GENERIC_THINGS), "project")
    memory.company = owner
    memory.keep_thing(noun, owner, places_in(scene.tokens, start, clause.right))
    memory.subject, memory.subject_paragraph = memory.thing, memory.paragraph


_SIDE = words("lend finance underwrite lease leased rent rented arrange guarantee insure advise refinance")
_PAYS = words(
    "bear cover contribute provide pay grant fund finance subsidise subsidize lend award give back shoulder chip_in "
    "put_up guarantee support commit"
)
_INTO = words("add inject put put_in invest bring bring_in raise give expect sign agree conclude")
_BY_OTHERS = words(
    "supply deliver provide contribute cover bear shoulder pay put_up own hold take take_up design equip"
)
_PURSES = frozenset({"Bank", "Fund", "Bancorp", "Facility", "Foundation"})
_FUNDS = words("support contribute finance fund provide lend back subsidise subsidize guarantee chip_in")
_HOLDS = words("own hold control have take take_up acquire buy get receive keep retain")
_STAKES = words("stake stakes share shares interest majority minority equity rest remainder")
_LENDERS = words(
    "lender lenders bank creditor insurer financier underwriter adviser advisor supplier subsidiary contractor "
    "customer shareholder affiliate"
)
_DEALS = words("sign conclude agree buy take purchase order book reserve")
_OFFTAKE = words("output offtake power electricity energy space capacity supply")


def aside(scene: Scene, clause: Clause, who: Who) -> bool:
    """Whether somebody only lends to, supplies, pays for, rents from or buys from whom the text is talking of."""
    memory, group = scene.memory, clause.group
    if group is None or who.sort not in {"organisation", "region", "agent"}:
        return False
    about = memory.principal.parties if memory.met and memory.principal.sort == "organisation" else ()
    current = memory.company if set(about) & set(memory.company) else memory.thing.parties or memory.company
    alone = _alone(scene, who, current)
    if alone:
        return _holds(scene, clause) or group.lemma in alone
    sold = group.passive and group.lemma in {"sell", "promise", "reserve"}
    if current and sold and set(who.parties) - set(current):
        # its output goes to others
        return True
    if not current or {*current, *memory.company} & set(who.parties):
        return False
    if who.sort == "region":
        return _state_aside(scene, clause)
    lows = set(scene.lows(group.end, clause.right))
    if any(_for_them(scene, i, current) for i in range(group.end, clause.right - 1)):
        return True
    if group.lemma == "be" and scene.low(group.end) in {"behind", "among"}:
        return True
    lends = bool(_LENDERS & set(scene.lows(*clause.subject)))
    if lends or group.lemma in _SIDE or (group.lemma in _DEALS and bool(_OFFTAKE & lows)):
        return True
    purse = group.lemma in _FUNDS or all(p.split()[-1] in _PURSES for p in who.parties)
    if group.lemma in _BY_OTHERS | _PAYS and (group.passive or purse):
        return True
    return _holds(scene, clause)


def _alone(scene: Scene, who: Who, current: tuple[str, ...]) -> frozenset[str]:
    """Return what one of those who act together, or owners of a venture, do on the side; nothing for others."""
    memory, mine = scene.memory, set(who.parties)
    if current and mine <= set(memory.cast.owners) and not mine & set(current):
        # the venture stays what is talked of
        return _PAYS | _INTO
    return _PAYS if mine < set(memory.pair) and set(memory.pair) & set(memory.company) else frozenset()


def _state_aside(scene: Scene, clause: Clause) -> bool:
    """Whether a state only pays, gives land or a permit, or holds a share."""
    group = clause.group
    if group is None:
        return False
    if group.lemma == "be" and "'s" in scene.lows(*clause.subject):
        # "the state's contribution is a road"
        return True
    paid = any(t.quantity for t in scene.tokens[clause.left : clause.right])
    gives = group.lemma in _GIVE and bool(_LEAVE & set(scene.lows(group.end, clause.right)))
    taxes = group.lemma in {"receive", "get", "collect", "earn"} and paid
    return (group.lemma in _PAYS and paid) or gives or taxes or group.lemma in _SIDE or _holds(scene, clause)


def _for_them(scene: Scene, at: int, current: tuple[str, ...]) -> bool:
    """Whether something is done for or to those who are talked of: "trains 120 people for the company"."""
    name = scene.tokens[at + 1].name
    if scene.low(at) not in {"for", "to"} or name is None or name.kind not in {"organisation", "group"}:
        return False
    return set(scene.memory.credited(name)) == set(current) and scene.low(at + 2) not in {"'s", "'"}


def _holds(scene: Scene, clause: Clause) -> bool:
    """Whether a clause only says who holds what share."""
    group = clause.group
    shares = any(
        t.quantity and t.quantity.unit == "percent" for t in scene.tokens[clause.left : clause.right]
    )
    stake = group is not None and bool(_STAKES & set(scene.lows(group.end, clause.right)))
    return group is not None and group.lemma in _HOLDS and (shares or stake)


_ISSUES = re.compile(
    r" (?:has |have )?(?:today |recently |just )?(?:issued|published|released|unveiled|adopted|presented|announced"
    r"|set out|drawn up|launched|issues|unveils|releases) (?:a|an|its|the|new) (?:[\w-]{1,30} ){0,4}?"
    r"(?:roadmap|plan|strategy|blueprint|programme|program|guidelines|measures|policy|scheme)\b"
)


def issuer(text: str, about: Sequence[Name]) -> Name | None:
    """Return the ministry that issued the plan of a country that a headline names: the plan's figures are its."""
    if not about or about[0].kind != "place":
        return None
    offices = [n for n in about[1:] if n.kind == "government"]
    return next((n for n in offices if _ISSUES.match(text, n.end, n.end + 120)), None)
