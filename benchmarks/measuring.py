"""How a benchmark is measured: a fresh process each time, beside peers, held against a limit."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WHOLE, STUDY, CPU = "process_seconds", "study_seconds", "study_cpu_seconds"
"""What a limit and a ratio count: a process from its start, the study alone, or its processor time."""


@dataclass(frozen=True)
class Limit:
    """What the project promises of a benchmark."""

    seconds: float
    peak_mb: float | None = None
    of: str = WHOLE


def child(job: str, *args: object, env: Mapping[str, str] = MappingProxyType({})) -> dict[str, Any]:
    """Run a job of child.py in a fresh process; `process_seconds` counts the interpreter's start too."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, str(HERE / "child.py"), job, *map(str, args)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONUTF8": "1"} | dict(env),
    )
    if done.returncode:
        raise SystemExit(f"{job} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1]) | {"process_seconds": time.perf_counter() - began}


def repeated(repeats: int, measure: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return medians of the timings, the largest memory, and each run's seconds."""
    runs = [measure() for _ in range(repeats)]
    timed = {"seconds", WHOLE, "cpu_seconds", "peak_mb", STUDY, CPU}
    last = {k: v for k, v in runs[-1].items() if k not in timed}
    for name in (STUDY, CPU):
        if name in runs[0]:
            last[name] = round(statistics.median(r[name] for r in runs), 4)
    cpu = [r["cpu_seconds"] for r in runs if "cpu_seconds" in r]
    peaks = [r["peak_mb"] for r in runs if r.get("peak_mb") is not None]
    return {
        "seconds": round(statistics.median(r["seconds"] for r in runs), 4),
        "process_seconds": round(statistics.median(r["process_seconds"] for r in runs), 4),
        "cpu_seconds": round(statistics.median(cpu), 4) if cpu else None,
        "peak_mb": round(max(peaks), 1) if peaks else None,
        "runs": [round(r["seconds"], 4) for r in runs],
        **last,
    }


def beside(
    ours: dict[str, Any], peers: dict[str, dict[str, Any]], limit: Limit | None, of: str = WHOLE
) -> dict[str, Any]:
    """Return a benchmark's record: ours, the peers, how many times longer we take, the limit.

    Ratios count what the limit counts; without one `of`.
    """
    of = limit.of if limit else of
    record: dict[str, Any] = {"ours": ours, "peers": peers}
    record["times_peer"] = {name: float(f"{ours[of] / p[of]:.3g}") for name, p in peers.items()}
    if limit:
        within = ours[of] <= limit.seconds
        if limit.peak_mb is not None and ours["peak_mb"] is not None:
            within = within and ours["peak_mb"] <= limit.peak_mb
        record["limit"] = {of: limit.seconds, "peak_mb": limit.peak_mb, "kept": within}
    return record


def started(*args: str) -> dict[str, Any]:
    """Time a whole interpreter."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *args], check=True, capture_output=True)
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "process_seconds": seconds}
