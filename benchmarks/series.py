"""Seeded synthetic cases of many series, for forecasts: valid under `hinterland check`, in Parquet.

Every place makes the same goods; the country's figures are the wholes of the provinces'. Growth differs from good to
good and from place to place and is shocked every year; months have a season. All of it is made up and says so.

    python benchmarks/series.py out/bench-years --goods 100 --places 100 --periods 12
    python benchmarks/series.py out/bench-months --goods 100 --places 100 --periods 72 --grain month
    python benchmarks/series.py out/bench-board --goods 10 --places 21 --periods 12 --targets 100
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

SEED = 20210811
LAST_YEAR = 2024
FEAST = {0: -0.25, 1: -0.35, 11: 0.2}
"""Season of a month, in logarithms: January, February, December."""


@dataclass(frozen=True)
class Panel:
    """How many goods, places (the country among them) and periods a case has, and how many targets."""

    goods: int
    places: int
    periods: int
    grain: str = "year"
    targets: int = 0


def generate(folder: Path, panel: Panel, seed: int = SEED) -> Path:
    """Write the case into `folder` (which gets a folder `tables`) and return it."""
    tables = folder / "tables"
    tables.mkdir(parents=True, exist_ok=True)
    for name, frame in frames(panel, seed).items():
        public = pl.lit("2000-01-01") if "published" not in frame.columns else pl.col("published")
        marked = frame.with_columns(
            source=pl.lit("synthetic: generated for benchmarks"),
            basis=pl.lit("synthetic"),
            published=public,
            published_basis=pl.lit("stated"),
        )
        marked.write_parquet(tables / f"{name}.parquet")
    return folder


def frames(panel: Panel, seed: int = SEED) -> dict[str, pl.DataFrame]:
    """Return the tables, without the columns that every table has."""
    found = {"places": _places(panel), "metrics": _metrics(panel), "observations": _observations(panel, seed)}
    if panel.targets:
        found["targets"] = _targets(panel)
    return found


def levels(panel: Panel, seed: int = SEED) -> np.ndarray:
    """Return the figures, shape (series, periods): good by good, in each the places, the country first.

    A series of logarithms is a random walk with a drift of its own, common shocks of its good, noise and season.
    """
    rng = np.random.default_rng(seed)
    cells = 12 if panel.grain == "month" else 1
    shape = (panel.goods, panel.places, panel.periods)
    drift = rng.normal(0.06, 0.08, shape[:2])[..., None] / cells
    common = rng.normal(0.0, 0.10 / np.sqrt(cells), (panel.goods, 1, panel.periods))
    own = rng.normal(0.0, 0.12 / np.sqrt(cells), shape)
    log = np.log(2e5) + rng.normal(0.0, 1.0, shape[:2])[..., None] + np.cumsum(drift + common + own, axis=2)
    if cells == 12:
        month = np.arange(panel.periods) % 12
        log += np.array([FEAST.get(int(m), 0.0) for m in month]) + rng.normal(0.0, 0.05, shape)
    amounts = np.exp(log)
    amounts[:, 0] = amounts[:, 1:].sum(axis=1) * 1.25  # the country has more provinces than the case
    return np.round(amounts.reshape(-1, panel.periods))


def _places(panel: Panel) -> pl.DataFrame:
    rows = [("land", "country", None)]
    rows += [(f"province_{p}", "province", "land") for p in range(1, panel.places)]
    return pl.DataFrame(rows, schema=["place", "kind", "parent"], orient="row").with_columns(
        name_en=pl.col("place").str.replace_all("_", " "), name_zh=pl.lit("合成地点")
    )


def _metrics(panel: Panel) -> pl.DataFrame:
    rows: list[tuple[str, str, str | None, str | None, str, str | None]] = []
    for g in range(panel.goods):
        rows.append((f"output_{g}", "series", None, None, "set", None))
        if panel.targets:
            rows.append((f"national_output_{g}", "series", None, None, "set", "land"))
            rows.append((f"share_{g}", "ratio", f"output_{g}", f"national_output_{g}", "percent", None))
    schema = ["metric", "kind", "numerator", "denominator", "unit", "place"]
    return pl.DataFrame(rows, schema=dict.fromkeys(schema, pl.String), orient="row")


def _periods(panel: Panel) -> tuple[list[str], list[str]]:
    """Return the periods, and the day on which each became public."""
    if panel.grain == "year":
        years = range(LAST_YEAR - panel.periods + 1, LAST_YEAR + 1)
        return [str(y) for y in years], [f"{y + 1}-03-01" for y in years]
    months = [LAST_YEAR * 12 + 11 - panel.periods + 1 + m for m in range(panel.periods)]
    names = [f"{m // 12}-{m % 12 + 1:02d}" for m in months]
    return names, [date((m + 1) // 12, (m + 1) % 12 + 1, 18).isoformat() for m in months]


def _observations(panel: Panel, seed: int) -> pl.DataFrame:
    amounts = levels(panel, seed)
    periods, days = _periods(panel)
    names, places = [], []
    for g in range(panel.goods):
        for p in range(panel.places):
            national = panel.targets and not p
            names.append(f"national_output_{g}" if national else f"output_{g}")
            places.append(f"province_{p}" if p else "land")
    count = len(names)
    return pl.DataFrame(
        {
            "metric": np.repeat(names, panel.periods),
            "place": np.repeat(places, panel.periods),
            "period": np.tile(periods, count),
            "vintage": np.tile(days, count),
            "value": amounts.ravel(),
            "published": np.tile(days, count),
        }
    ).with_columns(unit=pl.lit("set"), flow=pl.lit("period"))


def _targets(panel: Panel) -> pl.DataFrame:
    """Return promises of 2022 for 2026: levels and shares in turn, around what was public then."""
    amounts = levels(panel).reshape(panel.goods, panel.places, panel.periods)[:, :, -3]
    rows = []
    for n in range(panel.targets):
        good, place = n % panel.goods, 1 + n // panel.goods % (panel.places - 1)
        more = 1.0 + 0.1 * (n % 7)
        now = float(amounts[good, place])
        if n % 2:
            share = round(min(100 * now / float(amounts[good, 0]) * more, 99.0), 2)
            rows.append((f"target_{n}", f"share_{good}", f"province_{place}", share, "percent"))
        else:
            rows.append((f"target_{n}", f"output_{good}", f"province_{place}", round(now * more**4), "set"))
    frame = pl.DataFrame(
        rows, schema=["target", "metrics", "place", "value", "unit"], orient="row", strict=False
    )
    return frame.with_columns(
        pl.col("value").cast(pl.Float64),
        comparator=pl.lit("ge"),
        deadline=pl.lit("2026"),
        published=pl.lit("2022-01-15"),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--goods", type=int, required=True)
    parser.add_argument("--places", type=int, required=True)
    parser.add_argument("--periods", type=int, required=True)
    parser.add_argument("--grain", choices=["year", "month"], default="year")
    parser.add_argument("--targets", type=int, default=0)
    parser.add_argument("--seed", type=int, default=SEED)
    told = vars(parser.parse_args())
    folder, seed = told.pop("folder"), told.pop("seed")
    generate(folder, Panel(**told), seed=seed)


if __name__ == "__main__":
    main()
