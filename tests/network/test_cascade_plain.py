"""The compiled loops, run by Python itself on tiny networks: the same answers, and every line is seen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from cascade_nets import varied

from hinterland.network.cascade import engine
from hinterland.network.cascade.engine import cascade, layout
from hinterland.network.cascade.model import Rule, Shocks

if TYPE_CHECKING:
    import pytest

HERE = Path(__file__).parent
CASES = (("plain", 0.0), ("own markets", 0.3), ("sectors", 100.0), ("weights", 0.1), ("no market", 0.2))
RULES = (Rule(reference=True, eps=1e-2, most=0), Rule(eps=1e-3), Rule(eps=1e-2, conv_type=2, most=4))
PLAIN = """
import json
from test_cascade_plain import answers
print(json.dumps(answers()))
"""


def answers() -> list[list[float]]:
    """Return what every case comes to, as numbers in a row."""
    found = []
    for seed, (option, pushed) in enumerate(CASES):
        engine.PUSHED = pushed
        net = varied(seed, option)
        prepared = layout(net)
        some = np.random.default_rng(seed).random((3, len(net))) * (np.arange(len(net)) % 7 == seed)
        for asked in (Shocks.each(np.arange(10)), Shocks.dense(some, some[::-1])):
            for rule in RULES:
                losses = cascade(prepared, asked, rule, vectors=True)
                rows = (losses.both, losses.down, losses.up, losses.steps, losses.loss_down, losses.loss_up)
                found.append([float(v) for row in rows for v in np.ravel(row)])
    return found


def test_loops_give_the_same_answers_without_a_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PUSHED", engine.PUSHED)  # set back at the end
    env = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    run = subprocess.run(
        [sys.executable, "-c", PLAIN], cwd=HERE, env=env, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    plain, fast = json.loads(run.stdout), answers()
    for one, other in zip(plain, fast, strict=True):
        assert np.abs(np.array(one) - np.array(other)).max() < 1e-12
