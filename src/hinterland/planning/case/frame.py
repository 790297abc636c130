"""What the steps of reading a case share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.planning.case.goods import Goods
    from hinterland.planning.case.options import Assumed, Options, Told
    from hinterland.planning.case.room import Room
    from hinterland.planning.case.zones import Zones
    from hinterland.units import Rates


@dataclass(slots=True)
class Frame:
    """A case under reading.

    Attributes
    ----------
    seen, day
        The case as of the day.
    place, inside
        Place that plans, and all places in it.
    years
        Of the plan.
    rates
        Exchange rates of the case.
    parks
        Places where something may be built, in order.
    firms
        Firm to its number; grows as firms are met.
    since
        Existing plant to the first year in which it runs.
    """

    seen: Cluster
    day: date
    options: Options
    told: Told
    assumed: Assumed
    place: str
    inside: set[str]
    years: tuple[int, ...]
    rates: Rates
    goods: Goods
    zones: Zones
    parks: tuple[str, ...]
    room: Room
    firms: dict[str, int] = field(default_factory=dict)
    since: dict[str, int] = field(default_factory=dict)

    @property
    def park_index(self) -> dict[str, int]:
        """Position of each park."""
        return {p: i for i, p in enumerate(self.parks)}

    def firm(self, name: str) -> int:
        """Return the number of a firm."""
        return self.firms.setdefault(name, len(self.firms))
