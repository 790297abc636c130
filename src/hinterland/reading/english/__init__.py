"""Names and claims in English text."""

from __future__ import annotations

from hinterland.reading.english.claims import find_claims
from hinterland.reading.english.names import find_names

__all__ = ["find_claims", "find_names"]
