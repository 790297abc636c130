"""Plants on a day: one status each, read from dates that may be vague; what is unknown stays so; places in places."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chains import STAGES, chains, cluster
from hinterland.frames import schema_of
from hinterland.ground.places import chain_up, parents, within
from hinterland.ground.plants import STATUSES, standing, statuses
from hinterland.schema import TABLES

if TYPE_CHECKING:
    from chains import Row, Tables

EVENTS = ("announced", "construction", "opened", "closed", "published")
DAY = date(2024, 6, 30)


def frame(*rows: Row) -> pl.DataFrame:
    kinds = schema_of(TABLES["plants"])
    return pl.DataFrame([{c: r.get(c) for c in kinds} for r in rows], schema=kinds)


def status(day: date = DAY, **dates: str) -> str:
    return str(statuses(frame({"plant": "p", **dates}), day)[0])


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({}, "undated"),
        ({"published": "2023-01-01"}, "announced"),  # somebody wrote of it: the plan was public
        ({"published": "2025-01-01"}, "undated"),
        ({"announced": "2023-01-01"}, "announced"),
        ({"announced": "2023-01-01", "construction": "2024-01-01"}, "construction"),
        ({"construction": "2024-01-01"}, "construction"),
        ({"announced": "2023-01-01", "construction": "2025-01-01"}, "announced"),
        ({"opened": "2024-06-30"}, "operating"),
        ({"opened": "2024-07-01"}, "undated"),
        ({"announced": "2023", "opened": "2024"}, "announced"),  # some day of 2024 may be after this one
        ({"opened": "2024-06"}, "operating"),
        ({"opened": "2024-07", "construction": "2022"}, "construction"),
        ({"opened": "2010", "closed": "2020"}, "closed"),
        ({"opened": "2010", "closed": "2024"}, "operating"),
        ({"announced": "2020", "closed": "2022"}, "cancelled"),
        ({"closed": "2022"}, "cancelled"),
        ({"announced": "2020", "construction": "2021", "closed": "2022"}, "cancelled"),
        ({"opened": "2025-01-01", "closed": "2022-01-01"}, "cancelled"),
    ],
)
def test_the_status_follows_from_the_dates(dates: dict[str, str], expected: str) -> None:
    assert status(**dates) == expected


@pytest.mark.parametrize(("stage", "dates"), STAGES.items())
def test_stages_of_drawn_cases_are_what_they_are_called(stage: str, dates: Row) -> None:
    assert status(**dates) == {"opens_later": "announced"}.get(stage, stage)


DATES = st.none() | st.sampled_from(
    ["2019", "2020-03", "2020-03-15", "2021", "2021-12-31", "2022", "2023-04", "2024-06-30", "2025"]
)
PLANTS = st.fixed_dictionaries(dict.fromkeys(EVENTS, DATES))


@given(st.lists(PLANTS, max_size=6), st.dates(date(2018, 1, 1), date(2026, 12, 31)))
def test_every_plant_has_exactly_one_status(rows: list[Row], day: date) -> None:
    found = statuses(frame(*rows), day)
    assert len(found) == len(rows)
    assert found.null_count() == 0
    assert set(found.to_list()) <= set(STATUSES)


@given(PLANTS, st.dates(date(2018, 1, 1), date(2026, 12, 31)), st.integers(0, 900))
def test_a_plant_never_goes_back(dates: Row, day: date, later: int) -> None:
    dates = {k: v for k, v in dates.items() if v}
    follows = {
        "undated": set(STATUSES),
        "announced": set(STATUSES) - {"undated"},
        "construction": {"construction", "operating", "closed", "cancelled"},
        "operating": {"operating", "closed"},
        "closed": {"closed"},
        "cancelled": {"cancelled", "closed"},  # a row whose opening comes after its closing
    }
    assert status(day + timedelta(days=later), **dates) in follows[status(day, **dates)]


@given(chains(), st.dates(date(2019, 1, 1), date(2026, 1, 1)))
def test_a_look_back_shows_the_plants_as_they_stood(tables: Tables, day: date) -> None:
    case = cluster(tables)
    now, then = standing(case["plants"], day), standing(case.as_of(day)["plants"], day)
    assert now.status.tolist() == then.status.tolist()
    assert now.plant.tolist() == then.plant.tolist()


def test_a_case_without_plants_has_none() -> None:
    found = standing(cluster({})["plants"], DAY)
    assert len(found) == len(found.status) == len(found.capacity) == 0
    assert len(found.take(found.having("operating"))) == 0


def plants(**columns: Any) -> Any:
    rows = [{"plant": f"p{i}", "opened": "2020-01-01"} for i in range(len(next(iter(columns.values()))))]
    for name, values in columns.items():
        for row, value in zip(rows, values, strict=True):
            row[name] = value
    return standing(cluster({"plants": rows})["plants"], DAY)


def test_sizes_that_nobody_knows_are_no_number_and_nothing_below_zero_is_known() -> None:
    found = plants(capacity=[None, 0.0, 5.0, -1.0, float("nan")], output=[1.0, None, -2.0, 0.0, 3.0])
    np.testing.assert_array_equal(found.capacity, [np.nan, 0.0, 5.0, np.nan, np.nan])
    np.testing.assert_array_equal(found.output, [1.0, np.nan, np.nan, 0.0, 3.0])


def test_what_a_row_lacks_is_an_empty_word_and_its_basis_reported() -> None:
    found = plants(firm=[None, "f"], place=["a", None], product=[None, "x"], basis=[None, "synthetic"])
    assert found.firm.tolist() == ["", "f"]
    assert found.place.tolist() == ["a", ""]
    assert found.product.tolist() == ["", "x"]
    assert found.basis.tolist() == ["reported", "synthetic"]
    assert found.synthetic.tolist() == [False, True]


@given(chains(), st.data())
def test_taking_plants_takes_the_same_of_every_field(tables: Tables, data: st.DataObject) -> None:
    whole = standing(cluster(tables)["plants"], DAY)
    keep = np.array(data.draw(st.lists(st.booleans(), min_size=len(whole), max_size=len(whole))), dtype=bool)
    some = whole.take(keep)
    assert len(some) == keep.sum()
    assert some.rows["plant"].to_list() == some.plant.tolist() == whole.plant[keep].tolist()
    for name in ("firm", "product", "place", "status", "basis", "capacity", "output", "synthetic"):
        np.testing.assert_array_equal(getattr(some, name), getattr(whole, name)[keep])
    assert some.having("operating").tolist() == whole.having("operating")[keep].tolist()


# --- places in places


def test_a_place_holds_itself_and_all_below_it() -> None:
    above = {"a": None, "b": "a", "c": "b", "d": None}
    case = cluster({"places": [{"place": p, "parent": q} for p, q in above.items()]})
    assert within(case, "a") == {"a", "b", "c"}
    assert within(case, "c") == {"c"}
    assert within(case, "nowhere") == {"nowhere"}
    assert chain_up("c", parents(case)) == ["c", "b", "a"]
    assert chain_up(None, parents(case)) == []


def test_a_circle_of_places_ends() -> None:
    case = cluster({"places": [{"place": "a", "parent": "b"}, {"place": "b", "parent": "a"}]})
    assert within(case, "a") == {"a", "b"}
    assert chain_up("a", parents(case)) == ["a", "b"]
