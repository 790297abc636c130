"""What the documents say, claim by claim, as the page shows it: the words in their context and what is doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import words
from hinterland.report.labels_reading import CLAIM_KINDS, ISSUE_NAMES, MADE, MODALITIES, REVIEWS
from hinterland.report.text import figure, linked, pair, word
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hinterland.cluster import Cluster
    from hinterland.report.names import Names

Row = dict[str, Any]
MOST = 120
"""Claims of one document shown in the page; more are in the files."""


def claims(cluster: Cluster, names: Names) -> list[dict[str, Any]]:
    """Return an entry for each document with claims, in the order of the documents table."""
    table = cluster["claims"]
    doubts = Doubts.of(cluster)
    made = _made(cluster)
    entries = []
    for document in cluster["documents"].iter_rows(named=True):
        rows = table.filter(pl.col("document") == document["document"])
        if rows.height:
            entries.append(_document(document, rows, doubts, made, names))
    return entries


class Doubts:
    """Issues of a case, looked up by the claim they are about."""

    def __init__(
        self, by_claim: Mapping[str, list[dict[str, Any]]], by_document: Mapping[str, list[Row]]
    ) -> None:
        self._by_claim = by_claim
        self._by_document = by_document

    @classmethod
    def of(cls, cluster: Cluster) -> Doubts:
        """Collect the issues of a case; an edited claim keeps those of the claim it supersedes."""
        by_claim: dict[str, list[dict[str, Any]]] = {}
        by_document: dict[str, list[Row]] = {}
        for row in cluster["issues"].iter_rows(named=True):
            by_document.setdefault(row["document"], []).append(row)
            for claim in filter(None, (c.strip() for c in (row["claims"] or "").split(";"))):
                by_claim.setdefault(claim, []).append(_issue(row))
        for claim, old in cluster["claims"].select("claim", "supersedes").drop_nulls().iter_rows():
            by_claim.setdefault(claim, []).extend(by_claim.get(old, []))
        return cls(by_claim, by_document)

    def about(self, claim: str | None) -> list[dict[str, Any]]:
        """Return the issues about a claim."""
        return self._by_claim.get(claim or "", [])

    def elsewhere(self, document: str) -> list[dict[str, Any]]:
        """Return the issues of a document that name no claim."""
        return [_issue(r) for r in self._by_document.get(document, []) if not r["claims"]]


def _issue(row: Row) -> dict[str, Any]:
    return {
        "name": word(row["code"], ISSUE_NAMES),
        "exact": row["exact"] or "",
        "said": pair(row["explanation_en"] or row["code"], row["explanation_zh"]),
        "open": row["state"] != "settled",
        "by": row["settled_by"] or "",
    }


def _made(cluster: Cluster) -> dict[str, list[tuple[str, str]]]:
    """Return what stands on each claim: table and id."""
    found: dict[str, list[tuple[str, str]]] = {}
    for table, key in MADE:
        for id_, claim in cluster[table].select(key, "claim").drop_nulls().iter_rows():
            found.setdefault(claim, []).append((table, id_))
    return found


def _document(
    document: Row, rows: pl.DataFrame, doubts: Doubts, made: Mapping[str, list[tuple[str, str]]], names: Names
) -> dict[str, Any]:
    shown = rows.sort("start", nulls_last=True).filter(pl.col("review") != "edited")
    reviews = dict(rows["review"].value_counts().iter_rows())
    return {
        "id": document["document"],
        "title": document["title"] or document["document"],
        "source": linked(names.source(document["document"])),
        "published": document["published"],
        "counts": [{"word": word(r, REVIEWS), "count": reviews[r]} for r in REVIEWS if r in reviews],
        "claims": [
            _claim(r, doubts, made.get(r["claim"], []), names) for r in shown.head(MOST).iter_rows(named=True)
        ],
        "more": max(0, shown.height - MOST),
        "doubts": doubts.elsewhere(document["document"]),
    }


def _claim(row: Row, doubts: Doubts, made: Iterable[tuple[str, str]], names: Names) -> dict[str, Any]:
    return {
        "id": row["claim"],
        "kind": word(row["kind"], CLAIM_KINDS),
        "how": word(row["modality"], MODALITIES) if row["modality"] else None,
        "review": row["review"],
        "review_word": word(row["review"], REVIEWS),
        "by": row["reviewed_by"] if row["review"] != "draft" else "",
        "on": row["reviewed_on"] if row["review"] != "draft" else "",
        "parties": names.parties(row["parties"]),
        "measure": row["measure"] or "",
        "value": _value(row),
        "deadline": _when(row),
        "place": row["place_words"] or "",
        "resolved": row["resolved"] or "",
        "before": row["prefix"] or "",
        "exact": row["exact"] or "",
        "after": row["suffix"] or "",
        "alignment": row["alignment"] if row["alignment"] != "exact" else None,
        "supersedes": row["supersedes"],
        "issues": doubts.about(row["claim"]),
        "made": [{"table": t, "word": word(t, dict.fromkeys([t], _MADE_WORDS[t])), "id": i} for t, i in made],
    }


_MADE_WORDS = {
    "targets": ("promise", "承诺"),
    "agreements": ("agreement", "协议"),
    "workstreams": ("strand of work", "工作项"),
    "observations": ("figure", "观测值"),
}


def _value(row: Row) -> Said | None:
    """Return the value with its comparator, in the unit of the table or the words of the document."""
    if row["value"] is None:
        return None
    unit = row["unit"] or ("1" if row["unit_words"] else None)
    low, high = figure(row["value"], unit), figure(row["value_high"], unit)
    counted = f" {row['unit_words']}" if row["unit_words"] and not row["unit"] else ""
    if row["value_high"] is not None:
        return Said(f"{low.en} – {high.en}{counted}", f"{low.zh} – {high.zh}{counted}")
    sign = words.COMPARATORS.get(row["comparator"] or "", ("",))[0]
    return Said(f"{sign} {low.en}{counted}".strip(), f"{sign} {low.zh}{counted}".strip())


def _when(row: Row) -> str:
    if row["period_start"] and row["period_start"] != row["deadline"]:
        return f"{row['period_start']} – {row['deadline'] or ''}"
    return row["deadline"] or ""
