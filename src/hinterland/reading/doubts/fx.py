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
MOST_ROUNDING = 0.25
_YEAR = re.compile(r"(?<![0-9.,])(?:19|20)[0-9]{2}(?![0-9,])")
_CLOSING = re.compile(r"[\s]{0,2}[)）\]]")


def find_fx(scene: Scene) -> list[Issue]:
    """Return amounts whose equivalent in another currency is not what the dated rate makes it."""
    found = []
    for q in scene.tagged.quantities:
        for other in _equivalents(q):
            if q.currency and other.currency and q.value > 0 and other.value > 0:
                issue = _check(scene, q, q.currency, other, other.currency)
                if issue:
                    found.append(issue)
                    break
    return found


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
    rate = cross(currency, other_currency, years)
    if rate is None:
        return None
    low, usual, high = rate
    expected = _stated(text, q).times(Bounds(low, high)).widened(TOLERANCE)
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
        f"({SOURCE}).",
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
