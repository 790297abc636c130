"""What a plan is asked for, and every number that it assumes where the case has none."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hinterland.cluster import Cluster

LONGEST = 8
"""Years of a plan at most."""
LANDING: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "idea": (0.02, 0.15),
        "interested": (0.1, 0.35),
        "negotiating": (0.3, 0.65),
        "committed": (0.7, 0.95),
    }
)
"""Probability that a candidate comes if it is wanted, by how far it has come, where the case states none: an
assumption, no statistic."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a plan is asked for.

    Attributes
    ----------
    as_of
        Day from which the case is seen; default: the day the cluster is seen from, else today.
    place
        Place that plans; default: the smallest that holds all places where candidates may go and that has a target.
    targets
        Ids of targets; default: all of the place, or of places inside it, that are due within the horizon.
    definitions
        Target to the metric by which it is planned for; default: the first that can be planned for
        (`hinterland.planning.plan` takes the first that can be held).
    levels
        Target to another value than it has, in its own unit.
    soft
        Targets that may be missed, at so many CNY for each of their own units (a percentage point, a vehicle).
    first_year, last_year
        Of decisions, and of the horizon; default: the year of `as_of`, and the latest deadline of the targets.
    synthetic
        Whether made-up plants run; default: only where all plants of the finished product in the place are made up.
        Made-up candidates always count, and are told as such.
    own
        Whether the plan's own new output adds to the country's, for shares.
    budget, budgets
        Factor on all budgets, and on that of single instruments.
    single
        Product to the largest share that a single firm may have of what the place makes of it in the last year.
    alternatives
        Whether the plan may choose among the processes of a product; else they stay mixed by the case's weights.
    net
        Whether expected tax is taken off the cost that is minimised.
    private, transport
        Weights of private investment and of freight in the objective.
    """

    as_of: date | str | None = None
    place: str | None = None
    targets: tuple[str, ...] = ()
    definitions: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, float] = field(default_factory=dict)
    soft: Mapping[str, float] = field(default_factory=dict)
    first_year: int | None = None
    last_year: int | None = None
    synthetic: bool | None = None
    own: bool = False
    budget: float = 1.0
    budgets: Mapping[str, float] = field(default_factory=dict)
    single: Mapping[str, float] = field(default_factory=dict)
    alternatives: bool = False
    net: bool = False
    private: float = 0.0
    transport: float = 0.0


def check(options: Options, told: Told) -> None:
    """Numbers of the options are finite and within what they can be."""
    amounts = {
        "budget": options.budget,
        "private": options.private,
        "transport": options.transport,
        **{f"budgets {k}": v for k, v in options.budgets.items()},
        **{f"soft {k}": v for k, v in options.soft.items()},
    }
    for name, value in amounts.items():
        if not (math.isfinite(value) and value >= 0):
            told.fault(
                f"option {name} is {value:g}; write a number of at least 0",
                f"选项 {name} 为 {value:g}；请写不小于 0 的数",
            )
    for target, level in options.levels.items():
        if not math.isfinite(level):
            told.fault(
                f"option level of {target} is {level:g}; write a number in the target's own unit",
                f"选项 {target} 的目标值为 {level:g}；请按该承诺自身单位填写数值",
            )


@dataclass(slots=True)
class Told:
    """What reading a case has to say: assumptions, and faults that stop it; all faults are told at once."""

    notes: list[Said] = field(default_factory=list)
    faults: list[Said] = field(default_factory=list)

    def note(self, en: str, zh: str) -> None:
        """Add an assumption, once."""
        said = Said(en, zh)
        if said not in self.notes:
            self.notes.append(said)

    def fault(self, en: str, zh: str) -> None:
        """Add a fault."""
        said = Said(en, zh)
        if said not in self.faults:
            self.faults.append(said)


NUMBERS: Mapping[str, tuple[float, float, float]] = MappingProxyType(
    {
        "plan_discount": (0.05, 0.0, 1.0),
        "plan_inertia": (1.0, 0.0, 1.0),
        "plan_utilisation": (0.8, 0.01, 1.0),
        "plan_tax_share": (0.08, 0.0, 1.0),
        "plan_lead_years": (2.0, 0.0, 8.0),
        "plan_ramp_year_1": (0.5, 0.0, 1.0),
        "plan_announced": (0.0, 0.0, 1.0),
        "plan_land_share": (1.0, 0.0, 1.0),
        "plan_labour_share": (1.0, 0.0, 1.0),
        "plan_attract_most": (0.0, 0.0, 1.0),
        "plan_attract_cost": (50_000.0, 0.0, 1e9),
        "plan_freight_hour": (0.002, 0.0, 1.0),
        "plan_freight_outside": (0.03, 0.0, 1.0),
    }
)
"""Settings of a plan: default, least, most.

========================= ======================================================================================
plan_discount             rate a year at which costs are discounted
plan_inertia              most of what is bought outside that buyers take to near suppliers in a year; 1: no limit
plan_utilisation          share of a capacity that is used; without it the setting `capacity_use` counts
plan_tax_share            public revenue expected of a yuan of value added
plan_lead_years           years from decision to production, where a candidate states none
plan_ramp_year_1          share of its full output that a plant makes in its first year
plan_announced            1: plants that are only announced open without a plan too; 0: they do not
plan_land_share           share of a park's land area that is free, where `free_land` has no row of it
plan_labour_share         share of new entrants to the labour market that new plants can hire
plan_attract_most         persons that a park can attract in a year, as a share of the occupation's stock
plan_attract_cost         public cost of attracting one person, CNY
plan_freight_hour         freight of an hour's way as a share of the value moved
plan_freight_outside      freight of what comes from outside, as a share of its value
========================= ======================================================================================
"""


@dataclass(frozen=True, slots=True)
class Assumed:
    """The settings of a plan, by name without `plan_`."""

    discount: float
    inertia: float
    utilisation: float
    tax_share: float
    lead_years: float
    ramp_year_1: float
    announced: float
    land_share: float | None
    labour_share: float
    attract_most: float
    attract_cost: float
    freight_hour: float
    freight_outside: float


def assumed(cluster: Cluster, told: Told) -> Assumed:
    """Return the settings of a plan, defaults where the case has none; a number out of bounds is a fault."""
    given = set(cluster["settings"]["name"].drop_nulls().to_list())
    values: dict[str, float | None] = {}
    for name, (usual, low, high) in NUMBERS.items():
        default = cluster.setting("capacity_use", usual) if name == "plan_utilisation" else usual
        value = cluster.setting(name, default) if name in given else default
        if not low <= value <= high:
            told.fault(
                f"settings.{name} is {value:g}; write a number between {low:g} and {high:g}",
                f"设置 {name} 为 {value:g}；请写 {low:g} 至 {high:g} 之间的数",
            )
            value = usual
        values[name.removeprefix("plan_")] = value
    if "plan_land_share" not in given:
        values["land_share"] = None
    defaults = [n for n in NUMBERS if n not in given]
    if defaults:
        stated = ", ".join(
            f"{n} = {values[n.removeprefix('plan_')]:g}" for n in defaults if n != "plan_land_share"
        )
        told.note(
            f"Assumed, since the case does not set it: {stated}.",
            f"案例未设置，取默认假设：{stated.replace(', ', '，')}。",
        )
    return Assumed(**values)  # type: ignore[arg-type]  # only land_share may be None
