"""Rounding words turned into intervals: "nearly 1.3 million", "超过130万", "约120万辆", "130多万".

A word leaves room on one side or on both. How much room it leaves is a convention, stated here and applied
alike to both languages. Let *half* be half a unit of the last digit that was meant: the last decimal where there
is a decimal point, else the last digit that is not zero, but always at least the second significant digit
("nearly 100" means 95 and more, not 50). Then for a stated value v:

========================= ==================== =====================================
word                      interval             meaning
========================= ==================== =====================================
nearly, 近, 接近           [v - half, v]        rounding would still give v
about, 约, 左右            [v - half, v + half] rounding gives v
more than, 超过, 逾, 突破   [v, open]            no word says where it ends
under, 不足, 不到           [open, v]            the same, downwards
130多万, 130余万            [v, v + 2 half]      the digits after the stated ones
130万余                    [v, v + one 万]      what the scale word cuts off
none, with rounding=True  v -/+ half           half a unit of the last *written* digit
none                      v exactly            as the source prints it
========================= ==================== =====================================

An open end is None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from hinterland.units import SCALES, normalise

_NEARLY = "将近|接近|近|几乎|nearly|almost|close to|just under|approaching"
_ABOUT = "大约|约为|大概|约|approximately|approx\\.?|about|around|roughly|circa|ca\\.|some|~|≈"
_OVER = (
    "已?超过|已?超|突破|逾|高于|多于|不少于|不低于|至少|more than|over|above|exceeding|exceeded|exceeds|"
    "at least|upwards of|surpassed|>|≥"
)
_UNDER = "不足|不到|少于|低于|不超过|至多|less than|fewer than|under|below|at most|up to|<|≤"
_SCALE = "|".join(sorted(map(re.escape, SCALES), key=len, reverse=True))
_ROUNDED = re.compile(
    rf"(?:达到?|为)?(?:(?P<nearly>{_NEARLY})|(?P<about>{_ABOUT})|(?P<over>{_OVER})|(?P<under>{_UNDER}))?\s*"
    r"(?P<digits>[0-9]{1,3}(?:[, ][0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)\s*"
    rf"(?P<more>多|余)?\s*(?:(?P<scale>{_SCALE})(?![a-z]))?\s*(?P<rest>多|余)?\s*"
    r"(?P<unit>[a-z%一-鿿²³/ ]*?)\s*(?P<after>左右|上下|以上|以下|or more|or so)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rounded:
    """A figure with the interval that its words admit; `unit` is the unit that stood behind it, if any."""

    value: Decimal
    low: Decimal | None
    high: Decimal | None
    word: str
    unit: str


def read_rounded(text: str, *, rounding: bool = False) -> Rounded | None:
    """Return the figure and interval that `text` states, None where it states no single figure.

    Parameters
    ----------
    rounding
        Whether a figure without any rounding word gets half a unit of its last written digit either way.

    Examples
    --------
    >>> found = read_rounded("近130万辆")
    >>> int(found.low), int(found.high), found.unit
    (1250000, 1300000, '辆')
    """
    match = _ROUNDED.fullmatch(normalise(text))
    if not match:
        return None
    digits = re.sub(r"[, ]", "", match["digits"])
    scale = Decimal(int(SCALES[match["scale"].lower()])) if match["scale"] else Decimal(1)
    value = Decimal(digits) * scale
    half = half_unit(digits) * scale
    low, high = _ends(match, value, half, scale)
    word = next(
        (match[k] for k in ("nearly", "about", "over", "under", "more", "rest", "after") if match[k]), ""
    )
    if not word and rounding:
        written = last_digit(digits) * scale / 2
        low, high = value - written, value + written
    return Rounded(value, low, high, word, match["unit"].strip())


def _ends(
    match: re.Match[str], value: Decimal, half: Decimal, scale: Decimal
) -> tuple[Decimal | None, Decimal | None]:
    after = match["after"] or ""
    if match["more"]:
        return value, value + 2 * half
    if match["rest"]:
        return value, value + (scale if scale > 1 else 2 * half)
    if match["nearly"]:
        return value - half, value
    if match["over"] or after in {"以上", "or more"}:
        return value, None
    if match["under"] or after == "以下":
        return None, value
    if match["about"] or after:
        return value - half, value + half
    return value, value


def half_unit(digits: str) -> Decimal:
    """Return half a unit of the last digit that was meant (see the module).

    >>> str(half_unit("130")), str(half_unit("1.3")), str(half_unit("100")), str(half_unit("1.30"))
    ('5', '0.05', '5', '0.005')
    """
    number = Decimal(digits)
    if not number:
        return last_digit(digits) / 2
    second = number.adjusted() - 1  # exponent of the second significant digit
    zeros = len(digits) - len(digits.rstrip("0"))
    meant = -len(digits.partition(".")[2]) if "." in digits else zeros
    return Decimal(1).scaleb(min(meant, second)) / 2


def last_digit(digits: str) -> Decimal:
    """Return one unit of the last written digit: 1 for `130`, 0.1 for `1.3`."""
    return Decimal(1).scaleb(-len(digits.partition(".")[2]))
