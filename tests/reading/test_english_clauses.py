from __future__ import annotations

import pytest

from hinterland.reading.english.clauses import Clause, cut_clauses
from hinterland.reading.english.tokens import Rows, Token
from hinterland.reading.model import Name, Sentence, Tagged


def cut(text: str, *names: str) -> tuple[list[Token], list[Clause]]:
    """Return the tokens and clauses of one sentence in which `names` are organisations."""
    sentence = Sentence(0, len(text), "en", 0)
    found = [Name(text.index(n), text.index(n) + len(n), n, "organisation") for n in names]
    tagged = Tagged((sentence,), (), (), tuple(sorted(found, key=lambda n: n.start)))
    tokens = Rows(tagged).tokens(text, sentence)
    return tokens, cut_clauses(tokens)


def said(text: str, *names: str) -> list[tuple[str, str, str]]:
    """Return subject, verb and modality of each clause."""
    tokens, clauses = cut(text, *names)
    rows = []
    for clause in clauses:
        subject = " ".join(t.low for t in tokens[slice(*clause.subject)])
        group = clause.group
        rows.append((subject, group.lemma if group else "", group.modality if group else ""))
    return rows


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The firm will build a mill.", [("the firm", "build", "planned")]),
        ("The firm is to build a mill.", [("the firm", "build", "planned")]),
        ("The firm plans to build a mill.", [("the firm", "build", "planned")]),
        ("The firm hopes to build a mill.", [("the firm", "build", "aim")]),
        ("The firm is expected to build a mill.", [("the firm", "build", "expected")]),
        ("The mill is due to be completed next to the port.", [("the mill", "complete", "planned")]),
        ("The firm has built a mill.", [("the firm", "build", "done")]),
        ("The firm built a mill.", [("the firm", "build", "done")]),
        ("The firm has set up a fund.", [("the firm", "set_up", "done")]),
        ("The firm broke ground on a mill.", [("the firm", "break_ground", "done")]),
        ("The firm employs many.", [("the firm", "employ", "stated")]),
        (
            "The site covers a field and will house a lab.",
            [("the site", "cover", "stated"), ("the site", "house", "planned")],
        ),
        (
            "The mill, scheduled to be opened soon, will make paper.",
            [("the mill", "open", "planned"), ("the mill", "make", "planned")],
        ),
        (
            "The firm, which is based in a port, was founded long ago.",
            [("the firm", "base", "stated"), ("the firm", "found", "done")],
        ),
        (
            "A line planned by the operator would bring gas.",
            [("a line", "plan", "planned"), ("a line", "bring", "expected")],
        ),
        (
            "The firm will build a mill and expand the yard.",
            [("the firm", "build", "planned"), ("the firm", "expand", "")],
        ),
        (
            "The firm runs a yard built long ago and employs many.",
            [("the firm", "run", "stated"), ("a yard", "build", "done"), ("the firm", "employ", "stated")],
        ),
        ("In the south, the firm will build a mill.", [("the firm", "build", "planned")]),
        (
            "The ministry said the firm will build a mill.",
            [("the ministry", "say", "done"), ("the firm", "build", "planned")],
        ),
        (
            "The broker expects output to reach a record.",
            [("the broker", "expect", "expected"), ("output", "reach", "expected")],
        ),
        ("Create jobs for the young.", [("", "create", "")]),
    ],
)
def test_a_sentence_is_cut_at_its_verbs(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert said(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The planned output and the installed capacity",
        "Construction costs and exports of the region",
        "A report on supply and demand",
        "value added of industry",
        "access to finance and markets",
        "the RMB scale of its works",
    ],
)
def test_nouns_that_look_like_verbs_make_no_clause(text: str) -> None:
    assert [c.group for c in cut(text)[1]] == [None]


def test_an_apposition_belongs_to_the_subject() -> None:
    rows = said("Alba and Corvo Group, the largest maker of mills, signed a deal.", "Alba", "Corvo Group")
    assert rows == [("alba and corvo group , the largest maker of mills", "sign", "done")]


def test_a_row_of_names_is_one_subject() -> None:
    rows = said("Alba, Corvo and Delta signed a deal.", "Alba", "Corvo", "Delta")
    assert rows == [("alba , corvo and delta", "sign", "done")]


def test_a_clause_that_only_says_who_says_it_is_marked() -> None:
    clauses = cut("The mill will open, the firm said.")[1]
    assert [c.say for c in clauses] == [False, True]


def test_the_words_after_according_to_are_no_part_of_the_claim() -> None:
    tokens, clauses = cut("The mill will open here, according to the ministry.")
    assert clauses[1].say
    assert tokens[clauses[1].left].low == "according"


def test_a_relative_that_stands_for_an_object_keeps_its_own_subject() -> None:
    rows = said("A centre that the firm is building is slated to open.")
    assert rows[0][0] == "the firm"
    assert rows[1][1] == "open"


def test_the_place_and_day_of_a_report_are_no_part_of_its_first_sentence() -> None:
    tokens, _ = cut("BUDAPEST - Alba will build a mill.", "Alba")
    assert tokens[0].low == "alba"


@pytest.mark.parametrize(
    "text", ["", "?", "((((", "and and and", "to to to be", "- - -", "the", "of which", ", , ,", "that that"]
)
def test_scraps_of_text_are_cut_without_a_fault(text: str) -> None:
    tokens, clauses = cut(text) if text else ([], [])
    assert all(0 <= c.left <= c.right <= len(tokens) for c in clauses)
