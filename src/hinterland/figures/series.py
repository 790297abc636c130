"""Points of a promise as a small series: shared by the chart and by the small picture in a line of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import dates

if TYPE_CHECKING:
    from collections.abc import Mapping


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
class Line:
    """The series of one row of the board, with what it demands and by when."""

    dots: tuple[Dot, ...]
    required: float
    deadline: float
    verdict: str

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
        """Where the definition changed: half a year before the first figure under the new one."""
        return [d.at - 0.5 for d in self.dots if d.broken and d is not self.dots[0]]


def year(text: str) -> float:
    """Return the end of a period as a year with a fraction: 2023 ends at 2023.0, its first half at 2022.5."""
    end = dates.parse_period(text).end
    return end.year - 1 + end.timetuple().tm_yday / (366 if end.year % 4 == 0 else 365)


def line(row: Mapping[str, Any], evidence: pl.DataFrame) -> Line:
    """Return the series of a row of the board from the evidence behind it."""
    own = evidence.filter(
        (pl.col("target") == row["target"])
        & (pl.col("metric") == row["metric"])
        & (pl.col("attainment") == row["attainment"])
        & (pl.col("role") == "value")
        & pl.col("value").is_not_null()
    )
    dots = sorted((_dot(r) for r in own.iter_rows(named=True)), key=lambda d: d.at)
    return Line(tuple(dots), row["required"], year(row["deadline"]), row["verdict"])


def _dot(row: dict[str, Any]) -> Dot:
    period = dates.parse_period(row["period"])
    return Dot(
        at=year(row["period"]),
        value=row["value"],
        period=row["period"],
        whole=period.grain == "year" or row["flow"] == "stock",
        broken=bool(row["series_break"]),
        used=bool(row["used"]),
    )
