"""A planning problem as arrays: what is made of what, who could come where, what there is to spend, what is promised.

Nothing here knows a case: `planning/case` makes it from one, benchmarks and tests from a generator. Units of a
product are its own; money is CNY; years count from 0. Every array is finite unless its line says that inf means no
limit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

Kind = Literal[
    "output", "share", "revenue", "sourced", "capacity", "available", "content", "jobs", "firms", "single"
]
"""What a target measures; `hinterland.planning.model.targets` has an equation for each."""


@dataclass(frozen=True, slots=True)
class Technology:
    """What is made of what.

    Attributes
    ----------
    output
        Product that each process makes, (processes,).
    product, process, quantity
        Inputs: units of `product` that a unit of `process` takes, (inputs,) each.
    price
        Of a unit, CNY, (products,).
    value_added
        Of a unit made by each process: price less inputs, CNY, (processes,).
    tax
        Public revenue expected of a unit made, CNY, (products,).
    """

    output: Ints
    product: Ints
    process: Ints
    quantity: Array
    price: Array
    value_added: Array
    tax: Array


@dataclass(frozen=True, slots=True)
class Space:
    """Where things are made and used: zones, the parks in them, ways between zones.

    Attributes
    ----------
    park_zone
        Zone of each park, (parks,).
    origin, destination
        Zones of each way that parts may take, (ways,); a zone's way to itself is one.
    hours
        Of each way, (ways,).
    freight
        Cost of a way as a share of the value moved, (ways,).
    outside_freight
        The same for what comes from outside, (zones,).
    land
        Hectares that each park can give until the end of each year, (parks, years).
    labour
        Persons of each group that plants of a park can hire until the end of each year, (parks, groups, years).
    attract_most
        Persons more that can be attracted in a year, (parks, groups, years).
    attract_cost
        Public cost of attracting one, CNY, (groups,).
    """

    park_zone: Ints
    origin: Ints
    destination: Ints
    hours: Array
    freight: Array
    outside_freight: Array
    land: Array
    labour: Array
    attract_most: Array
    attract_cost: Array


@dataclass(frozen=True, slots=True)
class Market:
    """What is wanted, what runs without a plan, and how fast buyers move.

    Attributes
    ----------
    demand
        Units that users of a zone want and must get, made near or bought outside, (products, zones, years).
    outside
        Most units that can be sold beyond the ways, inf for no limit, (products, years).
    supply
        Most units that can be bought outside, inf for no limit, (products, years).
    base
        Capacity that is there without a plan, (products, zones, years).
    made
        What would be made of it without a plan, (products, zones, years); new output is counted from it.
    far
        Units bought outside in the year before the first, (products, zones); NaN where nobody knows.
    inertia
        Most of what was bought outside that buyers take to near suppliers in a year, as a share; 1 for no inertia.
    """

    demand: Array
    outside: Array
    supply: Array
    base: Array
    made: Array
    far: Array
    inertia: float = 1.0


@dataclass(frozen=True, slots=True)
class Candidates:
    """Plants that could be attracted, and the sites where each may go.

    Attributes
    ----------
    product, firm
        (candidates,); firms count from 0, those of existing plants too.
    capacity
        A year's units, (candidates,).
    ask
        Public money it asks for, CNY, (candidates,).
    capex
        Investment, CNY, (candidates,).
    land
        Hectares, (candidates,).
    jobs
        Persons by group, (candidates, groups).
    lead
        Years from decision to production, (candidates,).
    ramp
        Share of capacity usable in the first, second ... year of production; the last one holds on.
    relocated
        Share of its output that only moves here from elsewhere in the country, (candidates,).
    anchor
        Candidate that it follows, -1 for none, (candidates,).
    landing_low, landing_high
        Probability that it comes if it is wanted, (candidates,).
    site_candidate, site_park
        Candidate and park of each site, (sites,).
    may_open
        Whether a site can be decided in a year, (sites, years).
    """

    product: Ints
    firm: Ints
    capacity: Array
    ask: Array
    capex: Array
    land: Array
    jobs: Array
    lead: Ints
    ramp: Array
    relocated: Array
    anchor: Ints
    landing_low: Array
    landing_high: Array
    site_candidate: Ints
    site_park: Ints
    may_open: Bools


@dataclass(frozen=True, slots=True)
class Plants:
    """Existing plants that can be expanded, or whose firms count: (plants,) each, costs a unit of capacity a year.

    Attributes
    ----------
    product, firm, zone
        What it makes, whose it is, where.
    park
        Park whose land and labour an expansion takes, -1 for none.
    capacity
        A year's units in each year, (plants, years); NaN where nobody knows.
    most
        Units by which it can grow over all years.
    ask, capex, land, jobs
        Of a unit; jobs (plants, groups).
    lead
        Years from decision to production.
    """

    product: Ints
    firm: Ints
    zone: Ints
    park: Ints
    capacity: Array
    most: Array
    ask: Array
    capex: Array
    land: Array
    jobs: Array
    lead: Ints


@dataclass(frozen=True, slots=True)
class Money:
    """What there is to spend, and how costs of different years and kinds add up.

    Attributes
    ----------
    budget
        CNY of each instrument in each year, inf for no limit, (instruments, years).
    pays_site, pays_plant
        Whether an instrument may pay for a site, for an expansion, decided in a year: (instruments, sites, years) and
        (instruments, plants, years).
    pays_labour
        Which instruments may pay for attracting labour, (instruments,); where none may, no budget limits it.
    discount
        Rate a year.
    tax, private, transport
        Weights of expected tax (taken off), private investment, freight in the objective; public cost has 1.
    """

    budget: Array
    pays_site: Bools
    pays_plant: Bools
    pays_labour: Bools
    discount: float = 0.05
    tax: float = 0.0
    private: float = 0.0
    transport: float = 0.0


@dataclass(frozen=True, slots=True)
class Target:
    """A promise as the plan sees it: numerator >= level x denominator in a year.

    Attributes
    ----------
    name
        Unique: target and definition.
    kind
        What is measured.
    level
        Required value: a share (0.1) for `share`, `sourced`, `capacity`, `available`, `content` and `single`, else
        units, CNY, persons, firms. `single` is the most a single firm may have, all others are at least.
    year
        Index of the year.
    zones
        Zones that count, (zones,).
    products
        Products that count, (products,).
    weight
        What a unit of each product adds, (products,): CNY for `revenue`, `sourced` and `capacity`; value added for
        `content`; the share of the product in the value of all parts for `available`; 1 else.
    base
        What counts without the plan beside what the model makes, in units of the numerator (jobs, firms).
    near
        Ways that count as near, (ways,): `sourced`, `capacity`, `available`, `content`.
    root
        Finished product of coverage and content, -1 for none.
    national
        Output of the country, for `share`.
    own
        Whether the plan's own new output adds to the country's, for `share`.
    suppliers
        Least number of firms, for `available`.
    hard
        Whether it must hold; else it may fall short at `penalty` CNY a unit of numerator.
    penalty
        Of a soft target.
    """

    name: str
    kind: Kind
    level: float
    year: int
    zones: Bools
    products: Bools
    weight: Array
    near: Bools
    base: float = 0.0
    root: int = -1
    national: float = 0.0
    own: bool = False
    suppliers: int = 1
    hard: bool = True
    penalty: float = 0.0


@dataclass(frozen=True, slots=True)
class Sources:
    """A rule that a product has at least so many firms in some zones from a year on."""

    product: int
    zones: Bools
    year: int
    least: int = 2


@dataclass(frozen=True, slots=True)
class Names:
    """Ids of everything that is counted, in order."""

    products: tuple[str, ...]
    processes: tuple[str, ...]
    zones: tuple[str, ...]
    parks: tuple[str, ...]
    groups: tuple[str, ...]
    candidates: tuple[str, ...]
    plants: tuple[str, ...]
    firms: tuple[str, ...]
    instruments: tuple[str, ...]
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A planning problem, whole."""

    names: Names
    technology: Technology
    space: Space
    market: Market
    candidates: Candidates
    plants: Plants
    money: Money
    targets: tuple[Target, ...]
    sources: tuple[Sources, ...] = field(default=())

    @property
    def years(self) -> int:
        """Return the number of years."""
        return len(self.names.years)

    def discounts(self) -> Array:
        """Return the weight of each year's money, (years,): 1 in the first."""
        return np.asarray((1 + self.money.discount) ** -np.arange(self.years, dtype=np.float64))
