"""The tables of a backtest, and the plain sentence on what it proves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.forecast.combine import BUCKETS, buckets
from hinterland.forecast.engine import BASELINES
from hinterland.forecast.reliability import reliability as reliability_of
from hinterland.forecast.scores import brier, coverage, difference, wilson
from hinterland.promises.tables import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from hinterland.cluster import Cluster
    from hinterland.forecast.law import Array, Ints
    from hinterland.promises.judging import Judged
    from hinterland.promises.lines import Line
    from hinterland.promises.scoring import Scores

SCORES = {
    "grain": pl.String(),
    "horizon": pl.String(),
    "model": pl.String(),
    "kind": pl.String(),
    "n": pl.Int64(),
    "series": pl.Int64(),
    "origins": pl.Int64(),
    "crps": pl.Float64(),
    "ratio": pl.Float64(),
    "cover50": pl.Float64(),
    "cover80": pl.Float64(),
    "cover80_low": pl.Float64(),
    "cover80_high": pl.Float64(),
    "cover95": pl.Float64(),
}
"""Columns of `scores`: by grain (year, quarter, month), group of leads and model. `ratio` is the combination's mean
score over the model's on the same forecasts: below 1 the combination is better. `cover80_low` and `cover80_high` are
a Wilson interval that takes forecasts as independent, so it is too narrow."""
DIFFERENCES = {
    "grain": pl.String(),
    "baseline": pl.String(),
    "n": pl.Int64(),
    "series": pl.Int64(),
    "origins": pl.Int64(),
    "mean": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "relative": pl.Float64(),
    "better": pl.Float64(),
    "verdict_en": pl.String(),
    "verdict_zh": pl.String(),
}
"""Columns of `differences`: the baseline's score less the combination's (positive: the combination is better) with a
90 percent interval by a bootstrap over series and origins, relative to the baseline's, and the share of forecasts in
which the combination scored better."""
RELIABILITY = {
    "source": pl.String(),
    "model": pl.String(),
    "bin_low": pl.Float64(),
    "bin_high": pl.Float64(),
    "count": pl.Int64(),
    "forecast": pl.Float64(),
    "observed": pl.Float64(),
    "observed_low": pl.Float64(),
    "observed_high": pl.Float64(),
}
"""Columns of `reliability`: probabilities told beside how often it came true, for real promises (`promises`) and for
made-up ones, multiples of the last figure (`thresholds`)."""
BRIER = {
    "source": pl.String(),
    "model": pl.String(),
    "kind": pl.String(),
    "n": pl.Int64(),
    "brier": pl.Float64(),
    "base_rate": pl.Float64(),
    "climatology": pl.Float64(),
}
"""Columns of `brier`: mean squared error of probabilities; `climatology` is that of always telling the base rate."""
PROMISES = {
    "target": pl.String(),
    "metric": pl.String(),
    "attainment": pl.String(),
    "origin": pl.String(),
    "deadline": pl.String(),
    "probability": pl.Float64(),
    "probability_low": pl.Float64(),
    "probability_high": pl.Float64(),
    "verdict_then": pl.String(),
    "verdict_now": pl.String(),
    "kept": pl.Boolean(),
}
"""Columns of `promises`: what was told of a promise at an origin, and what became of it."""
FORECASTS = {
    "metric": pl.String(),
    "place": pl.String(),
    "grain": pl.String(),
    "origin": pl.String(),
    "period": pl.String(),
    "lead": pl.Int64(),
    "model": pl.String(),
    "median": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "truth": pl.Float64(),
    "crps": pl.Float64(),
    "inside80": pl.Boolean(),
}
"""Columns of `forecasts`: every scored forecast of the combination and the baselines with its outcome."""
DATES = {
    "metric": pl.String(),
    "place": pl.String(),
    "period": pl.String(),
    "vintage": pl.String(),
    "published": pl.String(),
    "source": pl.String(),
}
"""Columns of `dates`: figures whose date of publication is only assumed."""
NOUGHT = 1e-6
"""Scores below this are rounding errors of a forecast that is exact: nothing is divided by them."""
MOST_FORECASTS = 200_000
"""Rows of `forecasts` that are kept; of more series the first are shown, and the scores count all."""


@dataclass(frozen=True, slots=True)
class _Flat:
    """Scores of one model and grain over all origins, end to end."""

    line: Ints
    origin: Ints
    lead: Ints
    period: Ints
    crps: Array
    inside: Array


def _flat(found: Sequence[tuple[date, list[Scores]]]) -> dict[tuple[str, str], _Flat]:
    grouped: dict[tuple[str, str], list[tuple[int, Scores]]] = {}
    for o, (_, scores_) in enumerate(found):
        for s in scores_:
            grouped.setdefault((s.grain, s.model), []).append((o, s))
    return {
        key: _Flat(
            np.concatenate([s.line for _, s in parts]),
            np.concatenate([np.full(len(s.line), o) for o, s in parts]),
            np.concatenate([s.lead for _, s in parts]),
            np.concatenate([s.period for _, s in parts]),
            np.concatenate([s.crps for _, s in parts]),
            np.concatenate([s.inside for _, s in parts]),
        )
        for key, parts in grouped.items()
    }


def _groups(lead: Ints) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Yield the name of each group of leads with its mask, all of them first."""
    yield "all", np.ones(len(lead), dtype=bool)
    groups = buckets(lead)
    for b, first in enumerate(BUCKETS):
        last = BUCKETS[b + 1] - 1 if b + 1 < len(BUCKETS) else None
        name = f"{first}+" if last is None else str(first) if last == first else f"{first}-{last}"
        if (groups == b).any():
            yield name, groups == b


def scores(found: Sequence[tuple[date, list[Scores]]]) -> pl.DataFrame:
    """Return the table `scores`."""
    flat, rows = _flat(found), []
    for (grain, model), told in flat.items():
        own, other = _matched(told, flat[grain, "combination"])
        for name, part in _groups(told.lead):
            if not part.any():
                continue
            held = coverage(told.inside[part, 1], 1.0, 1.0)
            both = part[own]
            ours, theirs = flat[grain, "combination"].crps[other[both]], told.crps[own[both]]
            rows.append(
                {
                    "grain": grain,
                    "horizon": name,
                    "model": model,
                    "kind": kind_of(model),
                    "n": int(part.sum()),
                    "series": len(np.unique(told.line[part])),
                    "origins": len(np.unique(told.origin[part])),
                    "crps": float(told.crps[part].mean()),
                    "ratio": float(ours.mean() / theirs.mean())
                    if len(ours) and theirs.mean() > NOUGHT
                    else None,
                    "cover50": float(told.inside[part, 0].mean()),
                    "cover80": float(told.inside[part, 1].mean()),
                    "cover80_low": float(held.low),
                    "cover80_high": float(held.high),
                    "cover95": float(told.inside[part, 2].mean()),
                }
            )
    order = {"combination": 0, "baseline": 1, "model": 2}
    rows.sort(key=lambda r: (r["grain"] != "year", r["grain"], order.get(str(r["kind"]), 3), r["model"]))
    return pl.DataFrame(rows, schema=SCORES, orient="row")


def _matched(one: _Flat, other: _Flat) -> tuple[Ints, Ints]:
    """Return the entries of two models that forecast the same figure from the same origin."""
    keys = [
        (f.line.astype(np.int64) << 40) | (f.origin.astype(np.int64) << 24) | f.period.astype(np.int64)
        for f in (one, other)
    ]
    _, a, b = np.intersect1d(keys[0], keys[1], return_indices=True)
    return a, b


def differences(found: Sequence[tuple[date, list[Scores]]], seed: int) -> pl.DataFrame:
    """Return the table `differences`."""
    flat, rows = _flat(found), []
    for grain in ("year", "quarter", "month"):
        for name in (*BASELINES, "random_walk"):
            if (grain, name) not in flat:
                continue
            base, ours = flat[grain, name], flat[grain, "combination"]
            own, other = _matched(base, ours)
            if not len(own):
                continue
            a, b = ours.crps[other], base.crps[own]
            told = difference(a, b, base.line[own], seed, second=base.origin[own])
            low, high = (None if not np.isfinite(v) else float(v) for v in (told.low, told.high))
            texts = _verdict(told.mean / b.mean(), low, high)
            rows.append(
                {
                    "grain": grain,
                    "baseline": name,
                    "n": len(own),
                    "series": len(np.unique(base.line[own])),
                    "origins": len(np.unique(base.origin[own])),
                    "mean": float(told.mean),
                    "low": low,
                    "high": high,
                    "relative": float(told.mean / b.mean()),
                    "better": float(np.mean(a < b)),
                    "verdict_en": texts[0],
                    "verdict_zh": texts[1],
                }
            )
    return pl.DataFrame(rows, schema=DIFFERENCES, orient="row")


def _verdict(relative: float, low: float | None, high: float | None) -> tuple[str, str]:
    amount = f"{abs(relative):.0%}"
    if low is None or high is None:
        return f"{amount} apart, too few to say how sure", f"相差 {amount}，样本过少，无法判断把握"
    if low > 0:
        return f"the combination is better by {amount}", f"组合预测好 {amount}"
    if high < 0:
        return f"the combination is worse by {amount}", f"组合预测差 {amount}"
    way = ("better", "好") if relative >= 0 else ("worse", "差")
    return (
        f"{amount} {way[0]}, which may be chance: the interval holds zero",
        f"{way[1]} {amount}，可能出于偶然：区间含零",
    )


@dataclass(frozen=True, slots=True)
class Events:
    """Probabilities and what came, by source and model."""

    source: str
    model: str
    p: Array
    came: Array


def events(
    found: Sequence[tuple[date, list[Scores]]], past: Sequence[tuple[date, Judged, Judged]]
) -> list[Events]:
    """Return all probabilities that were told: of real promises, and of multiples of each last figure."""
    listed: dict[tuple[str, str], list[tuple[Array, Array]]] = {}
    for _, row, now in past:
        kept = float(now.verdict.word == "met")
        told = {"combination": row.chance.reading, **row.chance.models}
        for name, reading in told.items():
            if reading is not None and (name == "combination" or name in BASELINES):
                key = ("promises", name)
                listed.setdefault(key, []).append((np.array([reading.probability]), np.array([kept])))
    for _, scores_ in found:
        for s in scores_:
            if s.model == "combination" or s.model in BASELINES:
                key = ("thresholds", s.model)
                listed.setdefault(key, []).append((s.chances.ravel(), s.came.ravel()))
    return [
        Events(source, model, np.concatenate([p for p, _ in parts]), np.concatenate([c for _, c in parts]))
        for (source, model), parts in listed.items()
    ]


def reliability(listed: Sequence[Events]) -> pl.DataFrame:
    """Return the table `reliability`."""
    rows = [row for told in listed if len(told.p) for row in _bins(told)]
    return pl.DataFrame(rows, schema=RELIABILITY, orient="row")


def _bins(told: Events) -> Iterator[dict[str, Any]]:
    r = reliability_of(told.p, told.came, 10 if len(told.p) >= 100 else 5)
    for i in np.flatnonzero(r.count):
        yield {
            "source": told.source,
            "model": told.model,
            "bin_low": float(r.edges[i]),
            "bin_high": float(r.edges[i + 1]),
            "count": int(r.count[i]),
            "forecast": float(r.forecast[i]),
            "observed": float(r.frequency[i]),
            "observed_low": float(r.low[i]),
            "observed_high": float(r.high[i]),
        }


def briers(listed: Sequence[Events]) -> pl.DataFrame:
    """Return the table `brier`."""
    rows = [
        {
            "source": told.source,
            "model": told.model,
            "kind": kind_of(told.model),
            "n": len(told.p),
            "brier": float(np.mean(brier(told.p, told.came))),
            "base_rate": float(np.mean(told.came)),
            "climatology": float(np.mean(told.came) * (1 - np.mean(told.came))),
        }
        for told in listed
        if len(told.p)
    ]
    return pl.DataFrame(rows, schema=BRIER, orient="row")


def promises(past: Sequence[tuple[date, Judged, Judged]]) -> pl.DataFrame:
    """Return the table `promises`."""
    rows = []
    for day, row, now in past:
        low, high = row.bounds
        rows.append(
            {
                "target": row.target["target"],
                "metric": row.measured.metric["metric"],
                "attainment": row.attainment,
                "origin": day.isoformat(),
                "deadline": row.target["deadline"],
                "probability": row.probability,
                "probability_low": low,
                "probability_high": high,
                "verdict_then": row.verdict.word,
                "verdict_now": now.verdict.word,
                "kept": now.verdict.word == "met",
            }
        )
    return pl.DataFrame(rows, schema=PROMISES, orient="row").sort("target", "metric", "attainment", "origin")


def forecasts(found: Sequence[tuple[date, list[Scores]]], lines: Sequence[Line]) -> pl.DataFrame:
    """Return the table `forecasts`."""
    names = pl.DataFrame(
        {
            "line": range(len(lines)),
            "metric": [x.metric for x in lines],
            "place": [x.place for x in lines],
        },
        schema={"line": pl.Int64, "metric": pl.String, "place": pl.String},
    )
    parts, left = [pl.DataFrame(schema=FORECASTS)], MOST_FORECASTS
    for day, scores_ in found:
        for s in scores_:
            if (s.model != "combination" and s.model not in BASELINES) or left <= 0:
                continue
            frame = pl.DataFrame(
                {
                    "line": s.line,
                    "lead": s.lead,
                    "at": s.period,
                    "median": s.median,
                    "low": s.low,
                    "high": s.high,
                    "truth": s.truth,
                    "crps": s.crps,
                    "inside80": s.inside[:, 1] > 0,
                }
            ).head(left)
            left -= frame.height
            frame = frame.join(names, on="line", validate="m:1").with_columns(
                grain=pl.lit(s.grain),
                origin=pl.lit(day.isoformat()),
                model=pl.lit(s.model),
                period=_period(s.grain),
            )
            parts.append(frame.select(pl.col(n).cast(t) for n, t in FORECASTS.items()))
    return pl.concat(parts)


def _period(grain: str) -> pl.Expr:
    if grain == "year":
        return pl.col("at").cast(pl.String)
    cells = {"quarter": 4, "month": 12}[grain]
    year, part = (pl.col("at") // cells).cast(pl.String), pl.col("at") % cells + 1
    if grain == "quarter":
        return pl.format("{}-Q{}", year, part)
    return pl.format("{}-{}", year, part.cast(pl.String).str.zfill(2))


def dates(cluster: Cluster) -> pl.DataFrame:
    """Return the table `dates`."""
    rows = cluster["observations"].filter(pl.col("published_basis") == "assumed")
    return rows.select(pl.col(n).cast(t) for n, t in DATES.items()).sort("metric", "place", "period")


def summary(frames: dict[str, pl.DataFrame], today: date) -> dict[str, Any]:
    """Return the answer in a few values: scores of the combination, what beats what, and what it proves."""
    whole = frames["scores"].filter((pl.col("horizon") == "all") & (pl.col("model") == "combination"))
    told = {
        row["grain"]: {k: row[k] for k in ("n", "series", "origins", "crps", "cover50", "cover80", "cover95")}
        for row in whole.iter_rows(named=True)
    }
    kept = frames["promises"]
    texts = _proves(frames)
    return {
        "as_of": today.isoformat(),
        "combination": told,
        "promises": kept.height,
        "promises_distinct": kept["target"].n_unique(),
        "assumed_dates": frames["dates"].height,
        "proves_en": texts[0],
        "proves_zh": texts[1],
    }


FEW = 30
"""Series times origins below which a backtest checks calibration at most."""


def _proves(frames: dict[str, pl.DataFrame]) -> tuple[str, str]:
    """Return in plain words how much the backtest shows."""
    whole = frames["scores"].filter((pl.col("horizon") == "all") & (pl.col("model") == "combination"))
    if not whole.height:
        return (
            "nothing could be scored: no figure came after a day from which it could have been forecast",
            "无可评分：没有任何数据是在可预测日之后公布的",
        )
    n, series = int(whole["n"].sum()), int(whole["series"].max())  # type: ignore[arg-type] # integers
    origins, distinct = int(whole["origins"].max()), frames["promises"]["target"].n_unique()  # type: ignore[arg-type]
    en = (
        f"{n:,} forecasts of {series:,} series from {origins} origins; {distinct} promises were decided since"
    )
    zh = f"{origins} 个时点对 {series:,} 个数列的 {n:,} 次预测，其间有结论的承诺 {distinct} 项"
    if series * origins < FEW or distinct < 10:
        low, high = wilson(0.8, max(min(series * origins, n), 1))
        en += (
            f". So few show whether intervals are about as wide as they should be, no skill: even a perfect 80 "
            f"percent interval would hold between {float(low):.0%} and {float(high):.0%} of so many independent "
            "figures, and the figures of one year are not independent"
        )
        zh += (
            "。样本如此之少，只能看出区间宽度是否大致合适，不能证明预测能力：即使 80% 区间完全正确，"
            f"同样多的独立数据落入区间的比例也会在 {float(low):.0%} 到 {float(high):.0%} 之间，而同一年的数据并不独立"
        )
    return en, zh
