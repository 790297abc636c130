"""Impossible? What gives: limits, targets, or the cheapest mixture of both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.elastic.found import Elastic, Mixture
from hinterland.planning.elastic.loosen import loosen, whole
from hinterland.planning.elastic.misses import linear_misses, whole_misses
from hinterland.planning.elastic.words import BEYOND, RELAXABLE
from hinterland.planning.solve.answer import gap_of
from hinterland.planning.solve.session import Session
from hinterland.planning.solve.time_budget import TimeBudget

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hinterland.planning.elastic.found import Kind
    from hinterland.planning.elastic.loosen import Loose
    from hinterland.planning.matrix import Array
    from hinterland.planning.model.build import Model
    from hinterland.planning.solve.answer import Limits, Relaxed, Status, Step

ALL: tuple[Kind, ...] = ("limits", "targets", "cheapest")
NEAR = 1e-6
"""Share of a limit or level that is rounding."""
LINEAR = 0.25
"""Share of the time that the ranges of linear relaxations may take."""
DEAR = 100.0
"""How many times as much a limit counts that no planner sets: it gives only where nothing else helps."""
ROUNDS = 3
"""Rounds in which the size of a target whose denominator the plan decides is set right."""


def elastic(
    model: Model,
    limits: Limits | None = None,
    *,
    mixtures: Sequence[Kind] = ALL,
    prices: Mapping[str, float] | None = None,
    families: Sequence[str] = RELAXABLE,
    watch: Callable[[Step], None] | None = None,
) -> Elastic:
    """Return what gives where a plan is impossible.

    `limits`: targets are held; the sum of relative overdrafts, slack / limit, is least, those of limits that no
    planner sets (`BEYOND`) `DEAR` times over: they give only where nothing else helps. `targets`: limits are held;
    the sum of relative shortfalls is least. `cheapest`: both give, at stated prices; what the plan itself
    costs does not count, or a dear target would be given up to save its cost. Each first as a linear program, there
    at once, which says what is missing at least; then with whole plants, and so the range of each target, from where
    it is favoured to where all others are.

    Parameters
    ----------
    model
        The model, with its hard targets.
    limits
        Time for everything together.
    mixtures
        Which are looked for.
    prices
        CNY for 100 percent of a limit or level by family (`budget`, `land`, ..., `target`). A family that is not
        named costs as much for 1 percent as 1 percent of the whole budget (of the sum of all asks, if nothing limits
        it), `DEAR` times as much where no planner sets it.
    families
        Of limits that may give.
    watch
        Told of every step; may raise `Cancelled`: then what was found until then is returned.
    """
    clock = TimeBudget(limits, watch)
    loose = loosen(model, families)
    session = Session(loose.program, seed=clock.limits.seed)
    usual = _usual(model)
    stated = {f: usual * _weight(f) for f in (*families, "target")} | dict(prices or {})
    first = []
    for kind in mixtures:
        clock.tell(f"elastic: {kind}")
        first.append(_linear(loose, session, kind, stated, clock))
    misses = linear_misses(loose, clock, LINEAR * clock.left) if "targets" in mixtures else ()
    tried = []
    plans: list[Array] = []
    for k, (linear, relaxed, cost) in enumerate(first):
        mixture, kind = linear, linear.kind
        if relaxed is not None and not clock.over:
            start = _cheapest(loose, kind, cost, plans)
            program = replace(loose.program, high=_high(loose, kind), cost=cost)
            answer = clock.solve(
                program,
                parts=len(first) - k + bool(misses),
                start=relaxed.x if start is None else start,
                by=f"elastic: {kind}",
            )
            mixture = replace(linear, status=answer.status, bound=max(linear.bound or 0.0, answer.bound))
            plans += [] if answer.x is None else [answer.x]
        tried.append((mixture, cost))
    found = tuple(_whole(loose, mixture, cost, plans, clock) for mixture, cost in tried)
    return Elastic(found, whole_misses(loose, misses, clock))


def _usual(model: Model) -> float:
    """Return the whole budget over all years, CNY discounted; the sum of all asks where nothing limits it."""
    money, discounts = model.problem.money, model.problem.discounts()
    budget = np.where(np.isfinite(money.budget), money.budget, 0.0)
    total = float((budget * discounts).sum())
    return total or float(model.problem.candidates.ask.sum()) or 1.0


def _costs(loose: Loose, kind: Kind, prices: Mapping[str, float], x: Array | None) -> Array:
    """Return the objective of a mixture; `x` tells the size of targets whose denominator the plan decides."""
    cost = np.zeros_like(loose.program.cost)
    share = np.ones(len(loose.shorts)) if x is None else loose.wholes / whole(loose.model, loose.targets, x)
    if kind != "targets":
        cost[loose.slacks] = [prices[f] if kind == "cheapest" else _weight(f) for f in _families(loose)]
    if kind != "limits":
        cost[loose.shorts] = share * (prices["target"] if kind == "cheapest" else 1.0)
    return cost


def _weight(family: str) -> float:
    return DEAR if family in BEYOND else 1.0


def _families(loose: Loose) -> list[str]:
    from_row = loose.model.program.family
    return [from_row(int(r)).split(".", maxsplit=1)[0] for r in loose.rows]


def _linear(
    loose: Loose, session: Session, kind: Kind, prices: Mapping[str, float], clock: TimeBudget
) -> tuple[Mixture, Relaxed | None, Array]:
    """Return a mixture of the linear relaxation, its solution, and its objective."""
    high = _high(loose, kind)
    x: Array | None = None
    found = None
    stated = dict(prices) if kind == "cheapest" else {}
    cost = _costs(loose, kind, prices, x)
    for _ in range(1 if kind == "limits" else ROUNDS):
        if clock.over:
            break
        cost = _costs(loose, kind, prices, x)
        found = session.solve(high=high, cost=cost, seconds=clock.left)
        if found is None:
            break
        before, x = x, found.x
        if before is not None and _same(loose, before, x):
            break
    if found is None:
        none: Status = "cancelled" if clock.cancelled else "unknown"
        none = "infeasible" if session.status == "infeasible" else none
        return Mixture(kind, none, None, None, prices=stated), None, cost
    mixture = Mixture(
        kind, "unknown", None, found.objective, loose.gives(found.x), prices=stated, x=_plain(loose, found.x)
    )
    return mixture, found, cost


def _same(loose: Loose, a: Array, b: Array) -> bool:
    """Return whether two solutions have the same denominators of targets."""
    one, other = (whole(loose.model, loose.targets, x) for x in (a, b))
    return np.allclose(one, other, rtol=1e-6)


def _plain(loose: Loose, x: Array) -> Array:
    """Return the values of the model's own variables."""
    return x[: len(loose.model.program.cost)]


def _high(loose: Loose, kind: Kind) -> Array:
    """Return upper bounds of the variables: what gives in a mixture, and what does not."""
    return loose.bounds(limits=kind != "targets", targets=kind != "limits")


def _cheapest(loose: Loose, kind: Kind, cost: Array, plans: Sequence[Array]) -> Array | None:
    """Return the plan that gives least of those found, whatever mixture they were looked for: None without one."""
    ways = np.r_[loose.slacks, loose.shorts]
    high = _high(loose, kind)[ways] + NEAR
    fit = [x for x in plans if (x[ways] <= high).all()]
    return min(fit, key=lambda x: float(cost @ x), default=None)


def _whole(loose: Loose, mixture: Mixture, cost: Array, plans: Sequence[Array], clock: TimeBudget) -> Mixture:
    """Return a mixture with whole plants, where a plan for it was found."""
    x = _cheapest(loose, mixture.kind, cost, plans)
    if x is None:
        return mixture
    total = float(cost @ x)
    bound = min(mixture.bound or 0.0, total)
    near: Status = "cancelled" if mixture.status == "cancelled" else "feasible"
    return replace(
        mixture,
        status="optimal" if gap_of(total, bound) <= clock.limits.gap else near,
        total=total,
        bound=bound,
        gives=loose.gives(x),
        whole=True,
        public=loose.model.cost(_plain(loose, x))["public"],
        x=_plain(loose, x),
    )
