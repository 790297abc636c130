"""An amount as it stands: number, scale, currency or unit; and two of them as a range."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hinterland.reading.quantities import currencies, nouns_en, units, words
from hinterland.reading.quantities.change import changes
from hinterland.reading.quantities.lexicon import bag
from hinterland.reading.quantities.numerals import Number, digits_at, scaled, spaced_at

if TYPE_CHECKING:
    from hinterland.reading.quantities.currencies import Money
    from hinterland.reading.quantities.page import Page
    from hinterland.reading.quantities.units import Measured


@dataclass(frozen=True, slots=True)
class Operand:
    """A number with what says its unit at once."""

    start: int
    end: int
    number: Number
    money: Money | None = None
    unit: Measured | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """One operand, or two that make a range."""

    first: Operand
    low: float
    high: float | None = None
    last: Operand | None = None

    @property
    def end(self) -> int:
        """Where the number with its unit ends."""
        return (self.last or self.first).end

    @property
    def unit(self) -> Measured | None:
        """The unit that the last number states, or the first."""
        return self.last.unit if self.last and self.last.unit else self.first.unit

    @property
    def money(self) -> Money | None:
        """The currency that the first number states, or the last."""
        return self.first.money or (self.last.money if self.last else None)


def operand(page: Page, at: int, start: int, *, paid: bool = False) -> Operand | None:
    """Return the amount whose digits or words begin at `at`; None where no number can be told there.

    Parameters
    ----------
    start
        Where a currency before the number may begin at the earliest.
    paid
        Whether the number goes on from an amount of money, so that "m" is a scale (€10-12m).
    """
    number = _number(page.text, at)
    if number is None:
        return None
    text = page.text
    money = currencies.before(text, max(start, at - 8), at, page.context)
    number = scaled(text, number, money=money is not None or paid)
    begin = money.start if money else at
    later = currencies.after(text, number.end, page.context)
    if later and (money is None or later.code == money.code or text[later.end - 1] == "元"):
        # "US$5 million dollars", 人民币5亿元, 新台币5亿元: the one that says more decides
        both = money if money and not money.assumed else later
        return Operand(begin, later.end, number, replace(both, start=begin, end=later.end))
    if money:
        return _money_only(text, Operand(begin, number.end, number, money))
    unit = units.unit_at(text, number.end)
    metric = _metric(text, number)
    if metric:
        doubt = f"{metric[1]} read as metric tonne"
        return Operand(begin, metric[0].end, replace(number, doubt=doubt), None, metric[0])
    if unit is None and number.scale >= 10**4 and text[number.end : number.end + 1] == "度":
        unit = units.Measured(number.end + 1, "kWh")
    if unit:
        return _factored(Operand(begin, unit.end, number, None, unit))
    return _attached(page, Operand(begin, number.end, number))


_METRIC = re.compile(r" ?-?(?P<word>MT|M\.T\.?|[Mm]tpa|MTPA|MMTPA|MTPD|MTPM)(?![A-Za-z])")
_METRIC_RATES = {"a": "year", "d": "day", "m": "month"}


def _metric(text: str, number: Number) -> tuple[units.Measured, str] | None:
    """Return the metric tonnes after a number too large for millions of them: 18,000 MT, 24,000 MTPA."""
    match = _METRIC.match(text, number.end) if number.value >= 1000 else None
    if not match:
        return None
    word = match["word"]
    per = _METRIC_RATES.get(word[-1].lower(), "") if len(word) > 3 and "." not in word else ""
    return units.Measured(match.end(), "tonne", 1, per), word


def _number(text: str, at: int) -> Number | None:
    char = text[at]
    if char in words.CHINESE:
        return words.chinese_at(text, at)
    if char.isascii() and char.isalpha():
        return words.english_at(text, at)
    end, value = digits_at(text, at)
    spaced = spaced_at(text, at)
    if spaced and _safe(text, at, spaced[0]):
        return Number(at, spaced[0], spaced[1])
    return words.with_half(text, Number(at, end, value)) if value is not None else None


_UNSAFE = re.compile(r"[A-Za-z](?:\.|) $|[0-9][,;]? ?$")


def _safe(text: str, at: int, end: int) -> bool:
    """Whether blanks within digits part thousands: a unit, currency or plural follows, no number goes before."""
    if (
        _UNSAFE.search(text, max(0, at - 3), at)
        and text.count(" ", at, end) < 2
        and text[at - 2 : at - 1].isdigit()
    ):
        return False
    rest = text[end : end + 2]
    if not rest or rest[0] in "%％":
        return bool(rest)
    if units.unit_at(text, end) or rest[0] > "\u2fff":
        return True
    following = nouns_en.counted(text, end, end + 60)
    return following is not None or bool(
        re.match(r" (?:million|euro|yuan|forint|won|zloty|koruna|dollar)", text[end : end + 10])
    )


_JOINED = re.compile(r"[A-Za-z]{1,12}(?![a-z])")
_SPACE_SCALE = re.compile(
    r" (?P<word>MM|mm|M|B|b|k|K|Mio|Mrd|L|T|tr|cr|Cr|md|mil|mill|bill|tril)(?![A-Za-z0-9])"
)


_UNSPOKEN = re.compile(r" (?P<word>(?!hrs|yrs|pcs|wks|mths?|pts|bps)[bcdfghjklmnpqrstvwxz]{3,7})(?![A-Za-z])")
_CONSONANTS = re.compile(r" (?P<word>[bcdfghjklmnpqrstvwxz]{2,4}|[A-Z]{2,3})(?![A-Za-z0-9])")


def _money_only(text: str, found: Operand) -> Operand:
    """Mark an amount of money whose number a letter or word follows that may be a scale nobody knows."""
    end = found.end
    if text[end : end + 1].isascii() and text[end : end + 1].isalpha():
        joined = _JOINED.match(text, end)
        return replace(found, trouble=joined.group() if joined else text[end])
    odd = _SPACE_SCALE.match(text, end) or _CONSONANTS.match(text, end)
    if odd and found.number.scale == 1:
        return replace(found, trouble=odd["word"])
    return found


def _factored(found: Operand) -> Operand:
    """Multiply the number by what the unit's symbol holds (Mt is a million tonnes)."""
    unit = found.unit
    if unit is None or unit.factor == 1:
        return found
    return replace(found, number=replace(found.number, scale=found.number.scale * unit.factor))


def _attached(page: Page, found: Operand) -> Operand:
    """Read "m", "M", "B" without a currency before it, or say that letters stand there that nobody knows."""
    text, end = page.text, found.end
    letters = re.compile(r" ?(?P<word>[A-Za-z]{1,12})(?![A-Za-z])").match(text, end)
    if not letters:
        return found
    word, joined = letters["word"], text[end] != " "
    if word in {"m", "M", "B", "mil"} and (joined or word in {"m"}):
        return _short(page, found, word, letters.end())
    if joined and not found.number.words:
        return replace(found, trouble=word)
    if word in {"MM", "MT", "tr", "Cr", "cr", "L", "mil", "bill", "md"} and found.number.scale == 1:
        return replace(found, trouble=word)
    unspoken = _UNSPOKEN.match(text, end)
    if unspoken:
        return replace(found, trouble=unspoken["word"])
    consonants = _CONSONANTS.match(text, end)
    if consonants and found.number.scale == 1 and found.number.bare != int(found.number.bare):
        return replace(found, trouble=consonants["word"])
    odd = currencies.after(text, letters.end(), page.context)
    if odd and found.number.scale == 1 and word.lower() not in {"of", "in", "or", "and", "a"} and not joined:
        return replace(found, trouble=word) if len(word) <= 6 and word.lower() not in _NATIONS else found
    return found


_NATIONS = bag("us local danish czech indian saudi qatari egypt swiss thai")


def _short(page: Page, found: Operand, word: str, end: int) -> Operand:
    """Read a letter after a number: millions where money or a plural follows, else metres."""
    text = page.text
    scale = 10**9 if word == "B" else 10**6
    money = currencies.after(text, end, page.context)
    if money:
        return Operand(
            found.start,
            money.end,
            replace(found.number, end=end, scale=scale),
            replace(money, start=found.start),
        )
    counted = nouns_en.counted(text, end, end + 80)
    if counted and counted.unit in {
        "vehicle",
        "person",
        "job",
        "unit",
        "wafer",
        "tonne",
        "home",
        "household",
        "barrel",
    }:
        return replace(found, end=end, number=replace(found.number, end=end, scale=scale))
    unit = units.unit_at(text, end)
    if unit and text[end] == " " and unit.unit in {"tonne", "m2", "ft2", "m3", "barrel", "hectare", "TEU"}:
        number = replace(found.number, end=unit.end, scale=scale)
        return Operand(found.start, unit.end, number, None, unit)
    if word == "m":
        number = replace(found.number, doubt="m read as metre")
        return Operand(found.start, end, number, None, units.Measured(end, "m"))
    return replace(found, trouble=word)


_JOIN = re.compile(
    r" ?(?:-|–|—|−|~|～|∼|至|到|或(?=[0-9])) ?| to (?!the |a )|(?: and )(?=[^A-Za-z]|[A-Z]{3}"
    r"|US\$|Rs|RM|Rp|a |half|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty"
    r"|thirty|forty|fifty)"
)
_HANGING = re.compile(r"- (?:to|or) (?=[0-9a-z]+-[A-Za-z])")
_MEASURED_JOIN = re.compile(
    "(?P<measure>家|个|座|条|名|人|台|套|辆|项|亩|艘|户)(?:至|到|-|—|~)(?=[0-9一二三四五六七八九十两])"
)
_CURRENCY_AHEAD = re.compile(
    r"(?:US|A|C|S|HK|NT|NZ|R)?\$|[€£¥₩₹]|(?:RMB|USD|EUR|CNY|INR|GBP|JPY|Rs\.?|RM|Rp\.?) ?|人民币"
)
_BETWEEN = re.compile(r"\bbetween (?:about |around |roughly |an estimated )?$", re.IGNORECASE)
_FROM = re.compile(
    r"\bfrom (?:about |around |roughly |some |nearly |over |more than |less than |just |an "
    r"estimated )*$|[从由自](?:约|近|不足|超过|原来的|目前的|现有的)?$",
    re.IGNORECASE,
)
_ZH_MOVES = re.compile("提高|提升|增长|增加|上升|下降|降低|减少|扩大|升|降|增")


def amount(page: Page, at: int, start: int, end: int) -> Amount | None:
    """Return the amount at `at`, a range where a second number goes on from it."""
    first = operand(page, at, start)
    if first is None or first.trouble:
        return Amount(first, float(first.number.value)) if first else None
    second = _second(page, first, start, end)
    if second and second.money and first.unit and first.number.doubt and second.number.scale == 10**6:
        # 10m-12m euros: metres no more
        first = replace(first, unit=None, number=replace(first.number, scale=10**6, doubt=""))
    if second:
        joined = _range(first, second)
        if joined:
            return joined
    return Amount(first, float(first.number.value))


def _second(page: Page, first: Operand, start: int, end: int) -> Operand | None:
    text = page.text
    measured = _MEASURED_JOIN.match(text, first.end) if not first.unit else None
    hanging = _HANGING.match(text, first.end) if not first.unit else None
    join = measured or hanging or _JOIN.match(text, first.end)
    if not join or join.end() >= end:
        return None
    opening = text[max(start, first.start - 40) : first.start]
    word = join.group().strip()
    if word == "and" and not _BETWEEN.search(opening):
        return None
    if (
        word in {"to", "至", "到"}
        and _FROM.search(opening)
        and _moves(page.text, start, first.start, opening)
    ):
        return None
    at = join.end()
    sign = _CURRENCY_AHEAD.match(text, at)
    if sign:
        at = sign.end()
    if at >= end or page.when_end(at) is not None:
        return None
    char = text[at]
    if not (
        char in "0123456789"
        or (char in words.CHINESE and first.number.words)
        or (char.isalpha() and first.number.words)
    ):
        return None
    if word == "to" and first.number.words and not first.unit and char.isdigit():
        return None
    second = operand(page, at, join.end(), paid=first.money is not None)
    apart = word == "to" and second is not None and _two_steps(first, second)
    return None if apart and _BY.search(opening) and changes(text, start, first.start) else second


_BY = re.compile(r"\bby (?:about |around |roughly |some |nearly |over |another |just |a further )?$")


def _two_steps(first: Operand, second: Operand) -> bool:
    """Whether "by 310 to 3,950" is a change and a level: a range is never so wide."""
    same = first.number.scale == second.number.scale and (first.unit is None or first.unit == second.unit)
    shares = second.unit is not None and second.unit.unit in {"percent", "percentage_point"}
    return same and not shares and second.number.bare >= 3 * first.number.bare


def _moves(text: str, start: int, at: int, opening: str) -> bool:
    if opening[-1:] > "\u2fff":
        return bool(_ZH_MOVES.search(opening))
    return changes(text, start, at)


def _range(first: Operand, second: Operand) -> Amount | None:
    """Return both as one range; None where they do not go together."""
    if second.trouble or not _alike(first, second):
        return None
    a, b = first.number, second.number
    low, high = a.value, b.value
    if a.scale == 1 and b.scale != 1 and not a.extra and not first.unit:
        factor = b.scale // (second.unit.factor if second.unit else 1)
        shared = a.bare * b.scale
        if shared <= high:
            low = shared
        elif low * 100 < high or factor == 1:
            return None
    elif a.scale == 1 and second.unit and second.unit.factor != 1 and not first.unit:
        low = a.value * second.unit.factor
    if low > high or (low == high and a.words):
        return None
    return Amount(first, float(low), float(high), second)


def _alike(first: Operand, second: Operand) -> bool:
    if first.money and second.money:
        return first.money.code == second.money.code
    if first.unit:
        return second.unit is not None and second.unit.unit == first.unit.unit
    return not (first.money and second.unit)
