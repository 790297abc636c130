"""Who is meant where the grammatical subject names nobody: "among the winners is X", "under the city's plan"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.english import verbs as v
from hinterland.reading.english.agents import agent_of
from hinterland.reading.english.owners import owner_of_plant
from hinterland.reading.english.places import level_of, merged
from hinterland.reading.english.rows import row_end, row_of
from hinterland.reading.english.stakes import behind, belongs, called
from hinterland.reading.english.turns import BUILDS
from hinterland.reading.english.who import NOBODY, Who
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.scene import Scene

_WILLS = words(
    "want plan aim hope seek intend pledge vow promise expect wish will aspire propose consider mean ban exempt "
    "decide"
)
_PAPERS = words(
    "plan programme program strategy roadmap policy scheme initiative blueprint law act mandate budget agenda rules "
    "regulation target targets vision guidelines"
)
_PACTS = words("contract agreement deal accord pact memorandum mou terms arrangement order concession treaty")
_SORTS = words(
    "one first latest newest largest biggest second main second-largest winner winners applicant applicants customer "
    "customers buyer buyers investor investors partner partners member members bidder bidders beneficiary "
    "beneficiaries recipient recipients tenant tenants newcomer newcomers supplier suppliers firm firms company "
    "companies developer developers operator owner builder contractor maker lender lenders bank banks shareholder "
    "shareholders backer backers participant participants owners"
)


def told_of(scene: Scene, number: int, who: Who) -> Who:
    """Return whom a clause tells of where its subject names nobody itself.

    Parameters
    ----------
    scene
        The sentence.
    number
        Number of the clause.
    who
        Whom its subject means.
    """
    own = scene.clauses[number]
    who = belongs(scene, own, behind(scene, own, called(scene, own, who)))
    who = _works_of(scene, number, who)
    who = _predicated(scene, number, _patient(scene, number, who))
    who = _speaker(scene, number, _sayer(scene, number, who))
    who = who if who.parties else _built_for(scene, number, who)
    who = who if who.parties else _said_of(scene, number, who)
    who = _apposed(scene, number, who)
    who = _chosen(scene, number, who)
    who = _landed(scene, number, who if who.parties else _antecedent(scene, number, who))
    named = any(t.name for t in scene.tokens[slice(*scene.clauses[number].subject)])
    if not named and (who.sort in {"thing", "other", "agent"} or scene.low(0) == "for"):
        who = _under(scene, number, who)
    who = who if who.parties else _delivered(scene, number, who)
    clause = scene.clauses[number]
    if not who.parties and who.sort == "other" and clause.how == "rel" and clause.parent >= 0:
        # "is to contribute 15 million, which gives it 40 percent": the same as before
        above = scene.who.get(clause.parent, NOBODY)
        return replace(who, parties=above.parties, basis=above.basis or "the clause before")
    return who


_WORK = words("employ make produce turn_out build assemble process manufacture")


def _works_of(scene: Scene, number: int, who: Who) -> Who:
    """Return whose works a town stands for: "at its Chakan works. Chakan, which employs 1,450 people"."""
    group, here = scene.clauses[number].group, who.places[:1]
    if (
        group is None
        or group.lemma not in _WORK
        or who.sort != "region"
        or group.passive
        or who.parties != here
    ):
        return who
    if not here or level_of(here[0]) in {"country", "region"}:
        return who
    thing = next((t for t in reversed(scene.memory.things.values()) if t.places[:1] == here), NOBODY)
    owned = thing.parties and not any(level_of(p) for p in thing.parties)
    return replace(thing, places=who.places, basis="whose works are there") if owned else who


def _patient(scene: Scene, number: int, who: Who) -> Who:
    """Return nobody for a common noun that is only acted upon: "growers will be offered contracts"."""
    group = scene.clauses[number].group
    acted = who.sort == "agent" and group is not None and group.passive and agent_of(scene, number) is None
    return replace(who, parties=(), sort="other") if acted else who


def _predicated(scene: Scene, number: int, who: Who) -> Who:
    """Return who is named behind the verb: "one of the winners is Alba", "among the buyers is Corvo, a grocer"."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or group.lemma not in {"be", "include"} or who.sort == "organisation":
        return who
    lows = scene.lows(min(clause.left, clause.subject[0]), group.start)
    if not (_SORTS & set(lows) or lows[:1] == ["behind"]) or group.lemma == "include":
        return who
    at = group.end
    while at < clause.right and scene.tokens[at].kind == "w" and scene.low(at) not in v.PREPOSITIONS:
        at += 1
    name = scene.tokens[at].name if at < clause.right else None
    if lows[:1] == ["behind"] and name is not None and name.kind == "place":
        name = next(
            (t.name for t in scene.tokens[at : clause.right] if t.name and t.name.kind == "organisation"),
            None,
        )
    if name is None or name.kind != "organisation" or scene.low(at + 1) in {"'s", "'"}:
        return who
    found = row_of(scene.memory, scene.tokens, (group.end, row_end(scene.tokens, group.end, clause.right)))
    return found if found.sort == "organisation" and found.parties else who


def _sayer(scene: Scene, number: int, who: Who) -> Who:
    """Return who said the sentence before for an "it" that wants something, where that sentence had no actor."""
    cast, clause = scene.memory.cast, scene.clauses[number]
    wills = clause.group is not None and bool(_WILLS & {clause.group.lemma, *clause.group.chain})
    alone = scene.low(clause.subject[0]) in {"it", "they"} and clause.subject[1] - clause.subject[0] == 1
    if not (wills and alone) or cast.acted or not cast.sayer.parties:
        return who
    return replace(cast.sayer, basis="it: who said the sentence before")


_STAFF = words(
    "director president chairman chairwoman chairperson chief executive head spokesman spokeswoman spokesperson "
    "manager founder co-founder boss ceo official minister mayor governor secretary officer vice-president"
)


def _speaker(scene: Scene, number: int, who: Who) -> Who:
    """Return whose officer speaks for "we" in a quotation: '"We will double output", the head of Alba said'."""
    clause = scene.clauses[number]
    if scene.low(clause.subject[0]) not in {"we", "our"}:
        return who
    for said in scene.clauses:
        start, end = said.subject
        if not said.say or said is clause or not _STAFF & set(scene.lows(start, end)):
            continue
        for i in range(start, end):
            name = scene.tokens[i].name
            owns = scene.low(i - 1) in {"of", "at", "for"} or scene.low(i + 1) in {"'s", "'"}
            if name is not None and owns and name.kind in {"organisation", "government", "group"}:
                return replace(scene.memory.of(name), basis="we: whose officer speaks")
    return who


def _apposed(scene: Scene, number: int, who: Who) -> Who:
    """Return of whom an apposition tells: "Alba, a company founded by two makers of tyres"."""
    clause = scene.clauses[number]
    start = clause.subject[0]
    if clause.how != "part" or start < 2 or scene.low(start) not in {"a", "an", "the", "one"}:
        return who
    name = scene.tokens[start - 2].name
    if scene.low(start - 1) != "," or name is None or name.kind != "organisation" or who.sort == "thing":
        return who
    group = clause.group
    return who if group is not None and agent_of(scene, number) else scene.memory.of(name)


_HANDS = words("deliver supply hand_over ship hand pay transfer")


def _delivered(scene: Scene, number: int, who: Who) -> Who:
    """Return both sides of the last order for what is to be delivered or paid: "60 buses are to be handed over"."""
    group, memory = scene.clauses[number].group, scene.memory
    if who.parties or group is None or len(memory.pair) < 2:
        return who
    priced = scene.lows(*scene.clauses[number].subject)[:2] in (["the", "price"], ["the", "job"])
    if not priced and not (group.lemma in _HANDS and group.passive):
        return who
    return replace(who, parties=memory.pair, basis="who signed")


_CHOOSES = words("choose select appoint commission hire contract pick task engage retain charge entrust")


def _chosen(scene: Scene, number: int, who: Who) -> Who:
    """Return who hires with whom it hires: "has chosen the dredger Alba to deepen the basin"."""
    clause = scene.clauses[number]
    above = scene.clauses[clause.parent] if clause.how == "to" and clause.parent >= 0 else None
    if above is None or above.group is None or above.group.lemma not in _CHOOSES:
        return who
    start, end = above.group.end, clause.left
    if above.group.passive:
        start, end = above.subject
    other = row_of(scene.memory, scene.tokens, (start, row_end(scene.tokens, start, end)))
    if other.sort != "organisation" or not other.parties:
        return who
    giver = who.parties or scene.memory.default().parties
    scene.memory.pair = merged(giver, other.parties)
    return replace(who, parties=scene.memory.pair, sort="organisation")


_GETS = words("get have receive land win attract see gain host secure")


def _landed(scene: Scene, number: int, who: Who) -> Who:
    """Return who builds what a place is only said to get: "Leuna is to have a mill, built by Alba"."""
    group = scene.clauses[number].group
    if group is None or group.lemma not in _GETS or who.sort not in {"region", "other"}:
        return who
    after = scene.clauses[number + 1] if number + 1 < len(scene.clauses) else None
    if (
        after is None
        or after.how not in {"part", "rel"}
        or after.group is None
        or after.group.lemma not in BUILDS
    ):
        return who
    builder = agent_of(scene, number + 1)
    return (
        replace(who, parties=builder.parties, sort="thing", basis="who builds it")
        if builder is not None
        else who
    )


_SAID_OF = words("announce plan approve propose foresee schedule need require consider discuss prepare order")


def _said_of(scene: Scene, number: int, who: Who) -> Who:
    """Return whose plant it is for which something is announced: "an expansion is planned for the works of Alba"."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or not group.passive or group.lemma not in _SAID_OF:
        return who
    found = owner_of_plant(scene, group.end, min(clause.right, group.end + 14), who)
    return replace(who, parties=found, basis="whose plant it is") if found else who


def _built_for(scene: Scene, number: int, who: Who) -> Who:
    """Return who builds what a clause names, as a relative clause says: "by a plant that Alba and Corvo will run"."""
    for clause in scene.clauses[number + 1 : number + 3]:
        group = clause.group
        if clause.how != "rel" or group is None or group.passive or group.lemma not in BUILDS:
            continue
        if clause.subject[0] <= clause.asked:
            continue
        found = scene.memory.resolve(scene.tokens, clause.subject)
        if found.sort == "organisation" and found.parties:
            return replace(who, parties=found.parties, basis="who builds it")
    return who


def _antecedent(scene: Scene, number: int, who: Who) -> Who:
    """Return whose a thing is that a relative clause goes on from: "a mill of Alba, for which 9 million is due"."""
    clause = scene.clauses[number]
    part = clause.subject[0] < len(scene.tokens) and scene.tokens[clause.subject[0]].kind == "Q"
    end = (
        clause.subject[0]
        if part and "which" in scene.lows(clause.subject[0], clause.subject[1] + 2)
        else clause.asked
    )
    if clause.how != "rel" or end < 1:
        return who
    while end > 0 and scene.low(end - 1) in {",", "for", "of", "in", "to", "on", "from", "with", "by"}:
        end -= 1
    start = end
    while (
        start > 0
        and end - start < 12
        and scene.low(start - 1) not in {",", ";", "that"}
        and not _verb(scene, start - 1)
    ):
        start -= 1
    found = scene.memory.resolve(scene.tokens, (start, end)) if start < end else NOBODY
    named = any(t.name and t.name.kind == "organisation" for t in scene.tokens[start:end])
    if not named or found.sort not in {"organisation", "thing", "other"}:
        return who
    return replace(who, parties=found.parties, basis=found.basis)


def _verb(scene: Scene, at: int) -> bool:
    return any(c.group is not None and c.group.start <= at < c.group.end for c in scene.clauses)


def _under(scene: Scene, number: int, who: Who) -> Who:
    """Return whose the plan or contract is under which something is to be: "under the city's plan, cars will"."""
    clause = scene.clauses[number]
    first = clause.subject[0]
    if scene.low(0) not in {"under", "in", "for"} or first < 2:
        return who
    if scene.low(0) == "for":
        # "For Alba this would be half of its turnover"
        name = scene.tokens[1].name
        about = (
            scene.low(first) in {"this", "that", "it"} and name is not None and name.kind == "organisation"
        )
        return scene.memory.of(name) if about and name is not None else who
    lead = scene.lows(0, min(first, 14))
    memory = scene.memory
    if scene.low(0) == "under" and _PACTS & set(lead) and len(memory.pair) > 1:
        return replace(who, parties=memory.pair, basis="who signed")
    if not any(_PAPERS & set(t.low.split()) for t in scene.tokens[: min(first, 14)]):
        return who
    for i in range(1, min(first, 10) - 1):
        name = scene.tokens[i].name
        if name is not None and scene.low(i + 1) in {"'s", "'"} and name.kind != "person":
            return replace(who, parties=memory.credited(name), basis="whose plan it is")
    return who
