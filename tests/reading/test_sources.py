"""Documents are opened: text character for character, in whatever encoding; pages, PDF and Word by their words."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_files import FILES, docx, page, paragraph, pdf

from hinterland.errors import DocumentError
from hinterland.reading.sources import load, load_bytes
from hinterland.reading.sources.load import form_of

if TYPE_CHECKING:
    from pathlib import Path

ZH = "到2027年，全市储能产业产值达到500亿元，年产电池20吉瓦时，新增就业岗位1.2万个。\n"
TRADITIONAL = "公司預計2025年在台中興建新廠，總投資額120億元，並將創造800個就業機會。\n"
GERMAN = "Das Werk in Köln wird für 200 Millionen € ausgebaut; später entstehen über 900 Arbeitsplätze.\n" * 3
PLAN_ZH = (
    "东港市储能产业发展规划\n\n"
    "到2027年，全市储能产业产值达到500亿元，年产电池20吉瓦时，新增就业岗位1.2万个。\n\n"
    "市政府将设立总规模30亿元的产业基金，支持企业建设研发中心和生产基地，力争培育5家年产值超过10亿元的龙头企业。\n\n"
    "规划期内，全市计划建设换电站60座、充电桩8000根，本地配套率不低于60%。"
)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a", "a.MARKDOWN", "Plan No. 5 of the city"])
@pytest.mark.parametrize(
    "text",
    ["One line\r\nand two\rand three\n", "\ufeffmarked \u200fאב\u200e", "１２３\u3000万辆\u200b", "a\x0cb"],
)
def test_text_comes_back_character_for_character(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode())
    with path.open(encoding="utf-8", newline="") as file:
        assert load(path).text == file.read() == text
    assert load(path).encoding == "utf-8"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_every_text_in_utf_8_comes_back_as_it_was(text: str) -> None:
    whole = f"Plan {text}"
    assert load_bytes(whole.encode(), "a.txt").text == whole


@pytest.mark.parametrize(
    ("text", "written", "encoding"),
    [
        (ZH, "gb18030", "gb18030"),
        (ZH, "gb2312", "gb18030"),
        (ZH * 40, "gbk", "gb18030"),
        (TRADITIONAL, "big5", "big5hkscs"),
        (ZH, "utf-16", "utf-16"),
        (ZH, "utf-32", "utf-32"),
        ("Output rises to 20 GWh by 2027.\r\n", "utf-16-le", "utf-16-le"),
        ("Output rises to 20 GWh by 2027.\r\n", "utf-16-be", "utf-16-be"),
        (GERMAN, "cp1252", None),
        ("Завод построят к 2027 году, он даст работу 900 жителям.\n" * 5, "cp1251", None),
        ("20 GWh by 2027\n", "ascii", "utf-8"),
    ],
)
def test_encodings_are_told_apart(text: str, written: str, encoding: str | None) -> None:
    source = load_bytes(text.encode(written), "a.txt")
    assert source.text == text
    assert encoding is None or source.encoding == encoding


def test_latin_1_is_not_taken_for_chinese() -> None:
    assert load_bytes("Zürich, Genève, Besançon: 3 plants\n".encode("latin-1"), "a.txt").text.startswith(
        "Zürich"
    )


def test_utf_8_that_was_cut_loses_only_what_is_broken() -> None:
    source = load_bytes(ZH.encode()[1:], "a.txt")
    assert source.text.endswith(ZH[1:])
    assert source.encoding == "utf-8"


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [
        (b"%PDF-1.4", "a.txt", "pdf"),
        (docx(""), "a.docx", "docx"),
        (docx(""), "a.bin", "docx"),
        (b"  <!DOCTYPE html><html>", "a.txt", "html"),
        (b"<?xml version='1.0'?>\n<!-- saved --><html>", "a", "html"),
        (b"<p>no head</p>", "a.htm", "html"),
        (b"# Title", "a.md", "markdown"),
        (b"text", "a.TXT", "text"),
    ],
)
def test_the_form_is_told_by_the_first_bytes_then_by_the_name(data: bytes, name: str, form: str) -> None:
    assert form_of(data, name) == form


def test_a_saved_page_gives_its_article_and_says_who_published_it_when() -> None:
    source = load(FILES / "page_gb18030.html")
    assert source.text == PLAN_ZH.partition("\n\n")[2]
    assert (source.title, source.publisher) == ("东港发布储能规划", "东港日报")
    assert (source.published, source.encoding) == ("2024-04-12", "gb18030")
    assert source.address == "https://www.example.cn/news/2024/t0412.html"


def test_scripts_menus_and_comments_are_no_text() -> None:
    body = (
        "<nav><a href='/'>Home</a><a href='/x'>Invest 9 billion</a></nav><script>var x = '7 billion'</script>"
        + "".join(
            f"<p>Paragraph {n} says that {n}0 plants will be built in the city by 2027.</p>"
            for n in range(1, 5)
        )
        + "<noscript>8 billion</noscript><style>p{width:6}</style>"
    )
    text = load_bytes(page(body), "a.html").text
    assert "billion" not in text
    assert text.count("\n\n") == 3


def test_a_page_of_a_few_words_falls_back_to_the_plain_reading() -> None:
    assert "20 GWh" in load_bytes(page("<div>20 GWh</div>"), "a.html").text


def test_a_page_saved_as_mhtml_is_opened() -> None:
    html = "<html><body><p>The plant will make 20 GWh of cells a year from 2027 on.</p></body></html>"
    data = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/a\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="XX"\r\n\r\n--XX\r\n'
        f'Content-Type: text/html; charset="utf-8"\r\n\r\n{html}\r\n--XX--\r\n'
    ).encode()
    source = load_bytes(data, "a.mhtml")
    assert source.text == "The plant will make 20 GWh of cells a year from 2027 on."
    assert source.address == "https://example.org/a"


def test_a_pdf_with_an_embedded_chinese_font_gives_its_paragraphs() -> None:
    source = load(FILES / "plan_zh.pdf")
    assert source.text == PLAN_ZH
    assert source.title == "规划"


def test_a_pdf_says_which_of_its_pages_are_pictures_only_where_they_are() -> None:
    assert load_bytes(pdf([(50, 500, "Text")], []), "a.pdf").pictures == ()


def test_a_word_document_keeps_order_tables_and_inserted_text() -> None:
    source = load(FILES / "plan.docx")
    assert source.title == "Storage plan"
    assert source.text.split("\n\n") == [
        "Storage plan",
        "The port city will build 60 swap stations by 2027.",
        "The plan runs to 2027.",
        "Measure\t2025\t2027",
        "Stations\t20\t60",
        "A fund of 3 billion yuan is set up this year.",
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph("a") + paragraph("") + paragraph("b"), "a\n\nb"),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc"),
        ("<w:p><w:hyperlink><w:r><w:t>linked</w:t></w:r></w:hyperlink></w:p>", "linked"),
        ("<w:p><w:smartTag><w:r><w:t>smart</w:t></w:r></w:smartTag></w:p>", "smart"),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>1</w:t></w:r></w:p>", "1"),
        ("<w:p><w:r><w:t>20</w:t><w:noBreakHyphen/><w:t>30</w:t></w:r></w:p>", "20-30"),
        (
            "<w:p><w:r><w:pict><w:txbxContent>" + paragraph("box") + "</w:txbxContent></w:pict></w:r></w:p>",
            "box",
        ),
        (f"<w:tbl><w:tr><w:tc>{paragraph('x')}{paragraph('y')}</w:tc></w:tr></w:tbl>", "x y"),
    ],
)
def test_words_of_word_documents_are_not_lost(body: str, text: str) -> None:
    assert load_bytes(docx(body), "a.docx").text == text


def test_plain_text_is_opened_without_any_library() -> None:
    code = (
        "import sys; from hinterland.reading.sources import load_bytes; load_bytes(b'text', 'a.txt'); "
        "print([m for m in ('lxml', 'trafilatura', 'pypdfium2', 'charset_normalizer', 'polars') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be opened"):
        load(tmp_path / "none.txt")
    with pytest.raises(DocumentError, match="is a folder"):
        load(tmp_path)
