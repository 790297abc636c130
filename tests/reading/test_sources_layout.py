"""Lines of pages become paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_files import pdf

from hinterland.reading.sources import load_bytes
from hinterland.reading.sources.layout import Line, join, paragraphs, without_running_heads

WIDE = 60


def lines(*words: str, top: float = 500, left: float = 50, size: float = 10) -> list[Line]:
    """Lines of a page, 12 points apart, each letter 5 points wide."""
    return [
        Line(
            w.strip(),
            left + 10 * (len(w) - len(w.lstrip())),
            left + 5 * len(w),
            top - 12 * n,
            size,
            5 * len(w.split()[0]),
        )
        for n, w in enumerate(words)
    ]


def full(words: str) -> str:
    """Words stretched to the width of the column."""
    return words + " " + "x" * (WIDE - len(words) - 1)


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("the plant will", "make cells", "the plant will make cells"),
        ("manu-", "facturing", "manufacturing"),
        ("lithium-", "ion cells", "lithium-ion cells"),
        ("from 20-", "30 GWh", "from 20-30 GWh"),
        ("the Sino-", "German park", "the Sino-German park"),
        ("plants -", "and more", "plants - and more"),
        ("soft\u00ad", "ware", "software"),
        ("年产电池", "20吉瓦时", "年产电池20吉瓦时"),
        ("到2027", "年", "到2027年"),
        ("2021—", "2025年", "2021—2025年"),
        ("和", "NIO", "和NIO"),
        ("", "a", "a"),
    ],
)
def test_two_lines_are_joined_as_one_would_read_them(before: str, after: str, text: str) -> None:
    assert join(before, after) == text


@pytest.mark.parametrize(
    ("word", "end"), [("re-use", "re-use again by all."), ("reuse", "reuse again by all.")]
)
def test_a_hyphen_is_kept_where_the_document_writes_the_word_with_one(word: str, end: str) -> None:
    page = [
        Line(words, 50, 350, 500 - 12 * n, 10, 20)
        for n, words in enumerate(
            (f"a plan of {word} is made", f"and more {word} of all by re-", "use again by all.")
        )
    ]
    assert paragraphs([page]).endswith(end)


def test_a_line_that_had_room_for_the_next_word_ends_its_paragraph() -> None:
    page = lines(full("One"), "ends here.", full("Two"), "ends.")
    assert paragraphs([page]).count("\n\n") == 1


def test_a_gap_an_item_a_size_or_an_indent_begins_a_paragraph() -> None:
    first = lines(full("one"), full("two"), full("three"))
    assert paragraphs([[*first, *lines(full("four"), top=500 - 36 - 12)]]).count("\n\n") == 1
    assert paragraphs([[*first, *lines(full("- item"), top=500 - 36)]]).count("\n\n") == 1
    assert paragraphs([[*first, *lines(full("head"), top=500 - 36, size=14)]]).count("\n\n") == 1
    assert paragraphs([[*first, *lines("  " + full("indented"), top=500 - 36)]]).count("\n\n") == 1
    assert paragraphs([[*first, *lines(full("plain"), top=500 - 36)]]).count("\n\n") == 0


def test_a_paragraph_goes_on_over_the_page() -> None:
    assert paragraphs([lines(full("one"), full("two")), lines(full("three"), "four.")]).count("\n\n") == 0
    assert paragraphs([lines(full("one"), "two."), lines(full("three"), "four.")]).count("\n\n") == 1


@pytest.mark.parametrize(
    "foot", ["{}", "- {} -", "— {} —", "Page {} of 4", "第{}页", "第 {} 页 共 4 页", "Plan of the city {}"]
)
def test_running_heads_and_page_numbers_are_dropped(foot: str) -> None:
    pages = [
        lines("Development plan", f"body {w} of page", f"more {w}", foot.format(n + 3))
        for n, w in enumerate("abcd")
    ]
    assert [[x.text for x in p] for p in without_running_heads(pages)] == [
        [f"body {w} of page", f"more {w}"] for w in "abcd"
    ]


def test_numbers_that_do_not_run_with_the_pages_stay() -> None:
    pages = [lines("text one", "1,200"), lines("text two", "1,900"), lines("text three", "350")]
    assert without_running_heads(pages) == pages


def test_what_a_browser_prints_at_the_edges_is_dropped() -> None:
    page = lines("11/27/26, 2:24 PM The plan", "text", "https://example.org/a 1/1")
    assert [x.text for x in without_running_heads([page])[0]] == ["text"]


@given(st.lists(st.lists(st.text(min_size=1, max_size=80).filter(str.strip), max_size=6), max_size=4))
def test_words_of_lines_inside_a_page_are_never_lost(pages: list[list[str]]) -> None:
    guarded = [[*"abc", *p, *"def"] for p in pages]  # the edges may be running heads
    laid = [
        [Line(w.strip(), 50, 50 + 5 * len(w), 500 - 12 * n, 10, 20) for n, w in enumerate(p)] for p in guarded
    ]
    text = paragraphs(laid)
    for page in pages:
        for words in page:
            assert words.strip().rstrip("-\u00ad\u2010\ufffe\x02").strip() in text


def test_a_pdf_of_three_pages_reads_on_without_heads_and_hyphens() -> None:
    body = [
        "The city plans to widen its batt-", "ery plants, and by 2027 the out-",
        "put is to rise to 20 GWh a year.", "Jobs follow: 1,200 of them.",
    ]  # fmt: skip
    pages = [
        [
            (50, 560, "Plan of the Port"),
            *[(50, 500 - 12 * n, w.replace("city", f"city {'abc'[p - 1]}")) for n, w in enumerate(body)],
            (190, 30, str(p)),
        ]
        for p in (1, 2, 3)
    ]
    text = load_bytes(pdf(*pages, title="The plan"), "a.pdf").text
    assert "Plan of the Port" not in text
    assert (
        text.count("plans to widen its battery plants, and by 2027 the output is to rise to 20 GWh a year.")
        == 3
    )
    assert text.splitlines()[-1].endswith("1,200 of them.")
