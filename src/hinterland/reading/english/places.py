"""Where something is: the places that the words of a sentence put it in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.english import nouns
from hinterland.reading.english import verbs as v
from hinterland.reading.gazetteer.places import find
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.tokens import Token
    from hinterland.reading.model import Name


_LEVELS = {
    "city": "city",
    "municipality": "city",
    "town": "city",
    "municipal": "city",
    "province": "region",
    "provincial": "region",
    "state": "region",
    "region": "region",
    "regional": "region",
    "prefecture": "region",
    "county": "district",
    "district": "district",
    "country": "country",
}


def level_of(words: str) -> str:
    """Return country, region, city or district for a place or for words such as "the city"; "" where unclear."""
    found = find(words)
    if found:
        return found[0].kind
    return next((_LEVELS[w] for w in reversed(words.lower().split()) if w in _LEVELS), "")


def merged(*rows: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of all rows, each once, in order."""
    return tuple(dict.fromkeys(name for row in rows for name in row))


_RULED = re.compile(
    r"(?:(?:the )?(?:provincial |state |city |county |municipal |regional )?"
    r"(?:government|state|province|city|municipality|county) of )?"
    r"(.{2,40}?)(?: provincial| state| city| municipal| county)?(?: government| administration| council)?$",
    re.IGNORECASE,
)


def place_of(name: Name) -> tuple[str, ...]:
    """Return the place that a government governs, or that a name of a place is; nothing for a ministry."""
    if name.kind == "place":
        return (name.text, *name.within)
    if name.within or re.search(
        r"ministry|department|agency|commission|authority|office|bureau", name.text, re.IGNORECASE
    ):
        words = name.text.split()
        ahead = next((" ".join(words[:n]) for n in (2, 1) if find(" ".join(words[:n]))), "")
        return name.within or ((ahead,) if ahead and len(words) > 1 else ())
    match = _RULED.match(name.text)
    found = match.group(1) if match else ""
    return (
        (found,)
        if found[:1].isupper() and (find(found) or " of " in name.text) and found not in {"State", "Kingdom"}
        else ()
    )


_CHOSEN = words("picked chose chosen selected picks chooses named")


_SIDES = words("south north east west northeast northwest southeast southwest outskirts")


_MEANT = words("proposed planned slated destined earmarked intended designated")
_INTO_PLACE = (
    _CHOSEN
    | _SIDES
    | words("in at near outside inside around across within throughout on off along beside into")
)


def places_in(tokens: list[Token], start: int, end: int) -> tuple[str, ...]:
    """Return the places that the words between two tokens put something in."""
    found: list[str] = []
    for i in range(start, end):
        name = tokens[i].name
        if name is None or name.kind not in {"place"} or (i + 1 < end and tokens[i + 1].low in {"'s", "'"}):
            continue
        if i and tokens[i - 1].low == "outside" and not any(p.kind == "city" for p in find(name.text)):
            continue
        if (
            _put_in(tokens, i, start)
            or _seated(tokens, i, end)
            or (found and i and tokens[i - 1].low in {",", "and", "or"} and tokens[i - 2].kind == "N")
        ):
            found += [name.text, *name.within]
    return tuple(dict.fromkeys(found))


def _seated(tokens: list[Token], at: int, end: int) -> bool:
    """Whether a place stands before a plant as where it is: "its Bremen works"."""
    for token in tokens[at + 1 : min(end, at + 4)]:
        if token.kind != "w" or token.low in v.PREPOSITIONS or token.low in {"and", "'s"}:
            return False
        if token.low in nouns.STRONG_FACILITIES:
            break
    else:
        return False
    return at > 0 and tokens[at - 1].low in v.DETERMINERS | _INTO_PLACE | {"'s"}


def _put_in(tokens: list[Token], at: int, start: int) -> bool:
    """Whether a preposition of place governs the name at `at`: "in the new area of the zone"."""
    for i in range(at - 1, max(start - 1, at - 8), -1):
        token = tokens[i]
        if token.low in _INTO_PLACE:
            return True
        if token.low == "for" and i > start and tokens[i - 1].low in _MEANT:
            return True
        if token.kind in "NQW" and not (
            token.kind == "N" and i + 1 < at and (tokens[i + 1].kind == "w" or tokens[i + 1].low == ",")
        ):
            return False
        if token.kind == "w" and token.low in v.PREPOSITIONS and token.low != "of":
            return False
        if token.low in {"that", "which", ";", ":", "by", '"'}:
            return False
    return False
