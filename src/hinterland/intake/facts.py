"""What readers of pages find: figures with all that stands around them, and an account of every other cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hinterland.intake.labels import Name
from hinterland.intake.taken import Question
from hinterland.result import Said

if TYPE_CHECKING:
    from hinterland.intake.figure import Figure
    from hinterland.intake.grid import Page, Spot
    from hinterland.intake.unit_words import Stated

ROLES = ("figure", "heading", "label", "title", "unit", "note", "unread")
"""What may become of a filled cell."""
OUTSIDE = Said("outside the table that was found on this sheet", "位于所识别表格之外")


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of a page, before its metric and place are known to the case.

    Attributes
    ----------
    indicator
        Name that headings and labels make together; `alone` is its innermost part.
    growth
        `yoy` or `mom` for a rate of growth of the indicator, else empty.
    place
        Names and codes of the place, empty where the page names none; `parent` those of the place around it.
    unit
        Unit as stated, None where none is; `unit_text` is what stood there if it is not known.
    vintage, published, source
        What the row itself says, empty where it does not.
    """

    page: Page
    spot: Spot
    figure: Figure
    indicator: Name
    period: str
    flow: str
    place: tuple[str, ...] = ()
    growth: str = ""
    alone: Name = field(default_factory=Name)
    parent: tuple[str, ...] = ()
    unit: Stated | None = None
    unit_text: str = ""
    note: Said | None = None
    vintage: str = ""
    published: str = ""
    source: str = ""
    adcode: str = ""

    @property
    def address(self) -> str:
        """What a person calls its cell."""
        return self.page.address(self.spot)

    @property
    def text(self) -> str:
        """What stands in its cell."""
        return self.page.cells[self.spot]


@dataclass(slots=True)
class Ledger:
    """The account of an import while it goes on: facts, questions, and what became of every cell."""

    facts: list[Fact] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    unread: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    roles: dict[tuple[int, Spot], str] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)

    def open(self, page: Page) -> None:
        """Begin with a page: say what there is to say about its file, and set broken cells aside."""
        self.pages.append(page)
        for remark in page.remarks:
            decide = Said("look whether it was meant so", "请确认是否符合原意")
            first = min(page.cells, default=(0, 0))
            self.ask("file", page, first, remark, decide, text="")
        for spot, reason in page.broken.items():
            self.leave(page, spot, reason)
            self.ask("broken_cell", page, spot, reason, Said("mend the cell", "请修正该单元格"))

    def close(self, page: Page) -> None:
        """End a page: whatever cell has no role yet was not read."""
        for spot in page.cells:
            if self.role(page, spot) is None:
                self.leave(page, spot, OUTSIDE)

    def mark(self, page: Page, spot: Spot, role: str) -> None:
        """Say what became of the cell that shows in `spot`; the first word counts."""
        anchor = page.anchor(spot)
        if anchor in page.cells:
            self.roles.setdefault((id(page), anchor), role)

    def role(self, page: Page, spot: Spot) -> str | None:
        """Return what became of a cell so far."""
        return self.roles.get((id(page), spot))

    def leave(self, page: Page, spot: Spot, reason: Said) -> None:
        """Say that a cell was not read, and why."""
        key = (id(page), spot)
        if self.roles.get(key) == "unread":
            return
        self.roles[key] = "unread"
        text = page.cells.get(spot, "")
        self.unread.append((page.file, page.address(spot), text, reason.en, reason.zh))

    def ask(
        self, topic: str, page: Page, spot: Spot, done: Said, decide: Said, *, text: str | None = None
    ) -> None:
        """Put a question to the user."""
        shown = page.cells.get(spot, "") if text is None else text
        self.questions.append(Question(topic, page.file, page.address(spot), shown, done, decide))

    def asked(self, topic: str, page: Page) -> bool:
        """Whether a question of this kind was put on this page already."""
        prefix = f"{page.sheet or page.file}!"
        return any(
            q.topic == topic and q.file == page.file and q.cell.startswith(prefix) for q in self.questions
        )

    def counts(self) -> dict[str, int]:
        """Return how many cells took each role."""
        found = dict.fromkeys(ROLES, 0)
        for role in self.roles.values():
            found[role] += 1
        return {"pages": len(self.pages), "cells": len(self.roles), **found}
