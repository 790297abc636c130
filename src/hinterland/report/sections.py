"""Agreements, chain, data quality, assumptions and provenance as the page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland import words
from hinterland.cooperation.agreements import AGREEMENT_KINDS, STATUSES
from hinterland.figures import palette
from hinterland.figures.names import table_name
from hinterland.report.labels import LABELS, label
from hinterland.report.text import exact, figure, linked, linked_both, pair, percent, several, word
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from hinterland.report.names import Names
    from hinterland.result import Result

MOST_AGREEMENTS = 200
MOST_NODES = 400
"""Rows shown in the page; more are in the files."""


def chip(status: str) -> dict[str, Any]:
    """Return how a status of work looks: the verdict whose colour it borrows, its sign and word."""
    verdict = palette.STATUSES[status]
    return {"look": verdict, "sign": palette.VERDICTS[verdict].sign, "word": word(status, STATUSES)}


def basis_chip(basis: str | None) -> dict[str, Any]:
    """Return how a basis looks: its colour, sign and word."""
    known = basis or "unstated"
    return {"basis": known, "sign": palette.BASES[known].sign, "word": word(known, words.BASES)}


def agreements(result: Result, names: Names) -> dict[str, Any]:
    """Return the agreements with their workstreams and milestones; the one with most workstreams comes first."""
    streams = result["workstreams"].partition_by("agreement", as_dict=True, maintain_order=True)
    steps = result["milestones"].partition_by("agreement", as_dict=True, maintain_order=True)
    listed = result["agreements"]
    return {
        "more": max(0, listed.height - MOST_AGREEMENTS),
        "counts": [
            chip(s) | {"count": result.summary[s.replace(" ", "_")]}
            for s in STATUSES
            if result.summary[s.replace(" ", "_")]
        ],
        "list": [
            {
                "id": row["agreement"],
                "name": pair(row["name_en"], row["name_zh"]),
                "parties": names.parties(row["parties"]),
                "kind": word(row["kind"], AGREEMENT_KINDS) if row["kind"] else None,
                "signed": row["signed"],
                "places": several(row["places"], names.places),
                "amount": _amount(row),
                "basis": basis_chip(row["basis"]),
                "later": pair(row["later_status_en"] or row["later_status_zh"], row["later_status_zh"]),
                "source": linked(names.source(row["document"] or row["source"])),
                "note": linked_both(pair(row["note"] or row["note_zh"], row["note_zh"])),
                "counts": [
                    chip(s) | {"count": row[s.replace(" ", "_")]}
                    for s in STATUSES
                    if row[s.replace(" ", "_")]
                ],
                "workstreams": [_stream(r, names) for r in _rows(streams, row["agreement"])],
                "milestones": [_step(r, names) for r in _rows(steps, row["agreement"])],
            }
            for row in listed.head(MOST_AGREEMENTS).iter_rows(named=True)
        ],
    }


def _rows(parts: Mapping[tuple[object, ...], pl.DataFrame], key: str) -> list[dict[str, Any]]:
    return parts[(key,)].rows(named=True) if (key,) in parts else []


def _amount(row: Mapping[str, Any]) -> Said | None:
    if row["amount"] is None:
        return None
    said = figure(row["amount_cny"], "CNY")
    if row["currency"] in {None, "CNY"}:
        return said
    own = figure(row["amount"], row["currency"])
    return own if row["amount_cny"] is None else Said(f"{said.en} ({own.en})", f"{said.zh}（{own.zh}）")


def _stream(row: Mapping[str, Any], names: Names) -> dict[str, Any]:
    by = []
    for one in (row["by"] or "").split(";"):
        if one:
            kind_id, _, state = one.rpartition(":")
            name = names.plants.get(kind_id.partition(":")[2], pair(kind_id.partition(":")[2]))
            how = LABELS[f"f_{state}"]
            by.append(Said(f"{name.en} ({how.en})", f"{name.zh}（{how.zh}）"))
    return {
        "name": pair(row["name_en"] or row["name_zh"] or row["workstream"], row["name_zh"] or row["name_en"]),
        "kind": word(row["kind"], words.WORKSTREAMS),
        "owner": names.parties(row["owner"]),
        "due": row["due"],
        "status": chip(row["status"]),
        "by": by,
        "by_basis": basis_chip(row["by_basis"].split(";")[0]) if row["by_basis"] else None,
        "evidence": linked(row["evidence"]),
        "source": linked(names.source(row["source"])),
        "basis": basis_chip(row["basis"]),
    }


def _step(row: Mapping[str, Any], names: Names) -> dict[str, Any]:
    return {
        "name": pair(row["name_en"] or row["name_zh"] or row["milestone"], row["name_zh"] or row["name_en"]),
        "due": row["due"],
        "done": row["done"],
        "status": chip(row["status"]),
        "source": linked(names.source(row["source"])),
    }


def chain(result: Result) -> dict[str, Any]:
    """Return the bill of materials: value by tier and basis, and every node."""
    tree, tiers = result["tree"], result["tiers"]
    names = {r: pair(en, zh) for r, en, zh in tree.select("product", "name_en", "name_zh").iter_rows()}
    roots = tree["root"].unique(maintain_order=True).to_list()
    return {
        "several": len(roots) > 1,
        "tiers": [
            row
            | {"root_name": names[row["root"]], "chip": basis_chip(row["path_basis"])}
            | {"share": percent(row["share"]), "own_share": percent(row["own_share"])}
            for row in tiers.iter_rows(named=True)
        ],
        "more": max(0, tree.height - MOST_NODES),
        "nodes": [
            {
                "name": pair(row["name_en"], row["name_zh"]),
                "tier": row["tier"],
                "of_parent": percent(row["share_of_parent"]),
                "of_root": percent(row["share"], 2),
                "range": _range(row),
                "added": percent(row["own_share"], 2),
                "chip": basis_chip(row["basis"]),
                "path_chip": basis_chip(row["path_basis"]),
                "source": linked(row["source"]),
            }
            for row in tree.head(MOST_NODES).iter_rows(named=True)
        ],
    }


def _range(row: Mapping[str, Any]) -> str:
    if row["low"] is None and row["high"] is None:
        return ""
    return f"{percent(row['low'], 0)} – {percent(row['high'], 0)}"


def quality(result: Result) -> dict[str, Any]:
    """Return rows of each table by basis, and value by basis where there is one."""
    return {
        "bases": [basis_chip(b) for b in palette.BASES],
        "value": [
            {
                "measure": label(f"m_{row['measure']}"),
                "file": f"case_{row['table']}",
                "chip": basis_chip(row["basis"]),
                "amount": _measured(row),
                "share": percent(row["share"]),
                "width": round(100 * (row["share"] or 0), 2),
                "rows": f"{row['rows']:,}",
                "unknown": f"{row['unknown']:,}" if row["unknown"] else None,
                "first": first,
            }
            for first, row in _firsts(result["value"])
        ],
        "rows": [
            {
                "name": Said(table_name(row["table"], "en"), table_name(row["table"], "zh")),
                "file": f"case_{row['table']}",
                "rows": f"{row['rows']:,}",
                "bases": [f"{row[b]:,}" if row[b] else "" for b in palette.BASES],
                "undated": f"{row['undated']:,}" if row["undated"] else "",
                "assumed": f"{row['date_assumed']:,}" if row["date_assumed"] else "",
            }
            for row in result["rows"].iter_rows(named=True)
        ],
    }


def _measured(row: Mapping[str, Any]) -> Said | None:
    """Return money as money and counts as counts; a share of value has no amount of its own."""
    if row["unit"] == "1":
        return None
    return figure(row["amount"], "CNY") if row["unit"] == "CNY" else pair(exact(row["amount"]))


def _firsts(frame: pl.DataFrame) -> list[tuple[bool, dict[str, Any]]]:
    """Return each row with whether it is the first of its measure."""
    seen: set[str] = set()
    rows = []
    for row in frame.iter_rows(named=True):
        rows.append((row["measure"] not in seen, row))
        seen.add(row["measure"])
    return rows


def assumptions(results: Mapping[str, Result], places: Mapping[str, Said]) -> list[dict[str, Any]]:
    """Return what each study assumed; what it says of one place begins with the place's name, not its id."""
    return [
        {"study": label(f"s_{name}"), "said": [_at(said, places) for said in result.assumptions]}
        for name, result in results.items()
        if result.assumptions
    ]


def _at(said: Said, places: Mapping[str, Said]) -> Said:
    place, colon, rest = said.en.partition(": ")
    name = places.get(place)
    if not colon or name is None:
        return said
    return Said(f"{name.en}: {rest}", f"{name.zh}：{said.zh.removeprefix(f'{place}：')}")


def provenance(results: Mapping[str, Result]) -> dict[str, Any]:
    """Return what each study ran with, and the digests of what was read."""
    first = next(iter(results.values())).provenance
    return {
        "studies": [
            {
                "name": label(f"s_{name}"),
                "parameters": ", ".join(
                    f"{k} = {v}" for k, v in r.provenance.parameters.items() if v is not None
                ),
                "seconds": f"{r.provenance.seconds:.3f}",
            }
            for name, r in results.items()
        ],
        "versions": ", ".join(f"{k} {v}" for k, v in first.versions.items()),
        "revision": first.revision,
        "scenario": first.scenario,
        "inputs": sorted(first.inputs.items()),
    }
