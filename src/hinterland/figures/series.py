"""Points of a promise as a small series: shared by the charts and by the small picture in a line of text."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

from hinterland import dates, words
from hinterland.promises import reasons

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

QUANTILES = ("q025", "q10", "q25", "q50", "q75", "q90", "q975")
HALF = {"half": 0.25, "quarter": 0.125, "month": 1 / 24}
"""Length of period to half of it in years."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One figure: end of its period as a year with a fraction, its value, and how it counts.

    `whole` is false for part of a year (a year-to-date sum): it is drawn hollow and never joined to whole years.
    """

    at: float
    value: float
    period: str
    whole: bool
    broken: bool
    used: bool


@dataclass(frozen=True, slots=True)
class Band:
    """Quantiles of the combined forecast for one period; `partly` where part of the period was already known."""

    at: float
    q025: float
    q10: float
    q25: float
    q50: float
    q75: float
    q90: float
    q975: float
    partly: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """The series of one row of the board, with what it demands and by when, and what is forecast."""

    dots: tuple[Dot, ...]
    required: float
    deadline: float
    verdict: str
    bands: tuple[Band, ...] = ()

    @property
    def span(self) -> list[float]:
        """Times of its figures, its forecasts and its deadline."""
        return [d.at for d in self.dots] + [b.at for b in self.fan] + [self.deadline]

    @property
    def segments(self) -> list[list[Dot]]:
        """Whole-year dots in runs that compare with each other: a break starts a new one."""
        runs: list[list[Dot]] = []
        for dot in self.dots:
            if dot.whole:
                if not runs or dot.broken:
                    runs.append([])
                runs[-1].append(dot)
        return runs

    @property
    def breaks(self) -> list[float]:
        """Where the definition changed: amid the first period under the new one; part of a year began in January."""
        return [
            d.at - HALF.get(dates.parse_period(d.period).grain, 0.5) if d.whole else (d.at + int(d.at)) / 2
            for d in self.dots[1:]
            if d.broken
        ]

    @property
    def last(self) -> Dot | None:
        """The newest whole figure: where a forecast takes off."""
        return next((d for d in reversed(self.dots) if d.whole), None)

    @property
    def fan(self) -> tuple[Band, ...]:
        """The bands, opening from the newest whole figure; a single one gets a width, or nobody would see it."""
        if not self.bands:
            return ()
        if self.last is not None:
            at, level = self.last.at, self.last.value
            return (Band(at, level, level, level, level, level, level, level), *self.bands)
        if len(self.bands) == 1:
            only = self.bands[0]
            return replace(only, at=only.at - 0.15), replace(only, at=only.at + 0.15)
        return self.bands


def year(text: str) -> float:
    """Return the end of a period as a year with a fraction: 2023 ends at 2023.0, its first half at 2022.5."""
    end = dates.parse_period(text).end
    return end.year - 1 + end.timetuple().tm_yday / (366 if end.year % 4 == 0 else 365)


def line(
    row: Mapping[str, Any], evidence: pl.DataFrame, forecasts: pl.DataFrame | None = None, role: str = "value"
) -> Line:
    """Return the series of a row of the board, or of a part of it (`role`), from the figures behind it."""
    own = evidence.filter(
        (pl.col("target") == row["target"])
        & (pl.col("metric") == row["metric"])
        & (pl.col("attainment") == row["attainment"])
        & (pl.col("role") == role)
        & pl.col("value").is_not_null()
    )
    ahead = predicted(row, forecasts, role)
    grain = dates.parse_period(ahead["period"][0]).grain if ahead.height else "year"
    dots = sorted((_dot(r, grain) for r in own.iter_rows(named=True)), key=lambda d: d.at)
    if grain != "year":  # sums of years or since January dwarf the months that are forecast
        dots = [d for d in dots if d.whole]
    bare = Line(tuple(dots), row["required"], year(row["deadline"]), row["verdict"])
    known = -math.inf if bare.last is None else bare.last.at
    bands = _bands(ahead.filter(pl.col("kind") == "combination"))
    return replace(bare, bands=tuple(b for b in bands if b.at > known))


def predicted(row: Mapping[str, Any], forecasts: pl.DataFrame | None, role: str = "value") -> pl.DataFrame:
    """Return the forecasts for a row of the board that compare with each other: periods of one length.

    That is the length of the deadline's period, else whole years, else the most frequent.
    """
    if forecasts is None or not forecasts.height:
        return pl.DataFrame(schema=["period", "kind"])
    own = forecasts.filter(
        (pl.col("target") == row["target"])
        & (pl.col("metric") == row["metric"])
        & (pl.col("role") == role)
        & pl.col("q50").is_not_null()
        & pl.col("q50").is_finite()
    )
    grains = [dates.parse_period(p).grain for p in own["period"]]
    wanted = (
        dates.parse_period(row["deadline"]).grain,
        "year",
        *(g for g, _ in Counter(grains).most_common()),
    )
    grain = next((g for g in wanted if g in grains), "year")
    return own.filter(pl.Series([g == grain for g in grains], dtype=pl.Boolean))


def medians(
    row: Mapping[str, Any], forecasts: pl.DataFrame | None, role: str = "value"
) -> dict[str, list[Dot]]:
    """Return the medians of each baseline and alternative, in the order of the table.

    The models that the combination is made of are left out: it stands for them.
    """
    found: dict[str, list[Dot]] = {}
    for r in predicted(row, forecasts, role).iter_rows(named=True):
        if r["kind"] not in {"combination", "model"}:
            dot = Dot(year(r["period"]), r["q50"], r["period"], whole=True, broken=False, used=False)
            found.setdefault(r["model"], []).append(dot)
    return {model: sorted(dots, key=lambda d: d.at) for model, dots in found.items()}


def model_name(model: str, lang: str) -> str:
    """Return the name of a forecasting model; one without a name keeps its id with blanks."""
    return words.say(model, lang, words.MODELS) if model in words.MODELS else model.replace("_", " ")


def percent(share: float) -> str:
    """Return a probability as everywhere else: simulation proves neither 0 nor 100 percent."""
    return reasons.percent(share)


def extent(core: Iterable[float], edges: Iterable[float], most: float = 1.5) -> tuple[float, float]:
    """Return the range of values to show: all of `core`, and `edges` as far as they leave the core readable.

    The edges of an interval may lie far out; on each side they add at most `most` times the height of the core.
    """
    inner = list(core)
    low, high = min(inner), max(inner)
    room = most * ((high - low) or abs(high) or 1.0)
    outer = [min(max(e, low - room), high + room) for e in edges]
    bottom, top = min([low, *outer]), max([high, *outer])
    pad = 0.06 * ((top - bottom) or abs(top) or 1.0)
    return (max(bottom - pad, 0.0) if bottom >= 0 else bottom - pad), top + pad


def demands(row: Mapping[str, Any]) -> list[float]:
    """Return the values that a row of the board demands: one, or the ends of a range."""
    return [v for v in (row.get("required"), row.get("required_high")) if v is not None]


def shown(row: Mapping[str, Any], series: Line, others: Mapping[str, list[Dot]]) -> tuple[float, float]:
    """Return the values that a fan shows: figures, medians, the promise whole, the rest as far as there is room."""
    models = [d.value for dots in others.values() for d in dots]
    own = [d.value for d in series.dots] + [b.q50 for b in series.bands]
    core = [*(own or models), *demands(row)] or [0.0]
    half = 0.5 * (max(core) - min(core))
    edges = [e for b in series.bands for e in (b.q025, b.q975)]
    edges += [min(max(v, min(core) - half), max(core) + half) for v in models]
    return extent(core, edges)


def part_of(
    row: Mapping[str, Any], role: str, evidence: pl.DataFrame, forecasts: pl.DataFrame
) -> tuple[str, str]:
    """Return the metric and the unit of a part of a row's metric."""
    for frame in (evidence, forecasts):
        mine = (frame["target"] == row["target"]) & (frame["metric"] == row["metric"])
        part = frame.filter(mine & (frame["role"] == role))
        if part.height:
            return part["of"][0] or role, part["unit"][0] or "1"
    return role, "1"


def spread(wanted: list[float], gap: float, height: float) -> list[float]:
    """Return ascending places in px moved apart to at least `gap`, kept inside `height` while they fit."""
    places: list[float] = []
    for want in wanted:
        places.append(max(want, places[-1] + gap) if places else max(want, 0.0))
    limit = height
    for k in range(len(places) - 1, -1, -1):
        if places[k] <= limit:
            break
        places[k] = limit
        limit -= gap
    return places


def ticks(low: float, high: float, most: int) -> list[float]:
    """Return round numbers between two values, at most about `most`: steps of 1, 2 or 5 times a power of ten."""
    raw = (high - low) / max(most, 1)
    if raw < 1e-300:  # smaller numbers have no logarithm, and nobody's figures differ by so little
        return [low]
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(m * size for m in (1, 2, 5, 10) if m * size >= raw * 0.999)
    return [k * step for k in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def value_axis(low: float, high: float, unit: str, lang: str, most: int = 5) -> alt.Axis:
    """Return an axis whose numbers are written as everywhere else: 1.2 million, 120 万, 30%."""
    at = ticks(low, high, most)
    shown = [words.number(v, unit if unit in {"percent", "%"} else "1", lang) for v in at]
    return labelled(at, shown, grid=True, domain=False, ticks=False)


def time_axis(first: float, last: float, width: int) -> alt.Axis:
    """Return an axis of years; of months where there is little more than one year."""
    if last - first >= 1.5:
        at = ticks(first, last, max(2, width // 44))
        return alt.Axis(values=sorted({float(round(v)) for v in at}), format="d", grid=False)
    step = max(1, math.ceil((last - first) * 12 / max(2, width // 56)))
    months = range(math.ceil(first * 12 - 1e-6), math.floor(last * 12 + 1e-6) + 1)
    ends = [m for m in months if m % step == 0]
    return labelled([m / 12 for m in ends], [f"{(m - 1) // 12 + 1}-{(m - 1) % 12 + 1:02d}" for m in ends])


def labelled(at: Sequence[float], shown: Sequence[str], **looks: Any) -> alt.Axis:
    """Return an axis with given texts (without quotes) at given values, ascending."""
    texts = "[" + ",".join(f"'{s}'" for s in shown) + "]"
    if not at:
        return alt.Axis(values=[], **{"grid": False, **looks})
    expr = f"{texts}[round(datum.index * {len(at) - 1})]"
    return alt.Axis(values=list(at), labelExpr=expr, **{"grid": False, **looks})


def _dot(row: dict[str, Any], grain: str) -> Dot:
    period = dates.parse_period(row["period"])
    return Dot(
        at=year(row["period"]),
        value=row["value"],
        period=row["period"],
        whole=row["flow"] == "stock"
        or (period.grain == grain and (grain == "year" or row["flow"] != "year_to_date")),
        broken=bool(row["series_break"]),
        used=bool(row["used"]),
    )


def _bands(rows: pl.DataFrame) -> list[Band]:
    known = [r for r in rows.iter_rows(named=True) if all(_finite(r[q]) for q in QUANTILES)]
    bands = (
        Band(year(r["period"]), **{q: r[q] for q in QUANTILES}, partly=bool(r["partly_known"])) for r in known
    )
    return sorted(bands, key=lambda b: b.at)


def _finite(value: float | None) -> bool:
    return value is not None and math.isfinite(value)
