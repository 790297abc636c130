"""Which studies a report runs: those that the case has data for, and why the others do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import dates
from hinterland.chain import content, gaps
from hinterland.cooperation import agreements
from hinterland.errors import DateError, Refused, StudyError
from hinterland.ground.bom import materials
from hinterland.ground.quality import quality
from hinterland.network.mitigate.study import mitigate
from hinterland.network.risk.study import risk
from hinterland.progress import silent
from hinterland.promises import backtest, track
from hinterland.report.planned import held, planned
from hinterland.report.shocks import shocks
from hinterland.result import Said
from hinterland.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.progress import Progress
    from hinterland.result import Result

LOOKS = 6
"""Earlier days, a year apart, that the board is made for again."""
MANY = 3_000
"""Series beyond which earlier boards and the backtest would make a report slow."""
RISK_DRAWS, RISK_EPS = 3, 1e-5
"""Draws of the network for systemic risk, and the increase that ends a cascade: few, so that a report is quick."""
REMEDIES: Mapping[str, Any] = {"draws": 2, "firms": 2, "top": 1}
"""What is asked about remedies: draws, riskiest firms, measures verified.

No budget for measures taken together: trying every measure anew after each that is taken cost a report as much again
as all the rest of the study. Two draws are the least that give a range.
"""
MOST_FIRMS = 20_000
"""Firms beyond which risk and remedies would make a report slow."""
NAMES = (
    "track",
    "backtest",
    "agreements",
    "materials",
    "gaps",
    "content",
    "risk",
    "stress",
    "mitigate",
    "plan",
    "held",
    "quality",
)
"""Studies in the order in which they run; `held` is the plan again where the first cannot hold its targets."""
NO_RECIPES = Said(
    "the case has no bill of materials (as of this day): fill in `recipes`",
    "（截至该日）案例没有物料清单：请填写 recipes",
)
NO_PLANTS = Said(
    "the case has no plants (as of this day): fill in `plants` (firm, product, place)",
    "（截至该日）案例没有工厂：请填写 plants（firm、product、place）",
)
NO_SECTORS = Said(
    "the case says of no firm which sector it is in: fill in `sectors`, and the column `sector` of `firms`",
    "案例未说明企业所属部门：请填写 sectors 及 firms 的 sector 列",
)
NO_FLOWS = Said(
    "the case says neither what sectors sell each other nor who supplies whom: fill in `io_table` or `supplies`",
    "案例既无部门间流量，也无供应关系：请填写 io_table 或 supplies",
)
WANTS: Mapping[str, Mapping[str, Said]] = {
    "track": {
        "targets": Said(
            "the case has no targets (as of this day): fill in `targets` and the `metrics` they name",
            "（截至该日）案例没有承诺：请填写 targets 及其所用的 metrics",
        ),
    },
    "agreements": {
        "agreements": Said(
            "the case has no agreements (as of this day): fill in `agreements` and their `workstreams`",
            "（截至该日）案例没有协议：请填写 agreements 及其 workstreams",
        ),
    },
    "materials": {"recipes": NO_RECIPES},
    "gaps": {"recipes": NO_RECIPES, "plants": NO_PLANTS},
    "content": {"recipes": NO_RECIPES, "plants": NO_PLANTS},
    "plan": {
        "candidates": Said(
            "the case has no candidates (as of this day), so there is nobody to attract: fill in `candidates` "
            "(product, eligible_places, capacity, ask)",
            "（截至该日）案例没有招商候选，无从规划：请填写 candidates（product、eligible_places、capacity、ask）",
        ),
        "targets": Said(
            "the case has no targets (as of this day) to plan for: fill in `targets`",
            "（截至该日）案例没有可规划的承诺：请填写 targets",
        ),
        "recipes": NO_RECIPES,
        "plants": NO_PLANTS,
    },
    "stress": {
        "shocks": Said(
            "the case has no shocks (as of this day): fill in `shocks`, or run `hinterland stress --shock ID=LOSS`",
            "（截至该日）案例没有冲击：请填写 shocks，或运行 hinterland stress --shock ID=LOSS",
        ),
        "recipes": NO_RECIPES,
        "plants": NO_PLANTS,
    },
}
"""Study to the tables that it cannot do without, and what is said where one is empty."""
NO_SERIES = Said(
    "the case has no figures of a series (as of this day), so no forecast can be scored: fill in `observations`",
    "（截至该日）案例没有数列的观测值，无法对预测评分：请填写 observations",
)


def studies(
    cluster: Cluster, progress: Progress = silent, steps: int = len(NAMES)
) -> tuple[dict[str, Result], dict[str, Said]]:
    """Return the result of each study, and why the others did not run.

    `progress` is told of `steps` steps, of which each study is one, and within a study of what it is at: whoever
    cancels need not wait until a study is over.
    """
    results: dict[str, Result] = {}
    skipped: dict[str, Said] = {}
    for done, name in enumerate(NAMES):
        progress(done, steps, name)
        why = reason(cluster, name)
        if why is not None:
            skipped[name] = why
            continue
        told = _within(progress, done, steps, name)
        try:
            if name != "held":
                results[name] = _answer(cluster, name, told)
            elif "plan" in results:
                again = held(cluster, results["plan"], told)
                results |= {} if again is None else {name: again}
        except StudyError as error:
            skipped[name] = Said(
                *(error.in_(w) if isinstance(error, Refused) else str(error) for w in LANGUAGES)
            )
    return results, skipped


def _answer(cluster: Cluster, name: str, progress: Progress) -> Result:
    if name == "track":
        return track(cluster, since=looks(cluster), progress=progress)
    if name == "backtest":
        return backtest(cluster, progress=progress)
    if name == "gaps":
        return gaps(cluster, progress=progress)
    if name == "content":
        return content(cluster, progress=progress)
    if name == "risk":
        return risk(cluster, draws=RISK_DRAWS, eps=RISK_EPS, progress=progress)
    if name == "stress":
        return shocks(cluster, progress)
    if name == "mitigate":
        return mitigate(cluster, progress=progress, **REMEDIES)
    if name == "plan":
        return planned(cluster, progress)
    plain: Mapping[str, Callable[[Cluster], Result]]
    plain = {"agreements": agreements, "materials": materials, "quality": quality}
    return plain[name](cluster)


def _within(progress: Progress, at: int, steps: int, study: str) -> Progress:
    """Return a progress for one study that tells what it is at without moving on."""

    def told(done: int, total: int, what: str) -> None:
        progress(at, steps, f"{study} {done + 1}/{total}: {what}")

    return told


def reason(cluster: Cluster, study: str) -> Said | None:
    """Return why a study does not run on a case, None where it does."""
    if study in WANTS:
        return next((why for table, why in WANTS[study].items() if not cluster[table].height), None)
    if study in {"risk", "mitigate"}:
        return _no_network(cluster, study)
    if study != "backtest":
        return None
    count = series(cluster)
    if not count:
        return NO_SERIES
    if count <= MANY:
        return None
    return Said(
        f"{count:,} series would take long, so the report leaves it out: run `hinterland track --backtest` for it",
        f"{count:,} 个数列耗时较长，报告中略去：请运行 hinterland track --backtest",
    )


def _no_network(cluster: Cluster, study: str) -> Said | None:
    """Return why the risk of firms is not computed, None where it is."""
    if not cluster["sectors"].height or not cluster["firms"]["sector"].is_not_null().any():
        return NO_SECTORS
    if not cluster["io_table"].height and not cluster["supplies"].height:
        return NO_FLOWS
    count = cluster["firms"].height
    if count <= MOST_FIRMS:
        return None
    command = "hinterland risk" + (" --mitigate" if study == "mitigate" else "")
    return Said(
        f"{count:,} firms would take long, so the report leaves it out: run `{command}` for it",
        f"{count:,} 家企业耗时较长，报告中略去：请运行 {command}",
    )


def series(cluster: Cluster) -> int:
    """Return the number of series: a metric of that kind at a place, with a figure."""
    metrics = cluster["metrics"].filter(pl.col("kind") == "series").select("metric")
    known = cluster["observations"].drop_nulls(["metric", "place", "value"]).select("metric", "place")
    return known.join(metrics, on="metric", how="semi").n_unique()


def looks(cluster: Cluster) -> list[date]:
    """Return the days to look back to, a year apart, the oldest first.

    They have the day of the year of the day that the case is seen from (28 February for 29), go back to the first
    publication of a target and are at most `LOOKS`; none for a case of very many series.
    """
    today = cluster.day()
    first = _first(cluster)
    if first is None or series(cluster) > MANY:
        return []
    days = [_years_before(today, k) for k in range(1, LOOKS + 1)]
    return sorted(d for d in days if d >= first)


def _first(cluster: Cluster) -> date | None:
    """Return the day on which the first target was public."""
    found = []
    for text in cluster["targets"]["published"].drop_nulls().unique():
        try:
            found.append(dates.last_day(text))
        except DateError:
            continue
    return min(found, default=None)


def _years_before(day: date, years: int) -> date:
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year - years, day=28 if leap else day.day)
