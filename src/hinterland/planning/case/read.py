"""A case as a planning problem.

What is decided here, and told as assumptions: which place plans for which targets over which years (`chosen`), what
is made of what (`goods`), which plants stand (`running`), what they would make without a plan (`market`, `ahead`),
where things are near (`zones`), who could come (`coming`, `growing`), what there is to give (`room`, `purse`), and
how each target is measured (`goals`, `kinds`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.ground.naming import Naming
from hinterland.ground.parts import roots
from hinterland.ground.places import within
from hinterland.planning.case import about, faults, sizes
from hinterland.planning.case.ahead import Ahead
from hinterland.planning.case.aims import aims, rules
from hinterland.planning.case.chosen import chosen, open_targets, place_of, years_of
from hinterland.planning.case.coming import cards, coming, eligible
from hinterland.planning.case.frame import Frame
from hinterland.planning.case.goals import reaches
from hinterland.planning.case.goods import goods
from hinterland.planning.case.growing import growing
from hinterland.planning.case.market import market
from hinterland.planning.case.options import Options, Told, assumed, check
from hinterland.planning.case.purse import purse
from hinterland.planning.case.reading import Reading
from hinterland.planning.case.room import room
from hinterland.planning.case.running import made_up_count, running
from hinterland.planning.case.zones import zones
from hinterland.planning.problem import Names, Problem, Space

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.planning.case.coming import Card, Coming
    from hinterland.planning.case.options import Assumed
    from hinterland.planning.case.running import Running

Row = dict[str, Any]


def read(cluster: Cluster, options: Options | None = None) -> Reading:
    """Return a case as a planning problem.

    Raises
    ------
    Refused
        If nothing can be planned; the message lists every fault, in words of the case and in both languages.
    StudyError
        If the case has no bill of materials, or one that does not hold.
    """
    options = options or Options()
    day = cluster.day(options.as_of)
    seen = cluster.as_of(day)
    told = Told()
    check(options, told)
    faults.nothing_to_decide(seen)
    numbers = assumed(seen, told)
    first = options.first_year if options.first_year is not None else day.year
    targets = open_targets(seen, first, options.last_year)
    place = place_of(seen, options, targets)
    targets = chosen(seen, options, place, targets, told)
    years = years_of(options, day, targets, told)
    faults.contradictions(told, targets, options.levels, seen.own_units())
    frame, run = _frame(seen, day, options, told, numbers, place, years, targets)
    known = set(seen["places"]["place"].to_list())
    faults.places(frame, list(seen["candidates"].iter_rows(named=True)), known)
    listed = faults.anchors(frame, _inside(frame, cards(frame)))
    return _reading(frame, run, listed, targets)


def _frame(
    seen: Cluster,
    day: date,
    options: Options,
    told: Told,
    numbers: Assumed,
    place: str,
    years: tuple[int, ...],
    targets: list[Row],
) -> tuple[Frame, Running]:
    """Return what the steps share, with plants of known zones only."""
    inside = within(seen, place)
    metrics = {r["metric"]: r for r in seen["metrics"].iter_rows(named=True)}
    finished = _roots(seen, metrics, targets)
    wanted = set(seen["candidates"]["product"].drop_nulls().to_list())
    wanted |= set(seen["source_rules"]["product"].drop_nulls().to_list())
    made = goods(seen, finished, wanted, numbers, told, free=options.alternatives)
    made_up = made_up_count(seen, day, finished[0], inside, options.synthetic)
    run = running(seen, day, made, numbers, told, synthetic=made_up)
    parks = _parks(seen, inside)
    users = [
        p
        for p, g in zip(run.standing.place.tolist(), run.product.tolist(), strict=True)
        if made.products[g] in finished
    ]
    demanded = seen["demand"]["place"].drop_nulls().to_list()
    keep = {p for p in (*parks, *users, *demanded) if p in inside}
    bounds = {t["place"] for t in targets if t["place"] in inside}
    where = [p for p in run.standing.place.tolist() if p]
    space = zones(seen, place, where, keep, bounds, reaches(metrics, targets), told)
    products = sorted(set(seen["candidates"]["product"].drop_nulls().to_list()) | _expanded(seen))
    frame = Frame(
        seen=seen,
        day=day,
        options=options,
        told=told,
        assumed=numbers,
        place=place,
        inside=inside,
        years=years,
        rates=seen.rates(),
        goods=made,
        zones=space,
        parks=tuple(parks),
        room=room(seen, parks, years, products, numbers, told),
    )
    located = np.array([p in space.zone_of for p in run.standing.place.tolist()], dtype=np.bool_)
    frame.since = dict(
        zip(run.standing.plant.tolist(), np.maximum(run.since, years[0]).tolist(), strict=True)
    )
    return frame, run.take(located)


def _roots(seen: Cluster, metrics: Mapping[str, Row], targets: list[Row]) -> tuple[str, ...]:
    """Return the finished products of some targets, else the case's own; each has a bill of materials."""
    listed = roots(seen)
    named = {t["product"] for t in targets}
    named |= {metrics[m]["product"] for t in targets for m in (t["metrics"] or "").split(";") if m in metrics}
    found = tuple(r for r in listed if r in named)
    return found or (listed[0],)


def _expanded(seen: Cluster) -> set[str]:
    plants = seen["plants"].filter(pl.col("plant").is_in(seen["expansions"]["plant"].implode()))
    return set(plants["product"].drop_nulls().to_list())


def _parks(seen: Cluster, inside: set[str]) -> list[str]:
    """Return the places where something may be built: of candidates, of plants that grow where land is known."""
    found = {p for e in seen["candidates"]["eligible_places"].drop_nulls().to_list() for p in e.split(";")}
    plants = seen["plants"].filter(pl.col("plant").is_in(seen["expansions"]["plant"].implode()))
    land = set(seen["free_land"]["place"].drop_nulls().to_list())
    found |= set(plants["place"].drop_nulls().to_list()) & land
    return sorted(p for p in found if p in inside)


def _inside(frame: Frame, listed: list[Card]) -> list[Card]:
    """Return the candidates that may go somewhere in the place and whose product can be reckoned with."""
    kept, out = [], []
    goods_ = frame.goods
    for card in listed:
        product = card.row["product"]
        if not any(p in frame.park_index for p in eligible(card.row)):
            out.append(card.row["candidate"])
        elif not goods_.told[goods_.index[product]]:
            frame.told.fault(
                f"candidates: {card.row['candidate']} makes {product}, and nobody knows how many of it go into the "
                f"finished product; fill in recipes.quantity or products.unit_price",
                f"candidates：{card.row['candidate']} 生产 {product}，但其单位用量未知；请填写 recipes.quantity 或 "
                f"products.unit_price",
            )
        else:
            kept.append(card)
    if out:
        frame.told.note(
            f"{len(out)} candidates may go only to places outside {frame.place}: left out.",
            f"{len(out)} 个候选项目的可落地地点均在 {frame.place} 之外：不予考虑。",
        )
    return kept


def _reading(frame: Frame, run: Running, listed: list[Card], targets: list[Row]) -> Reading:
    """Return the problem and what tells its answer."""
    zone = np.array([frame.zones.zone_of[p] for p in run.standing.place.tolist()], dtype=np.int64)
    finished = tuple(r for r in roots(frame.seen) if r in frame.goods.index)
    ahead = Ahead(frame.seen, frame.day, frame.years)
    trade = market(frame, ahead, run, zone, finished, targets)
    plants = growing(frame, run, zone, trade.base)
    who = coming(frame, listed)
    goals, unplannable = aims(frame, ahead, trade.made, targets)
    c = who.candidates
    where = list(zip(run.standing.place.tolist(), run.product.tolist(), strict=True))
    pays = purse(frame, c.site_park, c.product[c.site_candidate], where)
    problem = Problem(
        names=_names(frame, run, who, pays.names),
        technology=frame.goods.technology,
        space=_space(frame),
        market=trade,
        candidates=c,
        plants=plants,
        money=pays.money,
        targets=tuple(g.wanted for g in goals if g.main),
        sources=rules(frame),
    )
    faults.nobody(frame.told, problem, frame.place)
    faults.unmakeable(frame.told, problem, [g for g in goals if g.main])
    sizes.beyond(frame, problem, [g for g in goals if g.main])
    about.said(frame, problem, goals)
    faults.too_large(frame.told, problem)
    faults.raise_(frame.told)
    return Reading(
        seen=frame.seen,
        day=frame.day,
        place=frame.place,
        roots=finished,
        problem=problem,
        goals=tuple(goals),
        unplannable=tuple(unplannable),
        notes=tuple(frame.told.notes),
        ask_low=who.ask_low,
        ask_high=who.ask_high,
        basis=who.basis,
        naming=Naming.of(frame.seen),
        use=frame.assumed.utilisation,
        members=dict(zip(frame.zones.names, frame.zones.members, strict=True)),
    )


def _names(frame: Frame, run: Running, who: Coming, instruments: tuple[str, ...]) -> Names:
    return Names(
        products=frame.goods.products,
        processes=frame.goods.processes,
        zones=frame.zones.names,
        parks=frame.parks,
        groups=frame.room.groups,
        candidates=who.names,
        plants=tuple(run.standing.plant.tolist()),
        firms=tuple(frame.firms),
        instruments=instruments,
        years=frame.years,
    )


def _space(frame: Frame) -> Space:
    z, numbers, rooms = frame.zones, frame.assumed, frame.room
    return Space(
        park_zone=np.array([z.zone_of[p] for p in frame.parks], dtype=np.int64),
        origin=z.origin,
        destination=z.destination,
        hours=z.hours,
        freight=z.hours * numbers.freight_hour,
        outside_freight=np.full(len(z.names), numbers.freight_outside),
        land=rooms.land,
        labour=rooms.labour,
        attract_most=rooms.attract_most,
        attract_cost=np.full(len(rooms.groups), numbers.attract_cost),
    )
