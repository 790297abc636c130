"""Quantities and notices of a text for tests, without dates or with those that the dates reader finds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hinterland.reading.quantities import find_quantities
from hinterland.reading.text import Text
from hinterland.reading.whens import find_whens

if TYPE_CHECKING:
    from hinterland.reading.model import Notice, Quantity


def read(raw: str) -> tuple[str, list[Quantity], list[Notice]]:
    """The clean text with its quantities and notices, as if published on 1 March 2024."""
    text = Text.of(raw)
    whens = find_whens(text.clean, text.sentences, date(2024, 3, 1))
    return text.clean, *find_quantities(text.clean, text.sentences, whens)


def found(raw: str) -> list[Quantity]:
    """The quantities of a text that are no labels."""
    return [q for q in read(raw)[1] if not q.label]


def brief(raw: str) -> list[tuple[object, ...]]:
    """Value (or value and high), comparator, and currency or unit of each quantity of a text that is no label."""
    return [
        ((q.value, q.value_high) if q.value_high is not None else q.value, q.comparator, q.currency or q.unit)
        for q in found(raw)
    ]


def codes(raw: str) -> list[tuple[str, str]]:
    """Code and words of each notice."""
    return [(n.code, n.text) for n in read(raw)[2]]
