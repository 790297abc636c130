"""Initial losses of several firms at once, as people write them: a row a scenario, or a row a scenario and firm."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.network.cascade.model import Shocks
from hinterland.network.raw import cells as raw_cells
from hinterland.network.raw.faults import LISTED
from hinterland.network.raw.files import is_number, take_headings
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hinterland.network.raw.faults import Book
    from hinterland.network.raw.files import Given

    Floats = NDArray[np.float64]
    Longs = NDArray[np.int64]

_SHARE = Said("a loss is a share from 0 to 1", "损失须为 0 到 1 的比例")
_SHARE_MEND = Said("35 percent is 0.35", "35% 请写作 0.35")
_FORMS = Said(
    "Give a column a firm, in their order or under their ids, or the columns scenario, firm, loss",
    "请每家企业一列（按其顺序或以编号为表头），或用 scenario、firm、loss 三列",
)
_LONG = {"scenario", "情景"}


@dataclass(frozen=True, slots=True)
class Entries:
    """Initial losses of one channel, sparse: scenario, firm, loss; `labels` names the scenarios."""

    labels: tuple[str, ...]
    scenario: Longs
    firm: Longs
    loss: Floats
    numbered: bool


def read_shocks(
    down: Given, up: Given | None, ids: Sequence[str], book: Book
) -> tuple[tuple[str, ...], Shocks] | None:
    """Return the labels of scenarios and their shocks; None, with faults in the book, where they hold any.

    Parameters
    ----------
    down, up
        Losses towards buyers and towards suppliers (None: the same): a matrix with a row a scenario and a column a
        firm (in the order of firms, or under their ids), or the columns `scenario`, `firm`, `loss`.
    """
    before = len(book.troubles)
    first = _read(down, ids, book)
    second = first if up is None else _read(up, ids, book)
    if first is None or second is None or len(book.troubles) > before:
        return None
    if up is not None and first.numbered and second.numbered and len(first.labels) != len(second.labels):
        one, other = f"{len(first.labels):,}", f"{len(second.labels):,}"
        book.tell(
            up.name,
            Said(
                f"{other} scenarios, and {down.name} has {one}",
                f"有 {other} 个情景，而 {down.name} 有 {one} 个",
            ),
            Said("Give both the same rows", "两者的行须一一对应"),
        )
        return None
    return _together(first, second, len(ids))


def _read(given: Given, ids: Sequence[str], book: Book) -> Entries | None:
    given = _headed(given, ids, book)
    if not given.frame.height:
        what = Said("there are no rows below the headings", "表头之下没有数据行")
        book.tell(given.name, what, Said("Write a row a scenario", "请每个情景写一行"))
        return None
    if given.headed and {raw_cells.plain(c) for c in given.frame.columns} & _LONG:
        return _long(given, ids, book)
    columns = given.frame.columns
    order = _order(given, ids, book)
    if order is None:
        return None
    found = np.zeros((given.frame.height, len(ids)))
    for column, at in zip(columns, order, strict=True):
        values = raw_cells.numbers(given, column, book)
        raw_cells.tell_where(given, column, (values < 0) | (values > 1), (_SHARE, _SHARE_MEND), book)
        found[:, at] = values
    scenario, firm = np.nonzero(found)
    labels = tuple(map(str, range(len(found))))
    return Entries(labels, scenario, firm, found[scenario, firm], numbered=True)


def _headed(given: Given, ids: Sequence[str], book: Book) -> Given:
    """Return a table with its first row as headings where that holds some.

    It does where it holds the ids of firms, which may be numbers, or no number at all; a row of which some cells are
    numbers is a scenario, and what else stands in it a fault.
    """
    if given.headed or set(given.frame.dtypes) != {pl.String}:
        return given  # of text alone it is open
    first = [(c or "").strip() for c in given.frame.row(0)]
    if set(first) == set(ids) and len(first) == len(ids) and all(is_number(c) for c in first):
        if (
            len(ids) > 2
        ):  # a row of losses from 0 to 1 with three different values is not the ids of three firms
            return take_headings(given)
        if given.frame.height > 1:
            book.note(
                f"{given.name}: the first row holds the ids of the firms; it is read as a scenario, not as headings.",
                f"{given.name}：首行与企业编号相同，按情景而非表头读取。",
            )
        return given
    words = [c for c in first if c and not is_number(c)]
    known = set(ids) | _LONG
    if any(c in known or raw_cells.plain(c) in _LONG for c in words) or not any(map(is_number, first)):
        return take_headings(given) if words else given
    return given


def _order(given: Given, ids: Sequence[str], book: Book) -> Sequence[int] | None:
    """Return the firm of each column: by id where there are headings, else as they stand; None for a fault."""
    names = [c.strip() for c in given.frame.columns]
    index = {name: i for i, name in enumerate(ids)}
    nameless = not given.headed or _counting(names, index)
    if len(names) != len(ids) and (nameless or not any(name in index for name in names)):
        what = Said(
            f"{len(names):,} columns for {len(ids):,} firms",
            f"有 {len(names):,} 列，而企业有 {len(ids):,} 家",
        )
        book.tell(given.name, what, _FORMS)
        return None
    if nameless:
        return range(len(ids))
    wrong = _misnamed(names, index)
    for name, what in wrong[:LISTED]:
        book.tell(given.name, what, _FORMS, value=name)
    if len(wrong) > LISTED:
        book.unlisted += len(wrong) - LISTED - 1
        more = f"{len(wrong) - LISTED:,}"
        book.tell(given.name, Said(f"{more} further headings are wrong", f"另有 {more} 个表头有误"), _FORMS)
    return None if wrong else [index[name] for name in names]


def _misnamed(names: Sequence[str], index: Mapping[str, int]) -> list[tuple[str, Said]]:
    """Return the headings that are no firm, or one that stands already, and the firms that have no column."""
    wrong: list[tuple[str, Said]] = []
    for i, name in enumerate(names):
        if name in index:
            continue
        own, _, at = name.rpartition("#")
        if at == str(i) and own in index:
            wrong.append((own, Said("the firm has two columns", "该企业有两列")))
        else:
            shown = own if at == str(i) else name
            wrong.append((shown, Said("this heading is no firm", "该表头不是企业编号")))
    lost = [name for name in index if name not in set(names)]
    return wrong + [(name, Said("the firm has no column", "该企业没有对应的列")) for name in lost]


def _counting(names: Sequence[str], index: Mapping[str, int]) -> bool:
    """Whether headings only count columns, such as `V1, V2, V3`, and none is a firm."""
    parts = [re.fullmatch(r"([A-Za-z]*[_ .]?)(\d+)", name) for name in names]
    if any(name in index for name in names) or not all(parts):
        return False
    found = [(p[1], int(p[2])) for p in parts if p is not None]
    return found in ([(found[0][0], i + k) for i in range(len(found))] for k in (0, 1))


def _long(given: Given, ids: Sequence[str], book: Book) -> Entries | None:
    columns = raw_cells.find_all(given, ("scenario", "firm", "loss"), book)
    if columns is None:
        return None
    scenario, firm, loss = columns
    names = raw_cells.labels(given, scenario, book)
    firms = raw_cells.labels(given, firm, book)
    values = raw_cells.numbers(given, loss, book)
    raw_cells.tell_where(given, loss, (values < 0) | (values > 1), (_SHARE, _SHARE_MEND), book)
    index = {name: i for i, name in enumerate(ids)}
    at = firms.replace_strict(index, default=None, return_dtype=pl.Int64)
    lost = (at.is_null() & firms.is_not_null()).to_numpy()
    mend = Said("Mend the id, or add the firm to the table of firms", "请修正编号，或在企业表中补上")
    raw_cells.tell_where(given, firm, lost, (Said("no such firm", "没有这家企业"), mend), book, firms)
    pairs = pl.DataFrame({"s": names, "f": firms})
    twice = (~pairs.select(pl.struct("s", "f").is_first_distinct()).to_series()).to_numpy()
    what = Said("the firm stands twice in the scenario", "企业在同一情景中重复出现")
    mend = Said("Keep one of the two rows", "请只保留其中一行")
    raw_cells.tell_where(given, firm, twice, (what, mend), book, firms)
    labels = tuple(str(n) for n in names.drop_nulls().unique(maintain_order=True).to_list())
    number = {name: i for i, name in enumerate(labels)}
    of = names.replace_strict(number, default=-1, return_dtype=pl.Int64).fill_null(-1).to_numpy()
    return Entries(labels, of, at.fill_null(-1).to_numpy(), values, numbered=False)


def _together(down: Entries, up: Entries, n: int) -> tuple[tuple[str, ...], Shocks]:
    """Return the shocks of both channels; a scenario that one of them lacks has no loss there."""
    labels = tuple(dict.fromkeys([*down.labels, *up.labels]))
    number = {name: i for i, name in enumerate(labels)}
    keys = []
    for channel in (down, up):
        of = np.array([number[name] for name in channel.labels], dtype=np.int64)
        keys.append(of[channel.scenario] * n + channel.firm)
    both = np.unique(np.concatenate(keys))
    losses = np.zeros((2, len(both)))
    for i, (key, channel) in enumerate(zip(keys, (down, up), strict=True)):
        losses[i, np.searchsorted(both, key)] = channel.loss
    start = np.searchsorted(both, np.arange(len(labels) + 1, dtype=np.int64) * n).astype(np.int64)
    return labels, Shocks(start, (both % n).astype(np.int32), losses[0], losses[1])
