"""One draw of the network as a system in its steady state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.network.stress.model import System

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hinterland.network.complete.model import Links
    from hinterland.network.plants import Plants
    from hinterland.network.stress.needs import Needs

    Floats = NDArray[np.float64]

YEAR = 365.0
"""Days of a year."""


def assemble(plants: Plants, needs: Needs, links: Links, *, days: float, spare: float) -> System:
    """Return the system of one draw.

    A plant's base output is what its links take and, as far as its size goes further, what it sells outside. Where
    links take more than its size, they are right: its size was an estimate.

    Parameters
    ----------
    links
        Known and drawn links between plants; makers in house are added.
    days
        Days of a step.
    spare
        Most that a plant can make, as a multiple of its base output, where its capacity is not stated higher.
    """
    count = len(plants)
    demand = needs.find(links.buyer, plants.product[links.supplier], len(plants.bill.products))
    kept = (demand >= 0) & (links.value > 0)
    house = np.flatnonzero(needs.in_house >= 0)
    supplier = np.concatenate([links.supplier[kept], needs.in_house[house]])
    of = np.concatenate([demand[kept], house])
    value = np.concatenate([links.value[kept], plants.size[needs.in_house[house]]])
    total = np.bincount(of, value, minlength=len(needs))
    over = total > needs.value  # the last digits of the weights' balance
    value *= np.where(over, needs.value / np.where(total > 0, total, 1.0), 1.0)[of]
    order = np.lexsort((supplier, of))
    supplier, of, value = supplier[order], of[order], value[order]
    safe = np.where(needs.value > 0, needs.value, 1.0)
    share = value / safe[of]
    shared = np.bincount(of, share, minlength=len(needs))
    taken = np.bincount(supplier, value, minlength=count).astype(np.float64)
    final = np.where(plants.owner < 0, np.maximum(0.0, plants.size - taken), 0.0)
    base = taken + final
    buyer_base = base[needs.buyer]
    limit = np.fmax(base * max(1.0, spare), np.where(plants.owner < 0, plants.limit, np.nan))
    return System(
        base=base * days / YEAR,
        limit=limit * days / YEAR,
        final=final * days / YEAR,
        product=plants.product,
        demand=needs.start,
        input=needs.input,
        rate=np.where(buyer_base > 0, needs.value / np.where(buyer_base > 0, buyer_base, 1.0), 0.0),
        essential=needs.essential,
        cover=np.maximum(1.0, needs.cover / days),
        outside=np.maximum(0.0, 1.0 - shared),
        link=np.searchsorted(of, np.arange(len(needs) + 1)).astype(np.int32),
        supplier=supplier.astype(np.int32),
        share=share,
    )
