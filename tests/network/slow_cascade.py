"""The cascade once more, slowly: dense matrices, one scenario at a time, written from the formulas alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from hinterland.network.cascade.model import Rule
    from hinterland.network.graph import Network


@dataclass(frozen=True)
class Slow:
    """What one scenario comes to."""

    both: np.ndarray
    down: np.ndarray
    up: np.ndarray
    steps: int
    residual: float
    capped: bool
    sectors: np.ndarray | None
    loss_down: np.ndarray
    loss_up: np.ndarray


def matrices(network: Network) -> tuple[np.ndarray, np.ndarray]:
    """Return the dense matrices Ld and Lu."""
    n, p = len(network), network.industry.of
    w = np.zeros((n, n))
    np.add.at(w, (network.supplier, network.buyer), network.weight)
    out, in_ = w.sum(axis=1), w.sum(axis=0)
    down, up = np.zeros((n, n)), np.zeros((n, n))
    costs = None if network.costs is None else np.where(network.costs == 0, 1.0, network.costs)
    revenue = out if network.revenue is None else network.revenue
    for i in range(n):
        for j in range(n):
            if w[i, j] == 0:
                continue
            kind = network.essential[p[i], p[j]]
            if kind == 2:
                down[i, j] = w[i, j] / w[p == p[i], j].sum()
            elif kind == 1:
                down[i, j] = w[i, j] / in_[j]
            if costs is not None:
                down[i, j] *= in_[j] / costs[j]
            up[i, j] = w[i, j] / (revenue[i] if revenue[i] != 0 else 1.0)
    return down, up


def cascade(network: Network, psi: np.ndarray, psi_up: np.ndarray, rule: Rule) -> Slow:
    """Run one scenario."""
    n, p = len(network), network.industry.of
    ld, lu = matrices(network)
    out = network.sales
    weights = np.array([v for _, v in network.weights] or [out], dtype=float)
    weights = weights / weights.sum(axis=1, keepdims=True)
    d, u = psi.copy(), psi_up.copy()
    steps, before = 0, float(weights[0] @ np.maximum(d, u))
    while True:
        sold = _sigma(network, out, d, rule) * d
        losses = np.zeros((len(network.industry.names), n))
        np.add.at(losses, p, sold[:, None] * ld)
        kinds = network.essential[:, p]
        worst = np.where(kinds == 2, losses, 0).max(axis=0)
        rest = np.where(kinds == 1, losses, 0).sum(axis=0)
        d2 = np.minimum(1, np.maximum(psi, np.maximum(worst, rest)))
        u2 = np.minimum(1, np.maximum(psi_up, lu @ u))
        gain = max((d2 - d).max(), (u2 - u).max())
        d, u, steps = d2, u2, steps + 1
        now = float(weights[0] @ np.maximum(d, u))
        over = now <= before * (1 + rule.eps) if rule.conv_type == 2 else gain <= rule.eps
        before = now
        if over or 0 < rule.most <= steps:
            break
    both, sectors = np.maximum(d, u), None
    if network.sectors is not None:
        sectors = np.zeros(len(network.sectors.names))
        for s in range(len(sectors)):
            here = network.sectors.of == s
            share = weights[0, here]
            if share.sum() > 0:
                sectors[s] = (share @ (both - np.maximum(psi, psi_up))[here]) / share.sum()
    return Slow(weights @ both, weights @ d, weights @ u, steps, gain, not over, sectors, d, u)


def _sigma(network: Network, out: np.ndarray, d: np.ndarray, rule: Rule) -> np.ndarray:
    """Share of each firm's loss that nobody in its market makes up for."""
    if network.market is None:
        return np.ones(len(out))
    left = np.bincount(network.market.of, out * (1 - d), minlength=len(network.market.names))
    if rule.reference:
        left = np.where(left <= 1e-10, 1.0, left)
    left = left[network.market.of]
    return np.minimum(1, np.divide(out, left, out=np.full(len(out), np.inf), where=left > 0))
