"""Words that say how a number is meant: more than, at least, 不低于, 左右."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.quantities.comparator_words import CHINESE, ENGLISH
from hinterland.reading.quantities.lexicon import bag

if TYPE_CHECKING:
    from hinterland.reading.model import Comparator

_FILL = (
    r"(?:(?:just|slightly|well|far|even|only|still|probably|already|a little|a bit|the|a|an"
    r"|its|a total of|a combined|a record|another) )?"
)
_EN_RE = re.compile(
    r"(?:(?<=[^A-Za-z])|^)(?P<head>(?:just|slightly|well|far|a little|a bit|very) )?(?P<words>"
    + "|".join(re.escape(w) for w in sorted(ENGLISH, key=len, reverse=True))
    + r")(?P<gap> ?)"
    + _FILL
    + "$"
)
_NEEDS_GAP = re.compile(r"[a-z.]$", re.IGNORECASE)
# verbs whose number is a mark that is passed, with "the ... mark" or a few adverbs between
_COUNT_ONLY = bag("the a an its another")
_VERBAL = bag("top break cross past")
_NO_VERB_BEFORE = re.compile(r"(?:\b(?:the|a|an|its|their|of|in|on) )$", re.IGNORECASE)

_SMALL = "an?|the|half|one|two|three|four|five|six|seven|eight|nine|ten"
_EN_ROWS: tuple[tuple[str, Comparator], ...] = (
    (r" ?\+(?![0-9])", "gt"),
    (r"-?plus(?![A-Za-z])| plus(?=[ ,.;)]|$)(?! [0-9$€£a-z]*[0-9])", "gt"),
    (r",? or (?:more|higher|above|over|greater|better|longer)\b", "ge"),
    (
        r",? (?:and|&) (?:more|above|over|upwards?|higher)\b(?! than| (?:[A-Z]{2,3} ?)?[0-9$€£₹¥]| [a-z]+ [a-z])",
        "ge",
    ),
    (r",? or (?:less|fewer|lower|below|under)\b", "le"),
    (r",? or (?:so|thereabouts)\b", "approx"),
    (r",? and up(?=[,.;)]|$)", "ge"),
    (rf",? at (?:the )?(?:very )?least\b(?! (?:{_SMALL})\b| ?[0-9$€£])| at a minimum\b| minimum\b", "ge"),
    (r",? at (?:the )?(?:very )?most\b| at maximum\b| maximum\b", "le"),
    (r"-odd\b", "approx"),
    (r" (?:approximately|roughly)(?=[,.;)]|$)", "approx"),
)
_EN_AFTER = tuple((re.compile(pattern, re.IGNORECASE), kind) for pattern, kind in _EN_ROWS)

_ZH_RE = re.compile(
    "(?P<words>"
    + "|".join(sorted(CHINESE, key=len, reverse=True))
    + ")(?P<fill>(?:到|达到|达|为|了|在|至|于|人民币|其|总计|共|有|合|的){0,1})$"
)
_ZH_AFTER: tuple[tuple[re.Pattern[str], Comparator], ...] = (
    (re.compile(r" ?\+(?![0-9])"), "gt"),
    (re.compile("(?:及|或|\\(含\\))?以上|之上|起步|起(?=[，。；、）)])"), "ge"),
    (re.compile("(?:及|或)?以下|以内|之内|封顶|(?:\\([^()]{1,24}\\)|（[^（）]{1,24}）)?为(?:上限|限)"), "le"),
    (re.compile("为下限"), "ge"),
    (re.compile("左右|上下|许(?=[，。])|前后"), "approx"),
    (re.compile("有余|出头|开外"), "gt"),
    (re.compile("不到"), "lt"),
)
_ZH_SHARE = re.compile(
    "(?P<words>约|大约|近|将近|接近|超过|超|逾|不足|至少|不低于)占[^，。；0-9]{0,12}$"
    "|(?P<bound>不超过|不低于|不少于|不高于|不得超过|不得低于)[^，。；0-9]{1,12}的$"
)
_CAP = re.compile(
    "最高(?:可|不超过|按|限额|额度|限|金额)?(?:给予|补助|补贴|奖励|奖补|支持|资助|获|获得"
    "|发放|提供|达到|达|为)?(?:不超过)?$"
)


def before(text: str, start: int, at: int) -> tuple[int, Comparator | None]:
    """Return where a comparator that ends right before `at` begins, and what it says; (at, None) where none is."""
    low = max(start, at - 44)
    words = text[low:at]
    if not words:
        return at, None
    last = words[-1]
    if last > "\u2fff":
        return _chinese(words, low, at)
    if last in " \n" and len(words) > 1 and words.rstrip()[-1:] > "\u2fff":
        return _chinese(words.rstrip(), low, at)
    begin, kind = _english(words, low, at)
    if kind is None and words.endswith(("at ", "to ")) and _CAPPING.search(text, max(start, at - 90), at):
        return at, "le"  # capping tariffs for makers at $0.09
    return begin, kind


def _english(words: str, low: int, at: int) -> tuple[int, Comparator | None]:
    words = words.lower()
    match = _EN_RE.search(words)
    if not match:
        bound = _BOUNDED.search(words)
        return (low + bound.start(), "ge" if bound["least"] else "le") if bound else (at, None)
    word = match["words"]
    if _NEEDS_GAP.search(word) and not match["gap"]:
        return at, None
    if word in _VERBAL and _NO_VERB_BEFORE.search(words[: match.start("words")]):
        return at, None  # "the top 10", "a break"
    if word == "up to" and _ADDS.search(words[: match.start()]):
        return at, None
    if _than_before(match) or (
        word in {"over", "above", "below"} and _PHRASAL.search(words[: match.start()])
    ):
        return at, None
    if word == "past" or (word == "within" and re.search(r"\bfrom $", words[: match.start("words")])):
        return at, None
    kind = ENGLISH[word]
    begin = match.start()
    negative = re.search(
        r"\b(?:not|never|cannot|n't|n’t|without)(?: (?:be|to|have|been|go|rise|grow))? $", words[:begin]
    )
    if negative and kind in {"gt", "lt"}:
        kind = "le" if kind == "gt" else "ge"
        begin = negative.start()
    return low + begin, kind


def _than_before(match: re.Match[str]) -> bool:
    """Whether "less than the 2.3m tonnes of 2021" compares with a known amount and bounds nothing."""
    return match["words"].endswith(" than") and match["gap"] != "" and match.group().endswith(" the ")


_ADDS = re.compile(
    r"\b(?:(?:add|come|go|climb|ramp|step|scale|sum|run)(?:s|ed|ing|p?ed)?|scaled|goes|came|went|gone|ran) $"
)
_CAPPING = re.compile(r"\b(?:cap|caps|capped|capping)\b[^.;:,0-9]{0,70} (?:at|to) $", re.IGNORECASE)
_BOUNDED = re.compile(
    r"\b(?:(?P<least>minimum|minimal)|maximum)(?: [a-z\-]+){1,3}"
    r" (?:of|at|to|is|are|was|were|will be|shall be|set at) $"
)
_MARK = bag("break breaks broke breaking cross crosses crossed crossing near hit hits hitting pass")
_INSIDE = frozenset(["within", "to within"])
_SPREAD = re.compile(
    r"\b(?:spread|spreads|spreading|span|spans|spanning|stretch|stretches|stretching|extend"
    r"|extends|extending|scattered|distributed|shared|all) $",
    re.IGNORECASE,
)
_LASTING = re.compile(
    r"\b(?:ha[sd]|have|having|with|for|of|lasts?|lasting|taken?|takes|took|after|some|history"
    r"|experience|is|was|be) (?:(?:well|just|slightly|a little) )?$",
    re.IGNORECASE,
)
_TERM = re.compile(r"[0-9A-Za-z]{1,9}-(?:year|month|day)")
_PAPERS = re.compile(
    r"(?:agreement|contract|programme|program|plan|scheme|memorand|deal|law|act|licence|license|project)"
)


def plausible(text: str, begin: int, at: int, unit: str | None, value: float) -> bool:
    """Whether the English comparator from `begin` to `at` can bound an amount of `unit`: "over years" cannot."""
    word = text[begin:at].strip().lower()
    measured = unit in _MEASURED
    if word in _MARK:
        return value >= 1000 or unit in {"percent", "currency"}
    if word in _INSIDE:
        return measured
    if word == "under" and ((unit and _PAPERS.match(unit)) or _TERM.match(text, at)):
        return False  # under two agreements, under 15-year contracts
    if word in {"under the", "under this", "under its", "under a"}:
        return False  # under the $4 billion deal
    if word != "over":
        return True
    if unit in _LAND and _HELD.search(text, max(0, begin - 70), begin):
        return False  # a lease over 75 hectares
    before = text[max(0, begin - 16) : begin]
    if _SPREAD.search(before):
        return False
    return unit not in {"year", "month", "week", "day", "phase", "stage"} or bool(_LASTING.search(before))


_LAND = bag("hectare acre m2 km2 ft2 mu")
_HELD = re.compile(
    r"\b(?:lease|leases|concession|licen[cs]e|easement|option|mortgage|rights?|title|control|tenure|permit)\b[^.;0-9]{0,24}"
    r"(?:[0-9][0-9,]{0,5}[ -](?:years?|months?))?[^.;0-9]{0,12}$",
    re.IGNORECASE,
)
_MEASURED = bag("percent percentage_point km mile m minute hour day week month year currency degree hectare")
_PHRASAL = re.compile(
    r"\b(?:turn|turned|turns|turning|hand|handed|take|took|taken|takes|taking|carried"
    r"|described|set out|see|as|the|listed|mentioned) $"
)


def _chinese(words: str, low: int, at: int) -> tuple[int, Comparator | None]:
    match = _ZH_RE.search(words) or _ZH_SHARE.search(words)
    cap = _CAP.search(words)
    if cap and (not match or cap.start() <= match.start()):
        return low + cap.start(), "le"
    if not match:
        return at, None
    word, begin = match["words"] or match["bound"], match.start()
    kind: Comparator = CHINESE[word]
    lead = words[:begin]
    if word in {"过", "到", "上下"} or _part_of_word(word, lead):
        return at, None
    if kind == "gt" and (lead.endswith(("不", "未", "不得", "不能", "不会"))):
        kind, begin = "le", begin - 1
    elif kind == "lt" and lead.endswith(("不", "不得", "不能")):
        kind, begin = "ge", begin - 1
    elif kind == "eq":
        return _deeper(lead, low, low + begin)
    return low + begin, kind


def _part_of_word(word: str, lead: str) -> bool:
    """Whether the characters end another word: 签约, 节约, 最近; 技术突破3项 counts breakthroughs."""
    if word[0] == "约" and lead.endswith(tuple("签节预契违履制条特邀简合公盟")):
        return True
    if word[0] == "近" and lead.endswith(tuple("最附邻靠临亲贴")):
        return True
    if word == "超" and lead.endswith(("赶", "反")):
        return True
    return word == "突破" and lead.endswith(("技术", "重大", "关键", "创新", "原始", "攻关", "难题"))


def _deeper(lead: str, low: int, begin: int) -> tuple[int, Comparator | None]:
    """Return the comparator before a word that only says "reach" (预计超过达到, 约为)."""
    match = _ZH_RE.search(lead)
    if match and CHINESE[match["words"]] != "eq" and match["words"] not in {"过", "到"}:
        return low + match.start(), CHINESE[match["words"]]
    return begin, "eq"  # the caller leaves such words out of the span


def after(text: str, at: int) -> tuple[int, Comparator | None]:
    """Return where a comparator right after `at` ends ("or more", 以上), and what it says; else (at, None)."""
    for rows in (_ZH_AFTER, _EN_AFTER):
        for pattern, kind in rows:
            match = pattern.match(text, at)
            if match and match.end() > at:
                return match.end(), kind
    return at, None
