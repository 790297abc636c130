"""Places: words in lower case that end them ("Rayong province"), and the places that they lie in."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.english import names_words as w
from hinterland.reading.gazetteer import find

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.reading.english.names_runs import Token
    from hinterland.reading.gazetteer import Place
    from hinterland.reading.model import Name

SURE_ENDS = w.words("places_sure_ends")
SOFT_ENDS = w.words("places_soft_ends")
ZONE_ENDS = w.words("places_zone_ends")
ZONE_WORDS = w.words("places_zone_words")
_DIRECTIONS, _LEVELS, _SITES = (
    "|".join(sorted(w.words(f"places_{key}"))) for key in ("directions", "levels", "sites")
)
_PEOPLE = r"[A-Z][a-z]{3,14}(?:an|ese|ish|ch|i)"
_LEADS = rf"(?:(?:{_DIRECTIONS}|{_PEOPLE}|{_LEVELS})[ ]){{0,4}}(?:of[ ])?"
_WAY_IN = re.compile(rf"(?:[ ](?:{_SITES}))?,?[ ](?:(?:in|on|near|of|within)[ ](?:the[ ])?)?{_LEADS}")
_COMMA = re.compile(rf",[ ](?:the[ ])?(?:in[ ](?:the[ ])?)?{_LEADS}")
_OWN = re.compile(rf"['’]s (?:(?:{_DIRECTIONS}|capital|{_LEVELS}) ){{0,3}}(?:of )?")
_ORDER = {"country": 0, "region": 1, "city": 2, "district": 3}


def ending(tokens: Sequence[Token], last: int, is_place: bool) -> int:
    """Return the number of the lower-case word that ends a place's name after token `last`, 0 if none does."""
    if tokens[last].poss:
        return 0
    zoned = False
    for n in range(last + 1, min(len(tokens), last + 8)):
        token = tokens[n]
        if not token.joined:
            return 0
        if token.low in ZONE_ENDS and token.text.islower():
            return (
                n
                if zoned
                or token.low in {"zone", "zones", "corridor"}
                or (is_place and token.low in {"park", "estate"})
                else 0
            )
        if token.low == "area" and token.text.islower():
            return n if n == last + 1 else 0
        if (
            n == last + 1
            and token.text.islower()
            and (token.low in SURE_ENDS or (is_place and token.low in SOFT_ENDS))
        ):
            return n
        if token.low not in ZONE_WORDS or not (token.text.islower() or token.cap):
            return 0
        zoned = True
    return 0


def nested(text: str, names: Sequence[Name]) -> list[Name]:
    """Return the names, each place with the places that the words beside it put it in, nearest first."""
    done: list[Name] = list(names)
    places = [i for i, n in enumerate(done) if n.kind in {"place", "government"}]
    for k in range(len(places) - 1, -1, -1):
        i = places[k]
        name = done[i]
        outer: list[str] = []
        after = done[places[k + 1]] if k + 1 < len(places) else None
        if after is not None and after.kind == "place" and _holds(text, name, after):
            outer = [after.text, *after.within]
            own = done[places[k + 2]] if k + 2 < len(places) else None
            if (
                own is not None
                and own.within[:1] == (after.text,)
                and _OWN.fullmatch(text, after.end, own.start)
            ):
                outer = [own.text, *own.within]
        before = done[places[k - 1]] if k else None
        if before is not None and before.kind == "place" and _OWN.fullmatch(text, before.end, name.start):
            outer.append(before.text)
        if outer:
            done[i] = replace(name, within=tuple(dict.fromkeys((*name.within, *outer))))
    return done


def _holds(text: str, inner: Name, outer: Name) -> bool:
    """Whether the words between two places put the first in the second."""
    between = text[inner.end : outer.start]
    if len(between) > 80:
        return False
    if between == " (" and text[outer.end : outer.end + 1] == ")":
        return bool(find(outer.text))
    comma, way = _COMMA.fullmatch(between), _WAY_IN.fullmatch(between)
    if not (comma or way) or between == " ":
        return False
    a, b = find(inner.text), find(outer.text)
    if not a:
        return bool(b) or bool(way and (" in " in between or " of " in between))
    if not b:
        return " in " in between or " of " in between
    return any(_above(x, y) for x in a for y in b)


def _above(inner: Place, outer: Place) -> bool:
    """Whether one place of the gazetteer may lie in the other."""
    if outer.country == "XX":
        return inner.kind != "region" or inner.country != "XX"
    return inner.country == outer.country and _ORDER[outer.kind] < _ORDER[inner.kind]
