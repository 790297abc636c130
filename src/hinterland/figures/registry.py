"""Names of the figures, and the one way to draw them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from hinterland.errors import StudyError
from hinterland.figures import (
    agreement_timeline,
    basis_bars,
    chain_icicle,
    content_waterfall,
    coverage_curve,
    coverage_icicle,
    fan,
    gap_table,
    history,
    measures_bars,
    origins_bars,
    pareto_front,
    plan_costs,
    plan_gantt,
    plan_map,
    plan_regret,
    plan_search,
    plan_targets,
    price_curve,
    race,
    reach_map,
    reliability,
    risk_curve,
    risk_size,
    scores_chart,
    shock_map,
    shock_time,
    site_terms,
    sparkline,
    verdict_counts,
    worth_bars,
)
from hinterland.result import Result
from hinterland.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import altair as alt
    import polars as pl


class Figure(Protocol):
    """A module that draws one figure: the tables it needs, and the function that draws."""

    NEEDS: tuple[str, ...]

    def chart(self, tables: Mapping[str, pl.DataFrame], lang: str) -> alt.Chart | alt.LayerChart:
        """Draw it."""


FIGURES: Mapping[str, Figure] = {
    "verdict_counts": verdict_counts,
    "sparkline": sparkline,
    "fan": fan,
    "race": race,
    "history": history,
    "reliability": reliability,
    "scores": scores_chart,
    "agreement_timeline": agreement_timeline,
    "chain_icicle": chain_icicle,
    "coverage_icicle": coverage_icicle,
    "coverage_curve": coverage_curve,
    "reach_map": reach_map,
    "gap_table": gap_table,
    "content_waterfall": content_waterfall,
    "origins_bars": origins_bars,
    "basis_bars": basis_bars,
    "risk_curve": risk_curve,
    "risk_size": risk_size,
    "shock_time": shock_time,
    "shock_map": shock_map,
    "measures_bars": measures_bars,
    "plan_gantt": plan_gantt,
    "plan_map": plan_map,
    "plan_costs": plan_costs,
    "plan_targets": plan_targets,
    "price_curve": price_curve,
    "pareto_front": pareto_front,
    "plan_search": plan_search,
    "plan_regret": plan_regret,
    "worth_bars": worth_bars,
    "site_terms": site_terms,
}
"""Figure by name."""


def draw(
    data: Result | Mapping[str, pl.DataFrame], name: str, *, lang: str = "en"
) -> alt.Chart | alt.LayerChart:
    """Return the figure `name` of a result (or of its tables) as a chart that holds its data.

    Raises
    ------
    StudyError
        If there is no such figure or language, a table that it needs is not there, or there is nothing to draw.
    """
    if name not in FIGURES:
        raise StudyError(f"there is no figure {name!r}; figures are {', '.join(FIGURES)}")
    if lang not in LANGUAGES:
        raise StudyError(f"there is no language {lang!r}; use {' or '.join(LANGUAGES)}")
    tables = data.tables if isinstance(data, Result) else data
    figure = FIGURES[name]
    missing = [t for t in figure.NEEDS if t not in tables]
    if missing:
        raise StudyError(
            f"figure {name} needs the tables {', '.join(figure.NEEDS)}; missing: {', '.join(missing)}"
        )
    if not tables[figure.NEEDS[0]].height:
        raise StudyError(f"figure {name}: the table {figure.NEEDS[0]} has no rows")
    return figure.chart(tables, lang)
