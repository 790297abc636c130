"""Where something is: the places that the words of a sentence put it in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.english import nouns
from hinterland.reading.english import verbs as v
from hinterland.reading.english.forms import is_adverb
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


_SAID_AT = words(
    "signed concluded sealed inked initialled initialed clinched finalised finalized announced presented unveiled "
    "said told"
)


_RANKS = words("first second third fourth fifth only leading largest biggest")


def _ranked(tokens: list[Token], at: int) -> bool:
    """Whether a land only says among whom a thing ranks: "its first in eastern Europe", "the largest in India"."""
    found = find(tokens[at].raw)
    if not found or not (found[0].kind == "country" or found[0].country == "XX"):
        return False
    before = [t.low for t in tokens[max(0, at - 4) : at]]
    if "in" not in before[1:]:
        return False
    rank = before[before.index("in", 1) - 1]
    return rank in _RANKS or (rank.endswith("est") and len(rank) > 5)


def _said_at(tokens: list[Token], at: int) -> bool:
    """Whether a place is only where something was signed or said: "an agreement signed on Friday in Tashkent"."""
    if at < 2 or tokens[at - 1].low not in {"in", "at"}:
        return False
    back = at - 2
    while back > 0 and (tokens[back].kind == "W" or is_adverb(tokens[back].low)):
        back -= 1
    return tokens[back].low in _SAID_AT


_MONEYS = words(
    "grants loans aid subsidies funding money funds sales revenue exports shares bonds law taxes dollars "
    "financing orders"
)


def places_in(tokens: list[Token], start: int, end: int, *, said: bool = False) -> tuple[str, ...]:
    """Return the places that the words between two tokens put something in, or, if `said`, it was signed in."""
    found: list[str] = []
    for i in range(start, end):
        name = tokens[i].name
        if name is None or name.kind not in {"place"} or _owns_more(tokens, i, end):
            continue
        if _ranked(tokens, i):
            continue
        if not said and _said_at(tokens, i):
            continue
        if i + 1 < end and tokens[i + 1].low in _MONEYS:
            # "180 million in EU grants": whose money, not where
            continue
        if i and tokens[i - 1].low == "outside" and not any(p.kind == "city" for p in find(name.text)):
            continue
        if (
            _put_in(tokens, i, start)
            or _seated(tokens, i, end)
            or (found and i and tokens[i - 1].low in {",", "and", "or"} and tokens[i - 2].kind == "N")
        ):
            found += [*_inner(tokens, i, start), name.text, *name.within]
    return _nearest_first(found)


def _inner(tokens: list[Token], at: int, start: int) -> tuple[str, ...]:
    """Return the place that stands before the one it lies in: "The port of Lobito in Angola"."""
    by = at - 1
    while by > start and tokens[by].low.endswith("ern"):
        # "in northern Vietnam"
        by -= 1
    before = tokens[by - 1].name if by - 1 >= start and tokens[by].low in {"in", ","} else None
    inside = before is not None and before.kind == "place" and tokens[at].raw in before.within
    return (before.text,) if before is not None and inside else ()


def _nearest_first(found: list[str]) -> tuple[str, ...]:
    """Return places, each once, countries last where others are named: "the first in China, in Wuhan"."""
    once = list(dict.fromkeys(found))
    return tuple(sorted(once, key=lambda name: level_of(name) == "country")) if len(once) > 1 else tuple(once)


def _seated(tokens: list[Token], at: int, end: int) -> bool:
    """Whether a place stands before a plant as where it is: "its Bremen works"."""
    for token in tokens[at + 1 : min(end, at + 4)]:
        if token.kind != "w" or token.low in v.PREPOSITIONS or token.low in {"and", "'s"}:
            return False
        if token.low in nouns.STRONG_FACILITIES:
            break
    else:
        return False
    if at > 1 and tokens[at - 2].low in {"to", "from", "towards"}:
        # "a road to the Akure highway"
        return False
    return at > 0 and tokens[at - 1].low in v.DETERMINERS | _INTO_PLACE | {"'s"}


_SPOTS = frozenset(
    {"Island", "Port", "Bay", "Valley", "Park", "Zone", "Harbour", "Harbor", "Peninsula", "Airport"}
)
_NOWHERE = words(
    "economy market industry gdp economic favour eyes case law capital share largest biggest first second third "
    "leading exports imports sales trade budget plan strategy interest history"
)
_OFF = words("coast coasts shore shores border waters north south east west interior")


def _owns_more(tokens: list[Token], at: int, end: int) -> bool:
    """Whether a place only owns what follows, but for "off Poland's coast"."""
    if at + 1 >= end or tokens[at + 1].low not in {"'s", "'"}:
        return False
    if at + 2 >= end or tokens[at + 2].low in _OFF:
        return at + 2 >= end
    # "on Kobe's Port Island", "next to Lobito's port": there; "in Norway's Alba": in a firm
    before = tokens[at - 1].low if at else ""
    near = before in {"in", "at", "on", "near", "outside"} or (
        before == "to" and tokens[at - 2].low == "next"
    )
    after = next((t for t in tokens[at + 2 : min(end, at + 6)] if t.kind != "w"), None)
    name = after.name if after is not None else None
    firm = name is not None and name.kind not in {"place", "group"} and name.text.split()[-1] not in _SPOTS
    return not near or firm or tokens[at + 2].kind in "WQ" or tokens[at + 2].low in _NOWHERE


_SOURCES = words(
    "moved transferred relocated shipped railed trucked piped imported bought brought hauled delivered"
)


def _source(tokens: list[Token], at: int, start: int) -> bool:
    """Whether a place is only where something comes from: "moved from its laboratory in Osaka"."""
    for i in range(at - 1, max(start - 1, at - 7), -1):
        token = tokens[i]
        if token.low == "from":
            return bool(_SOURCES & {t.low for t in tokens[max(start, i - 4) : i]})
        if token.kind not in "wN" or token.low in v.PREPOSITIONS:
            return False
    return False


def _put_in(tokens: list[Token], at: int, start: int) -> bool:
    """Whether a preposition of place governs the name at `at`: "in the new area of the zone"."""
    for i in range(at - 1, max(start - 1, at - 8), -1):
        token = tokens[i]
        if token.low in _INTO_PLACE:
            return tokens[i - 1].low != "from" and not _source(tokens, i, start)
        if token.low == "for" and i > start and tokens[i - 1].low in _MEANT:
            return True
        if token.kind in "NQW" and not (
            token.kind == "N" and i + 1 < at and (tokens[i + 1].kind == "w" or tokens[i + 1].low == ",")
        ):
            return False
        if (
            token.low == "to"
            and i > start
            and tokens[i - 1].low in {"next", "come", "coming", "comes", "came"}
        ):
            return True
        if token.kind == "w" and token.low in v.PREPOSITIONS and token.low != "of":
            return False
        if token.low in {"that", "which", ";", ":", "by", '"'}:
            return False
    return False
