"""English dates: hand-computed tables. Published on Thursday 18 May 2023 unless a row says otherwise."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from hinterland.reading.text import Text
from hinterland.reading.whens import find_whens

if TYPE_CHECKING:
    from hinterland.reading.model import When

PUBLISHED = date(2023, 5, 18)


def read(raw: str, published: date | None = PUBLISHED) -> list[When]:
    text = Text.of(raw)
    return find_whens(text.clean, text.sentences, published)


def shape(raw: str, published: date | None = PUBLISHED) -> list[tuple[str, str, str]]:
    """Return words, dates and role of each date: "2021..2025" for a period."""
    return [
        (raw[w.start : w.end], f"{w.first}..{w.date}" if w.first else w.date, w.role)
        for w in read(raw, published)
    ]


STATED = [
    ("The plant will open in 2025.", "in 2025", "2025", "in"),
    ("It wants 50 GWh by 2025.", "by 2025", "2025", "by"),
    ("It wants 50 GWh by the end of 2026.", "by the end of 2026", "2026", "by"),
    ("Output starts end-2027.", "end-2027", "2027", ""),
    ("It opens in late 2024.", "in late 2024", "2024", "in"),
    ("It opens by mid-2025.", "by mid-2025", "2025", "by"),
    ("It opens in the first half of 2026.", "in the first half of 2026", "2026-01..2026-06", "in"),
    ("It opens in Q3 2025.", "in Q3 2025", "2025-07..2025-09", "in"),
    ("It opens in the third quarter of 2025.", "in the third quarter of 2025", "2025-07..2025-09", "in"),
    ("Sales fell in the first nine months of 2024.", "in the first nine months of 2024", "2024-01..2024-09", "in"),
    ("Sales fell in Q1-Q3 2024.", "in Q1-Q3 2024", "2024-01..2024-09", "in"),
    ("Sales fell in 1H24.", "in 1H24", "2024-01..2024-06", "in"),
    ("Sales fell in the last quarter of 2022.", "in the last quarter of 2022", "2022-10..2022-12", "in"),
    ("Sales fell in FY2025.", "in FY2025", "2025", "in"),
    ("Sales fell in FY24.", "in FY24", "2024", "in"),
    ("Sales fell in fiscal 2025.", "in fiscal 2025", "2025", "in"),
    ("Sales fell in the fiscal year 2025-26.", "in the fiscal year 2025-26", "2025..2026", "in"),
    ("Sales fell in FY 2024-25.", "in FY 2024-25", "2024..2025", "in"),
    ("The scheme runs from FY25 to FY30.", "from FY25 to FY30", "2025..2030", "in"),
    ("The plan (2021-2025) is out.", "2021-2025", "2021..2025", ""),
    ("It will spend 4bn from 2024 to 2027.", "from 2024 to 2027", "2024..2027", "in"),
    ("The share rose between 2021 and 2025.", "between 2021 and 2025", "2021..2025", "in"),
    ("It made 3m tonnes in the 2022/23 business year.", "in the 2022/23", "2022..2023", "in"),
    ("It met on May 4, 2023.", "on May 4, 2023", "2023-05-04", "in"),
    ("It met on 4 May 2023.", "on 4 May 2023", "2023-05-04", "in"),
    ("It met on 4th May 2023.", "on 4th May 2023", "2023-05-04", "in"),
    ("It met on the 4th of May, 2023.", "on the 4th of May, 2023", "2023-05-04", "in"),
    ("It met in May 2023.", "in May 2023", "2023-05", "in"),
    ("It was signed on Feb. 2, 2021.", "on Feb. 2, 2021", "2021-02-02", "in"),
    ("It was signed on 2021-02-02.", "on 2021-02-02", "2021-02-02", "in"),
    ("It was signed in 02/2021.", "in 02/2021", "2021-02", "in"),
    ("It was signed on 25/04/2023.", "on 25/04/2023", "2023-04-25", "in"),
    ("It was signed on 04.05.2023.", "on 04.05.2023", "2023-05-04", "in"),
    ("On Thursday, May 4, 2023, it met.", "On Thursday, May 4, 2023", "2023-05-04", "in"),
    ("It ran from May 4 to 8, 2023.", "from May 4 to 8, 2023", "2023-05-04..2023-05-08", "in"),
    ("It ran on 3-5 June 2024.", "on 3-5 June 2024", "2024-06-03..2024-06-05", "in"),
    ("It ran from May to July 2024.", "from May to July 2024", "2024-05..2024-07", "in"),
    ("It ran from November to February 2024.", "from November to February 2024", "2023-11..2024-02", "in"),
    ("It has grown since 2003.", "since 2003", "2003", "since"),
    ("As of June 2024 it had ten.", "As of June 2024", "2024-06", "in"),
    ("It has a licence until 2035.", "until 2035", "2035", "until"),
    ("It will spend 4bn through 2029.", "through 2029", "2029", "until"),
    ("It must close before 2030.", "before 2030", "2030", "by"),
    ("It will grow after 2026.", "after 2026", "2026", "after"),
    ("It makes cells from 2027.", "from 2027", "2027", "from"),
    ("It makes cells from 2027 onwards.", "from 2027 onwards", "2027", "from"),
    ("It opens no earlier than 2027.", "no earlier than 2027", "2027", "from"),
    ("It opens no later than 1 July 2027.", "no later than 1 July 2027", "2027-07-01", "by"),
    ("It will double between now and 2030.", "between now and 2030", "2030", "by"),
    ("It opens as early as 2026.", "as early as 2026", "2026", "in"),
    ("Sales fell in Q2FY25.", "in Q2FY25", "2025-04..2025-06", "in"),
    ("It opens by March-end 2026.", "by March-end 2026", "2026-03", "by"),
    ("It sold ten in the three years to 2022.", "in the three years to 2022", "2020..2022", "in"),
    ("It cost 3bn in 2025 dollars.", "in 2025", "2025", "than"),
    ("It made 1m tonnes in Jan-Aug 2024.", "in Jan-Aug 2024", "2024-01..2024-08", "in"),
    ("It opens in 2025 third quarter.", "in 2025 third quarter", "2025-07..2025-09", "in"),
    ("It opens at year-end 2025.", "at year-end 2025", "2025", "in"),
    ("It rose from May 2020 to June 2023.", "from May 2020 to June 2023", "2020-05..2023-06", "in"),
    ("It grew in the 2009-10 season.", "in the 2009-10", "2009..2010", "in"),
    ("It opened in 2023-06.", "in 2023-06", "2023-06", "in"),
    ("It fell in the closing three months of 2022.", "in the closing three months of 2022", "2022-10..2022-12", "in"),
    ("It had 3 GW at the beginning of 2022.", "at the beginning of 2022", "2022", "in"),
    ("It opens in 2026 at the latest.", "in 2026", "2026", "by"),
    ("It grew in the 1990s.", "in the 1990s", "1990..1999", "in"),
    ("It opens by the spring of 2026.", "by the spring of 2026", "2026", "by"),
    ("In the year ended March 31, 2024, it sold.", "year ended March 31, 2024", "2023-04-01..2024-03-31", "in"),
    ("It sold ten in the year to March 2023.", "in the year to March 2023", "2022-04..2023-03", "in"),
    ("It sold in the six months to September 2023.", "in the six months to September 2023", "2023-04..2023-09", "in"),
    ("It covers the 14th Five-Year Plan (2021-2025).", "14th Five-Year Plan (2021-2025)", "2021..2025", ""),
    ("It grew in the fifteenth five-year plan period.", "in the fifteenth five-year plan period", "2026..2030", "in"),
    ("It cut output against 2020.", "against 2020", "2020", "than"),
    ("It rose 5% from 2019 levels.", "from 2019", "2019", "than"),
    ("It is up 5% on 2022.", "on 2022", "2022", "than"),
    ("That is double that of 2021.", "that of 2021", "2021", "than"),
    ("That is less than the 2.3m tonnes of 2021.", "2021", "2021", "than"),
    ("The strategy is named Vision 2030.", "2030", "2030", ""),
    ("Its 2025 target is 5 GW.", "2025", "2025", ""),
    ("It had 3 GW (2024).", "2024", "2024", ""),
    ("A plan that runs backwards, 2027-2025, is kept.", "2027-2025", "2027..2025", ""),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "words", "dates", "role"), STATED, ids=[row[0] for row in STATED])
def test_a_stated_date_needs_no_clock(raw: str, words: str, dates: str, role: str) -> None:
    found = read(raw)
    assert len(found) == 1, found
    when = found[0]
    got = raw[when.start : when.end]
    assert got.removeprefix("the ") == words.removeprefix("the ") or words in got
    assert (f"{when.first}..{when.date}" if when.first else when.date) == dates
    assert when.role == role
    assert (when.basis, when.relative, when.year_missing) == ("stated", False, False)


RELATIVE = [
    ("Its mayor said on Monday it was done.", "on Monday", "2023-05-15", "in"),
    ("It said on Thursday it was done.", "on Thursday", "2023-05-18", "in"),
    ("It opened last Thursday.", "last Thursday", "2023-05-11", ""),
    ("It will meet next Tuesday.", "next Tuesday", "2023-05-23", ""),
    ("It will meet on Friday.", "on Friday", "2023-05-19", "in"),
    ("It opened on Thursday last week.", "on Thursday last week", "2023-05-11", "in"),
    ("The firm announced it yesterday.", "yesterday", "2023-05-17", ""),
    ("The company said today it had sold out.", "today", "2023-05-18", ""),
    ("It will start tomorrow.", "tomorrow", "2023-05-19", ""),
    ("It sold ten this year.", "this year", "2023", ""),
    ("It sold ten earlier this year.", "earlier this year", "2023", ""),
    ("It sold ten last year.", "last year", "2022", ""),
    ("At the end of last year it had ten.", "At the end of last year", "2022", "in"),
    ("It opens next month.", "next month", "2023-06", ""),
    ("As reported late last month, it opens.", "late last month", "2023-04", ""),
    ("It signed last week.", "last week", "2023-05-08..2023-05-14", ""),
    ("It signed this week.", "this week", "2023-05-15..2023-05-18", ""),
    ("It opens next quarter.", "next quarter", "2023-07..2023-09", ""),
    ("It wants zero by the end of this decade.", "by the end of this decade", "2030", "by"),
    ("It wants zero by the end of the decade.", "by the end of the decade", "2030", "by"),
    ("It will hire fifty by the end of the year.", "by the end of the year", "2023", "by"),
    ("It will hire fifty by year-end.", "by year-end", "2023", "by"),
    ("It will invest 5bn within five years.", "within five years", "2028", "for"),
    ("It will invest 5bn over the next three years.", "over the next three years", "2026", "for"),
    ("It opens in five years' time.", "in five years' time", "2028", "for"),
    ("It will open in two years.", "in two years", "2025", "for"),
    ("It opens in the next two to three years.", "in the next two to three years", "2026", "for"),
    ("It opens within 18 months.", "within 18 months", "2024-11", "for"),
    ("It opens within 30 days.", "within 30 days", "2023-06-17", "for"),
    ("It grew over the past three years.", "over the past three years", "2020..2023", "for"),
    ("Three years ago it had none.", "Three years ago", "2020", ""),
    ("It opens in June next year.", "in June next year", "2024-06", "in"),
    ("It opens in the second half of next year.", "in the second half of next year", "2024-07..2024-12", "in"),
    ("Profit rose in the second quarter.", "in the second quarter", "2023-04..2023-06", "in"),
    ("Production will start in the fourth quarter.", "in the fourth quarter", "2023-10..2023-12", "in"),
    ("It announced plans Tuesday to open a factory.", "Tuesday", "2023-05-16", ""),
    ("It will spend 5bn over the next three years to grow.", "over the next three years", "2026", "for"),
    ("It has until the end of the month to decide.", "until the end of the month", "2023-05", "until"),
    ("Sales rose from April to June last year.", "April to June last year", "2022-04..2022-06", "in"),
    ("It wants zero by decade's end.", "by decade's end", "2030", "by"),
    ("It opens next March.", "next March", "2024-03", ""),
    ("It opened over the weekend.", "over the weekend", "2023-05-13..2023-05-14", "in"),
    ("Sales fell last quarter.", "last quarter", "2023-01..2023-03", ""),
    ("It wants zero by mid-century.", "by mid-century", "2050", "by"),
    ("It opened on May 4 this year.", "on May 4 this year", "2023-05-04", "in"),
    ("It opens next spring.", "next spring", "2024", ""),
    ("It opened last March.", "last March", "2023-03", ""),
    ("It was flat in the same period last year.", "same period last year", "2022", "than"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "words", "dates", "role"), RELATIVE, ids=[row[0] for row in RELATIVE])
def test_a_relative_date_is_read_against_the_date_of_publication(
    raw: str, words: str, dates: str, role: str
) -> None:
    (when,) = read(raw)
    assert words in raw[when.start : when.end]
    assert (f"{when.first}..{when.date}" if when.first else when.date) == dates
    assert when.role == role
    assert (when.basis, when.relative, when.year_missing) == ("published", True, False)
    (open_,) = read(raw, None)
    assert (open_.date, open_.first, open_.relative) == ("", "", True)


YEARLESS = [
    ("It signed the deal on Aug. 9.", "2022-08-09"),
    ("It signed the deal on May 4.", "2023-05-04"),
    ("It will open the plant on June 5.", "2023-06-05"),
    ("The plant will be completed on June 30.", "2023-06-30"),
    ("The plant is due to be finished by March 1.", "2024-03-01"),
    ("BUDAPEST, May 10 - Tisza Cell will build a plant.", "2023-05-10"),
    ("An access road to the mine was finished in September.", "2022-09"),
    ("It will be finished in September.", "2023-09"),
    ("Output has grown since April.", "2023-04"),
    ("The fair runs on 9 June.", "2023-06-09"),
    ("On Thursday, May 4, the group said so.", "2023-05-04"),
    ("It will close on February 29.", "2024-02-29"),
]


@pytest.mark.parametrize(("raw", "expected"), YEARLESS, ids=[row[0] for row in YEARLESS])
def test_a_day_or_month_without_a_year_takes_the_one_the_verb_asks_for(raw: str, expected: str) -> None:
    (when,) = read(raw)
    assert (when.date, when.year_missing, when.relative) == (expected, True, False)
    (open_,) = read(raw, None)
    assert (open_.date, open_.year_missing) == ("", True)


OF_THE_TEXT = [
    ("Work started in August 2022 and ended in December.", "2022-12"),
    ("Work begins in March and ends in September 2024.", "2024-03"),
    ("It opened in 2021 and doubled the following year.", "2022"),
    ("It opened in 2021 and doubled in the same year.", "2021"),
    ("It opened in 2021 and doubled two years later.", "2023"),
    ("It opened in May 2021 and closed in June of the following year.", "2022-06"),
    ("It opened in May 2021 and closed in the first half of the following year.", "2022-06"),
]


@pytest.mark.parametrize(("raw", "expected"), OF_THE_TEXT, ids=[row[0] for row in OF_THE_TEXT])
def test_a_year_stated_beside_it_settles_an_open_date(raw: str, expected: str) -> None:
    whens = [w for w in read(raw) if w.basis == "text"]
    assert [w.date for w in whens] == [expected]
    assert not any(w.year_missing or w.relative for w in whens)


NOTHING = [
    "It sold 2025 vehicles and 2,025 units.",
    "It employs 2000 people and makes 1950 tonnes.",
    "It is open 24/7.",
    "It has run for 20 years and has a 40-year history.",
    "It is the first in five years.",
    "A three-year action plan was adopted.",
    "Feb 30, 2023 is no day.",
    "31 April 2024 is no day either.",
    "In 2350 or 1066 nothing happened.",
    "Today it runs twelve plants.",
    "It builds the factory of tomorrow.",
    "We may march on.",
    "ISO 9001:2015 and model 2008 and Room 2020.",
    "Call 021-2025-1988.",
    "Its capacity rose to 2,000 MW, up from 1990 MW.",
    "It has more than 2000 of them.",
    "It uses Order 2023/45.",
    "It grew in recent years and will grow in the coming years.",
    "The licence lapses within two years of opening.",
    "Black Friday was good.",
]


@pytest.mark.parametrize("raw", NOTHING)
def test_what_only_looks_like_a_date_is_none(raw: str) -> None:
    assert read(raw) == []


def test_day_first_or_month_first_is_never_guessed() -> None:
    (when,) = read("It met on 03/04/2023.")
    assert when.date == ""


def test_a_list_of_years_shares_its_preposition() -> None:
    assert shape("It made 5, 6 and 7 GW in 2024, 2025 and 2026.") == [
        ("in 2024", "2024", "in"),
        ("2025", "2025", "in"),
        ("2026", "2026", "in"),
    ]


def test_each_value_keeps_its_own_year() -> None:
    assert shape("It should climb from 109 GWh in 2020 to 336 GWh in 2023.") == [
        ("in 2020", "2020", "in"),
        ("in 2023", "2023", "in"),
    ]


def test_a_year_compared_with_is_marked_and_not_taken_for_the_year_of_the_value() -> None:
    assert shape("In 2023 it sold 5 GWh, 9% more than in 2022.") == [
        ("In 2023", "2023", "in"),
        ("than in 2022", "2022", "than"),
    ]
    assert shape("Sales fell 6% in 2023 from a year earlier.") == [
        ("in 2023", "2023", "in"),
        ("from a year earlier", "", "than"),
    ]


def test_other_countries_count_five_year_plans_too() -> None:
    assert read("India's 12th Five Year Plan is over.") == []
    assert [w.date for w in read("China's 12th Five-Year Plan is over.")] == ["2015"]
