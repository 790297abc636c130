"""Cascades of the reference that never end: found early, told as the cap on steps would leave them.

Under the reference rule a market that falls below 1e-10 counts as 1 from then on, and what its firms lose can shrink
again: losses may then run in a circle for ever. A step depends on the state alone, so a state that comes back a
period later comes back always, and what a run of `Rule.most` steps would hold is known after a few hundred.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hinterland.progress import silent

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from hinterland.network.cascade.bench import Answers
    from hinterland.network.cascade.model import Rule, Shocks
    from hinterland.progress import Progress

    Ints = NDArray[np.intp]
    Run = Callable[[Shocks, Rule, bool, Progress], Answers]

PERIODS = (60, 2520)
"""Steps after which a state is compared with itself: multiples of all circles of 1 to 6, and of 1 to 10 steps."""
FEWEST = 400
"""Steps that every scenario may take before anything is compared."""
SAME = 1e-12
"""Difference of two states that are one; also less than a thousandth of eps, which a rising loss always exceeds."""
HELD = 48_000_000
"""Bytes of losses that a comparison may hold."""


def starts(most: int) -> list[tuple[int, int]]:
    """Return the steps (from, to) between which states are compared: whole periods away from the cap."""
    found = []
    for period in PERIODS:
        first = FEWEST + (most - FEWEST) % period
        if first + period < most:
            found.append((first, first + period))
    return found


def run_reference(
    run: Run, shocks: Shocks, rule: Rule, firms: int, *, vectors: bool, progress: Progress = silent
) -> Answers:
    """Return what scenarios come to under a cap, without walking circles to their end.

    Parameters
    ----------
    run
        Runs shocks by a rule, with the losses of firms or without.
    shocks, rule
        What is asked; `rule.most` is above 0.
    firms
        How many there are.
    """
    stages = starts(rule.most)
    first = stages[0][0] if stages else rule.most
    answers = run(shocks, replace(rule, most=first), vectors, progress)
    open_ = np.flatnonzero(answers.capped)
    told = _told(progress, len(shocks))
    for at, to in stages:
        batch = max(1, HELD // (32 * max(firms, 1)))
        for low in range(0, len(open_), batch):
            some = open_[low : low + batch]
            asked = shocks.take(some.tolist())
            before = run(asked, replace(rule, most=at), True, told)
            after = run(asked, replace(rule, most=to), True, told)
            apart = np.abs(after.losses - before.losses).max(axis=(0, 2), initial=0.0)
            ended = ~after.capped
            circle = after.capped & (apart <= min(SAME, rule.eps * 1e-3))
            _put(answers, some[ended], after, np.flatnonzero(ended))
            _put(answers, some[circle], before, np.flatnonzero(circle))
            answers.steps[some[circle]] = rule.most
        open_ = np.flatnonzero(answers.capped & (answers.steps < rule.most))
    if len(open_) and first < rule.most:
        rest = run(shocks.take(open_.tolist()), rule, vectors, told)
        _put(answers, open_, rest, np.arange(len(open_)))
    return answers


def _put(answers: Answers, to: Ints, found: Answers, of: Ints) -> None:
    """Enter what some scenarios came to among all."""
    answers.risk[:, to] = found.risk[:, of]
    answers.steps[to] = found.steps[of]
    answers.capped[to] = found.capped[of]
    answers.gain[:, to] = found.gain[:, of]
    if len(answers.sectors):
        answers.sectors[to] = found.sectors[of]
    if answers.losses.shape[1]:
        answers.losses[:, to] = found.losses[:, of]


def _told(progress: Progress, every: int) -> Progress:
    """Return the progress of scenarios that need many steps, the last ones of all."""

    def told(done: int, total: int, what: str) -> None:
        progress(every - total + done, every, what)

    return told
