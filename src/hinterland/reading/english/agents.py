"""Who acts where the subject does not say so: behind "by" in the passive, behind "in partnership with"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.english import verbs as v
from hinterland.reading.english.places import merged
from hinterland.reading.english.rows import row_end, row_of
from hinterland.reading.english.who import NOBODY, Who
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.scene import Scene

_ACTING = frozenset({"organisation", "region", "agent"})
_TOGETHER = words(
    "partnership cooperation co-operation collaboration consortium tandem alliance venture conjunction"
)
_BESIDE = words("together jointly along alongside")
_BEARS = words("bear shoulder cover meet own hold control provide take take_up put_up supply")
_FAR = 24
"""Words between a passive and its agent at most."""


def agent_of(scene: Scene, number: int) -> Who | None:
    """Return who does what is said in the passive: "will be built in Turin by Alba and Corvo"."""
    task = _tasked(scene, number)
    if task is not None or not _passive(scene, number):
        return task
    bought = _buyer(scene, number)
    if bought is not None:
        return bought
    found = _behind_by(scene, number)
    after = number + 1
    while found is None and after < len(scene.clauses) and _shares(scene, after, number):
        # "is to be built and run for 25 years by Alba"
        found = _behind_by(scene, after)
        after += 1
    return found or _for_whom(scene, number)


_PUBLIC = words("railway railways operator utility army navy post airline broadcaster regulator university")
_DUTIES = words(
    "responsibility task job management operation construction decision lead duty burden work control"
)
_SHARED = words("share split divide distribute")


def _tasked(scene: Scene, number: int) -> Who | None:
    """Return who has a task: "responsibility lies with Alba", "is to be shared between Alba and Corvo"."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None:
        return None
    duty = group.lemma in {"lie", "rest", "fall", "be"} and bool(_DUTIES & set(scene.lows(*clause.subject)))
    shared = group.lemma in _SHARED and group.passive
    if not duty and not shared:
        return None
    for i in range(group.end, min(clause.right - 1, group.end + 6)):
        if scene.low(i) in ({"between", "among"} if shared else {"with", "to"}):
            end = row_end(scene.tokens, i + 1, clause.right)
            who = row_of(scene.memory, scene.tokens, (i + 1, end))
            return who if who.parties and who.sort in {"organisation", "region"} else None
    return None


def _for_whom(scene: Scene, number: int) -> Who | None:
    """Return on whose behalf something is done of which no agent is named."""
    clause = scene.clauses[number]
    start = clause.group.end if clause.group is not None else clause.left
    for i in range(start, clause.right - 3):
        if scene.lows(i, i + 3) in (["on", "behalf", "of"], ["on", "orders", "of"], ["at", "expense", "of"]):
            end = row_end(scene.tokens, i + 3, clause.right)
            who = row_of(scene.memory, scene.tokens, (i + 3, end))
            return who if who.parties else None
    return None


def _buyer(scene: Scene, number: int) -> Who | None:
    """Return whose a thing is that was sold: "sold by Alba to the fund Corvo"."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or group.lemma != "sell":
        return None
    for i in range(group.end, min(clause.right - 1, group.end + _FAR)):
        if scene.low(i) == "to":
            who = row_of(scene.memory, scene.tokens, (i + 1, row_end(scene.tokens, i + 1, clause.right)))
            if who.sort != "organisation" or not who.parties:
                return None
            first = scene.tokens[clause.subject[0]]
            if first.kind == "Q" or first.low in {"half", "part", "most", "all", "some"}:
                # a share of the output, not the plant
                return replace(who, parties=merged(scene.memory.default().parties, who.parties))
            return who
    return None


_SHARES = words("share shares stake stakes holding interest")
_TRADED = words("take_over order buy purchase book source acquire lease rent license")
SUPPLIES = words("supply deliver design equip install insure audit advise transport ship")


def beside_owner(scene: Scene, number: int, who: Who, owner: tuple[str, ...]) -> Who:
    """Return a supplier together with whose the thing is that it supplies."""
    group = scene.clauses[number].group
    if group is None or group.lemma not in SUPPLIES or not _passive(scene, number) or not who.parties:
        return who
    return replace(who, parties=merged(owner, who.parties))


def _passive(scene: Scene, number: int) -> bool:
    """Whether the subject of a clause is acted upon."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None:
        return False
    if group.passive or (clause.how == "part" and group.form in {"d", "n"}):
        return True
    return _shares(scene, number, clause.parent) and _passive(scene, clause.parent)


def _shares(scene: Scene, number: int, other: int) -> bool:
    """Whether a participle goes on from the passive of another clause: "is to be built and run"."""
    clause = scene.clauses[number]
    if (
        clause.group is None
        or other < 0
        or clause.how != "and"
        or clause.subject != scene.clauses[other].subject
    ):
        return False
    bare = clause.group.form in {"d", "n"} and clause.group.end - clause.group.start == 1
    return bare and "n" in v.FORMS.get(scene.low(clause.group.head), ("", "n"))[1]


def _behind_by(scene: Scene, number: int) -> Who | None:
    """Return whom "by" names behind the verb of a clause."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None:
        return None
    for i in range(group.end, min(clause.right - 1, group.end + _FAR)):
        if scene.low(i) == "by":
            end = row_end(scene.tokens, i + 1, clause.right)
            who = row_of(scene.memory, scene.tokens, (i + 1, end))
            pays = group.of("invest") or group.lemma in _BEARS
            if who.sort in _ACTING and (pays or who.sort != "agent") and who.parties:
                return who
            if (
                not who.parties
                and scene.low(i + 1) == "the"
                and end - i in {3, 4}
                and scene.low(end - 1) in _PUBLIC
            ):
                # "by the national railway"
                return Who(
                    (" ".join(t.raw for t in scene.tokens[i + 2 : end]),), (), "agent", scene.low(end - 1)
                )
    return None


def companions(scene: Scene, number: int, who: Who) -> Who:
    """Return who acts with those who are said to act with them: ", in partnership with Corvo"."""
    clause = scene.clauses[number]
    if clause.group is None or who.sort != "organisation" or not who.parties:
        return who
    lead = range(clause.left, min(clause.subject[0], clause.right) - 1)
    for i in (*lead, *range(clause.group.end, clause.right - 1)):
        low, before = scene.low(i), scene.low(i - 1)
        joined = before in _BESIDE or (before in _TOGETHER and scene.low(i - 2) in {"in", "a"})
        if low == "alongside" or (low == "with" and joined):
            other = row_of(scene.memory, scene.tokens, (i + 1, row_end(scene.tokens, i + 1, clause.right)))
            named = other if other.sort in {"organisation", "region"} else NOBODY
            return replace(who, parties=merged(who.parties, named.parties))
    return who


def with_seller(scene: Scene, number: int, who: Who) -> Who:
    """Return both sides of a sale: "orders two lines from Corvo", "sells its share to Delta"."""
    group = scene.clauses[number].group
    if group is None or who.sort != "organisation" or not who.parties:
        return who
    right = scene.clauses[number].right
    for i in range(group.end, right - 1):
        stake = group.lemma == "take" and bool(_SHARES & set(scene.lows(group.end, i)))
        bought = scene.low(i) == "from" and (group.lemma in _TRADED or stake)
        if not bought and not (scene.low(i) == "to" and group.lemma == "sell"):
            continue
        other = row_of(scene.memory, scene.tokens, (i + 1, row_end(scene.tokens, i + 1, right)))
        ruler = other.sort == "region" and any(
            t.name and t.name.kind == "government" for t in scene.tokens[i:right]
        )
        if other.sort != "organisation" and not ruler:
            return who
        scene.memory.pair = merged(who.parties, other.parties)
        return replace(who, parties=scene.memory.pair)
    return who
