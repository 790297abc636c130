"""One measured piece of work in a process of its own: prints seconds and peak memory as JSON on its last line.

python benchmarks/child.py JOB ARGUMENT ...
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
from pathlib import Path


def load(case: str) -> dict[str, int]:
    """Load and check a case, as `hinterland.load` does; imports count."""
    from hinterland.case import look

    found = look(case)
    return {
        "rows": sum(t.height for t in found.cluster.tables.values()),
        "errors": sum(f.severity == "error" for f in found.faults),
    }


def command(*args: str) -> dict[str, int]:
    """Run a command of the command line, its answer thrown away."""
    from hinterland.cli import main as hinterland

    with contextlib.redirect_stdout(io.StringIO()) as out:
        code = hinterland(list(args))
    return {"exit_code": code, "characters": len(out.getvalue())}


def peer_polars(case: str) -> dict[str, int]:
    """Only read the same files with polars, types guessed, nothing checked."""
    import polars as pl

    rows = 0
    for path in sorted((Path(case) / "tables").iterdir()):
        frame = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path)
        rows += frame.height
    return {"rows": rows}


def peer_json(case: str) -> dict[str, int]:
    """Only read the same rows from JSON with the standard library."""
    rows = 0
    for path in sorted((Path(case) / "json").iterdir()):
        rows += len(json.loads(path.read_text(encoding="utf-8")))
    return {"rows": rows}


def peer_csv(case: str) -> dict[str, int]:
    """Only read the same files with the standard library's csv, every cell left as text."""
    import csv

    rows = 0
    for path in sorted((Path(case) / "tables").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows += sum(1 for _ in csv.reader(file)) - 1
    return {"rows": rows}


JOBS = {
    "load": load,
    "command": command,
    "polars": peer_polars,
    "json": peer_json,
    "csv": peer_csv,
}


def peak_mb() -> float | None:
    """Return the most memory this process held at once, in MB; None where the system does not say.

    On Linux not `ru_maxrss`: it starts from the memory of the parent at the fork.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    try:
        import resource
    except ImportError:
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def main() -> None:
    began = time.perf_counter()
    told = JOBS[sys.argv[1]](*sys.argv[2:])
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "cpu_seconds": time.process_time(), "peak_mb": peak_mb(), **told}))


if __name__ == "__main__":
    main()
