"""The sentence "why this is a gap", in both languages, from the row of a product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.chain.words import percent
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping


def why(row: Mapping[str, Any]) -> Said:
    """Return why a product is a gap, thin, covered, or unknown; `row` is one of the table `gaps`, names resolved."""
    parts = [_standing(row), *_concentration(row), *_coming(row)]
    return Said(
        ". ".join(p.en[:1].upper() + p.en[1:] for p in parts) + ".", "；".join(p.zh for p in parts) + "。"
    )


def _standing(row: Mapping[str, Any]) -> Said:
    """Return what is within reach, and what of the demand it serves."""
    hours, n = row["hours"], row["suppliers"]
    low, high = row["served_low"], row["served_high"]
    if row["status"] == "no_plant_known":
        return Said(
            "no plant of the case makes it, operating or planned: that says nothing of the region, only of the list; "
            "find out who makes it before calling it a gap",
            "案例未列任何工厂（在产或规划）：这只说明清单不全，不说明区域情况；先查明谁在生产，再判断是否缺口",
        )
    if not n:
        return _nobody(row)
    firms_en = "one firm makes it" if n == 1 else f"{n} firms make it"
    short = row["status"] == "gap" and high - low > 0.005
    served = percent(high if short else low, high)
    unknown = row["plants_unknown"]
    why_en, why_zh = "", ""
    if high - low > 0.005:
        why_en = (
            f", because the capacity of {unknown} plant{'s' * (unknown != 1)} is unknown" if unknown else ""
        )
        why_zh = f"（{unknown} 座工厂产能未知）" if unknown else ""
    close_en, close_zh = _nearest(row)
    most = " at most" if short else ""
    return Said(
        f"{firms_en} within {hours:g} h, {close_en}; "
        f"free capacity serves{most} {served} of the demand{why_en}",
        f"{hours:g} 小时内有 {n} 家企业，{close_zh}；"
        f"可用产能{'至多' if short else ''}满足需求的 {served}{why_zh}",
    )


def _nearest(row: Mapping[str, Any]) -> tuple[str, str]:
    hours = row["nearest_hours"]
    return (
        f"the nearest {hours:.1f} h away ({row['nearest_en']})",
        f"最近 {hours:.1f} 小时（{row['nearest_zh']}）",
    )


def _nobody(row: Mapping[str, Any]) -> Said:
    hours, elsewhere = row["hours"], row["elsewhere"]
    if elsewhere:
        close_en, close_zh = _nearest(row)
        return Said(
            f"no plant listed operates within {hours:g} h; {elsewhere} further away, {close_en}",
            f"{hours:g} 小时内未列在产工厂；更远处有 {elsewhere} 座，{close_zh}",
        )
    if row["unplaced"]:
        return Said(
            f"{row['unplaced']} operating plant{'s' * (row['unplaced'] > 1)} of unknown position: within reach or "
            "not, nobody can tell",
            f"{row['unplaced']} 座在产工厂位置未知：是否可达无法判断",
        )
    planned = row["planned"]
    if planned:
        return Said(
            f"no plant that makes it operates yet; {planned} {'is' if planned == 1 else 'are'} planned in the case",
            f"尚无在产工厂；案例中有 {planned} 座规划或在建",
        )
    return Said("no plant that makes it operates any more", "已无在产工厂")


def _concentration(row: Mapping[str, Any]) -> list[Said]:
    """Return what a stop of the largest supplier would cost, where it would cost something."""
    if not row["suppliers"] or row["stop_loses_high"] is None or row["stop_loses_high"] < 0.005:
        return []
    lost = percent(row["stop_loses"], row["stop_loses_high"])
    sure, maybe = (len([x for x in row[c].split(";") if x]) for c in ("stop_plants", "stop_may_plants"))
    if row["suppliers"] == 1:
        head = Said(
            f"it is the only one: if {row['largest_en']} stopped", f"仅此一家：若{row['largest_zh']}停产"
        )
    else:
        head = Said(f"if the largest, {row['largest_en']}, stopped", f"若最大的{row['largest_zh']}停产")
    en, zh = f"{head.en}, {lost} of the demand would be lost", f"{head.zh}，将失去需求的 {lost}"
    if sure and row["stop_loses"] >= 0.005:
        en, zh = (
            en + f" and {sure} assembling plant{'s' * (sure > 1)} would lose",
            zh + f"，{sure} 座整机厂受损",
        )
    elif sure + maybe:
        some = sure + maybe
        en, zh = (
            en + f"; {some} assembling plant{'s' * (some > 1)} may lose",
            zh + f"，{some} 座整机厂可能受损",
        )
    return [Said(en, zh)]


def _coming(row: Mapping[str, Any]) -> list[Said]:
    """Return what is on the way within reach."""
    parts_en, parts_zh = [], []
    for column, en, zh in (
        ("construction", "under construction", "在建"),
        ("announced", "announced", "已宣布"),
    ):
        if row[column]:
            parts_en.append(f"{row[column]} {en}")
            parts_zh.append(f"{zh} {row[column]} 座")
    if not parts_en:
        return []
    return [
        Said(f"also within reach: {' and '.join(parts_en)}", f"可达范围内另有{'、'.join(parts_zh)}"),
    ]
