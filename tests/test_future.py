"""Outlook and future: joint sample paths of what a line may become, from years, quarters and months."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import cluster_of
from hinterland.dates import parse_period
from hinterland.ground.archive import Archive
from hinterland.promises.foresight import Foresight
from hinterland.promises.future import FEWER, SAMPLES, Future, cells_of, future, seed_of
from hinterland.promises.lines import lines
from hinterland.promises.measure import measure
from hinterland.promises.outlook import FARTHEST, from_line, look, to_line

if TYPE_CHECKING:
    from hinterland.cluster import Cluster

S = {"source": "test", "basis": "observed"}
DAY = date(2024, 8, 1)
RATIO = {
    "metric": "r",
    "kind": "ratio",
    "numerator": "m",
    "denominator": "n",
    "unit": "percent",
    "place": "a",
}
M, N = {"metric": "m"}, {"metric": "n"}


def series(metric: str, values: dict[str, float], **more: Any) -> list[dict[str, Any]]:
    base = {"metric": metric, "place": "a", "vintage": "1", "unit": "vehicle", "flow": "period", **S}
    return [
        {**base, "period": p, "value": repr(float(v)), "published": f"{int(p[:4]) + 1}-02", **more}
        for p, v in values.items()
    ]


def years(start: float, growth: float = 1.1, wave: float = 0.05) -> dict[str, float]:
    """Eight years until 2023 that grow with some unrest."""
    return {str(2016 + i): start * growth**i * (1 + wave * (-1) ** i) for i in range(8)}


def half(metric: str, value: float) -> list[dict[str, Any]]:
    return series(metric, {"2024-01/2024-06": value}, flow="year_to_date", published="2024-07-15")


def months(metric: str, count: int = 42) -> list[dict[str, Any]]:
    """Months from 2021 on that grow by 10 percent a year, each with its own season."""
    values = {
        f"{2021 + i // 12}-{i % 12 + 1:02d}": 100 * 1.1 ** (i / 12) * (1 + 0.3 * np.sin(i % 12))
        for i in range(count)
    }
    return series(metric, values, published="2024-07-15")


def case(metrics: list[dict[str, Any]], rows: list[dict[str, Any]]) -> Cluster:
    places = [{"place": "a", "kind": "province", **S}]
    tables = {"places": places, "metrics": [{"unit": "vehicle", "kind": "series", **S, **m} for m in metrics]}
    return cluster_of({**tables, "observations": rows})


def foresight(cluster: Cluster, day: date = DAY, last: int = 2026) -> Foresight:
    return Foresight.of(cluster.as_of(day), day, last)


def told(cluster: Cluster, metric: str = "m", **more: Any) -> Future:
    seen = foresight(cluster, **more)
    found = future(seen.outlook, seen.index[metric, "a"])
    assert found is not None
    return found


SHARES = case(
    [M, N, RATIO], series("m", years(100)) + series("n", years(1000)) + half("m", 110) + half("n", 1000)
)


def test_years_begin_with_the_running_one_and_reach_to_the_last_that_is_asked_for() -> None:
    found = told(case([M], series("m", years(100))))
    assert (found.running, sorted(found.paths)) == (2024, [2024, 2025, 2026, 2027])
    assert all(p.shape == (SAMPLES,) and (p > 0).all() for p in found.paths.values())
    assert all(len(p) == FEWER for model in found.models.values() for p in model.values())
    late = told(case([M], series("m", years(100))), last=2100)
    assert max(late.paths) == 2024 + FARTHEST


def test_the_next_year_is_near_a_steady_trend_and_farther_years_are_wider() -> None:
    found = told(case([M], series("m", {str(2014 + i): 100 * 1.1**i for i in range(10)})))
    assert np.median(found.paths[2024]) == pytest.approx(100 * 1.1**10, rel=0.05)
    width = {y: np.subtract(*np.quantile(np.log(p), [0.9, 0.1])) for y, p in found.paths.items()}
    assert width[2024] < width[2025] < width[2026]


def test_a_share_is_numerator_over_denominator_draw_by_draw() -> None:
    found = told(SHARES, "r")
    assert set(found.parts) == {"numerator", "denominator"}
    for year, share in found.paths.items():
        top, below = (found.parts[k].paths[year] for k in ("numerator", "denominator"))
        np.testing.assert_allclose(top / below * 100, share, rtol=1e-9)
        assert ((share > 0) & (share < 100)).all()
        assert (top < below).all()
    assert np.median(found.paths[2024]) == pytest.approx(10.5, abs=0.6)


def test_the_denominator_of_a_share_is_its_own_forecast() -> None:
    seen = foresight(SHARES)
    whole = future(seen.outlook, seen.index["n", "a"])
    share = future(seen.outlook, seen.index["r", "a"])
    assert whole is not None
    assert share is not None
    for year, sample in share.parts["denominator"].paths.items():
        assert np.median(sample) == pytest.approx(np.median(whole.paths[year]), rel=0.02)


def test_the_same_case_has_the_same_future_and_each_line_its_own_chance() -> None:
    first, again = told(SHARES, "r"), told(SHARES, "r")
    for year in first.paths:
        np.testing.assert_array_equal(first.paths[year], again.paths[year])
    assert seed_of("m", "a", DAY) == seed_of("m", "a", DAY) != seed_of("n", "a", DAY)
    twins = case([M, N], series("m", years(100)) + series("n", years(100)))
    assert (told(twins, "m").paths[2024] != told(twins, "n").paths[2024]).all()


def test_rows_in_another_order_make_the_same_future() -> None:
    rows = series("m", years(100)) + half("m", 110)
    first, again = told(case([M], rows)), told(case([M], rows[::-1]))
    for year in first.paths:
        np.testing.assert_array_equal(first.paths[year], again.paths[year])


def test_a_running_year_never_falls_below_what_is_there_already() -> None:
    rows = series("m", {"2022": 100.0, "2023": 60.0})
    for part, until in ((61.0, "05"), (150.0, "11")):
        running = series("m", {f"2024-01/2024-{until}": part}, flow="year_to_date", published="2024-07")
        found = told(case([M], rows + running))
        for paths in (found.paths, *found.models.values()):
            assert paths[2024].min() >= part
        assert found.paths[2025].min() < part  # the next year may


def test_a_year_of_months_is_the_sum_since_january_and_the_months_to_come() -> None:
    found = told(case([M], months("m")))
    so_far = sum(float(r["value"]) for r in months("m")[36:42])
    assert (found.season, found.running) == (12, 2024)
    assert min(found.cells) == 2024 * 12 + 6
    rest = np.sum([found.cells[2024 * 12 + m] for m in range(6, 12)], axis=0)
    np.testing.assert_allclose(found.paths[2024], so_far + rest, rtol=1e-9)
    assert found.paths[2024].min() > so_far
    next_year = np.sum([found.cells[2025 * 12 + m] for m in range(12)], axis=0)
    np.testing.assert_allclose(found.paths[2025], next_year, rtol=1e-9)
    assert found.seen[2024 * 12 + 5] == pytest.approx(float(months("m")[41]["value"]))
    assert not set(found.seen) & set(found.cells)


def test_sums_since_january_are_as_good_as_months() -> None:
    sums: dict[str, float] = {}
    for i, row in enumerate(months("m")):
        year = 2021 + i // 12
        before = 0.0 if i % 12 == 0 else sums[f"{year}-01/{year}-{i % 12:02d}"]
        sums[f"{year}-01/{year}-{i % 12 + 1:02d}"] = before + float(row["value"])
    direct = told(case([M], months("m")))
    differenced = told(case([M], series("m", sums, flow="year_to_date", published="2024-07-15")))
    for year in direct.paths:
        np.testing.assert_allclose(direct.paths[year], differenced.paths[year], rtol=1e-6)


def test_joint_january_and_february_leave_no_year_without_its_january() -> None:
    sums: dict[str, float] = {}
    total = 0.0
    for i, row in enumerate(months("m")):
        total = float(row["value"]) + (0.0 if i % 12 == 0 else total)
        if i % 12:
            sums[f"{2021 + i // 12}-01/{2021 + i // 12}-{i % 12 + 1:02d}"] = total
    found = told(case([M], series("m", sums, flow="year_to_date", published="2024-07-15")))
    direct = told(case([M], months("m")))
    for year in (2024, 2025):
        assert np.median(found.paths[year]) == pytest.approx(np.median(direct.paths[year]), rel=0.05)
    assert found.seen[2024 * 12] == found.seen[2024 * 12 + 1] == pytest.approx(sums["2024-01/2024-02"] / 2)


def test_months_and_years_of_one_series_tell_about_the_same_and_months_tell_more() -> None:
    cluster = case([M], months("m")).as_of(DAY)
    archive = Archive.of(cluster)
    listed, index = lines(cluster, archive)
    fine = future(look(archive.seen(DAY), listed, DAY, years=2), index["m", "a"])
    coarse = future(look(archive.seen(DAY), listed, DAY, years=2, parts=()), index["m", "a"])
    assert fine is not None
    assert coarse is not None
    assert (fine.season, coarse.season) == (12, 1)
    for year in (2024, 2025):
        assert np.median(fine.paths[year]) == pytest.approx(np.median(coarse.paths[year]), rel=0.1)
    assert np.std(np.log(fine.paths[2024])) < np.std(np.log(coarse.paths[2024]))


def test_quarters_have_a_route_of_their_own() -> None:
    quarters = {
        f"{y}-Q{q}": 100.0 * 1.1 ** (y - 2020) * (1 + 0.1 * q)
        for y in range(2020, 2024)
        for q in (1, 2, 3, 4)
    }
    rows = series("m", quarters) + series("m", {"2024-Q1": 161.0, "2024-Q2": 175.7}, published="2024-07-15")
    found = told(case([M], rows))
    assert (found.season, min(found.cells)) == (4, 2024 * 4 + 2)
    rest = found.cells[2024 * 4 + 2] + found.cells[2024 * 4 + 3]
    np.testing.assert_allclose(found.paths[2024], 161.0 + 175.7 + rest, rtol=1e-9)
    assert np.median(found.paths[2025]) == pytest.approx(500 * 1.1**5, rel=0.1)


def test_a_sum_since_january_that_ends_within_a_quarter_is_not_counted_twice() -> None:
    quarters = {f"{y}-Q{q}": 100.0 for y in range(2020, 2024) for q in (1, 2, 3, 4)}
    rows = series("m", quarters) + series("m", {"2024-Q1": 100.0}, published="2024-05-15")
    rows += series("m", {"2024-01/2024-04": 133.0}, flow="year_to_date", published="2024-05-15")
    found = told(case([M], rows))
    assert np.median(found.paths[2024]) == pytest.approx(400, rel=0.05)
    assert found.paths[2024].min() >= 133.0


def test_a_month_that_is_lacking_counts_as_its_neighbours_do() -> None:
    rows = [r for r in months("m") if r["period"] != "2024-03"]
    found, whole = told(case([M], rows)), told(case([M], months("m")))
    assert np.median(found.paths[2024]) == pytest.approx(np.median(whole.paths[2024]), rel=0.1)


def test_growth_is_each_year_over_the_year_before_on_the_same_path() -> None:
    growth = {"metric": "g", "kind": "growth", "numerator": "m"}
    for unit, scale in (("percent", 100.0), ("1", 1.0), ("permille", 1000.0)):
        cluster = case([M, {**growth, "unit": unit}], series("m", years(100)))
        seen = foresight(cluster)
        found = seen.future(measure(seen.cluster, "g", "a"), None).future
        base = seen.future(measure(seen.cluster, "m", "a"), None).future
        assert found is not None
        assert base is not None
        np.testing.assert_allclose(
            found.paths[2025], (base.paths[2025] / base.paths[2024] - 1) * scale, rtol=1e-9
        )
        last = float(years(100)["2023"])
        np.testing.assert_allclose(found.paths[2024], (base.paths[2024] / last - 1) * scale, rtol=1e-9)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"2023": 5.0}, "too_few_to_forecast"),
        ({"2022": 0.0, "2023": 0.0}, "zeros"),
        ({"2021": 5.0, "2022": 0.0, "2023": 6.0}, "zeros_between"),
        ({"2022": -5.0, "2023": 6.0}, "negative"),
    ],
)
def test_what_cannot_be_forecast_says_why(values: dict[str, float], code: str) -> None:
    seen = foresight(case([M], series("m", values)))
    found = seen.future(measure(seen.cluster, "m", "a"), None)
    assert (found.future, found.obstacle) == (None, code)


def test_one_year_and_a_part_of_the_next_are_enough() -> None:
    found = told(case([M], series("m", {"2023": 100.0}) + half("m", 60.0)))
    assert 60.0 <= np.median(found.paths[2024]) <= 150.0


def test_the_weights_of_the_models_that_speak_sum_to_one() -> None:
    for cluster, metric in ((SHARES, "r"), (SHARES, "n"), (case([M], months("m")), "m")):
        found = told(cluster, metric)
        assert sum(found.weights.values()) == pytest.approx(1.0)
        assert set(found.weights) == set(found.models)


def test_a_metric_that_is_known_ahead_of_its_whole_takes_the_known_year() -> None:
    rows = (
        series("m", years(100))
        + series("n", years(1000))
        + series("n", {"2024": 2500.0}, published="2024-07")
    )
    found = told(case([M, N, RATIO], rows), "r")
    np.testing.assert_array_equal(found.parts["denominator"].paths[2024], np.full(SAMPLES, 2500.0))


@given(st.floats(1e-3, 0.999), st.sampled_from([1.0, 100.0, np.inf]))
def test_a_figure_survives_the_way_to_log_odds_and_back(share: float, most: float) -> None:
    figure = np.array([share * (most if np.isfinite(most) else 1e6)])
    assert from_line(to_line(figure, most), most)[0] == pytest.approx(figure[0], rel=1e-6)


@settings(max_examples=30)
@given(st.lists(st.floats(1e-6, 1e12), min_size=2, max_size=8))
def test_paths_of_any_positive_series_are_positive_numbers(values: list[float]) -> None:
    found = told(case([M], series("m", {str(2024 - len(values) + i): v for i, v in enumerate(values)})))
    for paths in (found.paths, *found.models.values()):
        for sample in paths.values():
            assert np.isfinite(sample).all()
            assert (sample >= 0).all()


@pytest.mark.parametrize(
    ("period", "season", "cells"),
    [
        ("2024", 12, range(2024 * 12, 2025 * 12)),
        ("2024", 4, range(2024 * 4, 2025 * 4)),
        ("2024-Q3", 12, range(2024 * 12 + 6, 2024 * 12 + 9)),
        ("2024-Q3", 4, range(2024 * 4 + 2, 2024 * 4 + 3)),
        ("2024-H2", 4, range(2024 * 4 + 2, 2025 * 4)),
        ("2024-02", 12, range(2024 * 12 + 1, 2024 * 12 + 2)),
        ("2024-02", 4, None),
        ("2024-02/2024-04", 4, None),
        ("2023-07/2024-06", 4, range(2023 * 4 + 2, 2024 * 4 + 2)),
        ("2024-06-30", 12, None),
        ("2024-01-02/2024-06-30", 12, None),
        ("2024-01-01/2024-02-29", 12, range(2024 * 12, 2024 * 12 + 2)),
    ],
)
def test_a_period_is_made_of_whole_cells_or_of_none(period: str, season: int, cells: range | None) -> None:
    assert cells_of(parse_period(period), season) == cells


@pytest.mark.parametrize(
    ("values", "bounded"),
    [((82, 86, 90, 95), True), ((95, 100, 100, 100), True), ((40, 60, 94.5, 130), False)],
)
def test_a_published_share_stays_below_its_whole_and_growth_does_not(
    values: tuple[float, ...], bounded: bool
) -> None:
    figures = [
        {"metric": "m", "place": "a", "period": str(2019 + i), "vintage": "1", "value": v, "unit": "percent"}
        | {"flow": "period", "published": f"{2020 + i}-02", "source": "t", "basis": "observed"}
        for i, v in enumerate(values)
    ]
    cluster = cluster_of(
        {
            "places": [{"place": "a", "kind": "city", "source": "t", "basis": "observed"}],
            "metrics": [
                {
                    "metric": "m",
                    "kind": "series",
                    "unit": "percent",
                    "place": "a",
                    "source": "t",
                    "basis": "observed",
                }
            ],
            "observations": figures,
        }
    )
    archive = Archive.of(cluster)
    listed, index = lines(cluster, archive)
    day = date(2023, 6, 1)
    found = future(look(archive.seen(day), listed, day, years=3), index["m", "a"])
    assert found is not None
    highest = max(found.paths[2025].max(), found.paths[2026].max())
    assert bool(highest <= 100) is bounded
