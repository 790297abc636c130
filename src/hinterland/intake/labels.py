"""Headings and row labels taken apart: period, unit, whether growth or cumulative, and the name that is left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hinterland.intake.figure import RAISED
from hinterland.intake.unit_words import Own, Stated, read_unit
from hinterland.intake.when import When, read_when
from hinterland.units import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

_HAN = re.compile(r"[一-鿿]")
_LATIN = re.compile(r"[A-Za-z]")
_BRACKET = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_UNIT_LINE = re.compile(
    r"(?:(?:计量)?单\s*位|(?<![A-Za-z])[Uu]nits?(?:\s+of\s+measure)?)\s*[:：]\s*(?P<unit>.+?)"
    r"(?=$|[;；\n]|\s*(?:(?:计量)?单\s*位|(?<![A-Za-z])[Uu]nits?)\s*[:：])"
)
_YOY = re.compile(
    r"(?:比|较)(?:上年|去年|上一年)(?:同期|同月)?(?:累计)?(?:增长|增减|增速|±|增|变化)*(?:率|速度|幅度)?|"
    r"同比(?:累计)?(?:增长|增减|增速|变化|±|增幅|增)*(?:率|速度|幅度)?|增长(?:率|速度|幅度)?|增速|增幅|增减率?|"
    r"year[- ]on[- ]year(?: growth| change)?(?: rate)?|y-?o-?y(?: growth| change)?|growth(?: rate)?"
    r"(?: over (?:the )?(?:previous|preceding|last|same period of last) year)?|% change|change on (?:a|the) year|"
    r"(?:over|compared with|from) (?:the )?(?:previous|preceding|last) year",
    re.IGNORECASE,
)
_MOM = re.compile(
    r"环比(?:增长|增减|增速|变化|±|增幅)*(?:率)?|比上月(?:增长|增减|±)*|month[- ]on[- ]month(?: growth| change)?|"
    r"m-?o-?m(?: growth| change)?",
    re.IGNORECASE,
)
_CUMULATIVE = re.compile(
    r"(?:自|从)?年初(?:至今|以来)?累计|本年累计|本月止累计|累计(?:数|值)?|年初至今|1-本月|"
    r"\b(?:cumulative|accumulat\w+|year[- ]to[- ]date|ytd|total to date)\b(?: total)?",
    re.IGNORECASE,
)
_CURRENT = re.compile(r"本月(?!止)|当月|本期(?!末)|\b(?:current|this|reporting) month\b", re.IGNORECASE)
_STOCK = re.compile(
    r"年末|期末|月末|年底|季末|保有量|存量|\b(?:year|period|month)[- ]end\b|"
    r"\bend of (?:the )?(?:year|period|month)\b|"
    r"\b(?:at|as of) (?:the )?end\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"绝对量|绝对数|绝对值|数值|数量|总量|实绩|实际数?|全年|年度|本年|指标值|month(?:ly)?|amount|value|level|absolute|"
    r"annual|full year|figures?|total volume|(?:年|月|%|±|[-:/,、])*",
    re.IGNORECASE,
)
_SUB = re.compile(r"^(?:#+|其\s*中\s*[:：]?|of which\s*[:,]?|including\s*[:,]?)\s*", re.IGNORECASE)
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+\s*、|\([一二三四五六七八九十\d]+\)|\d{1,2}\s*[.、](?!\d)\s*|[①-⑳]|[-–·•]\s+)\s*"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in one or both languages, empty where a language is lacking."""

    en: str = ""
    zh: str = ""

    def __bool__(self) -> bool:
        return bool(self.en or self.zh)

    @property
    def texts(self) -> tuple[str, ...]:
        """The writings there are."""
        return tuple(t for t in (self.zh, self.en) if t)


@dataclass(frozen=True, slots=True)
class Label:
    """A heading or row label, taken apart.

    Attributes
    ----------
    measure
        `cumulative`, `current` or empty.
    growth
        `yoy`, `mom` or empty.
    stock
        Whether its words mean a level at the end of the period.
    unit
        The unit in it, None where it states none.
    bracket
        Text in brackets that is no known unit.
    marks
        Signs that lead to footnotes: `*`, ①.
    sub
        Whether it is a part of the label above (其中, #, of which).
    """

    text: str
    when: When | None
    measure: str
    growth: str
    stock: bool
    unit: Stated | None
    bracket: str
    name: Name
    sub: bool
    indent: int
    marks: tuple[str, ...] = ()

    @property
    def only_when(self) -> bool:
        """Whether it names a period and nothing else but how figures are summed over it."""
        return self.when is not None and not self.name and not self.growth and self.unit is None


def read_label(text: str, own: Own = ()) -> Label:
    """Return a heading or row label taken apart."""
    indent = len(text) - len(text.lstrip(" \t\u3000\xa0"))
    clean = tidy(RAISED.sub("", text))
    clean, unit, bracket = _unit(clean, own)
    sub = bool(_SUB.match(clean))
    clean = _NUMBERING.sub("", _SUB.sub("", clean)).strip()
    clean = _SUB.sub("", clean)
    when, rest = read_when(clean)
    measure = "cumulative" if _CUMULATIVE.search(rest) else "current" if _CURRENT.search(rest) else ""
    rest = _CURRENT.sub(" ", _CUMULATIVE.sub(" ", rest))
    growth, rest = _growth(rest, unit, bracket)
    stock = bool(_STOCK.search(rest))
    name = re.sub(r"^[\s:,、.*%±-]+|[\s:,、*%±-]+$", "", tidy(rest))
    name = re.sub(r"^\(\s*\)|\(\s*\)$|\((?:p|e|r|初步数?)\)$", "", name).strip()
    if _GENERIC.fullmatch(name):
        name = ""
    marks = (*RAISED.findall(text), *re.findall(r"\*+$", normalise(text)))
    return Label(text, when, measure, growth, stock, unit, bracket, split_languages(name), sub, indent, marks)


def _growth(rest: str, unit: Stated | None, bracket: str) -> tuple[str, str]:
    """Return whether a heading means growth, and it without the words that say so.

    A change in vehicles is no growth rate: a unit that is no percentage makes it an indicator of its own.
    """
    if (unit and unit.unit not in {"percent", "percentage_point", "1"}) or "±" in bracket.replace("±%", ""):
        return "", rest
    if _MOM.search(rest):
        return "mom", _MOM.sub(" ", rest)
    if _YOY.search(rest):
        return "yoy", _YOY.sub(" ", rest)
    return "", rest


def _unit(clean: str, own: Own) -> tuple[str, Stated | None, str]:
    """Return a label without its unit, the unit, and what stands in brackets and is none."""
    other = ""
    for match in reversed(list(_BRACKET.finditer(clean))):
        inner = re.sub(r"^(?:(?:计量)?单位|units?)\s*[:：]\s*", "", match[1].strip(), flags=re.IGNORECASE)
        inner = inner.replace("±%", "%").replace("+-%", "%").replace("+/-%", "%")
        found = read_unit(inner, own)
        if found:
            return f"{clean[: match.start()]} {clean[match.end() :]}".strip(), found, ""
        other = other or match[1].strip()
    if behind := re.search(r"^(?P<head>.*\S)\s*,\s*(?P<tail>[^,]+)$", clean):
        found = read_unit(behind["tail"], own)
        if found:
            return behind["head"], found, other
    if re.search(r"(?:±|\s)%$", clean):
        return re.sub(r"±?\s*%$", "", clean), read_unit("%"), other
    return clean, None, other


def unit_lines(text: str) -> list[str]:
    """Return the units that a line such as `单位：万辆  Unit: 10,000 vehicles` states, as written."""
    return [m["unit"].strip(" ()[]") for m in _UNIT_LINE.finditer(tidy(text))]


def without_unit_line(text: str) -> str:
    """Return a text without the part that states the unit."""
    return re.sub(r"\(\s*\)|\[\s*\]", "", _UNIT_LINE.sub("", tidy(text))).strip(" ;；,")


def tidy(text: str) -> str:
    """Return a text with half-width signs, single blanks, and no blanks inside Chinese words (安  徽)."""
    plain = re.sub(r"\s+", " ", normalise(text))
    return re.sub(r"(?<=[一-鿿]) (?=[一-鿿])", "", plain)


def split_languages(text: str) -> Name:
    """Return the Chinese and the English part of a name: `安徽 Anhui`, `Anhui 安徽`, `GDP增速` (Chinese alone)."""
    if not text:
        return Name()
    if not _HAN.search(text):
        return Name(en=text)
    if not _LATIN.search(text):
        return Name(zh=text)
    patterns = (
        r"(?P<zh>.*[一-鿿)）\d])\s*[ /|]\s*(?P<en>[A-Za-z][^一-鿿]*)",
        r"(?P<en>[A-Za-z][^一-鿿]*?)\s*[ /|]\s*(?P<zh>[一-鿿].*)",
    )
    for pattern in patterns:
        match = re.fullmatch(pattern, text)
        if match and len(_LATIN.findall(match["en"])) > 2:
            return Name(en=match["en"].strip(" /|"), zh=match["zh"].strip(" /|"))
    return Name(zh=text)


def join_names(names: Iterable[Name]) -> Name:
    """Return the name of nested headings, outermost first; a heading that repeats the one above adds nothing.

    A Chinese row of headings above an English one names the same thing twice, in two languages.
    """
    english: list[str] = []
    chinese: list[str] = []
    for name in names:
        if name.en and name.en not in english:
            english.append(name.en)
        if name.zh and name.zh not in chinese:
            chinese.append(name.zh)
    return Name(": ".join(english), "：".join(chinese))
