"""Who gives the money of which a clause tells: "90 million of which comes from X", "a provincial grant of"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.english.agents import agent_of
from hinterland.reading.english.places import merged
from hinterland.reading.english.rows import row_end, row_of
from hinterland.reading.english.stakes import share_of
from hinterland.reading.english.who import NOBODY
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.clauses import Clause
    from hinterland.reading.english.scene import Scene
    from hinterland.reading.english.values import Spot
    from hinterland.reading.english.who import Who

_GIFTS = words(
    "grant grants loan loans subsidy subsidies aid funding support guarantee guarantees incentives financing credit "
    "credits contribution contributions award awards rebate rebates bond money equity capital injection cash"
)
_GIVES = words(
    "come provide contribute borrow lend raise fund finance cover bear pay back receive get secure win obtain invest "
    "grant award support inject put_in put_up shoulder supply"
)
_SOLD = words("order orders sales revenue purchases contract contracts deal deals")
_TO_BOTH = words(
    "raise loan loans grant grants subsidy subsidies aid credit guarantee award borrow receive get secure win"
)
_LEVELS = {
    "provincial": "province", "state": "state", "regional": "region", "municipal": "city", "city": "city",
    "county": "county", "district": "district",
}  # fmt: skip
_WIDE = {
    "federal": "federal government", "national": "national government", "central": "central government",
    "government": "government",
}  # fmt: skip
_ACTING = frozenset({"organisation", "region", "agent"})
_REACH = 24
"""Words between an amount and the order that it tells of at most."""
_FAR = 14
"""Words between an amount and who gives it at most."""


def giver(scene: Scene, spot: Spot) -> tuple[str, ...]:
    """Return who gives an amount, with who gets it where it is lent or granted; nobody where nothing says so."""
    if spot.quantity.unit not in {"currency", "percent", None}:
        return ()
    clause = _of_which(scene, spot)
    after = (i for i in range(spot.at + 1, clause.right) if i in spot.marks or _amount(scene, i))
    stop = next(after, clause.right)
    given = _named(scene, spot, clause, stop) or share_of(scene, clause)
    if not given:
        given = _of_level(scene, spot, stop)
    return given


def _of_which(scene: Scene, spot: Spot) -> Clause:
    """Return the clause that an amount is the subject of: "90 million of which comes from"."""
    for clause in scene.clauses[spot.number + 1 :]:
        if clause.subject[0] <= spot.at < clause.subject[1] and clause.how == "rel":
            return clause
    return spot.clause


def _amount(scene: Scene, at: int) -> bool:
    quantity = scene.tokens[at].quantity
    return quantity is not None and not quantity.label


def _near(scene: Scene, spot: Spot, clause: Clause, stop: int) -> set[str]:
    """Return the words around an amount, between the amounts beside it, and the verb."""
    earlier = max((m for m in spot.marks if m < spot.at), default=spot.clause.left - 1)
    group = clause.group
    return {*scene.lows(earlier + 1, stop), *((group.lemma,) if group is not None else ())}


def _named(scene: Scene, spot: Spot, clause: Clause, stop: int) -> tuple[str, ...]:
    near = _near(scene, spot, clause, stop)
    earlier = bool(spot.marks) and spot.at != spot.marks[0]
    for i in range(spot.at + 1, min(stop - 1, spot.at + _FAR)):
        low = scene.low(i)
        if low == "by" and earlier and i - spot.at < 3:
            who = row_of(scene.memory, scene.tokens, (i + 1, row_end(scene.tokens, i + 1, stop)))
            if who.sort in _ACTING and who.parties:
                return who.parties
            continue
        if low != "from":
            continue
        who = row_of(scene.memory, scene.tokens, (i + 1, row_end(scene.tokens, i + 1, stop)))
        if who.sort not in _ACTING or not who.parties:
            return ()
        if near & _SOLD:
            return merged(_owner(scene, spot).parties, who.parties) if who.sort == "organisation" else ()
        gives = bool(near & (_GIFTS | _GIVES)) or scene.low(spot.at - 1) == "with"
        if spot.quantity.unit == "percent" and not near & _GIVES:
            return ()
        if not gives and not (earlier and who.sort == "organisation"):
            return ()
        both = near & _TO_BOTH or scene.low(spot.at - 1) == "with"
        return merged(who.parties, _owner(scene, spot).parties) if both else who.parties
    return _lent_later(scene, spot, stop) if near & _GIFTS else ()


def _lent_later(scene: Scene, spot: Spot, stop: int) -> tuple[str, ...]:
    """Return who lends, as a relative clause says: "a 250 million loan which it agreed with the bank"."""
    clause = next((c for c in scene.clauses[spot.number + 1 :] if c.how == "rel" and c.left == stop), None)
    if clause is None:
        return ()
    for i in range(clause.left, clause.right - 1):
        if scene.low(i) in {"with", "from", "by"}:
            who = row_of(scene.memory, scene.tokens, (i + 1, row_end(scene.tokens, i + 1, clause.right)))
            if who.sort in _ACTING and who.parties:
                return merged(who.parties, _owner(scene, spot).parties)
    return ()


_TRADES = words(
    "supply supplies order orders contract contracts deal agreement commission commissions tender"
)


def counterpart(scene: Scene, spot: Spot) -> tuple[str, ...]:
    """Return both sides of an order or a contract whose content an amount tells: "an order from X for 8 ships"."""
    clause = spot.clause
    start = clause.group.end if clause.group is not None else clause.left
    above = scene.clauses[clause.parent] if clause.how == "to" and clause.parent >= 0 else None
    if above is not None and above.group is not None and above.group.of("sign"):
        # "signed a deal with Corvo to buy 105 MW"
        start = above.group.end
    elif _TRADES & set(scene.lows(*clause.subject)):
        start = clause.subject[0]
    end = min(clause.right, max(start, spot.at) + _REACH)
    start = max(start, spot.at - _REACH)
    traded = any(scene.low(i) == "under" and _TRADES & set(scene.lows(i, i + 5)) for i in range(start, end))
    for i in range(start, end - 1):
        traded = traded or scene.low(i) in _TRADES
        if not traded or scene.low(i) not in {"from", "with", "by"}:
            continue
        stop = spot.at if i < spot.at else clause.right
        who = row_of(scene.memory, scene.tokens, (i + 1, row_end(scene.tokens, i + 1, stop)))
        placed = any(t.name and t.name.kind == "place" for t in scene.tokens[i + 1 : min(stop, i + 4)])
        if who.sort in _ACTING and who.parties and not (who.sort == "region" and placed):
            scene.memory.pair = merged(_owner(scene, spot).parties, who.parties)
            return scene.memory.pair
    return ()


def _owner(scene: Scene, spot: Spot) -> Who:
    """Return whose the clause is but for its giver."""
    who = scene.who.get(spot.number, NOBODY)
    return who if who.parties else scene.memory.default()


def _of_level(scene: Scene, spot: Spot, stop: int) -> tuple[str, ...]:
    """Return the government that "provincial grant", "EU funding" names, and who gets it."""
    earlier = max((m for m in spot.marks if m < spot.at), default=spot.clause.left - 1)
    for i in range(max(earlier + 2, spot.at - 8), min(stop, spot.at + _FAR)):
        if scene.low(i) not in _GIFTS:
            continue
        low, name = scene.low(i - 1), scene.tokens[i - 1].name
        found: tuple[str, ...] = ()
        if low in _LEVELS:
            found = scene.memory.land([low], _LEVELS[low]).parties or (f"{low} government",)
        elif low in _WIDE:
            found = (_WIDE[low],)
        elif name is not None and name.kind in {"place", "government"}:
            found = scene.memory.credited(name)
        if found:
            owner = _owner(scene, spot)
            return merged(found, owner.parties if owner.parties != found else scene.memory.company)
    return ()


def told_later(scene: Scene, spot: Spot) -> tuple[str, ...]:
    """Return who pays where an aside gives the amount: "the cost, put at 90 million, will be borne by the bank"."""
    if spot.clause.how != "part":
        return ()
    for number in range(spot.number + 1, len(scene.clauses)):
        if scene.clauses[number].subject == spot.clause.subject:
            who = agent_of(scene, number)
            return who.parties if who is not None else ()
    return ()
