"""Hinterland: the promises of a regional industrial cluster as a model that computes.

    >>> import hinterland
    >>> cluster = hinterland.load(hinterland.shipped("tutorial"))
    >>> board = hinterland.track(cluster, as_of="2024-06-30")["board"]
    >>> board["verdict"].to_list()
    ['met', 'missed']

A case (a folder of CSV, Parquet, or an Excel workbook) is loaded into a frozen `Cluster`; studies are functions
from a cluster to a `Result`. Names are imported when they are first used, so that `import hinterland` is cheap.
"""

from __future__ import annotations

import os

# openpyxl changes to lxml wherever that is installed (reading brings it along); without, defusedxml keeps it safe and
# every digit stays
os.environ.setdefault("OPENPYXL_LXML", "False")

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hinterland.case import load, look, save
    from hinterland.cases import shipped
    from hinterland.cluster import Cluster
    from hinterland.cooperation.agreements import agreements
    from hinterland.planning import attract, plan
    from hinterland.promises import backtest, track
    from hinterland.result import Result
    from hinterland.scenario import Change

__all__ = [
    "Change",
    "Cluster",
    "Result",
    "agreements",
    "attract",
    "backtest",
    "load",
    "look",
    "plan",
    "save",
    "shipped",
    "track",
]
__version__ = "0.1.0"

_WHERE = {
    "Change": "scenario",
    "Cluster": "cluster",
    "Result": "result",
    "agreements": "cooperation",
    "attract": "planning",
    "backtest": "promises",
    "load": "case",
    "look": "case",
    "plan": "planning",
    "save": "case",
    "shipped": "cases",
    "track": "promises",
}


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(f"hinterland.{_WHERE[name]}"), name)
    raise AttributeError(f"module 'hinterland' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
