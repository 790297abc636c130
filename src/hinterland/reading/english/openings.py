"""Whether a verb group begins at a word: verbs told from nouns and adjectives of the same form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.english import verbs as v
from hinterland.reading.english.forms import guess, is_adverb, plain_verb
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.groups import Group
    from hinterland.reading.english.tokens import Token


_BEFORE_FIGURES = words("more at least no less about around up over nearly almost some between roughly to by")


def opens(tokens: list[Token], at: int, groups: list[Group]) -> bool:
    """Whether a verb group begins at the token."""
    low = tokens[at].low
    before = tokens[at - 1] if at else None
    if low in v.MODALS:
        return (
            before is None
            or before.low not in v.DETERMINERS
            or before.low in {"that", "this", "these", "those", "all", "both"}
        )
    if low in v.BE or low in v.HAVE:
        return True
    if low == "according":
        return at + 1 < len(tokens) and tokens[at + 1].low == "to"
    if low in v.DO:
        return at + 1 < len(tokens) and tokens[at + 1].kind == "w"
    if low == "to":
        return plain_verb(tokens, _skip(tokens, at + 1))
    after = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if low == "near" or (low, after) in {("close", "to"), ("open", "to"), ("complete", "with")}:
        # "a plant at Oragadam near Chennai": where, no verb
        return False
    if low == "own" and before is not None and before.low in v.POSSESSIVES | {"whose", "'s"}:
        # "whose own contribution"
        return False
    known = v.FORMS.get(low)
    tags = known[1] if known else guess(low)
    if not tags or (not known and not _subject(before, tags)):
        return False
    if groups and groups[-1].end == at and not set(tags) & {"d", "n", "g"}:
        # right after a verb its object stands: "expects output", "plans exports"
        return False
    return _lexical(tokens, at, tags, groups)


def _subject(before: Token | None, tags: str) -> bool:
    """Whether the word before can only be a subject: an unknown -ed or -s word after it is a verb."""
    if before is None:
        return False
    if "s" in tags:
        return before.low in {"it", "he", "she", "which", "who"}
    return "d" in tags and (before.kind == "N" or before.low in v.PRONOUNS or before.low in v.RELATIVES)


def _skip(tokens: list[Token], at: int) -> int:
    while at < len(tokens) and tokens[at].kind == "w" and is_adverb(tokens[at].low):
        at += 1
    return at


def _lexical(tokens: list[Token], at: int, tags: str, groups: list[Group]) -> bool:
    """Whether a verb form without auxiliary is a verb here."""
    back = at - 1
    while back >= 0 and tokens[back].kind == "w" and is_adverb(tokens[back].low):
        back -= 1
    before = tokens[back] if back >= 0 else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    low = tokens[at].low
    if "g" in tags:
        return _ing(low, before, after)
    if (
        before is None
        and "n" in tags
        and after is not None
        and (after.kind == "W" or after.low in {"in", "by", "as", "on", "to"})
    ):
        return True
    listed = before is not None and before.low == ":" and _strong_object(after)
    if (
        before is None
        or listed
        or (before.kind == "p" and before.low in '-*•–—"“:' and "b" in tags and back <= 1)
    ):
        begun = low in {"start", "begin"} and after is not None and "g" in v.FORMS.get(after.low, ("", ""))[1]
        noun = low in v.NOUNS_TOO and not begun
        return "b" in tags and _object_follows(after) and (not noun or _strong_object(after))
    if before.kind == "w" and (before.low in v.DETERMINERS - v.PRONOUNS or before.low in v.PREPOSITIONS):
        # "After opened a mill in the valley, ...": a scraped sentence that lost its subject
        lost = (
            before.low in {"after", "before"}
            and back == 0
            and after is not None
            and after.low in v.DETERMINERS
        )
        return "d" in tags and ((before.low == "than" and low not in _FORESEEN) or lost)
    if before.low in {"'s", "'", "$"} or (low == "added" and before.low == "value"):
        return False
    owned = before.kind == "N" and back > 0 and tokens[back - 1].low in v.POSSESSIVES
    if owned and ("b" in tags or ("s" in tags and v.FORMS.get(low, ("",))[0] in v.NOUNS_TOO)):
        return False
    if "d" in tags or "n" in tags:
        return _past(tokens, at, before, after)
    if "s" in tags and "b" not in tags:
        chained = after is not None and after.low == "to" and plain_verb(tokens, _skip(tokens, at + 2))
        figure = any(t.kind == "Q" or t.low in _BEFORE_FIGURES for t in tokens[at + 2 : at + 3])
        return _third(low, before, after, chained=chained, figure=figure)
    return _plain(low, before, after, groups)


_FORESEEN = words(
    "planned expected scheduled forecast hoped thought feared announced estimated intended anticipated"
)
"""Participles after "than" that compare with a plan: "a year later than planned"."""


def _strong_object(after: Token | None) -> bool:
    return after is not None and (
        after.low in v.DETERMINERS or after.kind in "Q" or after.low in _BEFORE_FIGURES
    )


def _object_follows(after: Token | None) -> bool:
    return (
        after is not None
        and (after.kind in "QNwW")
        and after.low not in {"of", "and", "or", "is", "are", "will"}
    )


_BEFORE_ING = frozenset({",", "(", "–", "—"}) | words("by while and after before for with into on from to in")
_NO_ING = words("including excluding following during regarding outstanding existing")


def _ing(low: str, before: Token | None, after: Token | None) -> bool:
    """Whether an -ing form is a verb here, no noun."""
    if low in _NO_ING or (before is not None and (before.low in v.DETERMINERS or before.low in {"'s", "of"})):
        return False
    opened = before is None or before.low in _BEFORE_ING
    followed = after is not None and (
        after.low in v.DETERMINERS or after.kind in "QNW" or after.low in _BEFORE_FIGURES | {"from", "in"}
    )
    if low in v.ING_NOUNS or low not in v.FORMS:
        return followed and opened
    return opened or followed


def _past(tokens: list[Token], at: int, before: Token, after: Token | None) -> bool:
    """Whether a past form is a verb or a participle after its noun, not an adjective before one."""
    low = tokens[at].low
    if low in {"united", "based"} and (
        after is None or after.kind == "N" or after.low not in {"in", "at", "near"}
    ):
        return False
    if low in v.NOUNS_TOO and v.FORMS[low][1].startswith("b"):
        return _plain(low, before, after, []) or before.kind == "N"
    if _within_subject(tokens, at):
        return False
    plain = before.low in {"and", ",", "or"}
    if plain and after is not None and after.kind == "w":
        # "new, improved lines": a noun right after and no object
        return (
            after.low in v.DETERMINERS
            or after.low in v.PREPOSITIONS
            or after.low in _BEFORE_FIGURES
            or _verbish(low)
        )
    return True


_ENDS_SUBJECT = frozenset({",", ";", ":", "(", '"', "“"}) | words(
    "and or but that which who whose where by to with than"
)


def _within_subject(tokens: list[Token], at: int) -> bool:
    """Whether a past form stands before a noun whose verb is still to come: "direct reduced iron will be made"."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None or after.kind != "w" or not after.low.isalpha() or is_adverb(after.low):
        return False
    if after.low in v.PREPOSITIONS | v.DETERMINERS | v.PRONOUNS | _ENDS_SUBJECT | {
        "there",
        "here",
        "as",
        "not",
        "up",
        "out",
    }:
        return False
    for token in tokens[at + 1 : at + 7]:
        if token.low in v.MODALS or token.low in v.BE or token.low in {"has", "have", "had"}:
            return True
        if token.low in _ENDS_SUBJECT or token.low in v.DETERMINERS or token.kind in "WQ":
            return False
    return False


_ACTS = frozenset({"say", "sign", "publish", "invest", "measure", "produce", "employ", "own"})
_LIKE_ADJECTIVES = words(
    "combined added installed planned refined processed recycled integrated used added reported held"
)


def _verbish(low: str) -> bool:
    """Whether a past form without an object in sight is far more often a verb than an adjective."""
    lemma = v.FORMS.get(low, ("", ""))[0]
    return bool(v.CLASS_OF.get(lemma, v.NO_CLASS) & _ACTS) and low not in _LIKE_ADJECTIVES


def _third(low: str, before: Token, after: Token | None, *, chained: bool, figure: bool) -> bool:
    """Whether an -s form is a verb, no plural; `chained` where "to" and a verb, `figure` where an amount follows."""
    if after is not None and after.low in {"of", "is", "are", "will", "was", "were", "have", "has"}:
        return False
    lemma = v.FORMS.get(low, (low,))[0]
    strong = (
        before.kind == "N"
        or before.low in v.PRONOUNS
        or before.low in v.RELATIVES
        or before.low in {",", ")"}
    )
    if lemma not in v.NOUNS_TOO:
        return strong or before.kind in "wQ" or before.low in {'"', "”"}
    if low == "aims" and after is not None and after.low == "at":
        return before.low not in v.DETERMINERS | v.PREPOSITIONS
    if before.low == ",":
        return after is not None and (after.low in v.DETERMINERS or after.low == "to" or after.kind in "QN")
    if strong:
        return after is not None and not (before.kind == "N" and after.low in {"and", ",", ".", "in"})
    if low in {"starts", "begins", "opens", "ends", "closes"} and after is not None and after.kind == "W":
        return True
    return chained or (
        before.kind == "w"
        and before.low.isalpha()
        and after is not None
        and (after.low == "for" or (_strong_object(after) and after.low not in {"by", "to", "that"}))
        and (after.low not in {"around", "about", "over", "between", "up"} or figure)
    )


def _plain(low: str, before: Token, after: Token | None, groups: list[Group]) -> bool:
    """Whether a plain form is a verb: after a plural subject, or in a row after "to" or a modal."""
    noun = low in v.NOUNS_TOO
    if before.low in {"and", ",", "or", "then", "&", "but"}:
        main = [g for g in groups[-3:] if not (g.form in {"d", "n", "g"} and g.end - g.start == 1)]
        row = bool(main) and (main[-1].infinite or main[-1].form == "b")
        ends = low in {"end", "start", "finish", "close", "open"} and after is not None and after.kind == "W"
        return row and (
            not noun or ends or _strong_object(after) or (after is not None and after.kind == "N")
        )
    if before.low in v.PRONOUNS - {"this", "it", "he", "she"} or before.low in v.RELATIVES:
        return True
    folk = before.kind == "Q" and before.low.endswith(
        ("people", "staff", "women", "men", "workers", "employees")
    )
    if before.kind == "Q" and not folk and (noun or not before.low.endswith("s")):
        return False
    word = before.kind == "w" and before.low.isalpha()
    # a headline: "Port of the city and state firm sign deal"
    sole = low != "partner" or (after is not None and after.low in {"with", "to", "on"})
    headed = not groups and not noun and word and sole and v.CLASS_OF.get(low, v.NO_CLASS) >= {"sign"}
    plural = before.kind == "N" or headed or (word and before.low.endswith("s"))
    if not plural and before.kind != "Q":
        return False
    dated = (
        low in {"start", "begin", "open", "end", "close", "finish"}
        and after is not None
        and after.kind == "W"
    )
    return _object_follows(after) and (
        not noun or dated or _strong_object(after) or (after is not None and after.low == "to")
    )
