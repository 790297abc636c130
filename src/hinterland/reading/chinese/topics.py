"""What an agreement is about, as the kinds of workstream of the case."""

from __future__ import annotations

import re

_TOPICS: tuple[tuple[str, str], ...] = (
    ("major_project", "重大项目|重点项目|大项目|项目建设|重大工程"),
    (
        "research",
        "前沿|科研|技术攻关|联合攻关|技术研发|联合研发|科技创新|产学研|研究开发|基础研究|课题|技术创新|研发合作|共同研发|成果转化|研发(?!中心|基地|机构|总部)",
    ),
    ("headquarters", "总部经济|总部"),
    ("platform", "平台"),
    ("chain_integration", "产业链|链条|上下游|全链条|强链|补链|延链|产业协同|产业配套|资源整合|整合资源"),
    ("guidance_fund", "引导基金|产业基金|基金"),
    ("rnd_centre", "研发中心|技术中心|研究院|实验室|创新中心|研究中心"),
    ("policy", "政策|制度创新|标准制定|标准化"),
    ("chip_supply", "芯片供应|芯片|半导体供应"),
    ("trade", "跨境贸易|贸易|进出口|跨境电商|出口|国际市场|海外市场"),
    ("testing", "测试|检测|试验|认证|检验"),
    ("talent", "人才|培训|人力资源|实训"),
    ("investment", "投融资|招商|投资|融资|金融|资本"),
    ("supply", "供应链|供货|采购|原材料|长期供应|供应保障|物流|仓储"),
    ("scene", "场景|示范应用|推广应用|示范运营"),
)
_PATTERNS = tuple((kind, re.compile(words)) for kind, words in _TOPICS)


_LONGEST_ITEM = 12
"""Characters of an item of a list: longer ones are clauses."""


def topics(words: str) -> tuple[str, ...]:
    """Return the kinds of workstream that words name, in the order they are named.

    An item of a list that is none of the known kinds makes one `other`, so that it is not lost.
    """
    found = []
    for kind, pattern in _PATTERNS:
        match = pattern.search(words)
        if match:
            found.append((match.start(), kind))
    kinds = [kind for _, kind in sorted(found)]
    if kinds and any(not _known(item) for item in _items(words)):
        kinds.append("other")
    return tuple(kinds)


def _items(words: str) -> list[str]:
    """Return the items of a list with 、, but for the first, which its introduction hides."""
    parts = words.split("、")
    if len(parts) < 2:
        return []
    last = re.split("以及|和|与|及", re.split("等|，|。|；", parts[-1])[0])
    return [i for i in (*parts[1:-1], *last) if i and len(i) <= _LONGEST_ITEM]


def _known(item: str) -> bool:
    return any(pattern.search(item) for _, pattern in _PATTERNS)
