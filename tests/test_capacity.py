"""A place's output forecast from its plants: what opens, when, how large it is, and how hard it runs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from conftest import cluster_of
from hinterland import dates
from hinterland.errors import StudyError
from hinterland.ground.series import Point, annual, observed
from hinterland.promises.capacity import OBSTACLES, CapacityForecast, Obstacle, capacity_forecast
from hinterland.promises.capacity_plants import (
    Settings,
    beta_quantile,
    decimal_year,
    draw_openings,
    log_survival,
    middle,
    read_plants,
    record_of,
)

if TYPE_CHECKING:
    from hinterland.cluster import Cluster

DAY = "2021-07-01"
CERTAIN = {
    "realisation_construction": 1,
    "realisation_announced": 1,
    "delay_construction": 1,
    "delay_announced": 2,
    "delay_spread": 0,
    "utilisation_spread": 0,
}
PLACES = [
    {"place": "here", "name_en": "Here", "kind": "province"},
    {"place": "town", "name_en": "Town", "kind": "city", "parent": "here"},
    {"place": "away", "name_en": "Away", "kind": "province"},
]
OLD = {"plant": "old", "capacity": 100, "opened": "2015-01-01"}


def case(plants: list[dict[str, Any]], settings: dict[str, float] | None = None) -> Cluster:
    """The case of these plants of cars, without dates of publication unless a plant gives one."""
    usual = {"firm": "maker", "product": "car", "place": "here", "basis": "reported"}
    chosen = CERTAIN | (settings or {})
    return cluster_of(
        {
            "places": PLACES,
            "products": [
                {"product": "car", "kind": "final", "unit": "vehicle"},
                {"product": "cell", "kind": "component", "unit": "GWh"},
            ],
            "plants": [usual | plant for plant in plants],
            "settings": [{"name": k, "value": v} for k, v in chosen.items()],
        }
    )


def output(value: float, year: int = 2020) -> Point:
    """An output observed in a whole year."""
    period = dates.parse_period(str(year))
    return Point(period, value, value, value, date(year + 1, 1, 20), "period", False, "reported", ())


def forecast(
    cluster: Cluster, *, last: Point | None, day: str = DAY, **asked: Any
) -> CapacityForecast | Obstacle:
    usual: dict[str, Any] = {
        "product": "car",
        "place": "here",
        "unit": "vehicle",
        "years": range(2021, 2025),
        "samples": 200,
        "seed": 7,
    }
    return capacity_forecast(cluster.as_of(day), last=last, **(usual | asked))


def answered(cluster: Cluster, *, last: Point | None, **asked: Any) -> CapacityForecast:
    found = forecast(cluster, last=last, **asked)
    assert isinstance(found, CapacityForecast), found
    return found


def refused(cluster: Cluster, *, last: Point | None, **asked: Any) -> Obstacle:
    found = forecast(cluster, last=last, **asked)
    assert isinstance(found, Obstacle)
    assert found.said.en != found.said.zh
    assert "{" not in found.said.en + found.said.zh
    return found


def row(found: CapacityForecast, plant: str) -> dict[str, Any]:
    return found.plants.row(by_predicate=pl.col("plant") == plant, named=True)


def said(found: CapacityForecast) -> str:
    assert all(n.zh and n.en != n.zh for n in found.notes)
    return "\n".join(n.en for n in found.notes)


# worked out by hand


def test_certain_plans_give_the_output_worked_out_by_hand() -> None:
    new = {"plant": "new", "capacity": 200, "construction": "2021-01-01"}  # opens on 2022-01-01
    found = answered(case([OLD, new]), last=output(50))
    assert found.utilisation == pytest.approx(0.5)
    # 0.5 x (100 + 200 x 0, 0.35, 0.7, 1)
    np.testing.assert_allclose(found.paths, np.tile([50, 85, 120, 150], (200, 1)))
    np.testing.assert_allclose(found.high, [50, 85, 120, 150])
    assert found.weight == 0.10
    assert row(found, "new") == {
        "plant": "new",
        "status": "construction",
        "capacity": 200.0,
        "capacity_assumed": False,
        "year_expected": 2022,
        "realisation": 1.0,
        "expected": pytest.approx(100.0),
        "basis": "reported",
    }


def test_a_plant_that_opens_within_a_year_runs_for_the_rest_of_it() -> None:
    new = {"plant": "new", "capacity": 100, "opened": "2021-07-01", "announced": "2021-01"}
    found = answered(case([OLD, new]), last=output(50))
    before = 181 / 365  # of the year were over
    ramp = [0.35 * (1 - before), 0.35 * before + 0.7 * (1 - before), 0.7 * before + 1 - before, 1]
    np.testing.assert_allclose(found.paths[0], 50 + 50 * np.array(ramp))


def test_a_plant_in_its_ramp_up_is_calibrated_as_one() -> None:
    young = {"plant": "young", "capacity": 100, "opened": "2020-01-01"}
    found = answered(case([young]), last=output(28))
    assert found.utilisation == pytest.approx(0.8)  # 28 of 35
    np.testing.assert_allclose(found.paths[0], [56, 80, 80, 80])


def test_a_plant_that_closed_explains_the_past_and_makes_nothing_afterwards() -> None:
    gone = {"plant": "gone", "capacity": 100, "opened": "2010-01-01", "closed": "2021-01-01"}
    found = answered(case([OLD, gone]), last=output(80))
    assert found.utilisation == pytest.approx(0.4)
    np.testing.assert_allclose(found.paths[0], [40, 40, 40, 40])
    assert row(found, "gone")["status"] == "closed"
    assert row(found, "gone")["expected"] == 0


def test_the_ramp_up_is_a_setting_of_the_case() -> None:
    new = {"plant": "new", "capacity": 200, "construction": "2021-01-01"}
    at_once = {"ramp_year_1": 1, "ramp_year_2": 1}
    np.testing.assert_allclose(
        answered(case([OLD, new], at_once), last=output(50)).paths[0], [50, 150, 150, 150]
    )


def test_years_may_have_gaps() -> None:
    new = {"plant": "new", "capacity": 200, "construction": "2021-01-01"}
    found = answered(case([OLD, new]), last=output(50), years=[2021, 2023, 2030])
    np.testing.assert_allclose(found.paths[0], [50, 120, 150])


def test_capacities_are_taken_from_the_unit_of_the_product_to_that_of_the_metric() -> None:
    old = OLD | {"capacity": 2, "product": "cell"}
    found = answered(case([old]), last=output(1000), product="cell", unit="MWh")
    assert found.utilisation == pytest.approx(0.5)
    assert row(found, "old")["capacity"] == 2000
    np.testing.assert_allclose(found.paths[0], 1000)


def test_places_below_count_and_others_do_not() -> None:
    below = {"plant": "below", "capacity": 50, "opened": "2015-01-01", "place": "town"}
    beside = {"plant": "beside", "capacity": 999, "opened": "2015-01-01", "place": "away"}
    found = answered(case([OLD, below, beside]), last=output(75))
    assert set(found.plants["plant"]) == {"old", "below"}
    assert found.utilisation == pytest.approx(0.5)


# plans


PLANS = [
    OLD,
    {"plant": "built", "capacity": 60, "construction": "2021-01-01"},
    {"plant": "meant", "capacity": 90, "announced": "2021-02-01"},
]


def test_without_any_realisation_only_plants_that_operate_produce() -> None:
    none = {"realisation_construction": 0, "realisation_announced": 0}
    found = answered(case(PLANS, none), last=output(50))
    np.testing.assert_allclose(found.paths, 50)
    assert found.plants.filter(pl.col("realisation") > 0)["plant"].to_list() == ["old"]


@given(
    low=st.floats(0, 1), high=st.floats(0, 1), which=st.sampled_from(["construction", "announced"]), seed=...
)
def test_a_higher_realisation_never_lowers_a_path(low: float, high: float, which: str, seed: int) -> None:
    low, high = min(low, high), max(low, high)
    spread = {"delay_spread": 0.4, "utilisation_spread": 0.15}
    fewer, more = (
        answered(
            case(PLANS, spread | {f"realisation_{which}": p}), last=output(50), samples=50, seed=abs(seed)
        )
        for p in (low, high)
    )
    assert (fewer.paths <= more.paths * (1 + 1e-12)).all()
    assert row(fewer, "old")["realisation"] == row(more, "old")["realisation"] == 1


def test_waiting_in_vain_speaks_against_a_plan() -> None:
    sure_of_half = {"realisation_announced": 0.5, "realisation_pseudo_count": 1e6, "delay_spread": 0.5}
    plans = [
        OLD,
        {"plant": "due", "capacity": 10, "announced": "2019-07-01"},  # as old as the median delay of 2 years
        {"plant": "fresh", "capacity": 10, "announced": DAY},
        {"plant": "stale", "capacity": 10, "announced": "2009-07-01"},
    ]
    found = answered(case(plans, sure_of_half), last=output(50))
    assert row(found, "fresh")["realisation"] == pytest.approx(0.5, abs=1e-6)
    assert row(found, "due")["realisation"] == pytest.approx(0.25 / 0.75, abs=1e-3)  # p S / (p S + 1 - p)
    assert row(found, "stale")["realisation"] < 0.01


def test_a_plan_that_is_sure_but_late_opens_at_once() -> None:
    late = {"plant": "late", "capacity": 100, "construction": "2019-07-01"}  # was due on 2020-07-01
    found = answered(case([OLD, late]), last=output(50))
    before = 181 / 365
    assert found.paths[0, 0] == pytest.approx(50 + 50 * 0.35 * (1 - before))
    assert row(found, "late")["year_expected"] == 2021


def test_delays_follow_the_log_normal_law_cut_off_at_the_age_reached() -> None:
    cluster = case([{"plant": "plan", "capacity": 1, "announced": "2020-01-01"}], {"delay_spread": 0.5})
    day = date(2021, 7, 1)
    plants = read_plants(cluster, product="car", place="here", day=day, factor=1)
    records = {s: record_of(cluster, s, day, Settings.of(cluster)) for s in ("construction", "announced")}
    drawn = draw_openings(plants, records, day, 4000, np.random.default_rng(3))
    age = decimal_year(day) - 2020
    law = stats.lognorm(s=0.5, scale=2)
    delays = drawn.year[:, 0] - 2020
    assert stats.kstest(delays, lambda x: (law.cdf(x) - law.cdf(age)) / law.sf(age)).pvalue > 0.01
    assert drawn.expected[0] - 2020 == pytest.approx(law.isf(law.sf(age) / 2), rel=1e-4)


def test_the_mean_output_of_a_plan_agrees_with_integrating_over_its_delay() -> None:
    sure_of_half = {"realisation_announced": 0.5, "realisation_pseudo_count": 1e6, "delay_spread": 0.5}
    plan = {"plant": "plan", "capacity": 100, "announced": "2020-07-01"}
    found = answered(case([OLD, plan], sure_of_half), last=output(100), samples=40_000)
    law, since, age = stats.lognorm(s=0.5, scale=2), decimal_year(date(2020, 7, 1)), 1.0
    opening = since + law.isf(
        law.sf(decimal_year(date(2021, 7, 1)) - since) * (np.arange(20_000) + 0.5) / 20_000
    )
    chance = law.sf(age) / (law.sf(age) + 1)
    ages = np.linspace(0, 1, 400, endpoint=False) + 1 / 800
    for column, year in enumerate(found.years):
        at = year + ages[None, :] - opening[::20, None]
        ramp = np.select([at < 0, at < 1, at < 2], [0, 0.35, 0.7], 1.0).mean()
        assert found.paths[:, column].mean() == pytest.approx(100 + 100 * chance * ramp, rel=0.005)


def test_plans_of_a_status_succeed_and_fail_together() -> None:
    twins = [{"plant": p, "capacity": 1, "announced": DAY} for p in ("one", "other")]
    cluster, day = case(twins, {"realisation_announced": 0.5}), date(2021, 7, 1)
    plants = read_plants(cluster, product="car", place="here", day=day, factor=1)
    records = {s: record_of(cluster, s, day, Settings.of(cluster)) for s in ("construction", "announced")}
    opens = np.isfinite(draw_openings(plants, records, day, 40_000, np.random.default_rng(5)).year)
    # two indicators that share a probability of Beta(a, b) correlate by 1 / (a + b + 1)
    assert np.corrcoef(opens.T)[0, 1] == pytest.approx(1 / 11, abs=0.02)


def test_survival_agrees_with_scipy_deep_into_the_tail() -> None:
    age = np.array([0.01, 0.5, 2, 10, 60, 300])
    mu, sigma = np.full(6, np.log(2)), np.full(6, 0.6)
    expected = stats.lognorm(0.6, scale=2).logsf(age)
    np.testing.assert_allclose(log_survival(age, mu, sigma), expected, rtol=1e-4, atol=1e-12)


@given(a=st.floats(0.6, 200), b=st.floats(0.6, 200))
def test_beta_quantiles_agree_with_scipy(a: float, b: float) -> None:
    at = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
    np.testing.assert_allclose(beta_quantile(at, a, b), stats.beta(a, b).ppf(at), atol=5e-3)


def test_a_beta_law_of_success_alone_is_certain_and_one_of_many_plans_is_its_mean() -> None:
    at = np.array([0.01, 0.99])
    assert beta_quantile(at, 10, 0).tolist() == [1, 1]
    assert beta_quantile(at, 0, 10).tolist() == [0, 0]
    assert beta_quantile(at, 3e6, 1e6).tolist() == [0.75, 0.75]


# the record of earlier plans


def test_earlier_plans_of_every_product_move_the_probability() -> None:
    record = [
        {"plant": "kept1", "announced": "2015-01-01", "opened": "2016-01-01"},
        {"plant": "kept2", "announced": "2015-01-01", "opened": "2019-01-01", "product": "cell"},
        {"plant": "kept3", "announced": "2015-01-01", "opened": "2017-01-01", "closed": "2019"},
        {"plant": "lost", "announced": "2015-01-01"},
        {"plant": "young", "announced": "2020-01-01"},
        {"plant": "invented", "announced": "2015-01-01", "basis": "synthetic"},
    ]
    cluster = case(record, {"realisation_announced": 0.5, "delay_spread": 0.5})
    found = record_of(cluster, "announced", date(2021, 7, 1), Settings.of(cluster))
    assert (found.opened, found.plans, found.timed) == (3, 4, 3)
    assert (found.alpha, found.beta) == (8, 6)  # 10 x 0.5 + 3 opened, 10 x 0.5 + 1 not
    # delays of 1, 4 and 2 years: median 2, as the default
    assert np.exp(found.mu) == pytest.approx(2)
    assert found.sigma**2 == pytest.approx((10 * 0.25 + 2 * np.log(2) ** 2) / 13)


def test_the_median_delay_lies_between_default_and_record() -> None:
    record = [
        {"plant": f"p{i}", "construction": "2015-01-01", "opened": "2019-01-01", "basis": "inferred"}
        for i in range(10)
    ]
    cluster = case(record)
    found = record_of(cluster, "construction", date(2021, 7, 1), Settings.of(cluster))
    assert np.exp(found.mu) == pytest.approx(2)  # ten plants of 4 years beside a default of 1 worth ten


def test_what_came_later_is_no_part_of_the_record_even_in_the_whole_case() -> None:
    later = {"plant": "late", "capacity": 1, "announced": "2015-01-01", "opened": "2022-01-01"}
    cluster, day = case([later]), date(2021, 7, 1)
    found = record_of(cluster, "announced", day, Settings.of(cluster))
    assert (found.opened, found.plans, found.timed) == (0, 1, 0)
    plants = read_plants(cluster, product="car", place="here", day=day, factor=1)
    assert plants.status.tolist() == ["announced"]


def test_a_date_of_a_year_is_taken_in_its_middle_and_one_of_a_day_as_it_stands() -> None:
    assert middle("2021-07-01") == pytest.approx(2021 + 181 / 365)
    assert middle("2021") == pytest.approx(2021.5, abs=0.01)


# unknown capacities


THREE = [
    {"plant": f"away{i}", "capacity": c, "opened": "2015-01-01", "place": "away"}
    for i, c in enumerate((50, 100, 200))
]
NEW_UNKNOWN = {"plant": "new", "construction": "2021-01-01"}


def test_an_unknown_capacity_is_neither_zero_nor_certain() -> None:
    found = answered(case([OLD, NEW_UNKNOWN, *THREE]), last=output(50), samples=4000)
    np.testing.assert_allclose(found.low_unknown_zero, 50)
    assert found.high[0] == pytest.approx(50)
    # logs of 50, 100, 100, 200 have the mean log 100: the median is 0.5 x (100 + 100)
    assert found.high[-1] == pytest.approx(100, rel=0.05)
    assert row(found, "new")["capacity"] == pytest.approx(100, rel=0.05)
    assert row(found, "new")["capacity_assumed"]
    spread = np.std(np.log(found.paths[:, -1] - 50), ddof=1)
    assert spread == pytest.approx(np.std(np.log([50, 100, 100, 200]), ddof=1), rel=0.05)
    assert found.weight == 0.05  # one of two capacities is known
    assert "capacity unknown for 1 of 2 plants: drawn from the 4 known ones" in said(found)


def test_with_fewer_than_three_known_capacities_an_unknown_one_is_zero_and_that_is_said() -> None:
    found = answered(case([OLD, NEW_UNKNOWN]), last=output(50))
    np.testing.assert_allclose(found.paths, 50)
    assert "taken as zero, because only 1 are known" in said(found)
    assert row(found, "new")["capacity"] == 0
    assert row(found, "new")["capacity_assumed"]


def test_three_known_capacities_are_enough_and_are_drawn_in_the_unit_asked_for() -> None:
    cells = [p | {"product": "cell"} for p in (NEW_UNKNOWN, *THREE)]
    found = answered(case(cells), last=None, product="cell", unit="MWh", samples=4000)
    assert row(found, "new")["capacity"] == pytest.approx(100_000, rel=0.05)


def test_every_sample_gives_the_last_output_whatever_the_unknown_capacity_is() -> None:
    running = {"plant": "vague", "opened": "2015-01-01"}
    found = answered(case([OLD, running, *THREE]), last=output(90))
    assert np.ptp(found.paths) < 1e-9  # nothing opens and nothing varies: each sample repeats 90
    assert found.paths[0, 0] == pytest.approx(90)
    assert found.low_unknown_zero[0] == pytest.approx(90)


def test_leaving_out_unknown_capacity_that_runs_may_raise_the_forecast() -> None:
    plants = [OLD, {"plant": "vague", "opened": "2015-01-01"}, PLANS[1], *THREE]
    found = answered(case(plants), last=output(90))
    assert found.low_unknown_zero[-1] == pytest.approx(90 * 1.6)  # the known plant made all of it
    assert found.high[-1] < found.low_unknown_zero[-1]
    low, high = found.interval
    assert (low == found.high).all()
    assert (high == found.low_unknown_zero).all()


def test_unknown_capacities_that_could_not_make_the_output_are_not_drawn() -> None:
    plants = [OLD, {"plant": "vague", "opened": "2015-01-01"}, *THREE]
    found = answered(
        case(plants), last=output(260), samples=4000
    )  # needs an effective capacity of 200 or more
    assert row(found, "vague")["capacity"] > 100
    assert found.utilisation <= 1.3
    np.testing.assert_allclose(found.paths[:, 0], 260)
    assert "unknown capacities cannot all be zero" in said(found)
    assert (found.low_unknown_zero < found.high).all()


def test_real_capacities_stand_for_unknown_ones_before_invented_ones_do() -> None:
    invented = [
        {"plant": f"s{i}", "capacity": 5000, "opened": "2015-01-01", "place": "away", "basis": "synthetic"}
        for i in range(9)
    ]
    real = answered(case([OLD, NEW_UNKNOWN, *THREE, *invented]), last=output(50))
    assert row(real, "new")["capacity"] < 500
    only = answered(case([OLD, NEW_UNKNOWN, *invented]), last=output(50))
    assert row(only, "new")["capacity"] > 500


# utilisation


def test_utilisation_wanders_and_returns() -> None:
    wander = {"utilisation_spread": 0.1, "utilisation_persistence": 0.5}
    found = answered(case([OLD], wander), last=output(50), samples=20_000)
    spread = np.log(found.paths / 50).std(axis=0)
    # variance of an autoregressive path: s^2 (1 - phi^2h) / (1 - phi^2)
    expected = [0.1 * np.sqrt((1 - 0.25**h) / 0.75) for h in (1, 2, 3, 4)]
    np.testing.assert_allclose(spread, expected, rtol=0.03)
    np.testing.assert_allclose(found.high, 50, rtol=0.01)


def test_utilisation_has_wandered_since_the_last_year_observed() -> None:
    wander = {"utilisation_spread": 0.1, "utilisation_persistence": 1}
    found = answered(case([OLD], wander), last=output(50, 2017), samples=20_000)
    assert np.log(found.paths[:, 0] / 50).std() == pytest.approx(0.2, rel=0.03)  # four steps to 2021


def test_no_path_runs_above_the_most_that_is_possible() -> None:
    found = answered(case([OLD], {"utilisation_spread": 0.5}), last=output(120))
    assert found.paths.max() == pytest.approx(130)


def test_without_an_observed_output_the_forecast_has_no_weight() -> None:
    found = answered(case([OLD]), last=None)
    assert found.weight == 0
    assert not found.calibrated
    np.testing.assert_allclose(found.paths, 60)
    assert "no output to calibrate utilisation with: 60% is assumed" in said(found)


def test_no_plant_and_no_output_agree_but_teach_nothing() -> None:
    found = answered(case([PLANS[1]]), last=output(0))
    assert found.weight == 0
    np.testing.assert_allclose(found.paths[0], 0.6 * 60 * np.array([0, 0.35, 0.7, 1]))


def test_the_weight_is_a_setting_times_the_share_of_known_capacities() -> None:
    gone = {"plant": "gone", "capacity": 1, "opened": "2010", "closed": "2016"}
    plants = [OLD, *PLANS[1:], NEW_UNKNOWN, gone, {"plant": "never", "announced": "2015", "closed": "2016"}]
    found = answered(case(plants, {"capacity_weight": 0.8}), last=output(50))
    assert found.weight == pytest.approx(0.8 * 3 / 4)  # neither a closed nor a cancelled plant counts


def test_contributions_add_up_to_the_mean_of_the_last_year() -> None:
    spread = {"delay_spread": 0.4, "utilisation_spread": 0.2, "realisation_announced": 0.4}
    found = answered(case([*PLANS, NEW_UNKNOWN, *THREE], spread), last=output(50))
    assert found.plants["expected"].sum() == pytest.approx(found.paths[:, -1].mean())


# what the rows say


def test_a_plant_first_seen_running_is_past_its_ramp_up() -> None:
    seen = {"plant": "seen", "capacity": 100, "opened": "2021-06-01", "published": "2021-06-01"}
    found = answered(case([seen]), last=output(50))
    np.testing.assert_allclose(found.paths, 50)
    assert row(found, "seen")["year_expected"] is None
    assert "first seen running" in said(found)


def test_a_plant_announced_before_did_open_on_the_day_it_was_published() -> None:
    opened = {"plant": "new", "capacity": 100, "opened": "2021-06-01", "published": "2021-06-01"}
    found = answered(case([OLD, opened | {"announced": "2020-01-01"}]), last=output(50))
    assert found.paths[0, 0] < 70
    assert "first seen running" not in said(found)


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"opened": "2020"}, "operating"),
        ({"opened": "2021-07-01", "construction": "2020"}, "operating"),
        ({"opened": "2021-07-02", "construction": "2020"}, "construction"),
        ({"opened": "2021", "announced": "2020"}, "announced"),  # not under every reading of "2021"
        ({"construction": "2021-07-02", "announced": "2021-07-01"}, "announced"),
        ({"published": "2021-01-01"}, "announced"),
        ({"opened": "2019", "closed": "2020"}, "closed"),
        ({"announced": "2019", "closed": "2020"}, "cancelled"),
        ({"announced": "2019", "closed": "2022"}, "announced"),
        ({}, "undated"),
    ],
)
def test_the_status_on_a_day_follows_from_the_dates(cells: dict[str, str], status: str) -> None:
    found = answered(case([OLD, {"plant": "asked", "capacity": 10} | cells]), last=output(50))
    assert row(found, "asked")["status"] == status


def test_synthetic_and_uncounted_plants_are_told() -> None:
    plants = [
        OLD,
        {"plant": "made_up", "capacity": 10, "opened": "2015-01-01", "basis": "synthetic"},
        {"plant": "never", "capacity": 10, "announced": "2015", "closed": "2016"},
        {"plant": "dateless", "capacity": 10},
    ]
    found = answered(case(plants), last=output(55))
    assert "synthetic, invented to fill the case and not observed: 1 of 4 plants" in said(found)
    assert "cancelled before they opened and not counted: 1 of 4 plants" in said(found)
    assert "without any date and not counted: 1 of 4 plants" in said(found)
    np.testing.assert_allclose(found.paths, 55)


def test_nothing_that_became_known_later_leaks_in() -> None:
    spread = {"delay_spread": 0.4, "utilisation_spread": 0.2, "realisation_announced": 0.4}
    then = [*PLANS, NEW_UNKNOWN, *THREE]
    later = [
        *(p | {"opened": "2022-03-01"} if "opened" not in p else p | {"closed": "2022"} for p in then),
        {"plant": "huge", "capacity": 9000, "opened": "2016-01-01", "published": "2021-07-02"},
        {"plant": "kept", "announced": "2010-01-01", "opened": "2011-01-01", "published": "2022"},
    ]
    before, after = (answered(case(plants, spread), last=output(50)) for plants in (then, later))
    assert (before.paths == after.paths).all()
    assert before.plants.equals(after.plants)
    assert before.notes == after.notes


def test_a_case_without_a_day_is_seen_from_today() -> None:
    secret = {"plant": "secret", "capacity": 5, "announced": "2015", "published": "2190"}
    plants = case([OLD, {"plant": "dream", "capacity": 5, "opened": "2190"}, secret])
    found = capacity_forecast(
        plants, product="car", place="here", unit="vehicle", last=None, years=[2190], samples=5, seed=1
    )
    assert isinstance(found, CapacityForecast)
    assert row(found, "dream")["status"] == "undated"
    assert "secret" not in found.plants["plant"].to_list()


# what stands in the way


def test_a_unit_that_does_not_convert_is_an_obstacle() -> None:
    assert refused(case([OLD]), last=output(50), unit="GWh").code == "unit"
    assert refused(case([OLD]), last=output(50), product="nonsense").code == "unit"


def test_a_place_without_plants_that_count_is_an_obstacle() -> None:
    never = {"plant": "never", "capacity": 10, "announced": "2015", "closed": "2016"}
    assert refused(case([OLD]), last=output(50), place="away").code == "no_plants"
    assert refused(case([never]), last=output(50)).code == "no_plants"


def test_capacities_that_nobody_knows_are_an_obstacle() -> None:
    found = refused(case([{"plant": "vague", "opened": "2015"}]), last=output(50))
    assert (found.code, found.facts) == ("capacity_unknown", {"plants": 1, "known": 0})


@pytest.mark.parametrize("value", [131, 9, 0])
def test_capacities_that_do_not_describe_the_output_are_an_obstacle(value: float) -> None:
    found = refused(case([OLD]), last=output(value))
    assert found.code == "capacity_mismatch"
    assert found.facts == {
        "output": value,
        "capacity": pytest.approx(100),
        "year": 2020,
        "unit": "vehicle",
    }


def test_output_before_any_plant_ran_is_an_obstacle() -> None:
    found = refused(case([PLANS[1]]), last=output(50))
    assert (found.code, found.facts["capacity"]) == ("capacity_mismatch", 0)


def test_every_obstacle_has_a_sentence_in_both_languages() -> None:
    assert set(OBSTACLES) == {"unit", "no_plants", "capacity_unknown", "capacity_mismatch"}
    assert all(en and zh and en != zh for en, zh in OBSTACLES.values())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("realisation_announced", 1.5),
        ("delay_announced", 0),
        ("utilisation_spread", -1),
        ("realisation_pseudo_count", 0),
    ],
)
def test_a_setting_out_of_range_is_named(name: str, value: float) -> None:
    with pytest.raises(StudyError, match=f"settings.{name} is"):
        forecast(case([OLD], {name: value}), last=output(50))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"years": []}, "ascend"),
        ({"years": [2022, 2021]}, "ascend"),
        ({"years": [2020, 2021]}, "the last year observed is 2020"),
        ({"samples": 0}, "samples"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(asked: dict[str, Any], words: str) -> None:
    with pytest.raises(StudyError, match=words):
        forecast(case([OLD]), last=output(50), **asked)


def test_the_same_seed_gives_the_same_paths_and_another_does_not() -> None:
    cluster = case(PLANS, {"delay_spread": 0.4, "utilisation_spread": 0.2})
    first, again, other = (answered(cluster, last=output(50), seed=s).paths for s in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()
    with pytest.raises(ValueError, match="read-only"):
        first[0, 0] = 1


# the shipped case


def shipped(yangtze: Cluster, place: str, day: str) -> CapacityForecast | Obstacle:
    points = annual(observed(yangtze.as_of(day), f"{place}_nev_production", place, "vehicle"))
    year = int(day[:4])
    return forecast(
        yangtze,
        last=points[-1] if points else None,
        day=day,
        product="bev",
        place=place,
        years=range(year, year + 3),
        samples=2000,
    )


def test_the_shipped_plants_of_cars_are_real_and_none_is_known_too_early(yangtze: Cluster) -> None:
    found = shipped(yangtze, "anhui", "2021-08-11")
    assert isinstance(found, CapacityForecast)
    assert found.calibrated
    assert "synthetic" not in set(found.plants["basis"])
    assert "nio_third_plant_f3" not in found.plants["plant"].to_list()  # announced in 2024
    assert row(found, "nio_jac_f1_expansion")["status"] == "announced"  # opened in 2022
    assert 0 < found.weight < 0.10
    assert (np.diff(found.high) > 0).all()


def test_the_shipped_case_does_not_explain_guangdong_in_2022(yangtze: Cluster) -> None:
    found = shipped(yangtze, "guangdong", "2023-07-31")
    assert isinstance(found, Obstacle)
    assert found.code == "capacity_mismatch"
    assert found.facts["output"] > 2 * found.facts["capacity"]


def test_shanghai_before_its_first_published_year_has_no_weight(yangtze: Cluster) -> None:
    found = shipped(yangtze, "shanghai", "2021-08-11")
    assert isinstance(found, CapacityForecast)
    assert found.weight == 0
