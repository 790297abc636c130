"""`hinterland risk DIR --mitigate`: what to do about it, by fall of risk per yuan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hinterland.cli import options
from hinterland.cli.chain_options import columns
from hinterland.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from hinterland.result import Result

OWN = ("budget", "hours", "days", "share", "high_risk", "synthetic")
"""Options that only --mitigate has."""
NOT_HERE = ("mode", "eps", "conv_type")
"""Options of `risk` that --mitigate does not take: measures are told to the least fixed point."""
WIDEST = 26
"""Width of a name in a table."""
DETAILED = 3
"""Measures that are told in a sentence."""


def mitigate_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --mitigate and what belongs to it."""
    listed = [
        click.option(
            "--mitigate",
            is_flag=True,
            help="What to do about it: second sources, stocks, diversification for the riskiest firms (3 networks).",
        ),
        click.option(
            "--budget",
            type=click.FloatRange(0),
            metavar="CNY",
            help="With --mitigate: choose measures together within this sum.",
        ),
        click.option(
            "--hours",
            type=click.FloatRange(0, 240),
            metavar="H",
            help="With --mitigate: travel time from a second source to the buyer, at most. Default: 4.",
        ),
        click.option(
            "--days",
            type=click.FloatRange(0.5, 3650),
            metavar="D",
            help="With --mitigate: how long a stop lasts. Default: 42.",
        ),
        click.option(
            "--share",
            type=click.FloatRange(0, 1, min_open=True),
            metavar="S",
            help="With --mitigate: share of purchases that a second source takes. Default: 0.5.",
        ),
        click.option(
            "--high-risk",
            type=click.IntRange(1, 1000),
            metavar="N",
            help="With --mitigate: how many risky suppliers are looked at (or name them: --only). Default: 10.",
        ),
        click.option(
            "--synthetic/--no-synthetic",
            default=None,
            help="With --mitigate: do made-up firms count as second sources? Default: where there are no others.",
        ),
    ]
    for option in reversed(listed):
        function = option(function)
    return function


def check_options(ctx: click.Context, case: Path | None) -> None:
    """Refuse options that do not belong together."""
    named = click.core.ParameterSource.COMMANDLINE
    flag = {n: f"--{n.replace('_', '-')}" for n in (*OWN, *NOT_HERE)}
    given = [n for n in flag if ctx.get_parameter_source(n) is named]
    if not ctx.params["mitigate"]:
        wrong = [flag[n] for n in given if n in OWN]
        if wrong:
            flagged = ", ".join(wrong)
            raise Refused(
                f"{flagged}: only with --mitigate; add it, or leave them out",
                f"{flagged}：仅与 --mitigate 同用；请加上 --mitigate，或去掉这些选项",
            )
        return
    if case is None:
        raise Refused(
            "--mitigate needs a case (DIR): who is near and what things cost is not in --links. In Python, "
            "hinterland.network.mitigate takes a network too",
            "--mitigate 须有案例（DIR）：--links 中没有距离和成本。在 Python 中，"
            "hinterland.network.mitigate 也接受网络",
        )
    wrong = [flag[n] for n in given if n in NOT_HERE]
    if wrong:
        flagged = ", ".join(wrong)
        raise Refused(
            f"{flagged}: not with --mitigate, which computes to the least fixed point; leave it out",
            f"{flagged}：不能与 --mitigate 同用（其计算至最小不动点）；请去掉",
        )


def answer(case: Path, asked: Mapping[str, Any], form: str, lang: str) -> int:
    """Answer for a case and return the exit code."""
    from hinterland.case import load
    from hinterland.cli import chain_options
    from hinterland.network.case.networks import prepare
    from hinterland.network.mitigate import mitigate
    from hinterland.network.risk.measure import check_only, cores

    names = {"high_risk": "firms"}
    keys = (*OWN, "as_of", "draws", "seed", "only")
    chosen = {names.get(k, k): asked[k] for k in keys if asked[k] is not None}
    chosen["jobs"] = asked["jobs"] or cores()
    with options.progress("Measures") as progress:
        cluster = load(case, progress=progress)
        if asked["only"] is not None:  # before anything is drawn
            known = prepare(cluster, as_of=asked["as_of"]).firms["firm"].to_list()
            check_only(asked["only"], known)
        result = mitigate(cluster, top=asked["top"], progress=progress, **chosen)
    if form == "text":
        show(result, lang, asked["top"])
        return 0
    tables = {name: chain_options.plain(frame) for name, frame in result.tables.items()}
    options.emit(form, result["measures"].columns, tables["measures"], chain_options.whole(result, tables))
    return 0


def show(result: Result, lang: str, top: int) -> None:
    """Print the answer for people."""
    line, zh, told = options.printer(), lang == "zh", result.summary
    day = result.provenance.as_of
    line((f"如何降低风险，截至 {day}" if zh else f"What lowers the risk, as of {day}", "bold"))
    line((_today(told, lang), "dim"))
    line()
    line(told["answer"][lang], indent=2)
    _measures(result, lang, top, line)
    if result.provenance.parameters["budget"] is not None:
        _portfolio(result, lang, line)
    _firms(result, lang, line)
    line()
    line(("所作假定" if zh else "What was assumed", "bold"), indent=2)
    for said in result.assumptions:
        line(("- " + said.in_(lang), "dim"), indent=2)


def _today(told: Mapping[str, Any], lang: str) -> str:
    """Return the risk as it stands."""
    firms, draws, risk = f"{told['firms']:,}", told["draws"], f"{100 * told['risk']:.3g}%"
    loss = _money(told["expected_loss"], lang)
    if lang == "zh":
        return f"{firms} 家企业，{draws} 个推断网络；平均 ESRI {risk}，预期年损失 {loss}"
    drawn = "1 drawn network" if draws == 1 else f"{draws} drawn networks"
    return f"{firms} firms, {drawn}; mean ESRI {risk}, expected loss {loss} a year"


def _money(value: float | None, lang: str) -> str:
    from hinterland.network.mitigate.said import yuan

    return yuan(value, lang)


HEADS = {
    "en": [
        "",
        "measure",
        "risky supplier",
        "buyer",
        "second source",
        "h",
        "cost",
        "loss falls by",
        "per yuan",
        "",
    ],
    "zh": ["", "措施", "高风险供应商", "客户", "第二供应源", "小时", "首年成本", "年损失降低", "每元", ""],
}


def _measures(result: Result, lang: str, top: int, line: Callable[..., None]) -> None:
    """Print the best measures of all kinds, then the best second sources."""
    import polars as pl

    zh, table = lang == "zh", result["measures"]
    if not table.height:
        line()
        line("没有可行的措施。" if zh else "There is no measure to take: see why below.", indent=2)
        return
    sources = table.filter(pl.col("kind") == "second_source")
    blocks = [("单位投入收效最大的措施" if zh else "Measures that lower risk most per yuan", table.head(top))]
    if sources.height and int(sources["rank"][0]) > 1:
        blocks.append(("最佳第二供应源" if zh else "Best second sources", sources.head(DETAILED)))
    for title, rows in blocks:
        line()
        line((title, "bold"), (f"  {rows.height} / {table.height}", "dim"), indent=2)
        cells = [HEADS[lang], *(_row(r, lang, r["rank"]) for r in rows.iter_rows(named=True))]
        for text in columns(cells, right={0, 5, 6, 7, 8}):
            line(text, indent=2)
    note = (
        "✓：已重算全部可能变化的停产情景；~：仅为初筛。"
        if zh
        else "✓: every stop that can change was run again; ~: by screening only."
    )
    line((note, "dim"), indent=2)


def _row(row: Mapping[str, Any], lang: str, first: int) -> list[str]:
    from hinterland.network.mitigate.said import KIND_WORDS
    from hinterland.words import number, three_digits

    return [
        f"{first}.",
        KIND_WORDS[row["kind"]].in_(lang),
        _short(row[f"firm_name_{lang}"]),
        _several(row, "buyers", lang),
        _several(row, "alternatives", lang),
        "–" if row["hours"] is None else f"{row['hours']:.1f}",
        _money(row["cost"], lang),
        _money(row["saved"], lang) if row["saved"] is not None else f"{row['lowered']:.2e}",
        "–" if row["saved_per_yuan"] is None else number(three_digits(row["saved_per_yuan"]), "1", lang),
        "✓" if row["verified"] else "~",
    ]


def _several(row: Mapping[str, Any], what: str, lang: str) -> str:
    """Return the first name and how many more there are."""
    names = (row[f"{what}_name_{lang}"] or "–").split("；" if lang == "zh" else "; ")
    return _short(names[0]) + (f" +{len(names) - 1}" if len(names) > 1 else "")


def _portfolio(result: Result, lang: str, line: Callable[..., None]) -> None:
    """Print what to take together within the budget."""
    zh, table = lang == "zh", result["portfolio"]
    budget = _money(result.provenance.parameters["budget"], lang)
    line()
    line((f"预算 {budget} 内的组合" if zh else f"Together within a budget of {budget}", "bold"), indent=2)
    if not table.height:
        line("没有措施可在预算内降低风险。" if zh else "No measure within the budget lowers risk.", indent=2)
        return
    cells = [[*HEADS[lang][:9], "累计" if zh else "spent"]]
    cells += [[*_row(r, lang, r["step"])[:9], _money(r["spent"], lang)] for r in table.iter_rows(named=True)]
    for text in columns(cells, right={0, 5, 6, 7, 8, 9}):
        line(text, indent=2)
    before, after = result.summary["risk"], result.summary["portfolio"]["risk"]
    losses = [_money(x, lang) for x in (table["loss_before"][0], table["loss_after"][-1])]
    spent, share = _money(table["spent"][-1], lang), f"{100 * (1 - after / before):.2g}%"
    end = (
        f"共 {spent}，预期年损失由 {losses[0]} 降至 {losses[1]}（-{share}）；每一步均在前述措施之上重新计算。"
        if zh
        else f"Together {spent}: expected loss falls from {losses[0]} to {losses[1]} a year (-{share}); each step "
        "was computed with those before it in place."
    )
    line(end, indent=2)
    if table.height == result.summary["most_steps"]:
        line(
            (f"至多 {table.height} 步" if zh else f"At most {table.height} steps are taken", "dim"), indent=2
        )


def _firms(result: Result, lang: str, line: Callable[..., None]) -> None:
    """Print the riskiest firms, and what stands in the way of measures."""
    zh = lang == "zh"
    line()
    line(("高风险企业" if zh else "The riskiest firms", "bold"), indent=2)
    heads = ["", "企业", "行业", "ESRI", "最佳措施"] if zh else ["", "firm", "industry", "ESRI", "best"]
    cells = [heads]
    whys: dict[str, list[str]] = {}
    for row in result["firms"].iter_rows(named=True):
        best = "–" if row["best"] is None else f"{row['best']}."
        name, risk = _short(row[f"name_{lang}"]), f"{100 * row['risk']:.3g}%"
        cells.append([f"{row['rank']}.", name, row[f"industry_name_{lang}"], risk, best])
        whys.setdefault(row[f"why_{lang}"], []).append(row[f"name_{lang}"])
    for text in columns(cells, right={0, 3, 4}):
        line(text, indent=2)
    for why, names in whys.items():
        line((("、" if zh else ", ").join(names), "bold"), f"{'：' if zh else ': '}{why}", indent=2)


def _short(text: str) -> str:
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"
