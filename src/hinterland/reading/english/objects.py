"""The object of a verb: its noun phrase and the noun at its head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hinterland.reading.english import nouns
from hinterland.reading.english import verbs as v

if TYPE_CHECKING:
    from collections.abc import Collection

    from hinterland.reading.english.clauses import Clause
    from hinterland.reading.english.scene import Scene


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: its tokens, its head noun, whether a value is in it, whether its head names a firm."""

    start: int
    end: int
    head: str
    valued: bool
    named: bool = False


def phrases(scene: Scene, start: int, end: int, most: int = 4) -> list[Phrase]:
    """Return the noun phrases between two tokens, cut at prepositions and marks."""
    found: list[Phrase] = []
    at = start
    while at < end and len(found) < most:
        stop = _stop(scene, at, end)
        if stop > at:
            phrase = _phrase(scene, at, stop)
            if phrase.head:
                found.append(phrase)
        at = stop + 1
    return found


def _goes_on(low: str) -> bool:
    """Whether a word is a participle that says more of the noun before ("rules requiring")."""
    known = v.FORMS.get(low)
    if known is None:
        return low.endswith("ed") and len(low) > 4
    return known[1] in {"g", "dn"} and low not in v.ING_NOUNS


def _ends_noun(low: str) -> bool:
    """Whether a word is a noun that a participle may follow, no adjective."""
    known = nouns.POLICIES | nouns.FACILITIES | nouns.AGREEMENTS | nouns.FUNDS
    return low in known or (low.endswith("s") and not low.endswith(("ous", "ss", "us")))


def _stop(scene: Scene, at: int, end: int) -> int:
    start = at
    while at < end:
        token = scene.tokens[at]
        if token.low == "(" and at > start and scene.tokens[at - 1].kind == "Q":
            # the same amount said again
            at = next((i + 1 for i in range(at, min(end, at + 12)) if scene.low(i) == ")"), at + 1)
            continue
        if token.kind == "W" or (token.low == "worth" and at > start):
            return at
        if token.low == "and" and at > start and scene.low(at + 1) in {"a", "an", "another"}:
            return at
        if token.kind == "w" and (token.low in v.PREPOSITIONS or token.low in v.RELATIVES):
            return at
        if token.kind == "w" and at > start and _goes_on(token.low) and _ends_noun(scene.low(at - 1)):
            return at
        if token.kind == "p" and token.low not in {"'", "’", '"', "“", "”", "$", "-"}:
            return at
        at += 1
    return end


def _phrase(scene: Scene, start: int, stop: int) -> Phrase:
    head, valued, named = "", False, False
    for token in scene.tokens[start:stop]:
        if token.kind == "w" and (
            token.low in {"there", "here", "nearby"}
            or token.low in v.ADVERBS
            or token.low in v.DETERMINERS
            or token.low.endswith("ly")
        ):
            continue
        if token.kind == "w" and token.low.isalpha():
            head, named = token.low, False
        elif token.kind == "w" and ("-" in token.low or "&" in token.low or "." in token.low):
            head, named = token.low.rsplit("-", 1)[-1], False
        elif token.quantity is not None:
            valued = valued or not token.quantity.label
            head, named = (token.low.split() or [""])[-1], False
        elif token.name is not None and token.name.kind != "group":
            head = (token.name.head or token.name.text.split()[-1]).lower()
            named = token.name.kind == "organisation"
        elif token.name is not None:
            head, named = token.low.split()[-1], False
    return Phrase(start, stop, head, valued, named)


def object_of(scene: Scene, clause: Clause) -> list[Phrase]:
    """Return the phrases after a verb, the object first."""
    group = clause.group
    if group is None:
        return []
    return phrases(scene, group.end, clause.right)


def subject_of(scene: Scene, clause: Clause) -> list[Phrase]:
    """Return the phrases of the subject."""
    return phrases(scene, *clause.subject)


def antecedent(scene: Scene, clause: Clause) -> Phrase | None:
    """Return the noun phrase that "which" or "that" stands for."""
    end = clause.asked - 1 if scene.low(clause.asked - 1) == "," else clause.asked
    start = end
    while start > 0 and end - start < 12:
        token = scene.tokens[start - 1]
        if (
            token.kind == "W"
            or (token.kind == "w" and token.low in v.PREPOSITIONS - {"of"})
            or token.low in {",", ".", ";"}
        ):
            break
        start -= 1
    return _phrase(scene, start, end) if end > start else None


def first_of(found: list[Phrase], kinds: Collection[str], reach: int = 2) -> Phrase | None:
    """Return the first phrase whose head is of a set, looked for behind vague heads ("construction of a plant")."""
    for i, phrase in enumerate(found[: reach + 1]):
        if phrase.head in kinds:
            return phrase
        if phrase.head not in nouns.VAGUE_HEADS and i < len(found) - 1:
            return None
    return None
