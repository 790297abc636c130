"""A system run through a shock, from its steady state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.network.stress import kernel
from hinterland.network.stress.model import NONE, Rules, State, Trace

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.network.stress.model import Shocked, System

CHUNK = 25
"""Steps between two looks at whether the user has cancelled."""


def steady(system: System, rules: Rules) -> State:
    """Return the state in which nothing changes: stocks full, orders as use."""
    plants, demands, links = len(system.base), len(system.input), len(system.supplier)
    buyer = np.repeat(np.arange(plants), np.diff(system.demand))
    use = system.rate * system.base[buyer]
    products = 1 + int(max(system.product.max(initial=0), system.input.max(initial=0)))
    return State(
        stock=use * system.cover,
        order=use.copy(),
        spot=np.zeros(demands),
        unserved=np.zeros(demands, np.int32),
        transit=np.tile(use, (rules.lag, 1)),
        asked=np.zeros(plants),
        fill=np.ones(plants),
        fill_final=np.ones(plants),
        room=np.zeros(plants),
        bind=np.full(plants, NONE, np.int32),
        aim=np.zeros(plants),
        wanted=np.zeros(products),
        spare=np.zeros(products),
        lack=np.zeros(links),
        lack_outside=np.zeros(demands),
    )


def blank(system: System, steps: int) -> Trace:
    """Return an empty record of a run."""
    plants, demands = len(system.base), len(system.input)
    return Trace(
        made=np.zeros((steps, plants)),
        first=np.full(plants, -1, np.int32),
        cause=np.full(plants, NONE, np.int32),
        culprit=np.full(plants, -1, np.int32),
        short=np.full(plants, -1, np.int32),
        short_cause=np.full(plants, NONE, np.int32),
        short_culprit=np.full(plants, -1, np.int32),
        received=np.zeros(demands),
        used=np.zeros(demands),
        sold=np.zeros(plants),
        between=np.zeros(plants),
    )


def simulate(
    system: System, shocked: Shocked, rules: Rules, *, tick: Callable[[], None] | None = None
) -> tuple[Trace, State]:
    """Run a system through a shock.

    Parameters
    ----------
    system
        The steady state before the shock.
    shocked
        What is left of capacities; its profiles say how many steps are taken.
    rules
        How plants behave.
    tick
        Called now and then; raises to cancel.

    Returns
    -------
    Trace, State
        What happened, and how it stands at the end.
    """
    kinds = (float, float, bool, int, int, bool)  # one signature for the compiler, whatever a caller writes
    rules = Rules(*(kind(value) for kind, value in zip(kinds, rules, strict=True)))
    steps = shocked.left.shape[1]
    state, trace = steady(system, rules), blank(system, steps)
    for begin in range(0, steps, CHUNK):
        if tick is not None:
            tick()
        kernel.advance(system, shocked, rules, state, trace, (begin, min(steps, begin + CHUNK)))
    return trace, state
