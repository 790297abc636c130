from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinterland import dates
from hinterland.errors import DateError


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2021-08-09", "2021-08-09"),
        ("2021/8/9", "2021-08-09"),
        ("2021.8.9", "2021-08-09"),
        ("20210809", "2021-08-09"),
        ("2021年8月9日", "2021-08-09"),
        ("2021年8月", "2021-08"),
        ("2021年", "2021"),
        ("2021-08", "2021-08"),
        ("2021", "2021"),
        ("2021-08-09 00:00:00", "2021-08-09"),
        ("2021-08-09T00:00", "2021-08-09"),
        ("2021-02-30", None),
        ("09/08/2021", None),
        ("2021-13", None),
        ("2021-08-09 12:30", None),
        ("soon", None),
    ],
)
def test_dates_are_read_as_precisely_as_they_are_written(written: str, read: str | None) -> None:
    assert dates.canonical_date(written) == read


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021-02-28", date(2021, 2, 28), date(2021, 2, 28)),
    ],
)
def test_a_date_admits_the_days_of_its_precision(written: str, first: date, last: date) -> None:
    assert (dates.first_day(written), dates.last_day(written)) == (first, last)


def test_what_is_no_date_is_refused_in_words() -> None:
    with pytest.raises(DateError, match="YYYY-MM-DD"):
        dates.day("2021")
    with pytest.raises(DateError, match="no date of the calendar"):
        dates.first_day("2021-02-30")
    with pytest.raises(DateError, match="no date"):
        dates.last_day("yesterday")


@pytest.mark.parametrize(
    ("written", "read", "start", "end", "grain"),
    [
        ("2021", "2021", date(2021, 1, 1), date(2021, 12, 31), "year"),
        ("2021Q1", "2021-Q1", date(2021, 1, 1), date(2021, 3, 31), "quarter"),
        ("Q4 2021", "2021-Q4", date(2021, 10, 1), date(2021, 12, 31), "quarter"),
        ("2021 H2", "2021-H2", date(2021, 7, 1), date(2021, 12, 31), "half"),
        ("2021年上半年", "2021-H1", date(2021, 1, 1), date(2021, 6, 30), "half"),
        ("2021年第三季度", "2021-Q3", date(2021, 7, 1), date(2021, 9, 30), "quarter"),
        ("2023年1-11月", "2023-01/2023-11", date(2023, 1, 1), date(2023, 11, 30), "span"),
        ("2023-01/2023-12", "2023-01/2023-12", date(2023, 1, 1), date(2023, 12, 31), "year"),
        ("2021-05", "2021-05", date(2021, 5, 1), date(2021, 5, 31), "month"),
        ("2021-05-03", "2021-05-03", date(2021, 5, 3), date(2021, 5, 3), "day"),
        ("2021-Q1/2021-Q3", "2021-Q1/2021-Q3", date(2021, 1, 1), date(2021, 9, 30), "span"),
        ("2021-01-01~2021-06-30", "2021-01-01/2021-06-30", date(2021, 1, 1), date(2021, 6, 30), "span"),
    ],
)
def test_periods_are_read_in_the_spellings_people_use(
    written: str, read: str, start: date, end: date, grain: str
) -> None:
    assert dates.canonical_period(written) == read
    period = dates.parse_period(read)
    assert (period.start, period.end, period.grain) == (start, end, grain)


@pytest.mark.parametrize(
    "text", ["2021-Q5", "2021-H3", "2023-11/2023-01", "2021-00", "now", "", "2021-Q1-Q2"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    assert dates.canonical_period(text) is None
    with pytest.raises(DateError):
        dates.parse_period(text)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_standard_date_stays_as_it_is_and_covers_itself(day: date) -> None:
    for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        assert dates.canonical_date(text) == text
        assert dates.canonical_period(text) == text
        assert dates.first_day(text) <= day <= dates.last_day(text)


@given(st.integers(20_000, 80_000))
def test_excel_serials_count_days(serial: int) -> None:
    text = dates.from_excel_serial(serial)
    assert text is not None
    assert (date.fromisoformat(text) - date(1899, 12, 30)).days == serial


def test_small_numbers_are_no_excel_dates() -> None:
    assert dates.from_excel_serial(2021) is None
    assert dates.from_excel_serial(44197) == "2021-01-01"


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_never_raises(text: str) -> None:
    for reader in (dates.canonical_date, dates.canonical_period):
        read = reader(text)
        assert read is None or reader(read) == read
