"""What the documents say, claim by claim, as the page shows it: the words in their context and what is doubtful."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.ids import listed
from hinterland.reading.basis import basis_words
from hinterland.reading.shown import value
from hinterland.reading.terms import ISSUES, KINDS, MODALITIES, REVIEWS
from hinterland.report.labels_reading import MADE
from hinterland.report.text import linked, pair, word
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
            for claim in listed(row["claims"]):
                by_claim.setdefault(claim, []).append(_issue(row))
        for claim, old in cluster["claims"].select("claim", "supersedes").drop_nulls().iter_rows():
            by_claim.setdefault(claim, []).extend(by_claim.get(old, []))
        return cls(by_claim, by_document)

    def about(self, claim: str | None) -> list[dict[str, Any]]:
        """Return the issues about a claim."""
        return self._by_claim.get(claim or "", [])

    def open(self, document: str) -> int:
        """Return how many issues of a document nobody has settled."""
        return sum(r["state"] != "settled" for r in self._by_document.get(document, []))

    def elsewhere(self, document: str) -> list[dict[str, Any]]:
        """Return the issues of a document that name no claim."""
        return [_issue(r) for r in self._by_document.get(document, []) if not r["claims"]]


_WIDE = re.compile("[\u2014\u2018-\u201f\u2026\u3000-\u9fff\uff00-\uffef]")
_CLOSING, _OPENING = set(".,;:!?)]}%'\""), set("([{")


def around(row: Row) -> dict[str, str]:
    """Return the words of a claim and those before and after them.

    Cells of tables have no blanks at their ends: those that stood around the words are put back.
    """
    before, exact, after = (row[c] or "" for c in ("prefix", "exact", "suffix"))
    return {
        "before": before + _blank(before, exact),
        "exact": exact,
        "after": _blank(exact, after) + after,
    }


def _blank(left: str, right: str) -> str:
    """Return the blank that stands between two stretches of a text, "" where none would."""
    if not left or not right or _WIDE.match(left[-1]) or _WIDE.match(right[0]):
        return ""
    return "" if right[0] in _CLOSING or left[-1] in _OPENING else " "


def _issue(row: Row) -> dict[str, Any]:
    return {
        "name": word(row["code"], ISSUES),
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
    title, source = document["title"] or document["document"], names.source(document["document"])
    reviews = dict(rows["review"].value_counts().iter_rows())
    return {
        "id": document["document"],
        "title": title,
        "source": "" if source == title else linked(source),
        "open": doubts.open(document["document"]),
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
        "kind": word(row["kind"], KINDS),
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
        "resolved": Said(*basis_words(row["resolved"])),
        **around(row),
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
    """Return the value with its comparator and unit, in the words of the document where the tables know no unit."""
    if row["value"] is None:
        return None
    amounts = row["value"], row["value_high"], row["comparator"], row["unit"] or row["unit_words"]
    return Said(*(value(*amounts, per=row["per"] or "", lang=lang) for lang in ("en", "zh")))


def _when(row: Row) -> str:
    if row["period_start"] and row["period_start"] != row["deadline"]:
        return f"{row['period_start']} – {row['deadline'] or ''}"
    return row["deadline"] or ""
