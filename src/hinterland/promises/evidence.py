"""The figures behind a row of the board, one line each, so that every number opens to its rows and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hinterland.cluster import Cluster
    from hinterland.ground.series import Point
    from hinterland.promises.measure import Measured
    from hinterland.promises.verdict import Verdict

Lookup: TypeAlias = dict[tuple[str, ...], dict[str, Any]]

EVIDENCE = {
    "target": pl.String(),
    "metric": pl.String(),
    "attainment": pl.String(),
    "role": pl.String(),
    "of": pl.String(),
    "place": pl.String(),
    "period": pl.String(),
    "vintage": pl.String(),
    "value": pl.Float64(),
    "unit": pl.String(),
    "flow": pl.String(),
    "used": pl.Boolean(),
    "published": pl.String(),
    "published_basis": pl.String(),
    "basis": pl.String(),
    "series_break": pl.Boolean(),
    "source": pl.String(),
    "note": pl.String(),
    "note_zh": pl.String(),
}
"""Columns of the table `evidence`. `role` is `value` for points of the metric itself, else `numerator`,
`denominator` or a member; `used` marks the points that the verdict rests on."""


def evidence_rows(
    lookup: Lookup, target: dict[str, Any], measured: Measured, attainment: str, verdict: Verdict
) -> Iterator[dict[str, Any]]:
    """Yield a line for each point of the metric, then for each figure it was computed from."""
    used = {p.period.text for p in (*verdict.used, *([verdict.point] if verdict.point else []))}
    head = {"target": target["target"], "metric": measured.metric["metric"], "attainment": attainment}
    own = measured.metric["kind"] in {"series", "statement"}
    for point in measured.points:
        yield {
            **head,
            "role": "value",
            "of": measured.metric["metric"],
            "place": measured.place,
            "period": point.period.text,
            "value": None if point.unsure else point.value,  # the note says between what it lies
            "unit": measured.metric["unit"],
            "flow": point.flow,
            "used": point.period.text in used,
            "published": point.published.isoformat(),
            "basis": point.basis,
            "series_break": point.broken,
            **(_origin(lookup, point.rows) if own else {"source": "computed from the rows below"}),
            **_own_note(point),
        }
    for role, part in measured.parts.items():
        yield from _part(lookup, head, role, part, used)


def _own_note(point: Point) -> dict[str, str]:
    """Return what a computed point says of itself, such as how growth implies it, before what its rows note."""
    implied = point.note and (point.basis == "inferred" or not point.exact)
    return {"note": point.note, "note_zh": point.note_zh} if implied else {}


def _part(
    lookup: Lookup,
    head: dict[str, Any],
    role: str,
    part: Measured,
    used: set[str],
) -> Iterator[dict[str, Any]]:
    for point in part.points:
        yield {
            **head,
            "role": role,
            "of": part.metric["metric"],
            "place": part.place,
            "period": point.period.text,
            "value": point.value,
            "unit": part.metric["unit"],
            "flow": point.flow,
            "used": point.period.text in used,
            "published": point.published.isoformat(),
            "basis": point.basis,
            "series_break": point.broken,
            **_origin(lookup, point.rows),
        }


def lookup_of(cluster: Cluster) -> Lookup:
    """Return the observations by key: made once for a whole board."""
    frame = cluster["observations"]
    return {(r["metric"], r["place"], r["period"], r["vintage"]): r for r in frame.iter_rows(named=True)}


def _origin(lookup: Lookup, rows: tuple[tuple[str, str, str, str], ...]) -> dict[str, Any]:
    found = [lookup[r] for r in rows if r in lookup]
    if not found:
        return {"source": None}
    return {
        "vintage": " + ".join(dict.fromkeys(str(r["vintage"]) for r in found)),
        "source": "; ".join(dict.fromkeys(str(r["source"]) for r in found if r["source"])),
        "published_basis": found[-1]["published_basis"],
        "note": "; ".join(dict.fromkeys(r["note"] for r in found if r["note"])),
        "note_zh": "；".join(
            dict.fromkeys(r["note_zh"] or r["note"] for r in found if r["note_zh"] or r["note"])
        ),
    }
