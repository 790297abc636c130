"""What a language model says, held against the text: its quotations are found, its values read again by the rules.

The model never decides a number: a claim's value and date are those that our grammar reads in the quoted words.
Where the model says another one, an issue tells so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from hinterland.reading.model import Draft, Issue, Notice
from hinterland.reading.review.anchor import Anchor, anchor

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hinterland.reading.model import Quantity, Tagged, When
    from hinterland.reading.models.answer import Said

Span = tuple[int, int]
Found = TypeVar("Found", "Quantity", "When")
SHORTEST = 4
"""Code points that a quotation needs: less stands everywhere."""


@dataclass(slots=True)
class Quoted:
    """Claims of a model whose words stand in the text. All spans count in the clean text."""

    drafts: list[Draft] = field(default_factory=list)
    near: set[Span] = field(default_factory=set)
    """Spans of claims whose words were found only nearly."""
    issues: list[tuple[Span, Issue]] = field(default_factory=list)
    """What the model reads differently, with the span of the claim."""
    notices: list[Notice] = field(default_factory=list)


def hold_against(text: str, piece: Span, said: Iterable[Said], tagged: Tagged, into: Quoted) -> None:
    """Add what the model said of a piece of the text, as far as the piece holds its words."""
    for claim in said:
        found = _anchored(text, piece, claim.quote)
        if found is None:
            into.notices.append(_missing(piece, claim.quote, text))
            continue
        span = (found.start, found.end)
        draft = _draft(text, piece, span, claim, tagged, into)
        if any((d.start, d.end, d.quantity) == (*span, draft.quantity) for d in into.drafts):
            continue  # said twice
        into.drafts.append(draft)
        if found.alignment == "fuzzy":
            into.near.add(span)


def _anchored(text: str, within: Span, words: str) -> Anchor | None:
    """Return where the words stand inside a span of the text."""
    bare = words.strip()
    if len(bare) < SHORTEST:
        return None
    found = anchor(text[within[0] : within[1]], bare)
    if found.alignment == "orphaned" or not text[within[0] + found.start : within[0] + found.end].strip():
        return None
    return replace(found, start=within[0] + found.start, end=within[0] + found.end)


def _missing(piece: Span, words: str, text: str) -> Notice:
    clip = " ".join(words.split())[:80]
    end = min(piece[1], piece[0] + 1)
    return Notice(
        "quote_not_found",
        piece[0],
        end,
        clip or text[piece[0] : end],
        "the language model quotes words that the text does not hold; its claim was dropped",
        "语言模型引用的文字不在原文中，该主张已舍弃",
    )


def _draft(text: str, piece: Span, span: Span, said: Said, tagged: Tagged, into: Quoted) -> Draft:
    quantity = _value(text, span, said, tagged.quantities, into)
    when = _deadline(text, piece, span, said, tagged.whens, into)
    return Draft(
        kind=said.kind,
        start=span[0],
        end=span[1],
        modality=said.modality,
        measure=" ".join(said.measure.split()),
        quantity=quantity,
        when=when,
        parties=_names(said.parties, text, piece, into),
        places=_names(said.places, text, piece, into),
        topics=tuple(dict.fromkeys(said.topics)),
        basis="language model",
    )


def _names(names: Sequence[str], text: str, piece: Span, into: Quoted) -> tuple[str, ...]:
    """Return the names that the piece holds as they are written."""
    kept = []
    for name in dict.fromkeys(n.strip() for n in names):
        if name and text.find(name, *piece) >= 0:
            kept.append(name)
        elif name:
            into.notices.append(_missing(piece, name, text))
    return tuple(kept)


def _value(
    text: str, span: Span, said: Said, quantities: Sequence[Quantity], into: Quoted
) -> Quantity | None:
    """Return the quantity that the rules read in the words of the value, and tell where the model differs."""
    if said.value is None and not said.value_quote:
        return None
    at = _inner(text, span, said.value_quote)
    ours = _best([q for q in quantities if not q.label], at) if at else None
    stated = text[at[0] : at[1]] if at else (said.value_quote or "").strip()
    theirs = f"{said.comparator or ''} {_number(said.value)}".strip()
    if said.value_high is not None:
        theirs += f" to {_number(said.value_high)}"
    if ours is None:
        into.issues.append((span, _differs(at or span, theirs, stated, "")))
    elif not (
        _same(said.value, ours.value)
        and (said.value_high is None or _same(said.value_high, ours.value_high))
        and (said.comparator is None or said.comparator == ours.comparator)
    ):
        read = f"{ours.comparator} {_number(ours.value)}"
        read += f" to {_number(ours.value_high)}" if ours.value_high is not None else ""
        into.issues.append((span, _differs((ours.start, ours.end), theirs, stated, read)))
    return ours


def _deadline(
    text: str, piece: Span, span: Span, said: Said, whens: Sequence[When], into: Quoted
) -> When | None:
    """Return the date that the rules read in the words of the deadline, and tell where the model differs."""
    if not said.deadline and not said.deadline_quote:
        return None
    at = _inner(text, span, said.deadline_quote) or _inner(text, piece, said.deadline_quote)
    ours = _best(whens, at) if at else None
    stated = text[at[0] : at[1]] if at else (said.deadline_quote or "").strip()
    if ours is None or not ours.date:
        into.issues.append((span, _differs(at or span, said.deadline or "", stated, "")))
        return None
    if said.deadline and said.deadline.strip() != ours.date:
        into.issues.append((span, _differs((ours.start, ours.end), said.deadline, stated, ours.date)))
    return ours


def _inner(text: str, within: Span, words: str | None) -> Span | None:
    """Return where words of a field stand; they are short, so only exactly."""
    bare = (words or "").strip()
    at = text.find(bare, *within) if bare else -1
    return (at, at + len(bare)) if at >= 0 else None


def _best(found: Iterable[Found], at: Span) -> Found | None:
    """Return what shares most of its words with a span."""
    shared = [(min(f.end, at[1]) - max(f.start, at[0]), f) for f in found]
    best = max((s for s in shared if s[0] > 0), key=lambda s: s[0], default=None)
    return best[1] if best else None


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-6)


def _number(value: float | None) -> str:
    return "no value" if value is None else f"{value:.12g}"


def _differs(at: Span, theirs: str, stated: str, ours: str) -> Issue:
    """Return the issue that model and rules read words differently; `ours` is "" where the rules read nothing."""
    theirs, stated = theirs[:80], " ".join(stated.split())[:120]
    if ours:
        en = f"the language model reads “{stated}” as {theirs}, the rules as {ours}; the claim has the rules' reading"
        zh = f"语言模型将“{stated}”读作 {theirs}，规则读作 {ours}；主张采用规则的读数"
    else:
        en = f"the language model says {theirs}, which the rules do not read in “{stated}”; the claim leaves it out"
        zh = f"语言模型给出 {theirs}，但规则未能从“{stated}”中读出；主张未采用"
    return Issue("model_disagrees", at[0], at[1], ours, stated or theirs, en, zh)
