"""Metrics are complete, units fit, targets make sense, documents stay inside the case."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

import polars as pl

from hinterland import units
from hinterland.check.listing import ROW, listed, numbered, present
from hinterland.errors import UnitError
from hinterland.frames import own_units

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.faults import Fault
    from hinterland.sheets import Sheet

_NEEDS = {
    "ratio": ("numerator", "denominator"),
    "growth": ("numerator",),
    "first_to_pass": ("members", "threshold"),
}


def definitions(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """A metric has what its kind needs."""
    if not present(sheets, ["metrics"]):
        return []
    sheet = sheets["metrics"]
    faults: list[Fault] = []
    for kind, needed in _NEEDS.items():
        for column in needed:
            lacking = numbered(sheet).filter((pl.col("kind") == kind) & pl.col(column).is_null())
            faults += listed(
                sheet, lacking, column, f"a metric of kind {kind} needs `{column}`", f"Fill in `{column}`"
            )
    bare = numbered(sheet).filter(
        (pl.col("kind") == "sum")
        & pl.col("members").is_null()
        & (pl.col("product").is_null() | pl.col("plant_column").is_null())
    )
    alone = numbered(sheet).filter(
        (pl.col("kind") == "first_to_pass") & (pl.col("members").str.split(";").list.n_unique() < 2)
    )
    faults += listed(
        sheet,
        alone,
        "members",
        "a metric of kind first_to_pass needs at least two different members",
        "Name the metrics that race",
    )
    faults += listed(
        sheet,
        bare,
        "members",
        "a metric of kind sum needs `members`, or `product` and `plant_column`",
        "Fill in what is summed",
    )
    return faults + _nearby(sheet, rules=present(sheets, ["content_rules"]))


def _nearby(sheet: Sheet, *, rules: bool) -> list[Fault]:
    """A metric measured on the chain says how; where nobody defined it, it cannot, and need not."""
    rows = numbered(sheet)
    defined = rows.filter(pl.col("defined_by").ne_missing("nobody"))
    vague = defined.filter((pl.col("kind") == "coverage") & pl.col("nearby").is_null())
    unruled = defined.filter((pl.col("kind") == "content") & pl.col("rule").is_null() & pl.lit(rules))
    endless = rows.filter((pl.col("nearby") == "sourced_reach") & pl.col("hours").is_null())
    bounded = rows.filter((pl.col("nearby") == "sourced_boundary") & pl.col("hours").is_not_null())
    return (
        listed(sheet, vague, "nearby", "a metric of kind coverage needs `nearby`", "Fill in `nearby`")
        + listed(sheet, unruled, "rule", "a metric of kind content needs `rule`", "Fill in `rule`")
        + listed(
            sheet,
            endless,
            "hours",
            "bought within reach, but within how many hours is not said",
            "Fill in `hours`",
        )
        + listed(
            sheet,
            bounded,
            "hours",
            "bought inside the boundary: no travel time counts",
            "Leave `hours` empty, or write `sourced_reach` in `nearby`",
        )
    )


def unit_mismatch(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Units of observations and targets convert to the unit of their metric."""
    if not present(sheets, ["metrics"]):
        return []
    own = own_units(sheets["settings"].frame) if present(sheets, ["settings"]) else ()
    metrics = sheets["metrics"].frame.select("metric", pl.col("unit").alias("__unit")).unique("metric")
    faults: list[Fault] = []
    for name in ("observations", "targets"):
        if not present(sheets, [name]):
            continue
        sheet = sheets[name]
        rows = numbered(sheet)
        if name == "targets":
            rows = rows.with_columns(pl.col("metrics").str.split(";").alias("metric")).explode("metric")
        rows = rows.join(metrics, on="metric", how="inner", validate="m:1", maintain_order="left")
        pairs = rows.select("unit", "__unit").drop_nulls().unique()
        bad = [(a, b) for a, b in pairs.iter_rows() if not _fits(a, b, own)]
        if bad:
            wrong = rows.join(
                pl.DataFrame(bad, schema=["unit", "__unit"], orient="row"), on=["unit", "__unit"], how="semi"
            ).unique(ROW, maintain_order=True)
            faults += listed(
                sheet,
                wrong,
                "unit",
                lambda row: f"does not convert to {row['__unit']}, the unit of {row['metric']}",
                "Mend the unit here or in `metrics`",
            )
    return faults


def computed_units(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Growth is a share, a ratio is in the unit of its numerator by that of its denominator."""
    if not present(sheets, ["metrics"]):
        return []
    own = own_units(sheets["settings"].frame) if present(sheets, ["settings"]) else ()
    sheet = sheets["metrics"]
    dimensions = sheet.frame.select("metric", "unit").drop_nulls().unique("metric", keep="first")
    known = {metric: _dimension(unit, own) for metric, unit in dimensions.iter_rows()}
    growths: list[int] = []
    ratios: list[int] = []
    rows = numbered(sheet).filter(pl.col("kind").is_in(["growth", "ratio"]))
    for row in rows.iter_rows(named=True):
        found = _dimension(row["unit"], own)
        top, below = known.get(row["numerator"]), known.get(row["denominator"])
        if found and row["kind"] == "growth" and found != "1":
            growths.append(row[ROW])
        if found and top and below and row["kind"] == "ratio":
            wanted = "1" if top == below else f"{top}/{below}"
            if found != wanted:
                ratios.append(row[ROW])
    return listed(
        sheet,
        rows.filter(pl.col(ROW).is_in(growths)),
        "unit",
        "growth is no such measure: it is a share",
        "Write percent, or 1",
    ) + listed(
        sheet,
        rows.filter(pl.col(ROW).is_in(ratios)),
        "unit",
        lambda row: f"{row['numerator']} / {row['denominator']} is not measured so",
        "Write percent where both measure the same, else the unit above, a slash, the unit below",
    )


def _dimension(unit: str | None, own: tuple[tuple[str, float, str], ...]) -> str | None:
    try:
        return units.find(unit, own).dimension if unit else None
    except UnitError:
        return None  # told already, where the unit was read


def _fits(unit: str, to: str, own: tuple[tuple[str, float, str], ...]) -> bool:
    try:
        a, b = units.find(unit, own), units.find(to, own)
    except UnitError:
        return True  # told already, where the unit was read
    money = a.dimension.startswith("money:") and b.dimension.startswith("money:")
    return money or a.dimension == b.dimension


def target_shape(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """A range has two ends in order; a target that was replaced says when and by what."""
    if not present(sheets, ["targets"]):
        return []
    sheet = sheets["targets"]
    rows = numbered(sheet)
    open_range = rows.filter((pl.col("comparator") == "range") & pl.col("value_high").is_null())
    upside_down = rows.filter(pl.col("value_high") < pl.col("value"))
    half = rows.filter(pl.col("superseded_by").is_null() != pl.col("superseded_on").is_null())
    over = rows.filter((pl.col("unit").is_in(["percent", "%"])) & (pl.col("value") > 100))
    return (
        listed(sheet, open_range, "value_high", "a range needs its upper value", "Fill in `value_high`")
        + listed(sheet, upside_down, "value_high", "the upper value is below the value", "Swap the two")
        + listed(
            sheet,
            half,
            "superseded_on",
            "`superseded_by` and `superseded_on` go together",
            "Fill in both, or neither",
        )
        + listed(
            sheet,
            over,
            "value",
            "above 100 percent",
            "Mend it if it is a share; growth may exceed 100",
            "warning",
        )
    )


def vintages(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Two vintages of one figure that were published on one day leave open which is newer."""
    if not present(sheets, ["observations"]):
        return []
    sheet = sheets["observations"]
    figure = ["metric", "place", "period", "published"]
    rows = numbered(sheet).drop_nulls(figure)
    tied = rows.filter(
        (pl.col("vintage").n_unique().over(figure) > 1) & (pl.col("value").n_unique().over(figure) > 1)
    ).unique(figure, keep="first", maintain_order=True)
    return listed(
        sheet,
        tied,
        "vintage",
        lambda row: f"two vintages of {row['metric']} {row['period']} published on {row['published']} differ",
        "Give them different dates; until then the last row counts",
        "warning",
    )


def rates(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Money in another currency than yuan has an exchange rate; claims only state what a document says."""
    known = {"CNY"}
    if present(sheets, ["exchange_rates"]):
        known |= set(sheets["exchange_rates"].frame["currency"].drop_nulls().to_list())
    faults: list[Fault] = []
    for name, sheet in sheets.items():
        if (
            name in {"exchange_rates", "claims"}
            or "currency" not in sheet.frame.columns
            or not sheet.frame.height
        ):
            continue
        wrong = numbered(sheet).filter(
            pl.col("currency").is_not_null() & ~pl.col("currency").is_in(list(known))
        )
        faults += listed(
            sheet,
            wrong,
            "currency",
            "no exchange rate of this currency",
            "Add a dated rate to `exchange_rates`",
        )
    return faults


def paths(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Texts of documents lie inside the folder of the case."""
    if not present(sheets, ["documents"]):
        return []
    sheet = sheets["documents"]
    wrong = numbered(sheet).filter(
        pl.col("path").map_elements(_leaves, return_dtype=pl.Boolean, skip_nulls=True).fill_null(value=False)
    )
    return listed(
        sheet,
        wrong,
        "path",
        "leads out of the case's folder",
        "Copy the text below documents/ and name it so",
    )


def _leaves(path: str) -> bool:
    posix, windows = PurePosixPath(path), PureWindowsPath(path)
    return posix.is_absolute() or windows.is_absolute() or bool(windows.drive) or ".." in windows.parts
