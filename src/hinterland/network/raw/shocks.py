"""Initial losses of several firms at once, as people write them: a row a scenario, or a row a scenario and firm."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.network.cascade.model import Shocks
from hinterland.network.raw import cells as raw_cells
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hinterland.network.raw.faults import Book
    from hinterland.network.raw.files import Given

    Floats = NDArray[np.float64]
    Longs = NDArray[np.int64]

_SHARE = Said("a loss is a share from 0 to 1", "损失须为 0 到 1 的比例")
_SHARE_MEND = Said("35 percent is 0.35", "35% 请写作 0.35")


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
    plain = {raw_cells.plain(c) for c in given.frame.columns}
    if given.headed and "scenario" in plain | ({"scenario"} if "情景" in plain else set()):
        return _long(given, ids, book)
    given = _under_ids(given, ids)
    columns = given.frame.columns
    if len(columns) != len(ids):
        what = Said(
            f"{len(columns):,} columns for {len(ids):,} firms",
            f"有 {len(columns):,} 列，而企业有 {len(ids):,} 家",
        )
        mend = Said(
            "Give a column a firm, in their order or under their ids, or the columns scenario, firm, loss",
            "请每家企业一列（按其顺序或以编号为表头），或用 scenario、firm、loss 三列",
        )
        book.tell(given.name, what, mend)
        return None
    order = _order(given, ids)
    found = np.zeros((given.frame.height, len(ids)))
    for column, at in zip(columns, order, strict=True):
        values = raw_cells.numbers(given, column, book)
        raw_cells.tell_where(given, column, (values < 0) | (values > 1), (_SHARE, _SHARE_MEND), book)
        found[:, at] = values
    scenario, firm = np.nonzero(found)
    labels = tuple(map(str, range(len(found))))
    return Entries(labels, scenario, firm, found[scenario, firm], numbered=True)


def _under_ids(given: Given, ids: Sequence[str]) -> Given:
    """Return a matrix with its first row as headings where that holds the ids of firms, which may be numbers."""
    if given.headed or given.frame.width != len(ids) or len(ids) < 3:
        return given
    first = [(c or "").strip() if isinstance(c, str) else "" for c in given.frame.row(0)]
    if set(first) != set(ids):
        return given
    frame = given.frame[1:].rename(dict(zip(given.frame.columns, first, strict=True)))
    numbers = given.numbers[1:] if given.numbers is not None else None
    return replace(given, frame=frame, first=given.first + 1, numbers=numbers, headed=True)


def _order(given: Given, ids: Sequence[str]) -> Sequence[int]:
    """Return the firm of each column: by id where the headings are ids, else as they stand."""
    names = [c.strip() for c in given.frame.columns]
    index = {name: i for i, name in enumerate(ids)}
    if given.headed and all(name in index for name in names):
        return [index[name] for name in names]
    return range(len(ids))


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
