"""What is carried from clause to clause while a text is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hinterland.reading.chinese.memory import NOBODY, Memory, Topic
from hinterland.reading.chinese.wheres import places_in

if TYPE_CHECKING:
    from hinterland.reading.chinese.dates import Dates
    from hinterland.reading.chinese.lexer import Clause
    from hinterland.reading.chinese.subjects import Subject
    from hinterland.reading.model import Draft, Modality, When


@dataclass(slots=True)
class State:
    """The reader's place in a text."""

    text: str
    memory: Memory
    dates: Dates
    topic: Topic = NOBODY
    subject: Subject | None = None
    spoken: bool = False
    """Whether the subject stands in this clause."""
    modality: Modality | None = None
    """What an earlier clause of the sentence said about all that follows."""
    plan: bool = False
    """Whether the document or section is a plan: what it says is meant for the future."""
    official: bool = False
    """Whether the document is a plan or report of a region: a sentence without a subject is about the region."""
    review: bool = False
    """Whether the section looks back."""
    unbuilt: bool = False
    """Whether the plant last talked of is still to be built."""
    funding: bool = False
    """Whether the clause before set up a fund."""
    drafts: list[Draft] = field(default_factory=list)
    listing: bool = False
    """Whether a colon has opened a list whose items are read on from its sentence."""
    paragraph: int = -1
    """The paragraph that is being read."""
    opened: Modality | None = None
    """What the clause that opened the list said."""
    opened_lead: When | None = None
    """The date that led it."""
    sentence: int = 0
    """Where the sentence begins."""
    announced: bool = False
    """Whether the clause before announced what this one says: what is announced is meant to come."""
    scope: int = -1
    """Index of the draft that states an agreement's scope, while its sentence goes on."""
    places: tuple[str, ...] = ()
    """Places that the clauses of this sentence stand in."""

    def here(self, clause: Clause) -> tuple[str, ...]:
        """Return the places that the words of a clause put it in."""
        if clause.here is None:
            clause.here = places_in(clause, self.memory)
        return clause.here

    @staticmethod
    def flags(when: When | None) -> tuple[str, ...]:
        """Return what is to be known of a date: that a word stands for it, that its year is inferred."""
        if when is None:
            return ()
        if when.basis == "text" and not when.year_missing:
            return ("deadline_by_anaphora",)
        return ("year_inferred",) if when.year_missing else ()

    def about(self, topic: Topic) -> tuple[str, ...]:
        """Return where the plant of a topic is to be: as said of it, of its owners, or of the plan."""
        if topic.places:
            return topic.places
        project = self.memory.project
        if project.places and (
            topic.kind in {"project", "none"} or set(topic.parties) & set(project.parties)
        ):
            return project.places
        seats = tuple(dict.fromkeys(p for o in topic.parties for p in self.memory.seats.get(o, ())))
        return seats or (self.memory.home if self.plan else ())

    def coming(self, modality: Modality | None, when: When | None) -> bool:
        """Whether what a clause says lies ahead."""
        future = self.dates.future(when)
        if modality == "done":
            return bool(future)
        if modality is not None and modality in {"planned", "aim", "expected"}:
            return future is not False or when is None
        if future is not None:
            return future
        return self.plan and not self.review
