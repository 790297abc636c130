"""Which places a chain study answers for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from hinterland.errors import StudyError
from hinterland.ground.places import chain_up, parents
from hinterland.ids import listed
from hinterland.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.cluster import Cluster

SETTING = "chain_places"
MOST = 3
"""Places taken where nobody names any: those with the most assembling plants."""
KINDS = ("province", "city", "country")
"""Kinds of place that are looked at by default, the first that has an assembling plant."""


def chosen_places(cluster: Cluster, named: Sequence[str] | None = None) -> list[str]:
    """Return the places to answer for, each once: those named, else the case's own choice.

    The case's own choice is the setting `chain_places` (ids parted by ;), else the places of targets whose metric is
    of kind coverage or content, else the provinces (cities, countries) with the most plants of a final product.

    Raises
    ------
    StudyError
        If a place is not one of the case, or the case has none.
    """
    known = set(cluster["places"]["place"].to_list())
    if not known:
        raise StudyError(
            f"the case has no places that were public by {cluster.day()}: fill in `places` (place, kind, parent), or "
            "ask about a later day"
        )
    if named:
        return _checked(named, known, "")
    settings = cluster["settings"].filter(pl.col("name") == SETTING)["value"].drop_nulls().to_list()
    if settings:
        ids = listed(str(settings[0]))
        seen = [p for p in ids if p in known]  # a place that became known later is none of this look back
        if seen:
            return _checked(seen, known, f" (settings.{SETTING})")
    return _promised(cluster, known) or _assembling(cluster) or [sorted(known)[0]]


def _checked(ids: Sequence[str], known: set[str], where: str) -> list[str]:
    unknown = [p for p in ids if p not in known]
    if unknown:
        close = nearest(unknown[0], sorted(known))
        hint = f"; did you mean {close}?" if close else "; look at places.place"
        raise StudyError(f"there is no place {', '.join(repr(p) for p in unknown)} in the case{where}{hint}")
    return list(dict.fromkeys(ids))


def _promised(cluster: Cluster, known: set[str]) -> list[str]:
    """Return the places of promises about coverage or content."""
    kinds = dict(cluster["metrics"].select("metric", "kind").iter_rows())
    found = []
    for place, metrics in cluster["targets"].select("place", "metrics").iter_rows():
        if place in known and any(
            kinds.get(m) in {"coverage", "content"} for m in (metrics or "").split(";")
        ):
            found.append(place)
    return list(dict.fromkeys(found))


def _assembling(cluster: Cluster) -> list[str]:
    """Return the places of the first kind that has plants of a final product, those with the most first."""
    final = cluster["products"].filter(pl.col("kind") == "final")["product"].to_list()
    plants = cluster["plants"].filter(pl.col("product").is_in(final))["place"].drop_nulls().to_list()
    kind = dict(cluster["places"].select("place", "kind").iter_rows())
    above = parents(cluster)
    for wanted in KINDS:
        counts: dict[str, int] = {}
        for place in plants:
            holder = next((p for p in chain_up(place, above) if kind.get(p) == wanted), None)
            if holder:
                counts[holder] = counts.get(holder, 0) + 1
        if counts:
            return sorted(counts, key=lambda p: (-counts[p], p))[:MOST]
    return []
