"""Bad input and messy files: each is refused or asked about, none gives a silent number or a traceback."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest

from conftest import cluster_of
from hinterland.case import save
from hinterland.errors import CaseError, DateError
from hinterland.intake import Options, take_in
from hinterland.intake.when import read_when

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from hinterland.cluster import Cluster
    from hinterland.intake import Intake

TOLD = {
    "source": "synthetic: made up",
    "basis": "synthetic",
    "published": "2000",
    "published_basis": "stated",
}


def metric(name: str, kind: str = "series", unit: str = "vehicle", **more: str) -> dict[str, Any]:
    return {"metric": name, "kind": kind, "unit": unit, **TOLD, **more}


@pytest.fixture(scope="module")
def case() -> Cluster:
    places = [
        {"place": "china", "name_zh": "中国", "kind": "country", "parent": None},
        {"place": "anhui", "name_zh": "安徽省", "kind": "province", "parent": "china"},
        {"place": "hefei", "name_zh": "合肥市", "kind": "city", "parent": "anhui"},
    ]
    share = metric(
        "share", "ratio", "percent", numerator="nev", denominator="output", name_zh="新能源汽车占比"
    )
    metrics = [metric("output", name_zh="汽车产量"), metric("nev", name_zh="新能源汽车产量"), share]
    return cluster_of({"places": [p | TOLD for p in places], "metrics": metrics})


def workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


def taken(intake: Intake) -> dict[tuple[str, str, str], float]:
    rows = intake.observations.iter_rows(named=True)
    return {(r["metric"], r["place"], r["period"]): r["value"] for r in rows}


def reasons(intake: Intake) -> str:
    return " | ".join(intake.reasons("en"))


OUTPUT = Options(metric="output", unit="万辆", published="2023-03-01")


@pytest.mark.parametrize("words", ["31/05/2022", "05/31/2022", "1.3.2022", "3-4-2022"])
def test_whether_day_or_month_comes_first_is_not_guessed_and_no_year_is_taken(words: str):
    assert read_when(words) == (None, words)


def test_a_date_that_cannot_be_read_is_no_figure_of_its_year(case: Cluster, tmp_path: Path):
    rows = [["日期", "地区", "汽车产量"], ["2022/4/30", "安徽", 6], ["31/05/2022", "安徽", 7]]
    rows += [["2022年6月", "安徽", 8], ["44742", "安徽", 9], ["Jul-22", "安徽", 9], ["22年8月", "安徽", 9]]
    intake = take_in([workbook(tmp_path / "s.xlsx", rows)], case, options=OUTPUT)
    assert taken(intake) == {
        ("output", "anhui", "2022-04-30"): 60_000,
        ("output", "anhui", "2022-06"): 80_000,
    }
    assert intake.counts["unread"] == 4
    assert "write 2022-07" in reasons(intake)
    assert any("write 2022-07" in q.done.en for q in intake.questions)
    assert any("请写作 2022-07" in q.done.zh for q in intake.questions)


def test_a_heading_that_is_half_a_date_is_no_period_and_no_indicator(case: Cluster, tmp_path: Path):
    rows = [["2022年汽车产量（辆）"], ["地区", "31/12/2021", "2021/22", "Jul-22"]]
    rows += [["安徽", 5, 3, 4], ["合肥", 6, 3, 4]]
    intake = take_in([workbook(tmp_path / "s.xlsx", rows)], case)
    assert taken(intake) == {}
    assert intake.counts["unread"] == 6
    assert intake.metrics.height == 0


def test_age_groups_in_headings_are_no_dates(case: Cluster, tmp_path: Path):
    rows = [["2022年人口（人）"], ["地区", "0-14", "15-64"], ["安徽", 5, 3], ["合肥", 6, 3]]
    intake = take_in([workbook(tmp_path / "s.xlsx", rows)], case)
    assert intake.observations.height == 4
    assert set(intake.observations["period"]) == {"2022"}


def test_years_with_marks_and_full_width_digits_are_years_and_their_total_is_none(
    case: Cluster, tmp_path: Path
):
    rows = [
        ["年份", "汽车产量（辆）"],
        ["2019", 5],
        ["2020.0", 6],
        ["2021①", 7],
        ["2022*", 8],
        ["2023(1)", 9],
    ]
    rows += [["２０１８年", 3], ["2016/17", 4], ["合计", 38]]
    options = Options(place="anhui", published="2024-03-01")
    intake = take_in([workbook(tmp_path / "s.xlsx", rows)], case, options=options)
    expected = {"2019": 5, "2020": 6, "2021": 7, "2022": 8, "2023": 9, "2018": 3}
    assert taken(intake) == {("output", "anhui", year): value for year, value in expected.items()}
    assert set(intake.unread["text"]) == {"4", "38"}


def test_decimal_commas_between_semicolons_are_read_where_a_cell_proves_them(case: Cluster, tmp_path: Path):
    file = text(tmp_path / "s.csv", "地区;2021;2022\n安徽省;150,3;1.747,5\n合肥市;50,1;60,234\n")
    intake = take_in([file], case, options=OUTPUT)
    assert taken(intake) == {
        ("output", "anhui", "2021"): 1_503_000,
        ("output", "anhui", "2022"): 17_475_000,
        ("output", "hefei", "2021"): 501_000,
        ("output", "hefei", "2022"): 602_340,
    }
    assert any("decimal commas" in q.done.en and "小数逗号" in q.done.zh for q in intake.questions)


def test_a_comma_that_nothing_explains_is_asked_about(case: Cluster, tmp_path: Path):
    file = text(tmp_path / "s.csv", "地区;2021;2022\n安徽省;150;1,747\n合肥市;50;60\n")
    intake = take_in([file], case, options=OUTPUT)
    assert ("output", "anhui", "2022") not in taken(intake)
    assert intake.unread["text"].to_list() == ["1,747"]


def test_commas_between_thousands_are_none_between_decimals(case: Cluster, tmp_path: Path):
    file = text(tmp_path / "s.csv", "地区;2021;2022\n安徽省;1,234,567;2,345.5\n合肥市;50;60\n")
    intake = take_in([file], case, options=OUTPUT)
    assert taken(intake)["output", "anhui", "2021"] == 12_345_670_000
    assert taken(intake)["output", "anhui", "2022"] == 23_455_000


def test_a_figure_that_its_unit_makes_infinite_is_left(case: Cluster, tmp_path: Path):
    rows = "metric,place,period,value,unit\noutput,anhui,2021,1e308,万辆\noutput,anhui,2022,5,万辆\n"
    intake = take_in([text(tmp_path / "s.csv", rows)], case, options=Options(published="2023-03-01"))
    assert taken(intake) == {("output", "anhui", "2022"): 50_000}
    assert "too large" in reasons(intake)


def test_a_power_of_ten_that_makes_a_figure_infinite_is_left(
    case: Cluster, tmp_path: Path, hinterland: Callable[..., tuple[int, str, str]]
):
    rows = "REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,UNIT_MULT\nanhui,output,2021,1e300,24\nanhui,output,2022,5,3\n"
    file = text(tmp_path / "s.csv", rows)
    assert taken(take_in([file], case)) == {("output", "anhui", "2022"): 5_000}
    code, out, _ = hinterland("import", file, "--format", "json")
    assert code == 0
    assert [r["value"] for r in json.loads(out)["observations"]] == [5_000]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("sum,2022-03-01", "the flow 'sum' is none of period, year_to_date, stock"),
        ("period,tomorrow", "'tomorrow' is no date of publication"),
        ("period,2022-13-01", "'2022-13-01' is no date of publication"),
    ],
)
def test_a_flow_or_date_that_a_row_states_and_nobody_understands_is_not_dropped(
    case: Cluster, tmp_path: Path, cells: str, reason: str
):
    rows = f"metric,place,period,value,unit,flow,published\noutput,anhui,2021,5,vehicle,{cells}\n"
    intake = take_in([text(tmp_path / "s.csv", rows)], case, options=Options(published="2024-01-01"))
    assert taken(intake) == {}
    assert reason in reasons(intake)


def test_a_flow_may_be_written_with_blanks_or_hyphens(case: Cluster, tmp_path: Path):
    rows = "metric,place,period,value,unit,flow\noutput,anhui,2021-10,5,vehicle,Year-to-date\n"
    intake = take_in([text(tmp_path / "s.csv", rows)], case)
    assert intake.observations["flow"].to_list() == ["year_to_date"]


def test_a_computed_metric_takes_no_figures_and_says_what_it_is_made_of(case: Cluster, tmp_path: Path):
    file = text(tmp_path / "s.csv", "地区,2021\n安徽省,15\n")
    with pytest.raises(CaseError, match=r"--metric share: it is computed from nev, output \(kind ratio\)"):
        take_in([file], case, options=Options(metric="share"))


def test_a_misspelt_place_is_asked_about_with_the_option_that_mends_it(case: Cluster, tmp_path: Path):
    file = text(tmp_path / "s.csv", "年份,汽车产量(万辆)\n2021,5\n2022,6\n")
    intake = take_in([file], case, options=Options(place="anhiu"))
    (question,) = [q for q in intake.questions if q.topic == "place_draft"]
    assert "import again with --place anhui" in question.decide.en
    assert "请用 --place anhui 重新导入" in question.decide.zh


@pytest.mark.parametrize("content", ["", "\n\n  \n", ",,,\n,,\n"])
def test_a_file_without_a_filled_cell_is_refused(tmp_path: Path, content: str):
    with pytest.raises(CaseError, match=r"s\.csv has no filled cell"):
        take_in([text(tmp_path / "s.csv", content)])


def test_an_empty_workbook_is_refused(tmp_path: Path):
    with pytest.raises(CaseError, match="no filled cell"):
        take_in([workbook(tmp_path / "s.xlsx", [])])


def test_a_date_of_publication_outside_the_centuries_is_called_so(tmp_path: Path):
    file = text(tmp_path / "s.csv", "地区,2021\n安徽省,15\n")
    with pytest.raises(DateError, match="outside 1800 to 2200"):
        take_in([file], options=Options(published="1700-01-01"))


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_the_encoding_of_a_file_changes_no_figure(case: Cluster, tmp_path: Path, encoding: str):
    file = text(tmp_path / "s.csv", "地区,2021,2022\n安徽省,150.3,174.7\n", encoding)
    intake = take_in([file], case, options=OUTPUT)
    assert taken(intake) == {("output", "anhui", "2021"): 1_503_000, ("output", "anhui", "2022"): 1_747_000}


@pytest.fixture
def saved(case: Cluster, tmp_path: Path) -> Path:
    save(case, tmp_path / "case")
    return tmp_path / "case"


def test_the_same_file_adds_nothing_the_second_time_and_a_vintage_another_day(
    hinterland: Callable[..., tuple[int, str, str]], saved: Path, tmp_path: Path
):
    file = text(tmp_path / "s.csv", "地区,2021,2022\n安徽省,150.3,174.7\n")
    args = ("import", file, "--metric", "output", "--unit", "万辆", "--into", saved, "--format", "json")
    counts = []
    for day in ("2023-03-01", "2023-03-01", "2024-03-01"):
        code, out, _ = hinterland(*args, "--published", day)
        assert code == 0
        counts.append((json.loads(out)["into"]["observations"], json.loads(out)["into"]["same"]))
    assert counts == [(2, 0), (0, 2), (2, 0)]
    revised = text(tmp_path / "t.csv", "地区,2021,2022\n安徽省,150.3,174.9\n")
    code, _, _ = hinterland(args[0], revised, *args[2:], "--published", "2023-03-01")
    assert code == 1
    assert hinterland("check", saved)[0] == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--published", "2024"), "YYYY-MM-DD"),
        (("--published", "2024-13-01"), "YYYY-MM-DD"),
        (("--published", "1700-01-01"), "outside 1800 to 2200"),
        (("--unit", "vehicel"), "did you mean 'vehicle'"),
        (("--sheet", "x"), "leave --sheet out"),
        (("--metric", "share"), "kind ratio"),
    ],
)
def test_wrong_options_of_an_import_are_named_with_the_way_out(
    hinterland: Callable[..., tuple[int, str, str]],
    saved: Path,
    tmp_path: Path,
    options: tuple[str, ...],
    words: str,
):
    file = text(tmp_path / "s.csv", "地区,2021\n安徽省,15\n")
    code, out, err = hinterland("import", file, "--into", saved, *options)
    assert (code, out) == (2, "")
    assert words in err


def test_days_to_compare_with_must_be_days(hinterland: Callable[..., tuple[int, str, str]], saved: Path):
    code, _, err = hinterland("track", saved, "--since", ",")
    assert code == 2
    assert "it names no day: write YYYY-MM-DD" in err


@pytest.mark.parametrize("words", ["70%", "0", "1", "nan", "-0.1", "half"])
def test_a_threshold_must_be_a_probability_and_is_told_how_to_be_one(
    hinterland: Callable[..., tuple[int, str, str]], saved: Path, words: str
):
    code, out, err = hinterland("track", saved, "--threshold", words)
    assert (code, out) == (2, "")
    assert f"{words!r} is no probability: write a number between 0 and 1, such as 0.7" in err


def series(values: Sequence[object], first: int = 2012, unit: str = "vehicle") -> list[dict[str, Any]]:
    told = {k: v for k, v in TOLD.items() if k != "published"}
    return [
        {
            "metric": "output",
            "place": "anhui",
            "period": str(first + i),
            "vintage": f"{first + i + 1}-03-01",
            "value": value,
            "unit": unit,
            "flow": "period",
            "published": f"{first + i + 1}-03-01",
            **told,
        }
        for i, value in enumerate(values)
        if value is not None
    ]


HARD = {
    "one": [50],
    "two": [50, 60],
    "zeros": [0] * 11,
    "some zeros": [0, 0, 1, 2, 0, 0, 5, 0, 0, 1, 2],
    "negative": [-5, -3, 4, -2, 7, 8, -1, 3, 2, 1, 4],
    "gaps": [50, None, None, None, 60, None, 70, None, None, 80, 90],
    "constant": [50] * 11,
    "huge": [1e300, 1.1e300, 1e300, 1.2e300, 1e300, 1.3e300, 1e300, 1e300, 1e300, 1.5e300, 1e300],
    "tiny": [1e-300, 1.1e-300, 1e-300, 1.2e-300, 1e-300, 1.3e-300, 1e-300, 1e-300, 1e-300, 1e-300, 1e-300],
    "both": [1e-300, 1e300] * 5 + [1e-300],
    "spike": [100] * 8 + [1e12, 100, 101],
    "decay": [1e6 * 0.01**i for i in range(11)],
}


DEADLINES = {"ge": "2026", "le": "2027", "approx": "2030", "eq": "2199", "gt": "1900"}


@pytest.mark.parametrize("name", HARD)
def test_no_series_breaks_the_board_or_the_backtest(
    hinterland: Callable[..., tuple[int, str, str]], case: Cluster, tmp_path: Path, name: str
):
    target = {"target": "t", "metrics": "output", "place": "anhui", "value": 100, "unit": "vehicle", **TOLD}
    targets = [
        {**target, "target": f"t_{comparator}", "comparator": comparator, "deadline": deadline}
        for comparator, deadline in [
            ("ge", "2026"),
            ("le", "2027"),
            ("approx", "2030"),
            ("eq", "2199"),
            ("gt", "1900"),
        ]
    ]
    tables = {n: case[n].to_dicts() for n in ("places", "metrics")}
    made = cluster_of({**tables, "observations": series(HARD[name]), "targets": targets})
    save(made, tmp_path / "case")
    asked = [("text", "--since", "2018-01-01"), ("json",), ("json", "--backtest", "--origins", "2")]
    for form, *more in asked:
        args = ("track", tmp_path / "case", "--as-of", "2024-06-01", "--lang", "zh", "--format", form, *more)
        code, out, err = hinterland(*args)
        assert (code, err) == (0, ""), args
        assert "nan" not in out.lower(), args
        assert form != "json" or json.loads(out), args


def test_a_finite_answer_is_given_for_three_hundred_promises(case: Cluster):
    from hinterland.promises import track

    words = ("ge", "le", "gt", "lt", "approx", "eq")
    target = {"metrics": "output", "place": "anhui", "unit": "vehicle", **TOLD}
    targets = [
        {
            **target,
            "target": f"t{i}",
            "comparator": words[i % 6],
            "value": i - 10,
            "deadline": str(2015 + i % 15),
            "attainment": ("by", "in_period", "cumulative")[i % 3],
        }
        for i in range(300)
    ]
    tables = {n: case[n].to_dicts() for n in ("places", "metrics")}
    figures = series([50 + 5 * i for i in range(12)])
    board = track(cluster_of({**tables, "observations": figures, "targets": targets}), as_of="2024-06-01")[
        "board"
    ]
    assert board["target"].n_unique() == 300
    told = board["probability"].drop_nulls()
    assert told.is_between(0, 1).all()
    assert board.filter(pl.col("verdict").is_in(["on track", "off track"]))["probability"].null_count() == 0
