"""Where cases live: a folder of CSV and Parquet files, or an Excel workbook, behind one small protocol."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hinterland.errors import CaseError
from hinterland.store.folder import FolderStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hinterland.store.excel import ExcelStore
    from hinterland.store.folder import Form

__all__ = ["FolderStore", "new_case", "open_store", "write_template"]


def open_store(path: Path | str, *, new: bool = False, form: Form | None = None) -> FolderStore | ExcelStore:
    """Return the store of a case, by what is there or by the suffix of its name.

    Parameters
    ----------
    path
        A folder, or an .xlsx workbook.
    new
        Whether there may be nothing yet, because the case is about to be written.
    form
        How a folder's small tables are written, `csv` or `parquet`; by default as they are.

    Raises
    ------
    CaseError
        If there is nothing, or something that is no case; says what to do.
    """
    path = Path(path)
    if path.is_dir():
        return _folder(path, new=new, form=form)
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        if not new and not path.exists():
            raise CaseError(
                f"{path} does not exist. Check the name, or make a template with `hinterland new DIR`"
            )
        from hinterland.store.excel import ExcelStore  # noqa: PLC0415 (folders need none of it)

        return ExcelStore(path)
    if path.exists() or (suffix and suffix in _ADVICE):
        raise CaseError(f"{path} is no case: {_ADVICE.get(suffix, _ADVICE[''])}")
    if new:
        return FolderStore(path, form=form)
    raise CaseError(f"{path} does not exist. Check the name, or make a case with `hinterland new {path}`")


_ADVICE = {
    "": "a case is a folder of tables, or an .xlsx workbook",
    ".xls": "open it in Excel and save it as an Excel workbook (.xlsx)",
    ".xlsb": "open it in Excel and save it as an Excel workbook (.xlsx)",
    ".xlsm": "open it in Excel and save it as an Excel workbook without macros (.xlsx)",
    ".ods": "open it in LibreOffice and save it as Excel 2007-365 (.xlsx)",
    ".numbers": "export it from Numbers as Excel (.xlsx)",
    ".csv": "name the folder that holds it; a case is a folder of such files, one a table",
    ".tsv": "save it as CSV into a folder, one file a table, and name the folder",
    ".parquet": "name the folder that holds it; a case is a folder of such files, one a table",
    ".zip": "unpack it and name the folder",
}


def _folder(path: Path, *, new: bool, form: Form | None) -> FolderStore:
    store = FolderStore(path, form=form)
    if path.resolve().name == "tables" and store.exists():
        store = FolderStore(
            path.resolve().parent, form=form
        )  # named one floor too deep: the case is its parent
    if not new and not store.exists():
        raise CaseError(
            f"{path} is no case: it has no folder 'tables' and no file named as a table, such as places.csv. "
            "Make a case with `hinterland new DIR`, or name another folder"
        )
    return store


def new_case(path: Path | str, *, lang: str = "en") -> None:
    """Make a documented empty case in a new or empty folder (see `template.new_case`)."""
    from hinterland.store import template  # noqa: PLC0415 (openpyxl takes a third of a second)

    template.new_case(path, lang=lang)


def write_template(path: Path | str, *, lang: str = "en", tables: Iterable[str] | None = None) -> None:
    """Write a workbook with an empty sheet for each table (see `template.write_template`)."""
    from hinterland.store import template  # noqa: PLC0415 (openpyxl takes a third of a second)

    template.write_template(path, lang=lang, tables=tables)
