"""What a claim measures or is about, in the words of its clause."""

from __future__ import annotations

import re

_LEAD = re.compile(
    "^(?:(?:全面|全部|项目)?(?:建成|投产|达产|建成投产|竣工)后|其中|此外|同时|并且|并|还|也|另|预计|有望|力争|将|拟|计划|规划|到|全部|可|已|约|则|确保|争取|目前|现|累计|全年|截至|届时|每年|年均|"
    "的|由|达到|达(?!产)|为|是|在|于|实现|完成|突破|超过|不低于|不少于)+"
)
_TAIL = re.compile(
    "(?:达到|可达|将达|达|为|超过|突破|约|近|逾|超|不低于|不少于|至少|力争|将|已|可|是|控制在|提高到|增至|提升至|增长|到|至|的|了|共|有|在|于|占|由|从)+$"
)
_EDGE = " 　、，。；：“”\"'（）()《》-—"
LONGEST = 24


_WHO = re.compile(
    "^(?:该|本|全|我|新|这一)?(?:市|省|县|区|州|公司|集团|企业|园区|项目|工厂|基地|双方)"
    "(?=计划|力争|将|拟|预计|规划|占地|还|也|已|目前|可|总)"
)
_WHOLE = {
    "占地": "占地面积",
    "年产": "年产能",
    "新增年产": "新增年产能",
    "月产": "月产能",
    "可年产": "年产能",
}
"""Words that a number completes, to the noun phrase they stand for."""


def measure(words: str) -> str:
    """Return a short noun phrase for the words before a value."""
    words = words.strip(_EDGE)
    words = _WHO.sub("", _LEAD.sub("", words))
    words = _TAIL.sub("", _LEAD.sub("", words)).strip(_EDGE)[-LONGEST:]
    return _WHOLE.get(words, words)
