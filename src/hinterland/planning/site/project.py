"""The project that parks are ranked for: a candidate, a need, a workstream, or one that options describe."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.errors import Refused
from hinterland.ground.series import weakest
from hinterland.ids import listed
from hinterland.nearest import nearest
from hinterland.planning.site.compared import where_is
from hinterland.planning.site.words import KINDS
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.cluster import Cluster
    from hinterland.planning.site.options import Options

TABLES = {"candidate": "candidates", "need": "needs", "workstream": "workstreams"}
PLANTS = frozenset({"investment", "major_project", "supply", "chip_supply", "chain_integration"})
"""Kinds of workstream that make something; the others serve those who make it."""


@dataclass(frozen=True, slots=True)
class Project:
    """What shall be placed.

    Attributes
    ----------
    kind
        One of `hinterland.planning.site.words.KINDS`.
    product
        What it makes; where `serves`, what those make whom it serves. None where nobody can tell.
    product_from
        How the product is known: `stated`, `firm` (its firm's plants), `final` (the case's finished product), `none`.
    serves
        Whether its users are those who make the product (a laboratory), not those who buy it.
    land, jobs
        Hectares and jobs it needs, None where nobody says.
    places
        Places that it names itself.
    """

    id: str
    kind: str
    name: Said
    product: str | None = None
    product_from: str = "none"
    serves: bool = False
    firm: str | None = None
    land: float | None = None
    jobs: float | None = None
    places: tuple[str, ...] = ()
    basis: str = "reported"
    source: str | None = None


def find_project(cluster: Cluster, word: str, options: Options) -> Project:
    """Return the project that `word` names: `ID`, or `KIND:ID` where an id stands for several.

    Raises
    ------
    Refused
        If the case has no such project and the options do not describe one, or an id stands for several.
    """
    kind, colon, rest = word.partition(":")
    kinds = [kind] if colon and kind in TABLES else list(TABLES)
    name = rest if colon and kind in TABLES else word
    found = [k for k in kinds if cluster[TABLES[k]].filter(pl.col(k) == name).height]
    if len(found) > 1:
        ways = " or ".join(f"{k}:{name}" for k in found)
        raise Refused(
            f"{name!r} is the id of several things; write {ways}",
            f"“{name}”是多个对象的编号；请写 {ways.replace(' or ', ' 或 ')}",
        )
    if not found:
        if options.product is None:
            _unknown(cluster, name, kinds)
        return _with(Project(id=name, kind="given", name=Said(name, name)), options)
    row = cluster[TABLES[found[0]]].filter(pl.col(found[0]) == name).row(0, named=True)
    make = {"candidate": _candidate, "need": _need, "workstream": _workstream}[found[0]]
    return _with(make(cluster, row), options)


def _with(project: Project, options: Options) -> Project:
    """Return the project with what the options say in place of what the case says."""
    changed: dict[str, Any] = {}
    if options.product is not None:
        changed |= {"product": options.product, "product_from": "stated"}
    if options.land is not None:
        changed["land"] = options.land
    if options.jobs is not None:
        changed["jobs"] = options.jobs
    return replace(project, **changed)


def _unknown(cluster: Cluster, name: str, kinds: list[str]) -> None:
    known = {i: k for k in kinds for i in cluster[TABLES[k]][k].to_list()}
    close = nearest(name, known)
    if close:
        hint = f"did you mean {close} ({known[close]})?"
        zh = f"是否为 {close}（{KINDS[known[close]].zh}）？"
    elif known:
        hint = "look at the tables candidates, needs and workstreams, or describe it with --product ID"
        zh = "请查看 candidates、needs 与 workstreams 表，或以 --product 编号 描述项目"
    else:
        hint = (
            f"the case has none that was public by {cluster.day()}; describe one with --product ID "
            "(--land HA, --jobs N)"
        )
        zh = f"截至 {cluster.day()} 案例中尚无此类对象；请以 --product 编号（--land 公顷、--jobs 人数）描述项目"
    raise Refused(
        f"there is no candidate, need or workstream {name!r}; {hint}",
        f"没有编号为“{name}”的候选、需求或协议工作；{zh}",
    )


def _named(row: Mapping[str, Any], key: str) -> Said:
    en, zh = row.get("name_en"), row.get("name_zh")
    return Said(en or zh or row[key], zh or en or row[key])


def _candidate(cluster: Cluster, row: Mapping[str, Any]) -> Project:  # noqa: ARG001 - one shape for all three
    return Project(
        id=row["candidate"],
        kind="candidate",
        name=_named(row, "candidate"),
        product=row["product"],
        product_from="stated" if row["product"] else "none",
        firm=row["firm"],
        land=row["land_ha"],
        jobs=row["jobs"],
        places=tuple(listed(row["eligible_places"])),
        basis=row["basis"] or "reported",
        source=row["source"],
    )


def _need(cluster: Cluster, row: Mapping[str, Any]) -> Project:
    firm = row["firm"] or _firm(cluster, row["organisation"])
    text = {"name_en": row["text_en"] or row["organisation"], "name_zh": row["text_zh"]}
    product, how = _product(cluster, firm)
    return Project(
        id=row["need"],
        kind="need",
        name=_named({**text, "need": row["need"]}, "need"),
        product=product,
        product_from=how,
        serves=row["kind"] != "supply",
        firm=firm,
        places=(row["place"],) if row["place"] else (),
        basis=row["basis"] or "reported",
        source=row["source"],
    )


def _workstream(cluster: Cluster, row: Mapping[str, Any]) -> Project:
    firm = _firm(cluster, row["owner"])
    product, how = _product(cluster, firm)
    agreed = cluster["agreements"].filter(where_is("agreement", row["agreement"]))
    return Project(
        id=row["workstream"],
        kind="workstream",
        name=_named(row, "workstream"),
        product=product,
        product_from=how,
        serves=row["kind"] not in PLANTS,
        firm=firm,
        places=tuple(listed(agreed["places"][0])) if agreed.height else (),
        basis=weakest([row["basis"] or "reported"]),
        source=row["source"],
    )


def _firm(cluster: Cluster, words: str | None) -> str | None:
    """Return the first firm of the case that some words, parted by `;`, name."""
    names = cluster["firms"].select("firm", "name_en", "name_zh")
    others = cluster["aliases"].select("id", "name")
    for word in listed(words):
        low = word.lower()
        own = names.filter(
            (pl.col("firm") == word)
            | (pl.col("name_en").str.to_lowercase() == low)
            | (pl.col("name_zh") == word)
        )
        if own.height:
            return str(own["firm"][0])
        named = others.filter(pl.col("name").str.to_lowercase() == low)["id"].to_list()
        known = names.filter(pl.col("firm").is_in(named))
        if known.height:
            return str(known["firm"][0])
    return None


def _product(cluster: Cluster, firm: str | None) -> tuple[str | None, str]:
    """Return what a firm makes, a finished product before others, then the most frequent; else the case's own."""
    final = cluster["products"].filter(pl.col("kind") == "final")["product"].to_list()
    made = cluster["plants"].filter(pl.col("firm") == firm)["product"].to_list() if firm else []
    if made:
        return min(made, key=lambda p: (p not in final, -made.count(p), p)), "firm"
    return (final[0], "final") if len(final) == 1 else (None, "none")
