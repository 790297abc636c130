"""Words of an English text, and the runs of capitalised words that may be names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from hinterland.reading.english import names_words as w
from hinterland.reading.english.names_people import OF_PEOPLE
from hinterland.reading.gazetteer import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hinterland.reading.model import Quantity, Sentence, When

_TOKEN = re.compile(r"[AS]/[AS](?!\w)|[^\W_]{1,48}(?:[.'’&+·-][^\W_]{1,48}){0,6}\.?|[^\w\s]")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,5}")
_LEGAL = w.COMPANY_ENDS - w.words("run_on_ends")
_ABBREVIATED = frozenset(x for x in (w.COMPANY_ENDS | w.TITLES) if x.endswith(".")) | frozenset(
    ("St.", "Bros.", "Mt.")
)
_OWNERS = w.words("runs_owners")
_SMALL_FORMS = w.words("small_forms")
_NATIONAL = frozenset({"Corporation", "Company", "Corp", "Corp.", "Co."})
_DIGITS = re.compile(r"[0-9]{1,3}(?:M|[A-Za-z]{3,12})")
_PRICE = re.compile(r"[A-Z]{1,3}[0-9][0-9.,]{0,20}(?:bn|mn|m|b|k|tn)?")
_NUMBERED = re.compile(r"[0-9]{1,2}(?:\.[0-9])?|[IVX]{1,4}|[A-Za-z]")
_CODE = re.compile(r"(?=.*[0-9].*[0-9].*[0-9].*[0-9])[A-Z0-9]{7,}")
_CAMEL = re.compile(r"[a-z]{1,2}[A-Z][A-Za-z]{2,}")
LONGEST = 16
"""Words that a name has at most."""
_OPENERS = frozenset("\"“‘'([{:-–—•·*▪●#>|")


@dataclass(slots=True)
class Token:
    """A word or mark.

    Attributes
    ----------
    text
        Without the possessive ending.
    cap
        Whether it may be part of a name.
    first
        Whether it begins a sentence, a quotation or an item of a list, where capitals say nothing.
    joined
        Whether only blanks stand between it and the token before.
    poss
        Whether a possessive ending follows.
    """

    text: str
    low: str
    start: int
    end: int
    cap: bool
    first: bool
    joined: bool
    poss: bool


@dataclass(slots=True)
class Run:
    """Capitalised words, numbers of the first and last token; `titled` after Mr, chairman and the like."""

    first: int
    last: int
    titled: bool = False


def tokens_of(text: str, sentence: Sentence, blocked: Iterable[tuple[int, int]]) -> list[Token]:
    """Return the tokens of a sentence; those in `blocked` spans (dates, numbers) are no part of a name."""
    found: list[Token] = []
    spans, near = list(blocked), 0
    opened = True
    before = sentence.start
    for match in _TOKEN.finditer(text, sentence.start, sentence.end):
        word, start, end = match.group(), match.start(), match.end()
        if word[-1] == "." and len(word) > 1 and not _dotted(word, ends=end == sentence.end):
            word, end = word[:-1], end - 1
        poss = len(word) > 2 and word[-2:] in {"'s", "’s"}
        if poss:
            word, end = word[:-2], end - 2
        while near < len(spans) and spans[near][1] <= start:
            near += 1
        stuck = False
        for a, b in spans[near : near + 3]:
            stuck = stuck or (a < end and start < b)
        cap = not stuck and capital(word) and text[end : end + 1] != "$"
        gap = text[before:start]
        found.append(Token(word, word.lower(), start, end, cap, opened, not gap or gap.isspace(), poss))
        if word[0].isalnum():
            opened = opened and len(found) < 3 and _numbers_item(text, word, end)
        elif word in _OPENERS:
            opened = word not in "-–—([" or opened or gap == " "
        before = match.end() if not poss else end + 2
    _untick(found)
    _join(found)
    return found


def _numbers_item(text: str, word: str, end: int) -> bool:
    """Whether a word numbers an item of a list: "1.", "II.", "a)"."""
    return text[end : end + 1] in {".", ")"} and bool(_NUMBERED.fullmatch(word))


def _join(found: list[Token]) -> None:
    """Let words go on a name that alone would be none, and none of a salutation."""
    if found and found[0].low == "dear":
        for one in found:
            one.cap = False
    for one, two in pairwise(found):
        # "AM Green", "H2 Green Steel": not the time of day, nor half a year
        one.cap |= one.low in {"am", "h2", "sat", "mar"} and one.text.isupper() and two.cap and two.joined
    for one, two, three in zip(found, found[1:], found[2:], strict=False):
        # "Municipal State-owned Assets": small letters after a hyphen inside a name
        if one.cap and three.cap and not two.cap and two.joined and three.joined and "-" in two.text:
            two.cap = (
                two.text[0].isupper() and not two.text.endswith(("-based", "-listed", "-owned"))
            ) or three.low in {"assets"}


def _dotted(word: str, *, ends: bool) -> bool:
    """Whether a full stop is a part of a word: "Ltd.", "U.S.", an initial that does not end the sentence."""
    return word in _ABBREVIATED or (bool(_INITIALS.fullmatch(word)) and not (ends and len(word) == 2))


def _untick(tokens: list[Token]) -> None:
    """Take the codes of exchanges, "(NYSE: ABC)", out of the names."""
    for at, token in enumerate(tokens[:-3]):
        if token.text == "(" and tokens[at + 1].text.isdigit() and tokens[at + 2].text.isupper():
            tokens[at + 2].cap = tokens[at + 3].text != ")" and tokens[at + 2].cap
        if token.text == "(" and tokens[at + 1].text.isupper() and tokens[at + 2].text == ":":
            tokens[at + 1].cap = tokens[at + 3].cap = False


def capital(word: str) -> bool:
    """Whether a word is written as a part of a name: capitals, CamelCase, 3M."""
    first = word[0]
    if first.isdigit():
        return bool(_DIGITS.fullmatch(word))
    if first.islower():
        return bool(_CAMEL.fullmatch(word)) and word not in w.NOT_NAMES
    if not first.isupper() or _CODE.fullmatch(word):
        return False
    low = word.lower()
    if _PRICE.fullmatch(word):
        return False
    if low in w.TIMES and not (word.isupper() and len(word) == 3):
        return False
    dash = word.rfind("-")
    tail = word[dash + 1 :]
    return not (dash > 0 and tail.islower() and w.everyday(tail) and not find(word))


def heading(tokens: Sequence[Token], last: str) -> bool:
    """Whether a sentence is a headline in which most words have capitals; `last` is its last character."""
    if shouted(tokens):
        return True
    long = [t for t in tokens if len(t.text) > 3 and t.text.isalpha()]
    if len(long) < 3 or last in ".;" or tokens[0].text.islower():
        return False
    capitals = [t for t in long if t.text[0].isupper()]
    plain = [t for t in capitals[1:] if w.everyday(t.low)]
    return len(capitals) >= 0.75 * len(long) and len(plain) > 1


def shouted(tokens: Sequence[Token]) -> bool:
    """Whether a line is written in capitals throughout, so that they say nothing of its words."""
    letters = [t.text for t in tokens if t.text[0].isalpha()]
    return len(letters) > 1 and all(x.isupper() for x in letters) and any(len(x) > 4 for x in letters)


def runs_of(tokens: Sequence[Token]) -> list[Run]:
    """Return the runs of capitalised words of a sentence, with the small words that join them."""
    found: list[Run] = []
    at, size = 0, len(tokens)
    while at < size:
        if not tokens[at].cap:
            at += 1
            continue
        last = at
        while last - at < LONGEST and (after := _next(tokens, at, last)) > last:
            last = after
        found += _trimmed(tokens, at, last)
        at = last + 1
    return found


def _next(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return the number of the next token of the run, or `last` where it ends."""
    size = len(tokens)
    here, n = tokens[last], last + 1
    if n >= size or not tokens[n].joined or (here.poss and not _owning(here, tokens[n])):
        return last
    after = tokens[n]
    if after.cap:
        return n
    more = n + 1
    if more >= size:
        return n if after.text in _SMALL_FORMS else last
    if after.text == "&" and tokens[more].cap:
        return more
    if after.text == "," and tokens[more].text in _LEGAL and first < n and not _county(tokens, more):
        return more
    if after.text == "," and _enumerated(tokens, first, last):
        return more
    if after.text == "(":
        return _bracketed(tokens, last)
    if after.text in _SMALL_FORMS:
        return n
    if here.text == "Sp." and after.text == "z":
        return more
    return _linked(tokens, first, last) if after.text.isalpha() else last


def _county(tokens: Sequence[Token], at: int) -> bool:
    """Whether "Co." before a name is short for county: "Moorepark, Co. Cork"."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return tokens[at].text == "Co." and after is not None and after.cap and after.text not in w.COMPANY_ENDS


def _on_river(tokens: Sequence[Token], last: int) -> int:
    """Return the end of "Newcastle upon Tyne", "Frankfurt an der Oder", or `last`."""
    n = last + 1
    end = n + 2 if tokens[n].low == "an" and tokens[n + 1].low in {"der", "den"} else n + 1
    joins = end < len(tokens) and tokens[end].cap and (tokens[n].low != "an" or end > n + 1)
    return end if joins and tokens[last].text not in w.COMPANY_WORDS else last


def _owning(here: Token, after: Token) -> bool:
    """Whether a possessive stands inside a name: "People's Bank", "Queen's University"."""
    return here.text in _OWNERS and (
        after.text in w.INSTITUTIONS or after.text in w.GOVERNMENT or after.text == "Republic"
    )


def _enumerated(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a comma stands inside a name: "Ministry of Economy, Trade and Industry"."""
    if last + 4 >= len(tokens) or not any(
        t.text in w.GOVERNMENT | w.INSTITUTIONS for t in tokens[first:last]
    ):
        return False
    listed = (tokens[last], tokens[last + 2])
    return all(t.text in w.SECTORS for t in listed) and any(
        t.low == "and" for t in tokens[last + 3 : last + 7]
    )


def _bracketed(tokens: Sequence[Token], last: int) -> int:
    """Return the end of "Siemens (China) Co." where the brackets stand inside a name."""
    n = last + 1
    inside = n + 3 < len(tokens) and tokens[n + 1].cap and tokens[n + 2].text == ")" and tokens[n + 3].cap
    if inside and tokens[n + 3].text in w.COMPANY_ENDS | w.COMPANY_WORDS | w.PLACE_ENDS:
        return n + 3
    return last


def _linked(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return the next token after "of", "for", "and", "de" and the like, or `last` where they join no name."""
    n = last + 1
    low, here = tokens[n].low, tokens[last].text
    more = n + 1
    if low in _RIVERS:
        return _on_river(tokens, last)
    if low in {"of", "for"} and tokens[more].low == "the" and more + 1 < len(tokens):
        more += 1
    if not (tokens[more].cap and tokens[more].joined):
        return _particles(tokens, last) if low in w.PARTICLES else last
    if low == "of":
        national = here in _NATIONAL or tokens[first].text in w.GOVERNMENT
        joins = here in w.LINKING_HEADS or (national and bool(find(tokens[more].text)))
        return more if joins else last
    if low == "for":
        return more if here in w.LINKING_HEADS - w.PLACE_OF else last
    if low == "and":
        return more if here in w.SECTORS and tokens[more].text in w.SECTORS else last
    return more if low in w.PARTICLES else last


def _particles(tokens: Sequence[Token], last: int) -> int:
    """Return the end after two particles ("de la Cruz")."""
    n = last + 1
    two = n + 2 < len(tokens) and tokens[n + 1].low in w.PARTICLES and tokens[n + 2].cap
    return n + 2 if two else last


_RIVERS = frozenset({"upon", "sur", "am", "an", "sous"})
_NO_ENDS = frozenset({"you", "the", "and", "of", "this", "your"})
_HARD = w.words("runs_hard")
_NO_PERSON = w.COMPANY_ENDS | w.COMPANY_WORDS | w.INSTITUTIONS | w.GOVERNMENT | w.PLACE_ENDS | w.NOT_NAME_ENDS


_OFFICES = frozenset(
    {"Chief", "Executive", "Operating", "Financial", "Technology", "Managing", "General", "Deputy", "Vice"}
    | {"Director", "Officer", "Manager", "President"}
)


def _office(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return where the person's name begins after an office in capitals ("Chief Executive Lena Ott"), 0 for none."""
    at = first
    while at < last and tokens[at].text in _OFFICES:
        at += 1
    begun = first > 0 and tokens[first - 1].text in _OFFICES
    if at - first <= (not begun) or last - at > 2:
        return 0
    return 0 if any(t.text in _NO_PERSON for t in tokens[at : last + 1]) else at


def _trimmed(tokens: Sequence[Token], first: int, last: int) -> list[Run]:
    """Return the run without the words before and after it that are no part of a name; none if nothing is left."""
    while first <= last and _droppable(tokens, first, last):
        first += 1
    if first > last:
        return []
    office = _office(tokens, first, last)
    if office:
        return [Run(office, last, titled=True)]
    for at in range(min(last, first + 3), first - 1, -1):
        if tokens[at].text in _HARD and not any(t.text in _NO_PERSON for t in tokens[at + 1 : last + 1]):
            where = [Run(first, first)] if at > first and find(tokens[first].text) else []
            return [*where, Run(at + 1, min(last, at + 3), titled=True)] if at < last else where
    people = _people(tokens, first, last)
    if people and not find(" ".join(t.text for t in tokens[first : last + 1])):
        rest = first + people
        if rest > last:
            return []
        if not w.everyday(tokens[rest].low) and tokens[rest].text not in w.COMPANY_WORDS:
            first = rest
    while last > first and _no_end(tokens[last]):
        last -= 1
    named = first and tokens[first - 1].low in w.ROLES and tokens[last].text.isupper() and tokens[last].joined
    # "the state utility PLN": what a role stands before is neither a currency nor a trade word
    return [] if first == last and not named and _no_name(tokens[last].text) else [Run(first, last)]


def _no_name(alone: str) -> bool:
    """Whether a word by itself names nothing: an abbreviation of a trade, a single letter."""
    return alone in w.NOT_NAMES or (len(alone) == 1 and alone != "X")


def _no_end(token: Token) -> bool:
    """Whether a word is no part of the name before it."""
    if token.text in w.NOT_NAMES:
        return token.text not in {"AI", "IT"}
    return token.low in _NO_ENDS and not token.text.isupper()


def _droppable(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Whether the word that begins a run is none of a name's: an article, a preposition, a role, an adverb."""
    token = tokens[at]
    text, low = token.text, token.low
    after = tokens[at + 1].text if at < last else ""
    if low.split("'")[0].split("’")[0] in w.STOP and (len(text) == 1 or low == "the" or not text.isupper()):
        return not (after and find(f"{text.capitalize()} {after}"))
    if text in w.NOT_NAMES and after:
        return after not in w.COMPANY_ENDS and after not in w.COMPANY_WORDS
    if not token.first:
        return False
    if low in {"business", "enterprise"} and any(p.kind == "country" for p in find(after)):
        # "Business Finland", "Enterprise Ireland"
        return False
    adverb = low.endswith("ly") and len(low) > 4 and w.everyday(low)
    return adverb or (
        low in w.ROLES and bool(after) and not w.everyday(after) and low not in {"bank", "union"}
    )


def _people(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return how many words at the front of a run say of which people it is: 2 for "South Korean"."""
    two = tokens[first].text + " " + tokens[first + 1].text if first < last else ""
    if two in OF_PEOPLE or (
        two
        and tokens[first].text in {"South", "North", "Saudi", "East", "West", "Latin"}
        and tokens[first + 1].text in OF_PEOPLE
    ):
        return 2
    return 1 if tokens[first].text in OF_PEOPLE else 0


def blocked_spans(quantities: Iterable[Quantity], whens: Iterable[When]) -> list[tuple[int, int]]:
    """Return the spans of numbers and dates, in order."""
    return sorted([(q.core_start, q.core_end) for q in quantities] + [(x.start, x.end) for x in whens])
