"""The sampler against exact probabilities of all n^2 pairs.

Every pair's count over many draws is binomial with the exact p. Its two-sided tail (Hoeffding's bound with relative
entropy) must not be below 1e-6 over the number of pairs: a right sampler fails less than once in a million seeds.
Sums over classes of pairs and numbers of suppliers a buyer, which would show dependence, are held to six standard
deviations (two in a billion each).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.special import rel_entr
from slow_complete import actors, demands, exact_probabilities, links, nearness, region, wanted

from hinterland.network.complete.prepare import prepare
from hinterland.network.complete.sample import Drawn, Law, _one_for, draw_links
from hinterland.network.complete.space import space

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hinterland.network.complete.model import Actors, Wanted
    from hinterland.network.complete.prepare import Prepared

    Floats = NDArray[np.float64]

SIGMAS = 6.0
FALSE_ALARM = 1e-6
FORMS = ("scale_invariant", "gravity")


@dataclass(frozen=True)
class Tally:
    """How often each pair was drawn; numbers of suppliers by buyer and group; all links of each draw."""

    pairs: NDArray[np.int64]
    degrees: NDArray[np.int64]
    totals: NDArray[np.int64]


def tally(prepared: Prepared, draws: int, count: int, groups: int) -> Tally:
    """Draw many times; links known before do not count."""
    pairs = np.zeros(count * count, dtype=np.int64)
    degrees = np.zeros((groups, count, 8), dtype=np.int64)
    totals = np.zeros(draws, dtype=np.int64)
    rng = np.random.default_rng(20210831)
    for number in range(draws):
        for group in prepared.groups:
            drawn = Drawn(
                *draw_links(prepared.space, group.sellers, group.buyers, prepared.before, group.law, rng)
            )
            buyer = np.repeat(group.buyers.actor, np.diff(drawn.start))
            fresh = drawn.known < 0
            pairs[group.sellers.actor[drawn.slot[fresh]].astype(np.int64) * count + buyer[fresh]] += 1
            degree = np.minimum(np.bincount(buyer[fresh], minlength=count), 7)
            degrees[group.number, np.arange(count), degree] += 1
            totals[number] += fresh.sum()
    return Tally(pairs.reshape(count, count), degrees, totals)


def worst_tail(counts: NDArray[np.int64], p: Floats, draws: int) -> float:
    """Return the least logarithm of a bound on the two-sided tail of the counts of all pairs."""
    assert (counts[p == 0] == 0).all()
    some = (p > 0) & (p < 1)
    share, q = counts[some] / draws, p[some]
    return float(-draws * (rel_entr(share, q) + rel_entr(1 - share, 1 - q)).max()) + np.log(2)


def class_scores(counts: NDArray[np.int64], p: Floats, draws: int) -> Floats:
    """Return standard scores of the sums over pairs of similar p."""
    some = p > 0
    place = np.clip((np.log10(p[some]) * 4).astype(int) + 40, 0, 40)
    missed = np.bincount(place, counts[some] - draws * p[some])
    spread = np.sqrt(draws * np.bincount(place, p[some] * (1 - p[some])))
    scores: Floats = missed[spread > 2] / spread[spread > 2]
    return scores


def chance_of_degrees(p: Floats) -> Floats:
    """Return the chance of 0 to 6 and of more suppliers, by buyer, where pairs of a buyer are independent."""
    chance = np.zeros((p.shape[1], 8))
    chance[:, 0] = 1.0
    for row in p:
        moved = chance * row[:, None]
        chance -= moved
        chance[:, 1:] += moved[:, :-1]
        chance[:, 7] += moved[:, 7]
    chance[:, 1] += chance[:, 0]  # whoever draws nobody is given one
    chance[:, 0] = 0.0
    return chance


def agrees(those: Actors, asked: Wanted, draws: int) -> None:
    """Check everything about one network."""
    count, groups = len(those), len(asked.flow)
    before, after = exact_probabilities(those, asked)
    found = tally(prepare(those, asked), draws, count, groups)
    assert worst_tail(found.pairs, after, draws) > np.log(FALSE_ALARM / (after > 0).sum())
    assert np.abs(class_scores(found.pairs, after, draws)).max() < SIGMAS
    for group in range(groups):
        members = those.group == group
        open_known = np.isnan(asked.known.value) & members[asked.known.supplier]
        buyers = np.setdiff1d(np.flatnonzero(before[members].sum(axis=0) > 0), asked.known.buyer[open_known])
        chance = chance_of_degrees(before[np.ix_(members, buyers)])
        seen = found.degrees[group, buyers]
        spread = np.sqrt(draws * (chance * (1 - chance)).sum(axis=0))
        scores = (seen.sum(axis=0) - draws * chance.sum(axis=0))[spread > 2] / spread[spread > 2]
        assert np.abs(scores).max() < SIGMAS


def some_network(count: int, form: str, density: float = 3.0) -> tuple[Actors, Wanted]:
    """Return a network with decay, unknown positions, sizes of zero, and known links with and without values."""
    those = region(count, 3, seed=8)
    rng = np.random.default_rng(3)
    pairs = np.unique(rng.integers(0, count, (count // 10, 2)), axis=0)
    values = np.where(rng.random(len(pairs)) < 0.5, np.nan, rng.uniform(0, 2e3, len(pairs)))
    known = links(*((int(s), int(b), float(v)) for (s, b), v in zip(pairs, values, strict=True)))
    flow = [[4e5, 1e5, 0.0], [0.0, 2e5, 3e5], [1e4, 0.0, 7e5]]
    return those, wanted(flow, known, density=density, form=form, decay=1.3)


@pytest.mark.parametrize("form", FORMS)
def test_links_are_drawn_with_their_exact_probabilities_independently(form: str) -> None:
    agrees(*some_network(150, form), draws=1000)


@pytest.mark.soak
@pytest.mark.skipif(
    not os.environ.get("HINTERLAND_SOAK"), reason="long: HINTERLAND_SOAK=1 draws ten thousand times"
)
@pytest.mark.parametrize("form", FORMS)
def test_ten_thousand_draws_of_fifteen_hundred_actors_have_their_exact_probabilities(form: str) -> None:
    agrees(*some_network(1500, form), draws=10_000)


@pytest.mark.parametrize("form", FORMS)
def test_where_no_position_is_known_or_distance_does_not_matter_size_alone_counts(form: str) -> None:
    those, asked = some_network(60, form)
    lost = type(those)(those.group, those.size, those.lon * np.nan, those.lat)
    agrees(lost, asked, draws=500)
    flat = type(asked)(asked.flow, asked.known, decay=0.0, form=form)
    assert exact_probabilities(lost, flat)[0] == pytest.approx(exact_probabilities(those, flat)[0])


def expected_and_wanted(those: Actors, asked: Wanted) -> list[tuple[float, float]]:
    """Return links expected and wanted, known ones included, of each group."""
    _, after = exact_probabilities(those, asked)
    _, demand = demands(those, asked)
    result = []
    for group in range(len(asked.flow)):
        buyers = demand[:, group] > 0
        of_group = those.group[asked.known.supplier] == group
        known = (of_group & buyers[asked.known.buyer]).sum()
        result.append((float(after[those.group == group].sum() + known), float(asked.density * buyers.sum())))
    return result


@pytest.mark.parametrize("form", FORMS)
def test_the_mean_number_of_suppliers_is_the_density_exactly_where_pairs_are_few(form: str) -> None:
    for density in (1.3, 3.0, 6.0):
        for found, goal in expected_and_wanted(*some_network(200, form, density)):
            assert found == pytest.approx(goal, rel=1e-6)


@pytest.mark.parametrize("form", FORMS)
def test_the_mean_number_of_suppliers_is_the_density_within_two_percent_where_pairs_are_sampled(
    form: str,
) -> None:
    for density in (1.3, 10.0):
        for found, goal in expected_and_wanted(*some_network(1500, form, density)):
            assert found == pytest.approx(goal, rel=0.02)


def test_more_suppliers_wanted_than_there_are_draws_nearly_all_of_them() -> None:
    those, asked = some_network(60, "scale_invariant", density=500.0)
    before, _ = exact_probabilities(those, asked)
    possible = (before > 0).sum()
    assert before.sum() == pytest.approx(0.95 * possible, rel=1e-6)


def test_a_density_below_one_gives_every_buyer_one_supplier() -> None:
    those, asked = some_network(60, "scale_invariant", density=0.2)
    found = tally(prepare(those, type(asked)(asked.flow, links(), density=0.2)), 20, 60, 3)
    assert found.degrees[:, :, 2:].sum() <= 1


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("own", [1.0, 1e9])
def test_a_demand_is_repaired_by_chances_proportional_to_p(form: str, own: float) -> None:
    # Actor 0 buys from its own group, never from itself: where it is nearly all of it, others are weighed one by one.
    those = actors([0, 0, 0, 0], [own, 1, 3, 8], [117.0, 117.5, 119.0, 104.0], [32.0] * 4)
    asked = wanted([[100.0]], form=form)
    prepared = prepare(those, asked)
    sellers, before = prepared.groups[0].sellers, prepared.before
    share, _ = demands(those, asked)
    size = (share * nearness(those, asked)[0])[1:]
    rate = 2.0 / size.max()  # rates of up to 2, where p is far from proportional to them
    p = rate * size / (1 + rate * size) if form == "gravity" else 1 - np.exp(-rate * size)
    law = Law(0.0, 1.0, form == "gravity")
    rng = np.random.default_rng(1)
    draws = 6_000
    chosen = [_one_for(0, rate, prepared.space, sellers, before, law, rng) for _ in range(draws)]
    seen = np.bincount(sellers.actor[chosen], minlength=4)
    chance = p / p.sum()
    assert seen[0] == 0
    assert np.abs(seen[1:] - draws * chance).max() < SIGMAS * np.sqrt(draws / 4)


@pytest.mark.parametrize("decay", [0.5, 1.0, 6.0])
def test_no_pair_is_nearer_than_the_bound_of_its_cells(decay: float) -> None:
    rng = np.random.default_rng(6)
    poles = np.degrees(np.arcsin(rng.uniform(-1, 1, 400)))
    for those in (
        region(800, 1, seed=6),
        actors([0] * 400, [1] * 400, list(rng.uniform(-180, 180, 400)), list(poles)),
    ):
        asked = wanted([[1.0]], decay=decay, scale_km=20.0)
        where = space(those, asked)
        f = nearness(those, asked)
        bound = where.top[where.cell][:, where.cell]
        assert (f <= bound)[~np.isnan(f)].all()
        assert len(where.top) > 40
        assert (where.cell[np.isnan(those.lon)] == len(where.top) - 1).all()
