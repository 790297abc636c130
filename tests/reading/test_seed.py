"""The article that began it: read, confirmed into a new case without typing a number, shown in the report.

Its text is not ours and not in the repository: the tests are skipped where it is not at hand.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hinterland.case import load, save
from hinterland.cluster import Cluster
from hinterland.promises import track
from hinterland.reading.read import Reading, read_text
from hinterland.reading.review import Session, enter
from hinterland.reading.sources.source import Source

ARTICLE = Path(__file__).parents[3] / "shared" / "seed" / "article.txt"
pytestmark = pytest.mark.skipif(not ARTICLE.is_file(), reason="the article is not at hand (shared/seed)")
DAY = date(2021, 8, 11)


@pytest.fixture(scope="module")
def text() -> str:
    return ARTICLE.read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def read(text: str) -> Reading:
    return read_text(text, published=DAY)


@pytest.fixture(scope="module")
def case(read: Reading, text: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("seed") / "case"
    entered = enter(Cluster.of({}), Source("article.txt", text, published="2021-08-11"), read, today=DAY)
    save(entered.cluster, home)
    (home / "documents").mkdir()
    (home / entered.path).write_text(text, "utf-8", newline="")
    Session.open(home, who="reviewer", today=DAY).accept_all()
    return home


def the(read: Reading, text: str, words: str, kind: str) -> Any:
    """The claim of a kind whose quotation holds the words."""
    found = [c for c in read.claims if c.kind == kind and words in text[c.start : c.end]]
    assert len(found) == 1, [text[c.start : c.end] for c in found]
    return found[0]


def test_the_agreement_and_its_scope_are_read(read: Reading, text: str) -> None:
    signed = the(read, text, "strategic cooperation agreement", "agreement")
    assert (signed.modality, signed.deadline, signed.parties) == (
        "signed",
        "2021-08-09",
        ("Nio", "Lingang Group"),
    )
    scope = the(read, text, "headquarters economy", "agreement")
    assert scope.parties == ("Nio", "Lingang Group")
    assert {"major_project", "research", "headquarters", "platform"} <= set(scope.topics)
    assert the(read, text, "exchanges", "agreement").topics == ("chip_supply", "trade", "testing", "talent")


def test_the_centre_its_park_and_the_fund_are_read(read: Reading, text: str) -> None:
    centre = the(read, text, "Nio will set up", "facility")
    assert centre.parties == ("Nio",)
    assert "Caohejing Science and Technology Oasis" in centre.place
    assert the(read, text, "guidance fund", "fund").parties == ("Nio", "Lingang Group")


@pytest.mark.parametrize(
    ("words", "value", "unit", "deadline", "place"),
    [
        ("1.1 trillion", 1.1e12, "currency", "2025", "Guangdong"),
        ("more than 10 percent", 10, "percent", "2023", "Anhui"),
        ("more than 70 percent", 70, "percent", "2023", "Anhui"),
    ],
)
def test_the_plans_of_two_provinces_are_read_with_value_deadline_and_place(
    read: Reading, text: str, words: str, value: float, unit: str, deadline: str, place: str
) -> None:
    claim = the(read, text, words, "target")
    assert (claim.value, claim.unit, claim.comparator, claim.deadline) == (value, unit, "gt", deadline)
    assert place in claim.place[0]
    assert place in claim.parties[0]
    assert text[claim.value_start : claim.value_end].endswith(("percent", "yuan"))


def test_the_factor_of_ten_the_denominator_and_the_missing_words_are_told(read: Reading, text: str) -> None:
    told = {(i.code, text[i.start : i.end]) for i in read.issues}
    fx = next(i for i in read.issues if i.code == "fx_mismatch")
    assert "factor of 10" in fx.en
    assert any(code == "ambiguous_denominator" and "10 percent" in words for code, words in told)
    assert sum(code == "missing_text" for code, _ in told) == 2


def test_confirmed_it_gives_the_board_of_promises(case: Path) -> None:
    board = track(load(case), as_of="2021-08-12")["board"]
    found = set(board.select("required", "unit", "deadline").rows())
    assert {(1.1e12, "CNY", "2025"), (10.0, "percent", "2023"), (70.0, "percent", "2023")} <= found
    assert set(board["verdict"]) == {"not measurable"}


def test_what_is_doubtful_stays_open_after_it_is_confirmed(case: Path) -> None:
    cluster = load(case)
    assert set(cluster["issues"]["state"]) == {"open"}
    assert set(cluster["claims"]["review"]) == {"confirmed"}


def test_the_report_shows_each_promise_with_its_words_in_their_context(case: Path, tmp_path: Path) -> None:
    from hinterland.report.run import run

    page = run(load(case), tmp_path / "out", as_of="2021-08-12").report.read_text("utf-8")
    for row in load(case)["targets"].iter_rows(named=True):
        claim = load(case)["claims"].filter(claim=row["claim"]).row(0, named=True)
        assert f'id="target-{row["target"]}"' in page
        assert f"<mark>{claim['exact']}</mark>" in page.replace("&#39;", "'").replace("&#34;", '"')
    assert "amounts in two currencies do not fit" in page
