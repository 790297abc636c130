"""Words that stand for names said before ("the company", "the two sides"), and governments in lower case."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from hinterland.reading.english import names_words as w
from hinterland.reading.english.names_people import OF_PEOPLE
from hinterland.reading.model import Name
from hinterland.reading.quantities.lexicon import bag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.reading.english.names_runs import Token

_DEFINITE = w.words("groups_definite")
_COUNTED = w.words("groups_counted")
_INNER = w.words("inner_councils")
_COUNTED_NOUNS = w.words("groups_counted_nouns")
_PLURAL = w.words("groups_plural")
_ALONE = w.words("groups_alone")
_OFFICES = w.words("groups_offices")
LEVELS = w.words("groups_levels")
_GOVERNMENTS = w.words("groups_governments")
_BRANCHES = w.words("groups_branches")
_ACTS = bag("will would has is and holds owns covers pays bears to in for")
_GOES_ON = w.words("groups_goes_on")
_SINGULAR = dict(pair.split("=") for pair in w.words("groups_singular"))


def singular(word: str) -> str:
    """Return the singular of a role."""
    return _SINGULAR.get(word) or (
        word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) else word
    )


def role(token: Token) -> bool:
    """Whether a word says what kind of organisation or place is meant."""
    low = token.low
    return (
        low in w.ROLES
        or low in w.ROLES_PLACE
        or low in _PLURAL
        or (low.endswith(("maker", "makers")) and len(low) > 7)
    )


def free(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether none of the spans, in order and apart, overlaps the given one."""
    at = bisect_left(spans, (end, 0))
    return at == 0 or spans[at - 1][1] <= start


def find_groups(text: str, tokens: Sequence[Token], taken: Sequence[tuple[int, int]]) -> list[Name]:
    """Return the groups of a sentence, and the governments written in lower case ("the foreign ministry")."""
    found = []
    for at, token in enumerate(tokens):
        if token.text[0].isalpha() and role(token):
            name = _group(text, tokens, at, taken)
            if name:
                found.append(name)
    return found


def _group(text: str, tokens: Sequence[Token], at: int, taken: Sequence[tuple[int, int]]) -> Name | None:
    """Return the group or government whose last word is `at`."""
    front = _front(tokens, at)
    if front < 0:
        return None
    first, noun = tokens[front], tokens[at]
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is not None and after.joined and not noun.poss:
        if (
            after.low in _GOES_ON
            or (role(after) and after.low not in {"groups", "partners"})
            or _apposed(after, taken)
        ):
            return None
        if after.low == "of":
            return _ministry(text, tokens, at)
    modifiers = [t for t in tokens[front + 1 : at] if t.low not in LEVELS and t.text not in OF_PEOPLE]
    if noun.low in _OFFICES and any(t.low in _INNER for t in modifiers):
        return None
    if noun.low in _OFFICES and modifiers and all(t.text.islower() for t in modifiers):
        start = tokens[front + 1].start
        return Name(start, noun.end, text[start : noun.end], "government", head=noun.low)
    return _made(text, first, noun, singular(noun.low))


def _ministry(text: str, tokens: Sequence[Token], at: int) -> Name | None:
    """Return a ministry in lower case: "the ministry of economy, trade and industry"."""
    if tokens[at].low not in {"ministry", "department"} or not tokens[at].text.islower():
        return None
    end = at
    for n in range(at + 2, min(len(tokens), at + 12)):
        low = tokens[n].low
        if low in _BRANCHES:
            end = n
        elif low not in {"and", ",", "&", "the", "public"}:
            break
    if end == at:
        return None
    start, stop = tokens[at].start, tokens[end].end
    return Name(start, stop, text[start:stop], "government", head="ministry")


def _apposed(after: Token, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether the name itself follows: "the battery maker Tisza Cell"."""
    return after.cap and not free(taken, after.start, after.end)


def _made(text: str, first: Token, noun: Token, head: str) -> Name:
    return Name(first.start, noun.end, text[first.start : noun.end], "group", head=head)


def _front(tokens: Sequence[Token], at: int) -> int:
    """Return the number of "the" or "both" before a role, -1 where the role is not definite."""
    noun = tokens[at]
    if noun.text[0].isupper() and not noun.first and (at == 0 or tokens[at - 1].low not in _DEFINITE):
        return -1
    for back in range(1, 6):
        n = at - back
        if n < 0 or not tokens[n + 1].joined:
            return at if back == 1 and noun.first and noun.low in _ALONE else -1
        token = tokens[n]
        if token.low in _DEFINITE or (token.low in _COUNTED and noun.low in _COUNTED_NOUNS and back == 1):
            if token.low in _COUNTED and n > 0 and tokens[n - 1].low in {"the", "these"}:
                return n - 1
            return n
        if token.low in w.STOP and token.low not in _COUNTED and token.low not in {"other", "others"}:
            return -1
        if token.poss or not (token.text[0].isalpha() or token.text == "-"):
            return -1
        if (
            token.text[0].isupper()
            and token.text not in OF_PEOPLE
            and back > 1
            and not token.low.endswith("-based")
        ):
            return -1
    return -1


def find_governments(text: str, tokens: Sequence[Token], taken: Sequence[tuple[int, int]]) -> list[Name]:
    """Return "Hungarian government", "Indian authorities": a people and the word for those who govern it."""
    found = []
    for at, token in enumerate(tokens[:-1]):
        if token.text not in OF_PEOPLE or OF_PEOPLE[token.text] == "XX":
            continue
        end = governed(tokens, at + 1) or _state(tokens, at + 1)
        if end > 0 and free(taken, token.start, tokens[end].end):
            start = (
                tokens[at - 1].start
                if at and tokens[at - 1].text in {"South", "North", "Saudi"}
                else token.start
            )
            stop = tokens[end].end
            found.append(Name(start, stop, text[start:stop], "government", head=tokens[end].low))
    return found


def _state(tokens: Sequence[Token], at: int) -> int:
    """Return the number of "state" where it means who governs: "the Czech state", not "the Indian state of Goa"."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    alone = after is None or not after.text[0].isalpha() or after.low in w.ORG_VERBS | _ACTS
    return at if tokens[at].text == "state" and tokens[at].joined and alone else 0


def governed(tokens: Sequence[Token], at: int) -> int:
    """Return the number of the word for a government that begins at `at`, 0 if none does."""
    for n in (at, at + 1, at + 2):
        if n >= len(tokens) or not tokens[n].joined:
            return 0
        low = tokens[n].low
        if tokens[n].text.islower() and (low in _GOVERNMENTS or (n > at and low in _OFFICES)):
            return n
        if low not in LEVELS and low not in _BRANCHES:
            return 0
    return 0
