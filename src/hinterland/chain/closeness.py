"""How close two products are: who makes the one may be able to make the other.

Closeness of products a and b, between 0 and 1, is the greatest of

- the weighted Jaccard index of what goes into them, sum_i min(a_i, b_i) / sum_i max(a_i, b_i), with a_i the share of
  input i in the value of a (Ruzicka 1958);
- 0.5 where both are of one category;
- 0.3 where both go into one product directly, unless that is a final product: everything goes into a car.

It is a rule of thumb for a first list, no measurement of what a firm is able to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

if TYPE_CHECKING:
    from hinterland.cluster import Cluster

Array: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

SAME_CATEGORY = 0.5
SAME_PARENT = 0.3
LEAST = 0.3
"""Closeness from which a product counts as close."""
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Close:
    """A product that is close to another.

    `because` is `inputs`, `category` or `parent`; `shared` is the category, or the product both go into, else empty.
    """

    product: str
    closeness: float
    because: str
    shared: str = ""


@dataclass(frozen=True, slots=True)
class Closeness:
    """Products of a case (P) and the rows of their recipes (E), from which closeness is reckoned product by product.

    Attributes
    ----------
    products
        (P,) In the order of names.
    category
        (P,) Number of the category, -1 where there is none.
    candidate
        (P,) Whether a plant can make it on its own account: everything but rows of kind `process`.
    final
        (P,) Whether it is a final product.
    made, taken
        (E,) Index of the product made and of the input it takes, one entry a pair.
    share
        (E,) Share of the input in the product's value: the mean over its processes; where the share is unknown, an
        even part of what the others leave.
    total
        (P,) Sum of a product's shares.
    """

    products: tuple[str, ...]
    categories: tuple[str, ...]
    category: Ints
    candidate: Bools
    final: Bools
    made: Ints
    taken: Ints
    share: Array
    total: Array

    @classmethod
    def of(cls, cluster: Cluster) -> Closeness:
        """Return what closeness rests on in a case; products without recipe or category are fine."""
        rows = _shares(cluster)
        listed = cluster["products"].select("product", "category", "kind")
        names = sorted({*listed["product"].to_list(), *rows["product"].to_list(), *rows["input"].to_list()})
        at = {name: i for i, name in enumerate(names)}
        categories = sorted(listed["category"].drop_nulls().unique().to_list())
        number = {name: i for i, name in enumerate(categories)}
        category = np.full(len(names), -1, dtype=np.int64)
        candidate, final = np.ones(len(names), dtype=bool), np.zeros(len(names), dtype=bool)
        for product, group, kind in listed.iter_rows():
            category[at[product]] = number.get(group, -1)
            candidate[at[product]], final[at[product]] = kind != "process", kind == "final"
        made, taken = (
            np.fromiter((at[p] for p in rows[c].to_list()), dtype=np.int64) for c in ("product", "input")
        )
        share = rows["share"].to_numpy()
        total = _sums(made, share, len(names))
        return cls(tuple(names), tuple(categories), category, candidate, final, made, taken, share, total)

    def to(self, product: str) -> tuple[Close, ...]:
        """Return the products close to one, closest first, then by name; none where the case lacks it."""
        if product not in self.products:
            return ()
        t = self.products.index(product)
        inputs = self._jaccard(t)
        category = np.where((self.category == self.category[t]) & (self.category[t] >= 0), SAME_CATEGORY, 0.0)
        parent = self._parents(t)
        scores = np.stack([inputs, category, np.where(parent >= 0, SAME_PARENT, 0.0)])
        best = np.where(self.candidate, scores.max(axis=0), 0.0)
        best[t] = 0.0
        which = scores.argmax(axis=0)
        found = np.flatnonzero(best >= LEAST - ROUNDING)
        shared = (
            lambda _: "",
            lambda i: self.categories[self.category[i]],
            lambda i: self.products[parent[i]],
        )
        return tuple(
            Close(
                self.products[i],
                float(best[i]),
                ("inputs", "category", "parent")[which[i]],
                shared[which[i]](i),
            )
            for i in found[np.argsort(-best[found], kind="stable")]
        )

    def _jaccard(self, t: int) -> Array:
        """Return the weighted Jaccard index of each product's inputs with those of product `t`, (P,)."""
        own = np.zeros(len(self.products))
        mine = self.made == t
        own[self.taken[mine]] = self.share[mine]
        common = _sums(self.made, np.minimum(self.share, own[self.taken]), len(self.products))
        either = self.total + self.total[t] - common
        return np.where(either > 0, common / np.where(either > 0, either, 1.0), 0.0)

    def _parents(self, t: int) -> Ints:
        """Return for each product a product that both it and `t` go into, the first by name; -1 for none, (P,)."""
        parents = np.zeros(len(self.products), dtype=bool)
        parents[self.made[self.taken == t]] = True
        parents &= ~self.final
        rows = np.flatnonzero(parents[self.made])[::-1]
        found = np.full(len(self.products), -1, dtype=np.int64)
        found[self.taken[rows]] = self.made[rows]
        return found


def _sums(rows: Ints, values: Array, size: int) -> Array:
    return np.bincount(rows, weights=values, minlength=size).astype(np.float64)


def _shares(cluster: Cluster) -> pl.DataFrame:
    """Return product, input, share: the mean over processes, by product, then input."""
    by_process = ["product", "process"]
    known = pl.col("value_share").clip(0.0, 1.0)
    left = (1.0 - known.sum().over(by_process)).clip(0.0, 1.0)
    filled = known.fill_null(left / known.is_null().sum().over(by_process))
    return (
        cluster["recipes"]
        .select("product", "process", "input", pl.col("value_share").cast(pl.Float64).fill_nan(None))
        .with_columns(share=filled, processes=pl.col("process").n_unique().over("product"))
        .with_columns(pl.col("share") / pl.col("processes"))
        .group_by("product", "input")
        .agg(pl.col("share").sum())
        .sort("product", "input")
    )
