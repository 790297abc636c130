"""What a text says of its own names: a first pass over running text, before headlines are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hinterland.reading.english import names_words as w
from hinterland.reading.english.names_kinds import LARGE, Evidence, decide, vote, words_of
from hinterland.reading.english.names_people import OF_PEOPLE
from hinterland.reading.english.names_places import ending
from hinterland.reading.english.names_runs import Run, runs_of, shouted
from hinterland.reading.gazetteer import find

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hinterland.reading.english.names_runs import Token
    from hinterland.reading.model import NameKind

_IMPERATIVES = w.words("imperatives")
_HEADS = w.COMPANY_ENDS | w.COMPANY_WORDS | w.INSTITUTIONS
_SPLIT_HEADS = (
    _HEADS | w.PLACE_ENDS | {"Government", "Commission", "Authority", "Council", "Ministry", "Agency"}
)
_LEGAL = frozenset(
    {"Limited", "Ltd", "Corporation", "Corp", "Company", "Inc", "Incorporated", "Group", "Holdings"}
)
_OFFICE_FRONTS = w.words("office_fronts")
_FORMS = w.COMPANY_ENDS | {"PT"}


@dataclass(slots=True)
class Line:
    """A sentence with its tokens and runs; `titled` where it is a headline."""

    tokens: list[Token]
    runs: list[Run]
    titled: bool


def learned(lines: Sequence[Line]) -> Evidence:
    """Return what the running text says of its names; headlines are split by what it says."""
    evidence = Evidence()
    evidence.common = {t.text for line in lines for t in line.tokens if t.text.islower() and len(t.text) > 3}
    inside = _counted(lines, evidence)
    for line in lines:
        line.runs = [_peeled(line.tokens, run, inside, evidence) for run in line.runs]
    for surface in sorted(evidence.votes, key=lambda name: -name.count(" ")):
        words = surface.split(" ")
        if len(words) > 1 or surface in inside or not w.everyday(surface):
            kind, head = decide(words, evidence, initial=surface not in inside)
            if kind and head != "media":
                _settle(evidence, words, kind)
    loud = {name.upper(): kind for name, kind in evidence.kinds.items()}
    for line in lines:
        if line.titled:
            _unshout(line.tokens, evidence, loud)
            _split(line.tokens, evidence)
            line.runs = runs_of(line.tokens)
    return evidence


def _counted(lines: Sequence[Line], evidence: Evidence) -> set[str]:
    """Count the votes of every run; return the runs that stand inside a sentence, where capitals mean a name."""
    inside: set[str] = set()
    for line in lines:
        for run in line.runs:
            words = words_of(line.tokens, run)
            votes = evidence.of(" ".join(words))
            vote(line.tokens, run, votes)
            if ending(line.tokens, run.last, is_place=False):
                votes.place += 3
            if not line.tokens[run.first].first:
                inside.add(" ".join(words))
            if run.titled:
                _settle(evidence, words, "person")
    return inside


def _settle(evidence: Evidence, words: Sequence[str], kind: NameKind) -> None:
    """Keep what a name is, and the short forms that the text may use for it."""
    joined = " ".join(words)
    if len(words) > 1 or kind != "place":
        evidence.kinds.setdefault(joined, kind)
    if len(words) == 1 or kind not in {"organisation", "person"}:
        return
    bare = list(words)
    while len(bare) > 1 and bare[-1] in _FORMS | {"&", ",", "(", ")"}:
        bare.pop()
    while len(bare) > 1 and bare[0] in _FORMS:
        bare.pop(0)
    evidence.kinds.setdefault(" ".join(bare), kind)
    if kind == "person":
        # a family name comes first in Chinese and Korean
        for part in (bare[-1], bare[0]) if bare[0] not in w.GIVEN else (bare[-1],):
            if len(part) > 1 and evidence.of(part).place < 1:
                evidence.kinds.setdefault(part, kind)
    elif (
        len(bare[0]) > 2
        and not w.everyday(bare[0])
        and bare[0] not in OF_PEOPLE
        and _its_own(bare[0], evidence)
    ):
        evidence.kinds.setdefault(bare[0], kind)


def _its_own(word: str, evidence: Evidence) -> bool:
    """Whether a firm's first word is short for it: no place, or a small one that acts as the firm does."""
    places = find(word)
    if not places:
        return True
    votes = evidence.of(word)
    small = all(p.kind in {"city", "district"} and p.population < LARGE for p in places)
    return small and votes.organisation > 0 and not votes.place


def _peeled(tokens: Sequence[Token], run: Run, inside: set[str], evidence: Evidence) -> Run:
    """Return a run without an everyday word that begins its sentence, where the rest is a name elsewhere."""
    first = tokens[run.first]
    if run.first < run.last and first.first and _ordered(tokens, run, inside):
        shorter = Run(run.first + 1, run.last)
        vote(tokens, shorter, evidence.of(" ".join(words_of(tokens, shorter))))
        return shorter
    if run.first < run.last and first.first and w.everyday(first.low):
        rest = " ".join(t.text for t in tokens[run.first + 1 : run.last + 1])
        if rest in inside and " ".join(words_of(tokens, run)) not in inside:
            shorter = Run(run.first + 1, run.last)
            vote(tokens, shorter, evidence.of(rest))
            return shorter
    return run


def _rare(token: Token, evidence: Evidence) -> bool:
    """Whether a word of a headline is none that the language or the text uses in small letters."""
    if w.everyday(token.low) or token.low in evidence.common:
        return False
    return (
        not w.composed(token.low)
        or evidence.of(token.text).organisation > 0
        or evidence.of(token.text).place > 0
    )


def _office(tokens: Sequence[Token], run: Run) -> range:
    """Return which words of a headline's run name an authority: "Management Committee of Yangpu Zone"."""
    for at in range(run.first, run.last - 1):
        if tokens[at].text in w.GOVERNMENT and tokens[at + 1].low in {"of", "for"}:
            fronted = at > run.first and tokens[at - 1].text in _OFFICE_FRONTS
            return range(at - 1 if fronted else at, run.last + 1)
    return range(0)


def _letterhead(tokens: Sequence[Token], run: Run) -> bool:
    """Whether a line is the name of a firm alone, as letters and filings begin: SUNDARBAN SOLAR LIMITED."""
    last = tokens[run.last].text
    words = [t for t in tokens if (t.text[0].isalnum() or t.text == "&") and t.low not in {"the", "for"}]
    return len(words) == run.last - run.first + 1 and (
        last in _HEADS
        or last in w.GOVERNMENT_HEADS
        or last.title() in _LEGAL | w.GOVERNMENT_HEADS | {"Board"}
    )


def _unshout(tokens: Sequence[Token], evidence: Evidence, loud: Mapping[str, NameKind]) -> None:
    """Keep what the names of a line in capitals are, where the text has them in small letters as well."""
    if not shouted(tokens):
        return
    for at in range(len(tokens)):
        for size in range(1, min(6, len(tokens) - at) + 1):
            joined = " ".join(t.text for t in tokens[at : at + size])
            if joined in loud:
                evidence.kinds.setdefault(joined, loud[joined])


def _ordered(tokens: Sequence[Token], run: Run, inside: set[str]) -> bool:
    """Whether a run begins with the verb of an order: "Support Lusong Engine Co. in building ..."."""
    first = tokens[run.first].low
    if first == "invest" or first not in _IMPERATIVES or " ".join(words_of(tokens, run)) in inside:
        return False
    return run.last > run.first + 1 or tokens[run.last].text not in _HEADS


def _formed(tokens: Sequence[Token], kept: set[int]) -> set[int]:
    """Return the words between a name's first word and its legal form: "Vaigai Boards Limited"."""
    found: set[int] = set()
    for at, token in enumerate(tokens):
        if token.text not in _LEGAL or not token.cap:
            continue
        for first in range(at - 1, max(-1, at - 5), -1):
            if not tokens[first].cap:
                break
            if first in kept:
                found.update(range(first, at + 1))
                break
    return found


def _split(tokens: Sequence[Token], evidence: Evidence) -> None:
    """Undo the capitals of a headline's everyday words, where they are no part of a name known from the text."""
    kept: set[int] = set()
    loud = shouted(tokens)
    for run in runs_of(tokens):
        if _letterhead(tokens, run):
            kept.update(range(run.first, run.last + 1))
        kept.update(_office(tokens, run))
    for at, token in enumerate(tokens):
        if at in kept or not token.cap:
            continue
        for size in (6, 5, 4, 3, 2, 1):
            words = [t.text for t in tokens[at : at + size]]
            joined = " ".join(words)
            places = find(joined.title() if loud else joined)
            if joined in evidence.kinds or (places and not places[0].ambiguous):
                kept.update(range(at, at + size))
                break
        else:
            follows = at - 1 in kept or (at and tokens[at - 1].cap and not w.everyday(tokens[at - 1].low))
            heads = (token.text.title() if loud else token.text) in _SPLIT_HEADS
            if (
                _rare(token, evidence)
                or (follows and heads)
                or (token.text.isupper() and len(token.text) > 2 and not loud)
            ):
                kept.add(at)
    kept |= _formed(tokens, kept)
    for at, token in enumerate(tokens):
        token.cap = token.cap and at in kept
        token.first = False
