"""A smaller program beside a large one: members of a dimension that count alike are taken together.

Zones that every target counts alike differ only in how parts move between them. Taken together they leave a program a
fifth the size whose optimum is seldom lower by more than a few parts in 100,000: it is a relaxation, so its bound
holds, and its plans are good ones of the whole program, which then finds flows for them (`docs/decisions/0041`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hinterland.planning.matrix import numbered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.planning.matrix import Array, Block, Bools, Ints, Program

EQUAL = 1e-12
"""Relative difference of two coefficients that counts as none."""
LEAST = 0.99
"""Share of the variables of a program that its pooled one may have at most to be worth it."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """A program with members taken together.

    Attributes
    ----------
    program
        The smaller one; its whole numbers are those of the large one, in the same order.
    column, row
        Where each variable and each row of the large program went, (variables,) and (rows,).
    """

    program: Program
    column: Ints
    row: Ints


def pool(program: Program, alike: Mapping[str, Ints]) -> Pooled | None:
    """Return the program with alike members taken together, None where that makes it little smaller.

    Rows of a group are added up, so are the bounds of its variables; a variable of the result is the sum of theirs. A
    coefficient that differs within a group is the one that asks for least: the result is a relaxation.
    """
    merge = _mergeable(program)
    column, variables = _groups(program.variables, alike, merge)
    row, rows = _groups(program.rows, alike, np.ones(program.shape[0], dtype=np.bool_))
    width, height = sum(b.size for b in variables), sum(b.size for b in rows)
    if width > LEAST * program.shape[1]:
        return None
    used = np.diff(program.matrix.tocsr().indptr) > 0  # a row without terms asks for nothing
    row_low = _sums(row[used], program.row_low[used], height)
    row_high = _sums(row[used], program.row_high[used], height)
    matrix, torn = _joined(program, column, row, (height, width), ~np.isfinite(row_low))
    row_high[torn] = np.inf
    cost = np.full(width, np.inf)
    np.minimum.at(cost, column, program.cost)
    cost[np.isinf(cost)] = 0.0  # a group without members
    integer = np.zeros(width, dtype=np.bool_)
    integer[column] = program.integer
    smaller = replace(
        program,
        matrix=matrix,
        cost=cost,
        low=_sums(column, program.low, width),
        high=_sums(column, program.high, width),
        integer=integer,
        row_low=row_low,
        row_high=row_high,
        variables=variables,
        rows=rows,
        alike=({dim: np.zeros_like(groups) for dim, groups in alike.items()},),
    )
    return Pooled(smaller, column, row)


def _sums(group: Ints, values: Array, count: int) -> Array:
    return np.asarray(np.bincount(group, values, count), dtype=np.float64)


def _mergeable(program: Program) -> Bools:
    """Return which variables may be added up: those that are no whole numbers and not below 0."""
    may = ~program.integer & (program.low >= 0)
    for block in program.variables:
        at = block.index.ravel()
        may[at] = may[at].all()
    return np.asarray(may)


def _groups(
    blocks: tuple[Block, ...], alike: Mapping[str, Ints], merge: Bools
) -> tuple[Ints, tuple[Block, ...]]:
    """Return the group of every position, and the blocks of groups; some groups of a block may have no member."""
    group = np.full(len(merge), -1, dtype=np.int64)
    found, start = [], 0
    for block in blocks:
        shape, at = block.index.shape, list(np.indices(block.index.shape))
        if merge[block.index].all():
            years = at[block.dims.index("year")] if "year" in block.dims else None
            for i, dim in enumerate(block.dims):
                groups = _alike(alike, block, dim)
                if groups is not None:
                    at[i] = numbered(groups)[at[i]] if years is None else groups[at[i], years]
            shape = tuple(int(i.max(initial=-1)) + 1 for i in at)
        size = int(np.prod(shape, dtype=np.int64))
        inside = (
            np.ravel_multi_index(tuple(at), shape) if shape and size else np.zeros(block.index.shape, int)
        )
        group[block.index] = start + inside
        found.append(replace(block, index=np.arange(start, start + size, dtype=np.int64).reshape(shape)))
        start += size
    return group, tuple(found)


def _alike(alike: Mapping[str, Ints], block: Block, dim: str) -> Ints | None:
    """Return the groups of a dimension in a block, (members, years); some blocks have groups of their own."""
    for name, groups in alike.items():
        family, _, of = name.rpartition("/")
        if family and of == dim and block.name.startswith(family):
            return groups
    return alike.get(dim)


def _joined(
    program: Program, column: Ints, row: Ints, shape: tuple[int, int], only_high: Bools
) -> tuple[sparse.csc_matrix, Bools]:
    """Return the coefficients of groups, and which rows hold from below only because theirs differ."""
    height = shape[0]
    adding = sparse.csr_matrix((np.ones(len(row)), (row, np.arange(len(row)))), shape=(height, len(row)))
    terms = (adding @ program.matrix).tocoo()
    key = terms.row.astype(np.int64) * shape[1] + column[terms.col]
    order = np.argsort(key, kind="stable")
    keys, first = np.unique(key[order], return_index=True)
    data = terms.data[order]
    least, most = np.minimum.reduceat(data, first), np.maximum.reduceat(data, first)
    at, of = keys // shape[1], keys % shape[1]
    members = np.diff(np.append(first, len(data)))
    lacking = members < np.bincount(column, minlength=shape[1])[of]
    least, most = (
        np.where(lacking, np.minimum(least, 0.0), least),
        np.where(lacking, np.maximum(most, 0.0), most),
    )
    differ = most - least > EQUAL * np.maximum(np.abs(most), np.abs(least))
    torn = np.zeros(height, dtype=np.bool_)
    torn[at[differ]] = True
    torn &= ~only_high
    value = np.where(differ, np.where(only_high[at], least, most), most)
    return sparse.csc_matrix((value, (at, of)), shape=shape), torn


def lifted(pooled: Pooled, program: Program, x: Array) -> Array:
    """Return values of the large program's variables that carry the whole numbers of a plan of the small one."""
    return np.where(program.integer, np.round(x[pooled.column]), program.low)


def lowered(pooled: Pooled, x: Array) -> Array:
    """Return sums of a plan's values by group: values of the small program's variables."""
    return _sums(pooled.column, x, pooled.program.shape[1])


def evenly(pooled: Pooled, x: Array) -> Array:
    """Return values of the large program's variables whose sums by group are those of the small one, all alike."""
    members = np.bincount(pooled.column, minlength=len(x))
    return np.asarray((x / np.maximum(members, 1))[pooled.column])
