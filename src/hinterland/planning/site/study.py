"""The study `site`: which park suits one project, by terms that are all shown."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland.errors import Refused
from hinterland.network.stress.faults import refuse
from hinterland.planning.site.chain import suppliers, users
from hinterland.planning.site.compared import compared
from hinterland.planning.site.land import land, land_cost
from hinterland.planning.site.options import Options
from hinterland.planning.site.people import offers, talent
from hinterland.planning.site.policy import policy
from hinterland.planning.site.project import find_project
from hinterland.planning.site.said import assumptions
from hinterland.planning.site.score import scores
from hinterland.planning.site.tables import tables
from hinterland.progress import silent
from hinterland.result import Result, Said, provenance

if TYPE_CHECKING:
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.planning.site.compared import Compared
    from hinterland.planning.site.project import Project
    from hinterland.planning.site.score import Scores
    from hinterland.progress import Progress

CANNOT = Said("the parks cannot be ranked as asked", "无法按所给要求为园区排序")
STEPS = 6


def site(
    cluster: Cluster,
    project: str,
    *,
    as_of: date | str | None = None,
    options: Options | None = None,
    progress: Progress = silent,
) -> Result:
    """Return the parks of a case ranked for one project.

    Parameters
    ----------
    cluster
        The case.
    project
        Id of a candidate, need or workstream (`KIND:ID` where it stands for several); any name, where the options
        say what the project makes or works on.
    as_of
        Day from which the case is seen; default: the day the cluster is seen from, else today.
    options
        Weights, places, reach, and what the project needs where the case does not say it.

    Returns
    -------
    Result
        Tables as in `hinterland.planning.site.tables.SCHEMAS`.

    Raises
    ------
    Refused
        If the project is not there, options cannot be meant (all faults at once), there is no park, or nothing is
        known by which to rank.
    Cancelled
        If `progress` raises it.
    """
    began = time.perf_counter()
    options = options or Options()
    day = cluster.day(as_of)
    seen = cluster.as_of(day)
    wanted = _project(seen, project, options)
    progress(0, STEPS, "parks")
    parks = compared(seen, day, wanted, options)
    progress(1, STEPS, "suppliers and users")
    chain = [suppliers(parks, wanted), users(parks, wanted)]
    progress(2, STEPS, "people and services")
    people = [talent(parks, wanted), offers(parks, "institutes"), offers(parks, "testing")]
    progress(3, STEPS, "land")
    cost = land_cost(parks)
    ground = [land(parks, wanted), *([cost] if cost else [])]
    progress(4, STEPS, "policy")
    support, instruments = policy(parks, wanted, options.sectors)
    terms = [*chain, *people, *ground, support]
    progress(5, STEPS, "scores")
    values = np.stack([t.normal for t in terms], axis=1)
    weights = np.array([options.weight(t.id) for t in terms])
    scored = scores(values, weights, draws=options.draws, seed=options.seed)
    if np.isnan(scored.score).all():
        _nothing([t.id for t in terms], weights)
    found = tables(parks, wanted, terms, scored, options, instruments)
    progress(STEPS, STEPS, "done")
    return Result(
        study="site",
        tables=found,
        provenance=provenance("site", seen, _parameters(project, options), time.perf_counter() - began),
        summary=_summary(parks, wanted, scored, options),
        assumptions=assumptions(parks, wanted, terms, options),
        figures=("site_terms",),
    )


def _project(seen: Cluster, word: str, options: Options) -> Project:
    """Return the project; faults of it and of the options are told at once."""
    faults = options.faults(seen)
    try:
        wanted = find_project(seen, word, options)
    except Refused as error:
        refuse([Said(error.en, error.zh), *faults], CANNOT)
        raise
    refuse(faults, CANNOT)
    return wanted


def _nothing(terms: list[str], weights: np.ndarray[Any, Any]) -> None:
    weighed = [t for t, w in zip(terms, weights, strict=True) if w > 0]
    raise Refused(
        f"nothing is known of the terms that have a weight ({', '.join(weighed) or 'none'}) at any park; fill in the "
        "tables they rest on (plants, recipes, labour_stock, offers, free_land, instruments), or weigh other terms",
        f"各园区在有权重的项（{', '.join(weighed) or '无'}）上均无数据；请填写所依据的表"
        "（plants、recipes、labour_stock、offers、free_land、instruments），或改用其他项的权重",
    )


def _parameters(project: str, options: Options) -> dict[str, Any]:
    return {
        "project": project,
        "weights": dict(options.weights),
        "places": list(options.places),
        "hours": options.hours,
        "product": options.product,
        "land": options.land,
        "jobs": options.jobs,
        "sectors": list(options.sectors),
        "synthetic": options.synthetic,
        "draws": options.draws,
        "seed": options.seed,
    }


def _summary(parks: Compared, project: Project, scored: Scores, options: Options) -> dict[str, Any]:
    best = scored.order[0]
    product = parks.naming.product(project.product) if project.product else None
    return {
        "as_of": parks.day.isoformat(),
        "project": project.id,
        "project_kind": project.kind,
        "project_en": project.name.en,
        "project_zh": project.name.zh,
        "project_basis": project.basis,
        "product": project.product,
        "product_en": product.en if product else None,
        "product_zh": product.zh if product else None,
        "product_from": project.product_from,
        "serves": project.serves,
        "firm": project.firm,
        "land_ha": project.land,
        "jobs": project.jobs,
        "named_places": list(project.places),
        "hours": options.hours,
        "compared": len(parks),
        "made_up_plants": parks.made_up,
        "first": parks.places[best],
        "first_score": float(scored.score[best]),
        "first_share": float(scored.first[best]),
        "draws": options.draws,
    }
