"""Rows beside those of a program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hinterland.planning.matrix import with_rows

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Bools, Program


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows beside those of a program: matrix x <= most."""

    matrix: sparse.csr_matrix
    most: Array

    @classmethod
    def none(cls, width: int) -> Rows:
        """Return no rows for a program of so many variables."""
        return cls(sparse.csr_matrix((0, width)), np.zeros(0))

    def __len__(self) -> int:
        return len(self.most)

    def only(self, keep: Bools) -> Rows:
        """Return some of them."""
        return Rows(self.matrix[keep], self.most[keep])

    def and_(self, other: Rows) -> Rows:
        """Return both."""
        return Rows(
            sparse.vstack([self.matrix, other.matrix], format="csr"), np.append(self.most, other.most)
        )

    def scaled(self, column: Array) -> Rows:
        """Return them for variables in other units, x = column x', the largest term of each 1."""
        matrix = (self.matrix @ sparse.diags(column)).tocsr()
        size = abs(matrix).max(axis=1).toarray().ravel() if len(self) else np.zeros(0)
        return Rows((sparse.diags(1.0 / size) @ matrix).tocsr(), self.most / size) if len(self) else self

    def of(self, program: Program) -> Program:
        """Return a program with these rows at its end; they belong to no block."""
        if not len(self):
            return program
        return with_rows(program, self.matrix, np.full(len(self), -np.inf), self.most)
