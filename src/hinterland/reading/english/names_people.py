"""Words for the people of a country ("Hungarian"), with the country that they come from."""

from __future__ import annotations

from hinterland.reading.english.names_words import tables
from hinterland.reading.gazetteer import find

OF_PEOPLE = {
    word.replace("-", " "): country for country, words in tables()["people"].items() for word in words.split()
}
"""Word for a people -> ISO code of its country, "XX" where it is none."""


def native(word: str) -> bool:
    """Whether a word is made of a large place's name and says who or what is from there: Patagonian, Sichuanese."""
    if len(word) < 7 or not word.endswith(("an", "ese")) or find(word):
        return False
    bases = (word[:-3],) if word.endswith("ese") else (word[:-1], word[:-2], word[:-3])
    return any(
        p.kind in {"country", "region"} and not p.ambiguous
        for base in bases
        if len(base) > 4
        for p in find(base)
    )


def of_people(words: str) -> bool:
    """Whether words only say from which country or region somebody is."""
    return words.removeprefix("South ").removeprefix("North ") in OF_PEOPLE or native(words)
