"""Seeded synthetic cases of one supply chain, valid under `hinterland check`, in Parquet.

One finished product of 300 parts, assembled by 40 plants in a province that holds every fourth city; plants of the
parts stand round all cities, three in five with a known capacity, nine in ten running. Assembly grows with the
number of plants, so that capacity is about as scarce at every size. A maker of a part has one customer for it: an
assembling firm for parts of the first tier, another firm for the rest. All of it is made up and says so in every
row.

    python benchmarks/chain.py out/bench-chain --plants 10000
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

SEED = 20210811
FIRST_TIER = 12
PER_FIRM = 4 / 3
"""Plants of parts that a firm has on average."""
PRICE = 100.0
"""Price of every product, yuan: deliveries are told in value, capacity in units."""
YEAR = 2021


@dataclass(frozen=True)
class Chain:
    """How many plants make parts, of how many products, in how many cities; how many assemble."""

    plants: int
    products: int = 300
    cities: int = 300
    assemblers: int = 40


TINY = Chain(plants=60, products=15, cities=8, assemblers=3)


def generate(folder: Path, chain: Chain, seed: int = SEED) -> Path:
    """Write the case into `folder` (which gets a folder `tables`) and return it."""
    tables = folder / "tables"
    tables.mkdir(parents=True, exist_ok=True)
    for name, frame in frames(chain, seed).items():
        marked = frame.with_columns(
            source=pl.lit("synthetic: generated for benchmarks"),
            basis=pl.lit("synthetic"),
            published=pl.lit("2020-01-01"),
            published_basis=pl.lit("assumed"),
        )
        marked.write_parquet(tables / f"{name}.parquet")
    return folder


def frames(chain: Chain, seed: int = SEED) -> dict[str, pl.DataFrame]:
    """Return the tables, without the columns that every table has."""
    rng = np.random.default_rng(seed)
    places = _places(chain, rng)
    recipes = _recipes(chain, rng)
    plants = pl.concat([_parts(chain, places, rng), _assemblers(chain, places, rng)], how="diagonal")
    return {
        "places": places,
        "products": _products(chain),
        "recipes": recipes,
        "firms": _named("firm", plants["firm"].unique(maintain_order=True)),
        "plants": plants,
        "supplies": _supplies(chain, plants, rng),
    }


def _named(key: str, ids: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({key: ids}).with_columns(
        name_en=pl.lit("Made-up ") + pl.col(key), name_zh=pl.lit("合成") + pl.col(key)
    )


def _places(chain: Chain, rng: np.random.Generator) -> pl.DataFrame:
    """A country, a province, and cities, every fourth of which lies in the province."""
    lon, lat = rng.uniform(115, 123, chain.cities), rng.uniform(27, 35, chain.cities)
    above = ["province" if n % 4 == 0 else "land" for n in range(chain.cities)]
    ids = pl.Series(["land", "province", *(f"city_{n}" for n in range(chain.cities))])
    return _named("place", ids).with_columns(
        kind=pl.Series(["country", "province", *["city"] * chain.cities]),
        parent=pl.Series([None, "land", *above], dtype=pl.String),
        lon=pl.Series([119.0, 119.0, *lat_lon(lon)]),
        lat=pl.Series([31.0, 31.0, *lat_lon(lat)]),
    )


def lat_lon(degrees: np.ndarray) -> list[float]:
    """Return degrees as a case writes them: five places, a metre."""
    return [float(d) for d in np.round(degrees, 5)]


def _products(chain: Chain) -> pl.DataFrame:
    ids = pl.Series(["root", *(f"part_{n}" for n in range(chain.products))])
    return _named("product", ids).with_columns(
        kind=pl.Series(["final", *["component"] * chain.products]),
        unit=pl.lit("set"),
        unit_price=pl.lit(PRICE),
    )


def _recipes(chain: Chain, rng: np.random.Generator) -> pl.DataFrame:
    """A tree of some five tiers; what the inputs of a product leave of its value is its own."""
    children: dict[str, list[str]] = {}
    for n in range(chain.products):
        parent = "root" if n < FIRST_TIER else f"part_{rng.integers(0, n // 3 + 1)}"
        children.setdefault(parent, []).append(f"part_{n}")
    rows = [
        (parent, "reference", part, 1.0, float(share))
        for parent, parts in children.items()
        for part, share in zip(parts, rng.dirichlet(np.ones(len(parts) + 1)), strict=False)
    ]
    return pl.DataFrame(rows, schema=["product", "process", "input", "quantity", "value_share"], orient="row")


def _parts(chain: Chain, places: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Plants of parts: each part has one at least."""
    number = np.arange(chain.plants)
    city = rng.integers(0, chain.cities, chain.plants)
    drawn = rng.integers(0, chain.products, chain.plants)
    product = np.where(number < chain.products, number, drawn)
    capacity = np.where(rng.random(chain.plants) < 0.4, np.nan, rng.lognormal(10, 1, chain.plants).round())
    firms = max(1, int(chain.plants / PER_FIRM))
    return pl.DataFrame(
        {
            "plant": [f"plant_{n}" for n in number],
            "firm": [f"firm_{n % firms}" for n in number],
            "product": [f"part_{n}" for n in product],
            **_positions(places, city, 0.1, rng),
            "capacity": pl.Series(capacity).fill_nan(None),
            "opened": pl.Series(np.where(number % 10 > 0, "2015", ""), dtype=pl.String).replace("", None),
            "announced": ["2014"] * chain.plants,
        }
    )


def _assemblers(chain: Chain, places: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Assembling plants in the province."""
    count = chain.assemblers
    city = 4 * rng.integers(0, chain.cities // 4, count)
    scale = chain.plants / chain.products / 33
    return pl.DataFrame(
        {
            "plant": [f"assembly_{n}" for n in range(count)],
            "firm": [f"assembler_{n}" for n in range(count)],
            "product": ["root"] * count,
            **_positions(places, city, 0.05, rng),
            "capacity": (rng.lognormal(10, 1, count) * scale).round(),
            "opened": ["2015"] * count,
        }
    )


def _supplies(chain: Chain, plants: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """One delivery of every firm and part, of up to half the capacity (of 10,000 sets where it is unknown)."""
    made = plants.filter(pl.col("product") != "root").unique(["firm", "product"], maintain_order=True)
    count = made.height
    first = made["product"].is_in([f"part_{n}" for n in range(FIRST_TIER)])
    other = np.roll(made["firm"].to_numpy(), 1)
    assembler = [f"assembler_{n}" for n in rng.integers(0, chain.assemblers, count)]
    size = made["capacity"].fill_null(10_000.0).to_numpy() * rng.uniform(0, 0.5, count)
    return pl.DataFrame(
        {
            "supplier": made["firm"],
            "customer": np.where(first.to_numpy(), assembler, other),
            "product": made["product"],
            "year": [YEAR] * count,
            "value": (size * PRICE).round(),
        }
    )


def _positions(
    places: pl.DataFrame, city: np.ndarray, spread: float, rng: np.random.Generator
) -> dict[str, list[str] | list[float]]:
    """Return places and positions round the middles of cities; `spread` in degrees."""
    at = places[(city + 2).tolist()]  # after the country and the province
    return {
        "place": at["place"].to_list(),
        "lon": lat_lon(at["lon"].to_numpy() + rng.normal(0, spread, len(city))),
        "lat": lat_lon(at["lat"].to_numpy() + rng.normal(0, spread, len(city))),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--plants", type=int, default=10_000)
    parser.add_argument("--products", type=int, default=300)
    parser.add_argument("--cities", type=int, default=300)
    parser.add_argument("--assemblers", type=int, default=40)
    parser.add_argument("--seed", type=int, default=SEED)
    told = parser.parse_args()
    chain = Chain(told.plants, told.products, told.cities, told.assemblers)
    generate(told.folder, chain, told.seed)


if __name__ == "__main__":
    main()
