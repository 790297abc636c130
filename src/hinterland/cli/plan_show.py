"""The answer of `hinterland plan` for people: sentences first, then tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.cli import chain_options, options

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hinterland.result import Result

    Row = Mapping[str, Any]
    Line = Callable[..., None]

WIDEST = 40
TOP = 10
"""Rows of a table that the text lists beside openings, which it lists all."""
PROVED = 1e-6
"""Gap below which a plan is the cheapest."""


def show(result: Result, lang: str) -> None:
    """Print the answer: what it takes, who comes, each target and its price, costs, other ways, assumptions."""
    from hinterland.planning.sentences import headline

    line, zh, told = options.printer(), lang == "zh", result.summary
    head = (
        f"规划  {told['place_zh']}  截至 {told['as_of']}"
        if zh
        else f"Plan  {told['place_en']}  as of {told['as_of']}"
    )
    line((head, "bold"), (f"  {told['first_year']}–{told['last_year']}", "dim"))
    line()
    for said in headline(result):
        line(said.in_(lang), indent=2)
    for part in (_openings, _expansions, _targets, _definitions, _costs, _years):
        part(result, lang, line)
    from hinterland.cli import plan_more

    plan_more.show(result, lang, line)
    line()
    line(("假设" if zh else "What was assumed", "bold"), indent=2)
    for said in result.assumptions:
        line((f"- {said.in_(lang)}", "dim"), indent=2)
    line((_numbers(told, zh=zh), "dim"), indent=2)


def _numbers(told: Mapping[str, Any], *, zh: bool) -> str:
    """Return size, gap and largest violation in one line."""
    gap = "–" if told["gap"] is None else f"{told['gap']:.2%}"
    broken = "–" if told["max_violation"] is None else f"{told['max_violation']:.1e}"
    size = f"{told['rows']:,} × {told['variables']:,}"
    return (
        f"模型 {size}；间隙 {gap}；约束最大偏差 {broken}（未缩放，相对值）。"
        if zh
        else f"Model {size}; gap {gap}; rows are broken by {broken} of their size at most, unscaled."
    )


def table(title: str, rows: list[list[str]], line: Line, right: Sequence[int] = (), note: str = "") -> None:
    """Print a table with its title."""
    line()
    line((title, "bold"), (f"  {note}" if note else "", "dim"), indent=2)
    for text in chain_options.columns(rows, right=set(right)):
        line(text, indent=2)


def clipped(text: str | None) -> str:
    """Return a name as wide as a column takes."""
    from hinterland.faults import clip

    return clip(text or "–", WIDEST)


def cash(value: float | None, lang: str, high: float | None = None) -> str:
    """Return money, or a range of it."""
    from hinterland.words import money

    if value is None:
        return "–"
    return money(value, high)[lang == "zh"]


def made_up(row: Row, lang: str) -> str:
    """Return a mark for a synthetic row, unless its name says so itself."""
    mark = {"en": "synthetic", "zh": "合成"}[lang]
    named = str(row.get(f"candidate_{lang}") or row.get(f"plant_{lang}") or "")
    return mark if row["basis"] == "synthetic" and mark.lower() not in named.lower() else ""


def _openings(result: Result, lang: str, line: Line) -> None:
    """Print who comes where and when."""
    from hinterland.planning.sentences import amount

    zh = lang == "zh"
    rows = result["openings"].to_dicts()
    if not rows:
        return
    heads = (
        ["决策", "投产", "项目", "产品", "产能", "园区", "要求支持", "落地概率", ""]
        if zh
        else ["decided", "produces", "candidate", "product", "capacity", "park", "asks", "landing", ""]
    )
    cells = [heads]
    for r in rows:
        low, high = r["landing_low"], r["landing_high"]
        cells.append(
            [
                str(r["decided"]),
                str(r["produces"]),
                clipped(r[f"candidate_{lang}"]),
                clipped(r[f"product_{lang}"]),
                amount(r["capacity"], r["unit"] or "", lang),
                clipped(r[f"place_{lang}"]),
                cash(r["ask_low"], lang, r["ask_high"]),
                "–" if low is None else f"{low:.0%}–{high:.0%}",
                made_up(r, lang),
            ]
        )
    table("落地项目" if zh else "Who comes", cells, line, right=(4, 6, 7))


def _expansions(result: Result, lang: str, line: Line) -> None:
    """Print which plants grow."""
    from hinterland.planning.sentences import amount

    zh = lang == "zh"
    rows = result["expansions"].to_dicts()
    if not rows:
        return
    heads = (
        ["决策", "投产", "工厂", "产品", "新增产能", "支持", ""]
        if zh
        else ["decided", "produces", "plant", "product", "added", "support", ""]
    )
    cells = [heads]
    cells += [
        [
            str(r["decided"]),
            str(r["produces"]),
            clipped(r[f"plant_{lang}"]),
            clipped(r[f"product_{lang}"]),
            amount(r["added"], r["unit"] or "", lang),
            cash(r["ask"], lang),
            made_up(r, lang),
        ]
        for r in rows
    ]
    table("扩建" if zh else "What is expanded", cells, line, right=(4, 5))


def _targets(result: Result, lang: str, line: Line) -> None:
    """Print each target: what becomes of it, and what it costs."""
    from hinterland.planning.sentences import price_lines, target_line

    zh = lang == "zh"
    rows = result["targets"].to_dicts()
    if not rows:
        return
    line()
    line(("目标及其价格" if zh else "Targets, and what they cost", "bold"), indent=2)
    for row in rows:
        definition = "" if row["definition"] is None else f"  {row[f'definition_{lang}']}"
        line((str(row[f"target_{lang}"]), "bold"), (definition, "dim"), indent=2)
        line(target_line(row).in_(lang), indent=4)
        for said in price_lines(row):
            line(said.in_(lang), indent=4)


def _definitions(result: Result, lang: str, line: Line) -> None:
    """Print the plan under each definition of each target."""
    zh = lang == "zh"
    rows = result["definitions"].to_dicts()
    if len(rows) <= result["targets"].height:
        return
    line()
    line(("按各定义" if zh else "Under each definition", "bold"), indent=2)
    for target in dict.fromkeys(r["target"] for r in rows):
        mine = [r for r in rows if r["target"] == target]
        line(str(mine[0][f"target_{lang}"]), indent=2)
        bounded = result.summary.get("minimised") == "public"
        cells = [_definition(r, lang, bounded=bounded) for r in mine]
        notes = [cell.pop() for cell in cells]
        for text, note in zip(chain_options.columns(cells), notes, strict=True):
            line(text, indent=4)
            if note:
                line((note, "dim"), indent=6)


def _definition(r: Row, lang: str, *, bounded: bool) -> list[str]:
    """Return the cells of a definition: its name, whether it can be done, cost, gap and bound, who comes, a remark.

    `bounded`: whether the gap is one of public cost, so that it gives the least that any plan costs.
    """
    from hinterland.planning.sentences import amount

    zh = lang == "zh"
    cost = cash(r["public"], lang)
    if r["public_low"] is not None and r["public_high"] is not None:
        cost += f" ({cash(r['public_low'], lang, r['public_high'])})"
    short = amount(r["shortfall"], r["unit"] or "", lang) if r["shortfall"] else ""
    note = r[f"note_{lang}"] or (f"差 {short}" if short and zh else f"short by {short}" if short else "")
    come = "" if r["openings"] is None else (f"{r['openings']} 个项目" if zh else f"{r['openings']} come")
    return [
        r[f"definition_{lang}"] or "–",
        STATUS[lang].get(str(r["status"]), str(r["status"])),
        "" if r["public"] is None else cost,
        _proved(r, lang, bounded=bounded),
        come,
        note,
    ]


def _proved(r: Row, lang: str, *, bounded: bool) -> str:
    """Return gap and bound of the plan under a definition."""
    if r["public"] is None or r["gap"] is None:
        return ""
    zh = lang == "zh"
    if r["gap"] < PROVED:
        return "已证明为最低" if zh else "proved the least"
    text = f"间隙 {r['gap']:.2%}" if zh else f"gap {r['gap']:.2%}"
    if not bounded:
        return text
    least = cash(r["public"] * (1 - r["gap"]), lang)
    return f"{text}，至少 {least}" if zh else f"{text}, at least {least}"


STATUS = {
    "en": {
        "optimal": "can be done",
        "feasible": "can be done",
        "infeasible": "cannot be done",
        "unplannable": "cannot be planned for",
        "unknown": "not known",
        "cancelled": "cancelled",
    },
    "zh": {
        "optimal": "可行",
        "feasible": "可行",
        "infeasible": "不可行",
        "unplannable": "无法规划",
        "unknown": "未知",
        "cancelled": "已取消",
    },
}


def _costs(result: Result, lang: str, line: Line) -> None:
    """Print what the plan costs, part by part."""
    zh = lang == "zh"
    rows = result["costs"].to_dicts()
    if not rows:
        return
    cells = [["", "金额", "按要价高低两端"] if zh else ["", "amount", "with asks at their ends"]]
    for r in rows:
        ends = sorted(v for v in (r["low"], r["high"]) if v is not None)
        between = cash(ends[0], lang, ends[-1]) if ends else "–"
        if r["low"] is not None and r["high"] is None:
            between += "；最高要价无方案" if zh else ", none at the most"
        cells.append([r[f"part_{lang}"], cash(r["amount"], lang), between])
    first = result.summary["first_year"]
    note = f"贴现至 {first} 年" if zh else f"discounted to {first}"
    table("成本" if zh else "Costs", cells, line, right=(1, 2), note=note)


def _years(result: Result, lang: str, line: Line) -> None:
    """Print the years: money, jobs, new output."""
    zh = lang == "zh"
    rows = result["years"].to_dicts()
    if not rows:
        return
    heads = (
        ["年份", "公共支出", "预期税收", "企业投资", "岗位", "新增产出", "迁入产出"]
        if zh
        else ["year", "public", "expected tax", "private", "jobs", "new output", "relocated"]
    )
    cells = [heads]
    cells += [
        [
            str(r["year"]),
            *(cash(r[c], lang) for c in ("public", "tax", "private")),
            f"{r['jobs']:,.0f}",
            *(cash(r[c], lang) for c in ("output_new", "output_relocated")),
        ]
        for r in rows
    ]
    table(
        "逐年" if zh else "Year by year",
        cells,
        line,
        right=range(1, 7),
        note="未贴现" if zh else "not discounted",
    )
