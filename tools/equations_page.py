"""docs/equations.md: every equation of the plan, from the docstrings of the functions that build it."""

from __future__ import annotations

import importlib
import inspect
import re
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

HEAD = """# The equations of the plan

<!-- Written by tools/pages.py from the docstrings in src/hinterland/planning/model/; do not edit. -->

`hinterland plan` solves one mixed-integer linear program: the least discounted public cost, subject to the families
of rows below. Each family is one function; its name here is its name in the code, and rows carry the family's name
in the files that `--write plan.mps` and `--write plan.lp` make. What the words mean, and how to read the answer and
its three prices, is in [planning](planning.md).

"""
ROOMS = (
    ("invest", "Decisions", ("once", "grow", "land", "labour", "follow", "budget")),
    ("operate", "Operation", ("capacity", "kept", "made_goes", "used_comes", "markets", "inertia", "usable")),
    (
        "targets",
        "Targets",
        ("output", "share", "revenue", "sourced", "capacity", "content", "jobs"),
    ),
    ("firms", "Targets and rules that count firms", ("available", "firms", "single", "sources")),
    ("build", "Objective", ("objective",)),
)


def page(_: str) -> str:
    """Return the page."""
    parts = [HEAD]
    for name, title, functions in ROOMS:
        module = importlib.import_module(f"hinterland.planning.model.{name}")
        parts.append(f"## {title}\n\n{_symbols(module)}")
        parts += [f"### `{f}`\n\n{_told(getattr(module, f))}\n\n" for f in functions]
    return "".join(parts).rstrip() + "\n"


def _symbols(module: ModuleType) -> str:
    """Return what a module says of its symbols, if anything."""
    found = re.search(r"^Symbols: .*", inspect.getdoc(module) or "", re.DOTALL | re.MULTILINE)
    return f"{_code(_joined(found[0]))}\n\n" if found else ""


def _told(function: object) -> str:
    """Return the docstring of a function as paragraphs, its formulas as code."""
    text = (inspect.getdoc(function) or "").split("\nReturns\n")[0].split("\nParameters\n")[0]
    return "\n\n".join(textwrap.fill(_code(_joined(p)), 120) for p in text.split("\n\n"))


def _joined(paragraph: str) -> str:
    return " ".join(paragraph.split())


def _code(paragraph: str) -> str:
    """Return a paragraph with subscripted symbols as code, so that Markdown leaves their underscores alone."""
    return re.sub(
        r"(?<![`\w])([A-Za-z]+(?:_[A-Za-z]+)*_\{[^}]+\}|[A-Za-z]+_(?:[a-z]|root)\b)", r"`\1`", paragraph
    )


__all__ = ["page"]
