"""What share of the root originates: every question (rule and territory) under each of three sourcings.

`known_links` knows what the case knows of who supplies whom, `listed_plants` draws suppliers among the plants that
the case lists, `most_local` takes every component from the territory that some plant there makes: the upper end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hinterland.chain.origins import (
    UNKNOWN,
    Chain,
    Columns,
    drawn_chain,
    edges_of,
    expected_chain,
    known_chain,
    trace,
)
from hinterland.ground.parts import draws as share_draws

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hinterland.chain.content_market import Territory, Trade
    from hinterland.chain.origins import Array, Bools, Ints, Traced, Words
    from hinterland.chain.rules import Rule
    from hinterland.ground.parts import Parts
    from hinterland.progress import Progress

SOURCINGS = ("known_links", "listed_plants", "most_local")
NUMBERS = 32_000_000
"""Numbers that contents of one block of draws may take (8 bytes each)."""
PAIRS = 4_000_000
"""Links beyond which the exact mean over all sourcings is left to the mean of the draws."""


@dataclass(frozen=True, slots=True)
class Question:
    """How much of the root originates in a territory by a rule.

    Attributes
    ----------
    weight
        (sites,) weight of each assembling plant in the answer; a rule of origin asks only about what is made
        inside its territory, a share of value added about all.
    sure, room
        (sites,) least weight of each, and how much more it may be: a plant of unknown size may be idle or as
        large as the largest known. Not normalised.
    made_inside
        Share of that output which is made in the territory at least, and at most.
    likely_inside
        Share of it that is made there for certain, by weight.
    """

    rule: Rule
    territory: Territory
    weight: Array
    sure: Array
    room: Array
    made_inside: tuple[float, float]
    likely_inside: float

    @property
    def asked(self) -> bool:
        """Whether any assembling plant is asked about."""
        return bool(self.weight.sum() > 0)


def question(rule: Rule, territory: Territory, found: Trade) -> Question:
    """Return the question of a rule about the assembling plants of a market."""
    places = found.place[found.sites]
    low, high = territory.low(places), territory.high(places)
    asked = np.ones_like(low) if rule.method == "value_added" else low
    top = found.weight[found.known].max() if found.known.any() else 1.0
    sure = np.where(found.known, found.weight, 0.0) * asked
    room = np.where(found.known, 0.0, top) * asked
    weight = found.weight * asked
    total = weight.sum()
    if not total > 0:
        return Question(rule, territory, weight, sure, room, (0.0, 0.0), 0.0)
    inside = (
        float(least_mean(low[:, None], sure, room)[0]),
        -float(least_mean(-high[:, None], sure, room)[0]),
    )
    return Question(rule, territory, weight / total, sure, room, inside, float(weight @ low / total))


def least_mean(values: Array, sure: Array, room: Array) -> Array:
    """Return the least weighted mean over rows, (rows, columns) -> (columns,), weights in [sure, sure + room].

    A mean is a ratio of linear functions of the weights: it is least where the rows of the smallest values have all
    the weight that they may have, and the others none but what is sure.
    """
    if not room.any():
        return np.asarray(sure @ values / sure.sum())
    order = np.argsort(values, axis=0, kind="stable")
    ranked, more = np.take_along_axis(values, order, axis=0), room[order]
    above = sure @ values + np.cumsum(more * ranked, axis=0)
    below = sure.sum() + np.cumsum(more, axis=0)
    means = np.divide(above, below, out=np.full(above.shape, np.inf), where=below > 0)
    if sure.sum() > 0:
        means = np.vstack([sure @ values / sure.sum(), means])
    return np.asarray(means.min(axis=0))


@dataclass(frozen=True, slots=True)
class Seen:
    """What took part in an answer: bases of its plants; whether a known link, and one of a plantless supplier."""

    bases: frozenset[str] = frozenset()
    linked: bool = False
    trader: bool = False

    def __or__(self, other: Seen) -> Seen:
        """Return what took part in either."""
        return Seen(self.bases | other.bases, self.linked or other.linked, self.trader or other.trader)


@dataclass(frozen=True, slots=True)
class Answer:
    """Shares of the root's material value, for one sourcing and all questions.

    Attributes
    ----------
    low, high
        (draws, questions) what originates, unknown origins counted out and in; one draw where nothing is drawn.
    range_low, range_high
        (draws, questions) the same where every draw has its own shares of the bill of materials, too.
    pieces
        Component to (2, questions) mean share that originates through it, unknown origins counted out and in.
    part
        Component to its share of the root's material value.
    seen
        What took part.
    """

    low: Array
    high: Array
    range_low: Array
    range_high: Array
    pieces: Mapping[int, Array]
    part: Mapping[int, float]
    seen: Seen


def columns(questions: Sequence[Question], places: Words) -> Columns:
    """Return two columns a question, unknown counted out and in; local over `places`, the unknown maker last."""
    local = np.zeros((len(places) + 1, 2 * len(questions)))
    for i, q in enumerate(questions):
        local[:-1, 2 * i] = q.territory.low(places)
        local[:-1, 2 * i + 1] = q.territory.high(places)
    local[-1, 1::2] = 1.0
    bars = [q.rule.component_threshold for q in questions]
    return Columns(
        local,
        np.repeat(np.array([q.rule.tracing for q in questions], dtype=np.str_), 2),
        np.repeat(np.array([np.nan if b is None else b for b in bars]), 2),
    )


@dataclass(frozen=True, slots=True)
class Drawing:
    """How often is drawn, and from which seed; `shares` are those of the edges in each draw, (draws, edges)."""

    draws: int
    seed: int
    shares: Array
    progress: Progress

    @classmethod
    def of(cls, parts: Parts, draws: int, seed: int, progress: Progress) -> Drawing:
        """Return the drawing of a bill of materials."""
        return cls(draws, seed, share_draws(parts, draws, seed), progress)


def known_links(parts: Parts, found: Trade, questions: Sequence[Question], drawing: Drawing) -> Answer:
    """Return what known links alone say; all else is of unknown origin."""
    chain = known_chain(found.market, parts, found.sites)
    seen = _seen(found, parts, chain)
    return _one_chain(parts, chain, columns(questions, found.place), questions, drawing, seen)


def most_local(parts: Parts, found: Trade, questions: Sequence[Question], drawing: Drawing) -> Answer:
    """Return the upper end: each component comes from the territory if some plant there makes it.

    A component that no operating plant of the case makes is of unknown origin.
    """
    sites, size, market = len(found.sites), len(parts.products), found.market
    asked = columns(questions, found.place)
    local = np.zeros((sites + size + 1, asked.local.shape[1]))
    local[:sites] = asked.local[found.sites]
    local[-1] = asked.local[-1]
    np.maximum.at(local, sites + market.product[sites:], asked.local[sites:-1])
    listed = np.bincount(market.product, minlength=size) > 0
    inside = (asked.local[:-1, 1::2] > 0).any(axis=1) | (market.product == 0)
    seen = Seen(frozenset(found.basis[inside].tolist()))
    chain = _one_maker(parts, sites, listed)
    return _one_chain(parts, chain, Columns(local, asked.tracing, asked.threshold), questions, drawing, seen)


def _one_chain(
    parts: Parts,
    chain: Chain,
    asked: Columns,
    questions: Sequence[Question],
    drawing: Drawing,
    seen: Seen,
) -> Answer:
    """Return the answer of one chain without draws, and how far shares of the bill of materials move it."""
    plain = _sum(trace(chain, parts, asked), parts, questions, 1)
    ranged = [
        _sum(
            trace(_repeated(chain, len(block)), parts, asked, drawing.shares[block]),
            parts,
            questions,
            len(block),
        )
        for block in _blocks(len(chain.plant[0]), parts, asked, drawing)
    ]
    return _answer([plain], ranged, seen)


def listed_plants(parts: Parts, found: Trade, questions: Sequence[Question], drawing: Drawing) -> Answer:
    """Return an ensemble: in each draw every plant draws its suppliers among the listed plants."""
    asked = columns(questions, found.place)
    sums, ranged, seen = [], [], Seen()
    for block in _blocks(len(found.sites), parts, asked, drawing):
        drawing.progress(int(block[0]), drawing.draws, "sourcing")
        chain = drawn_chain(found.market, parts, found.sites, block, drawing.seed)
        count = len(block)
        sums.append(_sum(trace(chain, parts, asked), parts, questions, count))
        ranged.append(_sum(trace(chain, parts, asked, drawing.shares[block]), parts, questions, count))
        seen |= _seen(found, parts, chain)
    return _answer(sums, ranged, seen)


def _blocks(sites: int, parts: Parts, asked: Columns, drawing: Drawing) -> list[Ints]:
    """Return the numbers of the draws in blocks whose contents fit into memory."""
    width = max(1, sites * len(parts.products) * asked.local.shape[1])
    step = max(1, min(drawing.draws, NUMBERS // width))
    return [np.arange(b, min(b + step, drawing.draws), dtype=np.int64) for b in range(0, drawing.draws, step)]


def _repeated(chain: Chain, count: int) -> Chain:
    """Return a chain `count` times side by side, once a draw."""
    same = sparse.identity(count, format="csr")
    return Chain(
        tuple(np.repeat(p, count) for p in chain.plant),
        tuple(np.tile(np.arange(count, dtype=np.int64), len(p)) for p in chain.plant),
        {edge: sparse.csr_matrix(sparse.kron(links, same)) for edge, links in chain.links.items()},
    )


def _one_maker(parts: Parts, sites: int, listed: Bools) -> Chain:
    """Return the chain in which every product has one maker, known or not; nodes of the root are the sites."""
    size = len(parts.products)
    plant = [np.array([sites + p if listed[p] else UNKNOWN], dtype=np.int64) for p in range(size)]
    plant[0] = np.arange(sites, dtype=np.int64)
    links = {}
    for above, edges in enumerate(edges_of(parts)):
        for edge in edges:
            links[edge] = sparse.csr_matrix(np.ones((len(plant[above]), 1)))
    return Chain(tuple(plant), tuple(np.zeros(len(p), dtype=np.int64) for p in plant), links)


@dataclass(frozen=True, slots=True)
class _Sums:
    content: Array  # (draws, columns) extreme means over sites
    pieces: Mapping[int, Array]  # component -> (columns,) sums over draws
    part: Mapping[int, float]  # component -> sum over draws


def _sum(traced: Traced, parts: Parts, questions: Sequence[Question], count: int) -> _Sums:
    """Return contents weighted over sites; the root's nodes are sites x draws."""
    weight = np.repeat(np.stack([q.weight for q in questions], axis=1), 2, axis=1)
    plain = weight[:, 0] if weight[:, 0].sum() > 0 else np.full(len(weight), 1 / len(weight))

    def mean(values: Array) -> Array:
        return np.asarray(np.einsum("sdc,sc->dc", values.reshape(len(weight), count, -1), weight))

    return _Sums(
        _extremes(traced.content.reshape(len(weight), count, -1), questions),
        {int(parts.child[e]): mean(v).sum(axis=0) for e, v in traced.pieces.items()},
        {
            int(parts.child[e]): float((v.reshape(len(weight), count).T @ plain).sum())
            for e, v in traced.part.items()
        },
    )


def _extremes(values: Array, questions: Sequence[Question]) -> Array:
    """Return the least means over sites in lower columns, the greatest in upper ones; (sites, draws, columns)."""
    found = np.zeros(values.shape[1:])
    for i, q in enumerate(questions):
        if q.asked:
            found[:, 2 * i] = least_mean(values[:, :, 2 * i], q.sure, q.room)
            found[:, 2 * i + 1] = -least_mean(-values[:, :, 2 * i + 1], q.sure, q.room)
    return found


def _answer(sums: Sequence[_Sums], ranged: Sequence[_Sums], seen: Seen) -> Answer:
    content, moved = (np.concatenate([s.content for s in some]) for some in (sums, ranged))
    count = len(content)
    return Answer(
        content[:, 0::2],
        content[:, 1::2],
        moved[:, 0::2],
        moved[:, 1::2],
        {p: np.sum([s.pieces[p] for s in sums], axis=0).reshape(-1, 2).T / count for p in sums[0].pieces},
        {p: sum(s.part[p] for s in sums) / count for p in sums[0].part},
        seen,
    )


def _seen(found: Trade, parts: Parts, chain: Chain) -> Seen:
    """Return what took part in a chain: links count only where it reaches their customer."""
    used = np.unique(np.concatenate(chain.plant))
    linked = trader = False
    for edge in chain.links:
        buyers = np.unique(chain.plant[parts.parent[edge]])
        firms = set(found.market.firm[buyers[buyers != UNKNOWN]].tolist())
        links = found.market.links.get(int(parts.child[edge]), {})
        for firm in firms & set(links):
            linked = True
            trader |= any(not len(plants) for plants, _ in links[firm])
    return Seen(frozenset(found.basis[used[used != UNKNOWN]].tolist()), linked, trader)


@dataclass(frozen=True, slots=True)
class Origins:
    """Value added by origin, as shares.

    Attributes
    ----------
    names
        Origins; `unknown` is the last.
    whole
        (origins,) shares of the root's material value.
    parts
        Component that goes into the root to (origins,) shares of its value.
    """

    names: tuple[str, ...]
    whole: Array
    parts: Mapping[int, Array]


def origins(parts: Parts, found: Trade, called: Mapping[str, str], draws: int, seed: int) -> Origins:
    """Return value-added shares by origin where suppliers are the listed plants; every row sums to 1.

    `called` says what each place is called as an origin. Known links go first, and an unknown maker is an origin
    of its own: `unknown`. The mean over all sourcings is exact up to `PAIRS` links, beyond them that of draws.
    """
    words = [called[p] for p in found.place.tolist()]
    names = (*dict.fromkeys(["here", *sorted(set(words))]), "unknown")
    local = np.zeros((len(words) + 1, len(names)))
    column = {name: i for i, name in enumerate(names)}
    local[np.arange(len(words)), [column[w] for w in words]] = 1.0
    local[-1, -1] = 1.0
    asked = Columns(local, np.full(len(names), "full"), np.full(len(names), np.nan))
    if _pairs(parts, found) <= PAIRS:
        chain = expected_chain(found.market, parts, found.sites)
    else:
        most = max(1, NUMBERS // max(1, len(found.sites) * len(parts.products) * len(names)))
        chain = drawn_chain(found.market, parts, found.sites, np.arange(min(draws, most)), seed)
    traced = trace(chain, parts, asked)
    weight = np.repeat(found.weight, len(traced.content) // len(found.sites))
    weight = weight / weight.sum()
    pieces = {int(parts.child[e]): weight @ v for e, v in traced.pieces.items()}
    worth = {int(parts.child[e]): float(weight @ v) for e, v in traced.part.items()}
    shares = {p: v / worth[p] for p, v in pieces.items() if worth[p] > 0}
    return Origins(names, np.asarray(weight @ traced.content), shares)


def _pairs(parts: Parts, found: Trade) -> int:
    """Return how many links a chain of all buyers and all makers would have."""
    count = np.bincount(found.market.product, minlength=len(parts.products)).astype(float)
    return int(sum(count[a] * count[b] for a, b in zip(parts.parent, parts.child, strict=True)))
