"""The archive does for all series at once what `ground.series` does for one: held against it on random tables."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import cluster_of
from hinterland.ground.archive import Archive, cells, since_january, whole_years
from hinterland.ground.series import annual, difference, observed, segment

if TYPE_CHECKING:
    from hinterland.cluster import Cluster
    from hinterland.ground.series import Point

S = {"source": "test", "basis": "observed"}
UNITS = {"vehicles": ("vehicle", "万辆"), "money": ("CNY", "亿CNY", "USD"), "share": ("percent", "1")}
OWN = {"vehicles": "vehicle", "money": "CNY", "share": "percent"}
TEXTS = {
    "period": (
        *("{y}", "{y}-H1", "{y}-H2"),
        *(f"{{y}}-Q{q}" for q in (1, 2, 3, 4)),
        *(f"{{y}}-{m:02d}" for m in range(1, 13)),
    ),
    "year_to_date": ("{y}", *(f"{{y}}-{m:02d}" for m in range(1, 13))),
    "stock": ("{y}-03", "{y}-06-30", "{y}-12"),
}


def case(rows: list[dict[str, Any]]) -> Cluster:
    metrics = [{"metric": m, "kind": "series", "unit": u, **S} for m, u in OWN.items()]
    rates = [{"currency": "USD", "date": f"{y}", "cny_per_unit": 6 + y % 5, **S} for y in (2018, 2020, 2022)]
    base = {"place": "a", "vintage": "1", **S}
    return cluster_of(
        {"metrics": metrics, "observations": [{**base, **r} for r in rows], "exchange_rates": rates}
    )


@st.composite
def observations(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Rows of a few series, each a flow, a sum since January or a stock, with vintages, breaks and room."""
    rows: list[dict[str, Any]] = []
    for metric in draw(st.lists(st.sampled_from(sorted(OWN)), min_size=1, max_size=2, unique=True)):
        flow = draw(st.sampled_from(sorted(TEXTS)))
        wanted = st.tuples(st.integers(2019, 2022), st.sampled_from(TEXTS[flow]))
        for year, text in draw(st.lists(wanted, min_size=1, max_size=24, unique=True)):
            value = draw(st.floats(0.5, 1e4))
            for vintage in range(1, draw(st.sampled_from([1, 1, 1, 2])) + 1):
                row = {
                    "metric": metric,
                    "period": text.format(y=year),
                    "vintage": vintage,
                    "value": value * vintage,
                    "unit": draw(st.sampled_from(UNITS[metric])),
                    "flow": "period" if text == "{y}" and flow == "year_to_date" else flow,
                    "published": f"{year + vintage}-{draw(st.integers(1, 12)):02d}",
                    "series_break": draw(st.sampled_from([None] * 12 + ["yes"])),
                    "value_low": draw(st.sampled_from([None, value * vintage * 0.9])),
                    "value_high": draw(st.sampled_from([None, value * vintage * 1.2])),
                }
                rows.append(row)
    return rows


DAYS = st.dates(date(2020, 1, 1), date(2025, 12, 31))


def both(rows: list[dict[str, Any]], day: date) -> list[tuple[pl.DataFrame, list[Point]]]:
    """Each series as the archive sees it on a day, and as `ground.series` does on the case of that day."""
    cluster = case(rows)
    archive = Archive.of(cluster)
    seen, then = archive.seen(day), cluster.as_of(day)
    found = []
    for series, metric, place, unit in archive.series.iter_rows():
        points, _ = segment(observed(then, metric, place, unit), day)
        found.append((seen.filter(pl.col("series") == series), points))
    return found


def close(found: dict[Any, tuple[Any, ...]], wanted: dict[Any, tuple[Any, ...]]) -> None:
    assert found.keys() == wanted.keys()
    for key, numbers in wanted.items():
        assert found[key] == pytest.approx(numbers, rel=1e-9, abs=1e-6), key


@settings(max_examples=40)
@given(observations(), DAYS)
def test_the_archive_sees_from_any_day_what_a_series_sees(rows: list[dict[str, Any]], day: date) -> None:
    for frame, points in both(rows, day):
        found = {
            (r["start"], r["end"], r["span"], r["flow"], r["published"], r["additive"], r["broken"]): (
                r["value"], r["low"], r["high"],
            )
            for r in frame.iter_rows(named=True)
        }  # fmt: skip
        wanted = {
            (p.period.start, p.period.end, p.period.grain, p.flow, p.published, p.additive, p.broken): (
                p.value, p.low, p.high,
            )
            for p in points
        }  # fmt: skip
        close(found, wanted)


@settings(max_examples=40)
@given(observations(), DAYS)
def test_whole_years_are_those_of_a_series(rows: list[dict[str, Any]], day: date) -> None:
    for frame, points in both(rows, day):
        years = whole_years(frame)
        found = {
            (r["year"], r["published"]): (r["value"], r["low"], r["high"])
            for r in years.iter_rows(named=True)
        }
        wanted = {(p.period.year, p.published): (p.value, p.low, p.high) for p in annual(points)}
        close(found, wanted)


@settings(max_examples=40)
@given(observations(), DAYS)
def test_months_and_quarters_of_sums_since_january_are_those_of_a_series(
    rows: list[dict[str, Any]], day: date
) -> None:
    for frame, points in both(rows, day):
        if any(p.flow == "period" and p.period.grain != "year" for p in points):
            continue
        if len({p.period.end for p in points}) < len(points):
            continue  # a year beside its sum through December: which of the two counts is not defined
        flows = difference(points)
        for grain, length in (("month", 1), ("quarter", 3)):
            wanted: dict[Any, tuple[Any, ...]] = {}
            for p in flows:
                months = p.period.end.month - p.period.start.month + 1
                cell = (p.period.year * 12 + p.period.end.month - 1) // length
                numbers = p.value, p.low, p.high
                if months == length and p.period.end.month % length == 0:
                    wanted[cell, False, p.published] = numbers
                elif grain == "month" and months == p.period.end.month == 2:
                    wanted[cell, True, p.published] = tuple(n / 2 for n in numbers)
            told = cells(frame.filter(pl.col("flow") != "stock"), grain)
            found = {
                (r["cell"], r["joint"], r["published"]): (r["value"], r["low"], r["high"])
                for r in told.iter_rows(named=True)
            }
            close(found, wanted)


def test_january_and_february_that_come_together_stand_in_february_with_half_of_both() -> None:
    rows = [
        {"metric": "vehicles", "period": f"2022-{m:02d}", "value": v, "unit": "vehicle"}
        | {"flow": "year_to_date", "published": "2023"}
        for m, v in ((2, 20), (3, 35), (5, 95))
    ]
    seen = Archive.of(case(rows)).seen(date(2024, 1, 1))
    found = [(r["cell"] - 2022 * 12 + 1, r["value"], r["joint"]) for r in cells(seen, "month").to_dicts()]
    assert found == [(2, 10, True), (3, 15, False)]
    assert since_january(seen)["value"].to_list() == [20, 35, 95]


def test_three_months_that_are_no_quarter_make_no_quarter() -> None:
    rows = [
        {"metric": "vehicles", "period": f"2022-{m:02d}", "value": v, "unit": "vehicle"}
        | {"flow": "year_to_date", "published": "2023"}
        for m, v in ((2, 20), (5, 95), (6, 120), (9, 200))
    ]
    seen = Archive.of(case(rows)).seen(date(2024, 1, 1))
    assert [(r["cell"] % 4 + 1, r["value"]) for r in cells(seen, "quarter").to_dicts()] == [(3, 80)]


def test_a_stock_of_a_quarter_is_that_of_its_end() -> None:
    rows = [
        {"metric": "vehicles", "period": f"2022-{m:02d}", "value": m, "unit": "vehicle"}
        | {"flow": "stock", "published": "2023"}
        for m in (1, 2, 3, 4, 6)
    ]
    seen = Archive.of(case(rows)).seen(date(2024, 1, 1))
    assert [(r["cell"] % 4 + 1, r["value"]) for r in cells(seen, "quarter").to_dicts()] == [(1, 3), (2, 6)]


def test_a_series_with_a_unit_that_does_not_convert_is_told_and_the_others_are_read() -> None:
    rows = [
        {"metric": "vehicles", "period": "2021", "value": 5, "unit": "vehicle"},
        {"metric": "vehicles", "period": "2022", "value": 5, "unit": "GWh"},
        {"metric": "money", "period": "2022", "value": 3, "unit": "CNY", "currency": "USD"},
        {"metric": "share", "period": "2022", "value": 0.3, "unit": "1"},
    ]
    archive = Archive.of(case([{**r, "flow": "period", "published": "2023"} for r in rows]))
    names = dict(archive.series.select("series", "metric").iter_rows())
    assert {names[s] for s in archive.unreadable} == {"vehicles", "money"}
    why = {names[s]: told for s, told in archive.unreadable.items()}
    assert "GWh" in why["vehicles"]
    assert "disagree" in why["money"]
    read = archive.seen(date(2024, 1, 1))
    assert [(names[s], v) for s, v in read.select("series", "value").iter_rows()] == [("share", 30.0)]


def test_money_without_a_rate_is_told() -> None:
    rows = [{"metric": "money", "period": "2010", "value": 3, "unit": "EUR", "flow": "period"}]
    archive = Archive.of(case([{**rows[0], "published": "2011"}]))
    assert "EUR" in archive.unreadable[0]


def test_an_empty_case_has_an_empty_archive() -> None:
    archive = Archive.of(cluster_of({"places": [{"place": "a", "kind": "city", **S}]}))
    seen = archive.seen(date(2024, 1, 1))
    assert (archive.series.height, seen.height, whole_years(seen).height) == (0, 0, 0)
    assert cells(seen, "month").height == cells(seen, "quarter").height == 0


def test_only_metrics_of_kind_series_are_kept() -> None:
    cluster = cluster_of(
        {
            "metrics": [{"metric": "g", "kind": "growth", "numerator": "m", "unit": "percent", **S}],
            "observations": [
                {"metric": "g", "place": "a", "period": "2022", "vintage": "1", "value": 5, "unit": "percent"}
                | {"flow": "period", "published": "2023", **S}
            ],
        }
    )
    assert Archive.of(cluster).series.height == 0


def test_of_two_vintages_of_one_day_the_later_row_counts_as_in_a_series() -> None:
    row = {"metric": "vehicles", "unit": "vehicle", "flow": "period", "published": "2023-02-01"}
    for values in ((5, 6), (6, 5)):
        rows = [{**row, "period": "2022", "vintage": v, "value": x} for v, x in enumerate(values)]
        rows += [{**row, "period": f"{y}", "value": 1} for y in range(1990, 2021)]
        for frame, points in both(rows, date(2024, 1, 1)):
            assert frame["value"].to_list()[-1] == points[-1].value == values[1]


def test_what_is_assumed_about_a_date_is_kept() -> None:
    row = {"metric": "vehicles", "value": 5, "unit": "vehicle", "flow": "period", "published": "2023"}
    rows = [{**row, "period": "2021", "published_basis": "assumed"}, {**row, "period": "2022"}]
    assert Archive.of(case(rows)).figures["assumed"].to_list() == [True, False]
