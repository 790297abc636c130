"""Measures against the stop of a risky firm: which there are, and what each changes in one draw of the network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.network.graph import ESSENTIAL
from hinterland.network.mitigate.change import Change

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hinterland.network.graph import Network
    from hinterland.network.mitigate.change import Move
    from hinterland.network.mitigate.grounds import Grounds
    from hinterland.network.mitigate.terms import Terms

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

FELT = 1e-150
"""Links below are only possible ones (`patch.UNFELT`)."""
SECOND_SOURCE, INVENTORY, DIVERSIFICATION = "second_source", "inventory", "diversification"
BUNDLE = 5
"""Most exposed buyers of a firm that a bundle serves."""
LOOKED = 200
"""Most exposed buyers of a firm in a draw, among whom measures choose."""
SPREAD = 5
"""Alternatives, the largest nearby, over which diversification spreads a purchase."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure; firms by number.

    Attributes
    ----------
    kind
        `second_source`, `inventory` or `diversification`.
    firm
        The risky supplier.
    buyer
        The buyer that acts; None: the most exposed buyers of the firm, in each draw those of that draw.
    alternative
        The second source; None for the other kinds.
    """

    kind: str
    firm: int
    buyer: int | None = None
    alternative: int | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """Who could deliver instead of a firm: same industry and market, same product where plants say so.

    Attributes
    ----------
    firms
        Alternatives, the largest first.
    sales, own
        What each alternative sells, and what the firm sells, CNY a year.
    buyers
        Buyers of the firm in any draw for whom it matters.
    hours
        From alternative to buyer, shape (alternatives, buyers); NaN where unknown.
    """

    firms: Ints
    sales: Floats
    own: float
    buyers: Ints
    hours: Floats

    def within(self, buyer: int, hours: float) -> Ints:
        """Return which of the alternatives are near a buyer: positions in `firms`."""
        column = np.flatnonzero(self.buyers == buyer)
        if not len(column):
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero((self.hours[:, column[0]] <= hours) & (self.firms != buyer))

    def hours_to(self, alternative: int, buyer: int) -> float:
        """Return the hours from an alternative to a buyer, NaN where unknown."""
        row, column = np.flatnonzero(self.firms == alternative), np.flatnonzero(self.buyers == buyer)
        return float(self.hours[row[0], column[0]]) if len(row) and len(column) else float("nan")


def near(
    network: Network, ground: Grounds, firm: int, buyers: Ints, *, synthetic: bool | None = None
) -> Near:
    """Return who could deliver to some buyers instead of a firm.

    Made-up firms count where `synthetic` says so; None: where there are no others.
    """
    same = (network.industry.of == network.industry.of[firm]) & (ground.sales > 0)
    if network.market is not None:
        same &= network.market.of == network.market.of[firm]
    same[firm] = False
    others = np.flatnonzero(same)
    others = others[ground.makes_same(firm, others)]
    real = others[~ground.made_up[others]]
    if synthetic is False or (synthetic is None and len(real)):
        others = real
    others = others[np.argsort(-ground.sales[others], kind="stable")]
    return Near(others, ground.sales[others], float(ground.sales[firm]), buyers, ground.hours(others, buyers))


@dataclass(frozen=True, slots=True)
class Exposed:
    """Buyers to whom a firm's input is essential in one draw, most exposed first.

    Attributes
    ----------
    buyers
        Their numbers.
    value
        What each buys from the firm, CNY a year.
    share
        Share of the buyer's output that hangs on it (the firm's share of the input).
    inferred
        Whether the link is inferred.
    count
        How many there are; of more than `LOOKED` the least exposed are left out.
    """

    buyers: Ints
    value: Floats
    share: Floats
    inferred: NDArray[np.bool_]
    count: int


def exposed(network: Network, firm: int, index: Floats) -> Exposed:
    """Return the buyers to whom a firm's input is essential.

    Exposure is the share of the buyer's output that hangs on the firm, times what a stop of the buyer would cost
    (its own index, `index`, shape (n,)).
    """
    low, high = np.searchsorted(network.supplier, [firm, firm + 1]).tolist()
    industry = network.industry.of
    buyers, value = network.buyer[low:high].astype(np.int64), network.weight[low:high]
    essential = network.essential[industry[firm], industry[buyers]] == ESSENTIAL
    kept = np.flatnonzero(essential & (buyers != firm) & (value > FELT))
    buyers, value = buyers[kept], value[kept]
    of_industry = np.where(industry[network.supplier] == industry[firm], network.weight, 0.0)
    total = np.bincount(network.buyer, of_industry, minlength=len(network))[buyers]
    share = np.divide(value, total, out=np.zeros_like(value), where=total > 0)
    inferred = (
        np.zeros(len(value), np.bool_) if network.inferred is None else network.inferred[low:high][kept]
    )
    order = np.argsort(-share * index[buyers], kind="stable")[:LOOKED]
    return Exposed(buyers[order], value[order], share[order], inferred[order], len(buyers))


@dataclass(frozen=True, slots=True)
class Taken:
    """What measures in place already use in one draw.

    Attributes
    ----------
    used
        Spare capacity, by firm, CNY a year, shape (n,); infinite for a firm that sells nothing in this draw.
    moved, held
        Pairs of a risky firm and a buyer that has other sources for it, or holds stock for it.
    """

    used: Floats
    moved: frozenset[tuple[int, int]] = frozenset()
    held: frozenset[tuple[int, int]] = frozenset()

    @classmethod
    def of(cls, network: Network) -> Taken:
        """Return what is used before any measure: nothing, but a firm without any sales has no share to add to."""
        idle = (network.sales <= FELT) if network.revenue is None else np.zeros(len(network), dtype=np.bool_)
        return cls(np.where(idle, np.inf, 0.0))

    def with_(self, change: Change) -> Taken:
        """Return the same with a change in place."""
        used = self.used.copy()
        for _, b, _, value in change.moves:
            used[b] += value
        return Taken(
            used,
            self.moved | {(k, j) for k, _, j, _ in change.moves},
            self.held | {(k, j) for k, j, _ in change.holds},
        )


def realise(measure: Measure, at: Exposed, around: Near, taken: Taken, terms: Terms) -> Change | None:
    """Return what a measure changes in one draw; None where there is nothing to change or nobody can deliver.

    Buyers are served in the order of exposure, each whole or not at all, as long as spare capacity lasts.

    Parameters
    ----------
    measure
        The measure.
    at
        The firm's buyers in this draw.
    around
        Who could deliver instead.
    taken
        What measures in place already use: a buyer changes its sources for a firm once, and holds one stock.
    terms
        How far measures go.
    """
    buyers = zip(at.buyers.tolist(), at.value.tolist(), strict=True)
    done = taken.held if measure.kind == INVENTORY else taken.moved
    chosen = [(j, v) for j, v in buyers if measure.buyer in {None, j} and (measure.firm, j) not in done]
    if measure.kind == INVENTORY:
        holds = tuple((measure.firm, j, terms.passed) for j, _ in chosen[:BUNDLE])
        return Change(holds=holds) if holds and terms.passed < 1 else None
    left = terms.spare_capacity_share * around.sales - taken.used[around.firms]
    serve = _second_source if measure.kind == SECOND_SOURCE else _diversified
    moves: list[Move] = []
    served = 0
    for want in chosen:
        found = serve(measure, around, left, want, terms)
        moves += found
        served += bool(found)
        if served == BUNDLE:
            break
    return Change(moves=tuple(moves)) if moves else None


def _second_source(
    measure: Measure, around: Near, left: Floats, want: tuple[int, float], terms: Terms
) -> list[Move]:
    """Return the move of a share of one buyer's purchases to the second source, if it is near and can deliver."""
    j, value = want
    rows = around.within(j, terms.hours)
    row = rows[around.firms[rows] == measure.alternative]
    moved = terms.share * value
    if not len(row) or left[row[0]] < moved:
        return []
    left[row[0]] -= moved
    return [(measure.firm, int(around.firms[row[0]]), j, moved)]


def _diversified(
    measure: Measure, around: Near, left: Floats, want: tuple[int, float], terms: Terms
) -> list[Move]:
    """Return the moves that spread one buyer's purchases over the firm and the largest nearby, by size."""
    j, value = want
    rows = around.within(j, terms.hours)[:SPREAD]
    parts = value * around.sales[rows] / (around.sales[rows].sum() + around.own)
    moves = []
    for row, part in zip(rows.tolist(), parts.tolist(), strict=True):
        moved = min(part, float(left[row]))
        if moved > 0:
            left[row] -= moved
            moves.append((measure.firm, int(around.firms[row]), j, moved))
    return moves


def cost(change: Change, at: Exposed, terms: Terms) -> float:
    """Return what a change costs in its first year, CNY."""
    value = dict(zip(at.buyers.tolist(), at.value.tolist(), strict=True))
    held = sum(terms.stock_cost(value[buyer]) for _, buyer, _ in change.holds)
    return held + terms.source_cost(len(change.moves), change.value)
