"""The reference vectors, through the command line: mode glcascade agrees to 1e-12 with the same T."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from conftest import ROOT

GOLD = Path(os.environ.get("HINTERLAND_SHARED", ROOT.parent / "shared")) / "gold" / "esri"
pytestmark = pytest.mark.skipif(not GOLD.is_dir(), reason=f"no reference vectors at {GOLD}")
Call = Callable[..., tuple[int, str, str]]
TOLERANCE = 1e-12


def essential(folder: Path, kind: int) -> Path:
    """The table of 12 industries with every class as `kind`."""
    path = folder / f"all_{kind}.csv"
    path.write_text("\n".join([",".join([str(kind)] * 12)] * 12) + "\n")
    return path


def ask(
    hinterland: Call,
    folder: Path,
    net: str,
    *more: object,
    ess: Path | None = None,
    firms: Path | None = None,
) -> pl.DataFrame:
    out = folder / "out.csv"
    code, _, err = hinterland(
        "risk", "--links", GOLD / f"{net}_edges.csv", "--firms", firms or GOLD / f"{net}_firms.csv",
        "--essential", ess or GOLD / f"{net}_ess.csv", "--mode", "glcascade", "--out", out, "--jobs", 1, *more,
    )  # fmt: skip
    assert code == 0, err
    return pl.read_csv(out, infer_schema_length=None)


def agrees(found: pl.DataFrame, name: str) -> None:
    gold = pl.read_csv(GOLD / f"{name}_esri.csv")
    assert found.columns == ["scenario", "ESRI", "ESRI_d", "ESRI_u", "T"]
    assert found["scenario"].to_list() == gold["scenario"].to_list()
    assert found["T"].to_list() == gold["T"].to_list()
    for column in ("ESRI", "ESRI_d", "ESRI_u"):
        assert np.abs(found[column].to_numpy() - gold[f"{column}_weight_1"].to_numpy()).max() <= TOLERANCE


def agree(path: Path, name: str) -> None:
    found, gold = np.loadtxt(path, delimiter=","), np.loadtxt(GOLD / f"{name}.csv", delimiter=",")
    assert found.shape == gold.shape
    assert np.abs(found - gold).max() <= TOLERANCE


def test_stops_of_single_firms_and_their_loss_vectors_agree(hinterland: Call, tmp_path: Path) -> None:
    down, up = tmp_path / "down.csv", tmp_path / "up.csv"
    agrees(ask(hinterland, tmp_path, "n200", "--loss-down", down, "--loss-up", up), "n200_base")
    agree(down, "n200_base_loss_down")
    agree(up, "n200_base_loss_up")


def test_the_net_of_2000_firms_agrees(hinterland: Call, tmp_path: Path) -> None:
    agrees(ask(hinterland, tmp_path, "n2000"), "n2000_base")


def test_a_finer_eps_agrees(hinterland: Call, tmp_path: Path) -> None:
    agrees(ask(hinterland, tmp_path, "n200", "--eps", "1e-4"), "n200_eps1e-4")


def test_no_market_substitution_agrees(hinterland: Call, tmp_path: Path) -> None:
    agrees(ask(hinterland, tmp_path, "n200", "--market", "none"), "n200_nosubst")


@pytest.mark.parametrize(("kind", "name"), [(2, "n200_leontief"), (1, "n200_linear")])
def test_all_inputs_of_one_class_agree(hinterland: Call, tmp_path: Path, kind: int, name: str) -> None:
    agrees(ask(hinterland, tmp_path, "n200", ess=essential(tmp_path, kind)), name)


def test_revenue_and_costs_agree(hinterland: Call, tmp_path: Path) -> None:
    firms = tmp_path / "firms.parquet"
    pl.read_csv(GOLD / "n200_firms.csv").join(
        pl.read_csv(GOLD / "n200_aux_firms.csv"), on="firm"
    ).write_parquet(firms)
    found = ask(hinterland, tmp_path, "n200", "--revenue", "revenue", "--costs", "costs", firms=firms)
    agrees(found, "n200_revcost")


def test_partial_shocks_of_many_firms_agree(hinterland: Call, tmp_path: Path) -> None:
    down, up, psi = tmp_path / "down.csv", tmp_path / "up.csv", GOLD / "n200_psi_down.csv"
    found = ask(hinterland, tmp_path, "n200", "--psi", psi, "--loss-down", down, "--loss-up", up)
    agrees(found, "n200_psi")
    agree(down, "n200_psi_loss_down")
    agree(up, "n200_psi_loss_up")


def test_the_long_form_of_shocks_and_a_matrix_under_ids_say_the_same(
    hinterland: Call, tmp_path: Path
) -> None:
    matrix = np.loadtxt(GOLD / "n200_psi_down.csv", delimiter=",")
    scenario, firm = np.nonzero(matrix)
    pl.DataFrame({"scenario": scenario, "firm": firm, "loss": matrix[scenario, firm]}).write_csv(
        tmp_path / "long.csv"
    )
    agrees(ask(hinterland, tmp_path, "n200", "--psi", tmp_path / "long.csv"), "n200_psi")
    (tmp_path / "out.csv").unlink()
    turned = pl.DataFrame(matrix[:, ::-1], schema=[str(i) for i in range(199, -1, -1)])
    turned.write_csv(tmp_path / "ids.csv")
    agrees(
        ask(hinterland, tmp_path, "n200", "--psi", tmp_path / "ids.csv", "--psi-up", tmp_path / "long.csv"),
        "n200_psi",
    )


def test_weights_sectors_and_market_groups_have_their_columns(hinterland: Call, tmp_path: Path) -> None:
    firms = tmp_path / "firms.csv"
    aux = [pl.read_csv(GOLD / f"n200_aux_{name}.csv") for name in ("firms", "groups")]
    pl.read_csv(GOLD / "n200_firms.csv").join(aux[0], on="firm").join(aux[1], on="firm").write_csv(firms)
    impacts = tmp_path / "sectors.csv"
    found = ask(
        hinterland, tmp_path, "n200", "--weights", "w_emp,w_va", "--market", "p_market_coarse", "--sectors",
        "p_sec_impacts", "--sector-out", impacts, "--only", "5,1", firms=firms,
    )  # fmt: skip
    heads = ["ESRI", "ESRI_d", "ESRI_u", "ESRI_weight_2", "ESRI_d_weight_2", "ESRI_u_weight_2"]
    assert found.columns == ["scenario", *heads, "T"]
    assert found["scenario"].to_list() == [5, 1]
    told = pl.read_csv(impacts)
    assert told["scenario"].to_list() == [5, 1]
    assert sorted(told.columns[1:], key=int) == sorted({str(s) for s in aux[1]["p_sec_impacts"]}, key=int)
