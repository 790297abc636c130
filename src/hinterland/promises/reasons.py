"""Why a verdict is what it is, as a sentence in either language. One template a code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland import words
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.ground.series import Point
    from hinterland.promises.chance import Reading
    from hinterland.promises.race import Race

TEMPLATES: Mapping[str, tuple[str, str]] = {
    "no_observation": (
        "no observation of this measure is published",
        "没有公布过该指标的数据",
    ),
    "undefined": (
        "the words of the promise define no measure, and nobody has published one: {definition}",
        "承诺原文没有给出可衡量的定义，也没有机构公布过：{definition}",
    ),
    "chain": ("{why}", "{why}"),
    "defined_later": (
        "this definition was not public then",
        "当时尚无该定义",
    ),
    "circular": ("the metric is defined by itself", "指标循环定义"),
    "race_incomplete": (
        "only {seen} of the {of} contenders have figures, so nobody can tell from series which was first",
        "{of} 个竞争者中只有 {seen} 个有数据，无法从数列判断谁最先达到",
    ),
    "race_tied": (
        "more than one contender first passed the threshold in {period}; finer figures would be needed",
        "{period} 有不止一个竞争者首次越过门槛，需更细的数据",
    ),
    "unit": ("{error}", "{error}"),
    "superseded": (
        "replaced by {by} on {on}; before that: {before}",
        "已于 {on} 被 {by} 取代；此前：{before}",
    ),
    "met_in_period": ("{value} in {period} keeps it", "{period} 为 {value}，达到承诺"),
    "met_by": ("first passed in {period} with {value}", "{period} 首次达到：{value}"),
    "met_before": (
        "passed in {period} with {value}, ahead of the deadline",
        "早于期限，在 {period} 达到：{value}",
    ),
    "met_late": (
        "missed in {due_period} with {due_value}; reached in {period} with {value}",
        "{due_period} 为 {due_value}，未达到；{period} 达到 {value}",
    ),
    "missed": ("{value} in {period} falls short", "{period} 为 {value}，未达到承诺"),
    "met_cumulative": ("{value} in sum since {since}", "自 {since} 年累计 {value}"),
    "missed_cumulative": (
        "only {value} in sum since {since}",
        "自 {since} 年累计仅 {value}",
    ),
    "statement_yes": ("by the publisher's statement for {period}", "据发布者陈述（{period}）"),
    "statement_no": (
        "the publisher states that it did not happen ({period})",
        "发布者陈述未发生（{period}）",
    ),
    "race_yes": (
        "computed from the series of all contenders: first past the threshold in {period}",
        "据各竞争者数列计算：{period} 最先越过门槛",
    ),
    "race_no": (
        "computed from the series of all contenders: another one was first ({period})",
        "据各竞争者数列计算：{period} 由另一竞争者最先越过门槛",
    ),
    "race_open": ("no contender has passed the threshold yet", "尚无竞争者越过门槛"),
    "unknown_figures": (
        "figures that nobody knows could turn the verdict ({note})",
        "未知数据可能改变结论（{note}）",
    ),
    "not_additive": ("shares, rates and stocks do not add up over time", "份额、比率与存量不能跨期累计"),
    "missed_above": ("{value} in {period} is above what was promised", "{period} 为 {value}，高于承诺"),
    "statement_open": ("nobody has stated that it happened", "尚无发布者陈述其已发生"),
    "series_break": (
        "the statistics changed their definition in {since}: figures from then on do not compare with the promise",
        "统计口径自 {since} 年改变，此后数据与承诺不可比",
    ),
    "deadline_unobserved": (
        "the figure of the deadline's period was never published (or is not in the case)",
        "期限当期的数据未公布（或不在案例中）",
    ),
    "awaiting_figure": (
        "the deadline has passed; its figure is not published yet",
        "期限已过，当期数据尚未公布",
    ),
    "too_few": (
        "too few observations: {count}; one observation is not a forecast",
        "观测值过少：{count} 个，单个观测不足以判断",
    ),
    "open": (
        "latest figure {value} in {period}",
        "最近数据 {period} 为 {value}",
    ),
}
REMARKS: Mapping[str, tuple[str, str]] = {
    "wider": (
        "the figures cover a wider area than the promise: {boundary}",
        "数据口径宽于承诺：{boundary}",
    ),
    "narrower": ("the figures cover less than the promise: {boundary}", "数据口径窄于承诺：{boundary}"),
    "room": (
        "the source's words leave room ({low} to {high}), and the verdict would differ within it",
        "来源措辞留有余地（{low} 至 {high}），区间内结论可能不同",
    ),
    "against": (
        "a later statement says the contrary ({period})",
        "此后另有相反陈述（{period}）",
    ),
    "inferred": ("rests on an inferred figure", "依据推算数据"),
    "synthetic": ("rests on synthetic figures", "依据合成数据"),
    "assumed": ("its date of publication is assumed", "公开日期系假定"),
    "so_far": ("{value} so far in {period}", "{period} 累计 {value}"),
}


def sentence(code: str, facts: Mapping[str, Any], point: Point | None, unit: str) -> Said:
    """Return the reason of a verdict."""
    return _fill(TEMPLATES[code], facts, point, unit)


def remark(code: str, facts: Mapping[str, Any], point: Point | None, unit: str) -> Said:
    """Return a remark that goes with a reason."""
    return _fill(REMARKS[code], facts, point, unit)


def _fill(pair: tuple[str, str], facts: Mapping[str, Any], point: Point | None, unit: str) -> Said:
    texts = []
    for lang, template in zip(("en", "zh"), pair, strict=True):
        known = {k: (v.in_(lang) if isinstance(v, Said) else v) for k, v in facts.items()}
        if point is not None:
            known.setdefault("value", _figure(point, unit, lang))
            known.setdefault("period", point.period.text)
        due = facts.get("due")
        if due is not None:
            known |= {"due_period": due.period.text, "due_value": _figure(due, unit, lang)}
        known.setdefault("value", "–")
        known.setdefault("period", "–")
        texts.append(template.format(**known))
    return Said(*texts)


def _figure(point: Point, unit: str, lang: str) -> str:
    """Return a figure in words; where nobody knows it exactly, the two that it lies between."""
    if not point.unsure:
        return words.number(point.value, unit, lang)
    ends = (words.number(words.three_digits(end), unit, lang) for end in (point.low, point.high))
    return (" 至 " if lang == "zh" else " to ").join(ends)


NO_CHANCE: Mapping[str, tuple[str, str]] = {
    "chain": (
        "no probability: what is measured on the chain has no sample paths; plants planned are told above",
        "无概率：在产业链上度量的指标没有样本路径；规划工厂见上",
    ),
    "no_model": ("no probability: nothing forecasts this kind of metric", "无概率：该类指标没有预测模型"),
    "zeros": ("no probability: all figures are zero", "无概率：数据全部为零"),
    "zeros_between": (
        "no probability: there are zeros among the figures, and what is zero has no growth",
        "无概率：数据中有零值，零值没有增长率",
    ),
    "negative": (
        "no probability: there are negative figures, and what is negative has no growth",
        "无概率：数据中有负值，负值没有增长率",
    ),
    "above_whole": (
        "no probability: the part is larger than the whole in some year, so a unit or a definition does not fit",
        "无概率：某年部分大于总体，单位或口径不符",
    ),
    "too_few_to_forecast": (
        "no probability: two comparable figures are needed, two years or one and a part of the next",
        "无概率：至少需要两个可比数据（两个整年，或一个整年加次年部分数据）",
    ),
    "too_coarse": (
        "no probability: the deadline is a part of a year, and the figures are yearly",
        "无概率：期限短于一年，而数据为年度",
    ),
    "missing_year": (
        "no probability: the sum lacks the figure of a year",
        "无概率：累计中缺少某年的数据",
    ),
    "changed": (
        "no probability: the statistics have changed their definition since the promise was made",
        "无概率：承诺作出后统计口径已改变",
    ),
    "rivals": (
        "no probability: not every contender has figures enough to be forecast",
        "无概率：并非所有竞争者都有足够的数据可供预测",
    ),
    "too_old": (
        "no probability: the newest figures are too old to be forecast from until the deadline",
        "无概率：最新数据过旧，无法预测到期限",
    ),
    "beyond_reach": (
        "no probability: the deadline lies beyond what is forecast",
        "无概率：期限超出预测范围",
    ),
}
"""Why there is no probability, by code."""


def no_chance(code: str) -> Said:
    """Return why an open promise has no probability."""
    return Said(*NO_CHANCE[code])


def percent(p: float) -> str:
    """Return a probability as people read it: whole percent, and never a certainty that paths cannot give."""
    text = f"{p:.0%}"
    return {"0%": "<1%", "100%": ">99%"}.get(text, text)


def likely(
    reading: Reading, low: float, high: float, unit: str, period: str, *, cumulative: bool = False
) -> Said:
    """Return the chance of a promise with the figure it turns on, to three digits: a forecast has no more."""
    texts = []
    for lang in ("en", "zh"):
        figures = [
            words.number(words.three_digits(v), unit, lang)
            for v in (reading.median, reading.low, reading.high)
        ]
        chances = [percent(p) for p in (reading.probability, low, high)]
        if lang == "en":
            when = f"in sum until {period}" if cumulative else f"in {period}"
            texts.append(
                f"{chances[0]} likely to be kept ({chances[1]} to {chances[2]} over the models): {figures[0]} "
                f"expected {when}, 80% interval {figures[1]} to {figures[2]}"
            )
        else:
            when = f"至 {period} 累计" if cumulative else period
            texts.append(
                f"兑现概率 {chances[0]}（各模型 {chances[1]} 至 {chances[2]}）：{when}预计 {figures[0]}，"
                f"80% 区间 {figures[1]} 至 {figures[2]}"
            )
    return Said(*texts)


def racing(race: Race, period: str) -> Said:
    """Return the chance of winning a race, or what it can be at most."""
    if race.probability is not None:
        return Said(
            f"{percent(race.probability)} likely to be the first past it by {period}",
            f"到 {period} 最先越过的概率 {percent(race.probability)}",
        )
    mine = race.runners[0]
    if mine.p_pass is None:
        return no_chance("rivals")
    return Said(
        f"it passes the threshold itself by {period} with {percent(mine.p_pass)}, so its chance to be first is "
        f"at most {percent(race.high)}",
        f"自身到 {period} 越过门槛的概率 {percent(mine.p_pass)}，故最先越过的概率至多 {percent(race.high)}",
    )


def join(said: list[Said]) -> Said:
    """Return several sentences as one."""
    return Said("; ".join(s.en for s in said if s.en), "；".join(s.zh for s in said if s.zh))
