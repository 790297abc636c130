"""Shocks in time: what stops, when and why, when a plant, a firm, a place, a product or a trade lane is hit."""

from hinterland.network.stress.options import Options
from hinterland.network.stress.shocks import Shock
from hinterland.network.stress.study import stress

__all__ = ["Options", "Shock", "stress"]
