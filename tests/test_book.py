"""Lines and the book: which metrics can be forecast, and what each shows as of a day."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from conftest import cluster_of
from hinterland.ground.archive import Archive
from hinterland.promises.book import WIDE, Yearly, archive_days, fine_grained, yearly
from hinterland.promises.lines import Line, lines

if TYPE_CHECKING:
    from hinterland.cluster import Cluster

S = {"source": "test", "basis": "observed"}
DAY = date(2024, 3, 15)


def series(metric: str, values: dict[str, float], **more: Any) -> list[dict[str, Any]]:
    base = {"metric": metric, "place": "a", "vintage": "1", "unit": "vehicle", "flow": "period", **S}
    return [
        {**base, "period": p, "value": repr(v), "published": f"{int(p[:4]) + 1}-02", **more}
        for p, v in values.items()
    ]


def case(metrics: list[dict[str, Any]], rows: list[dict[str, Any]], **more: list[dict[str, Any]]) -> Cluster:
    places = [
        {"place": "c", "kind": "country", **S},
        {"place": "a", "kind": "province", "parent": "c", **S},
        {"place": "b", "kind": "city", "parent": "a", **S},
    ]
    tables = {"places": places, "metrics": [{"unit": "vehicle", "kind": "series", **S, **m} for m in metrics]}
    return cluster_of({**tables, "observations": rows, **more})


def listed(cluster: Cluster) -> tuple[list[Line], dict[tuple[str, str], int], Archive]:
    archive = Archive.of(cluster)
    found, index = lines(cluster, archive)
    return found, index, archive


def booked(cluster: Cluster, day: date = DAY) -> tuple[Yearly, dict[tuple[str, str], int]]:
    found, index, archive = listed(cluster.as_of(day))
    return yearly(archive.seen(day), found, day), index


RATIO = {"metric": "r", "kind": "ratio", "numerator": "m", "denominator": "n", "unit": "percent"}
M, N = {"metric": "m"}, {"metric": "n"}
YEARS = {"2021": 100.0, "2022": 120.0, "2023": 150.0}


# Lines


def test_every_series_ratio_and_sum_is_a_line_after_its_parts() -> None:
    metrics = [
        {"metric": "s", "kind": "sum", "members": "m;r2", "place": "a"},
        {"metric": "r2", "kind": "sum", "members": "m;n", "place": "a"},
        {**RATIO, "numerator": "s", "denominator": "r2", "place": "a"},
        M,
        N,
    ]
    found, index, _ = listed(case(metrics, series("m", YEARS) + series("n", YEARS)))
    assert {line.metric for line in found} == {"m", "n", "s", "r2", "r"}
    for i, line in enumerate(found):
        assert all(p < i for p in line.parts)
    ratio = found[index["r", "a"]]
    assert [found[p].metric for p in ratio.parts] == ["s", "r2"]
    assert ratio.factors == (100.0,)


def test_a_metric_with_a_part_that_is_not_there_is_no_line() -> None:
    metrics = [M, {**RATIO, "place": "a"}, {"metric": "s", "kind": "sum", "members": "m;n", "place": "a"}, N]
    found, index, _ = listed(case(metrics, series("m", YEARS)))
    assert [line.metric for line in found] == ["m"]
    assert index["r", "a"] == index["s", "a"] == index["n", "a"] == -1


def test_a_metric_defined_by_itself_is_no_line() -> None:
    metrics = [M, {**RATIO, "numerator": "r", "denominator": "r", "place": "a"}]
    found, index, _ = listed(case(metrics, series("m", YEARS)))
    assert ([line.metric for line in found], index["r", "a"]) == (["m"], -1)


def test_parts_whose_units_do_not_fit_make_no_line() -> None:
    metrics = [M, {**N, "unit": "CNY"}, {**RATIO, "place": "a"}]
    metrics += [{"metric": "s", "kind": "sum", "members": "m;n", "place": "a"}]
    _, index, _ = listed(case(metrics, series("m", YEARS) + series("n", YEARS, unit="CNY")))
    assert index["r", "a"] == index["s", "a"] == -1


def test_growth_statements_and_races_are_no_lines() -> None:
    metrics = [M, {"metric": "g", "kind": "growth", "numerator": "m", "unit": "percent"}]
    metrics += [{"metric": "t", "kind": "statement", "unit": "yes_no"}]
    found, _, _ = listed(case(metrics, series("m", YEARS)))
    assert [line.metric for line in found] == ["m"]


def test_a_ratio_of_like_things_cannot_pass_the_whole() -> None:
    metrics = [{**M, "place": "b"}, {**N, "place": "c"}, {**RATIO, "place": "b"}]
    metrics += [{**RATIO, "metric": "inverse", "numerator": "n", "denominator": "m"}]
    metrics += [{**RATIO, "metric": "plain", "unit": "1"}]
    rows = series("m", YEARS, place="b") + series("n", YEARS, place="c")
    targets = [
        {
            "target": t,
            "metrics": t,
            "place": "b",
            "comparator": "ge",
            "value": 1,
            "unit": u,
            "deadline": "2025",
        }
        | S
        for t, u in (("inverse", "percent"), ("plain", "1"))
    ]
    found, index, _ = listed(case(metrics, rows, targets=targets))
    assert found[index["r", "b"]].most == 100.0
    assert found[index["plain", "b"]].most == 1.0
    assert found[index["inverse", "b"]].most == math.inf  # the country does not lie within the city


def test_a_ratio_of_unlike_things_has_no_upper_end() -> None:
    metrics = [M, {**N, "unit": "person"}, {**RATIO, "unit": "vehicle/person", "place": "a"}]
    found, index, _ = listed(case(metrics, series("m", YEARS) + series("n", YEARS, unit="person")))
    assert found[index["r", "a"]].most == math.inf


def test_the_whole_of_a_series_is_named_by_a_ratio_else_lies_above_its_place() -> None:
    metrics = [M, N, {**RATIO, "place": "a"}]
    rows = series("m", YEARS) + series("m", YEARS, place="c") + series("n", YEARS)
    rows += series("n", YEARS, place="b")
    found, index, _ = listed(case(metrics, rows))
    assert found[index["m", "a"]].whole == index["n", "a"]  # the ratio names it
    assert found[index["n", "b"]].whole == index["n", "a"]  # the same metric, one place above
    assert found[index["m", "c"]].whole == -1
    assert found[index["r", "a"]].whole == -1


# The book


def test_years_ratios_and_sums_are_laid_side_by_side() -> None:
    metrics = [M, {**N, "unit": "万辆"}, {**RATIO, "place": "a"}]
    metrics += [{"metric": "s", "kind": "sum", "members": "m;n", "unit": "万辆", "place": "a"}]
    rows = series("m", YEARS) + series("n", {"2022": 0.04, "2023": 0.05}, unit="万辆")
    book, index = booked(case(metrics, rows))
    assert [book.year(index["m", "a"], y) for y in (2021, 2022, 2023)] == [100, 120, 150]
    assert [book.year(index["r", "a"], y) for y in (2022, 2023)] == pytest.approx([30, 30])
    assert [book.year(index["s", "a"], y) for y in (2022, 2023)] == pytest.approx([0.052, 0.065])
    assert math.isnan(book.year(index["r", "a"], 2021))
    assert math.isnan(book.year(index["m", "a"], 1800))
    assert book.running.tolist() == [2024] * 4


@pytest.mark.parametrize(
    ("values", "wrong", "kept"),
    [
        ({"2020": 0, "2021": 0}, "zeros", []),
        ({"2020": 0, "2021": 5, "2022": 6}, "", [2021, 2022]),
        ({"2020": 5, "2021": 0, "2022": 6}, "zeros_between", None),
        ({"2020": 5, "2021": -1, "2022": 6}, "negative", None),
        ({"2020": 0, "2021": -1, "2022": 6}, "negative", None),
        ({"2020": 5}, "", [2020]),
        ({"2018": 5, "2022": 6}, "", [2018, 2022]),
    ],
)
def test_what_has_no_logarithm_is_told_and_zeros_before_the_start_are_no_figures(
    values: dict[str, float], wrong: str, kept: list[int] | None
) -> None:
    book, index = booked(case([M], series("m", values)))
    line = index["m", "a"]
    assert book.wrong[line] == wrong
    if kept:
        assert [y for y in range(2015, 2026) if math.isfinite(book.year(line, y))] == kept
        assert book.running[line] == kept[-1] + 1


def test_a_part_with_zeros_or_above_its_whole_makes_its_ratio_wrong() -> None:
    metrics = [M, N, {**RATIO, "place": "a"}]
    book, index = booked(case(metrics, series("m", {"2021": 5, "2022": -1}) + series("n", YEARS)))
    assert book.wrong[index["r", "a"]] == "negative"
    book, index = booked(case(metrics, series("m", {"2021": 5, "2022": 130}) + series("n", YEARS)))
    assert book.wrong[index["r", "a"]] == "above_whole"
    assert book.wrong[index["m", "a"]] == book.wrong[index["n", "a"]] == ""
    whole = series("m", {"2021": 5, "2022": 120})  # all of it is not above it
    book, index = booked(case(metrics, whole + series("n", YEARS)))
    assert book.wrong[index["r", "a"]] == ""


def test_words_that_leave_room_are_noise_of_the_logarithm() -> None:
    rows = series("m", {"2021": 100.0}, value_low="90", value_high="110") + series("m", {"2022": 120.0})
    metrics = [M, N, {**RATIO, "place": "a"}]
    rows += series("n", {"2021": 1000.0}, value_low="950")
    book, index = booked(case(metrics, rows))
    at = 2021 - book.first_year
    mine = (math.log(110 / 90) / WIDE) ** 2
    whole = (math.log(1000 / 950) / WIDE) ** 2
    assert book.noise[index["m", "a"], at] == pytest.approx(mine)
    assert book.noise[index["m", "a"], at + 1] == 0
    assert book.noise[index["r", "a"], at] == pytest.approx(mine + whole)


JANUARY_TO_JUNE = [
    series("m", {"2024-01/2024-06": 90.0}, flow="year_to_date"),
    series("m", {f"2024-{m:02d}": 15.0 for m in range(1, 7)}),
    series("m", {"2024-Q1": 40.0, "2024-Q2": 50.0}),
]


@pytest.mark.parametrize("running", JANUARY_TO_JUNE, ids=["sum", "months", "quarters"])
def test_the_running_year_has_its_sum_from_whatever_is_published(running: list[dict[str, Any]]) -> None:
    rows = series("m", YEARS) + [{**r, "published": "2024-07-15"} for r in running]
    book, index = booked(case([M], rows), date(2024, 8, 1))
    line = index["m", "a"]
    assert (book.so_far[line], book.until[line], book.part[line]) == (90.0, 6, 0.5)
    # T s(1/2, ln T/150) = 90 with s = 1 / (1 + sqrt(T/150)): r^2 150 = 90 (1 + r), T = 150 r^2
    r = (90 + math.sqrt(90**2 + 4 * 150 * 90)) / 300
    assert math.exp(book.estimate[line]) == pytest.approx(150 * r**2, rel=1e-6)
    assert 0 < book.room[line] < 0.05


def test_a_month_that_is_lacking_ends_the_sum_before_it() -> None:
    months = series("m", {f"2024-{m:02d}": 15.0 for m in (1, 2, 4)}, published="2024-05-15")
    book, index = booked(case([M], series("m", YEARS) + months), date(2024, 6, 1))
    assert (book.so_far[index["m", "a"]], book.until[index["m", "a"]]) == (30.0, 2)


def test_without_anything_of_the_running_year_nothing_is_estimated() -> None:
    book, index = booked(case([M], series("m", YEARS)))
    line = index["m", "a"]
    assert math.isnan(book.estimate[line])
    assert (book.until[line], book.part[line]) == (0, 0.0)


def test_a_season_of_earlier_years_moves_the_estimate() -> None:
    years = {"2021": 100.0, "2022": 100.0, "2023": 100.0}
    halves = {f"{y}-01/{y}-06": 30.0 for y in (2022, 2023, 2024)}
    rows = series("m", years) + series("m", halves, flow="year_to_date", published="2024-07-15")
    late, index = booked(case([M], rows), date(2024, 8, 1))
    only = [r for r in rows if r["period"][:4] == "2024" or "/" not in r["period"]]
    even, _ = booked(case([M], only), date(2024, 8, 1))
    line = index["m", "a"]
    assert math.exp(even.estimate[line]) < math.exp(late.estimate[line]) <= 100.0


def test_a_season_after_a_year_of_nothing_is_no_season() -> None:
    years = {"2021": 0.0, "2022": 100.0, "2023": 100.0}
    halves = {f"{y}-01/{y}-06": 30.0 for y in (2022, 2023, 2024)}
    rows = series("m", years) + series("m", halves, flow="year_to_date", published="2024-07-15")
    book, index = booked(case([M], rows), date(2024, 8, 1))
    assert math.isfinite(book.estimate[index["m", "a"]])


def test_the_running_year_of_a_ratio_is_that_of_its_sums() -> None:
    metrics = [M, N, {**RATIO, "place": "a"}]
    metrics += [{"metric": "s", "kind": "sum", "members": "m;n", "place": "a"}]
    half = series("m", {"2024-01/2024-06": 90.0}, flow="year_to_date", published="2024-07")
    half += series("n", {"2024-01/2024-06": 450.0}, flow="year_to_date", published="2024-07")
    whole = series("m", YEARS) + series("n", {"2022": 600.0, "2023": 750.0})
    book, index = booked(case(metrics, whole + half), date(2024, 8, 1))
    m, n, r, s = (index[name, "a"] for name in "mnrs")
    assert math.exp(book.estimate[r]) == pytest.approx(20.0)
    parts = math.exp(book.estimate[m]) + math.exp(book.estimate[n])
    assert math.exp(book.estimate[s]) == pytest.approx(parts)
    # months that differ: the totals are held against each other
    half[1]["period"] = "2024-01/2024-05"
    book, index = booked(case(metrics, whole + half), date(2024, 8, 1))
    quotient = math.exp(book.estimate[m] - book.estimate[n]) * 100
    assert math.exp(book.estimate[r]) == pytest.approx(quotient)


def test_a_case_without_figures_has_an_empty_book() -> None:
    cluster = case([M], [])
    found, _, archive = listed(cluster)
    book = yearly(archive.seen(DAY), found, DAY)
    assert (found, book.value.shape[0], archive_days(archive)) == ([], 0, None)
    assert not len(fine_grained(archive.seen(DAY), found, 12).lines)


def test_the_days_of_an_archive_are_the_first_and_the_last_of_publication() -> None:
    _, _, archive = listed(case([M], series("m", YEARS)))
    assert archive_days(archive) == (date(2022, 2, 28), date(2024, 2, 29))


# Months and quarters


def months(first: int, last: int, **more: Any) -> list[dict[str, Any]]:
    values = {f"{c // 12}-{c % 12 + 1:02d}": 10.0 + c % 12 for c in range(first, last)}
    return series("m", values, published="2024-03-01", **more)


def test_a_series_has_a_calendar_of_months_from_eighteen_on() -> None:
    start = 2022 * 12
    for count, rows in ((17, 0), (18, 1)):
        found, _, archive = listed(case([M], months(start, start + count)))
        grid = fine_grained(archive.seen(DAY), found, 12)
        assert len(grid.lines) == rows
    assert (grid.first, grid.value.shape) == (start, (1, 18))
    assert grid.value[0].tolist() == [10.0 + c % 12 for c in range(18)]
    assert not grid.joint.any()


def test_joint_months_are_marked_and_january_is_left_open() -> None:
    rows: list[dict[str, Any]] = []
    for year in (2022, 2023):
        sums = {f"{year}-01/{year}-{m:02d}": 10.0 * m for m in range(2, 13)}
        rows += series("m", sums, flow="year_to_date", published="2024-03-01")
    found, _, archive = listed(case([M], rows))
    grid = fine_grained(archive.seen(DAY), found, 12)
    assert grid.joint.tolist() == [True]
    assert grid.first == 2022 * 12 + 1
    assert np.isnan(grid.value[0, 11])  # January 2023
    assert grid.value[0, [0, 1, 12]].tolist() == [10.0, 10.0, 10.0]


def test_quarters_are_a_calendar_of_their_own() -> None:
    quarters = {f"{y}-Q{q}": 10.0 * q for y in (2022, 2023) for q in (1, 2, 3, 4)}
    found, _, archive = listed(case([M], series("m", quarters)))
    seen = archive.seen(DAY)
    assert len(fine_grained(seen, found, 12).lines) == 0
    grid = fine_grained(seen, found, 4)
    assert (grid.first, grid.value[0].tolist()) == (2022 * 4, [10.0, 20.0, 30.0, 40.0] * 2)


def test_stocks_have_no_calendar_of_months() -> None:
    found, _, archive = listed(case([M], months(2022 * 12, 2024 * 12, flow="stock")))
    assert len(fine_grained(archive.seen(DAY), found, 12).lines) == 0
