"""Plants and funds without a value: what is built, extended, opened or set up, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.chinese.agreements import acting
from hinterland.reading.chinese.lexer import FILL, Token
from hinterland.reading.chinese.measure import measure
from hinterland.reading.chinese.modality import AHEAD, GRAND, negated, said
from hinterland.reading.model import Draft

if TYPE_CHECKING:
    from hinterland.reading.chinese.lexer import Clause
    from hinterland.reading.chinese.state import State
    from hinterland.reading.model import ClaimKind, Modality, When

BUILDS = ("build", "upgrade", "found")
MOVES = ("settle", "open")
MOST = 3
"""The most works of one clause."""
MOST_ACTS = 12

_ENDS = frozenset("线厂站园城港桥路堆炉院所馆楼库塔坞矿坝窑")
"""Last characters of what a verb of building takes."""
_AFTER_HEAD = frozenset("的、及和与等并（(")
PARKS = (
    "产业园",
    "园区",
    "基地",
    "科技园",
    "工业园",
    "中心",
    "产业城",
    "物流园",
    "机场",
    "港",
    "码头",
    "电站",
)
"""Last words of places that may themselves be built."""
_VAGUE = frozenset(("体系", "网络", "公司", "示范区", "产能", "设施", "配套设施", "基础设施", "学校"))
_NOUNS = frozenset(("项目", "工程", "资金", "用地", "周期"))
_PLANTING = frozenset(("建厂", "设厂", "投资设厂", "投资建厂"))
_PROMISES = frozenset(("承诺", "宣布", "决定", "将", "明确"))


def works(clause: Clause, state: State) -> list[Draft]:
    """Return the plants and funds that a clause says are or will be built, opened, extended or set up."""
    found: list[Draft] = []
    acts = clause.find(*BUILDS, *MOVES)[:MOST_ACTS]
    for i, act in enumerate(acts):
        end = acts[i + 1].start if i + 1 < len(acts) else clause.end
        if _attributive(clause, act):
            continue
        if negated(clause, act.start):
            found += _forsworn(clause, state, act)
            continue
        draft = _work(clause, state, act, end)
        if draft is not None:
            found.append(draft)
    return found[:MOST]


def _attributive(clause: Clause, act: Token) -> bool:
    """Whether a verb only qualifies a noun: 建设的项目, 对新建充电桩, 建成后, 扩建项目投资18亿元."""
    rest = clause.shape[act.end - clause.start : act.end - clause.start + 1]
    if rest in {"的", "后", "前"} or clause.find("be", end=act.start):
        return True
    if any(t.end == act.start and t.word in {"对", "为", "给", "针对"} for t in clause.tokens):
        return True
    after = next((t for t in clause.tokens if t.start >= act.end), None)
    if after is None or after.start != act.end or after.word not in _NOUNS:
        return False
    later = any(t.start >= after.end for t in clause.find("event", "will", "plan"))
    return later or bool(clause.quantities) or clause.has("finish")


def _forsworn(clause: Clause, state: State, act: Token) -> list[Draft]:
    """Return the promise not to build."""
    if not any(t.word in _PROMISES for t in clause.tokens if t.end <= act.start):
        return []
    topic = state.topic
    return [
        Draft(
            kind="target",
            start=clause.start,
            end=clause.end,
            modality="aim",
            measure=measure(clause.text),
            parties=topic.parties,
            places=topic.places,
            basis=topic.basis,
        )
    ]


def _work(clause: Clause, state: State, act: Token, end: int) -> Draft | None:
    fund = clause.find("fundnoun", start=act.end, end=end)
    if fund and act.has(*BUILDS):
        if any(q.start >= act.end and q.end <= fund[-1].start and q.currency for q in clause.quantities):
            return None
        return _draft(clause, state, "fund", act, end)
    thing = _thing(clause, act, end)
    if act.word == "实施" and not state.here(clause):
        return None
    if thing is not None and _counted(clause, act, end):
        thing = _uncounted(clause, act, end)
        end = thing.end if thing is not None else end
    if thing is None:
        return None
    return _draft(clause, state, "target" if _aimed(clause, state, act, thing) else "facility", act, end)


def _aimed(clause: Clause, state: State, act: Token, thing: Token) -> bool:
    """Whether a region only aims at a work of some rank: 建设全国重要的加工基地."""
    if state.topic.kind != "region" or not act.has("build") or state.here(clause):
        return False
    when = state.dates.governing(clause, act.start, clause.start, clause.end, day=True)
    words = state.text[act.end : thing.end]
    return any(g in words for g in GRAND) and state.coming(said(clause, act.start) or state.modality, when)


def _thing(clause: Clause, act: Token, end: int) -> Token | None:
    """Return the plant that a verb is about: after it, or before it where it is the verb's subject."""
    after = [
        t
        for t in clause.find("fac", start=act.end, end=end)
        if t.word not in _VAGUE and _heads(clause, t, end)
    ]
    if not act.has(*BUILDS):
        before = [t for t in clause.find("fac", "project", end=act.start) if t.word not in _VAGUE]
        seated = act.has("settle") and clause.find("organisation", "joint", end=act.start)
        if not before and not after and seated and clause.find("place", start=act.end):
            return act
        return before[-1] if before else after[-1] if after else None
    if act.word == "新增" and not (after and after[-1].end >= end - 2):
        return None
    if after:
        return after[-1]
    if act.word in _PLANTING:
        return (
            act
            if clause.find("prep_at", end=act.start) or clause.find("will", "plan", end=act.start)
            else None
        )
    parks = [t for t in clause.find("place", start=act.end, end=end) if t.word.endswith(PARKS)]
    return (
        parks[-1]
        if parks
        else _extended(clause, act, end) or _shaped(clause, act, end) or _subject(clause, act)
    )


def _heads(clause: Clause, token: Token, end: int) -> bool:
    """Whether a noun heads what is built, and does not qualify another: not 项目 in 建立项目专班推进机制."""
    rest = clause.shape[token.end - clause.start : end - clause.start].lstrip(FILL).strip('”" ')
    if len(rest) < MOST or rest[0] in _AFTER_HEAD:
        return True
    return any(t.start - token.end <= 1 for t in clause.tokens if t.start >= token.end)


def _extended(clause: Clause, act: Token, end: int) -> Token | None:
    """Return what is extended: a place or plant by its name (扩建龙头港), or words before the verb (加快…扩建)."""
    if not act.has("upgrade"):
        return None
    named = clause.find("place", start=act.end, end=end)
    named = named or [
        t for t in clause.find("fac", "place", end=act.start) if t.has("fac") or t.word.endswith(PARKS)
    ]
    if named:
        return named[-1]
    led = [t for t in clause.find("aim", "scope", "finish", end=act.start) if act.start - t.end >= 2]
    return act if led and act.end >= clause.end - 2 else None


def _subject(clause: Clause, act: Token) -> Token | None:
    """Return the plant before a verb of building that 由 or a verb such as 加快 makes its object."""
    ruled = clause.find("by", "aim", "scope", "allow", end=act.start)
    before = [t for t in clause.find("fac", end=act.start) if t.word not in _VAGUE]
    return before[-1] if ruled and before else None


def _shaped(clause: Clause, act: Token, end: int) -> Token | None:
    """Return what a verb of building takes where its last character says that it is a work: …堆, …桥, …院."""
    words = clause.shape[act.end - clause.start : end - clause.start].rstrip(" ”等")
    if len(words) < 2 or words[-1] not in _ENDS or any(q.start >= act.end for q in clause.quantities):
        return None
    return Token(act.end, act.end + len(words), words, frozenset({"fac"}))


def _counted(clause: Clause, act: Token, end: int) -> bool:
    """Whether a count or size stands after the verb, so that it is the claim: 建设3个基地, 建成加氢站15座."""
    return any(
        act.end <= q.start and q.end <= end and not q.currency and q.unit != "percent"
        for q in clause.quantities
    )


def _uncounted(clause: Clause, act: Token, end: int) -> Token | None:
    """Return a plant named before the counted ones: 新建研发中心和两条生产线."""
    first = min(q.start for q in clause.quantities if q.start >= act.end)
    for token in clause.find("fac", start=act.end, end=min(first, end)):
        joined = clause.shape[token.end - clause.start : first - clause.start] in {"和", "及", "与", "以及"}
        if joined and token.word not in _VAGUE:
            return token
    return None


def _draft(clause: Clause, state: State, kind: ClaimKind, act: Token, end: int) -> Draft:
    when = state.dates.governing(clause, act.start, clause.start, end, day=True)
    modality = _modality(clause, state, act, when)
    if state.dates.misses(clause, when, ahead=modality in AHEAD):
        when = None
    parties = acting(clause, state, act.start)
    if act.word[0] in "共合联" and set(parties) < set(state.memory.pair):
        parties = state.memory.pair
    later = any(t.end <= act.start for t in clause.find(*BUILDS, *MOVES, "sign"))
    return Draft(
        kind=kind,
        start=act.start if later else clause.start,
        end=end if end > act.end else clause.end,
        modality=modality,
        measure=measure(state.text[act.end : end]) or act.word,
        when=when,
        parties=parties,
        places=_places(clause, state, act, end, modality),
        basis=state.topic.basis,
        flags=state.flags(when),
    )


def _modality(clause: Clause, state: State, act: Token, when: When | None) -> Modality:
    """Return whether a work is done, or planned in some way."""
    says = said(clause, act.start) or state.modality
    if any(t.word in {"批准", "核准", "获批", "获准"} for t in clause.tokens if t.end <= act.start):
        return "planned"
    if says == "done" or "了" in state.text[act.start : act.end + 1]:
        return "done"
    if says is not None and says in AHEAD:
        return says
    if state.announced:
        return "planned"
    if state.coming(None, when) or (state.plan and not state.review):
        return "planned"
    bare = act.has("build") and not act.word.endswith(("建成", "建有", "建起", "了"))
    return "planned" if bare and when is None else "done"


def _places(clause: Clause, state: State, act: Token, end: int, modality: Modality) -> tuple[str, ...]:
    """Return where a work is: as its clause says, else as was said of it or of its owner's project before."""
    own = state.here(clause)
    if not own and act.has(*BUILDS):
        named = clause.find("place", start=act.end, end=end)
        own = tuple(dict.fromkeys(p for t in named for p in state.memory.resolve(t.name()).places))
    wide = state.topic.places if state.topic.kind == "region" or not own else ()
    if own or wide:
        return tuple(dict.fromkeys(own + wide))
    if not state.spoken and state.places:
        return state.places
    return state.about(state.topic) if modality != "done" or state.topic.kind in {"project", "none"} else ()
