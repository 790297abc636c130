"""Names and claims in Chinese text."""

from __future__ import annotations

from hinterland.reading.chinese.claims import find_claims
from hinterland.reading.chinese.names import find_names

__all__ = ["find_claims", "find_names"]
