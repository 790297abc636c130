"""Verdicts on hand-made points: each word, each reading of a deadline, breaks, late figures."""

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
        event=more.get("event", False),
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
    from dataclasses import replace

    ratio = replace(
        point("2023-H1", 12, "year_to_date"), rows=(("a", "x", "2023-H1", ""), ("b", "y", "2023-H1", ""))
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
    event: dict[str, Any] = {"event": True, "value": 1.0, "deadline": "2025", "attainment": "by"}
    assert told([point("2021-09", 1)], **event).word == "met"
    assert told([point("2026-03", 1)], **event).word == "met late"
    assert told([point("2021-09", 0)], **event).word == "missed"
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
