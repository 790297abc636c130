"""Names of countries, their parts, cities and districts, and the names that a case brings along."""

from __future__ import annotations

from hinterland.reading.gazetteer.known import NOTHING, Known
from hinterland.reading.gazetteer.places import Place, PlaceKind, find, han_names, longest

__all__ = ["NOTHING", "Known", "Place", "PlaceKind", "find", "han_names", "longest"]
