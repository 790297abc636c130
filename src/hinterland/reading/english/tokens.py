"""A sentence as a row of tokens in which each quantity, date and name is one token."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from hinterland.reading.model import Name, Quantity, When

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.reading.model import Sentence, Tagged

_WORD = re.compile(r"['’](?:s|ll|re|ve|d)\b|n['’]t\b|[^\W_]+(?:[-&./][^\W_]+)*|[^\w\s]", re.UNICODE)
MOST_CHARACTERS = 10_000
MOST_TOKENS = 400
"""A longer sentence is read only so far: no sentence that a person wrote is longer."""


class Token:
    """A word, a mark, or a quantity (`Q`), date (`W`) or name (`N`) that stands as one.

    Attributes
    ----------
    kind
        w for a word, p for a mark, Q, W, N; a value that is a verb too ("double") is a word with a quantity.
    raw, low
        Its words as written and in lower case.
    """

    __slots__ = ("end", "kind", "low", "name", "quantity", "raw", "start", "when")

    def __init__(
        self, kind: str, raw: str, start: int, end: int, found: Quantity | When | Name | None = None
    ) -> None:
        self.kind, self.raw, self.low = kind, raw, raw.lower()
        self.start, self.end = start, end
        self.name = found if kind == "N" and isinstance(found, Name) else None
        self.quantity = found if found is not None and isinstance(found, Quantity) else None
        self.when = found if kind == "W" and isinstance(found, When) else None

    def __repr__(self) -> str:
        return f"{self.kind}:{self.low}"


class Rows:
    """What was found in a text, to be cut by sentence."""

    def __init__(self, tagged: Tagged) -> None:
        self._rows: list[tuple[Sequence[When | Quantity | Name], list[int]]] = [
            (tagged.whens, [w.start for w in tagged.whens]),
            (tagged.quantities, [q.start for q in tagged.quantities]),
            (tagged.names, [n.start for n in tagged.names]),
        ]

    def tokens(self, text: str, sentence: Sentence) -> list[Token]:
        """Return the tokens of a sentence."""
        blocks = _blocks([_within(rows, starts, sentence) for rows, starts in self._rows])
        tokens: list[Token] = []
        at, last = sentence.start, min(sentence.end, sentence.start + MOST_CHARACTERS)
        for start, end, found in [*blocks, (last, last, None)]:
            if at > last:
                break
            for match in _WORD.finditer(text, at, max(at, start)):
                word = match.group().replace("’", "'")
                kind = "w" if word[0].isalnum() or word[0] == "'" else "p"
                tokens.append(Token(kind, word, match.start(), match.end()))
            if found is not None:
                kind = _kind(text[start:end], found)
                tokens.append(Token(kind, text[start:end], start, end, found))
            at = end
            if len(tokens) > MOST_TOKENS:
                break
        return _without_dateline(_marked(tokens))


_MULTIPLIES = re.compile(
    r"(?:re)?(?:doubl|tripl|trebl|quadrupl|quintupl|halv)(?:e|es|ed|ing)$", re.IGNORECASE
)


def _kind(words: str, found: Quantity | When | Name) -> str:
    """Return the kind of token; "double" is a value and a verb too."""
    if isinstance(found, Quantity):
        return "w" if _MULTIPLIES.match(words) else "Q"
    return "W" if isinstance(found, When) else "N"


_MARKER = re.compile(r"[0-9]{1,2}|[a-z]|[ivx]{1,4}")


def _marked(tokens: list[Token]) -> list[Token]:
    """Return the tokens with the number of an item, "(2)" or "b)", as one bullet."""
    lows = [t.low for t in tokens[:4]]
    size = 3 if lows[:1] == ["("] else 2
    if len(lows) <= size or lows[size - 1] != ")" or not _MARKER.fullmatch(lows[size - 2]):
        return tokens
    if any(t.kind not in "wp" for t in tokens[:size]):
        return tokens
    return [Token("p", "•", tokens[0].start, tokens[size - 1].end), *tokens[size:]]


def _without_dateline(tokens: list[Token]) -> list[Token]:
    """Return the tokens after "BUDAPEST, May 10 -": where and when a report was written is no part of it."""
    if len(tokens) > 4 and tokens[1].low == ":" and tokens[0].name and tokens[0].name.kind == "place":
        return tokens[2:] if tokens[0].raw.isupper() else tokens
    for i, token in enumerate(tokens[:14]):
        if token.low in {"-", "–", "—"} and i:
            before = tokens[:i]
            names = any(t.kind in "NW" or t.raw.isupper() for t in before)
            plain = all(
                t.kind in "NWp" or t.raw[:1].isupper() or t.raw.isdigit() or t.low == "and" for t in before
            )
            return tokens[i + 1 :] if names and plain and i + 1 < len(tokens) else tokens
    return tokens


def _within(
    rows: Sequence[When | Quantity | Name], starts: list[int], sentence: Sentence
) -> list[tuple[int, int, object]]:
    a, b = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
    b = min(b, a + MOST_TOKENS)
    found: list[tuple[int, int, object]] = []
    for row in rows[a:b]:
        # words before a figure ("exceed", "more than") stay words: some are verbs
        start = row.core_start if isinstance(row, Quantity) else row.start
        found.append((start, row.end, row))
    return found


def _blocks(found: list[list[tuple[int, int, object]]]) -> list[tuple[int, int, Quantity | When | Name]]:
    """Return what was found without overlap: dates before quantities before names, but a name over its own label."""
    whens, quantities, names = found
    kept = list(whens)
    # "the two sides" is a name, not two of something
    kept += [r for r in names if getattr(r[2], "kind", "") == "group" and not _clash(r, kept)]
    labels = []
    for row in quantities:
        if getattr(row[2], "label", False):
            labels.append(row)
        elif not _clash(row, kept):
            kept.append(row)
    for row in sorted(names, key=lambda r: (r[0], -r[1])):
        if not _clash(row, kept):
            kept.append(row)
    kept += [row for row in labels if not _clash(row, kept)]
    return sorted(kept, key=lambda r: r[0])  # type: ignore[arg-type]


def _clash(row: tuple[int, int, object], kept: list[tuple[int, int, object]]) -> bool:
    return any(row[0] < b and a < row[1] for a, b, _ in kept)
