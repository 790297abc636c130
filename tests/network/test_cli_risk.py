"""`hinterland risk`: networks of one's own, cases, exit codes, both languages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from conftest import cluster_of
from hinterland.cli import risk_raw
from hinterland.errors import StudyError
from hinterland.network.risk import files as risk_files
from hinterland.network.risk import memory as measure_memory
from hinterland.network.risk.study import risk

if TYPE_CHECKING:
    from pathlib import Path

    from hinterland.cluster import Cluster

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def raw(tmp_path: Path) -> list[object]:
    """The options of a network of 30 firms."""
    rng = np.random.default_rng(4)
    pl.DataFrame(
        {
            "source": rng.integers(0, 30, 90),
            "target": rng.integers(0, 30, 90),
            "weight": rng.lognormal(0, 1, 90),
        }
    ).write_csv(tmp_path / "links.csv")
    pl.DataFrame({"firm": range(30), "industry": np.arange(30) % 3, "jobs": 1}).write_csv(
        tmp_path / "firms.csv"
    )
    (tmp_path / "ess.csv").write_text("2,1,0\n1,2,1\n0,1,2\n")
    files = {"--links": "links.csv", "--firms": "firms.csv", "--essential": "ess.csv"}
    return ["risk", *(x for flag, name in files.items() for x in (flag, tmp_path / name)), "--jobs", "1"]


def test_the_first_firms_are_shown_with_what_was_assumed(hinterland: Call, raw: list[object]) -> None:
    code, out, err = hinterland(*raw, "--top", "3")
    assert code == 0, err
    assert "Systemic risk: 30 firms" in out
    assert "3 of 30" in out
    assert "column `source` is read as supplier" in out
    code, out, _ = hinterland(*raw, "--lang", "zh")
    assert code == 0
    assert "系统性风险：30 家企业" in out
    assert "停产损失最大" in out


def test_csv_and_json_hold_every_scenario(hinterland: Call, raw: list[object]) -> None:
    _, out, _ = hinterland(*raw, "--format", "csv", "--mode", "glcascade")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == 30
    assert list(rows[0]) == ["scenario", "ESRI", "ESRI_d", "ESRI_u", "T"]
    _, out, _ = hinterland(*raw, "--format", "json", "--sectors", "industry", "--only", "4,2")
    told = json.loads(out)
    assert [r["scenario"] for r in told["risk"]] == ["4", "2"]
    assert len(told["sectors"]) == 6
    assert told["provenance"]["inputs"]["links"]
    assert told["assumptions"][0]["zh"]


def test_only_takes_a_file_of_ids(hinterland: Call, raw: list[object], tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_text("5\n7,9\n")
    _, out, _ = hinterland(*raw, "--format", "csv", "--only", f"@{tmp_path / 'ids.txt'}")
    assert [r["scenario"] for r in csv.DictReader(io.StringIO(out))] == ["5", "7", "9"]
    code, _, err = hinterland(*raw, "--only", "@no.txt")
    assert code == 2
    assert "no.txt cannot be read" in err


def test_the_default_mode_tells_what_is_left_in_the_file(
    hinterland: Call, raw: list[object], tmp_path: Path
) -> None:
    code, out, _ = hinterland(*raw, "--out", tmp_path / "out.csv")
    assert code == 0
    assert f"Written: {tmp_path / 'out.csv'}" in out
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text())))
    assert list(rows[0]) == ["scenario", "ESRI", "ESRI_d", "ESRI_u", "T", "residual", "remainder", "capped"]
    assert {r["capped"] for r in rows} == {"no"}
    code, out, _ = hinterland(*raw, "--out", tmp_path / "out.csv", "--format", "json")
    told = json.loads(out)
    assert told["files"] == {"out": str(tmp_path / "out.csv")}
    assert len(told["risk"]) == 10


def test_faults_of_shocks_are_told_with_those_of_the_network(
    hinterland: Call, raw: list[object], tmp_path: Path
) -> None:
    with (tmp_path / "links.csv").open("a") as file:
        file.write("1,2,-4\n")
    (tmp_path / "psi.csv").write_text("scenario,firm,loss\nx,1,2\nx,77,0.5\n")
    code, _, err = hinterland(*raw, "--psi", tmp_path / "psi.csv")
    assert code == 1
    assert "have 3 faults" in err
    assert "psi.csv row 2, loss: '2': a loss is a share from 0 to 1" in err
    assert "psi.csv row 3, firm: '77': no such firm" in err


def test_faults_end_with_1_wrong_use_with_2(hinterland: Call, raw: list[object], tmp_path: Path) -> None:
    with (tmp_path / "links.csv").open("a") as file:
        file.write("1,2,-4\n")
    code, out, err = hinterland(*raw)
    assert (code, out) == (1, "")
    assert "links.csv row 92, weight: '-4': negative" in err
    code, _, err = hinterland(*raw, "--lang", "zh")
    assert code == 1
    assert "links.csv 第 92 行 weight 列：“-4”：为负数" in err


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--loss-down", "x.csv"], "--loss-down needs --out"),
        (["--resume"], "--resume needs --out"),
        (["--out", "o.csv", "--sector-out", "s.csv"], "--sector-out needs --sectors"),
        (["--psi-up", "x.csv"], "--psi-up needs --psi"),
        (["--draws", "3"], "--draws: only a case has it"),
        (["--eps", "2"], "eps is 2"),
        (["--only", ","], "names nothing"),
        (["--mode", "best"], "'best' is not one of"),
        (["--out", "o.parquet"], "answers are written as CSV"),
    ],
)
def test_options_that_do_not_belong_together_are_refused(
    hinterland: Call, raw: list[object], more: list[str], words: str
) -> None:
    code, out, err = hinterland(*raw, *more)
    assert (code, out) == (2, "")
    assert words in err


def test_a_network_or_a_case_must_be_named_and_not_both(
    hinterland: Call, raw: list[object], tmp_path: Path
) -> None:
    assert "name a case (DIR)" in hinterland("risk")[2]
    assert "needs --firms and --essential too" in hinterland("risk", "--links", "x")[2]
    code, _, err = hinterland(*raw, tmp_path)
    assert code == 2
    assert "leave DIR out" in err


def test_a_run_stopped_by_the_user_says_how_to_go_on(
    hinterland: Call, raw: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = [*raw, "--mode", "glcascade"]
    first = hinterland(*raw, "--out", tmp_path / "whole.csv")
    assert first[0] == 0
    monkeypatch.setattr(risk_files, "batch_size", lambda firms, *, vectors: 8)
    run, calls = risk_files.cascade, []

    def stopped(*args: object, **named: object) -> object:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return run(*args, **named)

    out = tmp_path / "out.csv"
    with monkeypatch.context() as patch:
        patch.setattr(risk_files, "cascade", stopped)
        code, said, err = hinterland(*raw, "--out", out)
    assert (code, said) == (130, "")
    assert f"16 of 30 scenarios are in {out}.part; the same command with --resume goes on" in err
    code, _, err = hinterland(*raw, "--out", out)
    assert code == 2
    assert "add --resume" in err
    code, _, err = hinterland(*raw, "--out", out, "--resume", "--market", "none")
    assert code == 2
    assert "of another question (network differ" in err
    code, _, err = hinterland(*raw, "--out", out, "--resume")
    assert code == 0
    assert "had done 16 scenarios" in err
    assert out.read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert not list(tmp_path.glob("out.csv.part*"))


def test_large_runs_say_their_size_first_and_too_large_ones_do_not_start(
    hinterland: Call, raw: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(risk_raw, "LARGE", 10)
    code, _, err = hinterland(*raw)
    assert code == 0
    assert "30 scenarios; about" in err
    assert "30 个情景；约需内存" in hinterland(*raw, "--lang", "zh")[2]
    monkeypatch.setattr(risk_raw, "available", lambda: 1000)
    code, out, err = hinterland(*raw)
    assert (code, out) == (2, "")
    assert "reading the files needs about" in err
    assert "nothing was started" in err


def test_memory_is_read_from_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    there = measure_memory.available()
    assert there is None or there > 1_000_000
    assert measure_memory.used() > 1_000_000
    (tmp_path / "max").write_text("5000000000")
    (tmp_path / "now").write_text("4000000000")
    monkeypatch.setattr(measure_memory, "_CGROUPS", ((str(tmp_path / "max"), str(tmp_path / "now")),))
    monkeypatch.setattr(measure_memory, "_machine", lambda: 2_000_000_000)
    assert measure_memory.available() == 1_000_000_000
    (tmp_path / "max").write_text("max")
    assert measure_memory.available() == 2_000_000_000
    assert measure_memory.shown(2.5e9) == "2.5 GB"
    assert measure_memory.shown(3e6) == "3 MB"


@pytest.fixture(scope="module")
def case() -> Cluster:
    """Cells go into packs, packs into cars; of twelve firms three make cars, two nothing that is known."""
    kinds = ["car"] * 3 + ["pack"] * 4 + ["cell"] * 5
    firms = [
        {
            "firm": f"f{i}",
            "name_en": f"Firm {i}",
            "name_zh": f"企业{i}",
            "sector": kind,
            "revenue": 1e8 * (i + 1),
        }
        for i, kind in enumerate(kinds)
    ]
    return cluster_of(
        {
            "firms": [*firms, {"firm": "idle", "name_en": "No sector"}],
            "sectors": [
                {"sector": s, "name_en": s.title(), "name_zh": zh, "gross_output": 1e10}
                for s, zh in (("car", "整车"), ("pack", "电池包"), ("cell", "电芯"))
            ],
            "io_table": [
                {"supplier_sector": "cell", "buyer_sector": "pack", "value": 4e9},
                {"supplier_sector": "pack", "buyer_sector": "car", "value": 5e9},
            ],
            "essential": [
                {"supplier_sector": "cell", "buyer_sector": "pack", "class": 2},
                {"supplier_sector": "pack", "buyer_sector": "car", "class": 2},
            ],
        }
    )


def test_the_risk_of_a_case_is_a_distribution_over_drawn_networks(case: Cluster) -> None:
    result = risk(case, draws=5, jobs=1)
    table = result["risk"]
    assert table.height == 12
    assert table["mean"].is_sorted(descending=True)
    assert ((table["low"] <= table["median"]) & (table["median"] <= table["high"])).all()
    assert table["basis"].unique().to_list() == ["inferred"]
    drawn = result["draws"].filter(pl.col("firm") == table["firm"][0])["ESRI"]
    assert table["mean"][0] == pytest.approx(drawn.mean())
    first = result["draws"].with_columns(rank=pl.col("ESRI").rank("ordinal", descending=True).over("draw"))
    assert table["among_first"].sum() == pytest.approx((first["rank"] <= 10).sum() / 5)
    assert result["networks"].height == 5
    assert result.summary["together"]["mean"] >= table["mean"][0]
    assert result.summary["together"]["firms"] == 10
    assert set(result["sectors"]["sector"]) == {"car", "pack", "cell"}
    assert all(a.en and a.zh for a in result.assumptions)


def test_the_same_seed_gives_the_same_answer_and_another_does_not(case: Cluster) -> None:
    one, same, other = (risk(case, draws=3, seed=seed, jobs=1) for seed in (1, 1, 2))
    assert one["risk"].equals(same["risk"])
    assert not one["risk"].equals(other["risk"])


def test_a_case_has_no_single_network_to_shock(case: Cluster) -> None:
    with pytest.raises(StudyError, match="need one network"):
        risk(case, vectors=True)
    with pytest.raises(StudyError, match="no firm 'f99'"):
        risk(case, only=["f99"], draws=1)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_names_the_firms_of_a_case(
    hinterland: Call, case: Cluster, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hinterland.case.load", lambda path, progress: case)
    code, out, err = hinterland("risk", "x", "--draws", "3", "--jobs", "1", "--top", "4", "--lang", lang)
    assert code == 0, err
    words = {
        "en": (
            "Systemic risk, as of",
            "12 firms; 3 drawn networks",
            "All 10 at once stop",
            "4 of 12",
            "What was assumed",
        ),
        "zh": (
            "系统性风险，截至",
            "12 家企业；3 个推断网络",
            "这 10 家同时停产",
            "前 4 家，共 12 家",
            "所作假定",
        ),
    }
    for said in words[lang]:
        assert said in out
    code, out, _ = hinterland("risk", "x", "--draws", "2", "--jobs", "1", "--format", "json", "--lang", lang)
    told = json.loads(out)
    assert len(told["risk"]) == 12
    assert told["answer"][lang]
    code, out, _ = hinterland(
        "risk", "x", "--draws", "2", "--jobs", "1", "--format", "csv", "--only", "f1,f2"
    )
    assert {r["firm"] for r in csv.DictReader(io.StringIO(out))} == {"f1", "f2"}


def test_a_case_without_sectors_says_what_it_lacks(hinterland: Call) -> None:
    from conftest import ROOT

    code, _, err = hinterland("risk", ROOT / "examples" / "tutorial")
    assert code == 2
    assert "sector" in err
