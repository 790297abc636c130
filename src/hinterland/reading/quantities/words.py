"""Numbers in words, English and Chinese, and words of vague number that are none."""

from __future__ import annotations

import re
from decimal import Decimal

from hinterland.reading.quantities.lexicon import bag, row
from hinterland.reading.quantities.numerals import Number, compound

_UNITS = dict(
    zip(
        row(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen "
            "seventeen eighteen nineteen"
        ),
        range(20),
        strict=True,
    )
)
_TENS = dict(
    zip(row("twenty thirty forty fifty sixty seventy eighty ninety"), range(20, 100, 10), strict=True)
)
_BIG = {
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
}
ENGLISH_STARTS = frozenset([*_UNITS, *_TENS, "hundred", "half", "a", "an"])
"""Words that a number in English words begins with."""

_TOKEN = re.compile(r"(?P<gap>[ -]?)(?P<word>[A-Za-z]+)(?![A-Za-z])")
_BIG_WORD = r"(?P<word>hundred|thousand|million|billion|trillion|dozen|crore|lakh)\b"
_HALF_A = re.compile(rf"(?:an?[ -]|one[ -])?half[ -](?:of )?(?:an?[ -])?{_BIG_WORD}", re.IGNORECASE)
_PART_OF_A = re.compile(
    rf"(?P<n>an?|one|two|three)[ -](?P<part>third|quarter)s? (?:of an? )?{_BIG_WORD}", re.IGNORECASE
)
_POINT = re.compile(
    r" point(?P<digits>(?: (?:zero|oh|one|two|three|four|five|six|seven|eight|nine)){1,6})"
    r"(?: (?P<word>thousand|million|billion|trillion|crore|lakh)\b)?",
    re.IGNORECASE,
)
_AND_HALF = re.compile(
    r" and (?:a|one|three)[ -](?P<part>half|quarters?|third)\b(?: (?P<scale>thousand|million"
    r"|billion|trillion|crore|lakh)\b)?",
    re.IGNORECASE,
)


def english_at(text: str, at: int) -> Number | None:
    """Return the number in English words that begins at `at`."""
    half = _HALF_A.match(text, at)
    if half:
        scale = {"hundred": 100, "dozen": 12}.get(half["word"].lower()) or _BIG[half["word"].lower()]
        return Number(at, half.end(), Decimal("0.5"), scale, words=True)
    part = _PART_OF_A.match(text, at)
    if part:
        return _part_of(at, part)
    number = _run(text, at)
    point = _POINT.match(text, number.end) if number and number.scale == 1 else None
    return _pointed(number, point) if number and point else number


def _part_of(at: int, match: re.Match[str]) -> Number:
    """Return three quarters of a million, in wholes."""
    word = match["word"].lower()
    scale = {"hundred": 100, "dozen": 12}.get(word) or _BIG[word]
    times = {"two": 2, "three": 3}.get(match["n"].lower(), 1)
    below = 3 if match["part"].lower() == "third" else 4
    return Number(at, match.end(), Decimal(round(times * scale / below)), words=True)


def _pointed(number: Number, match: re.Match[str]) -> Number:
    """Return a number with the decimals said after it: two point five billion."""
    part = "".join(str(_UNITS.get(word.lower(), 0)) for word in match["digits"].split())
    scale = _BIG[match["word"].lower()] if match["word"] else 1
    return Number(
        number.start, match.end(), number.bare + number.extra + Decimal(f"0.{part}"), scale, words=True
    )


def _run(text: str, at: int) -> Number | None:
    """Read units, tens, hundreds and big scales, as long as they make one number."""
    total, group, scale, seen = 0, 0, 1, ""
    end = position = at
    while (match := _TOKEN.match(text, position)) is not None:
        word = match["word"].lower()
        kind = _kind(word)
        if word == "and" and seen == "hundred" and match["gap"] == " " and _continues(text, match.end()):
            position = match.end()
            continue
        if not _fits(kind, seen, match["gap"], first=position == at):
            break
        if kind == "big" and seen != "article" and compound(text, match.start("word"), number=at):
            break
        seen, position, end = kind, match.end(), match.end()
        if kind != "big":
            group = _grown(group, word, kind)
        elif _continues(text, end):
            total, group = total + max(group, 1) * _BIG[word], 0
        else:
            scale, end = _scales(text, end, _BIG[word])
            break
    if seen in {"", "article"}:
        return None
    return with_half(text, Number(at, end, Decimal(group), scale, words=True, extra=Decimal(total)))


def _grown(group: int, word: str, kind: str) -> int:
    """Return the group of hundreds with one more word."""
    if kind in {"hundred", "dozen"}:
        return max(group, 1) * (100 if kind == "hundred" else 12)
    return 1 if kind == "article" else group + _UNITS.get(word, 0) + _TENS.get(word, 0)


def _continues(text: str, at: int) -> bool:
    """Whether units or tens go on after a blank."""
    match = _TOKEN.match(text, at)
    return match is not None and match["gap"] == " " and _kind(match["word"].lower()) in {"unit", "tens"}


def _scales(text: str, end: int, scale: int) -> tuple[int, int]:
    """Return the scale with a second one that may follow (lakh crore), and where it ends."""
    more = _TOKEN.match(text, end)
    if more and more["word"].lower() in _BIG and more["gap"] == " ":
        return scale * _BIG[more["word"].lower()], more.end()
    return scale, end


def with_half(text: str, number: Number) -> Number:
    """Add "and a half" with the scale that may follow it."""
    half = _AND_HALF.match(text, number.end)
    if not half or (number.scale != 1 and half["scale"]):
        return number
    part = {"half": Decimal("0.5"), "third": Decimal(1) / 3}.get(half["part"].lower(), Decimal("0.25"))
    if " three" in half.group().lower():
        part = Decimal("0.75")
    scale = _BIG[half["scale"].lower()] if half["scale"] else number.scale
    return Number(number.start, half.end(), number.bare + part, scale, words=True, extra=number.extra)


def _kind(word: str) -> str:
    if word in _UNITS:
        return "unit"
    if word in _TENS:
        return "tens"
    if word in _BIG:
        return "big"
    return {"hundred": "hundred", "dozen": "dozen", "a": "article", "an": "article"}.get(word, "")


_AFTER = {
    "": {"unit", "tens", "hundred", "article"},
    "article": {"hundred", "dozen", "big"},
    "tens": {"unit", "hundred", "big", "dozen"},
    "unit": {"hundred", "big", "dozen"},
    "hundred": {"unit", "tens", "big"},
    "big": {"unit", "tens"},
    "dozen": set[str](),
}


def _fits(kind: str, seen: str, gap: str, *, first: bool) -> bool:
    if first:
        return kind in _AFTER[""] and not gap
    if not gap or kind not in _AFTER[seen]:
        return False
    return not (gap == "-" and not (seen == "tens" and kind == "unit") and kind not in {"big", "hundred"})


VAGUE = re.compile(
    r"(?:(?:several|a few|many|some few|couple(?: of)?|few) )?(?:tens|dozens|scores|hundreds"
    r"|thousands|millions|billions)"
    r"(?: of (?:thousands|millions|billions))?(?= of\b|\b)"
    r"|(?:several|a few|many|few|a couple of|a couple) (?:dozen|hundred|thousand|million|billion|trillion)\b",
    re.IGNORECASE,
)
"""Words of vague number: they state no value."""
VAGUE_STARTS = bag("several few many couple tens dozens scores hundreds thousands millions billions")

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
CHINESE = "零〇一二三四五六七八九十百千万亿两兩萬億"
_OF_THOUSANDS = tuple("瓦克米伏卡焦赫乏")
_CHINESE = re.compile(
    "(?P<whole>[零〇一二三四五六七八九十百千万亿两兩萬億]{1,16})(?:点(?P<part>[零〇一二三四五六七八九]{1,6})(?P<scale>[百千万亿]{0,2}))?"
)
VAGUE_CHINESE = re.compile(
    "(?:数|几|好几|若干)(?:十万|百万|千万|十亿|百亿|千亿|万亿|十|百|千|万|亿)|(?:十|[二三四五六七八九]十)几"
    "|成千上万|成百上千|数以(?:百|千|万|亿)计"
)


def chinese_at(text: str, at: int) -> Number | None:
    """Return the number in Chinese numerals that begins at `at`."""
    match = _CHINESE.match(text, at)
    if not match:
        return None
    whole = match["whole"]
    if len(whole) > 1 and whole[-1] == "千" and text[match.end() : match.end() + 1] in _OF_THOUSANDS:
        whole = whole[:-1]  # 三千万千瓦
    value = chinese_value(whole)
    if value is None:
        return None
    number = Number(at, at + len(whole), Decimal(value), words=True)
    if match["part"]:
        part = Decimal("0." + "".join(str(_DIGIT[c]) for c in match["part"]))
        scale = 1
        for char in match["scale"]:
            scale *= {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}[char]
        return Number(at, match.end(), value + part, scale, words=True)
    return number


def chinese_value(word: str) -> int | None:
    """Return what Chinese numerals add up to; None where they are no well-formed number."""
    if len(word) > 1 and all(c in _DIGIT for c in word):
        return None  # 二三, 一一: no number but a row of digits
    total, section, digit = 0, 0, None
    for char in word:
        if char in _DIGIT:
            if digit not in {None, 0}:
                return None
            digit = _DIGIT[char]
        elif char in _SMALL:
            section += (1 if digit is None else digit) * _SMALL[char]
            digit = None
        else:
            big = 10**4 if char in "万萬" else 10**8
            section += digit or 0
            if not section and not total:
                section = 1
            total = (total + section) * big if big > 10**4 or not total else total + section * big
            section, digit = 0, None
    return total + section + _tail(word, digit)


def _tail(word: str, digit: int | None) -> int:
    """Return what the last digit is worth: 三百五 is 350, 三亿五 350 million."""
    if digit is None:
        return 0
    before = word[-2:-1]
    return digit * _LARGE[before] // 10 if before in _LARGE else digit
