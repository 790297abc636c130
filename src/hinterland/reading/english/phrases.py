"""The noun phrase of a subject: its core, its head, its rows of names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.english import verbs as v
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.clauses import Span
    from hinterland.reading.english.tokens import Token


PAIR_WORDS = words(
    "sides parties companies partners firms two three both countries governments groups duo trio pair shareholders "
    "investors owners allies backers sponsors"
)
JOINT_BODIES = words("consortium venture alliance partnership syndicate coalition jv")


HERE = frozenset({"there", "here", "nearby", "locally", "on-site", "site"})


def phrase_of(tokens: list[Token], span: Span) -> list[Token]:
    """Return the tokens of a subject without what is said of it between commas or brackets."""
    row = tokens[span[0] : span[1]]
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in row:
        depth += (token.low == "(") - (token.low == ")")
        if token.low == "," and token.kind == "p":
            parts.append([])
        elif (
            token.kind != "W"
            and not depth
            and token.low != ")"
            and token.low not in {'"', "“", "”", "-", "•", "–", "—"}
        ):
            parts[-1].append(token)
    parts = [p for p in parts if p]
    if not parts:
        return []
    kept = parts[0]
    rest = parts[1:]
    if rest and len(kept) <= 2 and kept[-1].low.split()[-1] in PAIR_WORDS and only_names(rest[0]):
        return rest[0]
    if rest and kept[0].low in {"a", "an"} and len(rest[0]) == 1 and _named(rest[0]) and not _named(kept):
        # "A maker of refrigerators, Alba, received"
        return rest[0]
    if (
        len(rest) > 1
        and rest[-1][0].low == "and"
        and only_names(rest[-1][1:])
        and rest[0][0].low in v.DETERMINERS
    ):
        return [*kept, *rest[-1]]
    if rest and all(only_names(p) for p in rest) and any(t.low == "and" for t in rest[-1]):
        for part in rest:
            kept = kept + part
    return kept


def _named(part: list[Token]) -> bool:
    """Whether a noun phrase names an organisation itself."""
    return any(t.name and t.name.kind == "organisation" for t in part)


def only_names(part: list[Token]) -> bool:
    """Whether a stretch between commas is one more name of a row ("and terminal operator Vopex"), no apposition."""
    last = part[-1].name
    if last is not None and last.kind != "group" and any(t.low == "and" for t in part):
        return not any(t.kind == "w" and t.low in v.PREPOSITIONS for t in part)
    return all(t.kind == "N" or t.low in {"and", "the", "of", "&", "s", "'s"} for t in part) and not any(
        t.name and t.name.kind == "group" for t in part
    )


def head_of(phrase: list[Token]) -> tuple[str, int]:
    """Return the head noun of a phrase and its number: the last noun before a preposition."""
    last, at = "", 0
    if phrase[0].low in {"phase", "stage"}:
        return phrase[0].low, 0
    for i, token in enumerate(phrase):
        if token.kind == "w" and token.low in v.PREPOSITIONS and i:
            break
        if token.kind in "NQ" or (
            token.kind == "w" and token.low not in HERE - {"site"} and not token.low.endswith("ly")
        ):
            if token.low in {
                "itself",
                "themselves",
                "alone",
                "also",
                "all",
                "now",
                "long",
                "jointly",
                "together",
            }:
                continue
            last, at = token.low, i
    if phrase[at].name:
        head = phrase[at].name
        last = (head.head or head.text.split()[-1]).lower() if head else last
    elif phrase[at].quantity:
        last = phrase[at].low.split()[-1]
    return last, at


def owns(phrase: list[Token], at: int) -> bool:
    """Whether a name is followed by the mark of possession."""
    return at + 1 < len(phrase) and phrase[at + 1].low in {"'s", "'"}
