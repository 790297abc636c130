"""A plan of one problem carried over to another: what both have of the same name keeps its value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.solve.ladder import solve

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hinterland.planning.matrix import Array, Ints
    from hinterland.planning.model.build import Model
    from hinterland.planning.solve.answer import Answer, Limits, Step


def transfer(old: Model, x: Array, new: Model) -> Array:
    """Return a start for the new model: variables whose family and labels are the same have the old plan's values.

    A candidate that the new model does not have, or not at that park, is left out; values are cut to their bounds.

    Parameters
    ----------
    old, x
        A model and a solution of it.
    new
        The other model.
    """
    start = np.zeros(new.program.shape[1])
    before = {(b.name, b.dims): b for b in old.program.variables}
    places: dict[str, tuple[Ints, Ints]] = {}
    for block in new.program.variables:
        past = before.get((block.name, block.dims))
        if past is None:
            continue
        for dim in block.dims:
            if dim not in places:
                places[dim] = _common(old.program.labels[dim], new.program.labels[dim])
        if not block.dims:
            start[block.index] = x[past.index]
            continue
        there = np.ix_(*(places[d][1] for d in block.dims))
        start[block.index[there]] = x[past.index[np.ix_(*(places[d][0] for d in block.dims))]]
    return np.clip(start, new.program.low, new.program.high)


def _common(old: Sequence[str], new: Sequence[str]) -> tuple[Ints, Ints]:
    """Return where labels that both have stand in each; of a label that comes twice, the first go with the first."""
    at: dict[str, list[int]] = {}
    for i, label in reversed(list(enumerate(old))):
        at.setdefault(label, []).append(i)
    pairs = [(at[label].pop(), i) for i, label in enumerate(new) if at.get(label)]
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def replan(
    old: Model,
    x: Array | None,
    new: Model,
    limits: Limits | None = None,
    *,
    watch: Callable[[Step], None] | None = None,
) -> Answer:
    """Return the plan of the new model, begun from the plan of the old one."""
    start = None if x is None else transfer(old, x, new)
    return solve(new.program, limits, watch=watch, start=start)
