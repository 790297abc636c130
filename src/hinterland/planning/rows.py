"""Rows of what a plan decides: openings, expansions, support, land and labour, years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.told import LEAST, WHOLE, block, number, put, rows_by
from hinterland.result import Said

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array
    from hinterland.planning.tables import Row
    from hinterland.planning.told import Told

TENTH = 0.05
"""Hectares and persons below which a park's use is rounding."""


def openings(told: Told) -> list[Row]:
    """Return a row an opening, by year of decision and name of the park."""
    problem, c = told.model.problem, told.model.problem.candidates
    cards = rows_by(told.seen, "candidates", "candidate", problem.names.candidates)
    places = rows_by(told.seen, "places", "place", problem.names.parks)
    found = []
    for site, year in np.argwhere(told.x[told.model.made.opened.index] > WHOLE).tolist():
        i, k = int(c.site_candidate[site]), int(c.site_park[site])
        id_, park = problem.names.candidates[i], problem.names.parks[k]
        product = problem.names.products[int(c.product[i])]
        card, where, decided = cards.get(id_, {}), places.get(park, {}), problem.names.years[year]
        row: Row = put({}, "candidate", id_, told.name("candidates", id_))
        put(row, "product", product, told.naming.product(product))
        put(row, "place", park, told.naming.place(park))
        row |= {
            "firm": card.get("firm") or problem.names.firms[int(c.firm[i])],
            "lon": number(where.get("lon")),
            "lat": number(where.get("lat")),
            "decided": decided,
            "produces": decided + int(c.lead[i]),
            "capacity": number(card.get("capacity", c.capacity[i])),
            "unit": told.naming.unit(product),
            "ask": number(c.ask[i]),
            "ask_low": number(told.reading.ask_low[i]),
            "ask_high": number(told.reading.ask_high[i]),
            "capex": number(c.capex[i]),
            "jobs": round(float(c.jobs[i].sum()), 6),
            "land_ha": number(c.land[i]),
            "relocated": number(c.relocated[i]),
            "readiness": card.get("readiness"),
            "landing_low": number(c.landing_low[i]),
            "landing_high": number(c.landing_high[i]),
            "basis": told.reading.basis[i],
        }
        found.append(row)
    return sorted(found, key=lambda r: (r["decided"], r["produces"], r["place"], r["candidate"]))


def expansions(told: Told) -> list[Row]:
    """Return a row an expansion of a plant in a year."""
    problem, p = told.model.problem, told.model.problem.plants
    cards = rows_by(told.seen, "expansions", "plant", problem.names.plants)
    grown = told.x[told.model.made.expand.index]
    found = []
    for i, year in np.argwhere(grown > LEAST * np.maximum(p.most, 1e-9)[:, None]).tolist():
        id_, added = problem.names.plants[i], float(grown[i, year])
        product = problem.names.products[int(p.product[i])]
        place = problem.names.parks[p.park[i]] if p.park[i] >= 0 else problem.names.zones[int(p.zone[i])]
        decided = problem.names.years[year]
        row: Row = put({}, "plant", id_, Said(*told.naming.plant(id_)))
        put(row, "product", product, told.naming.product(product))
        put(row, "place", place, told.naming.place(place))
        row |= {
            "decided": decided,
            "produces": decided + int(p.lead[i]),
            "added": added / told.reading.use,
            "unit": told.naming.unit(product),
            "ask": added * float(p.ask[i]),
            "capex": added * float(p.capex[i]),
            "jobs": added * float(p.jobs[i].sum()),
            "land_ha": added * float(p.land[i]),
            "basis": cards.get(id_, {}).get("basis") or "inferred",
        }
        found.append(row)
    return sorted(found, key=lambda r: (r["decided"], r["place"], r["plant"]))


def support(told: Told) -> list[Row]:
    """Return a row an instrument and year: what there is, what the plan spends."""
    problem = told.model.problem
    pay = told.values("pay")
    spent = pay.sum(axis=0) if pay.size else np.zeros_like(problem.money.budget)
    found = []
    for n, id_ in enumerate(problem.names.instruments):
        for t, year in enumerate(problem.names.years):
            row: Row = put({}, "instrument", id_, told.name("instruments", id_))
            row |= {
                "year": year,
                "budget": number(problem.money.budget[n, t]),
                "spent": max(0.0, float(spent[n, t])),
            }
            found.append(row)
    return found


def room(told: Told) -> list[Row]:
    """Return a row a park, year, and kind of land or labour: what it has, what the plan takes."""
    problem, space = told.model.problem, told.model.problem.space
    land, work, came = _use(told)
    found = []
    for k, park in enumerate(problem.names.parks):
        for t, year in enumerate(problem.names.years):
            row: Row = put({}, "place", park, told.naming.place(park))
            row |= {"year": year, "kind": "land", "unit": "ha", "available": number(space.land[k, t])}
            row |= {"used": max(0.0, float(land[k, t]))}
            if row["available"] is not None or row["used"] > TENTH:
                found.append(row)
            for g, group in enumerate(problem.names.groups):
                row = put({}, "place", park, told.naming.place(park))
                put(row, "group", group, told.name("occupations", group))
                row |= {"year": year, "kind": "labour", "unit": "person"}
                row |= {"available": number(space.labour[k, g, t]), "used": max(0.0, float(work[k, g, t]))}
                row["attracted"] = max(0.0, float(came[k, g, t]))
                if row["available"] is not None or row["used"] > TENTH:
                    found.append(row)
    return found


def _use(told: Told) -> tuple[Array, Array, Array]:
    """Return land (parks, years), persons at work and persons attracted (parks, groups, years), each until then."""
    program, x = told.model.program, told.x
    activity = program.matrix @ x
    land, work = block(program, "land", rows=True), block(program, "labour", rows=True)
    came = np.cumsum(x[told.model.made.attract.index], axis=2)
    used = activity[land.index] if land is not None else np.zeros_like(told.model.problem.space.land)
    hired = activity[work.index] + came if work is not None else np.zeros_like(came)
    return used, hired, came


def years(told: Told) -> list[Row]:
    """Return a row a year: money as it is spent (not discounted), jobs and output of what is new."""
    problem, c, p = told.model.problem, told.model.problem.candidates, told.model.problem.plants
    opened = told.x[told.model.made.opened.index]
    grown = told.x[told.model.made.expand.index]
    terms = {name: _by_year(told, name) for name in ("public", "tax", "private")}
    price = problem.technology.price
    found = []
    for t, year in enumerate(problem.names.years):
        works = opened[:, : t + 1] * (c.lead[c.site_candidate][:, None] + np.arange(t + 1) <= t)
        here = works.sum(axis=1)
        of = c.site_candidate
        more = (grown[:, : t + 1] * (p.lead[:, None] + np.arange(t + 1) <= t)).sum(axis=1)
        value = here * c.capacity[of] * price[c.product[of]]
        moved = float((value * c.relocated[of]).sum())
        found.append(
            {
                "year": year,
                **{name: float(terms[name][t]) for name in terms},
                "jobs": float((here[:, None] * c.jobs[of]).sum() + (more[:, None] * p.jobs).sum()),
                "opened": int((opened[:, t] > WHOLE).sum()),
                "output_new": float(value.sum() + (more * price[p.product]).sum()) - moved,
                "output_relocated": moved,
            }
        )
    return found


def _by_year(told: Told, name: str) -> Array:
    """Return a part of the objective year by year, not discounted; tax is that beyond what is paid without a plan."""
    problem, made, run = told.model.problem, told.model.made, told.model.run
    less = told.idle if name == "tax" and told.idle is not None else 0.0
    costs, x = told.model.terms[name] * (told.x - less), np.zeros(problem.years)
    for blocks in (made.opened, made.expand, made.attract, run.make):
        x += costs[blocks.index].reshape(-1, problem.years).sum(axis=0)
    return x / problem.discounts()
