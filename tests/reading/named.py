"""Names of an English text, and texts whose names are marked."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from hinterland.reading.english import find_names
from hinterland.reading.gazetteer import NOTHING, Known
from hinterland.reading.quantities import find_quantities
from hinterland.reading.text import Text
from hinterland.reading.whens import find_whens

if TYPE_CHECKING:
    from pathlib import Path

    from hinterland.reading.model import Name

KINDS = {"o": "organisation", "g": "government", "p": "place", "h": "person", "u": "group"}


def names_of(words: str, known: Known = NOTHING) -> list[Name]:
    text = Text.of(words)
    whens = find_whens(text.clean, text.sentences, date(2024, 5, 1))
    quantities, _ = find_quantities(text.clean, text.sentences, whens)
    return find_names(text.clean, text.sentences, quantities, whens, known)


def found(words: str, known: Known = NOTHING) -> dict[str, str]:
    """Names with the first letter of their kind (person: h, group: u), those said before left out."""
    letters = {kind: letter for letter, kind in KINDS.items()}
    return {n.text: letters[n.kind] for n in names_of(words, known)}


def marked(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def unmarked(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text of a marked line, and the spans and kinds of its names."""
    text, gold = "", []
    for piece in re.finditer(r"\[([ogphu]) ([^\]]*)\]|([^\[]+)", line):
        if piece[1]:
            gold.append((len(text), len(text) + len(piece[2]), KINDS[piece[1]]))
        text += piece[2] or piece[3]
    return text, gold


def counts(lines: list[str]) -> tuple[int, int, int]:
    """Names found with the right kind, names found, names marked. A place inside another name counts as nothing."""
    right = given = wanted = 0
    for line in lines:
        text, gold = unmarked(line)
        got = [n for n in names_of(text) if n.head != "dateline"]
        used = set()
        for start, end, kind in gold:
            same = [i for i, n in enumerate(got) if n.start < end and start < n.end and n.kind == kind]
            same = [i for i in same if i not in used]
            right += bool(same)
            used.update(same[:1])
        spare = [n for i, n in enumerate(got) if i not in used]
        inner = [
            n for n in spare if n.kind == "place" and any(a <= n.start and n.end <= b for a, b, _ in gold)
        ]
        given += len(got) - len(inner)
        wanted += len(gold)
    return right, given, wanted
