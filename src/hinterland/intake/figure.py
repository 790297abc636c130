"""One cell of a page turned into a figure, a gap whose sign says why, or something that cannot be read."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from hinterland.intake.rounded import last_digit, read_rounded
from hinterland.intake.when import read_when
from hinterland.result import Said
from hinterland.units import normalise, parse_number


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as a cell states it, before its unit is known.

    Attributes
    ----------
    low, high
        Ends of what its words admit, None where they leave it open.
    word
        The rounding word, empty where there is none.
    unit
        Unit that stands in the cell itself.
    marks
        What stands behind the figure: `*`, `p`.
    percent
        Whether the cell shows a percent sign.
    broken
        Whether a mark says that the series breaks here.
    """

    value: Decimal
    low: Decimal | None
    high: Decimal | None
    word: str = ""
    unit: str = ""
    marks: tuple[str, ...] = ()
    percent: bool = False
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A cell that says that there is no figure, and why. `odd`: it is no usual sign, the text is not understood."""

    reason: Said
    odd: bool = False


_NONE = Said("the source gives no figure here", "来源未给出数值")
_NIL = Said(
    "a dash: nil or not available, as the source's notes say; not taken as 0",
    "短横：为零或无数据，以来源说明为准；未当作 0",
)
_TINY = Said(
    "…: in Chinese yearbooks less than half the smallest unit, elsewhere not available",
    "…：中国年鉴中表示不足最小单位数，其他来源表示无数据",
)
_SECRET = Said("withheld by the source (x: confidential or not meaningful)", "来源不公布（x：保密或无意义）")
_FORECAST = Said("marked as a forecast: a target, no observation", "标为预测：属目标而非观测")
_ERROR = Said("the cell holds an error of Excel", "单元格为 Excel 错误值")
_UNCLEAR = Said(
    "the comma may part thousands or decimals where cells are parted by semicolons",
    "单元格以分号分隔，逗号可能是千分位也可能是小数点",
)
TOO_LARGE = Said("too large for a figure", "数值过大")
NOT_A_FIGURE = Said("neither a figure nor a usual sign for its absence", "既非数值，也非常用的缺失符号")

_GAPS = {
    **dict.fromkeys(("-", "–", "—", "--", "——", "―", "−", "(-)"), _NIL),
    **dict.fromkeys(("...", "…", "……", ".."), _TINY),
    **dict.fromkeys(("x", "×", "c", "(x)", "s", "***"), _SECRET),
    **dict.fromkeys(
        ("n.a.", "na", "n/a", "n.a", "nan", "nil", "none", "null", ":", "/", "\\", ".", "?", "tbd", "*"),
        _NONE,
    ),
    **dict.fromkeys(("无", "不详", "未知", "空", "未公布", "暂无", "缺"), _NONE),
}
_ERRORS = re.compile(r"#(?:N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!)")
RAISED = re.compile(r"[¹²³⁰-⁹⁽⁾①-⑳]+")
"""Raised and circled digits, which are footnotes."""
_MARK = re.compile(
    r"(?P<body>.*[\d%万亿])\s*(?P<mark>\*+|[†‡#]+|\((?:[a-z]|\d{1,2}|[一-鿿]{1,4})\)|"
    r"\[(?:[a-z]|\d{1,2}|[一-鿿]{1,4})\]|(?<=[\d\s])[perbfuscd])",
    re.IGNORECASE,
)
MARKS = {
    "p": Said("preliminary", "初步数"),
    "初步": Said("preliminary", "初步数"),
    "快报": Said("preliminary", "快报数"),
    "e": Said("estimated", "估计数"),
    "估计": Said("estimated", "估计数"),
    "r": Said("revised", "修订数"),
    "修订": Said("revised", "修订数"),
    "b": Said("break in series", "口径有变化"),
    "u": Said("low reliability", "可靠性较低"),
    "d": Said("definition differs", "定义不同"),
}
"""What letters behind a figure say, as statistical offices use them."""
_FORECASTS = {"f", "预测", "预计", "计划"}


def read_figure(text: str, *, rounding: bool = False, comma_unclear: bool = False) -> Figure | Gap:
    """Return what a cell states.

    Parameters
    ----------
    rounding
        Whether plain figures get half a unit of their last digit either way.
    comma_unclear
        Whether `1,234` may mean a decimal comma (see `Page`).

    Notes
    -----
    Raised digits are footnotes: they are taken away before anything else, else 12³ would become 123.
    """
    raised = tuple(RAISED.findall(text))
    clean = normalise(RAISED.sub("", text))
    if clean.lower() in _GAPS:
        return Gap(_GAPS[clean.lower()])
    if _ERRORS.match(clean):
        return Gap(_ERROR)
    body, marks = _without_marks(clean)
    if any(m in _FORECASTS for m in marks):
        return Gap(_FORECAST)
    if comma_unclear and re.fullmatch(r"[-+]?\d{1,3},\d{3}", body):
        return Gap(_UNCLEAR, odd=True)
    found = _plain(body, rounding=rounding) or _worded(body, rounding=rounding)
    if found is None:
        return Gap(NOT_A_FIGURE, odd=True)
    if not all(math.isfinite(float(v)) for v in (found.value, found.low, found.high) if v is not None):
        return Gap(TOO_LARGE, odd=True)
    named = tuple(dict.fromkeys((*raised, *marks)))
    return Figure(
        found.value, found.low, found.high, found.word, found.unit, named, found.percent, "b" in marks
    )


def _without_marks(clean: str) -> tuple[str, list[str]]:
    """Return a cell without the signs behind its figure, and these signs."""
    marks: list[str] = []
    while match := _MARK.fullmatch(clean):
        marks.append(match["mark"].strip("()[]").lower())
        clean = match["body"].strip()
    return clean, marks


def _plain(body: str, *, rounding: bool) -> Figure | None:
    """Return the figure of a cell that `units.parse_number` understands."""
    if re.search(r"[A-Za-z一-鿿]", re.sub(r"[eE][-+]?\d", "", body)):
        return None  # a scale word: `_worded` keeps track of which digits were stated
    number = parse_number(body)
    if number is None:
        return None
    value = Decimal(repr(number.value))
    digits = re.sub(r"[^0-9.]", "", body)
    half = last_digit(digits) / 2 if rounding and "e" not in body.lower() else Decimal(0)
    return Figure(value, value - half, value + half, percent="percent sign" in number.changes)


def _worded(body: str, *, rounding: bool) -> Figure | None:
    when, rest = read_when(body)
    if when and not rest:
        return None  # 3月 is a month, not three of them
    stated = read_rounded(body, rounding=rounding)
    if stated is None:
        return None
    percent = stated.unit == "%"
    return Figure(
        stated.value, stated.low, stated.high, stated.word, "" if percent else stated.unit, percent=percent
    )


def remark(figure: Figure, footnotes: dict[str, str]) -> Said | None:
    """Return what to note of a figure: its rounding word, its marks, and the footnotes they lead to."""
    english = [figure.word] if figure.word else []
    chinese = list(english)
    for mark in figure.marks:
        known = MARKS.get(mark)
        foot = footnotes.get(mark, "")
        en, zh = (known.en, known.zh) if known else (f"marked {mark}", f"标有 {mark}")
        english.append(f"{en}: {foot}" if foot else en)
        chinese.append(f"{zh}：{foot}" if foot else zh)
    return Said("; ".join(english), "；".join(chinese)) if english else None
