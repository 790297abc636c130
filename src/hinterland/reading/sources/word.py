"""The text of a Word document: paragraphs and tables in order, inserted text with them, deleted text without.

Read from the XML itself: python-docx leaves out inserted text, content controls and text boxes, so words would be
lost without a sign.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from hinterland.reading.sources.unreadable import Unreadable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST_PART, LARGEST = 64_000_000, 500_000_000
"""Bytes that the document's text, and the whole package with its pictures, may unpack to."""
_DEEPEST = 200
_SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_SKIPPED = frozenset(
    {"del", "moveFrom", "delText", "instrText", "Fallback", "rPr", "pPr", "sectPr", "footnoteReference"}
)
"""Deleted and moved text, codes of fields, the second copy of a text box."""
_STAND_FOR = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}


def take(data: bytes) -> dict[str, Any]:
    """Return the text of a Word document and its title."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = _checked(archive)
            blocks = _blocks(archive, "word/document.xml")
            title = _title(archive) if "docProps/core.xml" in names else ""
    except (zipfile.BadZipFile, ParseError, KeyError, NotImplementedError) as error:
        raise Unreadable("damaged", error) from error
    except DefusedXmlException as error:
        raise Unreadable("damaged", "it declares entities, which no Word document does") from error
    return {"text": "\n\n".join(blocks), "title": title}


def _checked(archive: zipfile.ZipFile) -> set[str]:
    """Refuse, before anything is unpacked, what is too large or protected; return the names of the parts."""
    parts = archive.infolist()
    total = sum(p.file_size for p in parts)
    text = sum(p.file_size for p in parts if p.filename.lower().endswith((".xml", ".rels")))
    if total > LARGEST or text > LARGEST_PART:
        raise Unreadable("bomb", f"{max(total, text) / 1e6:,.0f}")
    if any(p.flag_bits & 1 for p in parts):
        raise Unreadable("locked")
    names = {p.filename for p in parts}
    if "word/document.xml" not in names:
        raise Unreadable("damaged", "word/document.xml is missing")
    return names


def _blocks(archive: zipfile.ZipFile, part: str) -> list[str]:
    """Return paragraphs, and rows of tables with their cells parted by tabs."""
    depth, root = 0, None
    with archive.open(part) as file:
        for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                root, depth = (element if root is None else root), depth + 1
                if depth > _DEEPEST:
                    raise Unreadable("damaged", "its parts are nested too deeply")
            else:
                depth -= 1
    if root is None:
        raise Unreadable("damaged", "it is empty")
    found: list[str] = []
    for child in root:
        _walk(child, found)
    return found


def _walk(element: Element, found: list[str]) -> None:
    """Add the blocks of a body, a cell or a content control."""
    name = _name(element)
    if name in _SKIPPED:
        return
    if name == "p":
        boxes: list[str] = []
        words = _inline(element, boxes).strip()
        found += [w for w in (words, *boxes) if w]
    elif name == "tr":
        cells = []
        for cell in element:
            inner: list[str] = []
            _walk(cell, inner)
            cells.append(" ".join(inner))
        row = "\t".join(c for c in cells if c)
        if row:
            found.append(row)
    else:
        for child in element:
            _walk(child, found)


def _inline(element: Element, boxes: list[str]) -> str:
    """Return the text of a paragraph; that of text boxes anchored in it goes to `boxes`."""
    words = []
    for child in element:
        name = _name(child)
        if name == "t":
            words.append(child.text or "")
        elif name in _STAND_FOR:
            words.append(_STAND_FOR[name])
        elif name == "txbxContent":
            for block in child:
                _walk(block, boxes)
        elif name not in _SKIPPED:
            words.append(_inline(child, boxes))
    return "".join(words)


def _name(element: Element) -> str:
    """Return the name of an element of the text, "" followed by nothing for those of other languages."""
    space, _, name = str(element.tag).rpartition("}")
    if space[1:] in _SPACES or name in ("Fallback", "Choice", "AlternateContent"):
        return name
    return "" if name in _STAND_FOR or name in ("t", "p", "tr") else name


def _title(archive: zipfile.ZipFile) -> str:
    with archive.open("docProps/core.xml") as file:
        for _, element in iterparse(file, forbid_dtd=True):
            if str(element.tag).endswith("}title"):
                return (element.text or "").strip()[:300]
    return ""
