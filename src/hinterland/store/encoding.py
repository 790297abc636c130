"""Bytes of a text file turned into text: which encoding they are in, and what to say about it."""

from __future__ import annotations

import codecs
import csv
import io
import re

from hinterland.faults import Fault

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 (little-endian)"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 (big-endian)"),
)
_FIX = "Save it as 'CSV UTF-8' in Excel, or as UTF-8 in a text editor"
_COMMON_SHARE = 0.5
"""Share of characters that must be everyday Chinese for bytes to pass as GB18030: the encoding gives a meaning
to almost any bytes, so that "Zürich" in Latin-1 would come out as "Z黵ich" without a word."""


def decode(data: bytes, table: str, file: str) -> tuple[str, list[Fault]]:
    """Return the text that `data` holds and what there is to say about its encoding.

    Tried in turn: byte order marks, strict UTF-8, GB18030 (what Excel in China writes). Where none fits the
    text comes back with replacement characters and an error, so that the other faults can be told as well.
    """
    for mark, encoding, words in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding, words, table, file)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_chinese(data, error, table, file)
    return _without_nul(text, [], table, file)


def _decode_marked(data: bytes, encoding: str, words: str, table: str, file: str) -> tuple[str, list[Fault]]:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        text = data.decode(encoding, errors="replace")
        return _without_nul(text, [_broken(data, error, encoding, words, table, file)], table, file)
    fix = "Nothing to do: it is read as it is"
    notice = Fault(table, None, None, None, f"the file is {words}", fix, "notice", file)
    return _without_nul(text, [notice], table, file)


def _decode_chinese(data: bytes, error: UnicodeDecodeError, table: str, file: str) -> tuple[str, list[Fault]]:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    foreign = re.sub(r"[\x00-\x7f]+", "", text)
    common = len(foreign.encode("gb2312", errors="ignore")) / 2
    if foreign and common >= _COMMON_SHARE * len(foreign):
        sample = re.search(r"[^\x00-\x7f]+", text)
        shown = sample[0] if sample else None
        notice = Fault(
            table, None, None, shown, "the file is not UTF-8; it was read as GB18030", _FIX, "notice", file
        )
        return _without_nul(text, [notice], table, file)
    fault = _broken(data, error, "utf-8", "neither UTF-8 nor GB18030", table, file)
    return _without_nul(data.decode("utf-8", errors="replace"), [fault], table, file)


def _broken(
    data: bytes, error: UnicodeDecodeError, encoding: str, words: str, table: str, file: str
) -> Fault:
    """Return the fault of bytes that are no text, naming the place as a spreadsheet and as an editor count."""
    before = data[: error.start].decode(encoding, errors="replace")
    row = sum(1 for _ in csv.reader(io.StringIO(f"{before}x", newline="")))
    shown = data[error.start : error.start + 4].hex(" ")
    rule = f"byte {error.start} of the file is no text: it is {words}"
    return Fault(table, row, None, shown, rule, _FIX, "error", file)


def _without_nul(text: str, faults: list[Fault], table: str, file: str) -> tuple[str, list[Fault]]:
    if "\0" not in text:
        return text, faults
    row = sum(1 for _ in csv.reader(io.StringIO(text[: text.index("\0")] + "x", newline="")))
    rule = "the file holds NUL characters: it is damaged, or UTF-16 without a mark; they were left out"
    return text.replace("\0", ""), [*faults, Fault(table, row, None, None, rule, _FIX, "error", file)]
