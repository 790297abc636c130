"""The workbench of one thread: all memory a cascade needs, taken once and swept clean after every scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hinterland.network.cascade.lanes import LANES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hinterland.network.cascade.layout import Layout
    from hinterland.network.cascade.model import Shocks

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float64]

CACHE_LINE = 64


class Setting(NamedTuple):
    """How a cascade stops, and when it goes over from pushing to pulling.

    Attributes
    ----------
    reference
        Whether a market below 1e-10 counts as 1.
    eps
        Largest increase, or growth of the index, at which it ends.
    growth
        Whether the growth of the index decides.
    most
        Cap on steps, 0 for none.
    reach
        Links a step may push along; one that wants more is pulled from then on.
    leap
        Whether upstream losses may leap ahead (see `pull.pull_up_shrinking`).
    """

    reference: bool
    eps: float
    growth: bool
    most: int
    reach: int
    leap: bool


class Asked(NamedTuple):
    """The scenarios, as `Shocks`, with firms in the numbering of the layout."""

    start: NDArray[np.int64]
    firm: Ints
    down: Floats
    up: Floats


class Answers(NamedTuple):
    """What the kernels write, scenario by scenario.

    Attributes
    ----------
    risk
        ESRI, ESRI_d, ESRI_u, shape (3, S, w).
    steps, capped
        T, and whether the cap ended it, shape (S,).
    gain
        Largest increase of the last step and of the one before, shape (2, S).
    sectors
        Loss beyond the shock by sector, weighted, shape (S, sectors); (0, 0) for none.
    losses
        Loss of each firm down and up, shape (2, S, n), firms in the old numbering; (2, 0, 0) for none.
    order
        Old number of each firm.
    """

    risk: NDArray[np.float64]
    steps: Ints
    capped: NDArray[np.bool_]
    gain: NDArray[np.float64]
    sectors: NDArray[np.float64]
    losses: NDArray[np.float64]
    order: Ints


class Push(NamedTuple):
    """State of the one scenario that is pushed; all zero between scenarios.

    Attributes
    ----------
    firms
        One cache line a firm, shape (n, 8): its loss down and up; the worst of its groups of inputs and the loss of
        its buyers by their shares; its shock down and up; the part of its loss that reaches its buyers (sigma times
        loss); the step at which it was last reached (not swept).
    left
        What each market still sells.
    group
        Loss of each group of inputs.
    hit, moved
        Firms with a loss, and those whose loss changed in the last step, down and up, shape (2, n).
    change
        By how much each of those in `moved` changed, shape (2, n).
    touched
        Firms reached in this step, shape (n,).
    fresh, more
        Firms that sell less than before, and how much less, shape (n,).
    market_seen, market_head, after
        Step at which a market was met; its first firm with a loss; the next one of each firm.
    tally
        How many: hit down, hit up, moved down, moved up, steps, stamp.
    gain
        Largest increase of the last step, and of the one before; index before.
    """

    firms: NDArray[np.float64]
    left: Floats
    group: Floats
    hit: NDArray[np.int32]
    moved: NDArray[np.int32]
    change: NDArray[np.float64]
    touched: Ints
    fresh: Ints
    more: Floats
    market_seen: Ints
    market_head: Ints
    after: Ints
    tally: NDArray[np.int64]
    gain: Floats


class Pull(NamedTuple):
    """State of the scenarios that are pulled, eight side by side; lanes without one are zero.

    Attributes
    ----------
    down, sold, up, spare
        Loss, sigma times loss, upstream loss, and upstream loss of the step before, shape (n * lanes,).
    scenario
        Scenario of each lane, -1 for none.
    steps
        Steps taken.
    gain
        Largest increase down and up of the last step, of the step before, and the index before, shape (4 * lanes,).
    sums
        Index of each lane, for each weight ESRI, ESRI_d, ESRI_u, shape (w * 3 * lanes,).
    held
        Losses of the shocked firms before the step, shape (2, lanes, most firms in a scenario).
    keep
        1 for a lane that goes on, 0 for one that is swept.
    swapped
        Whether `spare` holds the present state, shape (1,).
    beat
        Steps since the last beat, shape (1,): the age of every lane is that and a multiple of `pull.MEET`.
    age
        Steps since a lane took its scenario.
    shrinks
        Least ratio of an increase to the one before, shape (lanes,).
    """

    down: Floats
    sold: Floats
    up: Floats
    spare: Floats
    scenario: Ints
    steps: Ints
    gain: Floats
    sums: Floats
    held: NDArray[np.float64]
    keep: Floats
    swapped: NDArray[np.int64]
    beat: NDArray[np.int64]
    age: Ints
    shrinks: Floats


def lined(count: int) -> Floats:
    """Return zeros that begin at a cache line."""
    space = np.zeros(count + CACHE_LINE // 8)
    skip = -(space.ctypes.data // 8) % (CACHE_LINE // 8)
    return space[skip : skip + count]


def push_bench(prepared: Layout) -> Push:
    """Return the memory to push one scenario."""
    n, graph = len(prepared), prepared.graph
    groups, markets = len(graph.owner), len(graph.markets.total)
    return Push(
        firms=lined(n * 8).reshape(n, 8),
        left=graph.markets.total.copy(),
        group=np.zeros(groups),
        hit=np.zeros((2, n), dtype=np.int32),
        moved=np.zeros((2, n), dtype=np.int32),
        change=np.zeros((2, n)),
        touched=np.zeros(n, dtype=np.int32),
        fresh=np.zeros(n, dtype=np.int32),
        more=np.zeros(n),
        market_seen=np.zeros(markets, dtype=np.int32),
        market_head=np.full(markets, -1, dtype=np.int32),
        after=np.zeros(n, dtype=np.int32),
        tally=np.zeros(6, dtype=np.int64),
        gain=np.zeros(3),
    )


def pull_bench(prepared: Layout, shocks: Shocks) -> Pull:
    """Return the memory to pull eight scenarios side by side."""
    n, most = len(prepared), int(np.diff(shocks.start).max(initial=0))
    return Pull(
        down=lined(n * LANES),
        sold=lined(n * LANES),
        up=lined(n * LANES),
        spare=lined(n * LANES),
        scenario=np.full(LANES, -1, dtype=np.int32),
        steps=np.zeros(LANES, dtype=np.int32),
        gain=lined(4 * LANES),
        sums=lined(3 * LANES * len(prepared.graph.weights)),
        held=np.zeros((2, LANES, most)),
        keep=lined(LANES),
        swapped=np.zeros(1, dtype=np.int64),
        beat=np.zeros(1, dtype=np.int64),
        age=np.zeros(LANES, dtype=np.int32),
        shrinks=lined(LANES),
    )
