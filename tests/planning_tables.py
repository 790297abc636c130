"""Tables of a plan for tests of figures and pages: small, by hand, with everything that is marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.planning.tables import frame

if TYPE_CHECKING:
    import polars as pl

PARKS = {"north": ("North Park", "北园区", 117.2, 32.0), "south": ("South Park", "南园区", 118.4, 31.3)}
PRODUCTS = {"cell": ("Battery cell", "电芯"), "motor": ("Drive motor", "驱动电机"), "car": ("Car", "整车")}


def named(column: str, key: str, en: str, zh: str) -> dict[str, str]:
    """Return an id column with its names."""
    return {column: key, f"{column}_en": en, f"{column}_zh": zh}


def _at(place: str, product: str) -> dict[str, Any]:
    en, zh, _, _ = PARKS[place]
    return named("place", place, en, zh) | named("product", product, *PRODUCTS[product])


def openings(basis: str = "synthetic") -> pl.DataFrame:
    """Return four openings in two parks, 2021 to 2024."""
    rows = []
    for n, (product, place, decided, produces, ask) in enumerate(
        (
            ("cell", "north", 2021, 2023, 6e8),
            ("motor", "north", 2021, 2022, 9e7),
            ("car", "south", 2022, 2024, 1.4e9),
            ("cell", "south", 2023, 2024, 5e8),
        )
    ):
        row = named("candidate", f"c{n}", f"Candidate {n}", f"候选{n}") | _at(place, product)
        _, _, lon, lat = PARKS[place]
        row |= {"firm": f"f{n}", "lon": lon, "lat": lat, "decided": decided, "produces": produces}
        row |= {"capacity": 20.0, "unit": "GWh" if product == "cell" else "set", "relocated": 0.2}
        row |= {"ask": ask, "ask_low": 0.7 * ask, "ask_high": 1.5 * ask, "capex": 5 * ask}
        row |= {"jobs": 1200.0, "land_ha": 30.0, "readiness": "talks"}
        rows.append(row | {"landing_low": 0.4, "landing_high": 0.7, "basis": basis})
    return frame("openings", rows)


def targets() -> pl.DataFrame:
    """Return a share that is held, coverage that is short, and a target without a plan's value."""
    share = {
        **named("target", "share", "Share of national output", "全国产量占比"),
        **named("definition", "share_cars", "Cars made here, share of the country", "本地产量占全国比重"),
        "kind": "share",
        "place": "land",
        "year": 2023,
        "comparator": "gt",
        "required": 10.0,
        "value": 10.0,
        "value_without": 7.2,
        "slack": 0.0,
        "unit": "percent",
        "hard": True,
        "status": "held",
        "price_relaxation": 1.1e9,
        "price_fixed": 2.0e8,
        "price_up": 1.6e9,
        "price_down": 9e8,
        "price_up_low": 1.2e9,
        "price_up_high": 1.9e9,
        "price_down_low": 7e8,
        "price_down_high": 1.1e9,
        "step": 1.0,
        "unit_step": "percentage point",
        "unit_step_zh": "个百分点",
    }
    near = share | {
        **named("target", "near", "Parts from nearby", "就近配套率"),
        **named("definition", "near_sourced", "Sourced within 4 hours", "4 小时内实际采购"),
        "kind": "sourced",
        "required": 70.0,
        "value": 61.0,
        "value_without": 38.0,
        "slack": 9.0,
        "hard": False,
        "status": "short",
        "price_fixed": None,
        "price_up": None,
        "price_up_low": None,
        "price_up_high": None,
        "price_note_en": "no plan reaches one percent more",
        "price_note_zh": "没有方案能再提高百分之一",
    }
    gone = near | {
        **named("target", "jobs", "Jobs", "就业"),
        **named("definition", "jobs", "Jobs in the chain", "产业链就业"),
        "required": 0.0,
        "unit": "person",
        "value": None,
    }
    return frame("targets", [share, near, gone])


def costs() -> pl.DataFrame:
    """Return public cost with its parts, tax, and what is no public money."""
    amounts = {
        "asks": (2.5e9, 1.8e9, 3.7e9),
        "expansions": (3e8, 3e8, 3e8),
        "labour": (1e8, 1e8, 1e8),
        "tax": (1.2e9, None, None),
        "net": (1.7e9, 1.0e9, 2.9e9),
        "private": (1.3e10, None, None),
        "transport": (4e7, None, None),
    }
    words = {"asks": ("support of new plants", "新建项目支持")}
    rows = []
    for part, (amount, low, high) in amounts.items():
        en, zh = words.get(part, (None, None))
        rows.append({"part": part, "part_en": en, "part_zh": zh, "amount": amount, "low": low, "high": high})
    return frame("costs", rows)


def curves() -> pl.DataFrame:
    """Return public cost against the level of the share: nothing at first, then ever more, then no plan."""
    rows = []
    for level, public in ((7.2, 0.0), (8.0, 3e8), (9.0, 1.2e9), (10.0, 2.9e9), (11.0, 5.6e9), (12.0, None)):
        status = "infeasible" if public is None else "feasible"
        bound = None if public is None else 0.94 * public
        row = {"target": "share", "definition": "share_cars", "level": level, "unit": "percent"}
        rows.append(row | {"public": public, "bound": bound, "status": status})
    return frame("curve", rows)


def pairs() -> pl.DataFrame:
    """Return a grid of two targets, the highest pairs without a plan."""
    rows = []
    for i, a in enumerate((8.0, 9.0, 10.0, 11.0, 12.0)):
        for j, b in enumerate((40.0, 50.0, 60.0, 70.0, 80.0)):
            has = i + j < 6
            row = {"target_a": "share", "level_a": a, "target_b": "near", "level_b": b}
            row |= {"public": 4e8 * (i + 1) * (j + 1) if has else None, "bound": None}
            rows.append(row | {"status": "optimal" if has else "infeasible"})
    return frame("pareto", rows)


def worths(basis: str = "synthetic") -> pl.DataFrame:
    """Return candidates in and out of the plan: one that makes it dearer, one relaxed, one that must, one unknown."""
    rows = []
    told = (
        (1.6e9, True, "worth", 1.5e9),
        (3e8, False, "worth", 2e8),
        (-2e8, False, "worth", -3e8),
        (None, True, "relaxation", 8e7),
        (None, True, "must", None),
        (None, False, "unknown", None),
    )
    for n, (worth, inside, verdict, relaxed) in enumerate(told):
        row = named("candidate", f"c{n}", f"Candidate {n}", f"候选{n}") | _at("north", "cell")
        ends = (None, None, None) if worth is None else (worth - 1e8, worth + 3e8, 0.55 * worth)
        row |= {"rank": n + 1, "firm": f"f{n}", "in_plan": inside, "worth": worth}
        row |= {"verdict": verdict, "relaxed": relaxed}
        row |= dict(zip(("worth_low", "worth_high", "expected"), ends, strict=True))
        row |= {"landing_low": 0.4, "landing_high": 0.7, "hours": 1.2, "readiness": "talks", "land_fit": 0.3}
        row |= {"reason_en": "serves nearby supply", "reason_zh": "提高就近配套率", "basis": basis}
        rows.append(row)
    rows[-1] |= {"note_en": "no plan holds with it", "note_zh": "加入后无可行方案"}
    return frame("worth", rows)


def search() -> pl.DataFrame:
    """Return how a plan and its bound came together."""
    moments = (
        (0.1, 1.9e9, None, "relaxation"),
        (0.6, 2.0e9, 9e9, "dive"),
        (2.0, 2.4e9, 3.1e9, "improve"),
        (9.0, 2.7e9, 2.9e9, "improve"),
    )
    keys = ("seconds", "bound", "best", "by")
    return frame("search", [dict(zip(keys, m, strict=True)) for m in moments])


def scenarios() -> pl.DataFrame:
    """Return two plans in three scenarios, and what waiting costs."""
    rows = []
    for plan in ("plan", "robust"):
        for n, (key, en, zh) in enumerate(
            (
                ("low", "Low demand", "低需求"),
                ("high", "High demand", "高需求"),
                ("fire", "A plant fails", "工厂停产"),
            )
        ):
            for target, required in (("share", 10.0), ("near", 70.0)):
                row = named("scenario", key, en, zh) | {"plan": plan, "probability": 0.3, "target": target}
                row |= {"kind": "demand", "value": required - 3 + 2 * n, "required": required}
                row |= {"held": n > 1, "regret": None if n == 2 else 4e8 * n, "cost_if_known": 1e9}
                rows.append(row)
    wait = named("scenario", "wait", "nothing decided", "不作决定") | {"plan": "plan", "kind": "wait"}
    return frame("robust", [*rows, wait | {"held": True, "regret": 2.2e8}])


def expansions() -> pl.DataFrame:
    """Return one expansion."""
    row = named("plant", "p1", "Old works", "老厂") | _at("north", "car")
    row |= {"decided": 2022, "produces": 2023, "added": 4e4, "unit": "vehicle", "ask": 3e8, "capex": 1e9}
    return frame("expansions", [row | {"jobs": 300.0, "land_ha": 5.0, "basis": "inferred"}])


def tables() -> dict[str, pl.DataFrame]:
    """Return all of them by name."""
    return {
        "openings": openings(),
        "expansions": expansions(),
        "targets": targets(),
        "costs": costs(),
        "curve": curves(),
        "pareto": pairs(),
        "worth": worths(),
        "search": search(),
        "robust": scenarios(),
    }
