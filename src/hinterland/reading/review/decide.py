"""What a person decides about a draft: accept, edit, reject, take back. Pure: a case in, a case out.

A claim is never overwritten. Accepting marks it and adds the rows it becomes; an edit is a new claim that
supersedes the old one; taking back removes the rows that were made from it and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.errors import CaseError
from hinterland.frames import of_rows
from hinterland.ids import free_id, listed
from hinterland.reading.review.become import become
from hinterland.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.result import Said

Row = dict[str, Any]
MADE_FROM = ("targets", "agreements", "workstreams", "observations", "metrics")
"""Tables whose rows say which claim they were made from."""
EDITABLE = (
    "kind",
    "modality",
    "parties",
    "topics",
    "measure",
    "value",
    "value_high",
    "comparator",
    "unit",
    "unit_words",
    "currency",
    "per",
    "period_start",
    "deadline",
    "place_words",
)
"""Columns of a claim that a person may change; the quoted words are the document's and stay."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A case after a decision.

    Attributes
    ----------
    cluster
        The case, fit for `hinterland.case.save`.
    claim
        Id of the claim decided on; of an edit, the new one.
    made
        Ids of the rows that were made, by table.
    left
        Why the claim became no row, None where it did.
    """

    cluster: Cluster
    claim: str
    made: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left: Said | None = None


def pending(cluster: Cluster, document: str = "") -> list[Row]:
    """Return the drafts that nobody has decided on, document by document: signed agreements, then the others.

    Each in the order of the words. Agreements come first so that the work they are about finds them, though a
    headline may have told of it before.
    """
    rows = cluster["claims"].filter(pl.col("review") == "draft")
    if document:
        rows = rows.filter(pl.col("document") == document)
    order = {d: n for n, d in enumerate(cluster["documents"]["document"].to_list())}
    return sorted(
        rows.to_dicts(),
        key=lambda r: (
            order.get(r["document"], -1),
            not _signed(r),
            r["start"] or 0,
            r["end"] or 0,
            r["claim"],
        ),
    )


def _signed(claim: Row) -> bool:
    """Whether a claim becomes an agreement, which strands of work belong to."""
    return claim["kind"] == "agreement" and claim["modality"] in {"signed", "done"}


def accept(cluster: Cluster, claim: str, *, who: str, when: date) -> Decided:
    """Return the case with a draft confirmed and the rows that it becomes.

    Raises
    ------
    CaseError
        If there is no such claim, or it was decided on already.
    """
    row = _draft(cluster, claim)
    row |= {"review": "confirmed", "reviewed_by": who, "reviewed_on": when.isoformat()}
    marked = _with(cluster, "claims", _replaced(cluster, row))
    return _grown(marked, row)


def edit(cluster: Cluster, claim: str, changes: Mapping[str, Any], *, who: str, when: date) -> Decided:
    """Return the case with a draft superseded by a confirmed claim that differs in `changes`.

    Raises
    ------
    CaseError
        If there is no such draft, or a change names a column that may not be edited.
    """
    wrong = [c for c in changes if c not in EDITABLE]
    if wrong:
        raise CaseError(f"a claim's {', '.join(wrong)} cannot be edited; these can: {', '.join(EDITABLE)}")
    old = _draft(cluster, claim)
    mark = {"reviewed_by": who, "reviewed_on": when.isoformat()}
    id_ = free_id(f"{claim}_edited", set(cluster["claims"]["claim"]))
    new = {**old, **changes, "claim": id_, "supersedes": claim, "review": "confirmed", **mark}
    if "place_words" in changes:
        new["place"] = None
    if "unit" in changes and "unit_words" not in changes:
        new["unit_words"] = None
    if "value" in changes or "unit" in changes:
        new |= {"equivalent_value": None, "equivalent_unit": None}
    rows = [*_replaced(cluster, {**old, "review": "edited", **mark}), new]
    evidence = [
        {**r, "claim": id_}
        for r in cluster["evidence"].filter(pl.col("claim") == claim).iter_rows(named=True)
        if r["field"] not in changes and not (r["field"] == "place" and "place_words" in changes)
    ]
    cluster = _with(cluster, "claims", rows)
    return _grown(_with(cluster, "evidence", [*cluster["evidence"].to_dicts(), *evidence]), new)


def reject(cluster: Cluster, claim: str, *, who: str, when: date) -> Decided:
    """Return the case with a draft rejected; its row stays."""
    row = _draft(cluster, claim)
    row |= {"review": "rejected", "reviewed_by": who, "reviewed_on": when.isoformat()}
    return Decided(_with(cluster, "claims", _replaced(cluster, row)), claim)


def take_back(cluster: Cluster, claim: str) -> Decided:
    """Return the case with a decision undone: the claim is a draft again, and what was made from it is gone.

    Of an edit, the edited claim goes and the draft that it superseded is a draft again.

    Raises
    ------
    CaseError
        If there is no such claim, nothing was decided, or rows of others stand on what was made from it.
    """
    row = _row(cluster, claim)
    if row["review"] == "edited":
        later = cluster["claims"].filter(pl.col("supersedes") == claim)["claim"].to_list()
        return take_back(cluster, later[-1]) if later else Decided(cluster, claim)
    if row["review"] == "draft":
        raise CaseError(f"claim {claim} is a draft: nothing was decided that could be taken back")
    cluster = _without(cluster, claim)
    draft = {"review": "draft", "reviewed_by": None, "reviewed_on": None}
    old = row["supersedes"]
    if row["review"] == "confirmed" and old and _row(cluster, old)["review"] == "edited":
        kept = [r for r in _replaced(cluster, {**_row(cluster, old), **draft}) if r["claim"] != claim]
        cluster = _with(cluster, "claims", kept)
        rest = cluster["evidence"].filter(pl.col("claim") != claim)
        return Decided(_with(cluster, "evidence", rest.to_dicts()), old)
    return Decided(_with(cluster, "claims", _replaced(cluster, {**row, **draft})), claim)


def accept_all(cluster: Cluster, claims: Iterable[str], *, who: str, when: date) -> list[Decided]:
    """Return what became of several drafts, agreements first, so that their strands of work find them."""
    rows = {c: _row(cluster, c) for c in claims}
    signed = [c for c, r in rows.items() if _signed(r)]
    outcomes = []
    for claim in [*signed, *(c for c in rows if c not in signed)]:
        outcomes.append(accept(cluster, claim, who=who, when=when))
        cluster = outcomes[-1].cluster
    return outcomes


def _row(cluster: Cluster, claim: str) -> Row:
    rows = cluster["claims"].filter(pl.col("claim") == claim).to_dicts()
    if not rows:
        raise CaseError(f"there is no claim {claim!r} in the case")
    return rows[0]


def _draft(cluster: Cluster, claim: str) -> Row:
    row = _row(cluster, claim)
    if row["review"] != "draft":
        raise CaseError(f"claim {claim} was {row['review']} by {row['reviewed_by']} on {row['reviewed_on']}")
    return row


def _replaced(cluster: Cluster, row: Row) -> list[Row]:
    return [row if r["claim"] == row["claim"] else r for r in cluster["claims"].iter_rows(named=True)]


def _grown(cluster: Cluster, claim: Row) -> Decided:
    """Return the case with the rows that a confirmed claim becomes."""
    made = become(cluster, claim)
    for name, rows in made.rows.items():
        cluster = _with(cluster, name, [*cluster[name].to_dicts(), *rows])
    ids = {name: tuple(str(r[_key(name)]) for r in rows) for name, rows in made.rows.items()}
    return Decided(cluster, claim["claim"], ids, made.left)


def _key(table: str) -> str:
    return next(c.name for c in TABLES[table].columns if c.key)


def _without(cluster: Cluster, claim: str) -> Cluster:
    """Return the case without the rows made from a claim; a metric that another row uses stays.

    Raises
    ------
    CaseError
        If something that was made has been built on: milestones or fulfilments of a strand of work.
    """
    streams = cluster["workstreams"].filter(pl.col("claim") == claim)["workstream"].to_list()
    signed = cluster["agreements"].filter(pl.col("claim") == claim)["agreement"].to_list()
    upon = [
        *cluster["milestones"].filter(pl.col("workstream").is_in(streams))["milestone"].to_list(),
        *cluster["fulfilments"].filter(pl.col("workstream").is_in(streams))["id"].to_list(),
        *cluster["workstreams"]
        .filter(pl.col("agreement").is_in(signed) & pl.col("claim").ne_missing(claim))["workstream"]
        .to_list(),
    ]
    if upon:
        raise CaseError(
            f"claim {claim} cannot be taken back: {', '.join(upon[:5])} stand on what was made from it"
        )
    for name in MADE_FROM:
        mine = pl.col("claim").eq_missing(claim)
        if name == "metrics":
            mine &= ~pl.col("metric").is_in(list(_used(cluster)))
        cluster = _with(cluster, name, cluster[name].filter(~mine).to_dicts())
    return cluster


def _used(cluster: Cluster) -> set[str]:
    """Return the metrics that rows refer to."""
    lists = (
        cluster["targets"]["metrics"].drop_nulls().to_list()
        + cluster["metrics"]["members"].drop_nulls().to_list()
    )
    found = {m for cell in lists for m in listed(cell)}
    for table, column in (("observations", "metric"), ("metrics", "numerator"), ("metrics", "denominator")):
        found |= set(cluster[table][column].drop_nulls().to_list())
    return found


def _with(cluster: Cluster, table: str, rows: list[Row]) -> Cluster:
    return replace(cluster, tables=MappingProxyType({**cluster.tables, table: of_rows(table, rows)}))
