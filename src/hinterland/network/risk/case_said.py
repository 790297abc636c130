"""What the study `risk` says of a case in words: the answer, and what it assumes, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.network.case import said as case_said
from hinterland.network.risk import said as risk_said
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from hinterland.network.cascade.model import Rule
    from hinterland.network.case.networks import Prepared
    from hinterland.network.graph import Network

FEW = 10
NAMED = 3
"""Firms that the answer names."""


def answer(table: pl.DataFrame, draws: int, together: Mapping[str, float] | None) -> Said:
    """Return which firms can stop the cluster, in a few sentences.

    Parameters
    ----------
    together
        What all ten cost at once: firms, mean, low, high; None where it was not asked.
    """
    first = table.head(FEW).to_dicts()
    if not first:
        return Said("The case has no firm in its network.", "案例网络中没有企业。")
    worst, count = first[0], len(first)
    always = sum(1 for row in first if row["among_first"] >= 1)
    told = [
        Said(
            f"If {worst['name_en']} stops, {_span(worst)} of the cluster's sales stop with it "
            f"(mean and 5-95% over {draws} drawn network{'s' if draws > 1 else ''}).",
            f"若{worst['name_zh']}停产，集群销售额的 {_span(worst)} 随之中断"
            f"（{draws} 个推断网络的均值与 5%–95% 区间）。",
        )
    ]
    if count > 1:
        told.append(_many(table, always, count))
    if together is not None and count > 1:
        told.append(
            Said(
                f"All {count} at once stop {_span(together)}.",
                f"这 {count} 家同时停产，中断 {_span(together)}。",
            )
        )
    return Said(" ".join(t.en for t in told), "".join(t.zh for t in told))


def _many(table: pl.DataFrame, always: int, count: int) -> Said:
    """Say how many firms matter, and how sure the first ones are."""
    tenth, hundredth = (int((table["mean"] >= share).sum()) for share in (0.1, 0.01))
    over = (tenth, "10%") if tenth else (hundredth, "1%")
    return Said(
        f"{over[0]:,} of {table.height:,} firms stop {over[1]} or more by themselves; of the first {count}, {always} "
        f"{'is' if always == 1 else 'are'} among the first ten in every network.",
        f"{table.height:,} 家企业中，{over[0]:,} 家单独停产即中断 {over[1]} 以上；前 {count} 家中，"
        f"{always} 家在每个网络中都居前十。",
    )


def _span(found: Mapping[str, Any]) -> str:
    """Return mean and range in percent: `6.95% (6.92–6.98%)`."""
    return f"{100 * found['mean']:.3g}% ({100 * found['low']:.3g}–{100 * found['high']:.3g}%)"


def assumptions(ready: Prepared, network: Network, rule: Rule, drawn: pl.DataFrame) -> tuple[Said, ...]:
    """Return what was assumed; `drawn` is the table `networks`."""
    return (
        Said(
            f"Links that nobody knows are drawn anew in each of {drawn.height} networks. The ranges hold what that "
            "leaves open, and nothing else: not the sizes of firms, the input-output table or the classes of inputs.",
            f"未知的供应关系在 {drawn.height} 个网络中分别推断。区间只反映由此产生的不确定性，"
            "不含企业规模、投入产出表和投入类别的不确定性。",
        ),
        *risk_said.model(network, counted=("sales", "销售额")),
        *risk_said.ends(rule, drawn),
        *case_said.assumptions(ready),
    )
