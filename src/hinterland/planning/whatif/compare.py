"""Two plans held against each other, row by row."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.planning.matrix import Array
    from hinterland.planning.model.build import Model

Kind = Literal["opening", "expansion", "attraction", "target", "cost"]
Verdict = Literal["same", "only_a", "only_b", "moved", "later", "sooner", "more", "less"]
"""Of plan b against plan a. moved: to another park, whenever; later, sooner: at the same park."""
NAN = float("nan")
SAME = 1e-6
"""Relative difference that is rounding."""
CHOSEN = 0.5


@dataclass(frozen=True, slots=True)
class Difference:
    """A row of two plans, a and b.

    Attributes
    ----------
    kind, of
        What is compared: the opening of a candidate, the expansion of a plant, persons attracted to a park, what a
        target reaches, a part of the cost; and its id.
    verdict
        How b differs from a.
    a, b
        Capacity of the candidate, units of expansion over all years, persons over all years, value of the target in
        the unit of its level, CNY discounted; NaN where a plan does not have it.
    place_a, place_b
        Park of an opening, empty otherwise.
    year_a, year_b
        Calendar year in which an opening is decided, None otherwise.
    """

    kind: Kind
    of: str
    verdict: Verdict
    a: float
    b: float
    place_a: str = ""
    place_b: str = ""
    year_a: int | None = None
    year_b: int | None = None


def compare(a: Model, xa: Array, b: Model, xb: Array) -> tuple[Difference, ...]:
    """Return two plans row by row, matched by id: openings, expansions, attraction, targets, costs.

    Parameters
    ----------
    a, xa
        A model and its plan.
    b, xb
        Another one, of the same problem or of one that has some of the same ids.
    """
    found = _openings(a, xa, b, xb)
    found += _amounts("expansion", _expanded(a, xa), _expanded(b, xb))
    found += _amounts("attraction", _attracted(a, xa), _attracted(b, xb))
    reached = ({r.target.name: r.value(x) for r in m.targets} for m, x in ((a, xa), (b, xb)))
    found += _amounts("target", *reached)
    found += _amounts("cost", a.cost(xa), b.cost(xb))
    return tuple(found)


def openings(model: Model, x: Array) -> dict[str, tuple[str, int, float]]:
    """Return what a plan opens: candidate -> (park, year of the decision, capacity)."""
    names, c = model.problem.names, model.problem.candidates
    site, year = np.nonzero(x[model.made.opened.index] > CHOSEN)
    return {
        names.candidates[c.site_candidate[s]]: (
            names.parks[c.site_park[s]],
            names.years[t],
            float(c.capacity[c.site_candidate[s]]),
        )
        for s, t in zip(site.tolist(), year.tolist(), strict=True)
    }


def _openings(a: Model, xa: Array, b: Model, xb: Array) -> list[Difference]:
    in_a, in_b = openings(a, xa), openings(b, xb)
    found = []
    for candidate in [*in_a, *(c for c in in_b if c not in in_a)]:
        place_a, year_a, much_a = in_a.get(candidate, ("", None, NAN))
        place_b, year_b, much_b = in_b.get(candidate, ("", None, NAN))
        verdict: Verdict
        if year_a is None or year_b is None:
            verdict = "only_b" if year_a is None else "only_a"
        elif place_a != place_b:
            verdict = "moved"
        elif year_a != year_b:
            verdict = "later" if year_b > year_a else "sooner"
        else:
            verdict = "same"
        found.append(
            Difference("opening", candidate, verdict, much_a, much_b, place_a, place_b, year_a, year_b)
        )
    return found


def _expanded(model: Model, x: Array) -> dict[str, float]:
    return _some(model.problem.names.plants, x[model.made.expand.index].sum(axis=1))


def _attracted(model: Model, x: Array) -> dict[str, float]:
    return _some(model.problem.names.parks, x[model.made.attract.index].sum(axis=(1, 2)))


def _some(names: Sequence[str], amounts: Array) -> dict[str, float]:
    least = SAME * max(1.0, float(np.abs(amounts).max(initial=0.0)))
    return {n: v for n, v in zip(names, amounts.tolist(), strict=True) if v > least}


def _amounts(kind: Kind, in_a: dict[str, float], in_b: dict[str, float]) -> list[Difference]:
    found = []
    for name in [*in_a, *(n for n in in_b if n not in in_a)]:
        a, b = in_a.get(name, NAN), in_b.get(name, NAN)
        found.append(Difference(kind, name, _differs(name in in_a, name in in_b, a, b), a, b))
    return found


def _differs(there_a: bool, there_b: bool, a: float, b: float) -> Verdict:
    if not (there_a and there_b):
        return "only_a" if there_a else "only_b"
    if math.isclose(a, b, rel_tol=SAME, abs_tol=SAME) or (math.isnan(a) and math.isnan(b)):
        return "same"
    return "more" if b > a else "less"
