"""Dates in doubt: reversed periods, words that need the day of publication, days without a year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.doubts.amounts import whole_words
from hinterland.reading.model import Issue, When

if TYPE_CHECKING:
    from hinterland.reading.doubts.scene import Scene
    from hinterland.reading.model import IssueCode

_Y = r"(?:19|20)[0-9]{2}"
_M = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_PART = (
    r"(?:(?:the\s)?(?:end|start|beginning|middle|(?:first|second|third|fourth)\s(?:quarter"
    r"|half))\sof\s|(?:late|early|mid)[-\s])"
)
_DAY = r"(?:[0-9]{1,2}(?:st|nd|rd|th)?\s)"
_ZH_PART = (
    r"(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?|\.[0-9]{1,2}(?![0-9])|第?[一二三四1-4]季度"
    r"|[上下]半年)?(?:底|末|初|中)?起?"
)
_PERIOD = re.compile(
    rf"(?<![0-9A-Za-z./-])(?:(?P<a>{_Y})\s{{0,1}}年?\s{{0,1}}(?P<am>{_ZH_PART})"
    rf"\s{{0,1}}(?P<dash>[-–—~～―－]{{1,2}}|至"
    rf"|到)\s{{0,1}}(?P<b>{_Y})(?:\s{{0,1}}年?\s{{0,1}}(?P<bm>{_ZH_PART}))?"
    rf"|(?:\b[Ff]rom|\b[Bb]etween|\b(?:[Pp]eriod|[Yy]ears|[Ff]or|[Oo]ver|[Ii]n"
    rf"|[Cc]overs?))\s{_PART}?{_DAY}?(?P<cm>{_M}\s)?"
    rf"(?:[0-9]{{1,2}},\s)?(?P<c>{_Y})\s"
    rf"(?P<to>to|and|until|till|through|up to)\s{_PART}?{_DAY}?(?P<dm>{_M}\s)?(?:[0-9]{{1,2}},\s)?(?P<d>{_Y})"
    rf"|(?P<em>\b{_M})\s(?P<e>{_Y})\s{{0,1}}(?:[-–—]|to|until"
    rf"|through)\s{{0,1}}(?P<fm>{_M})\s(?P<f>{_Y})"
    rf"|\b(?:starts?|begins?|beginning|starting|runs?|running)\s(?:in|from)\s{_PART}?(?P<om>{_M}\s)?(?P<o>{_Y})"
    rf",?\s(?:and|but|to)\s(?:ends?|ending|closes?|finish(?:es)?|expires?|runs?|lasts?)\s(?:in|until|to|at)\s{_PART}?"
    rf"(?P<pm>{_M}\s)?(?P<p>{_Y})"
    rf"|[从自](?P<q>{_Y})年(?P<qm>{_ZH_PART})(?:开始|开工|启动|动工|实施|计|起|起算)[，,]?(?:到|至|并于|于)(?P<r>{_Y})年(?P<rm>{_ZH_PART})"
    rf"|(?P<g>20[0-9]{{2}})[-–/](?P<h>[0-9]{{2}})(?=\s(?:plan|strategy|period|programme|program|roadmap"
    rf"|budget|agenda)\b)"
    rf")(?![0-9/%]|[-.][0-9])",
)
_STANDARD = re.compile(
    r"(?:\b[A-Z]{2,6}(?:/[A-Z]{1,3})?|ISO|[Tt]el\.?|[Pp]hone|[Cc]all|[Ff]ax|No\.|号|电话|编号)[\s:：]{0,2}$"
)
_MOVED = re.compile(
    r"提前|缩短|\b(?:moved|shifted|changed|cut|revised|shortened|reset|pushed)\b|调整|改为"
    r"|brought? forward|bring(?:ing)? forward|moved? up|advanc|earlier|pulled? forward"
    r"|accelerat|sooner|instead of"
    r"|下降|降至|由(?=[0-9])|compared|versus",
    re.IGNORECASE,
)
_MONTHS = {name: i for i, name in enumerate(_M[3:-1].split("|"), 1)}


def find_reversed(scene: Scene) -> list[Issue]:
    """Return periods that end before they begin."""
    text, found = scene.text, []
    for match in _PERIOD.finditer(text):
        first, last = _ends(match)
        if (
            first <= last
            or _between_numbers(match)
            or _STANDARD.search(text[max(0, match.start() - 12) : match.start()])
        ):
            continue
        if _MOVED.search(text, max(0, match.start() - 40), match.end() + 12):
            continue
        a, b = _day(first), _day(last)
        found.append(
            Issue(
                code="period_reversed",
                start=match.start(),
                end=match.end(),
                expected=f"{b} to {a}",
                stated=f"{a} to {b}",
                en=f"The period begins in {a} and ends in {b}, before it begins.",
                zh=f"期间始于{a}而止于{b}，终点早于起点。",
                claims=scene.within(match.start(), match.end()),
            )
        )
    return found


def _ends(match: re.Match[str]) -> tuple[tuple[int, int], tuple[int, int]]:
    g = match.groupdict()
    if g["a"]:
        pair = (int(g["a"]), _zh_month(g["am"])), (int(g["b"]), _zh_month(g["bm"]))
    elif g["c"]:
        pair = (
            (int(g["c"]), _MONTHS.get((g["cm"] or "").strip(), 0)),
            (int(g["d"]), _MONTHS.get((g["dm"] or "").strip(), 0)),
        )
    elif g["o"]:
        pair = (
            (int(g["o"]), _MONTHS.get((g["om"] or "").strip(), 0)),
            (int(g["p"]), _MONTHS.get((g["pm"] or "").strip(), 0)),
        )
    elif g["q"]:
        pair = (int(g["q"]), _zh_month(g["qm"])), (int(g["r"]), _zh_month(g["rm"]))
    elif g["g"]:
        pair = (int(g["g"]), 0), (int(g["g"][:2] + g["h"]), 0)
    else:
        pair = (int(g["e"]), _MONTHS[g["em"]]), (int(g["f"]), _MONTHS[g["fm"]])
    first, last = pair
    # without both months only the years can be compared
    return ((first[0], 0), (last[0], 0)) if not (first[1] and last[1]) else pair


def _zh_month(word: str | None) -> int:
    """Return the month that words after a year name, 0 where they name none."""
    month = re.match(r"\.?([0-9]{1,2})", word or "")
    return int(month[1]) if month else 0


def _between_numbers(match: re.Match[str]) -> bool:
    """Whether the years are joined by "and" without "between": two years, no period."""
    words = match.group().lower()
    return match["to"] == "and" and not words.startswith("between")


def _day(pair: tuple[int, int]) -> str:
    return f"{pair[0]}-{pair[1]:02d}" if pair[1] else str(pair[0])


# money "over 12 years" is for no day
_SPREAD = re.compile(
    r"over (?:[0-9]{1,3}|[a-z]+) (?:years|months)$"
    r"|(?:在|用|近|约|力争|计划)*[0-9一二两三四五六七八九十]{1,3}(?:个月|[年天日周])(?:之内|以内|内|时间|左右)*$",
    re.IGNORECASE,
)
# words for a day that is near and not told
_VAGUE = re.compile(
    r"(?<![0-9一二三四五六七八九十两几节假期生产预月号度])(?:日前|近日)(?![本元系点军起])|(?<=[，。])不久前(?=[，与和在])"
)


# "every May", 每年5月: of every year
_YEARLY = re.compile(r"每年(?:的)?|\b(?:every|each)\s", re.IGNORECASE)


def find_relative(scene: Scene) -> list[Issue]:
    """Return words for a day that need the date of publication, and days and months without their year."""
    found = []
    for when in scene.tagged.whens:
        words = whole_words(scene.text, when.start, when.end, 40)
        if when.relative and not _SPREAD.match(words):
            found.append(_needs(scene, when, words))
        if when.year_missing and not _YEARLY.search(scene.text, max(0, when.start - 8), when.start + 6):
            found.append(_no_year(scene, when, words))
    return [*found, *_vague(scene)]


def _vague(scene: Scene) -> list[Issue]:
    """Return the Chinese words for a near day that no date was read from: 日前, 近日."""
    text = scene.text
    if "日" not in text:
        return []
    found = []
    for match in _VAGUE.finditer(text):
        a, b = match.span()
        when = When(a, b, "", relative=True)
        if not any(w.start < b and a < w.end for w in scene.whens_in(max(0, a - 12), b)):
            found.append(_needs(scene, when, match.group()))
    return found


def _needs(scene: Scene, when: When, words: str) -> Issue:
    en, zh = f'"{words}" depends on the day of publication.', f"“{words}”取决于发布日期。"
    unread = " Without that date it stays open.", "缺少发布日期，无法确定。"
    return _taken(scene, when, "relative_date", "a date", (words, en, zh), unread)


def _no_year(scene: Scene, when: When, words: str) -> Issue:
    en, zh = f'"{words}" names no year.', f"“{words}”未写年份。"
    return _taken(scene, when, "year_missing", "a date with its year", (words, en, zh), ("", ""))


def _taken(
    scene: Scene,
    when: When,
    code: IssueCode,
    wanted: str,
    told: tuple[str, str, str],
    unread: tuple[str, str],
) -> Issue:
    """Return a doubt that says what a date was taken for; `told` is its words and what is told of them."""
    words, en, zh = told
    taken = (f" Read as {when.date}.", f"现按{when.date}理解。") if when.date else unread
    return Issue(
        code=code,
        start=when.start,
        end=when.end,
        expected=when.date or wanted,
        stated=words,
        en=en + taken[0],
        zh=zh + taken[1],
        claims=scene.dated(when),
    )
