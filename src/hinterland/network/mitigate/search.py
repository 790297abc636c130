"""Trying measures: what each changes, costs and lowers, in every draw of the network."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from hinterland.network.mitigate.change import changed
from hinterland.network.mitigate.evaluate import after as computed
from hinterland.network.mitigate.evaluate import screened
from hinterland.network.mitigate.measures import SECOND_SOURCE, Taken, cost, exposed, near, realise
from hinterland.network.mitigate.patch import Prepared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hinterland.network.mitigate.change import Change, State
    from hinterland.network.mitigate.evaluate import Ask, Baseline
    from hinterland.network.mitigate.grounds import Grounds
    from hinterland.network.mitigate.measures import Exposed, Measure, Near
    from hinterland.network.mitigate.terms import Terms
    from hinterland.progress import Progress

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


OF_KIND = {SECOND_SOURCE: 3}
"""Measures of a kind that are verified even where others bring more per yuan; of the other kinds one."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A measure tried; arrays have one entry a draw.

    Attributes
    ----------
    measure
        What was tried.
    changes
        What it changes; None in draws where there is nothing to change.
    cost, value
        Cost of the first year and value that moves, CNY.
    before, after
        Risk of the cluster, mean ESRI.
    own_before, own_after
        ESRI of the risky firm.
    other_before, other_after
        ESRI of the alternatives together; 0 without any.
    verified
        Whether every stop that can change was run again, not only those that screening picks.
    """

    measure: Measure
    changes: tuple[Change | None, ...]
    cost: Floats
    value: Floats
    before: Floats
    after: Floats
    own_before: Floats
    own_after: Floats
    other_before: Floats
    other_after: Floats
    verified: bool

    @property
    def lowered(self) -> Floats:
        """How far mean ESRI falls, by draw."""
        return self.before - self.after

    @property
    def per_yuan(self) -> float:
        """Mean fall over mean cost; infinite where it costs nothing and lowers risk."""
        gain, price = float(np.mean(self.lowered)), float(np.mean(self.cost))
        if price > 0:
            return gain / price
        return float(np.copysign(np.inf, gain)) if gain else 0.0


@dataclass(frozen=True, slots=True)
class Scene:
    """Draws of the network as they stand, with the measures taken so far in place.

    Attributes
    ----------
    terms, ground
        Costs and reach; what is known of the firms.
    chance
        Weight of each firm's stop, adding up to 1, shape (n,).
    bases
        Risk before any measure, by draw.
    near
        By risky firm: who could deliver instead.
    states
        The networks.
    index
        ESRI of every firm now, by draw.
    taken
        What measures in place already use, by draw.
    at
        By risky firm: its buyers now, by draw.
    jobs
        Threads.
    """

    terms: Terms
    ground: Grounds
    chance: Floats
    bases: tuple[Baseline, ...]
    near: Mapping[int, Near]
    states: tuple[State, ...]
    index: tuple[Floats, ...]
    taken: tuple[Taken, ...]
    at: Mapping[int, tuple[Exposed, ...]]
    jobs: int = 1

    @classmethod
    def of(
        cls,
        states: Sequence[State],
        bases: Sequence[Baseline],
        firms: Sequence[int],
        given: tuple[Terms, Grounds, Floats],
        *,
        synthetic: bool | None = None,
        jobs: int = 1,
    ) -> Scene:
        """Return the draws before any measure; `given` are terms, grounds and chances."""
        terms, ground, chance = given
        at = _exposed(states, bases, firms)
        around = {
            k: near(states[0].network, ground, k, buyers, synthetic=synthetic)
            for k in firms
            for buyers in [np.unique(np.concatenate([one.buyers for one in at[k]]))]
        }
        index = tuple(base.index for base in bases)
        none = tuple(Taken.of(state.network) for state in states)
        return cls(terms, ground, chance, tuple(bases), around, tuple(states), index, none, at, jobs)

    def risk(self, index: Floats) -> float:
        """Return the risk of the cluster: the mean of ESRI by chance to stop."""
        return float((index * self.chance).sum())

    @property
    def risks(self) -> Floats:
        """Risk now, by draw."""
        return np.array([self.risk(index) for index in self.index])

    def changes(self, measure: Measure) -> tuple[Change | None, ...]:
        """Return what a measure changes now, by draw."""
        at, around = self.at[measure.firm], self.near[measure.firm]
        return tuple(
            realise(measure, one, around, taken, self.terms)
            for one, taken in zip(at, self.taken, strict=True)
        )

    def prepare(self, measures: Sequence[Measure]) -> tuple[Prepared, ...]:
        """Prepare the draws for any of some measures."""
        links: list[set[tuple[int, int]]] = [set() for _ in self.states]
        for measure in measures:
            for r, change in enumerate(self.changes(measure)):
                links[r].update((b, j) for _, b, j, _ in change.moves) if change else None
        return tuple(Prepared.of(state, found) for state, found in zip(self.states, links, strict=True))

    def with_(self, trial: Trial, index: Sequence[Floats]) -> Scene:
        """Return the draws with a measure in place; `index` is ESRI of every firm then."""
        pairs = list(zip(self.states, trial.changes, self.taken, strict=True))
        states = [state if change is None else changed(state, change) for state, change, _ in pairs]
        return replace(
            self,
            states=tuple(states),
            index=tuple(index),
            taken=tuple(taken if change is None else taken.with_(change) for _, change, taken in pairs),
            at=_exposed(states, self.bases, list(self.at)),
        )


def _exposed(
    states: Sequence[State], bases: Sequence[Baseline], firms: Sequence[int]
) -> dict[int, tuple[Exposed, ...]]:
    pairs = list(zip(states, bases, strict=True))
    return {k: tuple(exposed(state.network, k, base.index) for state, base in pairs) for k in firms}


def attempt(
    scene: Scene, prepared: Sequence[Prepared], measure: Measure, *, full: bool, ask: Ask
) -> tuple[Trial, tuple[Floats, ...]]:
    """Try a measure in every draw; return what it does, and ESRI of every firm with it in place.

    Parameters
    ----------
    scene, prepared
        The draws, prepared for this measure.
    measure
        The measure.
    full
        Whether every stop that can change is run again, however many these are.
    ask
        Called now and then; cancels by raising.
    """
    changes = scene.changes(measure)
    after: list[Floats] = []
    whole = True
    for r, change in enumerate(changes):
        ask()
        if change is None:
            after.append(scene.index[r])
            continue
        if full:
            stops = prepared[r].ways.touched(change)
        else:
            stops, every = screened(prepared[r], measure.firm, change)
            whole = whole and every
        after.append(computed(prepared[r], scene.index[r], stops, change, jobs=scene.jobs, ask=ask))
    at = scene.at[measure.firm]
    others = [_others(change) for change in changes]
    trial = Trial(
        measure=measure,
        changes=changes,
        cost=np.array(
            [0.0 if c is None else cost(c, one, scene.terms) for c, one in zip(changes, at, strict=True)]
        ),
        value=np.array([0.0 if c is None else c.value for c in changes]),
        before=scene.risks,
        after=np.array([scene.risk(index) for index in after]),
        own_before=np.array([index[measure.firm] for index in scene.index]),
        own_after=np.array([index[measure.firm] for index in after]),
        other_before=np.array([index[o].sum() for index, o in zip(scene.index, others, strict=True)]),
        other_after=np.array([index[o].sum() for index, o in zip(after, others, strict=True)]),
        verified=whole,
    )
    return trial, tuple(after)


def _others(change: Change | None) -> Ints:
    """Return the alternatives of a change, each once."""
    return np.array(sorted({b for _, b, *_ in change.moves}) if change else [], dtype=np.int64)


def search(scene: Scene, measures: Sequence[Measure], top: int, progress: Progress) -> list[Trial]:
    """Try every measure by screening, then the best in full.

    Verified are the first `top` per yuan, and the first of each kind (`OF_KIND`).

    Measures that change nothing in any draw are left out. Returned by fall of risk per yuan, the best first.
    """
    measures = distinct(scene, measures)
    prepared = scene.prepare(measures)
    trials: list[Trial] = []
    for done, measure in enumerate(measures):
        ask = partial(progress, done, len(measures), "screening measures")
        trials.append(attempt(scene, prepared, measure, full=False, ask=ask)[0])
    trials.sort(key=order)
    most = min(len(trials), 3 * top)
    for done in range(most):
        waiting = [t for t in _leading(trials, top) if not t.verified]
        if not waiting:
            break
        i = next(i for i, t in enumerate(trials) if t is waiting[0])
        ask = partial(progress, done, most, "verifying the best")
        trials[i] = attempt(scene, prepared, trials[i].measure, full=True, ask=ask)[0]
        trials.sort(key=order)
    return trials


def _leading(trials: Sequence[Trial], top: int) -> list[Trial]:
    """Return the measures to verify: the best of each kind, then the best of all."""
    kinds = dict.fromkeys(t.measure.kind for t in trials)
    best = [
        t for kind in kinds for t in [t for t in trials if t.measure.kind == kind][: OF_KIND.get(kind, 1)]
    ]
    return [*best, *trials[:top]]


def distinct(scene: Scene, measures: Sequence[Measure]) -> list[Measure]:
    """Return the measures that change something, each once: a bundle of one buyer is that buyer's measure."""
    found: dict[tuple[str, tuple[Change | None, ...]], Measure] = {}
    for measure in sorted(measures, key=lambda m: m.buyer is None):
        changes = scene.changes(measure)
        if any(change is not None for change in changes):
            found.setdefault((measure.kind, changes), measure)
    kept = set(found.values())
    return [measure for measure in measures if measure in kept]


def order(trial: Trial) -> tuple[float, float]:
    """Sort by fall per yuan, then by fall, largest first."""
    return -trial.per_yuan, -float(np.mean(trial.lowered))
