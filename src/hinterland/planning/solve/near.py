"""Neighbourhoods of a plan: which whole numbers may change while all others stay as they are.

What belongs together is read off the program: openings of which one at most can be are one item (a candidate's sites
and years), items with a term in the same row of land are in one park, in the same row of capacity in one product, and
so on. No case is known here. Items change as a whole: a candidate can only move to another park if both its openings
are free.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.solve.scale import columns_of
from hinterland.planning.solve.small import marked

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Block, Bools, Ints, Program
    from hinterland.planning.solve.answer import Relaxed

FAMILIES = 12
"""Most kinds of neighbourhoods that are taken from rows."""
PLACES = 2
"""Groups that a neighbourhood of a kind joins: what leaves one park must find room in another."""
SOME = 1e-6
"""Above what a variable counts as used by the relaxation."""
LIKELY = 12.0
"""Whole numbers that plans are made of, to one that the relaxation or the best plan uses."""
STRANGER = 0.02
"""Chance of an item that could be in a group beside one that is in it."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """What belongs together.

    Attributes
    ----------
    at
        Positions of the whole numbers.
    item
        Item of each, (whole numbers,).
    groups
        One division a kind: `land.park` -> group of each whole number, -1 for none.
    asked
        Coefficients in rows of no block, which a search adds to say why a plan does not hold, each over the largest
        of its row, (rows, whole numbers).
    items
        How many items there are.
    """

    at: Ints
    item: Ints
    groups: dict[str, Ints]
    asked: Array
    items: int

    def only(self, some: Bools) -> Kinds:
        """Return the same of some of the whole numbers; the items keep their numbers."""
        groups = {name: group[some] for name, group in self.groups.items()}
        return Kinds(self.at[some], self.item[some], groups, self.asked[:, some], self.items)

    def of_items(self, values: Array | Bools) -> Array:
        """Return sums over the members of each item, (items,)."""
        return np.asarray(np.bincount(self.item, values, self.items), dtype=np.float64)


def kinds(program: Program) -> Kinds:
    """Return the items and the divisions of the whole numbers that blocks and rows make."""
    at = np.flatnonzero(program.integer)
    groups: dict[str, Ints] = {}
    for block in program.variables:
        inside = np.isin(at, block.index)
        if inside.any() and block.size > 1:
            _divide(groups, block, np.where(inside, at, -1))
    matrix = program.matrix[:, at].tocsc()
    column = columns_of(matrix)
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
    item = items(program, at)
    of_groups = dict(list(useful.items())[:FAMILIES])
    return Kinds(at, item, of_groups, _asked(program, at), int(item.max(initial=-1)) + 1)


def _asked(program: Program, at: Ints) -> Array:
    rows = abs(program.matrix[program.rows_in_blocks :][:, at].toarray())
    largest = rows.max(axis=1, initial=0.0)
    return np.asarray(rows[largest > 0] / largest[largest > 0, None])


def items(program: Program, at: Ints) -> Ints:
    """Return the item of each whole number: those of which a row allows one are one item, others one each.

    A whole number in several such rows belongs to the first.
    """
    rows = program.matrix.tocsr()
    whole = program.integer[rows.indices] & (rows.data == 1.0)
    ends = rows.indptr
    every = (
        np.add.reduceat(np.append(whole, False), ends[:-1]) == np.diff(ends)
        if len(rows.data)
        else np.zeros(0)
    )
    found = np.full(program.shape[1], -1, dtype=np.int64)
    for row in np.flatnonzero(
        (program.row_high == 1.0) & np.asarray(every, dtype=np.bool_) & (np.diff(ends) > 1)
    ):
        members = rows.indices[ends[row] : ends[row + 1]]
        free = members[found[members] < 0]
        found[free] = row
    lone = at[found[at] < 0]
    found[lone] = program.shape[0] + lone
    return np.asarray(np.unique(found[at], return_inverse=True)[1], dtype=np.int64)


def dearest_first(program: Program, at: Ints, item: Ints) -> Ints:
    """Return the items of some whole numbers, the one with the dearest of them first."""
    cost = np.zeros(int(item.max(initial=-1)) + 1)
    np.maximum.at(cost, item, np.abs(program.cost[at]))
    return np.argsort(-cost, kind="stable")


def _divide(groups: dict[str, Ints], block: Block, member: Ints) -> None:
    """Add a division by each dimension of a block; the same one twice is kept once."""
    there = member >= 0
    where = np.unravel_index(np.where(there, member - block.index.flat[0], 0), block.index.shape)
    for dim, index in zip(block.dims, where, strict=True):
        group = np.where(there, index, -1)
        if not any(np.array_equal(group, other) for other in groups.values()):
            groups[f"{block.name}.{dim}"] = group


def likely(relaxed: Relaxed, low: Array, at: Ints, used: Bools, times: float = LIKELY) -> Bools:
    """Return the whole numbers that are used or that the relaxation likes best, `times` as many as are used."""
    used = used | (relaxed.x[at] > low[at] + SOME)
    count = min(len(at), int(times * max(1, int(used.sum()))))
    if not count:
        return used
    reduced = relaxed.reduced[at]
    return np.asarray(used | (reduced <= np.partition(reduced, count - 1)[count - 1]))


def first_ways(kinds_: Kinds, relaxed: Relaxed | None) -> Bools:
    """Return the member of each item that the relaxation likes best, the first of equals, (whole numbers,)."""
    reduced = np.zeros(len(kinds_.at)) if relaxed is None else relaxed.reduced[kinds_.at]
    order = np.lexsort((reduced, kinds_.item))
    first = np.zeros(len(order), dtype=np.bool_)
    first[order[np.diff(kinds_.item[order], prepend=-1) > 0]] = True
    return first


def free(kinds_: Kinds, score: Array, size: int) -> Ints:
    """Return positions of the members of the items with the highest scores, `size` of them or one item more."""
    count = np.bincount(kinds_.item, minlength=kinds_.items)
    order = np.argsort(-score, kind="stable")
    order = order[count[order] > 0]
    enough = int(np.searchsorted(np.cumsum(count[order]), size)) + 1
    return kinds_.at[marked(kinds_.items, order[:enough])[kinds_.item]]


def by_chance(r: np.random.Generator, kinds_: Kinds) -> Array:
    """Return scores of items by chance."""
    return r.random(kinds_.items)


def asked(r: np.random.Generator, kinds_: Kinds) -> Array:
    """Return scores of items: how much a row that says why a plan does not hold asks of them, and a little chance."""
    row = kinds_.asked[int(r.integers(len(kinds_.asked)))]
    most = np.zeros(kinds_.items)
    np.maximum.at(most, kinds_.item, row)
    return np.asarray(np.sqrt(most) * r.random(kinds_.items) + 1e-3 * r.random(kinds_.items))


def differing(r: np.random.Generator, kinds_: Kinds, one: Array, other: Array) -> Array:
    """Return scores of items: by how much two solutions differ in them, and a little chance."""
    distance = kinds_.of_items(np.abs(one - other))
    return np.asarray(distance * r.uniform(0.3, 1.0, kinds_.items) + 1e-3 * r.random(kinds_.items))


def by_group(r: np.random.Generator, kinds_: Kinds, group: Ints, best: Array, relaxed: Array) -> Array:
    """Return scores of items for two groups: what is in them, what the relaxation would change, some strangers."""
    there = np.flatnonzero(marked(int(group.max(initial=-1)) + 2, group)[:-1])
    here = _of(group, r.choice(there, min(PLACES, len(there)), replace=False))
    inside = kinds_.of_items(here & (best > 0.5)) > 0
    could = kinds_.of_items(here) > 0
    differs = kinds_.of_items(np.where(here, np.abs(best - relaxed), 0.0))
    score = r.random(kinds_.items) * (STRANGER + could)
    score += r.random(kinds_.items) * inside
    return np.asarray(score + r.random(kinds_.items) * differs)


def missed(r: np.random.Generator, kinds_: Kinds, best: Array, relaxed: Array, cost: Array) -> Array:
    """Return scores of items around one that the relaxation takes and the plan does not, or the other way round.

    What stands in its way is what shares a park, a product, a budget with it: an item counts for each group that it
    shares, the more the fewer share it. Dear ones are chosen more often: one that is not where it should be costs
    more than all small ones together can save.
    """
    differs = np.abs(kinds_.of_items(best - relaxed)) * kinds_.of_items(cost)
    score = 1e-3 * r.random(kinds_.items)
    if not differs.any():
        return score
    one = int(r.choice(kinds_.items, p=differs / differs.sum()))
    taken = (best > 0.5) | (relaxed > SOME)
    there = kinds_.item == one
    there = there & taken if r.random() < 0.5 else there
    for group in kinds_.groups.values():
        here = _of(group, group[there])
        used = kinds_.of_items(here & taken) > 0
        score += (used + STRANGER * (kinds_.of_items(here) > 0)) / max(1, int(used.sum()))
    score *= r.uniform(0.3, 1.0, kinds_.items)
    score[one] = np.inf
    return np.asarray(score)


def _of(group: Ints, some: Ints) -> Bools:
    """Return which members are in some of the groups; -1 is none."""
    chosen = marked(int(group.max(initial=-1)) + 2, some)
    chosen[-1] = False
    return chosen[group]
