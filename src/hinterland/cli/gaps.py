"""`hinterland gaps DIR`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hinterland.cli import chain_options, options

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hinterland.chain.answer import Coverage
    from hinterland.result import Result, Said

TOP, OPENINGS, SOUGHT = 10, 5, 3
"""Gaps, new plants a cut, and gaps with makers that the text lists for a place."""
APART = {
    "construction": ("and under construction", "加在建"),
    "announced": ("and announced", "再加已宣布"),
    "synthetic": ("operating, synthetic included", "在产（含合成）"),
}
"""Sets of plants, in few words: a table has to fit."""
COLOURS = {"covered": "green", "thin": "yellow", "gap": "red", "no_plant_known": "bright_black"}


@click.command("gaps")
@options.directory
@options.as_of
@chain_options.place
@chain_options.product
@click.option(
    "--year", type=click.IntRange(1900, 2200), default=None, help="Year of demand. Default: that of the day."
)
@click.option(
    "--hours",
    type=chain_options.Hours(),
    default="1,2,3,4",
    show_default=True,
    metavar="H[,H...]",
    help="Reaches, hours of travel; the last is the reference of the ranking.",
)
@click.option(
    "--suppliers",
    type=click.IntRange(1, 20),
    default=1,
    show_default=True,
    help="Firms within reach that a product needs to count as available.",
)
@chain_options.process
@click.option(
    "--synthetic/--no-synthetic",
    default=None,
    help="Whether made-up plants count. Default: only where every assembling plant is made up.",
)
@click.option("--scenario", metavar="NAME", default=None, help="Scenario of the table demand.")
@click.option(
    "--top",
    type=click.IntRange(1),
    default=None,
    help="Gaps to list for a place. Default: 10 in text, all in JSON and CSV.",
)
@options.output
def command(
    case: Path,
    *,
    product: str | None,
    processes: tuple[tuple[str, dict[str, float]], ...],
    scenario: str | None,
    top: int | None,
    form: str,
    lang: str,
    **asked: Any,
) -> int:
    """Show what of a place's chain is nearby under four definitions, and what is missing, ranked.

    The definitions: sourced inside the administrative boundary, sourced within reach (both: what is bought),
    available within reach, available within capacity (both: what could be made). A share is an interval where
    capacities, positions or makers are unknown; in brackets the 90 percent range over the bill of materials.

    The ranking says why each product is a gap, which new plants would close most, and who could make it.
    """
    from hinterland.case import load
    from hinterland.chain import gaps

    with options.progress("Gaps") as progress:
        cluster = load(case, progress=progress)
        if scenario is not None:
            chain_options.scenario_known(cluster, scenario)
        result = gaps(
            cluster,
            product=product,
            processes=chain_options.checked(cluster, product, processes),
            scenario=scenario,
            progress=progress,
            **asked,
        )
    if form == "text":
        show(result, lang, top or TOP)
        return 0
    tables = _tables(result, top)
    options.emit(form, result["gaps"].columns, tables["gaps"], chain_options.whole(result, tables))
    return 0


def _tables(result: Result, top: int | None) -> dict[str, Any]:
    """Return every table as rows; reach areas as GeoJSON, gaps down to a rank where one is asked for."""
    import json

    tables = {name: chain_options.plain(frame) for name, frame in result.tables.items()}
    if top is not None:
        tables["gaps"] = [r for r in tables["gaps"] if r["rank"] <= top]
    for row in tables["areas"]:
        row["geojson"] = json.loads(row["geojson"])
    return tables


def show(result: Result, lang: str, top: int) -> None:
    """Print the answer for people, place by place."""
    from hinterland.chain.answer import Coverage, headline, places_of, premise, root_of

    line, zh = options.printer(), lang == "zh"
    day = result.summary["as_of"]
    line((f"就近与缺口，截至 {day}" if zh else f"What is nearby and what is missing, as of {day}", "bold"))
    for place, name in places_of(result, "coverage"):
        found = Coverage(result["coverage"], place)
        line()
        line((_in(name, lang), "bold"), f"  {_in(root_of(result, place), lang)}")
        for said in premise(result, place):
            line((_in(said, lang), "dim"), indent=2)
        line()
        join = "" if zh else " "
        line(join.join(_in(s, lang) for s in headline(result, place, name)), indent=2)
        if not found.measurable:
            continue
        line()
        _definitions(found, lang, line)
        _apart(found, lang, line)
        _gaps(result, place, lang, top, line)
        _openings(result, place, lang, line)
        _makers(result, place, lang, line)


def _in(said: Said, lang: str) -> str:
    return said.zh if lang == "zh" else said.en


def _definitions(found: Coverage, lang: str, line: Callable[..., None]) -> None:
    """Print the four definitions: a row a definition and reach, a column a cut."""
    from hinterland.chain.answer import reach_words
    from hinterland.chain.words import CUT_NAMES, DEFINITIONS

    zh = lang == "zh"
    rows = [["定义" if zh else "definition", "范围" if zh else "reach"]]
    rows[0] += [_in(CUT_NAMES[c], lang) for c in found.cuts]
    bought = [found.get("sourced", reach, "") for reach in found.reaches]
    inside = bought[0]
    if inside is not None and inside.code:
        for key in ("sourced_boundary", "sourced_reach"):
            why = _in(inside.reason, lang)
            line(
                _in(DEFINITIONS[key], lang),
                ("：无法度量：" if zh else ": not measurable: ") + why,
                indent=2,
            )
    else:
        for reach, cell in zip(found.reaches, bought, strict=True):
            key = "sourced_boundary" if reach == "boundary" else "sourced_reach"
            first = "" if reach in found.reaches[2:] else _in(DEFINITIONS[key], lang)
            blank = [""] * (len(found.cuts) - 1)
            rows.append([first, _in(reach_words(reach), lang), _cell(cell), *blank])
    for definition in ("available", "available_capacity"):
        for reach in found.reaches:
            cells = [found.get(definition, reach, cut) for cut in found.cuts]
            first = _in(DEFINITIONS[definition], lang) if reach == found.reaches[0] else ""
            rows.append([first, _in(reach_words(reach), lang), *(_cell(c) for c in cells)])
    for text in chain_options.columns(rows):
        line(text, indent=2)
    note = (
        "括号内：计入物料清单不确定性的 90% 区间。在产工厂。采购额不分层级。"
        if zh
        else "In brackets: the 90% range over the bill of materials. Operating plants. Purchases have no tier."
    )
    line((note, "dim"), indent=2)


def _cell(cell: Any) -> str:
    if cell is None or cell.code:
        return "–"
    return f"{cell.text} ({cell.wide})" if cell.wide else str(cell.text)


def _apart(found: Coverage, lang: str, line: Callable[..., None]) -> None:
    """Print what other sets of plants would give at the widest reach: they do not count above."""
    from hinterland.chain.answer import reach_words
    from hinterland.chain.words import CUT_NAMES, DEFINITIONS

    if not found.sets:
        return
    zh, reach = lang == "zh", found.reaches[-1]
    rows = [["工厂" if zh else "plants", "定义" if zh else "definition"]]
    rows[0] += [_in(CUT_NAMES[c], lang) for c in found.cuts]
    for which in found.sets:
        for definition in ("available", "available_capacity"):
            first = APART[which][zh] if definition == "available" else ""
            cells = [_cell(found.get(definition, reach, cut, which)) for cut in found.cuts]
            rows.append([first, _in(DEFINITIONS[definition], lang), *cells])
    line()
    head = f"另计，{_in(reach_words(reach), lang)}" if zh else f"Apart, {_in(reach_words(reach), lang)}"
    line((head, "bold"), indent=2)
    for text in chain_options.columns(rows):
        line(text, indent=2)


def _gaps(result: Result, place: str, lang: str, top: int, line: Callable[..., None]) -> None:
    """Print the ranked gaps, each with its sentence."""
    from hinterland.chain.answer import rows_of
    from hinterland.chain.words import STATUS_WORDS, percent

    rows = rows_of(result, "gaps", place)
    zh = lang == "zh"
    line()
    more = len(rows) - top
    shown = (
        f"前 {min(top, len(rows))} 项，共 {len(rows)} 项" if zh else f"{min(top, len(rows))} of {len(rows)}"
    )
    head = "缺什么，哪些靠少数企业（按得分排序）" if zh else "What is missing or hangs on few firms, ranked"
    line((head, "bold"), (f"  {shown}" if more > 0 else "", "dim"), indent=2)
    for row in rows[:top]:
        name = row[f"name_{lang}"] or row["product"]
        worth = percent(row["share"])
        worth = f"占整机价值 {worth}" if zh else f"{worth} of the value"
        line(
            f"{row['rank']:>3}. ",
            (name, "bold"),
            "  ",
            (_in(STATUS_WORDS[row["status"]], lang), COLOURS.get(row["status"], "default")),
            (f"  {worth}", "dim"),
            indent=2,
        )
        line(row[f"why_{lang}"], indent=7)


def _openings(result: Result, place: str, lang: str, line: Callable[..., None]) -> None:
    """Print the new plants that would close most, for each cut."""
    from hinterland.chain.answer import TIERS, rows_of
    from hinterland.chain.words import CUT_NAMES

    rows = rows_of(result, "openings", place)
    zh = lang == "zh"
    for cut in TIERS:
        own = [r for r in rows if r["cut"] == cut][:OPENINGS]
        if not own:
            continue
        line()
        on = _in(CUT_NAMES[cut], lang)
        line(
            (f"新建哪些工厂补得最多（{on}）" if zh else f"New plants that would close most ({on})", "bold"),
            indent=2,
        )
        for row in own:
            why = row[f"why_{lang}"]
            line(f"{row['rank']:>3}. {why[:1].upper()}{why[1:]}", indent=2)


def _makers(result: Result, place: str, lang: str, line: Callable[..., None]) -> None:
    """Print who could make the first gaps."""
    from hinterland.chain.answer import rows_of, wanted

    rows = rows_of(result, "gaps", place)
    makers = rows_of(result, "makers", place)
    names = {r["product"]: r[f"name_{lang}"] or r["product"] for r in rows}
    zh = lang == "zh"
    line()
    line(("谁能生产" if zh else "Who could make it", "bold"), indent=2)
    for product in wanted(rows, SOUGHT):
        own = [r for r in makers if r["product"] == product]
        nobody = "案例中无人可考" if zh else "nobody that the case knows"
        line((names[product], "bold"), "" if own else f"{'：' if zh else ': '}{nobody}", indent=4)
        for row in own:
            firm = row[f"name_{lang}"] or row["firm"]
            line(f"{firm}{'：' if zh else ': '}{row[f'why_{lang}']}", indent=6)
