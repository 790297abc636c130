"""Dive: whole numbers are fixed by and by where the relaxation wants them, with an undo that cannot cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.solve.room import Room

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Ints, Program
    from hinterland.planning.solve.answer import Relaxed
    from hinterland.planning.solve.beside import Heart
    from hinterland.planning.solve.clock import Clock
    from hinterland.planning.solve.session import Session

WHOLE = 1e-6
"""How far from a whole number counts as whole."""
SURE = 0.9
"""A fraction from which a variable is rounded up with others at once."""
PART = 0.06
"""Share of the fractional variables that is rounded in one round at least."""


def dive(
    program: Program,
    session: Session,
    relaxed: Relaxed,
    clock: Clock | Heart,
    wanted: Array | None = None,
    part: float = PART,
    dear: float = 0.0,
) -> Array | None:
    """Return values of a plan whose whole numbers are whole, None where the dive found none.

    Each round raises some variables to their next whole number, those that fit beside what was raised before; where
    that leaves no plan, all that is not raised yet is lowered; where that leaves none either, a quarter of them is
    raised, down to one. One that leaves no plan alone is lowered for good.
    Where that leaves none either, the later half of what was raised is let go, and what is lowered stays so. Every
    round so raises or lowers a variable that was free, and letting go is allowed `LETS` times: it ends.
    With few fractional ones left, those that are whole are raised, too.

    Parameters
    ----------
    wanted
        Values to begin with, of an earlier plan: those that are above 0 are raised first.
    part
        Share of the fractional variables that is rounded in one round at least.
    dear
        Power of a variable's cost that its fraction is weighted with: above 0, what is large is raised before the
        small has taken its room, as first-fit decreasing does.
    """
    search = _Dive(program, session, clock, part, dear)
    if wanted is not None:
        asked = program.integer & (np.round(wanted) > search.low) & (np.round(wanted) <= search.high)
        found = search.raised(np.flatnonzero(asked), np.round(wanted[asked]))
        relaxed = found or relaxed
    return search.run(relaxed)


def _weights(program: Program, dear: float) -> Array:
    """Return the weight of each variable, 1 for a whole number of middling cost."""
    cost = np.abs(program.cost)
    some = cost[program.integer & (cost > 0)]
    usual = float(np.median(some)) if len(some) else 1.0
    return np.asarray(np.maximum(cost / usual, LIGHT) ** dear)


LIGHT = 1e-3
"""Cost, over a middling one, that a variable is weighted with at least."""
FEW = 12
"""Fractional variables up to which all of them are lowered at once where raising does not work."""
LATE = 25
"""Fractional variables up to which those that are whole are raised as well."""
LETS = 40
"""How often the later half of what was raised may be let go."""


class _Dive:
    def __init__(
        self, program: Program, session: Session, clock: Clock | Heart, part: float, dear: float
    ) -> None:
        self.program, self.session, self.clock, self.part = program, session, clock, part
        self.weight = _weights(program, dear)
        self.low = program.low.copy()
        self.ban = program.high.copy()  # what is lowered for good
        self.high = self.ban
        self.order: list[Ints] = []  # what was raised, round by round
        self.room = Room(program)
        self.lets = 0

    def run(self, relaxed: Relaxed) -> Array | None:
        """Round until everything is whole."""
        now: Relaxed | None = relaxed
        while now is not None and self.clock.left > 0:
            x = now.x
            open_ = np.flatnonzero(self.program.integer & (np.abs(x - np.round(x)) > WHOLE))
            if not len(open_):
                return np.where(self.program.integer, np.round(x), x)
            if len(open_) <= LATE:
                self._keep(x)
            now = self._round(x, open_)
        return None

    def _keep(self, x: Array) -> None:
        """Raise what the relaxation has whole: it would hand on what is broken from one to the next at no cost."""
        up = np.round(x)
        whole = np.flatnonzero(self.program.integer & (up > self.low) & (np.abs(x - up) <= WHOLE))
        if len(whole):
            self.low[whole] = up[whole]
            self.order.append(whole)

    def _round(self, x: Array, open_: Ints) -> Relaxed | None:
        """Raise the next variables and return the relaxation after it, None where there is none."""
        part = x[open_] - np.floor(x[open_])
        order = open_[np.argsort(-part * self.weight[open_], kind="stable")]
        count = max(1, int((part >= SURE).sum()), int(self.part * len(open_)))
        to = np.ceil(x - WHOLE)
        chosen = self.room.fitting(order, to, self.low, self.high, count)
        while len(chosen):
            found = self.raised(chosen, to[chosen])
            if found is not None or self.clock.left <= 0:
                return found
            if len(chosen) == 1:
                break
            settled = self._floored(x) if len(open_) <= FEW else None
            if settled is not None:
                return settled
            chosen = chosen[: max(1, len(chosen) // 4)]
        lowered = chosen if len(chosen) else order[:1]
        self.ban[lowered] = np.floor(x[lowered] + WHOLE)
        found = self._solve()
        while found is None and self.order and self.lets < LETS and self.clock.left > 0:
            self._let_go()
            found = self._solve()
        return found

    def _floored(self, x: Array) -> Relaxed | None:
        """Return the relaxation with all that is not raised lowered, where it is whole."""
        ban = self.ban
        self.ban = np.where(self.program.integer, np.minimum(ban, np.floor(x + WHOLE)), ban)
        found = self._solve()
        if found is None:
            self.ban = ban
        return found

    def _let_go(self) -> None:
        """Let go of the later half of what was raised."""
        self.lets += 1
        keep = len(self.order) // 2
        for at in self.order[keep:]:
            self.low[at] = self.program.low[at]
        self.order = self.order[:keep]

    def raised(self, at: Ints, to: Array) -> Relaxed | None:
        """Raise lower bounds; what leaves no plan is taken back."""
        low = self.low.copy()
        self.low[at] = np.minimum(to, self.ban[at])
        found = self._solve()
        if found is None:
            self.low = low
        else:
            self.order.append(at)
        return found

    def _solve(self) -> Relaxed | None:
        """Solve with what is raised and lowered, and without what has no room beside it."""
        self.high = self.ban.copy()
        self.room.close(self.low, self.high)
        return self.session.solve(low=self.low, high=self.high, seconds=self.clock.left, clock=self.clock)
