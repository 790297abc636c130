"""Files of a scenario: what differs from the case, a row a cell (`hinterland.scenario`), all faults told at once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hinterland.cells.parse import parser
from hinterland.check import check
from hinterland.fault_words import in_chinese
from hinterland.faults import clip, errors
from hinterland.nearest import nearest
from hinterland.network.stress.faults import of_fault, refuse
from hinterland.result import Said
from hinterland.scenario import PART, Change
from hinterland.schema import TABLES
from hinterland.sheets import Sheet
from hinterland.store.text import read_csv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from hinterland.cluster import Cluster
    from hinterland.scenario import Action
    from hinterland.schema import Table

COLUMNS = ("table", "key", "action", "column", "old", "new")
NEEDED = ("table", "key", "column", "new")
ACTIONS: dict[str, Action] = {"": "set", "set": "set", "add": "add", "drop": "drop"}
LARGEST = 20_000_000
FIX = Said(
    "write one a row: table,key,action,column,old,new (action set, add or drop; parts of a key parted by |)",
    "请每行写一项：table,key,action,column,old,new（action 为 set、add 或 drop；键的各部分用 | 分开）",
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the file: what messages call it, and its cells."""

    place: Said
    cells: dict[str, str]


def scenario_file(path: Path) -> tuple[Change, ...]:
    """Return the changes that a CSV file lists.

    Values stand as in the case's own files: `150%`, `3 万` and the like are understood.

    Raises
    ------
    Refused
        If it is no such file; the message lists every fault, in both languages.
    """
    what = Said(f"{path.name} is no scenario", f"{path.name} 不是情景文件")
    lines = _lines(path, what)
    faults: list[Said] = []
    changes: list[Change] = []
    for line in lines:
        change = _change(line, faults)
        if change is not None:
            changes.append(change)
    refuse(faults, what)
    return tuple(changes)


def _lines(path: Path, what: Said) -> list[_Line]:
    if not path.is_file():
        refuse([Said(f"{path} is no file: check its name", f"{path} 不是文件：请检查文件名")], what)
    size = path.stat().st_size
    if size > LARGEST:
        refuse(
            [
                Said(
                    f"{path.name} has {size:,} bytes; a scenario has at most {LARGEST:,}: is it the right file?",
                    f"{path.name} 有 {size:,} 字节，情景文件至多 {LARGEST:,} 字节：文件是否正确？",
                )
            ],
            what,
        )
    raw = read_csv(path.read_bytes(), "scenario", path.name)
    refuse([of_fault(f) for f in errors(list(raw.faults))], what)
    headers = [h.strip().lower() for h in raw.headers]
    lacking = [c for c in NEEDED if c not in headers]
    if lacking:
        listed = ", ".join(lacking)
        refuse(
            [
                Said(
                    f"{path.name} lacks the columns {listed}: {FIX.en}",
                    f"{path.name} 缺少列 {listed.replace(', ', '、')}：{FIX.zh}",
                )
            ],
            what,
        )
    texts = {h: column.to_list() for h, column in zip(headers, raw.columns, strict=True) if h in COLUMNS}
    height = len(texts["table"])
    if not height:
        refuse([Said(f"{path.name} has no changes: {FIX.en}", f"{path.name} 没有更改：{FIX.zh}")], what)
    found = []
    for i in range(height):
        row = raw.rows[i] if raw.rows is not None else i + 2
        place = Said(f"{path.name} row {row}", f"{path.name} 第 {row} 行")
        found.append(_Line(place, {h: (v[i] or "").strip() for h, v in texts.items()}))
    return found


def _change(line: _Line, faults: list[Said]) -> Change | None:
    """Return the change of a row, or take note of what is wrong with it."""
    cells = line.cells
    wrong: list[Said] = []
    table = TABLES.get(cells["table"])
    action = ACTIONS.get(cells.get("action", "").lower())
    if table is None:
        wrong.append(_no("table", "表", cells["table"], list(TABLES)))
    if action is None:
        wrong.append(
            Said(
                f"action: {cells['action']!r} is none: write set, add or drop",
                f"action：“{cells['action']}”无效：请写 set、add 或 drop",
            )
        )
    change = None
    if table is not None and action is not None:
        change = _fitted(table, action, cells, wrong)
    faults += [Said(f"{line.place.en}, {w.en}", f"{line.place.zh} {w.zh}") for w in wrong]
    return None if wrong else change


def _no(en: str, zh: str, word: str, known: Sequence[str]) -> Said:
    close = nearest(word, known)
    hint, wink = (f": did you mean {close}?", f"：是否应为 {close}？") if close else ("", "")
    return Said(f"{en}: there is no {clip(word)!r}{hint}", f"{zh}：没有“{clip(word)}”{wink}")


def _fitted(table: Table, action: Action, cells: dict[str, str], wrong: list[Said]) -> Change | None:
    """Return a change of a table that there is, or take note of what of it does not fit the table."""
    key = tuple(part.strip() for part in cells["key"].split(PART))
    if len(key) != len(table.key) or not all(key):
        needed = PART.join(table.key)
        wrong.append(
            Said(f"key: {clip(cells['key'])!r} must be {needed}", f"key：“{clip(cells['key'])}”应为 {needed}")
        )
        return None
    bad = [_value(table, column, part, "key")[1] for column, part in zip(table.key, key, strict=True)]
    if any(bad):
        wrong += [fault for fault in bad if fault is not None]
        return None
    name = cells["column"]
    if action == "drop" or (action == "add" and not name):
        return Change(table.name, key, action)
    column = table.by_name.get(name)
    if column is None:
        wrong.append(_no("column", "column", name, table.names))
        return None
    if name in table.key:
        wrong.append(
            Said(
                f"column: {name} is part of the key: drop the row and add another",
                f"column：{name} 是键的一部分：请删除该行再添加",
            )
        )
        return None
    new, fault = _value(table, name, cells["new"], "new")
    if fault is not None:
        wrong.append(fault)
        return None
    return Change(table.name, key, action, name, cells.get("old") or None, new)


def _value(table: Table, name: str, text: str, cell: str) -> tuple[Any, Said | None]:
    """Return a value in its column's type, or what is wrong with it; `cell` is where in the file it stands."""
    column = table.by_name[name]
    if not text:
        if column.required:
            return None, Said(f"{cell}: {name} cannot be empty", f"{cell}：{name} 不能为空")
        return None, None
    read = parser(column, (), "")(text)
    if read.rule and not read.warn:
        zh = [in_chinese(part, table=table.name, column=name) or part for part in (read.rule, read.fix)]
        return None, Said(
            f"{cell}: {clip(text)!r}: {read.rule}. {read.fix}", f"{cell}：“{clip(text)}”：{zh[0]}。{zh[1]}"
        )
    value = read.value
    low, high = column.low, column.high
    if isinstance(value, int | float) and not isinstance(value, bool):
        below, above = low is not None and value < low, high is not None and value > high
        if below or above:
            limit = low if below else high
            en, zh_ = ("at least", "不小于") if below else ("at most", "不大于")
            return None, Said(
                f"{cell}: {name} is {en} {limit:g}, not {clip(text)}",
                f"{cell}：{name} 应{zh_} {limit:g}，不能是 {clip(text)}",
            )
    return value, None


def under(cluster: Cluster, changes: Sequence[Change], name: str = "scenario") -> Cluster:
    """Return the cluster with the changes of a scenario made, if it still is a sound case.

    Parameters
    ----------
    cluster, changes
        The case, and what differs from it.
    name
        What messages call the scenario.

    Raises
    ------
    Refused
        If a row that is set or dropped is not there, or one that is added is; or if the changed case has faults that
        the case does not have (an id that leads nowhere, shares above 1). Lists all of them, in both languages.
    """
    what = Said(f"{name} does not fit the case", f"{name} 与案例不符")
    refuse([*dict.fromkeys([*_astray(cluster, changes, name), *_twice(changes, name)])], what)
    changed = cluster.override(changes)
    refuse(_unfilled(changed, changes, name), what)
    old = {_mark(f) for f in errors(check(_sheets(cluster)))}
    fresh = [f for f in errors(check(_sheets(changed))) if _mark(f) not in old]
    told = [of_fault(f) for f in fresh]
    if len(told) == 1:  # a fault alone stands without the head that names the file
        told = [Said(f"with {name}, {told[0].en}", f"采用 {name} 后，{told[0].zh}")]
    refuse(told, Said(f"with {name} the case has faults", f"采用 {name} 后案例有错误"))
    return changed


def _astray(cluster: Cluster, changes: Sequence[Change], name: str) -> list[Said]:
    """Return a fault for each change of a row that is not there, or that adds one that is."""
    there = {
        t: {tuple(str(row[k]) for k in TABLES[t].key): row for row in cluster[t].iter_rows(named=True)}
        for t in {c.table for c in changes}
    }
    added: set[tuple[str, tuple[str, ...]]] = set()
    found = []
    for change in changes:
        rows, at = there[change.table], (change.table, change.key)
        key = f"{change.table} {PART.join(change.key)}"
        if change.action == "add":
            if change.key in rows and at not in added:
                en, zh = "a row has this key already: use action set", "已有此键的行：请用 set"
                found.append(Said(f"{name}, {key}: {en}", f"{name} {key}：{zh}"))
            added.add(at)
            rows.setdefault(change.key, {})
        elif change.key not in rows:
            close = nearest(PART.join(change.key), [PART.join(k) for k in rows])
            hint, wink = (f": did you mean {close}?", f"：是否应为 {close}？") if close else ("", "")
            found.append(
                Said(f"{name}, {key}: no row has this key{hint}", f"{name} {key}：没有此键的行{wink}")
            )
        elif change.action == "drop":
            del rows[change.key]
            added.discard(at)
        elif at not in added and _other(change, rows[change.key]):
            has = rows[change.key][change.column or ""]
            shown, zh_shown = ("nothing", "空") if has is None else (repr(has), f"“{has}”")
            found.append(
                Said(
                    f"{name}, {key}, old: {change.column} is {shown} in the case, not {change.old!r}: the file was "
                    f"made for another case; mend `old`, or leave it empty if it does not matter",
                    f"{name} {key} old：案例中 {change.column} 为{zh_shown}，而非“{change.old}”：该文件针对另一案例；"
                    f"请更正 old，无关紧要时可留空",
                )
            )
    return found


def _other(change: Change, row: Mapping[str, Any]) -> bool:
    """Return whether a change says that a cell was something else than it is; an empty `old` says nothing."""
    if change.old is None or change.column is None:
        return False
    has = row[change.column]
    old, fault = _value(TABLES[change.table], change.column, str(change.old), "old")
    if isinstance(has, float | int) and isinstance(old, float | int) and fault is None:
        return not math.isclose(has, old, rel_tol=1e-9)
    return str(has) != str(change.old if fault is not None else old)


def _twice(changes: Sequence[Change], name: str) -> list[Said]:
    """Return a fault for each cell that is given two different values."""
    given: dict[tuple[str, tuple[str, ...], str], Any] = {}
    found = []
    for change in changes:
        if change.action == "drop":
            given = {at: v for at, v in given.items() if at[:2] != (change.table, change.key)}
        elif change.column is not None:
            at = (change.table, change.key, change.column)
            if at in given and given[at] != change.new:
                key = f"{change.table} {PART.join(change.key)}, {change.column}"
                found.append(
                    Said(
                        f"{name}, {key}: set to {given[at]!r} and to {change.new!r}: leave one of the lines out",
                        f"{name} {key}：先后设为“{given[at]}”与“{change.new}”：请去掉其中一行",
                    )
                )
            given[at] = change.new
    return found


def _unfilled(changed: Cluster, changes: Sequence[Change], name: str) -> list[Said]:
    """Return a fault for each cell of an added row that must not be empty, and is."""
    added = {(c.table, c.key) for c in changes if c.action == "add"}
    found = []
    for table in sorted({t for t, _ in added}):
        needed = [c.name for c in TABLES[table].columns if c.required]
        for row in changed[table].iter_rows(named=True):
            key = tuple(str(row[k]) for k in TABLES[table].key)
            lacking = [c for c in needed if row[c] is None] if (table, key) in added else []
            if lacking:
                where, listed = f"{table} {PART.join(key)}", ", ".join(lacking)
                en = f"{name}, {where}: the new row lacks {listed}: add a line for each"
                zh = f"{name} {where}：新行缺少 {listed.replace(', ', '、')}：请各加一行"
                found.append(Said(en, zh))
    return found


def _sheets(cluster: Cluster) -> dict[str, Sheet]:
    return {n: Sheet(n, n, frame) for n, frame in cluster.tables.items()}


def _mark(fault: Any) -> tuple[str | None, ...]:
    return fault.table, fault.column, fault.value, fault.rule
