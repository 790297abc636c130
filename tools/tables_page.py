"""docs/tables.md, from the declarations in `hinterland.schema`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.schema import COMMON, FAMILIES

if TYPE_CHECKING:
    from hinterland.schema import Column, Table

HEAD = """# Tables of a case

<!-- Written by tools/pages.py from src/hinterland/schema; do not edit. -->

A case is a set of tables. You fill those that you need: all others may be missing. Columns marked **key** identify a
row; no two rows have the same key. Columns marked **required** may not be empty. All others may be left out.

| type | what a cell holds |
|---|---|
| id | letters, digits and `_ - .`, no blanks: `anhui`, `battery_cell` |
| list of ids, list of choices | several, parted by `;` |
| number, integer | digits; `1,200`, `120 万`, `3.5 亿`, `1.2 million`, `35%` are read too, with a notice |
| date | `2021`, `2021-08` or `2021-08-11`: as precise as it is known |
| period | `2023`, `2023-H1`, `2023-Q3`, `2023-08`, or `START/END` such as `2023-01/2023-11` |
| yes/no | `yes` or `no` |
| choice | one of the words listed |
| unit | a unit such as `vehicle`, `GWh`, `percent`, `万辆`; settings named `unit:NAME` declare more |
| currency | an ISO 4217 code such as `CNY`; empty means CNY |

Money is in CNY without value-added tax unless the row's `currency` says otherwise. A column's unit stands in brackets
in its heading (`capacity [unit/yr]`); another unit in the brackets is converted where it fits. A share has the unit
`1`: 35 percent is `0.35` or `35%`.
"""


def page(_old: str = "") -> str:
    """Return the page."""
    parts = [HEAD, _contents()]
    parts.append("## Columns of every table\n")
    parts.append("Every table ends with these columns; the sections below do not repeat them.\n")
    parts.append(_columns(COMMON))
    for family, tables in FAMILIES.items():
        parts.append(f"## Family {family}\n")
        for table in tables:
            parts += [f"### {table.name}\n", f"{table.en}.<br>{table.zh}。\n", _own(table)]
    return "\n".join(parts)


def _contents() -> str:
    lines = ["## All tables\n", "| family | tables |", "|---|---|"]
    for family, tables in FAMILIES.items():
        lines.append(f"| {family} | {', '.join(f'[{t.name}](#{t.name})' for t in tables)} |")
    return "\n".join(lines) + "\n"


def _own(table: Table) -> str:
    common = {c.name for c in COMMON}
    return _columns(tuple(c for c in table.columns if c.name not in common))


def _columns(columns: tuple[Column, ...]) -> str:
    lines = ["| column | type | unit | meaning | 含义 |", "|---|---|---|---|---|"]
    for column in columns:
        mark = " **key**" if column.key else " **required**" if column.required else ""
        lines.append(
            f"| `{column.name}`{mark} | {column.kind.value} | {_unit(column)} | "
            f"{_cell(column.en)}{_more(column)} | {_cell(column.zh)} |"
        )
    return "\n".join(lines) + "\n"


def _unit(column: Column) -> str:
    return f"`{column.unit}`" if column.unit else ""


def _more(column: Column) -> str:
    """Return what else a reader must know: allowed values, references, bounds, events."""
    told = []
    if column.choices:
        told.append(f"one of {', '.join(f'`{c}`' for c in column.choices)}")
    if column.ref:
        told.append(f"refers to {' or '.join(_link(r) for r in column.ref)}")
    if column.kind.numeric:
        told.append(_bounds(column))
    if column.event:
        told.append("an event: seen from an earlier day it is still empty")
    if column.follows:
        told.append(f"known together with `{column.follows}`")
    told = [t for t in told if t]
    return f"; {'; '.join(told)}" if told else ""


def _bounds(column: Column) -> str:
    if column.low is None and column.high is None:
        return "may be negative"
    if column.high is None:
        return "" if column.low == 0 else f"at least {column.low:g}"
    return f"{column.low:g} to {column.high:g}" if column.low is not None else f"at most {column.high:g}"


def _link(ref: str) -> str:
    table, _, column = ref.partition(".")
    return f"[{table}](#{table}).`{column}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
