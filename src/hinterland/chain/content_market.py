"""The market that origins are traced in: plants of a scope, known links, territories and origins."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.chain.origins import Market
from hinterland.chain.sourced import links_on_record
from hinterland.errors import StudyError
from hinterland.ground.places import chain_up, parents, within
from hinterland.ground.reach import Points

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hinterland.chain.origins import Array, Bools, Ints, Keys, Suppliers, Words
    from hinterland.chain.scope import Scope
    from hinterland.cluster import Cluster

DECAY = "sourcing_decay_h"
DECAY_H = 3.0
"""Hours after which a maker's weight has fallen to 1/e, where the case has no setting of it."""


@dataclass(frozen=True, slots=True)
class Trade:
    """A market with the facts of its plants that a study tells about.

    Attributes
    ----------
    sites, weight, known
        Plants of the market that assemble the root, their weight, and whether it rests on their own size.
    plant, place, basis
        (n,) id, place and basis of each plant.
    assumed
        Plants whose size is the median of the others of their product.
    lost
        Plants without a position.
    years
        Years that the known links are of.
    links
        Known links that count, those whose supplier has no plant of the product, bases of them all.
    """

    market: Market
    sites: Ints
    weight: Array
    known: Bools
    plant: Words
    place: Words
    basis: Words
    assumed: Bools
    lost: Bools
    years: tuple[int, ...]
    links: int
    no_plant: int
    links_basis: tuple[str, ...]


def trade(cluster: Cluster, scope: Scope) -> Trade:
    """Return the market of a scope: its assembling plants and the operating plants of every component.

    Raises
    ------
    StudyError
        If the setting `sourcing_decay_h` is not above 0.
    """
    decay = cluster.setting(DECAY, DECAY_H)
    if not decay > 0:
        raise StudyError(f"settings.{DECAY} is {decay:g}: it must be above 0 (hours); correct it")
    use = np.flatnonzero(scope.counts("operating"))
    site, supply = scope.sites.standing, scope.supply.standing

    def both(name: str) -> Words:
        return np.concatenate([getattr(site, name), getattr(supply, name)[use]])

    product = np.concatenate([np.zeros(len(site), dtype=np.int64), scope.supply.product[use]])
    plant = both("plant")
    order = np.lexsort((plant, product))  # by id: draws must not depend on the order of the table
    product, plant, firm = product[order], plant[order], both("firm")[order]
    numbers = [
        np.concatenate([getattr(site, n), getattr(supply, n)[use]])[order] for n in ("capacity", "output")
    ]
    size, assumed = _sizes(product, np.where(numbers[0] > 0, *numbers))
    places = _joined(scope.sites.points, scope.supply.points.take(use), order)
    firms = {f: i for i, f in enumerate(sorted(set(firm.tolist())))}
    known = _known(cluster, scope, product, firm, firms)
    market = Market(
        product=product,
        firm=np.array([firms[f] for f in firm.tolist()], dtype=np.int64),
        size=size,
        key=_keys(plant),
        hours=lambda buyers, makers: scope.roads.hours(places.take(buyers), places.take(makers)),
        decay=decay,
        links=known.links,
    )
    first = order[: len(site)]  # the sites: the root is product 0
    return Trade(
        market=market,
        sites=np.arange(len(site), dtype=np.int64),
        weight=scope.sites.weight[first],
        known=scope.sites.known[first],
        plant=plant,
        place=both("place")[order],
        basis=both("basis")[order],
        assumed=assumed & (product > 0),
        lost=~places.known & (product > 0),
        years=known.years,
        links=known.count,
        no_plant=known.no_plant,
        links_basis=known.basis,
    )


def _joined(one: Points, other: Points, order: Ints) -> Points:
    whole = Points(
        np.concatenate([one.lon, other.lon]),
        np.concatenate([one.lat, other.lat]),
        (*one.place, *other.place),
        (*one.origin, *other.origin),
    )
    return whole.take(order)


def _sizes(product: Ints, capacity: Array) -> tuple[Array, Bools]:
    """Return sizes, unknown ones as the median of the product's known ones, and which these are."""
    size = np.where(capacity > 0, capacity, np.nan)
    unknown = np.isnan(size)
    edges = np.r_[0, np.flatnonzero(np.diff(product)) + 1, len(product)] if len(product) else product
    for begin, end in pairwise(edges):
        mine = size[begin:end]
        some = mine[~np.isnan(mine)]
        mine[np.isnan(mine)] = np.median(some) if len(some) else 1.0
    return size, unknown


def _keys(plants: Words) -> Keys:
    digests = b"".join(hashlib.blake2b(p.encode(), digest_size=8).digest() for p in plants.tolist())
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


@dataclass(frozen=True, slots=True)
class _Known:
    links: Mapping[int, Mapping[int, Suppliers]]
    years: tuple[int, ...]
    count: int
    no_plant: int
    basis: tuple[str, ...]


def _known(cluster: Cluster, scope: Scope, product: Ints, firm: Words, firms: Mapping[str, int]) -> _Known:
    """Return the known suppliers of every customer and product, in the newest year that has any for the two.

    Suppliers share by value where every value is known, else equally.
    """
    index = {p: i for i, p in enumerate(scope.parts.products) if scope.parts.component[i]}
    rows = links_on_record(cluster, scope).filter(
        pl.col("product").is_in(list(index)) & pl.col("customer").is_in(list(firms))
    )
    rows = rows.filter(pl.col("year") == pl.col("year").max().over("customer", "product"))
    rows = rows.sort("product", "customer", "supplier")
    links: dict[int, dict[int, Suppliers]] = {}
    without = 0
    for (made, customer), group in rows.group_by("product", "customer", maintain_order=True):
        number = index[str(made)]
        low, high = np.searchsorted(product, [number, number + 1])
        makers = np.arange(low, high, dtype=np.int64)
        shares = _shares(group["value"])
        found = [makers[firm[low:high] == supplier] for supplier in group["supplier"].to_list()]
        without += sum(not len(f) for f in found)
        links.setdefault(number, {})[firms[str(customer)]] = tuple(zip(found, shares, strict=True))
    return _Known(
        links=links,
        years=tuple(sorted(rows["year"].unique().to_list())),
        count=rows.height,
        no_plant=without,
        basis=tuple(rows["basis"].fill_null("unstated").unique().sort().to_list()),
    )


def _shares(values: pl.Series) -> list[float]:
    given = values.cast(pl.Float64).to_list()
    total = sum(v or 0.0 for v in given)
    if any(v is None for v in given) or not total > 0:
        return [1.0 / len(given)] * len(given)
    return [float(v) / total for v in given]


@dataclass(frozen=True, slots=True)
class Territory:
    """Places that count as inside, and places that hold such a place: of what lies there nobody can tell."""

    inside: frozenset[str]
    around: frozenset[str]

    @classmethod
    def of(cls, cluster: Cluster, places: Sequence[str]) -> Territory:
        """Return the territory of these places and all that lies in them.

        Raises
        ------
        StudyError
            If one is no place of the case.
        """
        known = set(cluster["places"]["place"].to_list())
        missing = [p for p in places if p not in known]
        if missing or not places:
            named = ", ".join(missing) or "no place"
            raise StudyError(
                f"a territory names {named}, which the table `places` does not have; add it there"
            )
        above = parents(cluster)
        inside = frozenset().union(*(within(cluster, p) for p in places))
        around = frozenset(a for p in places for a in chain_up(p, above)) - inside
        return cls(inside, around)

    def low(self, places: Words) -> Array:
        """Return 1.0 where a place lies inside for certain."""
        return np.isin(places, list(self.inside)).astype(float)

    def high(self, places: Words) -> Array:
        """Return 1.0 where a place may lie inside."""
        return np.isin(places, list(self.inside | self.around)).astype(float)


def origin_of(cluster: Cluster, place: str, places: Iterable[str]) -> dict[str, str]:
    """Return what each place is called as an origin, seen from `place`.

    `here` inside it; else the largest place around it that leaves `place` out, or, where the place itself contains
    `place` (a plant somewhere in the country), that place.
    """
    above, here = parents(cluster), within(cluster, place)
    around = set(chain_up(place, above))
    found = {}
    for one in places:
        outside = [p for p in chain_up(one, above) if p not in around]
        found[one] = "here" if one in here else (outside[-1] if outside else one)
    return found
