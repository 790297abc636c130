"""How good were the forecasts before? Rolling origins over all series of a case, and over its promises.

On each earlier day everything is made anew from what was public then: panels, weights, calibration, boards. What
came is the newest figure known now of the definition in force then. Scores are continuous ranked probability scores
of logarithms (0.1 is about ten percent off), coverage of intervals, and Brier scores of probabilities.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from hinterland.errors import StudyError
from hinterland.ground.archive import Archive
from hinterland.progress import silent
from hinterland.promises import backtest_tables as tables
from hinterland.promises.board import THRESHOLD, rows_of
from hinterland.promises.book import archive_days
from hinterland.promises.lines import lines
from hinterland.promises.measure import ON_CHAIN
from hinterland.promises.outlook import PARTS, look
from hinterland.promises.scoring import Scores, scored
from hinterland.promises.verdict import DECIDED
from hinterland.result import Result, Said, provenance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.cluster import Cluster
    from hinterland.progress import Progress
    from hinterland.promises.judging import Judged
    from hinterland.promises.lines import Line

ORIGINS = 8
"""Earlier days from which forecasts are made again."""
YEARS = 3
"""Years ahead that yearly forecasts are scored."""
CELLS = 12
"""Months (or quarters) ahead that the others are."""
WORKERS = 2
"""Origins that are worked on at a time."""
INNER = 6
"""Origins before each of these days that give weights and calibration then."""


def backtest(
    cluster: Cluster,
    *,
    as_of: date | str | None = None,
    origins: int = ORIGINS,
    seed: int = 0,
    progress: Progress = silent,
) -> Result:
    """Return how the forecasts of a case would have done, from rolling origins.

    Parameters
    ----------
    cluster
        The case; it needs observations, but no targets.
    as_of
        Day from which it is seen; default: the day the cluster is seen from, else today.
    origins
        Number of earlier days: a year apart for yearly figures, a quarter apart for monthly and quarterly ones.
    seed
        Seed of the bootstrap that tells how sure the differences are.

    Returns
    -------
    Result
        Tables `scores`, `differences`, `reliability`, `brier`, `promises`, `forecasts` and `dates`
        (`hinterland.promises.backtest_tables`); in the summary a plain sentence on what it proves.

    Raises
    ------
    StudyError
        If the case has no observations, or `origins` is not positive.
    """
    began = time.perf_counter()
    today = cluster.day(as_of)
    if origins < 1:
        raise StudyError(f"{origins} origins: a backtest needs at least one")
    seen = cluster.as_of(today)
    archive = Archive.of(seen)
    if not archive.figures.height:
        raise StudyError(
            "the case has no observations of a series that were public by then: a backtest needs figures to "
            "score. Fill in `observations`, or choose a later --as-of"
        )
    listed, _ = lines(seen, archive)
    found = _series_scores(archive, listed, today, origins, progress)
    past = _promises(cluster, today, origins, progress)
    events = tables.events(found, past)
    frames = {
        "scores": tables.scores(found),
        "differences": tables.differences(found, seed),
        "reliability": tables.reliability(events),
        "brier": tables.briers(events),
        "promises": tables.promises(past),
        "forecasts": tables.forecasts(found, listed),
        "dates": tables.dates(seen),
    }
    summary = tables.summary(frames, today)
    parameters = {"as_of": today.isoformat(), "origins": origins, "seed": seed}
    return Result(
        study="backtest",
        tables=frames,
        provenance=provenance("backtest", seen, parameters, time.perf_counter() - began),
        summary=summary,
        assumptions=_assumptions(frames),
        figures=("scores", "reliability"),
    )


def _series_scores(
    archive: Archive, listed: Sequence[Line], today: date, origins: int, progress: Progress
) -> list[tuple[date, list[Scores]]]:
    """Return the scores from each origin, two origins at a time: what they spend their time on frees the lock."""
    plan: list[tuple[date, tuple[str, ...], tuple[str, ...]]]
    plan = [(day, ("level", "share"), ()) for day in _days(today, 12, origins)]
    if _has_parts(archive, today):
        plan += [(day, PARTS, PARTS) for day in _days(today, 3, origins)]
    days = archive_days(archive)
    plan = sorted(task for task in plan if days is not None and task[0] >= days[0])

    def one(task: tuple[date, tuple[str, ...], tuple[str, ...]]) -> tuple[date, list[Scores]]:
        day, kinds, parts = task
        seen = archive.seen(day)
        years, reach = (1, CELLS) if parts else (YEARS, YEARS)
        ahead = CELLS if parts else None
        outlook = look(seen, listed, day, years=years, origins=INNER, parts=parts, ahead=ahead)
        return day, list(scored(outlook, archive.outcome(day, today), listed, today, kinds, reach))

    found = []
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        for done, told in enumerate(pool.map(one, plan)):
            progress(done, len(plan) + origins, f"origin {told[0]}")
            found.append(told)
    return found


def _has_parts(archive: Archive, today: date) -> bool:
    """Whether any series has enough months or quarters to be forecast by them."""
    known = archive.figures.filter((pl.col("published") <= today) & (pl.col("flow") != "stock"))
    most = known.group_by("series").len()["len"].max()
    return bool(most is not None and int(most) >= 8)  # type: ignore[arg-type] # an integer column


def _days(today: date, months: int, count: int) -> list[date]:
    """Return `count` days before `today`, `months` apart, the same day of the month (28 at most)."""
    found = []
    for k in range(1, count + 1):
        at = today.year * 12 + today.month - 1 - k * months
        found.append(date(at // 12, at % 12 + 1, min(today.day, 28)))
    return found


def _promises(
    cluster: Cluster, today: date, origins: int, progress: Progress
) -> list[tuple[date, Judged, Judged]]:
    """Return each open promise at an earlier day with the row as it was judged since."""
    if not cluster["targets"].height:
        return []
    threshold = cluster.setting("on_track_probability", THRESHOLD)
    # what is measured on the chain has no probability, so there is nothing to score
    now = {_key(r): r for r in rows_of(cluster, today, threshold, silent, ON_CHAIN)[1]}
    found = []
    days = sorted(_days(today, 12, origins))
    for done, day in enumerate(days):
        progress(len(days) + done, 2 * len(days), f"board of {day}")
        for row in rows_of(cluster, day, threshold, silent, ON_CHAIN)[1]:
            then = now.get(_key(row))
            open_ = row.verdict.word in {"on track", "off track"} and row.probability is not None
            if open_ and then is not None and then.verdict.word in DECIDED:
                found.append((day, row, then))
    return found


def _key(row: Judged) -> tuple[str, str, str]:
    return row.target["target"], row.measured.metric["metric"], row.attainment


def _assumptions(frames: dict[str, pl.DataFrame]) -> tuple[Said, ...]:
    dated = frames["dates"].height
    return (
        Said(
            "Outcomes are the newest figures known today of the definition in force at the origin; nothing is scored "
            "across a series break.",
            "以今日所知、与当时口径一致的最新数据为结果；不跨口径变化评分。",
        ),
        Said(
            "Scores are of logarithms: 0.10 means about ten percent off. Every baseline is calibrated by its own "
            "past errors, as the combination is.",
            "评分基于对数：0.10 约为偏差一成。各基准模型也按自身过往误差校准。",
        ),
        Said(
            f"{dated:,} figures have a date of publication that is only assumed; the table `dates` names them.",
            f"{dated:,} 个数据的公开日期系假定，见 dates 表。",
        ),
    )
