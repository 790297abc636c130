"""A document is opened: its form is told, its limits are kept, its text taken out."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any

from hinterland.errors import DocumentError, NoText
from hinterland.reading.sources.decode import decode
from hinterland.reading.sources.source import Form, Source

MEGABYTE = 1_000_000
LIMITS: dict[Form, tuple[int, str, str]] = {
    "text": (10, "give it in parts", "请分成几份"),
    "markdown": (10, "give it in parts", "请分成几份"),
    "html": (10, "a page of that size is no article: save that alone", "如此大的网页不是文章：请只保存正文"),
    "pdf": (50, "give its pages in parts, or its text", "请分成几份，或提供其文本"),
    "docx": (50, "take its pictures out, or give it in parts", "请删去图片，或分成几份"),
}
"""Most megabytes of a file of each form, and what to do beyond. Ten of text are 3,000 pages, more than a plan
has, and are read within a minute and a gigabyte; of a PDF or Word document most is pictures and fonts."""
SUFFIXES: dict[str, Form] = {
    "": "text",
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".shtml": "html",
    ".mhtml": "html",
    ".mht": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
_ADVICE = {
    ".doc": ("save it in Word as a Word document (.docx)", "请在 Word 中另存为 Word 文档（.docx）"),
    ".docm": (
        "save it in Word as a Word document without macros (.docx)",
        "请在 Word 中另存为不含宏的文档（.docx）",
    ),
    ".wps": ("save it in WPS as a Word document (.docx)", "请在 WPS 中另存为 Word 文档（.docx）"),
    ".odt": (
        "save it in LibreOffice as a Word document (.docx)",
        "请在 LibreOffice 中另存为 Word 文档（.docx）",
    ),
    ".rtf": ("save it as a Word document (.docx)", "请另存为 Word 文档（.docx）"),
    ".pptx": ("export it as PDF", "请导出为 PDF"),
    ".epub": ("save its text as .txt", "请将其文字另存为 .txt"),
    ".ofd": ("export it as PDF", "请导出为 PDF"),
    ".caj": ("export it as PDF", "请导出为 PDF"),
    ".csv": ("tables are read by `hinterland import`", "表格请用 `hinterland import` 读取"),
    ".xlsx": ("tables are read by `hinterland import`", "表格请用 `hinterland import` 读取"),
    ".zip": ("unpack it and name the documents in it", "请解压后指定其中的文件"),
    "picture": ("recognise its text first (OCR), and give that", "请先识别其中文字（OCR），再提供文本"),
    "": ("give it as .txt, .md, .html, .pdf or .docx", "请提供 .txt、.md、.html、.pdf 或 .docx 文件"),
}
_PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic"}
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", ".doc"),
    (b"{\\rtf", ".rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
)
_HTML = re.compile(
    rb"\s{0,200}(?:\xef\xbb\xbf)?\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,200})?(?:<!--.{0,300}?-->\s{0,200})?"
    rb"<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_MHTML = re.compile(
    rb"(?:From|MIME-Version|Date|Snapshot-Content-Location|Subject): ?[^\0]{0,2000}multipart/related",
    re.IGNORECASE,
)
_WORDS = re.compile(r"\w")


def load(path: Path | str) -> Source:
    """Open the document at `path`.

    Text and Markdown come back character for character. HTML, PDF and Word documents are taken apart in a process
    of their own, bounded in time and memory, for such libraries run on bytes that nobody vouches for.

    Raises
    ------
    DocumentError
        If it cannot be opened: missing, too large, damaged, locked, of a form that is not read.
    NoText
        If it opens and holds no text.
    """
    path = Path(path)
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise DocumentError(
                path.name or str(path),
                "is a folder or a device; name the documents in it",
                "是文件夹或设备；请指定其中的文件",
            )
        form = SUFFIXES.get(path.suffix.lower(), "text")
        _check_size(path.name, about.st_size, max(form, "pdf", key=lambda f: LIMITS[f][0]))
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(
            path.name or str(path),
            f"cannot be opened ({reason}). Check its name and that you may read it",
            f"无法打开（{reason}）。请检查文件名和读取权限",
        ) from error
    return load_bytes(data, path.name)


def load_bytes(data: bytes, name: str) -> Source:
    """Open a document from its bytes; `name` is the file's name, whose suffix says what it is (see `load`)."""
    name = Path(name).name or "document"
    form = form_of(data, name)
    _check_size(name, len(data), form)
    if not data.strip():
        raise _empty(name)
    if form in ("text", "markdown"):
        text, encoding = decode(data, name)
        found: dict[str, Any] = {"text": text}
    else:
        from hinterland.reading.sources.apart import take_apart  # noqa: PLC0415 (plain text needs no process)

        encoding = ""
        if form == "html" and not _MHTML.match(data):
            text, encoding = decode(data, name, declared=True)
            if not _WORDS.search(text):
                raise _empty(name)
            data = text.encode("utf-8", "replace")
        found = take_apart(form, data, name)
    if not _WORDS.search(found["text"]):
        raise _empty(name)
    return Source(name=name, form=form, encoding=encoding, **found)


def form_of(data: bytes, name: str) -> Form:
    """Return the form of a document, by its first bytes, else by the suffix of its name.

    Raises
    ------
    DocumentError
        If it is of a form that is not read.
    """
    suffix = Path(name).suffix.lower()
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        if suffix == ".docx" or b"word/document.xml" in data:
            return "docx"
        raise _unread(name, suffix if suffix in _ADVICE else ".zip")
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise _unread(name, suffix if suffix in _ADVICE else kind)
    if _HTML.match(data[:4_096]) or _MHTML.match(data[:4_096]):
        return "html"
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if not re.fullmatch(r"\.[a-z0-9]{1,5}", suffix):
        return "text"  # "Plan No. 5 of the city": a dot in a title is no suffix
    raise _unread(name, "picture" if suffix in _PICTURES else suffix)


def _unread(name: str, kind: str) -> DocumentError:
    en, zh = _ADVICE.get(kind, _ADVICE[""])
    return DocumentError(name, f"is of a form that is not read: {en}", f"的格式不受支持：{zh}")


def _empty(name: str) -> NoText:
    return NoText(name, "holds no text. Check that it was saved whole", "没有文字。请检查是否保存完整")


def _check_size(name: str, size: int, form: Form) -> None:
    limit, en, zh = LIMITS[form]
    if size > limit * MEGABYTE:
        raise DocumentError(
            name,
            f"has {size / MEGABYTE:,.0f} MB, more than the {limit} MB that are read of such a file; {en}",
            f"有 {size / MEGABYTE:,.0f} MB，超过此类文件 {limit} MB 的上限；{zh}",
        )
