"""Messages that the readers of input-output tables share."""

from __future__ import annotations

import re

from hinterland.result import Said

_YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20[0-4]\d)(?!\d)")


def year_of(*texts: str) -> int | None:
    """Return the year that these texts name, None where they name none or several."""
    years = {int(y) for text in texts for y in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


def lacking(name: str, en: str, zh: str) -> Said:
    """Say what a table lacks."""
    return Said(
        f"{name} lacks {en}; give the table as published, or name its layout with --layout",
        f"{name}：缺少{zh}；请使用原表，或以 --layout 指定格式",
    )


def clash(name: str, en: str, zh: str, code: str) -> Said:
    """Say that a code stands twice."""
    return Said(
        f"{name}: the code {code} stands in more than one {en}; keep one",
        f"{name}：代码 {code} 出现在多个{zh}；请保留一个",
    )
