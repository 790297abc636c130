"""Words for claims, issues and notices, in both languages, as `read` and `review` show them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.shown import in_, value
from hinterland.reading.terms import ISSUES, MODALITIES, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ISSUES", "KINDS", "MODALITIES", "NOTICES", "Words", "in_", "piece", "plain", "value"]

KINDS: Mapping[str, Words] = {
    "agreement": ("Agreements", "协议"),
    "target": ("Targets", "目标"),
    "policy": ("Policies", "政策"),
    "investment": ("Investments", "投资"),
    "facility": ("Facilities", "设施"),
    "fund": ("Funds", "基金"),
    "fact": ("Facts", "事实"),
}
NOTICES: Mapping[str, Words] = {
    "number_not_read": ("numbers not read", "未读取的数字"),
    "unknown_suffix": ("unknown words behind a number", "数字后的未知文字"),
    "unit_assumed": ("units assumed", "推定的单位"),
    "quote_not_found": ("quotations that the text does not hold", "原文中没有的引文"),
}
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def plain(words: str) -> str:
    """Return words of a document on one line, without what would steer a terminal."""
    return "".join(c if c.isprintable() else "\ufffd" for c in _UNSEEN.sub("", " ".join(words.split())))


def piece(words: str) -> str:
    """Return a part of a line fit for a terminal, its blanks at the ends kept."""
    bare = plain(words)
    if not bare:
        return " " if words else ""
    return f"{' ' if words[:1].isspace() else ''}{bare}{' ' if words[-1:].isspace() else ''}"
