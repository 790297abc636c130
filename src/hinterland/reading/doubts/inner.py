"""One measure of one thing with two values in one text."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from hinterland.reading.doubts.again import find_days, find_scoped, find_stakes, find_summary, founded_twice
from hinterland.reading.doubts.amounts import Bounds, bounds
from hinterland.reading.doubts.definite import SORT, find_definite
from hinterland.reading.doubts.projects import find_projects
from hinterland.reading.doubts.same import (
    PART,
    agree,
    clause_words,
    contradiction,
    draft_of,
    like,
    one_owner,
    plain,
    two_ways,
)
from hinterland.reading.doubts.scene import NOT_ADDED, Scene, addable, measure_class
from hinterland.reading.doubts.things import find_things
from hinterland.reading.doubts.yearly import find_yearly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.reading.model import Draft, Issue, Quantity

MOST_BEFORE, MOST_STAFF, MOST_HEADLINE = 200, 40, 8
"""Most amounts that are compared with one another."""
NEAR = 420
"""How far before "these 96 firms" the firms may be counted."""
# words that say that a number is that of things counted before
_THESE = re.compile(
    r"(?:\b(?:these|those|all of the|all the|all (?:of )?(?:our|its|their)|the said)\s|这|該|该|上述"
    r"|前述|以上|此)$",
    re.IGNORECASE,
)
_STAFF_AFTER = re.compile(
    r"\s?(?:-strong\s)?(?:full-time |permanent )?(?:employees?|workers|staff|people|workforce"
    r"|strong)\b|[名余多位]?(?:在职)?(?:员工|职工|人)",
    re.IGNORECASE,
)
_STAFF_BEFORE = re.compile(
    r"(?:\b(?:employs|employing|workforce of|staff of|headcount of|payroll of)\s(?:\w+\s){0,2}"
    r"|\b(?:its|their|the (?:company|group|firm|maker|manufacturer)'s|of the)\s(?:total\s)?"
    r"|公司的|公司全体|(?:员工|职工|从业人员|员工总数|职工总数|在职员工|现有员工|共有员工)(?:总数"
    r"|人数)?(?:约|超过|达"
    r"|为|有|共){0,2})$",
    re.IGNORECASE,
)
_STAFF_OWN = re.compile(
    r"\b(?:employs|employing|workforce|headcount|payroll|staff of)\b|员工|职工|从业人员", re.IGNORECASE
)
# words that make a number one of a part, of another time, or of another thing
_OTHER = re.compile(
    r"\b(?:additional|another|further|new|extra|more|phase|each|first|second|third|including|of which"
    r"|remaining|other|former|then|will"
    r"|would|to (?:hire|employ|create|recruit)|hire[sd]?|recruit\w*|locals?|temporary|seasonal"
    r"|engineers?|researchers?|scientists?"
    r"|technicians?|women|abroad|overseas|worldwide|in (?:19|20)[0-9]{2}|up from|down from|from"
    r"|average|indirect\w*|construction"
    r"|plant|factory|site|mine|yard|branch|subsidiary|suppliers?|contractors?|lost|cut|lay|laid"
    r"|redundan\w+|r&d)\b"
    r"|(?:19|20)[0-9]{2}年|新增|另|其中|[一二三首]期|研发|技术|工程师|海外|分别|每|将|拟|计划|预计|达产|增加"
    r"|增至|招|间接|直接|平均|外籍|博士|带动|高峰|施工|供应商|其余|子公司|旗下",
    re.IGNORECASE,
)
_ALL_ZH = re.compile("[^，,。；;0-9]{0,4}(?:均已|均将|将全部|已全部|全部|都已|都将|将均)")


def find_inner(scene: Scene) -> list[Issue]:
    """Return contradictions inside the text."""
    found = [
        *_these(scene),
        *_staff(scene),
        *_founded(scene),
        *find_projects(scene),
        *_headline(scene),
        *_things(scene),
        *_again(scene),
    ]
    kept: list[Issue] = []
    for issue in sorted(found, key=lambda i: (i.start, i.end)):
        if not kept or issue.start >= kept[-1].end:
            kept.append(issue)
    return kept


def _every(text: str, q: Quantity) -> bool:
    """Whether a clause begins with a number of things that all do something: ，16家工厂将全部."""
    return text[q.start - 1 : q.start] in {"，", "。", "：", "“"} and bool(_ALL_ZH.match(text, q.end))


def _these(scene: Scene) -> list[Issue]:
    """Return "these 96 firms" where another number of firms was counted before."""
    text, amounts = scene.text, plain(scene)
    found = []
    for i, q in enumerate(amounts):
        if (
            q.unit in NOT_ADDED
            or q.currency
            or not (_THESE.search(text[max(0, q.core_start - 16) : q.core_start]) or _every(text, q))
        ):
            continue
        earlier = [p for p in amounts[max(0, i - MOST_BEFORE) : i] if _one_kind(p, q) and p.end <= q.start]
        earlier = [p for p in earlier if not _sort_of(text, p, q)]
        near = [p for p in earlier if q.start - p.end <= NEAR]
        if not near or any(agree(text, p, q) for p in earlier):
            continue
        if any(abs(a.value + b.value - q.value) < 0.5 for a, b in combinations(near[-6:], 2)):
            continue
        if abs(sum(p.value for p in near) - q.value) > 0.5:
            found.append(contradiction(scene, near[-1], q))
    return found


def _sort_of(text: str, one: Quantity, other: Quantity) -> bool:
    """Whether the later and smaller number counts but a sort of what was counted before: 24座小型水库 of 45座水库."""
    sort = SORT.search(text, other.core_start, other.end)
    return other.value < one.value and sort is not None and sort.group() not in text[one.start - 12 : one.end]


def _things(scene: Scene) -> list[Issue]:
    """Return two amounts of one measure of one thing, in sentences that speak of one owner, place and date."""
    return [
        contradiction(scene, one, other)
        for one, other in find_things(scene)
        if not agree(scene.text, one, other) and one_owner(scene, one, other, modality=False, parties=False)
    ]


def _again(scene: Scene) -> list[Issue]:
    """Return what is said twice in two ways, of other sorts."""
    pairs = [
        *find_summary(scene, agree),
        *find_stakes(scene),
        *find_scoped(scene, agree),
        *find_definite(scene, agree),
    ]
    pairs += [
        (one, other)
        for one, other in find_yearly(scene)
        if not agree(scene.text, one, other) and one_owner(scene, one, other, modality=False)
    ]
    found = [contradiction(scene, one, other) for one, other in pairs]
    for one, other in find_days(scene):
        claims = (*scene.dated(one), *scene.dated(other))
        found.append(
            two_ways(scene, (one.start, one.end, other.start, other.end), one.date, other.date, claims)
        )
    years = founded_twice(scene)
    return found + ([two_ways(scene, years[:4], years[4], years[5], ())] if years else [])


def _one_kind(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers count the same things."""
    if one.unit and one.unit == other.unit:
        return True
    return min(len(one.noun), len(other.noun)) > 1 and (one.noun in other.noun or other.noun in one.noun)


def _staff(scene: Scene) -> list[Issue]:
    """Return two numbers of people that one employer has, neither of a part, a place or another time."""
    text = scene.text
    stated = [q for q in plain(scene) if q.unit == "person" and _is_staff(scene, q)][:MOST_STAFF]
    found = []
    for i, q in enumerate(stated):
        for other in stated[:i]:
            if scene.sentence(q.start) is scene.sentence(other.start):
                continue
            if one_owner(scene, other, q, modality=False) and not agree(text, other, q):
                found.append(contradiction(scene, other, q))
                break
    return found


def _is_staff(scene: Scene, q: Quantity) -> bool:
    text, sentence = scene.text, scene.sentence(q.start)
    floor, ceiling = (sentence.start, sentence.end) if sentence else (0, len(text))
    before = text[max(floor, q.core_start - 40) : q.core_start]
    after = text[q.core_end : min(ceiling, q.core_end + 30)]
    named = _STAFF_AFTER.match(after) or _STAFF_AFTER.search(text[q.core_start : q.end + 8])
    if not _STAFF_BEFORE.search(before) or not (named or _STAFF_OWN.search(before)):
        return False
    if not (
        _STAFF_OWN.search(before)
        or re.search(r"employ|work|staff|员工|职工", text[q.core_start : q.end + 12])
    ):
        return False
    cut = max(before.rfind("，"), before.rfind("; "), before.rfind(". "))
    return not _OTHER.search(before[cut + 1 :]) and not _OTHER.search(_qualifier(after))


def _qualifier(after: str) -> str:
    """Return the words right after the noun that may say of which people a number is: "at its plant in X"."""
    words = re.split(r"[,.;，。；]", after)[0].split()[1:5]
    return (
        " ".join(words)
        if words and words[0] in {"at", "in", "of", "from", "for", "on", "abroad", "worldwide"}
        else ""
    )


def _founded(scene: Scene) -> list[Issue]:
    """Return two years in which one party is said to be founded."""
    seen: dict[tuple[str, ...], Draft] = {}
    found = []
    for draft in scene.drafts:
        q = draft.quantity
        if not q or q.unit != "year" or not 1500 < q.value < 2200 or not draft.parties:
            continue
        first = seen.setdefault(draft.parties, draft)
        if first.quantity and first.quantity.value != q.value:
            found.append(contradiction(scene, first.quantity, q))
    return found


def _headline(scene: Scene) -> list[Issue]:
    """Return an amount of the headline that the text below gives otherwise."""
    text, sentences = scene.text, scene.tagged.sentences
    if len(sentences) < 3 or text[sentences[0].end - 1] in ".。!?！？:：":
        return []
    if sentences[1].paragraph == sentences[0].paragraph:
        return []
    limit = sentences[min(3, len(sentences) - 1)].end
    every = [
        q
        for q in scene.tagged.quantities
        if not q.label and q.value > 0 and (not q.change or q.unit == "job")
    ]
    heads = [p for p in every if p.end <= sentences[0].end and p.comparator == "eq" and addable(p)]
    found = []
    for q in heads[:MOST_HEADLINE]:
        below = [p for p in every if p.start >= sentences[0].end and like(p, q)]
        lead = [p for p in below if p.start < limit]
        if (
            len(lead) == 1
            and len(below) <= 4
            and not _sums_up(scene, below, q)
            and _restates(scene, q, lead[0])
        ):
            found.append(contradiction(scene, q, lead[0]))
    return found


def _restates(scene: Scene, q: Quantity, lead: Quantity) -> bool:
    """Whether the amount of the first sentences is the headline's, said again: neither a part nor of another."""
    plain = lead.comparator in {"eq", "approx"} and not PART.search(clause_words(scene, lead))
    classes = {measure_class(scene.text, p, max(0, p.start - 60)) for p in (q, lead)} - {""}
    days = {d.when.date for d in (draft_of(scene, q), draft_of(scene, lead)) if d and d.when}
    return plain and len(classes) <= 1 and len(days) <= 1


def _sums_up(scene: Scene, below: Sequence[Quantity], q: Quantity) -> bool:
    """Whether an amount of the headline is one of those below, the sum of some, or one said in another currency."""
    text = scene.text
    whole = bounds(text, q, 2).widened(0.12)
    others = (p.equivalent for p in scene.tagged.quantities if p.equivalent and p.start > q.end)
    if any(like(p, q) and bounds(text, p, 2).meets(whole) for p in others):
        return True
    for size in range(1, len(below) + 1):
        for some in combinations(below, size):
            total = Bounds(0.0, 0.0)
            for p in some:
                total = total + bounds(text, p, 2)
            if total.meets(whole):
                return True
    return False
