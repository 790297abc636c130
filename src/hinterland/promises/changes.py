"""What decides a promise, and what changed between looks back: the tables `decides` and `history`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import words
from hinterland.promises.reasons import percent
from hinterland.promises.tables import flat
from hinterland.promises.verdict import DECIDED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hinterland.promises.judging import Judged

DECIDES = {
    "target": pl.String(),
    "probability_low": pl.Float64(),
    "low_metric": pl.String(),
    "low_attainment": pl.String(),
    "probability_high": pl.Float64(),
    "high_metric": pl.String(),
    "high_attainment": pl.String(),
    "text_en": pl.String(),
    "text_zh": pl.String(),
}
"""Columns of `decides`: whether the definition, or the reading of the deadline, decides a promise."""
HISTORY = {
    "target": pl.String(),
    "metric": pl.String(),
    "attainment": pl.String(),
    "as_of": pl.String(),
    "verdict": pl.String(),
    "probability": pl.Float64(),
    "probability_low": pl.Float64(),
    "probability_high": pl.Float64(),
    "low": pl.Float64(),
    "expected": pl.Float64(),
    "high": pl.Float64(),
    "unit": pl.String(),
    "observed": pl.Float64(),
    "period": pl.String(),
    "change_en": pl.String(),
    "change_zh": pl.String(),
}
"""Columns of `history`: the same row of the board as of several days, with what changed since the day before."""


def decides(rows: Sequence[Judged]) -> pl.DataFrame:
    """Return the table `decides`: of each target the least and the most favourable definition and reading."""
    found = []
    by_target: dict[str, list[Judged]] = {}
    for row in rows:
        by_target.setdefault(row.target["target"], []).append(row)
    for target, listed in by_target.items():
        told = [r for r in listed if r.probability is not None]
        if len(told) < 2 or len({r.verdict.word for r in told} - DECIDED) == 0 == _apart(told):
            continue
        low = min(told, key=lambda r: r.probability or 0.0)
        high = max(told, key=lambda r: r.probability or 0.0)
        texts = _deciding(low, high)
        found.append(
            {
                "target": target,
                "probability_low": low.probability,
                "low_metric": low.measured.metric["metric"],
                "low_attainment": low.attainment,
                "probability_high": high.probability,
                "high_metric": high.measured.metric["metric"],
                "high_attainment": high.attainment,
                "text_en": texts[0],
                "text_zh": texts[1],
            }
        )
    return pl.DataFrame(found, schema=DECIDES, orient="row")


MATTERS = 0.1
"""Difference of probability from which a definition is said to decide."""


def _apart(rows: Sequence[Judged]) -> float:
    told = [r.probability or 0.0 for r in rows]
    return max(told) - min(told)


def _told(row: Judged, lang: str) -> str:
    """Return the verdict of a row that was judged, else its probability."""
    if row.verdict.word in DECIDED:
        return words.verdict(row.verdict.word, lang)
    return percent(row.probability or 0.0)


def _deciding(low: Judged, high: Judged) -> tuple[str, str]:
    p, q = low.probability or 0.0, high.probability or 0.0
    if percent(p) == percent(q):
        return (
            f"no definition decides: {percent(p)} under all",
            f"口径不影响结论：各口径下概率均为 {percent(p)}",
        )
    if q - p < MATTERS:
        return (
            f"no definition decides: {percent(p)} to {percent(q)} under all",
            f"口径不影响结论：各口径下概率为 {percent(p)} 至 {percent(q)}",
        )
    same = low.measured.metric["metric"] == high.measured.metric["metric"]
    what = (
        ("the reading of the deadline decides", "期限的读法决定结论")
        if same
        else ("the definition decides", "口径决定结论")
    )

    def name(row: Judged, lang: str) -> str:
        if same:
            return words.say(row.attainment, lang, words.ATTAINMENT)
        metric = row.measured.metric
        return str(metric[f"name_{lang}"] or metric["name_en"] or metric["name_zh"] or metric["metric"])

    return (
        f"{what[0]}: {_told(low, 'en')} ({name(low, 'en')}) or {_told(high, 'en')} ({name(high, 'en')})",
        f"{what[1]}：{_told(low, 'zh')}（{name(low, 'zh')}）或 {_told(high, 'zh')}（{name(high, 'zh')}）",
    )


def history(boards: Sequence[tuple[date, Sequence[Judged]]]) -> pl.DataFrame:
    """Return the table `history`."""
    found = []
    before: dict[tuple[str, str, str], dict[str, Any]] = {}
    for day, rows in boards:
        for row in rows:
            now = flat(row)
            key = (now["target"], now["metric"], now["attainment"])
            told = {name: now.get(name) for name in HISTORY} | {"as_of": day.isoformat()}
            told |= dict(zip(("change_en", "change_zh"), _change(before.get(key), now), strict=True))
            before[key] = now
            found.append(told)
    frame = pl.DataFrame(found, schema=HISTORY, orient="row")
    order = frame.select("target").unique(maintain_order=True).with_row_index("order")
    return (
        frame.join(order, on="target", validate="m:1")
        .sort("order", "metric", "attainment", "as_of")
        .drop("order")
    )


def _change(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> tuple[str, str]:
    """Return what changed between two boards: verdict, probability, the figure it rests on, what is demanded."""
    if old is None:
        return "first seen", "首次出现"
    en, zh = [], []
    if old["verdict"] != new["verdict"]:
        en.append(f"{old['verdict']} -> {new['verdict']}")
        zh.append(f"{words.verdict(old['verdict'], 'zh')} → {words.verdict(new['verdict'], 'zh')}")
    p, q = old["probability"], new["probability"]
    decided = new["verdict"] in DECIDED
    if p is not None and q is not None and not decided and percent(p) != percent(q):
        en.append(f"probability {percent(p)} -> {percent(q)}")
        zh.append(f"概率 {percent(p)} → {percent(q)}")
    if (old["period"], old["observed"]) != (new["period"], new["observed"]) and new["observed"] is not None:
        figures = [words.number(new["observed"], new["unit"], lang) for lang in ("en", "zh")]
        stated = new["unit"] == "yes_no"
        en.append(f"stated for {new['period']}" if stated else f"new figure {figures[0]} in {new['period']}")
        zh.append(f"{new['period']} 已有陈述" if stated else f"新数据 {new['period']} {figures[1]}")
    if old["required"] != new["required"]:
        figures = [words.number(new["required"], new["unit"], lang) for lang in ("en", "zh")]
        en.append(f"now demands {figures[0]}")
        zh.append(f"要求改为 {figures[1]}")
    return "; ".join(en) or "unchanged", "；".join(zh) or "不变"
