"""How Chinese words use a date: 到……, ……前, 自……以来, 较……."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hinterland.reading.whens.found import Find
    from hinterland.reading.whens.scope import Scope

_LEAD = re.compile(
    r"(?:(?P<by>不晚于|不迟于|最迟在?|最晚在?|到|至|赶在)|(?P<asof>截至|截止[到至]?)"
    r"|(?P<than>相较于?|相比于?|较之?|比|与|对比|以|为|是|高于|低于|超过)|(?P<start>自从?|从|打从|由)|(?P<at>于|在|定于))\s?$"
)
_AFTER = re.compile(
    r"\s?(?:(?P<by>底前|末前|之前|以前|前(?![后三0-9两二四五六七八九十期沿景瞻列茅往端来述身海])|年前)|(?P<since>以来|至今|迄今)"
    r"|(?P<start>起(?![步草来重点诉飞])|开始)|(?P<after>之后|以后|过后|后(?![劲备续者勤]))"
    r"|(?P<at>以内|之内|期间|内(?![部外容蒙陆地江需])|间(?![接隔])))"
)
_COMPARED = re.compile(
    r"\s?(?:年?的?同期|的?水平|相比|的[0-9一二三四五六七八九十.两]+(?:倍|成)|为(?:基准|基期|基年|基数)|基础上)"
)
_NEEDS_MORE = {"以", "为", "是", "与", "超过"}
_ROLES = {"by": "by", "since": "since", "start": "from", "after": "after", "at": "in", "asof": "in"}
_PLURAL_YEAR = "的"


def roled(scope: Scope, find: Find, start: int) -> None:
    """Give a find its role from the words before and after it, and take those in."""
    if find.role == "for":
        return
    text = scope.han
    lead = _LEAD.search(text, max(start, find.start - 4), find.start)
    kind = (lead.lastgroup or "") if lead else ""
    if _is_compared(text, lead, kind, find):
        find.role = "than"
        find.start = lead.start() if lead and kind == "than" else find.start
        return
    if kind == "than":
        lead, kind = None, ""
    tail = _AFTER.match(text, find.end, find.end + 6)
    if tail:
        find.role, find.end = _ROLES[tail.lastgroup or "at"], tail.end()
    elif text[find.end : find.end + 1] == _PLURAL_YEAR and kind in {"by", "start"}:
        lead, find.role = None, find.role or "in"  # 从2022年的10万吨增至2025年的30万吨
    elif kind:
        role = "in" if find.first and kind == "start" else _ROLES[kind]
        find.role = find.role if kind == "at" and find.role else role
    elif not find.role and (not find.first or len(find.date) > 4) and find.grain != "name":
        find.role = "in"
    if lead:
        find.start = lead.start()


def _is_compared(text: str, lead: re.Match[str] | None, kind: str, find: Find) -> bool:
    """Whether a date is one that another is compared with: 较2020年, 是2022年的3倍."""
    if find.role == "than":
        return True
    compared = bool(_COMPARED.match(text, find.end))
    if kind != "than":
        return compared and not kind
    return compared or (lead is not None and lead.group().strip() not in _NEEDS_MORE)
