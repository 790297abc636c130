"""How much of the final product a place makes in a year, and where the figure comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from hinterland import units
from hinterland.errors import StudyError, UnitError
from hinterland.ground.places import chain_up, parents
from hinterland.ground.series import annual, observed, weakest
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Collection

    from hinterland.cluster import Cluster


@dataclass(frozen=True, slots=True)
class Output:
    """A year's output of the final product in a place, in the product's unit, and where it comes from.

    `low` and `high` are what the words of the source admit; `code` is `demand` (the case's table), `observed` (a
    series) or `plants` (nothing is published: the plants' own output or capacity stands in, `value` is None).
    """

    code: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    year: int | None = None
    basis: str = "inferred"
    said: Said = field(default_factory=lambda: Said("", ""))


def output_of(
    cluster: Cluster, root: str, place: str, inside: Collection[str], year: int, scenario: str | None = None
) -> Output:
    """Return the output of `root` in `place` in `year`: the table `demand`, else the newest whole year observed.

    Rows of `demand` are taken for the place, else for what lies in it, each part of it once, of one scenario (the
    one named, else the first by name that has the year). A series counts where its metric names the product, its
    figures are those of the place and its unit is one of the product; the newest year up to `year` is taken.
    """
    return _planned(cluster, root, inside, year, scenario) or _observed(cluster, root, place, year) or _none()


def _none() -> Output:
    return Output(
        "plants",
        said=Said(
            "not published: the plants' own output, else capacity, stands in for it",
            "未见公布：以工厂自身产量（否则产能）代替",
        ),
    )


def _planned(
    cluster: Cluster, root: str, inside: Collection[str], year: int, scenario: str | None
) -> Output | None:
    rows = cluster["demand"].filter(
        (pl.col("product") == root) & pl.col("place").is_in(list(inside)) & (pl.col("year") == year)
    )
    _refuse_unknown(cluster, scenario)
    rows = rows.drop_nulls("quantity").with_columns(pl.col("scenario").fill_null(""))
    if not rows.height:
        return None
    names = sorted(rows["scenario"].unique().to_list())
    taken = scenario if scenario in names else names[0]
    rows = rows.filter(pl.col("scenario") == taken)
    listed, above = set(rows["place"].to_list()), parents(cluster)
    outermost = [p for p in listed if not set(chain_up(p, above)[1:]) & listed]
    rows = rows.filter(pl.col("place").is_in(outermost))
    total = float(rows["quantity"].sum())
    basis = weakest(rows["basis"].fill_null("inferred"))
    return Output(
        "demand",
        total,
        total,
        total,
        year,
        basis,
        Said(
            f"{total:,.0f} in {year}, table `demand`, scenario {taken or 'without a name'}",
            f"{year} 年 {total:,.0f}，demand 表，情景 {taken or '未命名'}",
        ),
    )


def _refuse_unknown(cluster: Cluster, scenario: str | None) -> None:
    names = sorted(set(cluster["demand"]["scenario"].drop_nulls().to_list()))
    if scenario is not None and scenario not in names:
        raise StudyError(
            f"there is no scenario {scenario!r}; table `demand` has {', '.join(names) or 'none'}"
        )


def _observed(cluster: Cluster, root: str, place: str, year: int) -> Output | None:
    """Return the newest whole year of a series of the product; the metric with the newest year wins, then by id."""
    unit = _unit(cluster, root)
    best: Output | None = None
    own = cluster.own_units()
    metrics = cluster["metrics"].filter((pl.col("kind") == "series") & (pl.col("product") == root))
    for row in metrics.sort("metric").iter_rows(named=True):
        if unit is None or not _same(row["unit"], unit, own):
            continue
        points = [p for p in annual(observed(cluster, row["metric"], place, unit)) if p.period.year <= year]
        if points and (best is None or points[-1].period.year > (best.year or 0)):
            last = points[-1]
            stale = last.period.year < year
            name_en, name_zh = row["name_en"] or row["metric"], row["name_zh"] or row["metric"]
            best = Output(
                "observed",
                last.value,
                last.low,
                last.high,
                last.period.year,
                last.basis,
                Said(
                    f"{last.value:,.0f} in {last.period.year}{', the newest published' * stale} ({name_en})",
                    f"{last.period.year} 年 {last.value:,.0f}{'，为最新公布' * stale}（{name_zh}）",
                ),
            )
    return best


def _unit(cluster: Cluster, product: str) -> str | None:
    found = cluster["products"].filter(pl.col("product") == product)["unit"].to_list()
    return found[0] if found else None


def _same(one: str | None, other: str, own: tuple[tuple[str, float, str], ...]) -> bool:
    """Whether figures in one unit can be told in the other."""
    try:
        return one is not None and units.find(one, own).dimension == units.find(other, own).dimension
    except UnitError:
        return False
