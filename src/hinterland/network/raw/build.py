"""A network out of three tables as researchers have them: links, firms, essential classes by industry pair.

Nothing is guessed and nothing dropped unsaid: faults are told all at once, what was added up or left out is noted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.errors import Refused
from hinterland.network.graph import SAME, Labels, Market, Network
from hinterland.network.raw import cells as raw_cells
from hinterland.network.raw.essential import UNSTATED, check_pairs, read_essential
from hinterland.network.raw.faults import LISTED, Book
from hinterland.network.raw.files import Given
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hinterland.network.raw.essential import Table

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of the table of firms count.

    Attributes
    ----------
    industry
        Industry of each firm.
    market
        Firms that can stand in for each other: a column, `SAME` (the industries) or None (nobody can).
    revenue, costs
        What links are divided by; None: the sums over links.
    weights
        How much each firm counts; none: sales over links.
    sectors
        Groups for which impacts are told.
    """

    industry: str = "industry"
    market: str | Market | None = SAME
    revenue: str | None = None
    costs: str | None = None
    weights: tuple[str, ...] = ()
    sectors: str | None = None


def from_frames(
    links: pl.DataFrame, firms: pl.DataFrame, essential: pl.DataFrame | NDArray[np.integer], columns: Columns
) -> Network:
    """Return the network of three frames (see `Network.from_tables`).

    Raises
    ------
    FaultyNetwork
        If the tables hold faults; it lists them.
    Refused
        If a table is no frame.
    """
    if isinstance(essential, np.ndarray) and essential.ndim == 2:
        essential = pl.DataFrame(essential, schema=[f"column_{i}" for i in range(essential.shape[-1])])
    given = _given("links", links), _given("firms", firms), _given("essential", essential)
    return build(*given, columns, Book())


def _given(name: str, frame: object) -> Given:
    if not isinstance(frame, pl.DataFrame):
        kind = type(frame).__name__
        raise Refused(
            f"{name} is a {kind}: give a polars DataFrame (polars.from_pandas makes one)",
            f"{name} 的类型为 {kind}：请给 polars DataFrame（可用 polars.from_pandas 转换）",
        )
    return Given(name, frame)


@dataclass(frozen=True, slots=True)
class Draft:
    """What could be made of three tables; either is None where faults stand in its way."""

    network: Network | None
    ids: tuple[str, ...] | None


def build(
    links: Given | None, firms: Given | None, essential: Given | None, columns: Columns, book: Book
) -> Network:
    """Return the network of three tables; one that could not be read is None, and its fault in the book.

    Raises
    ------
    FaultyNetwork
        If the book holds faults, or the tables do.
    """
    network = draft(links, firms, essential, columns, book).network
    book.close()
    assert network is not None, "what stands in its way is a fault"  # noqa: S101
    return network


def _filled(given: Given | None, book: Book) -> Given | None:
    """Return a table that has rows; one without is a fault."""
    if given is None or given.frame.height:
        return given
    what = Said("there are no rows below the headings", "表头之下没有数据行")
    book.tell(given.name, what, Said("Write a row a line", "请每行写一条记录"))
    return None


def draft(
    links: Given | None, firms: Given | None, essential: Given | None, columns: Columns, book: Book
) -> Draft:
    """Return what can be made of three tables, all their faults in the book."""
    links, firms, essential = (_filled(given, book) for given in (links, firms, essential))
    actors = _actors(firms, columns, book) if firms is not None else None
    used = list(dict.fromkeys(actors.industry.drop_nulls().to_list())) if actors is not None else []
    table = read_essential(essential, used, book) if essential is not None else None
    edges = _edges(links, actors, book) if links is not None else None
    ids = actors.ids if actors is not None else None
    if table is None or actors is None or essential is None:
        return Draft(None, ids)
    industry = _industries(actors, table, essential.name, book)
    if edges is None or industry is None:
        return Draft(None, ids)
    check_pairs(table, essential.name, industry, edges[:2], book)
    if book.troubles:
        return Draft(None, ids)
    kind = Labels(table.names, industry)
    network = Network(
        ids=actors.ids,
        industry=kind,
        supplier=edges[0],
        buyer=edges[1],
        weight=edges[2],
        essential=np.where(table.classes == UNSTATED, 0, table.classes).astype(np.int8),
        market=kind if columns.market is SAME else actors.market,
        revenue=actors.revenue,
        costs=actors.costs,
        weights=actors.weights,
        sectors=actors.sectors,
        notes=tuple(book.notes),
    )
    return Draft(network, ids)


@dataclass(frozen=True, slots=True)
class _Actors:
    given: Given
    ids: tuple[str, ...]
    industry: pl.Series
    market: Labels | None
    sectors: Labels | None
    revenue: Floats | None
    costs: Floats | None
    weights: tuple[tuple[str, Floats], ...]


def _actors(given: Given, columns: Columns, book: Book) -> _Actors | None:
    """Return the firms and their columns; None where ids or industries cannot be found."""
    key = raw_cells.find(given, "firm", book)
    industry = raw_cells.find(given, columns.industry, book)
    market = _labels(given, columns.market if isinstance(columns.market, str) else None, book)
    sectors = _labels(given, columns.sectors, book)
    revenue, costs = (_amounts(given, c, book) for c in (columns.revenue, columns.costs))
    weights = tuple((c, _weights(given, c, book)) for c in dict.fromkeys(columns.weights))
    if len(weights) < len(columns.weights):
        what = Said("a column is named twice as a weight", "同一列被重复指定为权重")
        book.tell(given.name, what, Said("Name each once", "每列只写一次"))
    if key is None or industry is None:
        return None
    ids = raw_cells.labels(given, key, book)
    again = (ids.is_duplicated() & ~ids.is_first_distinct() & ids.is_not_null()).to_numpy()
    what = Said("the firm stands twice", "企业重复出现")
    mend = Said("Delete one of the rows, or give them different ids", "请删除其中一行，或改用不同的编号")
    raw_cells.tell_where(given, key, again, (what, mend), book, ids)
    kinds = raw_cells.labels(given, industry, book)
    names = tuple("" if i is None else str(i) for i in ids.to_list())
    return _Actors(given, names, kinds, market, sectors, revenue, costs, weights)


def _labels(given: Given, column: str | None, book: Book) -> Labels | None:
    found = raw_cells.find(given, column, book) if column is not None else None
    if found is None:
        return None
    return Labels.read([x or "" for x in raw_cells.labels(given, found, book).to_list()])


def _amounts(given: Given, column: str | None, book: Book) -> Floats | None:
    """Return a column of amounts; below 0 is a fault."""
    found = raw_cells.find(given, column, book) if column is not None else None
    if found is None:
        return None
    values = raw_cells.numbers(given, found, book)
    what = Said("negative", "为负数")
    raw_cells.tell_where(given, found, values < 0, (what, Said("Write 0 or more", "请写不小于 0 的数")), book)
    raw_cells.tell_bounds(given, found, values, book)
    return values


def _weights(given: Given, column: str, book: Book) -> Floats:
    values = _amounts(given, column, book)
    if values is None:
        return np.zeros(0)
    if len(values) and not np.nansum(values) > 0 and not np.isnan(values).any():
        what = Said(f"the weights in {column} are all 0", f"{column} 列的权重全部为 0")
        book.tell(
            given.name, what, Said("At least one firm must count", "至少须有一家企业计入"), column=column
        )
    return values


def _industries(actors: _Actors, table: Table, name: str, book: Book) -> Ints | None:
    """Return the industry of each firm; those that the essential table lacks are faults, with their firms."""
    known = pl.DataFrame({"label": list(table.names), "at": np.arange(len(table.names), dtype=np.int32)})
    found = pl.DataFrame({"label": actors.industry}).join(
        known, on="label", how="left", maintain_order="left"
    )["at"]
    lost = actors.industry.filter(found.is_null() & actors.industry.is_not_null())
    if lost.len():
        _tell_lost(lost, table, name, book)
    return None if found.null_count() else found.to_numpy().astype(np.int32)


def _tell_lost(lost: pl.Series, table: Table, name: str, book: Book) -> None:
    counts = lost.alias("label").value_counts(sort=True)
    mend = Said("Give it a row and a column", "请补上该行业的一行一列")
    if table.numbered:
        last = len(table.names) - 1
        mend = Said(
            f"A matrix without headings knows the industries 0 to {last}: number them from 0, or give it a heading "
            "row and a first column of labels",
            f"无表头的矩阵只认行业 0 至 {last}：请从 0 起编号，或加上表头行和首列行业名",
        )
    for label, count in counts.head(LISTED).iter_rows():
        firms = f"{count:,} firm{'s' if count > 1 else ''}"
        what = Said(f"this industry of {firms} is not in the table", f"{count:,} 家企业所属行业不在表中")
        book.tell(name, what, mend, value=str(label))
    if counts.height > LISTED:
        more = counts.height - LISTED
        book.unlisted += more - 1
        what = Said(
            f"{more:,} further industries of firms are not in the table",
            f"另有 {more:,} 个企业所属行业不在表中",
        )
        book.tell(name, what, mend)


def _edges(given: Given, actors: _Actors | None, book: Book) -> tuple[Ints, Ints, Floats] | None:
    """Return suppliers, buyers and weights: unique pairs, sorted; None where they cannot be told."""
    columns = raw_cells.find_all(given, ("supplier", "buyer", "weight"), book)
    if columns is None:
        return None
    supplier, buyer, weight = columns
    values = raw_cells.numbers(given, weight, book)
    mend = Said("A link is worth more than 0: mend it, or delete the row", "供应额须大于 0：请改正或删除该行")
    raw_cells.tell_where(given, weight, values < 0, (Said("negative", "为负数"), mend), book)
    raw_cells.tell_bounds(given, weight, values, book)
    if actors is None:
        return None
    if not values.any() and not actors.weights:
        what = Said(
            "all links are worth 0, and no weights say how much a firm counts",
            "所有供应关系的金额均为 0，且未指定企业权重",
        )
        mend = Said("Mend the worth of links, or name --weights", "请改正金额，或指定 --weights")
        book.tell(given.name, what, mend, column=weight)
    index = _index(actors.ids)
    ends = [_ends(given, column, index, actors, book) for column in (supplier, buyer)]
    kept = (values > 0) & (ends[0] >= 0) & (ends[1] >= 0)
    zero = int((values == 0).sum())
    if zero:
        is_, links = ("is", "link") if zero == 1 else ("are", "links")
        book.note(f"{zero:,} {links} worth 0 {is_} left out.", f"{zero:,} 条金额为 0 的供应关系未计入。")
    return _unique(
        given, (ends[0][kept], ends[1][kept], values[kept]), (np.flatnonzero(kept), actors.ids), book
    )


def _index(ids: Sequence[str]) -> pl.DataFrame:
    at = np.arange(len(ids), dtype=np.int32)
    return pl.DataFrame({"id": list(ids), "at": at}, schema={"id": pl.String, "at": pl.Int32}).unique(
        "id", keep="first"
    )


def _ends(given: Given, column: str, index: pl.DataFrame, actors: _Actors, book: Book) -> Ints:
    """Return the firm at one end of each link, -1 where it is not in the table of firms (a fault)."""
    ids = raw_cells.labels(given, column, book)
    at = pl.DataFrame({"id": ids}).join(index, on="id", how="left", maintain_order="left")["at"]
    lost = at.is_null() & ids.is_not_null()
    if lost.any():
        unknown = ids.filter(lost)
        what = Said(
            f"no such firm in {actors.given.name} ({unknown.n_unique():,} unknown in this column)",
            f"{actors.given.name} 中没有这家企业（该列共 {unknown.n_unique():,} 家未知）",
        )
        mend = Said("Add the firm there, or mend the id", "请在其中补上该企业，或修正编号")
        raw_cells.tell_where(given, column, lost.to_numpy(), (what, mend), book, ids)
    return at.fill_null(-1).to_numpy().astype(np.int32)


def _unique(
    given: Given, links: tuple[Ints, Ints, Floats], origin: tuple[NDArray[np.intp], Sequence[str]], book: Book
) -> tuple[Ints, Ints, Floats]:
    """Return links sorted by supplier, then buyer, those of one pair added up and noted."""
    supplier, buyer, weight = links
    rows, ids = origin
    pair = supplier.astype(np.int64) * max(len(ids), 1) + buyer
    order = np.argsort(pair, kind="stable")
    pair, weight = pair[order], weight[order]
    fresh = np.ones(len(pair), dtype=np.bool_)
    fresh[1:] = pair[1:] != pair[:-1]
    starts = np.flatnonzero(fresh)
    if len(starts) < len(pair):
        again = np.flatnonzero(~fresh)
        shown = [
            f"{ids[supplier[order[i]]]} to {ids[buyer[order[i]]]} (row {given.row(int(rows[order[i]]))})"
            for i in again[:3]
        ]
        few = ", ".join(shown) + (" ..." if len(again) > 3 else "")
        few_zh = few.replace(" to ", "→").replace("(row ", "（第 ").replace(")", " 行）").replace(", ", "、")
        n = f"{len(again):,}"
        rows_en = "row repeats a pair" if len(again) == 1 else "rows repeat a pair"
        book.note(
            f"{n} {rows_en} of firms; weights were added up: {few}.",
            f"{n} 行为重复的企业对，金额已相加：{few_zh}。",
        )
        weight = np.add.reduceat(weight, starts)
    chosen = order[starts]
    supplier, buyer = supplier[chosen], buyer[chosen]
    own = int((supplier == buyer).sum())
    if own:
        book.note(
            f"{own:,} link{'s' if own > 1 else ''} from a firm to itself {'are' if own > 1 else 'is'} kept.",
            f"保留 {own:,} 条企业对自身的供应关系。",
        )
    return supplier, buyer, weight
