"""`hinterland content DIR`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hinterland.cli import chain_options, options

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from hinterland.cluster import Cluster
    from hinterland.result import Result, Said

MOST = 8
"""Origins that the text lists."""
COLOURS = {"yes": "green", "no": "red", "cannot be told": "yellow"}


@click.command("content")
@options.directory
@options.as_of
@chain_options.place
@chain_options.product
@click.option(
    "--rule",
    "rules",
    type=chain_options.Ids(),
    default=None,
    metavar="ID[,ID...]",
    help="Rules to apply, in force or not. Default: all that are in force on the day.",
)
@chain_options.process
@options.output
def command(
    case: Path,
    *,
    as_of: date | None,
    places: tuple[str, ...] | None,
    product: str | None,
    rules: tuple[str, ...] | None,
    processes: tuple[tuple[str, dict[str, float]], ...],
    form: str,
    lang: str,
) -> int:
    """Show what is really made in a place: its local content under each rule, and whether the rule is met.

    Each share is told three ways: by what is known of who supplies whom, by drawing suppliers among the plants
    that the case lists, and as local as it could be. What nobody knows counts out at the low end, in at the high.
    """
    from hinterland.case import load
    from hinterland.chain import content

    with options.progress("Local content") as progress:
        cluster = load(case, progress=progress)
        result = content(
            cluster,
            as_of=as_of,
            places=places,
            product=product,
            rule=rules,
            processes=chain_options.checked(cluster, product, processes),
            progress=progress,
        )
    if form == "text":
        show(result, lang, _names(cluster, result))
        return 0
    tables = {name: chain_options.plain(frame) for name, frame in result.tables.items()}
    options.emit(form, result["content"].columns, tables["content"], chain_options.whole(result, tables))
    return 0


def _names(cluster: Cluster, result: Result) -> Mapping[str, Said]:
    """Return the names of the final products."""
    from hinterland.ground.naming import names_of

    return names_of(cluster, "products", result["content"]["root"].unique().to_list())


def show(result: Result, lang: str, names: Mapping[str, Said]) -> None:
    """Print the answer for people: a block a place and product."""
    from hinterland.chain.answer_content import by_rule, keys_of, local_headline

    line, zh = options.printer(), lang == "zh"
    day = result.summary["as_of"]
    line((f"本地含量，截至 {day}" if zh else f"Local content as of {day}", "bold"))
    for place, root, name in keys_of(result):
        made = names[root]
        line()
        line((name.zh if zh else name.en, "bold"), f"  {made.zh if zh else made.en}")
        said = local_headline(result, place, root, (name, made))
        line(("" if zh else " ").join(s.zh if zh else s.en for s in said), indent=2)
        line()
        blocks = by_rule(result, place, root)
        _rules(blocks, lang, line)
        _origins(result, place, root, lang, line)
    _left_out(result, lang, line)


def _rules(blocks: Sequence[Mapping[str, Any]], lang: str, line: Callable[..., None]) -> None:
    """Print a row a rule: method, what is asked, and the share in each sourcing."""
    from hinterland.chain.answer_content import SOURCINGS
    from hinterland.chain.rules import METHODS

    zh = lang == "zh"
    heads = ["规则", "方法", "门槛"] if zh else ["rule", "method", "asked"]
    rows = [[*heads, *(said.zh if zh else said.en for said in SOURCINGS.values())]]
    for block in blocks:
        cells = [block["cells"].get(s) for s in SOURCINGS]
        method = METHODS[block["method"]]
        rows.append(
            [
                block["rule"],
                method.zh if zh else method.en,
                block["asked"] or "–",
                *("–" if c is None else c["text"] for c in cells),
            ]
        )
    for text in chain_options.columns(rows):
        line(text, indent=2)
    line()
    for block in blocks:
        verdict = block["verdict"]
        name = block["name"].zh if zh else block["name"].en
        reason = block["reason"].zh if zh else block["reason"].en
        word = (verdict.zh if zh else verdict.en) if verdict else ""
        colour = COLOURS.get(block["qualifies"] or "", "default")
        told = word and block["qualifies"] != "cannot be told"  # its reason begins with these words
        mark = (f"{word}{'，' if zh else ', '}", colour) if told else ""
        where = block["territory"].zh if zh else block["territory"].en
        said = f"  {name}{f'（{where}）' if zh else f' ({where})'}"
        rest = (f"{'：' if zh else ': '}", mark, reason) if block["asked"] else ("",)
        line((block["rule"], "bold"), said, *rest, indent=2)


def _origins(result: Result, place: str, root: str, lang: str, line: Callable[..., None]) -> None:
    """Print where the value of the whole product is added."""
    from hinterland.chain.answer_content import whole_origins
    from hinterland.chain.words import percent

    rows = whole_origins(result, place, root)
    if not rows:
        return
    zh = lang == "zh"
    line()
    title = "物料价值来自何处" if zh else "Where the material value is added"
    how = (
        "（推算：按所列工厂抽取供应商、已知关系优先的均值）"
        if zh
        else " (inferred: mean with suppliers drawn among the listed plants, known links first)"
    )
    line((title, "bold"), how, indent=2)
    cells = [[r[f"name_{lang}"], percent(r["value"]), percent(r["low"], r["high"])] for r in rows[:MOST]]
    heads = ["来源", "均值", "区间"] if zh else ["origin", "mean", "interval"]
    for text in chain_options.columns([heads, *cells], right={1, 2}):
        line(text, indent=2)
    if len(rows) > MOST:
        line((f"+ {len(rows) - MOST}", "dim"), indent=2)


def _left_out(result: Result, lang: str, line: Callable[..., None]) -> None:
    """Print the rules that were not applied, with the reason."""
    rows = [r for r in result["rules"].iter_rows(named=True) if not r["applies"]]
    if not rows:
        return
    zh = lang == "zh"
    line()
    line(("未适用的规则" if zh else "Rules that were not applied", "bold"))
    for row in rows:
        name = row[f"name_{lang}"] or row["rule"]
        line(f"{row['rule']}  {name}{'：' if zh else ': '}{row[f'why_{lang}']}", indent=2)
