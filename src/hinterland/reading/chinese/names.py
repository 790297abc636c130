"""Names of the Chinese sentences of a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from hinterland.reading.chinese.names_again import find_again, find_listed, find_people_again
from hinterland.reading.chinese.names_groups import find_groups
from hinterland.reading.chinese.names_heads import find_heads
from hinterland.reading.chinese.names_line import Line
from hinterland.reading.chinese.names_listed import find_enumerated
from hinterland.reading.chinese.names_orgs import find_organisations
from hinterland.reading.chinese.names_people import find_media, find_people
from hinterland.reading.chinese.names_places import find_places
from hinterland.reading.chinese.names_repeat import find_repeated
from hinterland.reading.chinese.names_words import words_of
from hinterland.reading.chinese.simplified import simplify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.reading.gazetteer import Known
    from hinterland.reading.model import Name, Quantity, Sentence, When


def find_names(
    text: str,
    sentences: Sequence[Sentence],
    quantities: Sequence[Quantity],
    whens: Sequence[When],
    known: Known,
) -> list[Name]:
    """Return the names of the Chinese sentences in order.

    Firms and offices are found by what they end in, and where they begin by what parts words; then what is left of
    their names is found again without the ending; then what acts at the head of a clause; then places and groups.
    """
    ours = [s for s in sentences if s.lang == "zh"]
    if not ours:
        return []
    plain = simplify(text)
    lines = _lines(text, plain, ours, quantities, whens, known)
    for line in lines:
        find_media(line)
        find_groups(line)
        find_organisations(line)
    find_listed(lines, plain)
    find_again(lines, plain)
    for line in lines:
        find_people(line)
    find_people_again(lines, plain)
    for line in lines:
        find_heads(line)
        find_enumerated(line)
    find_repeated(lines, plain)
    find_again(lines, plain)
    for line in lines:
        find_places(line)
    return sorted((n for line in lines for n in line.names), key=lambda n: (n.start, -n.end))


def _lines(
    text: str,
    plain: str,
    sentences: Sequence[Sentence],
    quantities: Sequence[Quantity],
    whens: Sequence[When],
    known: Known,
) -> list[Line]:
    """Return the sentences as words; dates, quantities and names of the case are one word each."""
    fixed = [(w.start, w.end, "W") for w in whens]
    fixed += [(q.core_start, q.core_end, "Q") for q in quantities if not q.label]
    named = _known(text, known)
    fixed += [(a, b, "K") for a, b, _, _ in named]
    fixed.sort(key=lambda f: (f[0], -f[1]))
    starts = [f[0] for f in fixed]
    lines = []
    for sentence in sentences:
        inside = fixed[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        line = Line(text, words_of(plain, sentence.start, sentence.end, inside))
        for a, b, kind, row in named:
            if sentence.start <= a < sentence.end:
                line.known[a, b] = row
                line.add(*line.cover(a, b), "place" if kind == "place" else "organisation")
        lines.append(line)
    return lines


def _known(text: str, known: Known) -> list[tuple[int, int, str, str]]:
    """Return where names of the case stand: span, kind, row; the longest where several begin."""
    han = sorted((n for n in known.names if n.strip()), key=len, reverse=True)
    if not han:
        return []
    # Latin words end where Latin letters end: Han characters may stand right beside them
    pattern = re.compile("|".join(_edged(n) for n in han))
    return [(m.start(), m.end(), *known.names[m.group()]) for m in pattern.finditer(text)]


def _edged(name: str) -> str:
    """Return a pattern of the name that begins and ends inside no longer Latin word."""
    before = "(?<![A-Za-z0-9])" if name[0].isascii() else ""
    after = "(?![A-Za-z0-9])" if name[-1].isascii() else ""
    return before + re.escape(name) + after
