"""The bill of materials as a tree with what is nearby of each node: what the icicle is drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl

from hinterland.chain.runs import known
from hinterland.chain.words import percent
from hinterland.errors import StudyError
from hinterland.ground.bom import MAX_NODES, weakest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hinterland.chain.measured import Nearby
    from hinterland.ground.naming import Naming
    from hinterland.ground.parts import Parts

_S, _F = pl.String(), pl.Float64()
TREE: Mapping[str, pl.DataType] = {
    "place": _S,
    "root": _S,
    "path": _S,
    "product": _S,
    "name_en": _S,
    "name_zh": _S,
    "parent": _S,
    "process": _S,
    "tier": pl.Int64(),
    "kind": _S,
    "leaf": pl.Boolean(),
    "share_of_parent": _F,
    "low": _F,
    "high": _F,
    "share": _F,
    "quantity": _F,
    "unit": _S,
    "basis": _S,
    "path_basis": _S,
    "coverage_low": _F,
    "coverage_high": _F,
    "coverage_status": _S,
}
"""Columns of the table `tree`, one row a node of the bill of materials of a place, parents before children; recipes
of mixed processes are merged and `process` says so. `coverage_low` and `coverage_high` are the least and the greatest
part of the demand that is served within the reference reach; process rows, headings and the root have none."""


def tree_rows(near: Nearby, naming: Naming, statuses: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield the nodes of one place; `statuses` are those of the table `gaps`, by product.

    Raises
    ------
    StudyError
        If the tree has more nodes than anyone could look at.
    """
    parts = near.scope.parts
    served = near.served["operating", near.hours[-1]]
    index = {p: i for i, p in enumerate(parts.products)}
    for count, (product, node) in enumerate(_nodes(parts)):
        if count >= MAX_NODES:
            raise StudyError(f"the bill of materials of {parts.root} has more than {MAX_NODES:,} nodes")
        k = index.get(product, 0)
        counted = product in statuses
        name = naming.product(product)
        yield node | {
            "place": near.scope.place,
            "root": parts.root,
            "product": product,
            "name_en": name.en,
            "name_zh": name.zh,
            "kind": parts.kinds[k] if product in index else "heading",
            "unit": naming.unit(product),
            "process": _process(parts, product),
            "coverage_low": float(served.low[k]) if counted else None,
            "coverage_high": float(served.high[k]) if counted else None,
            "coverage_status": statuses.get(product),
        }


def _process(parts: Parts, product: str) -> str | None:
    """Return the processes that were taken where there are several, with their weights."""
    taken = parts.processes.get(product)
    return "; ".join(f"{p} {percent(w)}" for p, w in taken.items()) if taken else None


Entry: TypeAlias = tuple[tuple[str, ...], int]
"""Headings that are still to come, and the edge below them."""


def _nodes(parts: Parts) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield product (or heading) and node from the root down, the largest first."""
    below: dict[int, list[Entry]] = {}
    for e, parent in enumerate(parts.parent.tolist()):
        below.setdefault(parent, []).append((parts.via[e], e))
    basis = weakest([parts.basis[e] for _, e in below.get(0, [])])
    top = {"path": parts.root, "parent": None, "tier": 0, "share": 1.0, "path_basis": basis, "basis": basis}
    stack: list[tuple[str, dict[str, Any], list[Entry], float]] = [
        (parts.root, top | {"leaf": not below.get(0)}, below.get(0, []), 1.0)
    ]
    while stack:
        product, node, entries, whole = stack.pop()
        yield product, node
        for child in reversed(_children(parts, entries)):
            name, held, edge = child
            part = sum(float(parts.part[e]) for _, e in held) if edge is None else float(parts.part[edge])
            inner = held if edge is None else below.get(int(parts.child[edge]), [])
            told = [parts.basis[e] for _, e in held] if edge is None else [parts.basis[edge]]
            added = _node(node, name, part / whole if whole > 0 else 0.0, weakest(told))
            added |= _figures(parts, edge)
            stack.append((name, added | {"leaf": not inner}, inner, part if edge is None else 1.0))


def _children(parts: Parts, entries: list[Entry]) -> list[tuple[str, list[Entry], int | None]]:
    """Return what stands directly below a node: a product with its edge, a heading with what it holds."""
    held: dict[str, list[Entry]] = {}
    found: list[tuple[float, str, list[Entry], int | None]] = []
    for via, edge in entries:
        if via:
            held.setdefault(via[0], []).append((via[1:], edge))
        else:
            found.append((float(parts.part[edge]), parts.products[int(parts.child[edge])], [], edge))
    for name, inner in held.items():
        found.append((sum(float(parts.part[e]) for _, e in inner), name, inner, None))
    found.sort(key=lambda f: (-f[0], f[1]))
    return [(name, inner, edge) for _, name, inner, edge in found]


def _node(above: dict[str, Any], name: str, part: float, basis: str) -> dict[str, Any]:
    """Return a node below another; what stands on the root's own inputs starts a path."""
    return {
        "path": f"{above['path']}/{name}",
        "parent": above["path"].rpartition("/")[2],
        "tier": above["tier"] + 1,
        "share_of_parent": part,
        "share": above["share"] * part,
        "basis": basis,
        "path_basis": basis if above["tier"] == 0 else weakest([basis, above["path_basis"]]),
    }


def _figures(parts: Parts, edge: int | None) -> dict[str, Any]:
    """Return range and quantity of an input; below a heading the range is of more than its share of the heading."""
    if edge is None:
        return {}
    ranged = not parts.via[edge]
    return {
        "low": known(parts.low[edge]) if ranged else None,
        "high": known(parts.high[edge]) if ranged else None,
        "quantity": known(parts.quantity[edge]),
    }
