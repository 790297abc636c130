"""What reconstruction takes and gives, as arrays; it serves firms by sector and plants by product alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Actors:
    """Those who sell and buy; n of them in G groups (sectors, or products made).

    Attributes
    ----------
    group
        What each sells, shape (n,), 0 to G - 1.
    size
        How much each makes in a year, any scale, shape (n,): what counts is its share of the group.
    lon, lat
        Where it is, degrees; NaN where nobody knows, shape (n,).
    """

    group: Ints
    size: Floats
    lon: Floats
    lat: Floats

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.group)


@dataclass(frozen=True, slots=True)
class Links:
    """Links between actors, sorted by supplier, then buyer; unique.

    Attributes
    ----------
    supplier, buyer
        Actors, shape (m,).
    value
        Value of a year, CNY, shape (m,).
    inferred
        False for known links, shape (m,).
    """

    supplier: Ints
    buyer: Ints
    value: Floats
    inferred: NDArray[np.bool_]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.supplier)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be reconstructed.

    Attributes
    ----------
    flow
        Value of a year that group g sells to group h inside, CNY, shape (G, G): what all links together must carry,
        known ones included.
    known
        Links kept as they are; their value is NaN where only the link is known.
    density
        Mean number of suppliers a buyer has in each group it buys from.
    decay
        Exponent of distance: f(d) = (1 + d / scale_km) ** -decay; 0: distance does not matter.
    scale_km
        Distance at which decay begins.
    form
        `scale_invariant`: p = 1 - exp(-lambda); `gravity`: p = lambda / (1 + lambda).
    """

    flow: Floats
    known: Links
    density: float = 3.0
    decay: float = 1.0
    scale_km: float = 50.0
    form: str = "scale_invariant"


@dataclass(frozen=True, slots=True)
class Completed:
    """One draw of the whole network.

    Attributes
    ----------
    links
        Known and inferred links with their weights.
    imported
        Value that buyer j buys from group g outside, shape (n, G) is too much: one entry a (buyer, group) with
        something left, as three arrays in `imported_buyer`, `imported_group`, `imported_value`.
    residual
        Largest relative miss of a group's sales to a group, or of a buyer's purchases from a group, after RAS.
    repaired
        Demands that drew no supplier and were given one.
    sales_miss
        Sum of misses of what suppliers should sell by their size, as a share of all that is inferred: what the
        drawn links do not allow.
    """

    links: Links
    imported_buyer: Ints
    imported_group: Ints
    imported_value: Floats
    residual: float
    repaired: int
    sales_miss: float = 0.0
