"""What is wrong with the tables of a raw network: told all at once, each with its place, in both languages."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hinterland.errors import CaseError
from hinterland.faults import clip
from hinterland.nearest import nearest
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LISTED = 20
"""Places of one kind of fault that are told one by one; further ones are counted."""
HIDDEN = {"Cc", "Cf", "Zl", "Zp", "Cs"}
"""Unicode categories of characters that are not shown: controls, formats, breaks of lines and halves of pairs."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One fault: where it is, what it is, how to mend it."""

    file: str
    row: int | None
    column: str | None
    value: str | None
    what: Said
    mend: Said

    def line(self, lang: str = "en") -> str:
        """Say everything in one line."""
        where = self.file
        if self.row is not None:
            where += f" 第 {self.row} 行" if lang == "zh" else f" row {self.row}"
        if self.column:
            where += f" {self.column} 列" if lang == "zh" else f", {self.column}"
        if lang == "zh":
            shown = "" if self.value is None else f"“{clip(self.value)}”："
            return visible(f"{where}：{shown}{self.what.zh}。{self.mend.zh}")
        shown = "" if self.value is None else f" {clip(self.value)!r}:"
        return visible(f"{where}:{shown} {self.what.en}. {self.mend.en}")


class FaultyNetwork(CaseError):
    """The tables of a raw network hold faults; `troubles` lists them."""

    def __init__(self, troubles: Sequence[Trouble], *, more: int = 0) -> None:
        self.troubles = tuple(troubles)
        self.count = len(self.troubles) + more
        super().__init__(self.in_("en"))

    def in_(self, lang: str) -> str:
        """Return the message in `lang` (`en` or `zh`)."""
        count = f"{self.count:,}"
        if lang == "zh":
            head = f"网络数据有 {count} 处错误；未计算："
        else:
            head = f"The network's tables have {count} fault{'s' if self.count != 1 else ''}; nothing was computed."
        return "\n".join([head, *(f"  - {t.line(lang)}" for t in self.troubles)])


@dataclass(slots=True)
class Book:
    """Collects faults, and notes on what was read in another way than it was written."""

    troubles: list[Trouble] = field(default_factory=list)
    notes: list[Said] = field(default_factory=list)
    unlisted: int = 0

    def tell(
        self, file: str, what: Said, mend: Said, *, row: int | None = None, column: str | None = None,
        value: str | None = None,
    ) -> None:  # fmt: skip
        """Add one fault."""
        self.troubles.append(Trouble(file, row, column, value, what, mend))

    def tell_rows(
        self, file: str, column: str | None, found: Iterable[tuple[int, str | None]], said: tuple[Said, Said]
    ) -> None:
        """Add a fault for each (row, value), the first `LISTED` of them one by one, the others counted."""
        rows = list(found)
        for row, value in rows[:LISTED]:
            self.tell(file, *said, row=row, column=column, value=value)
        more = len(rows) - LISTED
        if more > 0:
            self.unlisted += more - 1
            what = Said(
                f"{more:,} further row{'s' if more > 1 else ''}: {said[0].en}",
                f"另有 {more:,} 行：{said[0].zh}",
            )
            self.tell(file, what, said[1], column=column)

    def note(self, en: str, zh: str) -> None:
        """Add a note."""
        self.notes.append(Said(en, zh))

    def close(self) -> None:
        """Raise what was found.

        Raises
        ------
        FaultyNetwork
            If there is a fault.
        """
        if self.troubles:
            raise FaultyNetwork(self.troubles, more=self.unlisted)


def visible(text: str) -> str:
    """Return a text without what moves a terminal's cursor, changes its colours or turns its writing around."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if unicodedata.category(c) not in HIDDEN)


def meant(word: str, known: Sequence[str]) -> Said:
    """Return `Did you mean ...?`, else what there is."""
    close = nearest(word, known)
    if close is not None:
        return Said(f"Did you mean `{close}`?", f"是否应为 `{close}`？")
    few = ", ".join(f"`{clip(k, 30)}`" for k in known[:10]) + (" ..." if len(known) > 10 else "")
    if not few:
        return Said("There are none", "现有：无")
    return Said(f"There are: {few}", f"现有：{few.replace(', ', '、')}")
