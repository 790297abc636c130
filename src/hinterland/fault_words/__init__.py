"""The Chinese of every fault: its place, the rule it breaks, and how to mend it.

`cells`, `rows` and `files` hold pairs of English and Chinese. A part that varies stands in braces, with its kind
where it is not taken over as it is: `{count:n}` is a number, `{rule:said}` a message of its own. A message that
somebody adds to a check gets its pair there; `tests/test_fault_words.py` finds those that have none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from hinterland.fault_words import cells, files, rows
from hinterland.fault_words.parts import PATTERNS, PLAIN, READERS, about, where

if TYPE_CHECKING:
    from hinterland.faults import Fault

__all__ = ["in_chinese", "place", "said"]

_PART = re.compile(r"\{(\w+)(?::(\w+))?\}")
_NESTED = re.compile(r":(?:said|changes)\}")
_Pair = tuple[re.Pattern[str], dict[str, str], str]


def in_chinese(text: str, *, table: str = "", column: str = "") -> str | None:
    """Return a rule or fix in Chinese, None where the catalogue does not know it.

    Parameters
    ----------
    table, column
        Where the fault is: some columns of different tables have one description in English, and two in Chinese.
    """
    return _translated(text, table, column)


def said(fault: Fault, lang: str) -> tuple[str, str]:
    """Return rule and fix of a fault in `lang`; what has no Chinese stays English rather than unsaid."""
    if lang != "zh":
        return fault.rule, fault.fix
    rule, fix = (
        in_chinese(text, table=fault.table, column=fault.column or "") or text
        for text in (fault.rule, fault.fix)
    )
    return rule, fix


def place(fault: Fault, lang: str) -> str:
    """Return where a fault is in `lang`: `plants.csv row 7, capacity`, `plants.csv 第 7 行 capacity 列`."""
    if lang != "zh":
        return fault.place()
    parts = [where(fault.file) if fault.file else {"case": "案例"}.get(fault.table, fault.table)]
    if fault.row is not None:
        parts.append(f"第 {fault.row} 行")
    if fault.column:
        parts.append(f"{fault.column} 列")
    return " ".join(parts)


@lru_cache(maxsize=8192)
def _translated(text: str, table: str, column: str) -> str | None:
    if not text:
        return ""
    for pattern, kinds, chinese in _catalogue():
        if match := pattern.fullmatch(text):
            parts = {
                name: _part(kinds[name], found, table, column) for name, found in match.groupdict().items()
            }
            if None not in parts.values():
                return chinese.format_map(parts)
    return None


def _part(kind: str, found: str, table: str, column: str) -> str | None:
    """Return a part that varies in Chinese, None where it cannot be what the pattern takes it for."""
    if kind == "said":
        return _translated(found, table, column)
    if kind == "changes":
        changes = [_translated(one, table, column) for one in found.split(", ")]
        whole = None if None in changes else "，".join(filter(None, changes))
        return whole or _translated(found, table, column)
    if kind == "about":
        return about(found, table, column)
    return READERS[kind](found) if kind in READERS else found


@lru_cache(maxsize=1)
def _catalogue() -> tuple[_Pair, ...]:
    """Return the pairs as patterns, in the order in which they are tried.

    Those that hold messages come first, as their parts must have a Chinese of their own; then those with most fixed
    words, which fit fewest messages.
    """
    pairs = {**cells.PAIRS, **rows.PAIRS, **files.PAIRS}
    ordered = sorted(pairs, key=lambda e: (not _NESTED.search(e), -len(_PART.sub("", e))))
    return tuple(_pair(english, pairs[english]) for english in ordered)


def _pair(english: str, chinese: str) -> _Pair:
    kinds: dict[str, str] = {}
    pattern, at = "", 0
    for part in _PART.finditer(english):
        name, kind = part[1], part[2] or ""
        kinds[name] = kind
        pattern += f"{re.escape(english[at : part.start()])}(?P<{name}>{PATTERNS.get(kind, PLAIN)})"
        at = part.end()
    return re.compile(pattern + re.escape(english[at:]), re.DOTALL | re.IGNORECASE), kinds, chinese
