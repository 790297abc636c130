"""Who supplies whom: the systemic risk of every firm, links nobody has published, shocks in time, remedies."""

from hinterland.network.graph import Network

__all__ = ["Network"]
