"""Tables of the study `mitigate`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.network.mitigate import said
from hinterland.network.mitigate.measures import DIVERSIFICATION, INVENTORY, SECOND_SOURCE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hinterland.network.mitigate.portfolio import Step
    from hinterland.network.mitigate.search import Floats, Scene, Trial

LOW, HIGH = 5, 95
"""Percentiles over draws that ranges show."""
TEXT, NUMBER, COUNT, FLAG = pl.String(), pl.Float64(), pl.Int64(), pl.Boolean()
WHAT: dict[str, pl.DataType] = {
    "kind": TEXT,
    "firm": TEXT,
    "firm_name_en": TEXT,
    "firm_name_zh": TEXT,
    "bundle": FLAG,
    "buyers": TEXT,
    "buyers_name_en": TEXT,
    "buyers_name_zh": TEXT,
    "alternatives": TEXT,
    "alternatives_name_en": TEXT,
    "alternatives_name_zh": TEXT,
    "hours": NUMBER,
    "spare": NUMBER,
    "value_moved": NUMBER,
    "cost": NUMBER,
    "risk_before": NUMBER,
    "risk_after": NUMBER,
    "lowered": NUMBER,
    "lowered_low": NUMBER,
    "lowered_high": NUMBER,
    "per_million": NUMBER,
    "loss_before": NUMBER,
    "loss_after": NUMBER,
    "saved": NUMBER,
    "saved_low": NUMBER,
    "saved_high": NUMBER,
    "saved_per_yuan": NUMBER,
    "firm_risk_before": NUMBER,
    "firm_risk_after": NUMBER,
    "alternatives_risk_before": NUMBER,
    "alternatives_risk_after": NUMBER,
    "draws": COUNT,
    "draws_with_effect": COUNT,
    "verified": FLAG,
    "alternatives_made_up": COUNT,
    "basis": TEXT,
    "why_en": TEXT,
    "why_zh": TEXT,
}
MEASURES: dict[str, pl.DataType] = {"rank": COUNT, **WHAT}
"""Columns of the table `measures`; `lowered` in mean ESRI, `saved` in CNY of expected loss a year."""
PORTFOLIO: dict[str, pl.DataType] = {"step": COUNT, **WHAT, "spent": NUMBER}
FIRMS: dict[str, pl.DataType] = {
    "rank": COUNT,
    "firm": TEXT,
    "name_en": TEXT,
    "name_zh": TEXT,
    "industry": TEXT,
    "industry_name_en": TEXT,
    "industry_name_zh": TEXT,
    "risk": NUMBER,
    "risk_low": NUMBER,
    "risk_high": NUMBER,
    "risk_down": NUMBER,
    "risk_up": NUMBER,
    "buyers": NUMBER,
    "alternatives": COUNT,
    "alternatives_near": COUNT,
    "measures": COUNT,
    "best": COUNT,
    "risk_after_best": NUMBER,
    "lowered_by_best": NUMBER,
    "why_en": TEXT,
    "why_zh": TEXT,
}


@dataclass(frozen=True, slots=True)
class Stake:
    """What mean ESRI is worth: expected loss a year, CNY, is `yuan` times it; NaN where weights are no money."""

    yuan: float

    def of(self, risk: float) -> float | None:
        """Return the expected loss a year for a mean ESRI, CNY."""
        return risk * self.yuan if np.isfinite(self.yuan) else None


def measure_rows(scene: Scene, trials: Sequence[Trial], stake: Stake) -> pl.DataFrame:
    """Return the table `measures`, the best first."""
    rows = [{"rank": i + 1, **what(scene, trial, stake)} for i, trial in enumerate(trials)]
    return pl.DataFrame(rows, schema=MEASURES, orient="row")


def portfolio_rows(scene: Scene, steps: Sequence[Step], stake: Stake) -> pl.DataFrame:
    """Return the table `portfolio`, in the order of steps."""
    rows = [{"step": i + 1, **what(scene, s.trial, stake), "spent": s.spent} for i, s in enumerate(steps)]
    return pl.DataFrame(rows, schema=PORTFOLIO, orient="row")


def what(scene: Scene, trial: Trial, stake: Stake) -> dict[str, Any]:
    """Return what both tables say of a measure."""
    ids, names, measure = scene.states[0].network.ids, scene.ground.names, trial.measure
    ends = _ends(trial)
    lowered, price = float(np.mean(trial.lowered)), float(np.mean(trial.cost))
    low, high = np.percentile(trial.lowered, [LOW, HIGH]).tolist()
    before, after = float(np.mean(trial.before)), float(np.mean(trial.after))
    row: dict[str, Any] = {
        "kind": measure.kind,
        "firm": ids[measure.firm],
        "firm_name_en": names[measure.firm].en,
        "firm_name_zh": names[measure.firm].zh,
        "bundle": measure.buyer is None,
        **_named("buyers", ends[0], scene),
        **_named("alternatives", ends[1], scene),
        "hours": _hours(scene, trial),
        "spare": _spare(scene, trial, ends[1]),
        "value_moved": float(np.mean(trial.value)),
        "cost": price,
        "risk_before": before,
        "risk_after": after,
        "lowered": lowered,
        "lowered_low": low,
        "lowered_high": high,
        "per_million": lowered / price * 1e6 if price else None,
        "loss_before": stake.of(before),
        "loss_after": stake.of(after),
        "saved": stake.of(lowered),
        "saved_low": stake.of(low),
        "saved_high": stake.of(high),
        "saved_per_yuan": stake.of(lowered / price) if price else None,
        "firm_risk_before": float(np.mean(trial.own_before)),
        "firm_risk_after": float(np.mean(trial.own_after)),
        "alternatives_risk_before": float(np.mean(trial.other_before)) if ends[1] else None,
        "alternatives_risk_after": float(np.mean(trial.other_after)) if ends[1] else None,
        "draws": len(trial.changes),
        "draws_with_effect": sum(change is not None for change in trial.changes),
        "verified": trial.verified,
        "alternatives_made_up": int(scene.ground.made_up[ends[1]].sum()),
        "basis": _basis(scene, trial),
    }
    why = said.measure(row, scene.terms)
    return {**row, "why_en": why.en, "why_zh": why.zh}


def _ends(trial: Trial) -> tuple[list[int], list[int]]:
    """Return the buyers and the alternatives of a measure, those of the first draw first."""
    buyers: dict[int, None] = {}
    others: dict[int, None] = {}
    for change in trial.changes:
        for _, b, j, _ in change.moves if change else ():
            buyers[j] = others[b] = None
        for _, j, _ in change.holds if change else ():
            buyers[j] = None
    return list(buyers), list(others)


def _named(what_: str, firms: Sequence[int], scene: Scene) -> dict[str, Any]:
    ids, names = scene.states[0].network.ids, scene.ground.names
    return {
        what_: ";".join(ids[i] for i in firms) or None,
        f"{what_}_name_en": "; ".join(names[i].en for i in firms) or None,
        f"{what_}_name_zh": "；".join(names[i].zh for i in firms) or None,
    }


def _hours(scene: Scene, trial: Trial) -> float | None:
    """Return the longest way from an alternative to its buyer; None where firms have no places."""
    around = scene.near[trial.measure.firm]
    ways = [around.hours_to(b, j) for change in trial.changes if change for _, b, j, _ in change.moves]
    return max(ways) if ways and scene.ground.where is not None else None


def _spare(scene: Scene, trial: Trial, others: Sequence[int]) -> float | None:
    """Return what the alternatives can deliver beside what they sell, CNY a year."""
    if trial.measure.kind == INVENTORY:
        return None
    return float(scene.terms.spare_capacity_share * scene.ground.sales[list(others)].sum())


def _basis(scene: Scene, trial: Trial) -> str:
    """Return whether the links that a measure rests on are known in every draw that has them."""
    for change, at in zip(trial.changes, scene.at[trial.measure.firm], strict=True):
        if change is None:
            continue
        buyers = {m[2] for m in change.moves} | {h[1] for h in change.holds}
        if any(
            doubt and j in buyers for j, doubt in zip(at.buyers.tolist(), at.inferred.tolist(), strict=True)
        ):
            return "inferred"
    return "known"


def firm_rows(scene: Scene, firms: Sequence[int], trials: Sequence[Trial]) -> pl.DataFrame:
    """Return the table `firms`: the risky firms with what helps, or why nothing does."""
    rows = []
    first = scene.states[0].network
    index = np.mean([base.index for base in scene.bases], axis=0)
    for k in firms:
        own = [(i, t) for i, t in enumerate(trials) if t.measure.firm == k]
        good = next(((i, t) for i, t in own if np.mean(t.lowered) > 0), None)
        risk = _of(scene, k, "index")
        around = scene.near[k]
        close = (
            np.any(around.hours <= scene.terms.hours, axis=1) if around.hours.size else np.zeros(0, np.bool_)
        )
        industry = first.industry.names[first.industry.of[k]]
        row: dict[str, Any] = {
            "rank": int(np.sum(index > index[k])) + 1,
            "firm": first.ids[k],
            "name_en": scene.ground.names[k].en,
            "name_zh": scene.ground.names[k].zh,
            "industry": industry,
            "industry_name_en": scene.ground.industry(industry).en,
            "industry_name_zh": scene.ground.industry(industry).zh,
            "risk": float(risk.mean()),
            "risk_low": float(np.percentile(risk, LOW)),
            "risk_high": float(np.percentile(risk, HIGH)),
            "risk_down": float(_of(scene, k, "down").mean()),
            "risk_up": float(_of(scene, k, "up").mean()),
            "buyers": float(np.mean([at.count for at in scene.at[k]])),
            "alternatives": len(around.firms),
            "alternatives_near": int(close.sum()),
            "measures": len(own),
            "best": good[0] + 1 if good else None,
            "risk_after_best": float(good[1].own_after.mean()) if good else None,
            "lowered_by_best": float(np.mean(good[1].lowered)) if good else None,
        }
        why = said.firm(row, {t.measure.kind for _, t in own}, scene.terms)
        rows.append({**row, "why_en": why.en, "why_zh": why.zh})
    return pl.DataFrame(rows, schema=FIRMS, orient="row")


def _of(scene: Scene, firm: int, part: str) -> Floats:
    return np.array([getattr(base, part)[firm] for base in scene.bases])


KINDS = (SECOND_SOURCE, INVENTORY, DIVERSIFICATION)


def best_of(table: pl.DataFrame) -> Mapping[str, dict[str, Any]]:
    """Return the best measure of each kind that lowers risk."""
    found: dict[str, dict[str, Any]] = {}
    for row in table.filter(pl.col("lowered") > 0).iter_rows(named=True):
        found.setdefault(row["kind"], row)
    return found
