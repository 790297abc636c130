"""What words of a claim decide about the row it becomes, in both languages, and what the review tells a person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping

AIMS = frozenset({"planned", "aim", "expected"})
LEFT: Mapping[str, Said] = {
    "no_deadline": Said(
        "no target: the words name no deadline; edit the claim if another source does",
        "未生成目标：原文没有期限；若另有来源说明期限，请编辑该主张",
    ),
    "no_period": Said(
        "no observation: the words do not say when the figure holds",
        "未生成观测值：原文没有说明该数值的时间",
    ),
    "no_place": Said(
        "no observation: the words name no place; edit the claim to say where the figure holds",
        "未生成观测值：原文没有地点；请编辑该主张说明地点",
    ),
    "undated": Said(
        "no observation: nobody knows when the document was published; read it again with --published",
        "未生成观测值：文件发布日期未知；请用 --published 重新读取",
    ),
    "not_over": Said(
        "no observation: its period had not ended when the document was published; narrow the period, or make it "
        "a target",
        "未生成观测值：文件发布时该时期尚未结束；请缩短时期，或改为目标",
    ),
    "twice": Said(
        "no observation: this document's figure for that metric, place and period is in the case already",
        "未生成观测值：案例中已有本文件对该指标、地点和时期的数值",
    ),
    "no_agreement": Said(
        "no strand of work: no agreement of these parties is confirmed in this document; confirm it first",
        "未生成工作项：本文件中尚无这些当事方的已确认协议，请先确认协议",
    ),
    "stays": Said(
        "it stays a claim: nothing in the case's tables holds it", "保留为主张：案例中没有对应的表"
    ),
}
SHARED_WORDS: Mapping[str, Said] = {
    "definition": Said(
        "As the document says it: “{words}”. Drafted from a claim; say how it is measured",
        "按原文：“{words}”。由主张起草，请补充计算方法",
    ),
    "share": Said("a share: its denominator is as the words say", "占比：分母以原文为准"),
}
_AGREEMENTS = (
    ("joint_venture", r"joint[ -]venture|合资"),
    ("equity_investment", r"equity|stake|入股|股权"),
    ("strategic_cooperation", r"strategic|战略合作"),
    ("framework", r"framework|框架"),
    ("memorandum", r"memorand|\bMoU\b|letter of intent|备忘录|意向书"),
    ("manufacturing_contract", r"contract manufactur|manufacturing (?:contract|agreement)|代工|制造协议"),
    ("expansion", r"expan|扩建|扩产"),
    ("collective_signing", r"projects? (?:were )?signed|集中签约"),
    ("investment", r"invest|投资"),
    ("site_plan", r"land|site|用地|选址"),
)
_STREAMS = (
    ("rnd_centre", r"R ?& ?D|research|innovation cent|laborator|研发|研究|创新中心|实验室"),
    ("guidance_fund", r"fund|基金"),
    ("testing", r"test|检测|测试"),
    ("talent", r"talent|training|人才|培训"),
    ("headquarters", r"headquarter|总部"),
    ("trade", r"trade|export|import|贸易|进出口"),
    ("chip_supply", r"chip|semiconductor|芯片|半导体"),
    ("platform", r"platform|平台"),
    ("chain_integration", r"industr\w+ chain|supply chain|产业链|供应链"),
)
_BY_KIND = {
    "fund": "guidance_fund",
    "policy": "policy",
    "investment": "investment",
    "facility": "major_project",
}
_NEARBY = re.compile(
    r"near ?by|local(?:ly)? (?:content|sourc|suppl|procure)|locali[sz]ation|就近|本地(?:化|配套)|配套率|国产化率",
    re.I,
)
_SHARE = re.compile(r"percent of|per cent of|% of|占", re.I)


def agreement_kind(words: str) -> str:
    """Return the kind of agreement that the words speak of."""
    return next((k for k, pattern in _AGREEMENTS if re.search(pattern, words, re.IGNORECASE)), "other")


def stream_kind(kind: str, words: str) -> str:
    """Return the kind of work that a claim of kind `kind` is a strand of."""
    if kind in {"fund", "policy"}:
        return _BY_KIND[kind]
    named = next((k for k, pattern in _STREAMS if re.search(pattern, words, re.IGNORECASE)), "")
    return named or _BY_KIND.get(kind, "other")


def nearby(words: str) -> bool:
    """Whether the words promise a share of parts available nearby, which only a definition makes measurable."""
    return bool(_NEARBY.search(words))


def share_of_whole(claim: Mapping[str, Any]) -> bool:
    """Whether the claim is a share of something."""
    return claim["unit"] == "percent" and bool(_SHARE.search(claim["exact"] or ""))
