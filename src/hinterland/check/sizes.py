"""No figure is larger or smaller than anything that is counted: 1e308 is a slip, and sums of it overflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import polars.selectors as cs

from hinterland.check.listing import listed, numbered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.faults import Fault
    from hinterland.sheets import Sheet

MOST = 1e30
"""Larger than all the money, mass in kg or energy in kWh of any economy; squares and products still compute."""
ELSEWHERE = ("observations", "targets")
"""Tables of figures as published, which forecasts take on a scale of their own, whatever their size."""


def beyond(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """A figure is 0, or between 1e-30 and 1e30 in size."""
    faults: list[Fault] = []
    for sheet in (s for table, s in sheets.items() if table not in ELSEWHERE):
        for name in sheet.frame.select(cs.float()).columns:
            size = sheet.frame[name].abs()
            if not ((size > MOST) | ((size > 0) & (size < 1 / MOST))).any():
                continue
            far = (pl.col(name).abs() > MOST) | ((pl.col(name) != 0) & (pl.col(name).abs() < 1 / MOST))
            faults += listed(
                sheet,
                numbered(sheet).filter(far),
                name,
                "no figure is as large or as small as that",
                f"Mend it: 0, or between {1 / MOST:g} and {MOST:g}",
            )
    return faults
