"""The page shows what the documents say: the words in their context, and what is doubtful."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from markupsafe import escape
from quoted import TEXT, issue, reading, source

from hinterland.case import load, save
from hinterland.cluster import Cluster
from hinterland.reading.review.decide import accept_all
from hinterland.reading.review.enter import enter
from hinterland.reading.terms import ISSUES
from hinterland.report.claims import around
from hinterland.report.run import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder: Path = tmp_path_factory.mktemp("claims")
    doubts = (
        issue(TEXT, "30 percent of national output", "ambiguous_denominator", (4,)),
        issue(TEXT, "The county of Jasz", "missing_text"),
    )
    first = enter(Cluster.of({}), source(), reading(TEXT, None, *doubts))
    done = accept_all(first.cluster, first.new[:5], who="reviewer", when=date(2024, 6, 1))
    save(done[-1].cluster, folder / "case")
    return run(load(folder / "case"), folder / "out", as_of="2024-06-01").report.read_text("utf-8")


def test_the_line_of_a_document_tells_what_was_decided_and_how_much_is_doubtful(page: str) -> None:
    section = page[page.index('id="claims"') :]
    line = re.sub("<[^>]+>", "", section[: section.index("</summary>")])
    for words in ("Cells for Szolnok", "confirmed已确认 5", "draft草稿 1", "open doubts未决疑点 2"):
        assert words in line


def test_words_stand_in_their_context_with_the_blanks_of_the_text(page: str) -> None:
    section = page[page.index('id="claims"') :]
    shown = re.findall("<blockquote>(.*?)</blockquote>", section, re.DOTALL)
    assert len(shown) == 6
    for quotation in shown:
        plain = quotation.replace("<mark>", "").replace("</mark>", "").strip("…")
        assert plain.strip() in TEXT


def test_doubts_stand_with_their_claim_or_at_the_end(page: str) -> None:
    section = page[page.index('id="claims"') : page.index('id="agreements"')]
    row = section[section.index('id="claim-szolnok_c05"') :]
    assert escape(ISSUES["ambiguous_denominator"][0]) in row[: row.index("</tr>")]
    assert escape(ISSUES["missing_text"][0]) in section[section.index("Elsewhere in the document") :]


@pytest.mark.parametrize(
    ("before", "exact", "after", "whole"),
    [
        ("signed on", "May 14", "with", "signed on |May 14| with"),
        ("signed on", "May 14", ". Then", "signed on |May 14|. Then"),
        ("a plant (", "40 GWh", ") by", "a plant (|40 GWh|) by"),
        ("计划投资", "30亿元", "建设", "计划投资|30亿元|建设"),
        ("计划投资", "USD 30", "，建设", "计划投资|USD 30|，建设"),
        (None, "40 GWh", None, "|40 GWh|"),
    ],
)
def test_the_blank_between_words_is_put_back_where_one_stood(
    before: str | None, exact: str, after: str | None, whole: str
) -> None:
    found = around({"prefix": before, "exact": exact, "suffix": after})
    assert f"{found['before']}|{found['exact']}|{found['after']}" == whole
