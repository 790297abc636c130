"""The tables of the result: series, losses, times, frames; every number over the draws as low, middle and high.

Low, middle and high are the 5, 50 and 95 percent quantiles over the draws of the network. Money is CNY at the prices
of the bill of materials, net of what is made more later; empty where the finished product has no price.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.network.stress.model import SLOW, STOPPED
from hinterland.network.stress.outcome import frame_steps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hinterland.ground.naming import Naming
    from hinterland.network.plants import Plants
    from hinterland.network.stress.hits import Hits, Span
    from hinterland.network.stress.outcome import Outcome

    Floats = NDArray[np.float64]

Row = dict[str, Any]
QUANTILES = (0.05, 0.5, 0.95)
ENDS = ("low", "mid", "high")
FELT = 1e-7
"""Share of a base below which a loss is rounding."""
MAPPED = 500
"""Plants of the frames: those that lose most."""
TEXT, WHOLE, NUMBER, YES = pl.String(), pl.Int64(), pl.Float64(), pl.Boolean()


def _three(*names: str) -> dict[str, pl.DataType]:
    return {f"{name}_{end}": NUMBER for name in names for end in ENDS}


_NAMES = {"name_en": TEXT, "name_zh": TEXT}
_TIMES = _three("time_to_survive", "time_to_stop", "time_to_recover")
SCHEMAS: Mapping[str, Mapping[str, pl.DataType]] = {
    "total": {"day": WHOLE, "date": TEXT, **_three("share", "finished_share", "finished_lost")},
    "firms": {
        "firm": TEXT,
        **_NAMES,
        "plants": WHOLE,
        "products": TEXT,
        "slowed": NUMBER,
        **_three("lost_cny", "lost_share", "first_day"),
        "basis": TEXT,
    },
    "products": {
        "product": TEXT,
        **_NAMES,
        "unit": TEXT,
        "plants": WHOLE,
        **_three("lost_units", "lost_cny", "lost_share", "lowest"),
        **_TIMES,
        "slowed": NUMBER,
        "recovered": NUMBER,
    },
    "places": {"place": TEXT, **_NAMES, "plants": WHOLE, **_three("lost_cny", "lost_share", "finished_lost")},
    "time": {"product": TEXT, "day": WHOLE, "date": TEXT, **_three("share")},
    "frames": {
        "day": WHOLE,
        "date": TEXT,
        "plant": TEXT,
        "lon": NUMBER,
        "lat": NUMBER,
        "level": NUMBER,
        "basis": TEXT,
    },
}
"""Table of the result to its columns (`path` is that of `hinterland.network.stress.why`).

A row of `total` and `time` is a day, or a week from `day` on: shares are its mean, losses run up to its end. Shares
are fractions of the base. `slowed` is the share of draws in which output falls below 95 percent, `recovered`
that of those in which it is back for good by the end. `time_to_survive` is days from the first day of the shock to
output below 95 percent, `time_to_stop` to next to nothing, `time_to_recover` to 95 percent for good; over the draws
in which it happens. `finished_lost` is in units of the finished product, cumulative; `lowest` the lowest share of a
step.
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What all tables are made from."""

    plants: Plants
    outcomes: Sequence[Outcome]
    hits: Hits
    span: Span
    naming: Naming

    def day(self, step: int) -> tuple[int, str]:
        """Return the number of a day, and its date."""
        return step, (self.span.first + timedelta(days=step)).isoformat()

    def windows(self) -> list[tuple[int, int]]:
        """Return first and last day of each row of a series."""
        every, steps = self.span.every, self.span.steps
        return [(t, min(t + every, steps) - 1) for t in range(0, steps, every)]


def ends(name: str, values: Floats) -> Row:
    """Return low, middle and high over the draws (first axis), of those that are numbers; None where none is."""
    known = sorted(v for v in values.tolist() if math.isfinite(v))
    if not known:
        return dict.fromkeys(f"{name}_{end}" for end in ENDS)
    return {f"{name}_{end}": _quantile(known, q) for end, q in zip(ENDS, QUANTILES, strict=True)}


def _quantile(known: Sequence[float], q: float) -> float:
    """Return a quantile of sorted numbers, as numpy does by default; thousands of calls of that take seconds."""
    at = q * (len(known) - 1)
    below = min(int(at), len(known) - 1)
    above = min(below + 1, len(known) - 1)
    return known[below] + (known[above] - known[below]) * (at - below)


def tables(told: Told) -> dict[str, pl.DataFrame]:
    """Return the tables of `SCHEMAS`."""
    rows = {
        "total": total_rows(told),
        "firms": firm_rows(told),
        "products": product_rows(told),
        "places": place_rows(told),
        "time": time_rows(told),
        "frames": frame_rows(told),
    }
    return {n: pl.DataFrame(rows[n], schema=dict(SCHEMAS[n]), orient="row") for n in SCHEMAS}


def finished_units(told: Told) -> Floats:
    """Return units of finished products not made, day by day, (draws, T); of the unit of the first of them."""
    lost = np.zeros((len(told.outcomes), told.span.steps))
    for g in _finished(told):
        of, unit = told.plants.product == g, told.plants.bill.unit_value[g]
        for k, o in enumerate(told.outcomes):
            lost[k] += (1.0 - o.by_product[:, g]) * o.base[of].sum() / unit
    return np.where(np.abs(lost) > FELT * _finished_base(told)[:, None], lost, 0.0)


def _finished_base(told: Told) -> Floats:
    """Return units of finished products made in a step before the shock, (draws,)."""
    bill, product = told.plants.bill, told.plants.product
    chosen = _finished(told)
    sums = [sum(o.base[product == g].sum() / bill.unit_value[g] for g in chosen) for o in told.outcomes]
    return np.array(sums, dtype=np.float64)


def _finished(told: Told) -> list[int]:
    """Return the finished products that plants make and that are counted in one unit, that of the first."""
    made = set(told.plants.product[told.plants.owner < 0].tolist())
    found = [g for g in range(len(told.plants.bill.products)) if told.plants.bill.finished[g] and g in made]
    units = [told.naming.unit(told.plants.bill.products[g]) for g in found]
    return [g for g, u in zip(found, units, strict=True) if u == units[0]]


def finished_name(told: Told) -> str | None:
    """Return the finished product that losses are told in, None where no plant makes one."""
    found = _finished(told)
    return told.plants.bill.products[found[0]] if found else None


def total_rows(told: Told) -> list[Row]:
    """Return output over time, and finished products lost."""
    whole = np.stack([o.whole for o in told.outcomes])
    lost = finished_units(told)
    base = _finished_base(told)
    share = 1.0 - lost / np.where(base > 0, base, np.nan)[:, None]
    added = np.cumsum(lost, axis=1)
    rows = []
    for begin, last in told.windows():
        day, date = told.day(begin)
        row: Row = {"day": day, "date": date}
        for name, series in (("share", whole), ("finished_share", share)):
            row |= ends(name, series[:, begin : last + 1].mean(axis=1))
        rows.append(row | ends("finished_lost", added[:, last]))
    return rows


def _grouped(told: Told, keys: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
    """Return the groups of listed plants, and the group of each plant; -1 for makers in house."""
    names = sorted({k for k, o in zip(keys, told.plants.owner.tolist(), strict=True) if o < 0})
    at = {n: i for i, n in enumerate(names)}
    return names, np.array(
        [at[k] if o < 0 else -1 for k, o in zip(keys, told.plants.owner.tolist(), strict=True)]
    )


def _losses(told: Told, group: NDArray[np.int64], count: int) -> tuple[Floats, Floats]:
    """Return value lost and base over the whole span by group, (draws, groups)."""
    held = group >= 0
    lost, base = (
        np.stack([_sums(group[held], v[held], count) for v in values])
        for values in (
            [o.lost for o in told.outcomes],
            [o.base * told.span.steps for o in told.outcomes],
        )
    )
    lost[np.abs(lost) < FELT * base] = 0.0
    return lost, base


def _sums(group: NDArray[np.int64], values: Floats, count: int) -> Floats:
    return np.bincount(group, values, minlength=count).astype(np.float64, copy=False)


def firm_rows(told: Told) -> list[Row]:
    """Return the firms that lose or gain in any draw, the hardest hit first."""
    plants = told.plants
    names, group = _grouped(told, plants.firm)
    lost, base = _losses(told, group, len(names))
    money = told.plants.valued
    firsts = np.full((len(told.outcomes), len(names)), np.inf)
    for k, o in enumerate(told.outcomes):
        slowed = np.flatnonzero((o.first >= 0) & (group >= 0))
        np.minimum.at(firsts[k], group[slowed], o.first[slowed].astype(np.float64))
    members: dict[int, list[int]] = {}
    for i in np.flatnonzero(group >= 0).tolist():
        members.setdefault(int(group[i]), []).append(i)
    share = lost / np.where(base > 0, base, np.nan)
    order = np.argsort(-lost.mean(axis=0), kind="stable")
    rows = []
    for f in [f for f in order.tolist() if (lost[:, f] != 0).any() or np.isfinite(firsts[:, f]).any()]:
        said, of = told.naming.firm(names[f]), members[f]
        rows.append(
            {
                "firm": names[f],
                "name_en": said.en,
                "name_zh": said.zh,
                "plants": len(of),
                "products": ";".join(sorted({plants.bill.products[plants.product[i]] for i in of})),
                "slowed": float(np.isfinite(firsts[:, f]).mean()),
                **ends("lost_cny", lost[:, f] if money else np.array([np.nan])),
                **ends("lost_share", share[:, f]),
                **ends("first_day", firsts[:, f]),
                "basis": "synthetic" if plants.synthetic[of].any() else "inferred",
            }
        )
    return rows


def product_rows(told: Told) -> list[Row]:
    """Return every product that plants make or that is made in house, the hardest hit first."""
    plants, bill = told.plants, told.plants.bill
    lost, base = _losses(told, plants.product.astype(np.int64), len(bill.products))
    listed = np.bincount(plants.product[plants.owner < 0], minlength=len(bill.products))
    series = np.stack([o.by_product for o in told.outcomes])
    rows = []
    for g in np.flatnonzero(base.any(axis=0)).tolist():
        name = told.naming.product(bill.products[g])
        unit = bill.unit_value[g]
        times, slowed, recovered = _times(series[:, :, g])
        rows.append(
            {
                "product": bill.products[g],
                "name_en": name.en,
                "name_zh": name.zh,
                "unit": told.naming.unit(bill.products[g]),
                "plants": int(listed[g]),
                **ends("lost_units", lost[:, g] / unit if unit > 0 else np.array([np.nan])),
                **ends("lost_cny", lost[:, g] if bill.priced[g] else np.array([np.nan])),
                **ends("lost_share", lost[:, g] / np.where(base[:, g] > 0, base[:, g], np.nan)),
                **ends("lowest", series[:, :, g].min(axis=1)),
                **times,
                "slowed": slowed,
                "recovered": recovered,
            }
        )
    return sorted(rows, key=lambda r: -(r["lost_share_mid"] or 0.0))


def _times(series: Floats) -> tuple[Row, float, float | None]:
    """Return times to survive, stop and recover over the draws, (draws, T); shares of draws slowed and recovered."""
    slowed = series < SLOW
    stopped = series < STOPPED
    hit = slowed.any(axis=1)
    survive = np.where(hit, slowed.argmax(axis=1), np.nan)
    stop = np.where(stopped.any(axis=1), stopped.argmax(axis=1), np.nan)
    back = series.shape[1] - slowed[:, ::-1].argmax(axis=1)
    whole = hit & (back < series.shape[1])
    recover = np.where(whole, back, np.nan)
    row = ends("time_to_survive", survive) | ends("time_to_stop", stop) | ends("time_to_recover", recover)
    return row, float(hit.mean()), float(whole.sum() / hit.sum()) if hit.any() else None


def place_rows(told: Told) -> list[Row]:
    """Return the places whose plants lose or gain in any draw, the hardest hit first."""
    plants, bill = told.plants, told.plants.bill
    names, group = _grouped(told, plants.place)
    lost, base = _losses(told, group, len(names))
    money = told.plants.valued
    chosen = np.isin(plants.product, _finished(told)) & (group >= 0)
    units = bill.unit_value[plants.product[chosen]]
    finished = np.stack([_sums(group[chosen], o.lost[chosen] / units, len(names)) for o in told.outcomes])
    counts = np.bincount(group[group >= 0], minlength=len(names))
    order = np.argsort(-lost.mean(axis=0), kind="stable")
    rows = []
    for p in [p for p in order.tolist() if (lost[:, p] != 0).any()]:
        said = told.naming.place(names[p])
        rows.append(
            {
                "place": names[p],
                "name_en": said.en,
                "name_zh": said.zh,
                "plants": int(counts[p]),
                **ends("lost_cny", lost[:, p] if money else np.array([np.nan])),
                **ends("lost_share", lost[:, p] / np.where(base[:, p] > 0, base[:, p], np.nan)),
                **ends("finished_lost", finished[:, p]),
            }
        )
    return rows


def time_rows(told: Told) -> list[Row]:
    """Return the output of each product that changes in any draw, day by day."""
    series = np.stack([o.by_product for o in told.outcomes])
    rows = []
    for g, product in enumerate(told.plants.bill.products):
        of = series[:, :, g]
        if not np.isfinite(of).all() or not (np.abs(of - 1.0) > FELT).any():
            continue
        for begin, last in told.windows():
            day, date = told.day(begin)
            row: Row = {"product": product, "day": day, "date": date}
            rows.append(row | ends("share", of[:, begin : last + 1].mean(axis=1)))
    return rows


def frame_rows(told: Told) -> list[Row]:
    """Return where output is below its base on the days of the map: the mean over the draws."""
    plants = told.plants
    level = np.stack([o.level for o in told.outcomes]).mean(axis=0, dtype=np.float64)
    placed = np.isfinite(plants.lon) & np.isfinite(plants.lat) & (plants.owner < 0)
    felt = np.flatnonzero(placed & (level < 1.0 - 1e-3).any(axis=0))
    lost = np.stack([o.lost for o in told.outcomes]).mean(axis=0)
    felt = np.sort(felt[np.argsort(-lost[felt], kind="stable")][:MAPPED])
    basis = np.where(plants.synthetic, "synthetic", "inferred").tolist()
    rows = []
    for k, step in enumerate(frame_steps(told.span.steps).tolist()):
        day, date = told.day(step)
        for i in felt.tolist():
            row = {
                "day": day,
                "date": date,
                "plant": plants.plant[i],
                "lon": plants.lon[i],
                "lat": plants.lat[i],
            }
            rows.append(row | {"level": float(level[k, i]), "basis": basis[i]})
    return rows
