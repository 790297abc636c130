"""Input-output tables in every layout: the same small world comes out, sums are checked, faults are told at once."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import io_tables as t
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from hinterland.errors import CaseError
from hinterland.intake.accounts import AccountsError, Asked, icio, read_accounts
from hinterland.intake.accounts.sheet import text_sheet
from hinterland.intake.accounts.units import parse_unit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHARED = (
    next(
        (p for p in (os.environ.get("HINTERLAND_SHARED"),) if p),
        str(ROOT.parent / "shared"),
    )
    + "/data/io_china_2020"
)


def csv(rows: Callable[[], t.Rows], name: str) -> Callable[[Path], Path]:
    return lambda folder: t.write_csv(folder / name, rows())


def xlsx(rows: Callable[[], t.Rows], name: str) -> Callable[[Path], Path]:
    return lambda folder: t.write_xlsx(folder / name, rows(), before="a sheet of notes")


MADE: dict[str, Callable[[Path], Path]] = {
    "icio": csv(t.icio, "2018_SML.csv"),
    "icio_semicolons": lambda folder: t.write_csv(folder / "ICIO2018.csv", t.icio(), ";"),
    "wiod": csv(t.wiod, "WIOT.csv"),
    "wiod_workbook": xlsx(t.wiod, "WIOT2014_Nov16.xlsx"),
    "wiod_flat": csv(t.wiod_flat, "WIOT2014.csv"),
}


@pytest.mark.parametrize("country", ["AAA", "BBB"])
@pytest.mark.parametrize("made", MADE)
def test_a_country_comes_out_of_each_layout_of_many(made: str, country: str, tmp_path: Path) -> None:
    found = read_accounts(MADE[made](tmp_path), Asked(country=country))
    assert found.layout == made.partition("_")[0]
    assert found.flow.tolist() == t.FLOW[country]
    assert found.imported is not None
    assert found.imported.tolist() == t.IMPORTED[country]
    at = [i for i, (c, _) in enumerate(t.ENDS) if c == country]
    assert found.gross.tolist() == [t.GROSS[i] for i in at]
    assert found.added.tolist() == [t.ADDED[i] + t.TAXES[i] for i in at]
    assert found.differences == ()
    assert [s.code for s in found.sectors] == ["C10", "C20"]
    assert (found.unit.factor, found.unit.currency) == (1e6, "USD")
    if made.startswith("wiod"):
        assert [s.name_en for s in found.sectors] == ["Food", "Chemicals"]


@pytest.mark.parametrize("made", MADE)
def test_all_countries_keep_their_sectors_apart(made: str, tmp_path: Path) -> None:
    found = read_accounts(MADE[made](tmp_path), Asked(country="all"))
    assert found.flow.tolist() == t.Z
    assert found.imported is None
    assert found.gross.tolist() == t.GROSS
    prefix = found.layout
    assert [s.id for s in found.sectors] == [f"{prefix}_{c}_{s}" for c, s in t.ENDS]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("titles", [False, True])
@pytest.mark.parametrize("split", [False, True])
def test_the_bureaus_layout_with_and_without_imports_apart(
    kind: str, titles: bool, split: bool, tmp_path: Path
) -> None:
    rows, path = t.nbs(split=split, titles=titles), tmp_path / f"table_2020.{kind}"
    found = read_accounts(t.write_csv(path, rows) if kind == "csv" else t.write_xlsx(path, rows))
    assert found.layout == "nbs"
    assert found.flow.tolist() == t.FLOW["AAA"]
    assert (found.imported is not None) == split
    if found.imported is not None:
        assert found.imported.tolist() == t.IMPORTED["AAA"]
    assert found.gross.tolist() == t.GROSS[:2]
    assert found.added.tolist() == [g - sum(f[j] for f in t.FLOW["AAA"]) for j, g in enumerate(t.GROSS[:2])]
    assert found.differences == ()
    assert [(s.code, s.name_en, s.name_zh) for s in found.sectors] == [
        ("01", "Food", "食品"),
        ("02", "Chemicals", "化学品"),
    ]
    assert (found.year, found.unit.factor, found.unit.currency) == (2020, 1e4, "CNY")
    assert found.unit.stated == titles


def test_parts_of_a_country_are_added_up(tmp_path: Path) -> None:
    parted = [[str(c).replace("AAA_", "CN1_").replace("BBB_", "CN2_") for c in row] for row in t.icio()]
    found = read_accounts(t.write_csv(tmp_path / "icio.csv", parted), Asked(country="CHN"))
    z = np.array(t.Z)
    assert found.flow.tolist() == (z[:2, :2] + z[:2, 2:] + z[2:, :2] + z[2:, 2:]).tolist()
    assert found.imported is not None
    assert not found.imported.any()
    assert found.differences == ()


def test_a_folder_that_pymrio_saved(tmp_path: Path) -> None:
    pymrio = pytest.importorskip("pymrio", reason="pymrio is not installed")
    system = pymrio.load_test()
    system.calc_all()
    system.save(tmp_path / "saved")
    flow, gross = system.Z, system.x["indout"]
    found = read_accounts(tmp_path / "saved", Asked(country="reg2"))
    bought = flow.T.groupby(level="region").get_group("reg2").T
    summed = bought.groupby(level="sector", sort=False).sum()
    np.testing.assert_allclose(found.flow, summed.to_numpy(), rtol=1e-6)
    np.testing.assert_allclose(found.gross, gross["reg2"].to_numpy(), rtol=1e-6)
    own = bought.loc["reg2"].to_numpy()
    assert found.imported is not None
    np.testing.assert_allclose(found.flow - found.imported, own, rtol=1e-5, atol=1e-3)
    assert (found.unit.factor, found.unit.currency, found.unit.stated) == (1e6, "USD", True)
    assert all(d.relative < 1e-5 for d in found.differences)
    whole = read_accounts(tmp_path / "saved" / "file_parameters.json", Asked(country="all"))
    np.testing.assert_allclose(whole.flow, flow.to_numpy(), rtol=1e-6)


@pytest.mark.parametrize(("name", "sectors"), [("china_2020_42.csv", 42), ("china_2020_153.csv", 153)])
def test_chinas_tables_of_2020_add_up(name: str, sectors: int) -> None:
    if not os.path.exists(f"{SHARED}/{name}"):  # noqa: PTH110
        pytest.skip(f"{SHARED}/{name} is not there: set HINTERLAND_SHARED to the folder of shared data")
    found = read_accounts(f"{SHARED}/{name}")
    assert len(found.sectors) == sectors
    assert (found.layout, found.year) == ("nbs", 2020)
    assert found.differences == ()
    # both tables are of one economy, in 10,000 yuan
    assert found.gross.sum() == pytest.approx(26_990_278_045.4323)
    assert found.added.sum() == pytest.approx(10_164_220_012.6486)
    assert (found.imported is not None) == (sectors == 42)


@given(st.integers(1, 3), st.integers(1, 3), st.integers(0, 2**32 - 1))
def test_what_countries_buy_adds_up_to_the_whole_table(countries: int, sectors: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    ends = [f"{chr(65 + c)}AA_S{s}" for c in range(countries) for s in range(sectors)]
    n = len(ends)
    z, final = rng.integers(0, 50, (n, n)), rng.integers(1, 90, (n, countries))
    gross = z.sum(axis=1) + final.sum(axis=1)
    heads = ["", *ends, *(f"{chr(65 + c)}AA_HFCE" for c in range(countries)), "OUT"]
    rows = [[e, *z[i], *final[i], gross[i]] for i, e in enumerate(ends)]
    rows += [["VA", *(gross - z.sum(axis=0))], ["OUT", *gross]]
    text = "\n".join(",".join(str(c) for c in row) for row in [heads, *rows])
    sheet = text_sheet(text.encode(), "t.csv")
    found = [icio.read(sheet, Asked(country=f"{chr(65 + c)}AA")) for c in range(countries)]
    assert sum(f.flow.sum() for f in found) == z.sum()
    assert np.concatenate([f.gross for f in found]).tolist() == gross.tolist()
    at_home = sum(
        z[c * sectors : (c + 1) * sectors, c * sectors : (c + 1) * sectors].sum() for c in range(countries)
    )
    abroad = sum(f.imported.sum() for f in found if f.imported is not None)
    assert abroad == z.sum() - at_home
    assert all(f.differences == () for f in found)


def test_the_flat_layout_may_have_a_column_of_years(tmp_path: Path) -> None:
    rows = [[*row[:4], "Year" if i == 0 else 2014, *row[4:]] for i, row in enumerate(t.wiod_flat())]
    found = read_accounts(t.write_csv(tmp_path / "wiot.csv", rows), Asked(country="BBB"))
    assert found.flow.tolist() == t.FLOW["BBB"]


# --- what does not add up, and what cannot be read


def spoilt(rows: t.Rows, row: int, column: int, value: Any) -> t.Rows:
    rows[row][column] = value
    return rows


def test_sums_that_do_not_agree_are_told_with_both_figures(tmp_path: Path) -> None:
    path = t.write_csv(tmp_path / "icio.csv", spoilt(t.icio(), 1, 1, 17))  # 10 was the flow
    found = read_accounts(path, Asked(country="AAA"))
    told = {(d.what.en, d.sector): (d.stated, d.found) for d in found.differences}
    assert told == {
        ("sales to all uses against gross output", "C10"): (t.GROSS[0], t.GROSS[0] + 7),
        ("inputs and value added against gross output", "C10"): (t.GROSS[0], t.GROSS[0] + 7),
    }
    path = t.write_csv(tmp_path / "nbs.csv", spoilt(t.nbs(split=False), 1, 3, 20))  # 12 was the flow
    found = read_accounts(path)
    assert {d.what.en for d in found.differences} == {
        "total intermediate input",
        "total intermediate use",
        "value added against gross output less inputs",
    }


def test_every_cell_that_is_no_number_is_told_at_once_with_its_address(tmp_path: Path) -> None:
    rows = spoilt(spoilt(t.icio(), 1, 2, "four"), 2, 1, "inf")
    with pytest.raises(AccountsError) as told:
        read_accounts(t.write_csv(tmp_path / "icio.csv", rows), Asked(country="AAA"))
    assert "icio.csv C2: 'four' is no number" in str(told.value)
    assert "icio.csv B3: 'inf' is no number" in str(told.value)
    assert "不是数值" in told.value.in_("zh")


def test_blanks_count_as_nothing_and_thousands_separators_are_read(tmp_path: Path) -> None:
    rows = spoilt(spoilt(t.nbs(split=False), 1, 3, ""), 2, 4, "1,029")
    found = read_accounts(t.write_csv(tmp_path / "t.csv", rows))
    assert found.flow.tolist() == [[0, 5], [10, 1029]]
    assert any("hold nothing" in r.en for r in found.remarks)


@pytest.mark.parametrize(
    ("rows", "asked", "words"),
    [
        (t.icio(), Asked(), "a table of 2 countries; choose one with --country"),
        (t.icio(), Asked(country="AAB"), "did you mean AAA"),
        ([r for r in t.icio() if r[0] != "VA"], Asked(country="AAA"), "the row VA"),
        ([r for r in t.icio() if r[0] != "BBB_C20"], Asked(country="AAA"), "stand in rows or columns only"),
        ([*t.icio(), t.icio()[1]], Asked(country="AAA"), "more than one row"),
        ([r for r in t.wiod() if r[0] != "GO"], Asked(country="AAA"), "the row GO"),
        (t.nbs(split=False)[:2] + t.nbs(split=False)[3:], Asked(), "the row of sectors 02"),
        ([*t.nbs(split=False), t.nbs(split=False)[1]], Asked(), "more than one row"),
        (t.nbs(split=True)[:4] + t.nbs(split=True)[5:], Asked(), "both domestic and imported rows of 02"),
        ([["a", "b"], ["c", 1]], Asked(), "no input-output table was found"),
        ([["a", "b"], ["c", 1]], Asked(layout="nbs"), "a row of codes that ends in GO"),
        ([["a", "b"], ["c", 1]], Asked(layout="wiod"), "columns of code, description"),
        (t.icio(), Asked(country="AAA", unit="furlongs"), "no unit of money"),
    ],
)
def test_a_table_that_cannot_be_taken_says_why(
    rows: t.Rows, asked: Asked, words: str, tmp_path: Path
) -> None:
    with pytest.raises(AccountsError, match=words) as told:
        read_accounts(t.write_csv(tmp_path / "table.csv", rows), asked)
    assert told.value.in_("zh") != str(told.value)


def test_files_that_are_none_say_so(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "text.docx").write_text("x")
    (tmp_path / "half.xlsx").write_bytes(b"PK\x03\x04half")
    (tmp_path / "folder").mkdir()
    for name, words in (
        ("none.csv", "no file"),
        ("empty.csv", "empty"),
        ("text.docx", "neither"),
        ("half.xlsx", "half.xlsx"),
        ("folder", "no folder that pymrio saved"),
    ):
        with pytest.raises(CaseError, match=words):
            read_accounts(tmp_path / name)
    with pytest.raises(CaseError, match="did you mean icio"):
        read_accounts(tmp_path / "empty.csv", Asked(layout="icoi"))


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ("{", "not what pymrio writes"),
        ("[]", "not what pymrio writes"),
        ('{"files": {}}', "the table Z"),
        ('{"files": {"Z": {"name": "../Z.txt", "nr_index_col": "2", "nr_header": "2"}}}', "no file in it"),
        ('{"files": {"Z": {"name": "Z.txt", "nr_index_col": "1", "nr_header": "1"}}}', "region and sector"),
    ],
)
def test_a_folder_that_pymrio_did_not_write_is_refused(parameters: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "Z.txt").write_text("outside")
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "file_parameters.json").write_text(parameters)
    with pytest.raises(CaseError, match=words):
        read_accounts(folder)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("万元", (1e4, "CNY")),
        ("亿元", (1e8, "CNY")),
        ("10000 CNY", (1e4, "CNY")),
        ("millions of US$", (1e6, "USD")),
        ("Mill USD", (1e6, "USD")),
        ("M.EUR", (1e6, "EUR")),
        ("1000 EUR", (1e3, "EUR")),
        ("CNY", (1.0, "CNY")),
        ("tonnes", None),
        ("million", None),
        ("USD per EUR", None),
        ("3 USD", None),
    ],
)
def test_units_of_money_as_people_write_them(text: str, expected: tuple[float, str] | None) -> None:
    found = parse_unit(text)
    assert (None if found is None else (found.factor, found.currency)) == expected
