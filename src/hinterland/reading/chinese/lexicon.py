"""Words of Chinese that say what a clause does: verbs, modal words, prepositions, and the nouns that they take."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

_PLANNED = ("计划", "规划")
_FORESEEN = ("预计", "预期")


@lru_cache(maxsize=1)
def classes() -> dict[str, frozenset[str]]:
    """Return every word with its classes.

    A noun that says that it is planned or foreseen (计划总投资, 规划用地) has the class of those modal words too.
    """
    table = files("hinterland.reading.chinese") / "data" / "claim_words.tsv"
    found: dict[str, set[str]] = {}
    for line in table.read_text("utf-8").splitlines():
        kind, tab, words = line.partition("\t")
        if not tab or kind.startswith("#"):
            continue
        for word in words.split():
            found.setdefault(word, set()).add(kind)
            if kind in {"invest", "capacity", "area"} and word.startswith(_PLANNED):
                found[word].add("plan")
            if kind in {"invest", "capacity", "area"} and word.startswith(_FORESEEN):
                found[word].add("expect")
    return {word: frozenset(kinds) for word, kinds in found.items()}


def words_of(kind: str) -> frozenset[str]:
    """Return the words of a class."""
    return frozenset(word for word, kinds in classes().items() if kind in kinds)
