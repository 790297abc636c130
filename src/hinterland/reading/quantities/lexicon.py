"""How vocabularies are written in this room: words parted by blanks, tables of `name = word, word`."""

from __future__ import annotations


def bag(text: str) -> frozenset[str]:
    """Return the words of a text, parted by blanks."""
    return frozenset(text.split())


def row(text: str) -> list[str]:
    """Return the words of a text in order."""
    return text.split()


def table(text: str) -> dict[str, str]:
    """Return word -> name for lines of `name = word, word`; a name may stand on several lines.

    >>> table("vehicle = car, electric car")
    {'car': 'vehicle', 'electric car': 'vehicle'}
    """
    found = {}
    for line in text.strip().splitlines():
        name, _, listed = line.partition("=")
        for word in listed.split(","):
            found[word.strip()] = name.strip()
    return found
