"""A document as it was opened: its text, and what the file itself says about it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

Form = Literal["text", "markdown", "html", "pdf", "docx"]


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it was opened.

    Attributes
    ----------
    name
        File name without its folder.
    text
        Its text; of plain text and Markdown exactly the characters of the file, line ends kept.
    title, publisher, published, address
        What the file says of itself ("" where it says nothing); `published` is YYYY-MM-DD.
    encoding
        Character encoding that was used ("" where the form has its own).
    pictures
        Numbers of the pages that are pictures without a text layer, of a PDF that has text elsewhere.
    """

    name: str
    text: str
    form: Form = "text"
    title: str = ""
    publisher: str = ""
    published: str = ""
    address: str = ""
    encoding: str = ""
    pictures: tuple[int, ...] = ()

    @property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
