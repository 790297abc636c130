"""Reference results of the Economic Systemic Risk Index; skipped where they are not at hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from cascade_nets import GOLD, labels

from hinterland.network.cascade.engine import cascade, layout
from hinterland.network.cascade.model import Rule, Shocks
from hinterland.network.graph import Network

FOLDER = Path(__file__).parents[2] / GOLD
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"reference results are not at {GOLD}")
REFERENCE = Rule(reference=True, eps=1e-2, most=0)


def read(name: str, head: int = 1) -> np.ndarray:
    return np.genfromtxt(FOLDER / f"{name}.csv", delimiter=",", skip_header=head)


def load(name: str) -> Network:
    links, firms = read(f"{name}_edges"), read(f"{name}_firms")
    links = links[np.lexsort((links[:, 1], links[:, 0]))]
    group = labels(firms[:, 1])
    essential = read(f"{name}_ess", 0).astype(np.int8)
    ends = links[:, :2].astype(np.int32)
    ids = tuple(str(int(i)) for i in firms[:, 0])
    return Network(ids, group, ends[:, 0], ends[:, 1], links[:, 2].copy(), essential, market=group)


def case(name: str) -> tuple[Network, Rule, Shocks | None]:
    net, rule = load(name.split("_", maxsplit=1)[0]), REFERENCE
    aux = read("n200_aux_firms") if name.endswith("revcost") else np.zeros((1, 3))
    changes = {
        "nosubst": {"market": None},
        "leontief": {"essential": np.full_like(net.essential, 2)},
        "linear": {"essential": np.full_like(net.essential, 1)},
        "revcost": {"revenue": aux[:, 1].copy(), "costs": aux[:, 2].copy()},
    }
    variant = name.split("_")[1]
    psi = Shocks.dense(read("n200_psi_down", 0)) if variant == "psi" else None
    return (
        replace(net, **changes.get(variant, {})),
        replace(rule, eps=1e-4 if "eps" in variant else 1e-2),
        psi,
    )


@pytest.mark.parametrize(
    "name",
    ["n200_base", "n200_eps1e-4", "n200_nosubst", "n200_leontief", "n200_linear", "n200_revcost", "n200_psi",
     "n2000_base"],
)  # fmt: skip
def test_reference_results_are_reached_to_twelve_digits_with_the_same_steps(name: str) -> None:
    net, rule, asked = case(name)
    vectors = (FOLDER / f"{name}_loss_down.csv").exists()
    found = cascade(layout(net), asked or Shocks.each(np.arange(len(net))), rule, vectors=vectors)
    wanted = read(f"{name}_esri")
    assert found.steps.tolist() == wanted[:, -1].astype(int).tolist()
    for ours, column in ((found.both, 1), (found.down, 2), (found.up, 3)):
        assert np.abs(ours[:, 0] - wanted[:, column]).max() < 1e-12
    if vectors:
        for ours, way in ((found.loss_down, "down"), (found.loss_up, "up")):
            assert np.abs(ours - read(f"{name}_loss_{way}", 0)).max() < 1e-12
