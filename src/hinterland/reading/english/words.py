"""Words of a vocabulary, written as one string."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Return the words of a string as a set."""
    return frozenset(text.split())
