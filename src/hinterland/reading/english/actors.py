"""Whom the subject of each clause means, and whom the text goes on to talk of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.english import nouns
from hinterland.reading.english import verbs as v
from hinterland.reading.english.agents import beside_owner, companions, with_seller
from hinterland.reading.english.links import linked
from hinterland.reading.english.owners import APPROVED, aids, allowed, aside, hand_over, joint, office
from hinterland.reading.english.places import merged
from hinterland.reading.english.press import is_press, media, observes
from hinterland.reading.english.stakes import CONTRACTED, holders, keep_holders, owner_alone
from hinterland.reading.english.subjects import told_of
from hinterland.reading.english.turns import cleft, hand_on, keep_row, received
from hinterland.reading.english.who import NOBODY
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.clauses import Clause
    from hinterland.reading.english.scene import Scene
    from hinterland.reading.english.who import Who


def who_of(scene: Scene, number: int) -> Who:
    """Return whom the subject of a clause means, and keep it for the clauses that follow."""
    clause, memory = scene.clauses[number], scene.memory
    start, end = clause.subject
    if start >= end and scene.has_hole(clause.left, clause.right, "subject"):
        return NOBODY
    if clause.group is None or start >= end:
        return _unnamed(scene, number)
    keep_row(scene, number)
    above = scene.who.get(clause.parent, NOBODY)
    same = above.basis == APPROVED and clause.subject == scene.clauses[clause.parent].subject
    if clause.how == "to" and same:
        # "has cleared a proposal by Alba to set up a mill"
        return above
    if cleft(scene, number):
        return memory.default()
    who = joint(scene, number, linked(scene, number, memory.resolve(scene.tokens, (start, end))))
    who = told_of(scene, number, companions(scene, number, office(scene, number, who)))
    if received(scene, number):
        return hand_on(scene, number, who)
    owner = allowed(scene, number, who)
    if owner:
        return _approved(scene, clause, who, owner)
    return with_seller(scene, number, _kept(scene, number, who))


def _approved(scene: Scene, clause: Clause, who: Who, owner: tuple[str, ...]) -> Who:
    """Return whose plant an office approves, and keep both."""
    scene.memory.approver = who
    scene.memory.rule(who)
    hand_over(scene, clause, owner)
    if aids(scene, clause):
        return who
    places = tuple(p for p in who.places if p not in who.parties)
    return replace(who, parties=owner, places=places, basis=APPROVED)


def _kept(scene: Scene, number: int, who: Who) -> Who:
    """Keep who acts, a lender or a supplier as one aside; return it."""
    clause, memory = scene.clauses[number], scene.memory
    if clause.group is not None and clause.group.lemma in _WATCHES and observes(scene, clause.subject):
        # "a brokerage puts the order book at 3 billion": the firm's of which it speaks
        return memory.default()
    if who.sort == "thing" and who.noun in nouns.FACILITIES and not clause.say:
        known = who.noun in memory.things and not who.places
        if clause.how not in {"rel", "part"} and not known and who.basis != CONTRACTED:
            memory.keep_thing(who.noun, who.parties, who.places)
    if clause.group is not None and not clause.group.passive:
        keep_holders(scene, merged(who.parties, found) if (found := holders(scene, clause)) else ())
    if who.sort == "organisation" and clause.group is not None:
        memory.cast.deal(clause.group.lemma, who.parties)
    if _acts(scene, clause, who):
        company, kept, pair = memory.company, memory.default(), memory.pair
        side = aside(scene, clause, who)
        memory.credit(owner_alone(scene, who))
        if side:
            # a lender or a buyer is "it", but not yet "the company"
            memory.company, memory.aside, memory.kept, memory.pair = company, True, kept, pair
            who = beside_owner(scene, number, who, kept.parties)
    elif who.sort == "organisation" and len(who.parties) > 1:
        memory.pair = who.parties
    elif clause.say and "project" in scene.lows(*clause.subject):
        memory.subject = memory.thing
    return who


_WATCHES = v.EXPECT | words("put rate value see reckon")
_HIRES = words("award hire appoint select choose name commission")


def _acts(scene: Scene, clause: Clause, who: Who) -> bool:
    """Whether the subject of a clause is whom the text goes on to talk of."""
    if clause.say:
        return who.sort == "organisation" and bool(who.parties) and not media(scene, clause.subject)
    if (
        clause.group is not None
        and clause.group.lemma in v.EXPECT | {"rate"}
        and observes(scene, clause.subject)
    ):
        return False
    first = scene.tokens[clause.subject[0]].quantity if clause.subject[0] < clause.subject[1] else None
    if first is not None and first.unit == "percent" and who.sort == "region":
        # "46 percent of the country's fibre is drawn here": the country does nothing
        return False
    above = scene.clauses[clause.parent].group if clause.parent >= 0 else None
    if (
        clause.group is not None
        and clause.group.form == "t"
        and above is not None
        and above.lemma in v.RAISERS
    ):
        # "it expects its unit to bring in sales": the unit does not take over
        return False
    hired = clause.group is not None and clause.group.passive and clause.group.lemma in _HIRES
    return clause.how not in {"rel", "part"} and not hired


def _unnamed(scene: Scene, number: int) -> Who:
    """Return whom a line without subject is about: the plant of the list, else who is talked of."""
    memory = scene.memory
    kinds = {"organisation", "government", "place"}
    names = [
        t.name
        for t in scene.tokens
        if t.name and t.name.kind in kinds and t.name.head != "dateline" and not is_press(t.name)
    ]
    if ":" in scene.lows(0, 8):
        # "Raw material: cotton from Kitui": what stands behind a label is not who acts
        names = []
    if memory.plan:
        return memory.items.who if memory.items is not None and memory.items.who.parties else memory.default()
    if scene.clauses[number].group is None and names:
        who = memory.resolve(scene.tokens, (0, len(scene.tokens)))
        memory.credit(who)
        return who
    if memory.items is not None and memory.items.who.parties:
        return memory.items.who
    if scene.clauses[number].group is None and memory.thing.parties:
        return memory.thing
    return memory.default()
