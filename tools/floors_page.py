"""The table of floors in docs/architecture.md: the layers that import-linter enforces, with a reason for each room.

The page is written by hand; only what stands between the two marks is replaced.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START, END = "<!-- floors: written by tools/pages.py -->", "<!-- floors end -->"


def layers() -> list[list[str]]:
    """Return the floors from the top, each with its rooms, as pyproject.toml declares them."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(c for c in told["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    return [[room.strip() for room in floor.split("|")] for floor in contract["layers"]]


def purpose(room: str) -> str:
    """Return the first sentence of a room's docstring."""
    package = ROOT / "src" / "hinterland" / room
    path = package / "__init__.py" if package.is_dir() else package.with_suffix(".py")
    if not path.exists():
        return ""
    match = re.match(r'"""(.+?)(?:\n\n|""")', path.read_text(encoding="utf-8"), re.DOTALL)
    return " ".join(match[1].split()) if match else ""


def page(old: str) -> str:
    """Return the page with the table of floors as it is now."""
    found = layers()
    lines = ["| floor | room | what it is |", "|---:|---|---|"]
    for number, rooms in zip(range(len(found) - 1, -1, -1), found, strict=True):
        lines += [f"| {number} | `{room}` | {purpose(room)} |" for room in rooms]
    fresh = "\n".join([START, "", *lines, "", END])
    return re.sub(f"{re.escape(START)}.*?{re.escape(END)}", lambda _: fresh, old, flags=re.DOTALL)
