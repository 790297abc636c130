"""Planning: the cheapest plan that keeps the promises, the price of each promise, or what breaks and by how much.

Names are imported when they are first used: whoever wants one module does not load the solver.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hinterland.planning.attracting import attract
    from hinterland.planning.case import Options
    from hinterland.planning.options import Extras
    from hinterland.planning.study import plan

__all__ = ["Extras", "Options", "attract", "plan"]

_WHERE = {"Extras": "options", "Options": "case", "attract": "attracting", "plan": "study"}


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(f"hinterland.planning.{_WHERE[name]}"), name)
    raise AttributeError(f"module 'hinterland.planning' has no attribute {name!r}")
