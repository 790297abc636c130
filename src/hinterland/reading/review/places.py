"""Places of a claim: those of the case, and drafts of those that it does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.ids import free_id, listed
from hinterland.reading.gazetteer import find
from hinterland.reading.review.rows import folded, place_index, readable_id

if TYPE_CHECKING:
    from hinterland.cluster import Cluster
    from hinterland.reading.review.become import Made

Row = dict[str, Any]
_KINDS = {"country": "country", "region": "province", "city": "city", "district": "city"}
_PARK = ("park", "zone", "园", "区", "新区")


class Places:
    """Looks up the places that a claim names, and drafts those that the case lacks."""

    def __init__(self, cluster: Cluster, made: Made, claim: Row) -> None:
        self._index = place_index(cluster)
        self._taken = set(cluster["places"]["place"])
        self._made = made
        self._claim = claim

    def first(self) -> str | None:
        """Return the place that the claim is about: the first one named, else a party that is a place."""
        named = (self._claim["place"] or "").split(";")[0].strip()
        if named:
            return str(named)
        for word in self._words("place_words"):
            return self._place(word)
        for word in self._words("parties"):
            if folded(word) in self._index or find(word):
                return self._place(word)
        return None

    def all(self) -> list[str]:
        """Return every place that the claim names."""
        return list(dict.fromkeys(self._place(w) for w in self._words("place_words")))

    def _words(self, column: str) -> list[str]:
        return listed(self._claim[column])

    def _place(self, word: str) -> str:
        key = folded(word)
        if key not in self._index:
            self._index[key] = self._draft(word)
        return self._index[key]

    def _draft(self, word: str) -> str:
        id_ = free_id(readable_id(word), self._taken)
        self._taken.add(id_)
        zh = any("\u3400" <= c <= "\u9fff" for c in word)
        known = find(word)
        kind = (
            _KINDS.get(known[0].kind, "city")
            if known
            else ("park" if word.lower().endswith(_PARK) else "city")
        )
        self._made.add(
            "places",
            {
                "place": id_,
                "name_en": None if zh else word,
                "name_zh": word if zh else None,
                "kind": kind,
                "note": f"drafted from claim {self._claim['claim']}",
                **{c: self._claim[c] for c in ("source", "basis", "published", "published_basis")},
            },
        )
        return id_
