"""The text layer of a PDF: lines with their places, by PDFium."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw as pdfium

from hinterland.reading.sources.layout import Line, paragraphs
from hinterland.reading.sources.unreadable import LARGEST_TEXT, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

_HAN = 0x2E80
_BREAKS, _BLANKS, _CLOSING = (
    (10, 13),
    (9, 32, 160, 0x3000),
    frozenset(map(ord, "，。；：、！？”’）》」』％,.;:!?)")),
)
_JUMP = 7.0
"""Points by which the pen moves up or down to another line; marks raised above a line move less."""
MOST_PAGES = 3_000
_LOCKED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
_JUNK = re.compile(r"microsoft word|untitled|无标题|\.(?:docx?|wps|pdf|indd|qxd)\b|^[\W\d_]*$", re.IGNORECASE)
_UNMAPPED = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
_RADICALS = dict(
    zip(
        map(ord, "⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰"),
        "母民西见角贝车长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙",
        strict=True,
    )
)
_PLAIN = {
    **{c: unicodedata.normalize("NFKC", chr(c)) for c in [*range(0x2F00, 0x2FD6), *range(0xFB00, 0xFB07)]},
    **_RADICALS,
}
"""Radicals and ligatures that fonts give for the characters that they look like."""


def take(data: bytes) -> dict[str, Any]:
    """Return the text of a PDF, its title, and which of its pages are pictures."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        raise Unreadable("locked" if code in _LOCKED else "damaged", error) from error
    count = len(document)
    if not count:
        raise Unreadable("damaged", "it has no pages")
    if count > MOST_PAGES:
        raise Unreadable("large", f"{MOST_PAGES:,} pages")
    pages, pictures, size = [], [], 0
    for number in range(count):
        page = document[number]
        lines = _lines(page)
        if not lines and _has_picture(page):
            pictures.append(number + 1)
        pages.append(lines)
        size += sum(len(line.text) for line in lines)
        if size > LARGEST_TEXT:
            raise Unreadable("large", f"{LARGEST_TEXT:,} characters")
        page.close()
    _check(pages)
    title = str(document.get_metadata_dict().get("Title") or "").strip()
    return {
        "text": paragraphs(pages),
        "title": "" if _JUNK.search(title) else title[:300],
        "pictures": pictures,
    }


def _check(pages: list[list[Line]]) -> None:
    text = "".join(line.text for lines in pages for line in lines)
    seen = len(re.sub(r"\s", "", text))
    if not re.search(r"\w", text):
        raise Unreadable("scanned" if not _UNMAPPED.search(text) else "unmapped")
    if len(_UNMAPPED.findall(text)) > 0.3 * seen:
        raise Unreadable("unmapped")


def _has_picture(page: Any) -> bool:
    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4))


def _lines(page: Any) -> list[Line]:
    """Return the lines of a page in PDFium's order, which is that of reading."""
    text = page.get_textpage()
    raw = text.raw
    codes = [pdfium.FPDFText_GetUnicode(raw, i) for i in range(pdfium.FPDFText_CountChars(raw))]
    found: list[Line] = []
    for start, end in _runs(raw, codes):
        line = _line(raw, codes, start, end)
        if line and found and _one_line(found[-1], line):
            found[-1] = _merged(found[-1], line)
        elif line:
            found.append(line)
    text.close()
    return found


def _runs(raw: Any, codes: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of characters that stand on one line: PDFium's line, parted where the pen jumps."""
    x, y = ctypes.c_double(), ctypes.c_double()
    at, level = 0, None
    for index, code in enumerate(codes):
        if code in _BREAKS:
            yield at, index
            at, level = index + 1, None
        elif code not in _BLANKS:
            pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
            if level is not None and abs(y.value - level) > _JUMP:
                yield at, index
                at, level = index, None
            level = y.value if level is None else level
    yield at, len(codes)


def _one_line(before: Line, line: Line) -> bool:
    """Whether two pieces stand beside each other: some fonts make PDFium end a line after every letter."""
    level = abs(before.base - line.base) < 0.2 * before.size
    return level and -0.3 * before.size < line.left - before.right < 1.5 * before.size


def _merged(before: Line, line: Line) -> Line:
    apart = line.left - before.right > 0.17 * before.size
    text = f"{before.text}{' ' if apart else ''}{line.text}"
    head = before.head if " " in text else line.right - before.left
    return Line(text, before.left, line.right, before.base, before.size, head)


def _line(raw: Any, codes: list[int], start: int, end: int) -> Line | None:
    while start < end and codes[start] in _BLANKS:
        start += 1
    while end > start and codes[end - 1] in _BLANKS:
        end -= 1
    if start == end:
        return None
    hyphen = pdfium.FPDFText_IsHyphen(raw, end - 1) == 1 or codes[end - 1] in (2, 0xFFFE)
    words = "".join(map(_char, codes[start : end - 1 if hyphen else end])) + ("-" if hyphen else "")
    words = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace").translate(_PLAIN)
    left, base, right = (ctypes.c_double() for _ in range(3))
    pdfium.FPDFText_GetCharOrigin(raw, start, left, base)
    unused, far = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharBox(raw, end - 1, unused, right, unused, unused)
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(raw, start, matrix)
    scale = (matrix.b**2 + matrix.d**2) ** 0.5 or 1.0
    size = max(pdfium.FPDFText_GetFontSize(raw, start) * scale, 1.0)
    word = start + 1
    while word < end and (_goes_on(codes[start], codes[word])):
        word += 1
    pdfium.FPDFText_GetCharBox(raw, word - 1, unused, far, unused, unused)
    return Line(words, left.value, right.value, base.value, size, far.value - left.value)


def _goes_on(first: int, code: int) -> bool:
    """Whether a character belongs to the word that begins with `first`: a Chinese one stands alone."""
    return code in _CLOSING or (code < _HAN and first < _HAN and code not in _BLANKS)


def _char(code: int) -> str:
    return chr(code) if 0 < code <= 0x10FFFF else ""
