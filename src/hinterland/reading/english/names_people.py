"""Words for the people of a country ("Hungarian"), with the country that they come from."""

from __future__ import annotations

from hinterland.reading.english.names_words import tables

OF_PEOPLE = {
    word.replace("-", " "): country for country, words in tables()["people"].items() for word in words.split()
}
"""Word for a people -> ISO code of its country, "XX" where it is none."""
