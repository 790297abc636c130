"""The chance of a promise from sample paths that are written down by hand, and what would have to happen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import cluster_of
from hinterland.dates import parse_period
from hinterland.ground.series import Point
from hinterland.promises.chance import CERTAIN, chance, keeps, read
from hinterland.promises.foresight import Foresight
from hinterland.promises.future import Future
from hinterland.promises.measure import Measured, measure
from hinterland.promises.needs import needs
from hinterland.promises.verdict import Promise, holds, whole_figures
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping

S = {"source": "test", "basis": "observed"}
COMPARATORS = ("eq", "gt", "ge", "lt", "le", "approx", "range")


def promise(value: float = 10.0, deadline: str = "2025", **more: Any) -> Promise:
    base: dict[str, Any] = {
        "comparator": "ge",
        "value_high": None,
        "attainment": "in_period",
        "made": date(2022, 6, 1),
    }
    return Promise(value=value, deadline=parse_period(deadline), **(base | more))


def paths(**years: list[float]) -> dict[int, Any]:
    return {int(name[1:]): np.array(sample, dtype=float) for name, sample in years.items()}


def future(years: Mapping[int, Any], **more: Any) -> Future:
    return Future(0, min(years, default=2024), years, more.pop("models", {}), {}, **more)


def point(period: str, value: float, flow: str = "period", **more: Any) -> Point:
    span = parse_period(period)
    base: dict[str, Any] = {"published": span.end, "broken": False, "basis": "observed", "rows": ()}
    return Point(period=span, value=value, low=value, high=value, flow=flow, **(base | more))


TWO = paths(y2024=[4, 6, 12, 9, 10], y2025=[5, 11, 9, 10, 20])


# Whole years


def test_in_the_period_only_the_figure_of_that_year_counts() -> None:
    found = chance(promise(), future(TWO), [])
    assert found.probability == pytest.approx(3 / 5)
    assert found.reading is not None
    assert found.reading.median == 10
    assert (found.reading.low, found.reading.high) == pytest.approx((6.6, 16.4))


def test_first_passage_counts_any_year_until_then() -> None:
    assert chance(promise(attainment="by"), future(TWO), []).probability == pytest.approx(4 / 5)


def test_years_that_ended_before_the_promise_was_made_do_not_count() -> None:
    made = date(2025, 3, 1)
    assert chance(promise(attainment="by", made=made), future(TWO), []).probability == pytest.approx(3 / 5)


def test_a_sum_counts_known_years_and_those_to_come() -> None:
    known = [point("2022", 1), point("2023", 2)]
    sums = [12, 20, 24, 22, 33]  # 1 + 2 + each path
    for value, share in ((20, 4 / 5), (21, 3 / 5), (33, 1 / 5)):
        told = chance(promise(value, attainment="cumulative"), future(TWO), known)
        assert told.probability == pytest.approx(share)
    assert told.reading is not None
    assert told.reading.median == np.median(sums)


def test_a_sum_over_a_span_of_years_begins_with_the_span() -> None:
    known = [point(str(y), 100) for y in (2021, 2022, 2023)]
    told = chance(promise(115, "2023/2025", attainment="cumulative"), future(TWO), known)
    assert told.probability == pytest.approx(4 / 5)  # 100 of 2023 and 9, 17, 21, 19, 30


def test_a_sum_that_lacks_a_year_says_so() -> None:
    known = [point("2021", 1), point("2023", 2)]
    assert chance(promise(attainment="cumulative"), future(TWO), known).obstacle == "missing_year"
    late = promise(deadline="2030", attainment="cumulative", made=date(2024, 1, 1))
    assert chance(late, future(TWO), known).obstacle == "beyond_reach"


def test_parts_of_years_are_no_years_of_a_sum() -> None:
    known = [point("2022", 1), point("2023", 2), point("2024-Q1", 50)]
    told = chance(promise(20, attainment="cumulative"), future(TWO), known)
    assert told.probability == pytest.approx(4 / 5)


@pytest.mark.parametrize(
    ("comparator", "value", "share"),
    [
        ("ge", 10, 3 / 5), ("gt", 10, 2 / 5), ("le", 10, 3 / 5), ("lt", 10, 2 / 5),
        ("eq", 10, 1 / 5), ("eq", 9.2, 1 / 5), ("approx", 10, 3 / 5), ("approx", 9.4, 4 / 5), ("range", 10, 3 / 5),
    ],
)  # fmt: skip
def test_every_comparator_has_its_share_of_paths(comparator: str, value: float, share: float) -> None:
    wanted = promise(value, comparator=comparator, value_high=value + 1)
    told = chance(wanted, future(TWO), []).probability
    assert told == pytest.approx(share)


def test_no_path_makes_a_certainty() -> None:
    assert chance(promise(0.1), future(TWO), []).probability == 1 - CERTAIN
    assert chance(promise(1e9), future(TWO), []).probability == CERTAIN


@pytest.mark.parametrize("attainment", ["in_period", "by", "cumulative"])
def test_a_deadline_beyond_the_paths_is_told_not_guessed(attainment: str) -> None:
    for deadline in ("2030", "2200", *(["2100-06-30"] if attainment == "by" else [])):
        wanted = promise(deadline=deadline, attainment=attainment, made=date(2024, 1, 1))
        told = chance(wanted, future(TWO), [])
        assert (told.reading, told.obstacle) == (None, "beyond_reach")


def test_each_model_says_what_its_own_paths_do() -> None:
    models = {"one": paths(y2025=[1, 2]), "two": paths(y2025=[1, 20]), "short": paths(y2024=[1, 20])}
    told = chance(promise(), future(TWO, models=models), [])
    assert {n: r.probability for n, r in told.models.items()} == {"one": CERTAIN, "two": 0.5}


# Parts of years

MONTHS = {2024 * 12 + m: np.array([m + 1.0, 2.0 * (m + 1)]) for m in range(6, 18)}
KNOWN = {2024 * 12 + m: m + 1.0 for m in range(6)}
MONTHLY = future(paths(y2024=[78, 135], y2025=[300, 400]), season=12, cells=MONTHS, seen=KNOWN)


@pytest.mark.parametrize(
    ("deadline", "figures"),
    [
        ("2024-09", [9, 18]),
        ("2024-Q3", [24, 48]),
        ("2024-Q4", [33, 66]),
        ("2024-H2", [57, 114]),
        ("2024-05/2024-08", [26, 41]),  # May and June are known: 5 + 6
        ("2024-12", [12, 24]),
        ("2024", [78, 135]),
    ],
)
def test_a_part_of_a_year_is_the_sum_of_its_months(deadline: str, figures: list[float]) -> None:
    middle = sum(figures) / 2
    told = chance(promise(middle, deadline), MONTHLY, [])
    assert told.probability == 0.5
    assert told.reading is not None
    assert told.reading.median == pytest.approx(middle)


def test_first_passage_of_a_part_of_a_year_looks_at_parts_of_its_length() -> None:
    cells = {2024 * 4 + 2: np.array([5.0, 20, 1, 1]), 2024 * 4 + 3: np.array([12.0, 1, 1, 1])}
    quarterly = future({}, season=4, cells=cells, seen={2024 * 4 + 1: 8.0})
    assert chance(promise(10, "2024-Q4", attainment="by"), quarterly, []).probability == 0.5
    assert chance(promise(10, "2024-Q4"), quarterly, []).probability == 0.25
    half = chance(promise(17, "2024-H2"), quarterly, []).probability
    assert half == 0.5
    third = promise(25, "2024-04/2024-09")  # a known second quarter of 8 and the third
    assert chance(third, quarterly, []).probability == 0.25


def test_models_are_not_held_against_months_of_which_they_know_only_years() -> None:
    models = {"one": paths(y2024=[100, 200])}
    monthly = future(MONTHLY.paths, season=12, cells=MONTHS, seen=KNOWN, models=models)
    assert chance(promise(20, "2024-12"), monthly, []).models == {}
    assert chance(promise(150, "2024"), monthly, []).models["one"].probability == 0.5


def test_a_sum_until_a_month_takes_the_months_of_its_last_year() -> None:
    wanted = promise(100 + 45 + 1, "2024-09", attainment="cumulative", made=date(2023, 2, 1))
    told = chance(wanted, MONTHLY, [point("2023", 100)])
    assert told.reading is not None
    low, high = 100 + sum(range(1, 10)), 100 + 21 + 2 * 24
    assert told.reading.median == (low + high) / 2
    assert told.probability == 0.5
    assert chance(wanted, future(TWO), [point("2023", 100)]).obstacle == "too_coarse"


def test_yearly_figures_say_nothing_of_a_part_of_a_year() -> None:
    for deadline in ("2025-Q2", "2025-06", "2025-H1", "2024-07/2025-06"):
        for attainment in ("in_period", "by"):
            told = chance(promise(deadline=deadline, attainment=attainment), future(TWO), [])
            assert told.obstacle == "too_coarse"


def test_a_part_that_ends_a_year_is_measured_by_the_year_only_where_it_has_no_figures_of_its_own() -> None:
    years = [point("2022", 5), point("2023", 6)]
    assert chance(promise(deadline="2025-Q4"), future(TWO), years).probability == pytest.approx(3 / 5)
    halves = [point("2022-H2", 3), point("2023-H2", 3)]
    assert chance(promise(deadline="2025-H2"), future(TWO), halves).obstacle == "too_coarse"
    stocks = [point("2022-06", 3, "stock"), point("2023-12", 3, "stock")]
    assert chance(promise(deadline="2025-12"), future(TWO), stocks).probability == pytest.approx(3 / 5)


def test_a_day_within_a_year_takes_the_years_before_it() -> None:
    by = promise(deadline="2025-06-30", attainment="by")
    assert chance(by, future(TWO), []).probability == pytest.approx(2 / 5)  # 12 and 10 in 2024
    assert chance(promise(deadline="2025-06-30"), future(TWO), []).obstacle == "too_coarse"
    soon = promise(deadline="2024-06-30", attainment="by")
    assert chance(soon, future(TWO), []).obstacle == "too_coarse"
    assert chance(promise(deadline="2025-12-31"), future(TWO), []).probability == pytest.approx(3 / 5)


# Properties

SAMPLE = st.lists(st.floats(0, 1e6), min_size=1, max_size=40)
VALUE = st.floats(-1e3, 1e6)


@given(SAMPLE, VALUE, VALUE, st.sampled_from(["in_period", "by", "cumulative"]))
def test_more_is_never_likelier_than_less(sample: list[float], a: float, b: float, attainment: str) -> None:
    told = future(paths(y2024=sample, y2025=sample[::-1]))
    made = date(2024, 1, 1)
    low, high = (
        chance(promise(v, attainment=attainment, made=made), told, []).probability for v in sorted([a, b])
    )
    assert low is not None
    assert high is not None
    assert low >= high
    least, most = (
        chance(promise(v, attainment=attainment, made=made, comparator="le"), told, []).probability
        for v in sorted([a, b])
    )
    assert least is not None
    assert most is not None
    assert least <= most


@given(SAMPLE, VALUE, st.sampled_from(COMPARATORS))
def test_by_a_deadline_is_never_less_likely_than_in_it(
    sample: list[float], value: float, comparator: str
) -> None:
    told = future(paths(y2024=sample, y2025=sample[::-1]))
    within, by = (
        chance(promise(value, attainment=a, comparator=comparator), told, []).probability
        for a in ("in_period", "by")
    )
    assert within is not None
    assert by is not None
    assert 0 < within <= by < 1


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.sampled_from([c for c in COMPARATORS if c != "eq"]))
def test_a_path_keeps_a_promise_where_a_figure_does(value: float, want: float, comparator: str) -> None:
    wanted = promise(want, comparator=comparator)
    if abs(value - want) > 1e-6 * max(1.0, abs(want)):  # at the very value a figure may round
        assert bool(keeps(wanted, np.array([value]))[0]) == holds(wanted, value)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_an_exact_promise_is_kept_by_paths_wherever_a_figure_keeps_it(value: float, want: float) -> None:
    wanted = promise(want, comparator="eq")
    if holds(wanted, value) and abs(want) > 1e-6:
        assert bool(keeps(wanted, np.array([value]))[0])


@given(SAMPLE, VALUE, st.sampled_from(COMPARATORS))
def test_the_quantiles_of_a_reading_ascend(sample: list[float], value: float, comparator: str) -> None:
    told = read(promise(value, comparator=comparator), future({}), paths(y2025=sample), {}, [])
    assert not isinstance(told, str)
    assert told.low <= told.median <= told.high


# What would have to happen


def measured(points: list[Point], kind: str = "series", unit: str = "CNY") -> Measured:
    row = {"metric": "m", "kind": kind, "unit": unit, "name_en": "Cars", "name_zh": "汽车"}
    return Measured(row, "a", tuple(points))


def needed(wanted: Promise, points: list[Point], **more: Any) -> Said:
    return needs(wanted, measured(points, **more), whole_figures(wanted.deadline, points), None)


def test_growth_to_the_demanded_figure_is_held_against_the_growth_of_the_last_year() -> None:
    points = [point("2021", 1.4e9), point("2022", 1.7e9)]
    said = needed(promise(2e9, "2023"), points)  # 2/1.7 = 1.1765, 1.7/1.4 = 1.2143, 17.65/21.43 = 0.82
    assert said.en == "needs +17.6% in 2023, 0.8 times the growth of 2022 (+21.4%)"
    assert said.zh == "2023 年需增长 17.6%，为 2022 年增速（21.4%）的 0.8 倍"


def test_over_several_years_the_growth_is_that_of_each() -> None:
    said = needed(promise(121, "2025"), [point("2022", 100.0), point("2023", 100.0)])
    assert said.en == "needs +10.0% a year from 2023 to 2025, after +0.0% in 2023"
    assert said.zh == "2023–2025 年需年均增长 10.0%，而 2023 年为 +0.0%"
    fell = needed(promise(121, "2025"), [point("2022", 125.0), point("2023", 100.0)])
    assert "after -20.0% in 2023" in fell.en


def test_without_the_year_before_only_the_growth_is_told() -> None:
    said = needed(promise(110, "2024"), [point("2021", 90.0), point("2023", 100.0)])
    assert said.en == "needs +10.0% in 2024"
    assert said.zh == "2024 年需增长 10.0%"


def test_the_rest_of_the_running_year_is_held_against_the_pace_so_far() -> None:
    points = [point("2022", 80.0), point("2023", 100.0)]
    points.append(point("2024-01/2024-08", 60.0, "year_to_date"))  # 7.5 a month; 50 in four: 12.5
    said = needed(promise(110, "2024"), points, unit="vehicle")
    assert said.en.split("; ")[1] == "50 vehicles in the last 4 months, 1.7 times the monthly pace so far"
    assert said.zh.split("；")[1] == "余下 4 个月需 50辆，为目前月均的 1.7 倍"


@pytest.mark.parametrize(
    "wanted",
    [
        promise(110, "2024", comparator="le"),
        promise(110, "2024", comparator="lt"),
        promise(110, "2024", comparator="eq"),
        promise(110, "2024", attainment="cumulative"),
        promise(90, "2024"),
        promise(110, "2023"),
        promise(110, "2020"),
    ],
)
def test_where_no_growth_is_called_for_nothing_is_said(wanted: Promise) -> None:
    assert needed(wanted, [point("2022", 80.0), point("2023", 100.0)]) == Said("", "")


def test_nothing_is_said_without_figures_of_nothing_or_of_growth_itself() -> None:
    assert needed(promise(110, "2024"), []) == Said("", "")
    assert needed(promise(110, "2024"), [point("2022", 5.0), point("2023", -1.0)]) == Said("", "")
    growth = [point("2022", 5.0, additive=False), point("2023", 6.0, additive=False)]
    assert needed(promise(10, "2024"), growth, kind="growth", unit="percent") == Said("", "")


def test_a_quarter_is_held_against_the_same_quarter_not_against_the_last() -> None:
    points = [point(f"{y}-Q{q}", 100.0 * q * (y - 2020)) for y in (2022, 2023) for q in (1, 2, 3, 4)]
    points.append(point("2024-Q1", 900.0))
    said = needed(promise(1800, "2024-Q4"), points)  # fourth quarters: 800, 1200
    assert said.en == "needs +50.0% in 2024, 1.0 times the growth of 2023 (+50.0%)"


def test_a_share_says_what_its_numerator_must_reach_if_the_whole_goes_as_forecast() -> None:
    base = {"place": "a", "vintage": "1", "unit": "vehicle", "flow": "period", **S}
    rows = [
        {**base, "metric": m, "period": f"{y}", "value": v * 1.1 ** (y - 2018), "published": f"{y + 1}-02"}
        for m, v in (("m", 10.0), ("n", 100.0))
        for y in range(2018, 2024)
    ]
    metrics = [
        {"metric": "m", "kind": "series", "unit": "vehicle", "name_en": "Electric cars", "name_zh": "电动车"},
        {"metric": "n", "kind": "series", "unit": "vehicle"},
        {"metric": "r", "kind": "ratio", "numerator": "m", "denominator": "n", "unit": "percent"},
    ]
    cluster = cluster_of(
        {
            "places": [{"place": "a", "kind": "city", **S}],
            "metrics": [{"place": "a", **S, **m} for m in metrics],
            "observations": rows,
        }
    ).as_of(date(2024, 6, 1))
    share = measure(cluster, "r", "a")
    told = Foresight.of(cluster, date(2024, 6, 1), 2024).future(share, None).future
    assert told is not None
    wanted = promise(20.0, "2024")
    said = needs(wanted, share, whole_figures(wanted.deadline, share.points), told)
    whole = float(np.median(told.parts["denominator"].paths[2024]))
    assert whole == pytest.approx(100 * 1.1**6, rel=0.05)
    growth, reach = said.en.split("; ")
    assert growth == "needs +100.0% in 2024, after +0.0% in 2023"
    assert reach.startswith("Electric cars of ")
    assert float(reach.split()[3]) == pytest.approx(whole / 5, rel=1e-3)
    assert "若总量如预测" in said.zh
    assert "电动车需达" in said.zh
