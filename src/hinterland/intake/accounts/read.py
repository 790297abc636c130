"""`read_accounts`: a file or folder in, its input-output table out, whatever layout it has."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hinterland.errors import CaseError
from hinterland.intake.accounts import icio, mrio, nbs, wiod
from hinterland.intake.accounts.model import LAYOUTS, AccountsError, Asked
from hinterland.intake.accounts.sheet import read_sheets
from hinterland.nearest import nearest
from hinterland.result import Said

if TYPE_CHECKING:
    from hinterland.intake.accounts.model import Accounts
    from hinterland.intake.accounts.sheet import Sheet

_LOOKS = {"icio": icio.looks_like, "wiod": wiod.looks_like, "nbs": nbs.looks_like}
_READ = {"icio": icio.read, "wiod": wiod.read, "nbs": nbs.read}


def read_accounts(path: Path | str, asked: Asked | None = None) -> Accounts:
    """Return the input-output table of a file, or of a folder that pymrio saved.

    Raises
    ------
    AccountsError
        If its layout is not known, or its content cannot be taken; every reason is told.
    CaseError
        If it cannot be read at all.
    """
    path, asked = Path(path), asked or Asked()
    if asked.layout and asked.layout not in LAYOUTS:
        close = nearest(asked.layout, LAYOUTS)
        raise CaseError(
            f"there is no layout {asked.layout!r}; "
            + (f"did you mean {close}?" if close else f"layouts are {', '.join(LAYOUTS)}")
        )
    folder = path.parent if path.name == mrio.PARAMETERS else path
    if mrio.is_folder(folder) and asked.layout in ("", "pymrio"):
        return mrio.read(folder, asked)
    if asked.layout == "pymrio" or path.is_dir():
        raise CaseError(f"{path} is no folder that pymrio saved: it has no {mrio.PARAMETERS}")
    sheets = read_sheets(path, asked.sheet)
    layout, sheet = _found(path.name, sheets, asked.layout)
    found = _READ[layout](sheet, asked)
    if not sheet.thousands:
        return found
    count = f"{sheet.thousands:,}"
    remark = Said(f"{count} times a comma was read as parting thousands", f"有 {count} 处逗号读作千位分隔符")
    return replace(found, remarks=(*found.remarks, remark))


def _found(name: str, sheets: list[Sheet], layout: str) -> tuple[str, Sheet]:
    """Return the layout and the sheet that has it."""
    for sheet in sheets:
        for one in (layout,) if layout else _LOOKS:
            if _LOOKS[one](sheet):
                return one, sheet
    if layout and len(sheets) == 1:
        return layout, sheets[0]  # its reader says what is missing
    there = f" (sheets: {', '.join(s.name for s in sheets[:10])})" if len(sheets) > 1 else ""
    raise AccountsError(
        [
            Said(
                f"{name}: no input-output table was found in it{there}; known are workbooks of China's statistics "
                "bureau (nbs), OECD ICIO (icio), WIOD 2016 (wiod) and folders of pymrio; --layout says which it is",
                f"{name}：未找到投入产出表{there}；可读国家统计局工作簿（nbs）、OECD ICIO（icio）、WIOD 2016（wiod）"
                "及 pymrio 文件夹；可用 --layout 指定",
            )
        ]
    )
