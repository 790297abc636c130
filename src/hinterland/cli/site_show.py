"""The answer of `hinterland site` for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.cli import chain_options, options

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.result import Result

CLOSER = 3
"""Parks whose terms are told one by one."""
SIGNS = {"synthetic": "◇", "inferred": "≈"}
"""Signs of what a number rests on."""
SHORT = {
    "suppliers": ("suppliers", "供应商"),
    "users": ("users", "用户"),
    "talent": ("talent", "人才"),
    "institutes": ("research", "科研"),
    "testing": ("testing", "检测"),
    "land": ("land", "用地"),
    "land_cost": ("land cost", "地价"),
    "policy": ("policy", "政策"),
}
"""Heads of columns."""

Row = dict[str, Any]


def show(result: Result, lang: str, top: int) -> None:
    """Print the ranking, the terms of the first parks, the weights, and what was assumed."""
    line, zh = options.printer(), lang == "zh"
    told = result.summary
    name = told[f"project_{lang}"]
    head = f"{name}：园区比选" if zh else f"Parks for {name}"
    line((head, "bold"), (f"  {'截至' if zh else 'as of'} {told['as_of']}", "dim"))
    line((_asked(told, lang), "dim"), indent=2)
    terms = list(result["weights"].iter_rows(named=True))
    rows = list(result["parks"].iter_rows(named=True))
    bases = {(r["place"], r["term"]): r["basis"] for r in result["terms"].iter_rows(named=True)}
    shown = [*rows[:top], *[r for r in rows[top:] if r["named"]][:CLOSER]]
    _ranking(shown, terms, bases, lang, line)
    if len(rows) > len(shown):
        rest = len(rows) - len(shown)
        line((f"其余 {rest} 个园区见 --top" if zh else f"{rest} more parks: --top", "dim"), indent=2)
    line((_legend(bases, shown, lang), "dim"), indent=2)
    _weights(terms, lang, line)
    _closer(result, rows[: min(top, CLOSER)], lang, line)
    line()
    line(("各项如何衡量" if zh else "How each term is measured", "bold"), indent=2)
    for term in terms:
        dash = "：" if zh else ": "
        line((f"- {_capital(term[f'term_{lang}'])}{dash}{term[f'rule_{lang}']}", "dim"), indent=2)
    line()
    line(("假设" if zh else "What was assumed", "bold"), indent=2)
    for said in result.assumptions:
        line((f"- {said.in_(lang)}", "dim"), indent=2)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _asked(told: Any, lang: str) -> str:
    """Return what the project is and needs, in a line."""
    from hinterland.planning.site.words import KINDS

    zh = lang == "zh"
    parts = [KINDS[told["project_kind"]].in_(lang)]
    if told["product"]:
        name = told[f"product_{lang}"]
        serves = (f"服务于{name}制造" if zh else f"for makers of: {name}") if told["serves"] else None
        parts.append(serves or (f"产品：{name}" if zh else f"makes: {name}"))
    land, jobs = told["land_ha"], told["jobs"]
    unknown = "未知" if zh else "not known"
    land_said = unknown if land is None else f"{land:,.4g} {'公顷' if zh else 'ha'}"
    parts.append(f"用地{land_said}" if zh and land is None else f"{'用地 ' if zh else 'land '}{land_said}")
    if jobs is not None:
        parts.append(f"{jobs:,.0f} 个岗位" if zh else f"{jobs:,.0f} jobs")
    parts.append(f"{told['hours']:g} 小时内" if zh else f"within {told['hours']:g} h")
    return ("；" if zh else "; ").join(parts)


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _ranking(
    rows: list[Row], terms: list[Row], bases: dict[tuple[str, str], str | None], lang: str, line: Any
) -> None:
    zh = lang == "zh"
    fixed = (
        ["", "园区", "所在", "得分", "区间", "居首"] if zh else ["", "park", "in", "score", "range", "first"]
    )
    heads = [SHORT[t["term"]][zh] for t in terms]
    cells = [[*fixed, *heads]]
    for row in rows:
        low, high = row["score_low"], row["score_high"]
        whole = low is None or abs(high - low) < 5e-3
        cells.append(
            [
                "–" if row["rank"] is None else f"{row['rank']}.",
                row[f"place_{lang}"] + (" *" if row["named"] else ""),
                row[f"inside_{lang}"] or "",
                _score(row["score"]),
                "" if whole else f"{low:.2f}–{high:.2f}",
                "–" if row["first_share"] is None else f"{row['first_share']:.0%}",
                *(
                    f"{_score(row[t['term']])}{SIGNS.get(bases[row['place'], t['term']] or '', ' ')}"
                    for t in terms
                ),
            ]
        )
    line()
    for text in chain_options.columns(cells, right=[0, *range(3, len(cells[0]))]):
        line(text, indent=2)


def _legend(bases: dict[tuple[str, str], str | None], rows: list[Row], lang: str) -> str:
    """Return what the signs of the table say."""
    zh = lang == "zh"
    shown = {p["place"] for p in rows}
    there = {b for (place, _), b in bases.items() if place in shown}
    parts = [
        "各项为 0 至 1；– 未知、不计入；区间为未知项取最差与最好；居首为随机权重下居首的比例"
        if zh
        else "terms from 0 to 1; – not known, left out; range: unknown terms at worst and best; first: share of "
        "drawn weights in which the park is first"
    ]
    if "synthetic" in there:
        parts.append("◇ 依据合成数据" if zh else "◇ rests on synthetic rows")
    if "inferred" in there:
        parts.append("≈ 依据推算数据" if zh else "≈ rests on inferred rows")
    if any(r["named"] for r in rows):
        parts.append("* 项目自身提到的地点" if zh else "* named by the project itself")
    return ("；" if zh else "; ").join(parts)


def _weights(terms: list[Row], lang: str, line: Callable[..., None]) -> None:
    zh = lang == "zh"
    parts = []
    for term in terms:
        known = term["parks_known"]
        share = f" ({term['share']:.0%})" if known else (" （各园区均未知）" if zh else " (known nowhere)")
        parts.append(f"{SHORT[term['term']][zh]} {term['weight']:g}{share}")
    line()
    line(("权重" if zh else "Weights", "bold"), "  " + ("、" if zh else ", ").join(parts), indent=2)


def _closer(result: Result, rows: list[Row], lang: str, line: Callable[..., None]) -> None:
    """Print every term of the first parks: value, part of the score, what it is made of."""
    zh = lang == "zh"
    terms = list(result["terms"].iter_rows(named=True))
    for row in rows:
        line()
        rank = "–" if row["rank"] is None else f"{row['rank']}."
        line((f"{rank} {row[f'place_{lang}']}", "bold"), (f"  {_score(row['score'])}", "dim"), indent=2)
        cells = [
            [
                _capital(t[f"term_{lang}"]),
                f"+{t['weighted']:.2f}" if t["weighted"] is not None else "–",
                _value(t, lang),
                f"{SIGNS.get(t['basis'] or '', ' ')} {t[f'detail_{lang}']}",
            ]
            for t in terms
            if t["place"] == row["place"]
        ]
        for text in chain_options.columns(cells, right=[1, 2]):
            line(text, indent=4)
        _instruments(result, row["place"], lang, line)
    if rows:
        line()
        end = (
            "+ 后为该项在得分中的部分，相加即得分。"
            if zh
            else "+ is a term's part of the score; they add up to it."
        )
        line((end, "dim"), indent=2)


def _value(term: Row, lang: str) -> str:
    """Return a term's value in its unit."""
    value, unit = term["value"], term["unit"]
    if value is None:
        return "–"
    if unit == "1":
        return f"{value:.0%}"
    units = {"person": "人", "organisation": "家", "instrument": "项", "ha": "公顷", "CNY/ha": "元/公顷"}
    if lang == "zh":
        return f"{value:,.4g} {units[unit]}" if value < 1e4 else f"{value:,.0f} {units[unit]}"
    number = f"{value:,.4g}" if value < 1e4 else f"{value:,.0f}"
    counted = unit in {"person", "organisation", "instrument"} and value != 1
    return f"{number} {unit}{'s' if counted else ''}"


def _instruments(result: Result, place: str, lang: str, line: Callable[..., None]) -> None:
    """Print the instruments that count at a park, with their conditions."""
    zh = lang == "zh"
    for row in result["instruments"].iter_rows(named=True):
        if row["place"] != place or not row["counts"]:
            continue
        until = row["end"] or ("无期限" if zh else "open end")
        name = row[f"instrument_{lang}"]
        dates = f"{row['start'] or '…'} – {until}"
        if row["conditions"]:
            conditions = f"；条件：{row['conditions']}" if zh else f"; conditions: {row['conditions']}"
        else:
            conditions = "；未列条件" if zh else "; no conditions listed"
        line((f"· {name}{'，' if zh else ', '}{dates}{conditions}", "dim"), indent=6)
