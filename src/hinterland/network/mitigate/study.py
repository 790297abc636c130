"""The study `mitigate`: which second source, stock or diversification lowers a cluster's risk most per yuan."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hinterland.cluster import Cluster
from hinterland.errors import StudyError
from hinterland.network.cascade.layout import layout
from hinterland.network.case.networks import networks
from hinterland.network.graph import ESSENTIAL, Network
from hinterland.network.mitigate import said
from hinterland.network.mitigate.assumed import assumptions
from hinterland.network.mitigate.change import State
from hinterland.network.mitigate.evaluate import baseline
from hinterland.network.mitigate.grounds import grounds, unknown_grounds
from hinterland.network.mitigate.portfolio import portfolio
from hinterland.network.mitigate.propose import propose
from hinterland.network.mitigate.rows import Stake, best_of, firm_rows, measure_rows, portfolio_rows
from hinterland.network.mitigate.search import Scene, search
from hinterland.network.mitigate.terms import parameters, terms
from hinterland.network.risk.base import filled
from hinterland.network.risk.measure import FIRM, digests, origin_of, positions
from hinterland.progress import silent
from hinterland.result import Result, provenance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import polars as pl
    from numpy.typing import NDArray

    from hinterland.network.mitigate.evaluate import Baseline
    from hinterland.network.mitigate.terms import Terms
    from hinterland.progress import Progress

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

DRAWS, SEED, FIRMS, TOP = 3, 20210810, 10, 10
PASSED = 5
"""Firms that are looked at for each that was asked for, at most."""
STEPS = 30
"""Most steps of a portfolio."""
MONEY = frozenset({"sales", "revenue", "output", "value", "turnover"})
"""Names of weights that are money a year."""


def mitigate(  # noqa: PLR0913 - keyword-only, each a choice of whoever asks
    subject: Cluster | Network | Sequence[Network],
    *,
    as_of: date | str | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    firms: int = FIRMS,
    only: Sequence[str] | None = None,
    synthetic: bool | None = None,
    hours: float = 4.0,
    days: float = 42.0,
    share: float = 0.5,
    budget: float | None = None,
    assume: Mapping[str, float] | None = None,
    chances: Mapping[str, float] | None = None,
    top: int = TOP,
    jobs: int = 1,
    progress: Progress = silent,
) -> Result:
    """Return the measures that lower the risk of a cluster, by fall of risk per yuan.

    For each of the riskiest firms second sources, stocks and diversification are tried with their buyers: the links
    they change are changed, and the stops of firms run again.

    Parameters
    ----------
    subject
        A case; or a network, or several draws of one, whose firms then have no places.
    as_of, draws, seed
        Day from which the case is seen, how many networks are drawn, and the seed.
    firms
        How many of the riskiest firms whose input is essential to somebody are looked at (by ESRI, mean over draws).
    only
        Ids of the firms to look at instead.
    synthetic
        Whether made-up firms count as alternatives; default: only where a firm has no others.
    hours
        Travel time from an alternative to the buyer, at most, h.
    days
        How long a stop lasts, days.
    share
        Share of a buyer's purchases that moves to a second source, above 0, at most 1.
    budget
        CNY for measures taken together; None: no portfolio.
    assume
        Costs and capacities in place of the case's settings, by their names (`terms.Terms`).
    chances
        Relative chance of each firm to stop, by id; firms left out: 0. Default: all the same.
    top
        How many of the best are verified by running every stop again that can change.
    jobs
        Threads.

    Returns
    -------
    Result
        Tables `measures`, `portfolio`, `firms` (columns: `rows.MEASURES`, `rows.PORTFOLIO`, `rows.FIRMS`).

    Raises
    ------
    StudyError
        If a choice or a setting is none, a firm is unknown, or the case has no network.
    """
    began = time.perf_counter()
    case = subject if isinstance(subject, Cluster) else None
    given = terms(case, hours=hours, days=days, share=share, assume=assume)
    _possible(draws, firms, top, budget)
    seen: Cluster | None = None
    if isinstance(subject, Cluster):
        day = subject.day(as_of)
        seen = subject.as_of(day)
        drawn = list(networks(subject, as_of=day, draws=draws, seed=seed, progress=progress))
        ground = grounds(seen, drawn, day)
    else:
        drawn = [subject] if isinstance(subject, Network) else list(subject)
        _same_firms(drawn)
        ground = unknown_grounds(drawn)
    chance = _chances(drawn[0].ids, chances)
    states = [State.of(filled(network)) for network in drawn]
    bases = _bases(states, jobs, progress)
    index = np.mean([base.index for base in bases], axis=0)
    chosen = (
        positions(only, drawn[0].ids, FIRM) if only is not None else _riskiest(index, _needed(drawn), firms)
    )
    scene = Scene.of(states, bases, chosen, (given, ground, chance), synthetic=synthetic, jobs=jobs)
    tried = [m for k in chosen for m in propose(k, scene.at[k], scene.near[k], index, given)]
    trials = search(scene, tried, top, progress)
    steps = [] if budget is None else portfolio(scene, trials, budget, STEPS, progress)
    stake, worth = _stake(states, scene, given)
    tables = {
        "measures": measure_rows(scene, trials, stake),
        "portfolio": portfolio_rows(scene, steps, stake),
        "firms": firm_rows(scene, chosen, trials),
    }
    asked = {
        "draws": len(drawn),
        "seed": seed,
        "firms": firms,
        "only": list(only) if only is not None else None,
        "synthetic": synthetic,
        "budget": budget,
        "top": top,
        "chances": None if chances is None else dict(chances),
        **parameters(given),
    }
    progress(1, 1, "done")
    seconds = time.perf_counter() - began
    return Result(
        study="mitigate",
        tables=tables,
        provenance=provenance("mitigate", seen, asked, seconds)
        if seen is not None
        else replace(origin_of(_digests(drawn), asked, seconds), study="mitigate"),
        summary=_summary(scene, tables, given, stake),
        assumptions=assumptions(given, len(drawn), worth, case=seen is not None, chances=chances is not None),
        figures=("measures_bars",),
    )


def _possible(draws: int, firms: int, top: int, budget: float | None) -> None:
    """Refuse choices that cannot be, all at once."""
    wrong = [
        f"{name} is {value}: it must be at least 1"
        for name, value in (("draws", draws), ("firms", firms), ("top", top))
        if value < 1
    ]
    if budget is not None and not 0 <= budget < np.inf:
        wrong.append(f"budget is {budget:g}: write CNY, 0 or above")
    if wrong:
        raise StudyError("\n".join(wrong))


def _same_firms(drawn: Sequence[Network]) -> None:
    if not drawn or not len(drawn[0]):
        raise StudyError("there is no firm: give a network with at least one")
    if any(network.ids != drawn[0].ids for network in drawn):
        raise StudyError(
            "the networks have different firms: give draws of one network, firms in the same order"
        )


def _digests(drawn: Sequence[Network]) -> dict[str, str]:
    """Return digests of the parts of each network."""
    if len(drawn) == 1:
        return digests(drawn[0])
    return {f"draw {r + 1}, {part}": d for r, one in enumerate(drawn) for part, d in digests(one).items()}


def _chances(ids: Sequence[str], chances: Mapping[str, float] | None) -> Floats:
    """Return the weight of each firm's stop, adding up to 1."""
    if chances is None:
        return np.full(len(ids), 1.0 / len(ids))
    positions(list(chances), ids, FIRM, "chances")
    found = np.array([float(chances.get(i, 0.0)) for i in ids])
    if not np.all(np.isfinite(found)) or np.any(found < 0) or found.sum() <= 0:
        raise StudyError("chances: write numbers of 0 or above, at least one above 0")
    return np.asarray(found / found.sum())


def _bases(states: Sequence[State], jobs: int, progress: Progress) -> list[Baseline]:
    """Stop every firm in every draw."""
    size = len(states[0].network)
    found = []
    for r, state in enumerate(states):
        tell = _part(progress, r * size, len(states) * size)
        found.append(baseline(layout(state.network), jobs=jobs, progress=tell))
    return found


def _part(progress: Progress, before: int, of: int) -> Progress:
    """Tell the progress of one draw as that of all."""

    def tell(done: int, total: int, what: str) -> None:  # noqa: ARG001 - the whole counts
        progress(before + done, of, "risk today")

    return tell


def _riskiest(index: Floats, needed: Bools, count: int) -> list[int]:
    """Return the riskiest firms, down to the `count`-th whose input is essential to another.

    Those whose input is essential to nobody stay in, told with the reason; at most `PASSED` times `count` in all.
    """
    order = np.argsort(-index, kind="stable")
    last = np.flatnonzero(np.cumsum(needed[order]) >= count)
    most = int(last[0]) + 1 if len(last) else len(order)
    return [int(i) for i in order[: min(most, PASSED * count)]]


def _needed(drawn: Sequence[Network]) -> Bools:
    """Return whose input is essential to another firm in any draw, shape (n,)."""
    found = np.zeros(len(drawn[0]), dtype=np.bool_)
    for one in drawn:
        kind = one.essential[one.industry.of[one.supplier], one.industry.of[one.buyer]]
        found[one.supplier[(kind == ESSENTIAL) & (one.supplier != one.buyer)]] = True
    return found


def _stake(states: Sequence[State], scene: Scene, given: Terms) -> tuple[Stake, float | None]:
    """Return what mean ESRI is worth, and the sales of a year behind it, CNY."""
    weights = [state.network.weights[0] for state in states]
    if any(name not in MONEY for name, _ in weights):
        return Stake(float("nan")), None
    worth = float(np.mean([vector.sum() for _, vector in weights]))
    return Stake(given.stop_rate * len(scene.chance) * worth * given.days / 365.0), worth


def _summary(scene: Scene, tables: Mapping[str, pl.DataFrame], given: Terms, stake: Stake) -> dict[str, Any]:
    """Return the answer in a few values."""
    measures, taken = tables["measures"], tables["portfolio"]
    best = best_of(measures)
    first = next(iter(sorted(best.values(), key=lambda row: int(row["rank"]))), None)
    told = said.answer(best, first, given)
    risk = float(scene.risks.mean())
    return {
        "most_steps": STEPS,
        "answer": {"en": " ".join(s.en for s in told), "zh": "".join(s.zh for s in told)},
        "firms": len(scene.chance),
        "draws": len(scene.states),
        "risk": risk,
        "expected_loss": stake.of(risk),
        "measures": measures.height,
        "verified": int(measures["verified"].sum()),
        "best": {kind: row["rank"] for kind, row in best.items()},
        "portfolio": {
            "steps": taken.height,
            "spent": float(taken["spent"][-1]) if taken.height else 0.0,
            "risk": float(taken["risk_after"][-1]) if taken.height else risk,
        },
    }
