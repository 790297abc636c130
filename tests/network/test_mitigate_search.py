"""Searching on a network too large to run every stop for every measure: screening, verifying, taking together."""

from __future__ import annotations

import numpy as np
import pytest

from hinterland.network.cascade.layout import layout
from hinterland.network.graph import Labels, Network
from hinterland.network.mitigate.change import State, changed
from hinterland.network.mitigate.evaluate import FEW, baseline, index_of
from hinterland.network.mitigate.grounds import unknown_grounds
from hinterland.network.mitigate.patch import Prepared
from hinterland.network.mitigate.portfolio import portfolio
from hinterland.network.mitigate.propose import propose
from hinterland.network.mitigate.search import Scene, Trial, order, search
from hinterland.network.mitigate.terms import Terms
from hinterland.progress import silent

TERMS = Terms(second_source_cost=1.0, spare_capacity_share=0.5, inventory_carrying_rate=5.0)
SIZE, TOP = 300, 4


def wide(seed: int) -> Network:
    """300 firms of 6 industries, sizes over four orders of magnitude, five suppliers each on average."""
    rng = np.random.default_rng(seed)
    size = np.exp(rng.normal(0, 1.5, SIZE))
    keys = np.unique(rng.choice(SIZE, 1500, p=size / size.sum()) * SIZE + rng.integers(0, SIZE, 1500))
    keys = keys[keys // SIZE != keys % SIZE]
    industry = Labels(tuple("abcdef"), (np.arange(SIZE) % 6).astype(np.int32))
    return Network(
        tuple(f"f{i}" for i in range(SIZE)),
        industry,
        (keys // SIZE).astype(np.int32),
        (keys % SIZE).astype(np.int32),
        size[keys // SIZE] * rng.random(len(keys)),
        np.full((6, 6), 2, dtype=np.int8),
        market=industry,
    )


@pytest.fixture(scope="module")
def scene() -> Scene:
    networks = [wide(1), wide(2)]
    states = [State.of(network) for network in networks]
    bases = [baseline(layout(state.network)) for state in states]
    risky = np.argsort(-np.mean([base.index for base in bases], axis=0))[:2].tolist()
    given = (TERMS, unknown_grounds(networks), np.full(SIZE, 1 / SIZE))
    return Scene.of(states, bases, risky, given)


@pytest.fixture(scope="module")
def trials(scene: Scene) -> list[Trial]:
    index = np.mean([base.index for base in scene.bases], axis=0)
    measures = [m for k in scene.at for m in propose(k, scene.at[k], scene.near[k], index, TERMS)]
    return search(scene, measures, TOP, silent)


def anew(scene: Scene, trial: Trial) -> np.ndarray:
    """Risk by draw with a measure in place, every stop run on a network built anew."""
    found = []
    for state, change in zip(scene.states, trial.changes, strict=True):
        after = state if change is None else changed(state, change)
        found.append(scene.risk(index_of(Prepared.of(after, ()).layout, np.arange(SIZE))))
    return np.array(found)


def test_what_is_verified_equals_a_full_recomputation(scene: Scene, trials: list[Trial]) -> None:
    verified = [trial for trial in trials if trial.verified]
    assert {trial.measure.kind for trial in verified} == {"second_source", "inventory", "diversification"}
    for trial in verified:
        np.testing.assert_allclose(trial.after, anew(scene, trial), rtol=0, atol=1e-7)


def test_the_first_are_verified_and_in_order(scene: Scene, trials: list[Trial]) -> None:
    assert all(trial.verified for trial in trials[:TOP])
    assert not all(trial.verified for trial in trials)  # the network is wide: screening picks stops
    assert [order(trial) for trial in trials] == sorted(order(trial) for trial in trials)
    touched = Prepared.of(scene.states[0], ()).ways.ranked(trials[0].measure.firm)
    assert len(touched) > FEW


def test_screening_sees_most_of_what_a_measure_lowers(scene: Scene, trials: list[Trial]) -> None:
    for trial in [t for t in trials if not t.verified and t.measure.kind == "inventory"]:
        full = trial.before - anew(scene, trial)
        assert (trial.lowered <= full + 1e-7).all()  # a stock only lowers, so stops left out only add
        assert (trial.lowered >= 0.3 * full - 1e-7).all()


def test_measures_together_use_no_more_than_there_is(scene: Scene, trials: list[Trial]) -> None:
    budget = 50.0
    steps = portfolio(scene, trials, budget, 6, silent)
    assert 2 <= len(steps) <= 6
    assert steps[-1].spent <= budget
    np.testing.assert_allclose(
        [s.trial.before for s in steps[1:]], [s.trial.after for s in steps[:-1]], atol=1e-12
    )
    states, used = list(scene.states), np.zeros((len(scene.states), SIZE))
    pairs: set[tuple[int, int, int]] = set()
    for step in steps:
        for r, change in enumerate(step.trial.changes):
            if change is None:
                continue
            states[r] = changed(states[r], change)
            for k, b, j, value in change.moves:
                used[r, b] += value
                pairs.add((r, k, j))
    assert (used <= TERMS.spare_capacity_share * scene.ground.sales + 1e-9).all()
    last = [scene.risk(index_of(Prepared.of(s, ()).layout, np.arange(SIZE))) for s in states]
    np.testing.assert_allclose(steps[-1].trial.after, last, atol=1e-7)
