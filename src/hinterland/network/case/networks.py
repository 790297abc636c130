"""From a case to its network: firms by sector, what sectors sell each other inside, links drawn again and again.

    case ── prepare ──► Prepared (who sells and buys, what is wanted) ── networks ──► Network, one a draw

Firms are in where their sector is known and one of their plants operates on the day, or the case lists none; and
where a known link leads to or from them. Known links are kept, all others are drawn: see `network.complete`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland.errors import Refused
from hinterland.ground.plants import standing
from hinterland.ground.reach import points
from hinterland.network.case.flows import essential, flows
from hinterland.network.case.links import Known, known_links
from hinterland.network.case.sizes import sizes
from hinterland.network.complete.draw import ensemble
from hinterland.network.complete.model import Actors, Wanted
from hinterland.network.graph import Labels, Network
from hinterland.progress import silent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from numpy.typing import NDArray

    from hinterland.cluster import Cluster
    from hinterland.ground.plants import Standing
    from hinterland.network.case.flows import Flows
    from hinterland.network.case.sizes import Sizes
    from hinterland.network.complete.model import Completed
    from hinterland.progress import Progress

    Floats = NDArray[np.float64]

DRAWS, SEED = 10, 20210810
DENSITY, DECAY = 3.0, 1.0
UNKNOWN = "unknown"
"""Sector of firms that only a known link brings in."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a case says about its network before links are drawn; n firms, G sectors.

    Attributes
    ----------
    day
        Day from which the case is seen.
    firms
        Rows of the table `firms`, n of them, with the column `made_up` for synthetic ones.
    sectors
        Ids, G of them; the last is `UNKNOWN` where a firm has none.
    actors, wanted
        What reconstruction takes.
    sizes, flows
        Sizes of the firms, flows among the sectors.
    known
        Links that the case has.
    essential, missing
        Class of each pair of sectors, and how many pairs the case does not class.
    left_out
        Reason (`no_sector`, `not_operating`) to the number of firms left out.
    """

    day: date
    cluster: Cluster
    firms: pl.DataFrame
    sectors: tuple[str, ...]
    actors: Actors
    wanted: Wanted
    sizes: Sizes
    flows: Flows
    known: Known
    essential: NDArray[np.int8]
    missing: int
    left_out: tuple[tuple[str, int], ...]


def prepare(
    cluster: Cluster,
    *,
    as_of: date | str | None = None,
    density: float = DENSITY,
    decay: float = DECAY,
) -> Prepared:
    """Return who sells and buys in a case, and what is to be reconstructed.

    Parameters
    ----------
    as_of
        Day from which the case is seen; default: the day the cluster is seen from, else today.
    density
        Mean number of suppliers that a buyer has in each sector it buys from, above 0.
    decay
        Exponent of distance, 0 or above; 0: distance does not matter.

    Raises
    ------
    StudyError
        If no firm has a sector, there is no input-output table, or density or decay cannot be.
    """
    _possible(density, decay)
    day = cluster.day(as_of)
    seen = cluster.as_of(day)
    for table in ("sectors", "io_table"):
        if cluster[table].height and not seen[table].height:
            raise Refused(
                f"no row of `{table}` was public by {day}: look from a later day (--as-of)",
                f"截至 {day}，`{table}` 没有已公布的行：请改用更晚的日期（--as-of）",
            )
    plants = _operating(seen, day)
    linked = known_links(seen)
    firms, left_out = _firms(seen, plants, linked.firms)
    sectors = tuple(seen["sectors"]["sector"].to_list())
    if firms["sector"].null_count():
        sectors = (*sectors, UNKNOWN)
    index = {s: i for i, s in enumerate(sectors)}
    group = np.array([index[s] for s in firms["sector"].fill_null(UNKNOWN).to_list()], dtype=np.int32)
    size = sizes(seen, firms, group, plants)
    links = linked.among(firms["firm"].to_list())
    within = flows(seen, sectors, group, size.sales, size.basis == "even")
    links = links.valued(within.wanted, within.inside, group, size.sales)
    lon, lat = _positions(seen, firms, plants)
    classes, missing = essential(seen, sectors)
    wanted = Wanted(within.inside, links.links, density=density, decay=decay)
    return Prepared(
        day=day,
        cluster=seen,
        firms=firms,
        sectors=sectors,
        actors=Actors(group, size.sales, lon, lat),
        wanted=wanted,
        sizes=size,
        flows=within,
        known=links,
        essential=classes,
        missing=missing,
        left_out=left_out,
    )


def networks(
    cluster: Cluster,
    *,
    as_of: date | str | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    density: float = DENSITY,
    decay: float = DECAY,
    progress: Progress = silent,
) -> Iterator[Network]:
    """Yield the network of a case, one a draw: known links, and those that are drawn anew each time.

    Each has the sectors as industries, markets and `sectors`, the classes of the table `essential` (pairs it lacks:
    non-essential), `weights` by sales and by jobs, `revenue` (what a firm sells to anybody), `costs` (what it buys
    from anybody, so that imports weaken every input of a firm alike) and `inferred`; `notes` tell of known links.
    `hinterland.network.case.outside.with_outside` puts the suppliers outside in, so that each input is weakened by
    its own imports.

    Parameters
    ----------
    as_of, density, decay
        As in `prepare`.
    draws, seed
        How many networks, and the seed of the generator: the same networks every time.

    Raises
    ------
    StudyError
        As in `prepare`; if draws is below 1 or seed below 0.
    """
    ready = prepare(cluster, as_of=as_of, density=density, decay=decay)
    for one in drawn(ready, draws=draws, seed=seed, progress=progress):
        yield network_of(ready, one)


def drawn(ready: Prepared, *, draws: int, seed: int, progress: Progress = silent) -> Iterator[Completed]:
    """Yield the links of one draw after another; the first ones are the same whatever the number of draws.

    Raises
    ------
    StudyError
        If draws is below 1 or seed below 0.
    """
    if draws < 1:
        raise Refused(f"draws is {draws}: it must be at least 1", f"抽样次数为 {draws}：至少为 1")
    if seed < 0:
        raise Refused(f"seed is {seed}: it must be 0 or above", f"种子为 {seed}：须为 0 或以上")
    for done, one in enumerate(ensemble(ready.actors, ready.wanted, draws=draws, seed=seed)):
        progress(done, draws, f"network {done + 1} of {draws}")
        yield one


def network_of(ready: Prepared, one: Completed) -> Network:
    """Return one draw as a network."""
    n, links = len(ready.actors), one.links
    sold = np.bincount(links.supplier, links.value, minlength=n)
    bought = np.bincount(links.buyer, links.value, minlength=n)
    elsewhere = outside(ready)
    imported = np.bincount(one.imported_buyer, one.imported_value, minlength=n)
    labels = Labels(ready.sectors, ready.actors.group)
    sales = ready.sizes.sales
    weights = [("sales", np.where(ready.sizes.basis == "even", np.maximum(sold, 1.0), sales))]
    if np.isfinite(ready.sizes.jobs).all():
        weights.append(("jobs", ready.sizes.jobs))
    return Network(
        ids=tuple(ready.firms["firm"].to_list()),
        industry=labels,
        supplier=links.supplier,
        buyer=links.buyer,
        weight=links.value,
        essential=ready.essential,
        market=labels,
        revenue=np.maximum(np.where(ready.sizes.basis == "even", 0.0, sales), sold),
        costs=bought + imported + elsewhere,
        weights=tuple(weights),
        sectors=labels,
        inferred=ready.known.doubtful(links),
        notes=ready.known.said,
    )


def outside(ready: Prepared) -> Floats:
    """Return what each firm buys from outside the case because its sectors stand elsewhere, CNY, shape (n,)."""
    rest = np.maximum(ready.flows.wanted - ready.wanted.flow, 0.0).sum(axis=0)
    group, size = ready.actors.group, ready.actors.size
    total = np.bincount(group, size, minlength=len(ready.sectors))
    return np.asarray(rest[group] * size / total[group], dtype=np.float64)


def _possible(density: float, decay: float) -> None:
    if not 0 < density < np.inf:
        raise Refused(
            f"density is {density:g}: it must be above 0, the mean number of suppliers a sector",
            f"密度为 {density:g}：须大于 0，即每个部门的平均供应商数",
        )
    if not 0 <= decay < np.inf:
        raise Refused(
            f"decay is {decay:g}: it must be 0 (distance does not matter) or above",
            f"距离衰减为 {decay:g}：须为 0（不计距离）或以上",
        )


def _operating(seen: Cluster, day: date) -> Standing:
    """Return the plants that operate on the day."""
    there = standing(seen["plants"], day)
    return there.take(there.having("operating"))


def _firms(
    seen: Cluster, plants: Standing, linked: frozenset[str]
) -> tuple[pl.DataFrame, tuple[tuple[str, int], ...]]:
    """Return the firms of the network, by id, and how many were left out for which reason."""
    known = set(seen["sectors"]["sector"].to_list())
    planned = seen["plants"]["firm"].unique().to_list()
    frame = (
        seen["firms"]
        .sort("firm")
        .with_columns(
            pl.when(pl.col("sector").is_in(list(known))).then("sector").alias("sector"),
            made_up=(pl.col("basis") == "synthetic").fill_null(value=False),
            idle=pl.col("firm").is_in(planned) & ~pl.col("firm").is_in(plants.firm.tolist()),
            linked=pl.col("firm").is_in(list(linked)),
        )
    )
    no_sector = frame.filter(pl.col("sector").is_null() & ~pl.col("linked")).height
    idle = frame.filter(pl.col("sector").is_not_null() & pl.col("idle") & ~pl.col("linked")).height
    kept = frame.filter(pl.col("linked") | (pl.col("sector").is_not_null() & ~pl.col("idle")))
    if kept["sector"].null_count() == kept.height:
        raise Refused(
            "no firm that operates has a sector: fill the column `sector` of `firms` with ids of the table `sectors`",
            "运营中的企业均未填部门：请在 `firms` 的 `sector` 列填写 `sectors` 表的编号",
        )
    return kept, (("no_sector", no_sector), ("not_operating", idle))


def _positions(seen: Cluster, firms: pl.DataFrame, plants: Standing) -> tuple[Floats, Floats]:
    """Return where each firm is, degrees: at its largest plant that has a position, else at its seat."""
    seats, sites = points(seen, firms), points(seen, plants.rows)
    lon, lat = seats.lon.copy(), seats.lat.copy()
    row = {f: i for i, f in enumerate(firms["firm"].to_list())}
    made = np.nan_to_num(np.where(np.isfinite(plants.output), plants.output, plants.capacity))
    for i in np.argsort(made, kind="stable"):  # the largest last: it stays
        at = row.get(str(plants.firm[i]))
        if at is not None and sites.known[i]:
            lon[at], lat[at] = sites.lon[i], sites.lat[i]
    return lon, lat
