"""Levels that growth-only releases imply, and levels that growth contradicts."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import cluster_of
from hinterland.dates import parse_period
from hinterland.errors import UnitError
from hinterland.ground.conflicts import CONFLICTS, conflicts, contradictions
from hinterland.ground.releases import growth_points, implied, links, rounded
from hinterland.ground.series import Point, annual, observed
from hinterland.promises.measure import measure

S = {"source": "test", "basis": "reported"}
PLACES = [
    {"place": "anhui", "kind": "province", "name_en": "Anhui", "name_zh": "安徽", **S},
    {"place": "land", "kind": "country", **S},
]
METRICS: list[dict[str, Any]] = [
    {"metric": "made", "kind": "series", "unit": "vehicle", **S},
    {"metric": "all", "kind": "series", "unit": "vehicle", "place": "land", **S},
    {"metric": "share", "kind": "ratio", "numerator": "made", "denominator": "all", "unit": "percent", **S},
    {"metric": "rise", "kind": "growth", "numerator": "made", "unit": "percent", **S},
]


def point(period: str, value: float, flow: str = "period", **more: Any) -> Point:
    span = parse_period(period)
    if flow == "year_to_date":
        span = type(span)(span.text, date(span.year, 1, 1), span.end)
    return Point(
        period=span,
        value=value,
        low=more.pop("low", value),
        high=more.pop("high", value),
        published=more.pop("published", date(span.end.year + 1, 3, 1)),
        flow=flow,
        broken=more.pop("broken", False),
        basis=more.pop("basis", "reported"),
        rows=(("m", "a", period, "1"),),
        additive=flow != "stock",
    )


def row(metric: str, period: str, value: float, **more: Any) -> dict[str, Any]:
    unit = "percent" if metric == "rise" else "vehicle"
    year = int(period[-7:-3] if period[-3] == "-" and "/" in period else period[:4])
    base = {
        "place": "anhui",
        "vintage": "first",
        "unit": unit,
        "flow": "period",
        "published": f"{year + 1}-03-01",
    }
    return {"metric": metric, "period": period, "value": value, **base, **S, **more}


def case(*observations: dict[str, Any]) -> Any:
    return cluster_of({"places": PLACES, "metrics": METRICS, "observations": list(observations)})


# --- levels implied


def test_growth_gives_the_level_of_the_year_before_with_the_interval_of_its_last_digit() -> None:
    # Anhui 2024: 1,684,000 NEV, "up 94.5 percent"
    # https://www.wehefei.com/news/2025/01/22/c_637481.htm
    [found] = implied([point("2024", 1_684_000)], [point("2024", 94.5)])
    assert found.period.text == "2023"
    assert found.value == pytest.approx(865_809.77, abs=0.01)  # 1,684,000 / 1.945
    assert found.low == pytest.approx(1_684_000 / 1.9455)
    assert found.high == pytest.approx(1_684_000 / 1.9445)
    assert found.basis == "inferred"


def test_growth_gives_the_level_of_the_year_after() -> None:
    # Guangdong 2023: 2,531,800 NEV (https://www.newsgd.com/node_d6ab31923d/7465bac569.shtml); 2024 "up 43 percent"
    [found] = implied([point("2023", 2_531_800)], [point("2024", 43)])
    assert (found.period.text, round(found.value)) == ("2024", 3_620_474)
    assert (round(found.low), round(found.high)) == (3_607_815, 3_633_133)  # half a percentage point


def test_the_shipped_base_of_lingang_is_what_its_growth_implies() -> None:
    # Lin-gang 2020: CNY 75.8 bn, +141.6 percent (achie.org on Lin-gang, 2021-06-07); the case has 31.4 bn for 2019
    [found] = implied([point("2020", 75.8e9)], [point("2020", 141.6)])
    assert round(found.value / 1e9, 1) == 31.4


def test_an_interval_of_the_level_and_that_of_the_growth_both_count() -> None:
    [found] = implied([point("2022", 1.3e6, low=1.25e6)], [point("2023", 83.3)])
    assert found.low == pytest.approx(1.25e6 * 1.8325)
    assert found.high == pytest.approx(1.3e6 * 1.8335)


def test_growth_whose_words_leave_room_is_not_rounded_again() -> None:
    [found] = implied([point("2020", 100)], [point("2021", 50, low=50, high=55)])
    assert (found.low, found.value, found.high) == pytest.approx((150, 150, 155))


def test_a_level_is_known_when_the_later_of_its_two_figures_is_and_rests_on_both() -> None:
    level = point("2023", 100, published=date(2024, 3, 1), basis="observed")
    growth = point("2024", 10, published=date(2025, 1, 22))
    [found] = implied([level], [growth])
    assert found.published == date(2025, 1, 22)
    assert found.rows == (*level.rows, *growth.rows)
    [back] = implied([point("2024", 100, published=date(2026, 1, 1))], [growth])
    assert back.published == date(2026, 1, 1)
    [made_up] = implied([point("2023", 100, basis="synthetic")], [growth])
    assert made_up.basis == "synthetic"


def test_a_chain_of_years_widens_and_says_so_in_both_languages() -> None:
    one, two, three = implied([point("2020", 1000)], [point(str(y), 10.0) for y in (2021, 2022, 2023)])
    assert [p.period.text for p in (one, two, three)] == ["2021", "2022", "2023"]
    widths = [(p.high - p.low) / p.value for p in (one, two, three)]
    assert widths == sorted(widths)
    assert widths[0] < widths[2]
    assert "chain" not in one.note
    assert "a chain of 3 years of growth" in three.note
    assert "连续推算3年" in three.note_zh
    assert one.note.startswith("implied: 1,000 in 2020 times (1 + 10 percent)")
    assert one.note_zh.startswith("推算：2020的1,000×（1＋10%），增速为2021公布值")


def test_published_levels_are_never_implied() -> None:
    levels = [point("2022", 527_000), point("2023", 868_000)]
    assert implied(levels, [point("2023", 60.5)]) == []


def test_a_year_that_its_published_months_make_up_is_published() -> None:
    months = [point(f"2022-{m:02d}", 10) for m in range(1, 13)]
    assert implied([*months, point("2023", 300)], [point("2023", 50)]) == []
    [later] = implied(months, [point("2023", 50)])
    assert (later.period.text, later.value) == ("2023", 180)


def test_no_part_is_implied_beside_published_parts_that_make_up_the_year() -> None:
    quarters = [point(f"2022-Q{q}", v) for q, v in ((1, 10), (2, 20), (3, 30), (4, 40))]
    halves = [point("2021-H1", 20), point("2021-H2", 60)]
    growths = [point("2022-H1", 100), point("2022-H2", 20)]
    added = implied([*quarters, *halves], growths)
    assert added == []
    assert annual([*quarters, *halves, *added])[-1].value == 100


def test_the_nearest_published_level_is_used_then_the_narrower_way() -> None:
    levels = [point("2020", 100), point("2023", 1000)]
    growths = [point("2021", 10), point("2022", 10), point("2023", 10.00001)]
    found = {p.period.text: p for p in implied(levels, growths)}
    assert found["2021"].value == pytest.approx(110)
    assert found["2022"].value == pytest.approx(1000 / 1.1000001)
    both = implied([point("2020", 100), point("2022", 130)], [point("2021", 10), point("2022", 20.55)])
    assert [p.value for p in both] == pytest.approx([130 / 1.2055])


def test_nothing_is_implied_across_a_break_in_the_series() -> None:
    # from 2025 provinces count vehicles at the place of production
    growths = [point("2025", 12.5), point("2026", 10)]
    assert implied([point("2024", 100), point("2025", 90, broken=True)], growths[:1]) == []
    added = implied([point("2025", 90, broken=True)], growths)
    assert [(p.period.text, round(p.value)) for p in added] == [("2026", 99)]


def test_a_break_within_the_year_or_said_by_the_growth_parts_as_well() -> None:
    levels = [point("2023", 100), point("2024-07", 9, broken=True)]
    assert implied(levels, [point("2024", 10)]) == []
    assert implied([point("2023", 100)], [point("2024", 10, broken=True)]) == []


@pytest.mark.parametrize(
    ("period", "before", "flow"),
    [
        ("2024-H1", "2023-H1", "period"),
        ("2024-Q3", "2023-Q3", "period"),
        ("2024-02", "2023-02", "period"),
        ("2025-02", "2024-02", "period"),
        ("2024-02-29", "2023-02-28", "period"),
        ("2024-01/2024-10", "2023-01/2023-10", "year_to_date"),
        ("2024-10", "2023-10", "year_to_date"),
        ("2023-12/2024-02", "2022-12/2023-02", "period"),
        ("2024", "2023", "stock"),
    ],
)
def test_growth_joins_the_same_span_of_two_years(period: str, before: str, flow: str) -> None:
    [back] = implied([point(period, 300, flow)], [point(period, 50, flow)])
    assert (back.period, back.value) == (point(before, 1, flow).period, 200)
    [ahead] = implied([point(before, 200, flow)], [point(period, 50, flow)])
    assert (ahead.period, ahead.value) == (point(period, 1, flow).period, 300)
    assert ahead.flow == flow


def test_growth_of_another_span_implies_nothing() -> None:
    level = point("2023-12", 100)
    assert implied([level], [point("2024-12", 20, "year_to_date")]) == []
    assert implied([point("2023", 100, "stock")], [point("2024", 20)]) == []


def test_a_sum_since_january_is_one_span_however_it_is_called() -> None:
    [found] = implied([point("2023-01/2023-10", 100)], [point("2024-10", 20, "year_to_date")])
    assert (found.value, found.period.start) == (120, date(2024, 1, 1))


@pytest.mark.parametrize("growth", [-100, -100.04, -250])
def test_growth_that_leaves_nothing_implies_nothing(growth: float) -> None:
    assert implied([point("2024", 10)], [point("2024", growth)]) == []


@pytest.mark.parametrize("level", [0, -5])
def test_growth_of_nothing_or_of_a_loss_means_nothing(level: float) -> None:
    assert implied([point("2023", level)], [point("2024", 10)]) == []


def test_the_calendar_of_a_case_has_a_first_year() -> None:
    assert implied([point("1800", 10)], [point("1800", 10)]) == []


@pytest.mark.parametrize(
    ("value", "step", "half"),
    [(94.5, 1, 0.05), (140, 1, 0.5), (7.25, 1, 0.005), (94.5, 100, 0.05), (140, 100, 5)],
)
def test_growth_is_rounded_at_the_last_digit_that_was_written(value: float, step: float, half: float) -> None:
    found = rounded(point("2024", value), step)
    assert (found.high - value, value - found.low) == pytest.approx((half, half))


CENTS = st.integers(-600, 2500)


@given(st.lists(CENTS, min_size=1, max_size=6), st.integers(0, 6), st.integers(1000, 10**7))
@example([945], 1, 868_000)
def test_fuzz_the_interval_holds_the_level_that_was_rounded_away(
    rates: list[int], published: int, first: int
) -> None:
    """True growth is anywhere within half a digit of what is published: the true level is within the interval."""
    levels = [Fraction(first)]
    for i, tenths in enumerate(rates):
        off = Fraction((i % 3) - 1, 2) * Fraction(99, 100)  # below, at and above what was published
        levels.append(levels[-1] * (1 + (tenths + off) / 1000))
    at = min(published, len(rates))
    growths = [
        point(str(2001 + i), tenths / 10, low=(tenths - 0.5) / 10, high=(tenths + 0.5) / 10)
        for i, tenths in enumerate(rates)
    ]
    found = implied([point(str(2000 + at), float(levels[at]))], growths)
    assert [p.period.year for p in found] == [2000 + i for i in range(len(levels)) if i != at]
    for p in found:
        true = float(levels[p.period.year - 2000])
        assert p.low * (1 - 1e-12) <= true <= p.high * (1 + 1e-12)


@given(
    st.dictionaries(st.integers(2000, 2012), st.integers(1, 10**6), min_size=1),
    st.sets(st.integers(2000, 2012)),
)
def test_fuzz_what_is_implied_never_stands_where_a_figure_is_published(
    levels: dict[int, int], growing: set[int]
) -> None:
    published = [point(str(y), v) for y, v in levels.items()]
    added = implied(published, [point(str(y), 12.5) for y in growing])
    years = [p.period.year for p in added]
    assert years == sorted(set(years))
    assert not set(years) & set(levels)
    assert {p.value for p in annual([*published, *added]) if p.period.year in levels} == set(
        map(float, levels.values())
    )


# --- in a case


def test_a_series_has_its_implied_levels_after_what_is_published() -> None:
    cluster = case(row("made", "2023", 868_000), row("rise", "2024", 94.5), row("rise", "2023", 60.5))
    points = measure(cluster, "made", "anhui").points
    assert [(p.period.text, p.basis) for p in points] == [
        ("2022", "inferred"),
        ("2023", "reported"),
        ("2024", "inferred"),
    ]
    # the case that is shipped has 541,000 for 2022: "868,000 / 1.605"
    assert round(points[0].value, -3) == 541_000
    assert points[0].rows == (("made", "anhui", "2023", "first"), ("rise", "anhui", "2023", "first"))


def test_a_series_without_growth_stays_as_it_was() -> None:
    cluster = case(row("made", "2022", 5), row("made", "2023", 7))
    assert list(measure(cluster, "made", "anhui").points) == observed(cluster, "made", "anhui", "vehicle")


def test_a_share_rests_on_an_implied_level_and_says_so() -> None:
    whole = row("all", "2024", 12_888_000, place="land")
    cluster = case(row("made", "2023", 868_000), row("rise", "2024", 94.5), whole)
    [share] = measure(cluster, "share", "anhui").points
    assert share.value == pytest.approx(100 * 868_000 * 1.945 / 12_888_000)
    assert share.low < share.value < share.high
    assert share.basis == "inferred"


def test_growth_that_is_not_out_yet_implies_nothing() -> None:
    cluster = case(row("made", "2023", 868_000), row("rise", "2024", 94.5))
    assert len(measure(cluster.as_of("2025-02-28"), "made", "anhui").points) == 1
    assert len(measure(cluster.as_of("2025-03-01"), "made", "anhui").points) == 2


def test_growth_of_another_place_implies_nothing() -> None:
    cluster = case(row("made", "2023", 868_000), row("rise", "2024", 94.5, place="land"))
    assert len(measure(cluster, "made", "anhui").points) == 1


def test_growth_written_as_a_share_of_one_is_rounded_where_it_was_written() -> None:
    cluster = case(row("rise", "2023", 0.605, unit="1"), row("rise", "2024", 1.4, unit="1"))
    first, second = growth_points(cluster, "rise", "anhui")
    assert (first.value, first.high - first.low) == pytest.approx((60.5, 0.1))
    assert (second.value, second.high - second.low) == pytest.approx((140, 10))


def test_growth_in_a_unit_that_is_no_share_is_refused() -> None:
    with pytest.raises(UnitError):
        measure(case(row("made", "2023", 5), row("rise", "2024", 3, unit="t")), "made", "anhui")


# --- contradictions


def test_growth_computed_on_a_revised_base_contradicts_the_old_level() -> None:
    # Anhui 2023: 868,000 (statistical communique via China News, 2024-03-20); 2024: 1,684,000, "up 94.5 percent"
    # https://www.wehefei.com/news/2025/01/22/c_637481.htm
    levels = [point("2023", 868_000), point("2024", 1_684_000)]
    [found] = contradictions(levels, [point("2024", 94.5)], metric="made", place="anhui")
    assert (found.metric, found.place, found.period, found.base_period) == ("made", "anhui", "2024", "2023")
    assert (found.published, found.implied) == pytest.approx((1_684_000, 1_688_260))  # 868,000 x 1.945
    assert found.low == pytest.approx(867_500 * 1.9445)
    assert found.high == pytest.approx(868_500 * 1.9455)
    assert found.difference == pytest.approx(-0.002523, abs=1e-6)
    assert found.implied_base == pytest.approx(865_809.77, abs=0.01)


@pytest.mark.parametrize(
    ("base", "now", "growth"),
    [
        (532_000, 868_000, 63.2),  # 63.16
        (100, 150, 50),
        (300_000_000_000, 451_000_000_000, 50),
        (333, 1000, 200.0),
        (1000, 1004, 0),
    ],
)
def test_what_rounding_explains_is_no_contradiction(base: float, now: float, growth: float) -> None:
    assert contradictions([point("2022", base), point("2023", now)], [point("2023", growth)]) == []


def test_words_that_leave_room_are_no_contradiction() -> None:
    # Guangdong 2022: "nearly 1.3 million"; 2023: 2,531,800, "up 83.3 percent", which implies 1,381,000
    later, growth = point("2023", 2_531_800), point("2023", 83.3)
    assert contradictions([point("2022", 1.3e6, low=1.25e6), later], [growth])
    assert not contradictions([point("2022", 1.3e6, low=1.25e6, high=1.4e6), later], [growth])


def test_figures_across_a_break_do_not_contradict_each_other() -> None:
    levels = [point("2024", 100), point("2025", 900, broken=True)]
    assert contradictions(levels, [point("2025", 10)]) == []


@given(st.integers(1, 10**7), st.integers(1, 10**7))
def test_fuzz_growth_rounded_from_its_levels_never_contradicts_them(base: int, now: int) -> None:
    growth = round((now / base - 1) * 100, 1)
    levels = [point("2022", base), point("2023", now)]
    exact = point("2023", growth, low=growth - 0.05001, high=growth + 0.05001)
    assert contradictions(levels, [exact]) == []
    assert len(links(levels, [exact])) == (1 + growth / 100 - 0.0005001 > 0)


def test_the_table_of_conflicts_names_both_figures_their_sources_and_the_usual_cause() -> None:
    cluster = case(
        row("made", "2023", 868_000, source="communique"),
        row("made", "2024", 1_684_000, source="news"),
        row("rise", "2024", 94.5, source="news"),
        row("made", "2022", 541_000),
        row("rise", "2023", 60.5),
    )
    table = conflicts(cluster)
    assert dict(table.schema) == CONFLICTS
    [found] = table.iter_rows(named=True)
    assert (found["metric"], found["place"], found["period"]) == ("made", "anhui", "2024")
    assert (found["published_value"], found["base_value"], found["growth"]) == (1_684_000, 868_000, 94.5)
    assert found["implied_low"] < found["implied_value"] < found["implied_high"]
    assert (found["source"], found["known"]) == ("news; communique", "2025-03-01")
    assert found["note"].startswith(
        "Anhui: 868,000 vehicles in 2023 and growth of 94.5 percent make 1.6883 million"
    )
    assert "comparable basis, here of 865,810 vehicles in 2023" in found["note"]
    assert "0.25 percent less" in found["note"]
    assert found["note_zh"].startswith("安徽：2023为86.8 万辆，按增速94.5%推算，2024应为168.83 万辆")
    assert "同口径" in found["note_zh"]


def test_a_revised_base_in_the_case_ends_the_conflict() -> None:
    # 527,000 was published for 2022, then growth of 60.5 percent to 868,000 in 2023: the base was revised
    rows = [row("made", "2022", 527_000), row("made", "2023", 868_000), row("rise", "2023", 60.5)]
    assert conflicts(case(*rows)).height == 1
    revised = row("made", "2022", 541_000, vintage="revised", published="2024-03-20")
    assert conflicts(case(*rows, revised)).height == 0
    assert conflicts(case(*rows, revised).as_of("2024-03-19")).height == 1


def test_a_case_without_growth_has_no_conflicts(yangtze: Any) -> None:
    assert conflicts(yangtze).height == 0
    assert conflicts(case(row("made", "2022", 5), row("made", "2023", 9))).schema == CONFLICTS
