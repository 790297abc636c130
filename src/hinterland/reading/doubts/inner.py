"""One measure of one thing with two values in one text."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from hinterland.reading.doubts.again import find_days, find_scoped, find_stakes, find_summary, founded_twice
from hinterland.reading.doubts.amounts import Bounds, base, bounds, say, whole_words
from hinterland.reading.doubts.scene import NOT_ADDED, Scene, addable
from hinterland.reading.doubts.things import find_things
from hinterland.reading.model import Issue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.reading.model import Draft, Quantity

MOST_BEFORE, MOST_STAFF, MOST_HEADLINE = 200, 40, 8
"""Most amounts that are compared with one another."""
NEAR = 420
"""How far before "these 96 firms" the firms may be counted."""
FUTURE = frozenset({"planned", "aim", "expected"})
_COUNTED = frozenset(
    {
        "person",
        "enterprise",
        "plant",
        "project",
        "vehicle",
        "line",
        "job",
        "station",
        "ship",
        "aircraft",
        "patent",
    }
)
# words that say that a number is that of things counted before
_THESE = re.compile(
    r"(?:\b(?:these|those|all of the|all the|all (?:of )?(?:our|its|their)|the said)\s|这|該|该|上述|前述|以上|此)$", re.IGNORECASE
)
_STAFF_AFTER = re.compile(
    r"\s?(?:-strong\s)?(?:full-time |permanent )?(?:employees?|workers|staff|people|workforce"
    r"|strong)\b|[名余多位]?(?:在职)?(?:员工|职工|人)",
    re.IGNORECASE,
)
_STAFF_BEFORE = re.compile(
    r"(?:\b(?:employs|employing|workforce of|staff of|headcount of|payroll of)\s(?:\w+\s){0,2}"
    r"|\b(?:its|their|the (?:company|group|firm|maker|manufacturer)'s|of the)\s(?:total\s)?"
    r"|(?:员工|职工|从业人员|员工总数|职工总数|在职员工|现有员工|共有员工)(?:总数|人数)?(?:约|超过|达"
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
    r"|新增|另|其中|一期|二期|三期|首期|期|研发|技术|工程师|海外|分别|每|将|拟|计划|预计|达产|增加"
    r"|增至|招|间接|直接|平均|外籍|博士|带动|高峰|施工|供应商|其余|子公司",
    re.IGNORECASE,
)
# words of which the text must have two, and the words right before the amount
_PROJECT = (
    (("投资", "otal "), re.compile(
        r"(?:总投资额?|投资总额|\btotal (?:investment|cost|outlay)\b(?: (?:of|is|will be|stands at|at"
        r"|for the \w+ (?:is|will be)))?)[^，。；,.;0-9]{0,14}$"
    , re.IGNORECASE)),
    (("基金",), re.compile(r"基金(?:总|的)?规模[^，。；,.;0-9]{0,6}$")),
    (("装机",), re.compile(r"(?:总)?装机(?:容量|规模)?[^，。；,.;0-9]{0,6}$")),
    (("规划面积", "总面积"), re.compile(r"(?:规划|总)面积[^，。；,.;0-9]{0,6}$")),
    (("期",), re.compile(r"[一二三首]期(?:工程|项目)?(?:设计|规划)?(?:年产(?:能)?|产能|投资)[^，。；,.;0-9]{0,6}$")),
    (("用地", "占地", "cover", "occup", "area of", "site of"), re.compile(
        r"(?:总?占地(?:面积)?|总?用地(?:面积)?|\b(?:cover(?:s|ing)?|occup(?:y|ies|ying)|total area of"
        r"|site of))[^，。；,.;0-9]{0,10}$"
    , re.IGNORECASE)),
    (("产能", "capacity of"), re.compile(
        r"(?:(?:设计|总|规划)?年?产能|\b(?:annual|yearly|total"
        r"|design(?:ed)?) (?:production )?capacity of)[^，。；,.;0-9]{0,8}$"
    , re.IGNORECASE)),
    (("创造", "提供", "就业", "creat", "岗位"), re.compile(
        r"(?:创造|提供|带来|吸纳|新增(?:就业)?|带动就业|就业岗位|\bcreat(?:e|es|ing))[^，。；,.;0-9]{0,10}$", re.IGNORECASE
    )),
)  # fmt: skip
_PART = re.compile(
    r"\b(?:phase|each|first|second|third|including|of which|remaining|another|additional|further"
    r"|other|separate|also|respectively|by (?:19|20)[0-9]{2}"
    r"|from|currently|existing|up to then)\b|[一二三四五首两远近分]期|其中|分别|每|另|其余|此外|同时|直接|间接"
    r"|现有|目前|新增|扩建|改造|到(?:19|20)[0-9]{2}|累计",
    re.IGNORECASE,
)


def find_inner(scene: Scene) -> list[Issue]:
    """Return contradictions inside the text."""
    found = [*_these(scene), *_staff(scene), *_founded(scene), *_project(scene), *_headline(scene), *_things(scene), *_again(scene)]
    kept: list[Issue] = []
    for issue in sorted(found, key=lambda i: (i.start, i.end)):
        if not kept or issue.start >= kept[-1].end:
            kept.append(issue)
    return kept


def _plain(scene: Scene) -> list[Quantity]:
    return [q for q in scene.tagged.quantities if not q.label and not q.change and q.value > 0]


def _agree(text: str, one: Quantity, other: Quantity) -> bool:
    """Whether two amounts can be one: also where either is only said roughly."""
    a, b = bounds(text, one, 2), bounds(text, other, 2)
    rough = one.comparator != "eq" or other.comparator != "eq"
    return a.widened(0.1 if rough else 0.0).meets(b)


_ALL_ZH = re.compile("[^，,。；;0-9]{0,4}(?:均已|均将|将全部|已全部|全部|都已|都将|将均)")


def _every(text: str, q: Quantity) -> bool:
    """Whether a clause begins with a number of things that all do something: ，16家工厂将全部."""
    return text[q.start - 1 : q.start] in {"，", "。", "：", "“"} and bool(_ALL_ZH.match(text, q.end))


def _these(scene: Scene) -> list[Issue]:
    """Return "these 96 firms" where another number of firms was counted before."""
    text, plain = scene.text, _plain(scene)
    found = []
    for i, q in enumerate(plain):
        if (
            q.unit in NOT_ADDED
            or q.currency
            or not (_THESE.search(text[max(0, q.core_start - 16) : q.core_start]) or _every(text, q))
        ):
            continue
        earlier = [p for p in plain[max(0, i - MOST_BEFORE) : i] if _one_kind(p, q) and p.end <= q.start]
        near = [p for p in earlier if q.start - p.end <= NEAR]
        if not near or any(_agree(text, p, q) for p in earlier):
            continue
        if any(abs(a.value + b.value - q.value) < 0.5 for a, b in combinations(near[-6:], 2)):
            continue
        if abs(sum(p.value for p in near) - q.value) > 0.5:
            found.append(_issue(scene, near[-1], q))
    return found


def _things(scene: Scene) -> list[Issue]:
    """Return two amounts of one measure of one thing, in sentences that speak of one owner, place and date."""
    return [
        _issue(scene, one, other)
        for one, other in find_things(scene)
        if not _agree(scene.text, one, other) and _one_owner(scene, one, other, modality=False, parties=False)
    ]


def _again(scene: Scene) -> list[Issue]:
    """Return what is said twice in two ways, of other sorts."""
    pairs = [*find_summary(scene, _agree), *find_stakes(scene), *find_scoped(scene, _agree)]
    found = [_issue(scene, one, other) for one, other in pairs]
    for one, other in find_days(scene):
        claims = (*scene.dated(one), *scene.dated(other))
        found.append(_two(scene, (one.start, one.end, other.start, other.end), one.date, other.date, claims))
    years = founded_twice(scene)
    return found + ([_two(scene, years[:4], years[4], years[5], ())] if years else [])


def _two(scene: Scene, spans: tuple[int, int, int, int], one: str, other: str, claims: tuple[int, ...]) -> Issue:
    start, end = min(spans[0], spans[2]), max(spans[1], spans[3])
    context = whole_words(scene.text, max(0, spans[2] - 16), min(len(scene.text), spans[3] + 16), 60)
    return Issue(
        code="contradiction",
        start=start,
        end=end,
        expected=one,
        stated=other,
        en=f'The text says {one} first and {other} later ("{context}").',
        zh=f"前文为{one}，后文为{other}（“{context}”），两处不一致。",
        claims=claims,
    )


def _one_kind(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers count the same things."""
    if one.unit and one.unit == other.unit:
        return True
    return min(len(one.noun), len(other.noun)) > 1 and (one.noun in other.noun or other.noun in one.noun)


def _staff(scene: Scene) -> list[Issue]:
    """Return two numbers of people that one employer has, neither of a part, a place or another time."""
    text = scene.text
    stated = [q for q in _plain(scene) if q.unit == "person" and _is_staff(scene, q)][:MOST_STAFF]
    found = []
    for i, q in enumerate(stated):
        for other in stated[:i]:
            if scene.sentence(q.start) is scene.sentence(other.start):
                continue
            if _one_owner(scene, other, q, modality=False) and not _agree(text, other, q):
                found.append(_issue(scene, other, q))
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


def _one_owner(scene: Scene, one: Quantity, other: Quantity, *, modality: bool = True, parties: bool = True) -> bool:
    """Whether the claims that state two amounts name one party and no two places or dates."""
    a, b = _draft(scene, one), _draft(scene, other)
    if a is None or b is None:
        return True
    if parties and a.parties and b.parties and set(a.parties) != set(b.parties):
        return False
    if a.places and b.places and not set(a.places) & set(b.places):
        return False
    dates = {(a.when.date if a.when else ""), (b.when.date if b.when else "")} - {""}
    return len(dates) <= 1 and (not modality or (a.modality in FUTURE) == (b.modality in FUTURE))


def _draft(scene: Scene, q: Quantity) -> Draft | None:
    numbers = scene.about([q])
    return scene.drafts[numbers[0]] if numbers else None


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
            found.append(_issue(scene, first.quantity, q))
    return found


def _project(scene: Scene) -> list[Issue]:
    """Return two totals of one project: its investment, area, capacity or jobs, stated exactly twice."""
    text, plain, found = scene.text, _plain(scene), []
    low = text.lower()
    for words, pattern in _PROJECT:
        if sum(low.count(word) for word in words) < 2:
            continue
        stated = [
            q
            for q in plain
            if q.comparator in {"eq", "approx"}
            and pattern.search(text[max(0, q.core_start - 60) : q.core_start])
        ]
        if len(stated) != 2 or base(stated[0])[0] != base(stated[1])[0]:
            continue
        one, other = stated
        if scene.sentence(one.start) is scene.sentence(other.start) or _agree(text, one, other):
            continue
        if any(_is_part(scene, q, words) for q in stated) or not _one_owner(scene, one, other):
            continue
        if _one_project(scene, other):
            found.append(_issue(scene, one, other))
    return found


def _is_part(scene: Scene, q: Quantity, words: tuple[str, ...]) -> bool:
    """Whether an amount is one of a part; where phases are what is compared, of another than the first words say."""
    said = _clause_words(scene, q)
    return bool(_PART.search(re.sub("[一二三首]期", "", said, count=1) if words == ("期",) else said))


_PROJECT_AGAIN = re.compile(
    r"(?:该|本|此|上述|整个|这一|这个)(?:项目|工厂|基地|园区|基金|风电场|电站)|新厂|该厂|[一二三首]期工程|(?:^|[，,。：:])\s?项目(?!.{0,4}[“「])|\b(?:the"
    r"|this) (?:project|plant|factory|site|facility|complex|base|park|investment)\b"
    r"|\bit(?:s)?\b",
    re.IGNORECASE,
)


def _one_project(scene: Scene, q: Quantity) -> bool:
    """Whether the words around an amount point back to the one project that the text is about."""
    return bool(_PROJECT_AGAIN.search(_clause_words(scene, q)))


def _clause_words(scene: Scene, q: Quantity) -> str:
    sentence = scene.sentence(q.start)
    floor, ceiling = (sentence.start, sentence.end) if sentence else (q.start, q.end)
    return scene.text[max(floor, q.start - 120) : min(ceiling, q.end + 20)]


def _headline(scene: Scene) -> list[Issue]:
    """Return an amount of the headline that the text below gives otherwise."""
    text, sentences = scene.text, scene.tagged.sentences
    if len(sentences) < 3 or text[sentences[0].end - 1] in ".。!?！？:：":
        return []
    if sentences[1].paragraph == sentences[0].paragraph:
        return []
    limit = sentences[min(3, len(sentences) - 1)].end
    plain = _plain(scene)
    heads = [p for p in plain if p.end <= sentences[0].end and p.comparator == "eq" and addable(p)]
    found = []
    for q in heads[:MOST_HEADLINE]:
        below = [p for p in plain if p.start >= sentences[0].end and _like(p, q)]
        lead = [p for p in below if p.start < limit]
        if (
            len(lead) == 1
            and len(below) <= 4
            and not _sums_up(scene, below, q)
            and _restates(scene, q, lead[0])
        ):
            found.append(_issue(scene, q, lead[0]))
    return found


def _like(one: Quantity, other: Quantity) -> bool:
    """Whether two amounts are of one unit or currency, whatever time they are a rate of."""
    return base(one)[0].split("/")[0] == base(other)[0].split("/")[0]


def _restates(scene: Scene, q: Quantity, lead: Quantity) -> bool:
    """Whether the amount of the first sentences is the headline's, said again: neither a part nor of another."""
    plain = lead.comparator in {"eq", "approx"} and not _PART.search(_clause_words(scene, lead))
    return plain and _one_owner(scene, q, lead)


def _sums_up(scene: Scene, below: Sequence[Quantity], q: Quantity) -> bool:
    """Whether an amount of the headline is one of those below, the sum of some, or one said in another currency."""
    text = scene.text
    whole = bounds(text, q, 2).widened(0.12)
    others = (p.equivalent for p in scene.tagged.quantities if p.equivalent and p.start > q.end)
    if any(_like(p, q) and bounds(text, p, 2).meets(whole) for p in others):
        return True
    for size in range(1, len(below) + 1):
        for some in combinations(below, size):
            total = Bounds(0.0, 0.0)
            for p in some:
                total = total + bounds(text, p, 2)
            if total.meets(whole):
                return True
    return False


def _issue(scene: Scene, one: Quantity, other: Quantity) -> Issue:
    (one_en, one_zh), (other_en, other_zh) = say(one.value, one), say(other.value, other)
    start, end = min(one.start, other.start), max(one.end, other.end)
    context = whole_words(scene.text, max(0, other.start - 16), min(len(scene.text), other.end + 16), 60)
    return Issue(
        code="contradiction",
        start=start,
        end=end,
        expected=one_en,
        stated=other_en,
        en=f'The text says {one_en} first and {other_en} later ("{context}").',
        zh=f"前文为{one_zh}，后文为{other_zh}（“{context}”），两处不一致。",
        claims=scene.about([one, other]),
    )
