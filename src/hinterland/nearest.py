"""The known word that a misspelt one most likely means."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ALIKE = 0.6
"""Share of letters that two words have in common, in order, from which on one may be meant for the other."""


def nearest(word: str, known: Iterable[str], *, alike: float = ALIKE) -> str | None:
    """Return the word of `known` that is most like `word`, None where none is alike enough.

    Likeness is the normalised indel similarity, 2 x common subsequence / both lengths (rapidfuzz): quick enough
    for a hundred thousand misspelt cells, or for one against a hundred thousand ids.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only those who misspell something wait for it

    found = process.extractOne(word, list(known), scorer=fuzz.ratio, score_cutoff=alike * 100)
    return str(found[0]) if found else None
