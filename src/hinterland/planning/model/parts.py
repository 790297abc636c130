"""What belongs to one product: the part of a program that could be planned by itself if all prices were known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from hinterland.planning.matrix import Ints
    from hinterland.planning.problem import Problem


def parts(problem: Problem) -> dict[str, Ints]:
    """Return the product that each member of a dimension makes or is, by dimension."""
    c = problem.candidates
    return {
        "product": np.arange(len(problem.names.products)),
        "process": problem.technology.output,
        "plant": problem.plants.product,
        "candidate": c.product,
        "site": c.product[c.site_candidate],
    }
