"""Tables of the network studies for tests of figures and pages: small, by hand, with everything that is marked."""

from __future__ import annotations

from typing import Any

import polars as pl

from hinterland.network.mitigate.rows import MEASURES
from hinterland.network.risk.case import RISK
from hinterland.network.stress.tables import SCHEMAS
from hinterland.network.stress.why import PATH


def risk_table(firms: int = 60, made_up: int = 20) -> pl.DataFrame:
    """Return firms of falling risk, the last `made_up` of them synthetic, one without any risk."""
    rows = []
    for n in range(firms):
        mean = 0.2 * 0.9**n if n < firms - 1 else 0.0
        synthetic = n >= firms - made_up
        row: dict[str, Any] = {
            "rank": n + 1,
            "firm": f"f{n}",
            "name_en": f"Firm {n}",
            "name_zh": f"企业{n}",
            "sector": f"s{n % 5}",
            "sector_en": f"Sector {n % 5}",
            "sector_zh": f"部门{n % 5}",
            "mean": mean,
            "low": 0.8 * mean,
            "median": mean,
            "high": 1.3 * mean,
            "among_first": 1.0 if n < 10 else 0.0,
            "down": mean / 2,
            "up": mean / 3,
            "size": 1e9 * 0.95**n,
            "size_basis": "median" if n % 7 == 3 else "capacity",
            "buyers": 3.0,
            "suppliers": 2.0,
            "basis": "synthetic" if synthetic else "inferred",
        }
        rows.append(row)
    return pl.DataFrame(rows, schema=dict(RISK), orient="row")


def _three(name: str, value: float) -> dict[str, float]:
    return {f"{name}_low": 0.98 * value, f"{name}_mid": value, f"{name}_high": min(1.0, 1.01 * value)}


def dip(day: int, deepest: float) -> float:
    """Return output of a day: down at once, from day 5 to 15 back to normal."""
    return deepest if day < 5 else min(1.0, deepest + (1.0 - deepest) * (day - 5) / 10)


def stress_tables(days: int = 30) -> dict[str, pl.DataFrame]:
    """Return a plant that stops for five days, and what it does to two products and three plants."""
    date = [f"2021-09-{d + 1:02d}" for d in range(days)]
    total = [
        {
            "day": d,
            "date": date[d],
            **_three("share", dip(d, 0.9)),
            **_three("finished_share", dip(d, 0.6)),
            **_three("finished_lost", 10.0 * d),
        }
        for d in range(days)
    ]
    time = [
        {"product": p, "day": d, "date": date[d], **_three("share", dip(d, low))}
        for p, low in (("car", 0.6), ("chip", 0.1), ("wire", 0.97))
        for d in range(days)
    ]
    products = [
        {"product": p, "name_en": en, "name_zh": zh, "lost_share_mid": lost, "slowed": 1.0}
        for p, en, zh, lost in (
            ("chip", "Chip", "芯片", 0.3),
            ("car", "Car", "汽车", 0.1),
            ("wire", "Wire", "线束", 0.0),
        )
    ]
    plants = (
        ("fab", 117.2, 31.8, 0.0),
        ("line", 118.8, 32.0, 0.6),
        ("made", 120.6, 31.3, 0.9),
        ("far", 87.6, 43.8, 0.97),
    )
    frames = [
        {
            "day": d,
            "date": date[d],
            "plant": p,
            "lon": lon,
            "lat": lat,
            "level": dip(d, low),
            "basis": "synthetic" if p == "made" else "inferred",
        }
        for d in range(0, days, 2)
        for p, lon, lat, low in plants
    ]
    path = [{"plant": "fab", "cause": "hit"}, {"plant": "line", "cause": "supplier"}]
    marks = [
        {"ends": 5.0, "recovers": 15.0, "finished": "car", "first_slowed_low": 0.0, "first_slowed_high": 2.0}
    ]
    return {
        "total": _frame(total, SCHEMAS["total"]),
        "time": _frame(time, SCHEMAS["time"]),
        "products": _frame(products, SCHEMAS["products"]),
        "frames": _frame(frames, SCHEMAS["frames"]),
        "path": _frame(path, PATH),
        "marks": pl.DataFrame(marks),
    }


def _frame(rows: list[dict[str, Any]], schema: Any) -> pl.DataFrame:
    """Return rows as a table with all columns of a schema, empty where a row says nothing."""
    return pl.DataFrame([dict.fromkeys(schema) | r for r in rows], schema=dict(schema), orient="row")


def measures_table() -> pl.DataFrame:
    """Return a measure of each kind; one only screened, one with a synthetic alternative, one that raises risk."""
    rows = []
    kinds = ("inventory", "second_source", "diversification", "second_source")
    for n, kind in enumerate(kinds):
        lowered = 4e-6 / (n + 1) if n < 3 else -1e-7
        other = kind != "inventory"
        rows.append(
            {
                "rank": n + 1,
                "kind": kind,
                "firm": "hub",
                "firm_name_en": "Hub",
                "firm_name_zh": "枢纽",
                "bundle": n == 2,
                "buyers": "a;b" if n == 2 else "a",
                "buyers_name_en": "Buyer A; Buyer B" if n == 2 else "Buyer A",
                "buyers_name_zh": "客户甲；客户乙" if n == 2 else "客户甲",
                "alternatives": "o" if other else None,
                "alternatives_name_en": "Other" if other else None,
                "alternatives_name_zh": "另一家" if other else None,
                "value_moved": 1e8 if other else 0.0,
                "cost": 1e7,
                "lowered": lowered,
                "lowered_low": lowered * 0.8,
                "lowered_high": lowered * 1.2,
                "per_million": lowered / 10,
                "saved": lowered * 1e13,
                "saved_low": lowered * 0.8e13,
                "saved_high": lowered * 1.2e13,
                "saved_per_yuan": lowered * 1e6,
                "firm_risk_before": 0.14,
                "firm_risk_after": 0.14 - lowered * 1e4,
                "draws": 2,
                "draws_with_effect": 2,
                "verified": n != 1,
                "alternatives_made_up": int(n == 2),
                "basis": "known" if n == 1 else "inferred",
                "why_en": "Buyer A does this",
                "why_zh": "客户甲如此",
            }
        )
    return _frame(rows, MEASURES)
