"""The parts of an .xlsx file: which sheets there are, shared text, which styles show dates.

An .xlsx file is a ZIP archive of XML. Nothing in it is trusted: declared sizes are bounded before anything is
unpacked, and XML that declares entities is refused.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from hinterland.errors import CaseError
from hinterland.store.excel_dates import date_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from xml.etree.ElementTree import Element

    from hinterland.store.excel_dates import DateForm

LARGEST = 2 * 10**9
"""Bytes that a workbook may unpack to."""
_RATIO, _HARMLESS = 300, 100 * 10**6
"""A workbook that unpacks to more than this many times its size is a bomb, unless it is small anyhow."""
_LARGEST_PART = 64 * 10**6
_CHUNK = 1 << 18
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    ParseError,
    DefusedXmlException,
    KeyError,
    ValueError,
    IndexError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    UnicodeError,
    AssertionError,
    TypeError,
    OverflowError,
    LookupError,
)
"""What damaged archives and XML make the standard library raise."""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet: its title, the part that holds it, whether it is hidden."""

    title: str
    part: str
    hidden: bool


@dataclass(slots=True)
class Package:
    """An opened workbook."""

    name: str
    archive: zipfile.ZipFile
    sheets: tuple[SheetPart, ...] = ()
    strings: list[str] = field(default_factory=list)
    dates: list[DateForm | None] = field(default_factory=list)
    """What kind of date each cell style shows."""
    mac: bool = False
    """Whether days are counted from 1904."""


def open_package(data: bytes, name: str) -> Package:
    """Return the workbook that the bytes of a file hold.

    Raises
    ------
    CaseError
        If it is no .xlsx workbook, protected by a password, damaged, or unpacks to too much.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise CaseError(
            f"{name} is an old Excel file (.xls) or protected by a password. Open it in Excel, take the password "
            "away (File, Info, Protect Workbook), and save it as an Excel workbook (.xlsx)"
        )
    with readable(name):
        package = Package(name, zipfile.ZipFile(io.BytesIO(data)))
        _check_sizes(package.archive, len(data), name)
        main = _target(_relations(package.archive, ""), "/officeDocument")
        book = _xml(package.archive, main)
        relations = _relations(package.archive, main)
        package.mac = any(
            e.get("date1904") in {"1", "true"} for e in book.iter() if local(e.tag) == "workbookPr"
        )
        package.sheets = tuple(_sheets(book, relations))
        shared, styles = _target(relations, "/sharedStrings"), _target(relations, "/styles")
        if shared in package.archive.namelist():
            package.strings = _strings(package.archive, shared)
        if styles in package.archive.namelist():
            package.dates = _dates(_xml(package.archive, styles))
    return package


class readable:  # noqa: N801 (used as a context manager, like contextlib.suppress)
    """Turn whatever a damaged workbook makes the standard library raise into one clear CaseError."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, _BROKEN):
            reason = str(error) or type(error).__name__
            raise CaseError(
                f"{self.name} is no whole .xlsx workbook ({reason[:120]}). Open it in Excel and save it again; "
                "if Excel cannot open it either, take a copy that it can open"
            ) from error


def _check_sizes(archive: zipfile.ZipFile, packed: int, name: str) -> None:
    total = sum(info.file_size for info in archive.infolist())
    if total > LARGEST or (total > _HARMLESS and total > _RATIO * max(packed, 1)):
        raise CaseError(
            f"{name} would unpack to {total / 1e6:,.0f} MB, more than a workbook should. "
            "Give large tables as CSV or Parquet in a folder; do not open the file if you do not know its sender"
        )
    if any(info.flag_bits & 1 for info in archive.infolist()):
        raise CaseError(
            f"{name} is protected by a password. Take it away in Excel and save the workbook again"
        )


def local(tag: str) -> str:
    """Return the name of an element without its namespace: workbooks come with two, and with prefixes."""
    return tag.rpartition("}")[2].rpartition(":")[2]


def _xml(archive: zipfile.ZipFile, part: str) -> Element:
    if archive.getinfo(part).file_size > _LARGEST_PART:
        raise ValueError(f"{part} is too large")
    return fromstring(archive.read(part), forbid_dtd=True)


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return type and target of a part's relations, by id."""
    folder, base = posixpath.split(part)
    found = {}
    for e in _xml(archive, posixpath.join(folder, "_rels", f"{base}.rels")):
        target = e.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        found[e.get("Id", "")] = (e.get("Type", ""), posixpath.normpath(path))
    return found


def _target(relations: dict[str, tuple[str, str]], kind: str) -> str:
    return next((path for type_, path in relations.values() if type_.endswith(kind)), "")


def _sheets(book: Element, relations: dict[str, tuple[str, str]]) -> Iterator[SheetPart]:
    for e in book.iter():
        if local(e.tag) != "sheet":
            continue
        id_ = next((v for k, v in e.attrib.items() if local(k) == "id"), "")
        type_, part = relations[id_]
        if type_.endswith("/worksheet"):  # charts have sheets of their own
            yield SheetPart(e.get("name", ""), part, e.get("state", "visible") != "visible")


def _dates(styles: Element) -> list[DateForm | None]:
    codes: dict[int, str] = {}
    formats: list[int] = []
    for group in styles:
        if local(group.tag) == "numFmts":
            codes = {int(e.get("numFmtId", "0")): e.get("formatCode", "") for e in group}
        elif local(group.tag) == "cellXfs":
            formats = [int(e.get("numFmtId", "0")) for e in group]
    return [date_form(f, codes.get(f)) for f in formats]


def _strings(archive: zipfile.ZipFile, part: str) -> list[str]:
    """Return the shared strings; fonts within a cell and Japanese reading aids are left out."""
    reader = _Strings()
    stream_xml(archive.open(part), reader.start, reader.end, reader.text)
    return reader.found


class _Strings:
    """Takes the XML events of the shared strings."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.pieces: list[str] = []
        self.capture = self.aid = False

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        """Take note of an element that opens."""
        if name == "si":
            self.pieces.clear()
        elif name == "rPh":
            self.aid = True
        elif name == "t":
            self.capture = not self.aid

    def end(self, name: str) -> None:
        """Take note of an element that closes."""
        if name == "si":
            self.found.append(unescape("".join(self.pieces)))
        elif name == "rPh":
            self.aid = False
        elif name == "t":
            self.capture = False

    def text(self, data: str) -> None:
        """Take character data."""
        if self.capture:
            self.pieces.append(data)


def unescape(text: str) -> str:
    """Return text with `_x000D_` and its like turned into the characters that they stand for."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text).replace("\0", "")


def stream_xml(
    source: AbstractContextManager[IO[bytes]],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Run through XML without building it in memory, refusing document types (and so entities).

    Raises
    ------
    ValueError
        If a document type is declared.
    xml.parsers.expat.ExpatError
        If it is not well-formed.
    """
    parser = expat.ParserCreate()

    def root(name: str, attributes: dict[str, str]) -> None:
        # Most files have no prefixes: then the handlers are called directly, which saves a third of the time.
        if ":" in name:
            parser.StartElementHandler = lambda name, attributes: start(local(name), attributes)
            parser.EndElementHandler = lambda name: end(local(name))
        else:
            parser.StartElementHandler = start
            parser.EndElementHandler = end
        start(local(name), attributes)

    parser.buffer_text = True
    parser.StartElementHandler = root
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    with source as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)


def _refuse(*_declaration: object) -> None:
    raise ValueError("a document type is declared in it")
