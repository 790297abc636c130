"""Whose a value is where the subject of its clause does not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.english import nouns
from hinterland.reading.english.who import NOBODY
from hinterland.reading.english.words import words

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
    built = _builder(scene, spot)
    if built:
        return built
    if scene.low(at) in {"owned", "held", "controlled"}:
        at += 1
    elif group is None or group.lemma not in _HOLDS:
        return ()
    if scene.low(at) != "by":
        return _remaining(scene, spot)
    name = next((t.name for t in scene.tokens[at + 1 : at + 5] if t.name), None)
    return scene.memory.credited(name) if name else ()


def _remaining(scene: Scene, spot: Spot) -> tuple[str, ...]:
    """Return who holds a share that is named without a verb: "Alba holds 60 percent and Corvo the remaining 40"."""
    earlier = max((m for m in spot.marks if m < spot.at), default=-1)
    if earlier < 0:
        return ()
    names = [t.name for t in scene.tokens[earlier + 1 : spot.at] if t.name and t.name.kind == "organisation"]
    joined = {"and", "while", "with"} & set(spot.before)
    return scene.memory.credited(names[-1]) if names and joined else ()


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
        if scene.low(i) in {"'s", "'"} and scene.tokens[i - 1].name:
            name = scene.tokens[i - 1].name
            return scene.memory.credited(name) if name else ()
    return scene.memory.default().parties
