"""What was read enters a case: as a document, draft claims with their evidence, and open issues.

A document that stands in the case already is read again: quotations are found again in the new text (exactly, else
nearly, else the claim is orphaned), what a person decided stays, and only what is new becomes a draft.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.frames import of_rows
from hinterland.ids import free_id
from hinterland.reading.languages import language
from hinterland.reading.model import Evidence
from hinterland.reading.review.anchor import anchor
from hinterland.reading.review.rows import (
    claim_row,
    evidence_rows,
    folded,
    issue_row,
    place_index,
    readable_id,
)

if TYPE_CHECKING:
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.reading.model import Claim, Issue
    from hinterland.reading.read import Reading
    from hinterland.reading.sources.source import Source

Row = dict[str, Any]
VERSION = 0.25
"""Least share of a document's quotations that its newer version still has."""
LOOKED_AT = 20
"""Quotations that are looked for to tell so."""
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
        Id of the document; by default that of an older version (`known_document`), else a new one.
    today
        Day on which the document was retrieved.
    """
    id_ = (
        document
        or known_document(cluster, source)
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


def known_document(cluster: Cluster, source: Source) -> str:
    """Return the document of the case that this file is, "" if none: by its text, else by its name and its words.

    Files of different folders may have one name: what shares hardly a quotation is another document.
    """
    rows = cluster["documents"].select("document", "sha256", "note").rows()
    same = [id_ for id_, sha, _ in rows if sha == source.sha256]
    named = [id_ for id_, _, note in rows if note == f"read from {source.name}"]
    return next((str(id_) for id_ in [*same, *(n for n in named if _kept(cluster, n, source.text))]), "")


def _kept(cluster: Cluster, document: str, text: str) -> bool:
    """Whether enough quotations of a document are found again in `text` to call it a version of the document."""
    rows = cluster["claims"].filter(pl.col("document") == document).head(LOOKED_AT).to_dicts()
    found = sum(_again(row, text)["alignment"] != "orphaned" for row in rows)
    return bool(found >= VERSION * len(rows))


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
        tables[table] = of_rows(table, rows)
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
    old = _Old(cluster["claims"].filter(pl.col("document") == id_).to_dicts())
    fresh: list[Row] = []
    evidence: list[Row] = []
    ids: list[str] = []
    for claim in reading.claims:
        match = old.match(claim)
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
    tables["documents"] = of_rows(
        "documents", [*documents, {**before, **{k: v for k, v in document.items() if v}}]
    )
    for name, rows in (("claims", fresh), ("evidence", evidence), ("issues", issues)):
        tables[name] = pl.concat([tables[name], of_rows(name, rows)])
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


class _Old:
    """The claims of a document in the case, by kind, value and where they stand."""

    def __init__(self, rows: list[Row]) -> None:
        self._rows: dict[tuple[str, float | None], list[Row]] = {}
        self._longest = 0
        for row in sorted((r for r in rows if r["start"] is not None), key=lambda r: int(r["start"])):
            if row["review"] != "edited" and row["alignment"] != "orphaned":
                self._rows.setdefault((row["kind"], row["value"]), []).append(row)
                self._longest = max(self._longest, row["end"] - row["start"])

    def match(self, claim: Claim) -> str | None:
        """Return the id of the claim of the same kind and value from words that overlap, None if there is none."""
        rows = self._rows.get((claim.kind, claim.value), [])
        at = bisect_left(rows, claim.start - self._longest, key=lambda r: int(r["start"]))
        while at < len(rows) and rows[at]["start"] < claim.end:
            if _overlap(claim, rows[at]):
                return str(rows[at]["claim"])
            at += 1
        return None


def _overlap(claim: Claim, row: Row) -> bool:
    common = min(row["end"], claim.end) - max(row["start"], claim.start)
    shorter = min(row["end"] - row["start"], claim.end - claim.start)
    return bool(common >= SAME * shorter)


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
