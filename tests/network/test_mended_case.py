"""Input-output tables, settings and places to write that were taken without a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import TYPE_CHECKING

import io_tables as t
import pytest
from test_case import CASE, DAY, LINKS, case

from hinterland.case import save
from hinterland.check import check, settings
from hinterland.errors import Refused
from hinterland.fault_words import in_chinese
from hinterland.frames import of_rows
from hinterland.intake.accounts import AccountsError, Asked, read_accounts
from hinterland.network.case.networks import prepare
from hinterland.network.mitigate.terms import BOUNDS, STATED
from hinterland.promises.capacity_plants import Settings
from hinterland.sheets import Sheet

if TYPE_CHECKING:
    from pathlib import Path

    from hinterland.faults import Fault

Call = Callable[..., tuple[int, str, str]]


def spoilt(row: int, column: int, cell: str, tmp_path: Path) -> Path:
    """Return an inter-country table with one cell changed."""
    rows = t.icio()
    rows[row][column] = cell
    return t.write_csv(tmp_path / "icio.csv", rows)


@pytest.mark.parametrize(
    ("cell", "en", "zh"),
    [
        ("1,5", "has a comma that may part thousands or decimals", "逗号可能是千位分隔符"),
        ("12,34,567", "has a comma that may part", "逗号可能是千位分隔符"),
        ("1.234,5", "has a comma that may part", "逗号可能是千位分隔符"),
        ("nan", "is no number", "不是数值"),
        ("1e308", r"is more than any money, 1e\+30", "超过任何金额"),
        ("-1e31", "is more than any money", "超过任何金额"),
    ],
)
def test_a_figure_that_cannot_be_one_is_told_once(cell: str, en: str, zh: str, tmp_path: Path) -> None:
    with pytest.raises(AccountsError, match=en) as told:
        read_accounts(spoilt(1, 2, cell, tmp_path), Asked(country="AAA"))
    assert len(told.value.told) == 1  # though flows and sums both read the cell
    assert str(told.value).startswith(f"icio.csv C2: {cell!r}")
    assert zh in told.value.in_("zh")


def test_commas_that_part_thousands_are_read_and_said(tmp_path: Path) -> None:
    found = read_accounts(spoilt(1, 2, "1,234,567.5", tmp_path), Asked(country="AAA"))
    assert found.flow[0, 1] == 1_234_567.5 + t.Z[2][1]
    assert any("a comma was read as parting thousands" in r.en for r in found.remarks)


def test_what_a_table_lacks_is_told_in_good_english(tmp_path: Path) -> None:
    with pytest.raises(AccountsError, match="lacks columns of code, description, country, RNr; give"):
        read_accounts(t.write_csv(tmp_path / "a.csv", [["a", "b"], ["c", 1]]), Asked(layout="wiod"))
    short = [row for row in t.icio() if row[0] != "BBB_C20"]
    with pytest.raises(AccountsError, match="sectors that stand in rows or columns only, 1: BBB_C20;"):
        read_accounts(t.write_csv(tmp_path / "b.csv", short), Asked(country="AAA"))


@pytest.mark.parametrize("value", [0.0, -5.0])
def test_a_case_without_a_flow_above_zero_is_refused(value: float) -> None:
    none = [{**row, "value": value, "imported": None} for row in CASE["io_table"]]
    with pytest.raises(Refused, match="no flow between sectors is above 0") as told:
        prepare(case(io_table=none, supplies=LINKS), as_of=DAY)
    assert "没有大于 0 的流量" in told.value.in_("zh")


def test_complete_refuses_in_chinese_and_never_writes_into_its_case(hinterland: Call, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    save(case(supplies=LINKS), folder)
    own = next(folder.rglob("supplies.csv"))
    before = own.read_bytes()
    code, _, err = hinterland("network", "complete", folder, "--out", own)
    assert (code, "is part of the case that is read" in err) == (2, True)
    assert own.read_bytes() == before
    save(case(io_table=[]), tmp_path / "bare")
    code, _, err = hinterland("network", "complete", tmp_path / "bare", "--lang", "zh")
    assert code == 2
    assert "hinterland：案例没有投入产出表" in err


def faults(**stated: str) -> list[Fault]:
    """Return the faults of settings; two underscores stand for a dot."""
    rows = [{"name": n.replace("__", "."), "value": v} for n, v in stated.items()]
    return check({"settings": Sheet("settings", "settings.csv", of_rows("settings", rows))})


@pytest.mark.parametrize("name", [*STATED, "capacity_use", "unlisted_imported"])
@pytest.mark.parametrize("value", ["some", "-1", "nan"])
def test_settings_of_the_network_hold_numbers_within_their_bounds(name: str, value: str) -> None:
    (fault,) = faults(**{name: value})
    assert fault.severity == "error"
    assert fault.rule.startswith("must be a number")
    assert in_chinese(fault.rule, table="settings")


def test_settings_within_their_bounds_are_no_faults() -> None:
    assert faults(capacity_use="1", unlisted_imported="1", stop_rate="0", spare_capacity_share="20%") == []
    (fault,) = faults(capacity_use="0")
    assert fault.rule == "must be a number above 0, at most 1"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("stop_rates", "stop_rate"),
        ("inventory_dayz", "inventory_days"),
        ("capacity_uses", "capacity_use"),
        ("inventory_day__chip", "inventory_days.chip"),
        ("unit_prices__chip", "unit_price.chip"),
    ],
)
def test_a_name_that_is_nearly_a_setting_is_a_warning(name: str, meant: str) -> None:
    (fault,) = faults(**{name: "1"})
    assert (fault.severity, fault.fix) == (
        "warning",
        f"Did you mean `{meant}`? Else leave it: no study uses it",
    )
    assert in_chinese(fault.rule)
    assert in_chinese(fault.fix)


def test_other_names_of_a_case_are_its_own() -> None:
    assert faults(synthetic_vehicle_bom_value="100000", capacity_weight="0.2", plants_listed="all") == []


def test_the_settings_known_are_those_that_studies_read() -> None:
    assert tuple(f.name for f in fields(Settings)) == settings.FORECAST
    assert {n: settings.NUMBERS[n][:2] for n in STATED} == {n: BOUNDS[n][:2] for n in STATED}
