"""Plans, measures and rules that are issued, or are to be explored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.chinese.agreements import acting
from hinterland.reading.chinese.measure import measure
from hinterland.reading.chinese.modality import AHEAD, negated, said
from hinterland.reading.model import Draft

if TYPE_CHECKING:
    from hinterland.reading.chinese.lexer import Clause, Token
    from hinterland.reading.chinese.state import State

LONGEST_TITLE = 40
TAIL = 8
"""The most characters that may follow the noun of a plan in its clause."""

_REPORTS = (
    *(
        "报告",
        "白皮书",
        "蓝皮书",
        "公告",
        "公报",
        "年报",
        "日报",
        "晚报",
        "时报",
        "招股书",
        "说明书",
        "协议",
        "合同",
    ),
    *("备忘录", "意向书"),
)
_AIDS = ("补贴", "补助", "奖励", "奖补", "优惠", "贴息")
_WEAK = frozenset(("实施", "通过", "批准"))
_EXPLORES = frozenset(("探索", "研究", "争取", "推动", "试行"))


def policy(clause: Clause, state: State) -> Draft | None:
    """Return the plan, measure or rule that a clause says was issued or is to be explored."""
    if not clause.has("title", "docnoun"):
        return _granted(clause, state)
    if clause.tokens[0].has("per"):
        return None
    for act in clause.find("issue"):
        if negated(clause, act.start) or clause.shape[act.end - clause.start :][:1] == "的":
            continue
        document = _document(clause, act)
        if document is not None:
            return _issued(clause, state, act, document)
    return _explored(clause, state)


def _document(clause: Clause, act: Token) -> Token | None:
    """Return the title or noun of what is issued."""
    titles = [t for t in clause.find("title") if not t.word[:-1].endswith(_REPORTS)]
    if titles:
        return next((t for t in titles if t.start >= act.end), titles[0])
    nouns = clause.find("docnoun", start=act.end)
    if not nouns or act.word in _WEAK or nouns[-1].end < clause.end - TAIL:
        return None
    if nouns[-1].start > clause.start and clause.text[nouns[-1].start - clause.start - 1] in "本该此":
        return None
    return nouns[-1]


def _issued(clause: Clause, state: State, act: Token, document: Token) -> Draft:
    own = document.when()
    when = own or state.dates.governing(clause, act.start, clause.start, clause.end, day=True)
    return Draft(
        kind="policy",
        start=clause.start,
        end=clause.end,
        modality="planned" if said(clause, act.start) in AHEAD else "done",
        measure=document.word.strip("《》")[:LONGEST_TITLE],
        when=when,
        parties=acting(clause, state, act.start),
        places=state.topic.places,
        topics=("policy",),
        basis=state.topic.basis,
        flags=state.flags(when),
    )


def _granted(clause: Clause, state: State) -> Draft | None:
    """Return the subsidy without an amount that some are to be given: 对…的企业给予补贴."""
    at = clause.shape.find("给予")
    if (
        at < 0
        or not clause.shape.rstrip("”").endswith(_AIDS)
        or any(q.start > clause.start + at or q.unit == "percent" for q in clause.quantities)
    ):
        return None
    return Draft(
        kind="policy",
        start=clause.start,
        end=clause.end,
        modality=said(clause) or state.modality or "planned",
        measure=measure(clause.text[at + 2 :]),
        parties=state.topic.parties,
        places=state.topic.places,
        topics=("policy",),
        basis=state.topic.basis,
    )


def _explored(clause: Clause, state: State) -> Draft | None:
    """Return the policies that parties are to explore or seek."""
    acts = [t for t in clause.tokens if t.word in _EXPLORES]
    if not acts:
        return None
    nouns = clause.find("docnoun", start=acts[0].end)
    if not nouns or not nouns[-1].word.endswith(("政策", "措施", "办法")) or clause.end - nouns[-1].end > 3:
        return None
    return Draft(
        kind="policy",
        start=clause.start,
        end=clause.end,
        modality=said(clause) or state.modality or "planned",
        measure=measure(state.text[acts[0].start : clause.end]),
        parties=state.topic.parties,
        places=state.here(clause),
        topics=("policy",),
        basis=state.topic.basis,
    )
