"""The tables `gaps` and `reach`: product by product, ranked by a formula that can be read off the row.

score = value x (shortfall + c x concentration x (1 - shortfall)), with value the product's share of the final
product, shortfall = 1 - middle of what is served, concentration the middle of the Herfindahl-Hirschman index, and c
the setting `gap_weight_concentration` (0.25): what is missing counts in full, what hangs on few firms in part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.chain.nearby import SLACK
from hinterland.chain.needs import FULL, Makers, Stop, makers_of, nearest_of, stop_of, within_reach
from hinterland.chain.runs import known, starts
from hinterland.chain.sourced import links_on_record
from hinterland.chain.why import why
from hinterland.ground.places import chain_up, parents
from hinterland.ground.series import weakest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hinterland.chain.measured import Nearby
    from hinterland.chain.runs import Array, Bools, Ints
    from hinterland.cluster import Cluster
    from hinterland.ground.naming import Naming

_S, _F, _I, _B = pl.String(), pl.Float64(), pl.Int64(), pl.Boolean()
GAPS = {
    "place": _S,
    "root": _S,
    "rank": _I,
    "product": _S,
    "name_en": _S,
    "name_zh": _S,
    "category": _S,
    "tier": _I,
    "on_tier1": _B,
    "on_leaves": _B,
    "share": _F,
    "status": _S,
    "unit": _S,
    "demand_year": _I,
    "demand": _F,
    "demand_low": _F,
    "demand_high": _F,
    "value_cny": _F,
    "hours": _F,
    "suppliers": _I,
    "plants_known": _I,
    "plants_unknown": _I,
    "capacity": _F,
    "boundary_suppliers": _I,
    "available": _F,
    "served_low": _F,
    "served_high": _F,
    "hhi_low": _F,
    "hhi_high": _F,
    "largest_firm": _S,
    "largest_en": _S,
    "largest_zh": _S,
    "largest_share": _F,
    "stop_loses": _F,
    "stop_loses_high": _F,
    "stop_plants": _S,
    "stop_may_plants": _S,
    "nearest_plant": _S,
    "nearest_hours": _F,
    "construction": _I,
    "announced": _I,
    "elsewhere": _I,
    "unplaced": _I,
    "planned": _I,
    "synthetic_near": _I,
    "imports": _F,
    "score": _F,
    "score_value": _F,
    "score_shortfall": _F,
    "score_concentration": _F,
    "why_en": _S,
    "why_zh": _S,
    "basis": _S,
}
"""Columns of the table `gaps`, one row a component product of a place. Shares are fractions of 1; `share` is that of
the final product's material value; demand and capacity are a year's in `unit`, demand that of `demand_year` (null:
the plants' own size stands in); `hours` is the reference reach, to which suppliers, capacity, served, concentration
and stops refer. `imports` is the part of known purchases that came from another country, null where no purchase has
a value."""
REACH = {
    "place": _S,
    "product": _S,
    "reach": _S,
    "hours": _F,
    "suppliers": _I,
    "capacity": _F,
    "plants_unknown": _I,
    "available_low": _F,
    "available_high": _F,
    "served_low": _F,
    "served_high": _F,
}
"""Columns of the table `reach`: the same at every reach, operating plants; `reach` is `boundary` or hours."""
WEIGHT = 0.25
"""Default of the setting `gap_weight_concentration`."""


@dataclass(frozen=True, slots=True)
class _Counts:
    """Plants by product: planned within reach, operating elsewhere, unplaced, planned anywhere, made up and near."""

    construction: Ints
    announced: Ints
    elsewhere: Ints
    unplaced: Ints
    planned: Ints
    synthetic: Ints
    inside: Ints


@dataclass(frozen=True, slots=True)
class _View:
    """One place as its rows are made from it, everything by product that is the same for all rows told once."""

    near: Nearby
    naming: Naming
    who: Makers
    stop: Stop
    counts: _Counts
    available: Array
    on_tier1: Bools
    on_leaves: Bools
    nearest: Ints
    hours: Array
    edges: Mapping[int, list[str]]
    """Bases of the recipes that take a product."""

    @classmethod
    def of(cls, near: Nearby, naming: Naming) -> _View:
        """Return the view of a place at its reference reach, operating plants."""
        parts, reach = near.scope.parts, near.hours[-1]
        who = makers_of(near, "operating", reach)
        nearest, hours = nearest_of(near, "operating")
        edges: dict[int, list[str]] = {}
        for child, basis in zip(parts.child.tolist(), parts.basis, strict=True):
            edges.setdefault(child, []).append(basis)
        return cls(
            near=near,
            naming=naming,
            who=who,
            stop=stop_of(near, who, "operating", reach),
            counts=_counts(near, reach),
            available=near.mean_available("operating", reach).low,
            on_tier1=parts.cut("tier1") > 0,
            on_leaves=parts.cut("leaves") > 0,
            nearest=nearest,
            hours=hours,
            edges=edges,
        )


def gap_rows(cluster: Cluster, near: Nearby, naming: Naming) -> list[dict[str, Any]]:
    """Return a row for each component product of a place, the worst gap first."""
    scope, parts = near.scope, near.scope.parts
    if not len(scope.sites.weight):
        return []
    view = _View.of(near, naming)
    weight = cluster.setting("gap_weight_concentration", WEIGHT)
    less, likely, more = (float(x.sum()) for x in scope.demand())
    imports = _imports(cluster, near)
    rows = []
    for k in np.flatnonzero(parts.component).tolist():
        row = _product(view, k) | _supply(view, k) | _counted(view, k)
        row |= {
            "demand_year": scope.output.year,
            "demand": known(likely * parts.per_root[k]),
            "demand_low": known(less * parts.per_root_low[k]),
            "demand_high": known(more * parts.per_root_high[k]),
            "imports": imports.get(parts.products[k]),
        }
        price = naming.price(parts.products[k])
        row["value_cny"] = None if price is None or row["demand"] is None else row["demand"] * price
        row["status"] = _status(row, unlisted=bool(near.unlisted["operating"][k]))
        row |= _score(row, weight)
        row |= dict(zip(("nearest_en", "nearest_zh"), naming.plant(row["nearest_plant"]), strict=True))
        said = why(row)
        rows.append(row | {"why_en": said.en, "why_zh": said.zh})
    rows.sort(key=lambda r: (-r["score"], r["product"]))
    return [row | {"rank": i + 1} for i, row in enumerate(rows)]


def _product(view: _View, k: int) -> dict[str, Any]:
    scope, parts, naming = view.near.scope, view.near.scope.parts, view.naming
    product = parts.products[k]
    name = naming.product(product)
    return {
        "place": scope.place,
        "root": scope.root,
        "product": product,
        "name_en": name.en,
        "name_zh": name.zh,
        "category": naming.category(product),
        "tier": int(parts.tier[k]),
        "on_tier1": bool(view.on_tier1[k]),
        "on_leaves": bool(view.on_leaves[k]),
        "share": float(parts.share[k]),
        "unit": naming.unit(product),
        "hours": view.near.hours[-1],
    }


def _supply(view: _View, k: int) -> dict[str, Any]:
    near, supply, who, stop = view.near, view.near.scope.supply, view.who, view.stop
    served = near.served["operating", near.hours[-1]]
    largest = int(who.largest[k])
    firm = str(supply.standing.firm[largest]) if largest >= 0 else None
    name = view.naming.firm(firm)
    mine = slice(*np.searchsorted(supply.product, [k, k + 1]))
    used = supply.standing.basis[mine][near.keep["operating"][mine]]
    return {
        "suppliers": int(who.firms[k]),
        "plants_known": int(who.known[k]),
        "plants_unknown": int(who.unknown[k]),
        "capacity": float(who.capacity[k]),
        "available": float(view.available[k]),
        "served_low": float(served.low[k]),
        "served_high": float(served.high[k]),
        "hhi_low": known(who.hhi_low[k]),
        "hhi_high": known(who.hhi_high[k]),
        "largest_firm": firm,
        "largest_en": name.en,
        "largest_zh": name.zh,
        "largest_share": known(who.largest_share[k]),
        "stop_loses": known(stop.low[k]),
        "stop_loses_high": known(stop.high[k]),
        "stop_plants": _plants(near, stop.sure[:, k]),
        "stop_may_plants": _plants(near, stop.maybe[:, k]),
        "basis": weakest(["inferred", *view.edges.get(k, []), *used.tolist()]),
    }


def _counted(view: _View, k: int) -> dict[str, Any]:
    counts, nearest = view.counts, int(view.nearest[k])
    return {
        "boundary_suppliers": int(counts.inside[k]),
        "nearest_plant": str(view.near.scope.supply.standing.plant[nearest]) if nearest >= 0 else None,
        "nearest_hours": known(view.hours[k]),
        "construction": int(counts.construction[k]),
        "announced": int(counts.announced[k]),
        "elsewhere": int(counts.elsewhere[k]),
        "unplaced": int(counts.unplaced[k]),
        "planned": int(counts.planned[k]),
        "synthetic_near": int(counts.synthetic[k]),
    }


def _plants(near: Nearby, spots: Any) -> str:
    """Return the assembling plants at some spots by id, parted by ;."""
    sites = near.scope.sites
    return ";".join(sorted(sites.standing.plant[spots[sites.spot]].tolist()))


def _counts(near: Nearby, reach: float) -> _Counts:
    supply, products = near.scope.supply, len(near.scope.parts.products)
    placed = ~np.isnan(near.scope.hours).all(axis=0)
    operating = near.keep["operating"]
    reached = within_reach(near, "announced", reach)
    made_up = supply.standing.synthetic & supply.standing.having("operating")

    def count(rows: Any) -> Ints:
        return np.bincount(supply.product[rows], minlength=products)

    pairs = np.flatnonzero(operating & supply.inside)
    firsts = pairs[starts(supply.firm[pairs])]
    with np.errstate(invalid="ignore"):
        close = (near.scope.hours <= reach + SLACK).any(axis=0)
    return _Counts(
        construction=count(reached & supply.standing.having("construction")),
        announced=count(reached & supply.standing.having("announced")),
        elsewhere=count(operating & placed & ~close),
        unplaced=count(operating & ~placed),
        planned=count(near.keep["announced"] & ~operating),
        synthetic=count(made_up & close & (not near.scope.synthetic)),
        inside=count(firsts),
    )


def _status(row: dict[str, Any], *, unlisted: bool) -> str:
    """Return covered (surely served, by two firms or more), thin, gap (not served at best) or no_plant_known."""
    if unlisted:
        return "no_plant_known"
    if row["served_high"] < FULL:
        return "gap"
    return "covered" if row["served_low"] >= FULL and row["suppliers"] > 1 else "thin"


def _score(row: dict[str, Any], weight: float) -> dict[str, float]:
    shortfall = 1 - (row["served_low"] + row["served_high"]) / 2
    ends = (row["hhi_low"], row["hhi_high"])
    concentration = 0.0 if ends[0] is None else sum(ends) / 2
    return {
        "score": row["share"] * (shortfall + weight * concentration * (1 - shortfall)),
        "score_value": row["share"],
        "score_shortfall": shortfall,
        "score_concentration": concentration,
    }


def _imports(cluster: Cluster, near: Nearby) -> dict[str, float]:
    """Return the part of each product's known purchases whose supplier has its seat in another country."""
    firms = set(near.scope.sites.standing.firm.tolist())
    links = links_on_record(cluster, near.scope)
    rows = links.filter(
        pl.col("customer").is_in(list(firms)) & (pl.col("value") > 0) & pl.col("value").is_finite()
    )
    if not rows.height:
        return {}
    country = _countries(cluster)
    home = country.get(near.scope.place)
    seats = dict(cluster["firms"].select("firm", "place").drop_nulls().iter_rows())
    latest = rows.filter(pl.col("year") == pl.col("year").max().over("product"))
    found: dict[str, list[float]] = {}
    for supplier, product, value in latest.select("supplier", "product", "value").iter_rows():
        seat = country.get(seats.get(supplier, ""))
        if seat is None or home is None:
            continue
        sums = found.setdefault(product, [0.0, 0.0])
        sums[0] += value * (seat != home)
        sums[1] += value
    return {p: abroad / whole for p, (abroad, whole) in found.items()}


def _countries(cluster: Cluster) -> dict[str, str]:
    """Return the country that each place lies in."""
    kinds = dict(cluster["places"].select("place", "kind").iter_rows())
    above = parents(cluster)
    found = {}
    for place in kinds:
        country = next((p for p in chain_up(place, above) if kinds.get(p) == "country"), None)
        if country:
            found[place] = country
    return found


def reach_rows(near: Nearby) -> Iterator[dict[str, Any]]:
    """Yield for each component product and reach who is near and what they serve, operating plants."""
    scope, parts = near.scope, near.scope.parts
    if not len(scope.sites.weight):
        return
    supply = scope.supply
    for reach in near.reaches:
        span = near.mean_available("operating", reach)
        served = near.served["operating", reach]
        rows = (
            near.keep["operating"] & supply.inside
            if reach is None
            else within_reach(near, "operating", reach)
        )
        firms, capacity, unknown = _totals(near, rows)
        for k in np.flatnonzero(parts.component):
            yield {
                "place": scope.place,
                "product": parts.products[k],
                "reach": "boundary" if reach is None else f"{reach:g}",
                "hours": reach,
                "suppliers": int(firms[k]),
                "capacity": float(capacity[k]),
                "plants_unknown": int(unknown[k]),
                "available_low": float(span.low[k]),
                "available_high": float(span.high[k]),
                "served_low": float(served.low[k]),
                "served_high": float(served.high[k]),
            }


def _totals(near: Nearby, rows: Any) -> tuple[Ints, Array, Ints]:
    """Return firms, known capacity in the product's unit and plants of unknown capacity, by product."""
    supply, products = near.scope.supply, len(near.scope.parts.products)
    where = np.flatnonzero(rows)
    capacity, product = supply.standing.capacity[where], supply.product[where]
    firsts = where[starts(supply.firm[where])]
    return (
        np.bincount(supply.product[firsts], minlength=products),
        np.bincount(product, np.nan_to_num(capacity), products).astype(np.float64),
        np.bincount(product, np.isnan(capacity), products).astype(int),
    )
