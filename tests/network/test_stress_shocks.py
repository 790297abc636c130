"""What users write for a shock: what is meant, and one clear message for what cannot be meant."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from stress_case import DAY, case, plant

from hinterland.errors import HinterlandError, StudyError
from hinterland.network.stress import Options, Shock, stress
from hinterland.network.stress.hits import Span, left_of
from hinterland.network.stress.shocks import Usual, read_shocks

if TYPE_CHECKING:
    from pathlib import Path

    from stress_case import Tables

TODAY = date.fromisoformat(DAY)
USUAL = Usual(TODAY)
HEAD = "shock,kind,id,destination,radius_km,size,start,duration,recovery\n"


@pytest.mark.parametrize("loss", ["0.4", "40%", "40 %", ".4"])
def test_a_loss_is_a_share_or_a_percentage(loss: str) -> None:
    (shock,) = read_shocks(case(), [f"chip={loss}"], USUAL)
    assert (shock.kind, shock.id, shock.size, shock.duration, shock.start) == (
        "product",
        "chip",
        0.4,
        42.0,
        TODAY,
    )


def test_a_shock_of_the_case_keeps_its_own_days() -> None:
    (shock,) = read_shocks(case(), ["chips_stop"], Usual(TODAY, days=3, start=date(2025, 1, 1), recovery=7.0))
    assert (shock.duration, shock.start, shock.recovery) == (20.0, date(2024, 7, 1), 7.0)


def test_an_id_of_plant_and_firm_alike_is_the_plant_where_it_is_all_the_firm_has() -> None:
    def change(t: Tables) -> None:
        t["plants"][0]["firm"] = "cars"
        t["firms"][0]["firm"] = "cars"

    (shock,) = read_shocks(case(change), ["cars=1"], USUAL)
    assert shock.kind == "plant"
    two = case(lambda t: (change(t), t["plants"].append(plant("more", "car", "north", firm="cars")))[0])
    with pytest.raises(
        StudyError, match=r"is the id of a plant and of a firm; write plant:cars=1 or firm:cars=1"
    ):
        read_shocks(two, ["cars=1"], USUAL)
    (shock,) = read_shocks(two, ["firm:cars=1"], USUAL)
    assert shock.kind == "firm"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("chipz=1", "there is no plant, firm, place or product 'chipz'; did you mean chip"),
        ("chip=60", "a loss lies above 0 and is at most 1: 60 percent is 0.6 or 60%"),
        ("chip=1.5", "a loss lies above 0 and is at most 1"),
        ("chip=-0.5", "a loss lies above 0 and is at most 1"),
        ("chip=0", "a loss lies above 0 and is at most 1"),
        ("chip=150%", "a loss lies above 0 and is at most 1"),
        ("chip=nan", "'nan' is no share"),
        ("chip=", "'' is no share"),
        ("chip=all", "'all' is no share"),
        ("=1", "there is no plant, firm, place or product ''"),
        ("chip", "'chip' says nothing of how much is lost"),
        ("chipsstop", "there is no shock 'chipsstop': did you mean chips_stop"),
        ("", "there is no shock ''"),
        ("lane:north=1", "names no lane: write lane:ORIGIN:DESTINATION=LOSS"),
        ("missing.csv", "missing.csv is no file"),
        ("folder/missing", "missing is no file"),
    ],
)
def test_what_cannot_be_meant_is_told_with_the_fix(text: str, message: str) -> None:
    with pytest.raises(StudyError) as told:
        read_shocks(case(), [text], USUAL)
    assert message in str(told.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("plant:cars2=1", "there is no plant 'cars2' as of 2024-06-30; did you mean cars"),
        ("lane:north:nowhere=1", "there is no place 'nowhere'"),
        ("lane:north:north=1", "the lane ends where it begins"),
        ("shut=1", "plant shut does not operate (closed)"),
        ("f_shut=1", "firm f_shut has no operating plant"),
        ("empty=1", "no plant operates in empty"),
        ("unused=1", "no operating plant makes or uses product unused"),
        ("lane:empty:north=1", "no plant operates at both ends of the lane empty to north"),
    ],
)
def test_a_shock_that_hits_nobody_says_so(text: str, message: str) -> None:
    def change(t: Tables) -> None:
        t["plants"].append(plant("shut", "chip", "south", closed="2022-01-01"))
        t["firms"].append({"firm": "f_shut", "name_en": "Shut"})
        t["places"].append({"place": "empty", "kind": "city", "lon": 90.0, "lat": 40.0})
        t["products"].append({"product": "unused", "kind": "component", "unit": "set"})

    with pytest.raises(StudyError) as told:
        stress(case(change), [text], as_of=DAY)
    assert message in str(told.value)


def test_all_faults_are_told_at_once() -> None:
    options = Options(step="hour", horizon=0, rationing="first", inventory=-1.0, overcapacity=0.5)
    with pytest.raises(StudyError) as told:
        stress(case(), ["chipz=1", "chip=7", "nofile.csv"], as_of=DAY, options=options, draws=0, jobs=0)
    words = [
        "step is 'hour'",
        "horizon is 0",
        "rationing is 'first'",
        "inventory is -1",
        "overcapacity is 0.5",
    ]
    words += ["draws is 0", "jobs is 0", "chipz", "chip=7", "nofile.csv"]
    assert [w for w in words if w not in str(told.value)] == []


@pytest.mark.parametrize(
    ("shock", "message"),
    [
        (Shock("s", "plant", "cars", 1.5, TODAY, where="s"), "size is 1.5"),
        (Shock("s", "plant", "cars", 1.0, TODAY, duration=0, where="s"), "duration is 0 days"),
        (Shock("s", "plant", "cars", 1.0, TODAY, duration=float("nan"), where="s"), "duration is nan days"),
        (Shock("s", "plant", "cars", 1.0, TODAY, recovery=-1, where="s"), "recovery is -1 days"),
        (Shock("s", "place", "north", 1.0, TODAY, radius_km=0, where="s"), "the radius is 0 km"),
        (Shock("s", "lane", "north", 1.0, TODAY, where="s"), "a lane needs a destination"),
        (Shock("s", "ship", "north", 1.0, TODAY, where="s"), "there is no kind 'ship'"),
    ],
)
def test_values_are_checked_as_texts_are(shock: Shock, message: str) -> None:
    with pytest.raises(StudyError, match=message):
        stress(case(), [shock], as_of=DAY)


def test_a_horizon_that_ends_before_a_shock_begins_is_refused() -> None:
    late = Shock("late", "plant", "cars", 1.0, date(2025, 1, 1), where="late")
    early = Shock("early", "plant", "cars", 1.0, TODAY, where="early")
    with pytest.raises(
        StudyError, match="late: begins on 2025-01-01, after the horizon of 100 days from 2024-06-30"
    ):
        stress(case(), [early, late], as_of=DAY, options=Options(horizon=100))
    assert stress(case(), [early, late], as_of=DAY).summary["horizon"] == 185 + 42 + 60


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t["recipes"].clear(), "no bill of materials"),
        (lambda t: t["plants"].clear(), "no plant operates on 2024-06-30"),
        (lambda t: [p.pop("output") for p in t["plants"]], "no operating plant has an output or a capacity"),
        (
            lambda t: t["settings"].append({"name": "capacity_use", "value": "0"}),
            "settings.capacity_use is 0; write a share above 0",
        ),
    ],
)
def test_a_case_that_lacks_something_says_what(change: object, message: str) -> None:
    assert callable(change)
    with pytest.raises(HinterlandError) as told:
        stress(case(change), [Shock("s", "place", "land", 1.0, TODAY)], as_of=DAY)
    assert message in str(told.value)


def test_files_in_the_layout_of_the_table(tmp_path: Path) -> None:
    rows = HEAD + "flood,place,north,,50,80%,2024-07-05,10,20\n,product,chip,,,0.4,2024-07-01,56,\n"
    path = tmp_path / "two.csv"
    path.write_text(rows, encoding="utf-8")
    flood, chips = read_shocks(case(), [str(path)], USUAL)
    assert (flood.name, flood.size, flood.radius_km, flood.recovery) == ("flood", 0.8, 50.0, 20.0)
    assert (chips.name, chips.recovery, chips.where) == ("two.csv row 3", 0.0, "two.csv row 3")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in rows.splitlines():
        sheet.append(line.split(","))
    book.save(tmp_path / "two.xlsx")
    assert [s.id for s in read_shocks(case(), [str(tmp_path / "two.xlsx")], USUAL)] == ["north", "chip"]
    result = stress(case(), [str(path)], as_of=DAY)
    assert result.summary["first_day"] == "2024-07-01"


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("", ["no headings"]),
        (HEAD, ["has no shocks"]),
        ("kind,id\nplant,cars\n", ["size", "start", "duration"]),
        (HEAD + "a,plant,cars,,,60,2024-07-01,5,\n", ["row 2", "above 1"]),
        (HEAD + "a,plnt,cars,,,-1,2024-07-01,-5,\n", ["Did you mean `plant`", "negative"]),
        (HEAD + "a,plant,cars,,,1,,5,\n", ["start", "empty"]),
        (HEAD + "a,plant,cars,,,1,some day,x,\n", ["start", "duration"]),
        (HEAD + "a,plant,,,,1,2024-07-01,5,\n", ["id"]),
    ],
)
def test_faults_of_a_file_are_told_by_row(tmp_path: Path, text: str, messages: list[str]) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError) as told:
        read_shocks(case(), [str(path)], USUAL)
    assert "bad.csv" in str(told.value)
    assert [m for m in messages if m not in str(told.value)] == []


def test_a_start_that_is_lacking_is_that_of_the_option(tmp_path: Path) -> None:
    path = tmp_path / "undated.csv"
    path.write_text("kind,id,size,duration\nplant,cars,1,5\n", encoding="utf-8")
    (shock,) = read_shocks(case(), [str(path)], Usual(TODAY, start=date(2024, 8, 1)))
    assert shock.start == date(2024, 8, 1)


def test_files_that_are_no_tables_are_refused(tmp_path: Path) -> None:
    (tmp_path / "photo.xlsx").write_bytes(b"\x89PNG not a workbook")
    (tmp_path / "bytes.csv").write_bytes(bytes(range(256)))
    for name in ("photo.xlsx", "bytes.csv"):
        with pytest.raises(StudyError, match=name):
            read_shocks(case(), [str(tmp_path / name)], USUAL)


def test_what_a_shock_leaves_day_by_day() -> None:
    span = Span(TODAY, 8)
    shock = Shock("s", "plant", "cars", 0.5, TODAY.replace(month=7, day=1), duration=2, recovery=4)
    assert left_of(shock, span).tolist() == pytest.approx([1, 0.5, 0.5, 0.625, 0.75, 0.875, 1, 1])
