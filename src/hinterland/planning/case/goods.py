"""Products and what they are made of, in their own units and in yuan.

Value counts: what a unit of value takes of each input is the bill of materials of all finished products together
(`hinterland.network.bills`), headings looked through, processes mixed by the case's weights. A quantity is that share
times the price of the product over the price of the input; prices are those at which the value shares of the bill
hold, so that units and yuan tell the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.ground.bom import Book
from hinterland.ground.processes import stated_mixes
from hinterland.network.bills import bill_of
from hinterland.planning.problem import Technology

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from hinterland.cluster import Cluster
    from hinterland.network.bills import Bill
    from hinterland.planning.case.options import Assumed, Told
    from hinterland.planning.problem import Array, Bools


@dataclass(frozen=True, slots=True)
class Goods:
    """Products of a plan (P), each after everything it goes into.

    Attributes
    ----------
    at
        Position in the bill of each product, (P,).
    told
        Whether its units are known: a capacity in its own unit can be compared with what is needed, (P,).
    """

    bill: Bill
    products: tuple[str, ...]
    processes: tuple[str, ...]
    at: Array
    told: Bools
    technology: Technology

    @property
    def index(self) -> dict[str, int]:
        """Position of each product."""
        return {p: i for i, p in enumerate(self.products)}

    @property
    def per_finished(self) -> Array:
        """Units of each product in one of the finished product; 1 where nobody knows."""
        return np.where(self.told, self.bill.per_finished[self.at.astype(int)], 1.0)

    def below(self, root: str) -> Bools:
        """Return which products go into a finished product, that itself too."""
        index = self.index
        found = np.zeros(len(self.products), dtype=np.bool_)
        todo = [index[root]]
        t = self.technology
        while todo:
            one = todo.pop()
            if not found[one]:
                found[one] = True
                todo += t.product[t.output[t.process] == one].tolist()
        return found


def goods(
    cluster: Cluster,
    roots: Collection[str],
    made: Collection[str],
    assumed: Assumed,
    told: Told,
    *,
    free: bool,
) -> Goods:
    """Return the products below `roots`, and those `made` that are of no bill, with what they take.

    Parameters
    ----------
    free
        Whether processes of a product are alternatives; else they are mixed.

    Raises
    ------
    StudyError
        If there is no bill of materials, or it runs in a circle.
    """
    bill = bill_of(cluster, made)
    for said in bill.assumptions:
        told.note(said.en, said.zh)
    kept = _below(bill, {*roots, *made})
    price = np.where(np.isfinite(bill.unit_value), bill.unit_value, bill.equivalent)
    for i in kept:
        if not (bill.priced[i] and price[i] > 0):
            told.fault(
                f"products: {bill.products[i]} has no price; fill in products.unit_price of it, or of the finished "
                f"product that it goes into",
                f"products：{bill.products[i]} 无单价；请填写其（或所属整机的）products.unit_price",
            )
    price = np.where(np.isfinite(price) & (price > 0), price, 1.0)[kept]
    here = {b: i for i, b in enumerate(kept)}
    ways = _processes(cluster, bill, kept, free=free)
    rows = [
        (here[c], r, share * price[here[b]] / price[here[c]])
        for r, (b, _, inputs) in enumerate(ways)
        for c, share in inputs
    ]
    output = np.array([here[b] for b, _, _ in ways], dtype=np.int64)
    added = np.array([1.0 - sum(s for _, s in inputs) for _, _, inputs in ways], dtype=np.float64)
    added = np.clip(added, 0.0, 1.0) * price[output]
    first = np.array([int(np.flatnonzero(output == i)[0]) for i in range(len(kept))], dtype=np.int64)
    technology = Technology(
        output=output,
        product=np.array([p for p, _, _ in rows], dtype=np.int64),
        process=np.array([r for _, r, _ in rows], dtype=np.int64),
        quantity=np.array([q for _, _, q in rows], dtype=np.float64),
        price=price,
        value_added=added,
        tax=added[first] * assumed.tax_share,
    )
    return Goods(
        bill=bill,
        products=tuple(bill.products[b] for b in kept),
        processes=tuple(name for _, name, _ in ways),
        at=np.array(kept, dtype=np.float64),
        told=np.isfinite(bill.per_finished[kept]) & (bill.per_finished[kept] > 0),
        technology=technology,
    )


def _below(bill: Bill, start: Iterable[str]) -> list[int]:
    """Return the positions of some products and of all that goes into them, in the bill's order."""
    index, found = bill.index, set()
    todo = [index[p] for p in start if p in index]
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo += [c for c, _ in bill.inputs[one]]
    return sorted(found)


def _processes(
    cluster: Cluster, bill: Bill, kept: list[int], *, free: bool
) -> list[tuple[int, str, tuple[tuple[int, float], ...]]]:
    """Return (product, name, inputs) of each process: one a product, or one for each that the case names."""
    book = Book.of(cluster)
    mixes = stated_mixes(cluster, book.recipes) if free else {}
    found: list[tuple[int, str, tuple[tuple[int, float], ...]]] = []
    for b in kept:
        product = bill.products[b]
        names = sorted(n for n, w in mixes.get(product, {}).items() if w > 0)
        if len(names) < 2:
            found.append((b, product, bill.inputs[b]))
            continue
        for name in names:
            alone = bill_of(cluster, (), {product: {name: 1.0}})
            inputs = alone.inputs[alone.index[product]]
            found.append(
                (b, f"{product}:{name}", tuple((bill.index[alone.products[c]], s) for c, s in inputs))
            )
    return found
