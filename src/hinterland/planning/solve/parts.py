"""Parts of a program that can nearly be planned by themselves, as all plants of one product, and their order."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scipy import sparse

    from hinterland.planning.matrix import Array, Block, Ints, Program
    from hinterland.planning.solve.narrow import Narrow


class Parts:
    """Which variables and which rows of a narrowed program belong to which part, -1 for those that several share.

    Parameters
    ----------
    program
        The large program, whose blocks say what belongs together.
    inside
        The narrowed one.

    Attributes
    ----------
    variables, rows
        Positions of the variables and of the rows of each part.
    shared
        Positions of rows that are of no part.
    after
        The parts that come after each: those with a row in which it stands, as what it uses.
    """

    def __init__(self, program: Program, inside: Narrow) -> None:
        of = _of_blocks(program.variables, program.parts, program.shape[1])[inside.column]
        of_row = np.full(len(inside.row), -1, dtype=np.int64)
        known = inside.row < program.shape[0]  # cuts come after them
        of_row[known] = _of_blocks(program.rows, program.parts, program.shape[0])[inside.row[known]]
        matrix = inside.program.matrix.tocsr()
        of_row = _alone(matrix, of, of_row)
        count = 1 + int(of.max(initial=-1))
        self.variables = [np.flatnonzero(of == k) for k in range(count)]
        self.rows = [np.flatnonzero(of_row == k) for k in range(count)]
        self.shared = np.flatnonzero(of_row < 0)
        self.after = _after(matrix, of, of_row, count)


def _of_blocks(blocks: tuple[Block, ...], parts: Mapping[str, Ints], count: int) -> Ints:
    """Return the part of every position: that of its member of the first dimension that has parts."""
    found = np.full(count, -1, dtype=np.int64)
    for block in blocks:
        dim = next((i for i, d in enumerate(block.dims) if d in parts), None)
        if dim is not None and block.size:
            shape = [-1 if i == dim else 1 for i in range(block.index.ndim)]
            found[block.index] = np.broadcast_to(parts[block.dims[dim]].reshape(shape), block.index.shape)
    return found


def _alone(matrix: sparse.csr_matrix, of: Ints, of_row: Ints) -> Ints:
    """Return the part of each row; one without, whose terms are all of one part, belongs to it."""
    found = of_row.copy()
    for i in np.flatnonzero((of_row < 0) & (np.diff(matrix.indptr) > 0)).tolist():
        parts = of[matrix.indices[matrix.indptr[i] : matrix.indptr[i + 1]]]
        if (parts == parts[0]).all():
            found[i] = parts[0]
    return found


def _after(matrix: sparse.csr_matrix, of: Ints, of_row: Ints, count: int) -> list[set[int]]:
    terms = matrix.tocoo()
    one, other = of[terms.col], of_row[terms.row]
    joins = (one >= 0) & (other >= 0) & (one != other)
    found: list[set[int]] = [set() for _ in range(count)]
    for a, b in np.unique(np.stack([one[joins], other[joins]]), axis=1).T.tolist():
        found[a].add(b)
    return found


def in_order(after: list[set[int]], value: Array) -> list[int]:
    """Return parts, each before those that come after it, the dearest first where that leaves a choice.

    Where they go round in a circle, the dearest of those that are left breaks it.
    """
    waits = np.bincount(np.array([b for bs in after for b in bs], dtype=np.int64), minlength=len(after))
    ready = [(-value[k], k) for k in range(len(after)) if not waits[k]]
    heapq.heapify(ready)
    left = set(range(len(after)))
    found: list[int] = []
    while left:
        k = heapq.heappop(ready)[1] if ready else min(left, key=lambda k: (-value[k], k))
        if k not in left:  # it broke a circle
            continue
        left.remove(k)
        found.append(k)
        for b in after[k]:
            waits[b] -= 1
            if not waits[b]:
                heapq.heappush(ready, (-value[b], b))
    return found


def groups(order: list[int], value: Array, share: float) -> list[list[int]]:
    """Return parts in groups, in order; each ends with the part that makes it worth more than a share of all."""
    enough, worth = share * float(value.sum()), 0.0
    found: list[list[int]] = [[]]
    for k in order:
        found[-1].append(k)
        worth += float(value[k])
        if worth > enough:
            found.append([])
            worth = 0.0
    return [group for group in found if group]
