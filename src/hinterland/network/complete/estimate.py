"""How large a draw will be, told before it starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from hinterland.network.complete.model import Actors, Wanted

BYTES_A_LINK, BYTES_AN_ACTOR = 80, 150
"""Measured at the peak, 100,000 to 1,000,000 actors with 1 to 12 million links (benchmarks/complete_bench.py)."""
BYTES_AT_LEAST = 64 * 2**20


class Estimate(NamedTuple):
    """Links of one draw to expect, known ones included, and the most memory it takes beside what is loaded, bytes."""

    links: int
    memory: int


def estimate(actors: Actors, wanted: Wanted) -> Estimate:
    """Return how large one draw will be: `density` suppliers, at least one, for each buyer and group it buys from."""
    members = np.bincount(actors.group, minlength=len(wanted.flow))
    suppliers = np.minimum(max(wanted.density, 1.0), members)[:, None]
    links = int(((wanted.flow > 0) * suppliers * members).sum()) + len(wanted.known)
    return Estimate(links, links * BYTES_A_LINK + len(actors) * BYTES_AN_ACTOR + BYTES_AT_LEAST)
