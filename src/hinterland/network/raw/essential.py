"""Classes of inputs by industry pair, in the three forms that people have them.

A matrix without headings (industries are the numbers 0 to K - 1), a matrix with a heading row and a first column of
labels, or one row a pair (`supplier_industry,buyer_industry,class`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.network.raw import cells as raw_cells
from hinterland.network.raw.faults import LISTED
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hinterland.network.raw.faults import Book
    from hinterland.network.raw.files import Given

    Classes = NDArray[np.int8]
    Ints = NDArray[np.int32]

UNSTATED = -1
"""Class of a pair that the long form does not list."""
_CLASS = Said("no class of an input", "不是投入类别")
_CLASS_MEND = Said(
    "Write 2 (essential), 1 (not essential) or 0 (no effect)", "请写 2（关键）、1（非关键）或 0（无影响）"
)


@dataclass(frozen=True, slots=True)
class Table:
    """Industries and classes; `numbered` where industries are the numbers of rows. K industries.

    Attributes
    ----------
    classes
        [industry of the supplier, industry of the buyer], shape (K, K); `UNSTATED` for pairs that are not listed.
    """

    names: tuple[str, ...]
    classes: Classes
    numbered: bool = False


def read_essential(given: Given, used: Sequence[str], book: Book) -> Table | None:
    """Return the table; None, with a fault in the book, where there is none to be seen.

    Parameters
    ----------
    used
        Industries of firms, in their order: they say whether names of columns are labels.
    """
    names = {raw_cells.plain(c) for c in given.frame.columns}
    if given.headed and names & set(raw_cells.SYNONYMS["supplier_industry"]):
        return _long(given, book)
    if given.headed and given.frame.width == given.frame.height + 1:
        return _labelled(given, book)
    if given.frame.width != given.frame.height:
        shape = f"{given.frame.height} x {given.frame.width}"
        what = Said(
            f"no table of industries: {shape} cells (rows x columns) are not square",
            f"不是行业矩阵：{shape}（行×列）不是方阵",
        )
        book.tell(given.name, what, _FORMS)
        return None
    generic = all(re.fullmatch(r"column_\d+|\d+#\d+", c) for c in given.frame.columns)
    if given.headed and not generic and set(used) & set(given.frame.columns):
        return Table(tuple(given.frame.columns), _classes(given, given.frame.columns, book))
    count = given.frame.width
    return Table(tuple(map(str, range(count))), _classes(given, given.frame.columns, book), numbered=True)


_FORMS = Said(
    "Give a square matrix without headings, one with a heading row and a first column of labels, or the columns "
    "supplier_industry, buyer_industry, class",
    "请用无表头的方阵、带表头行和首列行业名的方阵，或 supplier_industry、buyer_industry、class 三列",
)


def _classes(given: Given, columns: Sequence[str], book: Book) -> Classes:
    """Return the classes in columns, 0 where a cell holds none (a fault)."""
    found = np.zeros((given.frame.height, len(columns)), dtype=np.int8)
    for i, column in enumerate(columns):
        values = raw_cells.numbers(given, column, book)
        bad = ~np.isnan(values) & ~np.isin(values, (0.0, 1.0, 2.0))
        raw_cells.tell_where(given, column, bad, (_CLASS, _CLASS_MEND), book)
        found[:, i] = np.where(bad | np.isnan(values), 0, values)
    return found


def _labelled(given: Given, book: Book) -> Table | None:
    """Read a matrix whose first column holds the industries of its rows."""
    rows = raw_cells.labels(given, given.frame.columns[0], book)
    columns = given.frame.columns[1:]
    labels = [str(r) for r in rows.to_list() if r is not None]
    lost = sorted(set(labels) ^ {c.strip() for c in columns})
    if lost or len(set(labels)) < len(columns):
        twice = "" if lost else " (one stands twice)"
        shown = raw_cells.listed(lost)
        book.tell(
            given.name,
            Said(
                f"industries of rows and columns differ: {shown.en}{twice}", f"行与列的行业不一致：{shown.zh}"
            ),
            Said("Give every industry one row and one column", "每个行业须各有一行一列"),
        )
        return None
    order = [labels.index(c.strip()) for c in columns]
    return Table(tuple(c.strip() for c in columns), _classes(given, columns, book)[order])


def _long(given: Given, book: Book) -> Table | None:
    """Read one row a pair."""
    found = raw_cells.find_all(given, ("supplier_industry", "buyer_industry", "class"), book)
    if found is None:
        return None
    supplier, buyer, kind = found
    pairs = pl.DataFrame(
        {"k": raw_cells.labels(given, supplier, book), "l": raw_cells.labels(given, buyer, book)}
    )
    values = _classes(given, [kind], book)[:, 0]
    names = tuple(dict.fromkeys(n for n in [*pairs["k"], *pairs["l"]] if n is not None))
    index = {name: i for i, name in enumerate(names)}
    classes = np.full((len(names), len(names)), UNSTATED, dtype=np.int8)
    twice: list[tuple[int, str | None]] = []
    for row, ((k, l), value) in enumerate(zip(pairs.iter_rows(), values.tolist(), strict=True)):  # noqa: E741 - industry l
        if k is None or l is None:
            continue
        at = index[k], index[l]
        if classes[at] not in {UNSTATED, value}:
            twice.append((given.row(row), f"{k}, {l}"))
        classes[at] = value
    what = Said("the pair stands already, with another class", "该行业对已有另一类别")
    book.tell_rows(given.name, None, twice, (what, Said("Keep one of the two rows", "请只保留其中一行")))
    return Table(names, classes)


def check_pairs(table: Table, name: str, industry: Ints, links: tuple[Ints, Ints], book: Book) -> None:
    """Tell of pairs of industries that have links and no class; `links` are suppliers and buyers."""
    supplier, buyer = links
    pair = industry[supplier].astype(np.int64) * len(table.names) + industry[buyer]
    lost = table.classes.ravel()[pair] == UNSTATED
    if not lost.any():
        return
    found, counts = np.unique(pair[lost], return_counts=True)
    most = np.argsort(-counts, kind="stable")
    mend = Said("Add a row with its class", "请补上该行业对及其类别")
    for at in most[:LISTED]:
        k, l = divmod(int(found[at]), len(table.names))  # noqa: E741 - industry l
        n = f"{int(counts[at]):,}"
        what = Said(
            f"the pair of industries has links ({n}) and no class", f"该行业对有 {n} 条供应关系，却没有类别"
        )
        book.tell(name, what, mend, value=f"{table.names[k]}, {table.names[l]}")
    if len(found) > LISTED:
        book.unlisted += len(found) - LISTED - 1
        more = f"{len(found) - LISTED:,}"
        book.tell(
            name,
            Said(f"{more} further pairs have links and no class", f"另有 {more} 个行业对有供应关系而无类别"),
            mend,
        )
