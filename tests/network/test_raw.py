"""A raw network: three tables read whole, or every fault told at once with its place and its fix."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hinterland.errors import StudyError
from hinterland.network.graph import Network
from hinterland.network.raw.build import Columns, build
from hinterland.network.raw.faults import Book, FaultyNetwork
from hinterland.network.raw.files import read_file

if TYPE_CHECKING:
    from pathlib import Path

LINKS = "supplier,buyer,weight\na,b,3\nb,c,2\n"
FIRMS = "firm,industry,rev\na,steel,5\nb,chips,4\nc,steel,0\n"
CLASSES = ",steel,chips\nsteel,2,1\nchips,0,2\n"


def read(
    folder: Path,
    links: str | bytes = LINKS,
    firms: str = FIRMS,
    classes: str = CLASSES,
    columns: Columns | None = None,
) -> Network:
    book = Book()
    names = {"links.csv": links, "firms.csv": firms, "ess.csv": classes}
    for name, text in names.items():
        (folder / name).write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    three = [read_file(folder / "links.csv", book), read_file(folder / "firms.csv", book)]
    return build(*three, read_file(folder / "ess.csv", book, headed=False), columns or Columns(), book)


def faults(folder: Path, **changed: object) -> list[str]:
    with pytest.raises(FaultyNetwork) as told:
        read(folder, **changed)
    for line in told.value.in_("zh").splitlines():
        assert any("\u4e00" <= c <= "\u9fff" for c in line), line
    return told.value.in_("en").splitlines()[1:]


def test_three_tables_become_one_network(tmp_path: Path) -> None:
    net = read(tmp_path, columns=Columns(revenue="rev", market=None))
    assert net.ids == ("a", "b", "c")
    assert [net.industry.names[i] for i in net.industry.of] == ["steel", "chips", "steel"]
    assert list(zip(net.supplier.tolist(), net.buyer.tolist(), net.weight.tolist(), strict=True)) == [
        (0, 1, 3),
        (1, 2, 2),
    ]
    assert net.essential.tolist() == [[2, 1], [0, 2]]
    assert net.market is None
    assert net.revenue is not None
    assert net.revenue.tolist() == [5, 4, 0]
    assert net.notes == ()


CASES = {
    "negative weight": ({"links": LINKS + "a,c,-1\n"}, ["links.csv row 4, weight: '-1': negative"]),
    "no number": ({"links": LINKS + "a,c,many\n"}, ["row 4, weight: 'many': not a number"]),
    "nan": ({"links": LINKS + "a,c,nan\n"}, ["row 4, weight: 'nan': not a number"]),
    "infinite": (
        {"links": LINKS + "a,c,inf\na,a,-Infinity\n"},
        ["row 4, weight: 'inf': not finite", "row 5"],
    ),
    "empty weight": ({"links": LINKS + "a,c,\n"}, ["row 4, weight: empty"]),
    "short row": ({"links": LINKS + "a,c\n"}, ["row 4, weight: empty"]),
    "long row": ({"links": LINKS + "a,c,1,9\n"}, ["row 4: 'a,c,1,9': more cells than the first row has (3)"]),
    "open quote": ({"links": LINKS + 'a,"c,1\n'}, ["row 4: a quotation mark opens and never closes"]),
    "unknown firms": (
        {"links": LINKS + "a,zz,1\nyy,a,1\n"},
        ["row 5, supplier: 'yy': no such firm in firms.csv (1 unknown", "row 4, buyer: 'zz': no such firm"],
    ),
    "empty end": ({"links": LINKS + ",a,1\n"}, ["row 4, supplier: empty"]),
    "duplicate firm": (
        {"firms": FIRMS + "a,chips,1\n"},
        ["firms.csv row 5, firm: 'a': the firm stands twice"],
    ),
    "no industry": ({"firms": FIRMS + "d,,1\n"}, ["firms.csv row 5, industry: empty"]),
    "industry not in the table": (
        {"firms": FIRMS + "d,oil,1\ne,oil,1\n"},
        ["ess.csv: 'oil': this industry of 2 firms is not in the table"],
    ),
    "industry numbered from 1": (
        {"firms": "firm,industry\na,1\nb,2\nc,1\n", "classes": "2,1\n0,2\n"},
        [
            "'2': this industry of 1 firm is not in the table. A matrix without headings knows the industries 0 to 1"
        ],
    ),
    "class 3": (
        {"classes": ",steel,chips\nsteel,3,1\nchips,0,2\n"},
        ["ess.csv row 2, steel: '3': no class of an input"],
    ),
    "half a class": (
        {"classes": "1,0.5\n0,2\n", "firms": "firm,industry\na,0\nb,1\nc,0\n"},
        ["ess.csv row 1, 1: '0.5'"],
    ),
    "not square": ({"classes": "1,2,0\n1,2,0\n"}, ["not square"]),
    "rows and columns differ": ({"classes": ",steel,chips\nsteel,2,1\noil,0,2\n"}, ["differ: chips, oil"]),
    "pair without a class": (
        {"classes": "supplier_industry,buyer_industry,class\nsteel,chips,2\nchips,chips,1\nsteel,steel,1\n"},
        ["'chips, steel': the pair of industries has links (1) and no class"],
    ),
    "pair with two classes": (
        {"classes": "supplier_industry,buyer_industry,class\nsteel,chips,2\nsteel,chips,1\nchips,steel,1\n"},
        ["ess.csv row 3: 'steel, chips': the pair stands already, with another class"],
    ),
    "missing column": (
        {"columns": Columns(industry="industri")},
        ["no column `industri`. Did you mean `industry`?"],
    ),
    "several missing columns": (
        {
            "columns": Columns(
                revenue="sales", costs="cost", weights=("jobs",), sectors="region", market="group"
            )
        },
        ["`sales`", "`cost`", "`jobs`", "`region`", "`group`"],
    ),
    "negative revenue": (
        {"firms": FIRMS + "d,chips,-4\n", "columns": Columns(revenue="rev")},
        ["row 5, rev: '-4': negative"],
    ),
    "weights all 0": (
        {"firms": "firm,industry,w\na,steel,0\nb,chips,0\nc,steel,0\n", "columns": Columns(weights=("w",))},
        ["the weights in w are all 0"],
    ),
    "no headings": (
        {"links": "0,1,2.5\n1,2,3\n"},
        ["none of the columns supplier, buyer, weight: the first row reads 0, 1, 2.5"],
    ),
    "empty file": ({"links": "\n"}, ["links.csv: the file is empty"]),
    "ambiguous comma": (
        {"links": LINKS + 'a,c,"1,234"\n'},
        ["'1,234': a comma that may part thousands or decimals"],
    ),
    "ambiguous point": (
        {"links": "supplier;buyer;weight\na;b;3,5\nb;c;1.234\n"},
        ["'1.234': a point that may part thousands or decimals"],
    ),
    "no text": ({"links": b"supplier,buyer,weight\na,b,\xff\xfe\x00\n"}, ["links.csv"]),
}


@pytest.mark.parametrize("name", CASES)
def test_a_fault_names_its_place_the_rule_and_the_fix(tmp_path: Path, name: str) -> None:
    changed, wanted = CASES[name]
    told = faults(tmp_path, **changed)
    for words in wanted:
        assert any(words in line for line in told), (words, told)
    assert all(". " in line for line in told)


def test_all_faults_are_told_at_once_and_many_of_one_kind_are_counted(tmp_path: Path) -> None:
    many = "".join(f"a,b,-{i}\n" for i in range(1, 51))
    told = faults(tmp_path, links=LINKS + many + "q,b,1\n", firms=FIRMS + "a,x,1\n", classes=CLASSES + "\n")
    assert sum("negative" in line for line in told) == 21
    assert any("30 further rows: negative" in line for line in told)
    assert any("'q'" in line for line in told)
    assert any("stands twice" in line for line in told)
    assert any("'x'" in line for line in told)


def test_missing_files_are_told_together_with_near_names(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text(LINKS)
    book = Book()
    three = [read_file(tmp_path / name, book) for name in ("linkz.csv", "firms.xls", ".")]
    with pytest.raises(FaultyNetwork) as told:
        build(*three, Columns(), book)
    lines = told.value.in_("en").splitlines()
    assert len(lines) == 4
    assert "Did you mean" in lines[1]
    assert "this is a folder" in lines[3]


def test_duplicates_are_added_up_zeros_left_out_self_links_kept_and_all_of_it_noted(tmp_path: Path) -> None:
    net = read(tmp_path, links=LINKS + "a,b,4\nc,c,1\nb,a,0\n")
    assert net.weight.tolist() == [7, 2, 1]
    notes = [n.en for n in net.notes]
    assert any("1 row repeats a pair of firms; weights were added up: a to b (row 4)" in n for n in notes)
    assert any("1 link worth 0 is left out" in n for n in notes)
    assert any("1 link from a firm to itself is kept" in n for n in notes)


@pytest.mark.parametrize(
    "links",
    [
        "source,target,value\na,b,3\nb,c,2\n",
        "From,To,Volume\na,b,3\nb,c,2\n",
        "seller,buyer,weight\na,b,3\nb,c,2\n",
        "供应商,采购商,金额\na,b,3\nb,c,2\n",
        "\ufeffsupplier,buyer,weight\r\na,b,3\r\nb,c,2\r\n",
        "supplier;buyer;weight\na;b;3,0\nb;c;2\n",
        "supplier\tbuyer\tweight\na\tb\t3\nb\tc\t2\n",
        '"","supplier","buyer","weight"\n"1","a","b",3\n"2","b","c",2\n',
        "sep=;\nsupplier;buyer;weight\na;b;3\nb;c;2\n",
        "weight,note,buyer,supplier\n3,x,b,a\n\n2,y,c,b\n",
        "supplier,buyer,weight\n a , b ,3\nb,c, 2 \n",
    ],
)
def test_every_usual_way_of_writing_links_is_read(tmp_path: Path, links: str) -> None:
    net = read(tmp_path, links=links)
    assert net.weight.tolist() == [3, 2]
    assert net.supplier.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (('"1,234.5"', '"2,000"'), (1234.5, 2000)),
        (('"1.234,5"', '"2,5"'), (1234.5, 2.5)),
        (("1e3", "2.5"), (1000, 2.5)),
        (("３", "2万"), (3, 20000)),
        (('"1,234,567"', "5"), (1234567, 5)),
        (('"12,5"', '"2,000"'), (12.5, 2.0)),
    ],
)
def test_numbers_are_read_as_they_are_written_where_that_is_beyond_doubt(
    tmp_path: Path, cells: tuple[str, str], values: tuple[float, float]
) -> None:
    net = read(tmp_path, links=f"supplier,buyer,weight\na,b,{cells[0]}\nb,c,{cells[1]}\n")
    assert net.weight.tolist() == list(values)


@pytest.mark.parametrize(
    ("classes", "firms"),
    [
        (CLASSES, FIRMS),
        ("2,1\n0,2\n", "firm,industry\na,0\nb,1\nc,0\n"),
        ("industry,chips,steel\nsteel,1,2\nchips,2,0\n", FIRMS),
        ("supplier_industry,buyer_industry,class\nsteel,chips,1\nchips,steel,0\n", FIRMS),
    ],
)
def test_essential_classes_are_read_in_each_form(tmp_path: Path, classes: str, firms: str) -> None:
    net = read(tmp_path, classes=classes, firms=firms)
    kind = net.essential[net.industry.of[net.supplier], net.industry.of[net.buyer]]
    assert kind.tolist() == [1, 0]


def test_workbooks_and_parquet_say_the_same_as_csv(tmp_path: Path) -> None:
    plain = read(tmp_path)
    book = openpyxl.Workbook()
    for row in (["supplier", "buyer", "weight"], ["a", "b", 3], ["b", "c", 2]):
        book.active.append(row)
    book.save(tmp_path / "links.xlsx")
    pl.read_csv(tmp_path / "firms.csv").write_parquet(tmp_path / "firms.parquet")
    told = Book()
    three = [read_file(tmp_path / n, told) for n in ("links.xlsx", "firms.parquet")]
    other = build(*three, read_file(tmp_path / "ess.csv", told, headed=False), Columns(), told)
    assert other.weight.tolist() == plain.weight.tolist()
    assert other.ids == plain.ids


def test_damaged_files_are_faults(tmp_path: Path) -> None:
    for name in ("x.xlsx", "x.parquet"):
        (tmp_path / name).write_bytes(b"PK\x03\x04 no such thing")
        book = Book()
        assert read_file(tmp_path / name, book) is None
        assert "damaged" in book.troubles[0].line()


def test_frames_with_numbers_as_ids_are_read_and_their_rows_count_from_0() -> None:
    links = pl.DataFrame({"supplier": [0.0, 1.0], "buyer": [1, 2], "weight": [1.0, float("nan")]})
    firms = pl.DataFrame({"id": [0, 1, 2], "industry": [0, 1, 0]})
    classes = np.array([[2, 1], [0, 2]])
    with pytest.raises(FaultyNetwork, match="links row 1, weight: 'nan': not a number"):
        Network.from_tables(links, firms, classes)
    net = Network.from_tables(links.with_columns(weight=pl.lit(1.0)), firms, classes, market=None)
    assert net.ids == ("0", "1", "2")
    labelled = pl.DataFrame({"steel": [2, 0], "chips": [1, 2]})
    named = firms.with_columns(industry=pl.Series(["chips", "steel", "chips"]))
    other = Network.from_tables(links.with_columns(weight=pl.lit(1.0)), named, labelled)
    assert other.industry.names == ("steel", "chips")
    assert other.market is other.industry


def test_another_kind_of_frame_is_refused_with_the_way_out() -> None:
    with pytest.raises(StudyError, match=r"links is a dict: give a polars DataFrame"):
        Network.from_tables({}, pl.DataFrame(), pl.DataFrame())


@pytest.mark.parametrize(
    "cells", [[[1.0], [2.0]], [{"x": 1}, {"x": 2}], [b"1", b"\xff"], [None, None], [True, False]]
)
def test_columns_of_any_type_are_read_or_are_faults(cells: list[object]) -> None:
    firms = pl.DataFrame({"firm": ["a", "b"], "industry": [0, 1]})
    for column in ("supplier", "weight"):
        links = {"supplier": ["a", "b"], "buyer": ["b", "a"], "weight": [1.0, 2.0]} | {column: cells}
        if (column, cells) == ("weight", [True, False]):
            continue
        with pytest.raises(FaultyNetwork, match=f"links row 0, {column}"):
            Network.from_tables(pl.DataFrame(links), firms, np.ones((2, 2)))


def test_a_table_without_rows_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, links="supplier,buyer,weight\n")[0].startswith(
        "  - links.csv: there are no rows below"
    )
    assert "there are no rows" in faults(tmp_path, classes="0n2\n")[0]


BITS = (
    b'"',
    b",",
    b";",
    b"\n",
    b"\r",
    b"\0",
    b"\xff",
    b"nan",
    b"inf",
    b"-",
    b"\xe4\xb8\x87",
    b"1,234",
    b"=",
    b" ",
    b"1e999",
)


@settings(max_examples=80)
@given(
    st.sampled_from(["links.csv", "firms.csv", "ess.csv"]),
    st.lists(st.tuples(st.integers(0, 80), st.sampled_from(BITS)), max_size=3),
)
def test_damaged_tables_are_faults_and_never_anything_else(
    tmp_path_factory: pytest.TempPathFactory, name: str, bits: list[tuple[int, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    texts = {"links.csv": LINKS, "firms.csv": FIRMS, "ess.csv": CLASSES}
    book = Book()
    for file, text in texts.items():
        data = text.encode()
        for at, bit in bits if file == name else ():
            data = data[:at] + bit + data[at:]
        (folder / file).write_bytes(data)
    three = [read_file(folder / "links.csv", book), read_file(folder / "firms.csv", book)]
    with contextlib.suppress(FaultyNetwork):
        build(*three, read_file(folder / "ess.csv", book, headed=False), Columns(revenue="rev"), book)
