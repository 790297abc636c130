"""Dates and periods in the text, resolved against the date of publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.whens.chinese import find_chinese
from hinterland.reading.whens.english import find_english
from hinterland.reading.whens.english_roles import place_english
from hinterland.reading.whens.resolve import Resolver
from hinterland.reading.whens.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hinterland.reading.model import Sentence, When


def find_whens(text: str, sentences: Sequence[Sentence], published: date | None) -> list[When]:
    """Return the dates and periods of a text in order."""
    scope = Scope.of(text, published)
    resolver = Resolver(scope)
    whens: list[When] = []
    for sentence in sentences:
        start, end = sentence.start, sentence.end
        scope.start = start
        if sentence.lang == "en":
            finds = place_english(scope, find_english(scope, start, end), start, end)
        else:
            finds = find_chinese(scope, start, end)
        whens += resolver.sentence(sentence, finds)
    return whens
