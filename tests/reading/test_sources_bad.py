"""Bad documents: a clear error in bounded time and memory, and never anything else."""

from __future__ import annotations

import contextlib
import os
import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from source_files import FILES, docx, page, paragraph, pdf

from hinterland.errors import DocumentError, NoText
from hinterland.reading.sources import apart, load, load_bytes

if TYPE_CHECKING:
    from pathlib import Path

GOOD = {
    "a.pdf": pdf([(50, 500, "The plant makes 20 GWh")], title="Plan"),
    "a.docx": docx(paragraph("The plant makes 20 GWh")),
    "a.html": page("<p>The plant makes 20 GWh of cells a year from 2027.</p>"),
    "a.txt": "到2027年建成20座 plants".encode(),
}
BOMB = docx(paragraph("a"), parts={"word/media/a.xml": b"\0" * 70_000_000})


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.txt", "holds no text"),
        (b" \r\n\t\n", "a.md", "holds no text"),
        (b"\xef\xbb\xbf", "a.txt", "holds no text"),
        ("\ufeff".encode("utf-16"), "a.txt", "holds no text"),
        (b"", "a.pdf", "holds no text"),
        (b"", "a.html", "holds no text"),
        (b"\x7fELF\x02\x01\x01" + b"\0" * 40 + b"code", "a.txt", "control characters"),
        (bytes(range(256)) * 20, "a.txt", "control characters"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 9, "a.txt", "OCR"),
        (b"\xff\xd8\xff\xe0", "a.jpg", "OCR"),
        (b"\xff\xfea", "a.txt", "begins as UTF-16"),
        (b"%PDF-1.7\nnothing", "a.pdf", "damaged"),
        (GOOD["a.pdf"][:200], "a.pdf", "damaged"),
        (b"text", "a.pdf", "damaged"),
        ((FILES / "locked.pdf").read_bytes(), "a.pdf", "password"),
        ((FILES / "scanned.pdf").read_bytes(), "a.pdf", "no text layer"),
        (pdf([]), "a.pdf", "no text layer"),
        (b"PK\x03\x04 no archive", "a.docx", "damaged"),
        (GOOD["a.docx"][:100], "a.docx", "damaged"),
        (docx("<w:p>"), "a.docx", "damaged"),
        (docx("", head='<!DOCTYPE a [<!ENTITY b "c">]>'), "a.docx", "entities"),
        (docx(""), "a.docx", "holds no text"),
        (docx("<w:p>" * 300 + "</w:p>" * 300), "a.docx", "nested too deeply"),
        (BOMB, "a.docx", "would unpack to 70 MB"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "a.doc", "Word document"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "a.docx", "Word document"),
        (b"{\\rtf1 text}", "a.rtf", "Word document"),
        (b"a,b\n1,2\n", "a.csv", "hinterland import"),
        (b"{}", "a.json", "give it as .txt"),
        (page("<script>document.write('20 plants')</script>"), "a.html", "only scripts"),
        (page("<iframe src='b.html'></iframe>"), "a.html", "only scripts"),
    ],
    ids=lambda given: given if isinstance(given, str) else f"{len(given)} bytes",
)
def test_a_bad_document_is_told_with_its_name_and_what_to_do(data: bytes, name: str, words: str) -> None:
    with pytest.raises(DocumentError, match=words) as caught:
        load_bytes(data, name)
    assert str(caught.value).startswith(name)
    assert caught.value.in_("zh").startswith(f"{name}：")
    assert caught.value.in_("zh").encode("gb18030").isascii() is False


def test_a_document_without_text_is_an_error_of_its_own() -> None:
    with pytest.raises(NoText):
        load_bytes(b"", "a.txt")


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(DocumentError, match="has 50 MB, more than the 10 MB"):
        load(path)


def test_a_zip_that_is_locked_is_told(tmp_path: Path) -> None:
    data = bytearray(GOOD["a.docx"])
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1  # the directory says that the part is encrypted
    with pytest.raises(DocumentError, match="password"):
        load_bytes(bytes(data), "a.docx")


def test_a_pipe_is_no_document(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes with names")
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(DocumentError, match="device"):
        load(tmp_path / "pipe.txt")


def test_what_takes_too_long_is_ended_and_the_next_document_is_opened() -> None:
    with pytest.raises(DocumentError, match="took longer than"):
        apart.take_apart("html", GOOD["a.html"], "a.html", 1e-6)
    assert load_bytes(GOOD["a.pdf"], "a.pdf").text == "The plant makes 20 GWh"


def test_a_reader_that_breaks_off_is_a_fault_of_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(process: object, *rest: object) -> None:
        process.kill()  # type: ignore[attr-defined]

    monkeypatch.setattr(apart, "_exchange", killed)
    with pytest.raises(DocumentError, match="broke off"):
        load_bytes(GOOD["a.docx"], "a.docx")


def test_ctrl_c_ends_the_process_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*rest: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(apart, "_exchange", stopped)
    with pytest.raises(KeyboardInterrupt):
        load_bytes(GOOD["a.docx"], "a.docx")
    assert apart._OPENER._process is None


@pytest.mark.skipif(os.name != "posix", reason="no bound on memory there")
def test_memory_of_the_process_is_bounded() -> None:
    code = docx("<w:p><w:r><w:t>" + "x" * 60_000_000 + "</w:t></w:r></w:p>")
    with pytest.raises(DocumentError, match=r"memory|characters|damaged"):
        load_bytes(code, "a.docx")


NAMES = st.sampled_from(["a.txt", "a.md", "a.html", "a.mhtml", "a.pdf", "a.docx", "a", "a.xyz"])
HEADS = st.sampled_from(
    [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<!DOCTYPE html>", b"\xff\xfe", b"\xef\xbb\xbf", b"\xfe\xff"]
)


def opened(data: bytes, name: str) -> None:
    with contextlib.suppress(DocumentError):
        source = load_bytes(data, name)
        assert source.text.strip()
        source.text.encode("utf-8")


@given(HEADS, st.binary(max_size=400), NAMES)
def test_random_bytes_raise_nothing_but_document_errors(head: bytes, data: bytes, name: str) -> None:
    opened(head + data, name)


@settings(max_examples=40)
@given(st.sampled_from(sorted(GOOD)), st.data())
def test_documents_with_broken_bytes_raise_nothing_but_document_errors(
    name: str, data: st.DataObject
) -> None:
    whole = bytearray(GOOD[name])
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    opened(bytes(whole), name)
    opened(bytes(whole[:cut]), name)


@pytest.mark.soak
def test_mutated_real_files_raise_nothing_but_document_errors() -> None:
    draw = random.Random(5)
    rounds = 400 if os.environ.get("HINTERLAND_SOAK") else 15
    for path in sorted(FILES.iterdir()):
        good = path.read_bytes()
        for _ in range(rounds):
            whole = bytearray(good)
            for _ in range(draw.randint(1, 30)):
                whole[draw.randrange(len(whole))] = draw.randrange(256)
            opened(bytes(whole), path.name)
