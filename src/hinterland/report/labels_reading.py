"""Words of the section on documents and their claims, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CLAIM_KINDS: Mapping[str, tuple[str, str]] = {
    "agreement": ("agreement", "协议"),
    "target": ("target", "目标"),
    "policy": ("policy", "政策"),
    "investment": ("investment", "投资"),
    "facility": ("facility", "设施"),
    "fund": ("fund", "基金"),
    "fact": ("fact", "事实"),
}
MODALITIES: Mapping[str, tuple[str, str]] = {
    "planned": ("planned", "计划"),
    "stated": ("stated", "陈述"),
    "aim": ("aim", "力争"),
    "expected": ("expected", "预计"),
    "done": ("done", "已完成"),
    "signed": ("signed", "已签署"),
}
REVIEWS: Mapping[str, tuple[str, str]] = {
    "confirmed": ("confirmed", "已确认"),
    "edited": ("edited", "已修改"),
    "draft": ("draft", "草稿"),
    "rejected": ("rejected", "已否决"),
}
ISSUE_NAMES: Mapping[str, tuple[str, str]] = {
    "fx_mismatch": ("amounts in two currencies differ", "两种货币金额不符"),
    "sum_mismatch": ("parts do not add up", "分项之和不符"),
    "product_mismatch": ("product does not come out", "乘积不符"),
    "share_over_100": ("share above 100 percent", "占比超过100%"),
    "contradiction": ("contradiction", "前后矛盾"),
    "ambiguous_denominator": ("share of what is not clear", "占比的分母不明"),
    "period_reversed": ("period ends before it begins", "期间首尾颠倒"),
    "deadline_before_publication": ("deadline before publication", "期限早于发布日期"),
    "event_after_publication": ("event after publication", "事件晚于发布日期"),
    "relative_date": ("date rests on the day of publication", "日期需由发布日期推算"),
    "year_missing": ("year not said", "未写明年份"),
    "missing_text": ("words are missing", "原文缺字"),
    "model_disagrees": ("language model reads it differently", "语言模型读数不同"),
}
MADE = (
    ("targets", "target"),
    ("agreements", "agreement"),
    ("workstreams", "workstream"),
    ("observations", "metric"),
)
"""Tables whose rows stand on a claim, with the column that names the row."""
READING_WORDS: Mapping[str, tuple[str, str]] = {
    "claims": ("What the documents say", "文件原文"),
    "claims_intro": (
        "Claims with the words they stand on; what is doubtful stays marked after a person has confirmed them.",
        "每条主张均附所依据的原文；经人确认后，疑点仍保留标注。",
    ),
    "claim_words": ("Words", "原文"),
    "claim_kind": ("Kind", "类别"),
    "claim_read": ("Read as", "读作"),
    "claim_became": ("Became", "生成"),
    "claim_doubts": ("Doubts", "疑点"),
    "claim_fuzzy": ("words found again only nearly", "原文已变动，近似定位"),
    "claim_orphaned": ("words no longer in the document", "原文已不在文件中"),
    "claim_by": ("by", "审核人"),
    "claim_edited": ("edited; what was read stays in the tables", "已修改；原读数保留在表中"),
    "claim_more": ("more claims in", "条主张见"),
    "claim_elsewhere": ("Elsewhere in the document", "文件其他疑点"),
}
