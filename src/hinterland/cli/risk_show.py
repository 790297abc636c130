"""Systemic risk as people see it: the answer in a sentence, the firms that cost most, what was assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.cli import options
from hinterland.cli.chain_options import columns
from hinterland.network.raw.faults import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from hinterland.result import Result

WORDS = {
    "firm": ("firm", "企业"),
    "scenario": ("scenario", "情景"),
    "sector": ("sector", "部门"),
    "range": ("5-95%", "5%–95%"),
    "among_first": ("in first ten", "居前十"),
    "down": ("down", "下游"),
    "up": ("up", "上游"),
    "size": ("sales, million CNY", "销售额（百万元）"),
}
WIDEST = 34
"""Characters of a name in the table."""


def _word(key: str, lang: str) -> str:
    return WORDS[key][lang == "zh"]


def show_network(result: Result, lang: str, top: int, files: Sequence[Path] | None) -> None:
    """Print the answer for a network of one's own."""
    from hinterland.network.risk.study import first_rows

    line, zh, told = options.printer(), lang == "zh", result.summary
    size = f"{told['firms']:,}", f"{told['links']:,}", f"{told['industries']:,}"
    line(
        (
            f"系统性风险：{size[0]} 家企业，{size[1]} 条供应关系，{size[2]} 个行业"
            if zh
            else f"Systemic risk: {_some(told['firms'], 'firm')}, {_some(told['links'], 'link')}, "
            f"{told['industries']:,} {'industry' if told['industries'] == 1 else 'industries'}",
            "bold",
        )
    )
    line()
    line(visible(told["answer"][lang]), indent=2)
    line()
    table = first_rows(result["risk"], top)
    numbers = [n for n in table.columns if n.startswith("ESRI")]
    rows = [[_word("firm" if told["single_firms"] else "scenario", lang), *numbers, "T"]]
    rows += [
        [_short(str(r["scenario"])), *(_percent(r[n]) for n in numbers), f"{r['T']:,}"]
        for r in table.iter_rows(named=True)
    ]
    for text in columns(rows, right=range(1, len(rows[0]))):
        line(text, indent=2)
    if told["scenarios"] > top:
        line((f"共 {told['scenarios']:,} 个" if zh else f"{top} of {told['scenarios']:,}", "dim"), indent=2)
    if files:
        line()
        line(("写入：" if zh else "Written: ") + ("、" if zh else ", ").join(map(str, files)), indent=2)
    _assumed(result, lang, line)


def show_case(result: Result, lang: str, top: int) -> None:
    """Print the answer for a case."""
    line, zh, told = options.printer(), lang == "zh", result.summary
    line((f"系统性风险，截至 {told['as_of']}" if zh else f"Systemic risk, as of {told['as_of']}", "bold"))
    firms, links, drawn = f"{told['firms']:,}", f"{told['links']:,.0f}", f"{told['draws']:,}"
    share = f"{100 * told['inferred']:.3g}%"
    line(
        (
            f"{firms} 家企业；{drawn} 个推断网络，平均 {links} 条供应关系，其中 {share} 为推断"
            if zh
            else f"{firms} firms; {drawn} drawn networks of {links} links on average, {share} of them inferred",
            "dim",
        )
    )
    line()
    line(visible(told["answer"][lang]), indent=2)
    line()
    for text in columns(_case_rows(result, lang, top), right={0, 3, 4, 5, 6, 7, 8}):
        line(text, indent=2)
    count = result["risk"].height
    if count > top:
        line((f"前 {top} 家，共 {count:,} 家" if zh else f"{top} of {count:,}", "dim"), indent=2)
    note = (
        "ESRI：停产使集群损失的销售额占比，取各网络的均值与 5%–95% 区间；下游、上游为其分项均值。推断。"
        if zh
        else "ESRI: share of the cluster's sales that stops with the firm, mean and 5-95% over the networks; down "
        "and up: by channel. Inferred."
    )
    line((note, "dim"), indent=2)
    _assumed(result, lang, line)


def _case_rows(result: Result, lang: str, top: int) -> list[list[str]]:
    head = ["", *(_word(k, lang) for k in ("firm", "sector")), "ESRI"]
    rows = [[*head, *(_word(k, lang) for k in ("range", "among_first", "down", "up", "size"))]]
    return rows + [_case_row(row, lang) for row in result["risk"].head(top).iter_rows(named=True)]


def _case_row(row: dict[str, Any], lang: str) -> list[str]:
    return [
        f"{row['rank']}.",
        _short(row[f"name_{lang}"] or row["firm"]),
        _short(row[f"sector_{lang}"], 24),
        _percent(row["mean"]),
        f"{_percent(row['low'])}–{_percent(row['high'])}",
        f"{100 * row['among_first']:.0f}%",
        _percent(row["down"]),
        _percent(row["up"]),
        _million(row["size"]),
    ]


def _assumed(result: Result, lang: str, line: Callable[..., None]) -> None:
    line()
    line(("所作假定" if lang == "zh" else "What was assumed", "bold"), indent=2)
    for said in result.assumptions:
        line(("- " + visible(said.in_(lang)), "dim"), indent=2)


def _some(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _percent(share: float) -> str:
    value = 100 * share
    return "0%" if value == 0 else f"{value:.3g}%" if value >= 0.001 else "<0.001%"


def _million(value: Any) -> str:
    return "–" if value is None or value != value else f"{value / 1e6:,.0f}"  # noqa: PLR0124 - NaN


def _short(text: str, most: int = WIDEST) -> str:
    text = visible(text)
    return text if len(text) <= most else f"{text[: most - 1]}…"
