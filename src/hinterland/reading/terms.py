"""Words for kinds, modalities, reviews and issues of claims, in both languages, for every place that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Words = tuple[str, str]

KINDS: Mapping[str, Words] = {
    "agreement": ("agreement", "协议"),
    "target": ("target", "目标"),
    "policy": ("policy", "政策"),
    "investment": ("investment", "投资"),
    "facility": ("facility", "设施"),
    "fund": ("fund", "基金"),
    "fact": ("fact", "事实"),
}
MODALITIES: Mapping[str, Words] = {
    "planned": ("planned", "计划"),
    "stated": ("stated", "陈述"),
    "aim": ("aim", "力争"),
    "expected": ("expected", "预计"),
    "done": ("done", "已完成"),
    "signed": ("signed", "已签署"),
}
REVIEWS: Mapping[str, Words] = {
    "confirmed": ("confirmed", "已确认"),
    "edited": ("edited", "已修改"),
    "draft": ("draft", "草稿"),
    "rejected": ("rejected", "已否决"),
}
ISSUES: Mapping[str, Words] = {
    "fx_mismatch": ("amounts in two currencies do not fit", "两种货币的数额不符"),
    "sum_mismatch": ("parts do not add up", "分项与合计不符"),
    "product_mismatch": ("the product does not fit", "乘积不符"),
    "share_over_100": ("share above 100 percent", "占比超过 100%"),
    "contradiction": ("contradiction", "前后矛盾"),
    "ambiguous_denominator": ("a share of what?", "占比的分母不明"),
    "period_reversed": ("period runs backwards", "期间起止颠倒"),
    "deadline_before_publication": ("deadline before publication", "期限早于发布日期"),
    "event_after_publication": ("event after publication", "事件晚于发布日期"),
    "relative_date": ("date relative to publication", "相对日期"),
    "year_missing": ("year missing", "缺少年份"),
    "missing_text": ("words missing", "文字缺失"),
    "model_disagrees": ("the model's value is not in its words", "模型数值与原文不符"),
}
