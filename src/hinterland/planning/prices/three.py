"""The three prices of a promise: of the policy, of running the plan, of a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.model.level import at_level, rows_of, stricter
from hinterland.planning.prices.found import Price, Value
from hinterland.planning.solve.session import Session
from hinterland.planning.solve.time_budget import TimeBudget
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hinterland.planning.matrix import Array
    from hinterland.planning.model.build import Model
    from hinterland.planning.solve.answer import Answer, Limits, Relaxed, Step

STEP = 0.01
"""Share of a level that a step moves it by."""
LITTLE = 1e-4
"""Share of a level by which it is moved to see what running costs just above it."""
ROUNDING = 1e-9
"""Share of the objective that is rounding."""

NO_PLAN = Said("there is no plan to price", "没有可供定价的规划方案")
STOPPED = Said("not looked for: stopped by the user", "用户中止，未计算")
NO_TIME = Said("not looked for: the time was over", "时间用尽，未计算")
NO_LINEAR = Said("the linear relaxation was not solved", "线性松弛未能求解")
NO_AGAIN = Said(
    "the plan holds only within rounding, and could not be priced", "方案仅在舍入误差内成立，无法定价"
)
NO_RUN = Said(
    "the openings of the plan can give no more: more of this target needs other openings",
    "现有项目已到极限：提高该目标须另引项目",
)
NO_FIRMS = Said(
    "this target counts firms: the plan as it is can give no more, and a firm comes whole or not at all",
    "该目标按企业家数计：现方案已到极限，企业只能整家引进",
)
NO_LEVEL = Said("the level is 0, of which there is no 1 percent", "目标值为 0，无从变动 1%")
AT_END = Said(
    "no plan found holds 1 percent more in the time; the price is at least `low`",
    "限时内未找到目标提高 1% 的方案；价格至少为下限",
)
TOO_MUCH = Said("1 percent more cannot be held by any plan", "目标再提高 1% 即无可行方案")
NO_DOWN = Said("no plan found in the time", "限时内未找到方案")
WITHIN = Said(
    "within the gap: the plans are not proved well enough to tell this price from 0",
    "处于求解间隙之内：现有方案的最优性证明不足以将该价格与 0 区分",
)


def prices(
    model: Model,
    answer: Answer,
    limits: Limits | None = None,
    *,
    which: Sequence[int] | None = None,
    watch: Callable[[Step], None] | None = None,
) -> tuple[Price, ...]:
    """Return the three prices of every target, in CNY of the objective a unit of level, of more promise.

    Relaxation and fixed plan are prices of a linear program, there at once; a step plans twice more for each target,
    within `limits.time` for all. Of plan o with bound b and step plan o' with bound b', the true difference is
    between b' - o and o' - b; that is what `low` and `high` hold, narrowed by what holds anyway: more promise costs
    no less, and a plan for more is a plan for less.

    Parameters
    ----------
    model, answer
        What was planned, and the plan found.
    limits
        Time for all prices together, and the gap at which a step may stop.
    which
        Positions of targets, all if None.
    watch
        Told of every step; may raise `Cancelled`: prices that are missing then say so.
    """
    clock = TimeBudget(limits, watch)
    targets = list(range(len(model.targets)) if which is None else which)
    if answer.x is None:
        none = Value(why=NO_PLAN)
        return tuple(Price(i, none, none, none, none) for i in targets)
    clock.tell("prices", bound=answer.bound, best=answer.objective)
    session = Session(model.program, seed=clock.limits.seed)
    relaxed = answer.relaxed or session.solve()
    linear = [(relaxation(model, i, relaxed), fixed(model, i, answer.x, session)) for i in targets]
    steps = 2 * len(targets)
    found = []
    for k, (i, (policy, running)) in enumerate(zip(targets, linear, strict=True)):
        up = step(model, i, answer, clock, parts=steps - 2 * k)
        down = step(model, i, answer, clock, parts=steps - 2 * k - 1, less=True)
        found.append(Price(i, policy, running, up, down))
    return tuple(found)


def relaxation(model: Model, i: int, relaxed: Relaxed | None) -> Value:
    """Return the price of a target in the linear relaxation: dual of its row x value of its denominator.

    The objective changes with the level as the row's right side does, level x denominator; of `single`, whose rows
    are o_f <= level x M, every firm's row has its part.
    """
    if relaxed is None:
        return Value(why=NO_LINEAR)
    below = model.targets[i].denominator.value(relaxed.x)
    dual = float(relaxed.price[rows_of(model, i)].sum())
    return Value(max(0.0, stricter(model, i) * dual * below))


def fixed(model: Model, i: int, x: Array, session: Session) -> Value:
    """Return the price of a target with whole numbers as in the plan, just above the level the plan holds.

    At the level itself the price would jump from that of a little less to that of a little more; the latter is meant,
    so the row is asked for a ten-thousandth more.
    """
    row, program = model.targets[i], model.program
    whole = np.flatnonzero(program.integer)
    below = row.denominator.value(x)
    little = LITTLE * abs(row.target.level * below) or LITTLE
    low, high = program.row_low.copy(), program.row_high.copy()
    rows = rows_of(model, i)
    low[rows] += little
    high[rows] -= little if stricter(model, i) < 0 else 0.0
    found = session.solve(fixed=(whole, np.round(x[whole])), row_low=low, row_high=high)
    if found is not None:
        return relaxation(model, i, found)
    if session.solve(fixed=(whole, np.round(x[whole]))) is None:
        return Value(why=NO_AGAIN)
    return Value(why=NO_FIRMS if row.target.kind in ("available", "firms") else NO_RUN)


def width(model: Model, i: int) -> float:
    """Return by how much a step moves a level: 1 percent of it, of firms one at least."""
    target = model.targets[i].target
    one = STEP * abs(target.level)
    return max(1.0, float(np.ceil(one))) if target.kind == "firms" else one


def step(
    model: Model, i: int, answer: Answer, clock: TimeBudget, *, parts: int = 1, less: bool = False
) -> Value:
    """Return the price of a step, up or (`less`) down: what another plan costs more or less, a unit of level."""
    wide = width(model, i)
    if not wide:
        return Value(why=NO_LEVEL)
    if clock.over:
        return Value(step=wide, why=STOPPED if clock.cancelled else NO_TIME)
    sign = stricter(model, i) * (-1 if less else 1)
    other = at_level(model, i, model.targets[i].target.level + sign * wide)
    found = clock.solve(other.program, parts=parts, start=answer.x, by=f"{model.targets[i].target.name} step")
    if found.status == "infeasible":
        return Value(step=wide, why=TOO_MUCH)
    if found.x is None and clock.cancelled:
        return Value(step=wide, why=STOPPED)
    return priced(found, answer, wide) if less else priced(answer, found, wide)


def priced(easy: Answer, hard: Answer, wide: float) -> Value:
    """Return the price between the plans for less and for more promise, whose levels are `wide` apart.

    Either may be missing (`x` None): a plan for more is one for less too, and what less costs at least more does.
    """
    best = min(easy.objective, hard.objective)
    rounding = ROUNDING * max(1.0, abs(best))
    low = max(0.0, max(easy.bound, hard.bound) - best)
    low = low if low > rounding else 0.0
    if hard.x is None:
        return Value(None, low / wide, None, wide, AT_END)
    if easy.bound == -np.inf:
        return Value(None, None, None, wide, NO_DOWN)
    value = hard.objective - best
    value = value if value > rounding else 0.0
    high = max(value, hard.objective - easy.bound)
    why = WITHIN if low == 0.0 and high > rounding else None
    return Value(value / wide, low / wide, high / wide, wide, why)
