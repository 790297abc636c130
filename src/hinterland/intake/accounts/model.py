"""What an input-output table holds once it was read, and what can be wrong with one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hinterland.errors import CaseError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hinterland.result import Said

    Floats = NDArray[np.float64]

LAYOUTS = ("nbs", "icio", "wiod", "pymrio")
LISTED = 20
WORTH_TELLING = 1e-6
"""Relative difference from which sums that should agree are told; tables as published are rounded far finer."""


class AccountsError(CaseError):
    """A table cannot be taken in; `told` lists every reason in both languages."""

    def __init__(self, told: Sequence[Said]) -> None:
        self.told = tuple(told)
        super().__init__(self.in_("en"))

    def in_(self, lang: str) -> str:
        """Return the reasons in `lang`, a line each, the first of many."""
        lines = [said.in_(lang) for said in self.told[:LISTED]]
        more = len(self.told) - LISTED
        if more > 0:
            lines.append(f"……另有 {more:,} 处" if lang == "zh" else f"... and {more:,} more")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person says about a table; empty or None: what the file itself says.

    Attributes
    ----------
    layout
        One of `LAYOUTS`.
    country
        Code of the country to take out of a table of many, `all` for every one.
    year
        Year of the table.
    unit
        Unit of its figures, such as `million USD` or `10000 CNY`.
    sheet
        Sheet of a workbook.
    """

    layout: str = ""
    country: str = ""
    year: int | None = None
    unit: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector: id in the case, code in the table, names."""

    id: str
    code: str
    name_en: str
    name_zh: str


@dataclass(frozen=True, slots=True)
class Unit:
    """Unit of the figures: so many units of a currency; `stated` where the file or a person says so."""

    factor: float
    currency: str
    stated: bool

    @property
    def words(self) -> str:
        """The unit as a person writes it."""
        known = {1e9: "bn ", 1e6: "million ", 1e4: "10,000 ", 1e3: "thousand ", 1.0: ""}
        return f"{known.get(self.factor, f'{self.factor:g} ')}{self.currency}"


@dataclass(frozen=True, slots=True)
class Difference:
    """Two figures that should agree: what, of which sector, as stated, as it adds up."""

    what: Said
    sector: str
    stated: float
    found: float

    @property
    def relative(self) -> float:
        """The difference as a part of the larger."""
        return abs(self.stated - self.found) / max(abs(self.stated), abs(self.found), 1e-300)


@dataclass(frozen=True, slots=True)
class Accounts:
    """An input-output table of G sectors, in the unit of the file.

    Attributes
    ----------
    flow
        What sectors sell sectors, imports included, shape (G, G).
    imported
        Part of it that is imported, shape (G, G); None where the table does not say.
    gross, added
        Gross output, and what it leaves above inputs, shape (G,).
    differences
        Sums that do not agree, largest relative difference first.
    remarks
        What there is to say about how it was read.
    """

    layout: str
    name: str
    country: str
    year: int | None
    unit: Unit
    sectors: tuple[Sector, ...]
    flow: Floats
    imported: Floats | None
    gross: Floats
    added: Floats
    differences: tuple[Difference, ...]
    remarks: tuple[Said, ...]


def compare(
    what: Said, sectors: Sequence[Sector], stated: Floats, found: Floats, floor: float
) -> list[Difference]:
    """Return where two vectors differ by more than rounding; `floor` is what a figure of no weight is."""
    apart = np.abs(stated - found)
    told = apart > np.maximum(WORTH_TELLING * np.maximum(np.abs(stated), np.abs(found)), floor)
    return [
        Difference(what, sectors[i].code, float(stated[i]), float(found[i]))
        for i in np.flatnonzero(told).tolist()
    ]
