"""Places inside places: what lies below one, what contains it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.cluster import Cluster


def within(cluster: Cluster, place: str) -> set[str]:
    """Return `place` and every place below it."""
    children: dict[str, list[str]] = {}
    for child, parent in cluster["places"].select("place", "parent").drop_nulls().iter_rows():
        children.setdefault(parent, []).append(child)
    found, todo = set(), [place]
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo += children.get(one, [])
    return found


def parents(cluster: Cluster) -> dict[str, str]:
    """Return the place that directly contains each place, those that nothing contains left out."""
    return dict(cluster["places"].select("place", "parent").drop_nulls().iter_rows())


def chain_up(place: str | None, above: Mapping[str, str]) -> list[str]:
    """Return `place` and what contains it, from the inside out; a circle ends where it closes."""
    found: list[str] = []
    while place is not None and place not in found:
        found.append(place)
        place = above.get(place)
    return found
