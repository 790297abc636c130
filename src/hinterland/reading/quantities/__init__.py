"""Numbers with their units, currencies, comparators and ranges, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.quantities.page import Page
from hinterland.reading.quantities.pairs import share_scale
from hinterland.reading.quantities.scan import scan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.reading.model import Notice, Quantity, Sentence, When


def find_quantities(
    text: str, sentences: Sequence[Sentence], whens: Sequence[When]
) -> tuple[list[Quantity], list[Notice]]:
    """Return the quantities of a text in order, and a notice for every number that became neither value nor date."""
    return share_scale(text, *scan(Page(text, sentences, whens)))
