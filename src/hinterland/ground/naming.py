"""Names of places, firms and products in both languages, for the sentences of the chain studies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hinterland.cluster import Cluster


def names_of(cluster: Cluster, table: str, ids: Iterable[str]) -> Mapping[str, Said]:
    """Return the names of some rows of `places`, `firms` or `products`.

    A name that lacks in one language is told in the other, and the id stands in for both; ids that the table does
    not have are told as they are.
    """
    key = {"places": "place", "firms": "firm", "products": "product"}[table]
    wanted = sorted(set(ids))
    rows = cluster[table].filter(pl.col(key).is_in(wanted)).select(key, "name_en", "name_zh")
    found = {i: _said(en, zh, i) for i, en, zh in rows.iter_rows()}
    return {i: found.get(i) or _said(None, None, i) for i in wanted}


@dataclass(frozen=True, slots=True)
class Naming:
    """Rows of the tables that hold names, by id."""

    products: Mapping[str, dict[str, Any]]
    firms: Mapping[str, tuple[str | None, str | None]]
    plants: Mapping[str, tuple[str | None, str | None, str | None]]
    places: Mapping[str, tuple[str | None, str | None]]

    @classmethod
    def of(cls, cluster: Cluster) -> Naming:
        """Return the names of a case."""
        columns = ("name_en", "name_zh")
        firms = cluster["firms"].select("firm", *columns).iter_rows()
        plants = cluster["plants"].select("plant", *columns, "firm").iter_rows()
        places = cluster["places"].select("place", *columns).iter_rows()
        return cls(
            products={r["product"]: r for r in cluster["products"].iter_rows(named=True)},
            firms={i: (en, zh) for i, en, zh in firms},
            plants={i: (en, zh, firm) for i, en, zh, firm in plants},
            places={i: (en, zh) for i, en, zh in places},
        )

    def product(self, product: str) -> Said:
        """Return a product's name."""
        row = self.products.get(product, {})
        return _said(row.get("name_en"), row.get("name_zh"), product)

    def category(self, product: str) -> str | None:
        """Return the group a product belongs to."""
        value = self.products.get(product, {}).get("category")
        return None if value is None else str(value)

    def unit(self, product: str) -> str:
        """Return the unit a product is counted in."""
        return str(self.products.get(product, {}).get("unit") or "")

    def price(self, product: str) -> float | None:
        """Return a product's price, CNY a unit, None where unknown."""
        value = self.products.get(product, {}).get("unit_price")
        return float(value) if value else None

    def firm(self, firm: str | None) -> Said:
        """Return a firm's name; nothing for no firm."""
        return _said(*self.firms.get(firm or "", (None, None)), firm or "")

    def place(self, place: str | None) -> Said:
        """Return a place's name; nothing for no place."""
        return _said(*self.places.get(place or "", (None, None)), place or "")

    def plant(self, plant: str | None) -> tuple[str, str]:
        """Return a plant's name in both languages, that of its firm where it has none of its own."""
        en, zh, firm = self.plants.get(plant or "", (None, None, None))
        said = self.firm(firm) if firm and not en and not zh else _said(en, zh, plant or "")
        return said.en, said.zh


def _said(en: str | None, zh: str | None, fallback: str) -> Said:
    return Said(en or zh or fallback, zh or en or fallback)
