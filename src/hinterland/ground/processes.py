"""Which processes the settings of a case name for a product: `process.battery_cell` = `nmc:0.5;lfp:0.5`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.errors import StudyError
from hinterland.units import weights

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.cluster import Cluster

SETTING = "process."
"""Beginning of the settings that name the processes of a product."""


def stated_mixes(cluster: Cluster, recipes: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """Return the weights of processes that settings give, by product; `recipes` are by product and process.

    Raises
    ------
    StudyError
        If a setting cannot be read.
    """
    found = {}
    for name, value in cluster["settings"].select("name", "value").iter_rows():
        if name and name.startswith(SETTING):
            product = name.removeprefix(SETTING)
            try:
                found[product] = weights(value or "", recipes.get(product, {}))
            except ValueError as entry:
                raise StudyError(
                    f"settings.{name}: {str(entry)!r} is no weight; write process:weight, parted by `;`, such as "
                    "nmc:0.5;lfp:0.5"
                ) from None
    return found
