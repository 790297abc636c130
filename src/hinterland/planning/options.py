"""What a plan is asked for beside itself, and how much time each part may take."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hinterland.scenario import Change

SEED = 20210811
MOST_TIME = 86_400.0
SHARP = 0.1
"""Part of the gap asked for within which plans are looked for whose difference is a price."""
SHARES: Mapping[str, float] = {
    "sharper": 0.25,
    "ranges": 0.25,
    "definitions": 0.75,
    "prices": 0.5,
    "worth": 0.5,
    "attract": 1.0,
    "curve": 1.0,
    "pareto": 1.0,
    "alternatives": 1.0,
    "robust": 1.0,
    "elastic": 1.0,
    "conflict": 0.25,
    "compared": 1.0,
}
"""Time that each part may take at most, as a share of that of the plan; parts that are not asked for take none."""


@dataclass(frozen=True, slots=True)
class Extras:
    """What is computed beside the plan.

    Attributes
    ----------
    ranges
        The plan made again with what is asked at its low and its high end.
    definitions
        The plan made again under every other definition of each target.
    prices
        The three prices of each target.
    worth
        How many candidates outside the plan are planned for again; 0: no table `worth`.
    curve
        Targets (ids) whose public cost is told against their level.
    pareto
        Two targets whose levels are varied together.
    alternatives, slack
        Plans within (1 + slack) x the cost that differ most: how many.
    robust
        Share of scenarios in which targets shall hold; None: no scenarios.
    compare
        A scenario of the case: the plan is made for it, too, and both are compared.
    write
        File (.mps, .lp) that the program is written to.
    """

    ranges: bool = True
    definitions: bool = True
    prices: bool = True
    worth: int = 8
    curve: tuple[str, ...] = ()
    pareto: tuple[str, str] | None = None
    alternatives: int = 0
    slack: float = 0.05
    robust: float | None = None
    compare: tuple[Change, ...] = ()
    write: Path | None = None


@dataclass(frozen=True, slots=True)
class Effort:
    """How well and how long a plan is looked for: relative gap, seconds, seed, threads (0: as the solver likes)."""

    gap: float = 0.02
    time: float = 60.0
    seed: int = SEED
    threads: int = 0


def faults(extras: Extras, effort: Effort) -> list[Said]:
    """Return what is wrong with the options, everything at once."""
    checks = (
        (
            0 <= effort.gap < 1,
            f"the gap is {effort.gap:g}; write a share from 0 to less than 1, such as 0.02",
            f"最优性间隙为 {effort.gap:g}；请写 0 至 1 之间的比例，如 0.02",
        ),
        (
            math.isfinite(effort.time) and 0 < effort.time <= MOST_TIME,
            f"the time is {effort.time:g} s; write more than 0, at most {MOST_TIME:g}",
            f"时限为 {effort.time:g} 秒；须大于 0 且不超过 {MOST_TIME:g}",
        ),
        (
            effort.seed >= 0,
            f"the seed is {effort.seed}; write a whole number from 0 on",
            f"随机种子为 {effort.seed}；请写非负整数",
        ),
        (
            0 <= extras.alternatives <= 50,
            f"alternatives is {extras.alternatives}; write 0 to 50",
            f"备选方案数为 {extras.alternatives}；请写 0 至 50",
        ),
        (
            0 < extras.slack <= 10,
            f"the slack of alternatives is {extras.slack:g}; write a share above 0, such as 0.05",
            f"备选方案的成本余量为 {extras.slack:g}；请写大于 0 的比例，如 0.05",
        ),
        (
            extras.robust is None or 0 <= extras.robust <= 1,
            f"robust is {extras.robust}; write a share of scenarios from 0 to 1, such as 0.8",
            f"稳健比例为 {extras.robust}；请写 0 至 1 之间的情景比例，如 0.8",
        ),
        (
            extras.worth >= 0,
            f"worth is {extras.worth}; write how many candidates, from 0 on",
            f"价值评估的候选数为 {extras.worth}；请写非负整数",
        ),
        (
            extras.pareto is None or extras.pareto[0] != extras.pareto[1],
            f"a front needs two targets, not {extras.pareto[0] if extras.pareto else ''} twice",
            f"前沿需要两个不同的目标，而非两次 {extras.pareto[0] if extras.pareto else ''}",
        ),
    )
    return [Said(en, zh) for good, en, zh in checks if not good]
