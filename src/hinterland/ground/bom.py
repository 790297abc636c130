"""The bill of materials as a tree: value shares cumulated from the final product down to its leaves.

For a node *n* with parent *p* the share of the root is share(n) = share(p) x share_of_parent(n), share(root) = 1.
What a product's inputs leave is value added where it is made: own(n) = 1 - sum of share_of_parent over its
inputs. So for every root the own shares, own_share(n) = share(n) x own(n), add up to 1 (a leaf is all its own).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.errors import StudyError
from hinterland.ground.processes import stated_mixes
from hinterland.result import Result, Said, provenance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hinterland.cluster import Cluster

TREE = {
    "root": pl.String(),
    "path": pl.String(),
    "product": pl.String(),
    "name_en": pl.String(),
    "name_zh": pl.String(),
    "parent": pl.String(),
    "process": pl.String(),
    "tier": pl.Int64(),
    "kind": pl.String(),
    "leaf": pl.Boolean(),
    "share_of_parent": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "share": pl.Float64(),
    "own": pl.Float64(),
    "own_share": pl.Float64(),
    "quantity": pl.Float64(),
    "unit": pl.String(),
    "share_from": pl.String(),
    "basis": pl.String(),
    "path_basis": pl.String(),
    "source": pl.String(),
}
"""Columns of the tree, one row a node, parents before children. Shares are fractions: `share_of_parent`, `low` and
`high` of the parent's material value, `share` and `own_share` of the root's. `own` is the fraction of a node's
value that is added where it is made. `quantity` is in `unit` for one unit of the parent. `share_from` is `stated` or
`prices`; `basis` is that of the row, `path_basis` the weakest from the root to the node."""

TOLERANCE = 1e-6
"""Room for rounding in shares that should not add up to more than 1."""
MAX_NODES = 100_000
"""A tree that shares sub-assemblies can grow far beyond its recipes; beyond this it is no picture of anything."""
STRENGTH = ("observed", "reported", "inferred", "unstated", "synthetic")
"""Bases from the strongest to the weakest."""


def weakest(bases: Iterable[str]) -> str:
    """Return the weakest basis: what rests on a synthetic share is synthetic itself."""
    return max(bases, key=STRENGTH.index, default="unstated")


@dataclass(frozen=True, slots=True)
class Book:
    """Recipes (product -> process -> rows) and products, looked up by product."""

    recipes: dict[str, dict[str, list[dict[str, Any]]]]
    products: dict[str, dict[str, Any]]
    usual: dict[str, str] = field(default_factory=dict)
    """The process with the largest weight in the settings, by product."""

    @classmethod
    def of(cls, cluster: Cluster) -> Book:
        """Return the book of a case.

        Raises
        ------
        StudyError
            If the case has no recipes.
        """
        recipes: dict[str, dict[str, list[dict[str, Any]]]] = {}
        for row in cluster["recipes"].iter_rows(named=True):
            recipes.setdefault(row["product"], {}).setdefault(row["process"], []).append(row)
        if not recipes:
            raise StudyError(
                f"the case has no bill of materials that was public by {cluster.day()}: fill in `recipes` (product, "
                "process, input, value_share), or ask about a later day"
            )
        products = {r["product"]: r for r in cluster["products"].iter_rows(named=True)}
        mixes = stated_mixes(cluster, recipes)
        usual = {p: max(mix, key=mix.__getitem__) for p, mix in mixes.items() if mix}
        return cls(recipes, products, usual)

    def inputs(self, product: str, process: str | None) -> tuple[str | None, list[dict[str, Any]]]:
        """Return the process taken for a product, and its inputs.

        It is the one named, else the one with most weight in the settings, else the first by name.
        """
        processes = self.recipes.get(product, {})
        if not processes:
            return None, []
        named = (process, self.usual.get(product))
        taken = next((p for p in named if p in processes), None) or min(processes)
        return taken, processes[taken]

    def share(self, row: dict[str, Any]) -> tuple[float | None, str | None]:
        """Return an input's share of its product's value, and where it is from.

        It is the one stated, else quantity x price of the input / price of the product (`prices`), else None.
        """
        if row["value_share"] is not None:
            return row["value_share"], "stated"
        made, used = self.products.get(row["product"], {}), self.products.get(row["input"], {})
        whole, price, quantity = made.get("unit_price"), used.get("unit_price"), row["quantity"]
        if not whole or price is None or quantity is None:
            return None, None
        return quantity * price / whole, "prices"

    def basis(self, row: dict[str, Any], source: str | None) -> str:
        """Return the basis of an input's share: one that follows from prices is inferred at best."""
        basis = row["basis"] or "unstated"
        return weakest([basis, "inferred"]) if source == "prices" else basis


def refuse_above_one(product: str, process: str | None, total: float) -> None:
    """Raise where the shares of a product's inputs add up to more than 1, rounding aside."""
    if total > 1 + TOLERANCE:
        raise StudyError(
            f"recipes: the shares of {product} ({process}) add up to {total:.4f}, above 1; lower them"
        )


def circle(path: Iterable[str]) -> StudyError:
    """Return the error of a bill of materials in which `path` comes back to its start."""
    return StudyError(f"the bill of materials runs in a circle: {' → '.join(path)}")


def explode(cluster: Cluster, product: str | None = None, process: str | None = None) -> pl.DataFrame:
    """Return the bill of materials as a tree, one row a node.

    Parameters
    ----------
    cluster
        The case.
    product
        Root of the tree; default: every product of kind `final` that has a recipe, else every product that has
        one and goes into nothing.
    process
        Taken wherever a product has a process of this name; elsewhere the one with most weight in the settings
        `process.PRODUCT`, else the first by name.

    Returns
    -------
    polars.DataFrame
        Columns as in `TREE`. Where a share is unknown, shares below it are null, and so is what is left over.

    Raises
    ------
    StudyError
        If there are no recipes, the product or the process has none, shares add up to more than 1, or the bill of
        materials runs in a circle.
    """
    book = Book.of(cluster)
    if process is not None and not any(process in p for p in book.recipes.values()):
        raise StudyError(f"no product has a process named {process!r}; look at recipes.process")
    rows: list[dict[str, Any]] = []
    for root in roots(cluster, book, product):
        for row in _nodes(book, root, process):
            rows.append(row)
            if len(rows) > MAX_NODES:
                raise StudyError(f"the bill of materials of {root} has more than {MAX_NODES:,} nodes")
    return pl.DataFrame(rows, schema=TREE, orient="row")


def roots(cluster: Cluster, book: Book, product: str | None = None) -> list[str]:
    """Return the products that trees grow from, as `explode` chooses them.

    Raises
    ------
    StudyError
        If `product` has no recipe, or every product goes into another.
    """
    if product is not None:
        if product not in book.recipes:
            raise StudyError(
                f"product {product!r} has no recipe; products with one: {', '.join(book.recipes)}"
            )
        return [product]
    final = cluster["products"].filter(pl.col("kind") == "final")["product"].to_list()
    found = [p for p in final if p in book.recipes]
    if found:
        return found
    inputs = set(cluster["recipes"]["input"].to_list())
    found = [p for p in book.recipes if p not in inputs]
    if not found:
        raise StudyError("the bill of materials runs in a circle: every product goes into another")
    return found


def _nodes(book: Book, root: str, process: str | None) -> Iterator[dict[str, Any]]:
    """Yield the nodes below `root`, parents first, inputs in the order of the recipes."""
    stack: list[tuple[str, dict[str, Any] | None, dict[str, Any] | None]] = [(root, None, None)]
    while stack:
        product, recipe, above = stack.pop()
        taken, inputs = book.inputs(product, process)
        node = _node(book, product, recipe, above, root)
        if above is not None and product in above["path"].split("/"):
            raise circle(node["path"].split("/"))
        node |= _own(book, node, taken, inputs)
        yield node
        stack += [(row["input"], row, node) for row in reversed(inputs)]


def _node(
    book: Book, product: str, recipe: dict[str, Any] | None, above: dict[str, Any] | None, root: str
) -> dict[str, Any]:
    named = book.products.get(product, {})
    node = {
        "root": root,
        "path": product,
        "product": product,
        "name_en": named.get("name_en") or product,
        "name_zh": named.get("name_zh") or named.get("name_en") or product,
        "kind": named.get("kind"),
        "tier": 0,
        "share": 1.0,
    }
    if recipe is None or above is None:
        return node
    part, source = book.share(recipe)
    whole = above["share"]
    basis = book.basis(recipe, source)
    return node | {
        "path": f"{above['path']}/{product}",
        "parent": above["product"],
        "tier": above["tier"] + 1,
        "share_of_parent": part,
        "low": recipe["low"],
        "high": recipe["high"],
        "share": None if part is None or whole is None else whole * part,
        "quantity": recipe["quantity"],
        "unit": named.get("unit"),
        "share_from": source,
        "basis": basis,
        "path_basis": basis if above["tier"] == 0 else weakest([basis, above["path_basis"]]),
        "source": recipe["source"],
    }


def _own(
    book: Book, node: dict[str, Any], process: str | None, inputs: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return what a node adds to the value itself; a root's basis is the weakest of its own recipe."""
    parts = [book.share(row)[0] for row in inputs]
    known = [p for p in parts if p is not None]
    total = sum(known)
    refuse_above_one(node["product"], process, total)
    own = max(0.0, 1.0 - total) if len(known) == len(parts) else None
    if own is not None and own < TOLERANCE:
        own = 0.0
    share = node["share"]
    added = {
        "process": process,
        "leaf": not inputs,
        "own": own,
        "own_share": None if own is None or share is None else share * own,
    }
    if node["tier"] == 0:
        basis = weakest([row["basis"] or "unstated" for row in inputs])
        added |= {"basis": basis, "path_basis": basis}
    return added


def materials(cluster: Cluster, *, product: str | None = None, process: str | None = None) -> Result:
    """Return the tree of `explode` as a result, with its value by tier and basis.

    Returns
    -------
    Result
        Tables `tree` (as `explode` gives it) and `tiers`: root, tier, path_basis, nodes, leaves, share (of the
        root's value that passes through the tier) and own_share (that is added in it).

    Raises
    ------
    StudyError
        As `explode` does.
    """
    began = time.perf_counter()
    tree = explode(cluster, product, process)
    tiers = (
        tree.group_by("root", "tier", "path_basis", maintain_order=True)
        .agg(
            nodes=pl.len(),
            leaves=pl.col("leaf").sum(),
            share=pl.col("share").sum(),
            own_share=pl.col("own_share").sum(),
        )
        .sort("root", "tier")
    )
    unknown = tree["share"].null_count()
    summary = {
        "roots": tree["root"].unique(maintain_order=True).to_list(),
        "nodes": tree.height,
        "tiers": int(tree["tier"].max() or 0),  # type: ignore[arg-type] # a column of integers
        "leaves": int(tree["leaf"].sum()),
        "shares_unknown": unknown,
        "shares_from_prices": tree.filter(pl.col("share_from") == "prices").height,
    }
    parameters = {"product": product, "process": process}
    return Result(
        study="materials",
        tables={"tree": tree, "tiers": tiers},
        provenance=provenance("materials", cluster, parameters, time.perf_counter() - began),
        summary=summary,
        assumptions=(*_assumptions(tree, unknown), *_one_process(cluster, tree)),
        figures=("chain_icicle",),
    )


def _one_process(cluster: Cluster, tree: pl.DataFrame) -> tuple[Said, ...]:
    """Say which process the tree shows where a product has several."""
    counts = cluster["recipes"].group_by("product").agg(pl.col("process").n_unique())
    several = counts.filter(pl.col("process") > 1)["product"].to_list()
    shown = tree.filter(pl.col("product").is_in(several)).unique("product", maintain_order=True)
    if not shown.height:
        return ()
    named = ", ".join(f"{p}: {taken}" for p, taken in shown.select("product", "process").iter_rows())
    return (
        Said(
            f"Of several processes the tree shows one ({named}); the studies of the chain mix them by their weights.",
            "有多种工艺的产品，此处只列权重最大的一种；产业链分析按权重混合。",
        ),
    )


def _assumptions(tree: pl.DataFrame, unknown: int) -> tuple[Said, ...]:
    priced = tree.filter(pl.col("share_from") == "prices").height
    said = [
        Said(
            "A share of the final product is the product of the shares along its path; what a product's inputs "
            "leave is value added where it is made.",
            "占整机价值的份额为沿路径各级份额之积；投入未覆盖的部分为该产品制造环节的增加值。",
        ),
        Said(
            "A share is as certain as the weakest share on its path.",
            "份额的可信度取路径上最弱的一级。",
        ),
    ]
    if priced:
        said.append(
            Said(
                f"{priced} shares are not stated and follow from quantities and prices; they count as inferred.",
                f"{priced} 个份额未经说明，由用量与价格推得，计为推算。",
            )
        )
    if unknown:
        said.append(
            Said(
                f"{unknown} nodes have no share: their value, and what is below them, is unknown and not zero.",
                f"{unknown} 个节点没有份额：其价值及以下各级未知，并非为零。",
            )
        )
    return tuple(said)
