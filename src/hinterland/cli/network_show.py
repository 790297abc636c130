"""How `hinterland network complete` shows its answer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from hinterland.cli import chain_options, options

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import polars as pl

    from hinterland.result import Result


def show(result: Result, lang: str, top: int, out: Path | None) -> None:
    """Print the answer for people."""
    line, zh = options.printer(), lang == "zh"
    case, day = result.provenance.case, result.summary["as_of"]
    line((f"{case} 的供应网络，截至 {day}" if zh else f"Supply network of {case} as of {day}", "bold"))
    for sentence in _headline(result, zh=zh):
        line(sentence, indent=2)
    line()
    _sectors(result, zh=zh, line=line)
    line()
    _firms(result, lang, top, line)
    line()
    _quality(result, zh=zh, line=line)
    line()
    line(("假定" if zh else "What was assumed", "bold"), indent=2)
    for said in result.assumptions:
        line((f"- {said.in_(lang)}", "dim"), indent=4)
    line()
    if out is not None:
        line(f"已写入 {out}" if zh else f"Written to {out}")
    else:
        line(
            "未写入文件；--out FILE.parquet|FILE.csv|文件夹 写出全部供应关系"
            if zh
            else "Nothing was written: --out FILE.parquet|FILE.csv|FOLDER writes the links"
        )


def _headline(result: Result, *, zh: bool) -> list[str]:
    """Return the answer in sentences."""
    s = result.summary
    count = _span(s["links_in_a_draw"], "{:,}", zh=zh)
    mean = _span(s["mean_suppliers"], "{:.1f}", zh=zh)
    inside, bought = _money(s["bought_inside"], zh=zh), _money(s["bought"], zh=zh)
    part = f"{100 * (s['inside_share'] or 0):.0f}%"
    firms, made_up, links = (f"{s[k]:,}" for k in ("firm_count", "synthetic_firms", "known_links"))
    if zh:
        return [
            f"{s['sector_count']} 个部门，{firms} 家企业（合成 {made_up}），已知供应关系 {links} 条。",
            (
                f"抽样 {s['draws']} 次，每次供应关系 {count} 条（除已知者外均为推断），"
                f"有采购的企业平均供应商 {mean} 家。"
            ),
            f"企业一年采购{bought}，其中至多{inside}（{part}）在案例内部成交，其余自外部购入。",
        ]
    draws = f"{s['draws']} draw{'s' if s['draws'] != 1 else ''}"
    known = f"{links} known link{'s' if s['known_links'] != 1 else ''}"
    return [
        f"{firms} firms of {s['sector_count']} sectors ({made_up} of them synthetic), {known}.",
        f"{draws} of {count} links, inferred but for the known ones; a firm that buys has {mean} suppliers.",
        f"Of {bought} that the firms buy in a year, {inside} ({part}) at most is bought inside the case.",
    ]


def _span(ends: list[Any], form: str, *, zh: bool) -> str:
    low, high = (form.format(x) for x in ends)
    return low if low == high else f"{low}{' 至 ' if zh else ' to '}{high}"


def _money(value: float, *, zh: bool) -> str:
    return f" {value / 1e8:,.0f} 亿元" if zh else f"CNY {value / 1e9:,.1f} bn"


def _sectors(result: Result, *, zh: bool, line: Callable[..., None]) -> None:
    """Print a row a sector with firms: what it sells and buys, inside and out."""
    unit = "亿元" if zh else "bn CNY"
    scale = 1e8 if zh else 1e9
    heads = (
        ["部门", "企业", "在案例内份额", f"内部售出（{unit}）", f"采购（{unit}）", "其中内部"]
        if zh
        else ["sector", "firms", "share here", f"sells inside, {unit}", f"buys, {unit}", "of it inside"]
    )
    rows = [heads]
    there = [r for r in result["sectors"].iter_rows(named=True) if r["firms"]]
    rows += [
        [
            r["name_zh" if zh else "name_en"],
            f"{r['firms']:,}",
            f"{100 * r['share']:.0f}%",
            f"{r['sold'] / scale:,.1f}",
            f"{r['wanted'] / scale:,.1f}",
            f"{100 * r['bought'] / r['wanted']:.0f}%" if r["wanted"] > 0 else "–",
        ]
        for r in sorted(there, key=lambda r: -r["wanted"])
    ]
    line(("部门" if zh else "Sectors", "bold"), indent=2)
    for text in chain_options.columns(rows, right={1, 2, 3, 4, 5}):
        line(text, indent=4)


def _firms(result: Result, lang: str, top: int, line: Callable[..., None]) -> None:
    """Print the firms with most customers, means over the draws."""
    from hinterland.network.case.said import SIZE_WORDS

    zh = lang == "zh"
    names = dict(result["sectors"].select("sector", f"name_{lang}").iter_rows())
    rows = result["firms"].sort(["customers", "firm"], descending=[True, False]).head(top)
    heads = (
        ["企业", "部门", "客户（各次抽样）", "供应商", "规模（亿元）", "规模依据"]
        if zh
        else ["firm", "sector", "customers (over the draws)", "suppliers", "size, bn CNY", "size rests on"]
    )
    table = [heads]
    for r in rows.iter_rows(named=True):
        made_up = ("（合成）" if zh else " (synthetic)") if r["basis"] == "synthetic" else ""
        low, high = r["customers_low"], r["customers_high"]
        table.append(
            [
                f"{_short(r[f'name_{lang}'])}{'' if _says(r, lang) else made_up}",
                names.get(r["sector"], "–"),
                f"{r['customers']:,.0f} ({low:,}–{high:,})",
                f"{r['suppliers']:,.0f}",
                f"{r['size'] / (1e8 if zh else 1e9):,.1f}",
                SIZE_WORDS[r["size_basis"]].in_(lang),
            ]
        )
    line(("客户最多的企业（推断）" if zh else "Firms with most customers (inferred)", "bold"), indent=2)
    for text in chain_options.columns(table, right={2, 3, 4}):
        line(text, indent=4)


def _says(row: dict[str, Any], lang: str) -> bool:
    """Whether the name itself says that the firm is made up."""
    return ("合成" if lang == "zh" else "ynthetic") in str(row[f"name_{lang}"])


def _short(name: str) -> str:
    from hinterland.faults import clip

    return clip(name, 44)


def _quality(result: Result, *, zh: bool, line: Callable[..., None]) -> None:
    """Print how good the draws are."""
    s, quality = result.summary, result["quality"]
    tail = quality["hill_customers"].drop_nulls()
    connected = _span([100 * x for x in s["largest_part"]], "{:.1f}", zh=zh)
    parts = [
        (f"最大连通部分含企业 {connected}%" if zh else f"largest connected part {connected}% of the firms")
    ]
    if s["clustering"][0] is not None:
        word = "聚集系数" if zh else "clustering"
        parts.append(f"{word} {_span(s['clustering'], '{:.3f}', zh=zh)}")
    if len(tail):
        word = "客户数尾部指数" if zh else "tail exponent of customers"
        parts.append(f"{word} {_span([tail.min(), tail.max()], '{:.2f}', zh=zh)}")
    word = "无供应商而补足的需求" if zh else "demands given a supplier they had not drawn"
    parts.append(f"{word} {_span(s['repaired'], '{:,}', zh=zh)}")
    word = "配平残差" if zh else "residual of the balance"
    parts.append(f"{word} {max(s['residual']):.1e}")
    line(("抽样质量" if zh else "The draws", "bold"), indent=2)
    line(("；" if zh else "; ").join(parts) + ("。" if zh else "."), indent=4)


def print_links(result: Result) -> None:
    """Print every link of every draw as CSV."""
    try:
        defused(result["links"]).write_csv(sys.stdout.buffer)
    except OSError as error:  # polars loses the kind of error where the reader goes away (`| head`)
        if "Broken pipe" in str(error):
            raise BrokenPipeError from error
        raise


def defused(links: pl.DataFrame) -> pl.DataFrame:
    """Keep a spreadsheet from taking the ids for formulas."""
    import polars as pl

    text = [c for c, t in links.schema.items() if t == pl.Categorical]
    started = "^[=+\\-@\t\r]"
    return links.with_columns(
        pl.when(pl.col(c).cast(pl.String).str.contains(started))
        .then(pl.concat_str(pl.lit("'"), pl.col(c).cast(pl.String)))
        .otherwise(pl.col(c).cast(pl.String))
        .alias(c)
        for c in text
    )
