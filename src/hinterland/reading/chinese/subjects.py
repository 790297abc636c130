"""Who a clause speaks of: the names before its verb, those after 由, and the project or plant it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hinterland.reading.chinese.lexer import FILL
from hinterland.reading.chinese.memory import NOBODY, Topic

if TYPE_CHECKING:
    from hinterland.reading.chinese.lexer import Clause, Token
    from hinterland.reading.chinese.memory import Memory
    from hinterland.reading.model import Name

_ADJUNCT = ("prep_at", "prep_to", "prep_of", "per", "take", "hq", "settle")
_MODAL = ("aim", "expect", "will")
_PREDICATE = (
    *(
        "sign",
        "build",
        "found",
        "upgrade",
        "settle",
        "open",
        "event",
        "issue",
        "will",
        "aim",
        "expect",
        "report",
    ),
    *("become", "scope", "hold", "coop", "be"),
)
_NEUTRAL = frozenset(
    (
        *(
            "when",
            "among",
            "then",
            "after",
            "done",
            "aim",
            "expect",
            "will",
            "plan",
            "name",
            "project",
            "fac",
        ),
        *("speaker", "report", "sameyear", "of"),
    )
)
"""What may stand right before a subject."""
_OPENING = ("when", "among", "done", "then", "after", "plan", "of", "name", "will")
_ROLE = re.compile(
    "(?:企业|公司|[商厂方者家]|集团|巨头|龙头|机构|部门|[国央民外车药房]企|股东|业主|银行|大学|城市|重镇|省份|地区|的|我国|"
    "品牌|对手|同行|伙伴|新秀|新势力|独角兽|记者|媒体)$"
)
_UNDER = ("旗下", "下属", "所属", "控股的", "全资")
"""What stands between an owner and the firm that acts: A旗下公司B."""
_OURS = frozenset(("我们", "我司", "本公司", "我方"))
_RANKED = ("居", "列", "占", "排", "排名", "位", "超")
"""What stands before those among whom something ranks: 居全国第二位."""
_VERBAL = (
    "done",
    "will",
    "plan",
    "aim",
    "expect",
    "output",
    "taking",
    "invest",
    "build",
    "found",
    "settle",
    "open",
    "event",
)
APPOSITION = 16
"""The most characters between a place or role and the name it belongs to (中国热管理系统企业X)."""
NEAR = 8
SHORT = 3


@dataclass(frozen=True, slots=True)
class Subject:
    """Names that act in a clause, in order, and the words that name a project instead."""

    names: tuple[Name, ...] = ()
    project: Token | None = None
    agent: bool = False


@dataclass(slots=True)
class _Scan:
    """What has been seen of a clause on the way to its verb."""

    clause: Clause
    names: list[Name] = field(default_factory=list)
    project: Token | None = None
    before: Token | None = None
    aside: bool = False
    """Whether the last name was governed by 在, 与 and the like."""
    at: int = 0

    def gap(self, token: Token) -> str:
        """Return the words between the last token and this one."""
        start = self.clause.start
        return (
            self.clause.shape[self.at - start : max(0, token.start - start)].replace(FILL, "").strip(' “”"、')
        )

    def take(self, token: Token) -> bool:
        """Look at a token; return whether the subject may go on after it."""
        gap = self.gap(token)
        if token.has("name") and not token.has("person"):
            self.aside = self._governed(token, gap)
            return self.aside or self._name(token, gap) or not self.names
        if token.has("project", "joint") and not self.names and self.project is None and self._opens(gap):
            self.project = token
            return True
        if token.has(*_PREDICATE) and self.clause.shape[token.end - self.clause.start :][:1] != "的":
            return not self.names and token.has(*_MODAL)
        if token.word == "为" and (self.names or self.project is not None):
            return False
        return not (token.has("number") and (self.names or gap))

    def _opens(self, gap: str) -> bool:
        """Whether a noun stands where a subject does: after a date or small word at most."""
        return len(gap) <= NEAR and (self.before is None or self.before.has(*_OPENING))

    def _governed(self, token: Token, gap: str) -> bool:
        """Whether a name is governed by 在, 到, 向, 对, 与 and the like, or coordinated with one that is."""
        before = self.before
        if gap.endswith("以"):
            return True
        if before is None:
            return False
        if before.has(*_ADJUNCT) and len(gap) <= NEAR:
            return not before.has("with") or not self.names
        if before.has("with") and not self.names:
            return True
        if gap.endswith("的") and token.has("organisation"):
            return False
        return self.aside and before.has("name", "with") and len(gap) <= NEAR

    def _name(self, token: Token, gap: str) -> bool:
        """Take a name into the subject; return whether it could be one."""
        if not self.names:
            if not self._begins(gap):
                return False
            if self.project is None or token.has("organisation", "group"):
                self.names.append(token.name())
        elif self.before is not None and self.before.has("joint") and token.has("organisation"):
            self.names = [token.name()]  # A与B的合资公司C
        elif self._follows() and _joined(self.clause, self.before, token):
            self.names.append(token.name())
        elif self._same(token, gap):
            self.names[-1] = token.name()
        return True

    def _follows(self) -> bool:
        """Whether what stands before is a name of the subject, or no name: a name that was left out joins none."""
        before = self.before
        return before is None or not before.has("name") or before.thing is self.names[-1]

    def _same(self, token: Token, gap: str) -> bool:
        """Whether a name says who the one before it stood for: a place (中国企业X) or owner (A旗下公司X)."""
        if token.has("organisation") and _under(self.clause, self.names[-1], token):
            return True
        placed = self.names[-1].kind == "place" and token.has("organisation", "government")
        if placed and self.clause.find(*_VERBAL, start=self.names[-1].end, end=token.start):
            return False  # 合肥已集聚蔚来、比亚迪等企业6家
        return placed and len(gap) <= APPOSITION

    def _begins(self, gap: str) -> bool:
        """Whether a subject may begin after the words before it: a role (电池企业X), or little at the head."""
        if not gap:
            before = self.before
            return (
                before is None or not before.classes.isdisjoint(_NEUTRAL) or bool(_ROLE.search(before.word))
            )
        if len(gap) > APPOSITION or gap.endswith(_RANKED):
            return False
        return bool(_ROLE.search(gap)) or (self.before is None and len(gap) <= SHORT)


def subject(clause: Clause) -> Subject:
    """Return who a clause speaks of."""
    agents = _agents(clause)
    if agents:
        return Subject(agents, agent=True)
    ours = [n for n in clause.names if n.text in _OURS]
    if (
        ours
        and clause.names[0].kind == "place"
        and clause.shape[clause.names[0].end - clause.start :][:1] == "的"
    ):
        return Subject((ours[0],))  # 中宁的基地我们2016年就开始做认证
    scan = _Scan(clause, at=clause.start)
    for token in clause.tokens:
        if not scan.take(token):
            break
        if not token.has("of"):
            scan.at, scan.before = token.end, token
    return Subject(tuple(scan.names), None if scan.names else scan.project)


def _under(clause: Clause, owner: Name, token: Token) -> bool:
    """Whether a firm is named as another's: A旗下公司B."""
    return clause.text[owner.end - clause.start : token.start - clause.start].startswith(_UNDER)


def _joined(clause: Clause, before: Token | None, token: Token) -> bool:
    """Whether a name is coordinated with the one before it."""
    if before is None:
        return False
    if before.has("with"):
        return True
    between = clause.shape[before.end - clause.start : token.start - clause.start].replace(FILL, "").strip()
    return before.has("name") and between in {"、", "/", "-", "－", "及其", "·"}


def _agents(clause: Clause) -> tuple[Name, ...]:
    """Return the names after 由: 由A与B共同投资建设."""
    found: list[Name] = []
    for i, token in enumerate(clause.tokens):
        if token.word != "由":
            continue
        for after in clause.tokens[i + 1 :]:
            if after.has("name") and not after.has("person", "place"):
                found.append(after.name())
            elif not after.has("with", "when", "among"):
                break
        if found:
            break
    return tuple(found)


def partners(clause: Clause, before: int) -> tuple[Name, ...]:
    """Return the names that 与, 和, 同, 跟, 携手, 联合 bring in before a verb at `before`."""
    found: list[Name] = []
    last: Token | None = None
    for token in clause.tokens:
        if token.start >= before:
            break
        if token.has("place") and _sited(clause, last):
            continue
        if token.has("name") and not token.has("person") and last is not None:
            gap = clause.shape[last.end - clause.start : token.start - clause.start].replace(FILL, "")
            if last.has("with") or (found and last.has("name") and gap == "、"):
                found.append(token.name())
            elif found and _same(clause, found[-1], last, token):
                found[-1] = token.name()
        if token.has("name", "with", "speaker"):
            last = token
    return tuple(found)


def _sited(clause: Clause, last: Token | None) -> bool:
    """Whether a place is joined to one that 在 and the like bring in: 在福清市和合肥市设立."""
    if last is None or not last.has("with"):
        return False
    before = [t for t in clause.tokens if t.end <= last.start][-2:]
    return len(before) == len(("在", "P")) and before[0].has("prep_at", "prep_to") and before[1].has("place")


def _same(clause: Clause, owner: Name, last: Token, token: Token) -> bool:
    """Whether a name says who the one before it stood for: a place or owner before its firm."""
    if token.has("organisation") and _under(clause, owner, token):
        return True
    return last.thing is owner and token.has("organisation", "government")


def topic_of(names: tuple[Name, ...], memory: Memory) -> Topic:
    """Return the topic that the subject's names make."""
    topics = [memory.resolve(n) for n in names]
    topics = [t for t in topics if t.kind != "none"] or [NOBODY]
    if len(topics) == 1:
        return topics[0]
    parties = tuple(dict.fromkeys(p for t in topics for p in t.parties))
    kinds = {t.kind for t in topics}
    places = tuple(dict.fromkeys(p for t in topics for p in t.places)) if kinds == {"region"} else ()
    return Topic("pair" if kinds != {"region"} else "region", parties, places)
