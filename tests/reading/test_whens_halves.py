"""Halves and quarters as figures, and the gas that is written like one of them."""

from __future__ import annotations

from datetime import date

import pytest

from hinterland.reading.text import Text
from hinterland.reading.whens import find_whens


def dates(words: str) -> list[tuple[str, str]]:
    text = Text.of(words)
    return [(w.first, w.date) for w in find_whens(text.clean, text.sentences, date(2024, 5, 1))]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Sales fell in H1 2025.", [("2025-01", "2025-06")]),
        ("H2 2025 sales rose.", [("2025-07", "2025-12")]),
        ("The H2 of 2024 was good.", [("2024-07", "2024-12")]),
        ("It will open in H2.", [("2024-07", "2024-12")]),
        ("H1 revenue rose.", [("2024-01", "2024-06")]),
        ("Estrecho H2 agreed.", []),
        ("It sells H2 to a refinery.", []),
        ("It will supply H2 in 2030.", [("", "2030")]),
        ("It invests in H2 storage.", []),
        ("It starts in Quarter IV/2026.", [("2026-10", "2026-12")]),
        ("It starts in quarter 3 of 2025.", [("2025-07", "2025-09")]),
        ("It starts in Q4/2026.", [("2026-10", "2026-12")]),
        ("This quarter 3 firms left.", [("2024-04", "2024-06")]),
        ("In the nine months ended September 2023 it grew.", [("2023-01", "2023-09")]),
        ("It opened in May '24.", [("", "2024-05")]),
        ("He said that in 2022 it grew.", [("", "2022")]),
    ],
)
def test_halves_and_quarters_are_told_from_hydrogen(words: str, wanted: list[tuple[str, str]]) -> None:
    assert dates(words) == wanted
