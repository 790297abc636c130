"""What to do about systemic risk: second sources, inventories, diversification, by actual re-computation."""

from hinterland.network.mitigate.study import mitigate
from hinterland.network.mitigate.terms import Terms

__all__ = ["Terms", "mitigate"]
