"""Where the value of a product originates, tier by tier over the bill of materials.

The content of product k made at plant s is

    c_k(s) = l_s own_k + sum_j b_kj sum_t w_kjst o_j(t),     own_k + sum_j b_kj = 1,

with l_s whether s lies in the territory, own_k the share added where k is made, b_kj the share of component j, w who
supplies j to s, and o_j(t) how much of j made at t counts: c_j(t) with full tracing, l_t without, all or nothing with
roll-up (`hinterland.chain.rules.counted`). Who supplies whom is a `Chain`: nodes are plants (or plants in one draw of
an ensemble), links between them rows of weights that sum to 1. A node whose maker is unknown lies outside in lower
columns and inside in upper ones; as nobody knows where it is, it buys from makers by their size alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hinterland.chain.rules import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hinterland.ground.parts import Parts

Array: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Keys: TypeAlias = NDArray[np.uint64]
Words: TypeAlias = NDArray[np.str_]
Targets: TypeAlias = tuple[Ints, Ints, Array]
"""Rows (buyer nodes), keys (supplier nodes) and weights."""
Suppliers: TypeAlias = tuple[tuple[Ints, float], ...]
"""Plants of each known supplier and its share; no plants: of unknown origin."""

UNKNOWN = -1
CELLS = 4_000_000
"""Pairs of buyer and maker that are weighed at once."""


@dataclass(frozen=True, slots=True)
class Market:
    """Plants that make the root (product 0) or a part of it, sorted by product; one entry a plant.

    Attributes
    ----------
    product
        (n,) index in `Parts.products`, rising.
    firm
        (n,) number of the firm that runs it.
    size
        (n,) above 0, in one unit for each product.
    key
        (n,) number that stands for the plant in random draws, whatever other plants there are.
    hours
        Travel times between two lists of plants, (buyers, makers), NaN where nobody can tell.
    decay
        Hours after which a maker's weight has fallen to 1/e.
    links
        Product to customer firm to its known suppliers: plants (none: of unknown origin) and share; a customer's
        shares sum to 1.
    """

    product: Ints
    firm: Ints
    size: Array
    key: Keys
    hours: Callable[[Ints, Ints], Array]
    decay: float
    links: Mapping[int, Mapping[int, Suppliers]]

    def makers(self, product: int) -> Ints:
        """Return the plants that make a product."""
        low, high = np.searchsorted(self.product, [product, product + 1])
        return np.arange(low, high, dtype=np.int64)

    def weights(self, buyers: Ints, makers: Ints) -> Array:
        """Return how likely each buyer has each maker: size x exp(-hours / decay), rows sum to 1.

        Where hours are unknown the median of the buyer's known ones stands in; none known, size alone decides.
        """
        hours = np.full((len(buyers), len(makers)), np.nan)
        located = buyers != UNKNOWN
        if located.any():
            hours[located] = self.hours(buyers[located], makers)
        gaps = np.isnan(hours)
        if gaps.any():
            middle = np.zeros(len(buyers))
            some = ~gaps.all(axis=1)
            middle[some] = np.nanmedian(hours[some], axis=1)
            hours = np.where(gaps, middle[:, None], hours)
        hours -= hours.min(axis=1, keepdims=True)  # far from everything, the nearest still counts
        weight = self.size[makers][None, :] * np.exp(-hours / self.decay)
        return np.asarray(weight / weight.sum(axis=1, keepdims=True))


@dataclass(frozen=True, slots=True)
class Chain:
    """Who supplies whom: nodes by product, links by edge of the bill of materials.

    Attributes
    ----------
    plant
        By product: (nodes,) the plant of each node, `UNKNOWN` where its maker is unknown.
    draw
        By product: (nodes,) position of the draw it belongs to.
    links
        Edge to (parent's nodes, child's nodes) weights; rows sum to 1.
    """

    plant: tuple[Ints, ...]
    draw: tuple[Ints, ...]
    links: Mapping[int, sparse.csr_matrix]


def edges_of(parts: Parts) -> list[list[int]]:
    """Return by product the edges to its components; what else goes in is value added where it is made."""
    found: list[list[int]] = [[] for _ in parts.products]
    for edge, (above, below) in enumerate(zip(parts.parent.tolist(), parts.child.tolist(), strict=True)):
        if parts.component[below]:
            found[above].append(edge)
    return found


def known_chain(market: Market, parts: Parts, sites: Ints) -> Chain:
    """Return the chain of known links alone: what has none is of unknown origin."""
    return _grow(market, parts, sites, np.zeros(1, dtype=np.int64), lambda *_: None)


def expected_chain(market: Market, parts: Parts, sites: Ints) -> Chain:
    """Return the chain in which every buyer buys from all makers by weight; known links go first.

    Contents that are linear in the sourcing (tracing `none` and `full`) are then exactly the mean over all draws.
    """

    def spread(plants: Ints, _draws: Ints, makers: Ints, _child: int) -> tuple[Ints, Ints, Array]:
        count = len(makers)
        return (
            np.repeat(np.arange(len(plants), dtype=np.int64), count),
            np.tile(makers, len(plants)),
            market.weights(plants, makers).ravel(),
        )

    return _grow(market, parts, sites, np.zeros(1, dtype=np.int64), spread)


def drawn_chain(market: Market, parts: Parts, sites: Ints, draws: Ints, seed: int) -> Chain:
    """Return chains in which each buyer draws one maker of each input by weight; known links go first.

    Parameters
    ----------
    sites
        Plants that make the root.
    draws
        Numbers of the draws. Draw number d is the same whatever others are asked for, whichever plants else there
        are to buy, and in whichever order the case lists them.
    """

    def pick(plants: Ints, numbers: Ints, makers: Ints, child: int) -> tuple[Ints, Ints, Array]:
        keys = np.where(plants == UNKNOWN, np.uint64(0), market.key[plants])
        chance = uniform(keys, numbers, seed, child)
        rows = np.arange(len(plants), dtype=np.int64)
        return rows, _drawn(market, plants, makers, chance), np.ones(len(plants))

    return _grow(market, parts, sites, draws, pick)


def uniform(keys: Keys, draws: Ints, seed: int, stream: int) -> Array:
    """Return a number in [0, 1) for each key and draw, by SplitMix64 (Steele, Lea and Flood 2014) of all four."""
    base = np.array([(seed * 0x9E3779B97F4A7C15 + stream) & 0xFFFFFFFFFFFFFFFF], dtype=np.uint64)
    mixed = _mix(_mix(keys ^ _mix(base)) + draws.astype(np.uint64))
    return np.asarray((mixed >> np.uint64(11)).astype(np.float64) * 2.0**-53)


def _mix(x: Keys) -> Keys:
    x = x + np.uint64(0x9E3779B97F4A7C15)  # arrays of unsigned integers wrap round in silence
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _drawn(market: Market, plants: Ints, makers: Ints, chance: Array) -> Ints:
    """Return the maker that each (buyer, chance) draws, by inverting the buyer's distribution."""
    buyers, whose = np.unique(plants, return_inverse=True)
    order = np.argsort(whose, kind="stable")
    starts = np.searchsorted(whose[order], np.arange(len(buyers) + 1))
    found = np.empty(len(plants), dtype=np.int64)
    step = max(1, CELLS // len(makers))
    for begin in range(0, len(buyers), step):
        end = min(begin + step, len(buyers))
        sums = np.cumsum(market.weights(buyers[begin:end], makers), axis=1)
        mine = order[starts[begin] : starts[end]]
        row = whose[mine] - begin
        # rows laid end to end, each one unit long: one sorted array serves all buyers
        ends = (sums / sums[:, -1:] + np.arange(end - begin)[:, None]).ravel()
        at = np.searchsorted(ends, chance[mine] + row, side="right") - row * len(makers)
        found[mine] = makers[np.clip(at, 0, len(makers) - 1)]
    return found


def _grow(
    market: Market,
    parts: Parts,
    sites: Ints,
    draws: Ints,
    choose: Callable[[Ints, Ints, Ints, int], Targets | None],
) -> Chain:
    """Return the chain below `sites`, product by product: only what a buyer above reaches becomes a node.

    A node's key is (1 + plant) x draws + position of the draw; the plant of an unknown maker is -1.
    """
    count, below = len(draws), edges_of(parts)
    asked: list[list[tuple[int, Targets]]] = [[] for _ in parts.products]
    keys: list[Ints] = []
    for product in range(len(parts.products)):
        if product == 0:
            mine = ((1 + sites[:, None]) * count + np.arange(count)).ravel()
        else:
            wanted = [t[1] for _, t in asked[product]]
            mine = np.unique(np.concatenate(wanted)) if wanted else np.zeros(0, dtype=np.int64)
        keys.append(mine)
        for edge in below[product]:
            child = int(parts.child[edge])
            asked[child].append((edge, _targets(market, mine, child, draws, choose)))
    links = {}
    for child, edges in enumerate(asked):
        for edge, (rows, wanted_keys, weight) in edges:
            shape = (len(keys[parts.parent[edge]]), len(keys[child]))
            columns = np.searchsorted(keys[child], wanted_keys)
            links[edge] = sparse.csr_matrix((weight, (rows, columns)), shape=shape)
    return Chain(tuple(k // count - 1 for k in keys), tuple(k % count for k in keys), links)


def _targets(
    market: Market,
    keys: Ints,
    child: int,
    draws: Ints,
    choose: Callable[[Ints, Ints, Ints, int], Targets | None],
) -> Targets:
    """Return from which nodes of `child` the nodes with these keys buy, and how much."""
    count = len(draws)
    plant, draw = keys // count - 1, keys % count
    known = np.isin(market.firm[plant], list(market.links.get(child, {}))) & (plant != UNKNOWN)
    pieces = [_linked(market, plant, draw, np.flatnonzero(known), (child, count))]
    free = np.flatnonzero(~known)
    makers = market.makers(child)
    chosen = choose(plant[free], draws[draw[free]], makers, child) if len(makers) and len(free) else None
    if chosen is None:
        pieces.append((free, draw[free], np.ones(len(free))))
    else:
        rows, which, weight = chosen
        pieces.append((free[rows], (1 + which) * count + draw[free[rows]], weight))
    rows, wanted, weight = (np.concatenate(p) for p in zip(*pieces, strict=True))
    return rows, wanted, weight


def _linked(market: Market, plant: Ints, draw: Ints, nodes: Ints, where: tuple[int, int]) -> Targets:
    """Return the targets of nodes whose firm has known suppliers of the product; a firm's plants share by weight."""
    child, count = where
    rows: list[Ints] = [np.zeros(0, dtype=np.int64)]
    wanted: list[Ints] = [np.zeros(0, dtype=np.int64)]
    weights: list[Array] = [np.zeros(0)]
    for buyer in np.unique(plant[nodes]):
        mine = nodes[plant[nodes] == buyer]
        for makers, share in market.links[child][int(market.firm[buyer])]:
            if not len(makers):
                split, keys = np.ones(1), draw[mine][:, None]
            else:
                split = market.weights(np.array([buyer]), makers)[0]
                keys = (1 + makers[None, :]) * count + draw[mine][:, None]
            rows.append(np.repeat(mine, len(split)))
            wanted.append(keys.ravel())
            weights.append(np.tile(split * share, len(mine)))
    return np.concatenate(rows), np.concatenate(wanted), np.concatenate(weights)


@dataclass(frozen=True, slots=True)
class Columns:
    """What is traced at once, one entry a column.

    Attributes
    ----------
    local
        (plants + 1, columns) whether each plant is in the territory; the last row is what an unknown maker counts.
    tracing
        (columns,) `none`, `rollup` or `full`.
    threshold
        (columns,) share from which a component counts whole in roll-up; NaN elsewhere.
    """

    local: Array
    tracing: Words
    threshold: Array


@dataclass(frozen=True, slots=True)
class Traced:
    """Contents of the root's nodes.

    Attributes
    ----------
    content
        (root's nodes, columns) share of the material value that counts.
    pieces
        Edge below the root to (root's nodes, columns) share of the root's material value that the component gives.
    part
        Edge below the root to (root's nodes,) share of the root's material value that the component is.
    """

    content: Array
    pieces: Mapping[int, Array]
    part: Mapping[int, Array]


def trace(chain: Chain, parts: Parts, columns: Columns, shares: Array | None = None) -> Traced:
    """Return how much of the root counts as originating.

    Parameters
    ----------
    shares
        (draws, edges) shares of the edges in each draw; default: those of the bill of materials.
    """
    below = edges_of(parts)
    given = parts.part[None, :] if shares is None else shares
    waiting = np.bincount(parts.child, minlength=len(parts.products))
    counts: dict[int, Array] = {}
    content, pieces = np.zeros((0, 0)), {}
    part: dict[int, Array] = {}
    for product in range(len(parts.products) - 1, -1, -1):
        plant = chain.plant[product]
        at = np.zeros(len(plant), dtype=np.int64) if shares is None else chain.draw[product]
        inside = columns.local[plant]  # -1 is the last row, what an unknown maker counts
        part = {edge: given[at, edge] for edge in below[product]}
        own = 1.0 - sum(part.values()) if part else np.ones(len(plant))
        pieces = {e: part[e][:, None] * (chain.links[e] @ counts[int(parts.child[e])]) for e in part}
        content = np.maximum(own, 0.0)[:, None] * inside + sum(pieces.values())
        counts[product] = counted(inside, content, columns.tracing, columns.threshold)
        for edge in part:
            waiting[parts.child[edge]] -= 1
            if waiting[parts.child[edge]] == 0:  # nothing else needs it: large chains would not fit otherwise
                del counts[int(parts.child[edge])]
    return Traced(content, pieces, part)
