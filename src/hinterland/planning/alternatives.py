"""Plans that cost about the same and differ most, and what all of them contain, or none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from hinterland.planning.model.choose import banned, row_block
from hinterland.planning.model.extend import with_row
from hinterland.planning.solve.session import Session
from hinterland.planning.solve.time_budget import TimeBudget
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hinterland.planning.matrix import Array, Bools, Ints, Program
    from hinterland.planning.model.build import Model
    from hinterland.planning.solve.answer import Answer, Limits, Relaxed, Status, Step

Verdict = Literal["must", "may", "never"]
PLACE = 0.5
"""What all openings at another park than before count together, where another candidate counts 1."""
ROUNDING = 1e-6
"""Share of the cost by which a plan may be above its limit."""

NO_PLAN = Said("there is no plan that others could differ from", "没有可供比较的规划方案")
STOPPED = Said("stopped by the user: fewer plans than asked for", "用户中止：方案少于要求数")
NO_TIME = Said("none other was found in the time", "限时内未找到其他方案")
NONE_ELSE = Said(
    "proved: every other plan within the cost only adds candidates to one that is found already",
    "已证明：成本范围内的其他方案都只是在已有方案上增加项目",
)


@dataclass(frozen=True, slots=True)
class Alternative:
    """A plan within the cost.

    Attributes
    ----------
    x
        Values of the model's variables.
    cost, public
        Objective, and public cost, CNY discounted.
    opened
        Which candidates come, (candidates,).
    sites
        (site, index of the year of the decision) of each opening.
    distance
        Candidates that come in it or in the main plan, but not in both.
    status
        Of the search for it: `optimal` if none differs more, within the gap.
    """

    x: Array
    cost: float
    public: float
    opened: Bools
    sites: tuple[tuple[int, int], ...]
    distance: int
    status: Status


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the plans say of a candidate.

    Attributes
    ----------
    candidate
        Position in the problem.
    plans
        Number of plans, the main one counted, in which it comes.
    verdict
        must: in all. never: in none. may: in some, or in all but one found that can do without it.
    proved
        Whether it holds for every plan within the cost, not only for those found. `may` always is.
    """

    candidate: int
    plans: int
    verdict: Verdict
    proved: bool


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Plans beside the main one, and what they agree on.

    Attributes
    ----------
    plans
        The others, without the main plan.
    agreement
        One a candidate, in the problem's order.
    limit
        Most that a plan may cost, CNY of the objective.
    why
        Why there are fewer plans than asked for, None if there are as many.
    """

    plans: tuple[Alternative, ...]
    agreement: tuple[Agreement, ...]
    limit: float
    why: Said | None = None

    def having(self, verdict: Verdict, *, proved: bool = False) -> tuple[int, ...]:
        """Return candidates of a verdict; only those of which it is proved, if asked."""
        return tuple(a.candidate for a in self.agreement if a.verdict == verdict and (a.proved or not proved))


@dataclass(slots=True)
class _Hunt:
    """The search in the making; `program` has the limit of cost, and a row for each plan seen."""

    model: Model
    limit: float
    clock: TimeBudget
    program: Program
    seen: list[Array] = field(default_factory=list)
    why: Said | None = None

    def see(self, x: Array) -> None:
        """Keep a plan; the next must do without one of its candidates: sum of x over those that come <= n - 1."""
        which = opened(self.model, x)
        index = self.model.made.opened.index[which[self.model.problem.candidates.site_candidate]].ravel()
        self.program = with_row(
            self.program, f"seen.{len(self.seen)}", index, np.ones(len(index)), high=float(which.sum()) - 1
        )
        self.seen.append(x)


def alternatives(
    model: Model,
    answer: Answer,
    limits: Limits | None = None,
    *,
    slack: float = 0.05,
    count: int = 5,
    watch: Callable[[Step], None] | None = None,
) -> Alternatives:
    """Return plans that cost at most a share `slack` more than the plan found, as different as possible.

    Modelling to generate alternatives (Brill, Chang & Hopkins 1982) with the Hamming distance: each plan maximises
    the sum of the numbers of candidates in which it differs from all plans before, then of openings at other sites.
    Each must do without a candidate of every plan before, so that none is an old plan with needless additions; and
    with its own sites only, it is planned again for least cost, so that what is not needed goes. A candidate in all
    plans must come if no plan within the cost can do without it: the bound with it banned is above the limit; one in
    no plan never comes if the bound with it forced in is.

    Parameters
    ----------
    model, answer
        The model, and its plan.
    limits
        Time for everything together, and the gap of each search.
    slack
        Share of the cost, 0.05 for 5 percent.
    count
        How many plans beside the main one.
    watch
        Told of every step; may raise `Cancelled`: then what was found until then is returned.
    """
    clock = TimeBudget(limits, watch)
    if answer.x is None:
        return Alternatives((), (), float("inf"), NO_PLAN)
    limit = answer.objective + slack * abs(answer.objective)
    used = np.flatnonzero(model.program.cost)
    room = ROUNDING * max(1.0, abs(limit))
    program = with_row(model.program, "cost", used, model.program.cost[used], high=limit + room)
    hunt = _Hunt(model, limit, clock, program)
    hunt.see(answer.x)
    found: list[Alternative] = []
    for k in range(count):
        other = _other(hunt, parts=2 * (count - k) + 1)
        if other is None:
            break
        found.append(other)
        hunt.see(other.x)
    return Alternatives(tuple(found), _agreement(hunt, answer), limit, hunt.why)


def opened(model: Model, x: Array) -> Bools:
    """Return which candidates come in a plan, (candidates,)."""
    sites = np.round(x[model.made.opened.index]).sum(axis=1)
    c = model.problem.candidates
    return np.asarray(np.bincount(c.site_candidate, sites, len(c.product)) > 0)


def _other(hunt: _Hunt, parts: int) -> Alternative | None:
    """Return the plan that differs most from those seen, None (and why) if there is none."""
    clock, model = hunt.clock, hunt.model
    if clock.over:
        hunt.why = STOPPED if clock.cancelled else NO_TIME
        return None
    program = replace(hunt.program, cost=_alike(model, hunt.seen))
    answer = clock.solve(program, parts=parts, start=hunt.seen[-1], by=f"alternative {len(hunt.seen)}")
    if answer.x is None:
        hunt.why = NONE_ELSE if answer.status == "infeasible" else STOPPED if clock.cancelled else NO_TIME
        return None
    x = _needed(hunt, answer.x, parts=parts - 1)
    which = opened(model, x)
    return Alternative(
        x,
        float(model.program.cost @ x),
        model.cost(x)["public"],
        which,
        tuple((int(s), int(t)) for s, t in np.argwhere(np.round(x[model.made.opened.index]) > 0)),
        int((which != opened(model, hunt.seen[0])).sum()),
        answer.status,
    )


def _alike(model: Model, seen: Sequence[Array]) -> Array:
    """Return costs whose sum is least where a plan differs most from those seen.

    Sum over plans k of (2 y_c^k - 1) y_c is the sum of distances, less a constant and negative; openings at the sites
    of plans seen cost a little, all together less than `PLACE`.
    """
    c, index = model.problem.candidates, model.made.opened.index
    cost = np.zeros(len(model.program.cost))
    weight = sum(2.0 * opened(model, x) - 1.0 for x in seen)
    sites = sum((np.round(x[index]).sum(axis=1) > 0).astype(np.float64) for x in seen)
    each = np.asarray(weight)[c.site_candidate] + PLACE * sites / (1.0 + np.sum(sites))
    cost[index] = each[:, None]
    return cost


def _needed(hunt: _Hunt, x: Array, parts: int) -> Array:
    """Return the cheapest plan at the sites of a plan: what it does not need goes."""
    index = hunt.model.made.opened.index
    used = np.round(x[index]).sum(axis=1) > 0
    high = hunt.program.high.copy()
    high[index[~used]] = 0.0
    program = replace(hunt.program, high=high)
    answer = hunt.clock.solve(
        program, parts=parts, start=x, by=f"alternative {len(hunt.seen)}: what it needs"
    )
    cheaper = answer.x is not None and answer.objective <= float(program.cost @ x)
    return answer.x if answer.x is not None and cheaper else x


def _agreement(hunt: _Hunt, answer: Answer) -> tuple[Agreement, ...]:
    """Return what the plans say of each candidate, and of which it is proved."""
    model, clock = hunt.model, hunt.clock
    counts = np.sum([opened(model, x) for x in hunt.seen], axis=0)
    session = Session(model.program, seed=clock.limits.seed)
    relaxed = answer.relaxed or session.solve(seconds=max(clock.left, 0.1))
    proved = np.zeros(len(counts), dtype=np.bool_)
    every, none = np.flatnonzero(counts == len(hunt.seen)), np.flatnonzero(counts == 0)
    clock.tell("what all plans contain")
    for c in every.tolist():
        if not clock.over:
            proved[c] = _bound(session, clock, high=banned(model, [c]).program.high) > hunt.limit
    proved[none] = _dear(model, none, relaxed, hunt.limit)
    rows = row_block(model, "once").index
    for k, c in enumerate(none[~proved[none]].tolist()):
        if k % 20 == 0:
            clock.tell("what no plan contains")
        if clock.over:
            break
        low = model.program.row_low.copy()
        low[rows[c]] = 1.0
        proved[c] = _bound(session, clock, row_low=low) > hunt.limit
    spared = _searched(hunt, every[~proved[every]].tolist(), proved)
    found = []
    for c, n in enumerate(counts.tolist()):
        verdict: Verdict = "never" if n == 0 else "may" if n < len(hunt.seen) or c in spared else "must"
        found.append(Agreement(c, n, verdict, bool(proved[c]) or verdict == "may"))
    return tuple(found)


def _searched(hunt: _Hunt, candidates: Sequence[int], proved: Bools) -> set[int]:
    """Plan without each of some candidates, in the time that is left: return those that a plan can do without.

    Those that none within the cost can are marked in `proved`.
    """
    spared = set()
    for k, c in enumerate(candidates):
        if hunt.clock.over:
            break
        name = hunt.model.problem.names.candidates[c]
        answer = hunt.clock.solve(
            banned(hunt.model, [c]).program, parts=len(candidates) - k, by=f"without {name}"
        )
        if answer.x is not None and answer.objective <= hunt.limit:
            spared.add(c)
        elif answer.status == "infeasible" or answer.bound > hunt.limit:
            proved[c] = True
    return spared


def _dear(model: Model, candidates: Ints, relaxed: Relaxed | None, limit: float) -> Bools:
    """Return which of some candidates cost too much by their reduced costs alone, or can come nowhere.

    By duality a plan in which c comes costs at least the relaxation plus the least reduced cost of its openings.
    """
    index, sites = model.made.opened.index, model.problem.candidates.site_candidate
    least = np.full(len(model.problem.candidates.product), np.inf)
    if relaxed is None:
        return np.zeros(len(candidates), dtype=np.bool_)
    cost = np.where(model.program.high[index] > 0, np.maximum(relaxed.reduced[index], 0.0), np.inf)
    np.minimum.at(least, sites, cost.min(axis=1))
    return np.asarray(relaxed.objective + least[candidates] > limit + ROUNDING * max(1.0, abs(limit)))


def _bound(
    session: Session, clock: TimeBudget, *, high: Array | None = None, row_low: Array | None = None
) -> float:
    """Return the least cost of the linear relaxation with other bounds; -inf where it is not known."""
    found = session.solve(high=high, row_low=row_low, seconds=max(clock.left, 0.1))
    if found is not None:
        return found.objective
    return float("inf") if session.status == "infeasible" else -float("inf")
