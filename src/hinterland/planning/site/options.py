"""What one may ask of a ranking of parks, and every fault of it at once."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hinterland.nearest import nearest
from hinterland.planning.site.words import SIGN, TERMS
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hinterland.cluster import Cluster

HOURS, FARTHEST = 3.0, 48.0
"""Hours that count as within reach unless told otherwise, and the most that may be asked."""
DRAWS, SEED = 10_000, 20210810
MOST_DRAWS = 1_000_000
MOST = 1e9
"""Largest weight, land (ha) or number of jobs that is taken for meant."""


@dataclass(frozen=True, slots=True)
class Options:
    """How parks are compared.

    Attributes
    ----------
    weights
        Term to its weight, at least 0; terms left out weigh 1. Only ratios matter.
    places
        Places whose parks are compared; default: those the project names, else all parks of the case.
    hours
        Travel time by lorry that counts as within reach, h.
    product, land, jobs
        What the project makes or works on, hectares and jobs it needs, where they shall replace what the case says,
        or describe a project that the case does not have.
    sectors
        Words under which instruments may name the project's sector, beside those of the case.
    synthetic
        Whether made-up plants count; default (None): only where the case has no others.
    draws, seed
        Draws of weights for the sensitivity, and the seed of the generator.
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    places: Sequence[str] = ()
    hours: float = HOURS
    product: str | None = None
    land: float | None = None
    jobs: float | None = None
    sectors: Sequence[str] = ()
    synthetic: bool | None = None
    draws: int = DRAWS
    seed: int = SEED

    def faults(self, cluster: Cluster) -> list[Said]:
        """Return every fault of the options in a case."""
        found = [*_weights(self.weights), *_known(cluster, "places", "place", self.places)]
        if self.product is not None:
            found += _known(cluster, "products", "product", [self.product])
        if not 0 < self.hours <= FARTHEST:
            en = f"hours is {self.hours}; write a travel time above 0 to {FARTHEST:g} h"
            found.append(Said(en, f"行程时间为 {self.hours}；请写大于 0 且不超过 {FARTHEST:g} 的小时数"))
        found += _amount("land", "用地（公顷）", self.land) + _amount("jobs", "岗位数", self.jobs)
        if not 1 <= self.draws <= MOST_DRAWS:
            en = f"draws is {self.draws}; write 1 to {MOST_DRAWS}"
            found.append(Said(en, f"抽样次数为 {self.draws}；请写 1 至 {MOST_DRAWS}"))
        if self.seed < 0:
            found.append(Said(f"seed is {self.seed}; write at least 0", f"随机种子为 {self.seed}；至少为 0"))
        return found

    def weight(self, term: str) -> float:
        """Return the weight of a term."""
        return float(self.weights.get(term, 1.0))


def _weights(weights: Mapping[str, float]) -> list[Said]:
    found = []
    for term, weight in weights.items():
        if term not in TERMS:
            close = nearest(term, TERMS)
            names = ", ".join(TERMS)
            en = f"did you mean {close}?" if close else f"terms are {names}"
            zh = f"是否为 {close}？" if close else f"可用的项：{names}"
            found.append(Said(f"weight: there is no term {term!r}; {en}", f"权重：没有“{term}”一项；{zh}"))
        elif not 0 <= weight <= MOST:
            en = f"weight of {term} is {weight}; write a number from 0 to {MOST:g} (0 leaves the term out)"
            zh = f"{TERMS[term].zh}（{term}）的权重为 {weight}；请写 0 至 {MOST:g} 的数（0 为不计）"
            found.append(Said(en, zh))
    if not found and weights and not any(weights.get(t, 1.0) > 0 for t in TERMS):
        found.append(
            Said(
                "all weights are 0, so nothing is left to rank by; give at least one term a weight above 0",
                "所有权重均为 0，无从排序；请至少给一项大于 0 的权重",
            )
        )
    return found


def _amount(en: str, zh: str, value: float | None) -> list[Said]:
    if value is None or (math.isfinite(value) and SIGN[en](value) and value <= MOST):
        return []
    least = "above 0" if en == "land" else "of at least 0"
    zh_least = "大于 0" if en == "land" else "不小于 0"
    return [
        Said(
            f"{en} is {value}; write a number {least} up to {MOST:g}",
            f"{zh}为 {value}；请写{zh_least}且不超过 {MOST:g} 的数",
        )
    ]


def _known(cluster: Cluster, table: str, key: str, ids: Sequence[str]) -> list[Said]:
    """Return what is wrong with ids that the case does not have, each with a near one."""
    names = cluster[table][key].to_list()
    there = set(names)
    word, zh = {"place": ("place", "地点"), "product": ("product", "产品")}[key]
    found = []
    for one in ids:
        if one not in there:
            close = nearest(one, names)
            hint = f"did you mean {close}?" if close else f"look at {table}.{key}"
            zh_hint = f"是否为 {close}？" if close else f"请查看 {table}.{key}"
            found.append(Said(f"there is no {word} {one!r}; {hint}", f"没有编号为“{one}”的{zh}；{zh_hint}"))
    return found
