"""Reconstruction on cases small enough to be worked out by hand."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest
from slow_complete import actors, in_other_units, links, region, wanted

from hinterland.errors import StudyError
from hinterland.network.complete.draw import complete, draw, ensemble, seeds
from hinterland.network.complete.estimate import estimate
from hinterland.network.complete.prepare import prepare

if TYPE_CHECKING:
    from hinterland.network.complete.model import Completed

NAN = math.nan


def rows(done: Completed) -> list[tuple[int, int, float, bool]]:
    found = done.links
    values = [round(float(value), 6) for value in found.value]
    return list(
        zip(found.supplier.tolist(), found.buyer.tolist(), values, found.inferred.tolist(), strict=True)
    )


def imports(done: Completed) -> dict[tuple[int, int], float]:
    both = zip(done.imported_buyer.tolist(), done.imported_group.tolist(), strict=True)
    return dict(zip(both, np.round(done.imported_value, 6).tolist(), strict=True))


def test_one_supplier_sells_all_that_its_two_buyers_want_by_their_size() -> None:
    done = complete(actors([0, 1, 1], [5, 1, 3]), wanted([[0, 100], [0, 0]]), seed=1)
    assert rows(done) == [(0, 1, 25.0, True), (0, 2, 75.0, True)]
    assert not imports(done)
    assert done.residual < 1e-12
    assert done.sales_miss < 1e-12


def test_known_links_stay_and_only_the_remainder_is_inferred() -> None:
    # Demand of buyer 2 for group 0 is 100. Supplier 0 is known to sell it 30: the other 70 must come from supplier 1.
    done = complete(actors([0, 0, 1], [1, 1, 1]), wanted([[0, 100], [0, 0]], links((0, 2, 30.0))), seed=4)
    assert rows(done) == [(0, 2, 30.0, False), (1, 2, 70.0, True)]


def test_a_known_link_of_unknown_value_shares_in_the_remainder() -> None:
    # Two suppliers of 3 and 1 and their one buyer, both links known: RAS gives each what it should sell.
    both = links((0, 2, NAN), (1, 2, NAN))
    done = complete(actors([0, 0, 1], [3, 1, 1]), wanted([[0, 100], [0, 0]], both), seed=4)
    assert [row[::3] for row in rows(done)] == [(0, False), (1, False)]
    assert done.links.value.sum() == pytest.approx(100.0)
    # Alone with a second buyer, whose links make the support complete, sales are 60 and 20 of 80.
    all_known = links((0, 2, NAN), (0, 3, NAN), (1, 2, NAN), (1, 3, NAN))
    done = complete(actors([0, 0, 1, 1], [3, 1, 1, 3]), wanted([[0, 80], [0, 0]], all_known), seed=4)
    assert np.bincount(done.links.supplier, done.links.value) == pytest.approx([60.0, 20.0])
    assert np.bincount(done.links.buyer, done.links.value)[2:] == pytest.approx([20.0, 60.0])
    assert done.repaired == 0


def test_known_links_beyond_demand_stay_and_nothing_is_added() -> None:
    more = links((0, 2, 130.0), (1, 2, NAN))
    done = complete(actors([0, 0, 1], [1, 1, 1]), wanted([[0, 100], [0, 0]], more), seed=4)
    assert rows(done) == [(0, 2, 130.0, False), (1, 2, 0.0, False)]
    assert not imports(done)


def test_what_known_suppliers_cannot_explain_is_imported_when_nobody_else_makes_it() -> None:
    done = complete(actors([0, 1], [1, 1]), wanted([[0, 100], [0, 0]], links((0, 1, 30.0))), seed=4)
    assert rows(done) == [(0, 1, 30.0, False)]
    assert imports(done) == {(1, 0): 70.0}


def test_what_no_actor_makes_is_imported() -> None:
    done = complete(actors([1, 1], [1, 3]), wanted([[0, 100, 7], [0, 0, 0], [0, 0, 0]]), seed=4)
    assert rows(done) == []
    assert imports(done) == {(0, 0): 25.0, (1, 0): 75.0}
    assert done.residual == 0.0


def test_nobody_is_drawn_as_its_own_supplier() -> None:
    alone = complete(actors([0], [1]), wanted([[50]]), seed=4)
    assert rows(alone) == []
    assert imports(alone) == {(0, 0): 50.0}
    pair = complete(actors([0, 0], [1, 1]), wanted([[50]]), seed=4)
    assert rows(pair) == [(0, 1, 25.0, True), (1, 0, 25.0, True)]


def test_a_known_link_to_oneself_is_kept() -> None:
    done = complete(actors([0, 0], [1, 1]), wanted([[50]], links((0, 0, 10.0), (1, 1, NAN))), seed=4)
    assert rows(done)[0] == (0, 0, 10.0, False)
    assert (1, 0, 15.0, True) in rows(done)
    assert np.bincount(done.links.buyer, done.links.value) == pytest.approx([25.0, 25.0])


def test_a_group_without_sizes_shares_evenly_and_actors_of_no_size_are_left_out_of_others() -> None:
    done = complete(actors([0, 0, 1, 1], [0, 0, 0, 2]), wanted([[0, 100], [0, 0]], density=9.0), seed=4)
    assert set(done.links.buyer.tolist()) == {3}
    assert done.links.value.sum() == pytest.approx(100.0)
    done = complete(actors([0, 0, 1, 1], [0, 7, 0, 0]), wanted([[0, 100], [0, 0]]), seed=4)
    assert rows(done) == [(1, 2, 50.0, True), (1, 3, 50.0, True)]


def test_without_actors_flows_or_buyers_there_is_nothing() -> None:
    nobody = complete(actors([], []), wanted([[5.0]]), seed=0)
    nothing = complete(actors([0, 0], [1, 1]), wanted([[0.0]]), seed=0)
    groupless = complete(actors([], []), wanted(np.zeros((0, 0)).tolist() or np.zeros((0, 0))), seed=0)  # type: ignore[arg-type]
    unbought = complete(actors([0, 0], [1, 1]), wanted([[0, 5], [0, 0]]), seed=0)
    for done in (nobody, nothing, groupless, unbought):
        assert len(done.links) == len(done.imported_value) == 0
        assert (done.residual, done.repaired, done.sales_miss) == (0.0, 0, 0.0)


def test_near_suppliers_are_preferred_and_more_so_the_steeper_the_decay() -> None:
    count = 200
    lon = [117.0] + [117.0] * count + [87.0] * count  # a buyer, as many suppliers beside it as 2,500 km away
    those = actors([1] + [0] * (2 * count), [1] * (2 * count + 1), lon, [32.0] * (2 * count + 1))
    near = []
    for decay in (0.0, 0.3, 1.0):
        done = complete(those, wanted([[0, 100], [0, 0]], density=60.0, decay=decay), seed=3)
        near.append(np.mean(done.links.supplier <= count))
    assert 0.3 < near[0] < 0.65 < near[1] < 0.9 < near[2]


def test_the_same_seed_draws_the_same_network_in_any_number_of_threads() -> None:
    those = region(400, 4, seed=1)
    prepared = prepare(those, wanted(np.full((4, 4), 1e6).tolist()))
    one_by_one = [rows(draw(prepared, seed=seed)) for seed in range(6)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda seed: rows(draw(prepared, seed=seed)), range(6))) == one_by_one
    assert one_by_one[0] != one_by_one[1]


def test_an_ensemble_is_its_seeds_one_by_one_and_more_draws_keep_the_first() -> None:
    those, asked = region(120, 3, seed=1), wanted(np.full((3, 3), 1e6).tolist())
    several = [rows(done) for done in ensemble(those, asked, draws=3, seed=11)]
    assert several == [rows(complete(those, asked, seed=seed)) for seed in seeds(11, 3)]
    assert seeds(11, 5)[:3] == seeds(11, 3)
    assert len(set(several[0])) > 0
    assert several[0] != several[1]


def test_the_unit_of_money_does_not_matter() -> None:
    those = region(150, 3, seed=5)
    asked = wanted((np.ones((3, 3)) * 3e5).tolist(), links((0, 1, 4000.0), (2, 1, NAN)))
    plain = complete(those, asked, seed=2).links
    for factor in (2.0**-40, 2.0**40):
        other = complete(those, in_other_units(asked, factor), seed=2).links
        assert np.array_equal(plain.supplier, other.supplier)
        assert np.array_equal(plain.buyer, other.buyer)
        assert plain.value * factor == pytest.approx(other.value)


def test_what_one_group_sells_does_not_change_what_is_drawn_of_another() -> None:
    those = region(150, 3, seed=5)
    flow = np.full((3, 3), 1e6)
    more = flow.copy()
    more[2] *= 3.7
    kept = [
        [row for row in rows(complete(those, wanted(f.tolist()), seed=2)) if those.group[row[0]] < 2]
        for f in (flow, more)
    ]
    assert kept[0] == kept[1]


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(StudyError) as told:
        complete(
            actors([0, 3], [-1, NAN]),
            wanted(
                [[0, -1], [NAN, 1e40]],
                links((0, 1, -5.0), (0, 1, 2.0)),
                density=0.0,
                decay=-1.0,
                scale_km=0.0,
                form="radiation",
            ),
            seed=1,
        )
    for words in (
        "groups must be from 0 to 1", "sizes of 2 actors", "3 flows are negative", "density is 0", "decay is -1",
        "scale is 0 km", "no form 'radiation'", "values of 1 known links", "1 known links stand there twice",
    ):  # fmt: skip
        assert words in str(told.value)


@pytest.mark.parametrize(
    ("known", "flow", "words"),
    [
        (links((0, 2, 1.0)), [[1.0]], "name actors from 0 to 2, and there are 2"),
        (links(), [[1.0, 2.0]], "must be a square"),
    ],
)
def test_links_of_strangers_and_crooked_flows_are_refused(
    known: object, flow: list[list[float]], words: str
) -> None:
    with pytest.raises(StudyError, match=words):
        complete(actors([0, 0], [1, 1]), wanted(flow, known), seed=1)  # type: ignore[arg-type]


def test_a_negative_seed_and_columns_of_different_lengths_are_refused() -> None:
    those = actors([0, 0], [1, 1])
    with pytest.raises(StudyError, match="seed is -1"):
        complete(those, wanted([[1.0]]), seed=-1)
    short = links((0, 1, 1.0))
    with pytest.raises(StudyError, match="one supplier, buyer and value each"):
        complete(
            those,
            wanted([[1.0]], type(short)(short.supplier, short.buyer[:0], short.value, short.inferred)),
            seed=1,
        )
    with pytest.raises(StudyError, match="one an actor"):
        complete(type(those)(those.group, those.size[:1], those.lon, those.lat), wanted([[1.0]]), seed=1)


def test_the_size_of_a_draw_is_told_before_it_starts() -> None:
    those = region(3000, 4, seed=1)
    flow = np.where(np.eye(4) > 0, 0.0, 1e6)
    told = estimate(those, wanted(flow.tolist(), links((0, 1, 5.0)), density=2.5))
    done = complete(those, wanted(flow.tolist(), links((0, 1, 5.0)), density=2.5), seed=1)
    assert told.links == pytest.approx(len(done.links), rel=0.05)
    assert told.memory > 64 * 2**20 + 80 * len(done.links)
    assert estimate(actors([0, 1], [1, 1]), wanted([[0, 1], [0, 0]], density=9.0)).links == 1
