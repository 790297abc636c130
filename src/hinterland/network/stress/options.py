"""How plants behave in a shock, and how long one looks."""

from __future__ import annotations

import math
from dataclasses import dataclass

from hinterland.network.stress.hits import LONGEST
from hinterland.network.stress.model import Rules
from hinterland.result import Said

STEPS = {"day": 1, "week": 7}
DENSITY, DECAY = 3.0, 1.0


@dataclass(frozen=True, slots=True)
class Options:
    """How plants behave, and how long one looks.

    Attributes
    ----------
    step
        `day` or `week`: what a row of the series stands for. The model steps by day.
    horizon
        Days looked at from the first shock on; None: until 60 days after the last ends, at least 120.
    inventory
        Days of cover of every input, in place of what the case and the defaults say; None: those.
    rationing
        `proportional`: all get the same share of what they ordered; `priority`: plants first, then buyers outside.
    reroute_delay
        Days of short delivery after which a buyer asks other plants of the product; None: never.
    refill
        Days over which a gap in a stock is refilled.
    overcapacity
        Most that a plant can make as a multiple of its base output, where its capacity is not stated higher.
    transport
        Days between delivery and use beyond the first.
    psi
        Share of the stock aimed at below which production falls; 0: stocks are used up.
    ordering
        `demand`: plants order what their demand takes; `made`: what they have used.
    density, decay
        Mean suppliers of a buyer and product where links are drawn, and how they thin out with distance.
    synthetic
        Whether made-up plants count.
    """

    step: str = "day"
    horizon: int | None = None
    inventory: float | None = None
    rationing: str = "proportional"
    reroute_delay: float | None = None
    refill: float = 6.0
    overcapacity: float = 1.0
    transport: float = 0.0
    psi: float = 0.0
    ordering: str = "demand"
    density: float = DENSITY
    decay: float = DECAY
    synthetic: bool = True

    def faults(self) -> list[Said]:
        """Return what is wrong with the options."""
        most = LONGEST
        checks = (
            (
                self.step in STEPS,
                f"step is {self.step!r}; write day or week",
                f"步长为“{self.step}”；请写 day 或 week",
            ),
            (
                self.horizon is None or 1 <= self.horizon <= most,
                f"the horizon is {self.horizon} days; write 1 to {most}",
                f"推演期为 {self.horizon} 天；请写 1 至 {most}",
            ),
            (
                self.inventory is None or 0 <= self.inventory <= most,
                f"inventory is {self.inventory} days of cover; write 0 to {most}",
                f"库存为 {self.inventory} 天用量；请写 0 至 {most}",
            ),
            (
                self.rationing in ("proportional", "priority"),
                f"rationing is {self.rationing!r}; write proportional or priority",
                f"配给方式为“{self.rationing}”；请写 proportional 或 priority",
            ),
            (
                self.reroute_delay is None or 0 <= self.reroute_delay <= most,
                f"the delay of rerouting is {self.reroute_delay} days; write 0 to {most}",
                f"转购延迟为 {self.reroute_delay} 天；请写 0 至 {most}",
            ),
            (
                0 < self.refill <= most,
                f"refill is {self.refill:g} days; write more than 0",
                f"补库时间为 {self.refill:g} 天；须大于 0",
            ),
            *self._rates(),
        )
        return [Said(en, zh) for good, en, zh in checks if not good]

    def _rates(self) -> tuple[tuple[bool, str, str], ...]:
        return (
            (
                1 <= self.overcapacity <= 10,
                f"overcapacity is {self.overcapacity:g}; write 1 to 10 (1.2: 20 % more)",
                f"超产倍数为 {self.overcapacity:g}；请写 1 至 10（1.2 即多产 20%）",
            ),
            (
                0 <= self.transport <= 365,
                f"transport is {self.transport:g} days; write 0 to 365",
                f"运输为 {self.transport:g} 天；请写 0 至 365",
            ),
            (0 <= self.psi <= 1, f"psi is {self.psi:g}; write 0 to 1", f"psi 为 {self.psi:g}；请写 0 至 1"),
            (
                self.ordering in ("demand", "made"),
                f"ordering is {self.ordering!r}; write demand or made",
                f"订货方式为“{self.ordering}”；请写 demand 或 made",
            ),
            (
                0 < self.density <= 1000,
                f"density is {self.density:g} suppliers; write more than 0, such as {DENSITY:g}",
                f"密度为 {self.density:g} 家供应商；须大于 0 且不超过 1000，如 {DENSITY:g}",
            ),
            (
                0 <= self.decay <= 10,
                f"decay is {self.decay:g}; write 0 (distance does not matter) to 10",
                f"距离衰减为 {self.decay:g}；请写 0（不计距离）至 10",
            ),
        )

    def rules(self) -> Rules:
        """Return the rules of the model, which steps by day."""
        reroute = -1 if self.reroute_delay is None else math.ceil(self.reroute_delay)
        return Rules(
            tau=max(1.0, self.refill),
            psi=self.psi,
            priority=self.rationing == "priority",
            reroute=reroute,
            lag=math.ceil(self.transport),
            by_demand=self.ordering == "demand",
        )
