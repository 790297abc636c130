"""Rows of what gives where no plan holds everything, and of prices: shortfall, conflict, curve, front, prices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.planning.told import number, put
from hinterland.result import Said

if TYPE_CHECKING:
    from hinterland.planning.elastic.found import Clash, Conflict, Elastic, Give
    from hinterland.planning.prices.found import Curve, Front, Price, Value
    from hinterland.planning.solve.answer import Answer
    from hinterland.planning.tables import Row
    from hinterland.planning.told import Told

UNITS = {"budget": "CNY", "land": "ha", "labour": "person", "sources": "firm"}
"""Unit of what is missing of a family of rows; of products it is theirs, of targets that of the promise."""


def shortfall(told: Told, elastic: Elastic) -> list[Row]:
    """Return a row a limit that is short or a target that misses, by mixture."""
    found = []
    for mixture in elastic.mixtures:
        for give in mixture.gives:
            row: Row = {"mixture": mixture.kind, "family": give.family}
            label, name, place = _what(told, give)
            put(row, "label", label, name)
            scale = told.goals[give.where["target"]].scale if give.family == "target" else 1.0
            row |= {"place": place, "year": give.year, "by": number(give.by * scale)}
            row |= {"unit": _unit(told, give), "share": number(give.share)}
            found.append(row)
    return found


def _what(told: Told, give: Give) -> tuple[str, Said, str | None]:
    """Return id, name and place of what gives."""
    names, where = told.model.problem.names, give.where
    if "target" in where:
        asked = told.goals[where["target"]]
        return asked.target, told.name("targets", asked.target), asked.place or None
    if "rule" in where:  # so many makers of a product
        id_ = names.products[told.model.problem.sources[where["rule"]].product]
        return id_, told.naming.product(id_), None
    if "instrument" in where:
        id_ = names.instruments[where["instrument"]]
        return id_, told.name("instruments", id_), None
    place = names.parks[where["park"]] if "park" in where else None
    if "zone" in where:
        place = names.zones[where["zone"]]
    if "product" in where:
        id_ = names.products[where["product"]]
        name = told.naming.product(id_)
        if place is not None:
            at = told.naming.place(place)
            name = Said(f"{name.en}, {at.en}", f"{at.zh}{name.zh}")
        return id_, name, place
    if "plant" in where:
        id_ = names.plants[where["plant"]]
        return id_, Said(*told.naming.plant(id_)), place
    if "group" in where and place is not None:
        id_ = names.groups[where["group"]]
        name, at = told.name("occupations", id_), told.naming.place(place)
        return id_, Said(f"{name.en}, {at.en}", f"{at.zh}{name.zh}"), place
    if place is not None:
        return place, told.naming.place(place), place
    return give.label, Said(give.label, give.label), None


def _unit(told: Told, give: Give) -> str | None:
    if give.family == "target":
        return told.goals[give.where["target"]].unit
    if give.family in UNITS:
        return UNITS[give.family]
    if "product" in give.where:
        return told.naming.unit(told.model.problem.names.products[give.where["product"]])
    return None


def conflict(told: Told, found: Conflict) -> list[Row]:
    """Return a row a limit or promise of those that cannot hold together, ids in its sentence told by their names."""
    return [
        {"family": c.family, "label": c.label, "year": c.year, "en": said.en, "zh": said.zh}
        for c in found.clashes
        for said in (_spelt(told, c),)
    ]


def _spelt(told: Told, clash: Clash) -> Said:
    """Return what a row demands, with names in place of ids."""
    names, en, zh = told.model.problem.names, clash.said.en, clash.said.zh
    called: dict[str, Said] = {}
    for dim, k in clash.where.items():
        if dim == "target":
            target = told.model.problem.targets[k].name
            name = told.name("targets", told.goals[k].target)
            called[target] = Said(f"“{name.en}”", f"“{name.zh}”")
        elif dim in ("instrument", "set"):
            called |= {i: told.name("instruments", i) for i in names.instruments}
        elif dim in ("park", "zone"):
            place = (names.parks if dim == "park" else names.zones)[k]
            called[place] = told.naming.place(place)
        elif dim == "product":
            called[names.products[k]] = told.naming.product(names.products[k])
        elif dim in ("candidate", "follower"):
            called |= {c: told.name("candidates", c) for c in names.candidates if c in clash.label}
        elif dim == "plant":
            called[names.plants[k]] = Said(*told.naming.plant(names.plants[k]))
    for id_ in sorted(called, key=len, reverse=True):
        whole = re.compile(rf"(?<![A-Za-z0-9_]){re.escape(id_)}(?![A-Za-z0-9_])")
        # a name is no template: its backslashes stand for themselves
        en, zh = (
            whole.sub(called[id_].in_(lang).replace("\\", r"\\"), text)
            for lang, text in (("en", en), ("zh", zh))
        )
    return Said(en, zh)


def curve(told: Told, found: Curve) -> list[Row]:
    """Return a row a level of a target, in the unit of the promise."""
    asked = told.goals[found.target]
    return [
        {
            "target": asked.target,
            "definition": asked.metric,
            "level": point.level * asked.scale,
            "public": number(point.public),
            "bound": number(point.bound),
            "unit": asked.unit,
            "status": point.status,
        }
        for point in found.points
    ]


def pareto(told: Told, found: Front) -> list[Row]:
    """Return a row a pair of levels; status `front` where no other plan found is as good in all and better in one."""
    a, b = told.goals[found.a], told.goals[found.b]
    return [
        {
            "target_a": a.target,
            "level_a": cell.level_a * a.scale,
            "target_b": b.target,
            "level_b": cell.level_b * b.scale,
            "public": number(cell.public),
            "bound": number(cell.bound),
            "status": "front" if cell.front else cell.status,
        }
        for cell in found.cells
    ]


def search(answer: Answer) -> list[Row]:
    """Return a row a step of the search."""
    return [
        {"seconds": s.seconds, "bound": number(s.bound), "best": number(s.best), "by": s.by}
        for s in answer.steps
    ]


def prices(found: Price) -> Row:
    """Return the columns `price_*` and `step` of a target, per and in units of the model; why some are missing."""
    row: Row = {}
    notes: dict[Said, list[str]] = {}
    for name in ("relaxation", "fixed", "up", "down"):
        value: Value = getattr(found, name)
        row[f"price_{name}"] = number(value.value)
        if name in ("up", "down"):
            row |= {f"price_{name}_low": number(value.low), f"price_{name}_high": number(value.high)}
        if value.why is not None:
            notes.setdefault(value.why, []).append(name)
    row["step"] = number(max(found.up.step, found.down.step)) or None
    en = [f"{', '.join(WORDS[n].en for n in names)}: {why.en}" for why, names in notes.items()]
    zh = [f"{'、'.join(WORDS[n].zh for n in names)}：{why.zh}" for why, names in notes.items()]
    row["price_note_en"] = "; ".join(en) or None
    row["price_note_zh"] = "；".join(zh) or None
    return row


WORDS = {
    "relaxation": Said("relaxation", "放松价格"),
    "fixed": Said("fixed plan", "固定方案价格"),
    "up": Said("step up", "上调价格"),
    "down": Said("step down", "下调价格"),
}
"""The three prices in words; the step has two."""
