"""What tests share: the shipped cases, and making small tables out of a few cells."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import settings

from hinterland.case import load
from hinterland.cells import read_table
from hinterland.check import check
from hinterland.cli import main
from hinterland.cluster import Cluster
from hinterland.schema import TABLES
from hinterland.sheets import RawTable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hinterland.faults import Fault
    from hinterland.sheets import Sheet

ROOT = Path(__file__).parents[1]
settings.register_profile("default", deadline=None, max_examples=60)
settings.load_profile("default")


def raw(table: str, rows: Sequence[Mapping[str, Any]]) -> RawTable:
    """A raw table of text cells, as a CSV store hands it over."""
    headers = list(dict.fromkeys(k for row in rows for k in row))
    columns = [
        pl.Series(h, [None if row.get(h) is None else str(row[h]) for row in rows], dtype=pl.String)
        for h in headers
    ]
    return RawTable(table, f"{table}.csv", tuple(headers), tuple(columns))


def sheets(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> tuple[dict[str, Sheet], list[Fault]]:
    """Typed sheets of small tables, and the faults of their cells."""
    found: dict[str, Sheet] = {}
    faults: list[Fault] = []
    for name, rows in tables.items():
        if not rows:
            continue  # a table without rows is a table that is not there
        sheet, told = read_table(raw(name, rows), TABLES[name])
        found[name] = sheet
        faults += told
    return found, faults


def faults_of(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Fault]:
    """Every fault between rows, for tables whose cells are all readable."""
    found, cells = sheets(tables)
    assert not [f for f in cells if f.severity == "error"], [f.line() for f in cells]
    return check(found)


def cluster_of(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> Cluster:
    """A cluster of small tables whose cells are all readable."""
    found, cells = sheets(tables)
    assert not [f for f in cells if f.severity == "error"], [f.line() for f in cells]
    return Cluster.of({name: sheet.frame for name, sheet in found.items()})


@pytest.fixture(scope="session")
def tutorial() -> Cluster:
    from hinterland.case import load

    return load(ROOT / "examples" / "tutorial")


@pytest.fixture(scope="session")
def yangtze() -> Cluster:
    from hinterland.case import load

    return load(ROOT / "examples" / "yangtze-nev")


@pytest.fixture
def hinterland(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """The command line in this process: arguments to (exit code, stdout, stderr)."""
    from hinterland.cli import main

    def call(*args: object) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main([str(a) for a in args])
        out, err = capfd.readouterr()
        return code, out, err

    return call


PLAN_CASE = str(ROOT / "examples" / "plan-tutorial")


@pytest.fixture(scope="session")
def plan_case() -> Cluster:
    """The case `plan-tutorial`, read once."""
    return load(Path(PLAN_CASE))


@pytest.fixture
def on_plan_case(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, plan_case: Cluster
) -> Callable[..., tuple[int, str, str]]:
    """Run a command, reading the case `plan-tutorial` only once; return exit code, stdout, stderr."""
    usual = load
    monkeypatch.setattr(
        "hinterland.case.load",
        lambda path, **more: plan_case if str(path) == PLAN_CASE else usual(path, **more),
    )

    def run(*args: object) -> tuple[int, str, str]:
        code = main([str(a) for a in args])
        out = capsys.readouterr()
        return code, out.out, out.err

    return run
