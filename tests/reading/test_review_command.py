"""`hinterland review`: lists, decisions by id, and a person's keys from a pipe and from a terminal."""

from __future__ import annotations

import csv
import io
import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from quoted import TEXT, claim, claims, issue, reading, source

from hinterland.case import load, save
from hinterland.cluster import Cluster
from hinterland.reading.review.enter import enter

if TYPE_CHECKING:
    from collections.abc import Callable

    Call = Callable[..., tuple[int, str, str]]

IDS = [f"szolnok_c{n:02d}" for n in range(1, 7)]


def made(folder: Path, text: str = TEXT, found: Any = None) -> Path:
    """A case with what was read from `text`, its drafts undecided."""
    doubt = issue(text, "30 percent of national output", "ambiguous_denominator", (4,))
    entered = enter(Cluster.of({}), source(text), reading(text, found, doubt))
    path = folder / entered.path
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    save(entered.cluster, folder)
    return folder


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return made(tmp_path / "case")


@pytest.fixture
def keys(hinterland: Call, monkeypatch: pytest.MonkeyPatch) -> Call:
    """A review with its keys and words given line by line."""

    def call(case: Path, *lines: str, lang: str = "en") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{x}\n" for x in lines)))
        return hinterland("review", case, "--by", "me", "--lang", lang)

    return call


def reviews(case: Path) -> list[str]:
    return load(case)["claims"]["review"].to_list()


def test_a_list_has_quotes_and_issues_in_three_forms(hinterland: Call, case: Path) -> None:
    code, out, _ = hinterland("review", case, "--list")
    assert code == 0
    assert "“Tisza Cell will raise its output to 40 GWh by 2028”" in out
    assert "! a share of what?" in out
    assert "6 drafts wait" in out
    code, out, _ = hinterland("review", case, "--list", "--format", "json")
    drafts = json.loads(out)["drafts"]
    assert [d["claim"] for d in drafts] == IDS
    assert drafts[4]["issues"][0]["code"] == "ambiguous_denominator"
    assert TEXT[drafts[2]["start"] : drafts[2]["end"]] == drafts[2]["quote"]
    assert [e["exact"] for e in drafts[2]["evidence"] if e["field"] == "value"] == ["40 GWh"]
    code, out, _ = hinterland("review", case, "--format", "csv", "--lang", "zh")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [r["issues"] for r in rows] == ["", "", "", "", "ambiguous_denominator", ""]
    assert reviews(case) == ["draft"] * 6


def test_everything_is_accepted_in_one_step_and_the_next_step_is_told(hinterland: Call, case: Path) -> None:
    code, out, _ = hinterland("review", case, "--accept", "all", "--by", "me")
    assert code == 0
    assert "6 decisions saved, 0 drafts wait still" in out
    assert f"Next: hinterland track {case}" in out
    assert reviews(case) == ["confirmed"] * 6
    assert load(case)["targets"].height == 3
    assert load(case)["issues"]["state"].to_list() == ["open"]
    code, out, _ = hinterland("review", case)
    assert (code, out.splitlines()[0]) == (0, "No drafts wait for a decision")


def test_decisions_by_id_tell_what_they_made(hinterland: Call, case: Path) -> None:
    arguments = ("--accept", f"{IDS[2]}, {IDS[1]}", "--reject", IDS[5], "--by", "me")
    code, out, _ = hinterland("review", case, *arguments, "--format", "json")
    assert code == 0
    whole = json.loads(out)
    assert [(d["claim"], d["review"]) for d in whole["decided"]] == [
        (IDS[5], "rejected"),
        (IDS[2], "confirmed"),
        (IDS[1], "confirmed"),
    ]
    assert whole["decided"][1]["made"]["targets"] == ["szolnok_cell_output_2028"]
    assert "confirm it first" in whole["decided"][2]["left"]
    assert whole["waiting"] == 3
    row = load(case)["claims"].filter(claim=IDS[2]).row(0, named=True)
    assert row["reviewed_by"] == "me"
    code, out, _ = hinterland("review", case, "--take-back", IDS[2], "--format", "csv", "--lang", "zh")
    assert (code, out) == (0, f"claim,review,made,left\n{IDS[2]},draft,,\n")
    assert load(case)["targets"].height == 0


def test_one_wrong_id_decides_nothing(hinterland: Call, case: Path) -> None:
    for option in ("--accept", "--reject"):
        code, _, err = hinterland("review", case, option, f"{IDS[0]},nobody")
        assert code == 2
        assert "no claim 'nobody'" in err
    assert reviews(case) == ["draft"] * 6


def test_wrong_use_is_told(hinterland: Call, case: Path) -> None:
    wrong = (
        (("--list", "--accept", "all"), "--list decides nothing"),
        (("--accept", ","), "names no claim"),
        (("--by", " "), "names nobody"),
        (("--document", "szolnoc"), "Did you mean szolnok?"),
        (("--take-back", IDS[0]), "is a draft"),
    )
    for arguments, said in wrong:
        code, _, err = hinterland("review", case, *arguments)
        assert code == 2
        assert said in err


def test_the_name_of_who_decides_is_the_login_unless_given(
    hinterland: Call, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)
    hinterland("review", case, "--accept", IDS[3])
    monkeypatch.setattr("getpass.getuser", lambda: "zhang")
    hinterland("review", case, "--reject", IDS[4])
    who = dict(load(case)["claims"].select("claim", "reviewed_by").rows())
    assert (who[IDS[3]], who[IDS[4]]) == ("reviewer", "zhang")


def test_a_person_accepts_skips_edits_undoes_and_rejects(keys: Call, case: Path) -> None:
    edit = ("e", "5", "45 xyz", "48 GWh", "8", "end of 2027", "", "y")
    code, out, _ = keys(case, "a", "s", *edit, "u", "?", "r", "x", "a", "q")
    assert code == 0
    assert "1 of 6  Cells for Szolnok, made up for a test, 2024-05-20" in out
    assert "write one number, alone or with what it counts" in out
    assert "edited szolnok_c03_edited" in out
    assert "a draft again szolnok_c03" in out
    assert "3 decisions saved, 3 drafts wait still" in out
    assert reviews(case) == ["confirmed", "draft", "rejected", "confirmed", "draft", "draft"]


def test_an_edit_is_saved_beside_what_was_read(keys: Call, case: Path) -> None:
    keys(case, "s", "s", "e", "5", "at least 45", "1", "fund", "3", "Tisza Cell; Jasz", "11", "1;12", "", "y")
    rows = {r["claim"]: r for r in load(case)["claims"].iter_rows(named=True)}
    old, new = rows[IDS[2]], rows[f"{IDS[2]}_edited"]
    assert (old["value"], old["review"]) == (40.0, "edited")
    assert (new["value"], new["comparator"], new["unit"], new["kind"]) == (45.0, "ge", "GWh", "fund")
    assert (new["parties"], new["topics"]) == ("Tisza Cell; Jasz", "major_project;talent")
    assert (new["exact"], new["review"]) == (old["exact"], "confirmed")


def test_an_edit_that_is_not_confirmed_or_changes_nothing_leaves_the_draft(keys: Call, case: Path) -> None:
    _, out, _ = keys(case, "e", "4", "other words", "", "n", "e", "", "e", "99", "4", "", "", "q")
    assert out.count("nothing was changed") == 2
    assert "write the number of a field" in out
    assert reviews(case) == ["draft"] * 6


def test_the_issue_is_shown_and_stays_open(keys: Call, case: Path) -> None:
    _, out, _ = keys(case, "s", "s", "s", "s", "a")
    assert "! a share of what? (stays open after confirmation)" in out
    assert load(case)["issues"]["state"].to_list() == ["open"]


def test_the_end_of_the_pipe_leaves_what_was_decided(keys: Call, case: Path) -> None:
    code, out, _ = keys(case, "a", "e", "5")
    assert code == 0
    assert "1 decision saved, 5 drafts wait still" in out
    assert reviews(case)[0] == "confirmed"


def test_a_cancelled_review_says_what_was_saved(
    hinterland: Call, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = iter(["r\n"])

    class Interrupted(io.StringIO):
        def readline(self, *_: Any) -> str:
            try:
                return next(lines)
            except StopIteration:
                raise KeyboardInterrupt from None

    monkeypatch.setattr("sys.stdin", Interrupted())
    code, out, _ = hinterland("review", case)
    assert code == 130
    assert "1 decision saved, 5 drafts wait still" in out


def test_the_review_speaks_chinese(keys: Call, case: Path) -> None:
    _, out, _ = keys(case, "?", "s", "s", "e", "5", "多少", "50 GWh", "", "y", "u", "u", "q", lang="zh")
    for words in ("第 1 条，共 6 条", "类别：协议", "接受后将生成", "请输入一个数值", "已修改", "恢复为草稿"):
        assert words in out, words
    assert "本次审核尚无决定可撤销" in out
    assert "已保存 0 项决定，尚有 6 条草稿待审核" in out


def test_what_would_steer_the_terminal_is_not_printed(keys: Call, tmp_path: Path) -> None:
    text = TEXT.replace("turbines", "turbines\x1b[2J\u202e").replace("Tisza", "Ti\u200bsza")
    found = [
        claim(
            text, "It will also attract 40 turbines\x1b[2J\u202e by 2029", "40 turbines", measure="\x1b[31m"
        )
    ]
    _, out, _ = keys(made(tmp_path / "case", text, tuple(found)), "q")
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_a_second_figure_of_one_document_is_no_second_row(keys: Call, tmp_path: Path) -> None:
    """The tables hold one figure a vintage: the second stays a claim, and the case stays one that opens."""
    text = TEXT + "The county of Jasz produced 13 GWh of cells in the year 2023.\n"
    said = {"kind": "fact", "modality": "stated", "measure": "cell output", "comparator": "eq", "unit": "GWh"}
    at = {"deadline": "2023", "parties": ("Jasz",), "place": ("Jasz",)}
    again = claim(text, "produced 13 GWh of cells in the year 2023", "13 GWh", value=13.0, **said, **at)
    case = made(tmp_path / "case", text, (claims()[3], again))
    _, out, _ = keys(case, "a", "a")
    assert "is in the case already" in out
    assert load(case)["observations"]["value"].to_list() == [12.0]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("raise its output", "raise the output"), "only nearly"),
        (("raise its output to 40", "stop at 12"), "no longer"),
    ],
)
def test_words_that_changed_are_marked(keys: Call, case: Path, change: tuple[str, str], told: str) -> None:
    text = TEXT.replace(*change)
    again = enter(load(case), source(text), reading(text, ()))
    (case / again.path).write_text(text, encoding="utf-8")
    save(again.cluster, case)
    _, out, _ = keys(case, "s", "s", "q")
    assert told in out


def test_an_edit_that_would_break_the_case_is_refused(keys: Call, case: Path) -> None:
    _, out, _ = keys(case, "s", "s", "e", "6", "range", "", "y", "q")
    assert "would make the case faulty" in out
    assert reviews(case) == ["draft"] * 6


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of its own needs a pty")
def test_on_a_terminal_one_key_is_enough(case: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COV")} | {"TERM": "xterm"}
    child = subprocess.Popen(
        [sys.executable, "-m", "hinterland", "review", str(case), "--by", "me"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
    )
    os.close(theirs)
    try:
        seen = _until(ours, b"[q]uit")
        for key, told in ((b"a", b"confirmed"), (b"s", b"skipped"), (b"q", b"still")):
            seen += _until(ours, told, key)
    finally:
        child.kill()
    child.wait(30)
    os.close(ours)
    assert b"\x1b[1m" in seen
    assert reviews(case) == ["confirmed", *["draft"] * 5]


def _until(terminal: int, words: bytes, key: bytes = b"") -> bytes:
    """Press `key` until `words` are shown: what is pressed before the terminal is read key by key gets lost."""
    seen, end = b"", time.monotonic() + 60
    while words not in seen:
        assert time.monotonic() < end, seen
        if key:
            os.write(terminal, key)
        while words not in seen and select.select([terminal], [], [], 1.5 if key else 20)[0]:
            seen += os.read(terminal, 4096)
    return seen
