"""Claims with a value: what kind each is, whose, where, when."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.chinese.lexer import FILL
from hinterland.reading.chinese.measure import measure
from hinterland.reading.chinese.modality import AHEAD, said
from hinterland.reading.chinese.segments import segments
from hinterland.reading.model import Draft

if TYPE_CHECKING:
    from hinterland.reading.chinese.lexer import Clause, Token
    from hinterland.reading.chinese.segments import Segment
    from hinterland.reading.chinese.state import State
    from hinterland.reading.model import ClaimKind, Modality, Quantity, When

_PLANT_UNITS = frozenset(
    (
        *(
            "GWh",
            "MWh",
            "kWh",
            "TWh",
            "MW",
            "GW",
            "kW",
            "m2",
            "km2",
            "mu",
            "hectare",
            "acre",
            "ft2",
            "km",
            "m",
            "m3",
        ),
        *(
            "tonne",
            "kg",
            "wafer",
            "wafer/month",
            "litre",
            "barrel",
            "line",
            "plant",
            "station",
            "base",
            "pile",
        ),
        *(
            "workshop",
            "furnace",
            "berth",
            "module",
            "set",
            "piece",
            "unit",
            "dose",
            "cell",
            "reactor",
            "turbine",
        ),
        *("warehouse", "centre", "laboratory", "platform", "runway", "dock", "rack", "robot"),
    )
)
_ACTS = ("build", "upgrade", "found", "open", "settle")
_SUBSIDIES = frozenset(("补贴", "补助", "奖励", "奖补"))
_GRANTED = ("给予", "每", "最高", "按")
_SHARES = frozenset(("percent", "percentage_point", "multiple"))
_SHARED = frozenset(("分别", "依次"))
_SIDES = frozenset(("enterprise", "organisation", "institution", "unit", "department"))
"""Units in which those just named are counted: A、B等五家单位."""
_ABLE = ("产能", "能力", "容量")
_YIELDS = ("年产", "生产", "月产", "日产")
"""What a plant is to yield is a target; what it is able to is a capacity."""
_HAS = frozenset(("设有", "建有", "下设"))
_CONDITION = re.compile(f"^{FILL}*(?:提出|明确|其中|并)?(?:将|拟)?(?:对|凡)")
"""How a condition of a policy begins: 对总投资10亿元以上的项目，给予补助."""
_EACH = re.compile(
    "(?:且|但)?(?:单个|单家|单户|单项|每个|每家|每户|每人|每年|年度|最高|最多|同一|累计|总额|上限|其中|首次)"
)
"""How a clause goes on that says how much each is given."""
_AIDED = re.compile("奖励|补助|补贴|奖补|资助")
ONCE = 4
"""The most characters before 奖励 in a clause that says what is given: 一次性奖励1500万元."""
_SIGNED = re.compile("签约(?!企业|率|客户)")
_SPECS = frozenset(("tonne", "m3", "MW", "kW", "kV", "m", "kVA"))
_ABLE_BEFORE = re.compile("产|能力|处理|供|规模|面积|达|为|到")
_SIZED = ("项目", "企业", "产业", "工程")
_CHANGED = ("至", "到", "为")
NEAR = 8
"""The most characters between 由 and the value that a change starts from."""


def value_claims(clause: Clause, state: State) -> list[Draft]:
    """Return one claim for each quantity of a clause that states a measure."""
    if not clause.quantities:
        return []
    shared = _respectively(clause, state)
    parts = [s for s in segments(clause) if not s.quantity.label and not _sizes(state, s)]
    parts = [s for s in parts if s.quantity.unit != "year of age"]  # 60岁以上人口: who, not how many
    found = [_value(clause, state, part, shared.get(part.quantity.start)) for part in parts]
    found = [
        _owned(clause, state, part, draft, i)
        for i, (part, draft) in enumerate(zip(parts, found, strict=True))
    ]
    owners = state.topic.parties
    if len(found) == len(owners) > 1 and _SHARED.intersection(t.word for t in clause.tokens):
        return [replace(draft, parties=(owner,)) for draft, owner in zip(found, owners, strict=True)]
    return found


def _value(clause: Clause, state: State, part: Segment, when: When | None) -> Draft:
    q, day = part.quantity, _ordered(clause, part.quantity) or bool(_SIGNED.search(clause.shape))
    when = (
        when or _own_date(clause, q) or state.dates.governing(clause, q.start, part.start, part.end, day=day)
    )
    modality = (
        said(clause, q.start) or (said(clause) if len(clause.quantities) == 1 else None) or state.modality
    )
    own = said(clause)
    if own is None and modality is None and not day and clause.has("sign") and clause.has("deal"):
        modality = "planned"
    coming = state.coming(modality, when)
    if modality == "done" and coming:
        inside = when is not None and clause.start <= when.start < clause.end
        modality, coming = (None, True) if inside else ("done", False)
    if _was(clause, q):
        modality, coming, when = "stated", False, _own_date(clause, q, was=True)
    kind = _kind(state, part, coming=coming)
    topic = state.topic
    past = when is None and kind == "fact" and modality not in AHEAD and topic.kind in {"region", "org"}
    if past and not clause.has("done"):
        when = state.dates.before
    if modality is None:
        modality = _unsaid(state, kind, coming=state.coming(None, when))
    elif modality == "done" and kind in {"fact", "target"}:
        modality = "stated"
    if state.dates.misses(clause, when, ahead=modality in AHEAD):
        when = None
    start, end = part.quote()
    return Draft(
        kind=kind,
        start=start,
        end=end,
        modality=modality,
        measure=_measure(clause, state, start, q),
        quantity=q,
        when=when,
        parties=topic.parties,
        places=_places(clause, state, kind),
        basis=topic.basis,
        flags=state.flags(when),
    )


def _owned(clause: Clause, state: State, part: Segment, draft: Draft, i: int) -> Draft:
    """Give a value after the first of its clause to the name that begins its words: 甲出资36亿元、乙出资24亿元."""
    head = next((t for t in clause.tokens if t.start >= part.start), None)
    if (
        i == 0
        or head is None
        or head.start - part.start > 1
        or not head.has("organisation", "government", "place")
    ):
        return draft
    topic = state.memory.resolve(head.name())
    return replace(draft, parties=topic.parties, places=topic.places or draft.places, basis=topic.basis)


def _ordered(clause: Clause, q: Quantity) -> bool:
    """Whether the value is the object of a contract signed: 签订6艘船的建造合同."""
    if not clause.find("sign", end=q.start):
        return False
    later = any(t.end > q.core_end for t in clause.find("deal"))
    return later or clause.text.endswith(("合同", "协议", "订单"))


def _respectively(clause: Clause, state: State) -> dict[int, When]:
    """Return the date of each value where dates and values are listed in the same order.

    As in 2023年、2024年分别为6GW、10GW: by the start of the value.
    """
    if not _SHARED.intersection(t.word for t in clause.tokens):
        return {}
    whens = clause.whens or state.dates.listed
    if len(whens) < 2:
        return {}
    return {q.start: w for q, w in zip(clause.quantities, whens, strict=False)}


def _own_date(clause: Clause, q: Quantity, *, was: bool = False) -> When | None:
    """Return the date that stands with 的 right before a level: 2021年的12亿元."""
    if not was and q.unit in _SHARES:
        return None
    for token in clause.find("when"):
        if 0 <= q.start - token.end <= 2 and clause.shape[token.end - clause.start :][:1] == "的":
            return token.when()
    return None


def _was(clause: Clause, q: Quantity) -> bool:
    """Whether a value is what a change starts from: 由3万吨扩大至10万吨, 较去年的50亿元."""
    if clause.shape[:1] in {"较", "比"} and len(clause.quantities) == 1 and _own_date(clause, q) is not None:
        return True
    if not any(t.word in {"由", "从"} and 0 <= q.start - t.end <= NEAR for t in clause.tokens):
        return False
    rest = clause.shape[q.end - clause.start :]
    return any(mark in rest for mark in _CHANGED) or clause.text[q.end - clause.start :].startswith("提")


def _sizes(state: State, part: Segment) -> bool:
    """Whether a number is no claim: a class of size (亿元以上项目210个), or how many were just named (等五家单位)."""
    q = part.quantity
    words = state.text[q.start : q.end]
    if (
        _CONDITION.search(part.clause.shape[: q.start - part.clause.start])
        and "的" in state.text[q.core_end : part.clause.end]
    ):
        return "给予" not in part.clause.shape[: q.start - part.clause.start]
    if _spec(state, part) or (words.endswith("条") and q.unit is None and part.clause.has("issue")):
        return True  # 出台低空经济15条
    named = part.clause.find("name", end=q.start)
    if (
        named
        and (named[-1].end == q.start or state.text[named[-1].end : q.start] == "等")
        and q.unit in _SIDES
    ):
        return True
    bare = words[0] in "百千万亿" and not any(c.isdigit() for c in words)
    return bare and state.text.startswith(_SIZED, q.end)


def _spec(state: State, part: Segment) -> bool:
    """Whether an amount says what sort of thing is counted right after it: 600吨龙门吊4台."""
    q = part.quantity
    after = next((o for o in part.clause.quantities if o.start >= q.end), None)
    if after is None or q.unit not in _SPECS or not 2 <= after.start - q.end <= NEAR or after.unit in _SPECS:
        return False
    between = state.text[q.end : after.start]
    counts = state.text[after.core_end - 1 : after.core_end] in set("台艘座架辆条套")
    free = not any(t.end > q.end and t.start < after.start and t.has(*_ACTS) for t in part.clause.tokens)
    return (
        counts
        and free
        and between.isalpha()
        and not _ABLE_BEFORE.search(state.text[max(0, q.start - 6) : q.start])
    )


def _measure(clause: Clause, state: State, left: int, q: Quantity) -> str:
    """Return what a value measures: the words before it, without dates and who."""
    words, at = [], left
    for token in clause.tokens:
        if token.start < left or token.end > q.start:
            continue
        if token.has("when", "organisation", "government", "person", "by"):
            words.append(state.text[at : token.start])
            at = token.end
    words.append(state.text[at : q.start])
    found = measure("".join(words))
    return found if len(found) > 1 or not q.noun else q.noun


def _unsaid(state: State, kind: ClaimKind, *, coming: bool) -> Modality:
    """Return the modality of a claim whose words say none."""
    if (
        kind in {"facility", "investment"}
        and state.topic.kind in {"project", "org", "pair"}
        and state.unbuilt
    ):
        return "planned"
    if coming:
        return "aim" if state.plan and kind == "target" else "planned"
    return "stated"


def _kind(state: State, part: Segment, *, coming: bool) -> ClaimKind:
    clause, q = part.clause, part.quantity
    if _ordered(clause, q):
        return "agreement"
    words = part.near()
    plain: ClaimKind = "target" if coming else "fact"
    if q.unit == "currency" or q.currency is not None:
        return _money(state, part, words, plain)
    if q.unit == "year":
        return "policy" if clause.has("docnoun", "title") else plain
    if q.unit in _SHARES:
        granted = "给予" in clause.shape or any(t.word in _SUBSIDIES for t in words)
        return "policy" if granted else plain
    if words and words[0].has("job", "output", "econ", "share", "grow") and not clause.has(*_ACTS):
        return plain
    return _plant(state, part, words, plain)


def _money(state: State, part: Segment, words: list[Token], plain: ClaimKind) -> ClaimKind:
    clause, q = part.clause, part.quantity
    if clause.has("fundnoun") or (state.funding and any(t.has("fundsize") for t in words)):
        return "fund"
    last = state.drafts[-1] if state.drafts else None
    granted = last is not None and last.kind == "policy" and last.start >= state.sentence
    if (granted and _EACH.match(clause.text)) or _AIDED.search(state.text[q.start : q.core_start]):
        return "policy"
    for token in words:
        if token.word in _SUBSIDIES and (
            token.start - clause.start <= ONCE or any(w in clause.shape for w in _GRANTED)
        ):
            return "policy"
        if token.has("invest", "deal", "buy"):
            return "investment"
        if token.has("econ", "fundsize", "capacity", "output"):
            return plain
    if any(t.has("fac", "project") for t in words):
        return "investment"
    if not words and last is not None and last.kind == "policy" and 0 <= clause.start - last.end <= 2:
        return "policy"
    return "investment" if clause.has(*_ACTS) else plain


def _plant(state: State, part: Segment, words: list[Token], plain: ClaimKind) -> ClaimKind:
    """Return "facility" for what a plant has or is to have, else target or fact."""
    clause, q, kind = part.clause, part.quantity, state.topic.kind
    able = any(t.has("capacity") and t.word.endswith(_ABLE) for t in words)
    if q.unit not in _PLANT_UNITS and not able and not any(t.has("area", "fac") for t in words):
        return plain
    if any(t.word in _HAS for t in clause.tokens):
        return "fact"
    if plain == "target" and words and words[0].word.endswith(_YIELDS) and not clause.has(*_ACTS):
        return "target"
    near_plant = kind == "project" or clause.has(*_ACTS, "fac", "project") or not state.spoken
    sized = any(t.has("area") or (near_plant and t.has("capacity")) for t in words)
    if sized and kind != "region":
        return "facility"
    if clause.has(*_ACTS, "area"):
        when = state.dates.governing(clause, q.start, clause.start, clause.end)
        by = when is not None and when.role == "by"
        return (
            "target"
            if kind == "region" and by and plain == "target" and not clause.has("prep_at")
            else "facility"
        )
    return "facility" if kind == "project" and clause.has("fac", "project", "area", "capacity") else plain


def _places(clause: Clause, state: State, kind: ClaimKind) -> tuple[str, ...]:
    """Return where a value holds: as its clause says, else where the plant or region talked of is."""
    topic, own = state.topic, state.here(clause)
    wide = topic.places if topic.kind == "region" else ()
    if own:
        return tuple(dict.fromkeys(own + wide))
    carried = not state.spoken and bool(state.places)
    if carried and topic.kind in {"org", "pair"} and kind != "fact":
        return state.places
    if kind in {"fact", "target"} and topic.kind == "org" and clause.has("place") and not topic.places:
        return ()
    if topic.places:
        return tuple(dict.fromkeys(state.places + wide)) if carried else topic.places
    if (
        kind in {"facility", "investment"}
        or topic.kind == "project"
        or (kind == "target" and not state.spoken)
    ):
        return state.about(topic) or state.places
    return state.places
