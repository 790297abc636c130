"""Term `policy`: instruments in force that name the park and the project's sector; which, and on what conditions.

Conditions are words. Whether the project meets them is not decided here; they are shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.ground.places import chain_up, parents
from hinterland.ground.series import weakest
from hinterland.ids import listed
from hinterland.planning.site.chain import users_of
from hinterland.planning.site.compared import (
    NOT_LISTED,
    WIDE,
    Term,
    in_force,
    over_most,
    sure,
    unknown,
    where_is,
)
from hinterland.planning.site.words import several
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hinterland.planning.site.compared import Compared
    from hinterland.planning.site.project import Project

SUPPORT = frozenset({"grant", "tax", "land", "fund", "service", "talent"})
"""Kinds of instrument that give something; plans and rules are listed and do not count."""
ALL = frozenset({"all", "any", "全部", "所有", "不限"})
SHORTEST = 2
"""Letters of a word from which it may be found in a name."""
_WORD = re.compile(r"[a-z0-9]+|[\u4e00-\u9fff]+")

WHY: Mapping[str, Said] = {
    "counts": Said("counts", "计入"),
    "wide": Said("holds for every park of the country", "全国各园区均适用"),
    "kind": Said("a plan or rule gives nothing by itself", "规划或规则本身不提供支持"),
    "unit": Said("is paid by unit of another product", "按其他产品的数量给付"),
    "firm": Said("is made for another firm", "针对其他企业"),
    "sector": Said("is for other sectors", "适用于其他行业"),
}
"""Why an instrument counts or does not."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An instrument in force at a park, and whether it counts."""

    row: dict[str, Any]
    why: str

    @property
    def name(self) -> Said:
        """Its name."""
        row = self.row
        return Said(
            row["name_en"] or row["name_zh"] or row["instrument"],
            row["name_zh"] or row["name_en"] or row["instrument"],
        )


def policy(parks: Compared, project: Project, sectors: Sequence[str]) -> tuple[Term, list[list[Judged]]]:
    """Return how many instruments support the project at each park, and all that are in force there."""
    table = parks.cluster["instruments"]
    if not table.height:
        why = Said(
            f"not known: the case has no instrument that was public by {parks.day}",
            f"未知：截至 {parks.day} 案例中没有政策工具",
        )
        return unknown("policy", "instrument", why, len(parks)), [[] for _ in parks.places]
    rows = in_force(table, "start", "end", parks.day).sort("instrument").to_dicts()
    judge = _Judge.of(parks, project, sectors)
    verdicts = {row["instrument"]: judge.why(row) for row in rows}
    at: dict[str, list[Judged]] = {}
    for row in rows:
        at.setdefault(row["place"], []).append(Judged(row, verdicts[row["instrument"]]))
    found = [[j for place in above for j in at.get(place, [])] for above in parks.above]
    counted = [[j for j in some if j.why == "counts"] for some in found]
    known = parks.covered(table["place"].to_list())
    value = np.where(known, [float(len(some)) for some in counted], np.nan)
    told = [
        {
            "place": place,
            "term": "policy",
            "table": "instruments",
            "id": j.row["instrument"],
            "name_en": j.name.en,
            "name_zh": j.name.zh,
            "part": 1.0,
            "basis": j.row["basis"] or "reported",
            "source": j.row["source"],
        }
        for place, some in zip(parks.places, counted, strict=True)
        for j in some
    ]
    basis = tuple(
        weakest(sure(j.row["basis"] for j in some)) if k else ""
        for some, k in zip(counted, known, strict=True)
    )
    detail = tuple(
        _detail(mine, every) if k else NOT_LISTED
        for mine, every, k in zip(counted, found, known, strict=True)
    )
    return Term("policy", "instrument", value, over_most(value), basis, detail, tuple(told)), found


def _detail(counted: Sequence[Judged], every: Sequence[Judged]) -> Said:
    wide = sum(j.why == "wide" for j in every)
    names = several(j.name for j in counted)
    en = names.en if counted else "none"
    zh = names.zh if counted else "无"
    if wide:
        en += f"; {wide} more hold for every park of the country"
        zh += f"；另有 {wide} 项全国适用"
    return Said(en, zh)


@dataclass(frozen=True, slots=True)
class _Judge:
    """What an instrument's words are compared with."""

    levels: Mapping[str, str]
    units: frozenset[str]
    words: frozenset[str]
    rivals: tuple[str, ...]

    @classmethod
    def of(cls, parks: Compared, project: Project, sectors: Sequence[str]) -> _Judge:
        cluster = parks.cluster
        products = _chain(parks, project.product)
        named = _names(parks, "products", "product", products)
        firm = cluster["firms"].filter(where_is("firm", project.firm))
        own_sectors = [s for s in firm["sector"].to_list() if s]
        named += _names(parks, "sectors", "sector", own_sectors)
        categories = cluster["products"].filter(pl.col("product").is_in(products))["category"].to_list()
        words = {_folded(w) for w in (*named, *own_sectors, *products, *categories, *sectors) if w}
        makes = where_is("product", None if project.serves else project.product)
        units = cluster["products"].filter(~makes)["unit"].drop_nulls().to_list()
        own_unit = cluster["products"].filter(makes)["unit"].to_list()
        return cls(
            parks.kinds, frozenset(units) - set(own_unit), frozenset(words), _rivals(parks, project.firm)
        )

    def why(self, row: Mapping[str, Any]) -> str:
        """Return why an instrument counts or does not, one of `WHY`."""
        if not self._meant(row["sectors"]):
            return "sector"
        if row["kind"] not in SUPPORT:
            return "kind"
        if self.levels.get(row["place"]) in WIDE:
            return "wide"
        if (row["unit"] or "").partition("/")[2] in self.units:
            return "unit"
        name = f" {_folded(row['name_en'])} {_folded(row['name_zh'])} "
        if any(_within(rival, name) for rival in self.rivals):
            return "firm"
        return "counts"

    def _meant(self, sectors: str | None) -> bool:
        """Whether sectors in words mean the project's; no words set no limit."""
        parts = [_folded(p) for p in listed(sectors)]
        return not parts or any(p in ALL or any(_alike(p, w) for w in self.words) for p in parts)


def _folded(text: str | None) -> str:
    """Return a text as words of lower-case letters and digits, Chinese as it is."""
    return " ".join(_WORD.findall((text or "").replace("_", " ").lower()))


def _alike(part: str, word: str) -> bool:
    """Whether one name holds the other, word by word (Chinese: letter by letter)."""
    short, long = sorted((part, word), key=len)
    return len(short) >= SHORTEST and _within(short, f" {long} ")


def _within(name: str, text: str) -> bool:
    return f" {name} " in text if name.isascii() else name in text


def _chain(parks: Compared, product: str | None) -> list[str]:
    """Return a product and everything that it goes into, directly or not."""
    found, todo = [], [product] if product else []
    while todo:
        one = todo.pop()
        if one not in found:
            found.append(one)
            todo += users_of(parks.cluster, one)
    return found


def _names(parks: Compared, table: str, key: str, ids: Iterable[str]) -> list[str]:
    """Return all names of some rows, aliases among them."""
    wanted = sorted(set(ids))
    rows = parks.cluster[table].filter(pl.col(key).is_in(wanted))
    others = parks.cluster["aliases"].filter(pl.col("id").is_in(wanted))["name"].to_list()
    return [n for n in (*rows["name_en"].to_list(), *rows["name_zh"].to_list(), *others) if n]


def _rivals(parks: Compared, firm: str | None) -> tuple[str, ...]:
    """Return the names of real firms that are not the project's, its parents or its daughters."""
    rows = parks.cluster["firms"].filter(pl.col("basis").ne_missing("synthetic"))
    up = dict(rows.select("firm", "parent_firm").drop_nulls().iter_rows())
    group = set(chain_up(firm, up))
    firms = {f for f in rows["firm"].to_list() if not group & set(chain_up(f, up))}
    mine = {_folded(n) for n in _names(parks, "firms", "firm", group)}
    places = {_folded(n) for n in _names(parks, "places", "place", parents(parks.cluster))}
    names = {_folded(n) for n in _names(parks, "firms", "firm", firms)} - mine - places
    return tuple(sorted(n for n in names if len(n) >= SHORTEST + n.isascii()))
