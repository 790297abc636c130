"""Writers that are killed at any instant leave the old case or the new one, never a mixture."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import polars as pl
import pytest

from hinterland.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from hinterland.sheets import Reading

KILLS = 12
SOAK_KILLS = max(1000, int(os.environ.get("HINTERLAND_SOAK") or 0))

WRITER = """
import sys, polars as pl
from hinterland.store import open_store, swap
if sys.argv[2] == "two renames":
    swap.exchange = lambda one, other: False
store = open_store(sys.argv[1])
tables = {"places": "place", "firms": "firm", "products": "product", "sectors": "sector"}
def version(word):
    return {t: pl.DataFrame({k: [f"{word}{i}" for i in range(300)]}) for t, k in tables.items()}
versions = [version("old"), version("new")]
revision = store.read().revision
print("ready", flush=True)
turn = 0
while True:
    revision = store.write(versions[turn % 2], expected=revision)
    turn += 1
"""
TABLES = {"places": "place", "firms": "firm", "products": "product", "sectors": "sector"}


STEPS = """
import os, shutil, sys
from pathlib import Path
import polars as pl
from hinterland.store import FolderStore, swap
if sys.argv[2] == "two renames":
    swap.exchange = lambda one, other: False
home = Path(sys.argv[1])
tables = {"places": "place", "firms": "firm"}
def version(word):
    return {t: pl.DataFrame({k: [f"{word}{i}" for i in range(3)]}) for t, k in tables.items()}
start = FolderStore(home / "start")
old = start.write(version("old"), expected=None)
(home / "start" / "tables" / "note.txt").write_text("kept")
scratch = FolderStore(home / "scratch")
new = scratch.write(version("new"), expected=None)
files = {p.name: p.read_bytes() for p in (home / "scratch" / "tables").iterdir()}
FolderStore._render = lambda self, frames, old: files  # polars has threads, which do not survive a fork
step, ended = 0, False
while not ended:
    step += 1
    case = home / f"case{step}"
    shutil.copytree(home / "start", case)
    child = os.fork()
    if not child:
        left = [step]
        def hook(event, _arguments):
            if event.split(".")[0] in {"open", "os", "shutil", "ctypes"}:
                left[0] -= 1
                if not left[0]:
                    os._exit(9)
        sys.addaudithook(hook)
        try:
            FolderStore(case).write({}, expected=old)
        except BaseException:
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    ended = code == 0
    assert code in {0, 9}, code
    found = FolderStore(case).read()
    print(step, code, {old: "old", new: "new"}.get(found.revision, "mixture"))
    again = FolderStore(case).write({}, expected=found.revision)
    assert again == new
    left_over = sorted(p.name for p in case.iterdir())
    assert left_over == [".hinterland.lock", "tables"], (step, left_over)
    assert sorted(p.name for p in (case / "tables").iterdir()) == ["firms.csv", "note.txt", "places.csv"]
    shutil.rmtree(case)
"""


def version(word: str) -> dict[str, pl.DataFrame]:
    return {t: pl.DataFrame({k: [f"{word}{i}" for i in range(300)]}) for t, k in TABLES.items()}


def content(reading: Reading) -> dict[str, tuple[object, ...]]:
    return {t.table: tuple(c.to_list() for c in t.columns) for t in reading.tables}


def campaign(path: Path, kills: int, way: str) -> set[str]:
    """Kill a saving writer again and again; return the revisions that were found afterwards."""
    store = open_store(path, new=True)
    whole = {}
    revision = None
    for word in ("old", "new"):
        revision = store.write(version(word), expected=revision)
        whole[revision] = content(store.read())
    found = set()
    rng = random.Random(7)
    for _ in range(kills):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), way], stdout=subprocess.PIPE, env=_without_coverage()
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(rng.uniform(0, 0.05))
        writer.kill()
        writer.wait()
        writer.stdout.close()
        reading = store.read()
        assert [f.line() for f in reading.faults if f.severity != "notice"] == []
        assert content(reading) == whole[reading.revision]
        found.add(reading.revision)
    last = store.write(version("old"), expected=store.read().revision)
    assert content(store.read()) == whole[last]
    return found


def _without_coverage() -> dict[str, str]:
    """A process that is killed cannot save what it covered, and starts faster without it."""
    return {k: v for k, v in os.environ.items() if not k.startswith("COV")}


@pytest.mark.parametrize("way", ["exchange", "two renames"])
def test_a_folder_survives_kills(tmp_path: Path, way: str) -> None:
    found = campaign(tmp_path / "case", KILLS if way == "exchange" else KILLS * 2 // 3, way)
    assert found
    left = {p.name for p in (tmp_path / "case").iterdir()}
    assert left == {"tables", ".hinterland.lock"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="ends a forked process before each of its steps")
@pytest.mark.parametrize("way", ["exchange", "two renames"])
def test_a_writer_that_ends_before_any_of_its_steps_leaves_one_version_whole(
    tmp_path: Path, way: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STEPS, str(tmp_path), way],
        check=False,
        capture_output=True,
        text=True,
        env=_without_coverage(),
    )
    assert done.returncode == 0, done.stderr
    states = [line.split()[2] for line in done.stdout.splitlines()]
    assert len(states) > 20
    assert set(states) == {"old", "new"}
    assert states == sorted(states, reverse=True)  # old up to one step, new from there on


def test_a_workbook_survives_kills(tmp_path: Path) -> None:
    assert campaign(tmp_path / "case.xlsx", KILLS // 3, "")
    assert {p.name for p in tmp_path.iterdir()} <= {"case.xlsx", ".case.xlsx.lock"}


@pytest.mark.soak
@pytest.mark.skipif(
    not os.environ.get("HINTERLAND_SOAK"),
    reason="long: HINTERLAND_SOAK=1 runs a thousand kills, another number as many",
)
@pytest.mark.parametrize(("name", "way"), [("case", "exchange"), ("case", "two renames"), ("case.xlsx", "")])
def test_thousands_of_kills_find_both_versions_and_nothing_else(tmp_path: Path, name: str, way: str) -> None:
    assert len(campaign(tmp_path / name, SOAK_KILLS, way)) == 2
