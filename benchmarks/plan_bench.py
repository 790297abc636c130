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
    "plan_small_tight": ("small", "tight", 1, 0.02, 60, True),
    "plan_small_tight_2": ("small", "tight", 2, 0.02, 60, False),
    "plan_small_tight_3": ("small", "tight", 3, 0.02, 60, False),
    "plan_small_loose": ("small", "loose", 1, 0.02, 60, False),
    "plan_middle_tight": ("middle", "tight", 1, 0.03, 120, True),
    "plan_middle_tight_2": ("middle", "tight", 2, 0.03, 120, False),
    "plan_middle_tight_3": ("middle", "tight", 3, 0.03, 120, False),
    "plan_large_loose": ("large", "loose", 1, 0.02, 60, False),
    "plan_large_loose_2": ("large", "loose", 2, 0.02, 60, False),
    "plan_large_loose_3": ("large", "loose", 3, 0.02, 60, False),
    "plan_huge_loose": ("huge", "loose", 1, 0.02, 300, False),
    "plan_huge_tight": ("huge", "tight", 1, 0.05, 600, False),
}
"""Size, how scarce land, labour and money are, seed, gap asked for, seconds, and whether HiGHS runs beside."""


def _plan(name: str) -> Benchmark:
    """Return the benchmark of a size."""
    usual, scarce, seed, gap, seconds, peer = ASKED[name]

    def benchmark(repeats: int, folder: Path, size: str = usual) -> dict[str, Any]:  # noqa: ARG001 - one signature for all
        limit = 2 if size == "tiny" else seconds
        ours = repeated(1, lambda: child("plan", size, scarce, seed, limit, gap))
        peers: dict[str, dict[str, Any]] = {}
        if peer:
            plain = repeated(1, lambda: child("plan_highs", size, scarce, seed, limit, gap))
            peers[f"plain HiGHS, {_gap(plain['gap'])} after {plain['nodes']} nodes"] = plain
        told = f"{ours['status']}, {_gap(ours['gap'])} (asked {gap:.0%})"
        if ours["gap"] is not None:
            told += "; uses " + ", ".join(f"{ours[k]:.0%} of all {k}" for k in ("land", "labour", "money"))
        return beside(ours, peers, Limit(1.1 * seconds, of=STUDY), of=STUDY) | {"told": told}

    products, parks, candidates, years = SIZES[usual]
    of = f"{products} products, {parks} parks, {candidates:,} candidates, {years} years"
    benchmark.__doc__ = f"Plan {of}, {scarce}, seed {seed}, {seconds} s at most."
    return benchmark


def _gap(gap: float | None) -> str:
    return "no plan" if gap is None else f"gap {gap:.1%}"


BENCHMARKS = {name: _plan(name) for name in ("plan_small_tight", "plan_small_loose")}
FULL = {name: _plan(name) for name in ASKED if name not in BENCHMARKS}
