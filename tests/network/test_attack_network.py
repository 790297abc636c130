"""Hostile tables and options: one clear message that names the place, or the right answer, never a traceback."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from hinterland.cli import main
from hinterland.network.graph import Network
from hinterland.network.risk import memory as measure_memory
from hinterland.network.risk.study import risk

if TYPE_CHECKING:
    from pathlib import Path

LINKS = "supplier,buyer,weight\na,b,2\na,c,3\nb,c,4\nc,a,1\n"
FIRMS = "firm,industry,neg,zero,txt\na,0,-1,0,x\nb,1,2,0,y\nc,0,3,0,z\n"
ESSENTIAL = "1,2\n2,1\n"
OF_LINKS = ("ESRI", "ESRI_d", "ESRI_u")


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Return a function that asks for risks from tables as text and returns exit code, stdout and stderr."""

    def asked(*more: str, links=LINKS, firms=FIRMS, essential=ESSENTIAL, **files) -> tuple[int, str, str]:
        given = {"links": links, "firms": firms, "essential": essential} | files
        for name, text in given.items():
            (tmp_path / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
        options = [f"--{k.replace('_', '-')}={tmp_path / k}.csv" for k in given]
        code = main(["risk", *options, "--mode", "glcascade", "--format", "csv", *more])
        return code, *capsys.readouterr()

    return asked


@pytest.mark.parametrize(
    "weight", ["-1", "NaN", "inf", "-inf", "1e400", "abc", "", "5%", '"1,234"', "0x10", "=1+1", "NULL", "--1"]
)
def test_a_weight_that_is_no_amount_is_told_with_its_row_in_both_languages(ask, weight: str) -> None:
    bad = LINKS.replace("a,c,3", f"a,c,{weight}")
    code, out, error = ask(links=bad)
    assert (code, out) == (1, "")
    assert "links.csv row 3, weight" in error
    code, out, error = ask("--lang", "zh", links=bad)
    assert (code, out) == (1, "")
    assert "links.csv 第 3 行 weight 列" in error


@pytest.mark.parametrize(
    ("links", "place"),
    [
        (LINKS + "a,zz,1\n", "row 6, buyer: 'zz'"),
        (LINKS + "a,b,1,5,6\n", "row 6"),
        (LINKS + '"a,b,1\n', "row 6"),
        (LINKS + "1.0,b,1\n", "row 6, supplier: '1.0'"),
        ("a,b,2\nb,c,3\n", "none of the columns"),
        ("supplier,buyer,weight\n", "no rows"),
        (" \n\n", "empty"),
        (bytes(range(256)) * 4, "row"),
    ],
)
def test_damaged_links_are_told_where(ask, links: str | bytes, place: str) -> None:
    code, out, error = ask(links=links)
    assert (code, out) == (1, "")
    assert place in error


@pytest.mark.parametrize("form", ["bom", "crlf", "cr", "utf16", "gb18030", "tab", "semicolon"])
def test_tables_as_programs_save_them_give_the_same_answer(ask, form: str) -> None:
    def saved(text: str) -> str | bytes:
        text = text.replace("a", "甲") if form == "gb18030" else text
        forms = {
            "bom": "\ufeff" + text,
            "crlf": text.replace("\n", "\r\n"),
            "cr": text.replace("\n", "\r"),
            "tab": text.replace(",", "\t"),
            "semicolon": text.replace(",", ";"),
        }
        return forms[form] if form in forms else text.encode("utf-16" if form == "utf16" else "gb18030")

    links, firms = "supplier,buyer,weight\na,b,2\nb,a,3\n", "firm,industry\na,0\nb,1\n"
    if form == "gb18030":
        links, firms = "from,to,value\na,b,2\nb,a,3\n", "firm,industry\na,0\nb,1\n"
        links, firms = links.replace("value", "金额"), firms.replace("firm", "企业")
    plain = ask(links=links, firms=firms)
    if form == "gb18030":
        code, out, _ = ask(links=links.replace("a,", "甲,").replace(",a", ",甲").encode("gb18030"),
                           firms=firms.replace("a,0", "甲,0").encode("gb18030"))  # fmt: skip
        assert (code, out.replace("甲", "a")) == plain[:2]
        return
    assert ask(links=saved(links), firms=saved(firms), essential=saved(ESSENTIAL))[:2] == plain[:2]


@pytest.mark.parametrize(
    ("essential", "said"),
    [
        ("1,2,1\n2,1,1\n", "not square"),
        ("1,3\n2,1\n", "'3': no class"),
        ("1,2\n2,1.5\n", "'1.5': no class"),
        (",0,1\n0,1,2\n2,2,1\n", "rows and columns differ"),
        ("supplier_industry,buyer_industry,class\n0,1,2\n1,0,1\n", "no class"),
        ("supplier_industry,buyer_industry,class\n0,1,2\n0,1,1\n1,0,1\n", "already"),
        ("1\n", "not in the table"),
    ],
)
def test_a_table_of_classes_that_does_not_fit_is_refused(ask, essential: str, said: str) -> None:
    code, out, error = ask(essential=essential)
    assert (code, out) == (1, "")
    assert said in error


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--weights", "nosuch"), 1),
        (("--weights", "neg"), 1),
        (("--weights", "zero"), 1),
        (("--weights", "txt"), 1),
        (("--revenue", "neg"), 1),
        (("--market", "nosuch"), 1),
        (("--eps", "0"), 2),
        (("--eps", "-1"), 2),
        (("--eps", "nan"), 2),
        (("--eps", "1"), 2),
        (("--conv-type", "3"), 2),
        (("--only", "nosuch"), 2),
        (("--only", ","), 2),
        (("--loss-down", "d.csv"), 2),
        (("--out", "nofolder/o.csv"), 2),
        (("--out", "/"), 2),
        (("--jobs", "0"), 2),
    ],
)
def test_an_option_that_makes_no_sense_is_refused_before_anything_is_computed(
    ask, options: tuple[str, ...], code: int
) -> None:
    found, out, error = ask(*options)
    assert (found, out) == (code, "")
    assert error
    assert "mistake of this program" not in error


@pytest.mark.parametrize(
    "psi",
    [
        "scenario,firm,loss\ns,a,1.5\n",
        "scenario,firm,loss\ns,a,-0.1\n",
        "scenario,firm,loss\ns,a,50%\n",
        "scenario,firm,loss\ns,a,50\n",
        "scenario,firm,loss\ns,zz,0.5\n",
        "scenario,firm,loss\ns,a,.5\ns,a,.5\n",
        "scenario,firm,loss\n,a,.5\n",
        "0.5,0\n0,1\n",
        "",
    ],
)
def test_initial_losses_that_are_no_shares_of_known_firms_are_refused(ask, psi: str) -> None:
    code, out, error = ask(psi=psi)
    assert (code, out) == (1, "")
    assert "psi.csv" in error


def test_headings_of_a_matrix_of_losses_say_which_firm_a_column_is(ask) -> None:
    assert ask(psi="c,b,a\n0.5,0,0.1\n")[1] == ask(psi="0.1,0,0.5\n")[1]


def test_ids_that_look_like_numbers_stay_apart_and_formulas_stay_text(ask) -> None:
    _, out, _ = ask(
        links="supplier,buyer,weight\n01,1,2\n1,001,3\n", firms="firm,industry\n1,0\n01,1\n001,1\n"
    )
    assert [line.split(",")[0] for line in out.splitlines()] == ["scenario", "1", "01", "001"]
    _, out, _ = ask(links=LINKS.replace("a", "=a"), firms=FIRMS.replace("\na,", "\n=a,"))
    assert "\n'=a," in out


def test_what_does_not_fit_into_memory_is_refused_before_it_starts(ask, monkeypatch) -> None:
    monkeypatch.setattr("hinterland.cli.risk_raw.available", lambda: measure_memory.BASE // 2)
    code, out, error = ask()
    assert (code, out) == (2, "")
    assert "nothing was started" in error
    assert "未开始" in ask("--lang", "zh")[2]


def test_a_run_of_another_question_is_not_gone_on_with(ask, tmp_path: Path) -> None:
    out = tmp_path / "o.csv"
    assert ask("--out", str(out))[0] == 0
    whole = out.read_bytes()
    note = {"key": {"mode": "least"}, "total": 3, "done": 1, "sizes": {"out": 9}}
    (tmp_path / "o.csv.part.json").write_text(json.dumps(note))
    for more in ((), ("--resume",)):
        code, _, error = ask("--out", str(out), *more)
        assert code == 2
        assert "o.csv.part" in error
    assert out.read_bytes() == whole


@pytest.mark.parametrize("text", ["", "hello\n", LINKS, bytes(range(256))])
def test_what_is_no_table_of_accounts_is_refused(tmp_path: Path, capsys, text: str | bytes) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert main(["network", "accounts", str(path)]) in {1, 2}
    found = capsys.readouterr()
    assert "t.csv" in found.err
    assert found.out == ""


def _by_hand(w: np.ndarray, p: np.ndarray, kinds: np.ndarray, psi: np.ndarray, eps: float):
    """Run the reference's rule densely; None where it has not ended after 20,000 steps."""
    n, sales = len(p), w.sum(1)
    groups = np.zeros((len(kinds), n))
    np.add.at(groups, p, w)
    kind, safe = kinds[p][:, p], np.where(w > 0, w, 0)
    over = np.where(kind == 2, groups[p], np.where(kind == 1, w.sum(0)[None, :], np.inf))
    down = np.divide(safe, over, out=np.zeros_like(w), where=over > 0)
    up = w / np.where(sales == 0, 1, sales)[:, None]
    own, d, u = np.eye(len(kinds))[p].T, psi.copy(), psi.copy()
    for step in range(1, 20_001):
        left = np.bincount(p, sales * (1 - d), minlength=len(kinds))
        sigma = np.minimum(1, sales / np.where(left <= 1e-10, 1, left)[p])
        lost = own @ ((sigma * d)[:, None] * down)
        most = np.where(kinds[:, p] == 2, lost, 0).max(0)
        most = np.maximum(most, np.where(kinds[:, p] == 1, lost, 0).sum(0))
        d2, u2 = np.minimum(1, np.maximum(psi, most)), np.minimum(1, np.maximum(psi, up @ u))
        gain = max((d2 - d).max(), (u2 - u).max())
        d, u = d2, u2
        if gain <= eps:
            count = sales / sales.sum()
            return [count @ np.maximum(d, u), count @ d, count @ u], step
    return None


@pytest.mark.parametrize("seed", range(12))
def test_random_networks_agree_with_the_rule_written_out_densely(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, industries = int(rng.integers(2, 30)), int(rng.integers(1, 6))
    w = np.where(rng.random((n, n)) < 0.2, rng.lognormal(6, 2, (n, n)), 0)
    w[0, n - 1] = 1000.0
    p, kinds = rng.integers(0, industries, n), rng.integers(0, 3, (industries, industries))
    psi = rng.random((4, n)) * (rng.random((4, n)) < 0.3)
    eps = 10.0 ** -rng.uniform(1, 6)
    i, j = np.nonzero(w)
    links = pl.DataFrame({"supplier": i, "buyer": j, "weight": w[i, j]})
    network = Network.from_tables(links, pl.DataFrame({"firm": np.arange(n), "industry": p}), kinds)
    wanted = [_by_hand(w, p, kinds, row, eps) for row in psi]
    assert None not in wanted
    found = risk(network, psi=psi, mode="glcascade", eps=eps, jobs=1)["risk"]
    assert found["T"].to_list() == [steps for _, steps in wanted]
    np.testing.assert_allclose(
        found.select(OF_LINKS).to_numpy(), [values for values, _ in wanted], rtol=0, atol=1e-12
    )
