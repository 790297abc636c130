"""Figures that are hardly meant: each rule with figures that break it and figures that do not."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import faults_of
from hinterland.check import RULES, figures
from hinterland.check.scales import rescaled
from hinterland.fault_words import in_chinese
from hinterland.faults import Fault
from hinterland.schema import TABLES

S = {"source": "test", "basis": "synthetic"}
PLACES = [
    {"place": "land", "kind": "country", **S},
    {"place": "north", "kind": "province", "parent": "land", **S},
    {"place": "harbour", "kind": "city", "parent": "north", **S},
    {"place": "south", "kind": "province", "parent": "land", **S},
]
METRICS: list[dict[str, Any]] = [
    {"metric": "cars", "kind": "series", "unit": "vehicle", **S},
    {"metric": "all_cars", "kind": "series", "unit": "vehicle", **S},
    {"metric": "revenue", "kind": "series", "unit": "CNY", **S},
    {"metric": "rate", "kind": "series", "unit": "percent", **S},
    {"metric": "claim", "kind": "statement", "unit": "yes_no", **S},
    {"metric": "rise", "kind": "growth", "numerator": "cars", "unit": "percent", **S},
    {
        "metric": "part",
        "kind": "ratio",
        "numerator": "cars",
        "denominator": "all_cars",
        "unit": "percent",
        **S,
    },
    {"metric": "local", "kind": "content", "unit": "percent", **S},
]
UNITS = {m["metric"]: m["unit"] for m in METRICS}


def seen(metric: str, period: object, value: float, **more: Any) -> dict[str, Any]:
    text = str(period)
    base = {"place": "north", "vintage": "first", "unit": UNITS[metric], "flow": "period"}
    published = f"{int(text[5:9] if text[4:5] == '/' else text[:4]) + 1}-03-01"
    return {"metric": metric, "period": text, "value": value, "published": published, **base, **S, **more}


def series(metric: str, values: dict[Any, float], **more: Any) -> list[dict[str, Any]]:
    return [seen(metric, period, value, **more) for period, value in values.items()]


def since(metric: str, year: int, values: dict[int, float], **more: Any) -> list[dict[str, Any]]:
    spans = {f"{year}-01/{year}-{month:02d}": value for month, value in values.items()}
    return series(metric, spans, flow="year_to_date", **more)


def told(*observations: dict[str, Any], metrics: list[dict[str, Any]] | None = None) -> list[Fault]:
    """What the check says of observations; every message has its Chinese."""
    found = faults_of({"places": PLACES, "metrics": metrics or METRICS, "observations": list(observations)})
    untranslated = [t for f in found for t in (f.rule, f.fix) if not in_chinese(t, table=f.table)]
    assert untranslated == []
    assert not [f for f in found if f.severity == "error"], [f.line() for f in found]
    return found


def only(faults: list[Fault]) -> Fault:
    assert len(faults) == 1, [f.line() for f in faults]
    return faults[0]


def said(fault: Fault) -> tuple[int | None, str | None, str, str]:
    return fault.row, fault.column, fault.severity, fault.rule


def test_the_rules_are_part_of_the_check() -> None:
    assert {figures.suspicious, figures.promised} <= set(RULES)


# --- scale


def test_a_figure_ten_thousand_times_its_neighbours_is_asked_about() -> None:
    rows = series("cars", {2020: 200_000, 2021: 250_000, 2022: 2.6e9, 2023: 300_000})
    fault = only(told(*rows))
    assert said(fault) == (4, "value", "warning", "10,400 times the figure of 2021")
    assert fault.fix == "Mend the value or its unit; or is the figure of 2021 in 万辆?"
    assert in_chinese(fault.rule) == "为期间 2021 数值的 10,400 倍"


def test_a_figure_that_lacks_its_word_of_scale_is_told_which_one() -> None:
    rows = series("cars", {2020: 200_000, 2021: 250_000, 2022: 27, 2023: 300_000})
    fault = only(told(*rows))
    assert said(fault) == (4, "value", "warning", "1/9,260 of the figure of 2021")
    assert fault.fix == "Did you mean 万辆? Else mend the figure, here or in 2021"


def test_a_word_of_scale_written_twice_is_told_as_well() -> None:
    rows = series("cars", {2020: 20, 2021: 25, 2022: 270_000, 2023: 30}, unit="万辆")
    fault = only(told(*rows))
    assert (fault.row, fault.fix) == (4, "Did you mean 辆? Else mend the figure, here or in 2021")


@pytest.mark.parametrize(("power", "row"), [(3, 4), (4, 4), (6, 4), (8, 4)])
@pytest.mark.parametrize("off", [0.45, 1.0, 2.2])
@pytest.mark.parametrize("sign", [1, -1])
def test_every_lost_power_is_found_within_two_and_a_half_times(
    power: int, row: int, off: float, sign: int
) -> None:
    wrong = 1000 * off * 10.0 ** (sign * power)
    assert only(told(*series("revenue", {2020: 1000, 2021: 1000, 2022: wrong, 2023: 1000}))).row == row


@pytest.mark.parametrize("factor", [0.003, 0.02, 50, 200, 100_000, 1e10])
def test_a_figure_near_no_lost_power_is_left_alone(factor: float) -> None:
    assert told(*series("revenue", {2020: 1000, 2021: 1000, 2022: 1000 * factor, 2023: 1000})) == []


@pytest.mark.parametrize(
    ("values", "rows"),
    [
        ([5e7, 6000, 7000], [2]),  # the first, where the others agree
        ([5000, 6000, 7e7], [4]),  # the last
        ([5000, 6e7], [3]),  # one of two: the later
        ([5000, 6000, 7e7, 8e7], [4]),  # all from here on
        ([5000, 6e7, 7000, 8e7, 9000], [3, 5]),
        ([10, 8000, 9e6, 8e9], []),  # growth that no neighbour contradicts
        ([3, 40, 90_000], []),
    ],
)
def test_the_figure_told_is_the_one_that_its_neighbours_contradict(
    values: list[float], rows: list[int]
) -> None:
    found = told(*series("cars", dict(enumerate(values, start=2015))))
    assert [f.row for f in found] == rows


def test_sums_of_unlike_length_are_compared_by_the_day() -> None:
    year = series("cars", {2020: 3660, 2021: 3650})
    fault = only(told(*year, *since("cars", 2022, {10: 30_400_000})))
    assert said(fault) == (4, "value", "warning", "10,000 times the figure of 2021, day for day")
    months = {f"2022-{m:02d}": 1e6 for m in range(1, 4)}
    assert told(*series("cars", {2021: 1.2e7, **months})) == []


def test_only_the_vintage_in_force_is_looked_at() -> None:
    rows = series("cars", {2020: 2000, 2021: 2.1e7, 2022: 2200})
    revised = seen("cars", 2021, 2100, vintage="revised", published="2023-05-01")
    assert len(told(*rows)) == 1
    assert told(*rows, revised) == []


def test_stocks_places_and_metrics_are_series_of_their_own() -> None:
    rows = series("cars", {2020: 2000, 2021: 2100})
    assert told(*rows, *series("cars", {2020: 2.1e7, 2021: 2.2e7}, place="land")) == []
    assert told(*rows, *series("cars", {"2020-12": 2.1e7, "2021-12": 2.2e7}, flow="stock")) == []


@pytest.mark.parametrize(
    ("unit", "power", "meant"),
    [
        ("辆", 4, "万辆"),
        ("万辆", -4, "辆"),
        ("vehicle", 4, "万辆"),
        ("vehicle", 3, "thousand vehicle"),
        ("million vehicle", -6, "vehicle"),
        ("CNY", 8, "亿元"),
        ("亿元", -4, "万元"),
        ("km", 3, "thousand km"),
        ("vehicle", -4, None),
        ("percent", 4, None),
        ("GWh/yr", 3, None),
        ("truckload", 4, None),
    ],
)
def test_a_rescaled_unit_is_one_that_people_write(unit: str, power: int, meant: str | None) -> None:
    assert rescaled(unit, power) == meant


# --- shares


def test_a_part_that_exceeds_its_whole_is_told_with_both_numbers() -> None:
    rows = [seen("cars", 2022, 3000), seen("all_cars", 2022, 2, unit="千辆", place="land")]
    fault = only(told(*rows))
    assert said(fault)[:3] == (2, "value", "warning")
    assert fault.value == "3000.0"
    assert fault.rule == "more than 2 千辆 of all_cars in the same period: part would be 150 percent"


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ({"value": 1999}, {}),
        ({"place": "south"}, {"place": "north"}),
        ({"place": "land"}, {"place": "north"}),
        ({"period": 2021}, {}),
        ({"flow": "stock"}, {}),
        ({"value_low": 1900}, {}),
        ({}, {"value_high": 3100}),
    ],
)
def test_a_part_is_only_held_against_its_own_whole(part: dict[str, Any], whole: dict[str, Any]) -> None:
    top = {"period": 2022, "value": 3000, **part}
    below = {"period": 2022, "value": 2000, "place": "land", **whole}
    assert told(seen("cars", **top), seen("all_cars", **below)) == []


def test_a_city_is_inside_the_land_of_its_province() -> None:
    assert (
        only(told(seen("cars", 2022, 3000, place="harbour"), seen("all_cars", 2022, 20, place="land"))).row
        == 2
    )


def test_a_ratio_called_a_multiple_may_exceed_one() -> None:
    rows = [seen("cars", 2022, 3000), seen("all_cars", 2022, 2000), seen("part", 2022, 1.5, unit="multiple")]
    assert [f.row for f in told(*rows)] == [2]
    metrics = [m | {"unit": "multiple"} if m["metric"] == "part" else m for m in METRICS]
    assert told(*rows, metrics=metrics) == []


@pytest.mark.parametrize("metric", ["part", "local"])
@pytest.mark.parametrize(("value", "unit"), [(104, "percent"), (1.04, "1")])
def test_a_share_above_a_hundred_is_asked_about(metric: str, value: float, unit: str) -> None:
    fault = only(told(seen(metric, 2021, 90), seen(metric, 2022, value, unit=unit)))
    assert said(fault)[:3] == (3, "value", "warning")
    assert fault.rule.startswith(f"above 100 percent, though {metric} is a share (kind ")


@pytest.mark.parametrize("metric", ["rate", "rise"])
def test_growth_and_rates_may_exceed_a_hundred_percent(metric: str) -> None:
    assert told(seen(metric, 2022, 140)) == []
    assert told(seen("local", 2022, 100)) == []


# --- signs and zeros


def test_a_negative_count_is_asked_about() -> None:
    fault = only(told(seen("cars", 2021, 20), seen("cars", 2022, -30)))
    assert said(fault) == (3, "value", "warning", "below 0, though vehicle is counted or measured")


def test_losses_negative_growth_and_stocks_are_left_alone() -> None:
    assert told(seen("revenue", 2022, -30), seen("rise", 2022, -5), seen("rate", 2022, -1)) == []
    assert told(seen("cars", "2022-12", -30, flow="stock")) == []


def test_a_series_of_nothing_but_zeros_is_told_once() -> None:
    fault = only(told(*series("cars", {2020: 0, 2021: 0, 2022: 0})))
    assert said(fault) == (2, "value", "warning", "all 3 figures of cars for north are 0")


@pytest.mark.parametrize("values", [{2020: 0, 2021: 0}, {2020: 0, 2021: 0, 2022: 0, 2023: 1}])
def test_few_zeros_or_zeros_before_a_start_may_be_right(values: dict[int, float]) -> None:
    assert told(*series("cars", values)) == []


def test_a_statement_may_say_no_every_year() -> None:
    assert told(*series("claim", {2020: 0, 2021: 0, 2022: 0}, flow="stock")) == []


# --- within a year


def test_a_sum_since_january_that_falls_is_asked_about() -> None:
    fault = only(told(*since("cars", 2022, {8: 70, 9: 80, 10: 60, 11: 90})))
    assert said(fault)[:3] == (4, "value", "warning")
    assert fault.rule == "the sum since January falls: it was 80 vehicle in 2022-01/2022-09"


def test_a_sum_of_money_that_falls_is_only_noted_as_a_loss_may_explain_it() -> None:
    fault = only(told(*since("revenue", 2022, {9: 80, 10: 60})))
    assert (fault.row, fault.severity) == (3, "notice")
    assert "loss" in fault.fix


def test_a_sum_starts_anew_each_january_and_shares_may_fall() -> None:
    assert told(*since("cars", 2021, {11: 90}), *since("cars", 2022, {2: 10, 3: 10, 4: 20})) == []
    assert told(*since("rate", 2022, {9: 80, 10: 60})) == []


def test_a_sum_whose_words_leave_room_does_not_fall() -> None:
    first, second = since("cars", 2022, {9: 80, 10: 78})
    assert told(first, second | {"value_high": 81}) == []


def test_a_year_below_a_part_of_it_is_asked_about() -> None:
    fault = only(told(seen("cars", 2022, 100), *since("cars", 2022, {6: 60, 9: 110})))
    assert said(fault)[:3] == (2, "value", "warning")
    assert fault.rule == "less than its part 2022-01/2022-09 alone (110 vehicle)"


@pytest.mark.parametrize(
    ("parts", "count", "total"),
    [
        ({f"2022-{m:02d}": 9 for m in range(1, 13)}, 12, 108),
        ({"2022-Q1": 20, "2022-Q2": 40, "2022-Q3": 45}, 3, 105),
        ({"2022-H1": 60, "2022-H2": 50}, 2, 110),
    ],
)
def test_a_year_below_its_parts_together_is_asked_about(
    parts: dict[str, float], count: int, total: float
) -> None:
    fault = only(told(seen("cars", 2022, 100), *series("cars", parts)))
    assert said(fault)[:3] == (2, "value", "warning")
    assert fault.rule == f"less than {count} parts of the year together ({total} vehicle)"


@pytest.mark.parametrize(
    "parts",
    [
        {f"2022-{m:02d}": 8.35 for m in range(1, 13)},  # 100.2: rounded months
        {"2022-H1": 60, "2022-Q1": 30, "2022-Q2": 30},  # quarters are not added to halves
        {"2022-01/2022-03": 40, "2022-02/2022-04": 40, "2022-03/2022-05": 40},  # spans that overlap
        {"2022-Q1": 55, "2022-01/2022-03": 55},  # the same quarter, twice
    ],
)
def test_parts_that_may_stand_within_the_year_are_left_alone(parts: dict[str, float]) -> None:
    assert told(seen("cars", 2022, 100), *series("cars", parts)) == []


# --- one span twice


def test_the_same_days_under_two_names_with_two_values_are_told() -> None:
    same = {"published": "2021-08-01"}
    rows = [seen("cars", "2021-H1", 10, **same), seen("cars", "2021-01/2021-06", 12, **same)]
    fault = only(told(*rows))
    assert (fault.column, fault.severity) == ("period", "warning")
    assert {fault.value, fault.rule.split()[4].rstrip(",")} == {"2021-H1", "2021-01/2021-06"}
    assert "another value" in fault.rule


@pytest.mark.parametrize(
    "second",
    [{"value": 10}, {"published": "2021-09-01"}, {"place": "south"}, {"value": 0.001, "unit": "万辆"}],
)
def test_the_same_days_twice_are_right_with_one_value_or_another_date(second: dict[str, Any]) -> None:
    first = seen("cars", "2021-H1", 10, published="2021-08-01")
    other = {"value": 12, "published": "2021-08-01"} | second
    assert told(first, seen("cars", "2021-01/2021-06", **other)) == []


def test_one_period_twice_on_one_day_is_told_once_by_the_rule_of_vintages() -> None:
    rows = [seen("cars", "2021-06", 10), seen("cars", "2021-06", 12, vintage="second")]
    assert "two vintages" in only(told(*rows)).rule


# --- gaps


def test_years_missing_inside_a_yearly_series_are_noted_as_a_list() -> None:
    fault = only(told(*series("cars", {2012: 9, 2014: 10, 2015: 11, 2019: 12})))
    assert said(fault) == (3, "period", "notice", "the yearly series cars of north lacks 2013, 2016-2018")
    assert in_chinese(fault.rule) == "cars 在 north 的年度序列缺少 2013、2016-2018"


@pytest.mark.parametrize(
    "values",
    [
        {2012: 9, 2016: 10},
        {2012: 9, 2013: 10, 2014: 11},
        {2010: 9, 2015: 10, 2020: 11},  # every five years
        {2012: 9, 2013: 10, "2014-Q4": 3, 2015: 11},  # published by quarters in between
        {"2012-01": 9, "2012-03": 10, "2015-05": 11, "2015-06": 12},
    ],
)
def test_short_regular_and_other_series_have_no_gap(values: dict[Any, float]) -> None:
    assert told(*series("cars", values)) == []


# --- targets


def promises(**target: Any) -> list[Fault]:
    row = {
        "target": "t",
        "metrics": "cars",
        "comparator": "ge",
        "value": 5,
        "unit": "vehicle",
        "deadline": "2023",
    }
    found = faults_of({"places": PLACES, "metrics": METRICS, "targets": [{**row, **S, **target}]})
    assert [t for f in found for t in (f.rule, f.fix) if not in_chinese(t, table=f.table)] == []
    return found


def test_a_deadline_over_before_the_promise_was_published_is_asked_about() -> None:
    fault = only(promises(published="2024-02-01"))
    assert said(fault) == (2, "deadline", "warning", "over before the promise was published (2024-02-01)")


@pytest.mark.parametrize("published", ["2023-12-31", "2023", "2021-08-10", None])
def test_a_promise_published_by_its_deadline_is_sound(published: str | None) -> None:
    assert promises(published=published) == []


@pytest.mark.parametrize(
    "more", [{"value": 1.2, "unit": "1"}, {"value": 80, "value_high": 120, "unit": "percent"}]
)
def test_a_promise_of_more_than_the_whole_is_asked_about(more: dict[str, Any]) -> None:
    fault = only(promises(metrics="local;part", **more))
    assert said(fault)[:3] == (2, "value", "warning")
    assert fault.rule == "promises more than 100 percent, though local is a share (kind content)"


def test_a_promise_in_percent_above_a_hundred_is_told_once() -> None:
    assert only(promises(metrics="local", value=120, unit="percent")).rule == "above 100 percent"
    assert promises(metrics="rise", value=1.4, unit="1") == []
    assert promises(metrics="local", value=1, unit="1") == []


# --- all together


GROWTH = st.lists(st.floats(0.9, 1.6), min_size=3, max_size=12)


def growing(rates: list[float], first: float) -> dict[int, float]:
    values, level = {}, first
    for year, rate in enumerate(rates, start=2005):
        level *= rate
        values[year] = round(level, 3)
    return values


@given(GROWTH, st.floats(1e3, 1e9), st.sampled_from(["cars", "revenue"]))
def test_fuzz_a_series_that_grows_and_its_parts_are_left_alone(
    rates: list[float], first: float, metric: str
) -> None:
    values = growing(rates, first)
    months = {f"{y}-{m:02d}": v / 12 for y, v in values.items() for m in range(1, 13)}
    sums = [r for y, v in values.items() for r in since(metric, y, {m: v * m / 12 for m in (2, 6, 10)})]
    assert told(*series(metric, {**values, **months}), *sums) == []


PLANTED = st.sampled_from([(v, s) for v in (1e3, 1e4, 1e6, 1e8) for s in (1, -1)])


@given(GROWTH, st.floats(1e3, 1e6), PLANTED, st.integers(0, 11))
@example([1.0] * 3, 1e3, (1e3, -1), 0)
def test_fuzz_one_slip_of_scale_is_told_at_its_row(
    rates: list[float], first: float, slip: tuple[float, int], at: int
) -> None:
    values = growing(rates, first)
    year = list(values)[at % len(values)]
    values[year] *= slip[0] ** slip[1]
    fault = only(told(*series("revenue", values)))
    assert (fault.row, fault.column, fault.severity) == (year - 2005 + 2, "value", "warning")


@given(GROWTH, st.sampled_from(["negative", "falling", "part", "twice", "gap"]), st.integers(0, 9))
def test_fuzz_one_planted_fault_is_told_at_its_row(rates: list[float], kind: str, at: int) -> None:
    values = growing([*rates, 1.1], 1e5)
    years = list(values)
    year = years[1 + at % (len(years) - 2)]
    rows = series("cars", values)
    row = years.index(year) + 2
    match kind:
        case "negative":
            rows[row - 2]["value"] = -values[year]
        case "falling":
            rows += since("cars", year, {5: values[year] / 2, 6: values[year] / 3})
            row = len(rows) + 1
        case "part":
            rows += since("cars", year, {6: values[year] * 1.01})
        case "twice":
            again = seen("cars", f"{year}-01/{year}-12", values[year] * 1.01)
            rows.append(again)
            row = -1
        case "gap":
            del rows[row - 2]
            if len(rows) < 3:
                rows.append(seen("cars", years[-1] + 1, values[years[-1]]))
    fault = only(told(*rows))
    if row > 0:
        assert fault.row == row
    else:
        assert fault.row in {years.index(year) + 2, len(rows) + 1}


def test_the_shipped_cases_have_only_gaps_that_are_real(tutorial: Any, yangtze: Any) -> None:
    from hinterland.sheets import Sheet

    for cluster, gaps in ((tutorial, []), (yangtze, ["2022-2023", "2022", "2020-2022", "2020-2021"])):
        sheets = {name: Sheet(name, f"{name}.csv", cluster[name]) for name in TABLES}
        found = figures.suspicious(sheets) + figures.promised(sheets)
        assert {f.severity for f in found} <= {"notice"}
        assert [f.rule.partition(" lacks ")[2] for f in found] == gaps


def test_a_fault_in_a_figure_says_everything_in_one_line() -> None:
    fault = only(told(*series("cars", {2020: 200_000, 2021: 250_000, 2022: 27, 2023: 300_000})))
    assert fault.line() == (
        "observations.csv row 4, value: '27.0': 1/9,260 of the figure of 2021. "
        "Did you mean 万辆? Else mend the figure, here or in 2021"
    )


def test_all_faults_are_told_at_once() -> None:
    rows = [
        *series("cars", {2019: 100, 2020: 100, 2021: 1e6, 2022: 110, 2025: 120}),
        *since("cars", 2022, {3: 30, 4: 20}),
        *series("all_cars", {2020: 50}),
        *series("local", {2021: 104}),
        *series("revenue", {2019: 0, 2020: 0, 2021: 0}),
    ]
    assert sorted((f.row or 0, f.severity) for f in told(*rows)) == [
        (3, "warning"),
        (4, "warning"),
        (6, "notice"),
        (8, "warning"),
        (10, "warning"),
        (11, "warning"),
    ]
