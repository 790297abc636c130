"""Things happen in order, and are not published before they happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from hinterland import dates
from hinterland.check.listing import listed, numbered, present
from hinterland.frames import days

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.faults import Fault, Severity
    from hinterland.sheets import Sheet

_ORDER: tuple[tuple[str, str, str, Severity], ...] = (
    ("plants", "opened", "closed", "error"),
    ("plants", "announced", "opened", "warning"),
    ("plants", "announced", "construction", "warning"),
    ("plants", "construction", "opened", "warning"),
    ("content_rules", "from", "to", "error"),
    ("tenancies", "from", "to", "error"),
    ("aliases", "from", "to", "error"),
    ("instruments", "start", "end", "error"),
    ("needs", "from", "to", "error"),
    ("offers", "from", "to", "error"),
    ("bookings", "from", "to", "error"),
    ("trade_measures", "from", "to", "error"),
    ("fund_projects", "date", "exit", "error"),
    ("claims", "period_start", "deadline", "error"),
)


def order(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """What ends has begun before: closed after opened, to after from."""
    faults: list[Fault] = []
    for name, first, then, severity in _ORDER:
        if present(sheets, [name]):
            sheet = sheets[name]
            # a date admits a span of days: only an order that no reading of both allows is a fault
            early = days(sheet.frame[then], last=True)
            late = days(sheet.frame[first], last=False)
            wrong = numbered(sheet).filter((early < late).fill_null(value=False))
            faults += listed(
                sheet,
                wrong,
                then,
                lambda row, first=first, then=then: f"{then} before {first} ({row[first]})",  # type: ignore[misc]
                f"Mend `{first}` or `{then}`",
                severity,
            )
    return faults


def published_too_early(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """No figure is published before its period has ended, and none without a date."""
    if not present(sheets, ["observations"]):
        return []
    sheet = sheets["observations"]
    rows = numbered(sheet)
    undated = listed(
        sheet,
        rows.filter(pl.col("published").is_null()),
        "published",
        "a figure without a date of publication: nobody can say when it was known",
        "Give the date, with published_basis `assumed` if you must",
    )
    distinct = sheet.frame["period"].drop_nulls().unique().to_list()
    ends = [dates.parse_period(p).end for p in distinct]
    end = sheet.frame["period"].replace_strict(distinct, ends, default=None, return_dtype=pl.Date)
    known = days(sheet.frame["published"], last=True)
    wrong = rows.filter((known < end).fill_null(value=False))
    early = listed(
        sheet,
        wrong,
        "published",
        lambda row: f"published before its period {row['period']} ended",
        "Mend the date, or narrow the period (2021-01/2021-08); a forecast is a target, not an observation",
    )
    return undated + early
