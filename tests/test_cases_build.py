"""The shipped cases are what their sources make, refer to nothing missing, and say what is made up."""

from __future__ import annotations

import csv
import hashlib
import re
import subprocess
import sys
from collections import defaultdict
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlparse

import pytest

from hinterland import words
from hinterland.case import load
from hinterland.dates import last_day
from hinterland.report.names import Names
from hinterland.schema import TABLES

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
CASES = ("tutorial", "yangtze-nev")
COMMON = ("source", "basis", "published", "published_basis")

# hosts that publish what they are cited for; a copy on any other host is cited by publisher and date
HOSTS = frozenset(
    """
    36kr.com 42how.com alizila.com anhuinews.com auto.sina.com.cn automobil-produktion.de
    automotiveworld.com benzinga.com bestmag.co.uk changzhou.gov.cn channelnewsasia.com china.org.cn
    chinadaily.com.cn chinaeconomicreview.com chinanews.com chinaservicesinfo.com cleantechnica.com
    climatepolicydatabase.org cnevpost.com d1ev.com daum.net digitimes.com dramx.com ecns.cn
    electrive.com electrive.net energytrend.com enviliance.com equalocean.com evertiq.com gasgoo.com
    globaltimes.cn globo.com greencarcongress.com hindustantimes.com ifeng.com imsilkroad.com
    indiatoday.in insideevs.com jschina.com.cn just-auto.com las.ac.cn lgxc.gov.cn metal.com
    metalbulletin.com miti.gov.my mydrivers.com mysteel.com nasdaq.com newsgd.com nhtsa.gov nikkei.com pandaily.com
    pcauto.com.cn people.cn people.com.cn pressreader.com pudong.gov.cn scmp.com shanghai.gov.cn
    shanghaidaily.com shine.cn shmh.gov.cn shobserver.com steelorbis.com sww.sh.gov.cn szdaily.com
    thelec.net thestar.com.my ubs.com visualcapitalist.com wehefei.com wuxinews.com.cn xinhuanet.com
    yicaiglobal.com yna.co.kr zjg.gov.cn
    """.split()  # noqa: SIM905 (a column of words reads better)
)


@lru_cache
def tables(case: str) -> dict[str, list[dict[str, str]]]:
    found = {}
    for path in sorted((EXAMPLES / case / "tables").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


@pytest.fixture(params=CASES)
def case(request) -> str:
    return request.param


def cells(row: dict[str, str], column) -> list[str]:
    cell = row.get(column.name, "")
    return [v for v in cell.split(";") if v] if column.kind.many else [v for v in [cell] if v]


def test_the_build_script_makes_the_same_bytes_again(tmp_path):
    folder = EXAMPLES / "yangtze-nev"
    script = [sys.executable, str(folder / "build.py"), "--out", str(tmp_path)]
    subprocess.run(script, check=True, capture_output=True)
    made = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in tmp_path.iterdir()}
    kept = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (folder / "tables").iterdir()}
    assert made == kept


def test_every_table_and_column_is_of_the_schema(case):
    for name, rows in tables(case).items():
        assert not set(rows[0]) - set(TABLES[name].names), name
        assert {c.name for c in TABLES[name].columns if c.required} <= set(rows[0]), name


def test_keys_are_unique_and_required_cells_filled(case):
    for name, rows in tables(case).items():
        keys = [tuple(row[k] for k in TABLES[name].key) for row in rows]
        assert len(set(keys)) == len(keys), name
        for column in TABLES[name].columns:
            if column.required:
                assert all(row[column.name] for row in rows), (name, column.name)


def test_every_reference_leads_somewhere(case):
    data = tables(case)
    dangling = []
    for name, rows in data.items():
        for column in (c for c in TABLES[name].columns if c.ref):
            known = {r[f.split(".")[1]] for f in column.ref for r in data.get(f.split(".")[0], [])}
            dangling += [(name, column.name, v) for row in rows for v in cells(row, column) if v not in known]
    assert dangling == []


def test_words_are_among_the_choices(case):
    wrong = []
    for name, rows in tables(case).items():
        for column in (c for c in TABLES[name].columns if c.choices):
            wrong += [(name, v) for row in rows for v in cells(row, column) if v not in column.choices]
    assert wrong == []


def test_every_row_has_source_basis_and_date(case):
    for name, rows in tables(case).items():
        for row in rows:
            assert all(row[c] for c in COMMON), (name, row)


def test_ids_are_plain_words(case):
    for name, rows in tables(case).items():
        for column in (c for c in TABLES[name].columns if c.key and c.kind.value == "id"):
            assert all(re.fullmatch(r"[A-Za-z0-9_\-]+", row[column.name]) for row in rows), name


def test_documents_are_what_their_digest_says(case):
    for row in tables(case)["documents"]:
        if row["path"]:
            text = (EXAMPLES / case / row["path"]).read_bytes()
            assert hashlib.sha256(text).hexdigest() == row["sha256"], row["document"]


def test_shares_of_a_recipe_stay_within_one(case):
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for row in tables(case)["recipes"]:
        sums[row["product"], row["process"]] += float(row["value_share"])
    assert max(sums.values()) <= 1 + 1e-9


def test_all_of_the_tutorial_says_that_it_is_made_up():
    for rows in tables("tutorial").values():
        assert {row["basis"] for row in rows} == {"synthetic"}


def test_made_up_firms_say_so_in_every_row():
    data = tables("yangtze-nev")
    for name in ("firms", "plants"):
        for row in data[name]:
            made_up = row[TABLES[name].key[0]].startswith("syn_")
            assert (row["basis"] == "synthetic") == made_up
            assert row["source"].startswith("synthetic") == made_up
    assert sum(r["basis"] == "synthetic" for r in data["plants"]) == 10_000
    assert sum(r["basis"] == "synthetic" for r in data["firms"]) == 10_000 + len(data["candidates"])
    made_up = {"sectors", "io_table", "inventories", "shocks", "candidates", "budgets", "expansions"}
    made_up |= {"free_land", "labour_coefficients", "labour_stock"}
    for row in (r for name in made_up for r in data[name]):
        assert row["basis"] == "synthetic"
        assert row["source"].startswith("synthetic")
    assert {r["instrument"].startswith("syn_") for r in data["instruments"] if r["basis"] == "synthetic"} == {
        True
    }
    mixed = {"firms", "plants", "instruments"}
    others = [r for n, rows in data.items() if n not in mixed | made_up for r in rows]
    assert not [r for r in others if r["basis"] == "synthetic"]


def test_no_address_leads_to_a_mirror():
    folder = EXAMPLES / "yangtze-nev"
    texts = [p.read_text(encoding="utf-8") for p in folder.rglob("*") if p.suffix in {".csv", ".txt", ".md"}]
    hosts = {urlparse(u).hostname for t in texts for u in re.findall(r"https?://[^\s\",;)]+", t)}
    assert {h for h in hosts if not any(h == known or h.endswith(f".{known}") for known in HOSTS)} == set()


def test_nothing_is_public_before_what_it_refers_to():
    data = tables("yangtze-nev")
    early = []
    for name in ("plants", "observations", "targets"):
        for column in (
            c for c in TABLES[name].columns if c.ref and c.name in ("place", "firm", "metric", "metrics")
        ):
            table, key = column.ref[0].split(".")
            public = {r[key]: last_day(r["published"]) for r in data[table]}
            early += [
                (name, v)
                for r in data[name]
                for v in cells(r, column)
                if public[v] > last_day(r["published"])
            ]
    assert early == []


def value(metric: str, period: str, as_of: str = "2030") -> float:
    rows = [
        r for r in tables("yangtze-nev")["observations"] if (r["metric"], r["period"]) == (metric, period)
    ]
    return float(max((r for r in rows if r["published"] <= as_of), key=lambda r: r["published"])["value"])


def test_the_figures_behind_the_verdicts():
    def share(period: str, denominator: str = "china_nev_production") -> float:
        return 100 * value("anhui_nev_production", period) / value(denominator, period)

    assert share("2020") == pytest.approx(7.69, abs=0.01)
    assert share("2021-H1") == pytest.approx(8.02, abs=0.01)
    assert share("2023") == pytest.approx(9.05, abs=0.01)
    assert share("2023", "china_nev_production_nbs") == pytest.approx(9.19, abs=0.01)
    assert share("2024") == pytest.approx(13.07, abs=0.01)
    assert value("anhui_nev_production", "2022", "2023-12-31") == 527_000
    assert value("shanghai_nev_production", "2023") == 1_286_800
    revenue = [r for r in tables("yangtze-nev")["observations"] if r["metric"] == "guangdong_auto_revenue"]
    assert [(r["period"], r["value"]) for r in revenue] == [("2019", "840478000000")]


def per_unit(process: str) -> dict[str, float]:
    return {
        r["input"]: float(r["quantity"] or "nan")
        for r in tables("yangtze-nev")["recipes"]
        if (r["product"], r["process"]) == ("battery_cell", process)
    }


def test_the_processes_of_a_setting_exist_and_their_weights_add_up_to_one():
    data = tables("yangtze-nev")
    known = {(r["product"], r["process"]) for r in data["recipes"]}
    mixes = [r for r in data["settings"] if r["name"].startswith("process.")]
    assert [r["name"] for r in mixes] == ["process.battery_cell"]
    for row in mixes:
        product = row["name"].removeprefix("process.")
        weights = dict(part.split(":") for part in row["value"].split(";"))
        assert {(product, name) for name in weights} <= known
        assert sum(map(float, weights.values())) == pytest.approx(1)


def test_every_product_with_several_processes_has_a_setting_that_mixes_them():
    data = tables("yangtze-nev")
    processes = defaultdict(set)
    for row in data["recipes"]:
        processes[row["product"]].add(row["process"])
    several = {product for product, names in processes.items() if len(names) > 1}
    assert {f"process.{product}" for product in several} <= {r["name"] for r in data["settings"]}
    assert several == {"battery_cell"}


def test_shares_of_each_process_of_a_cell_add_up_to_the_whole_cell():
    rows = [r for r in tables("yangtze-nev")["recipes"] if r["product"] == "battery_cell"]
    for process in ("nmc", "lfp"):
        whole = sum(float(r["value_share"]) for r in rows if r["process"] == process)
        assert whole == pytest.approx(1, abs=1e-5)
    for row in rows:
        if row["low"]:
            assert float(row["low"]) <= float(row["value_share"]) <= float(row["high"])


def test_only_what_is_counted_in_sets_has_no_quantity_all_else_a_range_a_basis_and_a_source():
    data = tables("yangtze-nev")
    unit = {r["product"]: r["unit"] for r in data["products"]}
    kind = {r["product"]: r["kind"] for r in data["products"]}
    parts = [r for r in data["recipes"] if kind[r["input"]] != "process"]
    assert {r["input"] for r in parts if not r["quantity"]} == {p for p, u in unit.items() if u == "set"}
    counted = [r for r in parts if r["quantity"]]
    assert {r["input"] for r in counted} >= {"traction_battery", "tyres", "cathode", "separator", "power_die"}
    for row in counted:
        low, value, high = (float(row[c]) for c in ("quantity_low", "quantity", "quantity_high"))
        assert 0 < low <= value <= high, row["input"]
        assert row["quantity_source"], row["input"]
        assert row["quantity_basis"] in {"reported", "inferred"}, row["input"]


def test_materials_weigh_what_cells_of_their_kind_weigh():
    """Watt-hours a kilogram of materials alone, can left out: some 170-280 for nickel, 130-200 for iron."""
    heavy = ("cathode", "anode", "copper_foil", "aluminium_foil", "electrolyte")
    film = 0.012  # kg of separator a square metre
    for process, low, high in (("nmc", 170, 280), ("lfp", 130, 200)):
        taken = per_unit(process)
        tonnes = sum(taken[m] for m in heavy) + taken["separator"] * film / 1000
        assert low < 1e9 / (tonnes * 1000) < high, process


def test_cost_items_leave_room_for_material_at_both_ends():
    rows = tables("yangtze-nev")["cost_items"]
    assert {r["product"] for r in rows} == {"bev"}
    assert {r["basis"] for r in rows} == {"inferred"}
    ends = [1 - sum(float(r[c]) for r in rows) for c in ("low", "share", "high")]
    assert ends == pytest.approx([0.89, 0.73, 0.48])
    assert all(float(r["low"]) <= float(r["share"]) <= float(r["high"]) for r in rows)


def test_rules_are_known_by_the_day_they_are_in_force_and_labels_have_no_bar():
    rules = {r["rule"]: r for r in tables("yangtze-nev")["content_rules"]}
    for name, row in rules.items():
        assert not row["from"] or last_day(row["published"]) <= last_day(row["from"]), name
        assert bool(row["threshold"]) == (row["method"] != "value_added"), name
        assert (row["basis"] == "inferred") == name.startswith("made_in_"), name
    assert rules["rcep_build_down"]["from"] == rules["rcep_build_up"]["from"] == "2022-01-01"
    assert {rules[n]["threshold"] for n in ("rcep_build_down", "acfta", "atiga_direct")} == {"0.4"}
    assert "china" not in rules["atiga_indirect"]["territory"].split(";")


def test_the_steps_of_a_threshold_follow_each_other_without_gap_or_overlap():
    steps = [r for r in tables("yangtze-nev")["content_rules"] if r["rule"].startswith("usmca_")]
    assert [float(r["threshold"]) for r in steps] == [0.66, 0.69, 0.72, 0.75]
    for earlier, later in pairwise(steps):
        assert last_day(later["from"]) - last_day(earlier["to"]) == timedelta(days=1)
    assert steps[-1]["to"] == ""


def test_the_promise_about_nearby_parts_keeps_its_own_line_and_adds_readings_of_the_analyst():
    data = tables("yangtze-nev")
    metrics = {r["metric"]: r for r in data["metrics"]}
    target = next(r for r in data["targets"] if r["target"] == "anhui_nearby_parts_2023")
    first, *readings = target["metrics"].split(";")
    assert (first, metrics[first]["defined_by"]) == ("anhui_nearby_parts_rate", "nobody")
    assert {metrics[m]["nearby"] for m in readings} == {
        "sourced_boundary",
        "sourced_reach",
        "available",
        "available_capacity",
    }
    for name in readings:
        row = metrics[name]
        assert (row["kind"], row["unit"], row["place"]) == ("coverage", "percent", "anhui"), name
        assert (row["defined_by"], row["product"]) == ("analyst", "bev"), name
        assert row["hours"] in {"", "3"}, name
        by_boundary = row["nearby"] == "sourced_boundary" or name.endswith("_province")
        assert by_boundary == (not row["hours"]), name


def test_one_series_a_place_counts_its_cars_and_says_what_else_is_in_it():
    counted = [r for r in tables("yangtze-nev")["metrics"] if r["kind"] == "series" and r["product"]]
    places = [r["place"] for r in counted]
    assert len(set(places)) == len(places)
    assert {"anhui", "shanghai"} <= set(places)
    assert {(r["product"], r["unit"]) for r in counted} == {("bev", "vehicle")}
    assert all("plug-in hybrids" in r["note"] for r in counted)


def test_the_tutorials_verdicts_by_hand():
    rows = {
        (r["metric"], r["period"], r["vintage"]): float(r["value"])
        for r in tables("tutorial")["observations"]
    }
    made = {
        k[:2]: v for k, v in rows.items() if k[2] != "2023-02-15" or k[1] != "2022" or "norland" not in k[0]
    }
    share = {
        p: made["eastmark_heat_pump_production", p] / made["norland_heat_pump_production", p]
        for p in ("2021", "2022", "2023-H1", "2023")
    }
    assert share == pytest.approx({"2021": 0.25, "2022": 0.2609, "2023-H1": 0.30, "2023": 0.312}, abs=1e-4)
    revenue = [v for k, v in rows.items() if k[0] == "westmark_heat_pump_revenue"]
    assert max(revenue) == 1.9e9


def test_what_is_said_in_english_is_said_in_chinese(case):
    pairs = [
        (name, c.name, f"{c.name.removesuffix('_en')}_zh")
        for name, table in TABLES.items()
        for c in table.columns
        if c.name.endswith("_en") or f"{c.name}_zh" in table.names
    ]
    made_up = {("firms", "synthetic"), ("plants", "synthetic")} if case == "yangtze-nev" else set()
    missing = [
        (name, next(iter(row.values())), en)
        for name, en, zh in pairs
        for row in tables(case).get(name, [])
        if (name, row["basis"]) not in made_up and row.get(en) and not row.get(zh)
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("agreements", "parties"),
        ("workstreams", "owner"),
        ("targets", "promised_by"),
        ("metrics", "publisher"),
        ("offers", "organisation"),
    ],
)
def test_organisations_have_chinese_names_on_the_day_they_are_first_named(table, column):
    same = {"SK On"}  # a brand, written so in Chinese too
    cluster = load(EXAMPLES / "yangtze-nev")
    days = sorted({last_day(d) for d in cluster[table]["published"].to_list()})
    for day in (*days[:: max(1, len(days) // 4)], days[-1]):
        seen = cluster.as_of(day)
        names = Names.of(seen)
        told = {o.strip() for cell in seen[table][column].drop_nulls() for o in cell.split(";")} - same
        assert {o for o in told if not re.search(r"[\u4e00-\u9fff]", names.parties(o).zh)} == set(), day


def test_organisations_are_no_firms_of_the_case_under_another_name():
    real = [r for r in tables("yangtze-nev")["firms"] if r["basis"] != "synthetic"]
    for column in ("name_en", "name_zh"):
        names = [r[column].lower() for r in real if r[column]]
        assert len(set(names)) == len(names)


def test_units_of_the_case_are_said_in_chinese(case):
    kinds = {(n, c.name) for n, t in TABLES.items() for c in t.columns if c.kind.value == "unit"}
    units = {r[c] for n, c in kinds for r in tables(case).get(n, []) if r.get(c)} - {"GWh"}
    assert {u for u in units if re.search(r"[A-Za-z]", words.number(2, u, "zh"))} == set()
    assert words.number(12, "set", "zh") == "12套"
    assert words.number(30, "GWh/yr", "zh") == "30 GWh/年"
    assert words.number(5e8, "USD", "zh") == "5 亿美元"
    assert words.number(5, "furlong", "zh") == "5 furlong"
