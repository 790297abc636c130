"""What a claim measures or is about, in the words of its clause."""

from __future__ import annotations

import re

_LEAD = re.compile(
    "^(?:其中|此外|同时|并且|并|还|也|另|预计|有望|力争|将|拟|计划|规划|到|全部|可|已|约|则|确保|争取|目前|现|累计|全年|截至|届时|每年|年均|"
    "的|由|达到|达|为|是|在|于|实现|完成|突破|超过|不低于|不少于)+"
)
_TAIL = re.compile(
    "(?:达到|可达|将达|达|为|超过|突破|约|近|逾|超|不低于|不少于|至少|力争|将|已|可|是|控制在|提高到|增至|提升至|增长|到|至|的|了|共|有|在|于|占|由|从)+$"
)
_EDGE = " 　、，。；：“”\"'（）()《》-—"
LONGEST = 24


def measure(words: str) -> str:
    """Return a short noun phrase for the words before a value."""
    words = words.strip(_EDGE)
    words = _TAIL.sub("", _LEAD.sub("", words)).strip(_EDGE)
    return words[-LONGEST:]
