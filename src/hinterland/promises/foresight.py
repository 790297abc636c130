"""Foresight as of a day: the futures of all metrics of a case, each made once, with the plants as an alternative."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland import units
from hinterland.ground.archive import Archive
from hinterland.ground.series import annual
from hinterland.promises.capacity import CapacityForecast, Obstacle, capacity_forecast
from hinterland.promises.evidence import lookup_of
from hinterland.promises.future import SAMPLES, Future, future, seed_of
from hinterland.promises.lines import lines
from hinterland.promises.outlook import FARTHEST, Outlook, look

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.promises.chained import Chains
    from hinterland.promises.evidence import Lookup
    from hinterland.promises.measure import Measured

ENDLESS = 1e100
"""Growth that counts as without end: quantiles and means of it stay numbers."""
CAPACITY = "capacity"


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The future of a metric at a place, or the code of the reason why there is none.

    `capacity` is the alternative from plants, already mixed into the paths with its weight; `without` is why there
    is no alternative where one was looked for.
    """

    future: Future | None
    obstacle: str = ""
    capacity: CapacityForecast | None = None
    without: Obstacle | None = None


@dataclass(slots=True)
class Foresight:
    """Everything that is forecast as of a day; futures are made when they are asked for and kept.

    `lookup` has the observations that were public by then, by key.
    """

    cluster: Cluster
    day: date
    outlook: Outlook
    index: Mapping[tuple[str, str], int]
    lookup: Lookup
    made: dict[tuple[str, str, str], Foreseen] = field(default_factory=dict)
    chain: list[Chains] = field(default_factory=list)

    @classmethod
    def of(cls, seen: Cluster, day: date, last_year: int) -> Foresight:
        """Return the foresight of a case as of `day` until `last_year` (15 years at most)."""
        archive = Archive.of(seen)
        listed, index = lines(seen, archive)
        years = min(max(last_year - day.year, 1) + 1, FARTHEST)
        outlook = look(archive.seen(day), listed, day, years=years, until=last_year)
        return cls(seen, day, outlook, index, lookup_of(seen))

    def chains(self) -> Chains:
        """Return what is measured on the chain of the case, the same to all metrics."""
        from hinterland.promises.chained import Chains  # noqa: PLC0415 - scipy, for cases that need it only

        if not self.chain:
            self.chain.append(Chains(self.cluster))
        return self.chain[0]

    def future(self, measured: Measured, product: str | None) -> Foreseen:
        """Return the future of a measured metric; `product` names the plants that make it."""
        key = (measured.metric["metric"], measured.place, product or "")
        if key not in self.made:
            self.made[key] = self._made(measured, product)
        return self.made[key]

    def _made(self, measured: Measured, product: str | None) -> Foreseen:
        if measured.metric["kind"] == "growth":
            return self._growth(measured)
        line = self.index.get((measured.metric["metric"], measured.place), -1)
        if line < 0:
            return Foreseen(None, "no_model")
        if wrong := self.outlook.book.wrong[line]:
            return Foreseen(None, wrong)
        found = future(self.outlook, line)
        if found is None:
            return Foreseen(None, "too_few_to_forecast")
        if product is None:
            return Foreseen(found)
        return self._with_capacity(found, measured, product)

    def _growth(self, measured: Measured) -> Foreseen:
        """Return growth from the future of its numerator: each year over the year before, on the same path."""
        base = measured.parts["numerator"]
        told = self.future(base, None)
        if told.future is None:
            return told
        line = self.index[base.metric["metric"], base.place]
        scale = 1 / units.find(measured.metric["unit"], self.cluster.own_units()).factor

        def growth(paths: Mapping[int, Any]) -> dict[int, Any]:
            found = {}
            for year, now in paths.items():
                before = paths.get(year - 1, self.outlook.book.year(line, year - 1))
                if np.all(np.isfinite(before)):
                    found[year] = growth_of(now, before) * scale
            return found

        f = told.future
        models = {name: growth(paths) for name, paths in f.models.items()}
        return Foreseen(replace(f, paths=growth(f.paths), models=models, cells={}, parts={}))

    def _with_capacity(self, found: Future, measured: Measured, product: str) -> Foreseen:
        """Return the future with the plants' forecast mixed in, draw by draw, with its stated weight."""
        top = measured.parts.get("numerator", measured)
        if top.metric["kind"] != "series" or not found.paths:
            return Foreseen(found)
        years = list(range(min(found.paths), max(found.paths) + 1))
        known = [p for p in annual(top.points) if p.additive]
        last = known[-1] if known and known[-1].period.year < years[0] else None
        if last is None or years != sorted(found.paths):
            return Foreseen(found)
        told = capacity_forecast(
            self.cluster,
            product=product,
            place=top.place,
            unit=top.metric["unit"],
            last=last,
            years=years,
            samples=SAMPLES,
            seed=seed_of(product, top.place, self.day),
        )
        if isinstance(told, Obstacle):
            return Foreseen(found, without=told)
        return Foreseen(_mixed(found, told, self.outlook), capacity=told)


def growth_of(now: Any, before: Any) -> Any:
    """Return growth over the year before, as a share; `ENDLESS` at most, where a path had all but died out."""
    with np.errstate(over="ignore"):
        return np.minimum(now / before - 1, ENDLESS)


def _mixed(found: Future, told: CapacityForecast, outlook: Outlook) -> Future:
    """Replace a part of the draws, as large as the alternative's weight, by those of the plants."""
    line = outlook.lines[found.line]
    draws = {year: told.paths[:, i] for i, year in enumerate(told.years)}
    if "denominator" in found.parts:
        below = found.parts["denominator"].paths
        draws = {y: np.minimum(draws[y] / below[y] * line.factors[0], line.most) for y in below}
    count = round(SAMPLES * told.weight)
    paths = {y: _spliced(p, draws[y], count) if y in draws else p for y, p in found.paths.items()}
    parts = dict(found.parts)
    if "numerator" in parts:
        top = {
            y: paths[y] * parts["denominator"].paths[y] / line.factors[0] for y in parts["numerator"].paths
        }
        parts["numerator"] = replace(parts["numerator"], paths=top)
    weights = {n: w * (1 - told.weight) for n, w in found.weights.items()} | {CAPACITY: told.weight}
    return replace(found, paths=paths, models={**found.models, CAPACITY: draws}, weights=weights, parts=parts)


def _spliced(own: Any, other: Any, count: int) -> Any:
    return np.concatenate([other[:count], own[count:]])
