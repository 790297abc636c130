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

import chain_jobs
import network_jobs
import plan_jobs
import reading_jobs


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


def board(case: str, day: str) -> dict[str, float]:
    """Load a case and judge its promises."""
    from hinterland.case import load as load_case
    from hinterland.promises import track

    cluster = load_case(case)
    began = time.perf_counter()
    rows = track(cluster, as_of=day)["board"]
    told = {"study_seconds": time.perf_counter() - began, "rows": rows.height}
    return told | {"forecast": rows["expected"].drop_nulls().len()}


def backtest(case: str, day: str, origins: str) -> dict[str, float]:
    """Load a case and forecast all its series anew from earlier days."""
    from hinterland.case import load as load_case
    from hinterland.promises import backtest as study

    cluster = load_case(case)
    began = time.perf_counter()
    told = study(cluster, as_of=day, origins=int(origins)).summary["combination"]
    forecasts = sum(grain["n"] for grain in told.values())
    return {"study_seconds": time.perf_counter() - began, "forecasts": forecasts}


def peer_statsmodels(case: str, fits: str, model: str = "components") -> dict[str, float]:
    """Fit one model a series with statsmodels to the first series of a case, and forecast a year.

    `components` is UnobservedComponents with a local linear trend (and a season of months), `sarimax` the
    integrated moving average (0, 1, 1), for months with the same of the season. Seconds count fitting
    and forecasting, not imports.
    """
    import warnings

    import numpy as np
    import polars as pl
    from statsmodels.tsa.statespace.sarimax import SARIMAX
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    rows = pl.read_parquet(Path(case) / "tables" / "observations.parquet")
    series = rows.partition_by("metric", "place", maintain_order=True)[: int(fits)]
    season = 12 if len(rows["period"][0]) > len("2024") else 0
    began = time.perf_counter()
    for one in series:
        y = np.log(one["value"].to_numpy())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # searches that do not converge count too
            if model == "components":
                fitted = UnobservedComponents(y, "local linear trend", seasonal=season or None).fit(disp=0)
            else:
                fitted = SARIMAX(y, order=(0, 1, 1), seasonal_order=(0, 1, 1, 12) if season else None).fit(
                    disp=0
                )
            fitted.get_forecast(season or 3).conf_int(alpha=0.2)
    seconds = time.perf_counter() - began
    return {"fits": len(series), "seconds_per_fit": seconds / len(series)}


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
    "board": board,
    "backtest": backtest,
    "statsmodels": peer_statsmodels,
    "polars": peer_polars,
    "json": peer_json,
    "csv": peer_csv,
    **chain_jobs.JOBS,
    **network_jobs.JOBS,
    **plan_jobs.JOBS,
    **reading_jobs.JOBS,
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
