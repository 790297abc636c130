"""The tables of the results `plan` and `attract`: names, columns, types.

An id column X is followed by its names X_en and X_zh. Money is CNY; a cost of the whole plan is discounted to its
first year, what is asked in a year is not. Shares are fractions. What nobody knows is null, and where that needs a
reason the row has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Row = dict[str, Any]
TEXT, WHOLE, NUMBER, YES = pl.String(), pl.Int64(), pl.Float64(), pl.Boolean()


def _named(name: str) -> dict[str, pl.DataType]:
    return {name: TEXT, f"{name}_en": TEXT, f"{name}_zh": TEXT}


def _numbers(*names: str) -> dict[str, pl.DataType]:
    return dict.fromkeys(names, NUMBER)


_NOTE: dict[str, pl.DataType] = {"note_en": TEXT, "note_zh": TEXT}

SCHEMAS: Mapping[str, Mapping[str, pl.DataType]] = {
    "openings": {
        **_named("candidate"),
        "firm": TEXT,
        **_named("product"),
        **_named("place"),
        **_numbers("lon", "lat"),
        "decided": WHOLE,
        "produces": WHOLE,
        "capacity": NUMBER,
        "unit": TEXT,
        **_numbers("ask", "ask_low", "ask_high", "capex", "jobs", "land_ha", "relocated"),
        "readiness": TEXT,
        **_numbers("landing_low", "landing_high"),
        "basis": TEXT,
    },
    "expansions": {
        **_named("plant"),
        **_named("product"),
        **_named("place"),
        "decided": WHOLE,
        "produces": WHOLE,
        "added": NUMBER,
        "unit": TEXT,
        **_numbers("ask", "capex", "jobs", "land_ha"),
        "basis": TEXT,
    },
    "support": {**_named("instrument"), "year": WHOLE, **_numbers("budget", "spent")},
    "room": {
        **_named("place"),
        "year": WHOLE,
        "kind": TEXT,
        **_named("group"),
        **_numbers("available", "used", "attracted"),
        "unit": TEXT,
    },
    "targets": {
        **_named("target"),
        **_named("definition"),
        "kind": TEXT,
        "place": TEXT,
        "year": WHOLE,
        "comparator": TEXT,
        **_numbers(
            "required", "value", "value_without", "slack", "forecast_low", "forecast", "forecast_high"
        ),
        "unit": TEXT,
        "hard": YES,
        "status": TEXT,
        **_numbers("price_relaxation", "price_fixed", "price_up", "price_down"),
        **_numbers("price_up_low", "price_up_high", "price_down_low", "price_down_high"),
        "step": NUMBER,
        "unit_step": TEXT,
        "unit_step_zh": TEXT,
        "price_note_en": TEXT,
        "price_note_zh": TEXT,
    },
    "costs": {**_named("part"), **_numbers("amount", "low", "high")},
    "years": {
        "year": WHOLE,
        **_numbers("public", "tax", "private", "jobs"),
        "opened": WHOLE,
        **_numbers("output_new", "output_relocated"),
    },
    "definitions": {
        **_named("target"),
        **_named("definition"),
        "status": TEXT,
        **_numbers("public", "public_low", "public_high"),
        "openings": WHOLE,
        "shortfall": NUMBER,
        "unit": TEXT,
        "gap": NUMBER,
        "plan": TEXT,
        **_NOTE,
    },
    "curve": {
        "target": TEXT,
        "definition": TEXT,
        **_numbers("level", "public", "bound"),
        "unit": TEXT,
        "status": TEXT,
    },
    "pareto": {
        "target_a": TEXT,
        "level_a": NUMBER,
        "target_b": TEXT,
        "level_b": NUMBER,
        **_numbers("public", "bound"),
        "status": TEXT,
    },
    "shortfall": {
        "mixture": TEXT,
        "family": TEXT,
        **_named("label"),
        "place": TEXT,
        "year": WHOLE,
        "by": NUMBER,
        "unit": TEXT,
        "share": NUMBER,
    },
    "conflict": {"family": TEXT, "label": TEXT, "year": WHOLE, "en": TEXT, "zh": TEXT},
    "alternatives": {
        "plan": WHOLE,
        "public": NUMBER,
        **_named("candidate"),
        **_named("place"),
        "decided": WHOLE,
    },
    "agreement": {**_named("candidate"), **_named("place"), "plans": WHOLE, "verdict": TEXT, "proved": YES},
    "robust": {
        "plan": TEXT,
        **_named("scenario"),
        "probability": NUMBER,
        "kind": TEXT,
        "target": TEXT,
        **_numbers("value", "required"),
        "held": YES,
        **_numbers("cost_if_known", "regret"),
    },
    "worth": {
        "rank": WHOLE,
        **_named("candidate"),
        "firm": TEXT,
        **_named("product"),
        **_named("place"),
        "in_plan": YES,
        "verdict": TEXT,
        **_numbers(
            "relaxed", "worth", "worth_low", "worth_high", "expected", "landing_low", "landing_high", "hours"
        ),
        "readiness": TEXT,
        "land_fit": NUMBER,
        "reason_en": TEXT,
        "reason_zh": TEXT,
        "basis": TEXT,
        **_NOTE,
    },
    "compared": {
        "kind": TEXT,
        **_named("of"),
        "verdict": TEXT,
        **_numbers("a", "b"),
        "place_a": TEXT,
        "place_b": TEXT,
        "year_a": WHOLE,
        "year_b": WHOLE,
    },
    "search": {**_numbers("seconds", "bound", "best"), "by": TEXT},
}
"""Table of the results to its columns; `plan` has all that its options ask for, `attract` has `worth` and `search`.

openings: a candidate that comes to a park (`place`), decided in a year, at work from `produces` on; `relocated` is
the share of its output that only moves; `basis` is that of the candidate. expansions: the same for existing plants.
support: money of an instrument in a year, not discounted; `budget` null: no limit. room: land and labour of a park
until the end of a year; `attracted` persons are those that the plan brings, in all until then.

targets: `required`, `value`, `value_without` (the most that what runs anyway reaches), `forecast` (the case's own,
without a plan) and `slack` (by how much it is short, 0 where it holds) in `unit`; prices in CNY per `unit_step`,
null with `price_note_*` saying why; `step` (in `unit`) is by how much the target was really moved for `price_up`
and `price_down`, a hundredth of it: that step costs price x step / unit step. `price_up_low` and the like are what
the gaps of both plans leave open. costs: `low` and `high` with what is asked at its low and high end, planned
again; years: not discounted; `output_new` and `output_relocated` are the value of new capacity at full use.
definitions: the plan made again with this definition of the target, `plan` lists who comes where and when.

shortfall: what gives where no plan holds everything, in three mixtures (`limits` alone, `targets` alone, `cheapest`),
`share` relative to the limit or level. conflict: rows that cannot hold together. alternatives: plan 0 is the plan.
agreement: in how many of them a candidate comes; `proved`: no plan within the cost does otherwise. robust: of the
`plan` and of the `robust` plan; `kind` is demand, failure or wait; null `cost_if_known` where no plan holds. worth:
`verdict` says what is known, `relaxed` is the worth where it may come in part.
compared: the plan (a) and that of a scenario (b) row by row.
"""


def frame(name: str, rows: Iterable[Row]) -> pl.DataFrame:
    """Return a table of `SCHEMAS`; columns that a row lacks are null."""
    schema = SCHEMAS[name]
    listed = list(rows)
    known = {key for row in listed for key in row}
    unknown = sorted(known - set(schema))
    if unknown:
        raise KeyError(f"table {name} has no column {', '.join(unknown)}")
    cells = {
        key: pl.Series(key, [row.get(key) for row in listed], dtype=kind) for key, kind in schema.items()
    }
    return pl.DataFrame(cells)
