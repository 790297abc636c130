"""The reader is held to articles with known claims: those the rules were written with, and those they were not.

All articles are invented for these tests (tests/reading/articles/README.md). The floors stand a little below what was
measured: a change that falls through one has made the reader worse.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from scoring import Score, articles, fits, score, score_folder, whole

HERE = Path(__file__).parent / "articles"


@pytest.fixture(scope="module")
def practice() -> dict[str, Score]:
    return score_folder(HERE / "practice")


@pytest.fixture(scope="module")
def held_out() -> dict[str, Score]:
    return score_folder(HERE / "held_out")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_articles_the_rules_were_written_with_are_read_almost_whole(
    practice: dict[str, Score], lang: str
) -> None:
    found = whole(practice, lang)
    assert found.texts >= 30
    assert found.recall >= 0.96
    assert found.precision >= 0.96
    assert found.share("comparator") >= 0.98
    assert found.share("deadline") >= 0.94
    assert found.share("parties") >= 0.94
    assert found.share("place") >= 0.86
    assert found.issues_found >= 0.94 * found.issues
    assert found.issues_false <= found.texts / 5


@pytest.mark.parametrize(
    ("lang", "floors"),
    [
        ("en", {"comparator": 0.97, "deadline": 0.93, "parties": 0.85, "place": 0.85}),
        ("zh", {"comparator": 0.97, "deadline": 0.95, "parties": 0.93, "place": 0.93}),
    ],
)
def test_articles_that_nobody_looked_at_are_read_nearly_as_well(
    held_out: dict[str, Score], lang: str, floors: dict[str, float]
) -> None:
    found = whole(held_out, lang)
    assert found.texts >= 10
    assert found.recall >= 0.92
    assert found.precision >= 0.96
    for name, floor in floors.items():
        assert found.share(name) >= floor, name
    assert found.issues_false <= found.texts / 5


@pytest.mark.parametrize("folder", ["practice", "held_out"])
def test_no_value_is_read_wrong_by_a_power_of_ten(folder: str) -> None:
    """Where a claim stands on the words of an item, its value is the item's, or nothing was read."""
    from scoring import common, day, span

    from hinterland.reading.read import read_text

    for name, text, gold in articles(HERE / folder):
        claims = read_text(text, published=day(gold["published"])).as_dict()["claims"]
        for item in gold["items"]:
            if not item["value"]:
                continue
            over = [c for c in claims if c["value"] and common(span(item), span(c))]
            near = [
                c
                for c in over
                if any(abs(c["value"] / item["value"] - 10.0**p) < 1e-6 for p in range(-9, 10) if p)
            ]
            right = [c for c in over if fits(item, c)]
            assert right or not near, (name, item["quote"], [c["value"] for c in near])


def test_the_score_of_the_gold_itself_is_full_and_of_nothing_is_none() -> None:
    """The measure measures: what is known scores one, an empty reading nothing, wrong values are missed."""
    _, _, gold = articles(HERE / "practice")[0]
    claims = [{**i, "evidence": {"claim": {"exact": i["quote"]}}} for i in gold["items"]]
    full = score(gold, {"claims": claims, "issues": gold["issues"]})
    assert (full.recall, full.precision) == (1.0, 1.0)
    assert full.issues_found == len(gold["issues"])
    none = score(gold, {"claims": [], "issues": []})
    assert none.recall == 0.0
    wrong = [{**c, "value": c["value"] * 10 if c["value"] else c["value"], "kind": "fact"} for c in claims]
    assert score(gold, {"claims": wrong, "issues": []}).recall < 0.5
