"""Agreements: what parties sign, and what they say they will do together."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.chinese.measure import measure
from hinterland.reading.chinese.modality import AHEAD, negated, said
from hinterland.reading.chinese.subjects import partners
from hinterland.reading.chinese.topics import topics
from hinterland.reading.model import Draft

if TYPE_CHECKING:
    from hinterland.reading.chinese.lexer import Clause, Token
    from hinterland.reading.chinese.state import State

_TOGETHER = ("共同", "联合", "合资", "携手", "联手")
_DECREE = re.compile("(?:令|法|法案|决议|文件|公报|声明)[”》」]?$")
"""What an office signs alone."""
_TITLES = ("的公告", "的议案", "的提示性公告", "的进展公告", "的通知")
_TALKS = re.compile("磋商|谈判|洽谈|协商|商谈")
_FIRMS = ("公司", "企业")
MOST_BETWEEN = 12
"""The most characters between 成立 and 合资公司."""


def agreement(clause: Clause, state: State) -> Draft | None:
    """Return the agreement that a clause says was or will be concluded."""
    if any(_dated_later(clause, state, t) for t in clause.find("ceremony")):
        return None
    verb = _signing(clause, state)
    if verb is None or negated(clause, verb.start):
        return None
    parties = acting(clause, state, verb.start)
    if not parties and not clause.has("deal"):
        return None
    when = state.dates.governing(clause, verb.start, clause.start, clause.end, day=True)
    says = said(clause, verb.start) or (None if verb.has("sign") else state.modality)
    agreed = any(t.word.endswith("同意") for t in clause.find("plan", end=verb.start))
    ahead = (
        (says in AHEAD and not agreed) or bool(state.dates.future(when)) or bool(_TALKS.search(clause.text))
    )
    return Draft(
        kind="agreement",
        start=clause.start,
        end=clause.end,
        modality="planned" if ahead else "signed",
        measure=measure(state.text[verb.end : clause.end]) or verb.word,
        when=when,
        parties=parties,
        places=state.here(clause),
        topics=topics(state.text[verb.end : clause.end]),
        basis=state.topic.basis,
        flags=state.flags(when),
    )


def _dated_later(clause: Clause, state: State, verb: Token) -> bool:
    """Give the agreement told before the day of its signing: 签约仪式于5月20日举行; return whether this is that."""
    if not clause.whens or partners(clause, verb.start) or clause.has("organisation", "government"):
        return False
    for i in range(len(state.drafts) - 1, max(-1, len(state.drafts) - 1 - MOST_BETWEEN), -1):
        draft = state.drafts[i]
        if draft.kind == "agreement" and draft.when is None and draft.modality == "signed":
            when = state.dates.governing(clause, verb.start, clause.start, clause.end, day=True)
            state.drafts[i] = replace(draft, when=when, flags=(*draft.flags, *state.flags(when)))
            return when is not None
    return False


def _signing(clause: Clause, state: State) -> Token | None:
    """Return the word that says that something was signed."""
    if clause.kinds.isdisjoint(("sign", "ceremony", "build", "found")) or clause.tokens[0].has("per"):
        return None
    return next((t for t in clause.tokens if _signs(clause, t, state)), None)


def _signs(clause: Clause, token: Token, state: State) -> bool:
    """Whether a word concludes something: 签署…, 达成…协议, …签约仪式, 建立…伙伴关系, 成立合资公司."""
    if token.has("ceremony"):
        return clause.has("deal") or bool(partners(clause, token.start))
    if token.has("sign"):
        return _concludes(clause, token)
    if not token.has("build", "found"):
        return False
    joint = clause.find("joint", start=token.end)
    if joint and joint[0].start - token.end <= MOST_BETWEEN:
        return True
    made = clause.find("organisation", start=token.end) if token.has("found") else []
    founded = (made and made[0].start - token.end <= MOST_BETWEEN) or clause.text.endswith(_FIRMS)
    if (
        token.has("found")
        and founded
        and (state.topic.kind == "pair" or any(w in clause.shape for w in _TOGETHER))
    ):
        return True
    return bool(clause.find("deal", start=token.end))


def _concludes(clause: Clause, verb: Token) -> bool:
    """Whether 签署, 签约, 达成 is the verb of its clause and takes an agreement, not a count of projects."""
    rest = clause.shape[verb.end - clause.start :]
    if _DECREE.search(rest) and not clause.find("deal", start=verb.end):
        return False
    if rest[:1] in {"的", "后", "前", "时"} or rest.endswith(_TITLES):
        return False
    if verb.word == "签约" and not partners(clause, verb.start):
        return not any(q.unit == "project" or q.start >= verb.end for q in clause.quantities)
    if verb.word.startswith("达成"):
        return bool(clause.find("deal", start=verb.end)) or "合作" in rest
    return True


def acting(clause: Clause, state: State, before: int) -> tuple[str, ...]:
    """Return all who act together in a clause: its topic, and those that 与 or 携手 brings in before its verb."""
    found = [p for n in partners(clause, before) for p in state.memory.resolve(n).parties]
    return tuple(dict.fromkeys([*state.topic.parties, *found]))


def scope(clause: Clause, state: State) -> Draft | None:
    """Return the statement of what parties will do together."""
    if state.topic.kind != "pair" or clause.quantities:
        return None
    act = next((t for t in clause.tokens if t.has("coop", "scope") and not t.has("per")), None)
    if act is None or negated(clause, act.start):
        return None
    if said(clause, act.start) is None and state.modality is None and state.scope < 0:
        return None
    return Draft(
        kind="agreement",
        start=clause.start,
        end=clause.end,
        modality=said(clause) or state.modality or "planned",
        measure=measure(state.text[act.end : clause.end]) or act.word,
        parties=state.topic.parties,
        places=state.here(clause),
        topics=topics(clause.text),
        basis=state.topic.basis,
    )
