"""Drafts of claims shown to a person, and what the person decides.

    reading ── enter ──► case with drafts ── Session (accept, edit, reject, undo) ──► targets, agreements ...

`anchor` finds quotations again in a text that changed; `become` says which rows a confirmed claim turns into.
"""

from __future__ import annotations

from hinterland.reading.review.anchor import Anchor, anchor
from hinterland.reading.review.decide import Decided, accept, accept_all, edit, pending, reject, take_back
from hinterland.reading.review.enter import Entered, enter
from hinterland.reading.review.session import Item, Session

__all__ = [
    "Anchor",
    "Decided",
    "Entered",
    "Item",
    "Session",
    "accept",
    "accept_all",
    "anchor",
    "edit",
    "enter",
    "pending",
    "reject",
    "take_back",
]
