"""The tables of a board: rows judged, turned into frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.forecast.engine import BASELINES
from hinterland.promises.foresight import CAPACITY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hinterland.forecast.law import Array
    from hinterland.promises.future import Future
    from hinterland.promises.judging import Judged
    from hinterland.promises.race import Race, Runner

BOARD = {
    "target": pl.String(),
    "name_en": pl.String(),
    "name_zh": pl.String(),
    "promised_by": pl.String(),
    "place": pl.String(),
    "metric": pl.String(),
    "metric_kind": pl.String(),
    "definition_en": pl.String(),
    "definition_zh": pl.String(),
    "attainment": pl.String(),
    "deadline": pl.String(),
    "comparator": pl.String(),
    "required": pl.Float64(),
    "required_high": pl.Float64(),
    "unit": pl.String(),
    "observed": pl.Float64(),
    "period": pl.String(),
    "observed_published": pl.String(),
    "observed_basis": pl.String(),
    "verdict": pl.String(),
    "code": pl.String(),
    "reason_en": pl.String(),
    "reason_zh": pl.String(),
    "probability": pl.Float64(),
    "probability_low": pl.Float64(),
    "probability_high": pl.Float64(),
    "expected": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "needs_en": pl.String(),
    "needs_zh": pl.String(),
    "source": pl.String(),
    "published": pl.String(),
    "claim": pl.String(),
}
"""Columns of the table `board`: one row a target, metric and attainment. `probability` is that the promise is kept
in time (1 or 0 where it was judged), `probability_low` and `probability_high` the range over the models, `expected`
with `low` and `high` the median and the 80 percent interval of the figure that decides."""

LEVELS = {"q025": 0.025, "q10": 0.1, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q90": 0.9, "q975": 0.975}
FORECASTS = {
    "target": pl.String(),
    "metric": pl.String(),
    "role": pl.String(),
    "of": pl.String(),
    "place": pl.String(),
    "period": pl.String(),
    "model": pl.String(),
    "kind": pl.String(),
    "unit": pl.String(),
    **{q: pl.Float64() for q in LEVELS},
    "partly_known": pl.Boolean(),
}
"""Columns of `forecasts`: quantiles of each year to come, of the metric (`value`) and of its numerator and
denominator, by the combination, each model, the baselines and the alternative from plants."""
MODELS = {
    "target": pl.String(),
    "metric": pl.String(),
    "attainment": pl.String(),
    "model": pl.String(),
    "kind": pl.String(),
    "weight": pl.Float64(),
    "probability": pl.Float64(),
    "low": pl.Float64(),
    "median": pl.Float64(),
    "high": pl.Float64(),
}
"""Columns of `models`: what each model by itself says of an open promise."""
RACE = {
    "target": pl.String(),
    "metric": pl.String(),
    "member": pl.String(),
    "name_en": pl.String(),
    "name_zh": pl.String(),
    "threshold": pl.Float64(),
    "unit": pl.String(),
    "p_first": pl.Float64(),
    "p_pass": pl.Float64(),
    "passed": pl.String(),
    "q10": pl.String(),
    "q50": pl.String(),
    "q90": pl.String(),
}
"""Columns of `race`: each contender's chance to be first and to pass at all by the deadline, and when (year; null:
beyond what is forecast)."""
PLANTS = {
    "target": pl.String(),
    "metric": pl.String(),
    "plant": pl.String(),
    "status": pl.String(),
    "capacity": pl.Float64(),
    "capacity_assumed": pl.Boolean(),
    "year_expected": pl.Float64(),
    "realisation": pl.Float64(),
    "expected": pl.Float64(),
    "basis": pl.String(),
}
"""Columns of `plants`: the plants behind a forecast from capacity."""


def board(rows: Sequence[Judged]) -> pl.DataFrame:
    """Return the table `board`."""
    return pl.DataFrame([flat(r) for r in rows], schema=BOARD, orient="row")


def flat(row: Judged) -> dict[str, Any]:
    """Return a row of the board as plain values."""
    target, metric, verdict = row.target, row.measured.metric, row.verdict
    point, reading = verdict.point, row.chance.reading
    low, high = row.bounds
    return {
        "target": target["target"],
        "name_en": target["name_en"] or target["name_zh"] or target["target"],
        "name_zh": target["name_zh"] or target["name_en"] or target["target"],
        "promised_by": target["promised_by"],
        "place": target["place"] or row.measured.place,
        "metric": metric["metric"],
        "metric_kind": metric["kind"],
        "definition_en": metric["definition_en"]
        or metric["name_en"]
        or metric["name_zh"]
        or metric["metric"],
        "definition_zh": metric["definition_zh"] or metric["name_zh"] or metric["metric"],
        "attainment": row.attainment,
        "deadline": target["deadline"],
        "comparator": target["comparator"],
        "required": row.required,
        "required_high": row.required_high,
        "unit": metric["unit"],
        "observed": None if point is None or point.unsure else point.value,
        "period": None if point is None else point.period.text,
        "observed_published": None if point is None else point.published.isoformat(),
        "observed_basis": None if point is None else point.basis,
        "verdict": verdict.word,
        "code": verdict.code,
        "reason_en": row.reason.en,
        "reason_zh": row.reason.zh,
        "probability": row.probability,
        "probability_low": low,
        "probability_high": high,
        "expected": None if reading is None else reading.median,
        "low": None if reading is None else reading.low,
        "high": None if reading is None else reading.high,
        "needs_en": row.needs.en or None,
        "needs_zh": row.needs.zh or None,
        "source": target["source"],
        "published": target["published"],
        "claim": target["claim"],
    }


def kind_of(model: str) -> str:
    """Return what a model is: combination, baseline, alternative or model."""
    if model in BASELINES:
        return "baseline"
    return {"combination": "combination", CAPACITY: "alternative"}.get(model, "model")


def forecasts(rows: Sequence[Judged]) -> pl.DataFrame:
    """Return the table `forecasts`; readings of one metric share their rows."""
    found, seen = [], set()
    for row in rows:
        key = (row.target["target"], row.measured.metric["metric"])
        future = None if row.foreseen is None else row.foreseen.future
        if future is None or key in seen:
            continue
        seen.add(key)
        found += list(_fan(row, future))
    return pl.DataFrame(found, schema=FORECASTS, orient="row")


def _fan(row: Judged, future: Future) -> Iterator[dict[str, Any]]:
    metric, until = row.measured.metric, int(row.target["deadline"][:4]) + 10
    base = {"target": row.target["target"], "metric": metric["metric"]}
    own = base | {
        "role": "value",
        "of": metric["metric"],
        "place": row.measured.place,
        "unit": metric["unit"],
    }
    known = {p.period.year for p in row.measured.points if p.flow == "year_to_date"}
    groups: list[tuple[dict[str, Any], str, Mapping[int, Array]]] = [(own, "combination", future.paths)]
    groups += [(own, name, paths) for name, paths in future.models.items()]
    for role, part in future.parts.items():
        told = row.measured.parts[role]
        head = base | {
            "role": role, "of": told.metric["metric"], "place": told.place, "unit": told.metric["unit"]
        }  # fmt: skip
        groups.append((head, "combination", part.paths))
    for head, model, paths in groups:
        for year, sample in paths.items():
            if year > until:
                continue
            quantiles = np.quantile(sample, list(LEVELS.values()))
            yield (
                head
                | {"period": str(year), "model": model, "kind": kind_of(model)}
                | {name: float(q) for name, q in zip(LEVELS, quantiles, strict=True)}
                | {"partly_known": year in known}
            )


def models(rows: Sequence[Judged]) -> pl.DataFrame:
    """Return the table `models`."""
    found = []
    for row in rows:
        if row.chance.reading is None or row.foreseen is None or row.foreseen.future is None:
            continue
        weights = row.foreseen.future.weights
        speaking = sum(weights.get(name, 0.0) for name in row.chance.models) or 1.0
        head = {
            "target": row.target["target"],
            "metric": row.measured.metric["metric"],
            "attainment": row.attainment,
        }
        for name, reading in {"combination": row.chance.reading, **row.chance.models}.items():
            found.append(
                head
                | {"model": name, "kind": kind_of(name)}
                | {"weight": weights[name] / speaking if name in weights else None}
                | {"probability": reading.probability, "low": reading.low}
                | {"median": reading.median, "high": reading.high}
            )
    return pl.DataFrame(found, schema=MODELS, orient="row")


def races(rows: Sequence[Judged]) -> pl.DataFrame:
    """Return the table `race`."""
    found = [_contender(row, row.race, r) for row in rows if row.race is not None for r in row.race.runners]
    return pl.DataFrame(found, schema=RACE, orient="row")


def _contender(row: Judged, race: Race, runner: Runner) -> dict[str, Any]:
    return {
        "target": row.target["target"],
        "metric": row.measured.metric["metric"],
        "member": runner.metric,
        "name_en": runner.name_en,
        "name_zh": runner.name_zh,
        "threshold": race.threshold,
        "unit": race.unit,
        "p_first": runner.p_first,
        "p_pass": runner.p_pass,
        "passed": runner.passed,
        "q10": _when(runner.early),
        "q50": _when(runner.median),
        "q90": _when(runner.late),
    }


def _when(time: float) -> str | None:
    """Return the year and month of a time, None for never."""
    if not np.isfinite(time):
        return None
    year = int(time)
    return f"{year}-{min(int((time - year) * 12) + 1, 12):02d}"


def plants(rows: Sequence[Judged]) -> pl.DataFrame:
    """Return the table `plants`; readings of one metric share their rows."""
    parts, seen = [], set()
    for row in rows:
        key = (row.target["target"], row.measured.metric["metric"])
        if key in seen or row.foreseen is None or row.foreseen.capacity is None:
            continue
        seen.add(key)
        frame = row.foreseen.capacity.plants
        parts.append(frame.with_columns(target=pl.lit(key[0]), metric=pl.lit(key[1])))
    if not parts:
        return pl.DataFrame(schema=PLANTS)
    return pl.concat(parts).select(pl.col(n).cast(t) for n, t in PLANTS.items())
