"""The cases that come with hinterland."""

from __future__ import annotations

from pathlib import Path

from hinterland.errors import CaseError

NAMES = ("tutorial", "plan-tutorial", "yangtze-nev")


def shipped(name: str) -> Path:
    """Return the folder of a case that comes with hinterland.

    Raises
    ------
    CaseError
        If there is none of that name.
    """
    here = Path(__file__).resolve().parent
    for root in (here / "_cases", here.parents[1] / "examples"):  # an installed wheel, a checkout
        if name in NAMES and (root / name).is_dir():
            return root / name
    raise CaseError(f"no case called {name!r} comes with hinterland; there are {', '.join(NAMES)}")
