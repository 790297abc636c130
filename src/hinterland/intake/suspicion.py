"""Figures that are off by a factor which a unit explains: 10^3, 10^4 (万) or 10^8 (亿). Asked, never rescaled."""

from __future__ import annotations

import math
from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import dates
from hinterland.errors import UnitError
from hinterland.result import Said
from hinterland.units import convert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.cluster import Cluster
    from hinterland.intake.facts import Fact, Ledger
    from hinterland.intake.unit_words import Own

POWERS = (3, 4, 8)
"""Powers of ten between units that people confuse: thousands, 万 (10,000), 亿 (100 million)."""
NEAR = 0.5
"""How far, in powers of ten, a ratio may lie from one of them: a factor of three, more than most series grow."""
_YEARS = 10
"""Years that a figure of the case may lie away from the one it is held against."""


def ask_about_scales(
    rows: Sequence[tuple[dict[str, Any], Fact]], cluster: Cluster, ledger: Ledger, own: Own
) -> None:
    """Ask about each metric of the case whose new figures are off by a power of ten that a unit explains.

    Each new figure is held against the figure of the case for the same place and flow whose period ends nearest;
    the median of the ratios counts, on a logarithmic scale.
    """
    known = _known(cluster)
    ratios: dict[str, list[tuple[float, Fact]]] = defaultdict(list)
    for row, fact in rows:
        ratio = _ratio(row, known.get((row["metric"], row["place"]), ()), own)
        if ratio is not None:
            ratios[row["metric"]].append((ratio, fact))
    for metric, found in ratios.items():
        middle = median(r for r, _ in found)
        power = min(POWERS, key=lambda p: abs(abs(middle) - p))
        if abs(abs(middle) - power) <= NEAR:
            words = f"10^{power}" if middle > 0 else f"10^-{power}"
            named = {3: "", 4: "（万）", 8: "（亿）"}[power]
            fact = found[0][1]
            ledger.ask(
                "scale",
                fact.page,
                fact.spot,
                Said(
                    f"figures of {metric} are about {words} times those of the case; they were kept as stated",
                    f"{metric} 的数值约为案例中的 {words} 倍{named}；按原样保留",
                ),
                Said(
                    "check the unit, and give --unit if the page does not say it",
                    "请核对单位；页面未注明时请用 --unit",
                ),
            )


def _known(cluster: Cluster) -> dict[tuple[str, str], list[dict[str, Any]]]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in cluster["observations"].filter(pl.col("value") != 0).iter_rows(named=True):
        found[row["metric"], row["place"]].append(row)
    return found


def _ratio(row: dict[str, Any], listed: Sequence[dict[str, Any]], own: Own) -> float | None:
    """Return the power of ten by which a figure is larger than the nearest one of the case."""
    end = dates.parse_period(row["period"]).end
    alike = [k for k in listed if k["flow"] == row["flow"]] or list(listed)
    if not row["value"] or not alike:
        return None
    nearest = min(alike, key=lambda k: abs((dates.parse_period(k["period"]).end - end).days))
    if abs((dates.parse_period(nearest["period"]).end - end).days) > 366 * _YEARS:
        return None
    try:
        other = convert(nearest["value"], nearest["unit"], row["unit"], own)
    except UnitError:
        return None
    ratio = row["value"] / other if other else 0
    return math.log10(ratio) if ratio > 0 and math.isfinite(ratio) else None
