"""How many units of each product one unit of the finished product takes.

Quantities multiply along the bill of materials and add up over its paths. A `set` is what one unit of the finished
product takes, so it needs no quantity; what stays unknown may follow from value and price; else it stays unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.errors import UnitError
from hinterland.units import find

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Ints = NDArray[np.int64]

PRICE_ERROR = 0.40
"""Half-width (90 percent) of a quantity that follows from value and price, as a fraction of it."""
MEASURED = frozenset({"mass", "area", "length", "litre", "m3"})
"""What is measured so is cut, melted and lost on the way: a tonne of a product does not take a tonne of an input."""
FROM = ("root", "quantities", "set", "prices", "unknown")
"""Where a product's units per unit of the root are from."""


@dataclass(frozen=True, slots=True)
class Book:
    """What quantities are reckoned from; products in topological order, the root first, edges by parent.

    `quantity`, `low`, `high` are by edge in units of the child for one unit of the parent; `taken` is the fraction
    of the parent's units whose process takes the input at all; `flow` is each edge's value and `share` each
    product's as a fraction of the root's; `worth` is the root's material value in CNY for one unit; NaN where
    unknown. `finished` says whether the root is what a set is counted for.
    """

    parent: Ints
    child: Ints
    quantity: Array
    low: Array
    high: Array
    taken: Array
    flow: Array
    share: Array
    units: Sequence[str]
    prices: Array
    worth: float
    finished: bool


@dataclass(frozen=True, slots=True)
class Quantities:
    """Units by edge, and by product for one unit of the root; NaN where unknown.

    Where only some of a product's paths are known, `per_root` is NaN and `per_root_low` what is known of it.
    """

    quantity: Array
    low: Array
    high: Array
    per_root: Array
    per_root_low: Array
    per_root_high: Array
    source: tuple[str, ...]


def reckon(book: Book) -> Quantities:
    """Return quantities by edge and by product."""
    edges = np.stack([book.quantity, book.low, book.high])
    edges[1:] = np.where(np.isnan(edges[1:]), edges[0], edges[1:])
    totals = np.full((3, len(book.units)), np.nan)
    totals[:, 0] = 1.0
    source = ["root"]
    taken = np.ones(len(book.units))
    dimensions = [_dimension(u) for u in book.units]
    for k in range(1, len(book.units)):
        into = np.flatnonzero(book.child == k)
        taken[k] = (book.taken[into] * taken[book.parent[into]]).max()
        totals[:, k], found = _total(book, edges, totals, into, dimensions)
        if found == "set":
            totals[:, k] = taken[k]
            edges[:, into] *= taken[k]
        source.append(found)
    ranged = np.isfinite(book.low) | np.isfinite(book.high)
    low, high = (np.where(ranged, e, np.nan) for e in edges[1:])
    return Quantities(edges[0], low, high, totals[0], totals[1], totals[2], tuple(source))


def _total(
    book: Book, edges: Array, totals: Array, into: Ints, dimensions: Sequence[str]
) -> tuple[Array, str]:
    """Return units of a product (number, low, high) for one of the root, and where from; fills in its edges."""
    k = int(book.child[into[0]])
    above = book.parent[into]
    blank = np.isnan(edges[0, into])
    if blank.all() and dimensions[k] == "set" and book.finished:
        with np.errstate(divide="ignore"):  # a parent of which none is needed tells nothing of its inputs
            each = _parts(book.flow[into]) / totals[0, above]
        edges[:, into] = np.where(np.isfinite(each), each, np.nan)
        return np.ones(3), "set"
    alike = np.array([_alike(book, dimensions, int(p), k) for p in above])
    edges[:, into[blank & alike]] = book.taken[into[blank & alike]]
    terms = edges[:, into] * totals[:, above]
    if not np.isnan(terms[0]).any():
        return terms.sum(axis=1), "quantities"
    value = book.share[k] * book.worth / book.prices[k] if book.prices[k] > 0 else np.nan
    if np.isfinite(value):
        return value * np.array([1.0, 1 - PRICE_ERROR, 1 + PRICE_ERROR]), "prices"
    known = terms[1][~np.isnan(terms[1])]
    return np.array([np.nan, known.sum() if known.size else np.nan, np.nan]), "unknown"


def _parts(flow: Array) -> Array:
    total = flow.sum()
    return flow / total if total > 0 else np.full(len(flow), 1 / len(flow))


def _alike(book: Book, dimensions: Sequence[str], parent: int, child: int) -> bool:
    """Return whether one unit of the parent takes one of the child by the meaning of their units."""
    mine, whole = dimensions[child], dimensions[parent]
    if mine == "set":
        return book.finished and (whole == "set" or book.units[parent] == book.units[0])
    return book.units[child] == book.units[parent] and mine not in MEASURED


def _dimension(unit: str) -> str:
    try:
        return find(unit).dimension
    except UnitError:  # a unit that the case declares, or none
        return unit
