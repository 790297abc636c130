"""What all draws of a network share: demands left after known links, suppliers in cells, rates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.network.complete.faults import refuse
from hinterland.network.complete.rates import Market, rate
from hinterland.network.complete.sample import Before, Buyers, Law, Sellers
from hinterland.network.complete.space import space

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hinterland.network.complete.model import Actors, Floats, Ints, Wanted
    from hinterland.network.complete.space import Space

NOTHING = 1e-12
"""Demand of which less than this share is left is met by known links."""
LEAST_VALUE = 1e-30
"""Demand of less money is none."""


@dataclass(frozen=True, slots=True)
class Group:
    """One supplier group and those who want something of it beyond known links.

    Attributes
    ----------
    number
        Which group.
    sellers, buyers
        Who sells and who buys.
    law
        Rate, mean f and form.
    sales
        What each seller should sell beyond known links, any scale, shape (s,).
    """

    number: int
    sellers: Sellers
    buyers: Buyers
    law: Law
    sales: Floats


@dataclass(frozen=True, slots=True)
class Prepared:
    """A network to be drawn.

    Attributes
    ----------
    space
        Positions in cells.
    groups
        Supplier groups of which somebody wants something.
    before
        Known links, sorted by buyer, then supplier.
    buyer, value
        Buyer and value of each known link in that order; 0 where it is unknown.
    """

    space: Space
    groups: tuple[Group, ...]
    before: Before
    buyer: Ints
    value: Floats


@dataclass(frozen=True, slots=True)
class _Tables:
    """Members and shares of groups, known links by group of the supplier."""

    actors: Actors
    wanted: Wanted
    share: Floats
    by_group: NDArray[np.intp]
    by_cell: NDArray[np.intp]
    first: NDArray[np.intp]
    known: NDArray[np.intp]
    known_first: NDArray[np.intp]

    def members(self, group: int) -> NDArray[np.intp]:
        """Return the actors of a group, by number."""
        return self.by_group[self.first[group] : self.first[group + 1]]


def prepare(actors: Actors, wanted: Wanted) -> Prepared:
    """Return what all draws share.

    Raises
    ------
    StudyError
        If the input cannot be meant; the message lists every fault.
    """
    refuse(actors, wanted)
    where = space(actors, wanted)
    count, groups = len(actors), len(wanted.flow)
    by_cell = np.lexsort((where.cell, actors.group))
    edges = np.arange(groups + 1)
    first = np.searchsorted(actors.group[by_cell], edges)
    slot = np.empty(count, dtype=np.int32)
    slot[by_cell] = np.arange(count) - first[actors.group[by_cell]]
    known = wanted.known
    order = np.lexsort((known.supplier, known.buyer))
    buyer, supplier, value = known.buyer[order], known.supplier[order], known.value[order]
    before = Before(
        np.searchsorted(buyer, np.arange(count + 1)).astype(np.int64),
        supplier.astype(np.int32),
        np.isnan(value),
        np.ascontiguousarray(actors.group, dtype=np.int32),
        slot,
    )
    sold_by = actors.group[supplier]
    known_order = np.argsort(sold_by, kind="stable")
    tables = _Tables(
        actors,
        wanted,
        shares(actors, groups),
        np.argsort(actors.group, kind="stable"),
        by_cell,
        first,
        known_order,
        np.searchsorted(sold_by[known_order], edges),
    )
    result = Prepared(where, (), before, buyer.astype(np.int32), np.where(before.open, 0.0, value))
    made = (_group(tables, result, number) for number in range(groups))
    return Prepared(where, tuple(g for g in made if g), before, result.buyer, result.value)


def shares(actors: Actors, groups: int) -> Floats:
    """Return the share of each actor in what its group makes; even shares where a whole group has no size."""
    size = actors.size.astype(np.float64)
    count = np.bincount(actors.group, minlength=groups)
    largest = np.zeros(groups)
    np.maximum.at(largest, actors.group, size)
    size = np.where(largest[actors.group] > 0, size, 1.0)
    largest[largest == 0] = 1.0
    size /= largest[actors.group]  # sums stay finite whatever the scale
    total = np.bincount(actors.group, size, minlength=groups)
    share: Floats = size / np.where(count > 0, total, 1.0)[actors.group]
    return share


def _group(tables: _Tables, prepared: Prepared, number: int) -> Group | None:
    """Return one supplier group; None if nobody wants more of it than known links bring."""
    actors, wanted = tables.actors, tables.wanted
    row = wanted.flow[number]
    customers = [tables.members(int(h)) for h in np.flatnonzero(row > 0)]
    buyer = np.sort(np.concatenate([np.zeros(0, dtype=np.intp), *customers]))
    demand = row[actors.group[buyer]] * tables.share[buyer]
    buyer, demand = buyer[demand > LEAST_VALUE], demand[demand > LEAST_VALUE]
    known = tables.known[tables.known_first[number] : tables.known_first[number + 1]]
    left, served = _left(prepared, buyer, demand, known)
    if not left.any():
        return None
    seller = tables.by_cell[tables.first[number] : tables.first[number + 1]]
    share = tables.share[seller]
    sold = np.bincount(
        prepared.before.slot[prepared.before.supplier[known]], prepared.value[known], len(seller)
    )
    sales = np.maximum(share * demand.sum() - sold, 0.0)
    buyers = Buyers(buyer[left > 0].astype(np.int32), left[left > 0])
    law = Law(0.0, 1.0, wanted.form == "gravity")
    if (share > 0).any():
        market = _market(prepared, seller[share > 0], share[share > 0], buyers, known)
        law = Law(
            *rate(prepared.space, market, wanted.density * len(buyer) - served, law.logistic), law.logistic
        )
    sellers = _sellers(prepared.space, number, seller.astype(np.int32), share, law.mean)
    return Group(number, sellers, buyers, law, sales)


def _market(
    prepared: Prepared, seller: NDArray[np.intp], share: Floats, buyers: Buyers, known: NDArray[np.intp]
) -> Market:
    """Return those who sell and buy as `rate` wants them."""
    before = prepared.before
    barred = before.supplier[known].astype(np.int64) * len(before.slot) + prepared.buyer[known]
    given = ~np.isin(buyers.actor, prepared.buyer[known[before.open[known]]])
    return Market(seller.astype(np.int32), share, buyers.actor, buyers.demand, np.sort(barred), given)


def _left(
    prepared: Prepared, buyer: NDArray[np.intp], demand: Floats, known: NDArray[np.intp]
) -> tuple[Floats, int]:
    """Return what known links leave of each demand, and how many of them serve these buyers."""
    if not len(buyer) or not len(known):
        return demand, 0
    place = np.minimum(np.searchsorted(buyer, prepared.buyer[known]), len(buyer) - 1)
    serves = buyer[place] == prepared.buyer[known]
    left = demand - np.bincount(place[serves], prepared.value[known][serves], minlength=len(buyer))
    return np.where(left > NOTHING * demand, left, 0.0), int(serves.sum())


def _sellers(where: Space, number: int, actor: Ints, share: Floats, mean: float) -> Sellers:
    """Lay the suppliers of a group side by side, cell by cell."""
    cells = len(where.top)
    mass = np.concatenate([[0.0], np.cumsum(share)])
    first = np.searchsorted(where.cell[actor], np.arange(cells + 1)).astype(np.int32)
    top = where.top
    if (where.cell == cells - 1).any():
        top = top.copy()
        top[-1, :] = top[:, -1] = mean
    reach = np.concatenate([np.zeros((cells, 1)), np.cumsum(top * np.diff(mass[first]), axis=1)], axis=1)
    return Sellers(number, actor, share, mass, first, top, reach)
