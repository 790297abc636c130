"""The outline of a document: title, headings, items of lists, and what they say of all below them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.chinese.memory import Topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.reading.chinese.lexer import Clause
    from hinterland.reading.chinese.state import State

LONGEST_TITLE = 60
LONGEST_HEADING = 40
LONGEST_ITEM = 30
TITLE_CLAUSES = 3
NEAR = 16

_NUMBER = "[一二三四五六七八九十]{1,3}"
_HEADING = re.compile(rf"\s*(?:#+\s*)?(?:{_NUMBER}、|第{_NUMBER}[章节部]|[（(]{_NUMBER}[)）])")
_MARK = re.compile(
    r"\s*(?:[0-9]{1,2}[.、．)）]|[—•●▪·*-]|[（(][0-9一二三四五六七八九十]{1,2}[)）]|(?:十?[一二三四五六七八九]|十)是)"
)
_TURNS = re.compile(
    "预期目标|主要目标|重点抓好|重点做好|抓好以下|做好以下|工作安排如下|总体要求|工作总要求|奋斗目标"
)
_NUMBERED = re.compile(r"\s*[0-9]{1,2}[.、．)）]\s*")
_AHEAD = re.compile("目标|任务|重点|计划|安排|展望|思路|举措|措施|规划|预期|部署|打算|工作要求")
_BACK = re.compile("回顾|成效|总结|成绩|现状|基础|完成情况|进展|回眸")
_PLANS = re.compile("规划|方案|行动计划|意见|措施|纲要|要点|工作安排")
_OFFICIAL = re.compile("规划|方案|计划|意见|措施|纲要|要点|工作安排|报告|公报")
_REPORTS = re.compile("报告|公报")
_GO_ON = frozenset(("其中", "同时", "与此同时"))
"""Words that go on with what the sentence before said."""


_SENTENCE = frozenset("。！？；")
"""What ends a sentence, and no title."""


def read_title(found: Sequence[Clause], state: State) -> None:
    """Take from the title whether the document is a plan, and of which region."""
    first = [c for c in found if c.paragraph == found[0].paragraph] if found else []
    if not first or len(first) > TITLE_CLAUSES:
        return
    words = state.text[first[0].start : first[-1].end]
    state.plan = (
        first[-1].stop not in {"。", "！", "？"} and len(words) < LONGEST_TITLE and bool(_PLANS.search(words))
    )
    official = bool(_OFFICIAL.search(words))
    for name in [n for c in first for n in c.names + c.titled]:
        topic = state.memory.resolve(name)
        if topic.kind == "region" and topic.places and (official or name.kind == "government"):
            state.memory.home = topic.places or topic.parties
            state.official = official and first[-1].stop not in _SENTENCE and len(words) < LONGEST_TITLE
            if state.plan or _REPORTS.search(words):
                state.topic = replace(topic, parties=topic.places[:1] or topic.parties)
            return
    mains = [n for c in first for n in c.names if n.kind == "organisation"]
    if mains:
        state.memory.main = state.memory.full(mains[0].text)


def drop_headline(found: Sequence[Clause], state: State) -> None:
    """Leave out of the headline what the text below says again with more: all but values and titles of plans."""
    if not found or found[-1].paragraph == found[0].paragraph:
        return
    head = [c for c in found if c.paragraph == found[0].paragraph]
    if head[-1].stop in {"。", "；"} or head[-1].end - head[0].start > LONGEST_TITLE:
        return
    end = head[-1].end
    titles = {d for d in state.drafts if d.kind == "policy" and "《" in state.text[d.start : d.end]}
    state.drafts = [d for d in state.drafts if d.start >= end or d.quantity is not None or d in titles]


def is_title(clause: Clause, found: Sequence[Clause], state: State) -> bool:
    """Whether a clause is the bare title of a plan or report, which says nothing but what the document is."""
    titled = bool(state.memory.home) and clause.paragraph == found[0].paragraph != found[-1].paragraph
    head = [c for c in found[: TITLE_CLAUSES + 1] if c.paragraph == clause.paragraph]
    titled = titled and head[-1].stop not in _SENTENCE
    return titled and not clause.quantities and not clause.has("issue")


def is_item(clause: Clause, after: Clause | None, text: str) -> bool:
    """Whether a clause is the short title of an item that its paragraph goes on to tell.

    Such as （二）建设输氢管道。 or ——做强先进材料。
    """
    if not clause.first or clause.stop not in "。：:" or clause.end - clause.start > LONGEST_ITEM:
        return False
    if clause.quantities or clause.whens or after is None or after.paragraph != clause.paragraph:
        return False
    line = text.rfind("\n", max(0, clause.start - NEAR), clause.start) + 1
    numbered = _NUMBERED.fullmatch(text[line : clause.start]) if clause.start - line < NEAR else None
    return bool(numbered or clause.mark or _HEADING.match(clause.text) or _MARK.match(clause.text))


def read_heading(clause: Clause, after: Clause | None, state: State) -> bool:
    """Take a heading's year and whether it looks ahead or back; return whether the clause is a heading."""
    words = clause.mark + clause.text
    if not clause.first or (after is not None and after.paragraph == clause.paragraph):
        return False
    if (
        clause.quantities
        or len(words) > LONGEST_HEADING
        or clause.stop in "。！"
        or not _HEADING.match(words)
    ):
        return False
    if _AHEAD.search(words):
        state.plan, state.review = True, False
    elif _BACK.search(words):
        state.review = True
    if not words.lstrip("# ").startswith(("（", "(")):
        years = [w for w in clause.whens if w.date and not w.first]
        state.dates.section = replace(years[-1], role="in") if years else None
    state.dates.lead = None
    return True


def begin_sentence(clause: Clause, state: State) -> None:
    """Let go of what held for the sentence before, unless this one goes on with it or is an item of its list."""
    _signpost(clause, state)
    listed = state.listing and _marked(state.text, clause.start)
    goes_on = listed or (bool(clause.tokens) and clause.tokens[0].word in _GO_ON)
    state.dates.begin(goes_on=goes_on, same_paragraph=clause.paragraph == state.paragraph)
    if listed:
        state.dates.lead = state.opened_lead
    state.paragraph = clause.paragraph
    state.listing = listed
    if not goes_on or listed:
        state.modality = state.opened if listed else None
    state.scope = -1
    state.announced = False
    state.sentence = clause.start
    again = state.plan or (state.official and (listed or not goes_on))
    if again and state.memory.home:
        state.topic = Topic("region", state.memory.home[:1], state.memory.home, "document")
    state.places = ()
    state.funding = state.funding and clause.has("fundsize", "fundnoun")


def _signpost(clause: Clause, state: State) -> None:
    """Turn a report that has no headings to what lies ahead where a sentence says so: 2025年的主要预期目标是."""
    words = state.text[clause.start : clause.start + LONGEST_HEADING]
    if not state.official or not _TURNS.search(words):
        return
    state.plan, state.review = True, False
    years = [w for w in clause.whens if len(w.date) == 4 and state.dates.future(w) is not False]
    if years:
        state.dates.section = replace(years[-1], role="in")


def _marked(text: str, at: int) -> bool:
    """Whether the mark of a list's item stands at the head of the line, right before or at a place."""
    line = text.rfind("\n", max(0, at - NEAR), at) + 1
    return (line > 0 or at <= NEAR) and bool(_MARK.match(text, line))
