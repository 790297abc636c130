"""Neighbourhoods of a plan: which whole numbers may change while all others stay as they are.

What belongs together is read off the program: two openings that have a term in the same row of land are in one park,
in the same row of capacity in one product and zone, and so on. No case is known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Block, Bools, Ints, Program

FAMILIES = 12
"""Most kinds of neighbourhoods that are taken from rows."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """Groups of whole numbers, one division a kind: `land.park` -> group of each integer variable, -1 for none."""

    at: Ints
    groups: dict[str, Ints]


def kinds(program: Program) -> Kinds:
    """Return the divisions of the whole numbers that blocks and rows make."""
    at = np.flatnonzero(program.integer)
    groups: dict[str, Ints] = {}
    for block in program.variables:
        inside = np.isin(at, block.index)
        if inside.any() and block.size > 1:
            _divide(groups, block, np.where(inside, at, -1))
    matrix = program.matrix[:, at].tocsc()
    column = np.repeat(np.arange(len(at)), np.diff(matrix.indptr))
    for block in program.rows:
        if not block.size or not block.dims:  # a row by itself divides nothing
            continue
        first, last = int(block.index.flat[0]), int(block.index.flat[-1])
        hit = (matrix.indices >= first) & (matrix.indices <= last)
        if hit.sum() < 2:
            continue
        row = np.full(len(at), -1)
        row[column[hit][::-1]] = matrix.indices[hit][::-1]  # the first row that each has a term in
        _divide(groups, block, row)
    useful = {k: g for k, g in groups.items() if 1 < len(np.unique(g[g >= 0])) < len(at)}
    return Kinds(at, dict(list(useful.items())[:FAMILIES]))


def _divide(groups: dict[str, Ints], block: Block, member: Ints) -> None:
    """Add a division by each dimension of a block; the same one twice is kept once."""
    there = member >= 0
    where = np.unravel_index(np.where(there, member - block.index.flat[0], 0), block.index.shape)
    for dim, index in zip(block.dims, where, strict=True):
        group = np.where(there, index, -1)
        if not any(np.array_equal(group, other) for other in groups.values()):
            groups[f"{block.name}.{dim}"] = group


def by_group(r: np.random.Generator, group: Ints, core: Bools, size: int) -> Bools:
    """Return the members of some groups, as many as make about `size` members of the core."""
    free = np.zeros(len(group), dtype=np.bool_)
    for g in r.permutation(np.unique(group[core & (group >= 0)])):
        more = core & (group == g)
        if free.any() and (free | more).sum() > size:
            break
        free |= more
    return _cut(r, free, size)


def differing(r: np.random.Generator, one: Array, other: Array, core: Bools, size: int) -> Bools:
    """Return members where two solutions differ, and some more of the core by chance."""
    free = _cut(r, core & (np.abs(one - other) > 0.1), size)
    rest = np.flatnonzero(core & ~free)
    more = r.choice(rest, min(len(rest), max(0, size // 2 - int(free.sum()))), replace=False)
    free[more] = True
    return free


def cheapest(r: np.random.Generator, reduced: Array, core: Bools, size: int) -> Bools:
    """Return members that the relaxation likes best, a little by chance."""
    rank = np.argsort(np.abs(reduced) * r.uniform(0.5, 1.5, len(reduced)), kind="stable")
    free = np.zeros(len(reduced), dtype=np.bool_)
    free[rank[core[rank]][:size]] = True
    return free


def _cut(r: np.random.Generator, free: Bools, size: int) -> Bools:
    at = np.flatnonzero(free)
    if len(at) > size:
        free = np.zeros_like(free)
        free[r.choice(at, size, replace=False)] = True
    return free
