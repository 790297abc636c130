"""English numbers in words: shares, multiples, small counts; and digits that words go around."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.quantities import comparators, labels, words
from hinterland.reading.quantities.change import change
from hinterland.reading.quantities.finish import finish
from hinterland.reading.quantities.lexicon import bag, row
from hinterland.reading.quantities.operands import amount
from hinterland.reading.quantities.page import Found

if TYPE_CHECKING:
    from hinterland.reading.quantities.scan import Scan

_FOLDS = {
    f"{w}fold": n
    for w, n in zip(row("two three four five six seven eight nine ten"), range(2, 11), strict=True)
}
_TIMES = {
    **dict.fromkeys(bag("double doubles doubled doubling"), 2),
    **dict.fromkeys(bag("triple triples tripled tripling treble trebled trebling"), 3),
    **dict.fromkeys(bag("quadruple quadruples quadrupled quadrupling"), 4),
    **dict.fromkeys(bag("quintuple quintupled"), 5),
    **dict.fromkeys(bag("halve halves halved halving"), 50),
    "twice": 2,
}
STARTS = frozenset([*words.ENGLISH_STARTS, *words.VAGUE_STARTS, *_FOLDS, *_TIMES])
"""Words that may begin a number."""

_COUNT = row("one two three four five six seven eight nine ten")
_PARTS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "twentieth": 20,
    "hundredth": 100,
}
_FRACTION = re.compile(
    r"(?P<n>an?|one|two|three|four|five|six|seven|eight|nine)(?P<gap>[ -])"
    r"(?P<d>half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twentieth"
    r"|hundredth)(?P<s>s?)(?![A-Za-z])",
    re.IGNORECASE,
)
_OF_A_SCALE = re.compile(
    r" (?:of an? )?(?:hundred|thousand|million|billion|trillion|lakh|crore|dozen)\b", re.IGNORECASE
)
_HALF = re.compile(r"half(?= (?:of|the|its|their|all|our|that|this|those|his|her)\b)", re.IGNORECASE)
_BY_HALF = re.compile(r"\b(?:by|in) $")
_NOT_SHARE = re.compile(r"\b(?:first|second|latter|other|last|early|top|bottom|one-and-a) $", re.IGNORECASE)
_IN = re.compile(
    r"(?P<n>one|two|three|four|five|six|seven|eight|nine|[1-9]) (?:in|out of)(?: every)? "
    r"(?P<d>two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred"
    r"|1?[0-9]0?0?)(?![A-Za-z0-9,.-]*[0-9])(?![A-Za-z-])"
    r"(?! (?:years?|months?|days?|countries|regions|places|cities|phases|stages|states"
    r"|provinces|locations|lots|steps)\b)",
    re.IGNORECASE,
)
_MULTIPLIED = re.compile(
    r"(?= (?:its|their|our|his|her|the|this|that|what|exports?|output|production|capacity"
    r"|sales|revenues?|investments?|incomes?|"
    r"in|by|to|over|from|within|since|as|again|current|total|annual|domestic|global|[a-z]+ing"
    r"|[a-z]+ (?:output|capacity|production|sales|exports))\b)"
    r"|(?=[.,;:]|$)|(?= (?:between|compared|year|and|last|this|next)\b)"
)
_ARTICLE_BEFORE = re.compile(r"(?:\b(?:a|an|the|of|with|in|on) |-)$", re.IGNORECASE)
_TWICE = re.compile(r"twice (?=(?:the|as|that|its|what|this|their|our)\b)", re.IGNORECASE)
_DEFINITE = re.compile(
    r"\b(?:the|these|those|both|first|last|next|other|past|previous|all|of|only|any|every|each|no) $",
    re.IGNORECASE,
)
_PLAIN_WORDS = bag(
    "side party way end other thing leader government sex hand eye leg one week month day "
    "half time direction "
    "shore coast occasion part aspect reason word question point thing fold name man woman week "
    "minister president secretary premier neighbour neighbor sister brother"
)
_ORDINAL_TAIL = re.compile(
    r"[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|st|nd|rd|th)\b", re.IGNORECASE
)
_PLAN_BEFORE = re.compile(
    r"(?:[0-9](?:st|nd|rd|th)"
    r"|\b(?:first|second|third|(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf|thirteen|fourteen|fifteen)th))[ -]$",
    re.IGNORECASE,
)
_NUMBERED = dict(zip(_COUNT, range(1, 11), strict=True)) | {"twelve": 12, "twenty": 20, "hundred": 100}


def read(scan: Scan, at: int, token_end: int) -> int:
    """Read the number in words at `at`; return where to go on."""
    text = scan.page.text
    if at and text[at - 1] in "-'’_/" and text[at - 2 : at - 1].isalnum():
        return token_end
    word = text[at:token_end].lower()
    if word in words.VAGUE_STARTS:
        vague = words.VAGUE.match(text, at)
        return scan.notice(at, vague.end(), "number_not_read", "a vague number") if vague else token_end
    if word in _TIMES or word in _FOLDS:
        return _multiple(scan, at, token_end, word)
    share = _share(scan, at)
    return share or _plain(scan, at, token_end)


def digits(scan: Scan, at: int, end: int) -> int:
    """Read "1 in 5" and "2 x 660 MW" in digits; return where to go on, 0 where it is neither."""
    page, text = scan.page, scan.page.text
    match = _IN.match(text, at) if end - at == 1 else None
    if (
        match
        and page.when_end(match.start("d")) is None
        and re.match(r" [a-z]", text[match.end() : match.end() + 2])
    ):
        return _ratio(scan, at, match)
    product = re.compile(r"(?P<n>[0-9]{1,3}) ?[x×*] ?(?=[0-9])").match(text, at)
    if not product or labels.named(text, at, end):
        return 0
    start, stop = page.bounds(at)
    rest = amount(page, product.end(), product.end(), stop)
    if not rest or not rest.unit or rest.first.trouble or rest.high:
        return 0
    found = finish(page, rest)
    times = int(product["n"])
    begin, kind = comparators.before(text, start, at)
    found.start, found.core_start, found.value = begin, at, found.value * times
    found.comparator = kind or found.comparator
    found.assumed = f"{times} × {found.value / times:g} multiplied"
    scan.add(found)
    return found.core_end


def _share(scan: Scan, at: int) -> int:
    """Read a fraction or "one in five" as percent; return where to go on, 0 where there is none."""
    text = scan.page.text
    half = _HALF.match(text, at)
    if half and not _NOT_SHARE.search(text, max(0, at - 12), at):
        return _percent(scan, at, half.end(), 50.0)
    if (
        text[at : at + 4].lower() == "half"
        and _BY_HALF.search(text, max(0, at - 4), at)
        and text[at + 4 : at + 5] in " ,.;"
    ):
        end = _percent(scan, at, at + 4, 50.0)
        scan.found[-1].change = "by"
        return end
    ratio = _IN.match(text, at)
    if ratio and scan.page.when_end(ratio.start("d")) is None:
        return _ratio(scan, at, ratio)
    match = _FRACTION.match(text, at)
    if not match or _NOT_SHARE.search(text, max(0, at - 12), at):
        return 0
    return _fraction(scan, at, match)


def _fraction(scan: Scan, at: int, match: re.Match[str]) -> int:
    text = scan.page.text
    count = _NUMBERED.get(match["n"].lower(), 1)
    part = match["d"].lower()
    share_follows = re.match(r" of\b", text[match.end() : match.end() + 4])
    if (count > 1) != bool(match["s"]) or (part == "half" and count > 1):
        return 0
    if _OF_A_SCALE.match(text, match.end()):
        return 0
    weak = (
        match["n"].lower() in {"a", "an"}
        or part in {"quarter", "half"}
        or (count == 1 and match["gap"] == " " and part != "tenth")
    )
    by = text[max(0, at - 3) : at].lower() == "by "
    if (
        weak
        and not share_follows
        and not by
        and not (count == 1 and match["n"].lower() == "one" and part in {"third", "fifth", "tenth", "half"})
    ):
        return 0
    return _percent(scan, at, match.end(), 100.0 * count / _PARTS[part])


def _ratio(scan: Scan, at: int, match: re.Match[str]) -> int:
    low, high = match["n"].lower(), match["d"].lower()
    above = _NUMBERED.get(low) or int(low)
    below = _NUMBERED.get(high) or int(high)
    return _percent(scan, at, match.end(), 100.0 * above / below) if 0 < above < below else 0


def _percent(scan: Scan, at: int, end: int, value: float) -> int:
    return _put(scan, at, end, round(value, 9), "percent")


def _put(scan: Scan, at: int, end: int, value: float, unit: str) -> int:
    """Keep a number read from words, with its comparator and change."""
    page = scan.page
    start, _ = page.bounds(at)
    begin, kind = comparators.before(page.text, start, at)
    after_end, after = comparators.after(page.text, end)
    found = Found(
        begin if kind != "eq" else at,
        max(end, after_end),
        at,
        end,
        value,
        comparator=kind or after or "eq",
        unit=unit,
    )
    found.change = change(page.text, start, begin, end, unit)
    scan.add(found)
    return end


def _multiple(scan: Scan, at: int, end: int, word: str) -> int:
    """Read "double", "tripled", "threefold", "twice the", "halve"."""
    text = scan.page.text
    if word in _FOLDS:
        _put(scan, at, end, float(_FOLDS[word]), "multiple")
    elif word == "twice":
        if not _TWICE.match(text, at):
            return end
        _put(scan, at, end, 2.0, "multiple")
    elif not _MULTIPLIED.match(text, end) or _ARTICLE_BEFORE.search(text, max(0, at - 6), at):
        return end
    elif _TIMES[word] == 50:
        _put(scan, at, end, 50.0, "percent")
    else:
        _put(scan, at, end, float(_TIMES[word]), "multiple")
    scan.found[-1].change = "by" if word != "twice" else ""
    return end


def _plain(scan: Scan, at: int, token_end: int) -> int:
    """Read a count or amount in words where it is one; "the two sides", "one of the" are none."""
    page, text = scan.page, scan.page.text
    _, stop = page.bounds(at)
    lead = max(page.bounds(at)[0], at - 24)
    begin = lead if page.text[lead:at].lower().endswith(("between ", "between about ")) else at
    read_ = amount(page, at, begin, stop)
    if read_ is None or read_.first.trouble:
        return token_end
    number = read_.first.number
    if _ORDINAL_TAIL.match(text, number.end) or labels.named(text, at, number.end):
        return number.end
    if _PLAN_BEFORE.search(text, max(0, at - 8), at):
        return read_.end
    found = finish(page, read_)
    if _counts(text, at, found, big=number.value >= 100):
        found.label = found.label or "-Year" in text[at : found.core_end]
        scan.add(found)
        return found.core_end
    return number.end


def _counts(text: str, at: int, found: Found, *, big: bool) -> bool:
    """Whether a number in words states a quantity."""
    written = text[found.core_start : found.core_end]
    after = text[found.core_end : found.core_end + 8]
    if found.currency or big:
        return True
    if found.unit and not found.noun and not found.bare:
        if found.unit == "multiple":
            return not re.match(r" (?:a|an|per|in|each)\b", after) and found.value > 1
        if found.value == 1:
            return "-" in written or found.unit in {
                "percent",
                "hectare",
                "tonne",
                "GWh",
                "MW",
                "GW",
                "km",
                "percentage_point",
            }
        return not after.startswith("-old")
    ahead = after + text[found.core_end + 8 : found.core_end + 14]
    if (
        found.bare
        and found.value > 1
        and re.match(r" of (?:which|them)\b| (?:a|per) (?:year|month|week)\b", ahead)
    ):
        return True
    if (
        found.bare
        or found.value == 0
        or (found.value == 1 and (not found.stated or found.comparator == "approx"))
    ):
        return False
    if _DEFINITE.search(text, max(0, at - 10), at) and not found.stated:
        return False
    return (
        found.noun.rsplit(" ", 1)[-1].lower().removesuffix("s") not in _PLAIN_WORDS
        and found.unit not in _PLAIN_WORDS
    )
