"""The table `path`: for every plant that was slowed, how often, from when, and how the shock reached it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.network.stress.paths import BUYER, CUT, HIT, IMPORTS, LANE, RATIONED, Hop
from hinterland.network.stress.tables import ends
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hinterland.network.stress.tables import Told

TEXT, WHOLE, NUMBER = pl.String(), pl.Int64(), pl.Float64()
PATH: Mapping[str, pl.DataType] = {
    "plant": TEXT,
    "name_en": TEXT,
    "name_zh": TEXT,
    "firm": TEXT,
    "product": TEXT,
    "place": TEXT,
    "slowed": NUMBER,
    "first_day_low": NUMBER,
    "first_day_mid": NUMBER,
    "first_day_high": NUMBER,
    "lost_share_low": NUMBER,
    "lost_share_mid": NUMBER,
    "lost_share_high": NUMBER,
    "cause": TEXT,
    "hops": WHOLE,
    "origin": TEXT,
    "agree": NUMBER,
    "why_en": TEXT,
    "why_zh": TEXT,
    "basis": TEXT,
}
"""Columns of `path`. `slowed` is the share of draws in which the plant falls below 95 percent; `first_day` and
`lost_share` are over those. `why` is the path in the draw whose way through products is the most frequent, `agree`
the share of draws with that way; `origin` is the plant where it began. `cause` is how it reached the plant itself:
`hit`, `imports`, `lane`, `supplier` (an input is short), `buyer` (orders fell), `cut` (a lane carries less of them),
`rationed` (others had ordered more)."""


def path_rows(told: Told) -> pl.DataFrame:
    """Return the table `path`, plants that are hit themselves first, then by the day."""
    found: dict[int, list[tuple[int, tuple[Hop, ...]]]] = {}
    for k, outcome in enumerate(told.outcomes):
        for i, hops in outcome.paths.hops.items():
            found.setdefault(i, []).append((k, hops))
    rows = [_row(told, i, paths) for i, paths in found.items()]
    rows.sort(key=lambda r: (r["cause"] != HIT, -r["slowed"], r["first_day_mid"], r["plant"]))
    return pl.DataFrame(rows, schema=dict(PATH), orient="row")


def _row(told: Told, i: int, paths: Sequence[tuple[int, tuple[Hop, ...]]]) -> dict[str, Any]:
    """Return the row of one plant."""
    ways: dict[tuple[tuple[str, int], ...], list[tuple[Hop, ...]]] = {}
    for _, hops in paths:
        ways.setdefault(tuple((h.how, h.product) for h in hops), []).append(hops)
    usual = max(ways.values(), key=len)
    hops = usual[0]
    plants, draws = told.plants, [k for k, _ in paths]
    outcomes = [told.outcomes[k] for k in draws]
    first = np.array([float(o.first[i]) for o in outcomes])
    share = np.array(
        [o.lost[i] / (o.base[i] * told.span.steps) if o.base[i] > 0 else np.nan for o in outcomes]
    )
    name_en, name_zh = told.naming.plant(plants.plant[i])
    said = why(told, hops)
    last = next((h.plant for h in reversed(hops) if h.plant >= 0), i)
    return {
        "plant": plants.plant[i],
        "name_en": name_en,
        "name_zh": name_zh,
        "firm": plants.firm[i],
        "product": plants.bill.products[plants.product[i]],
        "place": plants.place[i],
        "slowed": len(paths) / len(told.outcomes),
        **ends("first_day", first),
        **ends("lost_share", share),
        "cause": hops[0].how if hops else "",
        "hops": len([h for h in hops if h.plant >= 0]),
        "origin": plants.plant[last],
        "agree": len(usual) / len(paths),
        "why_en": said.en,
        "why_zh": said.zh,
        "basis": "synthetic" if plants.synthetic[i] else "inferred",
    }


def why(told: Told, hops: Sequence[Hop]) -> Said:
    """Return the path as a sentence: "stopped because of MCU from X via inverter from Y"."""
    if not hops:
        return Said("", "")
    if hops[0].how == HIT:
        return Said("hit by the shock itself", "直接受冲击")
    chain = [h for h in hops if h.how not in (HIT, BUYER, CUT) and h.product >= 0]
    orders = [h for h in hops if h.how in (BUYER, CUT)]
    if not chain:
        return _fewer(told, orders)
    parts = [_input(told, h) for h in reversed(chain)]  # from where it began
    en = f"because of {parts[0].en}" + "".join(f" via {p.en}" for p in parts[1:])
    zh = f"因{parts[0].zh}" + "".join(f"，经{p.zh}" for p in parts[1:])
    if orders:
        fewer = _fewer(told, orders)
        return Said(f"{fewer.en}, {en}", f"{fewer.zh}，{zh}")
    return Said(en, zh)


def _input(told: Told, hop: Hop) -> Said:
    """Return one hop over an input."""
    product = told.naming.product(told.plants.bill.products[hop.product])
    if hop.how == IMPORTS:
        return Said(f"imported {product.en}", f"进口{product.zh}")
    maker = _maker(told, hop.plant)
    if hop.how == LANE:
        return Said(f"{product.en} from {maker.en} (lane closed)", f"{maker.zh}的{product.zh}（通道受阻）")
    if hop.how == RATIONED:
        return Said(
            f"{product.en} from {maker.en} (others ordered more)", f"{maker.zh}的{product.zh}（他人多订）"
        )
    return Said(f"{product.en} from {maker.en}", f"{maker.zh}的{product.zh}")


def _maker(told: Told, plant: int) -> Said:
    """Return the name of a maker; one in house is called so."""
    owner = plant
    while told.plants.owner[owner] >= 0:
        owner = int(told.plants.owner[owner])
    en, zh = told.naming.plant(told.plants.plant[owner])
    return Said(en, zh) if owner == plant else Said(f"{en} (in house)", f"{zh}（自制）")


def _fewer(told: Told, hops: Sequence[Hop]) -> Said:
    """Return the sentence of a plant whose buyers order less; of a row of buyers the last is where it began."""
    named = [h for h in hops if h.plant >= 0]
    if not named:
        return Said("demand fell", "需求减少")
    first, last = _maker(told, named[0].plant), _maker(told, named[-1].plant)
    en, zh = f"fewer orders from {first.en}", f"{first.zh}订单减少"
    if len(named) > 1:
        en, zh = f"{en} (it began with {last.en})", f"{zh}（始于{last.zh}）"
    if named[-1].how == CUT:
        return Said(f"{en}: the lane carries less", f"{zh}：通道受阻")
    return Said(en, zh)
