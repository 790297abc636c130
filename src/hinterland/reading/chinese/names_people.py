"""Names of persons beside their titles, and of media."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.chinese import names_lexicon as lex

if TYPE_CHECKING:
    from hinterland.reading.chinese.names_line import Line


LONGEST = 9
"""Characters of a foreign name at most."""


def find_people(line: Line) -> None:
    """Add persons: a surname and one or two characters after a title, or before a title or a verb of saying."""
    _foreign(line)
    for i, word in enumerate(line.words):
        titled = i > 0 and line.words[i - 1].text in lex.TITLES
        if (
            line.taken[i]
            or word.cls not in "xnr"
            or not (word.text[0] in lex.SURNAMES or (titled and word.cls == "x"))
        ):
            continue
        if not titled and not line.begins(i):
            continue
        end = _given(line, i, titled=titled) or (_sounded(line, i) if titled else 0)
        if end:
            line.add(i, end, "person", line.words[i - 1].text if titled else "")


def _foreign(line: Line) -> None:
    """Add names of several parts with a dot between: 西雅尔多·彼得."""
    words = line.words
    for k in range(1, len(words) - 1):
        if words[k].text not in "·・" or line.taken[k]:
            continue
        i, j = k, k + 1
        while i > 0 and k - i < 6 and not line.taken[i - 1] and words[i - 1].cls == "x":
            i -= 1
        while j < len(words) and j - k < 7 and not line.taken[j] and words[j].cls == "x":
            j += 1
        if i < k and j > k + 1:
            line.add(i, j, "person")


def _sounded(line: Line, i: int) -> int:
    """Return the end of a foreign name written by its sound after a title: 总统|米尔济约耶夫|签署."""
    words, j, length = line.words, i, 0
    while j < min(len(words), i + LONGEST) and not line.taken[j]:
        word = words[j]
        verb = word.cls in "vdpZW" and j > i + 1 and len(word.text) > 1
        if verb or word.text in lex.STRONG or word.text in lex.SAYING:
            break
        if len(words[j].text) > 2 or words[j].cls == "Z":
            return 0
        length += len(words[j].text)
        j += 1
    return j if 3 < length <= LONGEST and j < len(words) else 0


def _given(line: Line, i: int, *, titled: bool) -> int:
    """Return the end of a person's name that begins at `i`, 0 if it is none."""
    words, length = line.words, 0
    for j in range(i, min(i + 3, len(words))):
        if words[j].cls not in "xn" or line.taken[j] or line.counts(j):
            return 0
        length += len(words[j].text)
        if length > 3:
            return 0
        if length < 2:
            continue
        after = words[j + 1] if j + 1 < len(words) else None
        if (
            after is not None
            and after.text in "约达可得来以"
            and words[min(j + 2, len(words) - 1)].cls == "x"
        ):
            return 0  # 米尔济|约|耶夫
        if titled and (after is None or after.cls in "Zvdpcu"):
            return j + 1
        if (
            not titled
            and after is not None
            and (after.text in lex.TITLES or after.text in lex.SAYING)
            and words[i].cls == "x"
        ):
            return j + 1 if after.text in lex.TITLES else 0
    return 0


def find_media(line: Line) -> None:
    """Add media: whole names (新华社) and what stands before 日报, 证券报."""
    for j, word in enumerate(line.words):
        if word.text not in lex.MEDIA or line.taken[j]:
            continue
        i = j
        if word.text in lex.PAPERS:
            while i > 0 and j - i < 3 and line.words[i - 1].cls in "xPnL" and not line.counts(i - 1):
                i -= 1
            if i == j:
                continue
        line.add(i, j + 1, "organisation", "media")
