"""What a sentence turns to: who is introduced in it, who gets what is given, what its "it" stands for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.english import nouns
from hinterland.reading.english import verbs as v
from hinterland.reading.english.places import level_of, merged, places_in
from hinterland.reading.english.rows import row_end, row_of
from hinterland.reading.english.who import NOBODY, Who
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.cast import Cast
    from hinterland.reading.english.scene import Scene

_GOES = words("go flow fall pass award grant give hand allocate promise pay")
_LENDS = words("lend give grant award provide pay offer allocate promise contribute hand")
_TASKS = frozenset({"entrust", "assign"})
_PRIZES = words(
    "award contract order grant loan licence license tender subsidy aid money prize deal concession funding tranche "
    "share part lot contracts orders grants awards approval permit"
)
BUILDS = words(
    "build construct erect establish set_up operate run develop plan own open put_up install make supply"
)
_RISES = words("cost rise open cover house stand measure sit span occupy start_up come_on_stream be_ready")
_MADE = words("complete finish commission extend expand upgrade equip inaugurate locate site")


def cleft(scene: Scene, number: int) -> bool:
    """Whether "it" only puts a word first: "it is in Turin that 400 people will work"."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or group.lemma != "be" or clause.subject[1] - clause.subject[0] != 1:
        return False
    first = scene.low(group.end)
    return (
        scene.low(clause.subject[0]) == "it"
        and (first in v.PREPOSITIONS or first in {"there", "here", "then"})
        and "that" in scene.lows(group.end, min(len(scene.tokens), group.end + 10))
    )


def received(scene: Scene, number: int) -> tuple[str, ...]:
    """Return the firm that money or an order goes to: "the grant goes to Alba", "will lend 90 million to Alba"."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None:
        return ()
    passed = group.lemma in _GOES and bool(_PRIZES & set(scene.lows(*clause.subject)))
    passed = passed or (group.lemma in _TASKS and group.passive)
    start, end = group.end, min(clause.right - 1, group.end + 10)
    paid = next((i for i in range(start, end) if _money(scene, i)), -1)
    if not passed and not (group.lemma in _LENDS and not group.passive and paid >= 0):
        return ()
    first = scene.tokens[start].name if start < end else None
    if not passed and first is not None and scene.low(start + 1) not in {"'s", "'"}:
        # "has granted Alba 90 million", not "pays the school district 2 million"
        firm = first.kind == "organisation" or (first.kind == "group" and first.head in nouns.ROLE_NOUNS)
        return scene.memory.credited(first) if firm else ()
    for i in range(max(start, paid), end):
        if scene.low(i) == "to":
            who = row_of(scene.memory, scene.tokens, (i + 1, row_end(scene.tokens, i + 1, clause.right)))
            return who.parties if who.sort == "organisation" else ()
    return ()


def _money(scene: Scene, at: int) -> bool:
    quantity = scene.tokens[at].quantity
    return quantity is not None and quantity.unit == "currency"


def hand_on(scene: Scene, number: int, who: Who) -> Who:
    """Keep the receiver of an award as whom the text goes on to talk of; return both it and who gives."""
    found = received(scene, number)
    if not found or set(found) & set(who.parties):
        return who
    memory, clause = scene.memory, scene.clauses[number]
    giver = who.parties or memory.default().parties
    memory.rule(who)
    if clause.group is not None and clause.group.lemma in _TASKS:
        # "the engineering has been entrusted to Alba": both, but neither takes over
        return replace(who, parties=merged(giver, found), sort="other", basis="who gives and who gets it")
    start = clause.group.end if clause.group is not None else clause.left
    plant = next((x for x in scene.lows(start, clause.right) if x in nouns.STRONG_FACILITIES), "")
    memory.credit(Who(found, (), "organisation", "", "who gets it"))
    lent = memory.thing.noun and all(level_of(p) for p in memory.thing.parties)
    if not plant and lent and who.sort == "region":
        # "Saxony supports a plant. It gives 90 million to Alba": the plant is Alba's
        memory.keep_thing(memory.thing.noun, found, memory.thing.places)
    if plant:
        memory.keep_thing(plant, found, places_in(scene.tokens, start, clause.right))
    return Who(merged(giver, found), who.places, "other", who.noun, "who gives and who gets it")


def thing_for_it(scene: Scene, number: int, who: Who) -> Who:
    """Return the plant for an "it" that is built or rises, where a state was the subject before."""
    clause, thing = scene.clauses[number], scene.memory.thing
    group = clause.group
    if group is None or scene.low(clause.subject[0]) != "it" or who.sort != "region" or not thing.noun:
        return who
    built = (group.passive and group.lemma in BUILDS | _MADE) or group.lemma in _RISES
    return replace(thing, basis="it: the thing before") if built else who


def keep_row(scene: Scene, number: int) -> None:
    """Keep the two of a sentence for "the latter" in its second half."""
    start, end = scene.clauses[number].subject
    if not {"latter", "former"} & set(scene.lows(start, end)):
        return
    names = [t.name for t in scene.tokens[:start] if t.name and t.name.kind in {"organisation", "government"}]
    row = tuple(dict.fromkeys(scene.memory.known_as(n) for n in names))
    if len(row) > 1:
        scene.memory.cast.row = row


def introduce(scene: Scene) -> None:
    """Keep how a sentence introduces those whom it names, in which order, and who said it."""
    memory = scene.memory
    named: list[str] = []
    for at, token in enumerate(scene.tokens):
        if token.name is not None and token.name.kind in {"organisation", "government"}:
            party = memory.known_as(token.name)
            memory.cast.introduce(scene.tokens, at, party)
            named.append(party)
        elif token.name is not None and token.name.kind == "group" and token.name.head in nouns.ROLE_NOUNS:
            named += memory.credited(token.name)
    row = tuple(dict.fromkeys(named))
    if len(row) > 1:
        memory.cast.row = row
    _keep_parent(scene)
    memory.cast.sayer, memory.cast.acted = _according(scene), memory.cast.acts
    memory.cast.acts = False


_BRANCHES = words("subsidiary unit arm affiliate division branch offshoot")


_ITS = frozenset({"its", "their", "'s"})


def _keep_branch(cast: Cast, unit: tuple[str, ...]) -> None:
    """Keep whom "the subsidiary" means."""
    for role in ("subsidiary", "affiliate", "unit"):
        cast.roles[role] = unit


def _keep_parent(scene: Scene) -> None:
    """Keep whom "the parent company" means: "Alba, a subsidiary of the group Corvo", "Alba's parent, Corvo"."""
    cast = scene.memory.cast
    for i in range(len(scene.tokens) - 2):
        own, named = scene.low(i) in _BRANCHES and scene.low(i + 1) == ",", scene.tokens[i + 2].name
        if own and named is not None and named.kind == "organisation" and _ITS & set(scene.lows(i - 4, i)):
            # "by its wholly owned subsidiary, Corvo"
            unit, memory = scene.memory.credited(named), scene.memory
            above = (*(w.parties for w in scene.who.values()), memory.main.parties, memory.principal.parties)
            cast.roles["parent"] = next((p for p in above if p and not set(p) & set(unit)), ())
            _keep_branch(cast, unit)
        branch = scene.low(i) in _BRANCHES and scene.low(i + 1) == "of"
        if branch or (scene.low(i) == "parent" and scene.low(i + 1) == ","):
            end = row_end(scene.tokens, i + 2, len(scene.tokens))
            end = next((j for j in range(i + 2, end) if scene.low(j) == ","), end)
            who = row_of(scene.memory, scene.tokens, (i + 2, end))
            if who.sort == "organisation" and any(t.name for t in scene.tokens[i + 2 : end]):
                cast.roles["parent"] = who.parties
                before = next(
                    (scene.tokens[j].name for j in range(i, max(-1, i - 4), -1) if scene.tokens[j].name), None
                )
                if branch and before is not None and before.kind == "organisation":
                    _keep_branch(cast, scene.memory.credited(before))


def _according(scene: Scene) -> Who:
    """Return who is named behind "according to"."""
    for i in range(len(scene.tokens) - 2):
        if scene.low(i) == "according" and scene.low(i + 1) == "to":
            end = row_end(scene.tokens, i + 2, len(scene.tokens))
            who = row_of(scene.memory, scene.tokens, (i + 2, end))
            lows = set(scene.lows(i + 2, end))
            return NOBODY if lows & nouns.MEDIA_NOUNS else who
    return NOBODY
