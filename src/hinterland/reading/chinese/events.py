"""Dated events of plants and products: start of work, completion, start of production, listing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.chinese.modality import negated, said
from hinterland.reading.model import Draft

if TYPE_CHECKING:
    from hinterland.reading.chinese.lexer import Clause, Token
    from hinterland.reading.chinese.state import State
    from hinterland.reading.model import Modality

_NOT_AFTER = (
    *(
        "后",
        "前",
        "以来",
        "以后",
        "以前",
        "时",
        "率",
        "仪式",
        "的",
        "典礼",
        "之后",
        "之前",
        "条件",
        "量",
        "企业",
    ),
    *("公司", "项目", "期"),
)
"""Words after which an event is a noun or a date of something else: 投产后, 开工率."""
_MOVED = ("时间", "日期", "节点")
_FINISHED = (
    "工程",
    "建设",
    "安装",
    "改造",
    "扩建",
    "搬迁",
    "项目",
    "施工",
    "调试",
    "验收",
    "交割",
    "封顶",
    "收购",
)
_PRODUCTS = frozenset(
    (
        *(
            "下线",
            "交付",
            "首飞",
            "量产",
            "上市",
            "商用",
            "试飞",
            "交船",
            "挂牌",
            "首片下线",
            "批量生产",
            "开始交付",
        ),
        *("交付使用", "投入市场"),
    )
)
"""Events of products: done, they are no plant's."""
_EVENTS = ("event", "finish", "open", "build")
MOST = 8
"""The most events of one clause."""
_LISTINGS = frozenset(("上市", "挂牌"))
_MAKERS = ("线", "厂", "基地", "项目", "车间", "园", "一期", "二期", "三期")


def events(clause: Clause, state: State) -> list[Draft]:
    """Return the events of a clause, one for each date."""
    if clause.kinds.isdisjoint(_EVENTS):
        return []
    found: list[Draft] = []
    start = clause.start
    marks = _marks(clause)
    for i, mark in enumerate(marks):
        end = clause.end if i + 1 == len(marks) else mark.end
        draft = _event(clause, state, mark, (start, end))
        if draft is not None:
            if found and found[-1].when is draft.when:
                draft = replace(draft, start=found.pop().start)
            found.append(draft)
        start = mark.end
    return found


def _marks(clause: Clause) -> list[Token]:
    """Return the words of a clause that say an event, its finite verbs."""
    found = [t for t in clause.tokens if t.has(*_EVENTS) and _says_event(clause, t)]
    return [t for t in found[:MOST] if not negated(clause, t.start)]


def _says_event(clause: Clause, token: Token) -> bool:
    rest = clause.shape[token.end - clause.start :]
    if token.has("event"):
        moved = rest.startswith(_MOVED) and any(w.start >= token.end for w in clause.whens)
        named = (token.has("after") and not clause.has("when")) or (
            token.has("build") and bool(rest.strip(" ”"))
        )
        return (moved or not rest.startswith(_NOT_AFTER)) and not named
    if token.has("finish"):
        # 2026年底前完成扩建工程
        return bool(clause.whens) and not clause.quantities and rest.rstrip("”。 ").endswith(_FINISHED)
    return (token.has("open") or token.word == "建成") and not rest.strip(" ”")


def _event(clause: Clause, state: State, mark: Token, span: tuple[int, int]) -> Draft | None:
    start, end = span
    while start < mark.start and clause.text[start - clause.start] in "、和并及":
        start += 1
    when = state.dates.governing(clause, mark.start, start, end, day=True)
    says = said(clause, mark.start)
    own = says or state.modality
    dated = any(t.start >= start and t.end <= end for t in clause.find("when"))
    ahead = state.coming(own, when) and not (says == "done" and not dated)
    if _is_noun(clause, mark, said_ahead=own is not None) or not _is_claim(clause, mark, dated=dated):
        return None
    if not ahead and not _of_plant(clause, state, mark):
        return None
    if ahead and when is None and says is None and not state.plan:
        return None
    modality: Modality = "done" if not ahead else own if own in {"aim", "expected"} else "planned"
    if state.dates.misses(clause, when, ahead=ahead):
        when = None
    topic = state.topic
    return Draft(
        kind="target" if ahead else "facility",
        start=start,
        end=end,
        modality=modality,
        measure=mark.word,
        when=when,
        parties=topic.parties or state.memory.project.parties,
        places=() if mark.word in _LISTINGS else state.here(clause) or state.about(topic) or state.places,
        basis=topic.basis,
        flags=state.flags(when),
    )


def _is_noun(clause: Clause, mark: Token, *, said_ahead: bool) -> bool:
    """Whether an event is what money is for, or a count of deliveries."""
    if any(t.word.endswith("用于") and t.end <= mark.start for t in clause.tokens):
        return True
    return mark.has("output") and (not said_ahead or any(q.start >= mark.end for q in clause.quantities))


def _is_claim(clause: Clause, mark: Token, *, dated: bool) -> bool:
    """Whether an event is a claim beside the values of its clause: not what they are counted of or brought by."""
    if not clause.quantities:
        return True
    if any(q.start >= mark.end for q in clause.quantities):
        return False
    money = any(q.currency for q in clause.quantities)
    bare = [q for q in clause.quantities if not q.currency]
    if bare:
        # 首批6000个机柜将于7月投运: the count is the claim
        at = bare[-1].end
        thing = clause.find("fac", "project", start=at, end=mark.start)
        if not thing and "的" not in clause.shape[at - clause.start : mark.start - clause.start]:
            return False
    return dated or money


def _of_plant(clause: Clause, state: State, mark: Token) -> bool:
    """Whether what has happened is an event of a plant."""
    things = clause.find("fac", "project", end=mark.start)
    if mark.word in _PRODUCTS:
        return any(t.word.endswith(_MAKERS) for t in things)
    if things or clause.find("place", end=mark.start):
        return True
    return state.subject is not None and state.subject.project is not None
