"""The answer of a plan in plain sentences of both languages, made from its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.planning.choice import passed_said
from hinterland.planning.elastic.words import BEYOND
from hinterland.planning.said import synthetic
from hinterland.planning.target_words import amount, level, price_lines, target_line
from hinterland.result import Said
from hinterland.words import money
from hinterland.words import number as words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hinterland.result import Result

    Row = Mapping[str, Any]

__all__ = ["amount", "headline", "level", "price_lines", "shortfalls", "target_line", "unplanned_said"]

SURE = 1e-6
"""Gap below which a plan is the cheapest."""
TOLD = 0.005
"""Share from which on it is told."""
MANY = 10.0
"""Share from which on it is told as a multiple."""
LISTED = 4
"""Things that a sentence names; further ones are counted."""


def headline(result: Result) -> list[Said]:
    """Return the answer: whether it can be done, what it costs, who comes, what it rests on."""
    told = result.summary
    made_up = synthetic(told["candidates_synthetic"], told["candidates"])
    said = [made_up] if made_up else []
    said += unplanned_said(told.get("unplanned") or [])
    said += [one for one in map(passed_said, told.get("chosen") or []) if one is not None]
    if told["objective"] is None:
        said.append(_not_held(result))
        said += shortfalls(result)
        return said + _by_definition(result)
    said += [_cost(result), *_tax(result), _who(result), _proved(told)]
    return said + _by_definition(result)


def unplanned_said(rows: Sequence[Row]) -> list[Said]:
    """Return which targets are not planned for, and why: none may be missing without a word."""
    said = [
        Said(
            f"Not planned for: {row['target_en']}. {row['why_en'][:1].upper()}{row['why_en'][1:].rstrip('.')}.",
            f"未纳入规划：{row['target_zh']}。{row['why_zh'].rstrip('。')}。",
        )
        for row in rows[:LISTED]
    ]
    rest = len(rows) - LISTED
    if rest > 0:
        what = "target is" if rest == 1 else "targets are"
        said.append(Said(f"{rest} more {what} not planned for.", f"另有 {rest} 项目标未纳入规划。"))
    return said


def _by_definition(result: Result) -> list[Said]:
    """Return, of each target that has several definitions, under which it can be held and at what cost."""
    found = []
    rows = [r for r in result["definitions"].to_dicts() if r["status"] != "unplannable"]
    for target in dict.fromkeys(r["target"] for r in rows):
        mine = [r for r in rows if r["target"] == target]
        done = [r for r in mine if r["public"] is not None]
        if len(mine) < 2:
            continue
        en, zh = mine[0]["target_en"], mine[0]["target_zh"]
        open_ = sum(r["public"] is None and r["status"] != "infeasible" for r in mine)
        late_en = f"; {open_} not decided in the time" if open_ else ""
        late_zh = f"；{open_} 种在时限内未有定论" if open_ else ""
        if not done:
            found.append(
                Said(
                    f"{en}: under none of its {len(mine)} definitions was a plan found{late_en}.",
                    f"{zh}：{len(mine)} 种定义下均未找到方案{late_zh}。",
                )
            )
            continue
        cost = money(min(r["public"] for r in done), max(r["public"] for r in done))
        found.append(
            Said(
                f"{en}: under {len(done)} of {len(mine)} definitions it can be done, for {cost[0]}{late_en}.",
                f"{zh}：{len(mine)} 种定义中有 {len(done)} 种可以实现，公共成本 {cost[1]}{late_zh}。",
            )
        )
    return found


def _span(told: Mapping[str, Any]) -> tuple[str, str]:
    first, last = told["first_year"], told["last_year"]
    return f"from {first} to {last}", f"{first} 至 {last} 年"


def _cost(result: Result) -> Said:
    """Return what the plan costs the public, with its range."""
    told = result.summary
    en, zh = money(told["public"])
    count = told["targets_count"]
    held = told["targets_held"]
    all_en = {1: "the target", 2: "both targets"}.get(count, f"all {count} targets")
    all_zh = "该目标" if count == 1 else f"全部 {count} 项目标"
    if held < count:
        all_en, all_zh = f"{held} of {count} targets", f"{count} 项目标中的 {held} 项"
    span_en, span_zh = _span(told)
    range_en = range_zh = ""
    if told["public_low"] is not None and told["public_high"] is not None:
        low, high = money(told["public_low"], told["public_high"])
        range_en, range_zh = (
            f" ({low} with what is asked at its low and high end)",
            f"（按要价高低两端为 {high}）",
        )
    paid_en = f"{en}{range_en} of public money {span_en}, discounted to {told['first_year']}."
    paid_zh = f"公共资金 {zh}{range_zh}，贴现至 {told['first_year']} 年。"
    if count and not held:
        none_en = {1: "The target is not held", 2: "Neither target is held"}.get(
            count, f"None of {count} targets is held"
        )
        none_zh = "该目标未能实现" if count == 1 else f"{count} 项目标均未能实现"
        return Said(
            f"{none_en}; the plan costs {told['place_en']} {paid_en}",
            f"{none_zh}；方案需{told['place_zh']}{span_zh}{paid_zh}",
        )
    return Said(
        f"To hold {all_en}, {told['place_en']} pays {paid_en}",
        f"{told['place_zh']}要实现{all_zh}，{span_zh}需{paid_zh}",
    )


def _ends(low: float | None, high: float | None) -> tuple[str, str]:
    """Return what the plan costs if all ask their least, and their most; most of the time one range."""
    if low is not None and high is not None:
        en, zh = money(low, high)
        return f" ({en} with what is asked at its low and high end)", f"（按要价高低两端为 {zh}）"
    if low is not None:
        en, zh = money(low)
        return (
            f" ({en} if all ask their least; no plan was found if all ask their most)",
            f"（若均按最低要价为 {zh}；若均按最高要价则未找到方案）",
        )
    return "", ""


def _tax(result: Result) -> list[Said]:
    """Return the cost net of expected tax, and when it is paid back."""
    told = result.summary
    if told["tax"] is None:
        return []
    private_en, private_zh = money(told["private"])
    if abs(told["tax"]) < 1:
        last = told["last_year"]
        return [
            Said(
                f"No new tax is expected until {last}. Firms invest {private_en}.",
                f"截至 {last} 年预期无新增税收。企业投资 {private_zh}。",
            )
        ]
    tax_en, tax_zh = money(told["tax"])
    net_en, net_zh = money(told["net"])
    if told["payback_years"] is None:
        back_en, back_zh = "it is not paid back", "无法收回"
    else:
        years = f"{told['payback_years']:.1f}"
        back_en, back_zh = f"paid back after {years} years", f"{years} 年收回"
    return [
        Said(
            f"Net of {tax_en} of expected tax until {told['last_year']} it is {net_en}; {back_en}. Firms invest "
            f"{private_en}.",
            f"扣除截至 {told['last_year']} 年的预期税收 {tax_zh} 后为 {net_zh}，{back_zh}。企业投资 {private_zh}。",
        )
    ]


def _who(result: Result) -> Said:
    """Return how many come, where and when."""
    rows = result["openings"].to_dicts()
    grown = result["expansions"]["plant"].n_unique()
    more_en = f" {grown} existing {'plant is' if grown == 1 else 'plants are'} expanded." if grown else ""
    more_zh = f"扩建现有工厂 {grown} 座。" if grown else ""
    if not rows:
        return Said(f"Nobody has to come.{more_en}", f"无需引进新项目。{more_zh}")
    by_year: dict[int, int] = {}
    for row in rows:
        by_year[row["decided"]] = by_year.get(row["decided"], 0) + 1
    years_en = ", ".join(f"{n} decided in {y}" for y, n in sorted(by_year.items()))
    years_zh = "、".join(f"{y} 年 {n} 个" for y, n in sorted(by_year.items()))
    parks = len({row["place"] for row in rows})
    plants = "1 candidate comes" if len(rows) == 1 else f"{len(rows)} candidates come"
    return Said(
        f"{plants} to {parks} {'park' if parks == 1 else 'parks'}: {years_en}.{more_en}",
        f"引进 {len(rows)} 个项目，落在 {parks} 个园区：{years_zh}。{more_zh}",
    )


def _proved(told: Mapping[str, Any]) -> Said:
    """Return how near the plan is to the best there can be."""
    if told["gap"] is None:
        return Said("How near it is to the cheapest plan was not proved.", "与最优方案的差距未能证明。")
    if told["gap"] < SURE:
        return Said("It is proved that no plan costs less.", "已证明没有成本更低的方案。")
    gap = f"{told['gap']:.1%}" if told["gap"] >= 5e-4 else "0.1%"
    late_en = late_zh = ""
    if told["status"] == "feasible":
        ended = _timed_out(told)
        late_en = f", more than the {told['gap_asked']:.1%} asked for"
        late_en += ": time ended the search" if ended else ": the solver got no further"
        late_zh = f"，未达到要求的 {told['gap_asked']:.1%}："
        late_zh += "搜索因时限而止" if ended else "求解器未能进一步改进"
    if told["status"] == "cancelled":
        late_en, late_zh = ", when the search was cancelled", "，搜索已取消"
    if told.get("minimised", "public") != "public":
        off_en, off_zh = money(told["objective"] - told["bound"])
        what = WEIGHED[told["minimised"]]
        return Said(
            f"No plan does better by more than {off_en} in {what.en}, which this one minimises{late_en}.",
            f"就所最小化的{what.zh}而言，任何方案至多再省 {off_zh}{late_zh}。",
        )
    low_en, low_zh = money(told["bound"])
    return Said(
        f"No plan costs less than {low_en}: this one is within {gap} of the best{late_en}.",
        f"任何方案的成本不低于 {low_zh}：本方案与最优的差距不超过 {gap}{late_zh}。",
    )


def _timed_out(told: Mapping[str, Any]) -> bool:
    """Return whether the search took most of its time; where nobody knows how long it had, yes."""
    taken, limit = (told.get("seconds") or {}).get("plan"), told.get("time_asked")
    return taken is None or limit is None or taken >= 0.5 * limit


WEIGHED = {
    "net": Said("public cost less expected tax", "公共成本减预期税收"),
    "other": Said(
        "public cost and all that counts with it (penalties of missed targets, other weights)",
        "公共成本及一并计入的项目（目标缺口的罚金、其他权重）",
    ),
}
"""What is minimised where it is not public cost alone."""


def _not_held(result: Result) -> Said:
    """Return that there is no plan, and what the tables show instead."""
    told = result.summary
    near_en, near_zh = {
        "targets": (
            " What follows is the plan found that keeps all limits and comes nearest to the targets.",
            "以下为所找到的满足全部限制、最接近目标的方案。",
        ),
        "limits": (
            " What follows is the plan found that holds the targets and exceeds limits least.",
            "以下为所找到的满足全部目标、超限最小的方案。",
        ),
        "cheapest": (
            " What follows is the cheapest mixture found of missed targets and exceeded limits.",
            "以下为所找到的目标缺口与超限的最低成本组合。",
        ),
    }.get(told["nearest"], ("", ""))
    en, zh = told["reason_en"] or "there is no plan", told["reason_zh"] or "没有方案"
    return Said(f"{en[:1].upper()}{en[1:]}.{near_en}", f"{zh}。{near_zh}")


MIXTURES = {
    "limits": Said("To hold the targets, limits would have to give", "要满足目标，须放宽的限制为"),
    "targets": Said("Within the limits, targets miss", "在限制之内，目标的缺口为"),
    "cheapest": Said("The cheapest mixture", "最低成本的组合"),
}


def shortfalls(result: Result) -> list[Said]:
    """Return what gives where no plan holds everything: one sentence a mixture."""
    found = []
    rows = result["shortfall"].to_dicts()
    for kind, head in MIXTURES.items():
        mine = [r for r in rows if r["mixture"] == kind]
        if not mine:
            continue
        groups = list(_grouped(mine).values())
        ours = [g for g in groups if g[0]["family"] not in BEYOND]
        theirs = [g for g in groups if g[0]["family"] in BEYOND]
        said = [_list(ours)] if ours else []
        if theirs:
            listed = _list(theirs)
            said.append(
                Said(
                    f"{'besides, ' if ours else ''}what no planner sets: {listed.en}",
                    f"{'此外，' if ours else ''}非规划者所能决定的：{listed.zh}",
                )
            )
        least = _least(next((m for m in result.summary.get("mixtures") or [] if m["mixture"] == kind), None))
        found.append(
            Said(
                f"{head.en}: {'; '.join(s.en for s in said)}.{least.en}",
                f"{head.zh}：{'；'.join(s.zh for s in said)}。{least.zh}",
            )
        )
    return found + _missing(result)


def _least(mixture: Row | None) -> Said:
    """Return how near a mixture is to the least there can be, by its own measure; empty where nobody knows."""
    if mixture is None or not mixture["whole"] or not mixture["total"] or mixture["bound"] is None:
        return Said("", "")
    off = max(0.0, 1 - mixture["bound"] / mixture["total"])
    if off < SURE:
        return Said(" Proved the least.", "已证明为最小。")
    if mixture["mixture"] == "targets":
        total, bound = (f"{100 * mixture[k]:.3g}" for k in ("total", "bound"))
        return Said(
            f" That is {total} percent in all; no plan misses by less than {bound} percent.",
            f"合计 {total}%；任何方案的合计缺口不低于 {bound}%。",
        )
    return Said(f" Within {off:.1%} of the least there can be.", f"与最小值的差距不超过 {off:.1%}。")


def _list(groups: Sequence[Sequence[Row]]) -> Said:
    """Return what gives, the first of it by name and the rest as a number."""
    en = "; ".join(_gives(g, "en") for g in groups[:LISTED])
    zh = "；".join(_gives(g, "zh") for g in groups[:LISTED])
    rest = len(groups) - LISTED
    return Said(
        en + (f"; and {rest} more" if rest > 0 else ""), zh + (f"；另有 {rest} 项" if rest > 0 else "")
    )


def _missing(result: Result) -> list[Said]:
    """Return by what share of its level each target must miss, whichever is favoured."""
    names = {r["target"]: (r["target_en"], r["target_zh"]) for r in result["targets"].iter_rows(named=True)}
    found = []
    for row in result.summary.get("misses") or []:
        least, most = row["least"], row["most"]
        if least is None or most is None or most <= 0:
            continue
        en, zh = names.get(row["target"], (row["target"], row["target"]))
        both = "–".join(dict.fromkeys(f"{100 * share:.3g}" for share in (least, most)))
        found.append(
            Said(
                f"{en}: {both} percent below at least, as it or the other targets are favoured.",
                f"{zh}：至少差 {both}%，视优先该目标或其他目标而定。",
            )
        )
    return found


def _grouped(rows: Sequence[Row]) -> dict[tuple[str, str], list[Row]]:
    """Return rows of one limit over the years together, the largest shares first."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["family"], row["label_en"]), []).append(row)
    return dict(sorted(groups.items(), key=lambda kv: -max(r["share"] or 0.0 for r in kv[1])))


FAMILIES = {
    "budget": Said("budget", "预算"),
    "land": Said("land", "土地"),
    "labour": Said("labour", "用工"),
    "supply": Said("supply from outside", "外部供应"),
    "market": Said("sales outside", "外部销售"),
    "inertia": Said("what buyers switch", "买家切换"),
    "sources": Said("makers", "供应商"),
    "growth": Said("expansion", "扩建"),
    "target": Said("target", "目标"),
}


def _limited(row: Row) -> bool:
    """Return whether what gives has a size that a share of it can be told: of a limit of 0 there is none."""
    by, share = row["by"], row["share"]
    return not (
        row["family"] in {"land", "labour", "budget"}
        and by
        and share
        and share > SURE
        and abs(share - by) <= SURE * abs(by)
    )


def _share(share: float, lang: str) -> str:
    """Return a share in brackets, as a multiple where it is more than ten times as much; empty where it is small."""
    if share < TOLD:
        return ""
    if share < MANY:
        return f" ({share:.0%})"
    times = words(float(f"{share:.3g}"), "", lang).strip()
    return f"（{times} 倍）" if lang == "zh" else f" ({times} times)"


def _gives(rows: Sequence[Row], lang: str) -> str:
    """Return one limit: `budget of X short by CNY 17, 6 million in 2021, 2022`."""
    first = rows[0]
    name, family = (
        first[f"label_{lang}"],
        FAMILIES.get(first["family"], Said(*[first["family"]] * 2)).in_(lang),
    )
    amounts = [amount(r["by"], r["unit"] or "", lang) for r in rows]
    years = [str(r["year"]) for r in rows if r["year"] is not None]
    shares = [r["share"] for r in rows if r["share"] is not None]
    share = _share(max(shares, default=0.0), lang) if _limited(first) else ""
    if lang == "zh":
        when = f"（{'、'.join(years)} 年）" if years else ""
        return f"{family}“{name}”缺 {'、'.join(amounts)}{share}{when}"
    when = f" in {', '.join(years)}" if years else ""
    what = f"{name}" if first["family"] == "target" else f"{family} of {name}"
    return f"{what} by {', '.join(amounts)}{share}{when}"
