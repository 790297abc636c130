"""The study `network`: links that nobody has published, drawn again and again around those that are known."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.errors import Refused
from hinterland.ground.naming import Naming
from hinterland.network.case.networks import DECAY, DENSITY, DRAWS, SEED, drawn, outside, prepare
from hinterland.network.case.said import assumptions
from hinterland.network.case.tables import (
    FIRMS,
    FLOWS,
    LINKS,
    QUALITY,
    SECTORS,
    Tally,
    firm_rows,
    flow_rows,
    link_rows,
    quality_row,
    sector_rows,
)
from hinterland.progress import silent
from hinterland.result import Result, provenance

if TYPE_CHECKING:
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.network.case.networks import Prepared
    from hinterland.progress import Progress

MOST_LINKS = 50_000_000
"""Links of all draws that a result may hold, some 2 GB of them."""


def complete_network(
    cluster: Cluster,
    *,
    as_of: date | str | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    density: float = DENSITY,
    decay: float = DECAY,
    progress: Progress = silent,
) -> Result:
    """Return the links among the firms of a case: known ones as they are, the rest drawn, `draws` times.

    No draw is the truth: what holds in most of them can be relied on as far as the assumptions can.

    Parameters
    ----------
    cluster
        The case: `firms` with sectors, `sectors`, `io_table`, and what is known of `supplies`.
    as_of
        Day from which the case is seen; default: the day the cluster is seen from, else today.
    draws, seed
        How many networks, and the seed of the generator.
    density
        Mean number of suppliers that a buyer has in each sector it buys from.
    decay
        Exponent of distance; 0: distance does not matter.

    Returns
    -------
    Result
        Tables `links` (one row a link and draw), `firms`, `sectors`, `flows` (one row a pair of sectors) and
        `quality` (one row a draw).

    Raises
    ------
    StudyError
        As `hinterland.network.case.prepare` and `drawn`; if there would be too many links to hold.
    """
    began = time.perf_counter()
    ready = prepare(cluster, as_of=as_of, density=density, decay=decay)
    tally = Tally.of(ready)
    links, quality = [], []
    for number, one in enumerate(drawn(ready, draws=draws, seed=seed, progress=progress), start=1):
        if len(one.links) * draws > MOST_LINKS:
            count = f"{len(one.links):,}"
            raise Refused(
                f"{draws} draws of {count} links are too many to hold at once; take fewer draws (--draws) "
                "or a lower density (--density)",
                f"{draws} 次抽样、每次 {count} 条供应关系，数量过多；请减少抽样（--draws）或降低密度（--density）",
            )
        links.append(link_rows(ready, one, number))
        quality.append(quality_row(ready, one, number))
        tally.add(ready, one)
    progress(draws, draws, "tables")
    tables = {
        "links": pl.concat(links) if links else pl.DataFrame(schema=LINKS),
        "firms": pl.DataFrame(
            firm_rows(ready, tally, Naming.of(ready.cluster), outside(ready)), schema=FIRMS
        ),
        "sectors": pl.DataFrame(sector_rows(ready, tally), schema=SECTORS, orient="row"),
        "flows": pl.DataFrame(flow_rows(ready, tally), schema=FLOWS, orient="row"),
        "quality": pl.DataFrame(quality, schema=QUALITY, orient="row"),
    }
    parameters = {"draws": draws, "seed": seed, "density": density, "decay": decay}
    return Result(
        study="network",
        tables=tables,
        provenance=provenance("network", ready.cluster, parameters, time.perf_counter() - began),
        summary=_summary(ready, tables),
        assumptions=assumptions(ready),
        figures=(),
    )


def _summary(ready: Prepared, tables: dict[str, pl.DataFrame]) -> dict[str, Any]:
    """Return the main numbers, means and ends over the draws."""
    quality = tables["quality"]
    inside, wanted = float(ready.wanted.flow.sum()), float(ready.flows.wanted.sum())
    basis, count = np.unique(ready.sizes.basis, return_counts=True)
    counts: dict[str, Any] = {
        "as_of": ready.day.isoformat(),
        "firm_count": len(ready.actors),
        "synthetic_firms": int(ready.firms["made_up"].sum()),
        "left_out": dict(ready.left_out),
        "sector_count": sum(1 for word in ready.flows.share_basis if word != "none"),
        "known_links": len(ready.known.links),
        "draws": quality.height,
        "bought": wanted,
        "bought_inside": inside,
        "inside_share": inside / wanted if wanted > 0 else None,
        "sizes": dict(zip(basis.tolist(), count.tolist(), strict=True)),
    }
    spans = {
        {"links": "links_in_a_draw"}.get(name, name): [quality[name].min(), quality[name].max()]
        for name in ("links", "mean_suppliers", "clustering", "largest_part", "residual", "repaired")
    }
    return counts | spans
