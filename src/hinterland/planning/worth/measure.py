"""What each candidate is worth: the plan made again without it, and with it wherever it fits best.

A reduced cost alone does not tell: that of a candidate in the plan is zero, like that of one the plan could as well
have. Relaxations are solved again for many candidates, the plan itself for a shortlist.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from hinterland.errors import Cancelled
from hinterland.planning.model.choose import banned, forced, openings_of
from hinterland.planning.solve.answer import Limits, Step
from hinterland.planning.solve.session import Session
from hinterland.planning.worth.again import planned_again
from hinterland.planning.worth.parts import Part, best_opening, parts_of, serves
from hinterland.planning.worth.trace import traced

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hinterland.planning.matrix import Array
    from hinterland.planning.model.build import Model
    from hinterland.planning.solve.answer import Answer, Relaxed

Verdict = Literal["worth", "must", "cannot", "relaxation", "unknown"]
"""worth: both plans are known. must: no plan without it. cannot: no plan with it. relaxation: only relaxations are
known, no second plan was found in the time. unknown: not even those."""
NAN = float("nan")
EARLY = 0.3
"""Share of the time that relaxations may take."""
LPS = 8.0
"""Least time for a plan, in times that the first relaxation took: less is spent for nothing."""
CHOSEN, SOME = 0.5, 1e-9
"""Least value of an opening that a plan has, and that a relaxation has in part."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What a candidate is worth, CNY discounted.

    Attributes
    ----------
    candidate
        Which one.
    in_plan
        Whether the plan opens it.
    site, year
        Where and when it comes, or would: of the plan, else of the plan that is made to have it, else of the
        relaxation; -1 where nobody knows.
    verdict
        What is known.
    worth, low, high
        Cost of the best plan without it less that of the best plan with it, and what the bounds of both leave
        possible. Infinite bounds where nothing is proved; NaN where there is no such plan.
    cost_in, bound_in, cost_out, bound_out
        Of both plans. Infinite costs of a plan that cannot be, NaN of one that was not looked for.
    relaxed
        Its worth in the relaxation, where it may come in part.
    reduced
        Reduced cost of its best opening in the relaxation: what the last bit of it adds to the cost.
    expected_low, expected_high
        Worth times its probability of landing.
    parts
        What `reduced` is made of.
    serves
        Targets with a price that count what it makes.
    """

    candidate: int
    in_plan: bool
    site: int
    year: int
    verdict: Verdict
    worth: float
    low: float
    high: float
    cost_in: float
    bound_in: float
    cost_out: float
    bound_out: float
    relaxed: float
    reduced: float
    expected_low: float
    expected_high: float
    parts: tuple[Part, ...]
    serves: tuple[int, ...]


def worth(
    model: Model,
    answer: Answer,
    limits: Limits | None = None,
    *,
    shortlist: int = 20,
    only: Sequence[int] = (),
    watch: Callable[[Step], None] | None = None,
) -> tuple[Worth, ...]:
    """Return the worth of every candidate, or of those asked for, the best first.

    Parameters
    ----------
    model, answer
        The problem and its plan. Where there is no plan because a target cannot be held, free its shortfall first.
    limits
        Time for all, gap of each plan.
    shortlist
        How many candidates that the plan leaves out are planned for again, those with the best relaxations; those in
        the plan all are, in turns with them, while time remains. Each is given at least this part of the time: of
        more, only the best are planned for.
    only
        Candidates; default: all.
    watch
        Told of progress; if it raises `Cancelled`, what is known until then is returned.

    Returns
    -------
    tuple of Worth
        By expected worth: first what no plan can do without, last what fits into none.
    """
    limits = limits or Limits()
    search = _Search(model, answer, limits, shortlist, watch)
    asked = list(only) or list(range(len(model.problem.candidates.product)))
    try:
        known = search.relaxations(asked)
        for k, candidate in enumerate(search.order(asked, known)):
            search.plan(candidate, known, k)
    except Cancelled:
        pass
    found = [search.row(c) for c in asked]
    return tuple(sorted(found, key=lambda w: _rank(w, model)))


@dataclass(slots=True)
class _Two:
    """What is known of the best plans with and without a candidate."""

    cost_in: float = NAN
    bound_in: float = -math.inf
    cost_out: float = NAN
    bound_out: float = -math.inf
    relaxed_in: float = NAN
    relaxed_out: float = NAN
    opening: int = -1


class _Search:
    """A search under way."""

    def __init__(
        self,
        model: Model,
        answer: Answer,
        limits: Limits,
        shortlist: int,
        watch: Callable[[Step], None] | None,
    ) -> None:
        self.model, self.answer, self.limits, self.watch = model, answer, limits, watch
        self.shortlist = shortlist
        self.began = time.perf_counter()
        self.session = Session(model.program, seed=limits.seed)
        self.relaxed: Relaxed | None = None
        self.known: dict[int, _Two] = {}
        self.traces: dict[str, Array] = {}
        self.least_time = limits.time * (1 - EARLY) / max(1, shortlist)
        self.waiting = 0

    def left(self) -> float:
        return self.limits.time - (time.perf_counter() - self.began)

    def tell(self, by: str) -> None:
        if self.watch:
            seconds = time.perf_counter() - self.began
            self.watch(Step(seconds, self.answer.bound, self.answer.objective, by))

    def opening_in_plan(self, candidate: int) -> int:
        """Return the position of the plan's opening of a candidate, -1 if it leaves it out."""
        if self.answer.x is None:
            return -1
        positions = openings_of(self.model, candidate).ravel()
        at = np.flatnonzero(self.answer.x[positions] > CHOSEN)
        return int(positions[at[0]]) if len(at) else -1

    def relaxations(self, asked: Sequence[int]) -> dict[int, _Two]:
        """Solve relaxations with and without candidates, those that may be worth most first."""
        early = EARLY * self.limits.time
        began = time.perf_counter()
        solved = self.session.solve(seconds=early)
        self.least_time = max(self.least_time, LPS * (time.perf_counter() - began))
        self.relaxed = base = solved or self.answer.relaxed
        self.traces = traced(self.model, base) if base else {}
        for c in asked:
            self.known[c] = self.of_plan(c)
        if base is None or solved is None:  # too large to be solved again and again
            return self.known
        total = {c: float(base.x[openings_of(self.model, c)].sum()) for c in asked}
        least = {c: self.least(c, base) for c in asked}
        chosen = sorted((c for c in asked if total[c] > SOME), key=lambda c: -total[c])
        others = sorted((c for c in asked if total[c] <= SOME), key=lambda c: least[c])
        for k, c in enumerate(in_turns(chosen, others)):
            if self.left() < self.limits.time - early:
                break
            self.tell(f"relaxation {k + 1}/{len(asked)}")
            two = self.known[c]
            two.relaxed_in = base.objective if total[c] > 1 - SOME else self.bound(c, come=True)
            two.relaxed_out = base.objective if total[c] <= SOME else self.bound(c, come=False)
            two.bound_in = max(two.bound_in, two.relaxed_in)
            two.bound_out = max(two.bound_out, two.relaxed_out)
        return self.known

    def of_plan(self, candidate: int) -> _Two:
        """Return what the plan and its bound tell of a candidate."""
        two = _Two(bound_in=self.answer.bound, bound_out=self.answer.bound)
        two.opening = self.opening_in_plan(candidate)
        if self.answer.x is not None:
            if two.opening >= 0:
                two.cost_in = self.answer.objective
            else:
                two.cost_out = self.answer.objective
        return two

    def least(self, candidate: int, base: Relaxed) -> float:
        at = best_opening(self.model, base, candidate)
        return float(base.reduced[at]) if at >= 0 else math.inf

    def bound(self, candidate: int, *, come: bool) -> float:
        """Return the relaxation's cost with or without a candidate, inf where that cannot be."""
        changed = (forced if come else banned)(self.model, [candidate]).program
        found = self.session.solve(
            high=changed.high,
            row_low=changed.row_low,
            seconds=max(0.1, self.left() - (1 - EARLY) * self.limits.time),
        )
        if found is None:
            return math.inf if self.session.status == "infeasible" else NAN
        if come and self.known[candidate].opening < 0:
            positions = openings_of(self.model, candidate).ravel()
            self.known[candidate].opening = int(positions[np.argmax(found.x[positions])])
        return found.objective

    def order(self, asked: Sequence[int], known: dict[int, _Two]) -> list[int]:
        """Return who is planned for again: all in the plan and some that are not, in turns, the best first."""

        def value(c: int) -> float:
            two = known[c]
            gain = two.relaxed_out - two.relaxed_in
            if math.isnan(gain):
                return -self.least(c, self.relaxed) if self.relaxed else 0.0
            return gain

        inside = sorted((c for c in asked if not math.isnan(known[c].cost_in)), key=lambda c: -value(c))
        outside = [c for c in asked if math.isnan(known[c].cost_in) and known[c].relaxed_in != math.inf]
        outside = sorted(outside, key=lambda c: -value(c))[: self.shortlist]
        if self.answer.x is None:
            return []
        turns = in_turns(inside, outside)
        self.waiting = len(turns)
        return turns

    def plan(self, candidate: int, known: dict[int, _Two], k: int) -> None:
        """Plan again with or without a candidate, whichever the plan does not tell."""
        two, left = known[candidate], self.left()
        come = math.isnan(two.cost_in)
        if (two.relaxed_in if come else two.relaxed_out) == math.inf:
            if come:  # the relaxation proves that there is no such plan
                two.cost_in = math.inf
            else:
                two.cost_out = math.inf
            return
        if left <= 0 or self.answer.x is None:
            return
        changed = (forced if come else banned)(self.model, [candidate])
        share = min(left, max(left / max(1, self.waiting - k), self.least_time))
        label = f"{self.model.problem.names.candidates[candidate]} {k + 1}/{self.waiting}"

        def told(step: Step) -> None:
            if self.watch:
                self.watch(replace(step, by=f"{label} {step.by}"))

        found = planned_again(
            changed,
            self.answer.x,
            candidate,
            replace(self.limits, time=share),
            relaxed=self.relaxed,
            opening=two.opening if come else -1,
            bound=two.bound_in if come else two.bound_out,
            watch=told,
        )
        cost = math.inf if found.status == "infeasible" else (NAN if found.x is None else found.objective)
        if come:
            two.cost_in, two.bound_in = cost, max(two.bound_in, found.bound)
            if found.x is not None:
                positions = openings_of(self.model, candidate).ravel()
                two.opening = int(positions[np.argmax(found.x[positions])])
        else:
            two.cost_out, two.bound_out = cost, max(two.bound_out, found.bound)
        if found.status == "cancelled":
            raise Cancelled

    def row(self, candidate: int) -> Worth:
        """Return what is known of a candidate."""
        two, model = self.known.get(candidate) or _Two(), self.model
        verdict = _verdict(two, some=bool((model.program.high[openings_of(model, candidate)] > 0).any()))
        value = two.cost_out - two.cost_in if verdict == "worth" else NAN
        low = two.bound_out - two.cost_in if verdict == "worth" else NAN
        high = two.cost_out - two.bound_in if verdict == "worth" else NAN
        c = model.problem.candidates
        expected = sorted(value * p for p in (c.landing_low[candidate], c.landing_high[candidate]))
        at = best_opening(model, self.relaxed, candidate) if self.relaxed else -1
        opening = two.opening if two.opening >= 0 else at
        sites, years = np.divmod(opening - int(model.made.opened.index.flat[0]), model.problem.years)
        parts = parts_of(model, self.relaxed, at, self.traces) if self.relaxed and at >= 0 else ()
        gain = two.relaxed_out - two.relaxed_in
        return Worth(
            candidate=candidate,
            in_plan=self.opening_in_plan(candidate) >= 0,
            site=int(sites) if opening >= 0 else -1,
            year=int(years) if opening >= 0 else -1,
            verdict=verdict,
            worth=value,
            low=low,
            high=high,
            cost_in=two.cost_in,
            bound_in=two.bound_in,
            cost_out=two.cost_out,
            bound_out=two.bound_out,
            relaxed=gain if math.isfinite(gain) else NAN,
            reduced=float(self.relaxed.reduced[at]) if self.relaxed and at >= 0 else NAN,
            expected_low=expected[0],
            expected_high=expected[1],
            parts=parts,
            serves=serves(model, self.relaxed, candidate) if self.relaxed else (),
        )


def in_turns(first: Sequence[int], second: Sequence[int]) -> list[int]:
    """Return the members of two lists one after the other in turns, then what is left of the longer one."""
    both = min(len(first), len(second))
    pairs = [c for pair in zip(first[:both], second[:both], strict=True) for c in pair]
    return [*pairs, *first[both:], *second[both:]]


def _verdict(two: _Two, *, some: bool) -> Verdict:
    if not some or math.inf in {two.cost_in, two.relaxed_in}:
        return "cannot"
    if math.inf in {two.cost_out, two.relaxed_out}:
        return "must"
    if math.isfinite(two.cost_in) and math.isfinite(two.cost_out):
        return "worth"
    return "unknown" if math.isnan(two.relaxed_out - two.relaxed_in) else "relaxation"


def _rank(w: Worth, model: Model) -> tuple[int, float, int]:
    """Return where a candidate stands: must first, then by expected worth, what fits nowhere last."""
    c = model.problem.candidates
    group = {"must": 0, "cannot": 2}.get(w.verdict, 1)
    landing = (c.landing_low[w.candidate] + c.landing_high[w.candidate]) / 2
    known = [v for v in (w.worth, w.relaxed, -w.reduced) if math.isfinite(v)]
    return group, -(known[0] * landing) if known else math.inf, w.candidate
