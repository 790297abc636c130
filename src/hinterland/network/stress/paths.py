"""How a shock reached a plant: from what was short back to who was hit.

A plant slowed by an input blames the supplier that had delivered least of what it ordered, that supplier what slowed
it, and so on back to a plant that was hit itself, to imports or to a lane. A plant slowed by orders blames the buyer
whose fall in output had taken most from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.network.stress.model import NONE, ORDERS, OWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from hinterland.network.plants import Plants
    from hinterland.network.stress.model import Shocked, System, Trace
    from hinterland.network.stress.needs import Needs

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int32]

HIT, IMPORTS, LANE, SUPPLIER, BUYER, RATIONED, CUT = (
    "hit",
    "imports",
    "lane",
    "supplier",
    "buyer",
    "rationed",
    "cut",
)
"""How a hop leads on: to the plant's own shock, to imports, to a lane that carries less, to a supplier, to a buyer
that orders less; `rationed`: a supplier made as much as it could, and others had ordered more; `cut`: a lane carries
less of what buyers order."""
DEEPEST = 40
"""Hops of a path: more would be a circle."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One step back: how, over which product (index, -1: none), to which plant (-1: none)."""

    how: str
    product: int
    plant: int


@dataclass(frozen=True, slots=True)
class Paths:
    """The paths of the plants that were slowed, by plant."""

    hops: Mapping[int, tuple[Hop, ...]]


def paths_of(plants: Plants, needs: Needs, system: System, shocked: Shocked, trace: Trace) -> Paths:
    """Return how the shock reached each listed plant that was slowed."""
    slowed = np.flatnonzero(trace.first >= 0)
    first = {int(i): _blame(needs, system, shocked, (trace, "slowed"), int(i)) for i in slowed}
    orders = [i for i in first if trace.cause[i] == ORDERS]
    first |= _buyers(needs, system, shocked, trace, orders)
    short = {
        int(i): _blame(needs, system, shocked, (trace, "short"), int(i))
        for i in np.flatnonzero(trace.short >= 0)
    }
    return Paths({i: _back(first, short, i) for i in first if plants.owner[i] < 0})


def _blame(needs: Needs, system: System, shocked: Shocked, which: tuple[Trace, str], i: int) -> Hop:
    """Return the first step back from a plant: when it was slowed, or when it was short for the first time."""
    trace, kind = which
    slowed = kind == "slowed"
    cause = int((trace.cause if slowed else trace.short_cause)[i])
    when = int((trace.first if slowed else trace.short)[i])
    if cause == OWN:
        hit = (shocked.left[shocked.plant[i], : when + 1] < 1).any()
        return Hop(HIT if hit else RATIONED, -1, -1)
    if cause in (ORDERS, NONE):
        return Hop(BUYER, -1, -1)
    link, product = int((trace.culprit if slowed else trace.short_culprit)[i]), int(needs.input[cause])
    if link < 0:
        return Hop(IMPORTS, product, -1)
    supplier = int(system.supplier[link])
    if 0 <= trace.short[supplier] <= when:
        return Hop(SUPPLIER, product, supplier)
    lane = (shocked.left[shocked.lane[link], : when + 1] < 1).any()
    return Hop(LANE if lane else RATIONED, product, supplier)


def _buyers(
    needs: Needs, system: System, shocked: Shocked, trace: Trace, plants: list[int]
) -> dict[int, Hop]:
    """Return for plants whose orders fell the buyer that had taken most away by then, and what it buys."""
    if not plants:
        return {}
    order = np.argsort(system.supplier, kind="stable")
    starts = np.searchsorted(system.supplier[order], np.arange(len(system.base) + 1))
    demand = np.repeat(np.arange(len(needs)), np.diff(system.link))
    found = {}
    for i in plants:
        links = order[starts[i] : starts[i + 1]]
        if not links.size:
            continue
        buyers, when = needs.buyer[demand[links]], int(trace.first[i])
        safe = np.where(system.base[buyers] > 0, system.base[buyers], 1.0)
        fell = 1.0 - trace.made[: when + 1][:, buyers].min(axis=0) / safe
        lane = 1.0 - shocked.left[shocked.lane[links], : when + 1].min(axis=1)
        size = needs.value[demand[links]] * system.share[links]
        worst = int((size * np.maximum(fell, lane)).argmax())
        how = CUT if lane[worst] > fell[worst] else BUYER
        if max(fell[worst], lane[worst]) > 0:
            found[i] = Hop(how, int(needs.input[demand[links[worst]]]), int(buyers[worst]))
    return found


def _back(first: Mapping[int, Hop], short: Mapping[int, Hop], i: int) -> tuple[Hop, ...]:
    """Return the hops from a plant back to where the shock began.

    Buyers lead on by what slowed them, suppliers by what made them deliver less than was asked.
    """
    hops: list[Hop] = []
    seen = {i}
    hop = first.get(i)
    while hop is not None and len(hops) < DEEPEST:
        hops.append(hop)
        if hop.how not in (SUPPLIER, BUYER) or hop.plant < 0 or hop.plant in seen:
            break
        seen.add(hop.plant)
        hop = (short if hop.how == SUPPLIER else first).get(hop.plant)
    return tuple(hops)
