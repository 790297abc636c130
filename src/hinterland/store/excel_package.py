"""An .xlsx file, opened by openpyxl once its archive has been found sound.

An .xlsx file is a ZIP archive of XML. Nothing in it is trusted: declared sizes are bounded before anything is
unpacked, and openpyxl reads XML with defusedxml, which refuses entities.
"""

from __future__ import annotations

import io
import re
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from defusedxml.ElementTree import fromstring
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.xml.constants import SHARED_STRINGS

from hinterland.errors import CaseError
from hinterland.store.excel_dates import date_form, is_percent

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from hinterland.store.excel_dates import DateForm

LARGEST = 10**9
"""Bytes that a workbook may unpack to."""
_RATIO, _HARMLESS = 300, 100 * 10**6
"""A workbook that unpacks to more than this many times its size is a bomb, unless it is small anyhow."""
_LARGEST_STRINGS = 200 * 10**6
"""Bytes of the text that sheets share: all of it is kept in memory."""
_LARGEST_PART = 64 * 10**6
"""Bytes of a part that is read whole; sheets and their shared text are streamed."""
_STREAMED = ("xl/worksheets/", "xl/sharedStrings", "xl/media/")
_CONTROL = re.compile(r"_x(00[01][0-9A-Fa-f]|[Ff]{3}[EeFf])_")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet: its title, the part that holds it, whether it is hidden."""

    title: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Package:
    """An opened workbook."""

    name: str
    archive: zipfile.ZipFile
    titles: tuple[str, ...]
    """Of all sheets, charts among them."""
    sheets: tuple[SheetPart, ...]
    strings: list[str]
    dates: list[DateForm | None]
    """What kind of date each cell style shows."""
    percents: list[bool]
    """Whether each cell style shows a percentage."""
    mac: bool
    """Whether days are counted from 1904."""


def open_package(data: bytes, name: str) -> Package:
    """Return the workbook that the bytes of a file hold.

    Only what tables need is read, as openpyxl's own `ExcelReader.read` does it: charts, pictures, names and
    document properties, over which many a workbook stumbles, are left alone.

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
        reader = ExcelReader(io.BytesIO(data), read_only=True, keep_links=False)
        _check_archive(reader.archive, len(data), name)
        reader.read_manifest()
        _check_strings(reader, name)
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        if not all(sheet.id for sheet in reader.parser.sheets):
            raise ValueError("a sheet is listed without its part")
        found = list(reader.parser.find_sheets())
        forms = list(_forms(reader.wb))
        return Package(
            name,
            reader.archive,
            tuple(s.name for s, _ in found),
            tuple(
                SheetPart(s.name, r.target, s.state != "visible")
                for s, r in found
                if r.Type.endswith("/worksheet")
            ),
            # openpyxl has taken the x005F_ out of escaped text: what else looks escaped was written like that
            [_CONTROL.sub(lambda m: unescape(m[0]), s) for s in reader.shared_strings],
            [date_form(*form) for form in forms],
            [is_percent(*form) for form in forms],
            reader.wb.epoch == CALENDAR_MAC_1904,
        )


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Turn whatever a damaged workbook makes openpyxl raise into one clear CaseError, and hush its remarks.

    openpyxl remarks on what it does not keep (styles, extensions, conditional formats), which no table holds.
    """
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")
            yield
    except (CaseError, MemoryError):
        raise
    except Exception as error:  # openpyxl has no errors of its own for damage: each part raises what it likes
        reason = str(error.__cause__ or error) or type(error).__name__
        raise CaseError(
            f"{name} is no whole .xlsx workbook ({reason[:120]}). Open it in Excel and save it again; "
            "if Excel cannot open it either, take a copy that it can open"
        ) from error


def _check_archive(archive: zipfile.ZipFile, packed: int, name: str) -> None:
    """Refuse, before anything is unpacked, what is too large, protected, or of a kind that is not read."""
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    if total > LARGEST or (total > _HARMLESS and total > _RATIO * max(packed, 1)):
        raise CaseError(
            f"{name} would unpack to {total / 1e6:,.0f} MB, more than a workbook should. "
            "Give large tables as CSV or Parquet in a folder; do not open the file if you do not know its sender"
        )
    if any(part.flag_bits & 1 for part in parts):
        raise CaseError(
            f"{name} is protected by a password. Take it away in Excel and save the workbook again"
        )
    if any(part.filename.endswith("vbaProject.bin") for part in parts):
        raise CaseError(f"{name} holds macros. Save it in Excel as an Excel workbook without macros (.xlsx)")
    for part in parts:
        if part.file_size > _LARGEST_PART and not part.filename.startswith(_STREAMED):
            raise ValueError(f"{part.filename} is too large")
    top = archive.read("_rels/.rels")
    fromstring(top, forbid_dtd=True)
    if b"purl.oclc.org/ooxml" in top:
        raise CaseError(
            f"{name} is a Strict Open XML workbook. Save it in Excel as an ordinary Excel workbook (.xlsx)"
        )


def _check_strings(reader: ExcelReader, name: str) -> None:
    """Refuse shared text that would fill the memory, whatever the manifest calls the part that holds it."""
    listed: Any = reader.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
    part = None if listed is None else reader.archive.getinfo(listed.PartName[1:])
    if part and part.file_size > _LARGEST_STRINGS:
        raise CaseError(
            f"{name} would unpack to {part.file_size / 1e6:,.0f} MB of text alone ({part.filename}), more than a "
            "workbook should. Give large tables as CSV or Parquet in a folder; do not open the file if you do not "
            "know its sender"
        )


def _forms(book: Any) -> Iterator[tuple[int, str | None]]:
    """Yield the number format of each cell style: its id, and its code where it is not built in."""
    codes = book._number_formats
    for style in book._cell_styles:
        custom = style.numFmtId - BUILTIN_FORMATS_MAX_SIZE
        yield style.numFmtId, codes[custom] if custom >= 0 else None


def unescape(text: str) -> str:
    """Return text with `_x000D_` and its like turned into the characters that they stand for."""
    if "_x" not in text:
        return text
    plain = re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text).replace("\0", "")
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
