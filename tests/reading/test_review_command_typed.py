"""What a person types into a field of a claim, and decisions that would leave a case nobody could open."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from quoted import TEXT, claim, claims, reading, source

from hinterland.case import load, save
from hinterland.cluster import Cluster
from hinterland.errors import CaseError
from hinterland.reading.review import Session, enter
from hinterland.reading.review.decide import EDITABLE, edit
from hinterland.reading.review.typed import CHOICES, read_typed
from hinterland.result import Said

ROW: dict[str, Any] = {
    **dict.fromkeys(EDITABLE),
    "value": 40.0,
    "comparator": "gt",
    "unit": "GWh",
    "deadline": "2028",
    "published": "2024-05-15",
}


@pytest.mark.parametrize(
    ("typed", "value", "high", "comparator"),
    [
        ("45", 45.0, None, "gt"),
        ("1,200.5", 1200.5, None, "gt"),
        ("-5", -5.0, None, "gt"),
        ("９９", 99.0, None, "gt"),
        ("1.2 million", 1_200_000.0, None, "gt"),
        ("12万", 120_000.0, None, "gt"),
        ("12-15", 12.0, 15.0, "range"),
        ("at least 40", 40.0, None, "ge"),
        ("不低于40", 40.0, None, "ge"),
    ],
)
def test_a_bare_number_keeps_the_unit(typed: str, value: float, high: float | None, comparator: str) -> None:
    assert read_typed("value", typed, ROW) == {"value": value, "value_high": high, "comparator": comparator}


@pytest.mark.parametrize(
    ("typed", "value", "comparator", "unit", "words", "per"),
    [
        ("1.2 million vehicles", 1_200_000.0, "eq", "vehicle", None, None),
        ("120万辆", 1_200_000.0, "eq", "vehicle", None, None),
        ("more than 100 billion yuan", 1e11, "gt", "CNY", None, None),
        ("30亿元", 3e9, "eq", "CNY", None, None),
        ("30 percent", 30.0, "eq", "percent", None, None),
        ("20万辆/年", 200_000.0, "eq", "vehicle", None, "year"),
        ("1,200 widgets", 1200.0, "eq", None, "widget", None),
    ],
)
def test_a_number_with_its_unit_changes_both(
    typed: str, value: float, comparator: str, unit: str | None, words: str | None, per: str | None
) -> None:
    found = read_typed("value", typed, ROW)
    assert isinstance(found, dict)
    read = tuple(found[c] for c in ("value", "comparator", "unit", "unit_words", "per"))
    assert read == (value, comparator, unit, words, per)
    assert found["currency"] == (unit if unit == "CNY" else None)


@pytest.mark.parametrize(
    "typed",
    ["hello", "45 GWh by 2028", "5 xyzzy", "-5 percent", "1e400", "nan", "٣", "40 GWh or 50 GWh", "1" * 40],
)
def test_what_is_not_read_whole_is_not_read_at_all(typed: str) -> None:
    found = read_typed("value", typed, ROW)
    assert isinstance(found, Said)
    assert "write one number" in found.en


def test_a_bare_number_needs_a_unit_from_somewhere() -> None:
    found = read_typed("value", "45", {**ROW, "unit": None})
    assert isinstance(found, Said)
    assert "no unit yet" in found.en


@pytest.mark.parametrize(
    ("typed", "day", "first"),
    [
        ("2027", "2027", None),
        ("2021/8/9", "2021-08-09", None),
        ("end of next year", "2025", None),
        ("2027年底", "2027", None),
        ("2026-2030", "2030", "2026"),
        ("14th five-year plan", "2025", "2021"),
    ],
)
def test_dates_are_read_as_in_a_document(typed: str, day: str, first: str | None) -> None:
    wanted = {"deadline": day} | ({"period_start": first} if first else {})
    assert read_typed("deadline", typed, ROW) == wanted


@pytest.mark.parametrize("typed", ["31 June 2027", "tomorrow or so", "soon", "2027 and 2028"])
def test_what_is_no_date_is_told(typed: str) -> None:
    assert isinstance(read_typed("deadline", typed, ROW), Said)


def test_a_period_does_not_run_backwards() -> None:
    found = read_typed("period_start", "2030", ROW)
    assert isinstance(found, Said)
    assert "end before it begins" in found.en


def test_choices_take_words_and_numbers_and_name_themselves() -> None:
    assert read_typed("kind", "Fund", ROW) == {"kind": "fund"}
    assert read_typed("kind", "2", ROW) == {"kind": CHOICES["kind"][1]}
    assert read_typed("topics", "1; rnd centre", ROW) == {"topics": "major_project;rnd_centre"}
    for typed in ("0", "99", "rumour"):
        found = read_typed("kind", typed, ROW)
        assert isinstance(found, Said)
        assert "agreement, target" in found.en
    assert isinstance(read_typed("kind", "-", ROW), Said)
    assert read_typed("per", "-", ROW) == {"per": None}


def test_lists_and_words_are_tidied() -> None:
    assert read_typed("parties", " A；B ;; C", ROW) == {"parties": "A; B; C"}
    assert read_typed("measure", "a  b", ROW) == {"measure": "a b"}
    assert isinstance(read_typed("measure", "x" * 301, ROW), Said)
    assert isinstance(read_typed("measure", "\x1b[2J", ROW), Said)


@given(st.sampled_from(EDITABLE), st.text(max_size=40))
def test_whatever_is_typed_changes_only_fields_that_can_be_edited(column: str, typed: str) -> None:
    found = read_typed("value" if column in {"unit", "currency"} else column, typed, ROW)
    assert isinstance(found, Said) or set(found) <= set(EDITABLE)


@given(st.integers(0, 10**15))
def test_every_whole_number_is_read_as_itself(number: int) -> None:
    for typed in (str(number), f"{number:,}"):
        assert read_typed("value", typed, ROW) == {"value": number, "value_high": None, "comparator": "gt"}


# Cases that stay cases


def opened(folder: Path, text: str, *found: Any, published: date | None = date(2024, 5, 20)) -> Session:
    read = replace(reading(text, tuple(found)), published=published)
    at = source(text) if published else replace(source(text), published="")
    save(enter(Cluster.of({}), at, read).cluster, folder)
    return Session.open(folder, who="me", today=date(2024, 6, 1))


def test_a_period_that_runs_backwards_enters_without_its_start(tmp_path: Path) -> None:
    odd = replace(claims()[2], period_start="2030", deadline="2028")
    session = opened(tmp_path / "case", TEXT, odd)
    row = session.cluster["claims"].row(0, named=True)
    assert (row["period_start"], row["deadline"]) == (None, "2028")


@pytest.mark.parametrize(
    ("deadline", "published", "why"),
    [("2024", date(2024, 5, 20), "had not ended"), ("2023", None, "nobody knows when")],
)
def test_a_figure_that_the_tables_would_refuse_stays_a_claim(
    tmp_path: Path, deadline: str, published: date | None, why: str
) -> None:
    session = opened(tmp_path / "case", TEXT, replace(claims()[3], deadline=deadline), published=published)
    (outcome,) = session.accept_all()
    assert outcome.left is not None
    assert why in outcome.left.en
    assert load(tmp_path / "case")["observations"].height == 0


def test_of_many_decisions_the_one_that_breaks_the_case_is_named(tmp_path: Path) -> None:
    broken = replace(claims()[4], comparator="range")  # a range without its upper value
    session = opened(tmp_path / "case", TEXT, claims()[2], broken, claims()[5])
    with pytest.raises(CaseError, match="szolnok_c02 would make the case faulty"):
        session.accept_all()
    assert load(tmp_path / "case")["claims"]["review"].to_list() == ["draft"] * 3
    with pytest.raises(CaseError, match="faulty"):
        session.preview("szolnok_c02")
    assert len(session.accept_all(claims=["szolnok_c01", "szolnok_c03"])) == 2


def test_an_edit_of_the_value_alone_keeps_words_that_are_no_known_unit(tmp_path: Path) -> None:
    found = claim(TEXT, "It will also attract 40 turbines by 2029", "40 turbines", value=40.0, unit="turbine")
    session = opened(tmp_path / "case", TEXT, found)
    outcome = edit(session.cluster, "szolnok_c01", {"value": 50.0}, who="me", when=date(2024, 6, 1))
    row = outcome.cluster["claims"].filter(claim=outcome.claim).row(0, named=True)
    assert (row["value"], row["unit"], row["unit_words"]) == (50.0, None, "turbine")


def test_two_shares_in_one_breath_are_two_metrics(tmp_path: Path) -> None:
    text = "Jasz aims at 10 percent of national output, with 70 percent of parts sourced nearby, by 2027."
    at = {"unit": "percent", "deadline": "2027", "place": ("Jasz",), "measure": "output", "comparator": "gt"}
    first = claim(text, "10 percent of national output", "10 percent", value=10.0, **at)
    second = claim(text, "70 percent of parts sourced nearby", "70 percent", value=70.0, **at)
    session = opened(tmp_path / "case", text, first, second)
    session.accept_all()
    metrics = session.cluster["metrics"].select("metric", "kind").rows()
    assert metrics == [("jasz_output", "series"), ("jasz_output_2", "coverage")]
    assert session.cluster["targets"]["metrics"].to_list() == ["jasz_output", "jasz_output_2"]


def test_a_case_that_somebody_else_saved_meanwhile_keeps_both_decisions(tmp_path: Path) -> None:
    one = opened(tmp_path / "case", TEXT, *claims())
    other = Session.open(tmp_path / "case", who="you", today=date(2024, 6, 1))
    one.accept("szolnok_c03")
    other.reject("szolnok_c04")
    who = dict(load(tmp_path / "case")["claims"].select("claim", "reviewed_by").rows())
    assert (who["szolnok_c03"], who["szolnok_c04"]) == ("me", "you")
    with pytest.raises(CaseError, match="was rejected by you"):
        one.accept("szolnok_c04")
