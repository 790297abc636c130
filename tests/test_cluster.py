from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import cluster_of
from hinterland.cluster import Cluster
from hinterland.errors import CaseError, Refused
from hinterland.result import Result, Said, provenance
from hinterland.scenario import Change, from_table, to_table

S = {"source": "test", "basis": "synthetic"}


def small() -> Cluster:
    return cluster_of(
        {
            "places": [{"place": "a", "kind": "city", **S}],
            "products": [{"product": "v", "kind": "final", "unit": "vehicle", **S}],
            "firms": [
                {"firm": "early", "published": "2020", **S},
                {"firm": "late", "published": "2022-03", "published_basis": "assumed", **S},
                {"firm": "undated", **S},
            ],
            "plants": [
                {
                    "plant": "p",
                    "firm": "early",
                    "product": "v",
                    "place": "a",
                    "capacity": "10",
                    "opened": "2021-06",
                    "closed": "2023",
                    "published": "2020-01-01",
                    **S,
                }
            ],
            "agreements": [
                {
                    "agreement": "g",
                    "later_status_en": "built",
                    "later_status_zh": "已建成",
                    "later_published": "2022-05",
                    "published": "2021",
                    **S,
                }
            ],
            "settings": [
                {"name": "speed", "value": "75", "unit": "km"},
                {"name": "unit:truckload", "value": "20", "unit": "t"},
            ],
            "exchange_rates": [{"currency": "USD", "date": "2021-08-02", "cny_per_unit": "6.466", **S}],
        }
    )


def test_rows_published_later_do_not_exist() -> None:
    seen = small().as_of("2021-12-31")
    assert seen["firms"]["firm"].to_list() == ["early", "undated"]
    assert small().as_of("2022-03-31")["firms"].height == 3


def test_a_month_counts_from_its_last_day() -> None:
    assert small().as_of("2022-03-30")["firms"]["firm"].to_list() == ["early", "undated"]


def test_what_came_to_pass_later_is_not_known_yet() -> None:
    row = small().as_of("2021-06-29")["plants"].row(0, named=True)
    assert (row["opened"], row["closed"], row["capacity"]) == (None, None, 10.0)
    row = small().as_of("2021-06-30")["plants"].row(0, named=True)
    assert (row["opened"], row["closed"]) == ("2021-06", None)


def test_what_was_learnt_with_an_event_is_not_known_before_it() -> None:
    def later(cluster: Cluster) -> tuple[object, ...]:
        return cluster["agreements"].select("later_status_en", "later_status_zh").row(0)

    assert later(small().as_of("2022-01-01")) == (None, None)
    assert later(small().as_of("2022-05-31")) == ("built", "已建成")
    assert later(small()) == ("built", "已建成")


@given(st.dates(date(2019, 1, 1), date(2024, 1, 1)), st.dates(date(2019, 1, 1), date(2024, 1, 1)))
def test_looking_back_twice_is_looking_back_to_the_earlier_day(a: date, b: date) -> None:
    one = small().as_of(max(a, b)).as_of(min(a, b))
    two = small().as_of(min(a, b))
    assert all(one[t].equals(two[t]) for t in two.tables)


def test_undated_and_assumed_rows_are_counted() -> None:
    counts = {r["table"]: r for r in small().undated().iter_rows(named=True)}
    assert (counts["firms"]["rows"], counts["firms"]["undated"], counts["firms"]["assumed"]) == (3, 1, 1)
    assert "settings" not in counts


def test_the_cluster_is_frozen() -> None:
    cluster = small()
    with pytest.raises(AttributeError):
        cluster.name = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        cluster.tables["firms"] = pl.DataFrame()  # type: ignore[index]


def test_tables_and_columns_outside_the_schema_are_refused() -> None:
    with pytest.raises(CaseError, match="no table nonsense"):
        Cluster.of({"nonsense": pl.DataFrame()})
    with pytest.raises(CaseError, match="no column colour"):
        Cluster.of({"firms": pl.DataFrame({"firm": ["a"], "colour": ["red"]})})
    with pytest.raises(CaseError, match=r"firms\.revenue must be Float64"):
        Cluster.of({"firms": pl.DataFrame({"firm": ["a"], "revenue": ["5"]})})


def test_settings_units_and_rates_are_at_hand() -> None:
    cluster = small()
    assert cluster.setting("speed", 1.0) == 75
    assert cluster.setting("circuity", 1.3) == 1.3
    assert cluster.own_units() == (("truckload", 20.0, "t"),)
    assert cluster.rates().to_cny(2, "USD", date(2021, 9, 1)) == pytest.approx(12.932)


CHANGES = [
    Change("plants", ("p",), "set", "capacity", 10.0, 25.0),
    Change("firms", ("new",), "add", "name_en", None, "New firm"),
    Change("firms", ("undated",), "drop"),
]


def test_a_scenario_changes_cells_adds_and_drops_rows_and_lists_itself() -> None:
    base = small()
    scenario = base.override(CHANGES)
    assert scenario["plants"]["capacity"].to_list() == [25.0]
    assert scenario["firms"]["firm"].to_list() == ["early", "late", "new"]
    assert base["plants"]["capacity"].to_list() == [10.0]
    assert scenario.changes == tuple(CHANGES)
    listed = scenario.diff(base)
    assert listed.select("table", "key", "action", "column", "old", "new").rows() == [
        ("firms", "new", "add", "name_en", None, "New firm"),
        ("firms", "undated", "drop", None, None, None),
        ("plants", "p", "set", "capacity", "10.0", "25.0"),
    ]


def test_a_diff_made_again_gives_the_same_scenario() -> None:
    base = small()
    scenario = base.override(CHANGES)
    again = base.override(from_table(scenario.diff(base)))
    assert all(again[t].equals(scenario[t]) for t in base.tables)


def test_the_diff_of_a_cluster_with_itself_is_empty() -> None:
    assert small().diff(small()).is_empty()


def test_every_change_that_does_not_fit_is_told_at_once() -> None:
    with pytest.raises(CaseError) as caught:
        small().override(
            [
                Change("nonsense", ("x",), "drop"),
                Change("plants", ("q",), "set", "capacity", None, 1.0),
                Change("plants", ("p",), "set", "colour", None, "red"),
                Change("plants", ("p",), "set", "capacity", None, "many"),
                Change("plants", ("p", "q"), "drop"),
                Change("products", ("v",), "set", "kind", None, "thing"),
                Change("products", ("v",), "set", "unit", None, None),
                Change("firms", ("gone",), "drop"),
            ]
        )
    text = str(caught.value)
    for word in (
        "nonsense",
        "no row has this key",
        "colour",
        "takes a number",
        "1 parts",
        "takes one of",
        "empty",
    ):
        assert word in text, word


def test_a_table_that_is_no_scenario_is_refused() -> None:
    with pytest.raises(CaseError, match="needs the columns"):
        from_table(pl.DataFrame({"table": ["firms"]}))
    with pytest.raises(CaseError, match="set, add or drop"):
        from_table(to_table(CHANGES).with_columns(action=pl.lit("explode")))


def result(**tables: pl.DataFrame) -> Result:
    return Result(
        study="test",
        tables=tables,
        provenance=provenance("test", small(), {"x": 1}, 0.5, bound=2.0),
        summary={"answer": 42},
        assumptions=(Said("one", "一"),),
        figures=("f",),
    )


def test_a_result_that_decides_something_is_applied() -> None:
    after = small().apply(result(changes=to_table(CHANGES[:1])))
    assert after["plants"]["capacity"].to_list() == [25.0]
    assert small().apply(result())["plants"]["capacity"].to_list() == [10.0]


def test_a_result_is_saved_and_loaded_whole(tmp_path: Path) -> None:
    saved = result(board=pl.DataFrame({"a": [1, None], "b": ["x", "=1"]}))
    saved.save(tmp_path / "out")
    loaded = Result.load(tmp_path / "out")
    assert loaded.describe() == saved.describe()
    assert loaded["board"].equals(saved["board"])
    assert loaded.assumptions[0].in_("zh") == "一"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_saving_replaces_the_older_result_at_once(tmp_path: Path) -> None:
    result(a=pl.DataFrame({"x": [1]})).save(tmp_path / "out")
    result(b=pl.DataFrame({"x": [2]})).save(tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["b.parquet", "result.json"]
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_saving_a_result_deletes_nothing_that_is_not_one(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "notes.txt").write_text("kept")
    with pytest.raises(Refused, match=r"notes\.txt"):
        result().save(folder)
    assert (folder / "notes.txt").read_text() == "kept"
    bare = tmp_path / "bare"
    bare.mkdir()
    pl.DataFrame({"x": [1]}).write_parquet(bare / "own.parquet")
    with pytest.raises(Refused, match=r"own\.parquet"):
        result().save(bare)
    with pytest.raises(Refused, match="is a file"):
        result().save(folder / "notes.txt")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bare", "mine"]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert (result().save(empty) / "result.json").is_file()


def test_a_result_that_is_not_there_or_from_later_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="no result"):
        Result.load(tmp_path)
    result().save(tmp_path / "out")
    file = tmp_path / "out" / "result.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"format": 1', '"format": 99'), encoding="utf-8")
    with pytest.raises(CaseError, match="later hinterland"):
        Result.load(tmp_path / "out")


def test_a_result_is_frozen_and_says_where_it_came_from() -> None:
    one = result()
    with pytest.raises(TypeError):
        one.summary["answer"] = 43  # type: ignore[index]
    told = one.describe()["provenance"]
    assert told["bound"] == 2.0
    assert set(told["versions"]) == {"hinterland", "polars", "python"}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (Change("plants", ("p",), "set", "capacity", None, -1.0), "at least 0"),
        (Change("plants", ("p",), "set", "lat", None, 91.0), "at most 90"),
        (Change("plants", ("p",), "set", "capacity", None, float("nan")), "takes a number"),
        (Change("plants", ("p",), "set", "capacity", None, "1e400"), "takes a number"),
        (Change("plants", ("p",), "set", "capacity", None, True), "takes a number"),
        (Change("plants", ("p",), "set", "jobs", None, 3.5), "whole number"),
        (Change("plants", ("p",), "set", "jobs", None, "1e30"), "whole number"),
        (Change("plants", ("p",), "set", "plant", None, "q"), "part of the key"),
        (Change("plants", ("p",), "add", "capacity", None, 1.0), "already"),
        (Change("plants", ("p",), "explode", "capacity", None, 1.0), "set, add or drop"),  # type: ignore[arg-type]
        (
            Change("observations", ("m", "a", "2020", "first"), "add", "series_break", None, "perhaps"),
            "yes or no",
        ),
        (Change("demand", ("v", "a", "soon", "base"), "add", "quantity", None, 1.0), "takes a number"),
    ],
)
def test_a_scenario_is_held_to_the_bounds_of_the_case(change: Change, word: str) -> None:
    with pytest.raises(CaseError, match=word):
        small().override([change])


def test_numbers_and_flags_of_a_scenario_may_be_text() -> None:
    key = ("m", "a", "2020", "first")
    scenario = small().override(
        [
            Change("plants", ("p",), "set", "jobs", None, "25"),
            Change("demand", ("v", "a", "2020", "base"), "add", "quantity", None, "1.5"),
            *(
                Change("observations", key, "add", c, None, v)
                for c, v in (("value", 3), ("series_break", "yes"))
            ),
        ]
    )
    assert scenario["plants"]["jobs"].to_list() == [25]
    assert scenario["demand"].select("year", "quantity").rows() == [(2020, 1.5)]
    assert scenario["observations"]["series_break"].to_list() == [True]
    again = small().override(from_table(scenario.diff(small())))
    assert all(again[t].equals(scenario[t]) for t in again.tables)
