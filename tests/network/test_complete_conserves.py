"""What holds of every reconstruction: nothing is lost, known links stay, links are unique and sorted."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slow_complete import actors, balance_sheet, links, region, wanted

from hinterland.network.complete.balance import balance
from hinterland.network.complete.draw import complete
from hinterland.network.complete.sample import Drawn

if TYPE_CHECKING:
    from hinterland.network.complete.model import Actors, Completed, Wanted

SIZES = st.one_of(st.just(0.0), st.floats(1e-12, 1e12), st.integers(1, 5).map(float))
MONEY = st.one_of(st.just(0.0), st.floats(1e-20, 1e20), st.integers(1, 1000).map(float))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Actors, Wanted]:
    """Networks of up to 15 actors in up to 4 groups, some empty, sizes and flows of any magnitude."""
    groups = draw(st.integers(1, 4))
    count = draw(st.integers(0, 15))
    column = lambda kind: draw(st.lists(kind, min_size=count, max_size=count))  # noqa: E731
    places = [st.one_of(st.just(math.nan), st.floats(-end, end)) for end in (180.0, 90.0)]
    those = actors(column(st.integers(0, groups - 1)), column(SIZES), column(places[0]), column(places[1]))
    one = st.integers(0, max(count - 1, 0))
    pairs = draw(st.lists(st.tuples(one, one), unique=True, max_size=12)) if count else []
    value = st.one_of(st.just(math.nan), MONEY)
    known = links(*((s, b, draw(value)) for s, b in sorted(pairs)))
    flow = [[draw(MONEY) for _ in range(groups)] for _ in range(groups)]
    settings = {
        "density": draw(st.sampled_from([0.1, 1.0, 3.0, 40.0])),
        "decay": draw(st.sampled_from([0.0, 1.0, 2.5, 50.0])),
        "scale_km": draw(st.sampled_from([1e-6, 50.0, 1e9])),
        "form": draw(st.sampled_from(["scale_invariant", "gravity"])),
    }
    return those, wanted(flow, known, **settings)


def holds(those: Actors, asked: Wanted, done: Completed) -> None:
    """Check what must hold of a reconstruction."""
    found, known = done.links, asked.known
    key = found.supplier.astype(np.int64) * max(len(those), 1) + found.buyer
    assert (np.diff(key) > 0).all()
    assert np.isfinite(found.value).all()
    assert (found.value >= 0).all()
    assert not (found.inferred & (found.supplier == found.buyer)).any()
    values = dict(
        zip(zip(found.supplier.tolist(), found.buyer.tolist(), strict=True), found.value, strict=True)
    )
    assert (~found.inferred).sum() == len(known)
    for supplier, buyer, value in zip(
        known.supplier.tolist(), known.buyer.tolist(), known.value, strict=True
    ):
        assert math.isnan(value) or values[supplier, buyer] == value
    got, must = balance_sheet(those, asked, done)
    assert got == pytest.approx(must, rel=1e-9, abs=1e-25)
    assert done.residual < 1e-9
    assert 0 <= done.sales_miss <= 2 + 1e-9
    assert (done.imported_value > 0).all()


@settings(max_examples=60)
@given(cases(), st.integers(0, 2**64))
def test_known_inferred_and_imported_add_up_to_demand(case: tuple[Actors, Wanted], seed: int) -> None:
    holds(*case, complete(*case, seed=seed))


def test_a_larger_network_with_known_links_adds_up_too() -> None:
    those = region(3000, 6, seed=2)
    rng = np.random.default_rng(5)
    pairs = np.unique(rng.integers(0, 3000, (400, 2)), axis=0)
    value = np.where(rng.random(len(pairs)) < 0.5, np.nan, rng.lognormal(8, 2, len(pairs)))
    known = links(*((int(s), int(b), float(v)) for (s, b), v in zip(pairs, value, strict=True)))
    flow = np.where(rng.random((6, 6)) < 0.6, rng.lognormal(14, 1, (6, 6)), 0.0)
    asked = wanted(flow.tolist(), known, density=2.5)
    done = complete(those, asked, seed=3)
    holds(those, asked, done)
    assert done.sales_miss < 0.2
    assert done.repaired > 0


def drawn(start: list[int], slot: list[int]) -> Drawn:
    """Return a support, every link as likely."""
    return Drawn(
        np.array(start),
        np.array(slot, dtype=np.int32),
        np.ones(len(slot)),
        np.full(len(slot), -1, dtype=np.int64),
        0,
    )


def test_balancing_a_full_table_gives_products_of_shares() -> None:
    full = drawn([0, 2, 4, 6], [0, 1] * 3)
    weight, _, miss = balance(full, np.array([1.0, 2.0, 3.0]), np.array([3.0, 1.0]), 100, 1e-12)
    assert weight == pytest.approx([0.75, 0.25, 1.5, 0.5, 2.25, 0.75])
    assert miss < 1e-12


def test_suppliers_a_thousand_times_apart_are_still_told_apart() -> None:
    weight, _, miss = balance(
        drawn([0, 2, 4], [0, 1] * 2), np.array([1.0, 3.0]), np.array([999.0, 1.0]), 100, 1e-12
    )
    assert weight == pytest.approx([0.999, 0.001, 2.997, 0.003])
    assert miss < 1e-12


def test_balancing_a_sparse_table_meets_both_sides_where_links_allow() -> None:
    # Buyer 0 buys from suppliers 0 and 1, buyer 1 from 1 alone: 1 sells all 2 of buyer 1, so 1 of its 3 to buyer 0.
    weight, _, miss = balance(
        drawn([0, 2, 3], [0, 1, 1]), np.array([4.0, 2.0]), np.array([3.0, 3.0]), 500, 1e-12
    )
    assert weight == pytest.approx([3.0, 1.0, 2.0], rel=1e-6)
    assert miss < 1e-6


def test_what_links_do_not_allow_is_told_and_buyers_are_still_served() -> None:
    # Supplier 0 should sell 5 of 6, and its only buyer buys 1.
    weight, steps, miss = balance(
        drawn([0, 1, 2], [0, 1]), np.array([1.0, 5.0]), np.array([5.0, 1.0]), 100, 1e-9
    )
    assert weight == pytest.approx([1.0, 5.0])
    assert miss == pytest.approx(8 / 6)
    assert steps <= 7


TINY = """
import json, numpy as np
from slow_complete import links, region, wanted
from hinterland.network.complete.draw import complete
those = region(40, 3, seed=2)
flow = [[4e5, 1e5, 0.0], [0.0, 2e5, 3e5], [1e4, 0.0, 7e5]]
for form in ("scale_invariant", "gravity"):
    asked = wanted(flow, links((0, 1, 5.0), (2, 1, float("nan"))), form=form, decay=1.4)
    done = complete(those, asked, seed=7)
    print(json.dumps([done.links.supplier.tolist(), done.links.buyer.tolist(), done.links.value.tolist()]))
"""


def test_kernels_give_the_same_network_with_compilation_off() -> None:
    told = []
    for off in ("0", "1"):
        path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
        env = os.environ | {"NUMBA_DISABLE_JIT": off, "PYTHONPATH": path}
        run = subprocess.run(
            [sys.executable, "-W", "error", "-c", TINY], env=env, check=False, capture_output=True, text=True
        )
        assert run.returncode == 0, run.stderr
        told.append([json.loads(line) for line in run.stdout.splitlines()])
    for plain, compiled in zip(*told, strict=True):
        assert plain[:2] == compiled[:2]
        assert plain[2] == pytest.approx(compiled[2])
