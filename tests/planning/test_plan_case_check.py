"""What `hinterland check` says of the tables that plans are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from plan_case import TABLES

from conftest import faults_of
from hinterland.fault_words import in_chinese

if TYPE_CHECKING:
    from collections.abc import Callable

S = {"source": "test", "basis": "synthetic"}


def faults(change: Callable[[dict[str, list[dict[str, Any]]]], object]) -> list[str]:
    """Faults of the changed tables of levers, in English; all have Chinese."""
    names = ("places", "products", "plants", "candidates", "instruments", "budgets", "free_land", "recipes")
    tables = {
        n: [{**S, **{k: str(v) for k, v in r.items() if v is not None}} for r in TABLES[n]] for n in names
    }
    tables["firms"] = [{"firm": p["firm"], **S} for p in TABLES["plants"]]
    change(tables)
    said = [f for f in faults_of(tables) if f.table in {"candidates", "budgets", "free_land", "settings"}]
    for fault in said:
        assert in_chinese(fault.rule, table=fault.table), fault.rule
        assert in_chinese(fault.fix, table=fault.table), fault.fix
    return [f.rule for f in said]


def test_the_small_case_has_no_fault_in_its_levers() -> None:
    assert faults(lambda t: t) == []


@pytest.mark.parametrize(
    ("table", "row", "cells", "words"),
    [
        ("candidates", 0, {"ask_low": "200000000"}, "below its lower end"),
        ("candidates", 0, {"ask": ""}, "nothing is said of the public money"),
        ("candidates", 0, {"anchor": "engines"}, "follow each other in a circle"),
        ("instruments", 0, {"kind": "rule"}, "pay for nothing"),
    ],
)
def test_rows_that_no_plan_can_use_are_told(table: str, row: int, cells: dict[str, str], words: str) -> None:
    assert any(words in f for f in faults(lambda t: t[table][row].update(cells)))


def test_free_land_does_not_shrink() -> None:
    later = {"place": "park", "year": "2026", "land_ha": "10", **S}
    assert any("less than the 15 ha" in f for f in faults(lambda t: t["free_land"].append(later)))


def test_settings_of_a_plan_are_known_and_within_bounds() -> None:
    rows = [{"name": "plan_inertia", "value": "2", **S}, {"name": "plan_inertai", "value": "1", **S}]
    said = faults(lambda t: t.update(settings=rows))
    assert any("between 0 and 1" in f for f in said)
    assert any("no study reads a setting" in f for f in said)
