"""What is read enters a case, a person decides, and a confirmed claim becomes rows that a study can use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quoted import DAY, TEXT, claim, claims, issue, reading, source

from hinterland.case import load, save
from hinterland.cluster import Cluster
from hinterland.errors import CaseError
from hinterland.promises import track
from hinterland.reading.review.anchor import anchor
from hinterland.reading.review.decide import accept, accept_all, edit, pending, reject, take_back
from hinterland.reading.review.enter import Entered, enter, known_document
from hinterland.reading.review.rows import readable_id
from hinterland.reading.review.session import Session

if TYPE_CHECKING:
    from pathlib import Path

ME, TODAY = "reviewer", date(2024, 6, 1)


def entered(*issues: object) -> Entered:
    return enter(Cluster.of({}), source(), reading(TEXT, None, *issues))  # type: ignore[arg-type]


def ids(cluster: Cluster, table: str) -> list[str]:
    return cluster[table][cluster[table].columns[0]].to_list()


def all_accepted(*issues: object) -> Cluster:
    first = entered(*issues)
    return accept_all(first.cluster, first.new, who=ME, when=TODAY)[-1].cluster


def test_a_reading_enters_as_document_drafts_evidence_and_issues() -> None:
    found = entered(issue(TEXT, "30 percent of national output", "ambiguous_denominator", (4,)))
    assert len(found.new) == 6
    claim = found.cluster["claims"].row(2, named=True)
    assert (claim["value"], claim["unit"], claim["deadline"], claim["review"]) == (
        40.0,
        "GWh",
        "2028",
        "draft",
    )
    assert TEXT[claim["start"] : claim["end"]] == claim["exact"]
    assert found.cluster["evidence"].filter(field="value")["exact"].to_list() == [
        "40 GWh",
        "12 GWh",
        "30 percent",
        "40 turbines",
    ]
    row = found.cluster["issues"].row(0, named=True)
    assert (row["code"], row["state"], row["claims"]) == ("ambiguous_denominator", "open", found.new[4])
    assert found.path.startswith("documents/szolnok-")


def test_drafts_are_shown_in_the_order_of_the_text() -> None:
    found = entered()
    assert [r["claim"] for r in pending(found.cluster)] == list(found.new)


def test_a_signed_agreement_is_shown_before_what_a_headline_says_of_its_work() -> None:
    headline = "Tisza Cell to build a research centre\n"
    text = headline + TEXT
    site = claim(
        text,
        "Tisza Cell to build a research centre",
        kind="facility",
        measure="research centre",
        parties=("Tisza Cell",),
    )
    signed = claim(
        text,
        "Tisza Cell and the city of Szolnok signed a strategic cooperation agreement on May 14, 2024",
        kind="agreement",
        modality="signed",
        measure="strategic cooperation agreement",
        parties=("Tisza Cell", "Szolnok"),
        deadline="2024-05-14",
    )
    cluster = enter(Cluster.of({}), source(text), reading(text, (site, signed))).cluster
    shown = [r["claim"] for r in pending(cluster)]
    assert shown == ["szolnok_c02", "szolnok_c01"]
    for id_ in shown:
        cluster = accept(cluster, id_, who=ME, when=TODAY).cluster
    assert cluster["workstreams"]["kind"].to_list() == ["rnd_centre"]


def test_confirmed_claims_become_agreement_work_targets_and_observations() -> None:
    case = all_accepted()
    agreement = case["agreements"].row(0, named=True)
    assert (agreement["kind"], agreement["signed"], agreement["parties"]) == (
        "strategic_cooperation",
        "2024-05-14",
        "Tisza Cell; Szolnok",
    )
    assert case["workstreams"]["kind"].to_list() == ["rnd_centre", "talent"]
    assert set(case["workstreams"]["agreement"]) == {agreement["agreement"]}
    assert case["targets"].select("value", "unit", "deadline", "place").rows() == [
        (40.0, "GWh", "2028", "szolnok"),
        (30.0, "percent", "2027", "jasz"),
        (40.0, "turbine", "2029", "jasz"),
    ]
    assert case["observations"].select("value", "period", "place").rows() == [(12.0, "2023", "jasz")]


def test_a_confirmed_case_is_sound_and_gives_a_board(tmp_path: Path) -> None:
    save(all_accepted(), tmp_path / "case")
    board = track(load(tmp_path / "case"), as_of="2024-06-01")["board"]
    assert set(board["target"]) == set(ids(all_accepted(), "targets"))


def test_a_figure_and_a_promise_with_the_same_words_and_place_share_a_metric() -> None:
    found = claims()
    same = enter(Cluster.of({}), source(), reading(TEXT, found))
    case = accept_all(same.cluster, same.new, who=ME, when=TODAY)[-1].cluster
    moved = edit(same.cluster, same.new[2], {"place_words": "Jasz"}, who=ME, when=TODAY).cluster
    both = accept(moved, same.new[3], who=ME, when=TODAY).cluster
    assert both["targets"]["metrics"].to_list() == both["observations"]["metric"].to_list()
    assert case["targets"]["metrics"][0] != case["observations"]["metric"][0]


def test_an_ambiguous_denominator_leaves_the_metric_defined_by_nobody() -> None:
    case = all_accepted(issue(TEXT, "30 percent of national output", "ambiguous_denominator", (4,)))
    by = dict(case["metrics"].select("name_en", "defined_by").rows())
    assert by["share of national output"] == "nobody"
    assert by["turbines"] == "document"
    assert case["issues"]["state"].to_list() == ["open"]


def test_an_edit_supersedes_and_keeps_what_was_read() -> None:
    found = entered()
    outcome = edit(found.cluster, found.new[2], {"value": 45.0}, who=ME, when=TODAY)
    rows = {r["claim"]: r for r in outcome.cluster["claims"].iter_rows(named=True)}
    assert rows[found.new[2]]["value"] == 40.0
    assert (rows[found.new[2]]["review"], rows[found.new[2]]["reviewed_by"]) == ("edited", ME)
    assert (rows[outcome.claim]["value"], rows[outcome.claim]["supersedes"]) == (45.0, found.new[2])
    assert outcome.cluster["targets"]["value"].to_list() == [45.0]


def test_the_quoted_words_cannot_be_edited() -> None:
    found = entered()
    with pytest.raises(CaseError, match="exact cannot be edited"):
        edit(found.cluster, found.new[2], {"exact": "something else"}, who=ME, when=TODAY)


def test_a_decided_claim_is_not_decided_again() -> None:
    found = entered()
    once = reject(found.cluster, found.new[0], who=ME, when=TODAY).cluster
    with pytest.raises(CaseError, match="was rejected by reviewer on 2024-06-01"):
        accept(once, found.new[0], who=ME, when=TODAY)


def test_work_without_an_agreement_says_what_to_do_first() -> None:
    found = entered()
    outcome = accept(found.cluster, found.new[1], who=ME, when=TODAY)
    assert outcome.left is not None
    assert "confirm it first" in outcome.left.en


def test_taking_back_an_agreement_that_work_stands_on_is_refused() -> None:
    case = all_accepted()
    with pytest.raises(CaseError, match="cannot be taken back"):
        take_back(case, case["agreements"]["claim"][0])


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("aerd")), max_size=12))
def test_decisions_taken_back_leave_the_case_as_it_was(steps: list[tuple[int, str]]) -> None:
    """Whatever is decided, in whatever order, taking everything back restores claims and removes what was made."""
    found = entered()
    case, done = found.cluster, []
    for number, what in steps:
        claim = found.new[number]
        if case["claims"].filter(claim=claim)["review"][0] != "draft":
            continue
        if what == "a":
            case = accept(case, claim, who=ME, when=TODAY).cluster
        elif what == "e":
            case = edit(case, claim, {"measure": "other words"}, who=ME, when=TODAY).cluster
        elif what == "r":
            case = reject(case, claim, who=ME, when=TODAY).cluster
        else:
            continue
        done.append(claim)
    for claim in reversed(done):
        case = take_back(case, claim).cluster
    for table in ("claims", "evidence", "targets", "agreements", "workstreams", "observations", "metrics"):
        assert case[table].equals(found.cluster[table]), table


# Reading again


def test_reading_the_same_text_again_changes_nothing() -> None:
    case = all_accepted()
    again = enter(case, source(), reading())
    assert (again.new, again.orphaned, again.fuzzy) == ((), (), ())
    assert again.cluster["claims"].equals(case["claims"])
    assert again.cluster["documents"].equals(case["documents"])


def test_a_changed_document_moves_its_quotations_and_keeps_the_decisions() -> None:
    case = all_accepted()
    longer = "Szolnok, May 20. " + TEXT.replace(
        "raise its output to 40 GWh by 2028", "raise its output to 40 GWh by 2028!"
    )
    again = enter(case, source(longer), reading(longer, ()))
    rows = again.cluster["claims"].to_dicts()
    assert again.new == ()
    for row in rows:
        assert row["review"] == "confirmed"
        assert longer[row["start"] : row["end"]] == row["exact"]
    assert again.document == "szolnok"
    assert again.path != entered().path


def test_words_that_changed_a_little_are_found_again_and_marked() -> None:
    case = all_accepted()
    typo = TEXT.replace("will raise its output", "will raise the output")
    again = enter(case, source(typo), reading(typo, ()))
    assert len(again.fuzzy) == 1
    row = again.cluster["claims"].filter(claim=again.fuzzy[0]).row(0, named=True)
    assert row["exact"].startswith("Tisza Cell will raise the output")
    assert row["alignment"] == "fuzzy"


def test_words_that_are_gone_leave_the_claim_orphaned_with_its_old_words() -> None:
    case = all_accepted()
    shorter = TEXT.replace("It will also attract 40 turbines by 2029.", "")
    again = enter(case, source(shorter), reading(shorter, ()))
    assert len(again.orphaned) == 1
    row = again.cluster["claims"].filter(claim=again.orphaned[0]).row(0, named=True)
    assert row["exact"] == "It will also attract 40 turbines by 2029"
    assert case["targets"].equals(again.cluster["targets"])


def test_of_equal_words_those_with_the_same_surroundings_are_taken() -> None:
    text = "Alpha makes 5 GWh here. Beta makes 5 GWh there."
    assert anchor(text, "5 GWh", "Beta makes ", " there").start == text.rindex("5 GWh")
    assert anchor(text, "5 GWh", "Alpha makes ", " here").start == text.index("5 GWh")


@given(st.text(min_size=1, max_size=40), st.text(max_size=60), st.text(max_size=60))
def test_words_that_stand_in_a_text_are_found_exactly(words: str, before: str, after: str) -> None:
    text = before + words + after
    found = anchor(text, words, before[-32:], after[:32], len(before))
    assert found.alignment == "exact"
    assert text[found.start : found.end] == words


def test_the_day_of_the_reading_is_kept() -> None:
    assert entered().cluster["documents"]["published"].to_list() == [DAY.isoformat()]


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("São Paulo", "sao_paulo"),
        ("Łódź", "łódź"),
        ("星河_2025_03_18 investment", "星河_2025_03_18_investment"),
        ("R&D centre, phase 2", "r_d_centre_phase_2"),
    ],
)
def test_an_id_loses_no_letter_of_a_name(name: str, id_: str) -> None:
    assert readable_id(name) == id_


def test_strands_of_an_agreement_with_a_long_name_keep_their_kind_in_their_id() -> None:
    found = accept(entered().cluster, "szolnok_c01", who=ME, when=TODAY).cluster
    long_ = "a" * 60
    renamed = found["agreements"].with_columns(agreement=pl.lit(long_))
    found = replace(found, tables=MappingProxyType({**found.tables, "agreements": renamed}))
    made = accept(found, "szolnok_c02", who=ME, when=TODAY).made["workstreams"]
    assert [i.rsplit("aa_", 1)[1] for i in made] == ["rnd_centre", "talent"]
    assert all(len(i) <= 60 for i in made)


def test_a_file_of_the_same_name_that_says_other_things_is_another_document() -> None:
    first = entered()
    other = enter(
        first.cluster, source("Nothing of it is said here.\n"), reading("Nothing of it is said here.\n", ())
    )
    assert other.document == "szolnok_2"
    assert not other.orphaned
    assert ids(other.cluster, "documents") == ["szolnok", "szolnok_2"]


def test_a_file_is_known_by_its_text_before_its_name() -> None:
    first = entered()
    copy = enter(first.cluster, source(name="copy.txt"), reading(), document="copy")
    assert known_document(copy.cluster, source(name="szolnok.txt")) == "szolnok"
    assert known_document(copy.cluster, source(TEXT + "One more line.\n")) == "szolnok"


def test_a_doubt_about_words_that_are_gone_is_not_shown_with_what_stands_there_now(tmp_path: Path) -> None:
    first = entered(issue(TEXT, "May 14, 2024", "year_missing"))
    text = TEXT.replace("May 14, 2024", "a day in late spring", 1)
    second = enter(first.cluster, source(text), reading(text, ()))
    assert second.cluster["issues"]["alignment"].to_list() == ["orphaned"]
    save(second.cluster, tmp_path / "case")
    session = Session.open(tmp_path / "case", who=ME, today=TODAY)
    assert [i.issues for i in session.items()] == [()] * 6


def test_names_in_one_language_are_shown_in_both(tmp_path: Path) -> None:
    """An English page does not fall back to ids where a Chinese document gave the names."""
    text = "东港市计划到2027年建成换电站60座。\n"
    aim = claim(
        text,
        "东港市计划到2027年建成换电站60座",
        "60座",
        measure="换电站",
        value=60.0,
        comparator="eq",
        unit="station",
        deadline="2027",
        parties=("东港市",),
        place=("东港市",),
    )
    found = enter(Cluster.of({}), source(text, "plan.txt"), reading(text, (aim,)))
    done = accept(found.cluster, found.new[0], who=ME, when=TODAY).cluster
    save(done, tmp_path / "case")
    row = track(load(tmp_path / "case"), as_of="2024-06-01")["board"].row(0, named=True)
    assert row["name_en"] == row["name_zh"] == "东港市: 换电站"
