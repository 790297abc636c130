"""Cascades beyond one process: batches of scenarios over arrays that every worker maps from the same files.

joblib is the interface. Under `joblib.parallel_config(backend="loky")`, or `"ray"` and `"dask"` once their backends
are registered, the same call runs on processes or on a cluster that sees the folder. A worker maps the layout
(nothing is copied), runs its batch in one thread and sends back a few numbers a scenario.
"""

from __future__ import annotations

import pickle
import tempfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import joblib  # type: ignore[import-untyped]
import numpy as np

from hinterland.network.cascade.engine import cascade
from hinterland.network.cascade.layout import Graph
from hinterland.network.cascade.model import Losses, Rule, Shocks
from hinterland.progress import silent

if TYPE_CHECKING:
    from hinterland.network.cascade.layout import Layout
    from hinterland.progress import Progress

WHOLE = ("both", "down", "up", "steps", "residual", "remainder", "capped")
ROUND = 2  # batches a worker between two words on progress
IF_ASKED = ("sectors", "loss_down", "loss_up")


def cascade_batches(
    prepared: Layout,
    shocks: Shocks,
    rule: Rule = Rule(),  # noqa: B008 - frozen
    *,
    batch: int = 512,
    jobs: int | None = None,
    folder: Path | None = None,
    progress: Progress = silent,
) -> Losses:
    """Run every scenario, in batches on the workers of the joblib backend in force.

    Parameters
    ----------
    prepared
        The network, from `layout`.
    shocks
        Initial losses, S scenarios.
    rule
        When a cascade stops.
    batch
        Scenarios a task; some hundred keep the lanes of a worker full.
    jobs
        Workers; None: as `joblib.parallel_config` says.
    folder
        Where the arrays are written for the workers, on a cluster one that all of them see; None: a temporary one.
        What is written is removed at the end.
    progress
        Told after each round of two batches a worker; cancels by raising.
    """
    count = len(shocks)
    spans = [slice(first, min(first + batch, count)) for first in range(0, count, batch)]
    if len(spans) < 2:
        return cascade(prepared, shocks, rule, progress=progress)
    with tempfile.TemporaryDirectory(prefix="hinterland-", dir=folder) as space:
        # an uncompressed dump is what joblib can map; it reads back as a Layout over the mapped files
        path = Path(space) / "layout.joblib"
        joblib.dump(prepared, path, compress=0, protocol=pickle.HIGHEST_PROTOCOL)
        parts: list[Losses] = []
        progress(0, count, "cascades")
        # not every backend (ray) hands results over one by one, so they come in rounds
        with joblib.Parallel(n_jobs=jobs) as parallel:
            size = ROUND * joblib.effective_n_jobs(jobs)
            for first in range(0, len(spans), size):
                now = spans[first : first + size]
                parts += parallel(joblib.delayed(_run)(str(path), shocks.take(span), rule) for span in now)
                progress(now[-1].stop, count, "cascades")
    return _joined(parts)


def _run(path: str, shocks: Shocks, rule: Rule) -> Losses:
    """Run one batch in a worker."""
    return cascade(_mapped(path), shocks, rule)


@lru_cache(maxsize=2)
def _mapped(path: str) -> Layout:
    """Return the layout over mapped files, once a worker."""
    prepared: Layout = joblib.load(path, mmap_mode="r")
    graph = prepared.graph
    plain: list[Any] = [
        np.asarray(part) if isinstance(part, np.ndarray) else type(part)(*map(np.asarray, part))
        for part in graph
    ]
    return replace(prepared, graph=Graph(*plain))


def _joined(parts: list[Losses]) -> Losses:
    """Return the batches as one."""
    whole = {name: np.concatenate([getattr(part, name) for part in parts]) for name in WHOLE}
    asked = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in IF_ASKED
        if getattr(parts[0], name) is not None
    }
    return Losses(**whole, **asked)
