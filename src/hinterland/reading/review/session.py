"""A person goes through the drafts of a case; every decision is on disk before the next one is asked for.

The terminal and the studio call the same methods. A decision is a whole new version of the case's tables that
takes the place of the old one in one step (`hinterland.store.swap`), so a review may be ended at any moment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.case import load, save
from hinterland.cells import read_table
from hinterland.check import check
from hinterland.errors import CaseError, NewerCase
from hinterland.ids import listed
from hinterland.reading.review import decide
from hinterland.schema import TABLES
from hinterland.sheets import RawTable, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from hinterland.cluster import Cluster
    from hinterland.reading.review.decide import Decided

Row = dict[str, Any]
TRIES = 3
"""How often a decision is made again on a case that somebody else saved in the meantime."""
CONTEXT = 240
"""Code points of the document shown on either side of a quotation."""


@dataclass(frozen=True, slots=True)
class Item:
    """A draft with what a person needs to decide on it.

    Attributes
    ----------
    claim
        Row of the claim.
    evidence
        Rows of its evidence, a field each.
    issues
        Rows of what is doubtful about its words.
    before, after
        Words of the document around the quotation.
    """

    claim: Row
    evidence: tuple[Row, ...]
    issues: tuple[Row, ...]
    before: str
    after: str


@dataclass(slots=True)
class Session:
    """A review of the drafts of the case at `path` by `who`, on the day `today`."""

    path: Path
    who: str
    today: date
    cluster: Cluster
    decided: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, path: Path, *, who: str, today: date) -> Session:
        """Open the case at `path`.

        Raises
        ------
        CaseError
            If it cannot be read, or has errors.
        """
        return cls(path, who, today, load(path))

    def items(self, document: str = "") -> list[Item]:
        """Return the drafts that wait for a decision, in the order of their documents."""
        texts: dict[str, str] = {}
        found = []
        for row in decide.pending(self.cluster, document):
            if row["document"] not in texts:
                texts[row["document"]] = self._text(row["document"])
            found.append(self._item(row, texts[row["document"]]))
        return found

    def preview(self, claim: str, changes: Mapping[str, Any] | None = None) -> Decided:
        """Return what a decision to accept (with `changes`: to edit) would make; nothing is saved.

        Raises
        ------
        CaseError
            If the decision cannot be taken, or the case would have errors.
        """
        if changes:
            outcome = decide.edit(self.cluster, claim, changes, who=self.who, when=self.today)
        else:
            outcome = decide.accept(self.cluster, claim, who=self.who, when=self.today)
        _sound(self.cluster, outcome)
        return outcome

    def accept(self, claim: str) -> Decided:
        """Confirm a draft and save the case."""
        return self._save(lambda c: decide.accept(c, claim, who=self.who, when=self.today))

    def edit(self, claim: str, changes: Mapping[str, Any]) -> Decided:
        """Supersede a draft by a confirmed claim with `changes`, and save the case."""
        return self._save(lambda c: decide.edit(c, claim, changes, who=self.who, when=self.today))

    def reject(self, claim: str) -> Decided:
        """Reject a draft and save the case."""
        return self._save(lambda c: decide.reject(c, claim, who=self.who, when=self.today))

    def take_back(self, claim: str) -> Decided:
        """Take a decision back and save the case."""
        return self._save(lambda c: decide.take_back(c, claim), keep=False)

    def undo(self) -> Decided | None:
        """Take back the last decision of this review, None where there is none."""
        if not self.decided:
            return None
        outcome = self.take_back(self.decided[-1])
        self.decided.pop()
        return outcome

    def accept_all(self, document: str = "", claims: Iterable[str] | None = None) -> list[Decided]:
        """Confirm every draft (of `document`, or those of `claims`) in one step, agreements first.

        Raises
        ------
        CaseError
            If one of them cannot be confirmed, or the case would have errors; then nothing is saved.
        """
        wanted = None if claims is None else list(claims)

        def ids(cluster: Cluster) -> list[str]:
            return [r["claim"] for r in decide.pending(cluster, document)] if wanted is None else wanted

        return self._together(
            lambda c: decide.accept_all(c, ids(c), who=self.who, when=self.today),
        )

    def reject_all(self, claims: Iterable[str]) -> list[Decided]:
        """Reject drafts in one step.

        Raises
        ------
        CaseError
            If one of them cannot be rejected; then nothing is saved.
        """
        wanted = list(claims)

        def all_of(cluster: Cluster) -> list[Decided]:
            outcomes = []
            for claim in wanted:
                outcomes.append(decide.reject(cluster, claim, who=self.who, when=self.today))
                cluster = outcomes[-1].cluster
            return outcomes

        return self._together(all_of)

    def _together(self, make: Callable[[Cluster], list[Decided]]) -> list[Decided]:
        """Make several decisions and save the case once."""
        outcomes: list[Decided] = []

        def last(cluster: Cluster) -> Decided:
            outcomes[:] = make(cluster)
            return outcomes[-1] if outcomes else decide.Decided(cluster, "")

        try:
            self._save(last, keep=False)
        except CaseError:
            for outcome in outcomes:
                _sound(self.cluster, outcome)  # the first one that breaks the case says so by its name
            raise
        self.decided += [o.claim for o in outcomes]
        return outcomes

    def _save(self, make: Callable[[Cluster], Decided], *, keep: bool = True) -> Decided:
        """Make a decision and save it, on the newer case where somebody saved one in the meantime."""
        for attempt in range(TRIES):
            outcome = make(self.cluster)
            _sound(self.cluster, outcome)
            try:
                self.cluster = save(outcome.cluster, self.path)
            except NewerCase:
                if attempt == TRIES - 1:
                    raise
                self.cluster = load(self.path)
                continue
            if keep:
                self.decided.append(outcome.claim)
            return outcome
        raise CaseError(f"{self.path} is being saved by somebody else again and again; try later")

    def _text(self, document: str) -> str:
        row = self.cluster["documents"].filter(pl.col("document") == document).row(0, named=True)
        home = self.path if self.path.is_dir() else self.path.parent
        file = (home / (row["path"] or "")).resolve()
        if not row["path"] or not file.is_relative_to(home.resolve()) or not file.is_file():
            return ""
        return file.read_bytes().decode("utf-8", "replace")

    def _item(self, row: Row, text: str) -> Item:
        start, end = row["start"], row["end"]
        sits = start is not None and end is not None and text[start:end] == row["exact"]
        issues = [
            i
            for i in self.cluster["issues"]
            .filter(pl.col("document") == row["document"])
            .iter_rows(named=True)
            if _about(i, row)
        ]
        return Item(
            claim=row,
            evidence=tuple(self.cluster["evidence"].filter(pl.col("claim") == row["claim"]).to_dicts()),
            issues=tuple(issues),
            before=text[max(0, start - CONTEXT) : start] if sits else row["prefix"] or "",
            after=text[end : end + CONTEXT] if sits else row["suffix"] or "",
        )


def _sound(before: Cluster, outcome: Decided) -> None:
    """Raise where a decision would leave a case that nobody could open any more: it had no errors before."""
    after = outcome.cluster
    own, faults = after.own_units(), []
    for name, frame in after.tables.items():
        if frame.height and not frame.equals(before[name]):
            raw = RawTable(name, f"{name}.csv", tuple(frame.columns), tuple(frame))
            faults += read_table(raw, TABLES[name], own)[1]
    faults += check({n: Sheet(n, f"{n}.csv", f) for n, f in after.tables.items() if f.height})
    wrong = [f for f in faults if f.severity == "error"]
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise CaseError(f"{outcome.claim} would make the case faulty: {wrong[0].line()}{more}")


def _about(issue: Row, claim: Row) -> bool:
    """Whether an issue names the claim, or its words overlap the claim's.

    Words that are gone keep their old place to be looked at: what stands there now is something else.
    """
    if claim["claim"] in listed(issue["claims"]):
        return True
    if "orphaned" in (issue["alignment"], claim["alignment"]):
        return False
    if None in (issue["start"], issue["end"], claim["start"], claim["end"]):
        return False
    return bool(min(issue["end"], claim["end"]) > max(issue["start"], claim["start"]))
