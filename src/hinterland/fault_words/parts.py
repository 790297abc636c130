"""Parts of a message that vary, and are not taken over as they are: lists, quoted words, measures, descriptions."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from hinterland.fault_words.files import DELIMITERS, ENCODINGS
from hinterland.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PLAIN = r".+?"
PATTERNS: Mapping[str, str] = {
    "n": r"-?(?:\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?|inf|nan)",
    "name": r"\w+",
    "word": r"\S+",
    "quoted": r"'.*'|\".*\"",
    "ends": r"at (?:least|most) \S+(?: and at most \S+)?",
    "file": r"[^\s?]+",
}
"""What a kind of part looks like, where it is not just any text."""

DIMENSIONS = {
    "1": "比率",
    "percentage_point": "百分点",
    "yes_no": "是非",
    "energy": "能量",
    "power": "功率",
    "mass": "质量",
    "area": "面积",
    "length": "长度",
    "time": "时长",
    "days": "天数",
    "years": "年数",
    "angle": "角度",
    "person": "人数",
    "vehicle": "车辆数",
    "firm": "企业数",
}


def where(file: str) -> str:
    """Return the name of a file, or of a sheet of a workbook."""
    return re.sub(r"^(.+\.xlsx) sheet ", r"\1 工作表 ", file, count=1, flags=re.IGNORECASE)


def about(description: str, table: str, column: str) -> str | None:
    """Return the Chinese of a column's description, None where no column is described so.

    Without the table some descriptions might mean several columns ("Readable id"): then it is what these share.
    """
    here = TABLES[table].by_name.get(column) if table in TABLES else None
    if here and here.en == description:
        return here.zh
    found = [c.zh for t in TABLES.values() for c in t.columns if c.en == description]
    if len(set(found)) < 2:
        return found[0] if found else None
    shared = found[0]
    while shared and not all(zh.endswith(shared) for zh in found):
        shared = shared[1:]
    return shared or "或".join(dict.fromkeys(found))


def _quoted(found: str) -> str | None:
    """Return a Python literal as a Chinese quotation, what cannot be printed still escaped."""
    try:
        value = ast.literal_eval(found)
    except (ValueError, SyntaxError):
        return None
    if not isinstance(value, str):
        return None
    return f"“{value if value.isprintable() else repr(value)[1:-1]}”"


def _several(found: str) -> str:
    return found.replace(", ", "、")


def _some(found: str) -> str:
    shown, _, more = re.fullmatch(r"(.*?)( and ([\d,]+) more)?", found, re.DOTALL).group(1, 2, 3)  # type: ignore[union-attr]
    return f"{_several(shown)} 等（另有 {more} 个）" if more else _several(shown)


def _either(found: str) -> str:
    return found.replace(" or ", " 或 ")


def _key(found: str) -> str:
    return re.sub(r", (?=\w+ = )", "，", found)


def _ends(found: str) -> str:
    return re.sub(
        r"(at least|at most) (\S+)",
        lambda m: f"{'不小于' if m[1] == 'at least' else '不大于'} {m[2]}",
        found,
    ).replace(" and ", "、")


def _spans(found: str) -> str:
    shown, _, more = found.partition(" and ")
    rest = f"等行（另有 {more.removesuffix(' more')} 处）" if more else "行"
    return f"{_several(shown)} {rest}"


def _dimension(found: str) -> str:
    parts = [f"货币 {p.removeprefix('money:')}" if p.startswith("money:") else p for p in found.split("/")]
    return "/".join(DIMENSIONS.get(p, f"`{p}`" if p.isascii() else p) for p in parts)


def _delimiter(found: str) -> str | None:
    return DELIMITERS.get(found) or _quoted(found)


READERS: Mapping[str, Callable[[str], str | None]] = {
    "quoted": _quoted,
    "several": _several,
    "some": _some,
    "either": _either,
    "key": _key,
    "ends": _ends,
    "spans": _spans,
    "dimension": _dimension,
    "delimiter": _delimiter,
    "encoding": ENCODINGS.get,
    "where": where,
}
"""How a kind of part is put into Chinese."""
