"""The bill of materials of a finished product as arrays by product: value shares, cuts, units, what is uncertain.

A *cut* counts value once: `tier1` is what goes directly into the root, `leaves` what has no components of its own.
A heading ("chassis", which nobody makes as such) is looked through to what it holds.
Components (also materials and services) are counted; rows of kind `process`, with all that goes into them, and what
inputs leave are value added where a product is made. So on every cut value of components + value added = 1.
A product that goes into several others is one product: its shares add up over its paths.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hinterland.errors import StudyError
from hinterland.ground import bom, mix, quantity
from hinterland.ground.parts_said import assumed
from hinterland.ground.shares import CUTS, bounds, cuts, draws, flows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from hinterland.cluster import Cluster
    from hinterland.ground.mix import Edge
    from hinterland.result import Said

__all__ = ["CUTS", "Parts", "bounds", "cuts", "draws", "parts", "roots"]

Array: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Parts:
    """Products (P) below a root and the edges (E) between them, recipes of mixed processes merged.

    Attributes
    ----------
    products
        The root first; a product comes after everything it goes into, else in the order of names.
    tier
        (P,) Fewest steps from the root.
    component
        (P,) Whether it counts on a cut: everything but the root and rows of kind `process`.
    parent, child
        (E,) Indices into `products`, ordered by parent, then child.
    part, low, high
        (E,) The child's share of the parent's material value, never NaN, and the range stated for it, else NaN.
        Where `filled`, the share was unknown: it is an even part of what its siblings leave, the product's own
        value taking one part too, and its range reaches from 0 to the most that they can leave.
    quantity, quantity_low, quantity_high
        (E,) Units of the child for one unit of the parent, and the range stated for it; NaN where unknown.
    basis
        (E,) Weakest basis of the rows; shares from prices and filled ones are inferred at best.
    via
        (E,) Headings of the bill of materials between the two, the outer first; they are looked through.
    share
        (P,) Share of the root's value that passes through the product.
    own
        (P,) Fraction of a product's value that is added where it is made: 1 less its components.
    per_root, per_root_low, per_root_high
        (P,) Units of the product for one unit of the root. Where only some paths are known, the number is NaN and
        the lower end is what they come to; NaN where nothing is known.
    per_root_from
        (P,) `root`, `quantities`, `set` (one set for one finished product), `prices` (value / price) or `unknown`.
    processes
        Weights taken where a product has several processes.
    """

    root: str
    products: tuple[str, ...]
    kinds: tuple[str, ...]
    tier: Ints
    component: Bools
    parent: Ints
    child: Ints
    part: Array
    low: Array
    high: Array
    quantity: Array
    quantity_low: Array
    quantity_high: Array
    basis: tuple[str, ...]
    filled: Bools
    via: tuple[tuple[str, ...], ...]
    share: Array
    own: Array
    per_root: Array
    per_root_low: Array
    per_root_high: Array
    per_root_from: tuple[str, ...]
    processes: Mapping[str, Mapping[str, float]]
    assumptions: tuple[Said, ...]

    def cut(self, name: str) -> Array:
        """Return the value of each component on a cut (`tier1` or `leaves`), (P,), fractions of the root's."""
        if name not in CUTS:
            raise StudyError(f"there is no cut {name!r}; cuts are {', '.join(CUTS)}")
        return np.asarray(cuts(self, self.part[None, :])[name][0])

    def index(self, product: str) -> int:
        """Return the position of a product in the arrays."""
        try:
            return self.products.index(product)
        except ValueError:
            raise StudyError(f"{product!r} does not go into {self.root}") from None


def roots(cluster: Cluster, product: str | None = None) -> list[str]:
    """Return the products that have parts, as `hinterland.ground.bom.explode` chooses its roots."""
    return bom.roots(cluster, bom.Book.of(cluster), product)


def parts(cluster: Cluster, root: str, processes: Mapping[str, Mapping[str, float]] | None = None) -> Parts:
    """Return the bill of materials of a product as arrays.

    Parameters
    ----------
    root
        A product with a recipe.
    processes
        Product to process to weight, weights of a product add up to 1. Default: the setting
        `process.PRODUCT` of the case (`nmc:0.5;lfp:0.5`, or a name), else the first process by name.

    Raises
    ------
    StudyError
        If there are no recipes or the root has none, shares add up to more than 1, the bill of materials runs in
        a circle, or a choice of processes names what is not there.
    """
    book = bom.Book.of(cluster)
    bom.roots(cluster, book, root)
    graph = Graph.of(book, mix.choose(cluster, book, processes), root)
    edges, size = graph.edges, len(graph.products)
    part = _floats(e.part for e in edges)
    kinds = tuple(book.products.get(p, {}).get("kind") or "component" for p in graph.products)
    component = np.array([k != "process" for k in kinds])
    component[0] = False
    share = flows(graph.parent, graph.child, part[None, :], size)[0]
    units = quantity.reckon(_to_reckon(cluster, book, graph, part, share))
    return Parts(
        root=root,
        products=graph.products,
        kinds=kinds,
        tier=graph.tiers(),
        component=component,
        parent=graph.parent,
        child=graph.child,
        part=part,
        low=_floats(e.low for e in edges),
        high=_floats(e.high for e in edges),
        quantity=units.quantity,
        quantity_low=units.low,
        quantity_high=units.high,
        basis=tuple(e.basis for e in edges),
        filled=np.array([e.filled for e in edges], dtype=np.bool_),
        via=tuple(e.via for e in edges),
        share=share,
        own=_own(graph, part, component),
        per_root=units.per_root,
        per_root_low=units.per_root_low,
        per_root_high=units.per_root_high,
        per_root_from=units.source,
        processes={p: graph.taken[p] for p in graph.products if len(book.recipes.get(p, {})) > 1},
        assumptions=assumed(graph, kinds, units),
    )


def _floats(numbers: Iterable[float]) -> Array:
    return np.fromiter(numbers, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Graph:
    """Products below a root in topological order and the merged edges between them, by parent, then child.

    `taken` holds the weights of processes by product, `by_name` the products whose process nobody chose.
    """

    products: tuple[str, ...]
    parent: Ints
    child: Ints
    edges: tuple[Edge, ...]
    taken: Mapping[str, Mapping[str, float]]
    by_name: tuple[str, ...]

    @classmethod
    def of(cls, book: bom.Book, choice: mix.Choice, root: str) -> Graph:
        """Return the graph of a root; refuses one that runs in a circle."""
        inputs: dict[str, dict[str, Edge]] = {}
        taken: dict[str, dict[str, float]] = {}
        by_name: list[str] = []

        def read(product: str) -> list[str]:
            taken[product], unchosen = choice.of(product)
            inputs[product] = mix.merge(book, product, taken[product]) if taken[product] else {}
            by_name.extend([product] if unchosen else [])
            return list(inputs[product])

        _walk(root, read)
        inputs = _without_headings(book, root, inputs)
        products = _ordered(root, inputs)
        at = {p: i for i, p in enumerate(products)}
        rows = sorted((at[p], at[c]) for p in products for c in inputs[p])
        edges = tuple(inputs[products[p]][products[c]] for p, c in rows)
        pairs = np.array(rows, dtype=np.int64).reshape(-1, 2)
        return cls(products, pairs[:, 0], pairs[:, 1], edges, taken, tuple(sorted(by_name)))

    def tiers(self) -> Ints:
        """Return the fewest steps from the root to each product."""
        tier = np.full(len(self.products), len(self.products), dtype=np.int64)
        tier[0] = 0
        for p, c in zip(self.parent, self.child, strict=True):
            tier[c] = min(tier[c], tier[p] + 1)
        return tier


def _walk(root: str, read: Callable[[str], list[str]]) -> None:
    """Call `read` once for every product below the root; refuse a bill of materials that runs in a circle."""
    path = [root]
    open_ = {root}
    done: set[str] = set()
    left = [iter(read(root))]
    while path:
        product = next(left[-1], None)
        if product is None:
            left.pop()
            open_.discard(path[-1])
            done.add(path.pop())
        elif product in open_:
            raise bom.circle([*path[path.index(product) :], product])
        elif product not in done:
            path.append(product)
            open_.add(product)
            left.append(iter(read(product)))


def _without_headings(
    book: bom.Book, root: str, inputs: Mapping[str, Mapping[str, Edge]]
) -> dict[str, dict[str, Edge]]:
    """Return the inputs of each product with headings replaced by what they hold.

    A heading without inputs of its own stays: there is nothing to look through to.
    """
    headings = {
        p for p in inputs if p != root and inputs[p] and book.products.get(p, {}).get("kind") == "heading"
    }
    found: dict[str, dict[str, Edge]] = {}
    for product in reversed(_ordered(root, inputs)):  # what a heading holds is looked through before itself
        merged: dict[str, Edge] = {}
        for name, edge in inputs[product].items():
            held = found[name] if name in headings else {}
            reached = {n: mix.through(name, edge, e) for n, e in held.items()} or {name: edge}
            for n, e in reached.items():
                merged[n] = mix.together(merged[n], e) if n in merged else e
        found[product] = merged
    kept: set[str] = set()
    todo = [root]
    while todo:
        product = todo.pop()
        if product not in kept:
            kept.add(product)
            todo += found[product]
    return {p: found[p] for p in found if p in kept}


def _ordered(root: str, inputs: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return the products so that each comes after all it goes into; by name where that leaves a choice."""
    waiting: dict[str, int] = {}
    for names in inputs.values():
        for name in names:
            waiting[name] = waiting.get(name, 0) + 1
    ready, ordered = [root], []
    while ready:
        product = heapq.heappop(ready)
        ordered.append(product)
        for name in inputs[product]:
            waiting[name] -= 1
            if not waiting[name]:
                heapq.heappush(ready, name)
    return tuple(ordered)


def _own(graph: Graph, part: Array, component: Bools) -> Array:
    bought = np.zeros(len(graph.products))
    np.add.at(bought, graph.parent, np.where(component[graph.child], part, 0.0))
    return np.clip(1.0 - bought, 0.0, 1.0)


def _to_reckon(cluster: Cluster, book: bom.Book, graph: Graph, part: Array, share: Array) -> quantity.Book:
    """Return what quantities are reckoned from: units, prices, and the material value of one root."""
    rows = [book.products.get(p, {}) for p in graph.products]
    prices = _floats(np.nan if r.get("unit_price") is None else r["unit_price"] for r in rows)
    items = cluster["cost_items"].filter(pl.col("product") == graph.products[0])["share"]
    return quantity.Book(
        parent=graph.parent,
        child=graph.child,
        quantity=_floats(e.quantity for e in graph.edges),
        low=_floats(e.quantity_low for e in graph.edges),
        high=_floats(e.quantity_high for e in graph.edges),
        taken=_floats(e.taken for e in graph.edges),
        flow=share[graph.parent] * part,
        share=share,
        units=tuple(r.get("unit") or "" for r in rows),
        prices=prices,
        worth=float(prices[0]) * max(0.0, 1.0 - sum(items.drop_nulls())),
        finished=rows[0].get("kind") == "final" or rows[0].get("unit") == "set",
    )
