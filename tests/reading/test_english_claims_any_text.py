"""Any text is read without a fault, in time that grows with its length."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hinterland.reading.english import find_claims
from hinterland.reading.read import tag
from hinterland.reading.text import Text

PUBLISHED = date(2024, 5, 10)
WORDS = [
    "the",
    "a",
    "its",
    "it",
    "they",
    "which",
    "that",
    "who",
    "where",
    "whose",
    "and",
    "or",
    "but",
    ",",
    ".",
    ";",
    ":",
    "(",
    ")",
    "-",
    "“",
    "”",
    "'",
    "'s",
    "to",
    "of",
    "in",
    "at",
    "by",
    "from",
    "with",
    "for",
    "as",
    "will",
    "would",
    "is",
    "are",
    "was",
    "has",
    "have",
    "had",
    "been",
    "being",
    "not",
    "no",
    "plans",
    "plan",
    "planned",
    "aims",
    "expected",
    "due",
    "set",
    "scheduled",
    "said",
    "according",
    "built",
    "build",
    "builds",
    "building",
    "opened",
    "opens",
    "sign",
    "signed",
    "agreed",
    "agreement",
    "deal",
    "plant",
    "factory",
    "park",
    "fund",
    "policy",
    "law",
    "launch",
    "invest",
    "invested",
    "cost",
    "worth",
    "revenue",
    "sales",
    "capacity",
    "output",
    "jobs",
    "people",
    "percent",
    "$5",
    "million",
    "12",
    "GWh",
    "200,000",
    "vehicles",
    "double",
    "half",
    "2026",
    "by",
    "2030",
    "in",
    "2021",
    "on",
    "Monday",
    "2021-2025",
    "then",
    "year",
    "Alba",
    "Metals",
    "Ltd",
    "Corvo",
    "Group",
    "Pune",
    "Gujarat",
    "government",
    "ministry",
    "company",
    "two",
    "sides",
    "headquartered",
    "based",
    "founded",
    "subsidiary",
    "owned",
    "up",
    "down",
    "more",
    "than",
]


def claims_of(raw: str) -> None:
    text = Text.of(raw)
    tagged = tag(text, PUBLISHED)
    for draft in find_claims(text.clean, tagged, PUBLISHED):
        assert 0 <= draft.start < draft.end <= len(text.clean)
        if draft.quantity:
            assert draft.start <= draft.quantity.start < draft.quantity.end <= draft.end
        assert all(draft.parties)
        assert all(draft.places)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_any_row_of_words_is_read_without_a_fault(row: list[str]) -> None:
    claims_of(" ".join(row))


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200))
def test_any_characters_are_read_without_a_fault(raw: str) -> None:
    claims_of(raw)


@pytest.mark.parametrize(
    "piece",
    [
        "Alba will build a plant and ",
        "that which ",
        "the plant, ",
        "5 jobs and ",
        "(",
        "to build to ",
        "Alba and Corvo, ",
        "is ",
    ],
)
def test_a_sentence_without_end_takes_bounded_time(piece: str) -> None:
    raw = piece * (60_000 // len(piece))
    text = Text.of(raw)
    tagged = tag(text, PUBLISHED)
    start = time.process_time()
    find_claims(text.clean, tagged, PUBLISHED)
    assert time.process_time() - start < 20
