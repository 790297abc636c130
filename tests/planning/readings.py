"""Drawn problems as if they were read from a case, for tests of tables and words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from problems import drawn

from hinterland.cluster import Cluster
from hinterland.frames import of_rows
from hinterland.ground.naming import Naming
from hinterland.planning.case import Goal, Reading, Unplannable
from hinterland.result import Said

if TYPE_CHECKING:
    from hinterland.planning.problem import Problem

DAY = date(2021, 8, 11)


def reading(problem: Problem | None = None, **more: Any) -> Reading:
    """A reading of a drawn problem: the case has its candidates, parks and products, all made up."""
    problem = problem or drawn(1)
    names, c = problem.names, problem.candidates
    own = {"source": "drawn", "basis": "synthetic", "published": "2021-08-01", "published_basis": "assumed"}
    cards = [
        {
            "candidate": id_,
            "name_en": f"Candidate {id_}",
            "name_zh": f"候选 {id_}",
            "product": names.products[int(c.product[i])],
            "eligible_places": ";".join(names.parks[k] for k in c.site_park[c.site_candidate == i].tolist()),
            "capacity": float(c.capacity[i]),
            "readiness": "interested",
            **own,
        }
        for i, id_ in enumerate(names.candidates)
    ]
    seen = Cluster.of(
        {
            "candidates": of_rows("candidates", cards),
            "places": of_rows(
                "places",
                [
                    {"place": p, "name_en": p.title(), "name_zh": f"{p} 区", "kind": "park", **own}
                    for p in names.parks
                ],
            ),
            "products": of_rows(
                "products",
                [
                    {"product": p, "name_en": p.title(), "name_zh": f"{p} 件", "unit": "set", **own}
                    for p in names.products
                ],
            ),
            "plants": of_rows(
                "plants",
                [
                    {
                        "plant": id_,
                        "name_en": f"Plant {id_}",
                        "firm": names.firms[int(problem.plants.firm[i])],
                        "product": names.products[int(problem.plants.product[i])],
                        "place": names.parks[0],
                        **own,
                    }
                    for i, id_ in enumerate(names.plants)
                ],
            ),
            "targets": of_rows(
                "targets",
                [
                    {"target": "revenue_2024", "name_en": "Revenue", "name_zh": "营业收入", **own},
                    {"target": "near_2024", "name_en": "Nearby supply", "name_zh": "就近配套率", **own},
                ],
            ),
        },
        name="drawn",
    )
    main = [_goal(t, problem) for t in problem.targets]
    fields: dict[str, Any] = {
        "seen": seen,
        "day": DAY,
        "place": names.parks[0],
        "roots": (names.products[0],),
        "problem": problem,
        "goals": tuple(main),
        "unplannable": (
            Unplannable("near_2024", "said", Said("words alone do not count", "仅凭表述无法规划")),
        ),
        "notes": (Said("drawn at random", "随机生成"),),
        "ask_low": c.ask * 0.8,
        "ask_high": c.ask * 1.2,
        "basis": ("synthetic",) * len(names.candidates),
        "naming": Naming.of(seen),
        "use": 0.8,
    }
    return Reading(**(fields | more))


def _goal(target: Any, problem: Problem) -> Goal:
    share = target.kind == "sourced"
    return Goal(
        target="near_2024" if share else "revenue_2024",
        metric=f"{target.kind}_metric",
        row={},
        wanted=target,
        scale=100.0 if share else 1.0,
        unit="percent" if share else "CNY",
        comparator="ge",
        place=problem.names.parks[0],
        year=problem.names.years[target.year],
        main=True,
    )


def impossible(problem: Problem) -> Problem:
    """The problem with next to no budget: no plan holds its targets."""
    money = problem.money
    return replace(problem, money=replace(money, budget=money.budget * 0.01))
