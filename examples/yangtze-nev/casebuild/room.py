"""What a plan may use, made up by a rule: budgets, land, labour, expansions, rules on sources; marked `synthetic`.

Numbers are in `sources/plan_rule.csv`, `budgets.csv`, `expansions.csv`, `source_rules.csv` and
`plan_settings.csv`.

- Budgets are shares of the CNY 7 bn that Hefei's investors put into NIO China in 2020, the largest published sum of
  public money for one carmaker of the province.
- Land: a stated share of a park's published area, else of an assumed one, growing by year.
- Labour: persons whom new plants of a park can hire until the end of a year, by 1 + real plants there.
- Persons a unit of capacity: published jobs a yuan x investment a unit, dealt out to occupations by stated shares.
- Expansions of plants that operated: what the rule says that it would cost, no plan of their firms.
"""

from __future__ import annotations

from casebuild import ratios
from casebuild.candidates import mark, park_weights, rounded
from casebuild.convert import CASE_DATE, evidence
from casebuild.rows import Row, Tables, number, pick, read_source

YARDSTICK = 7e9
OCCUPATIONS = {
    "operator": ("Operators", "操作工"),
    "technician": ("Technicians", "技术工人"),
    "engineer": ("Engineers", "工程师"),
}


def instruments() -> tuple[list[Row], list[Row]]:
    """Return made-up instruments and their yearly budgets."""
    rows, budgets = [], []
    for r in read_source("budgets"):
        rows.append(
            pick(r, "instrument name_en name_zh kind place sectors start end conditions") | mark(r["note"])
        )
        for column, cell in r.items():
            if column.startswith("share_of_7bn_") and float(cell):
                budgets.append(
                    {
                        "instrument": r["instrument"],
                        "year": column.removeprefix("share_of_7bn_"),
                        "amount": number(float(cell) * YARDSTICK),
                        "currency": "CNY",
                    }
                    | mark(f"{number(float(cell) * 100)} percent of CNY 7 bn")
                )
    return rows, budgets


def free_land() -> list[Row]:
    """Return land that parks can give until the end of each year."""
    rule = ratios.rule()
    published = ratios.pairs(rule["land_published"])
    rows = []
    for park in rule["parks"].split(";"):
        area = published.get(park, float(rule["land_default"]))
        stated = "published" if park in published else "assumed"
        for year, share in ratios.pairs(rule["land_free"]).items():
            note = f"{number(share * 100)} percent of {number(area)} ha, {stated} area of the park"
            rows.append({"place": park, "year": year, "land_ha": number(rounded(area * share))} | mark(note))
    return rows


def occupations() -> list[Row]:
    """Return occupations."""
    made = "choice of this case"
    return [
        {"occupation": o, "name_en": OCCUPATIONS[o][0], "name_zh": OCCUPATIONS[o][1]}
        | evidence(made, CASE_DATE, "assumed", "derived")
        for o in ratios.pairs(ratios.rule()["occupations"])
    ]


def labour_coefficients(products: list[str]) -> list[Row]:
    """Return persons of an occupation a unit of yearly capacity of some products."""
    bill, plants = ratios.Bill(), ratios.known()
    jobs = ratios.jobs(plants)
    rows = []
    for product in products:
        cost = ratios.capex(product, bill, plants)
        for occupation, share in ratios.pairs(ratios.rule()["occupations"]).items():
            persons = rounded(share * jobs.mid * cost.mid, 3)
            rows.append(
                {"product": product, "occupation": occupation, "persons": f"{persons:.12f}".rstrip("0")}
                | mark("published jobs a yuan x investment a unit x stated share of the occupation")
            )
    return rows


def labour_stock(tables: Tables) -> list[Row]:
    """Return persons whom new plants of a park can hire until the end of each year."""
    rule = ratios.rule()
    parks = rule["parks"].split(";")
    shares = ratios.pairs(rule["occupations"])
    rows = []
    for park, weight in zip(parks, park_weights(parks, tables), strict=True):
        for year, growth in ratios.pairs(rule["labour_growth"]).items():
            whole = weight * float(rule["labour_per_plant"]) * growth
            rows += [
                {"place": park, "occupation": o, "year": year, "stock": number(rounded(whole * share))}
                | mark(
                    "whom new plants can hire until the end of the year; those at work there are not in it"
                )
                for o, share in shares.items()
            ]
    return rows


def expansions(tables: Tables) -> list[Row]:
    """Return what it would cost to expand plants that operated, by the rule."""
    rule, bill, plants = ratios.rule(), ratios.Bill(), ratios.known()
    of = {p["plant"]: p for p in tables["plants"]}
    rows = []
    for r in read_source("expansions"):
        plant = of[r["plant"]]
        most = rounded(float(plant["capacity"]) * float(rule["expansion_share"]))
        spread = ratios.capex(plant["product"], bill, plants)
        invest = rounded(most * spread.mid * float(rule["expansion_cost"]))
        asks = [float(s) for s in rule["ask_share"].split(";")]
        rows.append(
            {
                "plant": r["plant"],
                "most": number(most),
                "capex": number(invest),
                "ask": number(rounded(invest * asks[len(asks) // 2])),
                "currency": "CNY",
                "jobs": str(round(rounded(invest * ratios.jobs(plants).mid))),
                "land_ha": number(rounded(invest / float(rule["investment_per_ha"]))),
                "lead_years": rule["expansion_lead"],
            }
            | mark("what it would cost to expand by the rule; no plan of the firm")
        )
    return rows


def source_rules() -> list[Row]:
    """Return products that shall have several makers."""
    return [
        pick(r, "product place least year")
        | evidence("choice of this case", CASE_DATE, "assumed", "derived", r["note"])
        for r in read_source("source_rules")
    ]


def settings() -> list[Row]:
    """Return settings of the study of plans; all are assumptions."""
    return [
        pick(r, "name value unit")
        | evidence("analyst assumption", CASE_DATE, "assumed", "derived", r["note"])
        for r in read_source("plan_settings")
    ]


def fill(tables: Tables, candidates: list[Row]) -> None:
    """Add all of it to the tables."""
    made, budgets = instruments()
    tables["instruments"] += made
    tables["settings"] += settings()
    tables["budgets"] = budgets
    tables["free_land"] = free_land()
    tables["occupations"] = occupations()
    tables["labour_stock"] = labour_stock(tables)
    tables["expansions"] = expansions(tables)
    grown = {r["plant"] for r in tables["expansions"]}
    products = [r["product"] for r in candidates] + [
        p["product"] for p in tables["plants"] if p["plant"] in grown
    ]
    tables["labour_coefficients"] = labour_coefficients(list(dict.fromkeys(products)))
    tables["source_rules"] = source_rules()
