"""Words that English names are made of, and words that are never names."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

_ENDINGS = (
    ("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ly", ""),
    ("ings", ""), ("ings", "e"),
)  # fmt: skip


@lru_cache(maxsize=1)
def tables() -> dict[str, Any]:
    """Return what data/names.toml holds."""
    return tomllib.loads((files("hinterland.reading.english") / "data/names.toml").read_text("utf-8"))


def words(key: str) -> frozenset[str]:
    """Return the words of a list of data/names.toml."""
    return frozenset(tables()[key].split())


@lru_cache(maxsize=1)
def _everyday() -> frozenset[str]:
    lines = (files("hinterland.reading.english") / "data/words.txt").read_text("utf-8").split("\n")
    return frozenset(line for line in lines if not line.startswith("#"))


@lru_cache(maxsize=8192)
def everyday(word: str) -> bool:
    """Whether a word, its capitals undone, is an everyday English word; each part of one with hyphens must be."""
    low = word.lower().replace("’", "'").removesuffix("'s")
    if "-" in low:
        return all(len(part) < 2 or part.isdigit() or everyday(part) for part in low.split("-"))
    words = _everyday()
    if low in words or low in TRADE:
        return True
    return any(
        low.endswith(a) and len(low) > len(a) + 2 and low.removesuffix(a) + b in words for a, b in _ENDINGS
    )


@lru_cache(maxsize=8192)
def composed(word: str) -> bool:
    """Whether a word is made of everyday ones: "retraining", "nameplate"."""
    low = word.lower()
    if any(
        low.startswith(p) and len(low) > len(p) + 3 and everyday(low[len(p) :]) for p in words("prefixes")
    ):
        return True
    common = _everyday()
    return any(low[:i] in common and everyday(low[i:]) for i in range(3, len(low) - 2))


TRADE = words("trade")
STOP = words("stop")
TIMES = words("times")
NOT_NAMES = words("not_names")
COMPANY_ENDS = words("company_ends")
COMPANY_WORDS = words("company_words")
INSTITUTIONS = words("institutions")
GOVERNMENT = words("government")
GOVERNMENT_HEADS = words("government_heads")
PLACE_ENDS = words("place_ends")
NOT_NAME_ENDS = words("not_name_ends")
LINKING_HEADS = GOVERNMENT | INSTITUTIONS | words("linking_heads")
PLACE_OF = words("place_of")
SECTORS = words("sectors")
TITLES = words("titles")
TITLE_TAILS = words("title_tails")
ROLES = words("roles")
ROLES_PLACE = words("roles_place")
MEDIA = words("media")
MEDIA_ENDS = words("media_ends")
FIRMS = words("firms")
PARTICLES = words("particles")
ORG_VERBS = words("org_verbs")
GIVEN = words("given")
STRONG_VERBS = ORG_VERBS - words("weak_verbs")
