"""Which zones, and which ways between them, all targets of a year count alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.matrix import numbered

if TYPE_CHECKING:
    from hinterland.planning.matrix import Ints
    from hinterland.planning.problem import Problem, Target

NEAR = ("sourced", "capacity", "available", "content")
"""Targets that ask what is near."""


def alike(problem: Problem) -> tuple[dict[str, Ints], ...]:
    """Return groups of zones and ways in each year, (members, years), by dimension: coarse ones, then fine ones.

    Zones are alike in a year if the same of its targets count them; in the fine groups, if these call the same zones
    near to them, too. Ways are alike if they go between alike zones and the same targets call them near. Rows of
    inertia join two years, `inertia/zone`: there all zones are alike.
    """
    coarse, fine = (_groups(problem, near=near) for near in (False, True))
    return (coarse,) if np.array_equal(coarse["zone"], fine["zone"]) else (coarse, fine)


def _groups(problem: Problem, *, near: bool) -> dict[str, Ints]:
    space = problem.space
    zones, ways = [], []
    for year in range(problem.years):
        targets = [t for t in problem.targets if t.year == year]
        zone = _zones(problem, targets, near=near)
        calls = [t.near for t in targets if t.kind in NEAR]
        zones.append(zone)
        ways.append(numbered(np.stack([zone[space.origin], zone[space.destination], *calls], axis=1)))
    zone, way = np.stack(zones, axis=1), np.stack(ways, axis=1)
    return {"zone": zone, "way": way, "inertia/zone": np.zeros_like(zone)}


def _zones(problem: Problem, targets: list[Target], *, near: bool) -> Ints:
    space, zones = problem.space, problem.market.demand.shape[1]
    counts = [np.zeros(zones, dtype=np.bool_), *(t.zones for t in targets)]
    for target in targets:
        if near and target.kind in NEAR:
            reach = np.zeros((zones, zones), dtype=np.bool_)
            reach[space.origin, space.destination] = target.near
            counts += [*reach, *reach.T]
    return numbered(np.stack(counts, axis=1))
