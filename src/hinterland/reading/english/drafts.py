"""A draft of a claim that states no value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.english import attach
from hinterland.reading.english.carry import carried, lead_when
from hinterland.reading.english.grounds import site_of
from hinterland.reading.english.places import places_in
from hinterland.reading.english.topics import topics_of
from hinterland.reading.english.who import NOBODY
from hinterland.reading.model import Draft

if TYPE_CHECKING:
    from hinterland.reading.english.objects import Phrase
    from hinterland.reading.english.scene import Scene
    from hinterland.reading.model import ClaimKind, Modality, When


def draft(
    scene: Scene,
    number: int,
    kind: ClaimKind,
    span: tuple[int, int],
    *,
    measure: str = "",
    when: When | None = None,
    modality: Modality | None = None,
    parties: tuple[str, ...] | None = None,
) -> Draft:
    """Return a draft of a claim without a value."""
    clause = scene.clauses[number]
    who = scene.who.get(number, NOBODY)
    start, end = scene.spot(*span)
    signed = places_in(scene.tokens, clause.left, clause.right, said=True) if kind == "agreement" else ()
    places = signed or scene.places(number) or scene.of_thing(number, kind)
    places = places or site_of(scene, number, kind, who.parties if parties is None else parties)
    flags: tuple[str, ...] = ()
    if when is None and attach.says_then(scene.tokens, clause):
        when, flags = scene.last_when, ("deadline_by_anaphora",)
    elif when is None and kind == "facility" and scene.modality(number) == "done":
        when = carried(scene, number)
    elif when is None and kind in {"facility", "fund", "target"}:
        when = lead_when(scene)
    if when is not None and when.year_missing:
        flags = (*flags, "year_inferred")
    named = who.parties if parties is None else parties
    if not named and clause.group is not None and scene.has_hole(clause.left, clause.right, "subject"):
        flags = (*flags, "missing_subject")
    elif not named and parties is None and kind != "fact":
        named = scene.memory.default().parties
    words = " ".join(t.low for t in scene.tokens[span[0] : span[1]])
    topics = topics_of(words) if kind == "agreement" else ()
    return Draft(
        kind=kind, start=start, end=end, modality=modality or scene.modality(number), measure=measure, when=when,
        parties=named, places=places, topics=topics, basis=who.basis, flags=flags,
    )  # fmt: skip


def words_of(scene: Scene, phrase: Phrase) -> str:
    """Return the words of a noun phrase, its determiner left out."""
    skip = {"a", "an", "the", "its", "their"}
    return " ".join(
        t.low if t.kind != "N" or t.name is None else t.name.text
        for t in scene.tokens[phrase.start : phrase.end]
        if t.low not in skip
    )


def still_ahead(scene: Scene, date: str) -> bool:
    """Whether a date is not before the publication."""
    if scene.published is None:
        return True
    return date >= scene.published.isoformat()[: len(date)]


def valued(scene: Scene, number: int) -> bool:
    """Whether a value stands in the clause."""
    clause = scene.clauses[number]
    return any(t.quantity and not t.quantity.label for t in scene.tokens[clause.left : clause.right])
