"""A program as a file of MPS or LP, with the names of its variables and rows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from hinterland.errors import Refused
from hinterland.planning.solve.highs import passed, written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hinterland.planning.matrix import Program

LONGEST = 255
"""Characters of a name that readers of the formats take."""
FORMS = (".mps", ".lp")


def write(program: Program, path: str | Path) -> None:
    """Write a program to a file whose name ends in .mps or .lp.

    Names are those of the equations, `capacity.battery_cell.hefei.2023`; characters that one of the two formats does
    not allow become `_`, and names that are the same after that are numbered.

    Raises
    ------
    Refused
        If the file ends in something else, or cannot be written.
    """
    path = Path(path)
    if path.suffix.lower() not in FORMS:
        raise Refused(
            f"{path.name}: a model is written as .mps or .lp; give the file one of these endings",
            f"{path.name}：模型只能写成 .mps 或 .lp 文件；请改用其中一种后缀",
        )
    model = passed(program)
    for position, name in enumerate(names(program)):
        model.passColName(position, name)
    for position, name in enumerate(names(program, rows=True)):
        model.passRowName(position, name)
    if not path.parent.is_dir() or not written(model, path):
        raise Refused(
            f"{path}: the model cannot be written there; name a folder that exists and may be written to",
            f"{path}：无法写入模型；请指定一个存在且可写的文件夹",
        )


def names(program: Program, *, rows: bool = False) -> list[str]:
    """Return a name of every variable, or of every row: unique, of letters, digits, `_` and `.`, at most 255 long."""
    return unique(
        _safe(
            ".".join((block.name, *(program.label(d, int(i)) for d, i in zip(block.dims, at, strict=True))))
        )
        for block in (program.rows if rows else program.variables)
        for at in np.ndindex(block.index.shape)
    )


def _safe(name: str) -> str:
    """Return a name that both formats take: LP reads `e1` as a number and takes no name that begins with a digit."""
    safe = re.sub(r"[^A-Za-z0-9_.]", "_", name)[:LONGEST]
    return f"_{safe[: LONGEST - 1]}" if re.match(r"[0-9.]|[eE][0-9]", safe) else safe


def unique(names: Iterable[str]) -> list[str]:
    """Return the names, those that came before with a number behind them."""
    seen: set[str] = set()
    found = []
    for name in names:
        tried, count = name, 1
        while tried in seen:
            count += 1
            tail = f"_{count}"
            tried = name[: LONGEST - len(tail)] + tail
        seen.add(tried)
        found.append(tried)
    return found
