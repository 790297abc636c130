"""What published plants say of investment, jobs, sizes and years of building; the footing of made-up candidates.

A plant counts if a source of `known_by` or earlier states its figures: capacity read in a newer source does not, even
where it describes the case date. Ratios are investment a unit of yearly capacity: lower quartile, median, upper
quartile of the plants that state both. Fewer than `least_plants` of a product: those of its category, compared by
value of a year's output in the bill of materials; fewer again: those of all components.
"""

from __future__ import annotations

import statistics
from typing import NamedTuple

from casebuild.convert import yearly_capacity
from casebuild.rows import Row, number, read_source


class Spread(NamedTuple):
    """Lower quartile, median and upper quartile, and what they rest on."""

    low: float
    mid: float
    high: float
    plants: int
    basis: str

    def times(self, factor: float) -> Spread:
        """Return the same in another unit."""
        return Spread(self.low * factor, self.mid * factor, self.high * factor, self.plants, self.basis)

    @property
    def said(self) -> str:
        """Return it in words."""
        return f"{number(_short(self.mid))} ({number(_short(self.low))} to {number(_short(self.high))})"


def _short(value: float, digits: int = 3) -> float:
    return float(f"{value:.{digits}g}")


def spread(values: list[float], basis: str) -> Spread:
    """Return quartiles of values, ends included."""
    if len(values) == 1:
        return Spread(values[0], values[0], values[0], 1, basis)
    low, mid, high = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(low, mid, high, len(values), basis)


def ends(date: str) -> str:
    """Return the last day of a date, made to compare: `2021-05` becomes `2021-05-99`."""
    return f"{date}-99-99"[:10]


def _years(date: str) -> float:
    """Return a date as years, at the end of what it leaves open."""
    year, month = [*date.split("-"), "12"][:2]
    return int(year) + int(month) / 12


def rule() -> dict[str, str]:
    """Return what `sources/plan_rule.csv` sets."""
    return {r["name"]: r["value"] for r in read_source("plan_rule")}


def pairs(cell: str) -> dict[str, float]:
    """Return `a:1;b:2` as a dictionary."""
    return {k: float(v) for k, v in (part.split(":") for part in cell.split(";"))}


class Bill:
    """Value and amount of each product in one car, by the bill of materials."""

    def __init__(self) -> None:
        self.rows = {r["code"]: r for r in read_source("bom")}
        self.by_id = {r["product"]: r for r in self.rows.values()}
        settings = {r["name"]: r["value"] for r in read_source("settings")}
        self.car = float(settings["synthetic_vehicle_bom_value"])
        self.price = float(settings["unit_price.bev"])
        self.mix = pairs(settings["process.battery_cell"])
        self.parents = {r["parent"] for r in self.rows.values() if r["kind"] != "process"}

    def amount(self, code: str) -> float:
        """Return units of a product in one car; of two processes, their mix. A set is what one car takes."""
        row = self.rows[code]
        if not row["parent"] or row["unit"] == "set":
            return 1.0
        found = {
            r["process"]: float(r["quantity"])
            for r in read_source("quantities")
            if (r["parent"], r["code"]) == (row["parent"], code)
        }
        if set(found) == set(self.mix):
            each = sum(self.mix[p] * q for p, q in found.items())
        else:
            each = next(iter(found.values()), 1.0)
        return each * self.amount(row["parent"])

    def value(self, product: str) -> float:
        """Return the price of one unit of a product, CNY."""
        row = self.by_id[product]
        if not row["parent"]:
            return self.price
        return self.car * float(row["share_of_vehicle"]) / self.amount(row["code"])


def known() -> list[Row]:
    """Return plants whose figures a source states by the day `known_by`, product ids and base units in them."""
    day = rule()["known_by"]
    bill = {r["code"]: r for r in read_source("bom")}
    found = []
    for r in read_source("plants"):
        if not r["source_date"] or ends(r["source_date"]) > day:
            continue
        product = bill[r["product"]]
        capacity = "" if r["capacity_quality"] == "derived" else r["capacity"]
        found.append(
            r
            | {
                "product": product["product"],
                "category": product["category"],
                "capacity": yearly_capacity(capacity, r["capacity_unit"], product["unit"]),
                "capex": number(float(r["capex_cny_bn"]) * 1e9) if r["capex_cny_bn"] else "",
            }
        )
    return found


def capex(product: str, bill: Bill, plants: list[Row]) -> Spread:
    """Return investment a unit of yearly capacity, CNY."""
    least, part = int(rule()["least_plants"]), float(rule()["assembly_share"])
    both = [p for p in plants if p["capacity"] and p["capex"]]

    def unit(p: Row) -> float:
        return float(p["capex"]) / float(p["capacity"])

    own = [unit(p) for p in both if p["product"] == product]
    if len(own) >= least:
        return spread(own, "plants of the product")
    category = bill.by_id[product]["category"]
    same = [p for p in both if p["category"] == category]
    basis = "plants of its group, by value" if len(same) >= least else "plants of all components, by value"
    used = same if len(same) >= least else [p for p in both if p["category"] != "vehicle"]
    made_here = part if bill.by_id[product]["code"] in bill.parents else 1.0
    return spread([unit(p) / bill.value(p["product"]) for p in used], basis).times(
        bill.value(product) * made_here
    )


def capacity(product: str, bill: Bill, plants: list[Row]) -> Spread:
    """Return sizes of plants of a product, else what car plants of published size take of it."""
    least = int(rule()["least_plants"])
    own = [float(p["capacity"]) for p in plants if p["product"] == product and p["capacity"]]
    if len(own) >= least:
        return spread(own, "plants of the product")
    cars = [float(p["capacity"]) for p in plants if p["product"] == "bev" and p["capacity"]]
    each = bill.amount(bill.by_id[product]["code"])
    return spread([c * each for c in cars], "what a car plant of published size takes")


def jobs(plants: list[Row]) -> Spread:
    """Return jobs a yuan of investment, of the plants that state both."""
    both = [p for p in plants if p["jobs"] and p["capex"]]
    return spread([float(p["jobs"]) / float(p["capex"]) for p in both], "plants that state both")


def leads(plants: list[Row]) -> list[int]:
    """Return whole years from announcement to opening of plants that had opened when their source said so."""
    return sorted(
        max(1, round(_years(p["opened"]) - _years(p["announced"])))
        for p in plants
        if p["announced"] and p["opened"] and ends(p["opened"]) <= ends(p["source_date"])
    )
