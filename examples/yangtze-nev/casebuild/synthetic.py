"""Made-up suppliers of tiers 2 and 3, marked `synthetic` in every row.

Nobody has published who supplies the second and third tier. Studies of networks need firms there, so this
rule makes them. For each firm, in order, with one seeded generator:

1. its city, with weight 1 + number of real plants of the case in it (county towns and parks included);
2. its product, with the product's share of a vehicle's value as weight, out of those of tiers 2 and 3
   that have no inputs of their own;
3. its employees, log-normal with the stated median and sigma 1.0, cut to 10..5000;
4. its revenue, employees x the stated revenue per head x a log-normal factor of sigma 0.3;
5. one plant, its point spread uniformly around the city's, its capacity unknown with the stated share; else,
   for products counted in sets, revenue / (value of the product in one vehicle).

Nothing here is a statistic: not the number of firms, not where they are.
"""

from __future__ import annotations

import math
import random
from typing import NamedTuple

from casebuild.convert import CASE_DATE
from casebuild.rows import Row, Tables, number, read_source


class Rule(NamedTuple):
    """What `sources/synthetic.csv` sets."""

    seed: int
    firms: int
    cities: list[str]
    unknown: float
    employees: float
    revenue: float
    jitter: float


def read_rule() -> Rule:
    """Return the settings of the rule."""
    s = {r["name"]: r["value"] for r in read_source("synthetic")}
    return Rule(
        int(s["seed"]),
        int(s["firms"]),
        s["cities"].split(";"),
        float(s["unknown_capacity_share"]),
        float(s["median_employees"]),
        float(s["revenue_per_employee"]),
        float(s["jitter_deg"]),
    )


def city_weights(cities: list[str], tables: Tables) -> list[int]:
    """Return 1 + number of real plants in each city, those of its county towns and parks among them."""
    parent = {r["place"]: r["parent"] for r in tables["places"]}
    count = dict.fromkeys(cities, 1)
    for plant in tables["plants"]:
        place = plant["place"]
        while place and place not in count:
            place = parent[place]
        if place:
            count[place] += 1
    return [count[c] for c in cities]


def leaf_products() -> list[Row]:
    """Return components and materials of levels 2 and 3 that have no inputs of their own."""
    bom = read_source("bom")
    parents = {r["parent"] for r in bom}
    return [r for r in bom if r["level"] in "23" and r["code"] not in parents and r["kind"] != "process"]


def _rounded(value: float, digits: int = 3) -> float:
    """Return a value with so many significant digits: made-up figures look made up."""
    return round(value, digits - 1 - math.floor(math.log10(value))) if value > 0 else 0.0


def population(tables: Tables) -> tuple[list[Row], list[Row]]:
    """Return the made-up firms and their plants."""
    rule = read_rule()
    rng = random.Random(rule.seed)  # noqa: S311 (reproducible, not secret)
    vehicle = next(
        float(r["value"]) for r in read_source("settings") if r["name"] == "synthetic_vehicle_bom_value"
    )
    point = {r["place"]: (float(r["lon"]), float(r["lat"])) for r in tables["places"] if r["lon"]}
    weights = city_weights(rule.cities, tables)
    products = leaf_products()
    shares = [float(r["share_of_vehicle"]) for r in products]
    mark = {
        "source": f"synthetic: rule in build.py, seed {rule.seed}",
        "basis": "synthetic",
        "published": CASE_DATE,
        "published_basis": "assumed",
    }
    firms: list[Row] = []
    plants: list[Row] = []
    for i in range(1, rule.firms + 1):
        city = rng.choices(rule.cities, weights)[0]
        product = rng.choices(products, shares)[0]
        employees = min(5000, max(10, round(rng.lognormvariate(math.log(rule.employees), 1.0))))
        revenue = _rounded(employees * rule.revenue * rng.lognormvariate(0.0, 0.3))
        lon, lat = (x + rng.uniform(-rule.jitter, rule.jitter) for x in point[city])
        known = rng.random() >= rule.unknown and product["unit"] == "set"
        capacity = _rounded(revenue / (vehicle * float(product["share_of_vehicle"]))) if known else 0.0
        firms.append(
            {
                "firm": f"syn_{i:05d}",
                "name_en": f"Synthetic firm {i:05d} ({product['product'].replace('_', ' ')})",
                "name_zh": f"合成企业{i:05d}（{product['name_zh']}）",
                "place": city,
                "revenue": number(revenue),
                "employees": str(employees),
            }
            | mark
        )
        plants.append(
            {
                "plant": f"syn_{i:05d}_plant",
                "firm": f"syn_{i:05d}",
                "product": product["product"],
                "place": city,
                "lon": f"{lon:.3f}",
                "lat": f"{lat:.3f}",
                "capacity": number(capacity) if capacity else "",
                "jobs": str(employees),
                "opened": "2020",
            }
            | mark
        )
    return firms, plants
