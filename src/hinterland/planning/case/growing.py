"""Existing plants of the plan: those that can be expanded, and those that only count as makers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland.planning.case.coming import yuan
from hinterland.planning.problem import Plants

if TYPE_CHECKING:
    from hinterland.planning.case.frame import Frame
    from hinterland.planning.case.running import Running
    from hinterland.planning.problem import Array, Ints

Row = dict[str, Any]


def growing(frame: Frame, run: Running, zone: Ints, base: Array) -> Plants:
    """Return the plants of a plan.

    An expansion of `most` units of capacity makes most x use units; its costs are stated for all of it and are taken
    as even a unit.
    """
    n, use = len(run), frame.assumed.utilisation
    rows = _rows(frame, run, zone)
    most, ask, capex, land = (np.zeros(n) for _ in range(4))
    lead, park = np.zeros(n, dtype=np.int64), np.full(n, -1, dtype=np.int64)
    jobs = np.zeros((n, len(frame.room.groups)))
    park_index = frame.park_index
    for i, row in rows.items():
        usable = row["most"] * use
        most[i] = usable
        ask[i], capex[i] = (yuan(frame, row, c, "expansions", "plant") / usable for c in ("ask", "capex"))
        land[i] = (row["land_ha"] or 0.0) / usable
        years = frame.assumed.lead_years if row["lead_years"] is None else row["lead_years"]
        lead[i] = math.ceil(min(years, len(frame.years)) - 1e-9)  # later than the plan is never
        park[i] = park_index.get(str(run.standing.place[i]), -1)
        product = frame.goods.products[run.product[i]]
        jobs[i] = frame.room.jobs([(product, row["most"], row["jobs"])])[0] / usable
    return Plants(
        product=run.product,
        firm=np.array([frame.firm(f) for f in run.standing.firm.tolist()], dtype=np.int64),
        zone=zone,
        park=park,
        capacity=run.stated(zone, base, frame.years),
        most=most,
        ask=ask,
        capex=capex,
        land=land,
        jobs=jobs,
        lead=lead,
    )


def _rows(frame: Frame, run: Running, zone: Ints) -> dict[int, Row]:
    """Return the expansions by plant, those that cannot be planned for left out; faults are collected."""
    at = {p: i for i, p in enumerate(run.standing.plant.tolist())}
    found, left = {}, []
    for row in frame.seen["expansions"].iter_rows(named=True):
        i = at.get(row["plant"])
        for column in ("most", "capex", "ask", "jobs", "land_ha", "lead_years"):
            value = row[column]
            if value is not None and not (math.isfinite(value) and value >= 0):
                frame.told.fault(
                    f"expansions: {row['plant']} has {column} {value:g}; write a number of at least 0",
                    f"expansions：{row['plant']} 的 {column} 为 {value:g}；请填写不小于 0 的数",
                )
        if row["ask"] is None:
            frame.told.fault(
                f"expansions: {row['plant']} states no `ask`; write the public money that it asks for, 0 if none",
                f"expansions：{row['plant']} 未写 ask；请填写其要求的公共资金，没有则写 0",
            )
        elif i is None or not frame.zones.inside[zone[i]] or not (row["most"] or 0) > 0:
            left.append(row["plant"])
        else:
            found[i] = row
    if left:
        some = ", ".join(left[:3])
        frame.told.note(
            f"{len(left)} expansions are left out, since their plant does not run in the place or makes nothing of "
            f"the plan ({some}{' ...' if len(left) > 3 else ''}).",
            f"{len(left)} 项扩建不予考虑：工厂不在当地运营，或产品不在规划之内（{some.replace(', ', '、')}）。",
        )
    return found
