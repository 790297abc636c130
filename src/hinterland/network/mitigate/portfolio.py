"""Which measures to take together within a budget: greedily, each step computed with those before it in place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from hinterland.network.mitigate.search import attempt, order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.network.mitigate.evaluate import Ask
    from hinterland.network.mitigate.search import Floats, Scene, Trial
    from hinterland.progress import Progress

TRIES = 4
"""Measures computed anew in full in one step, at most."""
SLACK = 1e-9
"""Share of the budget that rounding may exceed."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a portfolio.

    Attributes
    ----------
    trial
        The measure, computed with those before it in place.
    spent
        Cost of this and all before, CNY, mean over draws.
    """

    trial: Trial
    spent: float


def portfolio(
    scene: Scene, trials: Sequence[Trial], budget: float, steps: int, progress: Progress
) -> list[Step]:
    """Return measures to take, in order.

    Each step takes the measure that lowers risk most per yuan among those that the rest of the budget pays for. What
    a measure lowers depends on those in place: the one that looks best by its last figure is computed anew, over all
    stops, until one stays ahead of the last figures of all others (or `TRIES` were computed).

    Parameters
    ----------
    scene
        The draws before any measure.
    trials
        Measures tried.
    budget
        CNY.
    steps
        How many measures at most.
    progress
        Told how many steps are done.
    """
    left = [trial for trial in trials if np.mean(trial.lowered) > 0]
    taken: list[Step] = []
    spent = 0.0
    while len(taken) < steps:
        ask = partial(progress, len(taken), steps, "portfolio")
        left = [t for t in left if spent + float(np.mean(t.cost)) <= budget * (1 + SLACK)]
        best = _best(scene, left, ask)
        if best is None:
            break
        trial, index = best
        if spent + float(np.mean(trial.cost)) > budget * (1 + SLACK):
            left = [trial if t.measure == trial.measure else t for t in left]
            continue
        left = [t for t in left if t.measure != trial.measure]
        spent += float(np.mean(trial.cost))
        taken.append(Step(trial, spent))
        scene = scene.with_(trial, index)
    return taken


def _best(scene: Scene, left: list[Trial], ask: Ask) -> tuple[Trial, tuple[Floats, ...]] | None:
    """Return the measure that lowers risk most per yuan now; updates the figures of those it computes."""
    found: dict[int, tuple[Trial, tuple[Floats, ...]]] = {}
    prepared = scene.prepare([t.measure for t in left])
    for _ in range(TRIES):
        left.sort(key=order)
        if not left or np.mean(left[0].lowered) <= 0:
            return None
        if id(left[0]) in found:
            return found[id(left[0])]
        trial, index = attempt(scene, prepared, left[0].measure, full=True, ask=ask)
        left[0] = trial
        found[id(trial)] = trial, index
    return min(
        (f for f in found.values() if np.mean(f[0].lowered) > 0), key=lambda f: order(f[0]), default=None
    )
