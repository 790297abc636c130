"""What prices of promises are: three of a target, points of a curve, cells of a front."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array
    from hinterland.planning.solve.answer import Status
    from hinterland.result import Said

NAMES = ("relaxation", "fixed", "up", "down")
"""The three prices; the step has two."""


@dataclass(frozen=True, slots=True)
class Value:
    """One price, in CNY of the objective a unit of level (1.0 of a share is 100 points), always of *more* promise.

    Attributes
    ----------
    value
        None where there is none, and `why` says so.
    low, high
        What the gaps of the plans leave open; None where nothing does (`high` also where no plan was found).
    step
        By how much the level was moved, in its unit; 0 for prices that move nothing.
    why
        Reason of a missing price, or a remark on one that is there.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    step: float = 0.0
    why: Said | None = None

    @property
    def within_gap(self) -> bool:
        """Return whether the gaps leave open that this price is 0."""
        return self.value is not None and self.low is not None and self.low <= 0.0 < (self.high or 0.0)


@dataclass(frozen=True, slots=True)
class Price:
    """The three prices of a target.

    Attributes
    ----------
    target
        Position in the problem.
    relaxation
        Of the policy: what one more unit costs if plants could come in parts (dual of the target's row in the linear
        relaxation).
    fixed
        Of running the plan: what one more unit costs with the openings as they are.
    up, down
        Of a step: what is paid a unit for 1 percent more, saved a unit for 1 percent less, all planned again.
    """

    target: int
    relaxation: Value
    fixed: Value
    up: Value
    down: Value


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a curve: the cheapest plan found that holds a level.

    Attributes
    ----------
    level
        In the unit of the target.
    public
        Public cost of the plan, CNY discounted; None without a plan.
    cost, bound
        Objective of the plan and what was proved of it, both made monotone: more promise never costs less.
    status
        Of the search; `infeasible` also where a lower level was already proved impossible.
    x
        The plan, None without one.
    """

    level: float
    public: float | None
    cost: float | None
    bound: float | None
    status: Status
    x: Array | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """Public cost against the level of a target.

    Attributes
    ----------
    target
        Position in the problem.
    stricter
        1 where more is more promise, -1 for `single`, whose level is a most.
    without
        What is reached without a plan, None where nobody knows.
    points
        From the loosest level to the strictest.
    """

    target: int
    stricter: int
    without: float | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A plan for levels of two targets; see `Point`.

    `front`: no other plan found is as good in both and in cost, and better in one of the three.
    """

    level_a: float
    level_b: float
    public: float | None
    cost: float | None
    bound: float | None
    status: Status
    front: bool
    x: Array | None = None


@dataclass(frozen=True, slots=True)
class Front:
    """Public cost against the levels of two targets, by `a` then `b`, from the loosest to the strictest."""

    a: int
    b: int
    cells: tuple[Cell, ...]
