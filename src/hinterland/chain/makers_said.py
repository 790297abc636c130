"""Why a firm is on the list of candidates, in a sentence of both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from hinterland import words
from hinterland.chain.words import percent
from hinterland.ground.naming import names_of
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hinterland.chain.closeness import Close
    from hinterland.chain.makers import Lead
    from hinterland.cluster import Cluster


@dataclass(frozen=True, slots=True)
class Words:
    """Names that the sentences need, and units of products; `reach` in hours, None for the boundary."""

    firms: Mapping[str, Said]
    places: Mapping[str, Said]
    products: Mapping[str, Said]
    units: Mapping[str, str]
    reach: float | None

    @classmethod
    def of(cls, cluster: Cluster, chosen: Mapping[str, Sequence[Lead]], reach: float | None) -> Words:
        """Return the words for the leads chosen for each product."""
        leads = [lead for some in chosen.values() for lead in some]
        close = [lead.close for lead in leads if lead.close]
        customers = [lead.delivery[0] for lead in leads if lead.delivery]
        products = {*chosen, *(c.product for c in close), *(c.shared for c in close)}
        rows = cluster["products"].filter(pl.col("product").is_in(sorted(products)))
        return cls(
            firms=names_of(cluster, "firms", [*(lead.firm for lead in leads), *customers]),
            places=names_of(cluster, "places", [lead.place for lead in leads]),
            products=names_of(cluster, "products", products),
            units=dict(rows.select("product", "unit").iter_rows()),
            reach=reach,
        )


def say(lead: Lead, product: str, said: Words) -> Said:
    """Return why a firm is listed for a product."""
    if lead.close is not None:
        told = _close(lead, lead.close, said)
    elif lead.delivery is not None:
        told = _supplies(*lead.delivery, said)
    else:
        worded = _planned if lead.how == "planned" else _makes
        told = worded(lead, said, said.units.get(product, ""))
    if lead.basis == "synthetic":
        return Said(f"{told.en}; made-up data, not a firm that exists", f"{told.zh}；合成数据，并非真实企业")
    return told


def _where(lead: Lead, said: Words) -> Said:
    """Return the place of a plant and the way from it."""
    place = said.places[lead.place]
    if np.isnan(lead.hours):
        return Said(f"in {place.en}, hours away unknown", f"位于{place.zh}，行程未知")
    hours = (
        Said("less than 0.1", "不足 0.1")
        if lead.hours < 0.05
        else Said(f"{lead.hours:.1f}", f" {lead.hours:.1f}")
    )
    within = Said(", within reach", "，在可达范围内") if lead.near else Said("", "")
    return Said(
        f"in {place.en}, {hours.en} h away{within.en}",
        f"位于{place.zh}，行程{hours.zh} 小时{within.zh}",
    )


def _capacity(lead: Lead, unit: str) -> Said:
    if np.isnan(lead.capacity):
        return Said("capacity unknown", "产能未知")
    en, zh = (words.number(lead.capacity, unit, lang) for lang in ("en", "zh"))
    return Said(f"capacity {en} a year", f"年产能 {zh}")


def _more(lead: Lead) -> Said:
    if lead.plants < 2:
        return Said("", "")
    more = lead.plants - 1
    return Said(f"; {more} more plant{'s' * (more > 1)}", f"；另有 {more} 座工厂")


def _makes(lead: Lead, said: Words, unit: str) -> Said:
    where, more = _where(lead, said), _more(lead)
    capacity = _capacity(lead, unit)
    return Said(
        f"makes it {where.en} ({capacity.en}{more.en})", f"已生产，{where.zh}（{capacity.zh}{more.zh}）"
    )


def _planned(lead: Lead, said: Words, unit: str) -> Said:
    place, more = said.places[lead.place], _more(lead)
    capacity = _capacity(lead, unit)
    if lead.status == "construction":
        year = Said(f"since {lead.year}; ", f"{lead.year} 年开工；") if lead.year else Said("", "")
        return Said(
            f"has a plant under construction in {place.en} ({year.en}{capacity.en}{more.en})",
            f"在{place.zh}有在建工厂（{year.zh}{capacity.zh}{more.zh}）",
        )
    year = Said(f"{lead.year}; ", f"{lead.year} 年；") if lead.year else Said("", "")
    return Said(
        f"announced a plant in {place.en} ({year.en}{capacity.en}{more.en})",
        f"已宣布在{place.zh}建厂（{year.zh}{capacity.zh}{more.zh}）",
    )


def _supplies(customer: str, year: int | None, suggested: bool, said: Words) -> Said:
    firm = said.firms[customer]
    when = Said("", "") if year is None else Said(f" ({year})", f"（{year} 年）")
    link = Said("; link suggested, not confirmed", "；该联系为推测，未经确认") if suggested else Said("", "")
    return Said(
        f"on record as supplier of it to {firm.en}{when.en}; no plant of it listed{link.en}",
        f"有向{firm.zh}供应的记录{when.zh}；未列其工厂{link.zh}",
    )


def _close(lead: Lead, close: Close, said: Words) -> Said:
    made, where, why = said.products[close.product], _where(lead, said), _because(close, said)
    return Said(
        f"makes {made.en} {where.en}; a close product ({why.en})",
        f"生产{made.zh}，{where.zh}；产品相近（{why.zh}）",
    )


def _because(close: Close, said: Words) -> Said:
    if close.because == "inputs":
        share = percent(close.closeness)
        return Said(f"inputs in common by value: {share}", f"投入品按价值重合 {share}")
    shared = said.products[close.shared]
    if close.because == "parent":
        return Said(f"both go into {shared.en}", f"同为{shared.zh}的零部件")
    return Said(f"same group: {shared.en.replace('_', ' ')}", f"同类：{shared.zh.replace('_', ' ')}")
