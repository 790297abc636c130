"""A model with some of its decisions taken: candidates that must or must not come, a first year in which nobody does.

Only bounds differ from the model that is given: positions stay, so that plans and bases of one fit the other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.planning.matrix import Array, Block, Ints
    from hinterland.planning.model.build import Model


def row_block(model: Model, name: str) -> Block:
    """Return a block of rows by its name.

    Raises
    ------
    KeyError
        If the model has none.
    """
    for block in model.program.rows:
        if block.name == name:
            return block
    raise KeyError(name)


def sites_of(model: Model, candidate: int) -> Ints:
    """Return the sites of a candidate."""
    return np.flatnonzero(model.problem.candidates.site_candidate == candidate)


def openings_of(model: Model, candidate: int) -> Ints:
    """Return the positions of a candidate's openings, (sites, years)."""
    return model.made.opened.index[sites_of(model, candidate)]


def with_bounds(
    model: Model,
    *,
    low: Array | None = None,
    high: Array | None = None,
    row_low: Array | None = None,
    row_high: Array | None = None,
) -> Model:
    """Return the model with other bounds; those that are not given stay."""
    p = model.program
    program = replace(
        p,
        low=p.low if low is None else low,
        high=p.high if high is None else high,
        row_low=p.row_low if row_low is None else row_low,
        row_high=p.row_high if row_high is None else row_high,
    )
    return replace(model, program=program)


def banned(model: Model, candidates: Sequence[int]) -> Model:
    """Return the model in which some candidates do not come."""
    high = model.program.high.copy()
    for candidate in candidates:
        high[openings_of(model, candidate)] = 0.0
    return with_bounds(model, high=high)


def forced(model: Model, candidates: Sequence[int]) -> Model:
    """Return the model in which some candidates come, wherever and whenever: their sums of x are 1."""
    row_low = model.program.row_low.copy()
    row_low[row_block(model, "once").index[np.asarray(candidates, dtype=np.int64)]] = 1.0
    return with_bounds(model, row_low=row_low)


def idle_until(model: Model, year: int) -> Model:
    """Return the model in which nothing is decided before a year: no opening, expansion, attraction."""
    high = model.program.high.copy()
    for block in (model.made.opened, model.made.expand, model.made.attract):
        high[block.index[..., :year]] = 0.0
    return with_bounds(model, high=high)


def held(model: Model, x: Array) -> Model:
    """Return the model with the decisions of a plan: what runs, and who pays, stays free."""
    low, high = model.program.low.copy(), model.program.high.copy()
    low[model.made.opened.index] = high[model.made.opened.index] = np.round(x[model.made.opened.index])
    for block in (model.made.expand, model.made.attract):
        low[block.index] = high[block.index] = np.clip(x[block.index], low[block.index], high[block.index])
    return with_bounds(model, low=low, high=high)
