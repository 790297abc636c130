"""Whether an amount is how much something changed by, or the level it changed to."""

from __future__ import annotations

import re

from hinterland.reading.quantities.lexicon import bag

_MOVES = bag(
    "rise rises rose risen rising grow grows grew grown growing increase increases increased "
    "increasing climb climbs "
    "climbed climbing jump jumps jumped jumping soar soars soared soaring surge surges surged "
    "surging gain gains gained "
    "expand expands expanded expanding raise raises raised raising lift lifts lifted lifting "
    "boost boosts boosted "
    "boosting advance advances advanced leap leaped leapt improve improves improved improving "
    "swell swells swelled "
    "accelerate accelerated quicken quickened rebound rebounded recover recovered edge edged "
    "widen widens widened "
    "fall falls fell fallen falling drop drops dropped dropping decline declines declined "
    "declining decrease decreases "
    "decreased decreasing cut cuts cutting reduce reduces reduced reducing lower lowers "
    "lowered lowering slip slips slipped "
    "shrink shrinks shrank shrinking plunge plunges plunged slide slides slid tumble tumbled "
    "slash slashes slashed slashing "
    "trim trims trimmed contract contracts contracted ease eased dip dipped narrow narrowed "
    "slow slows slowed slowing "
    "shorten shortens shortened"
)
"""Verbs of change that take the amount at once ("rose 12 percent")."""
_CARRIERS = bag(
    "up down bring brings brought bringing take takes took taking push pushes pushed pushing "
    "ramp ramps ramped ramping "
    "scale scales scaled scaling upgrade upgraded step stepped move moves moved go goes went "
    "extend extends extended "
    "extending add adds added adding hike hiked enlarge enlarged double doubles doubled "
    "doubling triple triples tripled "
    "tripling quadruple quadrupled halve halved curb save saves saved lengthen increase "
    "increased upsize upsized "
    "pushing restore restored"
)
"""Words of change whose amount comes after "by" or "to"; percentages also at once ("up 12 percent")."""
VERBS = _MOVES | _CARRIERS
_NOUNS = bag(
    "increase rise growth gain jump surge expansion improvement decline decrease drop fall "
    "reduction cut hike dip "
    "contraction boost uptick saving savings slump slide upturn downturn increment increases "
    "declines reductions"
)
_SHARES = frozenset(["percent", "percentage_point", "multiple", "basis point", "permille"])
_TOKEN = re.compile(r"[A-Za-z]+")
_BREAK = re.compile(r"[.;:!?](?=\s|$)|[()]")
_FILL = bag("a an the some another further record total combined its of new nearly about reach as much")
_AFTER = re.compile(
    r" (?P<noun>(?:[a-z]+(?:[ -]on[ -]year)? ){0,2}[a-z]+)|(?P<year>,? (?:year[- ](?:on"
    r"|over)[- ]year|yoy|y/y))\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r" (?:more|less|higher|lower|fewer|faster|larger|smaller|up|down|cheaper|longer"
    r"|shorter)\b(?=,? than| from| on| over| year|[,.;]|$)"
    r"| (?:year[- ]on[- ]year|year[- ]over[- ]year|yoy|y/y|from a year (?:earlier|ago)|on the "
    r"year|from the (?:previous|prior|same) )"
)
_ZH_BY = re.compile(
    "(?:增长|增加|上升|提升|提高|下降|减少|降低|上涨|下跌|回落|增幅|增速|涨幅|降幅|增长率"
    "|下滑|缩短|压缩|扩大|攀升|跃升|增|降|涨|跌|高出|增产|减产|"
    "同比|环比|年增|年减|季增|月增|节约|节省|压减|削减|收窄|回升|加快|放缓)(?:了|约|近|超"
    "|超过|逾|达|达到|为|在|至少|不低于|不少于|幅度|率|幅|高达|均|再|共|最多|不超过|目标"
    "|预期){0,3}$"
)
_ZH_TO = re.compile(
    "(?:增长|增加|上升|提升|提高|下降|减少|降低|上涨|下跌|回落|扩大|攀升|跃升|增|降|升|涨|跌"
    "|扩|扩产|扩建|提|缩|缩短|翻倍|翻番|压缩|压减|拉升|下调|上调|调整|扩容|"
    "扩张|恢复|拓展|发展|延伸)(?:至|到)(?:约|近|超|超过|逾|至少|不低于|不少于|人民币|不超过|目前的|的){0,2}$"
)
_ZH_LEVEL = re.compile(
    "(?:增长|增加|上升|提升|提高|下降|减少|降低|扩大|攀升|跃升|增产|扩产"
    "|扩建)[^，。；]{0,12}[，,]?[^，。；]{0,10}(?:达到|突破|超过|达)$"
)


def change(text: str, start: int, at: int, after: int, unit: str | None) -> str:
    """Return "by", "to" or "" for an amount whose expression (with comparator) begins at `at`.

    Parameters
    ----------
    start
        Where the clause or sentence begins.
    after
        Where number and unit end.
    """
    words = text[max(start, at - 130) : at].rstrip()
    if words[-1:] > "\u2fff":
        if _ZH_TO.search(words, max(0, len(words) - 16)) or _ZH_LEVEL.search(words, max(0, len(words) - 40)):
            return "to"
        return "by" if _ZH_BY.search(words, max(0, len(words) - 16)) else ""
    found = _english(words, unit)
    if found or unit not in _SHARES:
        return found
    return "by" if _follows(text, after) else ""


def changes(text: str, start: int, at: int) -> bool:
    """Whether a word of change stands in the clause before `at`: "from X to Y" is then no range."""
    return any(w in VERBS or w in _NOUNS for w in _tokens(text[max(start, at - 130) : at]))


def _tokens(words: str) -> list[str]:
    breaks = [m.end() for m in _BREAK.finditer(words)]
    return [t.lower() for t in _TOKEN.findall(words, breaks[-1] if breaks else 0)]


def _english(words: str, unit: str | None) -> str:
    tokens = _tokens(words)
    while tokens and tokens[-1] in _FILL and (tokens[-1] != "of" or tokens[-2:-1] != ["instead"]):
        if tokens[-1] == "of" and tokens[-2:-1] and tokens[-2] in _NOUNS:
            return "by"
        tokens.pop()
    if not tokens:
        return ""
    last, rest = tokens[-1], tokens[:-1]
    if last in {"to", "towards", "toward"}:
        return "to" if any(t in VERBS or t in _NOUNS for t in rest) else ""
    if last == "by":
        return "by" if any(t in VERBS or t in _NOUNS for t in rest) else ""
    if last.endswith("ly") and rest:
        last = rest[-1]
    if last.startswith("rais") and unit == "currency":
        return ""  # to raise money is to collect it
    return "by" if last in _MOVES or (last in {"up", "down", "hike", "hiked"} and unit in _SHARES) else ""


def _follows(text: str, after: int) -> bool:
    """Whether words after a percentage make it an amount of change ("12 percent growth", "9% less than")."""
    if _COMPARED.match(text, after):
        return True
    match = _AFTER.match(text, after)
    if not match:
        return False
    return bool(match["year"]) or any(t in _NOUNS for t in match["noun"].lower().split())
