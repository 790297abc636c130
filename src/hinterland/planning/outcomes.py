"""What a plan does: the value of every target, with it and without any plan, and what it all costs."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.model.level import rows_of
from hinterland.planning.solve.session import Session
from hinterland.planning.solve.settle import settle
from hinterland.planning.told import number, put
from hinterland.result import Said
from hinterland.words import number as words
from hinterland.words import unit_zh

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hinterland.planning.matrix import Array
    from hinterland.planning.model.build import Model
    from hinterland.planning.tables import Row
    from hinterland.planning.told import Told

HELD = 1e-6
"""Share of a level by which a target may be short and counts as held: rounding of the solver."""
FORECAST = ("forecast_low", "forecast", "forecast_high")
"""Columns of what the case's own forecast gives without a plan."""
BUSY = 10.0
"""Weight of tax beside freight where operation is free: plants that are there run as far as they can be used."""
PARTS = {
    "asks": Said("asked by those who come", "落地项目要求的支持"),
    "expansions": Said("expansions", "扩建支持"),
    "labour": Said("attracting labour", "引进人才"),
    "public": Said("public cost, gross", "公共成本（毛）"),
    "tax": Said("expected tax of new output", "新增产出的预期税收"),
    "net": Said("public cost, net of tax", "公共成本（扣除税收）"),
    "private": Said("private investment", "企业投资"),
    "transport": Said("freight of all that moves", "全部运输费用"),
}
"""Part of the costs to its words; public = asks + expansions + labour, net = public - tax."""


def target_rows(
    told: Told, without: Sequence[float | None], prices: Sequence[Mapping[str, object]]
) -> list[Row]:
    """Return a row a target: what it asks, what the plan reaches, what its prices are.

    Parameters
    ----------
    without
        Of each target, the value that is reached without a plan, in the model's unit.
    prices
        Of each target, the columns `price_*` per unit of the model, as `hinterland.planning.gives.prices` gives them;
        empty where none were computed.
    """
    found = []
    for i, row in enumerate(told.model.targets):
        asked, target = told.goals[i], row.target
        value = number(row.value(told.x))
        short = short_of(target.level, value, most=target.kind == "single")
        line: Row = put({}, "target", asked.target, told.name("targets", asked.target))
        put(line, "definition", asked.metric, told.name("metrics", asked.metric))
        steps = step_of(target.level * asked.scale, asked.unit)
        line |= {
            "kind": target.kind,
            "place": asked.place or None,
            "year": told.model.problem.names.years[target.year],
            "comparator": asked.comparator,
            "required": target.level * asked.scale,
            "value": None if value is None else value * asked.scale,
            "value_without": _times(without[i] if i < len(without) else None, asked.scale),
            "slack": None if short is None else short * asked.scale,
            **dict(zip(FORECAST, asked.without or (None, None, None), strict=True)),
            "unit": asked.unit,
            "hard": target.hard,
            "status": "short" if short is None or short > 0 else "held",
            "step": None,
            **step_words(steps, asked.unit),
        }
        if i < len(prices):
            line |= per_step(prices[i], steps / asked.scale)
            moved = prices[i].get("step")
            line["step"] = float(f"{moved * asked.scale:.12g}") if isinstance(moved, float) else None
        found.append(line)
    return found


def short_of(level: float, value: float | None, *, most: bool = False) -> float | None:
    """Return by how much a value is short of its level (above it, where the level is a most), 0 where it holds."""
    if value is None:
        return None
    short = value - level if most else level - value
    return short if short > HELD * max(abs(level), 1e-9) else 0.0


def _times(value: float | None, scale: float) -> float | None:
    return None if value is None or not math.isfinite(value) else value * scale


def step_of(required: float, unit: str) -> float:
    """Return the step in which a price is told: a percentage point, else a hundredth of the order of magnitude."""
    if unit in {"percent", "%"} or not required:
        return 1.0
    if abs(required) < 1:
        return 0.01
    return float(10.0 ** max(0, math.floor(math.log10(abs(required))) - 2))


def step_words(step: float, unit: str) -> dict[str, str]:
    """Return a step in words: `1 percentage point`, `10,000 vehicles`, `1 万辆`."""
    if unit in {"percent", "%"}:
        return {"unit_step": "1 percentage point", "unit_step_zh": "1 个百分点"}
    if unit == "1" or not unit:
        return {"unit_step": f"{step:g}", "unit_step_zh": f"{step:g}"}
    zh = f"{step / 1e8:g} 亿" if step >= 1e8 else f"{step / 1e4:g} 万" if step >= 1e4 else f"{step:g} "
    return {"unit_step": words(step, unit, "en"), "unit_step_zh": f"{zh}{unit_zh(unit).strip()}"}


def per_step(prices: Mapping[str, object], step: float) -> Row:
    """Return prices per unit of the model as prices per step; words stay."""
    return {
        name: value * step if isinstance(value, (int, float)) else value for name, value in prices.items()
    }


def idle(model: Model, seconds: float = math.inf) -> Array | None:
    """Return operation without any opening or expansion, run as far as it can be used: what new tax is counted from.

    A linear program: no decision, every target may fall short. None where even that does not hold, or is not known
    in the time.
    """
    program = model.program
    high, free = program.high.copy(), program.row_low.copy()
    for block in (model.made.opened, model.made.expand, model.made.attract):
        high[block.index] = 0.0
    high[[row.short for row in model.targets]] = np.inf
    for block in program.rows:
        if block.name.startswith("sources"):
            free[block.index] = -np.inf
    found = Session(replace(program, high=high, row_low=free, cost=second(model))).solve(seconds=seconds)
    return None if found is None else found.x


def operated(model: Model, x: Array, seconds: float = math.inf) -> Array:
    """Return a plan with its decisions as they are and operation that runs as far as it can be used.

    A target that is missed stays missed by no more. The plan as it is where that takes longer than so many seconds,
    or where it exceeds limits.
    """
    program = model.program
    low, high = program.low.copy(), program.high.copy()
    for block in (model.made.opened, model.made.expand, model.made.attract):
        low[block.index] = high[block.index] = np.clip(x[block.index], low[block.index], high[block.index])
    reached = program.matrix @ x
    for i, row in enumerate(model.targets):
        at = rows_of(model, i)
        lacks = np.maximum(program.row_low[at] - reached[at], reached[at] - program.row_high[at]).max()
        high[row.short] = max(high[row.short], x[row.short] + max(0.0, float(lacks)) * (1 + HELD))
    return settle(replace(program, low=low, high=high), x, second(model), seconds=seconds)


def second(model: Model) -> Array:
    """Return the second cost by which operation is chosen, (variables,): most tax, that is most use; then freight."""
    return np.asarray(model.terms["transport"] - BUSY * model.terms["tax"])


def costs(model: Model, x: Array, without: Array | None) -> dict[str, float]:
    """Return the parts of what a plan costs, CNY discounted to its first year; `PARTS` names them.

    Tax is that of the plan's operation less that of operation `without` a plan, both run as far as they can.
    """
    public = model.terms["public"] * x
    asks, grown, labour = (
        float(public[block.index].sum())
        for block in (model.made.opened, model.made.expand, model.made.attract)
    )
    whole = asks + grown + labour
    terms = {name: float(model.terms[name] @ x) for name in ("tax", "private", "transport")}
    terms["tax"] -= model.tax_without if without is None else float(model.terms["tax"] @ without)
    return {
        "asks": asks,
        "expansions": grown,
        "labour": labour,
        "public": whole,
        "tax": terms["tax"],
        "net": whole - terms["tax"],
        "private": terms["private"],
        "transport": terms["transport"],
    }


def cost_rows(
    mid: Mapping[str, float], low: Mapping[str, float] | None, high: Mapping[str, float] | None
) -> list[Row]:
    """Return a row a part of the costs, with what it would be at low and high asks where that was planned again."""
    return [
        put({}, "part", part, name)
        | {
            "amount": mid[part],
            "low": None if low is None else low[part],
            "high": None if high is None else high[part],
        }
        for part, name in PARTS.items()
    ]


def payback(years: Sequence[Row], rate: float) -> float | None:
    """Return the years from the first until expected tax has paid public cost back, both discounted.

    Beyond the plan's last year its tax goes on as in that year; None where it never pays.
    """
    owed = 0.0
    for t, row in enumerate(years):
        weight = (1 + rate) ** -t
        before = owed
        owed += (row["public"] - row["tax"]) * weight
        if before > 0 >= owed:
            return float(t + before / (before - owed))
    if owed <= 0:
        return 0.0
    tax, t = years[-1]["tax"], len(years)
    while tax > 0 and t < 100:
        gain = float(tax) * (1 + rate) ** -t
        if gain >= owed:
            return t + owed / gain
        owed, t = owed - gain, t + 1
    return None
