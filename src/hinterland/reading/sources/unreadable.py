"""Why a document cannot be taken apart, and how much of it is taken: shared by all forms."""

from __future__ import annotations

LARGEST_TEXT = 10_000_000
"""Characters of text that are taken out of a document: about 3,000 pages."""


class Unreadable(Exception):
    """A document cannot be taken apart: a word for why (`apart` has the sentences), and a detail."""

    def __init__(self, fault: str, detail: object = "") -> None:
        self.fault, self.detail = fault, str(detail)
        super().__init__(fault)
