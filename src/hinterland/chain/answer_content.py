"""What the study of local content answers, place by place, in words and rule by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.chain.words import percent, stated
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.result import Result

HERE = "here"
"""Id of the question how much is really made in the place itself."""
SOURCINGS: Mapping[str, Said] = {
    "known_links": Said("known links", "已知供应关系"),
    "listed_plants": Said("drawn among listed plants", "按所列工厂抽取"),
    "most_local": Said("as local as can be", "尽可能本地"),
}
"""How suppliers are found: by facts, by a model, by the upper end of what is possible."""
BY: Mapping[str, Said] = {
    "known_links": Said("by known links", "按已知供应关系"),
    "listed_plants": Said("with suppliers drawn among the listed plants", "按所列工厂抽取"),
    "most_local": Said("with all bought as locally as can be", "尽可能本地"),
}
"""Ways to find suppliers, inside a sentence."""
TOLD = 0.005
"""Share of unknown origin from which a sentence tells of it."""
TRACINGS: Mapping[str, Said] = {
    "none": Said("a component counts where its maker is", "零部件按其生产地计"),
    "rollup": Said("a component that qualifies counts whole", "达标零部件全额计入"),
    "full": Said("traced through every tier", "逐级追溯"),
}
QUALIFIES: Mapping[str, Said] = {
    "yes": Said("met", "达到"),
    "no": Said("not met", "未达到"),
    "cannot be told": Said("cannot be told", "无法判断"),
}
"""Whether a rule's threshold is reached."""


def keys_of(result: Result) -> list[tuple[str, str, Said]]:
    """Return place, final product and the place's name of each answer, in their order."""
    columns = ("place", "root", "place_en", "place_zh")
    rows = result["content"].select(columns).unique(["place", "root"], maintain_order=True).iter_rows()
    return [(place, root, Said(en or place, zh or en or place)) for place, root, en, zh in rows]


def by_rule(result: Result, place: str, root: str) -> list[dict[str, Any]]:
    """Return an entry a rule with a cell a sourcing; verdict and reason are those of the known links."""
    table = result["content"].filter((pl.col("place") == place) & (pl.col("root") == root))
    entries = []
    for part in table.partition_by("rule", maintain_order=True):
        rows = {r["sourcing"]: r for r in part.iter_rows(named=True)}
        first = rows.get("known_links") or part.row(0, named=True)
        entries.append(
            {
                "rule": first["rule"],
                "name": Said(first["name_en"] or first["rule"], first["name_zh"] or first["name_en"] or ""),
                "territory": Said(first["territory_en"] or "", first["territory_zh"] or ""),
                "method": first["method"],
                "tracing": first["tracing"],
                "asked": "" if first["threshold"] is None else f"≥ {stated(first['threshold'])}",
                "qualifies": first["qualifies"] or "",
                "verdict": QUALIFIES.get(first["qualifies"] or ""),
                "reason": Said(first["reason_en"] or "", first["reason_zh"] or ""),
                "unknown": Said(first["unknown_en"] or "", first["unknown_zh"] or ""),
                "cells": {s: _cell(rows[s]) for s in SOURCINGS if s in rows},
            }
        )
    return entries


def _cell(row: Mapping[str, Any]) -> dict[str, Any]:
    text = percent(row["low"], row["high"])
    wide = "" if row["range_low"] is None else percent(row["range_low"], row["range_high"])
    drawn = row["chance"] is not None and row["sourcing"] == "listed_plants"
    chance = percent(row["chance"], row["chance_high"]) if drawn else None
    return {
        "text": text,
        "wide": "" if wide == text else wide,
        "low": row["low"],
        "qualifies": row["qualifies"] or "",
        "verdict": QUALIFIES.get(row["qualifies"] or ""),
        "chance": chance,
        "basis": row["basis"] or "unstated",
    }


def whole_origins(result: Result, place: str, root: str) -> list[dict[str, Any]]:
    """Return where the material value of the whole product is added: here, elsewhere by value, unknown last."""
    of = (pl.col("place") == place) & (pl.col("root") == root) & (pl.col("product").fill_null("") == "")
    rows = result["origins"].filter(of).rows(named=True)
    ends = {HERE: 0, "unknown": 2}
    return sorted(rows, key=lambda r: (ends.get(r["origin"], 1), -r["value"], r["origin"]))


def local_headline(result: Result, place: str, root: str, names: tuple[Said, Said]) -> list[Said]:
    """Return the answer for a place and product in a few sentences; `names` are theirs."""
    blocks = by_rule(result, place, root)
    at, of = names
    here = next((b for b in blocks if b["rule"] == HERE), None)
    told = []
    if here is not None:
        cells = here["cells"]
        if all(c["low"] is None for c in cells.values()):
            return [Said(_upper(here["reason"].en) + ".", here["reason"].zh + "。")]
        told.append(_here({s: c["text"] for s, c in cells.items()}, at, of))
    told += [*_unknown(result, place, root), *_judged(blocks)]
    return told


def _here(texts: Mapping[str, str], at: Said, of: Said) -> Said:
    known, drawn, most = (texts.get(s, "–") for s in SOURCINGS)
    return Said(
        f"Of the price of {of.en} assembled in {at.en}, {known} is really added there, traced through every tier, by "
        f"what is known of who supplies whom; with suppliers drawn among the listed plants it is {drawn}, and with "
        f"everything bought there that some plant there makes {most}.",
        f"{at.zh}组装的{of.zh}价格中，按已知供应关系逐级追溯，真正在当地增加的占 {known}；"
        f"按所列工厂抽取供应商为 {drawn}；凡当地能生产者一律本地采购则为 {most}。",
    )


def _unknown(result: Result, place: str, root: str) -> list[Said]:
    """Say why each interval is wide: what is unknown with known links differs from what is with listed plants."""
    of = (pl.col("place") == place) & (pl.col("root") == root) & (pl.col("rule") == HERE)
    rows = {r["sourcing"]: r for r in result["content"].filter(of).iter_rows(named=True)}
    because: dict[Said, list[Said]] = {}
    for sourcing, called in BY.items():
        row = rows.get(sourcing)
        if row is not None and (row["unknown"] or 0.0) >= TOLD:
            because.setdefault(Said(row["unknown_en"], row["unknown_zh"]), []).append(called)
    return [
        Said(
            f"The interval{'s' * (len(names) > 1)} {' and '.join(n.en for n in names)} "
            f"{'are' if len(names) > 1 else 'is'} wide because {said.en}.",
            f"{'、'.join(n.zh for n in names)}的区间宽，是因为{said.zh}。",
        )
        for said, names in because.items()
    ]


def _judged(blocks: list[dict[str, Any]]) -> list[Said]:
    """Say how many rules with a threshold are met by what is known."""
    barred = [b for b in blocks if b["asked"]]
    if not barred:
        return []
    counts = {q: [b["name"] for b in barred if b["qualifies"] == q] for q in QUALIFIES}
    en = ". ".join(
        f"{_upper(QUALIFIES[q].en)}: {'; '.join(n.en for n in names)}" for q, names in counts.items() if names
    )
    zh = "。".join(
        f"{QUALIFIES[q].zh}：{'；'.join(n.zh for n in names)}" for q, names in counts.items() if names
    )
    return [Said(f"Rules with a threshold, by known links. {en}.", f"有门槛的规则（按已知供应关系）：{zh}。")]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
