"""A plan as changes of the case: what opens and grows becomes plants, so that studies run on the cluster after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland.scenario import Change, to_table

if TYPE_CHECKING:
    import polars as pl

    from hinterland.planning.case.reading import Reading
    from hinterland.planning.problem import Array

Row = dict[str, Any]
WHOLE = 0.5
"""Value of a decision from which on it is taken."""
LEAST = 1e-6
"""Share of what a plant can grow by below which an expansion is rounding."""


def changes(reading: Reading, opened: Array, expanded: Array) -> pl.DataFrame:
    """Return the table of changes (`hinterland.scenario`) of a plan.

    Parameters
    ----------
    opened
        1 where a site is decided in a year, (sites, years).
    expanded
        Usable units by which a plant grows, decided in a year, (plants, years).

    Notes
    -----
    A plan is no fact: each plant is `inferred`, and its source says that it is a plan's, and whether its candidate is
    made up. Were it `synthetic`, studies would leave it out as they do other made-up plants, and the cluster after
    the plan would look like the one before; only in a case whose plants are all synthetic they are, too. It is
    announced on the day of the plan and opens in the year in which it produces. A firm that the case does not have is
    added too. Expansions are plants of their own beside the plant that grows.
    """
    rows = [*_openings(reading, opened), *_expansions(reading, expanded)]
    found: list[Change] = []
    firms = set(reading.seen["firms"]["firm"].to_list())
    source = f"plan of {reading.place} as of {reading.day}, made by hinterland; no announcement of anybody"
    invented = set(reading.seen["plants"]["basis"].to_list()) == {"synthetic"}
    for row in rows:
        made_up = row.pop("made_up")
        whose = "; what it rests on is synthetic" if made_up else ""
        basis = "synthetic" if made_up and invented else "inferred"
        common = {"source": source + whose, "basis": basis, "published": reading.day.isoformat()}
        common["published_basis"] = "stated"
        names = row.pop("names")
        if row["firm"] not in firms:
            firms.add(row["firm"])
            found += _added("firms", row["firm"], {**names, "place": row["place"], **common})
        found += _added("plants", row.pop("plant"), {**names, **row, **common})
    return to_table(found)


def _added(table: str, key: str, row: Row) -> list[Change]:
    return [Change(table, (key,), "add", c, None, v) for c, v in row.items() if v is not None]


def _openings(reading: Reading, opened: Array) -> list[Row]:
    problem = reading.problem
    c, names = problem.candidates, problem.names
    cards = {r["candidate"]: r for r in reading.seen["candidates"].iter_rows(named=True)}
    taken = set(reading.seen["plants"]["plant"].to_list())
    rows = []
    for site, year in np.argwhere(opened > WHOLE).tolist():
        i = int(c.site_candidate[site])
        id_ = names.candidates[i]
        card = cards[id_]
        rows.append(
            {
                "plant": _free(f"plan_{id_}", taken),
                "names": {"name_en": card["name_en"], "name_zh": card["name_zh"]},
                "firm": names.firms[int(c.firm[i])],
                "product": names.products[int(c.product[i])],
                "place": names.parks[int(c.site_park[site])],
                "capacity": float(c.capacity[i]),
                "capex": float(c.capex[i]) or None,
                "currency": "CNY" if c.capex[i] else None,
                "jobs": round(float(c.jobs[i].sum())) or None,
                "announced": reading.day.isoformat(),
                "opened": str(names.years[year] + int(c.lead[i])),
                "made_up": reading.basis[i] == "synthetic",
            }
        )
    return rows


def _expansions(reading: Reading, expanded: Array) -> list[Row]:
    problem = reading.problem
    p, names = problem.plants, problem.names
    plants = {r["plant"]: r for r in reading.seen["plants"].iter_rows(named=True)}
    bases = dict(reading.seen["expansions"].select("plant", "basis").iter_rows())
    taken = set(plants)
    rows = []
    for i, year in np.argwhere(expanded > LEAST * np.maximum(p.most, LEAST)[:, None]).tolist():
        row, grown = plants[names.plants[i]], float(expanded[i, year])
        made = names.years[year] + int(p.lead[i])
        rows.append(
            {
                "plant": _free(f"plan_{row['plant']}_{made}", taken),
                "names": {"name_en": row["name_en"], "name_zh": row["name_zh"]},
                "firm": row["firm"],
                "product": row["product"],
                "place": row["place"],
                "lon": row["lon"],
                "lat": row["lat"],
                "datum": row["datum"],
                "capacity": grown / reading.use,
                "capex": grown * float(p.capex[i]) or None,
                "currency": "CNY" if p.capex[i] else None,
                "jobs": round(grown * float(p.jobs[i].sum())) or None,
                "announced": reading.day.isoformat(),
                "opened": str(made),
                "made_up": bases.get(row["plant"]) == "synthetic",
            }
        )
    return rows


def _free(name: str, taken: set[str]) -> str:
    """Return the name, with a number behind it where it is taken."""
    found, n = name, 2
    while found in taken:
        found, n = f"{name}_{n}", n + 1
    taken.add(found)
    return found
