"""A thin builder of linear programs: blocks of variables and rows with named dimensions, from arrays.

Every dimension is named wherever a block is addressed, and all index arrays of one term broadcast against each other
as numpy arrays do. A term whose row and variable are addressed with different shapes, a dimension that is forgotten
or misspelt, an index out of range: each is an error when the term is added, with the names in the message. Equations
read as they do on paper, and building costs a few numpy calls a family (`docs/decisions/0033-a-thin-builder.md`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from hinterland.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

INF = float("inf")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of variables or of rows: the positions of its members, by dimension.

    Attributes
    ----------
    name
        Of the family (`open`, `capacity`).
    dims
        Names of its dimensions, in order.
    index
        Position in the matrix of each member, shaped like the dimensions.
    """

    name: str
    dims: tuple[str, ...]
    index: Ints

    @property
    def size(self) -> int:
        """Return the number of members."""
        return int(self.index.size)

    def at(self, **where: ArrayLike) -> Ints:
        """Return positions: every dimension by name, index arrays broadcast against each other.

        Raises
        ------
        ModelError
            If a dimension is missing, unknown, or an index is no integer or out of range.
        """
        if set(where) != set(self.dims):
            raise ModelError(
                f"{self.name} has the dimensions {', '.join(self.dims) or 'none'}, "
                f"addressed by {', '.join(where) or 'none'}"
            )
        arrays = [np.asarray(where[dim]) for dim in self.dims]
        for dim, array, length in zip(self.dims, arrays, self.index.shape, strict=True):
            if array.size and not np.issubdtype(array.dtype, np.integer):
                raise ModelError(f"{self.name}: index of {dim} is {array.dtype}, not of integers")
            if array.size and (array.min() < 0 or array.max() >= length):
                raise ModelError(f"{self.name}: index of {dim} runs to {array.max()}, there are {length}")
        try:
            picked = self.index[tuple(a.astype(np.intp) for a in arrays)] if arrays else self.index
        except IndexError as error:
            raise ModelError(f"{self.name}: {error}") from None
        return np.asarray(picked, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Program:
    """A mixed-integer linear program: minimise cost x, low <= x <= high, row_low <= A x <= row_high.

    Attributes
    ----------
    matrix
        A, (rows, variables), by columns.
    cost, low, high
        (variables,).
    integer
        Which variables are whole numbers, (variables,).
    row_low, row_high
        (rows,).
    variables, rows
        Blocks, in order.
    labels
        Labels of each dimension, for names.
    alike
        Of dimensions with members that may be taken together: the group of each in each year, (members, years),
        counted from 0. `inertia/zone` is that of zones in rows of inertia. Several ways to take them together, coarse
        ones first.
    follow
        Of families of flows the family of rows that says where they come from or go to: rows that are added up to
        rid a sum of such a flow.
    parts
        Of dimensions: the part that each member belongs to, counted from 0, as the product that a site's plant makes.
        A part could be planned by itself if the price of all that it shares with others were known.
    """

    matrix: sparse.csc_matrix
    cost: Array
    low: Array
    high: Array
    integer: Bools
    row_low: Array
    row_high: Array
    variables: tuple[Block, ...] = ()
    rows: tuple[Block, ...] = ()
    labels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    alike: tuple[Mapping[str, Ints], ...] = ()
    follow: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, Ints] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[int, int]:
        """Return (rows, variables)."""
        return (len(self.row_low), len(self.cost))

    @property
    def rows_in_blocks(self) -> int:
        """Return the number of rows that belong to blocks; rows that a search adds come after them."""
        return 1 + max((int(b.index.max()) for b in self.rows if b.size), default=-1)

    def family(self, row: int) -> str:
        """Return the family of a row."""
        return next(b.name for b in self.rows if b.size and b.index.flat[0] <= row <= b.index.flat[-1])

    def name_of(self, position: int, *, row: bool = False) -> str:
        """Return the name of a variable or of a row, as `capacity[battery_cell,hefei,2023]`."""
        for block in self.rows if row else self.variables:
            if block.size and block.index.flat[0] <= position <= block.index.flat[-1]:
                at = np.unravel_index(position - int(block.index.flat[0]), block.index.shape or (1,))
                words = [self.label(d, int(i)) for d, i in zip(block.dims, at, strict=False)]
                return f"{block.name}[{','.join(words)}]" if words else block.name
        raise ModelError(f"there is no {'row' if row else 'variable'} {position}")

    def label(self, dim: str, i: int) -> str:
        """Return the label of a member of a dimension, its number where there is none."""
        labels = self.labels.get(dim)
        return str(labels[i]) if labels is not None and i < len(labels) else str(i)

    def violation(self, x: Array, sizes: Array | None = None) -> float:
        """Return by how much x breaks its rows and bounds at most, each against max(1, its size).

        The size of a row is its largest term: 1 vehicle in 10^12 yuan is rounding, 1 vehicle in 2 is not. `sizes` are
        the least that rows are measured against (`hinterland.planning.solve.scale.sizes_of`), (rows,).
        """
        if not len(x):
            return 0.0
        largest = np.ones(len(self.row_low)) if sizes is None else np.maximum(1.0, sizes)
        terms = self.matrix.copy()
        terms.data = np.abs(terms.data * np.repeat(x, np.diff(terms.indptr)))
        if terms.nnz:
            largest = np.maximum(largest, terms.max(axis=1).toarray().ravel())
        value = self.matrix @ x
        beyond = np.maximum(self.row_low - value, value - self.row_high)
        rows = float((np.maximum(beyond, 0.0) / largest).max(initial=0.0))
        outside = np.maximum(self.low - x, x - self.high) / np.maximum(1.0, np.abs(x))
        whole = np.abs(x - np.round(x))[self.integer]
        return max(rows, float(outside.max(initial=0.0)), float(whole.max(initial=0.0)))


def with_rows(program: Program, rows: sparse.spmatrix, low: ArrayLike, high: ArrayLike) -> Program:
    """Return a program with more rows at its end, low <= rows x <= high; they belong to no block."""
    return replace(
        program,
        matrix=sparse.csc_matrix(sparse.vstack([program.matrix, rows], format="csc")),
        row_low=np.append(program.row_low, low),
        row_high=np.append(program.row_high, high),
    )


class Matrix:
    """A linear program in the making.

    Parameters
    ----------
    labels
        Labels of each dimension: their number is its length.
    """

    def __init__(self, labels: Mapping[str, Sequence[str]]) -> None:
        self.labels = dict(labels)
        self._variables: list[Block] = []
        self._rows: list[Block] = []
        self._bounds: dict[str, list[Array]] = {k: [] for k in ("low", "high", "cost", "row_low", "row_high")}
        self._integer: list[Bools] = []
        self._terms: list[tuple[Ints, Ints, Array]] = []
        self.width = 0
        self.height = 0

    def length(self, dim: str) -> int:
        """Return how many members a dimension has."""
        if dim not in self.labels:
            raise ModelError(f"there is no dimension {dim}; there are {', '.join(self.labels)}")
        return len(self.labels[dim])

    def variables(
        self,
        name: str,
        *dims: str,
        low: ArrayLike = 0.0,
        high: ArrayLike = INF,
        cost: ArrayLike = 0.0,
        integer: bool = False,
    ) -> Block:
        """Add a block of variables; bounds and costs broadcast to its dimensions.

        Raises
        ------
        ModelError
            If a bound or a cost does not fit the dimensions, is not a number, or low is above high.
        """
        shape = tuple(self.length(d) for d in dims)
        count = math.prod(shape)
        least, most = (self._fit(name, what, v, shape) for what, v in (("low", low), ("high", high)))
        if (least > most).any():
            raise ModelError(f"{name}: a lower bound is above its upper bound")
        self._bounds["low"].append(least)
        self._bounds["high"].append(most)
        self._bounds["cost"].append(self._fit(name, "cost", cost, shape, finite=True))
        self._integer.append(np.full(count, integer))
        block = Block(name, dims, np.arange(self.width, self.width + count, dtype=np.int64).reshape(shape))
        self.width += count
        self._variables.append(block)
        return block

    def rows(self, name: str, *dims: str, low: ArrayLike = -INF, high: ArrayLike = INF) -> Block:
        """Add a block of rows without terms; their bounds broadcast to its dimensions."""
        shape = tuple(self.length(d) for d in dims)
        count = math.prod(shape)
        self._bounds["row_low"].append(self._fit(name, "low", low, shape))
        self._bounds["row_high"].append(self._fit(name, "high", high, shape))
        block = Block(name, dims, np.arange(self.height, self.height + count, dtype=np.int64).reshape(shape))
        self.height += count
        self._rows.append(block)
        return block

    def add(self, rows: ArrayLike, variables: ArrayLike, coefficient: ArrayLike = 1.0) -> None:
        """Add terms: coefficients of variables in rows, all three broadcast; the same pair twice adds up.

        Raises
        ------
        ModelError
            If the shapes do not go together, or a coefficient is not a finite number.
        """
        try:
            r, v, c = np.broadcast_arrays(rows, variables, np.asarray(coefficient, dtype=np.float64))
        except ValueError:
            shapes = [np.shape(a) for a in (rows, variables, coefficient)]
            raise ModelError(
                f"rows {shapes[0]}, variables {shapes[1]} and coefficients {shapes[2]} do not go together"
            ) from None
        if not np.isfinite(c).all():
            raise ModelError("a coefficient is not a finite number")
        keep = (c != 0).ravel()
        r, v, c = r.ravel()[keep], v.ravel()[keep], c.ravel()[keep]
        if r.size and (min(r.min(), v.min()) < 0 or r.max() >= self.height or v.max() >= self.width):
            raise ModelError("a term is outside the matrix: rows and variables swapped?")
        self._terms.append((r.astype(np.int32), v.astype(np.int32), c))

    def row_block(self, name: str) -> Block:
        """Return a block of rows that is there already, by its name."""
        for block in self._rows:
            if block.name == name:
                return block
        raise ModelError(f"there are no rows {name}")

    def bound(self, rows: Block, low: ArrayLike) -> None:
        """Set the lower bounds of a block of rows that is there already."""
        at = next(i for i, block in enumerate(self._rows) if block is rows)
        shape = rows.index.shape
        self._bounds["row_low"][at] = self._fit(rows.name, "low", low, shape)

    def program(self) -> Program:
        """Return the program as it stands."""
        r, v, c = (
            np.concatenate([t[k] for t in self._terms]) if self._terms else np.zeros(0, dtype=kind)
            for k, kind in ((0, np.int32), (1, np.int32), (2, np.float64))
        )
        matrix = sparse.csc_matrix((c, (r, v)), shape=(self.height, self.width))
        joined: dict[str, Any] = {k: np.concatenate(v) if v else np.zeros(0) for k, v in self._bounds.items()}
        integer = np.concatenate(self._integer) if self._integer else np.zeros(0, dtype=np.bool_)
        return Program(
            matrix=matrix,
            integer=integer,
            variables=tuple(self._variables),
            rows=tuple(self._rows),
            labels=self.labels,
            **joined,
        )

    @staticmethod
    def _fit(
        name: str, what: str, value: ArrayLike, shape: tuple[int, ...], *, finite: bool = False
    ) -> Array:
        array = np.asarray(value, dtype=np.float64)
        try:
            fitted = np.broadcast_to(array, shape).ravel().copy()
        except ValueError:
            raise ModelError(f"{name}: {what} is shaped {array.shape}, its dimensions {shape}") from None
        if np.isnan(fitted).any() or (finite and not np.isfinite(fitted).all()):
            raise ModelError(f"{name}: {what} is not a number somewhere")
        return fitted


def dense(block: Block, x: Array) -> Any:
    """Return the values of a block in a solution, shaped like its dimensions."""
    return x[block.index]


def numbered(rows: Ints) -> Ints:
    """Return a number for each row of an array, the same for equal ones, (rows,)."""
    if not len(rows):
        return np.zeros(0, dtype=np.int64)
    return np.asarray(np.unique(rows, axis=0, return_inverse=True)[1].ravel(), dtype=np.int64)
