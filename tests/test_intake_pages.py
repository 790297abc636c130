"""Yearbook pages as offices print them: headings in one to three rows, both languages, months, notes, odd cells."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conftest import cluster_of
from hinterland.cluster import Cluster
from hinterland.errors import CaseError, HinterlandError, UnitError
from hinterland.ground.series import difference, observed
from hinterland.intake import add
from hinterland.intake.grid import read_pages
from intake_pages import book, rows_of, take, text, topics, values

META = {"source": "made up", "basis": "synthetic", "published": "2020-01-01", "published_basis": "assumed"}
CASE = {
    "places": [
        {"place": "china", "name_en": "China", "name_zh": "中国", "kind": "country", **META},
        {"place": "anhui", "name_en": "Anhui", "name_zh": "安徽省", "kind": "province", "parent": "china"}
        | META
        | {"adcode": "340000"},
        {
            "place": "jiangsu",
            "name_en": "Jiangsu",
            "name_zh": "江苏省",
            "kind": "province",
            "parent": "china",
            **META,
        },
        {
            "place": "hefei",
            "name_en": "Hefei",
            "name_zh": "合肥市",
            "kind": "city",
            "parent": "anhui",
            **META,
        },
    ],
    "metrics": [
        {
            "metric": "anhui_cars",
            "name_en": "Output of vehicles, Anhui",
            "name_zh": "安徽汽车产量",
            "kind": "series",
        }
        | META
        | {"unit": "vehicle", "place": "anhui"},
        {
            "metric": "gdp",
            "name_en": "GDP",
            "name_zh": "地区生产总值",
            "kind": "series",
            "unit": "CNY",
            **META,
        },
    ],
    "observations": [
        {
            "metric": "anhui_cars",
            "place": "anhui",
            "period": "2018",
            "vintage": "2019-03-01",
            "value": "700000",
        }
        | META
        | {"unit": "vehicle", "flow": "period", "published": "2019-03-01", "published_basis": "stated"},
    ],
}


@pytest.fixture(scope="module")
def case() -> Cluster:
    return cluster_of(CASE)


PAGE = [
    ["3-5 各地区汽车产量"],
    [None, None, None, "单位：万辆"],
    ["地  区", 2019, 2020, "2021年*"],
    ["全  国", 2571.3, "2,522.5", 2608.2],
    ["安  徽", 77.6, "116.1", 150.3],
    ["江  苏", "-", "…", "80.2p"],
    [],
    ["注：* 为初步数。"],
    ["资料来源：国家统计局"],
]


def test_years_over_places_with_title_unit_line_and_notes(case):
    found = take(book(PAGE, ["A1:D1"]), case)
    assert values(found)["china", "2020"] == 25_225_000
    assert values(found)["anhui", "2021"] == 1_503_000
    assert len(rows_of(found)) == 7
    notes = {(r["place"], r["period"]): r["note"] for r in found.observations.to_dicts()}
    assert notes["anhui", "2021"] == "marked *: 为初步数。"
    assert notes["jiangsu", "2021"] == "preliminary; marked *: 为初步数。"
    assert set(found.observations["source"]) == {"国家统计局"}
    assert set(found.observations["vintage"]) == {"2022-03-01"}


def test_the_metric_that_bears_the_place_is_found_and_the_other_is_drafted(case):
    found = take(book(PAGE, ["A1:D1"]), case)
    by_place = {p: m for m, p, *_ in rows_of(found)}
    assert by_place["anhui"] == "anhui_cars"
    assert by_place["jiangsu"] == by_place["china"] == "汽车产量"
    assert found.metrics.select("metric", "unit", "kind").rows() == [("汽车产量", "vehicle", "series")]
    asked = next(q for q in found.questions if q.topic == "metric_draft")
    assert "anhui_cars" in asked.decide.en
    assert "anhui_cars" in asked.decide.zh


def test_no_cell_is_dropped_silently(case):
    found = take(book(PAGE, ["A1:D1"]), case)
    assert found.counts["cells"] == sum(len([v for v in row if v is not None]) for row in PAGE)
    roles = ("figure", "heading", "label", "title", "unit", "note", "unread")
    assert sum(found.counts[r] for r in roles) == found.counts["cells"]
    assert found.counts["figure"] == 7
    assert found.unread.select("cell", "text").rows() == [("Sheet1!B6", "-"), ("Sheet1!C6", "…")]


def test_merged_years_over_indicators_with_growth(case):
    rows = [
        ["Vehicles"],
        ["地区 Region", "2020年", None, "2021年", None],
        [None, "汽车产量(万辆)", "同比增长(%)", "汽车产量(万辆)", "同比增长(%)"],
        ["安徽省", 116.1, 25.9, 150.3, 29.5],
    ]
    found = take(book(rows, ["A2:A3", "B2:C2", "D2:E2"]), case)
    assert rows_of(found) == [
        ("anhui_cars", "anhui", "2020", 1_161_000.0, "vehicle", "period"),
        ("anhui_cars_growth", "anhui", "2020", 25.9, "percent", "period"),
        ("anhui_cars", "anhui", "2021", 1_503_000.0, "vehicle", "period"),
        ("anhui_cars_growth", "anhui", "2021", 29.5, "percent", "period"),
    ]


def test_merged_indicators_over_years(case):
    rows = [
        ["Region", "Output of vehicles (10,000 units)", None, "GDP (100 million yuan)", None],
        [None, 2020, 2021, 2020, 2021],
        ["Anhui", 116.1, 150.3, 38680.6, 42959.2],
    ]
    found = take(book(rows, ["A1:A2", "B1:C1", "D1:E1"]), case)
    assert {(m, t): v for m, _, t, v, _, _ in rows_of(found)} == {
        ("anhui_cars", "2020"): 1_161_000,
        ("anhui_cars", "2021"): 1_503_000,
        ("gdp", "2020"): 3_868_060_000_000,
        ("gdp", "2021"): 4_295_920_000_000,
    }


def test_a_heading_that_spans_without_being_merged_is_asked_about(case):
    rows = [
        ["地区", 2020, None, 2021, None],
        [None, "汽车产量(万辆)", "同比增长(%)", "汽车产量(万辆)", "同比增长(%)"],
        ["安徽", 1, 2, 3, 4],
    ]
    found = take(book(rows), case)
    assert [t for _, _, t, *_ in rows_of(found)] == ["2020", "2020", "2021", "2021"]
    assert "span" in topics(found)


def test_three_rows_of_headings_in_two_languages(case):
    rows = [
        ["地区", "2021年", None],
        [None, "汽车产量(万辆)", "地区生产总值(亿元)"],
        [None, "Output of Vehicles", "Gross Regional Product"],
        ["安徽", 150.3, 42959.2],
    ]
    found = take(book(rows, ["A1:A3", "B1:C1"]), case)
    assert rows_of(found) == [
        ("anhui_cars", "anhui", "2021", 1_503_000.0, "vehicle", "period"),
        ("gdp", "anhui", "2021", 4_295_920_000_000.0, "CNY", "period"),
    ]


def test_names_side_by_side_and_codes_find_the_place(case):
    rows = [["代码", "地区", "Region", "2021"], ["340000", "安 徽", "Anhui", 5], [None, None, "Jiangsu", 6]]
    found = take(book(rows), case, metric="gdp", unit="亿元")
    assert values(found) == {("anhui", "2021"): 5e8, ("jiangsu", "2021"): 6e8}


def test_indicators_down_the_side_with_units_and_parts(case):
    rows = [
        ["安徽省主要工业产品产量"],
        ["指标", "单位", "2021年1-10月", None],
        [None, None, "累计", "同比增长(%)"],
        ["汽车", "万辆", 120.3, "12.5"],
        ["　#新能源汽车", "万辆", 20.5, "180.1"],
        ["家用冰箱", "万台", 2000, "-3.1"],
    ]
    found = take(book(rows, ["A2:A3", "B2:B3", "C2:D2"]), case)
    told = {m: (t, v, u, f) for m, _, t, v, u, f in rows_of(found)}
    assert told["汽车"] == ("2021-01/2021-10", 1_203_000.0, "vehicle", "year_to_date")
    assert told["汽车_新能源汽车"] == ("2021-01/2021-10", 205_000.0, "vehicle", "year_to_date")
    assert told["汽车_新能源汽车_growth"] == ("2021-01/2021-10", 180.1, "percent", "year_to_date")
    assert told["家用冰箱"][2] == "unit"
    assert {p for _, p, *_ in rows_of(found)} == {"anhui"}
    assert "title_place" in topics(found)


MONTHS = [
    ["2021年全省汽车产量"],
    ["单位：万辆"],
    ["月份", "本月", None, "累计", None],
    [None, "产量", "同比增长(%)", "产量", "同比增长(%)"],
    ["1-2月", 20.1, 30.2, 20.1, 30.2],
    ["3月", 15, 10.0, 35.1, 20],
    ["4月", 12, 9, 47.1, 18],
]
MONTHS_MERGED = ["A3:A4", "B3:C3", "D3:E3"]


def test_months_with_sums_since_january_become_months_when_differenced(case):
    found = take(book(MONTHS, MONTHS_MERGED), case, place="anhui")
    added = add(case, found)
    assert added.sound
    points = observed(added.cluster, "anhui_cars", "anhui", "vehicle")
    sums = [p for p in points if p.flow == "year_to_date"]
    assert [p.period.text for p in sums] == ["2021-01/2021-02", "2021-01/2021-03", "2021-01/2021-04"]
    flows = {p.period.text: round(p.value) for p in difference(sums)}
    assert flows == {"2021-01/2021-02": 201_000, "2021-03": 150_000, "2021-04": 120_000}
    monthly = {p.period.text: p.value for p in points if p.flow == "period" and p.period.year == 2021}
    assert monthly == {"2021-03": 150_000, "2021-04": 120_000}


def test_growth_columns_are_observations_of_a_growth_metric_and_never_levels(case):
    found = take(book(MONTHS, MONTHS_MERGED), case, place="anhui")
    growth = found.observations.filter(found.observations["metric"] == "anhui_cars_growth")
    assert set(growth["unit"]) == {"percent"}
    assert dict(growth.select("period", "value").rows()) == {
        "2021-01/2021-02": 30.2,
        "2021-03": 10.0,
        "2021-01/2021-03": 20.0,
        "2021-04": 9.0,
        "2021-01/2021-04": 18.0,
    }


def test_a_repeated_figure_is_told_with_the_cell_that_has_it(case):
    found = take(book(MONTHS, MONTHS_MERGED), case, place="anhui")
    assert found.unread.select("cell", "reason_en").rows() == [
        ("Sheet1!D5", "the same figure stands in Sheet1!B5"),
        ("Sheet1!E5", "the same figure stands in Sheet1!C5"),
    ]


def test_growth_beside_its_level_without_any_heading_above_both(case):
    rows = [
        ["地区", "1-10月汽车产量(万辆)", "同比增长(%)", "10月汽车产量(万辆)", "增速(%)"],
        ["安徽", 120, 5, 13, 2],
    ]
    found = take(book(rows, sheet="2021年"), case)
    assert [(m, t, f) for m, _, t, _, _, f in rows_of(found)] == [
        ("anhui_cars", "2021-01/2021-10", "year_to_date"),
        ("anhui_cars_growth", "2021-01/2021-10", "year_to_date"),
        ("anhui_cars", "2021-10", "period"),
        ("anhui_cars_growth", "2021-10", "period"),
    ]


def test_english_months_over_years(case):
    rows = [
        ["Output of vehicles, Anhui"],
        ["Unit: 10,000 vehicles"],
        ["", "Jan-Feb", "Jan-Mar"],
        ["2021", 3.1, 5],
    ]
    found = take(book(rows), case)
    assert rows_of(found) == [
        ("anhui_cars", "anhui", "2021-01/2021-02", 31_000.0, "vehicle", "year_to_date"),
        ("anhui_cars", "anhui", "2021-01/2021-03", 50_000.0, "vehicle", "year_to_date"),
    ]


def test_a_year_in_one_column_and_its_months_in_the_next(case):
    rows = [["年", "月", "地区生产总值(亿元)"], [2021, 3, 10], [None, 4, 11], [2022, 1, 12]]
    found = take(book(rows), case, place="anhui")
    assert [t for _, _, t, *_ in rows_of(found)] == ["2021-03", "2021-04", "2022-01"]


def test_dates_of_excel_in_a_heading_are_months(case):
    rows = [["地区", dt.date(2021, 9, 1), dt.date(2021, 10, 1)], ["安徽", 1, 2]]
    data = book(rows, formats={"B1": "yyyy-mm", "C1": "yyyy-mm-dd"})
    assert [t for _, _, t, *_ in rows_of(take(data, case, metric="gdp", unit="亿元"))] == [
        "2021-09",
        "2021-10",
    ]


def test_lines_without_figures_name_the_indicator_of_what_follows(case):
    rows = [
        ["地区", "2020", "2021"],
        ["汽车产量(万辆)"],
        ["安徽", 1, 2],
        ["地区生产总值(亿元)"],
        ["安徽", 5, 6],
    ]
    found = take(book(rows), case)
    assert [(m, t, v) for m, _, t, v, _, _ in rows_of(found)] == [
        ("anhui_cars", "2020", 1e4),
        ("anhui_cars", "2021", 2e4),
        ("gdp", "2020", 5e8),
        ("gdp", "2021", 6e8),
    ]


def test_two_tables_on_one_sheet_are_both_read(case):
    rows = [
        ["汽车产量"],
        ["单位：万辆"],
        ["地区", 2020, 2021],
        ["安徽", 1, 2],
        [],
        ["地区生产总值"],
        ["单位：亿元"],
        ["地区", 2020, 2021],
        ["安徽", 3, 4],
    ]
    found = take(book(rows), case)
    assert [(m, v, u) for m, _, _, v, u, _ in rows_of(found)] == [
        ("anhui_cars", 1e4, "vehicle"),
        ("anhui_cars", 2e4, "vehicle"),
        ("gdp", 3e8, "CNY"),
        ("gdp", 4e8, "CNY"),
    ]


def test_totals_are_left_out_and_numbers_of_columns_are_no_figures(case):
    rows = [["地区", 2020, 2021], ["甲", 1, 2], ["安徽", 10, 20], ["合计", 10, 20]]
    found = take(book(rows), case, metric="gdp", unit="亿元")
    assert values(found) == {("anhui", "2020"): 1e9, ("anhui", "2021"): 2e9}
    assert found.counts["heading"] == 6
    assert [c for c, *_ in found.unread.select("cell").rows()][-2:] == ["Sheet1!B4", "Sheet1!C4"]


def test_years_as_figures_are_figures_below_a_heading_of_years(case):
    rows = [["地区", 2019, 2020], ["安徽", 2010, 1990], ["江苏", 2001, 2002]]
    found = take(book(rows), case, metric="gdp", unit="CNY")
    assert values(found) == {
        ("anhui", "2019"): 2010,
        ("anhui", "2020"): 1990,
        ("jiangsu", "2019"): 2001,
        ("jiangsu", "2020"): 2002,
    }


def test_unknown_places_are_drafted_with_kind_parent_and_a_question(case):
    rows = [["地区", "2021"], ["安徽省", 5], ["　芜湖市", 2], ["浙江省", 3], ["上海", 4]]
    found = take(book(rows), case, metric="gdp", unit="亿元")
    assert found.places.select("place", "kind", "parent").rows() == [
        ("芜湖市", "city", "anhui"),
        ("浙江省", "province", None),
        ("上海", "province", None),
    ]
    assert topics(found).count("place_draft") == 3


def test_a_name_that_two_places_bear_is_asked_about_and_not_guessed():
    meta = META | {"kind": "city"}
    two = [
        {"place": "a", "name_zh": "吉林省"} | meta | {"kind": "province"},
        {"place": "b", "name_zh": "吉林市"} | meta,
    ]
    found = take(
        book([["地区", "2021"], ["吉林", 5], ["吉林市", 6]]), cluster_of({"places": two}), metric="m"
    )
    assert values(found) == {("b", "2021"): 6}
    assert "place_unclear" in topics(found)


@pytest.mark.parametrize("line", ["单位：万辆", "Unit: 10,000 vehicles", "计量单位:万辆", "（单位：万辆）"])
@pytest.mark.parametrize("at", [0, 2, -1])
def test_the_unit_line_may_stand_above_the_table_at_either_side_or_below(case, line, at):
    table = [["地区", 2020, 2021], ["安徽", 1, 2]]
    rows = [*table, [], [line]] if at == -1 else [[None] * at + [line], *table]
    found = take(book(rows), case, metric="anhui_cars")
    assert [v for _, _, _, v, _, _ in rows_of(found)] == [1e4, 2e4]
    assert "unit_missing" not in topics(found)


def test_a_missing_unit_is_asked_about_and_the_metrics_own_is_taken(case):
    found = take(book([["地区", 2020], ["安徽", 710000]]), case, metric="anhui_cars")
    assert rows_of(found)[0][3:5] == (710_000, "vehicle")
    assert "unit_missing" in topics(found)
    assert "scale" not in topics(found)


@pytest.mark.parametrize(
    ("factor", "power"), [(1e-4, "10^-4"), (1e-3, "10^-3"), (1e4, "10^4"), (1e-8, "10^-8")]
)
def test_figures_off_by_a_power_of_ten_are_asked_about_and_never_rescaled(case, factor, power):
    value = 800_000 * factor
    found = take(book([["地区", 2020], ["安徽", value]]), case, metric="anhui_cars")
    assert rows_of(found)[0][3] == pytest.approx(value)
    asked = next(q for q in found.questions if q.topic == "scale")
    assert power in asked.done.en
    assert power in asked.done.zh


def test_an_unknown_unit_and_several_units_in_the_line_are_asked_about(case):
    rows = [["单位：万标准箱"], ["港口", 2020], ["安徽", 3]]
    found = take(book(rows), case)
    assert "unit_unknown" in topics(found)
    found = take(book([["单位：万辆、亿元"], ["地区", "汽车产量"], ["安徽", 3]], sheet="2021"), case)
    assert "unit_line" in topics(found)


def test_the_unit_that_the_user_gives_wins_and_that_is_told(case):
    found = take(book(PAGE, ["A1:D1"]), case, unit="辆")
    assert values(found)["anhui", "2019"] == 77.6
    assert "unit_overruled" in topics(found)
    with pytest.raises(UnitError):
        take(book(PAGE), case, unit="furlong")


def test_a_share_without_a_unit_is_read_as_percent_and_asked_about(case):
    rows = [["单位：万辆"], ["地区", "汽车产量", "占全国比重"], ["安徽", 150.3, 5.8]]
    found = take(book(rows, sheet="2021"), case)
    assert [(u, v) for _, _, _, v, u, _ in rows_of(found)] == [("vehicle", 1_503_000.0), ("percent", 5.8)]
    assert "percent_assumed" in topics(found)


def test_a_cell_that_excel_shows_as_percent_is_one(case):
    rows = [["地区", "占比"], ["安徽", 0.058]]
    found = take(book(rows, formats={"B2": "0.0%"}, sheet="2021"), case)
    assert rows_of(found)[0][3:5] == (5.8, "percent")


def test_every_odd_cell_is_told_with_its_address_and_reason(case):
    rows = [["地区", 2019, 2020, 2021], ["安徽", "abc", "=1/0", "12,5"], ["江苏", 1, "x", "n.a."]]
    found = take(book(rows), case, metric="gdp", unit="亿元")
    assert len(rows_of(found)) == 1
    assert {c for c, *_ in found.unread.select("cell").rows()} == {
        "Sheet1!B2",
        "Sheet1!C2",
        "Sheet1!D2",
        "Sheet1!C3",
        "Sheet1!D3",
    }
    asked = {q.cell: q for q in found.questions if q.topic in {"odd_cell", "broken_cell"}}
    assert set(asked) == {"Sheet1!B2", "Sheet1!C2", "Sheet1!D2"}
    assert all(q.done.zh and q.decide.zh and q.done.en and q.decide.en for q in asked.values())


def test_what_lacks_a_period_a_place_or_a_name_is_left_with_its_reason(case):
    assert take(book([["地区", "汽车产量(万辆)"], ["安徽", 3]]), case).unread["reason_en"].to_list() == [
        "neither heading, row nor title says which period"
    ]
    bare = take(book([["年份", "汽车产量(万辆)"], [2020, 3], [2021, 4]]), case)
    assert bare.unread["reason_en"].unique().to_list() == [
        "neither heading, row nor title names a place; give --place"
    ]
    assert take(book([["地区", 2021], ["安徽", 3]]), case).unread["reason_en"].to_list() == [
        "nothing says what is measured; give --metric"
    ]


def test_a_sheet_without_a_table_is_told(case):
    found = take(book([["只有文字"], ["没有数据"]]), case)
    assert topics(found) == ["no_table"]
    assert found.counts["unread"] == 2


def test_one_sheet_may_be_named(case):
    data = book([["地区", 2021], ["安徽", 3]], sheet="表一")
    assert len(rows_of(take(data, case, sheet="表一", metric="gdp"))) == 1
    with pytest.raises(CaseError, match="表一"):
        take(data, case, sheet="表二")


def test_a_metric_given_for_a_page_of_several_indicators_is_not_applied(case):
    rows = [["地区", "地区生产总值(亿元)", "发电量(亿千瓦时)"], ["安徽", 3, 4]]
    found = take(book(rows, sheet="2021"), case, metric="anhui_cars")
    assert [m for m, *_ in rows_of(found)] == ["gdp", "发电量"]
    assert "metric_not_applied" in topics(found)


def test_a_wide_csv_in_gb18030_is_read_like_a_sheet(case):
    rows = [["地区", "2020", "2021"], ["安徽省", "3.5", "4"]]
    found = take(text(rows, "gb18030"), case, name="gdp.csv", metric="gdp", unit="亿元")
    assert values(found) == {("anhui", "2020"): 3.5e8, ("anhui", "2021"): 4e8}
    assert topics(found) == ["file"]
    marked = take(b"\xef\xbb\xbf" + text(rows), case, name="gdp.csv", metric="gdp", unit="亿元")
    assert values(marked) == values(found)


def test_rounding_words_in_cells_become_intervals(case):
    found = take(book([["地区", 2021], ["安徽", "近150万辆"]]), case, metric="anhui_cars")
    row = found.observations.to_dicts()[0]
    assert (row["value"], row["value_low"], row["value_high"]) == (1_500_000, 1_450_000, 1_500_000)
    assert row["note"] == "近"


def test_a_merged_range_over_the_whole_sheet_costs_nothing(case):
    found = take(
        book([["汽车产量"], ["地区", 2021], ["安徽", 3]], ["A1:XFD1", "A4:XFD1048576"]), case, unit="万辆"
    )
    assert values(found) == {("anhui", "2021"): 3e4}


def test_files_that_are_no_tables_are_refused():
    for name, data in (
        ("a.pdf", b"%PDF"),
        ("a.xls", b"\xd0\xcf\x11\xe0rest"),
        ("a.xlsx", b"PK\x03\x04broken"),
    ):
        with pytest.raises(CaseError):
            read_pages(data, name)


NAMES = ["安徽", "江苏", "浙 江", "合肥市", "Shanghai", "重庆", "湖北省"]
NUMBERS = st.decimals(min_value=0, max_value=10**7, places=2) | st.integers(0, 10**6).map(Decimal)


@given(st.data())
def test_a_random_table_laid_out_as_a_yearbook_page_comes_back_with_the_same_numbers(data):
    places = data.draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
    first = data.draw(st.integers(1990, 2015))
    years = list(range(first, first + data.draw(st.integers(2, 5))))
    layout = data.draw(st.sampled_from(["years across", "years down", "years over indicators", "csv"]))
    indicators = ["汽车产量", "发电量"] if layout == "years over indicators" else ["汽车产量"]
    numbers = {(p, y, i): data.draw(NUMBERS) for p in places for y in years for i in indicators}
    separators = data.draw(st.booleans())

    def shown(p, y, i):
        return f"{numbers[p, y, i]:,}" if separators else float(numbers[p, y, i])

    title, unit = [["3-5 各地区汽车产量"]], [["单位：万辆"]]
    merges = []
    if layout == "years down":
        rows = [
            *title,
            *unit,
            ["年份", *places],
            *([y, *(shown(p, y, "汽车产量") for p in places)] for y in years),
        ]
    elif layout == "years over indicators":
        columns = [(y, i) for y in years for i in indicators]
        rows = [
            ["地区", *(y if i == indicators[0] else None for y, i in columns)],
            [None, *(i + "(万辆)" for _, i in columns)],
        ]
        rows += [[p, *(shown(p, y, i) for y, i in columns)] for p in places]
        merges = [f"{chr(66 + 2 * n)}1:{chr(67 + 2 * n)}1" for n in range(len(years))]
    else:
        rows = [
            *title,
            *unit,
            ["地  区", *years],
            *([p, *(shown(p, y, "汽车产量") for y in years)] for p in places),
        ]
    table = text(rows) if layout == "csv" else book(rows, merges)
    found = take(table, name="page.csv" if layout == "csv" else "page.xlsx")
    wanted = sorted(
        (i, p.replace(" ", "").lower(), str(y), float(n * 10_000), "vehicle")
        for (p, y, i), n in numbers.items()
    )
    assert sorted((m, p, t, v, "vehicle") for m, p, t, v, _, _ in rows_of(found)) == wanted


CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(-(10**6), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        [
            "2021",
            "2021年",
            "1-2月",
            "安徽",
            "单位：万辆",
            "-",
            "…",
            "合计",
            "同比增长(%)",
            "累计",
            "注：",
            "近3万",
            "x",
            "value",
            "period",
            "place",
            "TIME_PERIOD",
            "OBS_VALUE",
            "地区",
            "年份",
            "月份",
            "数值",
            2019,
            2020,
        ]
    ),
)


@given(st.lists(st.lists(CELLS, max_size=6), max_size=8), st.booleans())
def test_fuzz_random_cells_end_in_a_result_that_accounts_for_all_or_a_clear_error(rows, with_case):
    assume(any(v not in {None, ""} for row in rows for v in row))
    try:
        found = take(text(rows), cluster_of(CASE) if with_case else None, name="fuzz.csv")
    except HinterlandError:
        return
    roles = ("figure", "heading", "label", "title", "unit", "note", "unread")
    assert sum(found.counts[r] for r in roles) == found.counts["cells"]
    assert found.counts["figure"] == found.observations.height
    assert found.counts["unread"] == found.unread.height
    add(cluster_of(CASE), found)


def test_the_whole_country_is_the_only_one_of_the_case_and_that_is_asked_unless_it_is_china(case):
    rows = [["地区", 2021], ["全 国", 3]]
    assert topics(take(book(rows), case, metric="gdp", unit="亿元")) == []
    named = [{**p, "name_zh": "北国"} if p["place"] == "china" else p for p in CASE["places"]]
    found = take(book(rows), cluster_of({**CASE, "places": named}), metric="gdp", unit="亿元")
    assert values(found) == {("china", "2021"): 3e8}
    assert topics(found) == ["country"]


def test_columns_over_months_are_places_where_the_title_names_the_indicator_and_no_place():
    rows = [["汽车产量（万辆）"], ["", "安徽", "江苏"], ["2021年1-2月", 1, 2], ["2021年1-3月", 3, 4]]
    found = take(book(rows))
    assert {(m, p, t) for m, p, t, *_ in rows_of(found)} == {
        ("汽车产量", p, t) for p in ("安徽", "江苏") for t in ("2021-01/2021-02", "2021-01/2021-03")
    }
    assert topics(found).count("place_draft") == 2
