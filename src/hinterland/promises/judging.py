"""One target under one definition: the verdict under every reading of its deadline, its chance, and the reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import dates, units, words
from hinterland.errors import UnitError
from hinterland.ground.series import annual, segment
from hinterland.promises import reasons
from hinterland.promises.chance import Chance, Reading, chance, within_year
from hinterland.promises.measure import ON_CHAIN, Measured, measure
from hinterland.promises.needs import needs
from hinterland.promises.outlook import FARTHEST
from hinterland.promises.race import Race, race
from hinterland.promises.verdict import DECIDED, Promise, Verdict, holds, judge, whole_figures
from hinterland.result import Said

if TYPE_CHECKING:
    from hinterland.cluster import Cluster
    from hinterland.promises.evidence import Lookup
    from hinterland.promises.foresight import Foreseen, Foresight

NOTHING = Said("", "")
NO_CHANCE = Chance()


@dataclass(frozen=True, slots=True)
class Judged:
    """One row of the board with what it rests on."""

    target: dict[str, Any]
    measured: Measured
    attainment: str
    required: float
    required_high: float | None
    verdict: Verdict
    reason: Said
    chance: Chance = NO_CHANCE
    race: Race | None = None
    needs: Said = NOTHING
    foreseen: Foreseen | None = None

    @property
    def probability(self) -> float | None:
        """Probability that it is kept in time: certain where it was judged."""
        if self.verdict.word in DECIDED:
            return float(self.verdict.word == "met")
        if self.race is not None:
            return self.race.probability
        return self.chance.probability

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Lowest and highest probability over the models, or between what unknown contenders allow."""
        if self.race is not None and self.verdict.word not in DECIDED:
            return self.race.low, self.race.high
        if self.chance.reading is None:
            return self.probability, self.probability
        told = [r.probability for r in (self.chance.reading, *self.chance.models.values())]
        return min(told), max(told)


def judged(
    foresight: Foresight, target: dict[str, Any], metric: str, today: date, threshold: float
) -> list[Judged]:
    """Return a row for each reading of the deadline of a target under one metric."""
    cluster = foresight.cluster
    measured = _measured(foresight, target, metric)
    unit = measured.metric["unit"]
    readings = (target["attainment"] or "in_period;by").split(";")
    if measured.metric["kind"] in {"statement", "first_to_pass"}:
        readings = ["by"]
    rows = []
    for attainment in readings:
        try:
            required, high = _required(cluster, target, unit, today)
            promise = _promise(target, measured, attainment, required, high)
            verdict = _verdict(cluster, target, measured, promise, today)
        except UnitError as error:
            required, high = target["value"], target["value_high"]
            promise = None
            verdict = Verdict("not measurable", "unit", facts={"error": str(error)})
        row = Judged(
            target, measured, attainment, required, high, verdict,
            _reason(foresight.lookup, target, measured, verdict, required),
        )  # fmt: skip
        rows.append(row if promise is None else _with_chance(row, promise, foresight, threshold))
    return rows


def _with_chance(row: Judged, promise: Promise, foresight: Foresight, threshold: float) -> Judged:
    """Return the row with what is forecast of it: `open` becomes `on track` or `off track` where a chance is told."""
    ahead = row.verdict.code == "race_incomplete" and promise.deadline.end >= foresight.day
    if promise.event == "race" and (row.verdict.word == "open" or ahead):
        return _with_race(row, promise, foresight, threshold)
    if row.verdict.word != "open":
        return row
    if promise.event:  # what is stated to happen has no paths
        return replace(row, reason=_and(row.reason, reasons.no_chance("no_model")))
    if row.measured.metric["kind"] in ON_CHAIN:
        return replace(row, reason=_and(_told(row), reasons.no_chance("chain")))
    comparable, beyond = segment(row.measured.points, promise.made or foresight.day)
    if any(p.period.end > comparable[-1].period.end for p in beyond):
        return replace(row, reason=_and(row.reason, reasons.no_chance("changed")))
    foreseen = foresight.future(row.measured, row.target["product"])
    if foreseen.future is None:
        return replace(row, reason=_and(row.reason, reasons.no_chance(foreseen.obstacle)), foreseen=foreseen)
    whole = whole_figures(promise.deadline, comparable)
    if promise.attainment == "cumulative":
        whole = annual(comparable)
    told = chance(promise, foreseen.future, whole)
    if told.reading is None:
        # a deadline within reach of today is missed only from figures that ended long before
        near = promise.deadline.year <= foresight.day.year + FARTHEST
        why = "too_old" if near and told.obstacle == "beyond_reach" else told.obstacle
        return replace(row, reason=_and(row.reason, reasons.no_chance(why)), foreseen=foreseen)
    row = replace(
        row, chance=told, foreseen=foreseen, needs=needs(promise, row.measured, whole, foreseen.future)
    )
    said = _chance_said(row, told.reading, promise)
    return replace(row, verdict=_tracked(row.verdict, told.reading.probability, threshold), reason=said)


def _tracked(verdict: Verdict, probability: float, threshold: float) -> Verdict:
    return replace(verdict, word="on track" if probability >= threshold else "off track")


def _chance_said(row: Judged, reading: Reading, promise: Promise) -> Said:
    unit = row.measured.metric["unit"]
    low, high = row.bounds
    deadline = promise.deadline
    period = str(deadline.year - 1) if within_year(deadline) else deadline.text
    said = reasons.likely(
        reading, low or 0.0, high or 0.0, unit, period, cumulative=promise.attainment == "cumulative"
    )
    return _and(row.reason, said)


def _told(row: Judged) -> Said:
    """Return the reason with the two figures that the newest one lies between."""
    last = row.measured.points[-1]
    return _and(
        Said(f"as of {last.period.text}: {last.note}", f"截至 {last.period.text}：{last.note_zh}"), NOTHING
    )


def _with_race(row: Judged, promise: Promise, foresight: Foresight, threshold: float) -> Judged:
    """Return the row of a race with the chances of all runners; certain only where all have figures."""
    end = promise.deadline.end
    told = race(foresight, row.measured, end.year + end.month / 12 - 1)
    if told is None:
        return replace(row, reason=_and(row.reason, reasons.no_chance("rivals")))
    row = replace(row, race=told, reason=_and(row.reason, reasons.racing(told, promise.deadline.text)))
    if told.probability is None or row.verdict.word != "open":
        return row
    return replace(row, verdict=_tracked(row.verdict, told.probability, threshold))


def _and(one: Said, other: Said) -> Said:
    return reasons.join([one, other])


def _measured(foresight: Foresight, target: dict[str, Any], metric: str) -> Measured:
    cluster = foresight.cluster
    try:
        measured = measure(cluster, metric, target["place"], chains=foresight.chains)
    except UnitError as error:
        row = cluster["metrics"].row(by_predicate=pl.col("metric") == metric, named=True)
        return Measured(row, target["place"] or "", obstacle="unit", facts={"error": str(error)})
    if measured.metric["unit"] is None:  # not defined yet: the target's own unit is all there is
        return replace(measured, metric={**measured.metric, "unit": target["unit"]})
    return measured


def _required(cluster: Cluster, target: dict[str, Any], unit: str, today: date) -> tuple[float, float | None]:
    """Return the target's value in the metric's unit.

    Money of another currency is converted at the rate of the deadline, or of today where that is still to come:
    a later look back must not change what was demanded.
    """
    own = cluster.own_units()
    when = min(dates.parse_period(target["deadline"]).end, today)

    def inside(value: float | None) -> float | None:
        if value is None:
            return None
        here, there = units.find(target["unit"], own), units.find(unit, own)
        if here.dimension.startswith("money:") and here.dimension != there.dimension:
            rates = cluster.rates()
            yuan = rates.to_cny(value * here.factor, here.dimension.removeprefix("money:"), when)
            return yuan / rates.to_cny(there.factor, there.dimension.removeprefix("money:"), when)
        return units.convert(value, target["unit"], unit, own)

    value = inside(target["value"])
    assert value is not None  # noqa: S101 - the schema requires a value
    return value, inside(target["value_high"])


def _promise(
    target: dict[str, Any], measured: Measured, attainment: str, required: float, high: float | None
) -> Promise:
    return Promise(
        comparator=target["comparator"],
        value=required,
        value_high=high,
        deadline=dates.parse_period(target["deadline"]),
        attainment=attainment,
        made=dates.last_day(target["published"]) if target["published"] else None,
        event={"statement": "statement", "first_to_pass": "race"}.get(measured.metric["kind"], ""),
    )


def _verdict(
    cluster: Cluster, target: dict[str, Any], measured: Measured, promise: Promise, today: date
) -> Verdict:
    metric = measured.metric
    if metric["defined_by"] == "nobody" and not measured.points:
        definition = Said(metric["definition_en"] or "", metric["definition_zh"] or "")
        verdict = Verdict("not measurable", "undefined", facts={"definition": definition})
    elif measured.obstacle:
        verdict = Verdict("not measurable", measured.obstacle, facts=measured.facts)
    else:
        verdict = judge(promise, measured.points, today)
    if target["superseded_on"]:
        return _superseded(cluster, target, measured, promise, verdict)
    return verdict


def _superseded(
    cluster: Cluster, target: dict[str, Any], measured: Measured, promise: Promise, verdict: Verdict
) -> Verdict:
    """Return `superseded`, unless the promise had been kept before it was replaced."""
    on = dates.last_day(target["superseded_on"])
    known = [p for p in measured.points if p.published < on]
    before = verdict
    if not measured.obstacle and verdict.code != "undefined":
        before = judge(promise, known, on - timedelta(days=1))
    if before.word == "met":
        return before
    said = reasons.sentence(before.code, before.facts, before.point, measured.metric["unit"])
    facts = {
        "by": _name(cluster, target["superseded_by"]),
        "on": target["superseded_on"],
        "before": Said(f"{before.word}, {said.en}", f"{words.verdict(before.word, 'zh')}，{said.zh}"),
    }
    return Verdict("superseded", "superseded", verdict.point, facts, verdict.used)


def _name(cluster: Cluster, target: str | None) -> Said:
    rows = cluster["targets"].filter(pl.col("target") == target)
    if not rows.height:
        return Said(target or "", target or "")
    row = rows.row(0, named=True)
    en, zh = row["name_en"], row["name_zh"]
    return Said(en or zh or row["target"], zh or en or row["target"])


def _reason(
    lookup: Lookup, target: dict[str, Any], measured: Measured, verdict: Verdict, required: float
) -> Said:
    metric, point = measured.metric, verdict.point
    unit = metric["unit"]
    said = [reasons.sentence(verdict.code, verdict.facts, point, unit)]
    if "against" in verdict.facts:
        said.append(reasons.remark("against", {}, verdict.facts["against"], unit))
    if verdict.code == "open" and measured.points:
        newest = measured.points[-1]
        if point is not None and newest.period.end > point.period.end:
            said.append(reasons.remark("so_far", {}, newest, unit))
    if metric["scope"] in {"wider", "narrower"} and point is not None:
        boundary = Said(
            metric["boundary_en"] or metric["boundary_zh"] or "",
            metric["boundary_zh"] or metric["boundary_en"] or "",
        )
        said.append(reasons.remark(metric["scope"], {"boundary": boundary}, point, unit))
    if point is not None:
        said += _doubts(lookup, target, point, required, unit)
    return reasons.join(said)


def _doubts(lookup: Lookup, target: dict[str, Any], point: Any, required: float, unit: str) -> list[Said]:
    """Return what weakens the figure behind a verdict."""
    said: list[Said] = []
    promise = Promise(target["comparator"], required, None, point.period, "by", None)
    if not (point.exact or point.unsure) and holds(promise, point.low) != holds(promise, point.high):
        ends = {
            "low": Said(words.number(point.low, unit, "en"), words.number(point.low, unit, "zh")),
            "high": Said(words.number(point.high, unit, "en"), words.number(point.high, unit, "zh")),
        }
        said.append(reasons.remark("room", ends, point, unit))
    if point.basis in {"inferred", "synthetic"}:
        said.append(reasons.remark(point.basis, {}, point, unit))
    if _assumed(lookup, point):
        said.append(reasons.remark("assumed", {}, point, unit))
    return said


def _assumed(lookup: Lookup, point: Any) -> bool:
    """Whether a figure behind the point has a date of publication that is only assumed."""
    return any(lookup[row]["published_basis"] == "assumed" for row in point.rows if row in lookup)
