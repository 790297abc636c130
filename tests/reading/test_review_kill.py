"""A review that is killed at any instant: the case opens, and every decision that was told is there with its rows."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from quoted import claim, reading, source

from hinterland.case import look, save
from hinterland.cluster import Cluster
from hinterland.reading.review.enter import enter

KILLS = 6
SOAK_KILLS = max(300, int(os.environ.get("HINTERLAND_SOAK") or 0))
DRAFTS = 25

REVIEWER = """
import sys
from datetime import date
from pathlib import Path
from hinterland.reading.review import Session
session = Session.open(Path(sys.argv[1]), who="me", today=date(2024, 6, 1))
print("ready", flush=True)
for number, item in enumerate(session.items()):
    claim = item.claim["claim"]
    if number % 3 == 2:
        new = session.edit(claim, {"value": 1.0 + number})
        print("edited", claim, new.claim, flush=True)
    else:
        session.accept(claim)
        print("confirmed", claim, claim, flush=True)
"""


def drafts(folder: Path) -> None:
    """A case with promises that nobody has decided on."""
    words = [f"Town {n} will build {n + 10} plants by 20{30 + n}." for n in range(DRAFTS)]
    text = "\n".join(words)
    found = tuple(
        claim(
            text,
            words[n],
            f"{n + 10} plants",
            measure=f"plants of town {n}",
            value=n + 10.0,
            unit="plant",
            comparator="eq",
            deadline=f"20{30 + n}",
            place=(f"Town {n}",),
        )
        for n in range(DRAFTS)
    )
    entered = enter(Cluster.of({}), source(text), reading(text, found))
    (folder / "documents").mkdir(parents=True)
    (folder / entered.path).write_text(text, encoding="utf-8")
    save(entered.cluster, folder)


def reviewed(folder: Path, seconds: float) -> list[list[str]]:
    """Start a reviewer, kill it after `seconds` of decisions, and return what it said it had saved."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COV")}
    child = subprocess.Popen(
        [sys.executable, "-c", REVIEWER, str(folder)], stdout=subprocess.PIPE, env=environment, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    told: list[list[str]] = []
    listener = threading.Thread(target=lambda: told.extend(x.split() for x in child.stdout or ()))
    listener.start()
    time.sleep(seconds)
    child.kill()
    child.wait()
    listener.join()
    child.stdout.close()
    return [t for t in told if len(t) == 3]  # a line cut by the kill tells nothing


def campaign(folder: Path, kills: int) -> int:
    """Kill reviewers again and again; return how many decisions they told."""
    rng, told, round_ = random.Random(5), 0, 0
    known: dict[str, str] = {}
    case = folder / "case0"
    drafts(case)
    for _ in range(kills):
        lines = reviewed(case, rng.uniform(0, 1.2))
        told += len(lines)
        for review, first, last in lines:
            known[first] = review
            known[last] = "confirmed"
        left = _held(case, known)
        if not left:
            round_, known = round_ + 1, {}
            case = folder / f"case{round_}"
            drafts(case)
    return told


def _held(case: Path, known: dict[str, str]) -> int:
    """Assert that the case is sound and holds every known decision with its rows; return how many drafts are left."""
    found = look(case)
    assert [f.line() for f in found.faults if f.severity == "error"] == []
    claims = {r["claim"]: r for r in found.cluster["claims"].iter_rows(named=True)}
    assert {c: claims[c]["review"] for c in known} == known
    confirmed = {c for c, r in claims.items() if r["review"] == "confirmed"}
    edited = {c for c, r in claims.items() if r["review"] == "edited"}
    assert {claims[c]["supersedes"] for c in confirmed} - {None} == edited
    assert sorted(found.cluster["targets"]["claim"]) == sorted(confirmed)
    assert set(found.cluster["metrics"]["claim"]) == confirmed
    assert len(claims) == DRAFTS + len(edited)
    assert not [p for p in case.parent.iterdir() if not p.name.startswith("case")]
    return sum(r["review"] == "draft" for r in claims.values())


def test_what_was_saved_before_a_kill_is_there_with_its_rows(tmp_path: Path) -> None:
    assert campaign(tmp_path, KILLS) > 0


@pytest.mark.soak
@pytest.mark.skipif(
    not os.environ.get("HINTERLAND_SOAK"), reason="long: HINTERLAND_SOAK=1 kills three hundred reviewers"
)
@pytest.mark.timeout(0)
def test_hundreds_of_kills_lose_no_decision(tmp_path: Path) -> None:
    assert campaign(tmp_path, SOAK_KILLS) > SOAK_KILLS
