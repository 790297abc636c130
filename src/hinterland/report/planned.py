"""The plan of a report: quick, and made again under a definition that can be held where the first cannot."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from hinterland import dates
from hinterland.errors import DateError, Refused
from hinterland.planning.case import read
from hinterland.planning.case.chosen import open_targets
from hinterland.planning.case.options import Options
from hinterland.planning.options import Extras
from hinterland.planning.study import plan
from hinterland.progress import silent

if TYPE_CHECKING:
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.progress import Progress
    from hinterland.result import Result

SECONDS, WORTH, PLANS, CURVES = 10.0, 3, 3, 2
"""Seconds for a plan itself, candidates outside it that are valued, other cheap plans, price curves: few, so that a
report stays quick; scenarios are left to the command."""
PRICED = Extras(ranges=True, definitions=False, prices=True, worth=WORTH, alternatives=PLANS)
"""What is computed beside a plan that holds its targets."""


def planned(cluster: Cluster, progress: Progress = silent) -> Result:
    """Return the plan of a case, with every other definition of its targets.

    It is made as seen from the day of the case; where no promise is due any more on that day, as seen from the end
    of the month in which the last candidate was public: what could have been done then.

    Raises
    ------
    StudyError
        If the case cannot be planned for; the message lists every fault.
    """
    seen = seen_for(cluster)
    reading = read(seen, Options())
    targets = tuple(dict.fromkeys(goal.target for goal in reading.main))[:CURVES]
    extras = replace(PRICED, definitions=True, curve=targets)
    return plan(seen, extras=extras, time_limit=SECONDS, progress=progress)


def seen_for(cluster: Cluster) -> Cluster:
    """Return the case as seen from the day of its plan.

    Raises
    ------
    Refused
        If no promise is due on the day of the case or later, and there is no earlier day to plan from.
    """
    today = cluster.day()
    try:
        open_targets(cluster, today.year, None)
    except Refused:
        earlier = _public(cluster)
        if earlier is None or earlier >= today:
            raise
        return cluster.as_of(earlier)
    return cluster


def _public(cluster: Cluster) -> date | None:
    """Return the last day of the month in which the last candidate was public: its figures are out by then."""
    found = []
    for text in cluster["candidates"]["published"].drop_nulls().unique():
        try:
            found.append(dates.last_day(text))
        except DateError:
            continue
    if not found:
        return None
    last = max(found)
    return last.replace(day=monthrange(last.year, last.month)[1])


def held(cluster: Cluster, first: Result, progress: Progress = silent) -> Result | None:
    """Return the plan under the first other definition that can be held; None where the first plan holds.

    Where no plan keeps every promise under the first definitions there are no prices either: they are told for the
    plan with one definition changed, and the page says which.
    """
    other = swapped(first)
    if other is None:
        return None
    target, definition = other
    extras = replace(PRICED, curve=(target,))
    asked = Options(definitions={target: definition})
    seen = cluster.as_of(first.summary["as_of"])
    again = plan(seen, asked=asked, extras=extras, time_limit=SECONDS, progress=progress)
    return None if again.summary["objective"] is None else again


def swapped(first: Result) -> tuple[str, str] | None:
    """Return the target and the definition that makes a plan possible which is impossible without; else None.

    Where none is known to, one that time did not suffice for: it gets more by itself.
    """
    if first.summary["objective"] is not None:
        return None
    for states in (("optimal", "feasible"), ("unknown",)):
        found = first["definitions"].filter(pl.col("status").is_in(states))
        if found.height:
            return found["target"][0], found["definition"][0]
    return None
