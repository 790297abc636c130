"""`complete`: draws one network from sizes, places and flows between groups, around the links that are known.

Model: stripe-corrected gravity (Ialongo et al. 2022) and its scale-invariant form (Fessina et al. 2024,
arXiv 2408.02467), with distance.

- a_i: share of actor i in what its group makes; demand of buyer j for group g: D_jg = flow[g, h(j)] a_j. Where a
  whole group has no size, its members share evenly.
- r_jg: what is left of D_jg after known links whose value is known, at least 0. A buyer whose known links exceed its
  demand keeps them, and the flow is exceeded by as much.
- lambda_ij = z_g a_i r_jg f(d_ij), f(d) = (1 + d / scale_km) ** -decay (at least 1e-30); p = 1 - exp(-lambda), or
  lambda / (1 + lambda). Where a position is unknown, f is the mean over the pairs of the group, weighted by size.
- z_g: one rate a supplier group, such that the expected number of links, repairs and known ones included, is
  `density` times the number of buyers with demand. Small buyers have fewer suppliers, large ones more, nobody less
  than one. Where too few actors sell, z_g is such that 95 in 100 of the possible pairs are expected.
- Nobody is drawn as its own supplier, and no known link is drawn again.
- Repair: a demand without any supplier is given one, chosen with probabilities proportional to p. Where nobody can
  serve it (no actor in the group but the buyer itself, or only those of known links with values), it is imported.
- Weights: from lambda / p, which makes their expectation follow lambda, balanced by RAS to purchases r_jg exactly and
  to suppliers' sales (share of all the group sells inside, less known links) as far as the links allow. Known links
  of unknown value take part; where nothing is left for them their value is 0.

So for every buyer and group: known + inferred + imported = max(demand, known).

Every supplier group has its own stream of random numbers, spawned from the seed: results depend on nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.errors import Refused
from hinterland.network.complete.balance import MOST_STEPS, TOLERANCE, balance
from hinterland.network.complete.model import Completed, Links
from hinterland.network.complete.prepare import prepare
from hinterland.network.complete.sample import Drawn, by_pair, draw_links

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from hinterland.network.complete.model import Actors, Floats, Ints, Wanted
    from hinterland.network.complete.prepare import Group, Prepared
    from hinterland.network.complete.sample import Buyers


def complete(actors: Actors, wanted: Wanted, *, seed: int) -> Completed:
    """Draw one network.

    Parameters
    ----------
    actors
        Who there is.
    wanted
        Flows, known links, and how links depend on size and distance.
    seed
        At least 0; the same seed draws the same network.

    Raises
    ------
    StudyError
        If the input cannot be meant; the message lists every fault.
    """
    return draw(prepare(actors, wanted), seed=seed)


def seeds(seed: int, draws: int) -> tuple[int, ...]:
    """Return one seed for each draw of an ensemble, independent of each other; more draws keep the first ones."""
    children = np.random.SeedSequence(seed).spawn(draws)
    return tuple(int(child.generate_state(1, np.uint64)[0]) for child in children)


def ensemble(actors: Actors, wanted: Wanted, *, draws: int, seed: int) -> Iterator[Completed]:
    """Draw several networks: what does not depend on chance is done once."""
    prepared = prepare(actors, wanted)
    for one in seeds(seed, draws):
        yield draw(prepared, seed=one)


@dataclass(frozen=True, slots=True)
class _Part:
    """What was drawn of one supplier group."""

    supplier: Ints
    buyer: Ints
    value: Floats
    known: NDArray[np.int64]
    imported: NDArray[np.bool_]
    repaired: int
    residual: float
    missed: float


def draw(prepared: Prepared, *, seed: int) -> Completed:
    """Draw one network from what has been prepared; safe in several threads at once."""
    if seed < 0:
        raise Refused(
            f"seed is {seed}: give a whole number of at least 0", f"种子为 {seed}：须为 0 或以上的整数"
        )
    streams = np.random.SeedSequence(seed).spawn(len(prepared.groups))
    parts = [
        _part(prepared, group, np.random.default_rng(stream))
        for group, stream in zip(prepared.groups, streams, strict=True)
    ]
    asked = sum(float(group.buyers.demand.sum()) for group in prepared.groups)
    outside = [(g.number, g.buyers, p.imported) for g, p in zip(prepared.groups, parts, strict=True)]
    return Completed(
        links=_links(prepared, parts),
        imported_buyer=_joined([b.actor[some] for _, b, some in outside], np.int32),
        imported_group=_joined([np.full(int(some.sum()), g) for g, _, some in outside], np.int32),
        imported_value=_joined([b.demand[some] for _, b, some in outside], np.float64),
        residual=max((part.residual for part in parts), default=0.0),
        repaired=sum(part.repaired for part in parts),
        sales_miss=sum(part.missed for part in parts) / asked if asked > 0 else 0.0,
    )


def _part(prepared: Prepared, group: Group, rng: np.random.Generator) -> _Part:
    """Draw the links of one supplier group and balance them."""
    buyers, sellers = group.buyers, group.sellers
    if not len(sellers.actor):
        none = np.zeros(0, dtype=np.int32)
        everyone = np.ones(len(buyers.actor), dtype=np.bool_)
        return _Part(none, none, np.zeros(0), np.zeros(0, dtype=np.int64), everyone, 0, 0.0, 0.0)
    drawn = Drawn(*draw_links(prepared.space, sellers, buyers, prepared.before, group.law, rng))
    value, _, miss = balance(drawn, buyers.demand, group.sales, MOST_STEPS, TOLERANCE)
    counts = np.diff(drawn.start)
    imported = counts == 0
    buyer = np.repeat(buyers.actor, counts)
    served = float(buyers.demand[~imported].sum())
    return _Part(
        sellers.actor[drawn.slot],
        buyer,
        value,
        drawn.known,
        imported,
        drawn.repaired,
        _residual(prepared, buyers, np.repeat(np.arange(len(counts)), counts), value, imported),
        miss * served,
    )


def _residual(
    prepared: Prepared, buyers: Buyers, position: NDArray[np.intp], value: Floats, imported: NDArray[np.bool_]
) -> float:
    """Return the largest relative miss of what a buyer buys, or a buyer group, beyond known links."""
    got = np.bincount(position, value, minlength=len(buyers.actor)) + np.where(imported, buyers.demand, 0.0)
    group = prepared.before.group[buyers.actor]
    wanted = np.bincount(group, buyers.demand)
    missed = np.abs(np.bincount(group, got) - wanted)[wanted > 0] / wanted[wanted > 0]
    each = np.abs(got - buyers.demand) / buyers.demand
    return max(float(each.max(initial=0.0)), float(missed.max(initial=0.0)))


def _links(prepared: Prepared, parts: list[_Part]) -> Links:
    """Put known and drawn links together, sorted by supplier, then buyer."""
    before, value = prepared.before, prepared.value.copy()
    for part in parts:
        value[part.known[part.known >= 0]] = part.value[part.known >= 0]
    fresh = [part.known < 0 for part in parts]
    supplier = _joined(
        [before.supplier, *(p.supplier[f] for p, f in zip(parts, fresh, strict=True))], np.int32
    )
    buyer = _joined([prepared.buyer, *(p.buyer[f] for p, f in zip(parts, fresh, strict=True))], np.int32)
    values = _joined([value, *(p.value[f] for p, f in zip(parts, fresh, strict=True))], np.float64)
    order = by_pair(supplier, buyer, len(before.slot))
    return Links(supplier[order], buyer[order], values[order], order >= len(value))


def _joined(arrays: Sequence[NDArray[Any]], kind: type[np.generic]) -> NDArray[Any]:
    """Return these arrays end to end."""
    return np.concatenate([np.zeros(0, dtype=kind), *arrays]).astype(kind, copy=False)
