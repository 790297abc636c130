"""Benchmarks: the generated case is valid and the same for a seed; a run records what it should. Nothing is timed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import polars as pl
import pytest

from hinterland.case import load, look
from hinterland.promises import track
from hinterland.schema import TABLES

ROOT = Path(__file__).parents[1]


def _module(name, folder="benchmarks"):
    spec = importlib.util.spec_from_file_location(f"benchmarks_{name}", ROOT / folder / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    sys.path.insert(0, str(ROOT / folder))  # as for a script: its neighbours are found
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(ROOT / folder))
    return module


generate, run, series, chain, articles = (
    _module(name) for name in ("generate", "run", "series", "chain", "articles")
)
bench_page = _module("bench_page", "tools")
YEARS = series.Panel(goods=2, places=4, periods=12, targets=6)
MONTHS = series.Panel(goods=2, places=3, periods=30, grain="month")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_generated_case_has_its_size_and_no_fault_at_all(form, tmp_path):
    case = look(generate.generate(tmp_path, generate.TINY, form=form))
    assert [f.line() for f in case.faults] == []
    sizes = {n: case.cluster[n].height for n in ("firms", "plants", "supplies", "products")}
    assert sizes == {"firms": 20, "plants": 40, "supplies": 100, "products": 10}
    assert {t["basis"].unique().to_list()[0] for t in case.cluster.tables.values() if t.height} == {
        "synthetic"
    }


def test_the_generated_case_is_the_same_in_csv_and_parquet(tmp_path):
    one = load(generate.generate(tmp_path / "a", generate.TINY, form="csv"))
    other = load(generate.generate(tmp_path / "b", generate.TINY, form="parquet"))
    assert one.diff(other).height == 0


def test_one_seed_gives_one_case():
    first, again, other = (generate.frames(generate.TINY, seed) for seed in (1, 1, 2))
    assert all(first[n].equals(again[n]) for n in first)
    assert not first["firms"].equals(other["firms"])


def test_no_key_stands_twice_at_the_size_that_is_measured():
    for name, frame in generate.frames(generate.MIDDLE).items():
        assert frame.select(TABLES[name].key).is_duplicated().sum() == 0


def test_the_generated_promise_has_a_verdict(tmp_path):
    cluster = load(generate.generate(tmp_path, generate.TINY))
    board = track(cluster, as_of="2024-06-30")["board"]
    assert board.select("target", "verdict").rows() == [
        ("share_2023", "met")
    ]  # 220,000 / 1,200,000 = 18.3 percent


@pytest.mark.parametrize("panel", [YEARS, MONTHS], ids=["years", "months"])
def test_the_generated_case_of_series_has_its_size_and_no_fault_at_all(panel, tmp_path):
    case = look(series.generate(tmp_path, panel))
    assert [f.line() for f in case.faults] == []
    observations = case.cluster["observations"]
    assert observations.select("metric", "place").n_unique() == panel.goods * panel.places
    assert observations.height == panel.goods * panel.places * panel.periods
    assert case.cluster["targets"].height == panel.targets
    assert observations["published"].max() <= run.TODAY


def test_the_figures_of_the_country_exceed_the_sum_of_its_provinces():
    levels = series.levels(YEARS).reshape(2, 4, 12)
    assert (levels[:, 0] > levels[:, 1:].sum(axis=1)).all()


def test_one_seed_gives_the_same_series():
    first, again, other = (series.levels(MONTHS, seed) for seed in (1, 1, 2))
    assert (first == again).all()
    assert not (first == other).any(axis=1).all()


def test_the_benchmark_of_the_board_forecasts_what_is_open():
    told = run.measure(["board"], 1, full=False, tiny=True)
    record = told["benchmarks"]["board"]
    assert record["ours"]["rows"] == 12  # six promises, two readings of each deadline
    assert 0 < record["ours"]["forecast"] <= 12
    assert record["limit"]["process_seconds"] == 3.0


@pytest.mark.parametrize("name", ["backtest_years", "backtest_months"])
def test_the_peer_of_a_backtest_is_labelled_as_extrapolated(name):
    told = run.measure([name], 1, full=True, tiny=True)
    record = told["benchmarks"][name]
    assert record["ours"]["forecasts"] > 0
    ((peer, measured),) = record["peers"].items()
    assert peer.endswith("extrapolated from 3 fits")
    expected = measured["seconds_per_fit"] * 8 * run.ORIGINS  # eight series
    assert measured["process_seconds"] == pytest.approx(expected, abs=0.06)


def test_a_plan_is_measured_beside_plain_highs():
    told = run.measure(["plan_small_loose", "plan_middle_tight"], 1, full=True, tiny=True)
    loose, tight = (told["benchmarks"][n] for n in ("plan_small_loose", "plan_middle_tight"))
    assert loose["ours"]["status"] in ("optimal", "feasible")
    assert loose["ours"]["violation"] < 1e-6
    assert loose["peers"] == {}
    ((peer, _),) = tight["peers"].items()
    assert peer.startswith("plain HiGHS")


def test_the_generated_chain_has_its_size_and_no_fault_at_all(tmp_path):
    case = look(chain.generate(tmp_path, chain.TINY))
    assert [f.line() for f in case.faults] == []
    plants = case.cluster["plants"]
    assert plants.height == chain.TINY.plants + chain.TINY.assemblers
    assert plants["product"].n_unique() == chain.TINY.products + 1
    assert {t["basis"].unique().to_list()[0] for t in case.cluster.tables.values() if t.height} == {
        "synthetic"
    }


def test_one_seed_gives_one_chain():
    first, again, other = (chain.frames(chain.TINY, seed) for seed in (1, 1, 2))
    assert all(first[n].equals(again[n]) for n in first)
    assert not first["plants"].equals(other["plants"])


def test_all_assembling_plants_of_a_generated_chain_stand_in_its_province_and_all_inputs_leave_some_value():
    tables = chain.frames(chain.Chain(500))
    inside = tables["places"].filter(parent="province")["place"].implode()
    assembling = tables["plants"].filter(product="root")
    assert assembling["place"].is_in(inside).all()
    shares = tables["recipes"].group_by("product").agg(pl.col("value_share").sum())["value_share"]
    assert shares.max() < 1


def test_the_benchmark_of_a_chain_tells_all_four_definitions():
    record = run.measure(["chain_10k"], 1, full=False, tiny=True)["benchmarks"]["chain_10k"]
    assert record["ours"]["spots"] == chain.TINY.assemblers
    assert record["ours"]["plants"] == chain.TINY.plants
    assert record["ours"]["measured"] == [
        "available",
        "available_capacity",
        "sourced_boundary",
        "sourced_reach",
    ]
    assert record["limit"]["study_seconds"] == 3.0


def test_the_peer_of_a_chain_finds_the_same_shares_and_is_labelled_as_extrapolated():
    record = run.measure(["chain_200k"], 1, full=True, tiny=True)["benchmarks"]["chain_200k"]
    ((name, peer),) = record["peers"].items()
    assert name.endswith(f"extrapolated from 60 of {peer['programs_in_all']} programs")
    assert peer["programs_in_all"] == chain.TINY.products * 3 * 5 * 2  # sets of plants, reaches, ends
    assert peer["greatest_difference"] < 1e-6
    assert peer["study_seconds"] == pytest.approx(peer["seconds_per_program"] * peer["programs_in_all"])


def test_the_benchmark_of_the_bill_tells_each_draw():
    record = run.measure(["bill_draws"], 1, full=False, tiny=True)["benchmarks"]["bill_draws"]
    assert (record["ours"]["draws"], record["ours"]["products"]) == (run.DRAWS, chain.TINY.products)
    ((_, peer),) = record["peers"].items()
    assert peer["draws"] == run.DRAWS


def test_the_peers_of_the_travel_times_find_the_same():
    record = run.measure(["reach"], 1, full=False, tiny=True)["benchmarks"]["reach"]
    ours, (in_polars, in_python) = record["ours"], record["peers"].values()
    assert ours["pairs"] == chain.TINY.plants * chain.TINY.cities
    assert [in_polars["mean_hours"], in_python["mean_hours"]] == pytest.approx([ours["mean_hours"]] * 2)


def test_generated_articles_have_their_length_and_one_seed_gives_one_set(tmp_path):
    first, again, other = (
        [f.read_text(encoding="utf-8") for f in articles.generate(tmp_path / name, 6, seed)]
        for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert first == again
    assert not set(first) & set(other)
    assert [len(t.strip()) for t in first] == pytest.approx([3_000, 1_000] * 3, abs=2)
    assert not any("{" in t for t in first)


def test_every_sentence_of_the_generated_articles_can_be_filled():
    write = articles._Writer(articles.random.Random(1))
    english, chinese = ({draw() for _ in range(400)} for draw in (write.english, write.chinese))
    assert len(english) > 300
    assert len(chinese) > 300


def test_the_benchmark_of_reading_reads_every_page_beside_a_peer_on_the_same_pages():
    if importlib.util.find_spec("recognizers_number_with_unit") is None:
        pytest.skip("recognizers-text is not installed")
    record = run.measure(["reading"], 1, full=False, tiny=True)["benchmarks"]["reading"]
    ours, (peer,) = record["ours"], record["peers"].values()
    assert ours["pages"] == peer["pages"] == 4
    assert ours["claims"] > 4
    assert set(ours["ms_a_page"]) == {"en", "zh"}
    assert record["limit"]["study_seconds"] == pytest.approx(4 * run.reading_bench.A_PAGE)
    assert " ms an English page, " in bench_page._row(record)


def test_the_benchmark_of_a_batch_runs_the_command_on_every_page():
    if importlib.util.find_spec("recognizers_number_with_unit") is None:
        pytest.skip("recognizers-text is not installed")
    record = run.measure(["reading_batch"], 1, full=False, tiny=True)["benchmarks"]["reading_batch"]
    assert record["ours"]["exit_code"] == 0
    assert record["ours"]["characters"] > 10_000
    assert record["limit"]["process_seconds"] == 4 / run.reading_bench.A_SECOND


def test_the_benchmark_of_risk_stops_every_firm_and_its_peer_finds_the_same():
    record = run.measure(["risk_small_glcascade"], 1, full=False, tiny=True)["benchmarks"][
        "risk_small_glcascade"
    ]
    ours, ((name, peer),) = record["ours"], record["peers"].items()
    assert (ours["firms"], ours["links"], ours["capped"]) == (300, 1200, 0)
    assert name.endswith(f"extrapolated from {peer['firms']} firms")
    assert peer["greatest_difference"] < 1e-12
    assert "limit" not in record
    assert " ms a firm, mean ESRI " in bench_page._row(record)


def test_peers_that_were_measured_elsewhere_say_so():
    for peers in run.network_bench.ELSEWHERE.values():
        assert all("elsewhere" in name or "published" in name for name in peers)


@pytest.mark.parametrize("name", ["risk_country_glcascade", "complete_1m", "complete_10k", "stress_10k"])
def test_the_benchmarks_of_the_network_run_on_tiny_ones(name):
    record = run.measure([name], 1, full=True, tiny=True)["benchmarks"][name]
    assert record["ours"]["links"] > 0
    assert record["limit"]["study_seconds"] >= 3.0


def test_the_page_tells_what_a_limit_counts():
    ours = {"process_seconds": 9.0, "study_seconds": 1.0, "peak_mb": 100.0}
    record = run.beside(ours, {}, run.Limit(3.0, of=run.STUDY)) | {"what": "A chain."}
    assert bench_page._row(record) == "| A chain | 9.00 s | 1.00 s | – | 100 MB | 3 s (the study) | yes |  |"
    assert not run.beside(ours, {}, run.Limit(3.0))["limit"]["kept"]
    spent = run.beside(ours | {"study_cpu_seconds": 0.8}, {}, run.Limit(0.9, of=run.CPU)) | {
        "what": "Cascades."
    }
    assert "| 1.00 s (0.80 s) | – | 100 MB | 0.9 s (processor time of the study) | yes |" in bench_page._row(
        spent
    )


def test_a_run_records_ours_and_the_peers_side_by_side():
    told = run.measure(["load_csv"], 1, full=False, tiny=True)
    record = told["benchmarks"]["load_csv"]
    assert record["ours"]["errors"] == 0
    assert record["ours"]["rows"] == record["peers"]["polars"]["rows"] == record["peers"]["json"]["rows"]
    assert set(record["times_peer"]) == {"polars", "json", "csv"}
    assert set(told["machine"]) >= {"cpu", "cores", "memory_gib", "python"}
    assert told["versions"]["polars"]


def test_the_benchmark_of_the_large_case_runs_on_a_tiny_one():
    told = run.measure(["load_large"], 1, full=True, tiny=True)
    assert told["benchmarks"]["load_large"]["ours"]["errors"] == 0


def test_a_line_says_whether_the_limit_was_kept():
    ours = {"seconds": 1.0, "process_seconds": 1.5, "peak_mb": 700.0}
    peers = {"polars": {"process_seconds": 0.5}}
    assert run.line("x", run.beside(ours, peers, run.Limit(2.0, 600.0))).endswith(
        "3.0 x polars; limit NOT KEPT"
    )
    assert run.line("x", run.beside(ours, peers, run.Limit(2.0))).endswith("limit kept")
