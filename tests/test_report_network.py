"""The report's sections on risk, shocks and remedies: answers with ranges, marks, files, and what was left out."""

from __future__ import annotations

import importlib
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from hinterland.errors import StudyError
from hinterland.network.mitigate.study import mitigate
from hinterland.report import RunSummary, remedies, run, shocks, stress, studies
from hinterland.report.labels_network import NETWORK_WORDS
from hinterland.report.stress import _ordered
from test_report import Outline

sys.path.insert(0, str(Path(__file__).parent / "network"))
from stress_case import DAY, case  # beside the tests of the study

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.cluster import Cluster

run_module = importlib.import_module("hinterland.report.run")  # the package has a function of this name
Tables = dict[str, list[dict[str, Any]]]
KEPT = {
    "Diem",
    "essential",
    "exp",
    "again0",
    "again1",
    "budget",
    "chips_stop",
    "extra",
    "hinterland",
    "mitigate",
    "risk",
}
KEPT |= {
    "csv",
    "remedies_firms",
    "remedies_measures",
    "remedies_portfolio",
    "settings",
    "shocks",
    "stress",
    "table",
}
"""Latin words that Chinese text keeps: ids, files, tables, commands (lists of assumptions are the studies')."""
SECTIONS = ("risk", "stress", "remedies")


def sectors(rows: Tables) -> None:
    """Add sectors, what they sell each other, a firm that is synthetic, and shocks that cannot be run."""
    of = {"f_cars": "cars", "f_seats": "parts", "f_inverters": "parts", "f_chips": "chips"}
    for firm in rows["firms"]:
        firm |= {"sector": of[firm["firm"]], "revenue": 1e9, "basis": "reported", "place": "north"}
    rows["firms"].append(
        {"firm": "extra", "sector": "chips", "revenue": 9e8, "basis": "synthetic", "place": "south"}
    )
    rows["sectors"] = [
        {"sector": s, "name_en": s.title(), "name_zh": zh, "gross_output": 2e9, "value_added": 1e9}
        for s, zh in (("cars", "整车"), ("parts", "零部件"), ("chips", "芯片"))
    ]
    rows["io_table"] = [
        {"supplier_sector": a, "buyer_sector": b, "value": v}
        for a, b, v in (("parts", "cars", 8e8), ("chips", "parts", 5e8))
    ]
    rows["essential"] = [
        {"supplier_sector": a, "buyer_sector": b, "class": "2"}
        for a, b in (("parts", "cars"), ("chips", "parts"))
    ]
    first = rows["shocks"][0]
    rows["shocks"] += [first | {"shock": "gone", "id": "nowhere"}]
    rows["shocks"] += [first | {"shock": f"again{n}", "id": "seats", "size": 0.5} for n in range(4)]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> RunSummary:
    names = ("risk", "stress", "mitigate", "quality")  # others have tests of their own
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(studies, "NAMES", names)
        patch.setattr(run_module, "NAMES", names)
        return run(case(sectors), tmp_path_factory.mktemp("network") / "out", as_of=DAY)


@pytest.fixture(scope="module")
def html(done: RunSummary) -> str:
    return done.report.read_text(encoding="utf-8")


def section(html: str, name: str) -> str:
    """One section of the page."""
    return html.partition(f'<section class="part" id="{name}"')[2].partition("</section>")[0]


def test_the_three_studies_run_and_each_has_a_section_whole_in_both_languages(
    done: RunSummary, html: str
) -> None:
    assert {"risk", "stress", "mitigate"} <= set(done.results)
    Outline(html)  # every element is closed
    for name in SECTIONS:
        part = section(html, name)
        assert part.count('class="l" lang="en"') == part.count('class="l" lang="zh"') > 10, name
        assert f'href="#{name}"' in html


def test_the_first_firms_stand_with_range_channel_size_and_basis(done: RunSummary, html: str) -> None:
    part = section(html, "risk")
    table = done.results["risk"]["risk"]
    rows = part.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr")[1:]
    assert len(rows) == min(10, table.height)
    made = [r for r in rows if 'class="made"' in r]
    assert len(made) == 1
    assert "b-synthetic" in made[0]
    assert all("b-inferred" in r or "b-synthetic" in r for r in rows)
    assert all("stated sales" in r and "%" in r for r in rows)
    answer = done.results["risk"].summary["answer"]
    assert answer["en"] in Outline(html).said("en")
    assert answer["zh"] in Outline(html).said("zh")
    assert f"{studies.RISK_DRAWS} drawn networks" in part
    assert "What is assumed" in part


def test_each_shock_is_told_with_sentences_pictures_products_firms_and_paths(
    done: RunSummary, html: str
) -> None:
    part = section(html, "stress")
    told = done.results["stress"].summary
    assert list(told["shocks"]) == ["chips_stop", "again0", "again1"]
    assert told["left_out"] == 2
    assert "2 " in part.partition("more shocks are in the table")[0][-40:]
    assert list(told["refused"]) == ["gone"]
    assert "nowhere" in part.partition("Not run")[2]
    for said in told["shocks"]["chips_stop"]["answer"]:
        assert said["en"] in Outline(html).said("en")
        assert said["zh"] in Outline(html).said("zh")
    one = part.partition('id="stress-again0"')[0]
    for words in ("Products hit hardest", "Firms hit hardest", "How the shock got there", "b-inferred"):
        assert words in one
    assert "ecause of" in one
    names = {p.name for p in (done.out / "figures").glob("shock_*_en.svg")}
    assert names == {f"shock_time-{s}_en.svg" for s in told["shocks"]} | {"shock_map-chips_stop_en.svg"}


def test_remedies_tell_cost_effect_range_before_and_after(done: RunSummary, html: str) -> None:
    part = section(html, "remedies")
    result = done.results["mitigate"]
    assert result["measures"].height
    first = result["measures"].row(0, named=True)
    assert " → ".join(f"{100 * first[f'firm_risk_{w}']:.2f}%" for w in ("before", "after")) in part
    assert "The best measures" in part
    assert "The firms looked at" in part
    assert "--budget" in part
    assert "Taken together" not in part


def test_remedies_within_a_budget_tell_what_to_take_one_after_the_other_and_what_is_left() -> None:
    result = mitigate(case(sectors).as_of(DAY), budget=20_000_000.0, **studies.REMEDIES)
    told = remedies.remedies(result)
    assert told["budget"].en == "20 million CNY"
    assert [step["step"] for step in told["portfolio"]] == list(range(1, result["portfolio"].height + 1))
    assert told["risk"].en.startswith("Expected loss a year: ")
    assert "投入" in told["risk"].zh


def test_tables_and_pictures_are_saved_and_listed(done: RunSummary) -> None:
    told = json.loads((done.out / "result.json").read_text(encoding="utf-8"))
    expected = {f: k for k, f in run_module.TABLES.items() if k[0] in {"risk", "stress", "mitigate"}}
    assert len(expected) == 13
    for file, (study, table) in expected.items():
        saved = pl.read_parquet(done.out / "tables" / f"{file}.parquet")
        assert saved.equals(done.results[study][table]), file
        assert f"tables/{file}.csv" in told["files"]
    for name in ("risk_curve", "risk_size", "measures_bars"):
        assert f"figures/{name}_zh.svg" in told["files"]


def test_the_chinese_sections_keep_no_english_but_ids_and_names(done: RunSummary, html: str) -> None:
    for name in SECTIONS:
        part = re.sub(r'<ul class="list">.*?</ul>', "", section(html, name), flags=re.DOTALL)
        words = set(re.findall(r"[A-Za-z]{3,}[A-Za-z_0-9]*", Outline(part).said("zh")))
        assert {w for w in words if not w.isupper()} - KEPT == set(), name


def without(*tables: str) -> Callable[[Tables], None]:
    def change(rows: Tables) -> None:
        sectors(rows)
        for table in tables:
            rows[table] = []

    return change


@pytest.mark.parametrize(
    ("change", "study", "words"),
    [
        (without("sectors"), "risk", "fill in `sectors`"),
        (without("io_table", "supplies"), "mitigate", "fill in `io_table` or `supplies`"),
        (without("shocks"), "stress", "fill in `shocks`"),
        (without("recipes"), "stress", "fill in `recipes`"),
    ],
)
def test_a_study_without_its_tables_is_left_out_with_what_to_fill_in(
    change: Callable[[Tables], None], study: str, words: str
) -> None:
    why = studies.reason(case(change).as_of(DAY), study)
    assert why is not None
    assert words in why.en
    assert "请填写" in why.zh


def test_very_many_firms_are_left_to_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(studies, "MOST_FIRMS", 3)
    seen = case(sectors).as_of(DAY)
    for study, command in (("risk", "`hinterland risk`"), ("mitigate", "`hinterland risk --mitigate`")):
        why = studies.reason(seen, study)
        assert why is not None
        assert command in why.en


def test_shocks_none_of_which_can_be_run_are_one_reason() -> None:
    def change(rows: Tables) -> None:
        rows["shocks"] = [s | {"id": "nowhere"} for s in rows["shocks"]]

    with pytest.raises(StudyError, match="nowhere"):
        shocks.shocks(case(change).as_of(DAY))


def test_tables_of_the_shocks_are_those_of_the_study() -> None:
    seen: Cluster = case(sectors).as_of(DAY)
    whole = shocks.shocks(seen)
    alone = shocks.stress(seen, ["again0"], draws=shocks.DRAWS)
    own = shocks.of(whole, "again0")
    for name, table in alone.tables.items():
        assert own[name].equals(table), name
    assert own["marks"]["finished"].to_list() == ["car"]


def test_assemblers_short_of_an_input_are_told_before_orders_that_fell() -> None:
    path = pl.DataFrame(
        {
            "plant": ["hit", "orders", "seat", "made", "car"],
            "cause": ["hit", "buyer", "supplier", "supplier", "supplier"],
            "product": ["chip", "car", "seat", "seat", "car"],
            "basis": ["inferred", "inferred", "inferred", "synthetic", "inferred"],
            "lost_share_mid": [0.9, 0.8, 0.1, 0.7, 0.05],
        }
    )
    assert _ordered(path, "car")["plant"].to_list() == ["car", "seat", "made", "orders"]


def test_words_are_said_in_both_languages_and_used_nowhere_else() -> None:
    labels = importlib.import_module("hinterland.report.labels")
    others = [labels._WORDS, labels.CHAIN_WORDS, labels.FORECAST_WORDS, labels.READING_WORDS]
    assert not [k for k in NETWORK_WORDS if any(k in words for words in others)]
    assert all(en and zh for en, zh in NETWORK_WORDS.values())


def test_shares_of_draws_are_told_only_where_they_are_not_all() -> None:
    assert stress._often(1.0) is None
    assert stress._often(None) is None
    assert stress._often(0.6) == "60%"


def test_a_measure_on_a_known_link_says_so() -> None:
    assert remedies._known()["word"].en == "link known"
