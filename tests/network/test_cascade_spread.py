"""Cascades in batches over joblib backends, and groups that sell only to each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import joblib
import numpy as np
import pytest
from cascade_nets import drawn, network, varied

from hinterland.errors import Cancelled
from hinterland.network.cascade.closed import closed_groups
from hinterland.network.cascade.engine import cascade, layout
from hinterland.network.cascade.model import Losses, Rule, Shocks
from hinterland.network.cascade.spread import cascade_batches

if TYPE_CHECKING:
    from pathlib import Path

REFERENCE = Rule(reference=True, eps=1e-2, most=0)


def assert_same(one: Losses, other: Losses) -> None:
    for name in ("both", "down", "up", "residual"):
        assert np.abs(getattr(one, name) - getattr(other, name)).max() < 1e-13
    assert (one.steps == other.steps).all()


def test_batches_on_two_processes_give_what_one_gives(tmp_path: Path) -> None:
    net = varied(4, "sectors")
    prepared, asked = layout(net), Shocks.each(np.arange(len(net)))
    with joblib.parallel_config(backend="loky", n_jobs=2):
        found = cascade_batches(prepared, asked, REFERENCE, batch=10, folder=tmp_path)
    whole = cascade(prepared, asked, REFERENCE)
    assert_same(found, whole)
    assert np.abs(found.sectors - whole.sectors).max() < 1e-13
    assert list(tmp_path.iterdir()) == []


def test_batches_tell_how_far_they_are_and_can_be_cancelled(tmp_path: Path) -> None:
    prepared, asked = layout(drawn(4)), Shocks.each(np.arange(30))
    told: list[int] = []

    def once(done: int, total: int, what: str) -> None:
        told.append(done)
        if done == 20:
            raise Cancelled("enough")

    with joblib.parallel_config(backend="threading", n_jobs=1), pytest.raises(Cancelled):
        cascade_batches(prepared, asked, REFERENCE, batch=10, folder=tmp_path, progress=once)
    assert told == [0, 20]
    assert list(tmp_path.iterdir()) == []
    assert_same(cascade_batches(prepared, asked, REFERENCE), cascade(prepared, asked, REFERENCE))


def test_a_ray_backend_takes_the_same_call() -> None:
    pytest.importorskip("ray")
    from ray.util.joblib import register_ray

    register_ray()
    prepared, asked = layout(drawn(4)), Shocks.each(np.arange(30))
    with joblib.parallel_config(backend="ray", n_jobs=2):
        found = cascade_batches(prepared, asked, REFERENCE, batch=10)
    assert_same(found, cascade(prepared, asked, REFERENCE))


def test_firms_that_sell_only_to_each_other_are_named() -> None:
    # 0 and 1 sell to each other, 2 to itself; 3 sells to 0, 4 and 5 to each other and to 3
    supplier, buyer = [0, 1, 2, 3, 4, 5, 5], [1, 0, 2, 0, 5, 4, 3]
    net = network(supplier, buyer, [1.0, 2, 3, 1, 1, 1, 1], np.ones((6, 6), dtype=int).tolist())
    assert [group.tolist() for group in closed_groups(net)] == [[0, 1], [2]]
    with_revenue = replace(net, revenue=np.array([1.0, 2.5, 3, 1, 1, 2]))
    assert [group.tolist() for group in closed_groups(with_revenue)] == [[2]]
    assert closed_groups(network([0, 1], [1, 2], [1.0, 1], np.ones((3, 3), dtype=int).tolist())) == ()


def test_a_shock_in_a_closed_group_creeps_to_total_loss() -> None:
    net = network([0, 0, 1, 2], [1, 2, 0, 1], [9.0, 1, 2, 3], np.zeros((3, 3), dtype=int).tolist())
    found = cascade(layout(net), Shocks.each(np.array([2])), Rule(eps=1e-12), vectors=True)
    assert [group.tolist() for group in closed_groups(net)] == [[0, 1, 2]]
    assert found.loss_up[0] == pytest.approx([1, 1, 1], abs=1e-9)
