"""A linear program solved again and again with other bounds and costs, from the last basis: milliseconds each."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.solve.highs import (
    begin_with,
    bound_columns,
    bound_rows,
    passed,
    price_columns,
    relaxed_of,
    run,
    slack_rows,
)
from hinterland.planning.solve.scale import scale

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Bools, Ints, Program
    from hinterland.planning.solve.answer import Relaxed
    from hinterland.planning.solve.beside import Heart
    from hinterland.planning.solve.clock import Clock
    from hinterland.planning.solve.highs import Ended


class Session:
    """The linear relaxation of a program, held by HiGHS; all values are in the units of the program.

    Parameters
    ----------
    program
        What is solved, that some variables are whole numbers left aside.
    seed
        Of the solver.
    like
        Solved before, positions of its rows with which this program's begin, and of its variables that are this
        program's, None for the same ones: it goes on from that basis.

    Attributes
    ----------
    scaled
        The program as HiGHS holds it.
    status
        How the last `solve` ended: "optimal", "infeasible", "unbounded", "time", "stopped" or "unknown".
    """

    def __init__(
        self, program: Program, *, seed: int = 20210811, like: tuple[Session, Ints, Ints | None] | None = None
    ) -> None:
        self.program = program
        self.scaled = scale(program)
        self._model = passed(self.scaled.program, whole=False, random_seed=seed % 2**31)
        if like is not None:
            begin_with(self._model, like[0]._model, *like[1:])
        scaled = self.scaled.program
        self._now = {
            "low": scaled.low,
            "high": scaled.high,
            "row_low": scaled.row_low,
            "row_high": scaled.row_high,
            "cost": scaled.cost,
        }
        self.status: Ended = "unknown"

    def solve(
        self,
        *,
        low: Array | None = None,
        high: Array | None = None,
        row_low: Array | None = None,
        row_high: Array | None = None,
        cost: Array | None = None,
        fixed: tuple[Ints, Array] | None = None,
        seconds: float = float("inf"),
        clock: Clock | Heart | None = None,
    ) -> Relaxed | None:
        """Solve with other bounds and costs; what is not given is as in the program, whatever was asked before.

        Parameters
        ----------
        low, high, cost
            Of every variable, (variables,).
        row_low, row_high
            Of every row, (rows,).
        fixed
            Positions and values of variables that are held; goes before `low` and `high`.
        seconds
            Most time to take.
        clock
            May stop it earlier.

        Returns
        -------
        Relaxed or None
            None where there is no optimum; `status` says why.
        """
        s, p = self.scaled, self.program
        least = np.array(p.low if low is None else low, dtype=np.float64)
        most = np.array(p.high if high is None else high, dtype=np.float64)
        if fixed is not None:
            least[fixed[0]] = most[fixed[0]] = fixed[1]
        self._change("low", "high", least / s.column, most / s.column)
        self._change(
            "row_low",
            "row_high",
            (p.row_low if row_low is None else row_low) * s.row,
            (p.row_high if row_high is None else row_high) * s.row,
        )
        prices = (p.cost if cost is None else cost) * s.column / s.cost
        at = np.flatnonzero(prices != self._now["cost"])
        price_columns(self._model, at, prices[at])
        self._now["cost"] = prices
        self.status = run(self._model, seconds, clock)
        return relaxed_of(self._model, s) if self.status == "optimal" else None

    def slack(self) -> Bools:
        """Return which rows take no part in the last optimum, (rows,)."""
        return slack_rows(self._model)

    def flows(self, at: Ints, values: Array, seconds: float) -> Relaxed | None:
        """Return the optimum with the whole numbers of a plan held, as `solve` does.

        Of a session that has solved nothing before, by the interior point method, which takes half the time of the
        simplex method here.
        """
        if self.status == "unknown":
            self._model.setOptionValue("solver", "ipx")
        found = self.solve(fixed=(at, values), seconds=seconds)
        self._model.setOptionValue("solver", "choose")
        return found

    def on(self, program: Program) -> Session:
        """Return this session for a program with the same matrix and other bounds and costs; both go on by turns."""
        other = copy(self)
        other.program = program
        return other

    def _change(self, low: str, high: str, least: Array, most: Array) -> None:
        at = np.flatnonzero((least != self._now[low]) | (most != self._now[high]))
        change = bound_columns if low == "low" else bound_rows
        change(self._model, at, least[at], most[at])
        self._now[low], self._now[high] = least, most

    def ray(self) -> Array | None:
        """Return weights of rows that prove the last program infeasible, (rows,), None where there are none.

        The weighted sum of rows, each at its active side, asks for more than the bounds of the variables allow; rows
        with weight 0 have no part in it.
        """
        if self.status != "infeasible":
            return None
        _, there, ray = self._model.getDualRay()
        if not there or not len(ray):
            return None
        weights = np.asarray(ray)
        weights = np.where(np.abs(weights) > 1e-9 * np.abs(weights).max(), weights, 0.0)
        return np.asarray(weights * self.scaled.row)
