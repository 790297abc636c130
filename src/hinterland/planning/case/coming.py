"""Candidates and expansions of a case as arrays; money in yuan, what a row leaves open by stated assumption."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland import dates
from hinterland.errors import UnitError
from hinterland.planning.case.options import LANDING
from hinterland.planning.problem import Candidates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hinterland.planning.case.frame import Frame
    from hinterland.planning.problem import Array

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Coming:
    """Candidates of the plan, their range of asks, and the anchors among plants."""

    candidates: Candidates
    names: tuple[str, ...]
    ask_low: Array
    ask_high: Array
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A candidate's row with everything filled in."""

    row: Row
    ask: tuple[float, float, float]
    capex: float
    landing: tuple[float, float]
    lead: int
    first: int


def cards(frame: Frame) -> list[Card]:
    """Return candidates that could produce within the plan, filled in; faults are collected."""
    usual = {"lead": 0, "landing": 0, "late": 0}
    found = []
    for row in frame.seen["candidates"].iter_rows(named=True):
        card = _card(frame, row, usual)
        if card is None:
            continue
        if max(card.first, frame.years[0]) + card.lead > frame.years[-1]:
            usual["late"] += 1
            continue
        found.append(card)
    _say(frame, usual)
    return found


def _say(frame: Frame, usual: Mapping[str, int]) -> None:
    """Say what was filled in, and who comes too late."""
    lead = frame.assumed.lead_years
    if usual["lead"]:
        frame.told.note(
            f"{usual['lead']} candidates state no time to build: {lead:g} years (setting plan_lead_years).",
            f"{usual['lead']} 个候选项目未写建设年数：按 {lead:g} 年计（设置 plan_lead_years）。",
        )
    if usual["landing"]:
        spans = ", ".join(f"{k} {a:.0%}-{b:.0%}" for k, (a, b) in LANDING.items())
        frame.told.note(
            f"{usual['landing']} candidates state no probability of landing: by how far they have come, "
            f"{spans}, an "
            f"assumption.",
            f"{usual['landing']} 个候选项目未写落地概率：按成熟度假设（{spans.replace(', ', '，')}）。",
        )
    if usual["late"]:
        frame.told.note(
            f"{usual['late']} candidates could produce only after {frame.years[-1]}: they are left out.",
            f"{usual['late']} 个候选项目最早也在 {frame.years[-1]} 年之后投产：不予考虑。",
        )


def _card(frame: Frame, row: Row, usual: dict[str, int]) -> Card | None:
    """Return a row filled in, None where it is faulty."""
    id_ = row["candidate"]
    before = len(frame.told.faults)
    for column in ("capacity", "capex", "jobs", "land_ha", "lead_years", "ask", "ask_low", "ask_high"):
        value = row[column]
        if value is not None and not (math.isfinite(value) and value >= 0):
            frame.told.fault(
                f"candidates: {id_} has {column} {value:g}; write a number of at least 0",
                f"candidates：{id_} 的 {column} 为 {value:g}；请填写不小于 0 的数",
            )
    if not row["capacity"] or not row["capacity"] > 0:
        frame.told.fault(
            f"candidates: {id_} has no capacity; write what it would make in a year",
            f"candidates：{id_} 没有产能；请填写年产能",
        )
    ask = _ask(frame, row)
    capex = yuan(frame, row, "capex")
    if len(frame.told.faults) > before or ask is None:
        return None
    if row["lead_years"] is None:
        usual["lead"] += 1
    if row["low"] is None and row["high"] is None:
        usual["landing"] += 1
    low, high = LANDING.get(row["readiness"] or "", LANDING["idea"])
    low = row["low"] if row["low"] is not None else min(low, row["high"] if row["high"] is not None else low)
    high = max(low, row["high"] if row["high"] is not None else high)
    lead = row["lead_years"] if row["lead_years"] is not None else frame.assumed.lead_years
    first = dates.first_day(row["first_year"]).year if row["first_year"] else frame.years[0]
    return Card(row, ask, capex, (low, high), math.ceil(lead - 1e-9), first)


def _ask(frame: Frame, row: Row) -> tuple[float, float, float] | None:
    """Return what is asked at least, likely and at most; the middle of the range where only that is stated."""
    low, ask, high = (
        yuan(frame, row, c) if row[c] is not None else None for c in ("ask_low", "ask", "ask_high")
    )
    known = [v for v in (low, ask, high) if v is not None]
    id_ = row["candidate"]
    if not known:
        frame.told.fault(
            f"candidates: {id_} states no `ask`; write the public money that it asks for, 0 if none",
            f"candidates：{id_} 未写 ask；请填写其要求的公共资金，没有则写 0",
        )
        return None
    if ask is None:
        ask = (known[0] + known[-1]) / 2
    low, high = ask if low is None else low, ask if high is None else high
    if not low <= ask <= high:
        frame.told.fault(
            f"candidates: {id_} has ask_low {low:g}, ask {ask:g}, ask_high {high:g}; put them in order",
            f"candidates：{id_} 的 ask_low {low:g}、ask {ask:g}、ask_high {high:g} 顺序有误；请更正",
        )
    return low, ask, high


def yuan(frame: Frame, row: Row, column: str, table: str = "candidates", key: str = "candidate") -> float:
    """Return an amount of a row in yuan, 0 where it states none; no exchange rate is a fault."""
    if row[column] is None:
        return 0.0
    try:
        return float(frame.rates.to_cny(row[column], row["currency"], frame.day))
    except UnitError as error:
        frame.told.fault(f"{table}: {row[key]}, {column}: {error}", f"{table}：{row[key]}，{column}：{error}")
        return 0.0


def coming(frame: Frame, listed: Sequence[Card]) -> Coming:
    """Return the candidates of a plan with their sites."""
    names = tuple(c.row["candidate"] for c in listed)
    index = {n: i for i, n in enumerate(names)}
    sites = [
        (i, frame.park_index[p])
        for i, card in enumerate(listed)
        for p in eligible(card.row)
        if p in frame.park_index
    ]
    site = np.array([i for i, _ in sites], dtype=np.int64)
    years = np.array(frame.years)
    lead = np.array([c.lead for c in listed], dtype=np.int64)
    first = np.array([max(c.first, _anchored(frame, c)) for c in listed], dtype=np.int64)
    opens = (years >= first[:, None]) & (years + lead[:, None] <= years[-1])
    asks = np.array([c.ask for c in listed], dtype=np.float64).reshape(-1, 3)
    anchor = np.array([index.get(c.row["anchor"] or "", -1) for c in listed], dtype=np.int64)
    assumed = frame.assumed
    return Coming(
        candidates=Candidates(
            product=np.array([frame.goods.index[c.row["product"]] for c in listed], dtype=np.int64),
            firm=np.array([frame.firm(c.row["firm"] or c.row["candidate"]) for c in listed], dtype=np.int64),
            capacity=_numbers(c.row["capacity"] for c in listed),
            ask=asks[:, 1],
            capex=_numbers(c.capex for c in listed),
            land=_numbers(c.row["land_ha"] or 0.0 for c in listed),
            jobs=frame.room.jobs([(c.row["product"], c.row["capacity"], c.row["jobs"]) for c in listed]),
            lead=lead,
            ramp=assumed.utilisation * np.array([assumed.ramp_year_1, 1.0]),
            relocated=_numbers(c.row["relocated"] or 0.0 for c in listed),
            anchor=anchor,
            landing_low=_numbers(c.landing[0] for c in listed),
            landing_high=_numbers(c.landing[1] for c in listed),
            site_candidate=site,
            site_park=np.array([k for _, k in sites], dtype=np.int64),
            may_open=opens[site] if len(site) else np.zeros((0, len(years)), dtype=np.bool_),
        ),
        names=names,
        ask_low=asks[:, 0],
        ask_high=asks[:, 2],
        basis=tuple(c.row["basis"] or "reported" for c in listed),
    )


def _numbers(values: Any) -> Array:
    return np.fromiter((float(v) for v in values), dtype=np.float64)


def eligible(row: Row) -> list[str]:
    """Return the places where a candidate may go, each once."""
    return [p for p in dict.fromkeys((row["eligible_places"] or "").split(";")) if p]


def _anchored(frame: Frame, card: Card) -> int:
    """Return the first year in which a follower of an existing plant may be decided: it produces no earlier."""
    since = frame.since.get(card.row["anchor"] or "")
    return frame.years[0] if since is None else since - card.lead
