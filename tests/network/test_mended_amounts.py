"""Amounts that no sum can hold, zeros, headings twice and ids with control characters in networks of one's own."""

from __future__ import annotations

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

LINKS = "supplier,buyer,weight\na,b,2\na,c,3\nb,c,4\nc,a,1\n"
FIRMS = "firm,industry,revenue,costs,w\na,0,9,0,1\nb,1,0,4,1\nc,0,2,8,1\n"
CLASSES = np.array([[1, 2], [2, 1]])


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Return a function that asks for the risk of three tables as text."""

    def asked(*more: str, links: str = LINKS, firms: str = FIRMS) -> tuple[int, str, str]:
        for name, text in (("links", links), ("firms", firms), ("essential", "1,2\n2,1\n")):
            (tmp_path / f"{name}.csv").write_bytes(text.encode())
        options = [f"--{k}={tmp_path / k}.csv" for k in ("links", "firms", "essential")]
        code = main(["risk", *options, *more])
        return code, *capsys.readouterr()

    return asked


def network(unit: float = 1.0) -> Network:
    """Three firms, with a revenue and costs of 0 among them."""
    links, firms = (pl.read_csv(io.StringIO(t)) for t in (LINKS, FIRMS))
    money = pl.col("revenue", "costs") * unit
    return Network.from_tables(
        links.with_columns(pl.col("weight") * unit), firms.with_columns(money), CLASSES,
        revenue="revenue", costs="costs",
    )  # fmt: skip


@pytest.mark.parametrize("mode", ["least", "glcascade"])
@pytest.mark.parametrize("amount", ["1e308", "1e31", "1e-31", "5e-324"])
def test_amounts_beyond_what_sums_hold_are_faults(ask: Ask, mode: str, amount: str) -> None:
    code, out, error = ask("--mode", mode, links=LINKS.replace(",3\n", f",{amount}\n"))
    assert (code, out) == (1, "")
    assert "links.csv row 3, weight" in error
    assert "not between 1e-30 and 1e+30" in error
    code, out, error = ask("--weights", "w", "--lang", "zh", firms=FIRMS.replace("4,1", f"4,{amount}"))
    assert (code, out) == (1, "")
    assert "firms.csv 第 3 行 w 列" in error


@pytest.mark.parametrize("amount", ["1e30", "1e-30"])
def test_amounts_at_the_bounds_give_finite_answers(ask: Ask, amount: str) -> None:
    code, out, error = ask("--format", "csv", links=LINKS.replace(",3\n", f",{amount}\n"))
    assert code == 0, error
    assert np.isfinite(pl.read_csv(io.StringIO(out))["ESRI"].to_numpy()).all()


def test_links_that_are_all_worth_0_are_a_fault_unless_weights_say_who_counts(ask: Ask) -> None:
    links = "supplier,buyer,weight\na,b,0\nb,c,0\n"
    code, out, error = ask(links=links)
    assert (code, out) == (1, "")
    assert "all links are worth 0" in error
    code, _, error = ask("--weights", "w", links=links)
    assert code == 0, error


@pytest.mark.parametrize("unit", [1e-6, 1e6, 1e12])
def test_zeros_in_revenue_and_costs_do_not_bring_the_unit_into_the_default_mode(unit: float) -> None:
    names = ["ESRI", "ESRI_d", "ESRI_u"]
    one, other = (risk(network(u), jobs=1)["risk"].select(names).to_numpy() for u in (1.0, unit))
    assert np.abs(one - other).max() < 1e-9
    one, other = (
        risk(network(u), mode="glcascade", jobs=1)["risk"].select(names).to_numpy() for u in (1.0, unit)
    )
    assert np.abs(one - other).max() > 1e-3  # as the reference: 1 is taken for 0


def test_zeros_in_revenue_and_costs_are_counted_in_both_modes() -> None:
    said = [n.en for n in risk(network(), jobs=1).assumptions]
    assert "Revenue is 0 for 1 firm with sales over links: the sum over links is taken instead." in said
    assert "Costs are 0 for 1 firm with purchases over links: the sum over links is taken instead." in said
    said = [n.en for n in risk(network(), mode="glcascade", jobs=1).assumptions]
    assert any(n.startswith("Revenue is 0 for 1 firm with sales over links: counted as 1") for n in said)
    assert any("为 0" in n.zh for n in risk(network(), mode="glcascade", jobs=1).assumptions)


@pytest.mark.parametrize(
    ("links", "column"),
    [
        ("supplier,buyer,weight,weight\na,b,2,1\n", "weight"),
        ("supplier,supplier,buyer,weight\na,b,b,2\n", "supplier"),
    ],
)
def test_a_heading_that_stands_twice_is_a_fault(ask: Ask, links: str, column: str) -> None:
    code, out, error = ask(links=links)
    assert (code, out) == (1, "")
    assert f"links.csv, {column}: the heading stands twice" in error


def test_a_column_twice_that_is_not_asked_for_is_no_fault(ask: Ask) -> None:
    assert ask(links="supplier,buyer,weight,x,x\na,b,2,1,1\n")[0] == 0


def test_truth_is_no_amount(tmp_path: Path) -> None:
    links = pl.DataFrame({"supplier": ["a"], "buyer": ["b"], "weight": [True]})
    firms = pl.DataFrame({"firm": ["a", "b"], "industry": [0, 1]})
    with pytest.raises(FaultyNetwork, match="links row 0, weight: 'true': not a number"):
        Network.from_tables(links, firms, CLASSES)


def test_ids_do_not_reach_the_terminal_with_control_characters(ask: Ask) -> None:
    odd = "\x1b[31mred\u202e"
    firms, links = (t.replace("a,", f"{odd},").replace(",a", f",{odd}") for t in (FIRMS, LINKS))
    for more in ((), ("--lang", "zh"), ("--only", "redd"), ("--only", "redd", "--lang", "zh")):
        _, out, error = ask(*more, firms=firms, links=links)
        assert "\x1b" not in out + error
        assert "\u202e" not in out + error
    code, out, error = ask(firms=firms, links=links + f"{odd}q,b,1\n")
    assert code == 1
    assert "\x1b" not in error
    code, out, _ = ask(firms=FIRMS.replace("c,0", '"c\nx",0'), links=LINKS.replace("c,1", '"c\nx",1'))
    assert code == 1
