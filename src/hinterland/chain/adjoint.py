"""Where the value of every firm's output was added, over supply links or an input-output table.

With A = flows / output of the buyer, Leontief's inverse L = (I - A)^-1 says how much of every seller's output one
unit of a buyer's output takes at every tier. The share of origin r in it is v_r' L, v_r the value added per unit of
output of the sellers at r and 0 elsewhere (Leontief 1936; the trade literature calls it value added by origin, Los,
Timmer and de Vries 2016). L is never formed: I - A is factored once, and one solve with its transpose (the adjoint)
gives the shares of one origin in the output of all firms at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph
from scipy.sparse.linalg import splu

from hinterland.errors import StudyError

if TYPE_CHECKING:
    from collections.abc import Sequence

Array: TypeAlias = NDArray[np.float64]

TOLERANCE = 1e-9
"""Room for rounding, as a share of a firm's output."""
NAMED = 5
"""Firms that a message names before it only counts."""


@dataclass(frozen=True, slots=True)
class Adjoint:
    """Value-added shares by origin of a unit of every firm's output.

    Attributes
    ----------
    origins
        Names of the origins, in order of appearance; `rest`, where asked for, is the last.
    shares
        (origins, firms): share of each origin in a unit of each firm's output. With the rest as an origin every
        column sums to 1; without it, to what the firms of the table added themselves.
    """

    origins: tuple[str, ...]
    shares: Array

    @classmethod
    def of(
        cls,
        flows: Any,
        output: Array,
        value_added: Array,
        origins: Sequence[str],
        *,
        rest: str | None = "rest",
        names: Sequence[str] | None = None,
    ) -> Adjoint:
        """Return the shares of a network of firms or sectors.

        Parameters
        ----------
        flows
            (n, n), dense or sparse: what the seller (row) sells to the buyer (column), CNY/yr.
        output
            (n,) output or revenue, CNY/yr.
        value_added
            (n,) value added, CNY/yr.
        origins
            (n,) where each adds its value.
        rest
            Name of the origin of what is neither bought inside the table nor added (imports, the rest of the world,
            an unrecorded remainder); None: it is left out, and the shares do not add up to 1.
        names
            (n,) what messages call the firms.

        Raises
        ------
        StudyError
            If sizes differ, a number is negative or not finite, a firm with purchases has no output, purchases and
            value added exceed its output, or a group of firms only buys from itself and adds nothing.
        """
        names = [str(i) for i in range(len(origins))] if names is None else names
        use, added = _coefficients(flows, output, value_added, names)
        left = 1.0 - np.asarray(use.sum(axis=0)).ravel() - added
        _refuse_excess(left, names)
        left = np.maximum(left, 0.0)
        _refuse_closed(use, added + left, names)
        found = list(dict.fromkeys(origins))
        if rest is not None and rest not in found:
            found.append(rest)
        at = {origin: i for i, origin in enumerate(found)}
        where = np.asarray([at[o] for o in origins], dtype=np.intp)
        columns = np.zeros((len(origins), len(found)))
        columns[np.arange(len(origins)), where] = added
        if rest is not None:
            columns[:, found.index(rest)] += left
        return cls(tuple(found), _solve(use, columns))

    def of_demand(self, demand: Array) -> Array:
        """Return the (origins,) shares in a bundle of outputs: v_r' (I - A)^-1 f / 1'f.

        Raises
        ------
        StudyError
            If the demand is negative or sums to zero.
        """
        demand = np.asarray(demand, dtype=float)
        if not (demand >= 0).all() or demand.sum() <= 0:
            raise StudyError("final demand must be at least 0 and above 0 in total to have an origin")
        return np.asarray(self.shares @ demand / demand.sum())


def _coefficients(
    flows: Any, output: Array, value_added: Array, names: Sequence[str]
) -> tuple[sparse.csc_matrix, Array]:
    """Return A (per unit of the buyer's output) and value added per unit of output."""
    count = len(names)
    matrix = sparse.csc_matrix(flows, dtype=np.float64, copy=True)
    matrix.sum_duplicates()
    output, value_added = np.asarray(output, dtype=float), np.asarray(value_added, dtype=float)
    if matrix.shape != (count, count) or output.shape != (count,) or value_added.shape != (count,):
        raise StudyError(
            f"flows {matrix.shape}, output {output.shape}, value added {value_added.shape} and {count} origins "
            "do not belong together: give n x n flows and n of each"
        )
    for what, numbers in (("flow", matrix.data), ("output", output), ("value added", value_added)):
        if not np.isfinite(numbers).all() or (numbers < 0).any():
            raise StudyError(
                f"every {what} must be a number of at least 0; a table with negative entries has no shares"
            )
    bought = np.asarray(matrix.sum(axis=0)).ravel()
    empty = np.flatnonzero((output <= 0) & (bought + value_added > 0))
    if empty.size:
        raise StudyError(f"no output is given for {_listed(empty, names)}, which buy or add value: give it")
    per_unit = np.divide(1.0, output, out=np.zeros(count), where=output > 0)
    idle = output <= 0  # a firm without output adds nothing to anybody: its own unit is all its own
    added = np.where(idle, 1.0, value_added * per_unit)
    return sparse.csc_matrix(matrix @ sparse.diags(per_unit)), added


def _refuse_excess(left: Array, names: Sequence[str]) -> None:
    over = np.flatnonzero(left < -TOLERANCE)
    if over.size:
        worst = int(over[np.argmin(left[over])])
        raise StudyError(
            f"purchases and value added of {_listed(over, names)} exceed the output; most at {names[worst]}: "
            f"{1 - left[worst]:.4f} of it; raise the output or lower the purchases"
        )


def _refuse_closed(use: sparse.csc_matrix, leak: Array, names: Sequence[str]) -> None:
    """Refuse firms whose value never ends: going from buyer to seller, nobody adds anything.

    With column sums of at most 1, I - A has an inverse exactly where every firm reaches one that adds value.
    """
    count = len(names)
    graph = sparse.csr_matrix(use)  # seller -> buyer
    source = sparse.csr_matrix((leak > TOLERANCE).astype(float))
    grown = sparse.bmat([[graph, None], [source, sparse.csr_matrix((1, 1))]], format="csr")
    seen = csgraph.breadth_first_order(grown, count, directed=True, return_predecessors=False)
    closed = np.setdiff1d(np.arange(count), seen)
    if closed.size:
        raise StudyError(
            f"{_listed(closed, names)} buy all their output is worth from each other and add nothing: the value has "
            "no origin; give value added or imports"
        )


def _solve(use: sparse.csc_matrix, columns: Array) -> Array:
    """Return v_r' (I - A)^-1 for every column v_r: one factorisation, one solve an origin."""
    if not len(columns):
        return np.zeros((columns.shape[1], 0))
    whole = sparse.csc_matrix(sparse.identity(len(columns), format="csc") - use)
    factors = splu(whole)
    solved: Array = np.stack([factors.solve(column, trans="T") for column in columns.T])
    # entries are sums of products of non-negative numbers: below zero is rounding
    return np.maximum(solved, 0.0)


def _listed(which: NDArray[np.intp], names: Sequence[str]) -> str:
    shown = ", ".join(names[i] for i in which[:NAMED])
    more = len(which) - NAMED
    return f"{shown} and {more} more" if more > 0 else shown
