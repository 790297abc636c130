"""A small world of two countries and two sectors, every cell known, written in each layout that is read."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Rows = list[list[Any]]

ENDS = [("AAA", "C10"), ("AAA", "C20"), ("BBB", "C10"), ("BBB", "C20")]
NAMES = {"C10": "Food", "C20": "Chemicals"}
Z = [
    [10, 4, 1, 2],
    [3, 20, 5, 6],
    [2, 1, 8, 3],
    [7, 9, 4, 30],
]
"""What each row sells each column; rows and columns as `ENDS`."""
FINAL = [[50, 13], [21, 25], [6, 40], [10, 60]]
"""What each row sells to final use in AAA and in BBB."""
GROSS = [sum(z) + sum(f) for z, f in zip(Z, FINAL, strict=True)]
INPUTS = [sum(row[j] for row in Z) for j in range(4)]
TAXES = [1, 2, 1, 3]
ADDED = [g - i - t for g, i, t in zip(GROSS, INPUTS, TAXES, strict=True)]
FLOW = {"AAA": [[12, 5], [10, 29]], "BBB": [[9, 5], [9, 36]]}
"""What each country's sectors buy of each product, wherever it is made; C10, C20."""
IMPORTED = {"AAA": [[2, 1], [7, 9]], "BBB": [[1, 2], [5, 6]]}


def write_csv(path: Path, rows: Sequence[Sequence[Any]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[Any]], *, before: str = "") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if before:
        sheet.append([before])
        sheet = book.create_sheet("table")
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def icio() -> Rows:
    """As the OECD writes it, China in two parts where a country is called so."""
    ends = [f"{c}_{s}" for c, s in ENDS]
    rows: Rows = [["V1", *ends, "AAA_HFCE", "BBB_HFCE", "OUT"]]
    rows += [[e, *Z[i], *FINAL[i], GROSS[i]] for i, e in enumerate(ends)]
    rows += [["TLS", *TAXES, 0, 0, ""], ["VA", *ADDED, 0, 0, ""], ["OUT", *GROSS, "", "", ""]]
    return rows


def wiod() -> Rows:
    """As the workbook of 2016 is laid out."""
    codes, names = [s for _, s in ENDS], [NAMES[s] for _, s in ENDS]
    rows: Rows = [
        ["Intercountry Input-Output Table", "", "", ""],
        ["(millions of US$)", "", "", "", *codes, "CONS_h", "CONS_h", "GO"],
        ["2014", "", "", "", *names, "Final use", "Final use", "Total output"],
        ["", "", "", "", *(c for c, _ in ENDS), "AAA", "BBB", "TOT"],
        ["", "", "", "", "c1", "c2", "c1", "c2", "c57", "c57", "c62"],
    ]
    numbers = ["r1", "r2", "r1", "r2"]
    rows += [[s, NAMES[s], c, numbers[i], *Z[i], *FINAL[i], GROSS[i]] for i, (c, s) in enumerate(ENDS)]
    rows += [
        ["II_fob", "Total intermediate consumption", "TOT", "r65", *INPUTS, "", "", ""],
        ["TXSP", "taxes less subsidies on products", "TOT", "r66", *TAXES, "", "", ""],
        ["VA", "Value added at basic prices", "TOT", "r70", *ADDED, "", "", ""],
        ["GO", "Output at basic prices", "TOT", "r73", *GROSS, "", "", ""],
    ]
    return rows


def wiod_flat() -> Rows:
    """As its files for statistical programs are laid out: one row of headings."""
    heads = ["IndustryCode", "IndustryDescription", "Country", "RNr", "AAA1", "AAA2", "BBB1", "BBB2"]
    body = wiod()[5:]
    rows: Rows = [[*heads, "AAA57", "BBB57", "TOT"]]
    return rows + [[*row[:3], str(row[3])[1:], *row[4:]] for row in body]


def nbs(*, split: bool, titles: bool = False) -> Rows:
    """The country AAA as China's statistics bureau would print it."""
    flow, imported = FLOW["AAA"], IMPORTED["AAA"]
    words = ["Code", "Description", "DescriptionInChinese", *(["Origin"] if split else [])]
    codes = ["01", "02"]
    ends = [["01", "Food", "食品"], ["02", "Chemicals", "化学品"]]
    exports = [sum(Z[i][2:]) + FINAL[i][1] for i in range(2)]
    home = [FINAL[i][0] for i in range(2)]
    bought = [FINAL[2][0], FINAL[3][0]]  # final use of imports
    rows: Rows = [["2020年投入产出表", "单位：万元"], []] if titles else []
    uses = ["TIU", "TC", "EX", "TFU", *([] if split else ["IM"]), "GO"]
    rows.append([*words, *codes, *uses])
    for i, end in enumerate(ends):
        if split:
            inside = [f - m for f, m in zip(flow[i], imported[i], strict=True)]
            rows.append(
                [*end, "Domestic", *inside, sum(inside), home[i], exports[i], home[i] + exports[i], GROSS[i]]
            )
        else:
            final = home[i] + bought[i] + exports[i]
            bill = sum(imported[i]) + bought[i]
            rows.append(
                [*end, *flow[i], sum(flow[i]), home[i] + bought[i], exports[i], final, bill, GROSS[i]]
            )
    if split:
        for i, end in enumerate(ends):
            rows.append([*end, "Imports", *imported[i], sum(imported[i]), bought[i], 0, bought[i], ""])
    gap = ["TOT"] if split else []
    inputs = [flow[0][j] + flow[1][j] for j in range(2)]
    rest = [g - i for g, i in zip(GROSS[:2], inputs, strict=True)]
    rows.append(["TII", "Total intermediate input", "中间投入合计", *gap, *inputs, *(["NA"] * len(uses))])
    rows.append(["TVA", "Total value-added", "增加值合计", *gap, *rest, *(["NA"] * len(uses))])
    rows.append(["TI", "Total inputs", "总投入", *gap, *GROSS[:2], *(["NA"] * len(uses))])
    return rows
