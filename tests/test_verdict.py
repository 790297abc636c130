"""Verdicts on hand-made points: each word, each reading of a deadline, breaks, late figures."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinterland.dates import parse_period
from hinterland.ground.series import Point
from hinterland.promises.verdict import Promise, Verdict, holds, judge
from test_series import point

TODAY = date(2026, 6, 1)


def promise(attainment: str = "in_period", **more: Any) -> Promise:
    return Promise(
        comparator=more.get("comparator", "ge"),
        value=more.get("value", 10.0),
        value_high=more.get("value_high"),
        deadline=parse_period(more.get("deadline", "2023")),
        attainment=attainment,
        made=more.get("made", date(2021, 7, 20)),
        event=more.get("event", ""),
    )


def told(points: list[Point], today: date = TODAY, attainment: str = "in_period", **more: Any) -> Verdict:
    known = [p for p in points if p.published <= today]
    return judge(promise(attainment, **more), known, today)


ANHUI = [point("2020", 7.7), point("2021", 7.1), point("2022", 7.5), point("2023", 9.05), point("2024", 13.1)]


@pytest.mark.parametrize("attainment", ["in_period", "by"])
@pytest.mark.parametrize(
    ("today", "word", "observed"),
    [
        (date(2022, 6, 1), "open", 7.1),
        (date(2023, 12, 30), "open", 7.5),
        (date(2024, 6, 30), "missed", 9.05),
        (date(2025, 7, 31), "met late", 13.1),
    ],
)
def test_a_promise_is_open_then_missed_then_met_late(
    attainment: str, today: date, word: str, observed: float
) -> None:
    verdict = told(ANHUI, today, attainment)
    assert verdict.word == word
    assert verdict.point is not None
    assert verdict.point.value == observed


def test_first_passage_and_the_period_itself_can_differ() -> None:
    points = [point("2021", 8), point("2022", 11), point("2023", 9)]
    assert told(points, attainment="by").word == "met"
    assert told(points, attainment="in_period").word == "missed"


def test_a_sum_since_january_that_is_past_the_value_settles_first_passage() -> None:
    points = [point("2021", 5), point("2022", 8), point("2023-01/2023-09", 10.5, "year_to_date")]
    today = date(2023, 11, 1)
    assert told(points, today, "by").word == "met"
    assert told(points, today, "in_period").word == "open"
    assert told(points, today, "by", comparator="le", value=2).word != "met"


def test_a_year_to_date_ratio_settles_nothing() -> None:
    ratio = replace(
        point("2023-H1", 12, "year_to_date"),
        additive=False,
        rows=(("a", "x", "2023-H1", ""), ("b", "y", "2023-H1", "")),
    )
    assert told([point("2022", 8), ratio], date(2023, 8, 1), "by").word == "open"


def test_no_observation_and_one_observation_are_not_measurable() -> None:
    assert told([]).code == "no_observation"
    verdict = told([point("2019", 8)], date(2021, 8, 11))
    assert (verdict.word, verdict.code, verdict.facts) == ("not measurable", "too_few", {"count": 1})


def test_a_series_break_before_the_deadline_makes_the_period_not_measurable() -> None:
    points = [point("2023", 8), point("2024", 11), point("2025-01/2025-07", 3, "year_to_date", broken=True)]
    verdict = told(points, date(2025, 9, 1), "in_period", deadline="2025", made=date(2021, 2, 28))
    assert (verdict.word, verdict.code, verdict.facts["since"]) == ("not measurable", "series_break", 2025)
    assert told(points, date(2025, 9, 1), "by", deadline="2025", made=date(2021, 2, 28)).word == "met"


def test_figures_beyond_a_break_never_keep_a_promise_made_before_it() -> None:
    points = [point("2021", 5), point("2022", 6), point("2023", 99, broken=True)]
    assert told(points, attainment="by").word == "not measurable"


def test_a_figure_that_was_never_published_is_awaited_a_year_then_given_up() -> None:
    points = [point("2020", 5), point("2021", 6)]
    assert told(points, date(2024, 6, 1)).code == "awaiting_figure"
    assert told(points, date(2024, 6, 1)).word == "open"
    assert told(points, date(2025, 6, 1)).code == "deadline_unobserved"


def test_cumulative_promises_sum_from_the_year_they_were_made() -> None:
    points = [point("2020", 50), point("2021", 3), point("2022", 4), point("2023", 2)]
    assert told(points, attainment="cumulative", value=9).word == "met"
    verdict = told(points, attainment="cumulative", value=10)
    assert (verdict.word, verdict.facts["since"]) == ("missed", 2021)
    assert told(points[:3], date(2023, 6, 1), "cumulative", value=7).word == "met"
    assert told(points[:3], date(2023, 6, 1), "cumulative", value=10).word == "open"
    assert told(points[:1], date(2021, 8, 1), "cumulative").code == "too_few"


def test_a_stated_event_is_met_missed_or_not_stated_yet() -> None:
    event: dict[str, Any] = {"event": "statement", "value": 1.0, "deadline": "2025", "attainment": "by"}
    assert told([point("2021-09", 1)], **event).word == "met"
    assert told([point("2026-03", 1)], **event).word == "met late"
    assert told([point("2025", 0)], **event).word == "missed"
    assert told([point("2021-09", 0)], date(2022, 1, 1), **event).word == "open"  # not yet is not never
    assert told([], date(2022, 1, 1), **event).word == "open"
    assert told([], date(2027, 6, 1), **event).word == "not measurable"


def test_a_month_is_judged_by_months() -> None:
    points = [point("2023-05", 4), point("2023-06", 12), point("2023", 100)]
    assert told(points, deadline="2023-06").word == "met"
    assert told(points, deadline="2023-05").word == "met late"


@pytest.mark.parametrize(
    ("comparator", "value", "keeps"),
    [
        ("ge", 10.0, True),
        ("gt", 10.0, False),
        ("le", 10.0, True),
        ("lt", 10.0, False),
        ("eq", 10.0, True),
        ("eq", 10.1, False),
        ("approx", 9.6, True),
        ("approx", 9.4, False),
        ("range", 10.0, True),
        ("range", 16.0, True),
        ("range", 9.0, False),
    ],
)
def test_comparators(comparator: str, value: float, keeps: bool) -> None:
    assert holds(promise(comparator=comparator, value_high=15.0), value) is keeps


VALUES = st.lists(st.floats(0, 20), min_size=0, max_size=8)
WORDS = {"met", "met late", "missed", "open", "not measurable"}


@given(
    VALUES, st.sampled_from(["in_period", "by", "cumulative"]), st.dates(date(2021, 8, 1), date(2030, 1, 1))
)
def test_every_series_gets_a_word_and_its_point_was_known(
    values: list[float], attainment: str, today: date
) -> None:
    points = [point(str(2018 + i), v) for i, v in enumerate(values)]
    verdict = told(points, today, attainment)
    assert verdict.word in WORDS
    assert verdict.point is None or verdict.point.published <= today


@given(VALUES)
def test_verdicts_do_not_depend_on_the_unit(values: list[float]) -> None:
    years = [str(2018 + i) for i in range(len(values))]
    one = told([point(y, v) for y, v in zip(years, values, strict=True)], value=10.0)
    ten = told([point(y, v * 1024) for y, v in zip(years, values, strict=True)], value=10.0 * 1024)
    assert one.word == ten.word


@given(VALUES)
def test_first_passage_is_kept_whenever_the_period_itself_is(values: list[float]) -> None:
    points = [point(str(2018 + i), v) for i, v in enumerate(values)]
    if told(points, attainment="in_period").word == "met":
        assert told(points, attainment="by").word == "met"


@given(VALUES, st.floats(0, 20))
def test_a_higher_demand_is_never_met_where_a_lower_one_is_missed(values: list[float], less: float) -> None:
    points = [point(str(2018 + i), v) for i, v in enumerate(values)]
    if told(points, value=less).word == "missed":
        assert told(points, value=less + 1).word == "missed"


def ytd(period: str, value: float, **more: Any) -> Point:
    """A sum since January, covering the year so far, as the series are read."""
    found = point(period, value, "year_to_date", **more)
    return replace(found, period=replace(found.period, start=date(found.period.year, 1, 1)))


@pytest.mark.parametrize("deadline", ["2023-12-31", "2023-12", "2023-Q4", "2023-H2"])
def test_a_deadline_at_the_end_of_a_year_is_measured_by_the_year(deadline: str) -> None:
    assert told(ANHUI, date(2024, 6, 30), deadline=deadline).word == "missed"
    assert told(ANHUI, date(2024, 6, 30), deadline=deadline, value=9).word == "met"
    assert told(ANHUI, date(2024, 6, 30), "by", deadline=deadline, value=9).word == "met"


def test_a_five_year_plan_is_summed_or_scanned_by_its_years() -> None:
    plan: dict[str, Any] = {"deadline": "2021/2025", "made": date(2021, 3, 1)}
    points = [point(str(y), 60) for y in range(2021, 2026)]
    assert told(points, attainment="cumulative", value=300, **plan).word == "met"
    assert told(points, attainment="cumulative", value=301, **plan).word == "missed"
    assert told(points, attainment="by", value=50, **plan).word == "met"
    assert told(points, attainment="in_period", value=61, **plan).word == "missed"


def test_what_was_passed_before_the_promise_does_not_keep_it() -> None:
    points = [point("2015", 120), point("2021", 80), point("2022", 85), point("2023", 90)]
    verdict = told(points, attainment="by", value=100, made=date(2022, 5, 1))
    assert (verdict.word, verdict.point and verdict.point.value) == ("missed", 90)


def test_sums_since_january_are_differenced_for_a_quarter_or_a_month() -> None:
    points = [ytd("2023-Q1", 40), ytd("2023-Q2", 80), ytd("2023-Q3", 120)]
    verdict = told(points, deadline="2023-Q3", value=100)
    assert (verdict.word, verdict.point and verdict.point.value) == ("missed", 40)
    months = [ytd("2023-04", 40), ytd("2023-05", 50), ytd("2023-06", 60)]
    assert told(months, attainment="by", deadline="2023-06", value=55).word == "missed"


def test_a_stock_that_passed_at_midyear_was_passed() -> None:
    points = [point("2022-12", 8, "stock"), point("2023-06", 12, "stock"), point("2023-12", 9.5, "stock")]
    assert told(points, attainment="by").word == "met"
    assert told(points, attainment="in_period").word == "missed"


def test_a_sum_that_fell_again_by_the_end_of_the_year_did_not_pass() -> None:
    points = [point("2022", 5), ytd("2023-H1", 12), point("2023", 8)]
    assert told(points, attainment="by").word == "missed"


def test_quarters_after_the_deadline_are_not_cumulated_and_gaps_leave_it_open() -> None:
    quarters = [point(f"2023-Q{q}", 10) for q in (1, 2, 3, 4)]
    made = date(2023, 1, 1)
    assert told(quarters, attainment="cumulative", deadline="2023-Q2", value=35, made=made).word != "met"
    gaps = [point("2022-Q2", 10), point("2023-Q1", 10)]
    verdict = told(gaps, attainment="cumulative", deadline="2023-Q4", value=60, made=date(2022, 1, 1))
    assert verdict.word != "missed"


def test_stocks_and_shares_are_never_cumulated() -> None:
    stocks = [replace(point(f"{y}-12", 60, "stock"), additive=False) for y in (2022, 2023)]
    verdict = told(stocks, attainment="cumulative", value=100)
    assert (verdict.word, verdict.code) == ("not measurable", "not_additive")


def test_unknown_figures_that_could_turn_a_verdict_leave_it_not_measurable() -> None:
    unknown = point("2023", 5, high=float("inf"))
    assert told([point("2022", 4), unknown]).code == "unknown_figures"
    assert told([point("2022", 4), unknown], value=3).word == "met"  # more can only help


def test_a_contradicting_later_statement_is_named() -> None:
    verdict = told([point("2022", 1), point("2023", 0)], event="statement", value=1.0, deadline="2025")
    assert verdict.word == "met"
    assert verdict.facts["against"].period.text == "2023"


def test_a_limit_that_is_exceeded_is_above_not_short() -> None:
    assert told(ANHUI, date(2024, 6, 30), comparator="le", value=9).code == "missed_above"
