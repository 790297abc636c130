"""What a simulation in time takes and gives, as arrays; numba reads the named tuples as they are.

Values are CNY at the prices of the base, in a step (a day or a week). n plants, D demands (one a plant and input),
m links (a supplier of a demand), P profiles of what is left of a capacity, T steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float64]

OWN, ORDERS, NONE = -1, -2, -3
"""Why a plant makes less, where no input is short: its own shock, its buyers' orders; it does not."""
SLOW = 0.95
"""Below this share of its base output a plant (a product) counts as slowed."""
MEETS = 0.999
"""Below this share of what is asked of it a plant counts as short."""
STOPPED = 1e-3
"""Below this share it counts as stopped."""


class System(NamedTuple):
    """Who makes what from what, in the steady state before the shock.

    Attributes
    ----------
    base
        Output of a step, (n,): what its links take, and `final`.
    limit
        Most that it can make in a step while nothing is lost, (n,), at least `base`.
    final
        What buyers outside the network take of it, (n,).
    product
        Product that each makes, (n,).
    demand
        Where the demands of each plant begin, (n + 1,).
    input
        Product that each demand is for, (D,).
    rate
        Value of the input in a unit of value made, (D,).
    essential
        Whether nothing can be made without it, (D,).
    cover
        Stock that a plant aims at, in steps of use, (D,), at least 1.
    outside
        Share of its orders that go to imports, (D,).
    link
        Where the links of each demand begin, (D + 1,).
    supplier
        Who is asked, (m,).
    share
        Share of the demand's orders, (m,); with `outside` they add up to 1 for each demand.
    """

    base: Floats
    limit: Floats
    final: Floats
    product: Ints
    demand: Ints
    input: Ints
    rate: Floats
    essential: NDArray[np.bool_]
    cover: Floats
    outside: Floats
    link: Ints
    supplier: Ints
    share: Floats


class Shocked(NamedTuple):
    """What is left of capacities, step by step.

    Attributes
    ----------
    left
        Profiles, (P, T); profile 0 is 1 throughout.
    plant, outside, lane
        Profile of each plant (n,), of each demand's imports (D,), of each link (m,).
    """

    left: Floats
    plant: Ints
    outside: Ints
    lane: Ints


class Rules(NamedTuple):
    """How plants behave.

    Attributes
    ----------
    tau
        Steps over which a gap in a stock is refilled, at least 1.
    psi
        Share of the stock aimed at below which production falls (Henriet, Hallegatte & Tabourier 2012); 0: all of a
        stock can be used, and production falls only where a step's use is more than is there (Inoue & Todo 2019).
    priority
        Whether other plants are served before buyers outside; else all get the same share of what they ordered.
    reroute
        Steps of short delivery after which a buyer asks other plants of the product; below 0: never.
    lag
        Steps between delivery and use beyond the first.
    by_demand
        Whether plants order what their demand takes (Inoue & Todo 2019); else what they have used (Hallegatte 2014).
    """

    tau: float = 6.0
    psi: float = 0.0
    priority: bool = False
    reroute: int = -1
    lag: int = 0
    by_demand: bool = True


class State(NamedTuple):
    """What changes from step to step, and what is counted.

    Attributes
    ----------
    stock, order, spot
        (D,) Stock; orders placed; what is asked of other plants.
    unserved
        (D,) Steps in a row in which suppliers delivered less than was ordered.
    transit
        (lag, D) On its way.
    asked, fill, fill_final
        (n,) Demand for each plant; shares of plants' and of outside orders that are served.
    room, bind
        (n,) What a plant could make beyond its demand; what keeps it from more (a demand, `OWN`, `ORDERS`, `NONE`).
    aim
        (n,) Output that stocks are aimed at.
    wanted, spare
        (products,) Asked of other plants, and what they can make beyond their demand.
    lack, lack_outside
        (m,), (D,) Ordered and not delivered so far, by link and by import.
    """

    stock: Floats
    order: Floats
    spot: Floats
    unserved: Ints
    transit: Floats
    asked: Floats
    fill: Floats
    fill_final: Floats
    room: Floats
    bind: Ints
    aim: Floats
    wanted: Floats
    spare: Floats
    lack: Floats
    lack_outside: Floats


class Trace(NamedTuple):
    """What is recorded.

    Attributes
    ----------
    made
        (T, n) Output.
    first
        (n,) First step in which a plant is slowed; -1: never.
    cause
        (n,) What was short then: a demand's number, `OWN`, `ORDERS` or `NONE`.
    culprit
        (n,) Link that had delivered least of what was ordered for that demand; -1: imports.
    short, short_cause, short_culprit
        (n,) The same for the first step in which it delivers less than is asked of it.
    received, used
        (D,) Whole deliveries and use of each demand.
    sold
        (n,) Whole deliveries to outside.
    between
        (n,) Whole deliveries to plants.
    """

    made: Floats
    first: Ints
    cause: Ints
    culprit: Ints
    short: Ints
    short_cause: Ints
    short_culprit: Ints
    received: Floats
    used: Floats
    sold: Floats
    between: Floats
