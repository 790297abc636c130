"""Shocks as they are asked for: `ID=LOSS`, a shock of the case, or a file in the layout of the table `shocks`."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import dates
from hinterland.cells import match_table, read_table
from hinterland.errors import CaseError, Refused, StudyError
from hinterland.nearest import nearest
from hinterland.network.stress.faults import as_said, of_fault, refuse
from hinterland.result import Said
from hinterland.schema import TABLES
from hinterland.store.excel import ExcelStore
from hinterland.store.text import read_csv
from hinterland.units import parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.faults import Fault
    from hinterland.sheets import RawTable

DAYS = 42.0
"""Days at full size, where nothing else is said."""
KINDS = {"plant": "plants", "firm": "firms", "place": "places", "product": "products", "lane": "places"}
"""What can be hit, and the table that it stands in."""
FILES = (".csv", ".xlsx", ".tsv", ".txt")
LARGEST = 20_000_000
"""Bytes of a file of shocks: more is another file."""
FIX = "write ID=LOSS with the share that is lost, such as my_plant=1, chips=0.4 or chips=40%"
WEG = "请写“编号=损失比例”，如 my_plant=1、chips=0.4 或 chips=40%"
WORDS = {"plant": "工厂", "firm": "企业", "place": "地点", "product": "产品", "lane": "通道"}
"""Kinds in Chinese."""


@dataclass(frozen=True, slots=True)
class Shock:
    """One event.

    Attributes
    ----------
    kind
        `plant`, `firm`, `place`, `product` or `lane`.
    id, destination
        What is hit; a lane leads from `id` to `destination`.
    size
        Share of capacity lost, above 0 and at most 1.
    start
        First day.
    duration
        Days at full size.
    recovery
        Days until recovered, linearly; 0: at once.
    radius_km
        Around a place; None: the area of the place.
    where
        What messages call it: `floods.csv row 3`, or the text that was given.
    """

    name: str
    kind: str
    id: str
    size: float
    start: date
    duration: float = DAYS
    recovery: float = 0.0
    destination: str | None = None
    radius_km: float | None = None
    where: str = ""

    @property
    def label(self) -> str:
        """What messages call it."""
        return self.where or self.name


@dataclass(frozen=True, slots=True)
class Usual:
    """What holds for shocks that do not say it themselves.

    `start` None: a shock of a file or the case has to say it, any other begins on the day of the study.
    """

    day: date
    days: float = DAYS
    start: date | None = None
    recovery: float = 0.0
    radius_km: float | None = None


def read_shocks(cluster: Cluster, asked: Sequence[str], usual: Usual) -> list[Shock]:
    """Return the shocks that texts ask for.

    Parameters
    ----------
    asked
        `ID=LOSS`, `KIND:ID=LOSS`, `lane:ORIGIN:DESTINATION=LOSS`, the id of a shock of the case, or the name of a
        file: what ends in .csv or .xlsx, or has a folder in its name.

    Raises
    ------
    StudyError
        If one cannot be meant; the message lists every fault of all of them.
    """
    found: list[Shock] = []
    faults: list[Said] = []
    for text in asked:
        try:
            if _names_file(text):
                found += read_file(Path(text), usual)
            elif "=" in text:
                found.append(_written(cluster, text, usual))
            else:
                found.append(_listed(cluster, text, usual))
        except StudyError as error:
            faults.append(as_said(error))
    if not asked:
        faults.append(
            Said(
                f"no shock is named: {FIX}, or a file in the layout of the table `shocks`",
                f"未指定冲击：{WEG}，或给出与 `shocks` 表同格式的文件",
            )
        )
    refuse(faults)
    return found


def _names_file(text: str) -> bool:
    if "=" in text:  # unless such a file is there
        return Path(text).suffix.lower() in FILES and Path(text).is_file()
    return Path(text).suffix.lower() in FILES or "/" in text or "\\" in text


def _written(cluster: Cluster, text: str, usual: Usual) -> Shock:
    """Return the shock that `ID=LOSS` writes."""
    left, _, loss = (part.strip() for part in text.rpartition("="))
    size = _share(text, loss)
    kind, colon, name = left.partition(":")
    if not colon or kind not in KINDS:
        kind, name = _kind_of(cluster, left, text), left
    destination = None
    if kind == "lane":
        name, _, destination = name.partition(":")
        if not name or not destination:
            raise Refused(
                f"{text!r} names no lane: write lane:ORIGIN:DESTINATION=LOSS",
                f"“{text}”未给出通道：请写 lane:起点:终点=损失比例",
            )
    start = usual.start or usual.day
    return Shock(
        text, kind, name, size, start, usual.days, usual.recovery, destination, usual.radius_km, text
    )


def _share(text: str, loss: str) -> float:
    """Return the share that is lost."""
    percent = loss.endswith("%")
    number = parse_number(loss.rstrip("%").strip())
    if number is None or not math.isfinite(number.value):
        raise Refused(f"{text!r}: {loss!r} is no share; {FIX}", f"“{text}”：“{loss}”不是比例；{WEG}")
    size = number.value / 100 if percent else number.value
    if not 0 < size <= 1:
        asked = not percent and 1 < size <= 100
        meant = f": {size:g} percent is {size / 100:g} or {size:g}%" if asked else ""
        wohl = f"（百分之 {size:g} 应写 {size / 100:g} 或 {size:g}%）" if asked else ""
        raise Refused(
            f"{text!r}: a loss lies above 0 and is at most 1{meant}; {FIX}",
            f"“{text}”：损失比例须大于 0 且不超过 1{wohl}；{WEG}",
        )
    return size


def ids(cluster: Cluster, kind: str) -> set[str]:
    """Return the ids of what a kind of shock can hit."""
    table = KINDS[kind]
    return set(cluster[table][TABLES[table].columns[0].name].drop_nulls().to_list())


def _kind_of(cluster: Cluster, name: str, text: str) -> str:
    """Return what an id is: a plant, a firm, a place or a product."""
    kinds = [k for k in KINDS if k != "lane" and name in ids(cluster, k)]
    if kinds == ["plant", "firm"]:
        own = cluster["plants"].filter(pl.col("firm") == name)["plant"].to_list()
        kinds = ["plant"] if own == [name] else kinds
    if len(kinds) == 1:
        return kinds[0]
    if kinds:
        ways = " or ".join(f"{k}:{text}" for k in kinds)
        both = "、".join(WORDS[k] for k in kinds)
        raise Refused(
            f"{text!r}: {name!r} is the id of a {' and of a '.join(kinds)}; write {ways}",
            f"“{text}”：“{name}”同时是{both}的编号；请写 {ways.replace(' or ', ' 或 ')}",
        )
    what = unknown(cluster, name)
    raise Refused(f"{text!r}: {what.en}", f"“{text}”：{what.zh}")


def unknown(
    cluster: Cluster, name: str, kinds: Sequence[str] = ("plant", "firm", "place", "product")
) -> Said:
    """Say that there is no such id, proposing a near one."""
    close = nearest(name, {i for k in kinds for i in ids(cluster, k)})
    tables = sorted({KINDS[k] for k in kinds})
    hint = f"did you mean {close}?" if close else f"ids stand in {', '.join(tables)}"
    wink = f"是否应为 {close}？" if close else f"编号见 {'、'.join(tables)}"
    seen = f" as of {cluster.seen_from}" if cluster.seen_from else ""
    bis = f"截至 {cluster.seen_from}，" if cluster.seen_from else ""
    what = f"{', '.join(kinds[:-1])}{' or ' * (len(kinds) > 1)}{kinds[-1]}"
    words = "或".join(filter(None, ("、".join(WORDS[k] for k in kinds[:-1]), WORDS[kinds[-1]])))
    return Said(f"there is no {what} {name!r}{seen}; {hint}", f"{bis}没有编号为“{name}”的{words}；{wink}")


def _listed(cluster: Cluster, name: str, usual: Usual) -> Shock:
    """Return a shock of the case."""
    rows = cluster["shocks"].filter(pl.col("shock") == name)
    if rows.height:
        return next(_rows(rows, ["shocks " + name], usual))
    if any(name in ids(cluster, k) for k in KINDS):
        raise Refused(
            f"{name!r} says nothing of how much is lost: {FIX} ({name}=1 if it stops)",
            f"“{name}”未说明损失多少：{WEG}（停产则写 {name}=1）",
        )
    listed = cluster["shocks"]["shock"].to_list()
    close = nearest(name, [*listed, *(i for k in KINDS for i in ids(cluster, k))])
    there = f"the case has {', '.join(listed[:10])}" if listed else "the table `shocks` of the case is empty"
    dort = f"案例有 {'、'.join(listed[:10])}" if listed else "案例的 `shocks` 表为空"
    hint = f"did you mean {close}?" if close else there
    wink = f"是否应为 {close}？" if close else f"{dort}。"
    raise Refused(
        f"there is no shock {name!r}: {hint} To hit something else {FIX}, or name a file (.csv, .xlsx)",
        f"没有冲击“{name}”：{wink}其他对象{WEG}，或给出文件（.csv、.xlsx）",
    )


def read_file(path: Path, usual: Usual) -> list[Shock]:
    """Return the shocks of a CSV or Excel file in the layout of the table `shocks`.

    A row without a name is called by its number; one without a start takes that of `usual`, if it has one.

    Raises
    ------
    StudyError
        If the file cannot be read; the message lists every fault.
    """
    try:
        raw = _raw(path)
    except CaseError as error:
        raise StudyError(str(error)) from error
    sheet, found = read_table(raw, TABLES["shocks"])
    waived = {"shock", "start"} if usual.start is not None else {"shock"}
    faults = [f for f in found if f.severity == "error" and not (f.column in waived and f.value is None)]
    rows = [sheet.row(i) for i in range(sheet.frame.height)]
    twice = _twice(path.name, sheet.frame["shock"].to_list(), rows)
    what = Said(f"{path.name} cannot be read", f"{path.name} 无法读取")
    ends = _ends(path.name, sheet.frame, rows)
    refuse([*(of_fault(_as_written(raw, f)) for f in faults), *twice, *ends], what)
    if not sheet.frame.height:
        need = ", ".join(_needed())
        raise Refused(
            f"{path.name} has no shocks: write one a row, with {need}",
            f"{path.name} 没有冲击：请每行写一个，列为 {need.replace(', ', '、')}",
        )
    return list(_rows(sheet.frame, [f"{path.name} row {row}" for row in rows], usual))


def _as_written(raw: RawTable, fault: Fault) -> Fault:
    """Return a fault with the cell as it stands in the file: 150%, not the 1.5 that it was read as."""
    if fault.row is None or fault.value is None or fault.column not in raw.headers:
        return fault
    index = fault.row - 2 if raw.rows is None else list(raw.rows).index(fault.row)
    cell = raw.columns[raw.headers.index(fault.column)][index]
    return fault if cell is None else replace(fault, value=str(cell).strip())


def _ends(file: str, frame: pl.DataFrame, rows: Sequence[int]) -> list[Said]:
    """Return a fault for each end of what is no lane: it would be left aside."""
    pairs = zip(rows, frame.select("kind", "destination").iter_rows(), strict=True)
    return [
        Said(
            f"{file} row {row}, destination: {end!r}: only a lane has an end. Leave it empty, or mend `kind`",
            f"{file} 第 {row} 行 destination 列：“{end}”：只有通道有终点。请留空，或改正 `kind`",
        )
        for row, (kind, end) in pairs
        if kind and kind != "lane" and end
    ]


def _twice(file: str, names: Sequence[str | None], rows: Sequence[int]) -> list[Said]:
    """Return a fault for each name that several rows have: both would hit."""
    found: dict[str, list[str]] = {}
    for name, row in zip(names, rows, strict=True):
        if name:
            found.setdefault(name, []).append(str(row))
    return [
        Said(
            f"{file}, shock: {name!r} stands in rows {', '.join(at)}. Give each its own name, or delete the others",
            f"{file} shock 列：“{name}”出现在第 {'、'.join(at)} 行。请分别命名，或删除多余的行",
        )
        for name, at in found.items()
        if len(at) > 1
    ]


def _needed() -> list[str]:
    return [c.name for c in TABLES["shocks"].columns if c.required and c.name != "shock"]


def _raw(path: Path) -> RawTable:
    """Return the table of a file, its cells as text."""
    if not path.is_file():
        raise Refused(
            f"{path} is no file: check its name, or {FIX}", f"{path} 不是文件：请检查文件名；若非文件，{WEG}"
        )
    if path.stat().st_size > LARGEST:
        size = f"{path.stat().st_size:,}"
        raise Refused(
            f"{path.name} has {size} bytes: a file of shocks has a few rows",
            f"{path.name} 有 {size} 字节：冲击文件只有几行",
        )
    if path.suffix.lower() != ".xlsx":
        return read_csv(path.read_bytes(), "shocks", path.name)
    tables = ExcelStore(path).read().tables
    named = [t for t in tables if match_table(t.table) == "shocks"]
    chosen = named or list(tables)
    if len(chosen) != 1:
        titles = ", ".join(t.table for t in tables) or "none"
        dort = titles.replace(", ", "、") if tables else "无"
        raise Refused(
            f"{path.name}: which sheet holds the shocks? Name it `shocks` (sheets with rows: {titles})",
            f"{path.name}：哪个工作表是冲击？请命名为 `shocks`（有数据的工作表：{dort}）",
        )
    return replace(chosen[0], table="shocks")


def _rows(rows: pl.DataFrame, where: Sequence[str], usual: Usual) -> Iterator[Shock]:
    """Yield the shocks of the rows of a table."""
    for place, row in zip(where, rows.iter_rows(named=True), strict=True):
        start = dates.first_day(row["start"]) if row["start"] else usual.start
        if start is None:
            raise Refused(
                f"{place}, start: empty. Write the first day (YYYY-MM-DD), or say --start DATE",
                f"{place} start 列：空。请写开始日期（YYYY-MM-DD），或用 --start 指定",
            )
        yield Shock(
            name=row["shock"] or place,
            kind=row["kind"],
            id=row["id"],
            size=row["size"],
            start=start,
            duration=row["duration"],
            recovery=_or(row, "recovery", usual.recovery),
            destination=row["destination"],
            radius_km=_or(row, "radius_km", usual.radius_km),
            where=place,
        )


def _or(row: dict[str, Any], name: str, default: Any) -> Any:
    return default if row[name] is None else row[name]
