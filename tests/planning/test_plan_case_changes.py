"""A plan as changes of the case: the cluster after it, on which every other study runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from plan_case import DAY, candidate, reading

from hinterland.ground.plants import standing
from hinterland.planning.case import changes
from hinterland.result import Provenance, Result

if TYPE_CHECKING:
    from plan_case import Tables

    from hinterland.cluster import Cluster
    from hinterland.planning.case import Reading


def after(found: Reading, opened: np.ndarray, expanded: np.ndarray) -> Cluster:
    """The cluster after a plan."""
    table = changes(found, opened, expanded)
    made = Provenance("plan", "case", DAY, {}, {}, "", (), {}, 0.0)
    return found.seen.apply(Result("plan", {"changes": table}, made))


def nothing(found: Reading) -> tuple[np.ndarray, np.ndarray]:
    """No decision."""
    p = found.problem
    return np.zeros(p.candidates.may_open.shape), np.zeros((len(p.plants.most), p.years))


def grow(t: Tables) -> None:
    """An expansion, and a made-up candidate of a firm that the case knows."""
    t["expansions"] = [
        {"plant": "seats_b", "most": 1000.0, "ask": 8e6, "capex": 80e6, "jobs": 40, "basis": "synthetic"}
    ]
    t["firms"] = [{"firm": "firm_seats_b", "place": "b"}]
    t["candidates"].append(
        candidate("own", "seat", "park", 500.0, 1e6, firm="firm_seats_b", basis="synthetic", capex=7e6)
    )


def test_what_opens_is_a_plant_from_the_year_in_which_it_produces() -> None:
    found = reading(grow)
    opened, expanded = nothing(found)
    c, names = found.problem.candidates, found.problem.names
    sites = {
        (names.candidates[a], names.parks[b]): i
        for i, (a, b) in enumerate(zip(c.site_candidate, c.site_park, strict=True))
    }
    opened[sites["engines", "b"], 0] = 1.0
    opened[sites["own", "park"], 1] = 1.0
    cluster = after(found, opened, expanded)
    new = cluster["plants"].filter(pl.col("plant").str.starts_with("plan_"))
    rows = {r["plant"]: r for r in new.iter_rows(named=True)}
    engines, own = rows["plan_engines"], rows["plan_own"]
    assert (engines["place"], engines["opened"], engines["capacity"], engines["jobs"]) == (
        "b",
        "2025",
        60_000.0,
        100,
    )
    assert (engines["basis"], own["basis"]) == ("inferred", "inferred")
    assert ("synthetic" in engines["source"], "synthetic" in own["source"]) == (False, True)
    assert (own["opened"], own["capex"], own["firm"]) == ("2026", 7e6, "firm_seats_b")
    assert "plan of north" in engines["source"]
    assert cluster["firms"]["firm"].to_list() == ["firm_seats_b", "engines"]
    status = dict(zip(new["plant"], standing(new, found.day.replace(year=2026)).status.tolist(), strict=True))
    assert status == {"plan_engines": "operating", "plan_own": "announced"}


def test_expansions_build_what_their_use_takes() -> None:
    found = reading(grow)
    opened, expanded = nothing(found)
    expanded[found.problem.names.plants.index("seats_b"), 0] = 400.0
    cluster = after(found, opened, expanded)
    (row,) = cluster["plants"].filter(pl.col("plant").str.starts_with("plan_")).iter_rows(named=True)
    assert (row["plant"], row["capacity"], row["opened"]) == ("plan_seats_b_2026", 500.0, "2026")
    assert (row["capex"], row["jobs"], row["basis"]) == (40e6, 20, "inferred")
    assert "synthetic" in row["source"]


def test_the_cluster_after_a_plan_can_be_planned_again() -> None:
    found = reading(grow)
    opened, expanded = nothing(found)
    opened[0, 0] = 1.0
    once = after(found, opened, expanded)
    table = changes(
        found.__class__(**{f: getattr(found, f) for f in found.__slots__} | {"seen": once}), opened, expanded
    )
    assert "plan_engines_2" in table["key"].to_list()


def test_a_plan_without_decisions_changes_nothing() -> None:
    found = reading()
    assert changes(found, *nothing(found)).height == 0
