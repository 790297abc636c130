"""Who holds what share, who only builds, whose share a sum is: "held 55 percent by Alba", "is the share of Corvo"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.english import nouns
from hinterland.reading.english.places import level_of, merged
from hinterland.reading.english.rows import row_end, row_of
from hinterland.reading.english.who import NOBODY
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.clauses import Clause
    from hinterland.reading.english.scene import Scene
    from hinterland.reading.english.who import Who

HELD = words("own hold control")
_WORKS = words(
    "build construct erect put_up lay install equip rebuild expand extend convert refurbish upgrade"
)
_PARTS = words("share contribution part portion stake responsibility task")
_ACTING = frozenset({"organisation", "region", "agent"})
CONTRACTED = "whose plant it is, and who builds it"
"""Basis of an owner together with a contractor."""
_NEAR = 12


def _percents(scene: Scene, clause: Clause) -> list[int]:
    """Return the shares of a clause."""
    found = (scene.tokens[i].quantity for i in range(clause.left, clause.right))
    return [clause.left + n for n, q in enumerate(found) if q is not None and q.unit == "percent"]


def holders(scene: Scene, clause: Clause) -> tuple[str, ...]:
    """Return all who hold shares: "is held 55 percent by Alba and 45 percent by Corvo", "Alba owns 55, Corvo 45"."""
    group, marks = clause.group, _percents(scene, clause)
    if group is None or group.lemma not in HELD or not marks:
        return ()
    if not group.passive:
        names = (t.name for t in scene.tokens[group.end : clause.right])
        firms = [n for n in names if n is not None and n.kind in {"organisation", "government", "group"}]
        return merged(*(scene.memory.credited(n) for n in firms)) if len(marks) > 1 else ()
    found: tuple[str, ...] = ()
    for i in range(group.end, clause.right - 1):
        if scene.low(i) == "by":
            stop = next((m for m in marks if m > i), clause.right)
            who = row_of(scene.memory, scene.tokens, (i + 1, row_end(scene.tokens, i + 1, stop)))
            found = merged(found, who.parties if who.sort in _ACTING else ())
    return found


def keep_holders(scene: Scene, found: tuple[str, ...]) -> None:
    """Keep those who hold shares as "the owners", "the partners"."""
    if len(found) > 1:
        scene.memory.pair = scene.memory.cast.owners = found


def contracted(scene: Scene, clause: Clause, subject: Who, agent: Who) -> Who | None:
    """Return the owner of a known plant with who builds it: "the hall is to be put up by the contractor Corvo"."""
    group, memory = clause.group, scene.memory
    if group is None or group.lemma not in _WORKS or agent.sort != "organisation":
        return None
    first, possessed = scene.low(clause.subject[0]), "'s" in scene.lows(*clause.subject)
    known = first in {"the", "its", "their", "this", "that", "both"} or possessed
    if subject.sort != "thing" and not possessed:
        return None
    owned = subject.parties and not all(level_of(p) or p in memory.region for p in subject.parties)
    if not known or not owned or set(agent.parties) & set(subject.parties):
        return None
    if subject.sort == "thing":
        memory.keep_thing(subject.noun, subject.parties, subject.places)
    return replace(subject, parties=merged(subject.parties, agent.parties), basis=CONTRACTED)


def owner_alone(scene: Scene, who: Who) -> Who:
    """Return whom the text goes on to talk of behind a contractor: the owner."""
    owner = scene.memory.things.get(who.noun, NOBODY).parties or who.parties[:1]
    return replace(who, parties=owner) if who.basis == CONTRACTED and owner else who


def share_of(scene: Scene, clause: Clause) -> tuple[str, ...]:
    """Return whose share a sum is said to be: "the remaining 150 million is the share of Corvo"."""
    group = clause.group
    if group is None or group.lemma not in {"be", "fall", "remain", "rest"}:
        return ()
    for i in range(group.end, min(clause.right - 2, group.end + 5)):
        part = scene.low(i) in _PARTS and scene.low(i + 1) in {"of", "for"}
        falls = group.lemma in {"fall", "rest"} and scene.low(i) in {"to", "on", "with"}
        start = i + 2 if part else i + 1
        if part or falls:
            who = row_of(scene.memory, scene.tokens, (start, row_end(scene.tokens, start, clause.right)))
            return who.parties if who.sort in _ACTING else ()
    return ()


def ours(scene: Scene) -> set[str]:
    """Return who belongs to the firm that is talked of: its owners, its parent, its unit."""
    cast = scene.memory.cast
    return {*cast.owners, *cast.roles.get("parent", ()), *cast.roles.get("subsidiary", ())}


_CALLED = words("named called dubbed christened")


def _renamed(scene: Scene, clause: Clause, who: Who) -> Who | None:
    """Return the name that a venture is given: "it will be called Hydra"; what follows is the venture's."""
    group, memory = clause.group, scene.memory
    if group is None or group.lemma not in {"call", "name", "dub"} or not group.passive:
        return None
    name = scene.tokens[group.end].name if group.end < clause.right else None
    if (
        name is None
        or name.kind != "organisation"
        or scene.low(clause.subject[0]) not in {"it", "the", "their"}
    ):
        return None
    found = memory.of(name)
    memory.cast.owners = who.parties if len(who.parties) > 1 else memory.cast.owners
    memory.cast.roles["venture"] = found.parties
    memory.keep_thing(memory.thing.noun or "venture", found.parties, memory.thing.places)
    memory.site_firms |= set(found.parties)
    return found


_OTHERS = [["a", x] for x in ("second", "third", "fourth")] + [
    ["the", x] for x in ("other", "first", "second", "third")
]


def called(scene: Scene, clause: Clause, who: Who) -> Who:
    """Return the firm whose name follows its noun: "a joint venture named Delta", "one of them, the miller Eos"."""
    start, end = clause.subject
    named = _renamed(scene, clause, who)
    if named is not None:
        return named
    if end + 1 < len(scene.tokens) and scene.low(end) in _CALLED:
        name = scene.tokens[end + 1].name
        return scene.memory.of(name) if name is not None and name.kind == "organisation" else who
    if scene.lows(start, start + 3)[1:] in (["of", "them"], ["of", "these"], ["of", "those"]):
        start += 2
    elif scene.low(start) not in {"another", "one"} and scene.lows(start, start + 2) not in _OTHERS:
        return who
    start += scene.low(start) in {"a", "the"}
    if scene.low(start + 1) != ",":
        return who
    for i in range(start + 2, min(len(scene.tokens), start + 2 + _NEAR)):
        name = scene.tokens[i].name
        if name is not None and name.kind == "organisation" and scene.low(i + 1) not in {"'s", "'"}:
            return scene.memory.of(name)
        if scene.low(i) == ",":
            break
    return who


def behind(scene: Scene, clause: Clause, who: Who) -> Who:
    """Return the venture that owners stand behind: "three groups are behind Delta", "two funds back Eos"."""
    group = clause.group
    if group is None or who.sort not in {"agent", "other"} or group.passive:
        return who
    at = group.end
    if group.lemma in {"stand", "be", "lie", "sit"} and scene.low(at) == "behind":
        at += 1
    elif group.lemma not in HELD | {"back"}:
        return who
    at += scene.low(at) in {"the", "a"}
    name = scene.tokens[at].name if at < clause.right else None
    lows = {x for t in scene.tokens[slice(*clause.subject)] for x in t.low.split()}
    named = name is not None and name.kind == "organisation" and scene.low(at + 1) not in {"'s", "'"}
    if not named or name is None or not lows & (nouns.AGENTS | nouns.ROLE_NOUNS | _OWNERS):
        return who
    return scene.memory.of(name)


def belongs(scene: Scene, clause: Clause, who: Who) -> Who:
    """Return whose a thing is said to be: "it belongs to the cooperative Corvo"; keep it as the owner."""
    group = clause.group
    if group is None or group.lemma != "belong" or scene.low(group.end) != "to":
        return who
    start = group.end + 1
    found = row_of(scene.memory, scene.tokens, (start, row_end(scene.tokens, start, clause.right)))
    if found.sort != "organisation" or not found.parties:
        return who
    memory = scene.memory
    if clause.how in {"rel", "part"}:
        # "Alba, half of which belongs to Corvo"
        memory.cast.roles["parent"] = found.parties
        return found
    if who.parties and who.sort in {"organisation", "thing"} and not all(level_of(p) for p in who.parties):
        # "Alba belongs to Corvo": the parent of a firm
        memory.cast.roles["parent"] = found.parties
        return replace(who, parties=merged(who.parties, found.parties))
    if memory.thing.noun and clause.how in {"main", "and"}:
        memory.keep_thing(memory.thing.noun, found.parties, memory.thing.places)
    return found


_OWNERS = words(
    "shareholders owners investors partners groups companies firms families funds backers sponsors"
)
