"""Chinese sentences read down to their drafts, for the tests of claims."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hinterland.reading.chinese import find_claims, find_names
from hinterland.reading.gazetteer import NOTHING
from hinterland.reading.model import Tagged
from hinterland.reading.quantities import find_quantities
from hinterland.reading.text import Text
from hinterland.reading.whens import find_whens

if TYPE_CHECKING:
    from hinterland.reading.model import Draft

PUBLISHED = date(2023, 6, 20)


def tagged(text: str, published: date | None = PUBLISHED) -> tuple[str, Tagged]:
    """Return the clean text and what was found in it."""
    whole = Text.of(text)
    clean, sentences = whole.clean, whole.sentences
    whens = find_whens(clean, sentences, published)
    quantities, _ = find_quantities(clean, sentences, whens)
    names = find_names(clean, sentences, quantities, whens, NOTHING)
    return clean, Tagged(
        sentences, tuple(quantities), tuple(whens), tuple(sorted(names, key=lambda n: n.start))
    )


def drafts(text: str, published: date | None = PUBLISHED) -> list[Draft]:
    """Return the drafts of a text."""
    clean, tags = tagged(text, published)
    return find_claims(clean, tags, published)


def rows(text: str, published: date | None = PUBLISHED) -> list[tuple[object, ...]]:
    """Return kind, value, date, parties and places of each draft of a text."""
    return [
        (
            d.kind,
            d.quantity.value if d.quantity else None,
            d.when.date if d.when else "",
            d.parties,
            d.places,
        )
        for d in drafts(text, published)
    ]
