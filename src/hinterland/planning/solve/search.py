"""What the rungs of the ladder share: the best plan, the bound, and what they rule out."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland.planning.solve.answer import gap_of
from hinterland.planning.solve.beside import Heart
from hinterland.planning.solve.clock import Clock
from hinterland.planning.solve.highs import passed, run
from hinterland.planning.solve.rows import Rows
from hinterland.planning.solve.scale import most, sizes_of
from hinterland.planning.solve.session import Session
from hinterland.planning.solve.small import Surroundings, cheaper

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.planning.matrix import Array, Ints, Program
    from hinterland.planning.solve.answer import Limits, Relaxed, Step
    from hinterland.planning.solve.highs import Ended
    from hinterland.planning.solve.learned import Learned
    from hinterland.planning.solve.small import Small

SMALL = 1e-9
FEASIBLE, ENDLESS = 2, 1e20
"""HiGHS: a solution holds; no bound."""
BROKEN = 1e-5
"""By how much a plan may break its unscaled rows at most."""
SMALL_TIME = 20.0
"""Seconds of a small program at most."""
PLAIN = {
    "presolve_rule_off": 1 << 12,  # its aggregator can run in circles
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_heuristic_run_feasibility_jump": False,
}
"""HiGHS: branch and bound alone. Its own small programs took most of the time and found less than its tree does."""

FEWER = {"mip_allow_restart": False}
"""HiGHS: no new beginning at the root, which pays where a tree follows."""


@dataclass(frozen=True, slots=True)
class Part:
    """What came of a program with some whole numbers only: how it ended, values if any, and a bound."""

    ended: Ended
    x: Array | None
    bound: float


class Search:
    """The state of a search."""

    def __init__(
        self,
        program: Program,
        limits: Limits,
        watch: Callable[[Step], None] | None,
        clock: Clock | None = None,
    ) -> None:
        self.program, self.limits = program, limits
        self.clock = Clock(limits, watch) if clock is None else clock
        self.session = Session(program, seed=limits.seed)
        self.enough = limits.gap
        self.workers = limits.threads or os.cpu_count() or 1
        self.whole = np.flatnonzero(program.integer)
        self.low, self.high = program.low.copy(), program.high.copy()
        self.plain: Relaxed | None = None
        self.relaxed: Relaxed | None = None
        self.cuts = Rows.none(program.shape[1])
        self.strong: Session | None = None
        self.best: Array | None = None
        self.pool: list[Array] = []
        self.proved = False
        self.settles = False
        self.decided: tuple[Ints, Array] | None = None
        self.staged = False
        self._loose = False
        self._firm: Array | None = None
        self._floor: tuple[Relaxed, float] | None = None
        self.learned: Learned | None = None
        self._surroundings: Surroundings | None = None

    @property
    def gap(self) -> float:
        """Return the gap between the best plan and the bound."""
        return gap_of(self.clock.best, self.clock.bound)

    @property
    def least(self) -> float:
        """Return by how much a better plan must be better."""
        return least_of(self.clock.best)

    def violation(self, x: Array) -> float:
        """Return by how much a plan breaks the unscaled rows at most, of their size."""
        return self.program.violation(x, sizes_of(self.session.scaled))

    def beside(self, program: Program) -> Search:
        """Return a search on the same clock and session for a program with other bounds and costs; it has no plan."""
        other = Search.__new__(Search)
        other.__dict__.update(self.__dict__)
        other.program, other.session = program, self.session.on(program)
        other.clock = self.clock.part()
        other.enough = 0.0  # however good: what it finds is not judged by its own cost
        other.low, other.best = program.low.copy(), None
        other._surroundings = other._floor = None
        other._firm, other._loose = None, False
        return other

    def softened(self, program: Program) -> Search:
        """Return a search on the same clock and session for the program with its targets at a price."""
        other = self.beside(program)
        other.high, other.learned = program.high.copy(), None
        other.relaxed = other.session.solve(seconds=self.clock.left, clock=self.clock)
        if other.relaxed is not None:
            other.clock.bound = other.relaxed.objective
        return other

    def change(self, program: Program) -> None:
        """Go on with a program that has less plans: those that are known are forgotten, the bound is kept.

        What was proved of the plans that are gone is proved of no other.
        """
        self.program, self.session = program, Session(program, seed=self.limits.seed)
        self.high, self.best, self.pool = program.high.copy(), None, []
        self.clock.best, self.proved = np.inf, False
        self.learned = self._surroundings = self.strong = None
        self.relaxed = self.session.solve(seconds=self.clock.left, clock=self.clock)

    def over(self) -> bool:
        """Return whether the search may end: the gap is small enough, time is up, or it was cancelled."""
        return self.proved or self.clock.left <= 0 or self.gap <= self.enough

    def relax(self) -> Ended:
        """Solve the relaxation; it is the first bound."""
        self.relaxed = self.plain = self.session.solve(seconds=self.clock.left, clock=self.clock)
        if self.relaxed is not None:
            self.raise_bound(bound_of(self.program, self.relaxed), "relaxation")
        return self.session.status

    def raise_bound(self, bound: float, by: str) -> None:
        """Take note of a bound, where it is better than the one before."""
        if np.isfinite(bound) and bound > self.clock.bound:
            self.clock.bound = min(bound, self.clock.best)
            self.clock.step(by)

    def offer(self, x: Array | None, by: str) -> bool:
        """Take a plan if it holds and is better than the best; flows are found anew for its whole numbers.

        One that holds is kept in any case as one of the plans that others are compared with.
        """
        settled = None if x is None else self._holding(x)
        if settled is None:
            return False
        self.pool = [*self.pool[-4:], settled]
        return self._better(settled, by)

    def _holding(self, x: Array) -> Array | None:
        """Return a plan with flows anew, None where it does not hold."""
        settled = self.settled(x)
        self.settles = settled is not None and self.violation(settled) <= BROKEN
        return settled if self.settles else None

    def _better(self, settled: Array, by: str) -> bool:
        """Take a plan that holds if it is better than the best."""
        cost = float(self.program.cost @ settled)
        if cost >= self.clock.best - least_of(cost):
            return False
        self.best, self.clock.best = settled, cost
        self._firm, self._loose = settled, False
        self.clock.bound = min(self.clock.bound, cost)
        self._rule_out()
        self.clock.step(by)
        return True

    def take(self, x: Array, by: str) -> None:
        """Take a better plan that holds, as it is: `settle` finds its flows anew."""
        self.best, self.clock.best = x, float(self.program.cost @ x)
        self.clock.bound = min(self.clock.bound, self.clock.best)
        self._loose = True
        # what it rules out is told once it is settled: until then rows may be broken by what HiGHS allows
        self.clock.step(by)

    def settle(self) -> None:
        """Find flows anew for the best plan, if it was taken as it is; the last one that was settled stays else."""
        if not self._loose or self.best is None:
            return
        self._loose = False
        settled, self.clock.best = self._holding(self.best), np.inf
        if settled is not None:
            self._better(settled, "neighbourhood")
        elif self._firm is not None:
            self.best, self.clock.best = self._firm, float(self.program.cost @ self._firm)

    def settled(self, x: Array) -> Array | None:
        """Return the best plan with the whole numbers of x, exactly whole; None where HiGHS finds none."""
        rounded = np.round(x[self.whole])
        found = self.session.flows(self.whole, rounded, max(5.0, self.clock.left))
        if found is None:
            return None
        settled = np.clip(found.x, self.program.low, self.program.high)
        settled[self.whole] = rounded
        return settled

    def _rule_out(self) -> None:
        """Fix whole numbers at 0 whose reduced cost is above the distance of bound and best: no better plan has them.

        The argument holds for the relaxation that the reduced costs belong to, so its objective counts, not a bound
        from elsewhere.
        """
        if self.relaxed is None or self.clock.bound == -np.inf:  # nothing is proved
            return
        room = self.clock.best - self._proved_by(self.relaxed)
        at = self.whole
        never = (self.relaxed.reduced[at] > room * (1 + 1e-6) + SMALL) & (np.round(self.low[at]) == 0)
        self.high[at[never]] = np.minimum(self.high[at[never]], 0.0)

    def _proved_by(self, relaxed: Relaxed) -> float:
        """Return the bound that a relaxation proves, that with cuts or that without, which has less rows."""
        if self._floor is None or self._floor[0] is not relaxed:
            plain = len(relaxed.price) == self.program.shape[0]
            self._floor = relaxed, bound_of(self.program if plain else self.cuts.of(self.program), relaxed)
        return self._floor[1]

    def mip(self, low: Array, high: Array) -> Ended:
        """Solve the program within bounds that leave out no better plan by branch and bound; return how it ended.

        What it finds is offered, what it proves counts.
        """
        model = passed(self._within(low, high), **self.options(self.limits.gap))
        ended = run(model, self.clock.left, self.clock)
        known = self.clock.best
        self.offer(self._found(model), "branch and bound")
        info = model.getInfo()
        if ended == "infeasible":  # nothing is better than the best, or nothing holds at all
            self.proved = True
            self.raise_bound(known, "branch and bound")
        elif abs(info.mip_dual_bound) < ENDLESS:
            self.raise_bound(min(info.mip_dual_bound * self.session.scaled.cost, known), "branch and bound")
        return ended

    def partly(self, whole: Ints, seconds: float, gap: float) -> Part:
        """Solve the program with some whole numbers only, within some seconds; return what came of it.

        It changes nothing in the search, which other threads may use meanwhile.
        """
        integer = np.zeros(len(self.program.integer), dtype=np.bool_)
        integer[whole] = True
        scaled = self.session.scaled
        program = replace(
            self.cuts.scaled(scaled.column).of(self._within(self.low, self.high)), integer=integer
        )
        model = passed(program, **self.options(gap))
        ended = run(model, min(seconds, self.clock.left), Heart(self.clock))
        bound = float(model.getInfo().mip_dual_bound)
        return Part(
            ended, self._found(model), bound * self.session.scaled.cost if abs(bound) < ENDLESS else -np.inf
        )

    def prove(self, part: Part) -> None:
        """Take note of what a program with some whole numbers only proves of this one, which has more."""
        if part.ended == "infeasible":
            self.proved = True
            self.raise_bound(self.clock.best, "branch and bound")
        else:
            self.raise_bound(min(part.bound, self.clock.best), "dearest first")

    def small_one(self, small: Small, nodes: int, leave: float) -> tuple[Array | None, int]:
        """Solve a small program around a plan; it changes nothing in the search, which other threads use meanwhile.

        Parameters
        ----------
        small
            The small program.
        nodes, leave
            Its nodes at most; by how much what it finds may cost more than its best.

        Returns
        -------
        tuple
            Values of its variables if it found a better plan, and what it took in iterations of the simplex method,
            which are the same on every machine.
        """
        gap = {"mip_abs_gap": leave / self.session.scaled.cost, "mip_rel_gap": 0.0}
        model = passed(small.program, mip_max_nodes=nodes, **(self.options(0.0) | gap))
        run(model, min(self.clock.left, SMALL_TIME), Heart(self.clock))
        found = values(model)
        better = None if found is None else self.surroundings.unscaled(small, found)
        return better, int(model.getInfo().simplex_iteration_count)

    @property
    def surroundings(self) -> Surroundings:
        """Return what small programs are cut from."""
        if self._surroundings is None:
            self._surroundings = Surroundings(self.program, self.session.scaled)
        return self._surroundings

    def options(self, gap: float) -> dict[str, Any]:
        """Return options of HiGHS for branch and bound alone that may leave a relative gap."""
        return {"random_seed": self.limits.seed % 2**31, "mip_rel_gap": gap} | PLAIN

    def _found(self, model: Any) -> Array | None:
        found = values(model)
        return None if found is None else found * self.session.scaled.column

    def _within(self, low: Array, high: Array) -> Program:
        """Return the scaled program within bounds, and with a row that asks for less than the best costs.

        A plan to begin with would say the same, but HiGHS 1.16 with presolve may then report optima that are none.
        """
        scaled = self.session.scaled
        p = scaled.program
        cost = self.program.cost * scaled.column / scaled.cost
        bounded = replace(p, cost=cost, low=low / scaled.column, high=high / scaled.column)
        if self.best is None:
            return bounded
        return cheaper(bounded, (self.clock.best - self.least) / scaled.cost)


def least_of(cost: float) -> float:
    """Return by how much a plan must cost less than so much to be better."""
    return SMALL * max(1.0, abs(cost))


def values(model: Any) -> Array | None:
    """Return the best solution that a HiGHS object holds, None where it holds none."""
    info = model.getInfo()
    if info.primal_solution_status != FEASIBLE or not np.isfinite(info.objective_function_value):
        return None
    return np.asarray(model.getSolution().col_value)


def bound_of(program: Program, relaxed: Relaxed) -> float:
    """Return a lower bound that the row prices prove, whatever tolerance they were found with.

    min over x within bounds of c x - y (A x) + y b: what the prices y leave of each cost, at the bound that is worse.
    The objective of the relaxation itself where a variable has no bound on that side.
    """
    y = relaxed.price
    y = np.where(
        ((y > 0) & ~np.isfinite(program.row_low)) | ((y < 0) & ~np.isfinite(program.row_high)), 0.0, y
    )
    sides = np.where(y > 0, program.row_low, program.row_high)
    left = program.cost - program.matrix.T @ y
    high = most(program)
    worst = np.where(left > 0, program.low, high)
    used = np.abs(left) > 0
    if not np.isfinite(worst[used]).all():
        return relaxed.objective
    proved = float((y[y != 0] * sides[y != 0]).sum() + (left[used] * worst[used]).sum())
    return min(relaxed.objective, proved)
