"""What would be without a plan: the case's own forecasts of its metrics, year by year."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from hinterland.errors import UnitError
from hinterland.ground.series import annual
from hinterland.promises.foresight import Foresight
from hinterland.promises.measure import Measured, measure

if TYPE_CHECKING:
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.planning.problem import Array

QUANTILES = (0.1, 0.5, 0.9)
"""Low, likely and high of a forecast."""


@dataclass(frozen=True, slots=True)
class Path:
    """A metric in each year of the plan, in its own unit.

    Attributes
    ----------
    low, likely, high
        (years,).
    how
        `forecast`, or `last`: too few figures to forecast, so the last one stays.
    """

    low: Array
    likely: Array
    high: Array
    how: str


@dataclass(slots=True)
class Ahead:
    """Forecasts of a case, each made when it is asked for."""

    seen: Cluster
    day: date
    years: tuple[int, ...]
    made: dict[tuple[str, str, str], Path | None] = field(default_factory=dict)
    foresight: Foresight | None = None

    def path(self, metric: str, place: str | None, product: str | None = None) -> Path | None:
        """Return a metric at its place (or at `place`, where it names none), None where nobody knows anything.

        Known years are as published; later ones the 10, 50 and 90 percent points of the case's forecast, made as
        `hinterland track` makes it; where too few figures are known to forecast, the last one stays.
        """
        key = (metric, place or "", product or "")
        if key not in self.made:
            self.made[key] = self._path(metric, place, product)
        return self.made[key]

    def measured(self, metric: str, place: str | None) -> Measured | None:
        """Return the figures of a metric, None where they cannot be told."""
        try:
            found = measure(self.seen, metric, place)
        except UnitError:
            return None
        return None if found.obstacle else found

    def _path(self, metric: str, place: str | None, product: str | None) -> Path | None:
        found = self.measured(metric, place)
        if found is None or not found.points:
            return None
        whole = annual(found.points)
        known = {p.period.year: (p.low, p.value, p.high) for p in whole}
        if self.foresight is None:
            self.foresight = Foresight.of(self.seen, self.day, self.years[-1])
        told = self.foresight.future(found, product).future
        paths = {} if told is None else told.paths
        if not known and not paths:
            return None
        rows, how = [], "forecast"
        for year in self.years:
            if year in known:
                rows.append(known[year])
            elif year in paths:
                low, middle, high = np.quantile(paths[year], QUANTILES)
                rows.append((float(low), float(middle), float(high)))
            else:
                how = "last"
                before = [y for y in known if y < year]
                rows.append(rows[-1] if rows else known[max(before)] if before else known[min(known)])
        low, likely, high = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
        return Path(low, likely, high, how)
