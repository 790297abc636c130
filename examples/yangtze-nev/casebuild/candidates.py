"""Made-up candidates: plants that could be attracted to Anhui, drawn from published ratios; marked `synthetic`.

Who talks to which park is not public. For each product, in the order of the bill of materials, with one seeded
generator (numbers in `sources/plan_rule.csv`, ratios in `casebuild/ratios.py`):

1. how many: by the product's share of a car's value, if fewer than `few_makers` firms of the province make it or
   plan to by what is known, and always for cars and cells; chips are left out;
2. capacity: triangular between the quartiles of published sizes;
3. investment: capacity x a triangular draw between the quartiles of published investment a unit;
4. jobs: investment x published jobs a yuan; land: investment over that of NeoPark a hectare;
5. public money asked for: a stated share of the investment, with low and high;
6. years of building: one of those published; readiness, landing probability, share relocated: stated;
7. two to four parks of Anhui, with weight 1 + real plants there; some parts makers follow a car plant.

Each has a made-up firm of its own: no real firm is said to be a candidate.
"""

from __future__ import annotations

import random
from typing import NamedTuple

from casebuild import ratios
from casebuild.convert import CASE_DATE
from casebuild.rows import Row, Tables, join, number, read_source


class Draw(NamedTuple):
    """What all draws use."""

    rng: random.Random
    rule: dict[str, str]
    bill: ratios.Bill
    plants: list[Row]
    parks: list[str]
    weights: list[int]


def mark(note: str = "") -> Row:
    """Return the columns that say that a row is made up."""
    seed = ratios.rule()["seed"]
    return {
        "source": f"synthetic: rule in build.py, seed {seed}",
        "basis": "synthetic",
        "published": CASE_DATE,
        "published_basis": "assumed",
        "note": note,
    }


def rounded(value: float, digits: int = 2) -> float:
    """Return a value with so many significant digits: made-up figures look made up."""
    return float(f"{value:.{digits}g}")


def within(place: str, whole: str, tables: Tables) -> bool:
    """Return whether a place lies in another."""
    parent = {r["place"]: r["parent"] for r in tables["places"]}
    while place and place != whole:
        place = parent[place]
    return bool(place)


def seen(tables: Tables) -> list[Row]:
    """Return real plants that were public by the day of the rule."""
    day = ratios.rule()["known_by"]
    return [p for p in tables["plants"] if p["basis"] != "synthetic" and ratios.ends(p["published"]) <= day]


def park_weights(parks: list[str], tables: Tables) -> list[int]:
    """Return 1 + number of real plants in each park that were public."""
    known = seen(tables)
    return [1 + sum(within(p["place"], park, tables) for p in known) for park in parks]


def wanted(tables: Tables) -> dict[str, int]:
    """Return products that get candidates, and how many."""
    rule = ratios.rule()
    always = {k: int(v) for k, v in ratios.pairs(rule["always"]).items()}
    steps = {float(k): int(v) for k, v in ratios.pairs(rule["candidates_by_share"]).items()}
    makers: dict[str, set[str]] = {}
    for p in seen(tables):
        if within(p["place"], rule["province"], tables):
            makers.setdefault(p["product"], set()).add(p["firm"])
    found: dict[str, int] = {}
    for r in read_source("bom"):
        product, share = r["product"], float(r["share_of_vehicle"])
        if product in always:
            found[product] = always[product]
        elif (
            r["kind"] in ("component", "material")
            and product not in rule["left_out"].split(";")
            and share >= float(rule["least_share"])
            and len(makers.get(product, ())) < int(rule["few_makers"])
        ):
            found[product] = max(n for least, n in steps.items() if share >= least)
    return {p: n for p, n in found.items() if n}


def _weighted(rng: random.Random, weights: dict[str, float]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def _parks(draw: Draw) -> list[str]:
    """Return the parks of a candidate, in the order of the list."""
    count = draw.rng.randint(int(draw.rule["places_least"]), int(draw.rule["places_most"]))
    left = dict(zip(draw.parks, draw.weights, strict=True))
    chosen = []
    for _ in range(count):
        chosen.append(_weighted(draw.rng, {k: float(v) for k, v in left.items()}))
        del left[chosen[-1]]
    return [p for p in draw.parks if p in chosen]


def _size(draw: Draw, product: str) -> tuple[Row, str]:
    """Return capacity, investment, jobs, land, money asked for, and what they rest on."""
    rule, bill = draw.rule, draw.bill
    sizes, costs = (f(product, bill, draw.plants) for f in (ratios.capacity, ratios.capex))
    capacity = rounded(draw.rng.triangular(sizes.low, sizes.high, sizes.mid))
    invest = rounded(capacity * draw.rng.triangular(costs.low, costs.high, costs.mid))
    share = float(draw.rng.choice(rule["ask_share"].split(";")))
    note = join(
        f"capacity: {sizes.basis} ({sizes.plants}): {sizes.said}",
        f"investment a unit: {costs.basis} ({costs.plants}): CNY {costs.said}",
    )
    return {
        "capacity": number(capacity),
        "capex": number(invest),
        "currency": "CNY",
        "jobs": str(round(rounded(invest * ratios.jobs(draw.plants).mid))),
        "land_ha": number(rounded(invest / float(rule["investment_per_ha"]))),
        "ask": number(rounded(share * invest)),
        "ask_low": number(rounded(float(rule["ask_share_low"]) * invest)),
        "ask_high": number(rounded(float(rule["ask_share_high"]) * invest)),
    }, note


def _stage(draw: Draw) -> Row:
    """Return readiness, years, landing probability, share relocated."""
    rule = draw.rule
    readiness = _weighted(draw.rng, ratios.pairs(rule["readiness"]))
    chances = dict(part.split(":", 1) for part in rule["landing"].split(";"))
    days = dict(part.split(":") for part in rule["first_day"].split(";"))
    low, high = chances[readiness].split(":")
    moved = _weighted(draw.rng, ratios.pairs(rule["relocated"]))
    return {
        "lead_years": str(draw.rng.choice(ratios.leads(draw.plants))),
        "readiness": readiness,
        "relocated": moved if float(moved) else "",
        "first_year": days[readiness],
        "low": low,
        "high": high,
    }


def candidates(tables: Tables) -> tuple[list[Row], list[Row]]:
    """Return made-up candidates and the firm of each."""
    rule = ratios.rule()
    parks = rule["parks"].split(";")
    draw = Draw(
        random.Random(int(rule["seed"])),  # noqa: S311 (reproducible, not secret)
        rule,
        ratios.Bill(),
        ratios.known(),
        parks,
        park_weights(parks, tables),
    )
    names = {r["product"]: r for r in read_source("bom")}
    rows: list[Row] = []
    firms: list[Row] = []
    for product, count in wanted(tables).items():
        for i in range(1, count + 1):
            figures, note = _size(draw, product)
            name = f"syn_c_{product}_{i}"
            en, zh = product.replace("_", " "), names[product]["name_zh"]
            made = {"candidate": name, "firm": name, "product": product}
            words = {
                "name_en": f"Synthetic candidate {i} ({en})",
                "name_zh": f"合成候选项目{i}（{zh}）",
            }
            rows.append(
                made
                | words
                | {"eligible_places": ";".join(_parks(draw))}
                | figures
                | _stage(draw)
                | mark(note)
            )
            firms.append(
                {
                    "firm": name,
                    "name_en": f"Synthetic firm of candidate {i} ({en})",
                    "name_zh": f"合成候选企业{i}（{zh}）",
                }
                | mark("stands for whoever would come; no real firm")
            )
    _follow(draw, rows)
    return rows, firms


def _follow(draw: Draw, rows: list[Row]) -> None:
    """Let the first candidate of some products follow a car plant, to the parks of both where there are any."""
    cars = [r for r in rows if r["product"] == "bev"]
    for product in draw.rule["followers"].split(";"):
        first = next((r for r in rows if r["product"] == product), None)
        if first is not None and cars:
            car = draw.rng.choice(cars)
            first["anchor"] = car["candidate"]
            first["eligible_places"] = car["eligible_places"]
            first["note"] = join(first["note"], f"follows {car['name_en'].lower()}, to the same parks")
