"""Where words were lost from a scraped text: a link's text dropped, a name with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.doubts.amounts import whole_words
from hinterland.reading.doubts.holes_chinese import find_chinese
from hinterland.reading.doubts.holes_english import find_english
from hinterland.reading.model import Hole, Issue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.reading.doubts.scene import Scene
    from hinterland.reading.model import Sentence

AROUND = 12
"""Code points on either side of a hole that are quoted with it."""

_LOST = {
    "subject": ("who it is that does this", "主语"),
    "possessor": ("whose it is", "所有者"),
    "object": ("with whom, by whom or where", "对象或地点"),
    "name": ("which name stood there", "名称"),
}


def holes(text: str, sentences: Sequence[Sentence]) -> list[Hole]:
    """Return where words are missing, in order, no two for one gap."""
    found: list[Hole] = []
    for number, sentence in enumerate(sentences):
        new_paragraph = not number or sentences[number - 1].paragraph != sentence.paragraph
        find = find_chinese if sentence.lang == "zh" else find_english
        found += find(text, sentence.start, sentence.end, leads=new_paragraph)
    found.sort(key=lambda h: (h.start, h.end))
    kept: list[Hole] = []
    for hole in found:
        if not kept or hole.start >= kept[-1].end:
            kept.append(hole)
    return kept


def hole_issues(scene: Scene) -> list[Issue]:
    """Return the holes of a text as doubts."""
    found = []
    for hole in scene.tagged.holes:
        en, zh = _LOST[hole.missing]
        words = whole_words(scene.text, hole.start, hole.end, 60)
        found.append(
            Issue(
                code="missing_text",
                start=hole.start,
                end=hole.end,
                expected=en,
                stated=words,
                en=f'Words seem to be lost in "{words}": the text does not say {en}.',
                zh=f"“{words}”处疑有缺字：缺少{zh}。",
                claims=scene.within(hole.start, hole.end),
            )
        )
    return found
