"""Whose a value is where the subject of its clause does not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.english import nouns
from hinterland.reading.english.places import merged
from hinterland.reading.english.rows import row_end, row_of
from hinterland.reading.english.who import NOBODY
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.scene import Scene
    from hinterland.reading.english.values import Spot


_HOLDS = words("own hold control bear fund finance provide")


def _builder(scene: Scene, spot: Spot) -> tuple[str, ...]:
    """Return who is named behind a plant and its figure: "a 7 MTPA mill by Utkal Ispat"."""
    for i in range(spot.at + 1, min(spot.at + 5, spot.clause.right - 1)):
        if scene.low(i) == "by":
            name = scene.tokens[i + 1].name
            plant = scene.low(i - 1) in nouns.FACILITIES
            return scene.memory.credited(name) if name and plant and name.kind == "organisation" else ()
        if scene.tokens[i].kind != "w":
            return ()
    return ()


def holder(scene: Scene, spot: Spot) -> tuple[str, ...]:
    """Return whose a share is that is stated with its holder: "49 percent by Hanbit", "25% owned by a fund"."""
    group, at = spot.clause.group, spot.at + 1
    built = _builder(scene, spot) or _owned(scene, spot)
    if built:
        return built
    one = scene.tokens[spot.at - 1].name if spot.at > 1 else None
    listed = spot.marks and spot.at != spot.marks[0] and scene.low(spot.at - 2) in {",", "and", "while"}
    if one is not None and one.kind == "organisation" and listed and group and group.lemma in _PAYS:
        # "Alba contributes 6 million, Corvo 4 million"
        return scene.memory.credited(one)
    asked = spot.clause.asked
    gapped = _remaining(scene, spot) if spot.marks and spot.at != spot.marks[0] else ()
    if gapped and asked > 0 and group is not None and group.lemma in _HOLDS:
        # "in which Alba holds 40 percent and Corvo the remaining 60"
        return gapped
    if group is not None and group.lemma in {"own", "hold", "have"} and scene.low(asked - 1) == "in":
        # "Alba, in which Corvo holds 51 percent": of both
        end = asked - 2 if scene.low(asked - 2) == "," else asked - 1
        first = next((i + 1 for i in range(end - 1, max(-1, end - 8), -1) if scene.low(i) in {",", "of"}), 0)
        owned = scene.memory.resolve(scene.tokens, (first, end))
        who = scene.who.get(spot.number, NOBODY)
        role = owned.noun in nouns.ROLE_NOUNS
        others = owned if owned.sort == "organisation" else scene.memory.default() if role else NOBODY
        return merged(who.parties, others.parties)
    named = scene.tokens[spot.at - 2].name if spot.at > 1 and scene.low(spot.at - 1) == "(" else None
    shared = spot.quantity.unit == "percent" and scene.low(at) == ")"
    if named is not None and named.kind == "organisation" and shared and group and group.lemma in _HOLDS:
        # each holder has its own share in brackets: "owned by Alba (60 percent) and Corvo"
        return scene.memory.credited(named)
    beside = scene.tokens[spot.at - 3].name if spot.at > 2 and scene.low(spot.at - 1) == "with" else None
    if (
        beside is not None
        and beside.kind == "organisation"
        and scene.low(spot.at - 2) == ","
        and not scene.low(at).isalpha()
    ):
        # "the fund Alba, with 45 percent, and Corvo"
        return scene.memory.credited(beside)
    if scene.low(at) in {"owned", "held", "controlled"}:
        at += 1
    elif group is None or group.lemma not in _HOLDS:
        return ()
    if scene.low(at) != "by":
        return _remaining(scene, spot)
    stop = next((m for m in spot.marks if m > spot.at), spot.clause.right)
    return row_of(scene.memory, scene.tokens, (at + 1, row_end(scene.tokens, at + 1, stop))).parties


_PAYS = (
    words("take contribute pay provide put_up put put_in invest give lend add bring_in bear cover") | _HOLDS
)
_EQUITY = words("equity shares capital company stock shareholding")
_STAKES = words("own hold acquire buy take take_over purchase sell control have get receive keep")


def _owned(scene: Scene, spot: Spot) -> tuple[str, ...]:
    """Return who holds a share and in whom: "Corvo took over 51 percent of the distributor Alba"."""
    group = spot.clause.group
    if spot.quantity.unit != "percent" or group is None or group.lemma not in _STAKES or group.passive:
        return ()
    at = spot.at + 1
    if scene.low(at) in {"stake", "interest", "share", "holding"}:
        at += 1
    if scene.low(at) not in {"of", "in"}:
        return ()
    own = scene.who.get(spot.number, NOBODY).parties
    if own and _EQUITY & set(scene.lows(at + 1, at + 4)):
        # "Promoters hold 54 percent of the equity": of the company's
        return merged(own, scene.memory.company)
    who = row_of(scene.memory, scene.tokens, (at + 1, row_end(scene.tokens, at + 1, spot.clause.right)))
    if who.sort != "organisation" or not any(t.name for t in scene.tokens[at + 1 : at + 8]):
        return ()
    return merged(scene.who.get(spot.number, NOBODY).parties or scene.memory.default().parties, who.parties)


def _remaining(scene: Scene, spot: Spot) -> tuple[str, ...]:
    """Return who holds a share that is named without a verb: "Alba holds 60 percent and Corvo the remaining 40"."""
    earlier = max((m for m in spot.marks if m < spot.at), default=-1)
    if earlier < 0:
        return ()
    between = scene.tokens[earlier + 1 : spot.at]
    comma = earlier + 1 < spot.at and scene.low(earlier + 1) == ","
    if not comma and not {"and", "while", "with"} & set(spot.before):
        return ()
    names = [t.name for t in between if t.name and t.name.kind == "organisation"]
    if names:
        return scene.memory.credited(names[-1])
    # "holds 70 percent and the Indonesian side 30 percent"
    return row_of(scene.memory, scene.tokens, (earlier + 1, spot.at)).parties


def possessor(scene: Scene, spot: Spot) -> tuple[str, ...]:
    """Return whose plant it is that a figure stands before: "Volant's 25 GWh plant"."""
    if spot.at < 2 or scene.low(spot.at - 1) != "'s":
        return ()
    name = scene.tokens[spot.at - 2].name
    return scene.memory.credited(name) if name and name.kind == "organisation" else ()


def seller(scene: Scene, spot: Spot) -> tuple[str, ...]:
    """Return whose sales a country takes a share of: "Singapore buys 65 percent of its exports"."""
    group, who = spot.clause.group, scene.who.get(spot.number, NOBODY)
    takes = group is not None and group.lemma in {"account", "take", "buy", "make", "absorb", "represent"}
    mine = {
        "exports",
        "sales",
        "shipments",
        "revenue",
        "output",
        "production",
        "company",
        "its",
        "what",
    } & set(spot.after)
    if takes and mine and who.sort == "region" and spot.quantity.unit == "percent" and who.basis == "":
        return scene.memory.company
    return ()


_LANDS = words("city town county district village province island state municipality region country nation")


def described(scene: Scene, spot: Spot) -> tuple[str, ...]:
    """Return the place that an apposition tells a size of: "Salina, a city of 46,000"."""
    at = spot.at - 1
    while scene.low(at) in {
        "of",
        "with",
        "some",
        "about",
        "around",
        "nearly",
        "than",
        "fewer",
        "more",
        "over",
    }:
        at -= 1
    if scene.low(at) not in _LANDS or scene.low(spot.at - 1) == scene.low(at):
        return ()
    while scene.low(at) and scene.low(at) != ",":
        at -= 1
    name = scene.tokens[at - 1].name if at > 0 and scene.low(at) == "," else None
    return (name.text,) if name and name.kind != "person" else ()


def where_of(scene: Scene, spot: Spot) -> tuple[str, ...]:
    """Return the place that "where" stands for, or that an apposition describes."""
    place = described(scene, spot)
    if place:
        return place
    asked = spot.clause.asked
    if asked < 1 or scene.low(asked) != "where":
        return ()
    for i in range(asked - 1, max(-1, asked - 12), -1):
        name = scene.tokens[i].name
        put = name is not None and (name.kind == "place" or scene.low(i + 1) == ",")
        if name is not None and name.kind == "group" and put:
            return scene.memory.resolve(scene.tokens, (i, i + 1)).places
        if name is not None and (put or name.kind == "government") and name.kind != "person":
            return (name.text, *name.within)
    return ()


def in_turn(scene: Scene, spot: Spot) -> tuple[str, ...]:
    """Return the holder of one share of a row: "which hold 40, 30 and 30 percent respectively"."""
    parties = scene.who.get(spot.number, NOBODY).parties
    if len(parties) != len(spot.marks) or len(parties) < 2:
        return ()
    if "respectively" not in scene.lows(spot.clause.left, spot.clause.right):
        return ()
    return (parties[spot.marks.index(spot.at)],)


def owner_of(scene: Scene, spot: Spot) -> tuple[str, ...]:
    """Return whose a value is where the subject names nobody: an owner before it, else who is talked of."""
    for i in range(spot.at - 1, spot.clause.left, -1):
        if scene.low(i) in {"'s", "'"} and scene.tokens[i - 1].name and not scene.tokens[i + 1].name:
            name = scene.tokens[i - 1].name
            return scene.memory.credited(name) if name else ()
    return scene.memory.default().parties
