"""What the form of a word says of whether it is a verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.english import verbs as v

if TYPE_CHECKING:
    from hinterland.reading.english.tokens import Token


def is_adverb(low: str) -> bool:
    """Whether a word may stand inside a verb group without being of it."""
    return low in v.ADVERBS or (
        low.endswith("ly") and len(low) > 4 and low not in v.FORMS and low not in {"only", "early", "family"}
    )


def first_tag(tags: str) -> str:
    """Return the tag that a form has first of all: finite before participle."""
    if "b" in tags and "n" in tags and "d" not in tags:
        # "the rules come into force": come, become, run
        return "b"
    for tag in "sdnbg":
        if tag in tags:
            return tag
    return "b"


def guess(low: str) -> str:
    """Return the tags that the ending of an unknown word suggests."""
    if not low.isalpha() or len(low) < 3:
        return ""
    if low in v.RELATIVES or low in v.PRONOUNS:
        return ""
    if low.endswith("ed"):
        return "dn"
    if low.endswith("ing"):
        return "g"
    if low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return "s"
    if low in v.DETERMINERS or low in v.PREPOSITIONS or low in v.SUBORDINATORS:
        return ""
    return "b"


def plain_verb(tokens: list[Token], at: int, *, asked: bool = False) -> bool:
    """Whether the token is a verb in its plain form, as after "to"; `asked` after a verb that takes one."""
    if at >= len(tokens) or tokens[at].kind != "w":
        return False
    low = tokens[at].low
    if low in {"be", "have", "do"}:
        return True
    known = v.FORMS.get(low)
    if known:
        if "b" not in known[1]:
            return False
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if asked:
            return True
        # "access to finance and markets": a noun after "to"
        return not (
            low in v.NOUNS_TOO and (after is None or after.low in {"and", ",", ".", "of", "companies"})
        )
    if low in v.DETERMINERS | v.PREPOSITIONS | v.SUBORDINATORS | v.ADVERBS | v.RELATIVES:
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is not None and (after.low in v.DETERMINERS or after.kind in "QN") and "b" in guess(low)
