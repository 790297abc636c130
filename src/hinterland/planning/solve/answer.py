"""What is asked of a solver, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array

Status = Literal["optimal", "feasible", "infeasible", "unbounded", "unknown", "cancelled"]
"""optimal: within the gap asked for. feasible: a plan, stopped by time. unknown: no plan found in the time, and none
proved impossible. cancelled: by the user; the best plan until then, if any, is in the answer."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how well.

    Attributes
    ----------
    gap
        Relative gap between plan and bound at which one may stop.
    time
        Seconds, kept within 10 percent.
    seed
        Of every choice by chance.
    threads
        Small programs that are solved side by side; 0 for one a core.
    """

    gap: float = 0.02
    time: float = 60.0
    seed: int = 20210811
    threads: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A moment of the search: seconds since its start, what was proved, what was found (inf: nothing), by what."""

    seconds: float
    bound: float
    best: float
    by: str


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The linear relaxation at its optimum.

    Attributes
    ----------
    objective
        Its value, a lower bound of every plan's.
    x, reduced
        Values and reduced costs of the variables.
    price
        Change of the objective for one more unit of each row's active side (its dual), (rows,).
    """

    objective: float
    x: Array
    reduced: Array
    price: Array


@dataclass(frozen=True, slots=True)
class Answer:
    """What a solver found.

    Attributes
    ----------
    x
        Values of the variables, None where no plan was found.
    objective, bound
        Of the plan, and the least any plan can have; inf and -inf where nobody knows.
    gap
        (objective - bound) / |objective|, 0 where both are 0, inf without a plan.
    violation
        By how much the plan breaks rows and bounds at most, unscaled (`Program.violation`).
    relaxed
        The linear relaxation, where it was solved.
    steps
        The search, for progress and pictures.
    """

    status: Status
    x: Array | None
    objective: float
    bound: float
    gap: float
    violation: float
    seconds: float
    relaxed: Relaxed | None = None
    steps: tuple[Step, ...] = field(default=())


Watch = "Callable[[Step], None]"
"""Called at every step of a search and about once a second; may raise `Cancelled`, which ends it with the best so
far."""


def gap_of(objective: float, bound: float) -> float:
    """Return the relative gap between a plan and a bound."""
    if objective == float("inf") or bound == float("-inf"):
        return float("inf")
    off = max(0.0, objective - bound)
    return off / abs(objective) if objective else (0.0 if off <= 1e-9 else float("inf"))
