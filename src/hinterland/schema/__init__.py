"""Every table of a case, declared once.

Checks, templates, documentation, types and stores are derived from these declarations; nothing else in the
project repeats a column's name, unit or allowed values. Importing this package imports no data library.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from hinterland.schema import chain, cooperation, events, firms, levers, places, promises
from hinterland.schema.column import BASES, COMMON, Column, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BASES", "COMMON", "FAMILIES", "TABLES", "Column", "Kind", "Table"]

_MODULES = (places, chain, firms, promises, levers, cooperation, events)

TABLES: Mapping[str, Table] = MappingProxyType({t.name: t for m in _MODULES for t in m.TABLES})
"""Table by name, in the order in which people meet them."""

FAMILIES: Mapping[str, tuple[Table, ...]] = MappingProxyType(
    {
        family: tuple(t for t in TABLES.values() if t.family == family)
        for family in dict.fromkeys(t.family for t in TABLES.values())
    }
)
"""Tables by family."""
