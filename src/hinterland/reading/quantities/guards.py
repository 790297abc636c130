"""Numbers that are not what they seem for what stands right before or after them: they are noticed, not read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.quantities.lexicon import bag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hinterland.reading.model import NoticeCode
    from hinterland.reading.quantities.page import Found, Page

Doubt = tuple[int, int, "NoticeCode", str]

_SCALES = (
    "hundred|thousand|k|lakhs?|lac|crores?|cr|arab|million|millions|mn|mln|mio|mill?s?|bill?s?|billions?|bn|bln"
    "|trillions?|tn|trn|tln|tril|milliards?|mrd|mld|mlrd|millions? d|millones|mil|juta|miliar|milyar|triliun|ribu"
    "|oku|tysi[aą]c|tys|milion[óo]?w?|miljoner|miljarder|miliony?|miliard[yů]?|tisíc"
)
_MORE_SCALE = re.compile(rf"[ -]?(?:{_SCALES})(?![A-Za-zÀ-ž])(?!-[a-z])", re.IGNORECASE)
"""A scale after an amount that is complete: ₹1.2 lakh and then an unread word of scale."""
_PIECE_BEFORE = re.compile(r"(?:[0-9][.,/'’_×·]|\^|[0-9][eE][+-]?|(?:^|[\s$€£¥₹(])[.])$")
_PIECE_AFTER = re.compile(
    r"[.,'’][0-9]|[/^][0-9]|[×·x*] ?10(?:\^|[⁰¹²³⁴-⁹])| and an? (?:half|quarter|third)\b"
)
_HAN_BEFORE = re.compile(r"(?:[0-9]\s{0,2}|[廿卅卌壹贰叁肆伍陆柒捌玖拾佰仟]|[0-9][.,])$")
_POINT_BEFORE = re.compile(r"\b(?:point|comma) $|[0-9] and $", re.IGNORECASE)
_POINT_AFTER = re.compile(r" point (?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b", re.IGNORECASE)
_MINUS = re.compile(r"[\s(][-−]$")
_MONEY_AFTER = re.compile(
    r"\.? ?(?:€|£|\$|Kč|zł|Ft|(?:CZK|PLN|EUR|HUF|USD|SEK|NOK|DKK|RON)\b)(?! ?[0-9])|\.? [Ee]uros?\b"
)
_TEN_THOUSAND = re.compile("[人元辆台户家件单吨亩名平美欧日]")
_GROUP_OR_PART = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}(?![0-9.])")
_MEASURED = bag("percent percentage_point multiple currency")


def doubt(page: Page, one: Found) -> Doubt | None:
    """Return the notice that takes the place of a number of which a part or a scale would go unread, else None."""
    text = page.text
    cut = _cut(text, one, page.paragraph(one.core_start))
    if cut:
        return (*cut, "number_not_read", "part of a longer number")
    end = one.core_end
    scale = _MORE_SCALE.match(text, end)
    if scale:
        return one.core_start, scale.end(), "unknown_suffix", scale.group().strip(" -")
    if one.unit == "W" and _TEN_THOUSAND.match(text, end):
        return one.core_start, end, "unknown_suffix", "W"
    paid = _MONEY_AFTER.match(text, end) if one.currency is None and one.unit else None
    if paid and one.unit not in _MEASURED:
        return one.core_start, paid.end(), "unknown_suffix", text[end : paid.end()].strip(" .")
    if _grouped(text, one):
        return (
            one.core_start,
            end,
            "number_not_read",
            "a full stop that groups or one that begins the decimals",
        )
    return None


def _cut(text: str, one: Found, paragraph: int) -> tuple[int, int] | None:
    """Return the span of a number that is a piece of what stands there, None where it is whole."""
    at, end = one.core_start, one.core_end
    first, last = text[at], text[end - 1]
    before = text[max(0, at - 8) : at]
    if first.isdigit():
        broken = _PIECE_BEFORE.search(before) or (_MINUS.search(before) and not _exempt(one, paragraph))
    elif first > "\u2fff":
        alone = first in "万亿" and one.comparator == "eq"  # 单位：万元
        broken = alone or _HAN_BEFORE.search(before)
    else:
        broken = _POINT_BEFORE.search(before) if first.isalpha() else None
    if not broken and last.isdigit():
        broken = _PIECE_AFTER.match(text, end)
    elif not broken and first.isalpha():
        broken = _POINT_AFTER.match(text, end)
    return (at, end) if broken else None


def _exempt(one: Found, paragraph: int) -> bool:
    """Whether a dash before the number is no minus: a list's, a range's, or one that is read as a sign."""
    return (
        one.core_start - paragraph < 3
        or one.value_high is not None
        or one.unit in {"percent", "percentage_point", "degree"}
    )


def _grouped(text: str, one: Found) -> bool:
    """Whether "12.000 jobs" may be twelve thousand: three decimals of what comes in wholes, or that end in nought."""
    match = _GROUP_OR_PART.search(text, one.core_start, one.core_end)
    if not match:
        return False
    scaled = re.compile(r" ?-?(?:billion|trillion|bn|tn|[万亿])").match(text, match.end())
    if scaled or one.unit in {"percent", "percentage_point", "multiple", "degree"}:
        return False
    return match.group().endswith("0") or bool(one.noun) or (one.currency is not None and one.value < 1000)


_WORDS = re.compile(
    r"\b(?:half|quarter|third|[a-z]+teen|[a-z]+ty|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|hundred|an?|couple of)[ -](?:and a half )?(?:million|billion|trillion|crore|lakh)s?\b(?!-)",
    re.IGNORECASE,
)
_NUMERALS = re.compile("[一二三四五六七八九十百千两]{1,12}[万亿]{1,2}(?=[元美欧日港吨人户家辆台平亩千])")


def unread_words(text: str) -> Iterator[tuple[int, int]]:
    """Yield where large numbers in words stand, read or not."""
    for pattern in (_WORDS, _NUMERALS):
        for match in pattern.finditer(text):
            yield match.span()
