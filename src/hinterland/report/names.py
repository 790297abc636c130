"""Names of the things of a case in both languages, looked up by id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from hinterland.ids import listed
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hinterland.cluster import Cluster


OFFICES = {"province": "", "municipality": "", "city": "", "government": "政府", "administration": "管委会"}
"""Words behind the name of a place that make it an organisation, to their Chinese."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id; an id without a name stands for itself."""

    places: Mapping[str, Said]
    metrics: Mapping[str, Said]
    plants: Mapping[str, Said]
    documents: Mapping[str, tuple[str, str]]
    organisations: Mapping[str, str]

    @classmethod
    def of(cls, cluster: Cluster, plants: Iterable[str] = ()) -> Names:
        """Collect the names of a case; of plants only those that workstreams name, and those asked for.

        There may be very many.
        """
        wanted = {*cluster["fulfilments"]["id"].to_list(), *plants}
        documents = cluster["documents"].select("document", "title", "publisher", "address").iter_rows()
        return cls(
            places=_named(cluster, "places", "place"),
            metrics=_named(cluster, "metrics", "metric"),
            plants={k: v for k, v in _named(cluster, "plants", "plant").items() if k in wanted}
            if wanted
            else {},
            documents={
                d: (", ".join(x for x in (publisher, title) if x) or d, address or "")
                for d, title, publisher, address in documents
            },
            organisations=_organisations(cluster),
        )

    def parties(self, text: str | None) -> Said:
        """Return organisations parted by `;`, in Chinese as far as the case has their names.

        An organisation is known by the English name or alias of a firm or place, with or without a word such as
        `province` or `government` behind it; others keep the name they have.
        """
        found = listed(text)
        return Said(", ".join(found), "、".join(self._organisation(p) for p in found))

    def _organisation(self, name: str) -> str:
        known = self.organisations.get(name.lower())
        if known:
            return known
        place, _, kind = name.rpartition(" ")
        known = self.organisations.get(place.lower())
        return f"{known}{OFFICES[kind]}" if known and kind in OFFICES else name

    def source(self, text: str | None) -> str:
        """Return a source in words: the id of a document is told by its title, publisher and address."""
        title, address = self.documents.get(text or "", (text or "", ""))
        return f"{title}, {address}" if address else title


def _named(cluster: Cluster, table: str, key: str) -> dict[str, Said]:
    return {
        i: Said(en or zh or i, zh or en or i)
        for i, en, zh in cluster[table].select(key, "name_en", "name_zh").iter_rows()
    }


def _organisations(cluster: Cluster) -> dict[str, str]:
    """Return the Chinese name of firms and places by their English name or alias, in small letters.

    Where a synthetic firm has the name of a real one, the real one counts.
    """
    found: dict[str, str] = {}
    chinese: dict[str, str] = {}
    for table, key in (("places", "place"), ("firms", "firm")):
        frame = cluster[table].filter(pl.col("name_zh").is_not_null())
        frame = frame.sort(pl.col("basis").eq_missing("synthetic"), maintain_order=True)
        for one, en, zh in frame.select(key, "name_en", "name_zh").iter_rows():
            chinese[one] = zh
            found.setdefault((en or one).lower(), zh)
    for one, name in cluster["aliases"].select("id", "name").iter_rows():
        if one in chinese:
            found.setdefault(name.lower(), chinese[one])
    return found
