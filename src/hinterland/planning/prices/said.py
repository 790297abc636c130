"""What a curve says, in plain words of both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.planning.prices.levels import SHARES, rounded
from hinterland.result import Said
from hinterland.words import number, three_digits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.planning.model.build import Model
    from hinterland.planning.prices.found import Curve, Point

NOTHING = 1e-6
"""Share of the largest cost of a curve below which a difference is none."""


class Words:
    """How levels, steps and money of a curve are written.

    Parameters
    ----------
    name
        What the target is called.
    scale
        Units of the promise in one unit of the level.
    unit, step_unit
        Of the promise, and of its steps (percent and percentage points).
    step
        Promise units that are priced at a time.
    years
        Of the plan.
    """

    def __init__(self, name: Said, scale: float, unit: str, step: float, years: int) -> None:
        self.name, self.scale, self.unit, self.step, self.years = name, scale, unit, step, years

    def level(self, value: float, lang: str) -> str:
        """Return a level."""
        shown = three_digits(value * self.scale) if self.unit not in {"percent", "%"} else value * self.scale
        return number(shown, self.unit, lang).strip()

    def each(self, lang: str) -> str:
        """Return a step: `each point`, `each 10,000 vehicles`."""
        points = self.unit in {"percent", "%"}
        if points and self.step == 1:
            return "each point" if lang == "en" else "每 1 个百分点"
        shown = number(self.step, "percentage_point" if points else self.unit, lang).strip()
        return f"each {shown}" if lang == "en" else f"每 {shown}"

    def price(self, a: Point, b: Point, lang: str) -> str:
        """Return what a step between two points costs on average."""
        wide = abs(b.level - a.level) * self.scale / self.step
        return self.money(((b.cost or 0.0) - (a.cost or 0.0)) / wide, lang)

    def money(self, value: float, lang: str) -> str:
        """Return an amount over the plan, and by year."""
        whole, year = (number(three_digits(v), "CNY", lang) for v in (value, value / self.years))
        return f"{whole} ({year} a year)" if lang == "en" else f"{whole}（合每年 {year}）"


def words(
    curve: Curve,
    model: Model,
    *,
    name: Said | None = None,
    scale: float | None = None,
    unit: str | None = None,
    step: float | None = None,
) -> tuple[Said, ...]:
    """Return what a curve says: how far the target costs nothing, what each step costs, what is impossible.

    Parameters
    ----------
    curve, model
        The curve, and the model it is of.
    name
        What the target is called; its name in the problem if None.
    scale
        Units of the promise in one unit of the level: 100 for shares if None, else 1.
    unit
        Of the promise: percent for shares if None, else none.
    step
        Promise units that are priced at a time: 1 point of shares if None, else about 1 percent of the level.
    """
    target = model.targets[curve.target].target
    share = target.kind in SHARES
    scale = (100.0 if share else 1.0) if scale is None else scale
    step = step or (1.0 if share else rounded(abs(target.level * scale) * 0.01)) or 1.0
    told = Words(
        name or Said(target.name, target.name),
        scale,
        ("percent" if share else "") if unit is None else unit,
        step,
        model.problem.years,
    )
    held = [p for p in curve.points if p.cost is not None]
    found: list[Said] = []
    if held:
        free = _free(held)
        found += _costs_nothing(told, held, free, curve.stricter)
        found += _costs(told, held[free:], target.level, curve.stricter)
    found += _ends(told, curve, len(held))
    found += _proved(held)
    return tuple(found)


def _free(held: Sequence[Point]) -> int:
    """Return the position of the last point that costs no more than the first."""
    costs = [p.cost or 0.0 for p in held]
    least = costs[0] + NOTHING * max(1.0, *(abs(c) for c in costs))
    return max(k for k, c in enumerate(costs) if c <= least)


def _costs_nothing(told: Words, held: Sequence[Point], free: int, sign: int) -> list[Said]:
    en, zh = told.name.en, told.name.zh
    rest = held[0].cost or 0.0
    nothing = ("nothing", "无需公共成本") if abs(rest) < 1 else ("nothing more", "不增加成本")
    until = ("up to", "达到") if sign > 0 else ("down to", "降至")
    a, b = (tuple(told.level(held[k].level, lang) for lang in ("en", "zh")) for k in (0, free))
    if not free:
        return [
            Said(
                f"{en}: the plan for {a[0]} costs {told.money(rest, 'en')}",
                f"{zh}：{a[1]} 的方案成本 {told.money(rest, 'zh')}",
            )
        ]
    return [
        Said(
            f"{en}: from {a[0]} {until[0]} {b[0]} costs {nothing[0]}",
            f"{zh}：从 {a[1]} {until[1]} {b[1]} {nothing[1]}",
        )
    ]


def _costs(told: Words, held: Sequence[Point], level: float, sign: int) -> list[Said]:
    """Return what the steps to the target cost, the last of them, and those beyond it."""
    within = [p for p in held if sign * p.level <= sign * level + 1e-12]
    beyond = held[max(0, len(within) - 1) :]
    found = []
    for part, last in ((within, True), (beyond, False)):
        if len(part) < 2:
            continue
        a, b = part[0], part[-1]
        en = (
            f"{told.each('en')} from {told.level(a.level, 'en')} to {told.level(b.level, 'en')} costs "
            f"{told.price(a, b, 'en')} on average"
        )
        zh = (
            f"从 {told.level(a.level, 'zh')} 到 {told.level(b.level, 'zh')}，{told.each('zh')}平均成本 "
            f"{told.price(a, b, 'zh')}"
        )
        if last and len(part) > 2:
            c = part[-2]
            en += f"; the last ones, from {told.level(c.level, 'en')} on, cost {told.price(c, b, 'en')}"
            zh += f"；其中 {told.level(c.level, 'zh')} 之后每档 {told.price(c, b, 'zh')}"
        found.append(Said(en, zh))
    return found


def _ends(told: Words, curve: Curve, held: int) -> list[Said]:
    """Return where the curve ends, and why."""
    rest = curve.points[held:]
    if not rest:
        return []
    first = rest[0]
    en, zh = (told.level(first.level, lang) for lang in ("en", "zh"))
    if first.status == "infeasible":
        return [Said(f"{en} is impossible", f"{zh} 无法实现")]
    if first.status == "cancelled":
        return [Said(f"from {en} on not looked for: stopped by the user", f"{zh} 起未计算：用户中止")]
    return [Said(f"from {en} on no plan was found in the time", f"{zh} 起限时内未找到方案")]


def _proved(held: Sequence[Point]) -> list[Said]:
    """Return how well the plans are proved, where that is more than rounding."""
    off = [(p.cost - p.bound) / abs(p.cost) for p in held if p.cost and p.bound is not None]
    most = max(off, default=0.0) * 100
    if most < 0.05:
        return []
    return [
        Said(
            f"each plan costs at most {most:.1f}% more than the cheapest there can be",
            f"各方案成本至多比理论最低值高 {most:.1f}%",
        )
    ]
