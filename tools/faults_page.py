"""docs/faults.md: every rule of `hinterland check`, with the message that a faulty example really gets.

Each example is a tiny case with one fault; the page shows what `check` says of it.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hinterland.case import look

HEAD = """# Every fault and its fix

<!-- Written by tools/pages.py: each message is what the check says of a small faulty case; do not edit. -->

`hinterland check DIR` reads everything, then lists every fault at once. Each says where it is, what stands there,
which rule it breaks, and how to mend it. Rows are numbered as a spreadsheet numbers them: the headings are row 1.

- **Must be mended**: studies do not run until it is. The exit code is 1.
- **Should be looked at**: perhaps right, perhaps not. The exit code stays 0.
- **Read differently from how it is written**: nothing to do if that is what you meant.

Nothing is dropped in silence. A fault that concerns hundreds of rows is listed for the first 200 and counted for the
rest. `--all` prints everything; `--format json` and `--format csv` give the same to programs.
"""
SIGNS = {"error": "must be mended", "warning": "should be looked at", "notice": "read differently"}
PLACES = "place,kind,parent,lon,lat,radius_km\nland,country,,110,32,1000\nnorth,province,land,110,33,200\n"
METRICS = "metric,kind,numerator,denominator,members,threshold,product,plant_column,unit\ncars,series,,,,,,,vehicle\n"
TARGETS = "target,metrics,place,comparator,value,value_high,unit,deadline,superseded_by,superseded_on\n"
SEEN = "metric,place,period,vintage,value,unit,flow,published\n"
ONE = "cars,north,2023,first,120,vehicle,period,2024-01-15\n"
PRODUCTS = "product,kind,unit\ncar,final,vehicle\nbattery,component,set\n"


@dataclass(frozen=True)
class Example:
    """A fault: heading, what there is to say beyond the message, the tables, and the rule of `check` it breaks."""

    heading: str
    words: str
    tables: dict[str, str | bytes] = field(default_factory=dict)
    rule: str = ""


CELLS = (
    Example(
        "A cell of the wrong type",
        "A number with its unit is read where the unit fits; words are not. An unknown figure is an empty cell.",
        {"observations": SEEN + "cars,north,2023,first,many,vehicle,period,2024-01-15\n", "metrics": METRICS},
    ),
    Example(
        "A decimal comma",
        "`1,234` is read as 1234. A comma that can only part decimals is refused, not guessed.",
        {"products": 'product,kind,unit,unit_price\ncar,final,vehicle,"1.234,5"\n'},
    ),
    Example(
        "A date that could be two days",
        "Day first or month first is never guessed.",
        {"agreements": "agreement,signed\nnorth_south,03/04/2021\n"},
    ),
    Example(
        "A word that is not allowed",
        "Capitals, blanks and hyphens do not matter; other words do.",
        {"products": "product,kind,unit\ncar,finale,vehicle\n"},
    ),
    Example("An id with blanks", "", {"products": "product,kind,unit\nelectric car,final,vehicle\n"}),
    Example(
        "A unit that is not known",
        "A setting named `unit:NAME` declares a unit of your own.",
        {"products": "product,kind,unit\ncar,final,vehicel\n"},
    ),
    Example(
        "A currency that is not known",
        "",
        {"agreements": "agreement,amount,currency\nnorth_south,5000,CNX\n"},
    ),
    Example("A negative capacity", "", {"products": "product,kind,unit,unit_price\ncar,final,vehicle,-5\n"}),
    Example(
        "A share above 1",
        "35 percent is `0.35` or `35%`.",
        {"recipes": "product,process,input,value_share\ncar,main,battery,35\n", "products": PRODUCTS},
    ),
    Example("An empty cell that is required", "", {"products": "product,kind,unit\ncar,,vehicle\n"}),
    Example(
        "Another unit in the heading",
        "`value [万元]` and the like are converted where the unit fits.",
        {"places": "place,kind,land_ha [km]\nnorth,province,7\n"},
    ),
    Example(
        "What is read differently",
        "Full-width digits, 万 and 亿, thousands separators, Excel's serial numbers for dates.",
        {
            "agreements": "agreement,signed,amount\n"
            'one,44419,１２00\ntwo,2021年8月9日,1.5亿\nthree,2021/8/9,"2,500"\n',
        },
    ),
)
HEADINGS = (
    Example("An unknown column", "", {"products": "product,kind,unit,unit_prise\ncar,final,vehicle,5\n"}),
    Example("A missing column", "", {"products": "product,unit\ncar,vehicle\n"}),
    Example(
        "A column that stands twice", "", {"products": "product,kind,unit,unit\ncar,final,vehicle,vehicle\n"}
    ),
    Example("An unknown table", "", {"product": "product,kind,unit\ncar,final,vehicle\n"}),
)
KEYS = (
    Example("A key that stands twice", "", {"products": f"{PRODUCTS}car,final,vehicle\n"}, "keys.duplicates"),
    Example(
        "Two figures of one vintage",
        "Give a revision its own `vintage` and its own date. Both then stay: a look back sees the older one.",
        {
            "observations": SEEN + ONE + "cars,north,2023,first,125,vehicle,period,2024-01-15\n",
            "metrics": METRICS,
            "places": PLACES,
        },
        "keys.duplicates",
    ),
    Example(
        "A reference that leads nowhere",
        "",
        {"recipes": "product,process,input\ncar,main,batery\n", "products": PRODUCTS},
        "keys.dangling",
    ),
    Example("Rows without a source", "", {"products": PRODUCTS}, "keys.unsourced"),
)
_CHAIN = {"products": PRODUCTS, "recipes": "product,process,input\ncar,main,battery\n"}


def _plants(*rows: str) -> dict[str, str | bytes]:
    """Plants (plant, firm, product, place) with the tables that they refer to."""
    lines = "".join(f"{row}\n" for row in rows)
    return {
        "plants": f"plant,firm,product,place\n{lines}",
        "firms": "firm\nmaker\n",
        "places": PLACES,
    }


CHAIN = (
    Example(
        "Shares of a recipe above 1",
        "",
        {
            "recipes": "product,process,input,value_share\ncar,main,battery,0.7\ncar,main,motor,0.5\n",
            "products": f"{PRODUCTS}motor,component,set\n",
        },
        "chain.shares",
    ),
    Example(
        "A lower end above the upper end",
        "",
        {"recipes": "product,process,input,low,high\ncar,main,battery,0.4,0.3\n", "products": PRODUCTS},
        "chain.ranges",
    ),
    Example(
        "A circle in the bill of materials",
        "A longer circle is printed whole. The same rule holds for places inside places, firms that own firms, "
        "metrics, targets and claims.",
        {
            "recipes": "product,process,input\ncar,main,battery\nbattery,main,battery\n",
            "products": PRODUCTS,
        },
        "chain.cycles",
    ),
    Example(
        "A figure outside its range",
        "",
        {
            "recipes": "product,process,input,quantity,quantity_low,quantity_high\ncar,main,battery,6,4,5\n",
            "products": PRODUCTS,
        },
        "chain.ranges",
    ),
    Example(
        "Cost items above the price",
        "",
        {"cost_items": "product,item,share\ncar,labour,0.6\ncar,profit,0.5\n", "products": PRODUCTS},
        "chain.shares",
    ),
    Example(
        "Parts that no plant makes",
        "Told once, with their count. Processes need no plant.",
        {**_CHAIN, **_plants("works,maker,car,north")},
        "parts.unmade",
    ),
    Example(
        "Plants apart from the bill of materials",
        "",
        {
            **_CHAIN,
            "products": f"{PRODUCTS}boat,final,set\n",
            **_plants("works,maker,car,north", "cells,maker,battery,north", "yard,maker,boat,north"),
        },
        "parts.idle",
    ),
    Example(
        "A plant that makes a heading",
        "A heading groups what it holds; nobody makes it as such.",
        {
            "products": f"{PRODUCTS}chassis,heading,set\n",
            "recipes": "product,process,input\ncar,main,chassis\nchassis,main,battery\n",
            **_plants("works,maker,car,north", "cells,maker,battery,north", "frames,maker,chassis,north"),
        },
        "parts.headed",
    ),
    Example(
        "One plant under two ids",
        "Phases of a works differ in capacity or in a date.",
        {
            **_CHAIN,
            **_plants(),
            "plants": "plant,firm,product,place,capacity\nworks,maker,car,north,5\ncells,maker,battery,north,7\n"
            "cells_2,maker,battery,north,7\n",
        },
        "parts.twice",
    ),
    Example(
        "A plant without a position",
        "A park, city or province that it lies in may stand in for it; a country is too large.",
        {**_CHAIN, **_plants("works,maker,car,north", "cells,maker,battery,land")},
        "parts.unplaced",
    ),
    Example(
        "Demand for parts alone",
        "",
        {
            **_CHAIN,
            "demand": "product,place,year,scenario,quantity\nbattery,north,2023,base,5\n",
            "places": PLACES,
        },
        "parts.demanded",
    ),
)
POSITIONS = (
    Example(
        "Longitude and latitude swapped",
        "",
        {"places": f"{PLACES}town,city,north,33.1,110.2,20\n"},
        "places.swapped",
    ),
    Example(
        "Half a position",
        "",
        {"places": f"{PLACES}town,city,north,110.2,,20\n"},
        "places.halves",
    ),
    Example(
        "A place outside its parent",
        "A place may lie one and a half radii from the centre of its parent: radii are round figures.",
        {"places": f"{PLACES}town,city,north,120,33,20\n"},
        "places.outside",
    ),
    Example(
        "Another datum",
        "Maps published in China are often in GCJ-02, some 500 m off. Say so in `datum`.",
        {"places": "place,kind,lon,lat,datum\nland,country,110,32,GCJ-02\n"},
        "places.datums",
    ),
    Example(
        "A way that takes no time",
        "",
        {"routes": "origin,destination,hours\nland,north,0\n", "places": PLACES},
        "places.travel",
    ),
)
TIMES = (
    Example(
        "Closed before opened",
        "A date known to the year admits every day of it: only an order that no reading allows is a fault.",
        {
            "plants": "plant,firm,product,place,opened,closed\nworks,maker,car,north,2022-05,2021\n",
            "firms": "firm\nmaker\n",
            "products": PRODUCTS,
            "places": PLACES,
        },
        "times.order",
    ),
    Example(
        "Published before it happened",
        "",
        {
            "observations": SEEN + "cars,north,2023,first,120,vehicle,period,2023-06-30\n",
            "metrics": METRICS,
            "places": PLACES,
        },
        "times.published_too_early",
    ),
    Example(
        "A figure without a date of publication",
        "",
        {
            "observations": SEEN + "cars,north,2023,first,120,vehicle,period,\n",
            "metrics": METRICS,
            "places": PLACES,
        },
        "times.published_too_early",
    ),
)
PROMISES = (
    Example(
        "A metric that lacks a part",
        "A `ratio` needs `numerator` and `denominator`, `growth` a `numerator`, `first_to_pass` needs `members` "
        "and a `threshold`, `sum` needs `members`, or `product` and `plant_column`.",
        {"metrics": f"{METRICS}share,ratio,cars,,,,,,percent\n"},
        "promises.definitions",
    ),
    Example(
        "A metric of the chain that does not say how",
        "A metric of kind `coverage` needs `nearby`, one of kind `content` a `rule` where the case has any; "
        "not where `defined_by` is `nobody`.",
        {"metrics": f"{METRICS}near,coverage,,,,,,,percent\n"},
        "promises.definitions",
    ),
    Example(
        "A unit that does not fit its metric",
        "",
        {
            "observations": SEEN + "cars,north,2023,first,120,GWh,period,2024-01-15\n",
            "metrics": METRICS,
            "places": PLACES,
        },
        "promises.unit_mismatch",
    ),
    Example(
        "A ratio or growth in another unit",
        "Growth is a share. A ratio is a share where both parts measure the same, else such as `GWh/vehicle`.",
        {"metrics": f"{METRICS}share,ratio,cars,cars,,,,,GWh\nrise,growth,cars,,,,,,vehicle\n"},
        "promises.computed_units",
    ),
    Example(
        "A race of one",
        "",
        {"metrics": f"{METRICS}race,first_to_pass,,,cars,100,,,yes_no\n"},
        "promises.definitions",
    ),
    Example(
        "A range with one end",
        "",
        {
            "targets": TARGETS + "three_to_five,cars,north,range,3,,vehicle,2025,,\n",
            "metrics": METRICS,
            "places": PLACES,
        },
        "promises.target_shape",
    ),
    Example(
        "Replaced, but by what or when?",
        "",
        {
            "targets": TARGETS
            + "old,cars,north,ge,3,,vehicle,2025,new,\nnew,cars,north,ge,4,,vehicle,2025,,\n",
            "metrics": METRICS,
            "places": PLACES,
        },
        "promises.target_shape",
    ),
    Example(
        "Two vintages of one day",
        "",
        {
            "observations": SEEN + ONE + "cars,north,2023,revised,125,vehicle,period,2024-01-15\n",
            "metrics": METRICS,
            "places": PLACES,
        },
        "promises.vintages",
    ),
    Example(
        "No exchange rate",
        "",
        {"agreements": "agreement,amount,currency,signed\nnorth_south,5000,USD,2021\n"},
        "promises.rates",
    ),
    Example(
        "A document outside the case",
        "",
        {"documents": "document,path\nplan,../plan.txt\n"},
        "promises.paths",
    ),
)
SETTINGS = (
    Example(
        "A unit of your own that is none",
        "A setting `unit:NAME` says how many of a built-in unit it is. A name that is taken is refused.",
        {"settings": "name,value,unit\nunit:truckload,0,t\nunit:vehicle,2,t\n"},
        "settings.factors",
    ),
    Example(
        "An exchange rate of nothing",
        "",
        {"exchange_rates": "currency,date,cny_per_unit\nUSD,2021-08-09,0\n"},
        "settings.factors",
    ),
    Example(
        "A process that the product does not have",
        "A setting `process.PRODUCT` names one process, or several with weights that add up to 1.",
        {**_CHAIN, "settings": "name,value\nprocess.car,other\nprocess.battery,main\n"},
        "settings.named",
    ),
    Example(
        "A place that is not there",
        "",
        {"settings": "name,value\nchain_places,north;nroth\n", "places": PLACES},
        "settings.named",
    ),
    Example(
        "A setting that is no number, or cannot be",
        "",
        {"settings": "name,value\nspeed_kmh,fast\ncircuity,0.5\ncapacity_use,0\n"},
        "settings.numbers",
    ),
    Example(
        "A setting that is nearly one that studies read",
        "Any other name is the case's own, and stays as it is.",
        {"settings": "name,value\nstop_rates,0.02\ninventory_day.chip,5\n"},
        "settings.misspelt",
    ),
)
NETWORK = (
    Example(
        "A sector that does not add up",
        "Gross output is what a sector buys and its value added. Published tables are rounded: 1 percent is allowed.",
        {
            "sectors": "sector,gross_output,value_added\ncars,1000,400\nsteel,500,600\n",
            "io_table": "supplier_sector,buyer_sector,value,imported\nsteel,cars,300,350\n",
        },
        "network.balance",
    ),
    Example(
        "Sectors that trade and have no class",
        "",
        {
            "sectors": "sector\ncars\nsteel\n",
            "io_table": "supplier_sector,buyer_sector,value\nsteel,cars,300\nsteel,steel,20\n",
            "essential": "supplier_sector,buyer_sector,class\nsteel,cars,2\n",
        },
        "network.classes",
    ),
    Example(
        "A stock of what nobody there needs",
        "",
        {
            "products": PRODUCTS,
            "recipes": "product,process,input,value_share\ncar,main,battery,0.4\n",
            "places": PLACES,
            "firms": "firm\nacme\n",
            "plants": "plant,firm,product,place\nworks,acme,car,north\n",
            "inventories": "plant,product,cover\nworks,car,3\n",
        },
        "network.stocks",
    ),
    Example(
        "A setting of a product that is not there",
        "",
        {
            "settings": "name,value\nunit_price.cra,137000\ninventory_days.battery,a week\n",
            "products": PRODUCTS,
        },
        "network.by_product",
    ),
    Example(
        "A shock that hits something else than it says",
        "",
        {
            "places": PLACES,
            "shocks": "shock,kind,id,destination,size,start,duration\n"
            "flood,plant,north,,0.5,2021-09-01,10\nclosed,lane,north,,1,2021-09-01,0\n"
            "storm,place,north,land,1,2021-09-01,3\n",
        },
        "network.shocks",
    ),
)
FILES = (
    Example(
        "A file that is not UTF-8",
        "Excel in China saves CSV in GB18030. It is read, and told.",
        {"products": "product,name_zh,kind,unit\ncar,新能源汽车,final,vehicle\n".encode("gb18030")},
    ),
    Example("A byte order mark", "", {"products": b"\xef\xbb\xbf" + PRODUCTS.encode()}),
    Example("Cells parted by semicolons", "", {"products": PRODUCTS.replace(",", ";")}),
    Example("A title above the headings", "", {"products": f"Our products,,\n{PRODUCTS}"}),
    Example("A cell beyond the last heading", "", {"products": f"{PRODUCTS}motor,component,set,7\n"}),
    Example("A row that is too short", "", {"products": f"{PRODUCTS}motor,component\n"}),
    Example("A quotation mark that never closes", "", {"products": f'{PRODUCTS}"motor,component,set\n'}),
    Example(
        "Bytes that are no text", "", {"products": PRODUCTS.encode() + b"m\xfft\xff\xc3r,component,set\n"}
    ),
    Example("An empty file", "", {"products": ""}),
)

_RATIO = METRICS + "all_cars,series,,,,,,,vehicle\nshare,ratio,cars,all_cars,,,,,percent\n"
_BASE = {"metrics": _RATIO, "places": PLACES}


def _seen(*rows: str) -> dict[str, str | bytes]:
    """A case of observations: metric, period, value, flow, date."""
    lines = []
    for row in rows:
        metric, period, value, flow, published = row.split(",")
        unit = "percent" if metric == "share" else "vehicle"
        lines.append(f"{metric},north,{period},first,{value},{unit},{flow},{published}\n")
    return {"observations": SEEN + "".join(lines), **_BASE}


FIGURES = (
    Example(
        "A figure that nothing can have",
        "A slip of the keyboard, and sums of such figures overflow.",
        {"products": "product,kind,unit,unit_price\ncar,final,vehicle,1e200\n"},
        "sizes.beyond",
    ),
    Example(
        "A figure of another scale",
        "About a thousand, ten thousand, a million or a hundred million times its neighbours: 万 or 亿 was lost.",
        _seen(
            "cars,2020,200000,period,2021-03-01",
            "cars,2021,250000,period,2022-03-01",
            "cars,2022,27,period,2023-03-01",
            "cars,2023,300000,period,2024-03-01",
        ),
        "figures.suspicious",
    ),
    Example(
        "A part that exceeds its whole",
        "",
        _seen("cars,2023,3000,period,2024-03-01", "all_cars,2023,2000,period,2024-03-01"),
        "figures.suspicious",
    ),
    Example("A share above 100 percent", "", _seen("share,2023,104,period,2024-03-01"), "figures.suspicious"),
    Example("A count below 0", "", _seen("cars,2023,-120,period,2024-03-01"), "figures.suspicious"),
    Example(
        "Nothing but zeros",
        "",
        _seen(*(f"cars,{y},0,period,{y + 1}-03-01" for y in (2021, 2022, 2023))),
        "figures.suspicious",
    ),
    Example(
        "A sum since January that falls",
        "Of money this is a notice only: a loss may explain it.",
        _seen(
            "cars,2023-01/2023-09,80,year_to_date,2023-10-20",
            "cars,2023-01/2023-10,60,year_to_date,2023-11-20",
        ),
        "figures.suspicious",
    ),
    Example(
        "Parts that exceed their year",
        "",
        _seen(
            "cars,2023,100,period,2024-03-01",
            "cars,2023-H1,60,period,2023-08-01",
            "cars,2023-H2,50,period,2024-02-01",
        ),
        "figures.suspicious",
    ),
    Example(
        "The same days under two names",
        "",
        _seen("cars,2023-H1,60,period,2023-08-01", "cars,2023-01/2023-06,65,period,2023-08-01"),
        "figures.suspicious",
    ),
    Example(
        "A year that is missing",
        "",
        _seen(*(f"cars,{y},{v},period,{y + 1}-03-01" for y, v in ((2019, 90), (2020, 100), (2023, 120)))),
        "figures.suspicious",
    ),
    Example(
        "A promise made after its deadline",
        "",
        {
            "targets": "target,metrics,place,comparator,value,unit,deadline,published\n"
            "fifty,cars,north,ge,50,vehicle,2023,2024-06-01\n",
            "metrics": METRICS,
            "places": PLACES,
        },
        "figures.promised",
    ),
)

LEVERS = (
    Example(
        "A candidate that does not say what it asks for",
        "A plan weighs public money; 0 is an answer, an empty cell is none. The same holds for expansions.",
        {
            "places": PLACES,
            "products": "product,kind,unit\nseats,component,set\n",
            "candidates": "candidate,product,eligible_places,capacity\nseat_works,seats,north,1000\n",
        },
        "levers.unpriced",
    ),
    Example(
        "A budget of an instrument that pays for nothing",
        "Grants, land, funds and services pay what candidates ask; talent pays for attracting people.",
        {
            "places": PLACES,
            "instruments": "instrument,kind,place\nplan_of_2021,plan,north\n",
            "budgets": "instrument,year,amount\nplan_of_2021,2022,1000000\n",
        },
        "levers.idle",
    ),
    Example(
        "Free land that shrinks",
        "`land_ha` is all that a place can give until the end of the year.",
        {
            "places": PLACES,
            "free_land": "place,year,land_ha\nnorth,2022,30\nnorth,2023,20\n",
        },
        "levers.shrinking",
    ),
)
GROUPS = {
    "Cells": CELLS,
    "Headings and tables": HEADINGS,
    "Keys, references and sources": KEYS,
    "Bill of materials": CHAIN,
    "Positions": POSITIONS,
    "Times": TIMES,
    "Promises": PROMISES,
    "Figures": FIGURES,
    "Settings and exchange rates": SETTINGS,
    "Sectors, stocks and shocks": NETWORK,
    "Candidates, budgets and land": LEVERS,
    "CSV files": FILES,
}


def page(_old: str = "") -> str:
    """Return the page."""
    parts = [HEAD]
    for group, examples in GROUPS.items():
        parts.append(f"## {group}\n")
        for example in examples:
            parts += [f"### {example.heading}\n", *([f"{example.words}\n"] if example.words else [])]
            parts.append(said(example))
    parts += [f"## Excel workbooks\n\n{excel()}", TAIL]
    return "\n".join(parts)


def said(example: Example) -> str:
    """Return what `check` says of an example, as a block; `unsourced` only where it is meant."""
    with tempfile.TemporaryDirectory() as folder:
        tables = Path(folder) / "case" / "tables"
        tables.mkdir(parents=True)
        for name, content in example.tables.items():
            data = content if isinstance(content, bytes) else content.encode()
            (tables / f"{name}.csv").write_bytes(data)
        return _block(tables.parent, unsourced=example.rule == "keys.unsourced")


def _block(case: Path, *, unsourced: bool = False) -> str:
    lines = []
    for fault in look(case).faults:
        if unsourced or "rows state no" not in fault.rule:
            shown = fault.line().replace(str(case), "my-case")
            lines.append(f"{SIGNS[fault.severity]}: {shown}")
    return "```text\n" + "\n".join(lines) + "\n```\n"


def excel() -> str:
    """Return what `check` says of a workbook that people filled in."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "products"
    for row in (
        ("product", "kind", "unit", "unit_price"),
        ("car", "final", "vehicle", "=100*2"),
        ("battery", "component", "set", 900),
        ("motor", "component", "set", 400),
        ("frame", "component", "set", None),
    ):
        sheet.append(row)
    sheet.row_dimensions[4].hidden = True
    sheet.merge_cells("B4:B5")
    book.create_sheet("Notes")["A1"] = "made by hand"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.xlsx"
        book.save(path)
        block = _block(path)
    return (
        "A workbook with a formula that was never computed, a hidden row, merged cells, and a sheet of notes:\n\n"
        f"{block}"
    )


TAIL = """## When a case cannot be opened or saved

These end a command with exit code 2, and say why.

| message begins | meaning |
|---|---|
| `... does not exist` | the folder or workbook named is not there |
| `... is no case` | it is there, but holds no tables |
| `... is being saved by another program` | somebody else is writing; nothing was written by you |
| `... was changed after it was read here` | somebody saved in the meantime; your version was not written over it |
| `the case has no targets` | the study has nothing to work on |

[Cases](cases.md) says how saving works and what to do with two versions.
"""
