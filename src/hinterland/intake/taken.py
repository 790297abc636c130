"""What an import returns: observations, drafts, questions, and an account of every cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.frames import empty

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.result import Said

UNREAD = {
    "file": pl.String,
    "cell": pl.String,
    "text": pl.String,
    "reason_en": pl.String,
    "reason_zh": pl.String,
}
"""Columns of the table of cells that became no observation."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the user says about the files.

    Attributes
    ----------
    metric, place
        Ids that hold where the file names none; `metric` also where the file has one indicator only.
    unit
        Unit of the levels, against what the file says. Growth stays in percent.
    published
        Date of publication, YYYY[-MM[-DD]]; it becomes the vintage.
    sheet
        The only sheet to read.
    rounding
        Whether plain figures get the interval of half a unit of their last digit either way.
    """

    metric: str = ""
    place: str = ""
    unit: str = ""
    published: str = ""
    source: str = ""
    sheet: str = ""
    rounding: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Something a person must decide: where, the text there, what was done meanwhile, what to decide."""

    topic: str
    file: str
    cell: str
    text: str
    done: Said
    decide: Said

    def as_dict(self, lang: str) -> dict[str, str]:
        """Return the question as plain data with its sentences in `lang`."""
        return {
            "topic": self.topic,
            "file": self.file,
            "cell": self.cell,
            "text": self.text,
            "done": self.done.in_(lang),
            "decide": self.decide.in_(lang),
        }


@dataclass(frozen=True, slots=True)
class Intake:
    """What was taken in, frozen.

    Attributes
    ----------
    observations, metrics, places
        Rows with exactly the columns of these tables of the schema; metrics and places are drafts of what the
        case does not know.
    questions
        What a person must decide.
    unread
        Every figure-like cell that became no observation, with the reason (columns `UNREAD`).
    counts
        Filled cells by what became of them: `figure`, `heading`, `label`, `title`, `unit`, `note`, `unread`;
        `cells` is their sum.
    files
        BLAKE2b digest by file name.
    """

    observations: pl.DataFrame = field(default_factory=lambda: empty("observations"))
    metrics: pl.DataFrame = field(default_factory=lambda: empty("metrics"))
    places: pl.DataFrame = field(default_factory=lambda: empty("places"))
    questions: tuple[Question, ...] = ()
    unread: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=UNREAD))
    counts: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", MappingProxyType(dict(self.counts)))
        object.__setattr__(self, "files", MappingProxyType(dict(self.files)))

    def reasons(self, lang: str = "en") -> dict[str, int]:
        """Return how many cells were not read, by reason, most first."""
        counted = self.unread[f"reason_{lang}"].value_counts(sort=True)
        return dict(counted.iter_rows())

    def describe(self, lang: str = "en") -> dict[str, Any]:
        """Return everything as plain data, for JSON."""
        return {
            "observations": self.observations.to_dicts(),
            "metrics": self.metrics.to_dicts(),
            "places": self.places.to_dicts(),
            "questions": [q.as_dict(lang) for q in self.questions],
            "counts": dict(self.counts),
            "unread": [
                {"file": r["file"], "cell": r["cell"], "text": r["text"], "reason": r[f"reason_{lang}"]}
                for r in self.unread.iter_rows(named=True)
            ],
            "files": dict(self.files),
        }
