"""The answer of `hinterland stress` for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.cli import chain_options, options

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.cluster import Cluster
    from hinterland.result import Result, Said

PLACES = 5
"""Places that the text lists."""
NOTED = 1e-3
"""Share of its production from which on a firm's loss is listed."""


def _in(said: Said, lang: str) -> str:
    return said.zh if lang == "zh" else said.en


def show(result: Result, cluster: Cluster, lang: str, top: int) -> None:
    """Print the answer: sentences, the hardest hit firms and products, why, what was assumed."""
    from hinterland.ground.naming import Naming
    from hinterland.network.stress.answer import headline

    line, zh = options.printer(), lang == "zh"
    told = result.summary
    day = told["as_of"]
    head = f"冲击推演  截至 {day}" if zh else f"Shock in time  as of {day}"
    line((head, "bold"), (f"  {told['first_day']} – {told['last_day']}", "dim"))
    line()
    for said in headline(result, Naming.of(cluster)):
        line(_in(said, lang), indent=2)
    _products(result, lang, top, line)
    _firms(result, lang, top, line)
    _places(result, lang, min(top, PLACES), line)
    _why(result, lang, top, line)
    line()
    line(("假设" if zh else "What was assumed", "bold"), indent=2)
    for said in result.assumptions:
        line((f"- {_in(said, lang)}", "dim"), indent=2)


def _table(title: str, rows: list[list[str]], shown: str, line: Callable[..., None]) -> None:
    """Print a table with its title, numbers to the right."""
    line()
    line((title, "bold"), (f"  {shown}", "dim"), indent=2)
    for text in chain_options.columns(rows, right=range(1, len(rows[0]))):
        line(text, indent=2)


def _shown(count: int, top: int, zh: bool) -> str:
    if count <= top:
        return ""
    return f"前 {top} 项，共 {count:,} 项" if zh else f"{top} of {count:,}"


def _products(result: Result, lang: str, top: int, line: Callable[..., None]) -> None:
    """Print the products that lose most, how long their stocks last, and when they are back."""
    from hinterland.network.stress.answer import days, percents, spread

    zh = lang == "zh"
    finished = result.summary["finished"]
    rows = [r for r in result["products"].iter_rows(named=True) if r["slowed"]]
    rows.sort(key=lambda r: r["product"] != finished)
    if not rows:
        return
    head = (
        ["产品", "损失", "数量", "单位", "低于 95%（第几天）", "停产（第几天）", "恢复（第几天）"]
        if zh
        else ["product", "lost", "units", "", "below 95% on day", "stops on day", "back on day"]
    )
    cells = [head]
    for row in rows[:top]:
        back = days(row, "time_to_recover")
        if row["recovered"] is not None and row["recovered"] < 1:
            back = f"{back} ({row['recovered']:.0%})" if row["recovered"] else ("未恢复" if zh else "not yet")
        cells.append(
            [
                row[f"name_{lang}"] or row["product"],
                percents(row, "lost_share"),
                spread(row, "lost_units"),
                row["unit"] or "",
                days(row, "time_to_survive"),
                days(row, "time_to_stop"),
                back,
            ]
        )
    _table("受影响最大的产品" if zh else "Products that lose most", cells, _shown(len(rows), top, zh), line)
    calm = result["products"].height - len(rows)
    if calm:
        text = f"其余 {calm} 种产品未低于 95%。" if zh else f"The other {calm} products stay above 95%."
        line((text, "dim"), indent=2)


def _firms(result: Result, lang: str, top: int, line: Callable[..., None]) -> None:
    """Print the firms that lose most."""
    from hinterland.network.stress.answer import days, money, percents

    zh = lang == "zh"
    frame = result["firms"]
    rows = [r for r in frame.iter_rows(named=True) if r["slowed"] or (r["lost_share_high"] or 0) > NOTED]
    if not rows:
        return
    head = (
        ["企业", "产值损失", "占产出", "低于 95%（第几天）", "出现于抽样", ""]
        if zh
        else ["firm", "production lost", "of its own", "below 95% on day", "in draws", ""]
    )
    cells = [head]
    for row in rows[:top]:
        made_up = ("合成" if zh else "synthetic") if row["basis"] == "synthetic" else ""
        cells.append(
            [
                row[f"name_{lang}"] or row["firm"],
                _in(money(row, "lost_cny"), lang),
                percents(row, "lost_share"),
                days(row, "first_day"),
                f"{row['slowed']:.0%}",
                made_up,
            ]
        )
    _table("损失最大的企业" if zh else "Firms that lose most", cells, _shown(len(rows), top, zh), line)


def _places(result: Result, lang: str, top: int, line: Callable[..., None]) -> None:
    """Print the places that lose most, where there are several."""
    from hinterland.network.stress.answer import money, percents, spread

    zh = lang == "zh"
    rows = [r for r in result["places"].iter_rows(named=True) if (r["lost_share_high"] or 0) > NOTED]
    if len(rows) < 2:
        return
    unit = result.summary["unit"] or ""
    head = ["地点", "产值损失", "占产出", unit] if zh else ["place", "production lost", "of its own", unit]
    cells = [head]
    for row in rows[:top]:
        lost = spread(row, "finished_lost")
        name = row[f"name_{lang}"] or row["place"]
        cells.append([name, _in(money(row, "lost_cny"), lang), percents(row, "lost_share"), lost])
    title = "损失最大的地点" if zh else "Places that lose most"
    _table(title, cells, _shown(len(rows), top, zh), line)


def _why(result: Result, lang: str, top: int, line: Callable[..., None]) -> None:
    """Print how the shock reached plants: the assemblers first, then the others, those hit themselves left out."""
    zh = lang == "zh"
    rows = [r for r in result["path"].iter_rows(named=True) if r["cause"] != "hit"]
    if not rows:
        return
    finished = result.summary["finished"]
    rows.sort(key=lambda r: (r["product"] != finished, -r["slowed"], r["first_day_mid"], r["plant"]))
    line()
    title = "冲击如何传到（整机厂在前）" if zh else "How it reached plants, assemblers first"
    line((title, "bold"), (f"  {_shown(len(rows), top, zh)}", "dim"), indent=2)
    for row in rows[:top]:
        line(*_path(row, lang), indent=4)


def _path(row: dict[str, Any], lang: str) -> tuple[Any, ...]:
    """Return the line of one plant."""
    from hinterland.network.stress.answer import days

    zh = lang == "zh"
    name = row[f"name_{lang}"] or row["plant"]
    often = (
        ""
        if row["slowed"] >= 1
        else (f"，{row['slowed']:.0%} 的抽样" if zh else f", {row['slowed']:.0%} of draws")
    )
    when = f"第 {days(row, 'first_day')} 天{often}" if zh else f"day {days(row, 'first_day')}{often}"
    return (name, "bold"), (f"  {when}{'：' if zh else ': '}", "dim"), row[f"why_{lang}"]
