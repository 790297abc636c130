"""A problem that can be solved in one's head: one product, one zone, one park, candidates side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland.planning.problem import (
    Candidates,
    Market,
    Money,
    Names,
    Plants,
    Problem,
    Space,
    Target,
    Technology,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def one_part(
    capacity: Sequence[float] = (10, 10),
    ask: Sequence[float] = (100, 150),
    *,
    level: float = 0.1,
    national: float = 100.0,
    years: int = 1,
    lead: int = 0,
    standing: Sequence[float] = (),
    land: float = 100.0,
    **market: Any,
) -> Problem:
    """Return a problem: a share of the country's output in the last year, held at least public cost.

    Parameters
    ----------
    capacity, ask
        Of each candidate; each takes a hectare.
    level, national
        Required share, and the output that it is a share of.
    standing
        Capacity of existing plants, NaN for unknown ones.
    land
        Hectares of the park.
    market
        Fields of `Market` that differ.
    """
    count, plants = len(capacity), len(standing)
    flat = np.ones((1, 1, years))
    known = float(np.nansum(standing)) if plants else 0.0
    fields: dict[str, Any] = {
        "demand": 0 * flat,
        "outside": np.full((1, years), np.inf),
        "supply": np.full((1, years), np.inf),
        "base": known * flat,
        "made": 0 * flat,
        "far": np.full((1, 1), np.nan),
    }
    yes = np.ones(1, dtype=np.bool_)
    return Problem(
        names=Names(
            products=("cell",),
            processes=("cell",),
            zones=("hefei",),
            parks=("east",),
            groups=("workers",),
            candidates=tuple(f"c{i}" for i in range(count)),
            plants=tuple(f"p{i}" for i in range(plants)),
            firms=tuple(f"f{i}" for i in range(count + plants)),
            instruments=("grants",),
            years=tuple(range(2022, 2022 + years)),
        ),
        technology=Technology(
            output=np.zeros(1, dtype=np.int64),
            product=np.zeros(0, dtype=np.int64),
            process=np.zeros(0, dtype=np.int64),
            quantity=np.zeros(0),
            price=np.array([3.0]),
            value_added=np.array([3.0]),
            tax=np.array([0.1]),
        ),
        space=Space(
            park_zone=np.zeros(1, dtype=np.int64),
            origin=np.zeros(1, dtype=np.int64),
            destination=np.zeros(1, dtype=np.int64),
            hours=np.array([0.5]),
            freight=np.zeros(1),
            outside_freight=np.zeros(1),
            land=np.full((1, years), land),
            labour=np.full((1, 1, years), 1e6),
            attract_most=np.zeros((1, 1, years)),
            attract_cost=np.zeros(1),
        ),
        market=Market(**(fields | market)),
        candidates=Candidates(
            product=np.zeros(count, dtype=np.int64),
            firm=plants + np.arange(count),
            capacity=np.array(capacity, dtype=np.float64),
            ask=np.array(ask, dtype=np.float64),
            capex=np.array(ask, dtype=np.float64) * 5,
            land=np.ones(count),
            jobs=np.ones((count, 1)),
            lead=np.full(count, lead),
            ramp=np.ones(1),
            relocated=np.zeros(count),
            anchor=np.full(count, -1),
            landing_low=np.full(count, 0.2),
            landing_high=np.full(count, 0.5),
            site_candidate=np.arange(count),
            site_park=np.zeros(count, dtype=np.int64),
            may_open=np.ones((count, years), dtype=np.bool_),
        ),
        plants=Plants(
            product=np.zeros(plants, dtype=np.int64),
            firm=np.arange(plants),
            zone=np.zeros(plants, dtype=np.int64),
            park=np.full(plants, -1),
            capacity=np.repeat(np.array(standing, dtype=np.float64)[:, None], years, axis=1),
            most=np.zeros(plants),
            ask=np.zeros(plants),
            capex=np.zeros(plants),
            land=np.zeros(plants),
            jobs=np.zeros((plants, 1)),
            lead=np.zeros(plants, dtype=np.int64),
        ),
        money=Money(
            budget=np.full((1, years), 1e9),
            pays_site=np.ones((1, count, years), dtype=np.bool_),
            pays_plant=np.ones((1, plants, years), dtype=np.bool_),
            pays_labour=yes,
        ),
        targets=(
            Target(
                name="share",
                kind="share",
                level=level,
                year=years - 1,
                zones=yes,
                products=yes,
                weight=np.ones(1),
                near=yes,
                national=national,
            ),
        ),
    )
