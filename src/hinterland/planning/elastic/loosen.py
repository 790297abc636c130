"""A program whose limits can be passed and whose targets can be missed, with what each costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hinterland.planning.elastic.found import Give
from hinterland.planning.elastic.words import family, place
from hinterland.planning.model.extend import with_columns
from hinterland.planning.prices.reach import idle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.planning.matrix import Array, Block, Ints, Program
    from hinterland.planning.model.build import Model

SEEN = 1e-6
"""Share of a limit below which a slack is rounding."""
BLOCKS = {"supply": "far", "market": "sold"}
"""Families whose limits bound the variables of a block as well."""


@dataclass(frozen=True, slots=True)
class Loose:
    """A loosened program: its last variables are by what share limits are passed, then targets missed.

    Attributes
    ----------
    program
        With those variables, and no cost.
    rows, slacks, sizes
        Rows of limits, positions of their variables, and what 100 percent of each is, (limits,).
    targets, shorts, wholes
        Positions of hard targets in the problem, of their variables, and what 100 percent of each was taken for,
        (hard targets,): level x denominator as things run without a plan.
    """

    model: Model
    program: Program
    rows: Ints
    slacks: Ints
    sizes: Array
    targets: Ints
    shorts: Ints
    wholes: Array

    def shares(self, x: Array) -> Array:
        """Return by what share of its level each hard target is missed in x, whose denominator x decides."""
        return np.asarray(x[self.shorts] * self.wholes / whole(self.model, self.targets, x))

    def bounds(self, *, limits: bool, targets: bool) -> Array:
        """Return upper bounds of the variables with limits, with targets free to give, or both."""
        high = self.program.high.copy()
        if not limits:
            high[self.slacks] = 0.0
        if not targets:
            high[self.shorts] = 0.0
        return high

    def gives(self, x: Array) -> tuple[Give, ...]:
        """Return what gives in a solution."""
        found = []
        years = self.model.problem.names.years
        for row, slack, size in zip(self.rows, self.slacks, self.sizes, strict=True):
            if x[slack] > SEEN:
                found.append(self._give(int(row), float(x[slack] * size), float(x[slack]), years))
        for i, share in zip(self.targets, self.shares(x), strict=True):
            if share > SEEN:
                row = self.model.targets[i]
                give = self._give(row.row, float(share * row.target.level), float(share), years)
                found.append(replace(give, year=years[row.target.year]))
        return tuple(found)

    def _give(self, row: int, by: float, share: float, years: Sequence[int]) -> Give:
        name, where = place(self.program, row)
        year = years[where["year"]] if "year" in where else None
        return Give(name, row, where, self.model.program.name_of(row, row=True), year, by, share)


def whole(model: Model, targets: Ints, x: Array | None) -> Array:
    """Return what 100 percent of targets is in units of their shortfall: level x denominator in x."""
    found = []
    for i in targets:
        row = model.targets[i]
        below = row.denominator.constant if x is None else row.denominator.value(x)
        found.append(abs(row.target.level * below) or abs(below) or 1.0)
    return np.array(found)


def loosen(model: Model, families: Sequence[str]) -> Loose:
    """Return the program whose limits of some families can be passed, and whose hard targets can be missed.

    What is missing is counted in shares, so that yuan, hectares and single plants meet in numbers near 1.
    """
    program = model.program
    rows, signs, sizes = _limits(model, families)
    hard = np.array([i for i, r in enumerate(model.targets) if r.target.hard], dtype=np.int64)
    runs = idle(model)
    wholes = whole(model, hard, None if runs is None else runs[1])
    high = program.high.copy()
    for name, variables in BLOCKS.items():
        if name in families:
            for block in program.variables:
                if family(block.name) == variables:
                    high[block.index] = np.inf
    loose = replace(program, high=high, cost=np.zeros_like(program.cost))
    passed = sparse.csc_matrix(
        (signs * sizes, (rows, np.arange(len(rows)))), shape=(program.shape[0], len(rows))
    )
    loose, slacks = with_columns(loose, "passed", passed)
    missed = program.matrix[:, [model.targets[i].short for i in hard]] @ sparse.diags(wholes)
    loose, shorts = with_columns(loose, "missed", sparse.csc_matrix(missed))
    return Loose(model, loose, rows, slacks, sizes, hard, shorts, wholes)


def _limits(model: Model, families: Sequence[str]) -> tuple[Ints, Array, Array]:
    """Return rows of limits, the sign of what loosens them, and what 100 percent of each is."""
    program = model.program
    rows, signs, sizes = [np.zeros(0, dtype=np.int64)], [np.zeros(0)], [np.zeros(0)]
    filled = np.bincount(program.matrix.indices, minlength=program.shape[0]) > 0
    need = needed(model)
    for block in program.rows:
        if family(block.name) not in families:
            continue
        index = block.index.ravel()
        low, high = program.row_low[index], program.row_high[index]
        limited = np.isfinite(low) | np.isfinite(high)
        limited &= filled[index] | (low > 0) | (high < 0)
        rows.append(index[limited])
        signs.append(np.where(np.isfinite(high), -1.0, 1.0)[limited])
        sizes.append(_sizes(block, np.where(np.isfinite(high), high, low), need)[limited])
    return np.concatenate(rows), np.concatenate(signs), np.concatenate(sizes)


def needed(model: Model) -> Array:
    """Return about how much of each product zones need in a year, (products, zones): their plants, and demand.

    Through the bill of materials, from what users could make today to what they take; where a zone needs nothing,
    what others need on average.
    """
    market, t = model.problem.market, model.problem.technology
    base, wanted = market.base.max(axis=2), market.demand.max(axis=2)
    need = wanted.copy()
    for _ in range(len(base)):
        taken = wanted.copy()
        users = np.maximum(base, need)[t.output[t.process]]
        np.add.at(taken, t.product, t.quantity[:, None] * users)
        if np.allclose(taken, need, rtol=1e-6):
            break
        need = taken
    need = np.maximum(need, base)
    count = (need > 0).sum(axis=1, keepdims=True)
    usual = need.sum(axis=1, keepdims=True) / np.maximum(count, 1)
    return np.asarray(np.where(need > 0, need, np.where(usual > 0, usual, 1.0)))


def _sizes(block: Block, limit: Array, need: Array) -> Array:
    """Return what 100 percent of each limit is: the limit; where it is 0 what is needed, or usual in its family.

    Of inertia, whose limit is what was bought the year before, it is what is needed.
    """
    sizes = np.abs(np.where(np.isfinite(limit), limit, 0.0))
    if "product" in block.dims:
        each = need[:, :, None] if "zone" in block.dims else need.sum(axis=1)[:, None]
        usual = np.broadcast_to(each, block.index.shape).ravel()
    else:
        usual = np.full(len(sizes), sizes[sizes > 0].mean() if (sizes > 0).any() else 1.0)
    if family(block.name) == "inertia":
        return np.asarray(np.maximum(sizes, usual))
    return np.asarray(np.where(sizes > 0, sizes, usual))
