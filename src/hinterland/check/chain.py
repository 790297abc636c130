"""The bill of materials adds up and has no circle; no more has anything else that points at itself."""

from __future__ import annotations

import graphlib
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from hinterland.check.listing import listed, numbered, present, whole
from hinterland.faults import clip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.faults import Fault
    from hinterland.sheets import Sheet

TOLERANCE = 1e-6
MAX_CIRCLES = 20
MAX_NAMES = 20


def shares(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Value shares of one product and process, and cost items of one product, add up to no more than 1."""
    return _recipes(sheets) + _costs(sheets)


def _costs(sheets: Mapping[str, Sheet]) -> list[Fault]:
    if not present(sheets, ["cost_items"]):
        return []
    sheet = sheets["cost_items"]
    over = (
        numbered(sheet)
        .filter(pl.col("share") <= 1)  # a single share above 1 is told where it was read
        .with_columns(pl.col("share").sum().over("product").alias("__sum"))
        .filter(pl.col("__sum") > 1 + TOLERANCE)
        .unique("product", keep="first", maintain_order=True)
    )
    return listed(
        sheet,
        over,
        "share",
        lambda row: f"the cost items of {row['product']} add up to {row['__sum']:.4f}, above 1",
        "Lower them: each is a share of the price, and what they leave is material",
    )


def _recipes(sheets: Mapping[str, Sheet]) -> list[Fault]:
    if not present(sheets, ["recipes"]):
        return []
    sheet = sheets["recipes"]
    over = (
        numbered(sheet)
        .filter(pl.col("value_share") <= 1)  # a single share above 1 is told where it was read
        .with_columns(pl.col("value_share").sum().over("product", "process").alias("__sum"))
        .filter(pl.col("__sum") > 1 + TOLERANCE)
        .unique(["product", "process"], keep="first", maintain_order=True)
    )
    return listed(
        sheet,
        over,
        "value_share",
        lambda row: (
            f"the shares of {row['product']} ({row['process']}) add up to {row['__sum']:.4f}, above 1"
        ),
        "Lower them: each is a share of the product's material value",
    )


_RANGES = (
    ("recipes", "low", "value_share", "high"),
    ("recipes", "quantity_low", "quantity", "quantity_high"),
    ("cost_items", "low", "share", "high"),
    ("candidates", "low", "", "high"),
    ("candidates", "ask_low", "ask", "ask_high"),
    ("observations", "value_low", "", "value_high"),
)
"""Table, lower end, the figure that lies between (where there is one), upper end."""


def ranges(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """A lower end is not above the upper end, and the figure of the chain itself lies between them."""
    faults: list[Fault] = []
    for name, low, middle, high in _RANGES:
        if not present(sheets, [name]):
            continue
        sheet = sheets[name]
        turned = (pl.col(low) > pl.col(high)).fill_null(value=False)
        faults += listed(
            sheet,
            numbered(sheet).filter(turned),
            low,
            f"`{low}` is above `{high}`",
            "Swap the two, or mend them",
        )
        if middle:
            faults += _outside(sheet, numbered(sheet).filter(~turned), low, middle, high)
    return faults


def _outside(sheet: Sheet, rows: pl.DataFrame, low: str, middle: str, high: str) -> list[Fault]:
    """Return the rows whose figure lies below the lower or above the upper end."""
    under, over = (pl.col(middle) < pl.col(low), pl.col(middle) > pl.col(high))
    return listed(
        sheet,
        rows.filter(under),
        middle,
        lambda row: f"below its lower end `{low}`, {row[low]:g}",
        "Mend the figure or its range",
    ) + listed(
        sheet,
        rows.filter(over),
        middle,
        lambda row: f"above its upper end `{high}`, {row[high]:g}",
        "Mend the figure or its range",
    )


_EDGES = (
    ("recipes", "product", "input", "the bill of materials runs in a circle"),
    ("places", "place", "parent", "places lie inside each other in a circle"),
    ("firms", "firm", "parent_firm", "firms own each other in a circle"),
    ("metrics", "metric", "numerator", "metrics are defined by each other in a circle"),
    ("targets", "target", "superseded_by", "targets replace each other in a circle"),
    ("claims", "claim", "supersedes", "claims replace each other in a circle"),
    ("candidates", "candidate", "anchor", "candidates follow each other in a circle"),
)


def cycles(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Nothing contains, owns, defines or replaces itself, directly or in a circle."""
    faults: list[Fault] = []
    for name, node, to, rule in _EDGES:
        if not present(sheets, [name]):
            continue
        circles = _circles(_graph(sheets[name].frame, name, node, to))
        for circle in circles[:MAX_CIRCLES]:
            names = [clip(n) for n in circle[:MAX_NAMES]] + ["…"] * (len(circle) > MAX_NAMES)
            shown = " → ".join(names)
            faults.append(whole(sheets[name], to, f"{rule}: {shown}", "Cut one of these links"))
        if len(circles) > MAX_CIRCLES:
            faults.append(
                whole(sheets[name], to, "there are more circles than are listed", "Cut the listed ones first")
            )
    return faults


def _circles(graph: dict[str, list[str]]) -> list[list[str]]:
    """Return circles that share no link, one more than are listed at most."""
    found: list[list[str]] = []
    while len(found) <= MAX_CIRCLES:
        try:
            graphlib.TopologicalSorter(graph).prepare()
        except graphlib.CycleError as error:
            circle = list(reversed(error.args[1]))
            for a, b in pairwise(circle):
                graph[a].remove(b)
            found.append(circle)
        else:
            break
    return found


def _graph(frame: pl.DataFrame, name: str, node: str, to: str) -> dict[str, list[str]]:
    pairs = [frame.select(a=node, b=to)]
    if name == "metrics":
        pairs.append(frame.select(a=node, b="denominator"))
        pairs.append(frame.select(a=node, b=pl.col("members").str.split(";")).explode("b"))
    graph: dict[str, list[str]] = {}
    for a, b in pl.concat(pairs).drop_nulls().unique(maintain_order=True).iter_rows():
        graph.setdefault(a, []).append(b)
    return graph
