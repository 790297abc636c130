"""Rebuild the tables of the case yangtze-nev from its sources, byte for byte.

    python examples/yangtze-nev/build.py [--out FOLDER]

Reads `sources/*.csv` and `documents/*.txt` of this folder and nothing else; needs the standard library and
`hinterland.schema`, which gives the order of columns. The rules, one module a family, are in `casebuild/`:
units and dates in `convert`, the made-up population in `synthetic`, made-up candidates and what a plan may use in
`ratios`, `candidates` and `room`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from casebuild import candidates, content, frame, industry, levers, promises, room, sectors, synthetic
from casebuild.convert import earliest
from casebuild.rows import CASE, Row, Tables, write_table

from hinterland.schema import TABLES

ADVANCED = ("places", "products", "firms", "metrics", "funds")
"""Tables whose rows are public as soon as the first row that refers to them is."""


def real_tables() -> Tables:
    """Return every table that rests on sources."""
    plants = industry.plants()
    return {
        "places": frame.places(),
        "products": frame.products(),
        "recipes": frame.recipes(),
        "content_rules": content.content_rules(),
        "cost_items": content.cost_items(),
        "firms": industry.firms() + industry.organisations(),
        "plants": plants,
        "supplies": industry.supplies(),
        "documents": promises.documents(),
        "metrics": promises.metrics(),
        "targets": promises.targets(),
        "observations": promises.observations(),
        "agreements": promises.agreements(),
        "workstreams": promises.workstreams(),
        "milestones": promises.milestones(),
        "fulfilments": promises.fulfilments(plants),
        "instruments": levers.instruments(),
        "funds": levers.funds(),
        "fund_projects": levers.fund_projects(),
        "offers": levers.offers(),
        "exchange_rates": promises.exchange_rates(),
        "settings": promises.settings(),
    }


def _references(tables: Tables, to: str) -> list[tuple[str, str]]:
    """Return (id, date of publication) of every reference to a row of table `to`."""
    found = []
    for name, rows in tables.items():
        for column in TABLES[name].columns:
            if any(ref.split(".")[0] == to for ref in column.ref) and column.name != "superseded_by":
                for row in rows:
                    cell = row.get(column.name, "")
                    ids = cell.split(";") if column.kind.many else [cell]
                    found += [(i, row["published"]) for i in ids if i and row["published"]]
    return found


def advance(tables: Tables) -> None:
    """Move dates of publication forward so that no row is public before what it refers to.

    Places, products, firms, metrics and funds are no news by themselves: they take the date of the first row that
    uses them. Repeated until nothing moves (parents of parents).
    """
    moved = True
    while moved:
        moved = False
        for name in ADVANCED:
            key = TABLES[name].key[0]
            rows: dict[str, Row] = {row[key]: row for row in tables[name]}
            named = industry.mentions(tables) if name == "firms" else []
            for i, date in _references(tables, name) + named:
                row = rows.get(i)
                if row is None or row["published"] == date:
                    continue
                if earliest(date, row["published"] or date) == date:
                    row["published"], row["published_basis"], moved = date, "assumed", True


def build(out: Path) -> dict[str, int]:
    """Write all tables to `out`; return the number of rows of each."""
    tables = real_tables()
    made_firms, made_plants = synthetic.population(tables)
    advance(tables)
    tables["aliases"] = frame.aliases(tables)
    tables["firms"] += made_firms
    tables["plants"] += made_plants
    sectors.fill(tables)
    wanted, firms = candidates.candidates(tables)
    tables["candidates"] = wanted
    tables["firms"] += firms
    room.fill(tables, wanted)
    for name, rows in tables.items():
        write_table(out, name, rows)
    return {name: len(rows) for name, rows in tables.items()}


def main() -> int:
    """Run the build from the command line."""
    parser = argparse.ArgumentParser(
        description="Rebuild the tables of the case yangtze-nev from its sources."
    )
    parser.add_argument("--out", type=Path, default=CASE / "tables", help="folder to write (default: tables)")
    counts = build(parser.parse_args().out)
    width = max(map(len, counts))
    sys.stdout.write("".join(f"{name:{width}} {n:6,}\n" for name, n in counts.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
