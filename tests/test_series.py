from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import cluster_of
from hinterland.dates import parse_period
from hinterland.errors import UnitError
from hinterland.ground.series import Point, annual, difference, observed, segment, weakest

S = {"source": "test", "basis": "observed"}


def point(period: str, value: float, flow: str = "period", **more: Any) -> Point:
    span = parse_period(period)
    known = more.pop("published", span.end)
    return Point(
        period=span,
        value=value,
        low=more.pop("low", value),
        high=more.pop("high", value),
        published=known,
        flow=flow,
        broken=more.pop("broken", False),
        basis=more.pop("basis", "observed"),
        rows=(("m", "a", period, "1"),),
    )


def cluster(*rows: dict[str, Any]) -> Any:
    base = {"metric": "m", "place": "a", "vintage": "1", "unit": "vehicle", "flow": "period", **S}
    return cluster_of(
        {
            "observations": [{**base, **r} for r in rows],
            "exchange_rates": [{"currency": "USD", "date": "2020-01-01", "cny_per_unit": "7", **S}],
        }
    )


def test_the_newest_vintage_known_counts() -> None:
    case = cluster(
        {"period": "2022", "value": "0.527", "unit": "百万辆", "published": "2023-03-01"},
        {"period": "2022", "value": "541000", "vintage": "revised", "published": "2024-03-01"},
    )
    assert [p.value for p in observed(case, "m", "a", "vehicle")] == [541000]
    assert [p.value for p in observed(case.as_of("2023-12-31"), "m", "a", "vehicle")] == [527000]


def test_points_come_in_order_in_the_wanted_unit_with_their_interval() -> None:
    case = cluster(
        {"period": "2022", "value": "1.3", "value_low": "1.25", "unit": "百万辆", "published": "2023"},
        {"period": "2021", "value": "5", "published": "2022"},
    )
    points = observed(case, "m", "a", "vehicle")
    assert [p.period.text for p in points] == ["2021", "2022"]
    assert (points[1].low, points[1].value, points[1].high) == (1.25e6, 1.3e6, 1.3e6)
    assert points[0].exact
    assert not points[1].exact
    assert points[1].published == date(2023, 12, 31)


def test_foreign_money_is_turned_into_yuan_at_the_rate_of_its_period() -> None:
    case = cluster({"period": "2021", "value": "17", "unit": "USD", "published": "2022"})
    assert observed(case, "m", "a", "CNY")[0].value == 119


def test_a_unit_and_a_currency_that_disagree_are_refused() -> None:
    case = cluster({"period": "2021", "value": "17", "unit": "CNY", "currency": "USD", "published": "2022"})
    with pytest.raises(UnitError, match="disagree"):
        observed(case, "m", "a", "CNY")


def test_a_break_parts_a_series() -> None:
    points = [point("2023", 1), point("2024", 2), point("2025", 3, broken=True), point("2026", 4)]
    inside, beyond = segment(points, date(2023, 6, 1))
    assert [p.value for p in inside] == [1, 2]
    assert [p.value for p in beyond] == [3, 4]
    inside, _ = segment(points, date(2025, 6, 1))
    assert [p.value for p in inside] == [3, 4]


def test_year_to_date_figures_are_differenced_january_and_february_joint() -> None:
    ytd = [
        point("2023-01/2023-02", 20, "year_to_date"),
        point("2023-01/2023-03", 35, "year_to_date"),
        point("2023-H1", 80, "year_to_date"),
        point("2023", 200, "period"),
    ]
    flows = difference(ytd)
    assert [(p.period.text, p.value) for p in flows] == [
        ("2023-01/2023-02", 20),
        ("2023-03", 15),
        ("2023-04/2023-06", 45),
        ("2023-07/2023-12", 120),
    ]
    assert flows[1].basis == "inferred"


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=11))
def test_differences_add_up_to_the_year(months: list[float]) -> None:
    total, ytd = 0.0, []
    for i, flow in enumerate(months):
        total += flow
        ytd.append(point(f"2023-01/2023-{i + 2:02d}", total, "year_to_date"))
    assert sum(p.value for p in difference(ytd)) == pytest.approx(total)


def test_a_year_is_as_published_else_through_december_else_its_parts() -> None:
    assert [p.value for p in annual([point("2020", 9), point("2020-01/2020-12", 8, "year_to_date")])] == [9]
    assert [p.value for p in annual([point("2021-01/2021-12", 8, "year_to_date")])] == [8]
    quarters = [point(f"2022-Q{q}", q) for q in (1, 2, 3, 4)]
    assert [(p.period.text, p.value) for p in annual(quarters)] == [("2022", 10)]
    assert annual(quarters[:3]) == []
    assert [p.value for p in annual([point("2023-12", 7, "stock")])] == [7]


def test_half_a_year_is_no_year() -> None:
    assert annual([point("2021-H1", 5, "year_to_date")]) == []


def test_what_rests_on_something_inferred_is_inferred() -> None:
    assert weakest(["observed", "inferred", "reported"]) == "inferred"
    assert weakest(["synthetic", "inferred"]) == "synthetic"
    assert weakest([None]) == "reported"
