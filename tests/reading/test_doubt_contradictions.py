"""Claims of a document against other claims of the case."""

from __future__ import annotations

from typing import Any

import pytest

from hinterland.reading.doubts import find_contradictions
from hinterland.reading.model import Claim

ROW: dict[str, Any] = {
    "claim": "old1", "document": "plan2023", "kind": "target", "modality": "aim", "review": "confirmed",
    "parties": "Guangdong Province", "measure": "auto manufacturing revenue", "value": 1.1e12, "comparator": "gt",
    "unit": "currency", "currency": "CNY", "per": None, "deadline": "2025-12-31", "place_words": "Guangdong",
}  # fmt: skip


def claim(**changed: Any) -> Claim:
    fields: dict[str, Any] = {
        "kind": "target", "modality": "planned", "measure": "auto manufacturing revenue", "value": 0.9e12,
        "value_high": None, "comparator": "eq", "unit": "currency", "currency": "CNY", "deadline": "2025",
        "period_start": None, "parties": ("Guangdong",), "place": (), "topics": (), "start": 10, "end": 60,
        "value_start": 20, "value_end": 40,
    }  # fmt: skip
    return Claim(**(fields | changed))


def test_another_value_of_the_same_measure_party_and_date_is_a_contradiction() -> None:
    (issue,) = find_contradictions([claim()], [ROW])
    assert issue.code == "contradiction"
    assert (issue.start, issue.end, issue.claims) == (10, 60, (0,))
    assert issue.expected == "CNY 1.1 trillion"
    assert issue.stated == "CNY 900 billion"
    assert "plan2023" in issue.en
    assert "plan2023" in issue.zh


@pytest.mark.parametrize(
    "changed",
    [
        {"value": 1.2e12},  # more than 1.1 trillion allows it
        {"value": 1.1e12},
        {"value": None},
        {"deadline": "2030"},
        {"deadline": None},
        {"parties": ("Anhui Province",)},
        {"parties": (), "place": ()},
        {"place": ("Hunan",)},
        {"measure": "number of charging stations"},
        {"measure": ""},
        {"currency": "USD"},
        {"per": "year"},
        {"modality": "done"},
        {"comparator": "lt", "value": 1.3e12},
    ],
)
def test_claims_that_can_both_be_true_are_none(changed: dict[str, Any]) -> None:
    assert find_contradictions([claim(**changed)], [ROW]) == []


@pytest.mark.parametrize("review", ["rejected", "edited"])
def test_claims_that_a_person_put_aside_are_not_compared(review: str) -> None:
    assert find_contradictions([claim()], [ROW | {"review": review}]) == []


def test_an_exact_value_below_at_least_is_a_contradiction_and_about_has_some_room() -> None:
    about = ROW | {"comparator": "approx", "value": 1e12}
    assert find_contradictions([claim(value=1.04e12)], [about]) == []
    assert len(find_contradictions([claim(value=1.2e12)], [about])) == 1


def test_chinese_names_agree_without_their_endings() -> None:
    row = ROW | {"parties": "广东省", "measure": "汽车制造业营业收入", "place_words": ""}
    assert len(find_contradictions([claim(parties=("广东",), measure="汽车制造业营业收入")], [row])) == 1


def test_rows_without_values_and_empty_cases_are_passed_over() -> None:
    assert find_contradictions([claim()], [ROW | {"value": None}]) == []
    assert find_contradictions([claim()], []) == []
    assert find_contradictions([], [ROW]) == []
