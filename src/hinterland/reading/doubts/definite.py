"""A thing that is spoken of again, by "the 800-bed hospital" or 这座拥有800张床位的医院, with another amount."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.doubts.amounts import base
from hinterland.reading.doubts.same import PART, one_owner, plain
from hinterland.reading.doubts.scene import Scene, measure_class

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hinterland.reading.model import Quantity, Sentence

    Agree = Callable[[str, Quantity, Quantity], bool]

MOST, MOST_ALIKE = 120, 6
"""Most amounts of a text, and of one unit in it, that are compared."""
NEAR = 32
"""Code points after an amount whose words say what it is of."""
FAR = 2.2
"""Most that the two amounts of one thing differ, unless one is the other's slip of the pen."""
_NOT = frozenset({"percent", "percentage_point", "multiple", "year", "day", "hour", "minute", "week"})
# a determiner, or "with", right before an amount: what it is of was spoken of before
_DEFINITE = re.compile(
    r"(?:\b(?:the|this|these|those|its|their)|(?P<of>[\w-]+)(?:['’]s|s['’])|(?:^|[,.]\s)(?:with(?: its)?|all))\s$",
    re.IGNORECASE,
)
# "the loan of", "the output is", "exports, which were"
_NOUN_OF = re.compile(
    r"(?:\b(?:the|this|its|their|[\w-]+['’]s)\s(?P<mods>(?:[\w-]+\s){0,3}?)(?P<noun>[a-z]{3,})"
    r"\s(?:of|is|was|are|were|will be|period of)"
    r"|\b(?:the|this|its)\s(?:[\w-]+\s){0,2}?(?P<app>[a-z]{3,}), (?:now )?(?:worth|valued at|with its)"
    r"|\bwith an? (?P<with>staff|workforce|fleet|capacity|network|team|population|payroll) of"
    r"|(?P<mod>[\w-]+)\s(?P<head>[a-z]{3,}), which (?:was|were|is|are|stood at|came to|reached|totalled|amounted to)"
    r"(?: worth)?)\s$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z][\w-]{2,}")
_STEM = 5
_EMPTY_WORDS = (
    "the its this these those their with which that were was will would have has from into over under more than"
    " about some each year years month million billion trillion yuan dollars euros people person total and for are"
    " new said says also only into when once after before first last next most them they been being other such"
    " make makes made company firm group project tonnes tons square cubic metres meters kilometres a an in of on"
    " by at to is be it he she we who most wants workers"
)
_EMPTY = frozenset(_EMPTY_WORDS.split())
# words of which each stands for the others where a thing is named again
_KIN = (
    ("loan", "lend", "borro", "credi"),
    ("outpu", "produ", "turn", "manuf", "capac"),
    ("staff", "workf", "emplo", "payro", "job", "jobs", "hire"),
    ("cost", "price", "inves", "spend", "outla"),
    ("backl", "order", "book"),
    ("lengt", "long", "pipel"),
    ("reser", "dam", "store"),
    ("expor", "sold"),
    ("bough", "purch", "acqui", "takeo"),
    ("site", "park", "zone", "area", "plot", "estat"),
    ("lay", "laid", "layof", "redun", "dismi"),
)
_FAMILY = {stem: row[0] for row in _KIN for stem in row}
_ELSE = re.compile(
    r"\b(?:from|than|compared|up to|another|other|second|third|phase|each|per|further|additional|instead|earlier"
    r"|existing|currently|previous\w*|average|half|remaining|rest|respectively|including|of which"
    r"|expan\w+|rais\w+|increas\w+|grow\w*|now|today|last year|next year|later|then|women|local|first"
    r"|next to|beside|older|newer|neighbou?r\w*|opposite|rival)\b"
    r"|现有|目前|另|其中|每|分别|新增|扩|[一二三首]期|原|此前|增|提高|提升|升至|去年|今年|累计|届时|同比"
    r"|旁边|相邻|隔壁|对面|更早|更晚|第[一二三]",
    re.IGNORECASE,
)
# where the words that go with an amount end
_ENDS = r"[,.;:]\s|\b(?:is|are|was|were|will|has|have|can|must|should|may|would|could|needs?|lies|that|which"
_VERB = re.compile(rf"{_ENDS}|to(?! be))\b")
_OWNER = re.compile(r"\b([A-Za-z][\w-]+)['’]s\b")
_OWNER_ZH = re.compile("[省市县区国]里?$")
_CLAUSE_END = re.compile(rf"{_ENDS})\b")
# words that make of things a sort of them
SORT = re.compile("小型|中型|大型|重点|龙头|骨干|老旧|在建|新建|规上")
# "from 2026" says when it begins, not another amount
_SINCE = re.compile(r"\bfrom (?=(?:19|20)[0-9]{2}\b)")
_UNIT = {"job": "person"}
_COUNTED = re.compile(r"[0-9][0-9.,]{0,14}[万千百]?(?P<word>[台座条艘列套口架间栋枚])")
_AGAIN_ZH = re.compile(r"(?:这|该|此|上述)[一-鿿]{0,6}$")
_BEGINS_ZH = re.compile(r"(?:^|[，。；：])(?P<lead>[一-鿿]{0,4}|(?:19|20)[0-9]{2}年[一-鿿]{0,3})$")
# others come in with the clause before: 同时引进9家企业，年产值200亿元
_BROUGHT_ZH = re.compile(r"(?:同时|并)?(?:引进|引入|带动|吸引|集聚|培育|入驻)[^。；]{0,30}[，,][一-鿿]{0,6}$")
_HEAD_ZH = re.compile(r"[^，,。；;：0-9]{0,6}?的(?P<head>[一-鿿]{2,8})")
_STOP_ZH = re.compile("项目|公司|企业|建设|工程|产业|主要|重要|以上|其中|部分|今年|亿元|万元|人民|规模|左右")


def find_definite(scene: Scene, agree: Agree) -> list[tuple[Quantity, Quantity]]:
    """Return two amounts of one thing, the later of which speaks of it as known."""
    amounts = [q for q in plain(scene) if q.unit not in _NOT and q.comparator in {"eq", "approx"}][:MOST]
    groups: dict[str, list[Quantity]] = {}
    for q in amounts:
        counted = _COUNTED.match(scene.text, q.core_start) if q.unit is None else None
        word = counted["word"] if counted else ""
        if q.unit is not None or word:
            groups.setdefault(word or _UNIT.get(str(q.unit)) or base(q)[0].split("/")[0], []).append(q)
    found = []
    for group in groups.values():
        if not 2 <= len(group) <= MOST_ALIKE:
            continue
        for at, q in enumerate(group[1:], 1):
            first = _same_thing(scene, group[:at], q, alone=len(group) == 2)
            if first and not any(agree(scene.text, p, q) for p in group if p is not q):
                found.append((first, q))
    return found


def _same_thing(scene: Scene, earlier: Sequence[Quantity], q: Quantity, *, alone: bool) -> Quantity | None:
    """Return the one amount said before of the thing that `q` is said of, None where none or several are."""
    sentence = scene.sentence(q.start)
    if sentence is None:
        return None
    near = [p for p in earlier if p.start < sentence.start and (_slip(p, q) or _ratio(p, q) <= FAR)]
    if not near:
        return None
    cues = _cues_zh(scene, sentence, q) if sentence.lang == "zh" else _cues_en(scene, sentence, q)
    if cues is None or _other(scene, sentence, q) or _named_elsewhere(scene, sentence, q):
        return None
    fit = [p for p in near if _fits(scene, p, q, cues, alone=alone)]
    return fit[0] if len(fit) == 1 else None


def _fits(scene: Scene, p: Quantity, q: Quantity, cues: set[str], *, alone: bool) -> bool:
    sentence = scene.sentence(p.start)
    if sentence is None or _other(scene, sentence, p):
        return False
    shared = cues & _words(scene, sentence, p)
    if not one_owner(scene, p, q, modality=False, parties=not shared - {"staff"}):
        return False
    classes = [measure_class(scene.text, a, max(0, a.start - 60)) for a in (p, q)]
    if classes[0] and classes[1] and classes[0] != classes[1]:
        return False
    if shared:
        return True
    # nothing but the order of the digits differs, and no other amount of the text has the unit
    begins = sentence.lang == "zh" and not _AGAIN_ZH.search(
        scene.text, max(0, q.core_start - 12), q.core_start
    )
    return (
        alone
        and not cues
        and not begins
        and _slip(p, q)
        and not q.currency
        and q.unit not in {"person", "enterprise", "project"}
    )


def _named_elsewhere(scene: Scene, sentence: Sentence, q: Quantity) -> bool:
    """Whether an English amount is said of a name that was not named before: the 600 workers of Beta."""
    words = _CLAUSE_END.split(scene.text[q.core_end : min(sentence.end, q.core_end + 60)])[0]
    names = re.findall(r"(?<=\s)[A-Z][a-z]{2,}", words) if sentence.lang == "en" else []
    names += _OWNER.findall(scene.text, max(sentence.start, q.core_start - 40), q.core_start)
    return any(scene.text.find(name, 0, sentence.start) < 0 for name in names)


def _ratio(one: Quantity, other: Quantity) -> float:
    a, b = (x.value * base(x)[1] for x in (one, other))
    return max(a, b) / min(a, b)


def _slip(one: Quantity, other: Quantity) -> bool:
    """Whether two amounts have the same digits in another order."""
    a, b = (f"{x.value:.6g}".replace(".", "").split("e")[0].strip("0") for x in (one, other))
    return a != b and len(a) > 1 and sorted(a) == sorted(b) and _ratio(one, other) < 10


def _span(sentence: Sentence, q: Quantity) -> tuple[int, int]:
    return max(sentence.start, q.core_start - 90), min(sentence.end, q.end + 60)


def _other(scene: Scene, sentence: Sentence, q: Quantity) -> bool:
    """Whether the clause of an amount says that it is of a part, of another time or of another thing."""
    start, end = _span(sentence, q)
    before = re.split(r"[,;，；]\s?", scene.text[start : q.core_start])[-1]
    after = re.split(r"[,;，；.。]", scene.text[q.core_end : end])[0][:NEAR]
    after = _CLAUSE_END.split(after)[0]
    if SORT.search(scene.text, q.core_start, q.end):
        return True
    words = _SINCE.sub(" ", f"{before} | {after}")
    return bool(_ELSE.search(words) or PART.search(words))


def _stems(words: str) -> set[str]:
    found = set()
    for match in _WORD.finditer(words):
        word = match.group().lower()
        if word not in _EMPTY:
            stem = word[:_STEM].rstrip("s") if len(word) <= _STEM else word[:_STEM]
            found.add(_FAMILY.get(stem, stem))
    return found


def _pairs(words: str) -> set[str]:
    return {words[i : i + 2] for i in range(len(words) - 1) if re.fullmatch("[一-鿿]{2}", words[i : i + 2])}


def _words(scene: Scene, sentence: Sentence, p: Quantity) -> set[str]:
    """Return the words around an amount by which its thing may be known again."""
    start, end = _span(sentence, p)
    text = scene.text
    if sentence.lang == "zh":
        words = text[start:end].replace("以", " ")
        return _pairs(_STOP_ZH.sub(" ", words))
    return _stems(text[start : p.core_start]) | _stems(text[p.core_end : end])


def _cues_en(scene: Scene, sentence: Sentence, q: Quantity) -> set[str] | None:
    """Return the words by which an English text names again what an amount is of, None where it does not."""
    start, end = _span(sentence, q)
    text = scene.text
    before = text[start : q.core_start]
    unit = _stems(q.noun) | _stems(str(q.unit))
    named = _NOUN_OF.search(before[-64:])
    if named:
        words = " ".join(named[name] or "" for name in ("mods", "noun", "app", "with", "mod", "head"))
        return _stems(words) - (unit - {"staff"})
    definite = _DEFINITE.search(before[-32:])
    if not definite:
        return None
    after = _VERB.split(text[q.core_end : end])[0]
    return (_stems(after) | _stems(definite["of"] or "")) - (unit - {"staff"})


def _cues_zh(scene: Scene, sentence: Sentence, q: Quantity) -> set[str] | None:
    """Return the pairs of characters by which a Chinese text names again what an amount is of, None as above."""
    start, end = _span(sentence, q)
    text = scene.text
    before = text[start : q.core_start]
    after = re.split("[，。；：、]", text[q.core_end : min(end, q.core_end + 16)])[0]
    if _AGAIN_ZH.search(before[-12:]):
        return _pairs(_STOP_ZH.sub(" ", after))
    begins = _BEGINS_ZH.search(before)
    if _BROUGHT_ZH.search(before):
        return None
    if not begins or (
        _OWNER_ZH.search(begins["lead"]) and begins["lead"] not in text[: start + begins.start()]
    ):
        return None
    head = _HEAD_ZH.match(after)
    # without a word of both, nothing says that it was spoken of before
    return _pairs(_STOP_ZH.sub(" ", f"{begins['lead']} {head['head'] if head else after[:5]}")) or None
