"""Tables with one figure a row: SDMX-CSV in both versions, long tables in any encoding."""

import pytest

from hinterland.intake.detect import detect
from hinterland.intake.grid import read_pages
from intake_pages import book, rows_of, take, text, topics, values
from test_intake_pages import case  # noqa: F401 - a fixture

ONE = [
    [
        "DATAFLOW",
        "FREQ",
        "REF_AREA",
        "INDICATOR",
        "TIME_PERIOD",
        "OBS_VALUE",
        "UNIT_MEASURE",
        "UNIT_MULT",
        "OBS_STATUS",
        "CONF_STATUS",
    ],
    [
        "OF:DF(1.0)",
        "A",
        "CN: China",
        "VEH: Output of vehicles",
        "2020",
        "25.225",
        "VEH: Vehicles",
        "6",
        "A",
        "F",
    ],
    [
        "OF:DF(1.0)",
        "A",
        "CN: China",
        "VEH: Output of vehicles",
        "2021",
        "26.082",
        "VEH: Vehicles",
        "6",
        "P",
        "F",
    ],
    [
        "OF:DF(1.0)",
        "Q",
        "CN: China",
        "VEH: Output of vehicles",
        "2021-Q1",
        "6.3",
        "VEH: Vehicles",
        "6",
        "B",
        "F",
    ],
    [
        "OF:DF(1.0)",
        "M",
        "CN: China",
        "VEH: Output of vehicles",
        "2021-M03",
        "2.4",
        "VEH: Vehicles",
        "6",
        "E: Estimate",
        "F",
    ],
    ["OF:DF(1.0)", "A", "CN: China", "VEH: Output of vehicles", "2022", "", "VEH: Vehicles", "6", "M", "F"],
    [
        "OF:DF(1.0)",
        "A",
        "CN: China",
        "VEH: Output of vehicles",
        "2023",
        "NaN",
        "VEH: Vehicles",
        "6",
        "M",
        "F",
    ],
    ["OF:DF(1.0)", "A", "CN: China", "VEH: Output of vehicles", "2030", "40", "VEH: Vehicles", "6", "F", "F"],
]


def test_sdmx_csv_1_scales_by_its_power_of_ten_and_reads_codes_with_labels(case):  # noqa: F811
    found = take(text(ONE), case, name="sdmx.csv")
    assert [(p, t, v, u) for _, p, t, v, u, _ in rows_of(found)] == [
        ("china", "2020", 25_225_000.0, "vehicle"),
        ("china", "2021", 26_082_000.0, "vehicle"),
        ("china", "2021-Q1", 6_300_000.0, "vehicle"),
        ("china", "2021-03", 2_400_000.0, "vehicle"),
    ]
    assert found.metrics["metric"].to_list() == ["output_of_vehicles"]
    assert found.places.height == 0


def test_the_status_of_an_observation_is_kept_and_forecasts_are_left_out(case):  # noqa: F811
    found = take(text(ONE), case, name="sdmx.csv")
    rows = {r["period"]: r for r in found.observations.to_dicts()}
    assert rows["2020"]["note"] is None
    assert (rows["2021"]["note"], rows["2021"]["note_zh"]) == ("preliminary", "初步数")
    assert rows["2021-Q1"]["series_break"]
    assert rows["2021-03"]["note"] == "estimated"
    reasons = {c: r for _, c, _, r, _ in found.unread.rows()}
    assert reasons["sdmx.csv!F8"].startswith("marked as a forecast")
    assert reasons["sdmx.csv!F7"] == "the source gives no figure here"
    assert reasons["sdmx.csv!J2"] == "observations hold no such column"


TWO = [
    [
        "STRUCTURE",
        "STRUCTURE_ID",
        "ACTION",
        "FREQ",
        "REF_AREA",
        "MEASURE",
        "SEX",
        "TIME_PERIOD",
        "OBS_VALUE",
        "UNIT_MEASURE",
        "OBS_STATUS",
    ],
    [
        "dataflow",
        "OF:DF(2.0)",
        "I",
        "A",
        "DE",
        "Employment in manufacturing",
        "F",
        "2021",
        "2100.5",
        "thousand persons",
        "A",
    ],
    [
        "dataflow",
        "OF:DF(2.0)",
        "I",
        "A",
        "DE",
        "Employment in manufacturing",
        "M",
        "2021",
        "5400",
        "thousand persons",
        "A",
    ],
    [
        "dataflow",
        "OF:DF(2.0)",
        "D",
        "A",
        "DE",
        "Employment in manufacturing",
        "M",
        "2020",
        "5300",
        "thousand persons",
        "A",
    ],
]


def test_sdmx_csv_2_tells_series_apart_by_its_dimensions_and_heeds_deletions():
    found = take(text(TWO), name="sdmx2.csv")
    assert [(m, v, u) for m, _, _, v, u, _ in rows_of(found)] == [
        ("employment_in_manufacturing_f", 2_100_500.0, "person"),
        ("employment_in_manufacturing_m", 5_400_000.0, "person"),
    ]
    assert found.places["place"].to_list() == ["de"]
    assert "the message deletes this figure (ACTION D)" in found.unread["reason_en"].to_list()


@pytest.mark.parametrize("power", ["banana", "99", "1.5"])
def test_a_power_of_ten_that_is_none_is_told_and_the_figure_not_read(power):
    rows = [
        ["REF_AREA", "INDICATOR", "TIME_PERIOD", "OBS_VALUE", "UNIT_MULT"],
        ["CN", "X", "2021", "5", power],
    ]
    found = take(text(rows), name="s.csv")
    assert rows_of(found) == []
    assert "odd_cell" in topics(found)


LONG = [
    ["地区", "年份", "指标", "数值", "单位", "备注"],
    ["安徽省", "2020", "地区生产总值", "38680.6", "亿元", ""],
    ["安徽省", "2021年", "地区生产总值", "42959.2", "亿元", "初步核算"],
    ["合肥市", "2021", "地区生产总值", "逾1.1万", "亿元", ""],
    ["合肥市", "昨天", "地区生产总值", "5", "亿元", ""],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_long_table_is_read_in_any_encoding(case, encoding):  # noqa: F811
    found = take(text(LONG, encoding), case, name="long.csv")
    assert values(found) == {
        ("anhui", "2020"): 3_868_060_000_000.0,
        ("anhui", "2021"): 4_295_920_000_000.0,
        ("hefei", "2021"): 1_100_000_000_000.0,
    }
    row = found.observations.to_dicts()[2]
    assert (row["value_low"], row["value_high"]) == (1.1e12, None)
    assert found.observations["note"].to_list()[1] == "初步核算"
    assert found.unread["text"].to_list() == ["5"]


def test_observations_as_hinterland_writes_them_come_back():
    head = [
        "metric",
        "place",
        "period",
        "vintage",
        "value",
        "value_low",
        "value_high",
        "unit",
        "flow",
        "published",
        "source",
    ]
    rows = [
        head,
        [
            "m_one",
            "p_one",
            "2021-01/2021-10",
            "2021-11-20",
            "5",
            "5",
            "",
            "vehicle",
            "year_to_date",
            "2021-11-20",
            "an office",
        ],
    ]
    found = take(text(rows), name="o.csv", published="").observations.to_dicts()[0]
    assert [found[c] for c in head] == [
        "m_one",
        "p_one",
        "2021-01/2021-10",
        "2021-11-20",
        5.0,
        5.0,
        None,
        "vehicle",
        "year_to_date",
        "2021-11-20",
        "an office",
    ]


def test_a_long_table_on_a_sheet_with_a_title_is_read_too(case):  # noqa: F811
    found = take(
        book(
            [
                ["Figures of GDP"],
                ["place", "period", "metric", "value", "unit"],
                ["Anhui", 2021, "GDP", 5, "CNY"],
            ]
        ),
        case,
    )
    assert rows_of(found) == [("gdp", "anhui", "2021", 5.0, "CNY", "period")]


def test_what_tells_rows_apart_becomes_part_of_the_indicator_and_numbers_unasked_for_are_told():
    rows = [
        ["place", "year", "indicator", "fuel", "value", "unit", "score"],
        ["X", "2021", "Output", "petrol", "5", "vehicle", "1"],
        ["X", "2021", "Output", "electric", "6", "vehicle", "2"],
    ]
    found = take(text(rows), name="l.csv")
    assert [m for m, *_ in rows_of(found)] == ["output_petrol", "output_electric"]
    assert "unused_column" in topics(found)
    assert found.unread["cell"].to_list() == ["l.csv!G2", "l.csv!G3"]


def test_months_of_a_long_table_sum_since_january_where_they_say_so(case):  # noqa: F811
    rows = [
        ["地区", "时间", "指标", "数值", "单位"],
        ["安徽", "2021年1-2月", "汽车产量", "20.1", "万辆"],
        ["安徽", "2021年3月", "汽车产量", "15", "万辆"],
    ]
    found = take(text(rows), case, name="l.csv")
    assert [(t, f) for _, _, t, _, _, f in rows_of(found)] == [
        ("2021-01/2021-02", "year_to_date"),
        ("2021-03", "period"),
    ]


def test_a_yearbook_page_is_not_mistaken_for_a_long_table():
    page = read_pages(text([["地区", "数值"], ["安徽", "5"]]), "p.csv")[0]
    assert detect(page) is None
