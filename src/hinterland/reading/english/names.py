"""The names of English sentences, found by their capitals, their words and their neighbours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.english import names_words as w
from hinterland.reading.english.names_groups import LEVELS, find_governments, find_groups, free, governed
from hinterland.reading.english.names_kinds import decide, kind_of_words, words_of
from hinterland.reading.english.names_learn import Line, learned
from hinterland.reading.english.names_places import ending, nested
from hinterland.reading.english.names_runs import blocked_spans, heading, runs_of, shouted, tokens_of
from hinterland.reading.gazetteer import find
from hinterland.reading.model import Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hinterland.reading.english.names_kinds import Evidence
    from hinterland.reading.english.names_runs import Run, Token
    from hinterland.reading.gazetteer import Known
    from hinterland.reading.model import NameKind, Quantity, Sentence, When

_TECHNICAL = w.words("technical_nouns")
_FORMAL = w.words("formal_roles")
_SHORT_REGIONS = w.words("short_regions")
_DETERMINERS = w.words("determiners")


def find_names(
    text: str,
    sentences: Sequence[Sentence],
    quantities: Sequence[Quantity],
    whens: Sequence[When],
    known: Known,
) -> list[Name]:
    """Return the names of the English sentences in order.

    A first pass over running text learns what the names are; headlines and sentences that begin with a name are
    then read with what it learned.
    """
    lines = _lines(text, sentences, blocked_spans(quantities, whens))
    evidence = learned(lines)
    front = _by_first_word(known)
    names: list[Name] = []
    for line in lines:
        names += _of_line(text, line, evidence, front)
    names.sort(key=lambda n: (n.start, -n.end))
    return nested(text, names)


def _lines(text: str, sentences: Iterable[Sentence], spans: list[tuple[int, int]]) -> list[Line]:
    lines, at = [], 0
    for sentence in sentences:
        while at < len(spans) and spans[at][1] <= sentence.start:
            at += 1
        end = at
        while end < len(spans) and spans[end][0] < sentence.end:
            end += 1
        if sentence.lang != "en":
            continue
        tokens = tokens_of(text, sentence, spans[at:end])
        titled = heading(tokens, text[sentence.end - 1])
        lines.append(Line(tokens, [] if titled else runs_of(tokens), titled))
    return lines


def _by_first_word(known: Known) -> dict[str, list[tuple[str, str, str]]]:
    """Return a case's names by their first word, the longest first."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for name, (kind, row) in sorted(known.names.items(), key=lambda item: -len(item[0])):
        found.setdefault(name.split(" ")[0], []).append((name, kind, row))
    return found


def _of_line(
    text: str, line: Line, evidence: Evidence, front: dict[str, list[tuple[str, str, str]]]
) -> list[Name]:
    """Return the names of a sentence."""
    tokens = line.tokens
    names = _known(text, tokens, front) if front else []
    spans = [(n.start, n.end) for n in names]
    for run in line.runs:
        if free(spans, tokens[run.first].start, tokens[run.last].end):
            name = _named(text, tokens, run, evidence)
            if name is not None:
                names.append(name)
    for finder in (find_governments, find_groups):
        names.sort(key=lambda n: n.start)
        spans = [(n.start, n.end) for n in names]
        names += [n for n in finder(text, tokens, spans) if free(spans, n.start, n.end)]
    return names


def _known(text: str, tokens: Sequence[Token], front: dict[str, list[tuple[str, str, str]]]) -> list[Name]:
    """Return the names of the case that a sentence holds."""
    found: list[Name] = []
    for token in tokens:
        if found and token.start < found[-1].end:
            continue
        for name, kind, row in front.get(token.text, ()):
            end = token.start + len(name)
            if text.startswith(name, token.start) and not text[end : end + 1].isalnum():
                found.append(Name(token.start, end, name, kind, known=row))  # type: ignore[arg-type]
                break
    return found


def _named(text: str, tokens: Sequence[Token], run: Run, evidence: Evidence) -> Name | None:
    """Return the name that a run is, with the lower-case words that go on it."""
    words = words_of(tokens, run)
    start, last = tokens[run.first].start, run.last
    plain = _by_position(text, tokens, run)
    if plain is not None:
        return plain
    kind, head = decide(words, evidence, initial=tokens[run.first].first)
    if kind is None or _labels(tokens, run, kind, evidence):
        return None
    if kind == "organisation" and _goods(tokens, run, evidence):
        return None
    alias = _alias_of(tokens, run, evidence)
    if alias:
        kind = alias
    elif kind == "organisation" and _grounds(tokens, run):
        kind, head = "place", "park"
    is_place = kind == "place"
    end = governed(tokens, last + 1) if is_place else 0
    if end:
        inner = text[start : tokens[last].end]
        return Name(
            start, tokens[end].end, text[start : tokens[end].end], "government", (inner,), tokens[end].low
        )
    end = ending(tokens, last, is_place or _in_land(tokens, run))
    if end and (is_place or kind == "organisation"):
        kind, head, last = "place", tokens[end].low, end
    name = Name(start, tokens[last].end, text[start : tokens[last].end], kind, head=head)
    return (
        _under(text, tokens, run, name)
        if kind == "place" or (kind == "organisation" and find(name.text))
        else name
    )


def _goods(tokens: Sequence[Token], run: Run, evidence: Evidence) -> bool:
    """Whether a plural that only begins a sentence names things: "Briquettes are to be made from 2028"."""
    word = tokens[run.first]
    after = tokens[run.last + 1] if run.last + 1 < len(tokens) else None
    if run.first != run.last or not word.first or after is None or after.low not in {"are", "were"}:
        return False
    return word.low.endswith("s") and word.text[1:].islower() and evidence.of(word.text).organisation < 1


def _grounds(tokens: Sequence[Token], run: Run) -> bool:
    """Whether a name in one word with "park" is where something lies: "at the Kentucky Transpark"."""
    word, at = tokens[run.last].low, run.first - 1
    at -= at > 0 and tokens[at].low == "the"
    return (
        word.endswith("park") and word != "park" and at >= 0 and tokens[at].low in {"at", "in", "on", "near"}
    )


def _in_land(tokens: Sequence[Token], run: Run) -> bool:
    """Whether a country owns what a run names: "Uzbekistan's Navoi region", which a firm may be called after."""
    before = tokens[run.first - 1] if run.first else None
    return before is not None and before.poss and bool(find(before.text))


def _by_position(text: str, tokens: Sequence[Token], run: Run) -> Name | None:
    """Return the name that a run is by where it stands alone: after Mr, in a dateline, "Altona, Man."."""
    start, end = tokens[run.first].start, tokens[run.last].end
    words = text[start:end]
    if run.titled:
        return Name(start, end, words, "person")
    if _dateline(tokens, run):
        return Name(start, end, words, "place", head="dateline")
    if _credit_line(tokens, run):
        return Name(start, end, words, "organisation", head="media")
    town = run.first > 1 and tokens[run.first - 1].text == "," and tokens[run.first - 2].cap
    if town and words in _SHORT_REGIONS and text[end : end + 1] == ".":
        return Name(start, end, words, "place", head="region")
    if town and words.startswith("Co. ") and run.last == run.first + 1:
        # "Moorepark, Co. Cork"
        return Name(start, end, words, "place", head="county")
    return _formal(text, tokens, run)


def _under(text: str, tokens: Sequence[Token], run: Run, name: Name) -> Name:
    """Return a place with the word before it that says what it is, or the government that the words name."""
    at = run.first - 2
    if at < 0 or tokens[at + 1].low not in {"of", "in"}:
        return name
    word = tokens[at]
    if word.low in {"government", "governments", "administration", "authorities"} and (
        not word.cap or word.first
    ):
        while at > 0 and tokens[at].joined and tokens[at - 1].low in LEVELS:
            at -= 1
        start = tokens[at].start
        return Name(start, name.end, text[start : name.end], "government", (name.text,), "government")
    if tokens[at + 1].low == "of" and word.low in w.ROLES_PLACE:
        return replace(name, kind="place", head=word.low)
    return name


def _labels(tokens: Sequence[Token], run: Run, kind: NameKind, evidence: Evidence) -> bool:
    """Whether a word only labels something: "Phase 2", "a Hold rating", "the Detroit of the East", "Fortune 500"."""
    before = tokens[run.first - 1].low if run.first else ""
    after = tokens[run.last + 1] if run.last + 1 < len(tokens) else None
    if (
        after is not None
        and kind == "place"
        and (
            after.low in {"dollar", "dollars"}
            or (before == "the" and after.low == "of" and run.first == run.last)
        )
    ):
        return True
    if after is not None and after.joined and after.low.endswith(("-based", "-listed", "-owned", "-backed")):
        return True
    if kind == "place" and run.first == run.last and tokens[run.first].text in w.PLACE_ENDS:
        return True
    if kind == "place" and after is not None and _landscape(tokens, run, after):
        return True
    if run.first != run.last or kind not in {"organisation", "government"}:
        return False
    if (
        after is not None
        and after.text == ":"
        and run.first < 2
        and not evidence.known(tokens[run.first].text)
    ):
        return True
    counted = run.last + 2 < len(tokens) and tokens[run.last + 2].low in _COUNTS
    if (
        after is not None
        and after.joined
        and after.text.isdigit()
        and not tokens[run.last].poss
        and not counted
    ):
        return True
    word = tokens[run.first]
    coined = word.text.isupper() or any(c.isupper() for c in word.text[1:])
    if coined and after is not None and after.low in _TECHNICAL and not word.poss:
        return evidence.of(word.text).organisation < 0.75
    plain = w.everyday(word.low) and word.text[1:].islower() and evidence.of(word.text).organisation < 1
    return plain and (before in _DETERMINERS or before in {"“", '"', "‘", "'", "$", "€", "£"})


_COUNTS = frozenset({"percent", "per", "%", "million", "billion", "trillion", "crore"})
"""Behind the number of a share or sum, not of a model: "Alba owns 40 percent and Corvo 30 percent"."""


def _landscape(tokens: Sequence[Token], run: Run, after: Token) -> bool:
    """Whether a region of several countries only colours a noun: "Gobi wind farm near Yumen"."""
    if run.first or tokens[run.last].poss or not (after.joined and after.text.islower()):
        return False
    places = find(" ".join(words_of(tokens, run)))
    wide = bool(places) and places[0].country == "XX"
    return wide and after.low not in w.ORG_VERBS and after.low not in w.STOP and not after.low.endswith("s")


def _formal(text: str, tokens: Sequence[Token], run: Run) -> Name | None:
    """Return the group that a capital word of contracts stands for: "the Company", "the State", "Party A"."""
    first, last = tokens[run.first], tokens[run.last]
    if first.low == "party" and run.last == run.first + 1 and len(last.text) == 1:
        return Name(first.start, last.end, text[first.start : last.end], "group", head="party")
    if run.first != run.last or run.first == 0 or tokens[run.first - 1].low not in {"the", "your", "our"}:
        return None
    if (
        first.low in w.ROLES
        or first.low in _FORMAL
        or first.low in w.ROLES_PLACE
        or first.low in {"parties", "sides"}
    ):
        the = tokens[run.first - 1]
        return Name(the.start, first.end, text[the.start : first.end], "group", head=first.low)
    return None


def _dateline(tokens: Sequence[Token], run: Run) -> bool:
    """Whether a run is the town that a report begins with: "SHERMAN, Texas, June 13 -", "JAKARTA - "."""
    words = words_of(tokens, run)
    follows = tokens[run.last + 1] if run.last + 1 < len(tokens) else None
    if run.first > 1 or follows is None or follows.text not in {",", "-", "–", "—", "(", ":"}:
        return False
    if not all(x.isupper() and len(x) > 2 for x in words) or shouted(tokens):
        return False
    if all(w.everyday(x) for x in words) and not find(" ".join(words).title()):
        return False
    return follows.text != "," or any(
        t.text in {"-", "–", "—", "("} for t in tokens[run.last + 1 : run.last + 9]
    )


def _credit_line(tokens: Sequence[Token], run: Run) -> bool:
    """Whether a run is the agency that a dateline credits: "RECIFE (Jornal do Norte) -"."""
    if not 0 < run.first < 10 or tokens[run.first - 1].text != "(" or run.last + 2 >= len(tokens):
        return False
    closes = tokens[run.last + 1].text == ")" and tokens[run.last + 2].text in {"-", "–", "—"}
    return closes and tokens[0].text.isupper() and len(tokens[0].text) > 2


def _alias_of(tokens: Sequence[Token], run: Run, evidence: Evidence) -> NameKind | None:
    """Return the kind of the name that a bracketed short form follows: "... Amperex Technology Co. (CATL)"."""
    if (
        run.first < 2
        or tokens[run.first - 1].text != "("
        or run.last + 1 >= len(tokens)
        or tokens[run.last + 1].text != ")"
    ):
        return None
    before = tokens[run.first - 2]
    if not before.cap:
        return None
    at = run.first - 2
    while at > 0 and tokens[at - 1].cap and tokens[at].joined:
        at -= 1
    kind, _ = kind_of_words([t.text for t in tokens[at : run.first - 1]])
    if kind in {"organisation", "government"}:
        evidence.kinds[" ".join(words_of(tokens, run))] = kind
        return kind
    return None
