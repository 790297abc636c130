"""Lines: what can be forecast. Every series of a case, and the ratios and sums defined over series."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hinterland import units
from hinterland.errors import UnitError
from hinterland.promises.measure import scale

if TYPE_CHECKING:
    from hinterland.cluster import Cluster
    from hinterland.ground.archive import Archive


@dataclass(frozen=True, slots=True)
class Line:
    """A metric at a place.

    Attributes
    ----------
    kind
        `series`, `ratio` or `sum`.
    series
        Row of the archive, -1 for what is computed.
    parts
        Lines that it is computed from: numerator and denominator, or members.
    factors
        Factor of each part into the line's unit; for a ratio one, of the quotient.
    whole
        The line of which it is a part (for a series), -1 for none.
    bounded
        A ratio of one kind of thing: it cannot pass `most`.
    """

    metric: str
    place: str
    kind: str
    unit: str
    series: int = -1
    parts: tuple[int, ...] = ()
    factors: tuple[float, ...] = ()
    whole: int = -1
    most: float = float("inf")


@dataclass(slots=True)
class _Builder:
    cluster: Cluster
    series: dict[tuple[str, str], int]
    metrics: dict[str, dict[str, Any]]
    parents: dict[str, str]
    lines: list[Line] = field(default_factory=list)
    index: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, metric: str | None, place: str, depth: int = 0) -> int:
        """Return the line of a metric at a place, -1 where it cannot be made."""
        row = self.metrics.get(metric or "")
        if row is None or depth > 20 or row["unit"] is None:
            return -1
        where = row["place"] or place
        key = (row["metric"], where)
        if key in self.index:
            return self.index[key]
        self.index[key] = -1  # so that a metric defined by itself ends here
        kinds = {"series": self._series, "ratio": self._ratio, "sum": self._sum}
        make = kinds.get(row["kind"])
        line = None if make is None else make(row, where, depth)
        if line is None:
            return -1
        self.index[key] = len(self.lines)
        self.lines.append(line)
        return self.index[key]

    def _series(self, row: dict[str, Any], where: str, depth: int) -> Line | None:  # noqa: ARG002
        found = self.series.get((row["metric"], where))
        if found is None:
            return None
        percent = row["unit"] in {
            "percent",
            "%",
        }  # a share as published; what passes 100 is growth, and unbounded
        most = 100.0 if percent else float("inf")
        return Line(row["metric"], where, "series", row["unit"], found, most=most)

    def _ratio(self, row: dict[str, Any], where: str, depth: int) -> Line | None:
        top, below = (self.add(row[k], where, depth + 1) for k in ("numerator", "denominator"))
        if min(top, below) < 0:
            return None
        own = self.cluster.own_units()
        try:
            factor = scale(self.lines[top].unit, self.lines[below].unit, row["unit"], own)
        except UnitError:
            return None
        one = units.find(row["unit"], own)
        inside = self._inside(self.lines[top].place, self.lines[below].place)
        most = 1 / one.factor if one.dimension == "1" and inside else float("inf")
        return Line(row["metric"], where, "ratio", row["unit"], -1, (top, below), (factor,), -1, most)

    def _inside(self, place: str, whole: str) -> bool:
        for _ in range(20):
            if place == whole:
                return True
            if place not in self.parents:
                return False
            place = self.parents[place]
        return False

    def _sum(self, row: dict[str, Any], where: str, depth: int) -> Line | None:
        if not row["members"]:
            return None
        parts = tuple(self.add(m, where, depth + 1) for m in row["members"].split(";"))
        if min(parts) < 0:
            return None
        own = self.cluster.own_units()
        try:
            factors = tuple(units.convert(1.0, self.lines[p].unit, row["unit"], own) for p in parts)
        except UnitError:
            return None
        return Line(row["metric"], where, "sum", row["unit"], -1, parts, factors)


def lines(cluster: Cluster, archive: Archive) -> tuple[list[Line], dict[tuple[str, str], int]]:
    """Return every line of a case and the line of each (metric, place): -1 where one cannot be made."""
    series = {(m, p): s for s, m, p, _ in archive.series.iter_rows()}
    metrics = {r["metric"]: r for r in cluster["metrics"].iter_rows(named=True)}
    parents = dict(cluster["places"].select("place", "parent").drop_nulls().iter_rows())
    build = _Builder(cluster, series, metrics, parents)
    for metric, place in series:
        build.add(metric, place)
    wanted = _places(cluster)
    for metric, row in metrics.items():
        if row["kind"] in {"ratio", "sum"}:
            first = row["numerator"] or (row["members"] or "").split(";")[0]
            at = {row["place"]} if row["place"] else wanted.get(metric, set())
            at = at or {p for m, p in series if m == first}
            for place in sorted(p for p in at if p):
                build.add(metric, place)
    return _with_wholes(build), build.index


def _places(cluster: Cluster) -> dict[str, set[str]]:
    """Return the places at which targets ask for each metric."""
    found: dict[str, set[str]] = {}
    for metrics, place in cluster["targets"].select("metrics", "place").iter_rows():
        for metric in (metrics or "").split(";"):
            found.setdefault(metric, set()).add(place)
    return found


def _with_wholes(build: _Builder) -> list[Line]:
    """Return the lines, each series with the line of which it is a part.

    A ratio of like things names it (numerator: part, denominator: whole); else the same metric at the nearest place
    above.
    """
    whole: dict[int, int] = {}
    for line in build.lines:
        parts = [build.lines[p].most for p in line.parts]
        if line.kind == "ratio" and line.most < float("inf") == min(parts):
            whole.setdefault(line.parts[0], line.parts[1])
    found = []
    for i, line in enumerate(build.lines):
        above = whole.get(i, -1)
        place = line.place
        for _ in range(20):
            if above >= 0 or line.kind != "series" or line.most < float("inf") or place not in build.parents:
                break  # a percentage is no part of another place's
            place = build.parents[place]
            above = build.index.get((line.metric, place), -1)
        found.append(
            Line(
                line.metric,
                line.place,
                line.kind,
                line.unit,
                line.series,
                line.parts,
                line.factors,
                -1 if above == i else above,
                line.most,
            )
        )
    return found
