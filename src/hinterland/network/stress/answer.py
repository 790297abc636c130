"""The answer of a run in time in sentences, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland import words
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.ground.naming import Naming
    from hinterland.result import Result

SURE = 0.9995
"""Share of draws from which on it is all of them."""


def spread(row: Mapping[str, Any], name: str) -> str:
    """Return low to high in few words: `12,300–15,600`, or one number where they are alike; `–` for none."""
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    if low is None:
        return "–"
    return words.ends(low, high)


def percents(row: Mapping[str, Any], name: str) -> str:
    """Return a range of shares in percent: `3–5%`."""
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    if low is None:
        return "–"
    digits = 0 if max(abs(low), abs(high)) >= 0.1 else 1
    ends = [f"{100 * v:.{digits}f}".replace("-0.0", "0.0") for v in (low, high)]
    ends = ["0" if e in ("-0", "0.0") else e for e in ends]
    return f"{ends[0]}%" if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}%"


def money(row: Mapping[str, Any], name: str) -> Said:
    """Return a range of money: `CNY 3.1–4.2 billion`."""
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    if low is None:
        return Said("–", "–")
    en, zh = words.money(low, high)
    return Said(en, zh)


def days(row: Mapping[str, Any], name: str) -> str:
    """Return a range of days."""
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return "–" if low is None else words.ends(round(low), round(high))


def shock_said(shock: Mapping[str, Any], naming: Naming) -> Said:
    """Return what happens: `SMIC Lingang stops for 42 days`."""
    size, days = shock["size"], shock["duration"]
    for_en, for_zh = f"for {days:g} days", f"{days:g} 天"
    plural = shock["kind"] in ("place", "product")
    if shock["recovery"]:
        it = "it recovers" if shock["kind"] == "lane" else "recover" if plural else "recovers"
        for_en += f", then {it} over {shock['recovery']:g}"
        for_zh += f"，随后 {shock['recovery']:g} 天内恢复"
    who = _who(shock, naming)
    if shock["kind"] == "lane":
        if size >= 1:
            return Said(f"nothing is carried {who.en} {for_en}", f"{who.zh}停运 {for_zh}")
        return Said(
            f"the lane {who.en} loses {size:.0%} {for_en}", f"{who.zh}运力减少 {size:.0%}，为期 {for_zh}"
        )
    if size >= 1:
        return Said(f"{who.en} {'stop' if plural else 'stops'} {for_en}", f"{who.zh}停产 {for_zh}")
    return Said(
        f"{who.en} {'lose' if plural else 'loses'} {size:.0%} {for_en}",
        f"{who.zh}产能减少 {size:.0%}，为期 {for_zh}",
    )


def _who(shock: Mapping[str, Any], naming: Naming) -> Said:
    """Return who is hit."""
    name = shock["id"]
    if shock["kind"] == "plant":
        return Said(*naming.plant(name))
    if shock["kind"] == "firm":
        firm = naming.firm(name)
        return Said(f"{firm.en} (all its plants)", f"{firm.zh}（全部工厂）")
    if shock["kind"] == "product":
        product = naming.product(name)
        return Said(f"all makers of {product.en} (imports too)", f"所有{product.zh}生产者（含进口）")
    place = naming.place(name)
    if shock["kind"] == "lane":
        end = naming.place(shock["destination"])
        return Said(f"from {place.en} to {end.en}", f"{place.zh}至{end.zh}通道")
    if shock["radius_km"]:
        radius = f"{shock['radius_km']:g}"
        return Said(f"plants within {radius} km of {place.en}", f"{place.zh}周边 {radius} 公里内的工厂")
    return Said(f"plants in {place.en}", f"{place.zh}的工厂")


def headline(result: Result, naming: Naming) -> list[Said]:
    """Return the answer: what is lost by when, when assemblers stop, what it costs."""
    told = result.summary
    shocks = [shock_said(s, naming) for s in told["shocks"]]
    en, zh = " and ".join(s.en for s in shocks), "；".join(s.zh for s in shocks)
    lost = _lost(result, naming)
    said = [Said(f"If {en}: {lost.en}.", f"若{zh}：{lost.zh}。")]
    first = _first(told)
    if first is not None:
        said.append(first)
    hit = told["hit_plants"]
    cost = money(told, "lost_cny")
    if hit and told["lost_cny_low"] is not None:
        said.append(
            Said(
                f"{hit:,} {'plant is' if hit == 1 else 'plants are'} hit directly; production lost, net of "
                f"what others make more: {cost.en}.",
                f"直接受冲击的工厂 {hit:,} 座；全部产值损失（已扣除他厂增产）{cost.zh}。",
            )
        )
    guessed = told["hit_sizes_unknown"]
    if guessed:
        said.append(_guessed(hit, guessed))
    return said


def _guessed(hit: int, guessed: int) -> Said:
    """Return that the size of plants that are hit is a median of others: the whole answer rests on it."""
    if hit == 1:
        return Said(
            "Its size is not known: it is taken as the median of its product's plants, and the answer rests on that.",
            "该厂规模未知，按同产品工厂的中位数计，结论以此为前提。",
        )
    return Said(
        f"The size of {guessed:,} of them is not known: it is taken as the median of their product's plants, and the "
        "answer rests on that.",
        f"其中 {guessed:,} 座规模未知，按同产品工厂的中位数计，结论以此为前提。",
    )


def _lost(result: Result, naming: Naming) -> Said:
    """Return what is lost of the finished product."""
    told = result.summary
    days, date = told["horizon"], told["last_day"]
    by_en, by_zh = f"by day {days} ({date})", f"至第 {days} 天（{date}）"
    if told["finished"] is None:
        return Said(
            "no plant of the case makes a finished product, so none is lost",
            "案例中没有整机工厂，故无整机损失",
        )
    name = naming.product(told["finished"])
    high = told["finished_lost_high"]
    unit = told["unit"] or ""
    what_en = f"{unit}s" if unit.isalpha() and unit.isascii() else unit
    if high is None or high <= 0:
        return Said(
            f"no {what_en} ({name.en}) lost {by_en} in any draw of the network",
            f"{by_zh}，各次网络抽样均无{name.zh}损失",
        )
    middle = words.rounded(told["finished_lost_mid"])
    low = told["finished_lost_low"]
    ends = [f"{words.rounded(max(0.0, v)):,.0f}" for v in (low, high)]
    if ends[0] == ends[1]:
        alike = told["draws"] > 1
        often_en = f", alike in {told['draws']} draws of the network" if alike else ""
        often_zh = f"，{told['draws']} 次网络抽样结果相同" if alike else ""
        return Said(
            f"{ends[0]} {what_en} ({name.en}) lost {by_en}{often_en}",
            f"{by_zh}损失{name.zh} {ends[0]}{often_zh}",
        )
    return Said(
        f"{ends[0]} to {ends[1]} {what_en} ({name.en}) lost {by_en}, {middle:,.0f} in the middle of {told['draws']} "
        "draws of the network",
        f"{by_zh}损失{name.zh} {ends[0]} 至 {ends[1]}，{told['draws']} 次网络抽样的中位数为 {middle:,.0f}",
    )


def _first(told: Mapping[str, Any]) -> Said | None:
    """Return when the first assembler is slowed, and when it stops."""
    if not told["slowed"]:
        return None
    often_en, often_zh = _often(told["slowed"])
    en = f"The first assembler falls below 95% on day {days(told, 'first_slowed')}{often_en}"
    zh = f"首家整机厂于第 {days(told, 'first_slowed')} 天低于 95%{often_zh}"
    if told["stopped"]:
        often_en, often_zh = _often(told["stopped"])
        en += f"; the first stops on day {days(told, 'first_stopped')}{often_en}"
        zh += f"；首家停产于第 {days(told, 'first_stopped')} 天{often_zh}"
    else:
        en += "; none stops"
        zh += "；无一停产"
    return Said(f"{en}.", f"{zh}。")


def _often(share: float) -> tuple[str, str]:
    if share >= SURE:
        return "", ""
    return f" (in {share:.0%} of the draws)", f"（{share:.0%} 的抽样中）"
