"""Every fault of a case that shows only when rows are held against each other, collected.

One function a rule; each takes the sheets and returns faults. `check` runs them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.check import (
    chain,
    figures,
    keys,
    levers,
    network,
    parts,
    places,
    promises,
    settings,
    sizes,
    times,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hinterland.faults import Fault
    from hinterland.sheets import Sheet

__all__ = ["RULES", "check"]

RULES: tuple[Callable[[Mapping[str, Sheet]], list[Fault]], ...] = (
    keys.duplicates,
    keys.dangling,
    keys.unsourced,
    sizes.beyond,
    chain.shares,
    chain.ranges,
    chain.cycles,
    parts.unmade,
    parts.idle,
    parts.headed,
    parts.twice,
    parts.unplaced,
    parts.demanded,
    places.swapped,
    places.halves,
    places.outside,
    places.datums,
    places.travel,
    times.order,
    times.published_too_early,
    promises.definitions,
    promises.unit_mismatch,
    promises.target_shape,
    promises.vintages,
    promises.rates,
    promises.paths,
    promises.computed_units,
    figures.suspicious,
    figures.promised,
    settings.factors,
    settings.named,
    settings.numbers,
    settings.misspelt,
    network.balance,
    network.classes,
    network.stocks,
    network.by_product,
    network.shocks,
    levers.unpriced,
    levers.idle,
    levers.shrinking,
)


def check(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Return every fault between the rows of `sheets`, in the order of the rules."""
    return [fault for rule in RULES for fault in rule(sheets)]
