"""A matrix of initial losses: no row is dropped, no column goes to another firm than it names."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from hinterland.cli import main
from hinterland.network.graph import Network
from hinterland.network.raw.faults import FaultyNetwork
from hinterland.network.risk.study import risk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Ask = Callable[..., tuple[int, str, str]]

FILES = {
    "links": "supplier,buyer,weight\na,b,2\na,c,3\nb,c,4\nc,a,1\n",
    "firms": "firm,industry\na,0\nb,1\nc,0\n",
    "essential": "1,2\n2,1\n",
}


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Return a function that asks for the risk of initial losses."""

    def asked(psi: str, *more: str, **files: str) -> tuple[int, str, str]:
        for name, text in (FILES | {"psi": psi} | files).items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        options = [f"--{k}={tmp_path / k}.csv" for k in (*FILES, "psi")]
        code = main(["risk", *options, "--mode", "glcascade", "--format", "csv", *more])
        return code, *capsys.readouterr()

    return asked


def shown(out: str) -> list[tuple[str, float]]:
    """Return scenarios and their losses."""
    return [(r["scenario"], float(r["ESRI"])) for r in csv.DictReader(io.StringIO(out))]


@pytest.mark.parametrize(
    ("first", "cell"),
    [("50%,0,0", "'50%': not a number"), ("0.5,,0", "empty"), ("0.5,x,0", "'x': not a number")],
)
def test_a_first_row_with_one_cell_that_is_no_number_is_a_fault_and_not_headings(
    ask: Ask, first: str, cell: str
) -> None:
    code, out, error = ask(f"{first}\n0,1,0\n")
    assert (code, out) == (1, "")
    assert "psi.csv row 1" in error
    assert cell in error


@pytest.mark.parametrize("psi", ["0.5,,\n", "50%,50%,0%\n0,1,0\n", "a,b,c\n", "scenario,firm,loss\n"])
def test_what_holds_no_scenario_is_a_fault(ask: Ask, psi: str) -> None:
    code, out, error = ask(psi)
    assert (code, out) == (1, "")
    assert "psi.csv" in error


@pytest.mark.parametrize(
    ("heads", "said"),
    [
        ("c,b,q", ["'q': this heading is no firm", "'a': the firm has no column"]),
        ("c,c,a", ["'c': the firm has two columns", "'b': the firm has no column"]),
        ("x,y,z", ["'x': this heading is no firm"]),
        ("a,b,3", ["'3': this heading is no firm"]),
        ("a,b", ["'c': the firm has no column"]),
        ("a,b,c,d", ["'d': this heading is no firm"]),
    ],
)
def test_headings_name_every_firm_once(ask: Ask, heads: str, said: list[str]) -> None:
    row = ",".join(["0.5", "0", "0", "0"][: heads.count(",") + 1])
    code, out, error = ask(f"{heads}\n{row}\n")
    assert (code, out) == (1, "")
    for words in said:
        assert words in error
    assert ask(f"{heads}\n{row}\n", "--lang", "zh")[2].count("psi.csv") >= len(said)


@pytest.mark.parametrize("heads", ["", "a,b,c\n", "V1,V2,V3\n", "column_0,column_1,column_2\n"])
def test_columns_in_the_order_of_firms_are_read_with_or_without_headings(ask: Ask, heads: str) -> None:
    code, out, error = ask(f"{heads}0.5,0,0.1\n0,1,0\n")
    assert code == 0, error
    assert shown(out) == shown(ask("c,a,b\n0.1,0.5,0\n0,0,1\n")[1])
    assert [s for s, _ in shown(out)] == ["0", "1"]


def test_ids_that_are_numbers_are_headings_of_three_firms_and_said_to_be_none_of_two(ask: Ask) -> None:
    links = "supplier,buyer,weight\n0,1,2\n1,0,1\n"
    two = {"links": links, "firms": "firm,industry\n0,0\n1,1\n"}
    code, out, _ = ask("0,1\n1,0\n", **two)
    assert code == 0
    assert len(shown(out)) == 2
    code, out, _ = ask("0,1\n1,0\n", "--format", "text", **two)
    assert "the first row holds the ids of the firms; it is read as a scenario" in out
    three = {"links": links, "firms": "firm,industry\n0,0\n1,1\n2,1\n"}
    assert len(shown(ask("2,1,0\n1,0,0\n", **three)[1])) == 1


def test_frames_are_held_to_the_same_rule() -> None:
    frames = [pl.read_csv(io.StringIO(FILES[k])) for k in ("links", "firms")]
    network = Network.from_tables(*frames, np.array([[1, 2], [2, 1]]))
    with pytest.raises(FaultyNetwork, match="'q': this heading is no firm"):
        risk(network, psi=pl.DataFrame({"a": [0.5], "b": [0.0], "q": [0.1]}))
    one = risk(network, psi=pl.DataFrame({"c": [0.1], "b": [0.0], "a": [0.5]}))
    assert one["risk"].equals(risk(network, psi=np.array([[0.5, 0.0, 0.1]]))["risk"])
