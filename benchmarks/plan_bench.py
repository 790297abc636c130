"""The benchmarks of plans: the ladder on generated problems of five sizes, beside plain HiGHS in the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from measuring import STUDY, Limit, beside, child, repeated
from plan_jobs import SIZES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Benchmark = Callable[..., dict[str, Any]]

ASKED = {
    "plan_small_tight": ("small", "tight", 0.02, 60, True),
    "plan_small_loose": ("small", "loose", 0.02, 60, False),
    "plan_middle_tight": ("middle", "tight", 0.03, 120, True),
    "plan_large_loose": ("large", "loose", 0.02, 60, False),
    "plan_huge_loose": ("huge", "loose", 0.02, 300, False),
    "plan_huge_tight": ("huge", "tight", 0.05, 600, False),
}
"""Size, how scarce land, labour and money are, the gap asked for, seconds, and whether HiGHS runs beside."""
SEED = 1


def _plan(name: str) -> Benchmark:
    """Return the benchmark of a size."""
    usual, scarce, gap, seconds, peer = ASKED[name]

    def benchmark(repeats: int, folder: Path, size: str = usual) -> dict[str, Any]:  # noqa: ARG001 - one signature for all
        limit = 2 if size == "tiny" else seconds
        ours = repeated(1, lambda: child("plan", size, scarce, SEED, limit, gap))
        peers: dict[str, dict[str, Any]] = {}
        if peer:
            plain = repeated(1, lambda: child("plan_highs", size, scarce, SEED, limit, gap))
            peers[f"plain HiGHS, {_gap(plain['gap'])} after {plain['nodes']} nodes"] = plain
        told = f"{ours['status']}, {_gap(ours['gap'])} (asked {gap:.0%})"
        if ours["gap"] is not None:
            told += "; uses " + ", ".join(f"{ours[k]:.0%} of all {k}" for k in ("land", "labour", "money"))
        return beside(ours, peers, Limit(1.1 * seconds, of=STUDY), of=STUDY) | {"told": told}

    products, parks, candidates, years = SIZES[usual]
    of = f"{products} products, {parks} parks, {candidates:,} candidates, {years} years"
    benchmark.__doc__ = f"Plan {of}, {scarce}, {seconds} s at most."
    return benchmark


def _gap(gap: float | None) -> str:
    return "no plan" if gap is None else f"gap {gap:.1%}"


BENCHMARKS = {name: _plan(name) for name in ("plan_small_tight", "plan_small_loose")}
FULL = {name: _plan(name) for name in ASKED if name not in BENCHMARKS}
