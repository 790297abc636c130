"""One text at a time: rounding words, figures and the signs for their absence, periods, units, headings."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinterland.dates import parse_period
from hinterland.intake.figure import Figure, Gap, read_figure, remark
from hinterland.intake.labels import Name, join_names, read_label, split_languages, unit_lines
from hinterland.intake.rounded import half_unit, read_rounded
from hinterland.intake.unit_words import read_unit, read_unit_code
from hinterland.intake.when import When, combine, period_of, read_code, read_when

M = 1_000_000


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("nearly 1.3 million", 1.3 * M, 1.25 * M, 1.3 * M),
        ("近130万", 1.3 * M, 1.25 * M, 1.3 * M),
        ("将近130万辆", 1.3 * M, 1.25 * M, 1.3 * M),
        ("nearly 100", 100, 95, 100),
        ("nearly 2 million", 2 * M, 1.95 * M, 2 * M),
        ("more than 1.3 million vehicles", 1.3 * M, 1.3 * M, None),
        ("超过130万辆", 1.3 * M, 1.3 * M, None),
        ("逾130万", 1.3 * M, 1.3 * M, None),
        ("突破130万辆", 1.3 * M, 1.3 * M, None),
        ("3000家以上", 3000, 3000, None),
        ("不足100家", 100, None, 100),
        ("less than 100", 100, None, 100),
        ("约120万辆", 1.2 * M, 1.15 * M, 1.25 * M),
        ("120万辆左右", 1.2 * M, 1.15 * M, 1.25 * M),
        ("about 1.20 million", 1.2 * M, 1.195 * M, 1.205 * M),
        ("130多万辆", 1.3 * M, 1.3 * M, 1.4 * M),
        ("130万余", 1.3 * M, 1.3 * M, 1.31 * M),
        ("1.3 million", 1.3 * M, 1.3 * M, 1.3 * M),
        ("达到130万辆", 1.3 * M, 1.3 * M, 1.3 * M),
    ],
)
def test_a_rounding_word_becomes_an_interval(text, value, low, high):
    found = read_rounded(text)
    assert float(found.value) == value
    assert [None if end is None else float(end) for end in (found.low, found.high)] == [low, high]


def test_a_plain_figure_is_widened_only_when_asked():
    found = read_rounded("1.3 million", rounding=True)
    assert (float(found.low), float(found.high)) == (1.25 * M, 1.35 * M)
    whole = read_rounded("130万", rounding=True)  # every digit of a table is written, the last zero too
    assert (float(whole.low), float(whole.high)) == (1_295_000, 1_305_000)


def test_what_states_no_single_figure_is_none():
    for text in ("3-5万", "三到五家", "", "million", "abc", "12.5.3"):
        assert read_rounded(text) is None


@given(st.integers(1, 10**9), st.integers(0, 4))
def test_rounding_to_the_last_meant_digit_gives_the_figure_back(number, places):
    digits = f"{number}.{'5' * places}" if places else str(number)
    half = half_unit(digits)
    value = Decimal(digits)
    assert half > 0
    assert round(value / (2 * half)) * 2 * half == value  # the figure is a multiple of its unit
    assert half * 2 <= value or value < 10


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234", 1234),
        ("1 234", 1234),
        ("1\u00a0234.5", 1234.5),
        ("１２３", 123),
        ("12.3*", 12.3),
        ("12³", 12),
        ("130.5①", 130.5),
        ("1234p", 1234),
        ("12.3 (p)", 12.3),
        ("5.1（初步）", 5.1),
        ("(1,234)", -1234),
        ("-5.2", -5.2),
        ("35%", 35),
        ("1.2e5", 120000),
    ],
)
def test_a_figure_is_read_without_its_marks(text, value):
    found = read_figure(text)
    assert isinstance(found, Figure)
    assert float(found.value) == value


@pytest.mark.parametrize(
    "text", ["-", "—", "…", "n.a.", "x", "..", "无", "—— ", "#N/A", "2024f", "12 (预测)"]
)
def test_a_usual_sign_for_no_figure_is_a_gap_with_a_reason(text):
    found = read_figure(text)
    assert isinstance(found, Gap)
    assert not found.odd
    assert found.reason.en
    assert found.reason.zh


@pytest.mark.parametrize("text", ["abc", "12,5", "3月", "(p)", "1e400", "12 34", "see note"])
def test_what_is_no_figure_is_odd_and_never_guessed(text):
    assert read_figure(text).odd


def test_a_comma_between_semicolons_is_not_guessed():
    assert read_figure("1,234", comma_unclear=True).odd
    assert float(read_figure("1234.5", comma_unclear=True).value) == 1234.5


def test_marks_lead_to_their_footnotes():
    found = remark(read_figure("150.3*"), {"*": "初步数。"})
    assert found.en == "marked *: 初步数。"
    assert remark(read_figure("7b"), {}).en == "break in series"
    assert read_figure("7b").broken
    assert remark(read_figure("7"), {}) is None


@pytest.mark.parametrize(
    ("text", "period", "flow"),
    [
        ("2021", "2021", "period"),
        ("2021 年", "2021", "period"),
        ("2021*", "2021", "period"),
        ("2021年1-10月累计", "2021-01/2021-10", "year_to_date"),
        ("2021年1—2月", "2021-01/2021-02", "year_to_date"),
        ("Jan.-Feb. 2021", "2021-01/2021-02", "year_to_date"),
        ("January–October 2021", "2021-01/2021-10", "year_to_date"),
        ("2021年10月", "2021-10", "period"),
        ("Oct 2021", "2021-10", "period"),
        ("2021-10-01", "2021-10", "period"),
        ("2021-12-31", "2021-12-31", "stock"),
        ("2021年前三季度", "2021-01/2021-09", "year_to_date"),
        ("2021Q2", "2021-Q2", "period"),
        ("2021年一季度", "2021-Q1", "period"),
        ("2021年上半年", "2021-H1", "period"),
        ("First half of 2021", "2021-H1", "period"),
        ("2016-2020年", "2016/2020", "period"),
        ("2021年3-5月", "2021-03/2021-05", "period"),
    ],
)
def test_a_period_is_read_as_headings_write_it(text, period, flow):
    when, _ = read_when(text)
    assert period_of(when) == (period, flow)
    assert parse_period(period).text == period


@pytest.mark.parametrize("text", ["GDP", "12个月", "MAYBE", "13月", "2021年13-14月x", "100"])
def test_what_is_no_period_is_none(text):
    when, _ = read_when(text)
    assert when is None or when.first == 0


def test_months_take_their_year_from_the_level_above():
    months, _ = read_when("1-2月")
    assert period_of(combine(When(2021), months)) == ("2021-01/2021-02", "year_to_date")
    assert period_of(combine(months, When(2021))) == ("2021-01/2021-02", "year_to_date")
    assert period_of(months) is None


def test_the_current_month_and_the_sum_since_january_are_told_apart():
    when, _ = read_when("2021年10月")
    assert period_of(when, "cumulative") == ("2021-01/2021-10", "year_to_date")
    assert period_of(when, "current") == ("2021-10", "period")
    joint, _ = read_when("2021年1-2月")  # published as one figure, whatever its column is called
    assert period_of(joint, "current") == ("2021-01/2021-02", "year_to_date")


def test_codes_of_sdmx_periods_are_read():
    codes = ["2021", "2021-Q1", "2021-M03", "2021-03", "2021-S1", "2021-A1", "2021-W05", "soon"]
    assert [read_code(c) for c in codes] == [
        "2021", "2021-Q1", "2021-03", "2021-03", "2021-H1", "2021", None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "unit", "factor"),
    [
        ("万辆", "vehicle", 1e4),
        ("10,000 vehicles", "vehicle", 1e4),
        ("10 000 units", "unit", 1e4),
        ("亿元", "CNY", 1e8),
        ("100 million yuan", "CNY", 1e8),
        ("thousand tons", "t", 1e3),
        ("%", "percent", 1),
        ("个百分点", "percentage_point", 1),
        ("GWh", "GWh", 1),
        ("元/人", "CNY/person", 1),
        ("百万美元", "USD", 1e6),
    ],
)
def test_a_unit_is_read_as_sheets_write_it(text, unit, factor):
    found = read_unit(text)
    assert (found.unit, float(found.factor)) == (unit, factor)


def test_an_unknown_unit_is_none():
    assert read_unit("furlongs") is None
    assert read_unit_code("PC: Percent").unit == "percent"
    assert read_unit_code("ZZZ: vehicles").unit == "vehicle"


def test_a_heading_is_taken_apart():
    label = read_label("2021年1-10月 汽车产量累计同比增长（%）")
    assert (label.growth, label.measure, label.name) == ("yoy", "cumulative", Name(zh="汽车产量"))
    assert label.unit.unit == "percent"
    assert (label.when.year, label.when.first, label.when.last) == (2021, 1, 10)
    assert read_label("#其中：新能源汽车").sub
    assert read_label("　　合肥市").indent == 2
    assert read_label("年末汽车保有量(万辆)").stock


def test_a_change_in_vehicles_is_no_growth_rate():
    assert read_label("比上年增长(万辆)").growth == ""
    assert read_label("比上年增长(%)").growth == "yoy"
    assert read_label("环比(%)").growth == "mom"


def test_names_in_two_languages_are_parted():
    assert split_languages("安徽 Anhui") == Name("Anhui", "安徽")
    assert split_languages("Anhui 安徽") == Name("Anhui", "安徽")
    assert split_languages("GDP增速") == Name(zh="GDP增速")
    assert join_names([Name(zh="汽车"), Name(en="Vehicles"), Name(zh="轿车")]) == Name(
        "Vehicles", "汽车：轿车"
    )


def test_a_unit_line_may_be_in_both_languages():
    assert unit_lines("单位：万辆   Unit: 10,000 vehicles") == ["万辆", "10,000 vehicles"]
    assert unit_lines("计量单位:亿元") == ["亿元"]
    assert unit_lines("汽车产量") == []


@given(st.text(max_size=30))
def test_fuzz_any_text_is_a_figure_a_gap_and_some_label(text):
    assert isinstance(read_figure(text), Figure | Gap)
    label = read_label(text)
    if label.when and (found := period_of(label.when)):
        assert parse_period(found[0]).start <= parse_period(found[0]).end
