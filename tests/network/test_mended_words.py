"""`hinterland risk` says in Chinese what it refuses, and refuses before it computes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hinterland.cli import main
from hinterland.network import mitigate as remedies

if TYPE_CHECKING:
    from pathlib import Path

    from hinterland.cluster import Cluster

CHINESE = range(0x4E00, 0x9FFF)


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Options of a small network."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "l.csv").write_text("supplier,buyer,weight\na,b,2\nb,a,3\n", encoding="utf-8")
    (tmp_path / "f.csv").write_text("firm,industry\na,0\nb,1\n", encoding="utf-8")
    (tmp_path / "e.csv").write_text("1,2\n2,1\n", encoding="utf-8")
    return ["--links=l.csv", "--firms=f.csv", "--essential=e.csv"]


@pytest.mark.parametrize(
    "more",
    [
        ("--only", "zz"),
        ("--eps", "2"),
        ("--eps", "0", "--mode", "glcascade"),
        ("--out", "no/o.csv"),
        ("--out", "o.json"),
        ("--out", "."),
        ("--loss-up", "u.csv"),
        ("--out", "o.csv", "--sector-out", "s.csv"),
        ("--psi-up", "e.csv"),
        ("--weights", "a,a"),
        ("--industry", ""),
        ("--mitigate",),
        ("--budget", "1"),
        ("--draws", "3"),
    ],
)
def test_what_is_refused_is_refused_in_the_language_asked_for(
    options: list[str], more: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["risk", *options, *more, "--lang", "zh"]) == 2
    out, error = capsys.readouterr()
    assert out == ""
    assert any(ord(c) in CHINESE for c in error), error
    assert main(["risk", *options, *more]) == 2
    assert not any(ord(c) in CHINESE for c in capsys.readouterr().err)


@pytest.mark.parametrize("more", [(), ("--links", "l.csv"), ("DIR", "--psi", "p.csv")])
def test_forms_that_do_not_belong_together_are_refused_in_chinese(
    more: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["risk", *more, "--lang", "zh"]) == 2
    assert any(ord(c) in CHINESE for c in capsys.readouterr().err)


def test_a_run_left_by_another_question_is_refused_in_chinese(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "o.csv.part").write_text("scenario\n", encoding="utf-8")
    note = '{"key": {"mode": "x"}, "total": 9, "done": 4, "sizes": {"out": 9}}'
    (tmp_path / "o.csv.part.json").write_text(note, encoding="utf-8")
    for resume in ((), ("--resume",)):
        assert main(["risk", *options, "--out", "o.csv", "--lang", "zh", *resume]) == 2
        assert "o.csv.part.json 后重新开始" in capsys.readouterr().err


def test_remedies_for_a_firm_that_there_is_not_are_refused_before_anything_is_drawn(
    yangtze: Cluster, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("it must not start")

    monkeypatch.setattr(remedies, "mitigate", never)
    monkeypatch.setattr("hinterland.case.load", lambda *_, **__: yangtze)
    assert main(["risk", "DIR", "--mitigate", "--only", "zzz"]) == 2
    assert "there is no firm 'zzz'" in capsys.readouterr().err
