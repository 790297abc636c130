"""What becomes of a target, and its prices, in plain sentences of both languages."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from hinterland.planning.outcomes import step_of
from hinterland.result import Said
from hinterland.words import COMPARATORS, money
from hinterland.words import number as words

if TYPE_CHECKING:
    from collections.abc import Mapping

    Row = Mapping[str, Any]

SAME = 1e-6
"""Share of a unit step by which another step is the same."""


def amount(value: float | None, unit: str, lang: str) -> str:
    """Return an amount with its unit, money as money, shares as points."""
    if value is None:
        return "–"
    if unit == "CNY":
        return money(value)[lang == "zh"]
    if unit in {"percent", "%"}:
        return f"{value:.3g} 个百分点" if lang == "zh" else f"{value:.3g} points"
    if unit == "firm":
        return words(math.ceil(value - SAME), unit, lang).strip()  # part of a firm is no firm
    return words(float(f"{value:.3g}"), unit, lang).strip()


def target_line(row: Row) -> Said:
    """Return what becomes of a target: required, reached, reached without the plan."""
    sign = COMPARATORS.get(row["comparator"], ("≥", "", ""))[0]
    unit = row["unit"] or ""
    both = []
    for lang in ("en", "zh"):
        required, value, without = (level(row[c], unit, lang) for c in ("required", "value", "value_without"))
        held = row["status"] == "held"
        if lang == "en":
            what = "held" if held else f"short by {amount(row['slack'], unit, lang)}"
            both.append(
                f"{sign} {required} in {row['year']}: {value} with the plan, {without} without; {what}"
            )
        else:
            what = "满足" if held else f"差 {amount(row['slack'], unit, lang)}"
            both.append(f"{row['year']} 年 {sign} {required}：有方案 {value}，无方案 {without}；{what}")
    return Said(*both)


def level(value: float | None, unit: str, lang: str) -> str:
    """Return a level of a target."""
    if value is None:
        return "unknown" if lang == "en" else "未知"
    shown = value if unit in {"percent", "%"} else float(f"{value:.4g}")
    return words(shown, unit, lang).strip()


def price_lines(row: Row) -> list[Said]:
    """Return the prices of a target in words: a step less and more, planned again, and the two without planning."""
    steps = [said for said in (_step(row, "down"), _step(row, "up")) if said is not None]
    said = []
    if steps:
        en, zh = "; ".join(s.en for s in steps), "；".join(s.zh for s in steps)
        said.append(Said(f"Planned again: {en}.", f"重新规划：{zh}。"))
    step_en, step_zh = row["unit_step"], row["unit_step_zh"]
    lp_en, lp_zh = [], []
    for column, en, zh in (
        ("price_relaxation", "if plants could come in parts", "若项目可部分落地"),
        ("price_fixed", "with the openings as they are", "若落地项目不变"),
    ):
        cost = _price(row, column)
        if cost is not None:
            lp_en.append(f"{en}: {cost.en}")
            lp_zh.append(f"{zh}：{cost.zh.strip()}")
    if lp_en:
        said.append(
            Said(
                f"{step_en[:1].upper()}{step_en[1:]} more, {'; '.join(lp_en)}.",
                f"再增 {step_zh}，{'；'.join(lp_zh)}。",
            )
        )
    if row["price_note_en"]:
        en, zh = row["price_note_en"], row["price_note_zh"]
        said.append(Said(f"{en[:1].upper()}{en[1:]}.", f"{zh}。"))
    return said


def _step(row: Row, end: str) -> Said | None:
    """Return what the step that was planned again costs or saves, and what that is for each unit step."""
    unit, step = row["unit"] or "", row["step"]
    each = step_of(row["required"], unit)
    part = 1.0 if not step else step / each
    cost = _price(row, f"price_{end}", part)
    if cost is None or not step:
        return None
    more = (end == "up") != (row["kind"] == "single")
    at = row["required"] + (step if more else -step)
    both = []
    for lang in ("en", "zh"):
        moved, to = amount(step, unit, lang), level(at, unit, lang)
        text = cost.in_(lang)
        if abs(part - 1) > SAME and abs(row[f"price_{end}"]) >= 1:
            text += _each(row, end, lang)
        if lang == "en":
            verb = "would cost" if end == "up" else "would save"
            both.append(f"{moved} {'more' if more else 'less'} ({to}) {verb} {text}")
        else:
            verb = "需" if end == "up" else "可省"
            both.append(f"{'提高' if more else '降低'} {moved}（至 {to}）{verb}{text}")
    return Said(*both)


def _each(row: Row, end: str, lang: str) -> str:
    """Return a price for each unit step: `, CNY 38 million a point`."""
    price = money(row[f"price_{end}"])[lang == "zh"]
    if lang == "zh":
        return f"，合每{row['unit_step_zh'].removeprefix('1 ')} {price}"
    if row["unit"] in {"percent", "%"}:
        return f", {price} a point"
    return f", {price} for {row['unit_step']}"


def _price(row: Row, column: str, part: float = 1.0) -> Said | None:
    """Return a price of a unit step, or of a part of one, with what gaps leave open; None where there is none."""
    value = row[column]
    if value is None:
        return None
    value *= part
    price = ["nothing", " 0 元"] if abs(value) < 1 else [money(value)[0], f" {money(value)[1]}"]
    low, high = row.get(f"{column}_low"), row.get(f"{column}_high")
    if low is not None and high is not None and high - low > 0.02 * max(abs(high), 1.0):
        between = money(low * part, high * part)
        price = [
            f"{price[0]} ({between[0]} as far as the gaps tell)",
            f"{price[1]}（按间隙为 {between[1]}）",
        ]
    return Said(price[0], price[1])
