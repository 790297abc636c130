"""How a clause says what it says: planned, aimed at, expected, done, or stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hinterland.reading.chinese.lexer import Clause
    from hinterland.reading.model import Modality

_SAYS: tuple[tuple[str, Modality], ...] = (
    ("aim", "aim"),
    ("expect", "expected"),
    ("after", "expected"),
    ("will", "planned"),
    ("plan", "planned"),
    ("done", "done"),
)
AHEAD = frozenset({"aim", "expected", "planned"})
"""What is said of what lies ahead."""
GRAND = (
    *(
        "重要",
        "一流",
        "领先",
        "国际影响力",
        "国家级",
        "世界级",
        "全国",
        "全球",
        "区域性",
        "具有",
        "最大",
        "标杆",
    ),
    *("知名", "特色", "先进", "国际", "现代"),
)
"""Words of rank: what they qualify is aimed at rather than laid out."""


def said(clause: Clause, end: int | None = None, *, nouns: bool = True) -> Modality | None:
    """Return the modality that the words of a clause say, up to `end`; None where they say none.

    Without `nouns`, those of nouns (计划总投资) are left out: they hold for their own value alone.
    """
    stop = clause.end if end is None else end
    for word_class, modality in _SAYS:
        if word_class not in clause.kinds:
            continue
        for token in clause.tokens:
            if not nouns and token.has("invest", "capacity", "area"):
                continue
            if token.end <= stop and word_class in token.classes and not _noun(clause, token.word, token.end):
                return modality
    return None


def _noun(clause: Clause, word: str, end: int) -> bool:
    """Whether a modal word stands as a noun: 规划的, 目标任务, 设计院."""
    rest = clause.shape[end - clause.start : end - clause.start + 1]
    if word in {"目前", "当前"} and rest == "的":
        return True
    return word in {"规划", "设计", "计划", "安排", "部署", "要求", "承诺"} and rest in {
        "的",
        "中",
        "、",
        "和",
        "等",
        "书",
        "图",
    }


def negated(clause: Clause, before: int) -> bool:
    """Whether a verb at `before` is denied: 不再新建, 尚未开工."""
    return any(t.has("neg") and 0 <= before - t.end <= 4 for t in clause.tokens)
