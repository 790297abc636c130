"""What reading a case gives: the problem, and what is needed to tell its answer in words of the case."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.ground.naming import Naming
    from hinterland.planning.problem import Array, Problem, Target
    from hinterland.result import Said


@dataclass(frozen=True, slots=True)
class Goal:
    """A target of the case under one definition.

    Attributes
    ----------
    target, metric
        Ids.
    row
        Its row of the table `targets`.
    wanted
        The same as the plan sees it.
    scale
        Units of the target in one unit of the model: 100 for a share in percent.
    unit, comparator, place, year
        Of the target.
    main
        Whether the plan is made for this definition.
    without
        What the definition gives without a plan by the case's own forecast, (low, likely, high), in the target's
        unit; None where nobody knows.
    national
        Output of the country that a share is of, (low, likely, high), in the product's unit; None for other kinds.
    notes
        What this definition assumes.
    """

    target: str
    metric: str
    row: Mapping[str, Any]
    wanted: Target
    scale: float
    unit: str
    comparator: str
    place: str
    year: int
    main: bool = False
    without: tuple[float, float, float] | None = None
    national: tuple[float, float, float] | None = None
    notes: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Unplannable:
    """A definition of a target that nothing can be planned for, and why."""

    target: str
    metric: str
    why: Said


@dataclass(frozen=True, slots=True)
class Reading:
    """A case as a planning problem.

    Attributes
    ----------
    seen
        The case as of the day.
    day, place, roots
        From when and by whom it is planned; finished products of the plan.
    problem
        Its targets are the main goals, in order.
    goals
        All definitions of all targets that can be planned for, the main ones too.
    unplannable
        Those that cannot.
    notes
        What was assumed.
    ask_low, ask_high
        What each candidate asks at least and at most, CNY, (candidates,).
    basis
        Of each candidate's row.
    members
        Zone to the places that were put together in it.
    naming
        Names of the case.
    use
        Share of a capacity that is used; an expansion of e usable units builds e / use.
    """

    seen: Cluster
    day: date
    place: str
    roots: tuple[str, ...]
    problem: Problem
    goals: tuple[Goal, ...]
    unplannable: tuple[Unplannable, ...]
    notes: tuple[Said, ...]
    ask_low: Array
    ask_high: Array
    basis: tuple[str, ...]
    naming: Naming
    use: float
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def main(self) -> tuple[Goal, ...]:
        """The goals that the plan is made for, in the order of the problem's targets."""
        return tuple(g for g in self.goals if g.main)
