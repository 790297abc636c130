"""Benchmarks of hinterland, each beside a peer that does less, as JSON.

    python benchmarks/run.py --out bench/latest.json [--only NAME] [--repeats N] [--full]

Every measurement is a fresh process; the figure is the median of the repeats. A peer is measured in the same run, so
that the ratio says something on a machine that nobody knows. `--full` adds the case of one million firms, that of
10,000 monthly series, that of 200,000 plants, and networks of up to a million firms. Backtests and cascades through
large networks run once, whatever `--repeats` says. What is measured on a chain, on a network, and on pages that are
read, is the study alone, without starting Python and loading; so are its peers.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path
from typing import Any

import network_bench
import plan_bench
import reading_bench
from measuring import CPU, HERE, ROOT, STUDY, WHOLE, Limit, beside, child, repeated, started

TODAY = "2025-06-30"
"""Day from which generated cases of series are seen: all their figures are public."""
LIBRARIES = (
    "hinterland",
    "polars",
    "numpy",
    "altair",
    "vl-convert-python",
    "click",
    "openpyxl",
    "holidays",
    "scipy",
    "statsmodels",
    "recognizers-text-suite",
    "numba",
)
ORIGINS = 5
"""Earlier days of the backtests."""
FITS = 40
"""Series that the peer of the backtests is fitted to."""
CHAIN_DAY = "2021-08-31"
"""Day from which generated chains are seen."""
DRAWS = 100
"""Draws of a bill of materials."""
PROGRAMS = 60
"""Linear programs that the peer of the chain solves, spread evenly over all that the study would take."""
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""For a peer whose matrices are small: threads of linear algebra made it several times slower."""


def load_csv(repeats: int, folder: Path, size: str = "middle") -> dict[str, Any]:
    """Load and check 10,000 firms, 20,000 plants, 100,000 supplies, 300 products from CSV."""
    case = made(folder, size, "csv")
    as_json(case)
    ours = repeated(repeats, lambda: child("load", case))
    peers = {job: repeated(repeats, lambda job=job: child(job, case)) for job in ("polars", "json", "csv")}
    return beside(ours, peers, Limit(2.0))


def load_large(repeats: int, folder: Path, size: str = "large") -> dict[str, Any]:
    """Load and check one million firms, two million plants, five million supplies from Parquet."""
    case = made(folder, size, "parquet")
    ours = repeated(repeats, lambda: child("load", case))
    peers = {"polars": repeated(repeats, lambda: child("polars", case))}
    return beside(ours, peers, Limit(20.0, 4096.0))


def demo(repeats: int, folder: Path, size: str = "") -> dict[str, Any]:  # noqa: ARG001 - one signature for all
    """Run `hinterland demo`: board and report of the shipped case."""
    out = folder / "demo"
    ours = repeated(repeats, lambda: child("command", "demo", "--out", out))
    case = ROOT / "examples" / "yangtze-nev"
    peers = {"polars": repeated(repeats, lambda: child("polars", case))}
    return beside(ours, peers, Limit(20.0, 600.0))


def helps(repeats: int, folder: Path, size: str = "") -> dict[str, Any]:  # noqa: ARG001 - one signature for all
    """Run `--help` of the command line and of the slowest command, beside an empty interpreter."""
    names = [name for name in commands() if name]
    every = {
        name or "hinterland": repeated(
            repeats, lambda name=name: started("-m", "hinterland", *filter(None, [name]), "--help")
        )
        for name in ["", *names]
    }
    slowest = max(every, key=lambda n: every[n]["process_seconds"])
    peers = {
        "python -c pass": repeated(repeats, lambda: started("-c", "pass")),
        "python -c 'import click'": repeated(repeats, lambda: started("-c", "import click")),
    }
    record = beside(every[slowest], peers, Limit(0.3))
    record["slowest"] = slowest
    record["each"] = {n: r["process_seconds"] for n, r in every.items()}
    return record


def board(repeats: int, folder: Path, size: str = "board") -> dict[str, Any]:
    """Judge and forecast a board of 100 promises over 200 yearly series (`track`)."""
    case = panel(folder, size, goods=10, places=21, periods=12, targets=100)
    ours = repeated(repeats, lambda: child("board", case, TODAY))
    peers = {"polars": repeated(repeats, lambda: child("polars", case))}
    return beside(ours, peers, Limit(3.0))


def backtest_years(repeats: int, folder: Path, size: str = "years") -> dict[str, Any]:  # noqa: ARG001 - once is enough
    """Backtest 10,000 yearly series of 12 years from 5 origins."""
    return _backtest(panel(folder, size, goods=100, places=100, periods=12), size)


def backtest_months(repeats: int, folder: Path, size: str = "months") -> dict[str, Any]:  # noqa: ARG001 - once is enough
    """Backtest 10,000 monthly series of 72 months, and their years, from 5 origins."""
    return _backtest(panel(folder, size, goods=100, places=100, periods=72, grain="month"), size)


def _backtest(case: Path, size: str) -> dict[str, Any]:
    """Return the record of a backtest beside a peer that fits one model, extrapolated from a sample of the series.

    The peer would make a fit a series and origin, on one core; it neither combines nor calibrates.
    """
    fits, series = (3, 8) if size == "tiny" else (FITS, 10_000)
    ours = repeated(1, lambda: child("backtest", case, TODAY, ORIGINS))
    peer = repeated(1, lambda: child("statsmodels", case, fits, env=ONE_THREAD))
    peer |= {"measured_process_seconds": peer["process_seconds"], "extrapolated_from_fits": peer["fits"]}
    peer["process_seconds"] = round(peer["seconds_per_fit"] * series * ORIGINS, 1)
    name = f"statsmodels UnobservedComponents, extrapolated from {peer['fits']} fits"
    return beside(ours, {name: peer}, Limit(60.0))


def chain_10k(repeats: int, folder: Path, size: str = "10k") -> dict[str, Any]:
    """Tell all four definitions of nearby, four reaches and the boundary, 100 draws: 10,000 plants of 300 parts."""
    return _chain(repeats, chained(folder, size, 10_000), Limit(3.0, of=STUDY))


def chain_200k(repeats: int, folder: Path, size: str = "200k") -> dict[str, Any]:
    """Tell all four definitions of nearby, four reaches and the boundary, 100 draws: 200,000 plants of 300 parts."""
    return _chain(repeats, chained(folder, size, 200_000), Limit(60.0, 4096.0, of=STUDY))


def _chain(repeats: int, case: Path, limit: Limit) -> dict[str, Any]:
    """Return the record beside a peer that solves one linear program a flow, extrapolated from some of them.

    The peer only finds what capacity serves (definition 4); it neither finds who is near nor tells the rest.
    """
    ours = repeated(repeats, lambda: child("chain", case, CHAIN_DAY, DRAWS))
    peer = repeated(1, lambda: child("linprog", case, CHAIN_DAY, PROGRAMS))
    peer[STUDY] = peer["seconds_per_program"] * peer["programs_in_all"]
    name = (
        f"scipy linprog (HiGHS), extrapolated from {peer['programs']} of {peer['programs_in_all']:,} programs"
    )
    return beside(ours, {name: peer}, limit)


def bill_draws(repeats: int, folder: Path, size: str = "10k") -> dict[str, Any]:
    """Draw the bill of 300 parts 100 times and tell the coverage of each draw under definitions 3 and 4."""
    case = chained(folder, size, 10_000)
    ours = repeated(repeats, lambda: child("bill", case, CHAIN_DAY, DRAWS))
    peer = repeated(repeats, lambda: child("one_by_one", case, CHAIN_DAY, DRAWS))
    peer[STUDY] = peer["seconds_per_draw"] * DRAWS
    return beside(ours, {"one coverage in plain Python, draw by draw": peer}, Limit(10.0, of=STUDY))


def reach(repeats: int, folder: Path, size: str = "20k") -> dict[str, Any]:
    """Find the travel time between 20,000 plants and 300 places."""
    case = chained(folder, size, 20_000)
    ours = repeated(repeats, lambda: child("reach", case))
    plain = repeated(1, lambda: child("haversine", case, 300_000))
    plain[STUDY] = plain["seconds_per_pair"] * ours["pairs"]
    peers = {
        "haversine in polars, a cross join": repeated(repeats, lambda: child("haversine_polars", case)),
        f"haversine in plain Python, extrapolated from {plain['pairs']:,} pairs": plain,
    }
    return beside(ours, peers, Limit(1.0, of=STUDY))


def commands() -> list[str]:
    """Return the names of the commands."""
    from hinterland.cli import COMMANDS

    return list(COMMANDS)


def made(folder: Path, size: str, form: str) -> Path:
    """Return a generated case, made in a process of its own so that this one stays small."""
    case = folder / f"{size}-{form}"
    generator = [sys.executable, str(HERE / "generate.py"), str(case), "--size", size, "--form", form]
    subprocess.run(generator, check=True)
    return case


def panel(folder: Path, size: str, **sizes: object) -> Path:
    """Return a generated case of many series; tiny where the size says so."""
    if size == "tiny":
        sizes |= {"goods": 2, "places": 4, "targets": min(int(str(sizes.get("targets", 0))), 6)}
    case = folder / f"{size}-{'-'.join(str(v) for v in sizes.values())}"
    words = [word for name, value in sizes.items() for word in (f"--{name}", str(value))]
    subprocess.run([sys.executable, str(HERE / "series.py"), str(case), *words], check=True)
    return case


def chained(folder: Path, size: str, plants: int) -> Path:
    """Return a generated case of one chain; tiny where the size says so."""
    case = folder / f"chain-{size}"
    if not case.exists():
        words = ["--plants", str(plants)]
        if size == "tiny":
            words = ["--plants", "60", "--products", "15", "--cities", "8", "--assemblers", "3"]
        subprocess.run([sys.executable, str(HERE / "chain.py"), str(case), *words], check=True)
    return case


def as_json(case: Path) -> None:
    """Write the tables of a case as JSON too, for the peer that reads JSON."""
    import csv

    (case / "json").mkdir(exist_ok=True)
    for path in sorted((case / "tables").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        text = json.dumps(rows, ensure_ascii=False)
        (case / "json" / f"{path.stem}.json").write_text(text, encoding="utf-8")


BENCHMARKS = {
    "help": helps,
    "load_csv": load_csv,
    "demo": demo,
    "board": board,
    "backtest_years": backtest_years,
    "chain_10k": chain_10k,
    "bill_draws": bill_draws,
    "reach": reach,
    **reading_bench.BENCHMARKS,
    **network_bench.BENCHMARKS,
    **plan_bench.BENCHMARKS,
}
FULL = {
    "backtest_months": backtest_months,
    "load_large": load_large,
    "chain_200k": chain_200k,
    **network_bench.FULL,
    **plan_bench.FULL,
}


def machine() -> dict[str, Any]:
    """Describe the machine: processor, cores, memory, system. Nothing that names it."""
    info = Path("/proc/cpuinfo")
    model = platform.processor() or platform.machine()
    if info.exists():
        lines = info.read_text(encoding="utf-8", errors="replace").splitlines()
        model = next((x.partition(":")[2].strip() for x in lines if x.startswith("model name")), model)
    memory = None
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30, 1)
    busy = [round(x, 2) for x in os.getloadavg()] if hasattr(os, "getloadavg") else None
    return {
        "cpu": model,
        "cores": os.cpu_count(),
        "memory_gib": memory,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "load_average_before": busy,
    }


def git_revision() -> str | None:
    """Return the revision of the checkout, with + where files differ from it; None without one."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty=+", "--abbrev=12"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip() or None


def measure(only: list[str], repeats: int, *, full: bool, tiny: bool = False) -> dict[str, Any]:
    """Run the benchmarks and return what is written as JSON."""
    chosen = {
        n: f for n, f in (BENCHMARKS | FULL).items() if n in only or (not only and (full or n not in FULL))
    }
    found: dict[str, Any] = {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "revision": git_revision(),
        "machine": machine(),
        "versions": {name: metadata.version(name) for name in LIBRARIES},
        "repeats": repeats,
        "benchmarks": {},
    }
    with tempfile.TemporaryDirectory(prefix="hinterland-bench-") as folder:
        for name, function in chosen.items():
            print(f"{name} ...", file=sys.stderr, flush=True)
            extra = {"size": "tiny"} if tiny else {}
            record = {
                "what": (function.__doc__ or "").splitlines()[0],
                **function(repeats, Path(folder), **extra),
            }
            found["benchmarks"][name] = record
            print(line(name, record), file=sys.stderr, flush=True)
    return found


def line(name: str, record: dict[str, Any]) -> str:
    """Return a benchmark in a line."""
    ours = record["ours"]
    memory = "" if ours["peak_mb"] is None else f", {ours['peak_mb']:,.0f} MB"
    ratios = ", ".join(f"{r} x {n}" for n, r in record["times_peer"].items())
    limit = record.get("limit", {})
    kept = {True: "kept", False: "NOT KEPT"}.get(limit.get("kept"), "none")
    seconds = ours[next((of for of in (CPU, STUDY) if of in limit), WHOLE)]
    return f"{name}: {seconds:.3g} s{memory}; {ratios}; limit {kept}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("bench/latest.json"), help="where the JSON goes")
    parser.add_argument("--only", action="append", default=[], choices=[*BENCHMARKS, *FULL])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument(
        "--full",
        action="store_true",
        help="one million firms, 10,000 monthly series, 200,000 plants, large networks as well: an hour, 4 GB",
    )
    parser.add_argument("--tiny", action="store_true", help="tiny cases: whether it runs, not how fast")
    told = parser.parse_args()
    found = measure(told.only, told.repeats, full=told.full, tiny=told.tiny)
    told.out.parent.mkdir(parents=True, exist_ok=True)
    told.out.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(told.out)


if __name__ == "__main__":
    main()
