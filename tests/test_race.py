"""Races: who first passes a threshold, when, and with what probability."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import cluster_of
from hinterland.cluster import Cluster
from hinterland.promises import track
from hinterland.promises.foresight import Foresight
from hinterland.promises.measure import measure
from hinterland.promises.race import NEVER, Race, passage, race

S = {"source": "test", "basis": "observed"}
DAY = date(2024, 3, 15)
NAMES = "mnopq"


def growing(start: float, growth: float, wave: float = 0.1) -> dict[str, float]:
    return {str(2016 + i): start * growth**i * (1 + wave * (-1) ** i) for i in range(8)}


def case(*contenders: dict[str, float], threshold: float = 1000, units: tuple[str, ...] = ()) -> Cluster:
    names = NAMES[: len(contenders)]
    told = units or ("vehicle",) * len(contenders)
    metrics = [{"metric": m, "kind": "series", "unit": u} for m, u in zip(names, told, strict=True)]
    metrics.append(
        {
            "metric": "r",
            "kind": "first_to_pass",
            "members": ";".join(names),
            "threshold": threshold,
            "unit": "yes_no",
        }
    )
    base = {"place": "a", "vintage": "1", "flow": "period", **S}
    rows = [
        {**base, "metric": m, "period": p, "value": v, "unit": u}
        | {"published": f"{int(p[:4]) + 1}-02", "flow": "year_to_date" if "/" in p else "period"}
        | ({"published": "2024-01-31"} if "/" in p else {})
        for m, u, values in zip(names, told, contenders, strict=True)
        for p, v in values.items()
    ]
    target = {"target": "t", "metrics": "r", "comparator": "ge", "value": 1, "unit": "yes_no"}
    return cluster_of(
        {
            "places": [{"place": "a", "kind": "city", **S}],
            "metrics": [{"place": "a", **S, **m} for m in metrics],
            "observations": rows,
            "targets": [{**target, "deadline": "2026", "published": "2020-06-01", **S}],
        }
    )


def run(*contenders: dict[str, float], until: float = 2026, **more: Any) -> Race | None:
    cluster = case(*contenders, **more).as_of(DAY)
    return race(Foresight.of(cluster, DAY, 2026), measure(cluster, "r", "a"), until)


def ran(*contenders: dict[str, float], **more: Any) -> Race:
    found = run(*contenders, **more)
    assert found is not None
    return found


# Passage, by hand


def test_a_path_passes_where_the_line_between_two_years_does() -> None:
    paths = {2023: np.array([150.0, 90.0, 90.0]), 2024: np.array([10.0, 110.0, 95.0])}
    # 50 to 150 passes 100 halfway in 2023; 90 to 110 halfway in 2024; the third never
    assert passage({2022: 50.0}, paths, 100).tolist() == [2023.5, 2024.5, NEVER]


def test_a_known_year_counts_for_every_path_and_the_first_passage_stays() -> None:
    paths = {2024: np.array([10.0, 400.0])}
    assert passage({2022: 75.0, 2023: 125.0}, paths, 100).tolist() == [2023.5, 2023.5]


def test_what_begins_above_the_threshold_has_passed_within_its_first_year() -> None:
    found = passage({}, {2024: np.array([200.0, 100.0])}, 100)
    assert found.tolist() == [2024.5, pytest.approx(2024.999)]


@given(st.lists(st.floats(0, 1e3), min_size=1, max_size=8), st.floats(1, 1e3))
def test_a_passage_lies_in_the_first_year_whose_figure_reaches_the_threshold(
    figures: list[float], mark: float
) -> None:
    paths = {2020 + i: np.array([f]) for i, f in enumerate(figures)}
    first = next((y for y, f in paths.items() if f[0] >= mark), None)
    found = passage({}, paths, mark)[0]
    if first is None:
        assert found == NEVER
    else:
        assert first <= found < first + 1


@given(st.lists(st.floats(0, 1e3), min_size=2, max_size=8), st.floats(1, 1e3), st.floats(1, 1e3))
def test_a_higher_threshold_is_never_passed_earlier(figures: list[float], a: float, b: float) -> None:
    paths = {2020 + i: np.array([f]) for i, f in enumerate(figures)}
    low, high = sorted([a, b])
    assert passage({}, paths, low)[0] <= passage({}, paths, high)[0] + 1e-9


# Races


@pytest.mark.parametrize("count", [2, 5])
def test_the_chances_to_be_first_sum_to_the_chance_that_anyone_passes(count: int) -> None:
    found = ran(*[growing(200 + 30 * i, 1.15) for i in range(count)])
    firsts = [r.p_first for r in found.runners]
    passes = [r.p_pass for r in found.runners]
    assert len(firsts) == count
    total = sum(p for p in firsts if p is not None)
    assert max(p for p in passes if p is not None) <= total + 1e-9 <= 1 + 1e-9
    assert total <= sum(p for p in passes if p is not None) + 1e-9
    for first, passed in zip(firsts, passes, strict=True):
        assert first is not None
        assert passed is not None
        assert 0 <= first <= passed <= 1
    assert firsts == sorted(firsts, key=float)  # the later ones start higher
    assert found.low == found.high == found.probability == pytest.approx(firsts[0], abs=1e-3)


def test_a_race_that_everyone_is_sure_to_finish_has_chances_that_sum_to_one() -> None:
    found = ran(growing(300, 1.5), growing(310, 1.5), threshold=5500)
    assert sum(r.p_first for r in found.runners if r.p_first is not None) == pytest.approx(1, abs=0.05)


def test_a_race_between_equals_is_even() -> None:
    for count in (2, 4):
        found = ran(*[growing(300, 1.15)] * count, threshold=1100)
        firsts = [r.p_first for r in found.runners if r.p_first is not None]
        np.testing.assert_allclose(firsts, np.mean(firsts), atol=0.03)
        assert sum(firsts) > 0.5


def test_contenders_in_other_units_run_against_the_same_threshold() -> None:
    plain = growing(300, 1.15)
    scaled = {p: v / 1e4 for p, v in plain.items()}
    found = ran(plain, scaled, threshold=1100, units=("vehicle", "万辆"))
    firsts = [r.p_first for r in found.runners if r.p_first is not None]
    assert firsts[0] == pytest.approx(firsts[1], abs=0.03)
    assert (found.threshold, found.unit) == (1100, "vehicle")
    first = ran(scaled, plain, threshold=1100, units=("万辆", "vehicle"))
    assert (first.threshold, first.unit) == (pytest.approx(0.11), "万辆")


def test_times_of_passage_ascend_and_farther_thresholds_come_later() -> None:
    near, far = (ran(growing(300, 1.15), growing(250, 1.15), threshold=t).runners[0] for t in (950, 1300))
    for runner in (near, far):
        assert runner.early <= runner.median <= runner.late
    assert near.median <= far.median
    assert near.p_pass is not None
    assert far.p_pass is not None
    assert near.p_pass > far.p_pass


def test_a_later_end_of_the_race_makes_passing_likelier_also_within_a_year() -> None:
    told = [
        ran(growing(300, 1.15), growing(250, 1.15), until=u).runners[0].p_pass
        for u in (2024, 2024.5, 2025, 2026)
    ]
    assert all(p is not None for p in told)
    assert told == sorted(told, key=lambda p: p or 0)
    assert told[0] != told[1] != told[2]


def test_an_incomplete_race_tells_only_the_most_that_the_chance_can_be() -> None:
    found = ran(growing(300, 1.15), {}, growing(250, 1.15))
    assert found.probability is None
    assert found.low == 0.0
    favourite, unknown, rival = found.runners
    assert (unknown.known, unknown.p_pass, unknown.p_first) == (False, None, None)
    assert favourite.p_first is rival.p_first is None
    assert favourite.p_pass is not None
    assert 0 < found.high <= favourite.p_pass
    alone = ran(growing(300, 1.15), {})
    assert alone.high == pytest.approx(alone.runners[0].p_pass)


def test_a_favourite_without_figures_may_win_or_lose() -> None:
    found = ran({}, growing(300, 1.15))
    assert (found.probability, found.low, found.high) == (None, 0.0, 1.0)


def test_a_race_without_a_figure_is_none() -> None:
    assert run({}, {}) is None
    assert run({"2023": 5.0}, {"2023": 6.0}) is None


def test_who_has_passed_in_a_part_of_a_year_has_passed_for_certain() -> None:
    figures = growing(50, 1.1) | {"2024-01/2024-01": 1500.0}
    found = ran(figures, {})
    assert found.runners[0].passed == "2024-01/2024-01"
    assert found.runners[0].p_pass == 1.0
    assert found.runners[0].late <= 2024 + 1 / 12


def test_the_same_race_has_the_same_chances() -> None:
    contenders = growing(300, 1.15), growing(250, 1.15)
    assert ran(*contenders) == ran(*contenders)


# On the board


def test_an_open_race_is_on_track_or_not_and_is_told_runner_by_runner() -> None:
    result = track(case(growing(300, 1.15), growing(200, 1.15)), as_of=DAY)
    row = result["board"].row(0, named=True)
    assert (row["verdict"], row["code"]) == ("on track", "race_open")
    assert 0.5 <= row["probability"] < 1
    assert "likely to be the first past it by 2026" in row["reason_en"]
    assert "最先越过的概率" in row["reason_zh"]
    table = result["race"]
    assert table["member"].to_list() == ["m", "n"]
    assert table["p_first"][0] == pytest.approx(row["probability"], abs=1e-3)
    for name in ("q10", "q50", "q90"):
        assert all(t is None or (len(t) == 7 and int(t[:4]) >= 2024) for t in table[name].to_list())
    behind = track(case(growing(200, 1.15), growing(300, 1.15)), as_of=DAY)["board"].row(0, named=True)
    assert behind["verdict"] == "off track"
    assert behind["probability"] == pytest.approx(table["p_first"][1], abs=0.05)


def test_an_incomplete_race_stays_not_measurable_with_its_bounds() -> None:
    row = track(case(growing(300, 1.15), {}), as_of=DAY)["board"].row(0, named=True)
    assert (row["verdict"], row["code"], row["probability"]) == ("not measurable", "race_incomplete", None)
    assert row["probability_low"] == 0
    assert 0 < row["probability_high"] < 1
    assert "at most" in row["reason_en"]
    assert "至多" in row["reason_zh"]


def test_a_race_whose_contenders_cannot_be_forecast_says_so() -> None:
    row = track(case({"2023": 5.0}, {"2023": 6.0}), as_of=DAY)["board"].row(0, named=True)
    assert (row["verdict"], row["probability"]) == ("open", None)
    assert "not every contender has figures enough" in row["reason_en"]
    assert "无概率" in row["reason_zh"]
    one = track(case({"2023": 5.0}, growing(300, 1.15)), as_of=DAY)["board"].row(0, named=True)
    assert (one["verdict"], one["probability"]) == ("open", None)
    assert "not every contender has figures enough" in one["reason_en"]


def test_a_race_that_is_tied_or_run_has_no_chance_any_more() -> None:
    for contenders, word, probability in (
        ([{"2022": 500.0, "2023": 1500.0}, {"2022": 500.0, "2023": 1600.0}], "not measurable", None),
        ([{"2022": 500.0, "2023": 1500.0}, {"2022": 500.0, "2023": 600.0}], "met", 1.0),
        ([{"2022": 500.0, "2023": 600.0}, {"2022": 500.0, "2023": 1600.0}], "missed", 0.0),
    ):
        result = track(case(*contenders), as_of=DAY)
        row = result["board"].row(0, named=True)
        assert (row["verdict"], row["probability"]) == (word, probability)
        assert result["race"].height == 0


def test_a_race_whose_deadline_is_long_past_has_no_chances() -> None:
    for contenders in ([growing(200, 1.1), growing(100, 1.1)], [growing(200, 1.1), {}]):
        cluster = case(*contenders, threshold=1e6)
        late = cluster["targets"].with_columns(deadline=pl.lit("2022"))
        told = track(Cluster.of({n: cluster[n] for n in cluster.tables} | {"targets": late}), as_of=DAY)
        row = told["board"].row(0, named=True)
        assert (row["verdict"], row["probability"], row["probability_high"]) == ("not measurable", None, None)
        assert told["race"].height == 0
