"""The bills of materials of all finished products as one graph, with what a unit of each product is worth.

Headings are looked through, processes mixed (`hinterland.ground.parts`). A row of kind `process` that no plant makes
is no product: what goes into it goes into the product above. Shares are of the value of what is made, so a finished
product's are scaled by what its price leaves for material.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.errors import Refused
from hinterland.ground.parts import parts, roots
from hinterland.units import parse_number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from numpy.typing import NDArray

    from hinterland.cluster import Cluster
    from hinterland.ground.parts import Parts
    from hinterland.result import Said

    Floats = NDArray[np.float64]

PRICE = "unit_price."
"""Setting that states a price where the table `products` has none: `unit_price.PRODUCT`, CNY a unit."""


@dataclass(frozen=True, slots=True)
class Bill:
    """Products (P), each after everything it goes into, and what goes into each.

    Attributes
    ----------
    products, kinds
        Ids, and kinds of the table `products`.
    inputs
        Of each product: (index of the input, value of it in a unit of value made).
    finished
        Whether nothing of the case is made of it: a root.
    equivalent
        Value of each product in one unit of the finished product it is for, CNY, (P,); NaN for products of no bill.
    per_finished
        Units of it for one unit of the finished product, (P,); NaN unknown.
    priced
        Whether values are CNY: the finished product has a price. Else they are shares of its value.
    """

    products: tuple[str, ...]
    kinds: tuple[str, ...]
    inputs: tuple[tuple[tuple[int, float], ...], ...]
    finished: NDArray[np.bool_]
    equivalent: Floats
    per_finished: Floats
    priced: NDArray[np.bool_]
    assumptions: tuple[Said, ...] = field(default=())

    @property
    def index(self) -> dict[str, int]:
        """Position of each product."""
        return {p: i for i, p in enumerate(self.products)}

    @property
    def unit_value(self) -> Floats:
        """Value of one unit of each product, (P,); NaN where units are unknown."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.per_finished > 0, self.equivalent / self.per_finished, np.nan)


def price_of(cluster: Cluster, product: str) -> float | None:
    """Return a product's price, CNY a unit: the table `products`, else the setting `unit_price.PRODUCT`."""
    row = cluster["products"].filter(pl.col("product") == product)["unit_price"].to_list()
    if row and row[0] and row[0] > 0:
        return float(row[0])
    stated = cluster["settings"].filter(pl.col("name") == PRICE + product)["value"].to_list()
    number = parse_number(stated[0]) if stated and stated[0] else None
    return number.value if number is not None and number.value > 0 else None


def bill_of(
    cluster: Cluster, made: Collection[str], processes: Mapping[str, Mapping[str, float]] | None = None
) -> Bill:
    """Return the bill of materials of all finished products of a case.

    Parameters
    ----------
    made
        Products that plants make; those of no bill are added, without inputs.
    processes
        As `hinterland.ground.parts.parts` takes them.

    Raises
    ------
    StudyError
        If there is no bill of materials, or the bills of two finished products together run in a circle.
    """
    found: dict[str, dict[str, float]] = {}
    about: dict[str, dict[str, Any]] = {}
    said: list[Said] = []
    for root in roots(cluster):
        book = parts(cluster, root, processes)
        price = price_of(cluster, root)
        items = cluster["cost_items"].filter(pl.col("product") == root)["share"].drop_nulls().to_list()
        material = max(0.0, 1.0 - sum(items))
        _add(found, about, book, (price or 1.0, material, price is not None))
        said += [s for s in book.assumptions if s not in said]
    kinds = dict(cluster["products"].select("product", "kind").iter_rows())
    _skip_processes(found, {p for p in found if kinds.get(p) == "process" and p not in made})
    for product in sorted(set(made) - set(found)):
        found[product] = {}
        price = price_of(cluster, product)
        about[product] = {
            "equivalent": price or np.nan,
            "units": 1.0,
            "root": False,
            "priced": price is not None,
        }
    order = _ordered(found)
    at = {p: i for i, p in enumerate(order)}
    return Bill(
        products=tuple(order),
        kinds=tuple(kinds.get(p) or "component" for p in order),
        inputs=tuple(tuple(sorted((at[c], v) for c, v in found[p].items())) for p in order),
        finished=np.array([about[p]["root"] for p in order]),
        equivalent=np.array([about[p]["equivalent"] for p in order], dtype=np.float64),
        per_finished=np.array([about[p]["units"] for p in order], dtype=np.float64),
        priced=np.array([about[p]["priced"] for p in order]),
        assumptions=tuple(said),
    )


def _add(
    found: dict[str, dict[str, float]],
    about: dict[str, dict[str, Any]],
    book: Parts,
    worth: tuple[float, float, bool],
) -> None:
    """Add the bill of one finished product; `worth`: its price, the share of material, whether it is known."""
    price, material, known = worth
    for i, product in enumerate(book.products):
        found.setdefault(product, {})
        value = price if i == 0 else price * material * float(book.share[i])
        row = {"equivalent": value, "units": float(book.per_root[i]), "root": i == 0, "priced": known}
        about.setdefault(product, row)
    for p, c, part in zip(book.parent.tolist(), book.child.tolist(), book.part.tolist(), strict=True):
        parent, child = book.products[p], book.products[c]
        if child not in found[parent]:
            found[parent][child] = part * (material if p == 0 else 1.0)


def _skip_processes(found: dict[str, dict[str, float]], processes: set[str]) -> None:
    """Take away processes: their inputs go into what they are for."""
    while any(c in processes for inputs in found.values() for c in inputs):
        for inputs in found.values():
            for process in [c for c in inputs if c in processes]:
                part = inputs.pop(process)
                for child, below in found[process].items():
                    inputs[child] = inputs.get(child, 0.0) + part * below
    for process in processes:
        del found[process]


def _ordered(found: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the products so that each comes after all it goes into."""
    waiting = dict.fromkeys(found, 0)
    for inputs in found.values():
        for child in inputs:
            waiting[child] += 1
    ready = [p for p in found if not waiting[p]]
    order = []
    while ready:
        product = ready.pop()
        order.append(product)
        for child in found[product]:
            waiting[child] -= 1
            if not waiting[child]:
                ready.append(child)
    if len(order) < len(found):
        stuck = ", ".join(sorted(p for p in found if waiting[p])[:5])
        raise Refused(
            f"the bills of materials together run in a circle through {stuck}; mend `recipes`",
            f"各物料清单合在一起成环，经过 {stuck.replace(', ', '、')}；请修正 `recipes`",
        )
    return order
