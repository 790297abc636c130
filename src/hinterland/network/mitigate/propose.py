"""Which measures are tried against the stop of a risky firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.network.mitigate.measures import DIVERSIFICATION, INVENTORY, SECOND_SOURCE, Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hinterland.network.mitigate.measures import Exposed, Near
    from hinterland.network.mitigate.terms import Terms

    Floats = NDArray[np.float64]

BUYERS = 3
"""Most exposed buyers of a firm, in each draw, for whom measures of their own are tried."""
CHOICES = 3
"""Alternatives that are tried for one buyer, and for a bundle."""


def propose(firm: int, at: Sequence[Exposed], around: Near, index: Floats, terms: Terms) -> list[Measure]:
    """Return the measures against the stop of a firm.

    A buyer on its own is tried where it buys in at least half of the draws: a link that one draw in three has is no
    ground for a contract. Bundles take the most exposed buyers of each draw.

    Parameters
    ----------
    firm
        The risky firm.
    at
        Its buyers, draw by draw.
    around
        Who could deliver instead.
    index
        ESRI of every firm, mean over draws, shape (n,).
    terms
        How far measures go.
    """
    if not any(len(one.buyers) for one in at):
        return []
    found = [Measure(SECOND_SOURCE, firm, None, a) for a in _for_bundle(at, around, terms)]
    if len(around.firms):
        found.append(Measure(DIVERSIFICATION, firm))
    found.append(Measure(INVENTORY, firm))
    for j in _steady(at):
        bought = np.mean([one.value[one.buyers == j].sum() for one in at])
        rows = around.within(j, terms.hours)
        able = rows[terms.spare_capacity_share * around.sales[rows] >= terms.share * bought]
        safest = able[np.argsort(index[around.firms[able]], kind="stable")]
        chosen = dict.fromkeys([*able[:1].tolist(), *safest[: CHOICES - 1].tolist()])
        found += [Measure(SECOND_SOURCE, firm, j, int(around.firms[row])) for row in chosen]
        if len(rows):
            found.append(Measure(DIVERSIFICATION, firm, j))
        found.append(Measure(INVENTORY, firm, j))
    return found


def _steady(at: Sequence[Exposed]) -> list[int]:
    """Return the buyers that are among the most exposed of some draw and buy in at least half of the draws."""
    first = dict.fromkeys(j for one in at for j in one.buyers[:BUYERS].tolist())
    times = {j: sum(bool(np.any(one.buyers == j)) for one in at) for j in first}
    return [j for j, count in times.items() if 2 * count >= len(at)]


def _for_bundle(at: Sequence[Exposed], around: Near, terms: Terms) -> list[int]:
    """Return the alternatives that could take most of what the most exposed buyers would move, over all draws."""
    able = np.zeros(len(around.firms))
    spare = terms.spare_capacity_share * around.sales
    for one in at:
        for j, value in zip(one.buyers.tolist(), one.value.tolist(), strict=True):
            rows = around.within(j, terms.hours)
            able[rows] += np.where(spare[rows] >= terms.share * value, terms.share * value, 0.0)
    takes = np.minimum(able, spare)
    order = np.argsort(-takes, kind="stable")[:CHOICES]
    return [int(i) for i in around.firms[order[takes[order] > 0]]]
