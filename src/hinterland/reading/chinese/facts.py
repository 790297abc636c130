"""Aims in words, and strong facts: seat, owner and founding year of an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.chinese.measure import measure
from hinterland.reading.chinese.modality import AHEAD, GRAND, negated, said
from hinterland.reading.model import Draft, Quantity

if TYPE_CHECKING:
    from hinterland.reading.chinese.lexer import Clause, Token
    from hinterland.reading.chinese.state import State
    from hinterland.reading.model import When

_HIGH = ("集群", "高地", "强市", "强省", "之都", "标杆", "样板", "走廊", "强县", "强区", "之城")
_ALWAYS = ("打造", "致力于", "建设成", "争创")
"""Verbs that say an aim with no other word for it."""
_ACHIEVES = frozenset(("实现",))
"""Verbs that say an aim only with a date and a word that says it is one: 目标是到2050年实现碳中和."""
_MODAL = ("aim", "plan", "will", "expect")
_OWNED = ("隶属", "全资子公司", "控股子公司", "旗下子公司", "控股股东", "实际控制人")
_ACTS = ("build", "found", "upgrade", "settle", "open", "sign")
NEAR = 3
"""The most characters between a year and 成立."""


def aim(clause: Clause, state: State) -> Draft | None:
    """Return an aim in words: 打造…产业集群, 致力于成为…供应商."""
    if any(not q.label for q in clause.quantities) or clause.stop in "：:":
        return None
    for act in clause.find("become", "build"):
        hoped = state.modality in AHEAD or not clause.kinds.isdisjoint(_MODAL)
        if act.word in _ACHIEVES and not (clause.whens and hoped):
            continue
        if act.word not in _ACHIEVES and not _ranks(clause, act):
            continue
        when = state.dates.governing(clause, act.start, clause.start, clause.end)
        says = said(clause, act.end) or state.modality
        if says == "done" or negated(clause, act.start) or clause.shape[act.end - clause.start :][:1] == "了":
            return None
        if says not in AHEAD and not state.coming(None, when) and not act.word.startswith(_ALWAYS):
            return None
        return Draft(
            kind="target",
            start=clause.start,
            end=clause.end,
            modality="expected" if says == "expected" else "planned" if says == "planned" else "aim",
            measure=measure(state.text[act.end : clause.end]),
            when=when,
            parties=state.topic.parties,
            places=state.here(clause) or state.topic.places,
            basis=state.topic.basis,
            flags=state.flags(when),
        )
    return None


def _ranks(clause: Clause, act: Token) -> bool:
    """Whether a verb takes something of rank: a cluster, a leading firm, an important base."""
    nouns = clause.find("aimnoun", start=act.end)
    works = [t for t in clause.find("fac", start=act.end) if not t.word.endswith("公司")]
    grand = any(g in clause.text[act.end - clause.start :] for g in GRAND)
    if act.has("build"):
        return any(t.word.endswith(_HIGH) for t in nouns) or (grand and bool(nouns))
    return bool(nouns or works) or grand


def seat(clause: Clause, state: State) -> Draft | None:
    """Return where an organisation has its headquarters."""
    heads = clause.find("hq")
    where = [t for t in clause.find("place") if heads and t.start >= heads[0].end]
    if not where or clause.has(*_ACTS) or not state.topic.parties:
        return None
    if not clause.find("prep_at", start=heads[0].end) and not heads[0].word.endswith(("位于", "在", "于")):
        return None
    return Draft(
        kind="fact",
        start=clause.start,
        end=clause.end,
        modality="stated",
        measure="总部",
        parties=state.topic.parties,
        places=state.memory.resolve(where[0].name()).places,
        basis=state.topic.basis,
    )


def owner(clause: Clause, state: State) -> Draft | None:
    """Return whose subsidiary an organisation is."""
    if clause.quantities or clause.has(*_ACTS, "event", "project"):
        return None
    names = clause.find("organisation", "government")
    if (
        not names
        or not any(w in clause.shape for w in _OWNED)
        or not any(w in clause.shape for w in "是为系隶")
    ):
        return None
    parties = tuple(dict.fromkeys([*state.topic.parties, *(state.memory.full(t.word) for t in names)]))
    return Draft("fact", clause.start, clause.end, "stated", "股权", parties=parties, basis=state.topic.basis)


def founding(clause: Clause, state: State) -> Draft | None:
    """Return the year an organisation was founded in: 成立于2003年, 2003年成立."""
    acts, whens = clause.find("found") or _arrivals(clause), clause.find("when")
    if not acts or not whens or clause.quantities or state.topic.kind not in {"org", "pair"}:
        return None
    act, when = acts[0], whens[0].when()
    if clause.find("fac", "fundnoun", "joint", start=act.end) or when is None or state.dates.future(when):
        return None
    at = _year(clause, state, act, when)
    if at < 0:
        return None
    year = Quantity(at, at + 4, at, at + 4, float(when.date[:4]), unit="year", noun="年")
    return Draft(
        kind="fact",
        start=clause.start,
        end=clause.end,
        modality="stated",
        measure="成立年份",
        quantity=year,
        parties=state.topic.parties,
        places=state.here(clause),
        basis=state.topic.basis,
    )


def _arrivals(clause: Clause) -> list[Token]:
    """Return the verb of a firm's coming to a place in a year: 2011年落户无锡."""
    if clause.has("fac", "project", "will", "plan", "expect"):
        return []
    return [t for t in clause.find("settle") if t.word in {"落户", "入驻", "落户于", "迁至", "迁入"}]


def _year(clause: Clause, state: State, act: Token, when: When) -> int:
    """Return where the year of a founding stands, -1 where the date is not that of the verb."""
    if when.start >= act.end:
        near = when.start - act.end <= 2
    else:
        between = clause.shape[when.end - clause.start : act.start - clause.start]
        near = len(between) <= NEAR or between[0] in "在于由"
    rest = clause.shape[act.end - clause.start :]
    if not near or rest.startswith(("以来", "的", "后")):
        return -1
    return state.text.find(when.date[:4], when.start, when.end)
