"""What is forecast of a promise as the page shows it: chances, the fan, models, plants, conflicts of figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import dates, words
from hinterland.figures.series import model_name, predicted
from hinterland.promises.reasons import percent
from hinterland.promises.verdict import DECIDED
from hinterland.report import fan
from hinterland.report.labels import LABELS, label
from hinterland.report.sections import basis_chip
from hinterland.report.text import figure, pair, word
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hinterland.report.names import Names
    from hinterland.result import Result

FANS = 200
"""Fans drawn in a page at most, 5 KB each; more make it slow to open."""
AHEAD = 12
"""Periods to come shown in the page at most; more are in the file."""
JUDGED = DECIDED | {"superseded"}
"""Verdicts that need no probability."""
PLANNED = {"announced", "construction"}
"""Statuses of plants that may yet not be built."""
_CHANCE = {"en": ("; ", "likely to be kept"), "zh": ("；", "兑现概率")}
"""How sentences of a reason are parted, and the words by which the one on the chance is known."""


@dataclass(slots=True)
class Outlook:
    """Tables of a board by target and metric, and how many fans were drawn."""

    tables: Mapping[str, Mapping[tuple[str, str], pl.DataFrame]]
    conflicts: pl.DataFrame
    decides: Mapping[str, Said]
    empty: Mapping[str, pl.DataFrame]
    fans: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, result: Result) -> Outlook:
        """Part the tables once: a filter a line would read each table as often as there are lines."""
        names = ("forecasts", "models", "plants")
        return cls(
            tables={name: _parted(result[name]) for name in names},
            conflicts=result["conflicts"],
            decides={
                t: Said(en, zh)
                for t, en, zh in result["decides"].select("target", "text_en", "text_zh").iter_rows()
            },
            empty={name: result[name].clear() for name in names},
        )

    def part(self, table: str, row: Mapping[str, Any]) -> pl.DataFrame:
        """Return the rows of a table that belong to the target and metric of a row of the board."""
        return self.tables[table].get((row["target"], row["metric"]), self.empty[table])


def _parted(table: pl.DataFrame) -> dict[tuple[str, str], pl.DataFrame]:
    parts = table.partition_by("target", "metric", as_dict=True, maintain_order=True)
    return {(str(key[0]), str(key[1])): part for key, part in parts.items()}


def chance(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the probability of a row with its range, what is expected and what would have to happen; or None.

    A promise that was judged has none: it is certain.
    """
    if row["probability"] is None or row["verdict"] in JUDGED:
        return None
    low, high = row["probability_low"], row["probability_high"]
    over = None
    if low is not None and high is not None:
        ends = percent(low), percent(high)
        over = Said(f"{ends[0]} to {ends[1]} over the models", f"各模型 {ends[0]} 至 {ends[1]}")
    return {
        "percent": percent(row["probability"]),
        "range": over,
        "expected": _expected(row),
        "needs": pair(row["needs_en"], row["needs_zh"]) if row["needs_en"] else None,
    }


def _expected(row: Mapping[str, Any]) -> Said | None:
    if row["expected"] is None:
        return None
    middle, low, high = (rounded(row[k], row["unit"]) for k in ("expected", "low", "high"))
    return Said(
        f"{middle.en} expected for {row['deadline']}, 80% interval {low.en} to {high.en}",
        f"{row['deadline']} 预计 {middle.zh}，80% 区间 {low.zh} 至 {high.zh}",
    )


def rounded(value: float | None, unit: str) -> Said:
    """Return a forecast with three digits."""
    return figure(words.three_digits(value), unit)


def reason(row: Mapping[str, Any], told: Mapping[str, Any] | None) -> Said:
    """Return the reason of a verdict, less the sentence on its chance where that is shown apart."""
    whole = pair(row["reason_en"], row["reason_zh"])
    if told is None:
        return whole
    texts = []
    for lang, (parting, known) in _CHANCE.items():
        parts = [p for p in whole.in_(lang).split(parting) if known not in p]
        texts.append(parting.join(parts))
    return Said(*texts)


def foreseen(
    rows: Sequence[Mapping[str, Any]], behind: pl.DataFrame, outlook: Outlook, names: Names
) -> dict[str, Any]:
    """Return what an opened line shows of its forecast: the fan, the years to come, models, plants, conflicts.

    Parameters
    ----------
    rows
        Rows of the board of one target and metric, one a reading of the deadline.
    behind
        The figures behind them (`evidence`).
    """
    first = next((r for r in rows if chance(r)), rows[0])
    ahead = outlook.part("forecasts", first)
    drawable = bool(ahead.height) and len(outlook.fans) < FANS
    if drawable:
        outlook.fans.append((first["target"], first["metric"]))
    return {
        "any": bool(ahead.height),
        "basis": mark(r["observed_basis"] for r in rows),
        "fan": fan.drawn(first, behind, ahead, names) if drawable else None,
        "unit": _caption(first["unit"]),
        "caption": fan.caption(first) if first["expected"] is not None else None,
        "ahead": _ahead(first, ahead),
        "models": list(_models(outlook.part("models", first), first["unit"])),
        "plants": _plants(outlook.part("plants", first), names),
        "conflicts": _conflicts(outlook.conflicts, behind, names),
        "without": None if ahead.height else _without(first),
    }


def mark(bases: Iterable[str | None]) -> dict[str, Any] | None:
    """Return the mark of what rests on made-up or inferred figures, None where all are observed or reported."""
    found = set(bases)
    worst = next((b for b in ("synthetic", "inferred") if b in found), None)
    return basis_chip(worst) if worst else None


def _without(row: Mapping[str, Any]) -> Said:
    """Return why a line has no forecast."""
    if row["verdict"] in JUDGED:
        return label("judged_no_forecast")
    why, head = pair(row["reason_en"], row["reason_zh"]), label("no_forecast")
    return Said(f"{head.en}: {why.en}", f"{head.zh}：{why.zh}")


def _ahead(row: Mapping[str, Any], forecasts: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the combined forecast of each period to come."""
    own = predicted(row, forecasts)
    if not own.height:
        return []
    own = own.filter(pl.col("kind") == "combination").head(AHEAD)
    return [
        {
            "period": r["period"],
            "partly": bool(r["partly_known"]),
            "due": dates.parse_period(r["period"]).end == dates.parse_period(row["deadline"]).end,
            "median": rounded(r["q50"], _bare(r["unit"])),
            "spans": [_span(r[low], r[high], r["unit"]) for low, high in (("q10", "q90"), ("q025", "q975"))],
        }
        for r in own.iter_rows(named=True)
    ]


def _bare(unit: str) -> str:
    """Return the unit that numbers of a table carry, whose caption names any other."""
    return unit if unit in {"percent", "%"} else "1"


def _caption(unit: str) -> Said | None:
    """Return the unit that stands in the caption of a table, as it is written behind numbers; None for percent."""
    if _bare(unit) != "1" or unit in {"1", "yes_no"}:
        return None
    return Said(words.number(2, unit, "en").removeprefix("2 "), words.unit_zh(unit).strip())


def _span(low: float | None, high: float | None, unit: str) -> Said:
    """Return an interval without its unit; a word (million, 万) that both ends have stands behind the upper one."""
    ends = rounded(low, _bare(unit)), rounded(high, _bare(unit))
    texts = []
    for lang in ("en", "zh"):
        first, last = (e.in_(lang) for e in ends)
        scale = last.partition(" ")[2]
        texts.append(f"{first.removesuffix(f' {scale}') if scale else first} – {last}")
    return Said(*texts)


def _models(table: pl.DataFrame, unit: str) -> Iterator[dict[str, Any]]:
    """Yield the table of models; readings that foresee the same figures share one and differ by probability."""
    groups: list[list[pl.DataFrame]] = []
    for part in table.partition_by("attainment", maintain_order=True):
        same = next((g for g in groups if _same(g[0], part)), None)
        if same is None:
            groups.append([part])
        else:
            same.append(part)
    for group in groups:
        if all(p["probability"].equals(group[0]["probability"]) for p in group):
            columns, heads = group[:1], [label("probability")]
        else:
            columns, heads = group, [word(p["attainment"][0], words.ATTAINMENT) for p in group]
        rows = enumerate(columns[0].iter_rows(named=True))
        yield {
            "heads": heads,
            "rows": [_model(r, [percent(p["probability"][i]) for p in columns], unit) for i, r in rows],
        }


def _model(row: Mapping[str, Any], probabilities: list[str], unit: str) -> dict[str, Any]:
    return {
        "name": Said(model_name(row["model"], "en"), model_name(row["model"], "zh")),
        "kind": label(f"k_{row['kind']}"),
        "marked": row["kind"] in {"baseline", "alternative"},
        "own": row["kind"] == "combination",
        "weight": "" if row["weight"] is None else percent(row["weight"]),
        "probabilities": probabilities,
        "median": rounded(row["median"], _bare(unit)),
        "span": _span(row["low"], row["high"], unit),
    }


def _same(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    columns = ["model", "weight", "low", "median", "high"]
    return one.select(columns).equals(other.select(columns))


def _plants(table: pl.DataFrame, names: Names) -> list[dict[str, Any]]:
    return [
        {
            "name": names.plants.get(r["plant"], pair(r["plant"])),
            "status": LABELS.get(f"p_{r['status']}", pair(r["status"])),
            "capacity": pair("–") if r["capacity"] is None else rounded(r["capacity"], "1"),
            "assumed": bool(r["capacity_assumed"]),
            "year": "–" if r["year_expected"] is None else f"{r['year_expected']:.0f}",
            "realisation": percent(r["realisation"] or 0.0) if r["status"] in PLANNED else "–",
            "expected": pair("–") if r["expected"] is None else rounded(r["expected"], "1"),
            "basis": basis_chip(r["basis"]),
        }
        for r in table.iter_rows(named=True)
    ]


def _conflicts(table: pl.DataFrame, behind: pl.DataFrame, names: Names) -> list[dict[str, Any]]:
    """Return the published levels behind a line that the growth published for them contradicts."""
    if not table.height:
        return []
    used = behind.select(metric="of", place="place").unique()
    found = table.join(used, on=["metric", "place"], how="semi", maintain_order="left")
    return [
        {
            "metric": names.metrics.get(r["metric"], pair(r["metric"])),
            "period": r["period"],
            "published": figure(r["published_value"], r["unit"]),
            "implied": figure(float(f"{r['implied_value']:.5g}"), r["unit"]),
            "difference": f"{r['difference']:+.1%}",
            "growth": f"{r['growth']:+.6g}%",
            "base_period": r["base_period"],
            "base": figure(r["base_value"], r["unit"]),
        }
        for r in found.iter_rows(named=True)
    ]
