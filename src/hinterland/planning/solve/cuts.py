"""Rows that whole numbers imply: added to the relaxation round by round, they raise its bound (docs/decisions/0043).

They are sought in the program with all that is alike taken together, whose rows are fewer and say the same about how
many plants a product needs; what all plans of that relaxation keep, all plans keep.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hinterland.planning.solve.added import Added, away
from hinterland.planning.solve.near import items
from hinterland.planning.solve.pool import pool
from hinterland.planning.solve.rounding import rounded
from hinterland.planning.solve.rows import Rows
from hinterland.planning.solve.scale import scale
from hinterland.planning.solve.soften import shortfalls

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Ints, Program
    from hinterland.planning.solve.clock import Clock
    from hinterland.planning.solve.rounding import Cut

MOST = 400
"""Rows that are added in a round at most, the deepest ones."""
ROUNDING = 1e-7
"""Share of a row's right side and largest term by which it asks for less than was computed."""


class Cutter:
    """Finds rows that cut off solutions of a program's relaxation; they hold for missed targets, too.

    Parameters
    ----------
    program
        Whose plans must keep them.
    """

    def __init__(self, program: Program) -> None:
        high = program.high.copy()
        high[shortfalls(program)] = np.inf
        inside = program.rows_in_blocks or program.shape[0]
        free = replace(
            program,
            high=high,
            matrix=program.matrix.tocsr()[:inside].tocsc(),
            row_low=program.row_low[:inside],
            row_high=program.row_high[:inside],
        )
        pooled = (
            pool(free, {k: np.zeros_like(v) for k, v in program.alike[-1].items()}) if program.alike else None
        )
        smaller = free if pooled is None else pooled.program
        self._column = np.arange(program.shape[1]) if pooled is None else pooled.column
        scaled = scale(smaller)
        self._unit = scaled.column
        self._width = smaller.shape[1]
        self._added = Added(scaled.program, _items(smaller))

    def found(self, x: Array, clock: Clock) -> Rows:
        """Return rows that a solution of the relaxation does not keep, until the clock has no time left."""
        point = self._added.point(np.bincount(self._column, x, self._width) / self._unit)
        distance = away(point)
        cuts: dict[bytes, Cut] = {}
        for row in self._added.starts(point).tolist():
            if clock.left <= 0:
                break
            for index, value in self._added.sums(row, distance):
                for cut in (rounded(index, value, point), rounded(index, -value, point)):
                    if cut is not None:
                        cuts[
                            cut.index.tobytes() + np.float32(cut.value / np.abs(cut.value).max()).tobytes()
                        ] = cut
        deepest = sorted(cuts.values(), key=lambda c: -c.depth)[:MOST]
        return self._rows([c for c in deepest if np.isfinite(c.most)])

    def _rows(self, cuts: list[Cut]) -> Rows:
        """Return cuts as rows of the program itself, the largest term of each 1."""
        indices, data, ends, most = [], [], [0], []
        for cut in cuts:
            index, value = self._added.without_slacks(cut.index, cut.value)
            value = value / self._unit[index]
            size = float(np.abs(value).max(initial=0.0))
            if size == 0.0:
                continue
            indices.append(index)
            data.append(value / size)
            ends.append(ends[-1] + len(index))
            most.append(cut.most / size + ROUNDING * max(1.0, abs(cut.most / size)))
        if not most:
            return Rows.none(len(self._column))
        matrix = sparse.csr_matrix(
            (np.concatenate(data), np.concatenate(indices), ends), shape=(len(most), self._width)
        )
        return Rows(matrix[:, self._column].tocsr(), np.array(most))


def _items(program: Program) -> Ints:
    """Return the item of each variable, -1 for those that are none, or not between 0 and 1."""
    found = np.full(program.shape[1], -1, dtype=np.int64)
    at = np.flatnonzero(program.integer)
    found[at] = items(program, at)
    found[(program.low != 0) | (program.high != 1)] = -1
    return found
