"""Ids and names in cells: several of them parted by `;`, and new ones that collide with none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container


def listed(cell: str | None) -> list[str]:
    """Return what a cell lists, parted by `;`, without blanks around and without empty parts.

    >>> listed("anhui; shanghai;"), listed(None)
    (['anhui', 'shanghai'], [])
    """
    return [part.strip() for part in (cell or "").split(";") if part.strip()]


def free_id(wanted: str, taken: Container[str]) -> str:
    """Return `wanted`, or it with the first number from 2 on that makes it new.

    >>> free_id("plant", {"plant", "plant_2"})
    'plant_3'
    """
    number, found = 2, wanted
    while found in taken:
        found, number = f"{wanted}_{number}", number + 1
    return found
