"""What a search knows of neighbourhoods: what belongs together, which kinds and sizes paid, when a turn is due."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.solve import near
from hinterland.planning.solve.arms import Arms

if TYPE_CHECKING:
    from hinterland.planning.solve.search import Search

SIZES = (50, 100, 200, 400, 800, 1600)
"""Whole numbers that may change in a neighbourhood."""
BEGUN = 5
"""Shapes, cheapest first, that are tried from the beginning; one more each time that little was found for a while."""
TURN = 200
"""Neighbourhoods of a turn, after which one is taken with credit."""
FLOWS, ITERATIONS, ITEMS, HARDER = 10, 100, 4.0, 100
"""A first guess of what a small program takes: flows that belong to a whole number, iterations of any, items of a
thin one over those of others, and the whole numbers whose square is another iteration."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a neighbourhood is.

    Attributes
    ----------
    size
        Whole numbers that may change.
    far
        Whether all flows may that are used, or those that belong to the whole numbers.
    thin
        Whether there are few ways for many items, or many ways for few.
    """

    size: int
    far: bool
    thin: bool

    def work(self, flows: float, rows: int) -> float:
        """Return a first guess of what a small program of a program with so many flows and rows takes."""
        width = self.size + (flows if self.far else min(flows, FLOWS * self.size))
        hard = (self.size * (ITEMS if self.thin else 1.0)) ** 2 / HARDER
        return width * (ITERATIONS + hard + (rows / 4 if self.far else 0.0))

    def everything(self, count: int) -> bool:
        """Return whether all may change of a program with so many whole numbers."""
        return self.far and not self.thin and self.size >= count


class Learned:
    """What a search knows of neighbourhoods.

    Attributes
    ----------
    kind, shape
        What each kind and each shape gained for its work.
    top
        Shapes that are tried, the cheapest so many.
    turn, wait
        Neighbourhoods since the last turn with credit, and after how many the next one is due.
    spent, due
        Work of all of them, and at how much of it the next turn with credit is due, if that comes first.
    poor
        Turns with credit that gained little or could not be taken, one after the other.
    """

    def __init__(self, search: Search) -> None:
        self.kinds = near.kinds(search.program)
        self.first = near.first_ways(self.kinds, search.relaxed)
        # a program with a row more is another one: its neighbourhoods are drawn anew
        self.r = np.random.default_rng([search.limits.seed, search.program.shape[0]])
        asked = ["asked"] if len(self.kinds.asked) else []
        names = ["relaxed", "missed", "chance", "others", *asked, *self.kinds.groups]
        self.kind = Arms(names, np.ones(len(names)))
        flows = float(search.surroundings.flows.sum())
        # a size that takes in everything is enough
        sizes = SIZES[: 1 + sum(size < len(self.kinds.at) for size in SIZES)]
        every = [Shape(size, far, thin) for size in sizes for far in (False, True) for thin in (False, True)]
        work = np.array([shape.work(flows, search.program.shape[0]) for shape in every])
        order = np.argsort(work, kind="stable")
        self.shapes = [every[i] for i in order]
        self.shape = Arms([str(s) for s in self.shapes], work[order])
        self.top = BEGUN
        self.turn, self.wait = 0, float(TURN)
        self.spent, self.due = 0.0, math.inf
        self.poor = 0
