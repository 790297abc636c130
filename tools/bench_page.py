"""Puts the figures of one benchmark run, or of several, into docs/benchmarks.md.

python tools/bench_page.py bench/latest.json [bench/another.json ...]
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
START = "<!-- figures: written by tools/bench_page.py from the JSON of a run -->"
END = "<!-- figures end -->"
HEADING = (
    "| what | wall time | of which the study (its processor time) | processor time | peak memory "
    "| limit | kept | times the peer |"
)
COUNTED = {
    "process_seconds": "",
    "study_seconds": " (the study)",
    "study_cpu_seconds": " (processor time of the study)",
}
"""What a limit counts, and how the page says so."""


def figures(told: dict[str, Any]) -> str:
    """Return the figures of a run as a paragraph and a table."""
    machine = told["machine"]
    busy = machine["load_average_before"]
    memory = f"{machine['memory_gib']:g} GiB" if machine["memory_gib"] else "unknown"
    where = (
        f"Measured on {told['date']}: {machine['cpu']}, {machine['cores']} cores, {memory} of memory, "
        f"{machine['system']}, Python {machine['python']}, polars {told['versions']['polars']}; "
        f"{told['repeats']} repeats. Load average before the run: {busy[0] if busy else 'unknown'}."
    )
    lines = [
        where,
        "",
        HEADING,
        "|---|---:|---:|---:|---:|---|---|---|",
    ]
    lines += [_row(record) for record in told["benchmarks"].values()]
    return "\n".join(lines)


def _row(record: dict[str, Any]) -> str:
    ours, limit = record["ours"], record.get("limit")
    cpu = f"{ours['cpu_seconds']:.2f} s" if ours.get("cpu_seconds") else "–"
    memory = f"{ours['peak_mb']:,.0f} MB" if ours["peak_mb"] else "–"
    study = f"{ours['study_seconds']:.2f} s" if ours.get("study_seconds") else "–"
    if ours.get("study_cpu_seconds"):
        study += f" ({ours['study_cpu_seconds']:.2f} s)"
    wanted = "–"
    if limit:
        of = next(name for name in COUNTED if name in limit)
        wanted = f"{limit[of]:g} s{COUNTED[of]}"
    if limit and limit["peak_mb"]:
        wanted += f", {limit['peak_mb']:,.0f} MB"
    kept = {True: "yes", False: "**no**"}[limit["kept"]] if limit else "–"
    ratios = ", ".join(f"{ratio:g} × {name}" for name, ratio in record["times_peer"].items())
    what = record["what"].rstrip(".") + (f": {record['told']}" if record.get("told") else "")
    wall = f"{ours['process_seconds']:.2f} s"
    return f"| {what} | {wall} | {study} | {cpu} | {memory} | {wanted} | {kept} | {ratios} |"


def main() -> None:
    told = [figures(json.loads(Path(name).read_text(encoding="utf-8"))) for name in sys.argv[1:]]
    fresh = "\n".join([START, "", "\n\n".join(told), "", END])
    text = PAGE.read_text(encoding="utf-8")
    pattern = f"{re.escape(START)}.*?{re.escape(END)}"
    PAGE.write_text(re.sub(pattern, lambda _: fresh, text, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    main()
