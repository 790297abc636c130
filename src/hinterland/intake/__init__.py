"""Official statistics as users get them, turned into observations.

Files go through `take_in`: pages as yearbooks print them, tables of months, SDMX-CSV, long tables. What comes out is
an `Intake`: observations, drafts of what the case does not know, questions, and an account of every cell. `add` puts
it into a case.

    files ── grid ──► pages ── detect ──┬─ layout, heads, rows, page ──┬──► facts ── assemble ──► Intake
                                        └─ records ────────────────────┘
    case, Intake ── add ──► case

`figure`, `rounded`, `when`, `unit_words`, `labels` read one text each; `directory` finds what the case knows.
"""

from __future__ import annotations

from hinterland.intake.adding import Added, Conflict, add
from hinterland.intake.read import take_in
from hinterland.intake.rounded import Rounded, read_rounded
from hinterland.intake.taken import Intake, Options, Question

__all__ = ["Added", "Conflict", "Intake", "Options", "Question", "Rounded", "add", "read_rounded", "take_in"]
