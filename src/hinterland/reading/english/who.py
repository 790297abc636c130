"""Whom a noun phrase means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hinterland.reading.model import When


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a noun phrase means.

    Attributes
    ----------
    parties
        Names of organisations, governments or places that it credits.
    places
        Where the thing is, where the words or earlier words say so.
    sort
        organisation, region, thing, person, other.
    noun
        Its head noun, lower case.
    basis
        How it was resolved where the name itself does not stand there.
    """

    parties: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    sort: str = "other"
    noun: str = ""
    basis: str = ""


NOBODY = Who()


@dataclass(frozen=True, slots=True)
class Items:
    """What a line that ends with a colon says for the items of the list below it."""

    when: When | None
    who: Who
    modality: str
