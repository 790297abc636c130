"""What would have to happen for an open promise to be kept, in growth and in pace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland import words
from hinterland.promises.chance import within_year
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.ground.series import Point
    from hinterland.promises.future import Future
    from hinterland.promises.measure import Measured
    from hinterland.promises.verdict import Promise

NOTHING = Said("", "")
MANIFOLD = 10.0
"""From so many times a year on growth is told as a multiple, not in percent."""


def needs(promise: Promise, measured: Measured, whole: Sequence[Point], future: Future | None) -> Said:
    """Return what must happen until the deadline, against what happened last.

    Growth a year from the last whole year to the demanded figure; the pace of the rest of a running year; for a
    share, what its numerator must reach if the denominator goes as forecast.
    """
    if promise.comparator in {"lt", "le", "eq"} or promise.attainment == "cumulative":
        return NOTHING
    whole, yearly = _same_part(promise, whole)
    if not whole or measured.metric["kind"] == "growth":  # a growth of growth says nothing
        return NOTHING
    last = whole[-1]
    year, until = last.period.year, promise.deadline.year - within_year(promise.deadline)
    if until <= year or last.value <= 0 or promise.value <= last.value:
        return NOTHING
    unit = measured.metric["unit"]
    growth = (promise.value / last.value) ** (1 / (until - year)) - 1
    before = next((p for p in whole if p.period.year == year - 1 and p.value > 0), None)
    said = [_growth(growth, None if before is None else last.value / before.value - 1, year, until)]
    if until == year + 1 and yearly:
        said.append(_pace(promise.value, measured, year + 1, unit))
    if future is not None and yearly and "numerator" in future.parts:
        said.append(_numerator(promise, measured, future, until))
    kept = [s for s in said if s.en]
    return Said("; ".join(s.en for s in kept), "；".join(s.zh for s in kept))


def _same_part(promise: Promise, whole: Sequence[Point]) -> tuple[Sequence[Point], bool]:
    """Return the figures of the deadline's own part of the year, and whether that is the whole of it.

    A fourth quarter is held against fourth quarters: the others have another season.
    """
    if all(p.period.grain == "year" for p in whole):
        return whole, True
    month = promise.deadline.end.month
    return [p for p in whole if p.period.end.month == month], False


def _growth(need: float, was: float | None, year: int, until: int) -> Said:
    once = until == year + 1
    if need >= MANIFOLD - 1:
        when = (f"in {until}", f"{until} 年")
        if not once:
            when = (f"a year from {year} to {until}", f"{year}–{until} 年每年")
        fold = words.number(float(f"{need + 1:.2g}"), "1", "en")
        return Said(f"needs {fold} times as much {when[0]}", f"{when[1]}需增至 {fold} 倍")
    en = f"needs {need:+.1%} in {until}" if once else f"needs {need:+.1%} a year from {year} to {until}"
    zh = f"{until} 年需增长 {need:.1%}" if once else f"{year}–{until} 年需年均增长 {need:.1%}"
    if was is None:
        return Said(en, zh)
    if was > 0.005:
        times = need / was
        return Said(
            f"{en}, {times:.1f} times the growth of {year} ({was:+.1%})",
            f"{zh}，为 {year} 年增速（{was:.1%}）的 {times:.1f} 倍",
        )
    return Said(f"{en}, after {was:+.1%} in {year}", f"{zh}，而 {year} 年为 {was:+.1%}")


def _pace(want: float, measured: Measured, year: int, unit: str) -> Said:
    """Return the monthly pace that the rest of the running year needs against the pace so far."""
    sums = [
        p
        for p in measured.points
        if p.additive and p.flow == "year_to_date" and p.period.year == year and p.period.end.month < 12
    ]
    if not sums or sums[-1].value <= 0:
        return NOTHING
    last = sums[-1]
    months = last.period.end.month
    rest, so_far = (want - last.value) / (12 - months), last.value / months
    if rest <= 0:
        return NOTHING
    return Said(
        f"{words.number(want - last.value, unit, 'en')} in the last {12 - months} months, {rest / so_far:.1f} times "
        f"the monthly pace so far",
        f"余下 {12 - months} 个月需 {words.number(want - last.value, unit, 'zh')}，"
        f"为目前月均的 {rest / so_far:.1f} 倍",
    )


def _numerator(promise: Promise, measured: Measured, future: Future, until: int) -> Said:
    """Return what the numerator must reach if the denominator goes as forecast."""
    below = future.parts["denominator"].paths.get(until)
    if below is None:
        return NOTHING
    top = measured.parts["numerator"]
    own = future.paths[until]
    factor = float(np.median(own * below / future.parts["numerator"].paths[until]))
    middle = float(np.median(below))
    whole, reach = words.three_digits(middle), words.three_digits(promise.value * middle / factor)
    unit = top.metric["unit"]
    names = {lang: top.metric[f"name_{lang}"] or top.metric["metric"] for lang in ("en", "zh")}
    return Said(
        f"{names['en']} of {words.number(reach, unit, 'en')}, if the whole goes as forecast "
        f"({words.number(whole, unit, 'en')})",
        f"若总量如预测（{words.number(whole, unit, 'zh')}），{names['zh']}需达 "
        f"{words.number(reach, unit, 'zh')}",
    )
