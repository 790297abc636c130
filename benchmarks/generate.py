"""A seeded synthetic case of any size, valid under `hinterland check`, in CSV or Parquet.

The sizes of the issue: 10,000 firms, 20,000 plants, 100,000 supplies, 300 products (`MIDDLE`), and one million firms
with five million supplies (`LARGE`). Everything in it is made up and says so in every row. Columns are drawn by
polars from the seed, so that five million rows take seconds; ids and keys are unique by construction.

    python benchmarks/generate.py out/bench-case --size middle --form csv
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import polars as pl

SEED = 20210811
CITIES, PROVINCES = 48, 6
FAN = 4  # inputs of one product
YEARS = (2021, 2022, 2023)


@dataclass(frozen=True)
class Size:
    """How many rows the large tables get."""

    firms: int
    plants: int
    supplies: int
    products: int


TINY = Size(20, 40, 100, 10)
MIDDLE = Size(10_000, 20_000, 100_000, 300)
LARGE = Size(1_000_000, 2_000_000, 5_000_000, 300)
SIZES = {"tiny": TINY, "middle": MIDDLE, "large": LARGE}


def generate(folder: Path, size: Size = MIDDLE, *, form: str = "csv", seed: int = SEED) -> Path:
    """Write the case into `folder` (which gets a folder `tables`) and return it."""
    tables = folder / "tables"
    tables.mkdir(parents=True, exist_ok=True)
    for name, frame in frames(size, seed).items():
        marked = frame.with_columns(
            source=pl.lit("synthetic: generated for benchmarks"),
            basis=pl.lit("synthetic"),
            published=pl.lit("2021-01-01") if "published" not in frame.columns else pl.col("published"),
            published_basis=pl.lit("assumed"),
        )
        if form == "parquet":
            marked.write_parquet(tables / f"{name}.parquet")
        else:
            marked.write_csv(tables / f"{name}.csv")
    return folder


def frames(size: Size, seed: int = SEED) -> dict[str, pl.DataFrame]:
    """Return the tables, without the columns that every table has."""
    return {
        "places": _places(),
        "products": _products(size),
        "recipes": _recipes(size),
        "firms": _firms(size, seed),
        "plants": _plants(size, seed),
        "supplies": _supplies(size, seed),
        **_promises(),
    }


def _uniform(index: pl.Expr, seed: int) -> pl.Expr:
    """Return numbers in [0, 1) that depend on index and seed only: two rounds of a linear congruence."""
    modulus = 2**31 - 1
    one = (index.cast(pl.Int64) * 48_271 + seed) % modulus
    two = (one * 16_807 + 11 * seed) % modulus
    return two.cast(pl.Float64) / modulus


def _places() -> pl.DataFrame:
    rows: list[tuple[str, str, str | None, float, float, float]] = [
        ("land", "country", None, 115.0, 32.0, 1500.0)
    ]
    for p in range(PROVINCES):
        lon, lat = 110.0 + 2.0 * p, 28.0 + 1.5 * p
        rows.append((f"province_{p}", "province", "land", lon, lat, 300.0))
        for c in range(CITIES // PROVINCES):
            at = (round(lon + 0.2 * (c - 3), 3), round(lat + 0.15 * (c - 3), 3))
            rows.append((f"city_{p}_{c}", "city", f"province_{p}", *at, 80.0))
    return pl.DataFrame(
        rows, schema=["place", "kind", "parent", "lon", "lat", "radius_km"], orient="row"
    ).with_columns(name_en=pl.col("place").str.replace_all("_", " "), name_zh=pl.lit("合成地点"))


def _city(u: pl.Expr) -> pl.Expr:
    number = (u * CITIES).floor().cast(pl.Int64)
    per = CITIES // PROVINCES
    return pl.format("city_{}_{}", number // per, number % per)


def _products(size: Size) -> pl.DataFrame:
    number = pl.int_range(size.products, eager=True).alias("n").to_frame()
    return number.select(
        product=pl.format("product_{}", "n"),
        name_en=pl.format("Product {}", "n"),
        name_zh=pl.format("产品{}", "n"),
        kind=pl.when(pl.col("n") == 0).then(pl.lit("final")).otherwise(pl.lit("component")),
        unit=pl.lit("set"),
        unit_price=(100_000 / (pl.col("n") + 1)).round(2),
    )


def _recipes(size: Size) -> pl.DataFrame:
    """A tree: product n is an input of product (n - 1) // FAN, each input a fifth of the value."""
    number = pl.int_range(1, size.products, eager=True).alias("n").to_frame()
    return number.select(
        product=pl.format("product_{}", (pl.col("n") - 1) // FAN),
        process=pl.lit("reference"),
        input=pl.format("product_{}", "n"),
        quantity=pl.lit(1.0),
        value_share=pl.lit(0.2),
        low=pl.lit(0.15),
        high=pl.lit(0.25),
    )


def _firms(size: Size, seed: int) -> pl.DataFrame:
    number = pl.int_range(size.firms, eager=True).alias("n").to_frame()
    u = _uniform(pl.col("n"), seed + 1)
    return number.select(
        firm=pl.format("firm_{}", "n"),
        name_en=pl.format("Made-up firm {}", "n"),
        name_zh=pl.format("合成企业{}", "n"),
        place=_city(_uniform(pl.col("n"), seed)),
        revenue=(1e7 / (1 - u) ** 0.9).round(0),  # heavy tail, as firms' sizes have
        employees=(30 / (1 - u) ** 0.8).floor().cast(pl.Int64),
    )


def _plants(size: Size, seed: int) -> pl.DataFrame:
    places = _places().select("place", pl.col("lon").alias("__lon"), pl.col("lat").alias("__lat"))
    number = pl.int_range(size.plants, eager=True).alias("n").to_frame()
    u, v = _uniform(pl.col("n"), seed + 2), _uniform(pl.col("n"), seed + 3)
    drawn = number.with_columns(place=_city(u), opened=(2000 + (v * 20).floor()).cast(pl.Int64))
    return drawn.join(places, on="place", how="left", maintain_order="left").select(
        plant=pl.format("plant_{}", "n"),
        name_en=pl.format("Made-up plant {}", "n"),
        firm=pl.format("firm_{}", pl.col("n") % size.firms),
        product=pl.format("product_{}", (v * size.products).floor().cast(pl.Int64)),
        place="place",
        lon=(pl.col("__lon") + (u - 0.5) * 0.4).round(5),
        lat=(pl.col("__lat") + (v - 0.5) * 0.4).round(5),
        capacity=pl.when(u < 0.7).then((1000 / (1 - v)).round(0)),  # three in ten unknown
        announced=(pl.col("opened") - 2).cast(pl.String),
        opened=pl.format("{}-06", "opened"),
    )


def _supplies(size: Size, seed: int) -> pl.DataFrame:
    """Each firm supplies a few others, whose distance in the numbering differs: no key stands twice."""
    per = max(1, -(-size.supplies // size.firms))
    number = pl.int_range(size.supplies, eager=True).alias("n").to_frame()
    supplier, link = pl.col("n") // per, pl.col("n") % per
    stride = max(1, (size.firms - 2) // (per + 1))
    u = _uniform(pl.col("n"), seed + 4)
    return number.select(
        supplier=pl.format("firm_{}", supplier),
        customer=pl.format("firm_{}", (supplier + 1 + link * stride) % size.firms),
        product=pl.format("product_{}", supplier % size.products),
        year=pl.lit(2021),
        value=(1e5 / (1 - u) ** 0.9).round(2),
    )


def _promises() -> dict[str, pl.DataFrame]:
    metrics = pl.DataFrame(
        [
            ("made_in_province_0", "series", None, None, "vehicle", "province_0"),
            ("made_in_land", "series", None, None, "vehicle", "land"),
            ("share_of_province_0", "ratio", "made_in_province_0", "made_in_land", "percent", "province_0"),
        ],
        schema=["metric", "kind", "numerator", "denominator", "unit", "place"],
        orient="row",
    )
    observations = pl.DataFrame(
        [
            (metric, place, str(year), str(year + 1), float(base + step * n), f"{year + 1}-03-01")
            for metric, place, base, step in (
                ("made_in_province_0", "province_0", 100_000, 60_000),
                ("made_in_land", "land", 1_000_000, 100_000),
            )
            for n, year in enumerate(YEARS)
        ],
        schema=["metric", "place", "period", "vintage", "value", "published"],
        orient="row",
    ).with_columns(unit=pl.lit("vehicle"), flow=pl.lit("period"))
    targets = pl.DataFrame(
        [("share_2023", "share_of_province_0", "province_0", "ge", 15.0, "percent", "2023", "in_period")],
        schema=["target", "metrics", "place", "comparator", "value", "unit", "deadline", "attainment"],
        orient="row",
    )
    return {"metrics": metrics, "observations": observations, "targets": targets}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", choices=SIZES, default="middle")
    parser.add_argument("--form", choices=["csv", "parquet"], default="csv")
    parser.add_argument("--seed", type=int, default=SEED)
    told = parser.parse_args()
    generate(told.folder, SIZES[told.size], form=told.form, seed=told.seed)


if __name__ == "__main__":
    main()
