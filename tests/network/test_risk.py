"""The study `risk`: identities of its answers, and answers that go into files batch by batch."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hinterland.errors import Cancelled, StudyError
from hinterland.network.graph import Network
from hinterland.network.raw.faults import FaultyNetwork
from hinterland.network.risk import files as risk_files
from hinterland.network.risk import measure
from hinterland.network.risk.files import Targets, to_files
from hinterland.network.risk.rows import matrix_rows, quoted
from hinterland.network.risk.study import file_result, network_risk, question_of, risk

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRMS, INDUSTRIES = 40, 4


def tables(seed: int, n: int = FIRMS) -> tuple[pl.DataFrame, pl.DataFrame, np.ndarray]:
    """A small random network: links with loops and duplicates, firms without links, every class."""
    rng = np.random.default_rng(seed)
    links = pl.DataFrame(
        {
            "supplier": rng.integers(0, n - 3, 3 * n),
            "buyer": rng.integers(0, n - 3, 3 * n),
            "weight": rng.lognormal(0, 1.5, 3 * n),
        }
    )
    sales = np.bincount(links["supplier"].to_numpy(), links["weight"].to_numpy(), minlength=n)
    firms = pl.DataFrame(
        {
            "firm": range(n),
            "industry": rng.integers(0, INDUSTRIES, n),
            "jobs": rng.integers(1, 50, n),
            "revenue": 1.25 * sales,  # some is sold elsewhere, so that upstream losses end soon
        }
    )
    return links, firms, rng.integers(0, 3, (INDUSTRIES, INDUSTRIES))


def net(seed: int = 1, **columns: object) -> Network:
    return Network.from_tables(*tables(seed), **columns)


def index(result: object) -> np.ndarray:
    return result["risk"].select("ESRI", "ESRI_d", "ESRI_u").to_numpy()


seeds = st.integers(0, 10_000)


@settings(max_examples=15)
@given(seeds, st.sampled_from([1e-13, 1e-3, 7.0, 1e9]))
def test_the_unit_of_weights_does_not_matter_to_the_default_mode(seed: int, unit: float) -> None:
    links, firms, classes = tables(seed)
    one = risk(Network.from_tables(links, firms, classes, revenue="revenue"), jobs=1)
    scaled = links.with_columns(pl.col("weight") * unit), firms.with_columns(pl.col("revenue") * unit)
    other = risk(Network.from_tables(*scaled, classes, revenue="revenue"), jobs=1)
    assert np.abs(index(one) - index(other)).max() < 1e-6


@settings(max_examples=15)
@given(seeds)
def test_the_order_and_the_names_of_firms_do_not_matter(seed: int) -> None:
    links, firms, classes = tables(seed)
    order = np.random.default_rng(seed).permutation(FIRMS)
    named = {i: f"firm {i}" for i in range(FIRMS)}
    renamed = links.with_columns(pl.col("supplier", "buyer").replace_strict(named))
    other = Network.from_tables(
        renamed.sample(fraction=1, shuffle=True, seed=seed),
        firms.with_columns(pl.col("firm").replace_strict(named))[order.tolist()],
        classes,
        revenue="revenue",
    )
    one = risk(Network.from_tables(links, firms, classes, revenue="revenue"), jobs=1)
    two = risk(other, jobs=1)
    assert two["risk"]["scenario"].to_list() == [f"firm {i}" for i in order]
    assert np.abs(index(one)[order] - index(two)).max() < 1e-6


@settings(max_examples=15)
@given(seeds, st.floats(0, 1), st.integers(0, FIRMS - 1))
def test_a_larger_shock_never_costs_less(seed: int, share: float, firm: int) -> None:
    one = np.random.default_rng(seed).random((1, FIRMS)) * (
        np.random.default_rng(seed + 1).random(FIRMS) < 0.1
    )
    other = one.copy()
    other[0, firm] = max(other[0, firm], share)
    network = net(seed, revenue="revenue")
    small, large = (risk(network, psi=psi, vectors=True, jobs=1) for psi in (one, other))
    for name in ("loss_down", "loss_up"):
        assert (large[name].to_numpy() - small[name].to_numpy()).min() > -1e-6


def test_the_result_says_what_was_asked_and_of_what() -> None:
    network = net(weights=("jobs", "industry"), sectors="industry")
    result = risk(network, only=["3", "1"], mode="glcascade", jobs=1)
    assert result["risk"].columns[:4] == ["scenario", "ESRI", "ESRI_d", "ESRI_u"]
    assert result["risk"].columns[4:] == ["ESRI_weight_2", "ESRI_d_weight_2", "ESRI_u_weight_2", "T"]
    assert result["risk"]["scenario"].to_list() == ["3", "1"]
    assert result["sectors"].height == 2 * INDUSTRIES
    assert result.summary["scenarios"] == 2
    assert result.provenance.parameters["eps"] == 1e-2
    assert set(result.provenance.inputs) >= {"links", "firms", "essential", "jobs", "sectors"}
    assert all(a.en and a.zh for a in result.assumptions)


def test_groups_that_sell_only_to_themselves_are_named() -> None:
    links = pl.DataFrame({"supplier": ["a", "b", "c"], "buyer": ["b", "a", "a"], "weight": [1.0, 2.0, 3.0]})
    firms = pl.DataFrame({"firm": ["a", "b", "c"], "industry": [0, 0, 0], "revenue": [2.0, 4.0, 3.0]})
    open_, shut = (
        risk(Network.from_tables(links, firms, np.ones((1, 1)), revenue=column), jobs=1)
        for column in ("revenue", None)
    )
    said = [a.en for a in shut.assumptions if "only to itself" in a.en]
    assert len(said) == 1
    assert said[0].startswith("1 group of firms (2 in all; such as a, b) sells only to itself")
    assert not any("only to itself" in a.en for a in open_.assumptions)


def test_the_digest_changes_with_any_part_of_the_network() -> None:
    links, firms, classes = tables(1)
    one = measure.digests(Network.from_tables(links, firms, classes))
    other = measure.digests(Network.from_tables(links.with_columns(pl.col("weight") * 2), firms, classes))
    assert one["links"] != other["links"]
    assert one["firms"] == other["firms"]


def test_separate_shocks_up_and_down_reach_only_their_channel() -> None:
    down, up = np.zeros((1, FIRMS)), np.zeros((1, FIRMS))
    down[0, 2] = 1
    result = risk(net(), psi=down, psi_up=up, vectors=True, jobs=1)
    assert result["loss_up"].to_numpy().max() == 0
    assert result["loss_down"]["2"][0] == 1


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"mode": "exact"}, "no mode 'exact'"),
        ({"eps": 2.0}, "eps is 2"),
        ({"eps": 0.0, "mode": "glcascade"}, "eps is 0"),
        ({"conv_type": 3}, "conv_type is 3"),
        ({"jobs": 0}, "jobs is 0"),
        ({"only": ["411", "1"]}, "no firm '411'"),
        ({"only": []}, "names no firm"),
        ({"psi_up": np.zeros((1, FIRMS))}, "psi_up needs psi"),
    ],
)
def test_choices_that_cannot_be_are_refused(asked: dict[str, object], words: str) -> None:
    with pytest.raises(StudyError, match=words):
        risk(net(), **asked)


@pytest.mark.parametrize(
    ("psi", "words"),
    [
        (np.full((1, FIRMS), 1.5), "a loss is a share from 0 to 1"),
        (np.zeros((1, 3)), "3 columns for 40 firms"),
        (
            pl.DataFrame({"scenario": ["x", "x"], "firm": ["1", "1"], "loss": [0.1, 0.2]}),
            "twice in the scenario",
        ),
        (pl.DataFrame({"scenario": ["x"], "firm": ["none"], "loss": [0.1]}), "no such firm"),
    ],
)
def test_shocks_that_cannot_be_are_faults(psi: object, words: str) -> None:
    with pytest.raises(FaultyNetwork, match=words):
        risk(net(), psi=psi)


def run(
    folder: Path, *, resume: bool = False, progress: object = None, firms: Sequence[str] | None = None
) -> Targets:
    network = net(sectors="industry")
    targets = Targets(folder / "out.csv", folder / "down.csv", folder / "up.csv", folder / "sectors.csv")
    question = question_of(network, measure.each_firm(network, firms), "glcascade", None, 1)
    told = {"progress": progress} if progress else {}
    to_files(question, targets, resume=resume, **told)
    return targets


def whole(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(risk_files, "batch_size", lambda firms, *, vectors: 7)


@pytest.fixture
def expected(tmp_path: Path) -> dict[str, bytes]:
    (tmp_path / "whole").mkdir()
    run(tmp_path / "whole")
    return whole(tmp_path / "whole")


def test_files_hold_what_the_result_holds(tmp_path: Path, small: None) -> None:
    run(tmp_path)
    result = network_risk(
        net(sectors="industry"), measure.each_firm(net()), mode="glcascade", vectors=True, jobs=1
    )
    found = pl.read_csv(tmp_path / "out.csv", schema_overrides={"scenario": pl.String})
    assert found["ESRI"].to_list() == result["risk"]["ESRI"].to_list()
    assert found.columns == result["risk"].columns
    for name in ("down", "up"):
        losses = np.loadtxt(tmp_path / f"{name}.csv", delimiter=",")
        assert np.abs(losses - result[f"loss_{name}"].to_numpy()).max() < 1e-15
    impacts = pl.read_csv(tmp_path / "sectors.csv").drop("scenario").to_numpy()
    assert np.abs(impacts.ravel() - result["sectors"]["impact"].to_numpy()).max() < 1e-15
    network = net(sectors="industry")
    question = question_of(network, measure.each_firm(network), "glcascade", None, 1)
    again = file_result(network, question, tmp_path / "out.csv", 1.0)
    assert again["risk"].equals(result["risk"])
    assert again.summary == result.summary


def test_a_cancelled_run_keeps_what_is_done_and_goes_on(
    tmp_path: Path, small: None, expected: dict[str, bytes]
) -> None:
    def stop(done: int, total: int, what: str) -> None:
        if done >= 15:
            raise Cancelled

    folder = tmp_path / "cut"
    folder.mkdir()
    with pytest.raises(Cancelled):
        run(folder, progress=stop)
    assert "out.csv" not in whole(folder)
    assert risk_files.done_so_far(Targets(folder / "out.csv")) == 14
    with pytest.raises(StudyError, match="holds 14 of 40 scenarios of an earlier run: add --resume"):
        run(folder)
    with pytest.raises(StudyError, match=r"of another question \(scenarios differ\)"):
        run(folder, resume=True, firms=["1", "2"])
    run(folder, resume=True)
    assert whole(folder) == expected


def test_rows_that_were_not_yet_noted_are_written_anew(
    tmp_path: Path, small: None, expected: dict[str, bytes]
) -> None:
    folder = tmp_path / "cut"
    folder.mkdir()
    with pytest.raises(Cancelled):
        run(folder, progress=_stop_at(20))
    for name in ("out.csv", "down.csv"):
        with (folder / f"{name}.part").open("ab") as file:
            file.write(b"half a ro")
    run(folder, resume=True)
    assert whole(folder) == expected


def _stop_at(most: int) -> object:
    def stop(done: int, total: int, what: str) -> None:
        if done >= most:
            raise Cancelled

    return stop


def test_a_run_that_ended_between_two_renames_is_finished(
    tmp_path: Path, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "cut"
    folder.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(risk_files, "_place", lambda run: None)
        run(folder)
    (folder / "up.csv.part").replace(folder / "up.csv")
    run(folder, resume=True)
    assert whole(folder) == expected


def test_a_part_that_was_tampered_with_is_refused(tmp_path: Path, small: None) -> None:
    with pytest.raises(Cancelled):
        run(tmp_path, progress=_stop_at(20))
    (tmp_path / "down.csv.part").write_bytes(b"1,2")
    with pytest.raises(StudyError, match="not as the earlier run left it"):
        run(tmp_path, resume=True)


KILLED = """
import os, signal, sys
sys.path[:0] = sys.argv[2:]
from pathlib import Path
from hinterland.network.risk import files as risk_files
import test_risk
risk_files.batch_size = lambda firms, *, vectors: 7
told = risk_files._write
def write(files, labels, losses, rule):
    told(files, labels, losses, rule)
    if labels[0] == "21":
        for file in files.values():
            file.flush()
        os.kill(os.getpid(), signal.SIGKILL)
risk_files._write = write
test_risk.run(Path(sys.argv[1]))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL")
def test_a_killed_run_goes_on_from_its_last_whole_batch(
    tmp_path: Path, small: None, expected: dict[str, bytes]
) -> None:
    folder = tmp_path / "cut"
    folder.mkdir()
    here = Path(__file__).parent
    asked = [sys.executable, "-c", KILLED, str(folder), str(here), str(here.parent)]
    done = subprocess.run(asked, check=False)
    assert done.returncode == -signal.SIGKILL
    assert risk_files.done_so_far(Targets(folder / "out.csv")) == 21
    run(folder, resume=True)
    assert whole(folder) == expected


def test_losses_keep_fifteen_digits() -> None:
    values = np.array([[0.0, 1.0, 1 / 3], [7.7099560069626705e-09, 0.54403959813829195, 1e-300]])
    found = np.loadtxt(io.StringIO(matrix_rows(values)), delimiter=",")
    assert np.abs(found / np.where(values > 0, values, 1) - (values > 0)).max() < 5e-15
    assert matrix_rows(values[:1]).startswith("0,1,0.33333333333333")


@pytest.mark.parametrize(
    ("text", "cell"), [("a", "a"), ("a,b", '"a,b"'), ('"', '""""'), ("=1+1", "'=1+1"), ("-3", "-3")]
)
def test_labels_are_written_so_that_spreadsheets_read_them_as_text(text: str, cell: str) -> None:
    assert quoted(text) == cell


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({"out": "a.parquet"}, "answers are written as CSV"),
        ({"out": "no/a.csv"}, "there is no folder"),
        ({"out": "."}, "this is a folder"),
        ({"out": "a.csv", "loss_up": "a.csv"}, "two answers would go into this file"),
    ],
)
def test_files_that_cannot_be_are_refused_before_the_run(
    tmp_path: Path, names: dict[str, str], words: str
) -> None:
    with pytest.raises(StudyError, match=words):
        Targets(**{k: tmp_path / v for k, v in names.items()}).check()


def test_batches_grow_while_they_are_quick_and_shrink_when_they_are_slow() -> None:
    assert risk_files.next_step(256, 16_384, 0.0) == 1024
    assert risk_files.next_step(256, 16_384, risk_files.PACE) == 256
    assert risk_files.next_step(256, 16_384, 600.0) == 64
    assert risk_files.next_step(20, 16_384, 600.0) == risk_files.LEAST
    assert risk_files.next_step(256, 300, 0.0) == 300
    assert risk_files.batch_size(1_000_000, vectors=True) == risk_files.LEAST
