"""The board as the page shows it: promises, their definitions, the readings of each, the figures behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import dates, words
from hinterland.figures.palette import BASES, VERDICTS
from hinterland.figures.series import line
from hinterland.figures.sparkline import inline
from hinterland.report.claims import Doubts, around
from hinterland.report.forecasts import Outlook, chance, foreseen, reason
from hinterland.report.labels import LABELS, label
from hinterland.report.text import exact, figure, linked, linked_both, pair, word
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hinterland.cluster import Cluster
    from hinterland.report.names import Names
    from hinterland.result import Result

MOST = 40
"""Figures of one series shown in the page; more are in the file."""


def promises(result: Result, cluster: Cluster, names: Names) -> list[dict[str, Any]]:
    """Return one entry a target, with one line a metric and one reading a verdict that differs."""
    board, evidence = result["board"], result["evidence"]
    outlook = Outlook.of(result)
    quotes = _quotes(cluster, names)
    metrics = {r["metric"]: r for r in cluster["metrics"].iter_rows(named=True)}
    entries = []
    for part in board.partition_by("target", maintain_order=True):
        first = part.row(0, named=True)
        lines = [
            _line(p.rows(named=True), evidence, metrics, outlook, names)
            for p in part.partition_by("metric", maintain_order=True)
        ]
        entries.append(
            {
                "id": first["target"],
                "name": pair(first["name_en"], first["name_zh"]),
                "by": names.parties(first["promised_by"]),
                "place": names.places.get(first["place"] or "", pair(first["place"])),
                "deadline": first["deadline"],
                "required": _required(first),
                "published": first["published"],
                "source": linked(names.source(first["source"])),
                "quote": quotes.get(first["claim"] or ""),
                "decides": outlook.decides.get(first["target"]),
                "lines": lines,
                "verdicts": sorted({r["verdict"] for r in part.iter_rows(named=True)}),
            }
        )
    return entries


def _required(row: Mapping[str, Any]) -> Said:
    if row["unit"] == "yes_no":  # "at least yes" is no demand that anybody makes
        return figure(row["required"], row["unit"])
    sign = words.COMPARATORS.get(row["comparator"], ("",))[0]
    low, high = figure(row["required"], row["unit"]), figure(row["required_high"], row["unit"])
    if row["comparator"] == "range" and row["required_high"] is not None:
        bare = low if row["unit"] in {"percent", "%"} else figure(row["required"], "1")
        return Said(f"{bare.en} – {high.en}", f"{bare.zh} – {high.zh}")
    return Said(f"{sign} {low.en}", f"{sign} {low.zh}")


def _quotes(cluster: Cluster, names: Names) -> dict[str, dict[str, Any]]:
    found = {}
    doubts = Doubts.of(cluster)
    for row in cluster["claims"].filter(pl.col("exact").is_not_null()).iter_rows(named=True):
        found[row["claim"]] = {
            "claim": row["claim"],
            "issues": [i for i in doubts.about(row["claim"]) if i["open"]],
            **around(row),
            "document": linked(names.source(row["document"])),
        }
    return found


def _line(
    rows: list[dict[str, Any]],
    evidence: pl.DataFrame,
    metrics: Mapping[str, Mapping[str, Any]],
    outlook: Outlook,
    names: Names,
) -> dict[str, Any]:
    """Return a metric of a target: the definition, its small picture, its readings, its forecast, its figures."""
    first = rows[0]
    metric = metrics.get(first["metric"], {})
    behind = evidence.filter((pl.col("target") == first["target"]) & (pl.col("metric") == first["metric"]))
    return {
        "metric": first["metric"],
        "name": names.metrics.get(first["metric"], pair(first["metric"])),
        "definition": pair(first["definition_en"], first["definition_zh"]),
        "boundary": pair(metric.get("boundary_en") or metric.get("boundary_zh"), metric.get("boundary_zh")),
        "publisher": names.parties(metric.get("publisher")),
        "defined_by": LABELS.get(f"d_{metric.get('defined_by')}"),
        "scope": LABELS.get(f"o_{metric.get('scope')}"),
        "spark": inline(line(first, behind, outlook.part("forecasts", first))),
        "readings": _readings(rows),
        "foreseen": foreseen(rows, behind, outlook, names),
        "series": _series(behind, first, names),
    }


def _readings(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the verdicts of a metric; readings of the deadline that agree in everything share one."""
    shared: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        told = chance(row)
        key = (row["verdict"], row["observed"], row["period"], row["reason_en"], row["needs_en"])
        how = word(row["attainment"], words.ATTAINMENT)
        if key in shared:
            shared[key]["how"] = label("either")
            continue
        basis = row["observed_basis"]
        shared[key] = {
            "how": how,
            "verdict": row["verdict"],
            "word": Said(row["verdict"], words.verdict(row["verdict"], "zh")),
            "sign": VERDICTS[row["verdict"]].sign,
            "observed": None if row["observed"] is None else figure(row["observed"], row["unit"]),
            "period": row["period"],
            "basis": basis if basis in {"inferred", "synthetic"} else None,
            "basis_word": word(basis, words.BASES),
            "basis_sign": BASES[basis or "unstated"].sign,
            "reason": reason(row, told),
            "chance": told,
        }
    readings = list(shared.values())
    for reading in readings[1:]:  # what was said of the first reading is not said again
        if reading["reason"] == readings[0]["reason"]:
            reading["reason"] = None
        if reading["chance"] and readings[0]["chance"]:
            first = readings[0]["chance"]
            reading["chance"] |= {k: None for k in ("expected", "needs") if reading["chance"][k] == first[k]}
    return readings


def _series(behind: pl.DataFrame, row: Mapping[str, Any], names: Names) -> list[dict[str, Any]]:
    """Return the figures behind a metric, one table a role, each figure once however many readings use it."""
    keys = ["role", "of", "place", "period", "vintage"]
    once = behind.group_by(keys, maintain_order=True).agg(
        pl.col("used").any(), pl.exclude("used", *keys).first()
    )
    parts = once.partition_by("role", "of", maintain_order=True)
    values = {
        (r["role"], r["period"]): r["value"]
        for r in once.filter(pl.col("role") != "value").iter_rows(named=True)
    }
    roles = [p["role"][0] for p in parts if p["role"][0] != "value"]
    tables = []
    for part in parts:
        role, of = part["role"][0], part["of"][0]
        shown = part.tail(MOST)
        own = role == "value"
        tables.append(
            {
                "role": LABELS.get(f"r_{role}", label("r_member")),
                "name": names.metrics.get(of, pair(of)),
                "computed": own and bool(roles),
                "more": part.height - shown.height,
                "rows": [
                    _figure_row(r, _formula(r, row, roles, values) if own else None, names)
                    for r in shown.iter_rows(named=True)
                ],
            }
        )
    return tables


def _figure_row(row: Mapping[str, Any], formula: Said | None, names: Names) -> dict[str, Any]:
    basis = row["basis"] or "unstated"
    computed = row["source"] == "computed from the rows below"
    return {
        "period": row["period"],
        "value": figure(row["value"], row["unit"]),
        "formula": formula,
        "flow": label(row["flow"]) if row["flow"] in {"year_to_date", "stock"} else None,
        "used": row["used"],
        "published": row["published"],
        "published_basis": word(row["published_basis"], words.PUBLISHED)
        if row["published_basis"] not in {None, "stated"}
        else None,
        "basis": basis,
        "basis_word": word(basis, words.BASES),
        "sign": BASES[basis].sign,
        "broken": row["series_break"],
        "vintage": _vintage(row["vintage"]),
        "source": None if computed else linked(names.source(row["source"])),
        "note": linked_both(pair(row["note"] or row["note_zh"], row["note_zh"])),
    }


def _vintage(label: str | None) -> Said:
    """Return the vintages of a figure, parted by ` + `, with usual words in both languages."""
    parts = [word(v, words.VINTAGES) for v in (label or "").split(" + ") if v]
    return Said(" + ".join(p.en for p in parts), " + ".join(p.zh for p in parts))


def _formula(
    point: Mapping[str, Any],
    row: Mapping[str, Any],
    roles: list[str],
    values: Mapping[tuple[str, str], float],
) -> Said | None:
    """Return the formula of a computed figure with its numbers filled in, None where a part is not by itself.

    ratio: numerator / denominator; growth: value / value of the year before - 1; sum: members added.
    """
    period, unit = point["period"], point["unit"]
    result = figure(point["value"], unit)
    parts: str | None = None
    if row["metric_kind"] == "ratio":
        top, below = values.get(("numerator", period)), values.get(("denominator", period))
        if top is not None and below is not None:
            parts = f"{exact(top)} / {exact(below)}"
    elif row["metric_kind"] == "growth":
        year = dates.parse_period(period).year
        now, before = values.get(("numerator", period)), values.get(("numerator", str(year - 1)))
        if now is not None and before is not None:
            parts = f"{exact(now)} / {exact(before)} − 1"
    elif row["metric_kind"] == "sum" and roles:
        members = [values.get((role, period)) for role in roles]
        if all(m is not None for m in members):
            parts = " + ".join(exact(m) for m in members)
    return None if parts is None else Said(f"{parts} = {result.en}", f"{parts} = {result.zh}")
