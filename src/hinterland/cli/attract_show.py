"""The answer of `hinterland attract` for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.cli import options
from hinterland.cli.plan_more import worth_table
from hinterland.cli.plan_show import cash

if TYPE_CHECKING:
    from hinterland.cli.plan_show import Line
    from hinterland.result import Result

REASONED = 5
"""Candidates whose reasons are told."""


def show(result: Result, lang: str, top: int) -> None:
    """Print who is worth most, why, what speaks for the place, and what was assumed."""
    from hinterland.planning.said import synthetic
    from hinterland.planning.sentences import unplanned_said

    line, zh, told = options.printer(), lang == "zh", result.summary
    head = "招引排序  {place_zh}  截至 {as_of}" if zh else "Who to attract  {place_en}  as of {as_of}"
    line((head.format(**told), "bold"), (f"  {told['first_year']}–{told['last_year']}", "dim"))
    line()
    made_up = synthetic(told["candidates_synthetic"], told["candidates"])
    if made_up:
        line(made_up.in_(lang), indent=2)
    for said in unplanned_said(told["unplanned"]):
        line(said.in_(lang), indent=2)
    if told["soft"]:
        line(told[f"soft_{lang}"], indent=2)
    if told["objective"] is None:
        line(f"{told[f'reason_{lang}']}{'。' if zh else '.'}", indent=2)
    else:
        again, count, public = told["planned_again"], told["candidates"], cash(told["public"], lang)
        rest_en = "" if again == count else ", the others by the relaxation only"
        rest_zh = "" if again == count else "，其余仅为放松解"
        line(
            f"基准方案公共成本 {public}；{count} 个候选中 {again} 个已重新求解{rest_zh}。"
            if zh
            else f"The plan they are measured by costs {public}; {again} of {count} were planned for again{rest_en}.",
            indent=2,
        )
    rows = result["worth"].to_dicts()
    if rows:
        worth_table(rows[:top], len(rows), lang, line)
        _why(result, lang, min(top, REASONED), line)
    line()
    line(("假设" if zh else "What was assumed", "bold"), indent=2)
    for said in result.assumptions:
        line((f"- {said.in_(lang)}", "dim"), indent=2)


def _why(result: Result, lang: str, top: int, line: Line) -> None:
    """Print why the first ones are worth what they are."""
    zh = lang == "zh"
    line()
    line(("理由" if zh else "Why", "bold"), indent=2)
    for row in result["worth"].head(top).to_dicts():
        parts = [row[f"note_{lang}"], row[f"reason_{lang}"]]
        if row["hours"] is not None:
            parts.append(
                f"距最近用户 {row['hours']:.1f} 小时" if zh else f"nearest user {row['hours']:.1f} h away"
            )
        if row["land_fit"] is not None:
            parts.append(
                f"占可供土地 {row['land_fit']:.0%}" if zh else f"takes {row['land_fit']:.0%} of the free land"
            )
        text = ("；" if zh else "; ").join(p for p in parts if p)
        line((str(row[f"candidate_{lang}"]), "bold"), f"{'：' if zh else ': '}{text}", indent=4)
