"""Holes in English sentences."""

from __future__ import annotations

import re

from hinterland.reading.doubts.holes_english_rows import ROWS
from hinterland.reading.doubts.holes_words import AUX
from hinterland.reading.model import Hole

_PATTERNS = tuple((missing, tuple(gate.split("|")), re.compile(words)) for missing, gate, words in ROWS)
_STARTS = re.compile(
    rf"(?:(?P<bare>{AUX}|said|says|signed|announced|plans|agreed|and|also|'s|’s)\b|(?P<comma>,)"
    rf"|(?P<co>Co\.,? ?Ltd))"
)
_THE_FINE = re.compile(r"\b[Tt]he (?:of|to|by|on|at|with|from|and|or|has|have)\b(?=['\"”’])")
_ELLIPSIS = re.compile(r"\.\s?\.")
# "a partner to work with on it", "the plant that it said would": the word stands at the end of its own clause
_STRANDED = re.compile(
    r"\b(?:which|that|whom|who|what|it|they|he|she|we|you|to \w+)\s(?:\w+\s){0,4}$", re.IGNORECASE
)
_FIGURE = re.compile(r"[0-9]")


def find_english(text: str, start: int, end: int, *, leads: bool) -> list[Hole]:
    """Return the holes of one sentence.

    Parameters
    ----------
    leads
        Whether the sentence begins a paragraph.
    """
    words = text[start:end]
    found = [
        Hole(start + match.start(), start + match.end(), missing)
        for missing, gate, pattern in _PATTERNS
        if any(word in words for word in gate)
        for match in pattern.finditer(words)
        if not _fine(words, match)
    ]
    head = _STARTS.match(words)
    if head and " " in words and _is_cut(text, start, words, head, leads=leads):
        stop = words.find(" ", head.end() + 1)
        found.append(
            Hole(start, start + (stop if stop > 0 else len(words)), "name" if head["co"] else "subject")
        )
    return found


def _is_cut(text: str, start: int, words: str, head: re.Match[str], *, leads: bool) -> bool:
    """Whether a sentence that begins in lower case or with a comma lost its first words."""
    if head["co"] or head["comma"]:
        return True
    if words.rstrip()[-1:] == "?":
        return False
    before = text[:start].rstrip()[-1:]
    return (
        leads and len(words) > 25 and words.rstrip()[-1:] in '.。"”' and (not before or before in '.!?。"”')
    )


def _fine(words: str, match: re.Match[str]) -> bool:
    """Whether the words of a match are good English after all."""
    said = match.group()
    if said.lower().startswith(("by and large", "with and without", "of to be")) or _ELLIPSIS.search(said):
        return True
    if _THE_FINE.match(said) or said.startswith(("a with-", "the in-")):
        return True
    if " ," in said or " ." in said or said.startswith((",", "“", "‘", "(", "[")):
        # a figure such as "of .5" and a quotation mark's blank are no holes
        return bool(_FIGURE.match(words[match.end() : match.end() + 1]))
    if said[:4].lower() in {"with", "by t", "of t"} or " with " in said:
        return bool(
            _STRANDED.search(words[max(0, match.start() - 80) : match.start() + max(0, said.rfind("with "))])
        )
    if re.search(r" to (?:in|on|for|by|at|after|and|with)\b", said):
        return bool(_STRANDED.search(words[max(0, match.start() - 80) : match.start()]))
    if said.lower().startswith(("after", "before")):
        return bool(
            re.match(
                r"(?:after|before)\s(?:left|cut|put|made|set up|closed|built)\s(?:to|in|on|at)\b",
                said,
                re.IGNORECASE,
            )
        )
    if said.lower().startswith("said that"):
        return bool(
            re.search(r"\b(?:which|who|what|that)\b", words[max(0, match.start() - 200) : match.start()])
        )
    return False
