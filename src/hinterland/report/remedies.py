"""What to do about the risk, as the page shows it: the best measures, and what a budget buys."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from hinterland.figures.palette import BASES
from hinterland.network.mitigate.said import KIND_WORDS, done
from hinterland.network.mitigate.terms import Terms
from hinterland.report.labels import label
from hinterland.report.sections import basis_chip
from hinterland.report.text import figure, pair, percent
from hinterland.result import Said
from hinterland.words import three_digits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.result import Result

MOST = 8
"""Measures shown in the page; more are in the files."""


def remedies(result: Result) -> dict[str, Any]:
    """Return the answer, the best measures, the portfolio and the firms that were looked at."""
    asked, told = result.provenance.parameters, result.summary
    terms = Terms(**{f.name: asked[f.name] for f in fields(Terms)})
    measures = result["measures"]
    good = measures.filter(measures["lowered"] > 0)
    portfolio = result["portfolio"]
    return {
        "said": Said(told["answer"]["en"], told["answer"]["zh"]),
        "rests": _rests(asked, told),
        "measures": [_row(r, terms) for r in good.head(MOST).iter_rows(named=True)],
        "more": max(0, measures.height - min(MOST, good.height)),
        "budget": figure(asked["budget"], "CNY") if asked["budget"] is not None else None,
        "portfolio": [_row(r, terms) | _step(r) for r in portfolio.iter_rows(named=True)],
        "risk": _risk(told),
        "firms": [_firm(r) for r in result["firms"].iter_rows(named=True)],
        "assumed": result.assumptions,
    }


def _rests(asked: Mapping[str, Any], told: Mapping[str, Any]) -> Said:
    firms, draws, tried, sure = asked["firms"], told["draws"], told["measures"], told["verified"]
    return Said(
        f"The {firms} riskiest firms, {draws} drawn networks: {tried} measures tried, the {sure} best run again over "
        "all stops that they can change. The command hinterland risk --mitigate looks at more, and with --budget at "
        "measures taken together.",
        f"风险最高的 {firms} 家企业，{draws} 个推断网络：试算 {tried} 项措施，其中 {sure} "
        "项对所有可能变化的停产重新计算。"
        "运行 hinterland risk --mitigate 可考察更多，加 --budget 可求措施组合。",
    )


def _risk(told: Mapping[str, Any]) -> Said | None:
    """Return the expected loss a year before and after the portfolio."""
    before = told["expected_loss"]
    if before is None or not told["portfolio"]["steps"]:
        return None
    after = before * told["portfolio"]["risk"] / told["risk"] if told["risk"] else before
    one, two = (figure(three_digits(v), "CNY") for v in (before, after))
    spent = figure(three_digits(told["portfolio"]["spent"]), "CNY")
    less = percent(1.0 - after / before, 2)
    return Said(
        f"Expected loss a year: {one.en} before, {two.en} with all of them (−{less}), for {spent.en}.",
        f"预期年损失：之前 {one.zh}，全部实施后 {two.zh}（−{less}），投入 {spent.zh}。",
    )


def _row(row: Mapping[str, Any], terms: Terms) -> dict[str, Any]:
    what = done(row, terms)
    return {
        "rank": row.get("rank"),
        "kind": KIND_WORDS[row["kind"]],
        "what": Said(what.en[:1].upper() + what.en[1:], what.zh),
        "cost": figure(three_digits(row["cost"]), "CNY"),
        "lowers": _lowers(row),
        "ends": _ends(row),
        "per": "–" if row["saved_per_yuan"] is None else f"{row['saved_per_yuan']:.3g}",
        "firm": " → ".join(percent(row[f"firm_risk_{w}"], 2) for w in ("before", "after")),
        "made_up": bool(row["alternatives_made_up"]),
        "screened": not row["verified"],
        "basis": basis_chip("inferred") if row["basis"] == "inferred" else _known(),
    }


def _known() -> dict[str, Any]:
    """Return the chip of measures whose links the case has."""
    return {"basis": "reported", "sign": BASES["reported"].sign, "word": label("link_known")}


def _lowers(row: Mapping[str, Any]) -> Said:
    if row["saved"] is None:
        return pair(f"{row['lowered']:.2e}")
    return figure(three_digits(row["saved"]), "CNY")


def _ends(row: Mapping[str, Any]) -> Said:
    """Return the range over the draws."""
    if row["saved_low"] is None:
        return pair(f"{row['lowered_low']:.2e} – {row['lowered_high']:.2e}")
    low, high = (figure(three_digits(row[f"saved_{e}"]), "CNY") for e in ("low", "high"))
    return Said(f"{low.en} – {high.en}", f"{low.zh} – {high.zh}")


def _step(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"step": row["step"], "spent": figure(three_digits(row["spent"]), "CNY")}


def _firm(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "rank": row["rank"],
        "name": pair(row["name_en"] or row["firm"], row["name_zh"]),
        "risk": percent(row["risk"], 2),
        "ends": f"{percent(row['risk_low'], 2)} – {percent(row['risk_high'], 2)}",
        "near": f"{row['alternatives_near']:,} / {row['alternatives']:,}",
        "why": Said(row["why_en"][:1].upper() + row["why_en"][1:], row["why_zh"]),
        "basis": basis_chip("inferred"),
    }
