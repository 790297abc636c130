"""What one draw's run comes to, reduced to what is told: series, losses, times, paths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.network.stress.model import STOPPED
from hinterland.network.stress.paths import Paths, paths_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hinterland.network.plants import Plants
    from hinterland.network.stress.model import Shocked, System, Trace
    from hinterland.network.stress.needs import Needs

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int32]

FRAMES = 40
"""Most frames of the map."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One draw; values a step as in the system.

    Attributes
    ----------
    base
        Value that each plant makes in a step before the shock, (n,).
    lost
        Value that each plant makes less over all steps, net of what it makes more later, (n,).
    by_product
        Output of each product's listed plants (and makers in house) as a share of its base, (T, P); NaN: none made.
    whole
        Output of all plants as a share of the base, (T,).
    first
        First step in which a plant is slowed, (n,); -1: never.
    stopped
        First step in which it makes next to nothing, (n,); -1: never.
    level
        Output as a share of the base in some steps, (frames, n), float32.
    paths
        What slowed each plant.
    links, inferred, exceeded
        Links; those inferred; listed plants of which links take more than their size.
    """

    base: Floats
    lost: Floats
    by_product: Floats
    whole: Floats
    first: Ints
    stopped: Ints
    level: NDArray[np.float32]
    paths: Paths
    links: int
    inferred: int
    exceeded: int


def frame_steps(steps: int) -> NDArray[np.int64]:
    """Return the steps that the map shows."""
    return np.unique(np.linspace(0, steps - 1, min(steps, FRAMES)).round().astype(np.int64))


def outcome_of(
    plants: Plants, needs: Needs, run: tuple[System, Shocked, Trace], counts: tuple[int, int, int]
) -> Outcome:
    """Return what a run comes to; `counts` are links, inferred ones, and plants whose size links exceed."""
    system, shocked, trace = run
    made, base = trace.made, system.base
    steps, products = len(made), len(plants.bill.products)
    by_product = np.zeros((steps, products))
    order = np.argsort(system.product, kind="stable")
    bounds = np.searchsorted(system.product[order], np.arange(products + 1))
    for g in range(products):
        of = order[bounds[g] : bounds[g + 1]]
        whole = base[of].sum()
        by_product[:, g] = made[:, of].sum(axis=1) / whole if whole > 0 else np.nan
    safe = np.where(base > 0, base, 1.0)
    level = np.where(base > 0, made / safe, 1.0)
    listed = plants.owner < 0
    stopped = level < STOPPED
    everything = base[listed].sum()
    return Outcome(
        base=base,
        lost=base * steps - made.sum(axis=0),
        by_product=by_product,
        whole=made[:, listed].sum(axis=1) / everything if everything > 0 else np.ones(steps),
        first=trace.first,
        stopped=np.where(stopped.any(axis=0), stopped.argmax(axis=0), -1).astype(np.int32),
        level=level[frame_steps(steps)].astype(np.float32),
        paths=paths_of(plants, needs, system, shocked, trace),
        links=counts[0],
        inferred=counts[1],
        exceeded=counts[2],
    )
