"""The measured pieces of work on cascades through supply networks, and a peer beside them; run by child.py.

Networks are made up by networks.py. `study_seconds` and `study_cpu_seconds` count preparing the network and running
the stop of every firm; drawing the network and loading compiled loops do not count.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import complete_bench
import numpy as np
import stress_bench
from networks import SIZES, draw

if TYPE_CHECKING:
    from hinterland.network.cascade.model import Rule
    from hinterland.network.graph import Network

DEAD = 1e-10
"""Sales below which the reference takes a market for 1."""


def _rule(mode: str) -> Rule:
    """Return the rule of a mode, as `hinterland risk` has it without further options."""
    from hinterland.network.risk.measure import rule_of

    return rule_of(mode, None, 1)


def cascade(size: str, mode: str, jobs: str) -> dict[str, Any]:
    """Stop every firm of a network, one a scenario."""
    from hinterland.network.cascade.engine import cascade as run
    from hinterland.network.cascade.engine import layout
    from hinterland.network.cascade.model import Shocks

    rule = _rule(mode)
    tiny = draw(SIZES["tiny"])
    run(layout(tiny), Shocks.each(np.arange(len(tiny), dtype=np.int32)), rule, jobs=int(jobs))
    network = draw(SIZES[size])
    began, cpu = time.perf_counter(), time.process_time()
    firms = np.arange(len(network), dtype=np.int32)
    found = run(layout(network), Shocks.each(firms), rule, jobs=int(jobs))
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    return {
        "study_seconds": seconds,
        "study_cpu_seconds": cpu,
        "ms_a_firm": 1e3 * cpu / len(network),
        "firms": len(network),
        "links": len(network.weight),
        "mean": float(found.both.mean()),
        "most_steps": int(found.steps.max()),
        "capped": int(found.capped.sum()),
    }


def peer_numpy(size: str, firms: str) -> dict[str, Any]:
    """Stop some firms as research scripts do, a scenario at a time over all links, in mode glcascade."""
    from hinterland.network.cascade.engine import cascade as run
    from hinterland.network.cascade.engine import layout
    from hinterland.network.cascade.model import Shocks

    network = draw(SIZES[size])
    chosen = np.linspace(0, len(network) - 1, int(firms)).astype(np.int32)
    began = time.perf_counter()
    plain = _Plain(network)
    prepared = time.perf_counter() - began
    began = time.perf_counter()
    found = [plain.stop(int(k)) for k in chosen]
    each = (time.perf_counter() - began) / len(chosen)
    same = run(layout(network), Shocks.each(chosen), _rule("glcascade"))
    return {
        "study_seconds": prepared + each * len(network),
        "study_cpu_seconds": prepared + each * len(network),
        "firms": len(chosen),
        "greatest_difference": float(np.abs(np.array(found) - same.both[:, 0]).max()),
    }


class _Plain:
    """One cascade in numpy, every link in every step."""

    def __init__(self, network: Network) -> None:
        self.count, self.seller, self.buyer = len(network), network.supplier, network.buyer
        self.sales = network.sales
        self.market = network.industry.of
        kind = network.industry.of[self.seller]
        class_ = network.essential[kind, network.industry.of[self.buyer]]
        pair = self.buyer.astype(np.int64) * len(network.industry.names) + kind
        self.groups, group = np.unique(pair, return_inverse=True)
        of_group = np.bincount(group, network.weight)[group]
        self.hard, self.soft = class_ == 2, class_ == 1
        self.group, self.owner = group, self.groups // len(network.industry.names)
        purchases = network.purchases[self.buyer]
        self.down = network.weight / np.where(self.hard, of_group, purchases)
        self.up = network.weight / self.sales[self.seller]
        self.weight = self.sales / self.sales.sum()

    def stop(self, firm: int) -> float:
        """Return ESRI of one firm, steps ending at an increase of 1e-2."""
        psi = np.zeros(self.count)
        psi[firm] = 1.0
        down, up, gain = psi, psi, 1.0
        while gain > 1e-2:
            left = np.bincount(self.market, self.sales * (1 - down))
            sigma = np.minimum(1.0, self.sales / np.where(left <= DEAD, 1.0, left)[self.market])
            loss = (sigma * down)[self.seller] * self.down
            worst = np.zeros(self.count)
            groups = np.bincount(self.group, np.where(self.hard, loss, 0.0), minlength=len(self.groups))
            np.maximum.at(worst, self.owner, groups)
            soft = np.bincount(self.buyer, np.where(self.soft, loss, 0.0), minlength=self.count)
            next_down = np.maximum(down, np.minimum(1.0, np.maximum(psi, np.maximum(worst, soft))))
            missed = np.bincount(self.seller, self.up * up[self.buyer], minlength=self.count)
            next_up = np.minimum(1.0, np.maximum(psi, missed))
            gain = max(float((next_down - down).max()), float((next_up - up).max()))
            down, up = next_down, next_up
        return float(self.weight @ np.maximum(down, up))


JOBS = {"cascade": cascade, "cascade_numpy": peer_numpy, **complete_bench.JOBS}
JOBS |= {"stress_engine": stress_bench.engine, "stress_case": stress_bench.stress}
