"""What a change does to the risk of the cluster: cascades before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.network.cascade.engine import cascade
from hinterland.network.cascade.model import Rule, Shocks
from hinterland.progress import silent

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from hinterland.network.cascade.layout import Layout
    from hinterland.network.mitigate.change import Change
    from hinterland.network.mitigate.patch import Prepared
    from hinterland.progress import Progress

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Ask = Callable[[], None]

RULE = Rule(eps=1e-8)
"""Measures differ in the sixth digit of the index: cascades run close to their fixed points."""
SCREENED = 32
"""Stops that hit a firm hardest that screening runs again."""
FEW = 128
"""Stops that screening runs all."""
BATCH = 2048
"""Stops between two questions whether to go on."""


def nothing() -> None:
    """Go on."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Risk as it stands in one draw.

    Attributes
    ----------
    index, down, up
        ESRI, ESRI_d and ESRI_u of every firm, shape (n,).
    """

    index: Floats
    down: Floats
    up: Floats


def baseline(layout: Layout, *, jobs: int = 1, progress: Progress = silent) -> Baseline:
    """Stop every firm in turn."""
    size = len(layout)
    found = np.zeros((3, size))
    for start in range(0, size, BATCH):
        progress(start, size, "")
        firms = np.arange(start, min(size, start + BATCH), dtype=np.int32)
        losses = cascade(layout, Shocks.each(firms), RULE, jobs=jobs)
        found[:, firms] = losses.both[:, 0], losses.down[:, 0], losses.up[:, 0]
    return Baseline(*found)


def index_of(layout: Layout, firms: Ints, *, jobs: int = 1, ask: Ask = nothing) -> Floats:
    """Return ESRI of some firms, each stopped on its own; `ask` is called now and then and cancels by raising."""
    found = np.zeros(len(firms))
    for start in range(0, len(firms), BATCH):
        ask()
        some = np.asarray(firms[start : start + BATCH], dtype=np.int32)
        found[start : start + BATCH] = cascade(layout, Shocks.each(some), RULE, jobs=jobs).both[:, 0]
    return found


def screened(prepared: Prepared, firm: int, change: Change) -> tuple[Ints, bool]:
    """Return the stops that screening runs again, and whether these are all that can change.

    All, where they are few; else those that hit the firm hardest, and those of everyone whose links change.
    """
    touched = prepared.ways.touched(change)
    if len(touched) <= FEW:
        return touched, True
    some = np.union1d(prepared.ways.ranked(firm)[:SCREENED], np.array(change.firms, dtype=np.int64))
    return np.intersect1d(touched, some), False


def after(
    prepared: Prepared,
    index: Floats,
    stops: Ints,
    change: Change,
    *,
    jobs: int = 1,
    ask: Ask = nothing,
) -> Floats:
    """Return ESRI of all firms after a change: of those in `stops` computed again, of the others as it was."""
    found = index.copy()
    found[stops] = index_of(prepared.patched(change), stops, jobs=jobs, ask=ask)
    return found
