"""Which processes a product is made by, and the inputs of a mix of processes merged into one recipe.

A weight is the fraction of a product's units made by a process. A mixed recipe takes the weighted mean of value
shares and quantities, which supposes that a unit costs about the same by either process.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hinterland.errors import StudyError
from hinterland.ground.bom import TOLERANCE, refuse_above_one, weakest
from hinterland.ground.processes import SETTING, stated_mixes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.cluster import Cluster
    from hinterland.ground.bom import Book

NAN = math.nan


@dataclass(frozen=True, slots=True)
class Edge:
    """One input of a product: shares of the product's material value, units for one unit of the product.

    Unknown numbers are NaN. `filled` marks a share that was unknown: its range is from 0 to the most that its
    siblings can leave. `taken` is the fraction of the product's units whose process takes the input at all. `via`
    holds the headings between the two, the outer first.
    """

    part: float
    low: float
    high: float
    quantity: float
    quantity_low: float
    quantity_high: float
    basis: str
    filled: bool
    taken: float = 1.0
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Weights of processes by product."""

    book: Book
    chosen: Mapping[str, Mapping[str, float]]

    def of(self, product: str) -> tuple[dict[str, float], bool]:
        """Return the weights above 0 of a product's processes, and whether one was taken by its name only."""
        if product in self.chosen:
            return {p: w for p, w in sorted(self.chosen[product].items()) if w > 0}, False
        processes = self.book.recipes.get(product, {})
        return ({min(processes): 1.0} if processes else {}), len(processes) > 1


def choose(cluster: Cluster, book: Book, given: Mapping[str, Mapping[str, float]] | None) -> Choice:
    """Return the choice of processes: as given, else by the case's settings, else the first by name.

    Seen from an earlier day, a setting's processes that were published later are left out of its mix.

    Raises
    ------
    StudyError
        If a choice names a product without a recipe or a process that the product does not have, or its weights
        are not numbers from 0 to 1 that add up to 1.
    """
    chosen: dict[str, dict[str, float]] = {}
    for product, stated in stated_mixes(cluster, book.recipes).items():
        where = f"settings.{SETTING}{product}"
        mix = stated if cluster.seen_from is None else _known(stated, book.recipes.get(product, {}))
        if mix:
            _refuse(book, product, mix, where)
            chosen[product] = mix
    for product, wanted in (given or {}).items():
        chosen[product] = dict(wanted)
        _refuse(book, product, chosen[product], f"processes of {product}")
    return Choice(book, chosen)


def _known(mix: dict[str, float], processes: Mapping[str, Any]) -> dict[str, float]:
    """Return a mix without the processes that were not yet published on the day the case is seen from."""
    kept = {p: w for p, w in mix.items() if p in processes}
    total = sum(kept.values())
    if len(kept) == len(mix) or not total > 0:
        return kept
    return {p: w / total for p, w in kept.items()}


def _refuse(book: Book, product: str, mix: Mapping[str, float], where: str) -> None:
    processes = book.recipes.get(product)
    if processes is None:
        raise StudyError(f"{where}: product {product!r} has no recipe; look at recipes.product")
    unknown = [p for p in mix if p not in processes]
    if unknown:
        raise StudyError(
            f"{where}: {product} has no process named {unknown[0]!r}; it has {', '.join(sorted(processes))}"
        )
    total = sum(mix.values())
    if not all(0 <= w <= 1 for w in mix.values()) or not abs(total - 1) <= TOLERANCE:
        raise StudyError(f"{where}: weights must lie between 0 and 1 and add up to 1; they give {total:.4g}")


def merge(book: Book, product: str, mix: Mapping[str, float]) -> dict[str, Edge]:
    """Return the inputs of a product made by a mix of processes, by input and in the order of their names.

    Raises
    ------
    StudyError
        If the shares of a process add up to more than 1.
    """
    total = sum(mix.values())
    found: dict[str, list[tuple[float, Edge]]] = {}
    for process, weight in mix.items():
        for name, edge in _inputs(book, product, process).items():
            found.setdefault(name, []).append((weight / total, edge))
    return {name: _mean(found[name]) for name in sorted(found)}


def _mean(parts: list[tuple[float, Edge]]) -> Edge:
    """Return the weighted sum of one input's edges; a process that does not take the input adds nothing."""
    if len(parts) == 1 and parts[0][0] == 1:
        return parts[0][1]

    def summed(name: str, centre: str) -> float:
        ends: list[tuple[float, float, float]]
        ends = [(w, getattr(e, name), getattr(e, centre)) for w, e in parts]
        if name != centre and all(math.isnan(end) for _, end, _ in ends):
            return NAN
        return sum(w * (middle if math.isnan(end) else end) for w, end, middle in ends)

    return Edge(
        part=summed("part", "part"),
        low=summed("low", "part"),
        high=summed("high", "part"),
        quantity=summed("quantity", "quantity"),
        quantity_low=summed("quantity_low", "quantity"),
        quantity_high=summed("quantity_high", "quantity"),
        basis=weakest(e.basis for _, e in parts),
        filled=any(e.filled for _, e in parts),
        taken=min(1.0, sum(w for w, _ in parts)),
    )


def _inputs(book: Book, product: str, process: str) -> dict[str, Edge]:
    """Return the inputs of a process; unknown shares split what is left evenly with the product's own value."""
    rows = book.recipes[product][process]
    shares = [book.share(row) for row in rows]
    known = sum(part for part, _ in shares if part is not None)
    refuse_above_one(product, process, known)
    left = max(0.0, 1.0 - known)
    most = _most_left(rows, shares)
    fills = iter(_fill([row for row, (part, _) in zip(rows, shares, strict=True) if part is None], left))
    edges = {}
    for row, (part, source) in zip(rows, shares, strict=True):
        basis = book.basis(row, source)
        low, high = row["low"], row["high"]
        if part is None:
            basis = weakest([basis, "inferred"])
            low, high = 0.0 if low is None else low, most if high is None else min(high, most)
        middle = next(fills) if part is None else part / max(1.0, known)
        share, share_low, share_high = _range(middle, low, high)
        units = _range(row["quantity"], row["quantity_low"], row["quantity_high"])
        edges[row["input"]] = Edge(share, share_low, share_high, *units, basis=basis, filled=part is None)
    return edges


def _most_left(rows: list[dict[str, Any]], shares: list[tuple[float | None, str | None]]) -> float:
    """Return what known shares leave where they are as low as their ranges say."""
    known = [(row["low"], part) for row, (part, _) in zip(rows, shares, strict=True) if part is not None]
    return max(0.0, 1.0 - sum(part if low is None else min(low, part) for low, part in known))


def _fill(rows: list[dict[str, Any]], left: float) -> list[float]:
    """Return what unknown shares are taken as: an even part of what is left, moved into a range that is stated."""
    even = left / (len(rows) + 1)
    parts = [min(max(even, r["low"] or 0.0), 1.0 if r["high"] is None else r["high"]) for r in rows]
    total = sum(parts)
    return [p * left / total for p in parts] if total > left else parts


def _range(middle: float | None, low: float | None, high: float | None) -> tuple[float, float, float]:
    """Return a number and the range round it, NaN where nothing is known; the range always holds the number."""
    if middle is None:
        if low is None or high is None:
            return NAN, NAN, NAN
        middle = (low + high) / 2
    if low is None and high is None:
        return middle, NAN, NAN
    return middle, min(middle if low is None else low, middle), max(middle if high is None else high, middle)


def through(heading: str, outer: Edge, inner: Edge) -> Edge:
    """Return the edge from a product through a heading to an input of the heading, which is counted once a unit.

    Shares and ranges multiply; inputs of one heading then vary without each other.
    """

    def times(name: str, centre: str) -> float:
        ends = [getattr(e, name) for e in (outer, inner)]
        if all(math.isnan(end) for end in ends):
            return NAN
        middle = [getattr(e, centre) for e in (outer, inner)]
        return float(math.prod(m if math.isnan(end) else end for end, m in zip(ends, middle, strict=True)))

    once = 1.0 if math.isnan(outer.quantity) else outer.quantity
    return Edge(
        part=outer.part * inner.part,
        low=times("low", "part"),
        high=times("high", "part"),
        quantity=once * inner.quantity,
        quantity_low=once * inner.quantity_low,
        quantity_high=once * inner.quantity_high,
        basis=weakest([outer.basis, inner.basis]),
        filled=outer.filled or inner.filled,
        taken=outer.taken * inner.taken,
        via=(*outer.via, heading, *inner.via),
    )


def together(one: Edge, other: Edge) -> Edge:
    """Return one edge for an input that goes into a product twice, directly or through headings."""

    def both(name: str, centre: str) -> float:
        ends = [getattr(e, name) for e in (one, other)]
        if all(math.isnan(end) for end in ends):
            return NAN
        middle = [getattr(e, centre) for e in (one, other)]
        return float(sum(m if math.isnan(end) else end for end, m in zip(ends, middle, strict=True)))

    return Edge(
        part=one.part + other.part,
        low=both("low", "part"),
        high=both("high", "part"),
        quantity=one.quantity + other.quantity,
        quantity_low=both("quantity_low", "quantity"),
        quantity_high=both("quantity_high", "quantity"),
        basis=weakest([one.basis, other.basis]),
        filled=one.filled or other.filled,
        taken=max(one.taken, other.taken),
        via=one.via if one.part >= other.part else other.via,
    )
