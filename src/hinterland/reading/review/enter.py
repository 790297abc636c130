"""What was read enters a case: as a document, draft claims with their evidence, and open issues.

A document that stands in the case already is read again: quotations are found again in the new text (exactly, else
nearly, else the claim is orphaned), what a person decided stays, and only what is new becomes a draft.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.frames import conform
from hinterland.reading.model import Evidence
from hinterland.reading.review.anchor import anchor
from hinterland.reading.review.rows import (
    claim_row,
    evidence_rows,
    folded,
    free_id,
    issue_row,
    place_index,
    readable_id,
)
from hinterland.reading.text import language

if TYPE_CHECKING:
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.reading.model import Claim, Issue
    from hinterland.reading.read import Reading
    from hinterland.reading.sources.source import Source

Row = dict[str, Any]
SAME = 0.5
"""Share of the shorter span that two claims of one kind and value must have in common to be the same claim."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A case with a document read into it.

    Attributes
    ----------
    cluster
        The case, fit for `hinterland.case.save`; its document's text belongs at `path`.
    document, path
        Id of the document, and where its text belongs, below the folder of the case.
    new, same
        Ids of claims that are new drafts, and of those that stood in the case and were found again.
    fuzzy, orphaned
        Ids of claims whose words were found again only nearly, or not at all.
    """

    cluster: Cluster
    document: str
    path: str
    new: tuple[str, ...]
    same: tuple[str, ...]
    fuzzy: tuple[str, ...]
    orphaned: tuple[str, ...]


def enter(
    cluster: Cluster, source: Source, reading: Reading, *, document: str = "", today: date | None = None
) -> Entered:
    """Return `cluster` with a document and what was read from it.

    Parameters
    ----------
    document
        Id of the document; by default the one with this text or made from this file, else a new one.
    today
        Day on which the document was retrieved.
    """
    id_ = (
        document
        or _known(cluster, source)
        or free_id(
            readable_id(source.name.rsplit(".", 1)[0], source.title), set(cluster["documents"]["document"])
        )
    )
    path = f"documents/{id_}-{source.sha256[:8]}.txt"
    published = reading.published.isoformat() if reading.published else source.published or None
    common = {
        "source": ", ".join(x for x in (source.publisher, source.title or source.name, published) if x),
        "basis": "reported",
        "published": published,
        "published_basis": "stated" if published else None,
    }
    row = {
        "document": id_,
        "title": source.title or source.name,
        "publisher": source.publisher or None,
        "address": source.address or None,
        "retrieved": today.isoformat() if today else None,
        "lang": language(source.text[:20_000]),
        "sha256": source.sha256,
        "path": path,
        "note": f"read from {source.name}",
        **common,
    }
    cluster, moved = _anchored(cluster, id_, source.text)
    return _added(cluster, row, reading, common, moved)


def _known(cluster: Cluster, source: Source) -> str:
    """Return the document of the case that this file is, by its text or by the file it was read from."""
    for id_, sha, note in cluster["documents"].select("document", "sha256", "note").iter_rows():
        if sha == source.sha256 or note == f"read from {source.name}":
            return str(id_)
    return ""


def _anchored(cluster: Cluster, document: str, text: str) -> tuple[Cluster, dict[str, list[str]]]:
    """Return the case with every quotation of the document found again in `text`, and what became of its claims."""
    claims = cluster["claims"].filter(pl.col("document") == document)["claim"].to_list()
    moved: dict[str, list[str]] = {"exact": [], "fuzzy": [], "orphaned": []}
    if not claims and not cluster["issues"].filter(pl.col("document") == document).height:
        return cluster, moved
    tables = dict(cluster.tables)
    for table, mine in (
        ("claims", pl.col("claim").is_in(claims)),
        ("evidence", pl.col("claim").is_in(claims)),
        ("issues", pl.col("document") == document),
    ):
        rows = tables[table].with_columns(mine.fill_null(value=False).alias("__mine")).to_dicts()
        for row in rows:
            if row.pop("__mine"):
                row.update(_again(row, text))
                if table == "claims":
                    moved[row["alignment"]].append(row["claim"])
        tables[table] = _frame(table, rows)
    return replace(cluster, tables=MappingProxyType(tables)), moved


def _again(row: Row, text: str) -> Row:
    found = anchor(text, row["exact"] or "", row["prefix"] or "", row["suffix"] or "", row["start"] or 0)
    if found.alignment == "orphaned":
        return {"alignment": "orphaned"}  # the old words and places stay, to be looked at
    return {
        "start": found.start,
        "end": found.end,
        "alignment": found.alignment,
        "exact": text[found.start : found.end],
        "prefix": text[max(0, found.start - 32) : found.start] or None,
        "suffix": text[found.end : found.end + 32] or None,
    }


def _added(
    cluster: Cluster, document: Row, reading: Reading, common: Row, moved: dict[str, list[str]]
) -> Entered:
    id_ = document["document"]
    index, taken = place_index(cluster), set(cluster["claims"]["claim"])
    old = [
        r
        for r in cluster["claims"].filter(pl.col("document") == id_).iter_rows(named=True)
        if r["review"] != "edited"
    ]
    fresh: list[Row] = []
    evidence: list[Row] = []
    ids: list[str] = []
    for claim in reading.claims:
        match = next((r["claim"] for r in old if _same(claim, r)), None)
        if match is None:
            match = free_id(f"{id_}_c{len(ids) + 1:02d}", taken)
            taken.add(match)
            known = dict.fromkeys(index[k] for w in claim.place if (k := folded(w)) in index)
            fresh.append(claim_row(claim, match, id_, common, ";".join(known) or None))
            evidence += evidence_rows(claim, match, common)
        ids.append(match)
    issues = _issues(cluster, id_, reading, ids, common)
    tables = dict(cluster.tables)
    documents = [r for r in tables["documents"].to_dicts() if r["document"] != id_]
    before = next((r for r in tables["documents"].to_dicts() if r["document"] == id_), {})
    tables["documents"] = _frame(
        "documents", [*documents, {**before, **{k: v for k, v in document.items() if v}}]
    )
    for name, rows in (("claims", fresh), ("evidence", evidence), ("issues", issues)):
        tables[name] = pl.concat([tables[name], _frame(name, rows)])
    new = {r["claim"] for r in fresh}
    return Entered(
        cluster=replace(cluster, tables=MappingProxyType(tables)),
        document=id_,
        path=document["path"],
        new=tuple(r["claim"] for r in fresh),
        same=tuple(i for i in dict.fromkeys(ids) if i not in new),
        fuzzy=tuple(moved["fuzzy"]),
        orphaned=tuple(moved["orphaned"]),
    )


def _same(claim: Claim, row: Row) -> bool:
    """Whether a claim was read before: the same kind and value, from words that overlap."""
    if row["alignment"] == "orphaned" or row["start"] is None or row["kind"] != claim.kind:
        return False
    common = min(row["end"], claim.end) - max(row["start"], claim.start)
    shorter = min(row["end"] - row["start"], claim.end - claim.start)
    if row["review"] == "rejected" or row["value"] == claim.value:
        return bool(common >= SAME * shorter) and row["value"] == claim.value
    return False


def _issues(cluster: Cluster, document: str, reading: Reading, ids: list[str], common: Row) -> list[Row]:
    """Return the issues that the case does not have yet."""
    old = cluster["issues"].filter(pl.col("document") == document)
    known = {(r["code"], r["start"], r["end"]) for r in old.iter_rows(named=True)}
    taken = set(cluster["issues"]["issue"])
    rows: list[Row] = []
    for issue in reading.issues:
        if (issue.code, issue.start, issue.end) in known:
            continue
        id_ = free_id(f"{document}_i{len(rows) + 1:02d}", taken)
        taken.add(id_)
        about = [ids[n] for n in issue.claims if n < len(ids)]
        rows.append(
            {"document": document, **issue_row(issue, id_, about, _quoted(reading.text, issue), common)}
        )
    return rows


def _quoted(text: str, issue: Issue) -> Evidence:
    a, b = issue.start, issue.end
    return Evidence(text[a:b], text[max(0, a - 32) : a], text[b : b + 32], a, b)


def _frame(table: str, rows: list[Row]) -> pl.DataFrame:
    empty = conform(table, pl.DataFrame())
    if not rows:
        return empty
    return conform(table, pl.DataFrame(rows, schema_overrides=dict(empty.schema), infer_schema_length=None))
