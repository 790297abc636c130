"""The shocks of a case one by one, as one result: every table with the shock that its rows are about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.errors import StudyError
from hinterland.ground.naming import Naming
from hinterland.network.stress.answer import headline, shock_said
from hinterland.network.stress.study import stress
from hinterland.progress import silent
from hinterland.result import Result

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.cluster import Cluster
    from hinterland.progress import Progress
    from hinterland.result import Said

SHOCKS, DRAWS = 4, 4
"""Shocks of a case that a report shows at most, and draws of the network: few, so that it stays quick."""

MARKS = {
    "shock": pl.String(),
    "ends": pl.Float64(),
    "recovers": pl.Float64(),
    "finished": pl.String(),
    "first_slowed_low": pl.Float64(),
    "first_slowed_high": pl.Float64(),
}
"""Columns of the table `marks`."""


def shocks(cluster: Cluster, progress: Progress = silent) -> Result:
    """Run the first shocks of the table `shocks`, each by itself.

    Returns
    -------
    Result
        The tables of the study `stress` with the column `shock` before the others, and `marks` (a row a shock: when
        it ends, when capacity is back, when the first assembler falls below 95 percent). Its summary has what is
        said of each, and why some could not be run.

    Raises
    ------
    StudyError
        If none could be run.
    """
    listed = cluster["shocks"]["shock"].to_list()
    asked = listed[:SHOCKS]
    naming = Naming.of(cluster)
    found: dict[str, Result] = {}
    refused: dict[str, str] = {}
    for done, name in enumerate(asked):
        progress(done, len(asked), name)
        try:
            found[name] = stress(
                cluster, [name], draws=DRAWS, progress=_within(progress, done, len(asked), name)
            )
        except StudyError as error:
            refused[name] = str(error)
    if not found:
        raise StudyError("; ".join(refused.values()))
    first = next(iter(found.values()))
    origin = first.provenance
    parameters = {**origin.parameters, "shocks": list(found), "horizon": None, "draws": DRAWS}
    told = {
        "draws": DRAWS,
        "left_out": len(listed) - len(asked),
        "shocks": {name: _told(result, naming) for name, result in found.items()},
        "refused": refused,
    }
    return Result(
        study="stress",
        tables=_together(found),
        provenance=replace(
            origin, parameters=parameters, seconds=sum(r.provenance.seconds for r in found.values())
        ),
        summary=told,
        assumptions=tuple(dict.fromkeys(a for r in found.values() for a in r.assumptions)),
    )


def _within(progress: Progress, at: int, steps: int, shock: str) -> Progress:
    """Return a progress for one shock that tells what it is at without moving on."""

    def told(done: int, total: int, what: str) -> None:
        progress(at, steps, f"{shock} {done}/{total} {what}")

    return told


def of(result: Result, shock: str) -> dict[str, pl.DataFrame]:
    """Return the tables of one shock."""
    return {n: t.filter(t["shock"] == shock).drop("shock") for n, t in result.tables.items()}


def _together(found: Mapping[str, Result]) -> dict[str, pl.DataFrame]:
    tables = {
        name: pl.concat(
            [
                r[name].select(pl.lit(shock, dtype=pl.String).alias("shock"), pl.all())
                for shock, r in found.items()
            ]
        )
        for name in next(iter(found.values())).tables
    }
    marks = [{"shock": shock, **_marks(result)} for shock, result in found.items()]
    return tables | {"marks": pl.DataFrame(marks, schema=MARKS, orient="row")}


def _marks(result: Result) -> dict[str, Any]:
    """Return when the shock ends and the first assembler is slowed, days; None where it does not end."""
    told = result.summary
    shock = told["shocks"][0]
    ends, back = shock["duration"], shock["duration"] + shock["recovery"]
    horizon = told["horizon"]
    return {
        "ends": ends if ends <= horizon else None,
        "recovers": back if back <= horizon else None,
        "finished": told["finished"],
        "first_slowed_low": told["first_slowed_low"],
        "first_slowed_high": told["first_slowed_high"],
    }


def _told(result: Result, naming: Naming) -> dict[str, Any]:
    """Return what the study says of one shock: its summary, and its sentences in both languages."""
    what = shock_said(result.summary["shocks"][0], naming)
    return {
        **result.summary,
        "what": _plain(what),
        "answer": [_plain(s) for s in headline(result, naming)],
    }


def _plain(said: Said) -> dict[str, str]:
    return {"en": said.en, "zh": said.zh}
