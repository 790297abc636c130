"""Numbers in digits: grouping, decimals, and the scale words and letters that follow them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

LONGEST = 24
"""Digits of the longest number that is read; a longer run is a code."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the text: value with its scale, and how it is written.

    Attributes
    ----------
    bare
        The value before the scale, for ranges that write the scale once (12-15亿).
    scale
        What the scale words multiply by, 1 where there are none.
    more
        "gt" or "approx" where 多, 余, 来, -odd stand within the number.
    words
        Whether it is written in words.
    doubt
        Why the scale is a guess ("m" without a currency), "" else.
    """

    start: int
    end: int
    bare: Decimal
    scale: int = 1
    more: str = ""
    words: bool = False
    doubt: str = ""
    extra: Decimal = Decimal(0)

    @property
    def value(self) -> Decimal:
        """The value with its scale."""
        return self.bare * self.scale + self.extra


_DIGITS = re.compile(r"[0-9]+(?:[,'’][0-9]+|[,'’](?=[0-9]))*(?:\.[0-9]+)*")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?"
    r"|[0-9]{1,3}(?:['’][0-9]{3})+(?:\.[0-9]+)?"
    r"|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?"
)
_SPACED = re.compile(r"[0-9]{1,3}(?: [0-9]{3}){1,4}(?:\.[0-9]+)?(?![0-9,.]*[0-9])")
_LIST = re.compile(r"[0-9]{1,2}(?:,[0-9]{1,2})+")
_VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}


def digits_at(text: str, at: int) -> tuple[int, Decimal | None]:
    """Return where the run of digits at `at` ends, and its value, None where it is no number that can be told."""
    if text[at] in _VULGAR:
        return at + 1, _VULGAR[text[at]]
    match = _DIGITS.match(text, at)
    if not match:
        return at + 1, None
    run = match.group()
    end = match.end()
    if len(run) > LONGEST:
        return end, None
    if _PLAIN.fullmatch(run):
        if run[0] == "0" and run[1:2].isdigit():
            return end, None
        if text[end : end + 1] in _VULGAR and "." not in run:
            return end + 1, Decimal(run) + _VULGAR[text[end]]
        return end, Decimal(run)
    if _GROUPED.fullmatch(run):
        return end, Decimal(run.replace(",", "").replace("'", "").replace("’", ""))
    return end, None


def spaced_at(text: str, at: int) -> tuple[int, Decimal] | None:
    """Return end and value of a number grouped by spaces at `at` ("1 234 567"), None where there is none."""
    match = _SPACED.match(text, at)
    if not match or match.group()[0] == "0":
        return None
    return match.end(), Decimal(match.group().replace(" ", ""))


_EN_SCALES = {
    "hundred": 100,
    "thousand": 10**3,
    "k": 10**3,
    "lakh": 10**5,
    "lakhs": 10**5,
    "lac": 10**5,
    "million": 10**6,
    "millions": 10**6,
    "mln": 10**6,
    "mn": 10**6,
    "mio": 10**6,
    "crore": 10**7,
    "crores": 10**7,
    "cr": 10**7,
    "billion": 10**9,
    "billions": 10**9,
    "bn": 10**9,
    "bln": 10**9,
    "milliard": 10**9,
    "mrd": 10**9,
    "trillion": 10**12,
    "trillions": 10**12,
    "tn": 10**12,
    "tln": 10**12,
    "trn": 10**12,
    "dozen": 12,
}
_MONEY_SCALES = {"m": 10**6, "b": 10**9, "t": 10**12, "cr": 10**7, "mil": 10**6, "bil": 10**9}
_EN_SCALE = re.compile(r"(?P<gap>[ -]?)(?P<word>[A-Za-z]{1,9})(?![A-Za-z0-9])\.?")
_EN_TWO = re.compile(
    r"(?P<first>hundred|k|lakh|thousand|million)[ -](?P<second>thousand|crores?|cr|million|billion|trillion)"
    r"(?![A-Za-z])",
    re.IGNORECASE,
)
_EN_PART = re.compile(r" (?P<digits>[0-9]{1,3}) (?P<scale>lakhs?|thousand|million)(?![A-Za-z])")
_GOES_ON = re.compile(r"[a-z€£$]|Euros?\b|[A-Z]{3}\b|Kč|Ft\b")
_ZH_SCALE = re.compile(
    r"(?P<more>[多余來来几]?)(?: |个(?=亿(?![元吨级户人])))?"
    r"(?P<scale>万亿|萬億|千亿|百亿|十亿|亿|億|千万|百万|十万|万|萬|조|억|만"
    r"|千(?![瓦克米伏卡焦赫兆乏])|百(?!分)|兆(?![瓦赫帕欧字]))(?P<after>[多余來来]?)"
)
_ZH_VALUE = {
    "百": 100,
    "千": 10**3,
    "万": 10**4,
    "萬": 10**4,
    "만": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "億": 10**8,
    "억": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
    "萬億": 10**12,
    "조": 10**12,
    "兆": 10**12,
}
_ZH_PART = re.compile(
    r"(?P<digits>[0-9]{1,4}|[1-9],[0-9]{3})"
    r"(?:(?P<scale>千万|百万|十万|万|千)(?![瓦克米])|(?<=[0-9]{4})(?![0-9.,%年]))"
)
_MORE = {"多": "gt", "余": "gt", "来": "approx", "來": "approx", "几": "approx"}
_ALONE = re.compile(r"(?P<more>[多余来來])(?=[一-鿿个%])")


COMPOUND = r"(?:[0-9][0-9.,]*[- ])?(?:hundred-)?(?:million|billion|trillion)-[a-z]{3,9}"
"""An amount that describes what is counted: trillion-yuan clusters, 100-billion-yuan industries."""
_COMPOUND = re.compile(rf"{COMPOUND} (?:[a-z\-]+ ){{0,3}}?[a-z\-]+s\b")
_ARTICLE = re.compile(
    r"\b(?:an?|the|this|that|its|their|of|[a-z]+’s|[a-z]+'s) (?:about |some |nearly |over |roughly )?$",
    re.IGNORECASE,
)


def compound(text: str, at: int, *, number: int) -> bool:
    """Whether the scale at `at` belongs to what is counted: "four trillion-yuan clusters" are four.

    "A 5 billion-dollar plant" is an amount all the same: an article stands before the number, or one plant is meant.
    """
    if not _COMPOUND.match(text, at):
        return False
    return not _ARTICLE.search(text, max(0, number - 16), number)


def scaled(text: str, number: Number, *, money: bool) -> Number:
    """Return `number` with the scale words that follow it.

    Parameters
    ----------
    money
        Whether a currency stands before the number, so that "m", "b" and "t" can only be scales.
    """
    end = number.end
    match = _ZH_SCALE.match(text, end)
    if match:
        return _chinese(text, number, match)
    alone = _ALONE.match(text, end)
    if alone:
        return replace(number, end=alone.end(), more=_MORE[alone["more"]])
    word = _EN_SCALE.match(text, end)
    if not word:
        return number
    return _english(text, number, word, money=money)


def _chinese(text: str, number: Number, match: re.Match[str]) -> Number:
    scale = _ZH_VALUE[match["scale"]]
    more = match["more"] or match["after"]
    found = replace(number, end=match.end(), scale=number.scale * scale, more=_MORE.get(more, number.more))
    # 3亿5000万, 1万6000: a smaller part follows
    part = _ZH_PART.match(text, found.end)
    factor = _ZH_VALUE[part["scale"]] if part and part["scale"] else 1
    small = int(part["digits"].replace(",", "")) if part else 0
    if part and not more and scale > factor * small and (factor > 1 or scale == 10**4):
        return replace(found, end=part.end(), extra=Decimal(small) * factor)
    return found


def _english(text: str, number: Number, match: re.Match[str], *, money: bool) -> Number:
    word, gap = match["word"], match["gap"]
    whole = number.bare == int(number.bare)
    if gap == " " and whole and not money and compound(text, match.start("word"), number=number.start):
        return number
    two = _EN_TWO.match(text, match.start("word"))
    if two:
        first, second = _EN_SCALES[two["first"].lower()], _EN_SCALES[two["second"].lower()]
        return replace(number, end=two.end(), scale=number.scale * first * second)
    lowered = word.lower()
    end = match.end("word")
    if lowered in _EN_SCALES and lowered != "cr" and not (lowered == "k" and gap):
        if (
            text[end : end + 1] == "."
            and lowered in {"mn", "mln", "bn", "bln", "mrd", "mio"}
            and text[end + 1 : end + 2] == " "
        ):
            end += 1 if _GOES_ON.match(text, end + 2) else 0
        return _parted(text, replace(number, end=end, scale=number.scale * _EN_SCALES[lowered]))
    if (
        money
        and lowered in _MONEY_SCALES
        and gap != "-"
        and (not gap or lowered in {"m", "cr", "mil", "bil"} or word in {"B", "T"})
    ):
        return replace(number, end=end, scale=number.scale * _MONEY_SCALES[lowered])
    return number


def _parted(text: str, number: Number) -> Number:
    """Return a number with the smaller part that goes on from it: 3 crore 50 lakh, 2 million 500 thousand."""
    part = _EN_PART.match(text, number.end)
    if not part or number.words or number.bare != int(number.bare):
        return number
    factor = _EN_SCALES[part["scale"]]
    if factor * int(part["digits"]) >= number.scale:
        return number
    return replace(number, end=part.end(), extra=Decimal(part["digits"]) * factor)
