"""What reconstruction refuses, all faults at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.errors import StudyError

if TYPE_CHECKING:
    from hinterland.network.complete.model import Actors, Links, Wanted

FORMS = ("scale_invariant", "gravity")
MOST_DECAY = 50.0
MOST_VALUE = 1e30
"""Far above any money; sums and rates stay finite."""


def refuse(actors: Actors, wanted: Wanted) -> None:
    """Raise a StudyError that lists every fault of the input, if there are any."""
    faults = [*_of_actors(actors, wanted), *_of_wanted(wanted), *_of_known(wanted.known, len(actors))]
    if faults:
        raise StudyError("links cannot be reconstructed: " + "; ".join(faults))


def _of_actors(actors: Actors, wanted: Wanted) -> list[str]:
    faults = []
    count = len(actors)
    if any(column.shape != (count,) for column in (actors.size, actors.lon, actors.lat)):
        faults.append(f"sizes and positions must be one an actor, {count} each")
    if count and (actors.group.min() < 0 or actors.group.max() >= len(wanted.flow)):
        faults.append(f"groups must be from 0 to {len(wanted.flow) - 1}, the rows of the flows")
    bad = int(np.sum(~np.isfinite(actors.size) | (actors.size < 0)))
    if bad:
        faults.append(f"sizes of {bad} actors are negative or not numbers: give 0 or more")
    return faults


def _of_wanted(wanted: Wanted) -> list[str]:
    faults = []
    flow = wanted.flow
    if flow.ndim != 2 or flow.shape[0] != flow.shape[1]:
        faults.append(f"flows must be a square, groups by groups, and are {flow.shape}")
    bad = int(np.sum(~((flow >= 0) & (flow <= MOST_VALUE))))
    if bad:
        faults.append(f"{bad} flows are negative, not numbers or above {MOST_VALUE:g}: give 0 or more")
    if not 0 < wanted.density < np.inf:
        faults.append(f"density is {wanted.density:g}: give a mean number of suppliers above 0")
    if not 0 <= wanted.decay <= MOST_DECAY:
        faults.append(f"decay is {wanted.decay:g}: give 0 (distance does not matter) to {MOST_DECAY:g}")
    if not 0 < wanted.scale_km < np.inf:
        faults.append(f"scale is {wanted.scale_km:g} km: give a distance above 0")
    if wanted.form not in FORMS:
        faults.append(f"there is no form {wanted.form!r}: use {' or '.join(FORMS)}")
    return faults


def _of_known(known: Links, count: int) -> list[str]:
    faults = []
    if any(len(column) != len(known) for column in (known.buyer, known.value)):
        return ["known links must have one supplier, buyer and value each"]
    if not len(known):
        return []
    low = min(known.supplier.min(), known.buyer.min())
    high = max(known.supplier.max(), known.buyer.max())
    if low < 0 or high >= count:
        return [f"known links name actors from {low} to {high}, and there are {count} (0 to {count - 1})"]
    bad = int(np.sum((known.value < 0) | np.isinf(known.value)))
    if bad:
        faults.append(
            f"values of {bad} known links are negative or infinite: give 0 or more, NaN where unknown"
        )
    key = known.supplier.astype(np.int64) * count + known.buyer
    twice = len(key) - len(np.unique(key))
    if twice:
        faults.append(f"{twice} known links stand there twice: add their values up")
    return faults
