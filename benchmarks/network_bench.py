"""The benchmarks of the network: systemic risk of every firm, reconstruction, shocks in time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from measuring import CPU, ROOT, STUDY, Limit, beside, child, repeated

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Benchmark = Callable[..., dict[str, Any]]

ELSEWHERE = {
    "small": {"GLcascade (R/C++), 239 s, measured elsewhere": 239.0},
    "target": {
        "GLcascade (R/C++), about 6,500 s, measured elsewhere": 6500.0,
        "ESRIcascade.jl, published 0.777 ms a firm at 10,000 firms": 7.77,
    },
}
"""CPU seconds that peers took for a network of that size, on other machines and other networks."""
LIMITS = {
    "target": Limit(1.5, of=CPU),
    "country": Limit(60.0, of=STUDY),
    "large": Limit(360.0, of=STUDY),
    "hungary": Limit(600.0, 2048.0, of=STUDY),
}
"""What mode glcascade promises; the default mode goes on to the fixed point and has none."""
PEER_FIRMS = 40
"""Firms that the peer in numpy stops."""
STOP, DAY = "hua_hong_shanghai_8_inch_three_fabs=1", "2021-08-31"
"""The shock of the shipped case, and the day it is seen from."""


def _risk(name: str, mode: str, said: str) -> Benchmark:
    """Return the benchmark of a network in a mode."""

    def benchmark(repeats: int, folder: Path, size: str = name) -> dict[str, Any]:  # noqa: ARG001 - one signature for all
        alone = name in ELSEWHERE  # measured in processor time of one thread; large ones in time on all cores
        jobs = 1 if alone else os.cpu_count() or 1
        ours = repeated(repeats if alone else 1, lambda: child("cascade", size, mode, jobs))
        peers: dict[str, dict[str, Any]] = {}
        if alone and mode == "glcascade":
            plain = repeated(1, lambda: child("cascade_numpy", size, PEER_FIRMS))
            peers[f"numpy, a firm at a time, extrapolated from {plain['firms']} firms"] = plain
            elsewhere = ELSEWHERE[name] if size == name else {}
            peers |= {peer: {STUDY: seconds, CPU: seconds} for peer, seconds in elsewhere.items()}
        limit = LIMITS.get(name) if mode == "glcascade" else None
        told = f"{ours['ms_a_firm']:.3g} ms a firm, mean ESRI {ours['mean']:.3g}"
        return beside(ours, peers, limit, of=CPU if alone else STUDY) | {"told": told}

    benchmark.__doc__ = f"Stop every firm of {said}, mode `{mode}`."
    return benchmark


RISK = {
    "risk_small": ("small", "5,000 firms, 40,000 links, 50 industries"),
    "risk_target": ("target", "10,000 firms, 80,000 links, 600 industries"),
    "risk_country": ("country", "91,595 firms, 238,147 links, 600 industries"),
    "risk_large": ("large", "100,000 firms, 800,000 links, 600 industries"),
    "risk_hungary": ("hungary", "243,399 firms, 1,105,031 links, 600 industries"),
}


def complete_10k(repeats: int, folder: Path, size: str = "10000") -> dict[str, Any]:  # noqa: ARG001 - one signature for all
    """Draw the supply links of 10,000 firms in 40 sectors, rates and weights included."""
    return _complete(repeats, size, "40", Limit(3.0, of=STUDY), peer=True)


def complete_1m(repeats: int, folder: Path, size: str = "1000000") -> dict[str, Any]:  # noqa: ARG001 - one signature for all
    """Draw the supply links of one million firms in 100 sectors, rates and weights included."""
    return _complete(min(repeats, 2), size, "100", Limit(60.0, 1536.0, of=STUDY), peer=False)


def _complete(repeats: int, count: str, groups: str, limit: Limit, *, peer: bool) -> dict[str, Any]:
    """Return the record beside a peer that draws every pair, with the rates given to it, and no weights."""
    words = ("300", "6", "2.5") if count == "tiny" else (count, groups, "2.5")
    ours = repeated(repeats, lambda: child("complete", *words))
    peers = {}
    if peer:
        peers["numpy over all pairs, rates given, no weights"] = repeated(
            1, lambda: child("every_pair", *words)
        )
    told = f"{ours['links']:,} links"
    return beside(ours, peers, limit) | {"told": told}


def stress_10k(repeats: int, folder: Path, size: str = "10000") -> dict[str, Any]:  # noqa: ARG001 - one signature for all
    """Run a shock in time through 10,000 plants in four tiers, 200 daily steps."""
    plants = "300" if size == "tiny" else size
    ours = repeated(repeats, lambda: child("stress_engine", plants, 3, 200))
    return beside(ours, {}, Limit(5.0, of=STUDY)) | {"told": f"{ours['links']:,} links"}


def stress_100(repeats: int, folder: Path, size: str = "100") -> dict[str, Any]:  # noqa: ARG001 - one signature for all
    """Run a shock in time through 100 drawn networks of the shipped case, 200 daily steps, all tables."""
    draws = "2" if size == "tiny" else size
    case = ROOT / "examples" / "yangtze-nev"
    jobs = os.cpu_count() or 1
    ours = repeated(min(repeats, 2), lambda: child("stress_case", case, DAY, STOP, draws, jobs))
    return beside(ours, {}, None) | {"told": f"{1e3 * ours[STUDY] / ours['draws']:.0f} ms a network"}


MODES = ("glcascade", "least")
EVERY = {f"{n}_{mode}": _risk(size, mode, said) for n, (size, said) in RISK.items() for mode in MODES}
QUICK = ("risk_small", "risk_target")
BENCHMARKS: dict[str, Benchmark] = {
    **{name: one for name, one in EVERY.items() if name.startswith(QUICK)},
    "complete_10k": complete_10k,
    "stress_10k": stress_10k,
    "stress_100": stress_100,
}
FULL: dict[str, Benchmark] = {
    **{name: one for name, one in EVERY.items() if not name.startswith(QUICK)},
    "complete_1m": complete_1m,
}
