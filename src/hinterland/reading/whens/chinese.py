"""Dates and periods in Chinese: what stands in a sentence, each kind of beginning with its rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.whens import chinese_relative as relative
from hinterland.reading.whens import chinese_spans as spans
from hinterland.reading.whens.chinese_roles import roled
from hinterland.reading.whens.chinese_stated import (
    bare_year,
    day_alone,
    decade,
    figures,
    month_day,
    numbered_plan,
    period,
    plan,
    stated_year,
)
from hinterland.reading.whens.joins import join

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.reading.whens.found import Find
    from hinterland.reading.whens.scope import Scope

    Rule = Callable[[Scope, int, int], Find | None]

_START = re.compile(
    r"(?P<year>(?<![0-9.,])[0-9]{4}(?![0-9])(?=\s?[年月日号个周天星Qq季HhFf/.\-–—－~～至到、和及与或”\"》」）)愿战世财学行中全亚]))"
    r"|(?P<small>(?<![0-9.,])[0-9]{1,3}(?![0-9])(?=\s?[年月日号个周天星季QqHh世/.\-–—－~～至到]))"
    r"|(?P<han>[一二两三四五六七八九十半〇○零](?=[一二三四五六七八九十〇○零五年月个周天季至到世\s-]))"
    r"|(?P<quote>[“\"‘](?=[一二三四五六七八九十]))"
    r"|(?P<near>[今去明后前来本当同次翌上下昨大这当](?=[年月周季星礼半日天晚早晨一个上世在前两二三四五六七八九十0-9冬春夏秋明（(]))"
    r"|(?P<ordinal>第(?=[一二三四五十1-4]))"
    r"|(?P<end>[年月](?=[底末内初中]))"
    r"|(?P<week>(?:周|星期|礼拜)(?=[一二三四五六日天]))"
    r"|(?P<span>未来|今后|此后|接下来|下一个|往后|过去|最近|近|此前|利?用|通过|经过|花|在未|在今)"
    r"|(?P<latin>(?:FY|CY|Q[1-4]|[HQ][12])(?=[\s0-9'’]))"
)
_SPANS: tuple[Rule, ...] = (spans.within, spans.lapse, spans.ago, spans.past_years)
_RULES: dict[str, tuple[Rule, ...]] = {
    "year": (period, stated_year, figures, bare_year, decade),
    "small": (*_SPANS, month_day, day_alone, figures, decade),
    "han": (stated_year, period, decade, *_SPANS, plan, relative.part_alone, month_day),
    "quote": (plan,),
    "near": (
        relative.two_years, relative.near_year, relative.near_day, relative.near_month, relative.near_week,
        relative.near_quarter, decade, relative.part_alone, spans.ahead, spans.back, relative.text_year,
    ),
    "ordinal": (numbered_plan, relative.part_alone, relative.text_year),
    "end": (relative.year_end,),
    "week": (relative.near_week,),
    "span": (spans.ahead, spans.using, spans.back),
    "latin": (figures,),
}  # fmt: skip


def find_chinese(scope: Scope, start: int, end: int) -> list[Find]:
    """Return the finds of a Chinese sentence in order, with roles."""
    finds: list[Find] = []
    reached = start
    for match in _START.finditer(scope.han, start, end):
        at = match.start()
        if at < reached:
            continue
        for rule in _RULES[match.lastgroup or ""]:
            found = rule(scope, at, end)
            if found:
                finds.append(found)
                reached = found.end
                break
    kept = [find for find in join(scope.low, finds, start) if find.grain != "void"]
    for find in kept:
        roled(scope, find, start)
    return kept
