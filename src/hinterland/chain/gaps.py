"""The study `gaps`: what of a place's chain is nearby under four definitions, and what is missing, ranked."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.chain.coverage import COVERAGE, coverage_rows
from hinterland.chain.gap_rows import GAPS, REACH, WEIGHT, gap_rows, reach_rows
from hinterland.chain.makers import MAKERS, maker_rows
from hinterland.chain.maps import AREAS, CURVE, NEAR, SITES, area_rows, curve_rows, near_rows, site_rows
from hinterland.chain.measured import measure
from hinterland.chain.openings import OPENINGS, opening_rows
from hinterland.chain.places import chosen_places
from hinterland.chain.scope import lists_all, scope
from hinterland.chain.tree import TREE, tree_rows
from hinterland.chain.words import counted
from hinterland.errors import StudyError
from hinterland.ground.naming import Naming
from hinterland.ground.parts import cuts, draws, parts, roots
from hinterland.progress import silent
from hinterland.result import Result, Said, provenance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hinterland.chain.measured import Nearby
    from hinterland.chain.runs import Array
    from hinterland.cluster import Cluster
    from hinterland.ground.parts import Parts
    from hinterland.progress import Progress

HOURS = (1.0, 2.0, 3.0, 4.0)
DRAWS = 200
SEED = 20210810
LISTED = 20
"""Gaps of a place for which firms that could make the product are listed."""
SCHEMAS: Mapping[str, Mapping[str, pl.DataType]] = {
    "coverage": COVERAGE,
    "gaps": GAPS,
    "reach": REACH,
    "curve": CURVE,
    "sites": SITES,
    "near": NEAR,
    "openings": OPENINGS,
    "makers": MAKERS,
    "areas": AREAS,
    "tree": TREE,
}
"""Table of the result to its columns."""


def gaps(  # noqa: PLR0913 - keyword-only, each a choice of whoever asks
    cluster: Cluster,
    *,
    as_of: date | str | None = None,
    places: Sequence[str] | None = None,
    product: str | None = None,
    year: int | None = None,
    hours: Sequence[float] = HOURS,
    suppliers: int = 1,
    processes: Mapping[str, Mapping[str, float]] | None = None,
    synthetic: bool | None = None,
    scenario: str | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    progress: Progress = silent,
) -> Result:
    """Return what of the chain is nearby and what is missing, for each place.

    Parameters
    ----------
    cluster
        The case.
    as_of
        Day from which the case is seen; default: the day the cluster is seen from, else today.
    places
        Places to answer for; default: the setting `chain_places`, else the places of promises about coverage, else
        the places that assemble most.
    product
        Final product; default: the first with a bill of materials.
    year
        Year of demand; plants stand as at its end where that lies before the day. Default: the year of the day.
    hours
        Reaches, h, rising; the last is the reference of the table `gaps`.
    suppliers
        Firms within reach that a product needs to count as available (definition 3).
    processes
        Product to process to weight, where a product can be made in several ways.
    synthetic
        Whether made-up plants count; default: only where every assembling plant is made up.
    scenario
        Scenario of the table `demand`.
    draws, seed
        Draws of the bill of materials, and the seed of the generator.

    Returns
    -------
    Result
        Tables as in `SCHEMAS`.

    Raises
    ------
    StudyError
        If there is no bill of materials, no such place or product, hours are not above 0, or suppliers not above 0.
    """
    began = time.perf_counter()
    day = cluster.day(as_of)
    seen = cluster.as_of(day)
    reaches = _reaches(hours)
    if suppliers < 1:
        raise StudyError(f"suppliers is {suppliers}: it must be at least 1")
    chosen = chosen_places(seen, places)
    root, *others = roots(seen, product)
    bill = parts(seen, root, processes)
    drawn = _drawn(bill, draws, seed)
    naming = Naming.of(seen)
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
    looked: list[Nearby] = []
    for done, place in enumerate(chosen):
        progress(done, len(chosen), place)
        at = scope(seen, place, bill, day=day, year=year, synthetic=synthetic, scenario=scenario)
        near = measure(seen, at, reaches, suppliers)
        looked.append(near)
        _fill_tables(rows, seen, near, (naming, drawn))
    tables = {name: pl.DataFrame(rows[name], schema=dict(SCHEMAS[name]), orient="row") for name in SCHEMAS}
    parameters = {
        "places": list(chosen),
        "product": root,
        "year": year,
        "hours": list(reaches),
        "suppliers": suppliers,
        "synthetic": synthetic,
        "draws": draws,
        "seed": seed,
    }
    progress(len(chosen), len(chosen), "done")
    return Result(
        study="gaps",
        tables=tables,
        provenance=provenance("gaps", seen, parameters, time.perf_counter() - began),
        summary=_summary(day, root, chosen, tables),
        assumptions=(*_first_of(root, others), *_assumptions(bill, looked, seen)),
        figures=("coverage_curve", "coverage_icicle", "gap_table", "reach_map"),
    )


def _reaches(hours: Sequence[float]) -> tuple[float, ...]:
    """Return the reaches, rising and once each."""
    given = sorted({float(h) for h in hours})
    if not given:
        raise StudyError("hours: name at least one, such as 1,2,3,4")
    wrong = [h for h in given if not 0 < h < float("inf")]
    if wrong:
        raise StudyError(f"hours: {wrong[0]:g} is no travel time; write numbers above 0, such as 1,2,3,4")
    return tuple(given)


def _drawn(bill: Parts, count: int, seed: int) -> Mapping[str, Array]:
    """Return the values of products on each cut, draw by draw."""
    return cuts(bill, draws(bill, count, seed))


def _fill_tables(
    rows: dict[str, list[dict[str, Any]]],
    seen: Cluster,
    near: Nearby,
    shared: tuple[Naming, Mapping[str, Array]],
) -> None:
    """Add the rows of one place to every table."""
    naming, drawn = shared
    ranked = gap_rows(seen, near, naming)
    worst = [near.scope.parts.index(r["product"]) for r in ranked if r["status"] != "covered"][:LISTED]
    rows["coverage"] += coverage_rows(near, naming.place(near.scope.place), drawn)
    rows["gaps"] += ranked
    rows["reach"] += reach_rows(near)
    rows["curve"] += curve_rows(near)
    rows["sites"] += site_rows(near, naming)
    rows["near"] += near_rows(near, naming)
    rows["areas"] += area_rows(seen, near)
    rows["tree"] += tree_rows(near, naming, {r["product"]: r["status"] for r in ranked})
    if ranked:
        rows["makers"] += maker_rows(seen, near, worst)
        rows["openings"] += opening_rows(seen, near)


def _summary(
    day: date, root: str, places: Sequence[str], tables: Mapping[str, pl.DataFrame]
) -> dict[str, Any]:
    statuses = tables["gaps"].group_by("place", "status", maintain_order=True).len()
    counted: dict[str, dict[str, int]] = {p: {} for p in places}
    for place, status, count in statuses.iter_rows():
        counted[place][status] = count
    return {"as_of": day.isoformat(), "product": root, "places": list(places), "products": counted}


def _first_of(root: str, others: Sequence[str]) -> tuple[Said, ...]:
    """Say that one of several final products is looked at."""
    if not others:
        return ()
    return (
        Said(
            f"The case has {1 + len(others)} final products; looked at is the first, {root}. Name another to see it: "
            f"{', '.join(others)}.",
            f"案例有 {1 + len(others)} 种最终产品，此处只看第一种（{root}）；其余可指定：{'、'.join(others)}。",
        ),
    )


def _list_of_plants(seen: Cluster) -> tuple[Said, ...]:
    """Say that a list of plants may lack some, unless the case says that it is whole."""
    if lists_all(seen):
        return ()
    return (
        Said(
            "All figures are by the plants that the case lists. It does not say that its list is whole (setting "
            "plants_listed), so the truth is at least the lower figure, and what is missing may be missing from the "
            "list.",
            "所有数字均按案例所列工厂计算。案例未声明清单完整，"
            "故实际值至少为下限，所谓缺口也可能只是清单所缺。",
        ),
    )


def _assumptions(bill: Parts, looked: Sequence[Nearby], seen: Cluster) -> tuple[Said, ...]:
    """Return what was assumed, in both languages."""
    weight = seen.setting("gap_weight_concentration", WEIGHT)
    said = [
        Said(
            "Travel time is measured from each assembling plant of the place, weighted by its output (else capacity, "
            "else the median of the others); great circle x circuity / speed unless a route is given.",
            "行程时间自该地各整机厂起算，按产量（否则产能，否则取其余的中位数）加权；"
            "无路线数据时为大圆距离×绕行系数／速度。",
        ),
        Said(
            "Value is counted once, on one cut of the bill of materials: process rows and what inputs leave are "
            "value added, not components.",
            "价值只在物料清单的一个层面计一次：工序行与投入之余为增加值，不是零部件。",
        ),
        Said(
            "Unknown capacity is neither zero nor enough: the interval holds both. A product that no plant of the "
            "case makes is unknown, not missing.",
            "产能未知既非零也非充足：区间两者皆含。案例未列工厂的产品为未知，而非缺失。",
        ),
        Said(
            f"Rank = value x (shortfall + {weight:g} x concentration x (1 - shortfall)); shortfall is 1 - the middle "
            "of what is served, concentration the middle of the Herfindahl-Hirschman index.",
            f"排序＝价值×（缺额＋{weight:g}×集中度×（1－缺额））；"
            "缺额为 1 减可满足区间的中值，集中度为赫芬达尔指数区间的中值。",
        ),
        *_list_of_plants(seen),
        *bill.assumptions,
    ]
    for near in looked:
        at = near.scope
        said.append(
            Said(
                f"{at.place}: output {at.output.said.en}; {counted(len(at.sites.weight), 'assembling plant')}.",
                f"{at.place}：产量{at.output.said.zh}；整机厂 {len(at.sites.weight)} 座。",
            )
        )
        if not at.synthetic and "synthetic" in near.keep:
            count = int(at.supply.standing.synthetic.sum())
            said.append(
                Said(
                    f"{at.place}: {count:,} synthetic plants do not count; they are shown as a set of their own.",
                    f"{at.place}：{count:,} 座合成工厂不计入，另列一组。",
                )
            )
    shifted = max((near.scope.supply.points.shifted for near in looked), default=0)
    if shifted:
        said.append(
            Said(
                f"{shifted} positions are in another datum than WGS-84 (up to 1 km off); they are taken as given.",
                f"{shifted} 个位置采用 WGS-84 以外的坐标系，偏差至多 1 公里；按原值使用。",
            )
        )
    return tuple(said)
