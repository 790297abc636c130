"""`hinterland site` as people meet it: the answer in both languages, JSON and CSV, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from site_case import DAY, TABLES, case

from hinterland.case import save
from hinterland.cli import main
from hinterland.errors import Refused
from hinterland.planning.site import Options, site
from hinterland.planning.site.tables import SCHEMAS
from hinterland.planning.site.words import TERMS

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The small case on disk."""
    where = tmp_path_factory.mktemp("site") / "case"
    save(case(), where)
    return str(where)


@pytest.fixture
def ask(folder: str, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command on the small case; exit code, stdout, stderr."""

    def run(*words: str) -> tuple[int, str, str]:
        code = main(["site", *words, folder, "--as-of", DAY.isoformat()])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_the_text_shows_all_terms_their_parts_and_the_weights(ask: Callable[..., Any]) -> None:
    code, out, _ = ask("seats", "--weight", "land=2", "--weight", "talent=0")
    assert code == 0
    assert "Parks for Seat plant" in out
    assert "candidate; makes: Seat; land 20 ha; 100 jobs; within 3 h" in out
    for said in TERMS.values():
        if said.en != "cost of land":
            assert said.en[1:] in out
    assert "land 2 (29%), policy 1 (14%)" in out
    assert "talent 0 (0%)" in out
    assert "conditions: new plants" in out
    assert "they add up to it" in out


def test_the_text_speaks_chinese(ask: Callable[..., Any]) -> None:
    code, out, _ = ask("seats", "--lang", "zh")
    assert code == 0
    assert "座椅厂：园区比选" in out
    assert "招商候选；产品：座椅；用地 20 公顷；100 个岗位；3 小时内" in out
    for said in TERMS.values():
        if said.en != "cost of land":
            assert said.zh in out


def test_places_of_the_project_are_told_even_below_the_cut(ask: Callable[..., Any]) -> None:
    out = ask("lab", "--top", "1", "--weight", "institutes=9")[1]
    assert "1.  West park" in out
    assert "East park *" in out
    assert "1 more parks: --top" in out


def test_json_has_every_table_and_csv_the_parks(ask: Callable[..., Any]) -> None:
    whole = json.loads(ask("seats", "--format", "json")[1])
    assert set(SCHEMAS) <= set(whole)
    assert (whole["compared"], whole["first"]) == (2, whole["parks"][0]["place"])
    cut = json.loads(ask("seats", "--format", "json", "--top", "1")[1])
    assert {r["place"] for r in cut["terms"]} == {whole["first"]}
    rows = list(csv.DictReader(io.StringIO(ask("seats", "--format", "csv")[1])))
    assert [r["place"] for r in rows] == [r["place"] for r in whole["parks"]]
    assert float(rows[0]["score"]) == whole["parks"][0]["score"]


def test_a_project_that_the_case_lacks_is_described_by_options(ask: Callable[..., Any]) -> None:
    code, out, _ = ask("--product", "seat", "--land", "8", "--jobs", "30", "--place", "north")
    assert code == 0
    assert "project as given; makes: Seat; land 8 ha; 30 jobs" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "write the id of a candidate, need or workstream before the folder"),
        (["seat"], "did you mean seats (candidate)?"),
        (["seats", "--weight", "land"], "'land' is no weight: write TERM=NUMBER"),
        (["seats", "--weight", "land=x"], "write TERM=NUMBER"),
        (["seats", "--weight", "land=1", "--weight", "land=2"], "--weight names land twice"),
        (["seats", "--weight", "land=nan"], "write a number from 0"),
        (["seats", "--hours", "0"], "above 0"),
        (["seats", "--land", "nan"], "above 0"),
        (["x", "--product", "seta"], "did you mean seat?"),
        (["seats", "more"], "too many"),
        (["need:seats"], "no candidate, need or workstream 'seats'"),
    ],
)
def test_wrong_use_is_told_with_the_fix(ask: Callable[..., Any], words: list[str], message: str) -> None:
    code, out, err = ask(*words)
    assert (code, out) == (2, "")
    assert message in err


def test_all_faults_are_told_at_once_in_both_languages() -> None:
    asked = Options(
        weights={"lnd": 1.0, "users": -2.0},
        places=("nowhere_at_all",),
        hours=99.0,
        land=0.0,
        jobs=-1.0,
        draws=0,
        seed=-1,
    )
    with pytest.raises(Refused) as error:
        site(case(), "zzz", as_of=DAY, options=asked)
    for lang, count in (("en", "9 faults"), ("zh", "共 9 处")):
        told = error.value.in_(lang)
        assert count in told
        assert len(told.splitlines()) == 10


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf"), 1e10])
def test_a_weight_that_is_none_is_told(weight: float) -> None:
    (fault,) = Options(weights={"land": weight}).faults(case())
    assert "weight of land" in fault.en
    assert "用地（land）的权重" in fault.zh


def test_an_id_that_stands_for_several_must_say_its_kind() -> None:
    twice = {"needs": [{**TABLES["needs"][0], "need": "seats"}]}
    with pytest.raises(Refused, match="write candidate:seats or need:seats") as error:
        site(case(**twice), "seats", as_of=DAY)
    assert "请写 candidate:seats 或 need:seats" in error.value.in_("zh")
    assert site(case(**twice), "need:seats", as_of=DAY).summary["project_kind"] == "need"


def test_weights_that_are_all_nought_and_a_case_without_parks_are_refused() -> None:
    with pytest.raises(Refused, match="all weights are 0"):
        site(case(), "seats", as_of=DAY, options=Options(weights=dict.fromkeys(TERMS, 0.0)))
    nowhere = [r for r in TABLES["places"] if r["kind"] == "country"]
    with pytest.raises(Refused, match="no park to compare") as error:
        site(case(places=nowhere), "lab", as_of=DAY)
    assert "没有可比较的园区" in error.value.in_("zh")


def test_weights_only_of_terms_nobody_knows_are_refused() -> None:
    only = dict.fromkeys(TERMS, 0.0) | {"land": 1.0}
    with pytest.raises(Refused, match=r"nothing is known of the terms that have a weight \(land\)"):
        site(case(free_land=[]), "lab", as_of=DAY, options=Options(weights=only))
