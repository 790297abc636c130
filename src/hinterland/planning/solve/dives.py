"""A plan part by part and dives side by side: which one comes out best nobody knows before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hinterland.planning.solve.beside import Heart, side_by_side
from hinterland.planning.solve.by_part import by_part
from hinterland.planning.solve.dive import PART, dive
from hinterland.planning.solve.narrow import narrow
from hinterland.planning.solve.soften import TIMES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hinterland.planning.matrix import Array, Ints, Program
    from hinterland.planning.solve.answer import Relaxed
    from hinterland.planning.solve.search import Search

HARSH, COARSE = 10.0, 0.15
"""A high price of missed targets, and a large share of the fractional variables that is rounded at once."""
STYLES = (
    (TIMES, COARSE, 0.5),
    (TIMES, COARSE, 0.0),
    (TIMES, PART, 0.5),
    (HARSH, PART, 1.0),
    (TIMES, PART, 0.0),
    (TIMES, COARSE, 1.0),
    (HARSH, PART, 0.0),
    (HARSH, PART, 0.5),
)
"""Price of missed targets in a dive, the share that it rounds at once, and how much dear ones go first; as many of
these are tried as there are cores, one less where a plan is sought part by part."""


def dives(
    search: Search, relaxed: Relaxed, soft: Program, decided: tuple[Ints, Array] | None = None
) -> list[Array]:
    """Return the plans of the softened program that were found part by part and by dives, the cheapest first.

    Parameters
    ----------
    search
        Of the program whose targets must hold.
    relaxed
        Its relaxation.
    soft
        The program with targets at the price by which plans are compared.
    decided
        Positions and values of whole numbers that are decided already.
    """
    by_parts = [partial(by_part, search, relaxed, decided)] if search.program.parts else []
    jobs = by_parts + [partial(dived, search, relaxed, decided, *style) for style in STYLES[: search.workers]]
    found = cheapest_first(search, soft, jobs[: search.workers])
    if not found and search.workers == 1:
        found = cheapest_first(search, soft, jobs[1:])
    if not found and decided is not None:  # they leave no plan
        return dives(search, relaxed, soft)
    return found


def cheapest_first(search: Search, soft: Program, jobs: Sequence[Callable[[], Array | None]]) -> list[Array]:
    """Return the plans that jobs side by side find, by what they cost in the softened program."""
    found = [x for x in side_by_side(jobs, search.workers, search.clock) if x is not None]
    return sorted(found, key=lambda x: float(soft.cost @ x))


def dived(
    search: Search,
    relaxed: Relaxed,
    decided: tuple[Ints, Array] | None,
    times: float,
    part: float = COARSE,
    dear: float = 0.5,
) -> Array | None:
    """Return the plan of the softened program that a dive found, None where it found none.

    Parameters
    ----------
    search, relaxed, decided
        As of `dives`.
    times, part, dear
        A style.
    """
    inside = narrow(search, relaxed, decided, times)
    if inside is None:
        return None
    found = dive(inside.program, inside.session, inside.first, Heart(search.clock), part=part, dear=dear)
    return None if found is None else inside.whole(found)
