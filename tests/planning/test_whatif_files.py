"""Files of scenarios: what they change, and what is told of those that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hinterland.errors import Refused
from hinterland.planning.whatif import scenario_file, under
from hinterland.scenario import Change

if TYPE_CHECKING:
    from pathlib import Path

    from hinterland.cluster import Cluster

HEAD = "table,key,action,column,old,new\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "scenario.csv"
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path) -> Refused:
    with pytest.raises(Refused) as caught:
        scenario_file(path)
    return caught.value


def test_a_file_lists_changes_in_the_types_of_their_columns(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        HEAD
        + "plants,p1,set,capacity,1,3万\n"
        + "plants,p2,drop,,,\n"
        + "plants,p3,add,firm,,byd\n"
        + "plants,p4,,capacity,5,\n",
    )
    assert scenario_file(path) == (
        Change("plants", ("p1",), "set", "capacity", "1", 30000.0),
        Change("plants", ("p2",), "drop"),
        Change("plants", ("p3",), "add", "firm", None, "byd"),
        Change("plants", ("p4",), "set", "capacity", "5", None),
    )


def test_a_difference_written_to_a_file_leads_back_to_the_changed_case(
    tutorial: Cluster, tmp_path: Path
) -> None:
    plant = tutorial["plants"]["plant"][0]
    changed = tutorial.override([Change("plants", (plant,), "set", "capacity", None, 12345.5)])
    path = tmp_path / "scenario.csv"
    changed.diff(tutorial).write_csv(path)
    again = under(tutorial, scenario_file(path))
    assert all(again[name].equals(changed[name]) for name in ("plants", "firms", "places"))


def test_every_fault_of_a_file_is_told_with_its_row_in_both_languages(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        HEAD
        + "plant,p1,set,capacity,,1\n"
        + "plants,p1,put,capacity,,1\n"
        + "plants,p1|x,set,capacity,,1\n"
        + "plants,p1,set,capacty,,1\n"
        + "plants,p1,set,plant,,p2\n"
        + "plants,p1,set,capacity,,many\n"
        + "plants,p1,set,firm,,\n"
        + "plants,p1,set,capacity,,-5\n"
        + "budgets,grants|soon,set,amount,,5\n",
    )
    error = refused(path)
    for word in (
        "scenario.csv is no scenario, 9 faults",
        "row 2, table: there is no 'plant': did you mean plants?",
        "row 3, action: 'put' is none: write set, add or drop",
        "row 4, key: 'p1|x' must be plant",
        "row 5, column: there is no 'capacty': did you mean capacity?",
        "row 6, column: plant is part of the key",
        "row 7, new: 'many'",
        "row 8, new: firm cannot be empty",
        "row 9, new: capacity is at least 0, not -5",
        "row 10, key: 'soon'",
    ):
        assert word in error.en, word
    for word in ("第 2 行", "是否应为 plants", "应不小于 0", "firm 不能为空"):
        assert word in error.zh, word


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "file is empty"),
        (HEAD, "has no changes"),
        ("a,b\n1,2\n", "lacks the columns table, key, column, new"),
    ],
)
def test_a_file_that_is_no_scenario_is_refused(tmp_path: Path, text: str, word: str) -> None:
    error = refused(written(tmp_path, text))
    assert word in error.en or "lacks the columns" in error.en
    assert error.zh != error.en


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "is no file" in refused(tmp_path / "none.csv").en
    assert "不是文件" in refused(tmp_path).zh


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "scenario.csv"
    path.write_bytes(b"\xff\xfe\x00\x81\x90" * 50)
    assert refused(path).en


def test_changes_of_rows_that_are_not_there_are_told_all_at_once(tutorial: Cluster) -> None:
    plant = tutorial["plants"]["plant"][0]
    changes = [
        Change("plants", (plant + "x",), "set", "capacity", None, 1.0),
        Change("plants", ("zzzzzz",), "drop"),
        Change("plants", (plant,), "add", "capacity", None, 1.0),
    ]
    with pytest.raises(Refused) as caught:
        under(tutorial, changes, "less.csv")
    assert f"no row has this key: did you mean {plant}?" in caught.value.en
    assert "a row has this key already" in caught.value.en
    assert "3 faults" in caught.value.en
    assert "没有此键的行" in caught.value.zh


def test_a_new_row_needs_all_that_its_table_needs(tutorial: Cluster) -> None:
    firm = tutorial["firms"]["firm"][0]
    with pytest.raises(Refused) as caught:
        under(tutorial, [Change("plants", ("fresh",), "add", "firm", None, firm)], "new.csv")
    assert "plants fresh: the new row lacks product, place" in caught.value.en
    assert "新行缺少 product、place" in caught.value.zh


def test_a_scenario_that_leads_to_a_faulty_case_is_refused(tutorial: Cluster) -> None:
    plant = tutorial["plants"]["plant"][0]
    with pytest.raises(Refused) as caught:
        under(tutorial, [Change("plants", (plant,), "set", "place", None, "atlantis")], "sea.csv")
    assert "atlantis" in caught.value.en
    assert "atlantis" in caught.value.zh
    assert caught.value.zh != caught.value.en
