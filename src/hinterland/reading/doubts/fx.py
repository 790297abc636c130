"""Conversions into another currency that the rate of the time does not bear out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.doubts.amounts import (
    Bounds,
    factor_words,
    number_en,
    number_zh,
    plain_bounds,
    say,
    step,
)
from hinterland.reading.doubts.rates import SOURCE, cross, currency_zh, table
from hinterland.reading.model import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hinterland.reading.doubts.scene import Scene
    from hinterland.reading.model import Quantity

TOLERANCE = 0.15
"""What a conversion may be off beyond the rounding of both figures and the swing of the year."""
ROUGH = 0.8
"""The same for a currency whose rates are only roughly known."""
MOST_ROUNDING = 0.25
_YEAR = re.compile(r"(?<![0-9.,])(?:19|20)[0-9]{2}(?![0-9,])")
_CLOSING = re.compile(r"[\s]{0,2}[)）\]]")


def find_fx(scene: Scene) -> list[Issue]:
    """Return amounts whose equivalent in another currency is not what the dated rate makes it."""
    found, every = [], scene.tagged.quantities
    for at, q in enumerate(every):
        after = every[at + 1] if at + 1 < len(every) else None
        for other in (*_equivalents(q), *_beside(scene.text, q, after)):
            if q.currency and other.currency and q.value > 0 and other.value > 0:
                issue = _check(scene, q, q.currency, other, other.currency)
                if issue:
                    found.append(issue)
                    break
    return found


# ", about US$100 million,": the same amount said again between commas
_BESIDE = re.compile(
    r"\s?,?\s(?:or|i\.e\.|equal to|equivalent to|the equivalent of|worth|which is|that is)"
    r"(?:\s(?:about|some|around|roughly|nearly|approximately|an estimated))?\s?(?:US|U\.S\.)?\s?"
    r"|\s?,\s(?:about|some|around|roughly|nearly|approximately)\s(?:US|U\.S\.)?\s?"
    r"|[，,]?\s?(?:约|约合|折合|合|相当于|约折合|折算)(?:人民币|美元|约|为)?\s?",
    re.IGNORECASE,
)
_SHUT = re.compile(r"\s?[,.;，。；)]|\s(?:at|by|in total|for|to)\b")


def _beside(text: str, q: Quantity, other: Quantity | None) -> tuple[Quantity, ...]:
    """Return the amount that stands beside one as the same in another currency."""
    if other is None or q.equivalent or not q.currency or not other.currency or q.currency == other.currency:
        return ()
    between = text[q.core_end : other.core_start]
    if len(between) > 40 or not _BESIDE.fullmatch(between) or not _SHUT.match(text, other.core_end):
        return ()
    return (other,)


def _equivalents(q: Quantity) -> Iterator[Quantity]:
    other, seen = q.equivalent, 0
    while other is not None and seen < 4:
        yield other
        other, seen = other.equivalent, seen + 1


def _years(scene: Scene, q: Quantity) -> list[int]:
    """Return the years whose rate may have been used: that of publication, and earlier ones the sentence names."""
    if scene.published is None:
        return []
    this = scene.published.year
    named = (int(m.group()) for m in _YEAR.finditer(scene.text, *scene.around(q.start, q.end)))
    return sorted({this, *(y for y in named if min(table()["USD"].by_year) <= y <= this)})


def _stated(text: str, q: Quantity) -> Bounds:
    half = min(step(text, q, 2) / 2, q.value * MOST_ROUNDING)
    plain = plain_bounds(text, q)
    return Bounds(min(plain.low, q.value - half), max(plain.high, (q.value_high or q.value) + half))


def _check(scene: Scene, q: Quantity, currency: str, other: Quantity, other_currency: str) -> Issue | None:
    text, years = scene.text, _years(scene, q)
    rate = cross(currency, other_currency, years, rough=True)
    if rate is None:
        return None
    low, usual, high = rate
    rough = table()[currency].rough or table()[other_currency].rough
    expected = _stated(text, q).times(Bounds(low, high)).widened(ROUGH if rough else TOLERANCE)
    if expected.meets(_stated(text, other)):
        return None
    value = q.value * usual
    (want_en, want_zh), (said_en, said_zh) = say(value, other), say(other.value, other)
    off_en, off_zh = factor_words(other.value / value)
    when = str(max(years)) if years else "any year"
    when_zh = f"{max(years)}年" if years else "各年"
    per_en, per_zh = _rate_words(currency, other_currency, usual)
    end = max(q.end, other.end)
    closing = _CLOSING.match(text, end)
    return Issue(
        code="fx_mismatch",
        start=q.core_start,
        end=closing.end() if closing else end,
        expected=want_en,
        stated=said_en,
        en=f"At about {per_en} in {when} this is about {want_en}, but the text says {said_en}: {off_en} "
        f"({'a rough rate' if rough else SOURCE}).",
        zh=f"按{when_zh}汇率约{per_zh}折算应约为{want_zh}，原文为{said_zh}，{off_zh}。",
        claims=scene.about([q]),
    )


def _rate_words(one: str, other: str, rate: float) -> tuple[str, str]:
    """Return a rate in words, turned round where it would be a small fraction."""
    if rate < 1:
        one, other, rate = other, one, 1 / rate
    return (
        f"{number_en(rate)} {other} per {one}",
        f"1{currency_zh(one)}兑{number_zh(rate)}{currency_zh(other)}",
    )
