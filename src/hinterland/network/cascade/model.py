"""What a cascade is asked and what it answers, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shocks:
    """Initial losses, scenario by scenario, sparse: those of scenario s are entries `start[s]:start[s + 1]`.

    Attributes
    ----------
    start
        Where each scenario begins, shape (scenarios + 1,).
    firm
        Firm that is hit.
    down, up
        Share of its production lost towards its buyers (psi), and towards its suppliers (psi').
    """

    start: NDArray[np.int64]
    firm: Ints
    down: Floats
    up: Floats

    @classmethod
    def each(cls, firms: Ints) -> Shocks:
        """Return the whole stop of one firm a scenario."""
        count = len(firms)
        ones = np.ones(count)
        return cls(np.arange(count + 1, dtype=np.int64), np.asarray(firms, dtype=np.int32), ones, ones)

    @classmethod
    def dense(cls, down: Floats, up: Floats | None = None) -> Shocks:
        """Return the shocks of a matrix, one row a scenario, one column a firm; `up` as `down` unless given."""
        up = down if up is None else up
        scenario, firm = np.nonzero((down != 0) | (up != 0))
        start = np.searchsorted(scenario, np.arange(len(down) + 1)).astype(np.int64)
        return cls(start, firm.astype(np.int32), down[scenario, firm], up[scenario, firm])

    def __len__(self) -> int:
        """Return how many scenarios there are."""
        return len(self.start) - 1

    def take(self, scenarios: Sequence[int] | slice) -> Shocks:
        """Return some of the scenarios."""
        chosen = np.arange(len(self))[scenarios]
        counts = np.diff(self.start)[chosen]
        start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        entries = np.repeat(self.start[:-1][chosen] - start[:-1], counts) + np.arange(start[-1])
        return Shocks(start, self.firm[entries], self.down[entries], self.up[entries])


@dataclass(frozen=True, slots=True)
class Rule:
    """When and how a cascade stops.

    Attributes
    ----------
    reference
        Whether to do as the reference implementation does: markets below 1e-10 count as 1. It has no cap on steps,
        and losses may then run in a circle for ever.
    eps
        Largest increase of a step at which it ends; conv_type 2: growth of the index.
    conv_type
        1: largest increase over both channels <= eps. 2: ESRI(t + 1) / ESRI(t) <= 1 + eps.
    most
        Cap on steps; 0: none, as the reference (in which case a circle never ends). With a cap a circle is found
        early and told as the cap would leave it.
    """

    reference: bool = False
    eps: float = 1e-9
    conv_type: int = 1
    most: int = 10_000


@dataclass(frozen=True, slots=True)
class Losses:
    """What each scenario costs; S scenarios, w weights.

    Attributes
    ----------
    both, down, up
        ESRI, ESRI_d, ESRI_u by weight, shape (S, w).
    steps
        T: steps taken, shape (S,).
    residual
        Largest increase of the last step, shape (S,).
    remainder
        Estimate of what is left to the fixed point in the largest entry, from the ratio of the last increases,
        shape (S,).
    capped
        Whether the cap on steps ended it, shape (S,).
    sectors
        Impact by sector, shape (S, sectors); None unless the network has sectors.
    loss_down, loss_up
        Loss of each firm, shape (S, n); None unless asked for.
    """

    both: Floats
    down: Floats
    up: Floats
    steps: Ints
    residual: Floats
    remainder: Floats
    capped: NDArray[np.bool_]
    sectors: Floats | None = None
    loss_down: Floats | None = None
    loss_up: Floats | None = None
