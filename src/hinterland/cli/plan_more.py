"""What `hinterland plan` shows where it is asked for: curves, fronts, alternatives, scenarios, worth, comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.cli.plan_show import STATUS, TOP, cash, clipped, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.cli.plan_show import Line
    from hinterland.result import Result

PLANS = {"plan": ("plan", "本方案"), "robust": ("robust", "稳健方案")}
"""Plans that scenarios are told of."""
NAMED = 4
"""Names that a line lists; further ones are counted."""
KINDS = {
    "opening": ("who comes", "落地项目"),
    "expansion": ("expansion", "扩建"),
    "attraction": ("labour attracted", "引进人才"),
    "target": ("target", "目标"),
    "cost": ("cost", "成本"),
}
"""What two plans are held against each other in."""
VERDICTS = {
    "only_a": ("only in the plan", "仅原方案"),
    "only_b": ("only in the scenario", "仅情景方案"),
    "moved": ("elsewhere", "改址"),
    "later": ("later", "推迟"),
    "sooner": ("sooner", "提前"),
    "more": ("more", "增加"),
    "less": ("less", "减少"),
}
"""How the plan of the scenario differs."""


def show(result: Result, lang: str, line: Line) -> None:
    """Print every part that there is."""
    for part in (_worth, _curves, _front, _alternatives, _robust, _compared, _conflict):
        part(result, lang, line)


def _worth(result: Result, lang: str, line: Line) -> None:
    """Print the candidates that are worth most."""
    rows = result["worth"].to_dicts()
    if rows:
        worth_table(rows[:TOP], len(rows), lang, line)


def worth_table(rows: list[dict[str, Any]], count: int, lang: str, line: Line) -> None:
    """Print candidates with their worth, what is known of it, and what speaks for their place."""
    zh = lang == "zh"
    heads = (
        ["", "项目", "产品", "最佳园区", "方案内", "价值", "期望价值", "落地概率", ""]
        if zh
        else ["", "candidate", "product", "best park", "in plan", "worth", "expected", "landing", ""]
    )
    cells = [heads]
    for r in rows:
        low, high = r["landing_low"], r["landing_high"]
        cells.append(
            [
                f"{r['rank']}.",
                clipped(r[f"candidate_{lang}"]),
                clipped(r[f"product_{lang}"]),
                clipped(r[f"place_{lang}"]),
                "✓" if r["in_plan"] else "",
                cash(r["worth"], lang)
                if r["worth"] is not None or r["relaxed"] is None
                else f"~{cash(r['relaxed'], lang)}",
                cash(r["expected"], lang),
                "–" if low is None else f"{low:.0%}–{high:.0%}",
                r[f"note_{lang}"] if r["worth"] is None and r["relaxed"] is None else "",
            ]
        )
    shown = (
        ""
        if count <= len(rows)
        else (f"前 {len(rows)} 项，共 {count} 项" if zh else f"{len(rows)} of {count}")
    )
    table(
        "候选项目的价值" if zh else "What candidates are worth", cells, line, right=(0, 5, 6, 7), note=shown
    )
    if any(r["worth"] is None and r["relaxed"] is not None for r in rows):
        text = (
            "~：线性松弛所得价值，未重新求解；按期望价值排序。"
            if zh
            else "~: worth by the linear relaxation, not planned for again. Ranked by expected worth."
        )
        line((text, "dim"), indent=2)


def _curves(result: Result, lang: str, line: Line) -> None:
    """Print what each price curve says, and its points."""
    from hinterland.planning.sentences import level

    zh = lang == "zh"
    for told in result.summary.get("curves") or []:
        cells = [["水平", "公共成本", ""] if zh else ["level", "public cost", ""]]
        cells += [
            [
                level(r["level"], r["unit"] or "", lang),
                cash(r["public"], lang),
                "" if r["public"] is not None else STATUS[lang].get(r["status"], ""),
            ]
            for r in result["curve"].to_dicts()
            if r["target"] == told["target"]
        ]
        named = {r["target"]: r[f"target_{lang}"] for r in result["targets"].to_dicts()}
        name = named.get(told["target"], told["target"])
        title = f"价格曲线：{name}" if zh else f"Price curve: {name}"
        table(title, cells, line, right=(0, 1))
        for sentence in told[lang]:
            line(sentence, indent=2)


def _front(result: Result, lang: str, line: Line) -> None:
    """Print public cost by the levels of two targets: one down, the other across."""
    from hinterland.planning.sentences import level

    if "pareto" not in result.tables or not result["pareto"].height:
        return
    zh, rows = lang == "zh", result["pareto"].to_dicts()
    named = {r["target"]: r for r in result["targets"].to_dicts()}
    a, b = (named[rows[0][f"target_{k}"]] for k in "ab")
    down, across = ([*dict.fromkeys(r[f"level_{k}"] for r in rows)] for k in "ab")
    cost = {(r["level_a"], r["level_b"]): r for r in rows}
    cells = [["", *(level(v, b["unit"] or "", lang) for v in across)]]
    for v in down:
        found = [cost.get((v, w)) for w in across]
        cells.append([level(v, a["unit"] or "", lang), *(_cell(r, lang) for r in found)])
    title = "两目标的前沿：公共成本" if zh else "Front of two targets: public cost"
    table(title, cells, line, right=range(len(across) + 1))
    both = [t[f"target_{lang}"] for t in (a, b)]
    text = f"行：{both[0]}；列：{both[1]}。" if zh else f"Down: {both[0]}. Across: {both[1]}."
    line((text, "dim"), indent=2)


def _cell(row: dict[str, Any] | None, lang: str) -> str:
    """Return a cell of a front: its cost, else why there is none."""
    if row is None:
        return ""
    if row["public"] is not None:
        return cash(row["public"], lang)
    return "✗" if row["status"] == "infeasible" else "?"


def _alternatives(result: Result, lang: str, line: Line) -> None:
    """Print what plans of nearly the same cost have in common, and where they differ."""
    if "alternatives" not in result.tables:
        return
    zh = lang == "zh"
    plans = result["alternatives"].unique("plan").sort("plan").to_dicts()
    cells = [["方案", "公共成本", "项目"] if zh else ["plan", "public cost", "opened"]]
    for p in plans:
        mine = result["alternatives"].filter(plan=p["plan"]).drop_nulls("candidate").height
        cells.append([str(p["plan"]), cash(p["public"], lang), str(mine)])
    table(
        "成本相近而差异最大的方案" if zh else "Plans of nearly the same cost that differ most",
        cells,
        line,
        right=(0, 1, 2),
    )
    heads = {
        "must": ("每个方案都有", "In every one"),
        "may": ("部分方案有", "In some"),
        "never": ("任何方案都没有", "In none"),
    }
    agreed = result["agreement"].to_dicts()
    for verdict, (word_zh, word_en) in heads.items():
        names = [
            r[f"candidate_{lang}"]
            + ("" if r["proved"] or verdict == "may" else "（未证明）" if zh else " (seen, not proved)")
            for r in agreed
            if r["verdict"] == verdict
        ]
        if not names:
            continue
        more = f" +{len(names) - NAMED}" if len(names) > NAMED else ""
        text = ("、" if zh else ", ").join(names[:NAMED]) + more
        line((word_zh if zh else word_en, "bold"), f"{'：' if zh else ': '}{text}", indent=2)


def _robust(result: Result, lang: str, line: Line) -> None:
    """Print how the plan fares in scenarios, and what one that holds in more of them costs."""
    told = result.summary.get("robust")
    if not told:
        return
    zh = lang == "zh"
    cells = [
        ["方案", "情景", "概率", "满足", "事先知道时", "后悔值"]
        if zh
        else ["plan", "scenario", "probability", "holds", "if known", "regret"]
    ]
    rows = result["robust"].to_dicts()
    for key in dict.fromkeys((r["plan"], r["scenario"]) for r in rows):
        mine = [r for r in rows if (r["plan"], r["scenario"]) == key]
        first, held = mine[0], [r["held"] for r in mine]
        cells.append(
            [
                PLANS.get(key[0], (key[0],) * 2)[zh],
                first[f"scenario_{lang}"],
                "–" if first["probability"] is None else f"{first['probability']:.0%}",
                "✗" if False in held else "?" if None in held else "✓",
                cash(first["cost_if_known"], lang),
                cash(first["regret"], lang),
            ]
        )
    table("情景" if zh else "Scenarios", cells, line, right=(2, 4, 5))
    if told.get("public") is not None:
        text = (
            f"本方案在 {told['plan_holds']:.0%} 的情景中满足目标；在至少 {told['share']:.0%} 的情景中满足目标的方案："
            f"公共成本 {cash(told['public'], lang)}。"
            if zh
            else f"The plan holds in {told['plan_holds']:.0%} of the scenarios; one that holds in "
            f"{told['share']:.0%} costs {cash(told['public'], lang)}."
        )
    else:
        text = (
            ("不存在" if told["status"] == "infeasible" else "限时内未找到")
            + f"在至少 {told['share']:.0%} 的情景中满足目标的方案。本方案在 {told['plan_holds']:.0%} 的情景中满足。"
            if zh
            else f"No plan that holds in {told['share']:.0%} of the scenarios "
            + ("is possible." if told["status"] == "infeasible" else "was found in the time.")
            + f" This one holds in {told['plan_holds']:.0%}."
        )
    line(text, indent=2)
    wait = told.get("waiting") or {}
    if wait.get("difference") is not None:
        cost = cash(wait["difference"], lang)
        line(
            f"首年不作决定，成本增加 {cost}。"
            if zh
            else f"To decide nothing in the first year costs {cost} more.",
            indent=2,
        )
    elif wait.get("status") == "infeasible":
        line(
            "首年不作决定，目标便无法满足。"
            if zh
            else "If nothing is decided in the first year, the targets cannot be held.",
            indent=2,
        )
    elif wait:
        line("限时内未得出等待的代价。" if zh else "What waiting costs is not known in the time.", indent=2)


def _compared(result: Result, lang: str, line: Line) -> None:
    """Print where the plan of the scenario differs."""
    if "compared" not in result.tables:
        return
    zh, told = lang == "zh", result.summary.get("scenario") or {}
    if told.get("status") == "refused":
        line()
        line(
            ("情景方案：无法比较" if zh else "The plan of the scenario: nothing to compare with", "bold"),
            indent=2,
        )
        line(str(told[f"reason_{lang}"]), indent=4)
        return
    rows = [r for r in result["compared"].to_dicts() if r["verdict"] != "same"]
    a, b = cash(result.summary["public"], lang), cash(told.get("public"), lang)
    state = STATUS[lang].get(str(told.get("status")), "")
    line()
    head = (
        f"情景方案（{state}）：公共成本 {b}，原方案 {a}"
        if zh
        else f"The plan of the scenario ({state}): public cost {b}, here {a}"
    )
    line((head, "bold"), indent=2)
    if not rows:
        return
    cells = [["", "", "变化", "原方案", "情景"] if zh else ["", "", "change", "plan", "scenario"]]
    parks = {r["place"]: r[f"place_{lang}"] for r in result["room"].to_dicts()}
    for r in rows:
        kind, verdict = (
            KINDS.get(r["kind"], (r["kind"],) * 2),
            VERDICTS.get(r["verdict"], (r["verdict"],) * 2),
        )
        sides = (_side(r, side, lang, parks) for side in "ab")
        of = COSTS.get(r["of"], r["of"]) if r["kind"] == "cost" else clipped(r[f"of_{lang}"])
        cells.append([kind[zh], of if isinstance(of, str) else of[zh], verdict[zh], *sides])
    from hinterland.cli import chain_options

    for text in chain_options.columns(cells, right={3, 4}):
        line(text, indent=2)


COSTS = {
    "public": ("public", "公共成本"),
    "private": ("private investment", "企业投资"),
    "transport": ("freight", "运输费用"),
    "tax": ("tax", "税收"),
    "unmet": ("unmet", "未满足"),
}
"""Parts of the cost of which two plans are compared."""


def _side(row: dict[str, Any], side: str, lang: str, parks: Mapping[str, str]) -> str:
    """Return what one plan has: park and year of an opening, else an amount."""
    if row["kind"] == "opening":
        return (
            "–"
            if row[f"year_{side}"] is None
            else f"{_at(row[f'place_{side}'], parks)} {row[f'year_{side}']}"
        )
    if row["kind"] == "cost":
        return cash(row[side], lang)
    return "–" if row[side] is None else f"{float(f'{row[side]:.5g}'):,.10g}"


def _at(place: str | None, parks: Mapping[str, str]) -> str:
    return clipped(parks.get(place or "", place))


def _conflict(result: Result, lang: str, line: Line) -> None:
    """Print the limits and promises that cannot hold together."""
    zh = lang == "zh"
    rows = result["conflict"].to_dicts()
    if not rows:
        return
    line()
    line(("互相冲突的约束（按类）" if zh else "What cannot hold together, by family", "bold"), indent=2)
    families = list(dict.fromkeys(r["family"] for r in rows))
    for family in families:
        mine = [r[lang] for r in rows if r["family"] == family]
        more = f" +{len(mine) - 3}" if len(mine) > 3 else ""
        line(("；" if zh else "; ").join(mine[:3]) + more, indent=4)
