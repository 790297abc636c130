"""A folder that pymrio saved: `file_parameters.json` names the files, Z and Y have two rows and columns of labels."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from hinterland.errors import CaseError
from hinterland.intake.accounts.model import AccountsError, Asked
from hinterland.intake.accounts.sheet import LARGEST, text_sheet
from hinterland.intake.accounts.units import unit_of
from hinterland.intake.accounts.words import lacking, year_of
from hinterland.intake.accounts.world import World, one_country
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from hinterland.intake.accounts.model import Accounts
    from hinterland.intake.accounts.sheet import Sheet
    from hinterland.intake.accounts.world import Ends

    Floats = NDArray[np.float64]

PARAMETERS = "file_parameters.json"
_LARGEST_JSON = 1_000_000


def is_folder(path: Path) -> bool:
    """Whether a path is such a folder."""
    return path.is_dir() and (path / PARAMETERS).is_file()


def read(folder: Path, asked: Asked) -> Accounts:
    """Return the table of a country, as `hinterland.intake.accounts.world` reads it.

    Raises
    ------
    AccountsError
        If a file is missing, is no table as pymrio writes it, or its cells are no numbers.
    CaseError
        If a file cannot be read at all.
    """
    files = _files(folder)
    sheet, rows, columns = _table(folder, files, "Z")
    final_sheet, final_rows, final_columns = _table(folder, files, "Y") if "Y" in files else (None, {}, {})
    if final_sheet is not None and list(final_rows.values()) != list(rows.values()):
        raise AccountsError(
            [
                Said(
                    f"{folder}: the rows of Y are not those of Z; save the system again with pymrio",
                    f"{folder}：Y 与 Z 的行不一致；请用 pymrio 重新保存",
                )
            ]
        )
    stated = _outputs(folder, files)
    units = _units(folder, files)
    offset = sheet.frame.width

    def numbers(wanted: Sequence[int], across: Sequence[int]) -> Floats:
        found = np.zeros((len(wanted), len(across)))
        inside = [i for i, c in enumerate(across) if c < offset]
        beyond = [i for i, c in enumerate(across) if c >= offset]
        found[:, inside] = sheet.numbers(wanted, [across[i] for i in inside])
        if beyond and final_sheet is not None:
            shift = dict(zip(rows, final_rows, strict=True))
            found[:, beyond] = final_sheet.numbers(
                [shift[r] for r in wanted], [across[i] - offset for i in beyond]
            )
        return found

    world = World(
        str(folder.name),
        "mrio",
        rows,
        columns,
        [c + offset for c in final_columns],
        None,
        {},
        {},
        numbers,
        stated,
    )
    unit = unit_of("pymrio", asked.unit, [f"unit: {u}" for u in units])
    accounts = one_country(world, asked, unit, asked.year or year_of(folder.name), "pymrio")
    for one in (sheet, final_sheet):
        if one is not None:
            one.refuse()
    return accounts


def _files(folder: Path) -> dict[str, tuple[str, int, int]]:
    """Return file, columns of index and rows of heading of each table, by its name."""
    path = folder / PARAMETERS
    if path.stat().st_size > _LARGEST_JSON:
        raise CaseError(f"{path} is too large to be what pymrio writes")
    try:
        told = json.loads(path.read_text(encoding="utf-8"))["files"]
        found = {
            str(n): (str(f["name"]), int(f["nr_index_col"]), int(f["nr_header"])) for n, f in told.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CaseError(
            f"{path} is not what pymrio writes ({error}); save the system again with pymrio"
        ) from error
    if "Z" not in found:
        raise AccountsError(
            [lacking(str(folder), "the table Z (call calc_all before saving)", "Z 表（保存前请 calc_all）")]
        )
    return found


def _sheet(folder: Path, name: str) -> Sheet:
    """Return a file of the folder; a name that leads out of it is refused."""
    path = (folder / name).resolve()
    if path.parent != folder.resolve() or not path.is_file():
        raise CaseError(f"{folder}: {name} is no file in it; save the system again with pymrio")
    if path.suffix not in {".txt", ".csv", ".tsv"}:
        raise CaseError(f"{folder}: {name} is no text; save the system again with table_format='txt'")
    if path.stat().st_size > LARGEST:
        raise CaseError(f"{path} has {path.stat().st_size / 1e6:,.0f} MB, more than {LARGEST / 1e6:,.0f}")
    return text_sheet(path.read_bytes(), f"{folder.name}/{name}")


def _table(
    folder: Path, files: dict[str, tuple[str, int, int]], name: str
) -> tuple[Sheet, dict[int, Ends], dict[int, Ends]]:
    """Return a table with two columns and two rows of labels, and what they say."""
    file, index, header = files[name]
    if (index, header) != (2, 2):
        raise AccountsError(
            [lacking(f"{folder.name}/{file}", "an index of region and sector", "地区与部门双重索引")]
        )
    sheet = _sheet(folder, file)
    labels = list(zip(sheet.column(0), sheet.column(1), strict=True))
    heads = list(zip(sheet.row(0), sheet.row(1), strict=True)) if sheet.height > 1 else []
    rows = {
        i: end for i, end in enumerate(labels) if i >= header and all(end) and end != ("region", "sector")
    }
    columns = {i: end for i, end in enumerate(heads) if i >= index and all(end)}
    if not rows or not columns:
        raise AccountsError(
            [lacking(f"{folder.name}/{file}", "rows and columns of region and sector", "地区与部门的行列")]
        )
    return sheet, rows, columns


def _outputs(folder: Path, files: dict[str, tuple[str, int, int]]) -> dict[Ends, float]:
    """Return gross output by region and sector, nothing where it was not saved."""
    if "x" not in files:
        return {}
    sheet = _sheet(folder, files["x"][0])
    rows = list(range(files["x"][2], sheet.height))
    ends = list(zip(sheet.column(0), sheet.column(1), strict=True))
    if sheet.frame.width < 3:
        return {}
    values = sheet.numbers(rows, [2])[:, 0]
    sheet.refuse()
    return {ends[r]: float(v) for r, v in zip(rows, values.tolist(), strict=True)}


def _units(folder: Path, files: dict[str, tuple[str, int, int]]) -> list[str]:
    """Return the units that sectors have, each once; several are told apart by nobody here, so none is taken."""
    if "unit" not in files:
        return []
    sheet = _sheet(folder, files["unit"][0])
    found = list(dict.fromkeys(sheet.column(sheet.frame.width - 1)[files["unit"][2] :]))
    return found if len(found) == 1 else []
