"""The tables of a board: rows judged, turned into frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland import words
from hinterland.forecast.engine import BASELINES
from hinterland.promises.foresight import CAPACITY
from hinterland.promises.reasons import percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

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
DECIDES = {
    "target": pl.String(),
    "probability_low": pl.Float64(),
    "low_metric": pl.String(),
    "low_attainment": pl.String(),
    "probability_high": pl.Float64(),
    "high_metric": pl.String(),
    "high_attainment": pl.String(),
    "text_en": pl.String(),
    "text_zh": pl.String(),
}
"""Columns of `decides`: whether the definition, or the reading of the deadline, decides a promise."""
HISTORY = {
    "target": pl.String(),
    "metric": pl.String(),
    "attainment": pl.String(),
    "as_of": pl.String(),
    "verdict": pl.String(),
    "probability": pl.Float64(),
    "probability_low": pl.Float64(),
    "probability_high": pl.Float64(),
    "low": pl.Float64(),
    "expected": pl.Float64(),
    "high": pl.Float64(),
    "unit": pl.String(),
    "observed": pl.Float64(),
    "period": pl.String(),
    "change_en": pl.String(),
    "change_zh": pl.String(),
}
"""Columns of `history`: the same row of the board as of several days, with what changed since the day before."""


def board(rows: Sequence[Judged]) -> pl.DataFrame:
    """Return the table `board`."""
    return pl.DataFrame([_flat(r) for r in rows], schema=BOARD, orient="row")


def _flat(row: Judged) -> dict[str, Any]:
    target, metric, verdict = row.target, row.measured.metric, row.verdict
    point, reading = verdict.point, row.chance.reading
    low, high = row.bounds
    return {
        "target": target["target"],
        "name_en": target["name_en"] or target["target"],
        "name_zh": target["name_zh"] or target["name_en"] or target["target"],
        "promised_by": target["promised_by"],
        "place": target["place"] or row.measured.place,
        "metric": metric["metric"],
        "metric_kind": metric["kind"],
        "definition_en": metric["definition_en"] or metric["name_en"] or metric["metric"],
        "definition_zh": metric["definition_zh"] or metric["name_zh"] or metric["metric"],
        "attainment": row.attainment,
        "deadline": target["deadline"],
        "comparator": target["comparator"],
        "required": row.required,
        "required_high": row.required_high,
        "unit": metric["unit"],
        "observed": None if point is None else point.value,
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


def decides(rows: Sequence[Judged]) -> pl.DataFrame:
    """Return the table `decides`: of each target the least and the most favourable definition and reading."""
    found = []
    by_target: dict[str, list[Judged]] = {}
    for row in rows:
        by_target.setdefault(row.target["target"], []).append(row)
    for target, listed in by_target.items():
        told = [r for r in listed if r.probability is not None]
        if len(told) < 2:
            continue
        low = min(told, key=lambda r: r.probability or 0.0)
        high = max(told, key=lambda r: r.probability or 0.0)
        texts = _deciding(low, high)
        found.append(
            {
                "target": target,
                "probability_low": low.probability,
                "low_metric": low.measured.metric["metric"],
                "low_attainment": low.attainment,
                "probability_high": high.probability,
                "high_metric": high.measured.metric["metric"],
                "high_attainment": high.attainment,
                "text_en": texts[0],
                "text_zh": texts[1],
            }
        )
    return pl.DataFrame(found, schema=DECIDES, orient="row")


MATTERS = 0.1
"""Difference of probability from which a definition is said to decide."""


def _deciding(low: Judged, high: Judged) -> tuple[str, str]:
    p, q = low.probability or 0.0, high.probability or 0.0
    if q - p < MATTERS:
        return (
            f"no definition decides: {percent(p)} to {percent(q)} under all",
            f"口径不影响结论：各口径下概率为 {percent(p)} 至 {percent(q)}",
        )
    same = low.measured.metric["metric"] == high.measured.metric["metric"]
    what = (
        ("the reading of the deadline decides", "期限的读法决定结论")
        if same
        else ("the definition decides", "口径决定结论")
    )

    def name(row: Judged, lang: str) -> str:
        if same:
            return words.say(row.attainment, lang, words.ATTAINMENT)
        metric = row.measured.metric
        return str(metric[f"name_{lang}"] or metric["name_en"] or metric["metric"])

    return (
        f"{what[0]}: {percent(p)} ({name(low, 'en')}) or {percent(q)} ({name(high, 'en')})",
        f"{what[1]}：{percent(p)}（{name(low, 'zh')}）或 {percent(q)}（{name(high, 'zh')}）",
    )


def history(boards: Sequence[tuple[date, Sequence[Judged]]]) -> pl.DataFrame:
    """Return the table `history`."""
    found = []
    before: dict[tuple[str, str, str], dict[str, Any]] = {}
    for day, rows in boards:
        for row in rows:
            flat = _flat(row)
            key = (flat["target"], flat["metric"], flat["attainment"])
            told = {name: flat.get(name) for name in HISTORY} | {"as_of": day.isoformat()}
            told |= dict(zip(("change_en", "change_zh"), _change(before.get(key), flat), strict=True))
            before[key] = flat
            found.append(told)
    frame = pl.DataFrame(found, schema=HISTORY, orient="row")
    order = frame.select("target").unique(maintain_order=True).with_row_index("order")
    return (
        frame.join(order, on="target", validate="m:1")
        .sort("order", "metric", "attainment", "as_of")
        .drop("order")
    )


def _change(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> tuple[str, str]:
    """Return what changed between two boards: verdict, probability, the figure it rests on, what is demanded."""
    if old is None:
        return "first seen", "首次出现"
    en, zh = [], []
    if old["verdict"] != new["verdict"]:
        en.append(f"{old['verdict']} -> {new['verdict']}")
        zh.append(f"{words.verdict(old['verdict'], 'zh')} → {words.verdict(new['verdict'], 'zh')}")
    p, q = old["probability"], new["probability"]
    decided = new["verdict"] in {"met", "missed", "met late"}
    if p is not None and q is not None and not decided and percent(p) != percent(q):
        en.append(f"probability {percent(p)} -> {percent(q)}")
        zh.append(f"概率 {percent(p)} → {percent(q)}")
    if (old["period"], old["observed"]) != (new["period"], new["observed"]) and new["observed"] is not None:
        figures = [words.number(new["observed"], new["unit"], lang) for lang in ("en", "zh")]
        stated = new["unit"] == "yes_no"
        en.append(f"stated for {new['period']}" if stated else f"new figure {figures[0]} in {new['period']}")
        zh.append(f"{new['period']} 已有陈述" if stated else f"新数据 {new['period']} {figures[1]}")
    if old["required"] != new["required"]:
        figures = [words.number(new["required"], new["unit"], lang) for lang in ("en", "zh")]
        en.append(f"now demands {figures[0]}")
        zh.append(f"要求改为 {figures[1]}")
    return "; ".join(en) or "unchanged", "；".join(zh) or "不变"
