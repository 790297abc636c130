"""What a Chinese clause denies is no claim: 不会投资, 否认计划新建, 没有计划裁员, 无意收购, 取消建设."""

from __future__ import annotations

import re

_DENIED = re.compile(
    "(?:不会|不拟|不打算|不准备|无意|无计划|未计划|没有计划|没有打算|暂无计划|并无计划|并未|从未|尚未|未能|未曾|否认|取消了?|放弃了?|终止了?|叫停了?)"
    "[^，。；：！？后仍将但]{0,16}?(?:投资|建设|新建|扩建|兴建|建厂|建成|设立|成立|收购|签署|签订|签约|生产|投产|开工|裁员|裁减|增资|上市|"
    "出售|引进|搬迁|关闭|扩产)"
)
_NOT_DENIED = re.compile("不会(?:少于|低于|超过)|不仅|不但")


def denied(text: str, start: int, end: int) -> bool:
    """Whether the words of a claim, with those just before them in the clause, deny it."""
    first = max(text.rfind(mark, max(0, start - 24), start) for mark in "，。；：！？\n") + 1
    words = text[max(first, start - 24) : end]
    match = _DENIED.search(words)
    return match is not None and not _NOT_DENIED.match(words, match.start())
