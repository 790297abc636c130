"""What is wrong with shocks and options: told all at once, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.errors import Refused, StudyError
from hinterland.fault_words import place, said
from hinterland.faults import clip
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.faults import Fault

LISTED = 20
"""Faults that are told one by one; further ones are counted."""
CANNOT = Said("the shocks cannot be run", "无法推演所给冲击")


def refuse(faults: Sequence[Said], what: Said = CANNOT) -> None:
    """Raise one error that lists all faults, if there are any.

    Raises
    ------
    Refused
        If there are faults.
    """
    if len(faults) == 1:
        raise Refused(faults[0].en, faults[0].zh)
    if not faults:
        return
    more = len(faults) - LISTED
    en = [f"{what.en}, {len(faults)} faults:", *(f"  - {f.en}" for f in faults[:LISTED])]
    zh = [f"{what.zh}，共 {len(faults)} 处错误：", *(f"  - {f.zh}" for f in faults[:LISTED])]
    if more > 0:
        en.append(f"  ... and {more} more")
        zh.append(f"  ……另有 {more} 处")
    raise Refused("\n".join(en), "\n".join(zh))


def as_said(error: StudyError) -> Said:
    """Return what an error says; English twice where it has no Chinese."""
    return Said(error.en, error.zh) if isinstance(error, Refused) else Said(str(error), str(error))


def of_fault(fault: Fault) -> Said:
    """Return a fault of a table in one line."""
    rule, fix = said(fault, "zh")
    shown = "" if fault.value is None else f"“{clip(fault.value)}”："
    return Said(fault.line(), f"{place(fault, 'zh')}：{shown}{rule}。{fix}")
