"""Tables of a plan: they add up to what the model says, in units of the case."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problems import drawn
from readings import reading

from hinterland.planning import gives, outcomes, rows, tables
from hinterland.planning.elastic.found import Elastic, Give, Mixture
from hinterland.planning.model.build import build
from hinterland.planning.options import Effort, Extras
from hinterland.planning.prices.found import Price, Value
from hinterland.planning.solve.answer import Limits
from hinterland.planning.solve.ladder import solve
from hinterland.planning.told import Told, names
from hinterland.planning.work import Work
from hinterland.progress import silent
from hinterland.result import Said


def told_of(seed: int = 1, **more: Any) -> Told:
    """A drawn problem with its plan, as rows see it."""
    read = reading(drawn(seed, **more))
    model = build(read.problem)
    answer = solve(model.program, Limits(gap=0.02, time=10))
    assert answer.x is not None
    work = Work(read, model, Effort(), Extras(), silent, named=names(read.seen))
    return work.told(model, outcomes.operated(model, answer.x), outcomes.idle(model))


@pytest.fixture(scope="module")
def told() -> Told:
    """The plan of one drawn problem."""
    return told_of()


def test_what_is_asked_by_year_is_what_instruments_spend(told: Told) -> None:
    opened = tables.frame("openings", rows.openings(told))
    grown = tables.frame("expansions", rows.expansions(told))
    asked = pl.concat([opened.select("decided", "ask"), grown.select("decided", "ask")])
    spent = tables.frame("support", rows.support(told)).group_by("year").agg(pl.sum("spent"))
    by_year = dict(asked.group_by("decided").agg(pl.sum("ask")).iter_rows())
    for year, amount in spent.iter_rows():
        assert amount == pytest.approx(by_year.get(year, 0.0), rel=1e-6, abs=10)


def test_costs_of_parts_and_of_years_add_up_to_the_objective(told: Told) -> None:
    parts = outcomes.costs(told.model, told.x, told.idle)
    assert parts["public"] == pytest.approx(parts["asks"] + parts["expansions"] + parts["labour"])
    assert parts["public"] == pytest.approx(float(told.model.program.cost @ told.x), rel=1e-9)
    assert parts["net"] == pytest.approx(parts["public"] - parts["tax"])
    discounts = told.model.problem.discounts()
    for name in ("public", "tax", "private"):
        years = sum(r[name] * d for r, d in zip(rows.years(told), discounts, strict=True))
        assert years == pytest.approx(parts[name], rel=1e-9, abs=1)


def test_land_that_a_park_gives_is_the_land_of_those_that_come(told: Told) -> None:
    opened = rows.openings(told)
    room = [r for r in rows.room(told) if r["kind"] == "land"]
    assert room
    for row in room:
        mine = sum(o["land_ha"] for o in opened if o["place"] == row["place"] and o["decided"] <= row["year"])
        assert row["used"] == pytest.approx(mine, abs=1e-6)
        assert row["used"] <= row["available"] * (1 + 1e-9)


def test_persons_at_work_are_those_of_plants_that_produce(told: Told) -> None:
    opened = rows.openings(told)
    for row in rows.room(told):
        if row["kind"] == "labour":
            mine = sum(
                o["jobs"] for o in opened if o["place"] == row["place"] and o["produces"] <= row["year"]
            )
            assert row["used"] == pytest.approx(mine, abs=1e-6)
            assert row["used"] <= row["available"] + row["attracted"] + 1e-6


def test_a_target_is_told_in_its_own_unit(told: Told) -> None:
    found = outcomes.target_rows(told, [0.25, None], [])
    for row, own in zip(found, told.model.targets, strict=True):
        goal = next(g for g in told.goals if g.target == row["target"])
        assert row["value"] == pytest.approx(own.value(told.x) * goal.scale)
        assert row["required"] == pytest.approx(own.target.level * goal.scale)
        assert row["status"] == "held"
        assert row["slack"] == 0
    assert found[1]["unit_step"] == "1 percentage point"
    assert found[1]["value_without"] is None
    assert found[0]["value_without"] == 0.25


def test_prices_are_rescaled_to_a_step_of_the_promise(told: Told) -> None:
    why = Said("it cannot be more", "无法更高")
    price = Price(1, Value(5e9), Value(None, why=why), Value(7e9, 6e9, 8e9, 0.005), Value(None, why=why))
    row = outcomes.target_rows(told, [None, None], [{}, gives.prices(price)])[1]
    assert row["price_relaxation"] == pytest.approx(5e7)  # of 1 point: a hundredth of the whole
    assert row["price_up"] == pytest.approx(7e7)
    assert row["step"] == pytest.approx(0.5)  # what was really planned again: half a point
    assert (row["price_up_low"], row["price_up_high"]) == pytest.approx((6e7, 8e7))
    assert row["price_fixed"] is None
    assert row["price_note_en"] == "fixed plan, step down: it cannot be more"
    assert row["price_note_zh"] == "固定方案价格、下调价格：无法更高"


@pytest.mark.parametrize(
    ("required", "unit", "step", "words"),
    [
        (10.0, "percent", 1.0, "1 percentage point"),
        (1_500_000.0, "vehicle", 10_000.0, "10,000 vehicles"),
        (350_000.0, "vehicle", 1_000.0, "1,000 vehicles"),
        (5.0, "firm", 1.0, "1 firm"),
        (1.0e12, "CNY", 1e10, "10 billion CNY"),
        (0.4, "1", 0.01, "0.01"),
        (0.0, "vehicle", 1.0, "1 vehicle"),
    ],
)
def test_steps_of_prices_are_round(required: float, unit: str, step: float, words: str) -> None:
    assert outcomes.step_of(required, unit) == step
    assert outcomes.step_words(step, unit)["unit_step"] == words


@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3), st.booleans())
def test_a_target_is_short_only_where_it_misses(level: float, value: float, most: bool) -> None:
    short = outcomes.short_of(level, value, most=most)
    assert short is not None
    assert short >= 0
    if short:
        assert short == pytest.approx(value - level if most else level - value)


def test_tax_pays_cost_back_when_the_sums_meet() -> None:
    # 100 now, 30 a year from the second: without interest back after 1 + 100 / 30 years
    years = [{"public": 100.0, "tax": 0.0}, {"public": 0.0, "tax": 30.0}]
    assert outcomes.payback(years, 0.0) == pytest.approx(2 + 70 / 30)
    assert outcomes.payback([{"public": 100.0, "tax": 0.0}], 0.05) is None
    assert outcomes.payback([{"public": 0.0, "tax": 1.0}], 0.05) == 0.0


@settings(max_examples=8)
@given(st.integers(0, 10_000))
def test_new_and_relocated_output_are_all_capacity_at_work(seed: int) -> None:
    problem = drawn(seed, candidates=8)
    model = build(problem)
    read = reading(problem)
    x = np.zeros(model.program.shape[1])
    rng = np.random.default_rng(seed)
    c = problem.candidates
    for i in range(len(c.product)):
        site = rng.choice(np.flatnonzero(c.site_candidate == i))
        x[model.made.opened.index[site, rng.integers(0, problem.years)]] = 1.0
    told = Told(read, model, x, read.main)
    last = rows.years(told)[-1]
    opened = [o for o in rows.openings(told) if o["produces"] <= problem.names.years[-1]]
    price = dict(zip(problem.names.products, problem.technology.price, strict=True))
    whole = sum(o["capacity"] * price[o["product"]] for o in opened)
    moved = sum(o["capacity"] * price[o["product"]] * o["relocated"] for o in opened)
    assert last["output_relocated"] == pytest.approx(moved)
    assert last["output_new"] == pytest.approx(whole - moved)
    assert last["jobs"] == pytest.approx(sum(o["jobs"] for o in opened), abs=1e-3)


def test_what_gives_is_told_by_its_name_and_in_its_unit(told: Told) -> None:
    given_ = (
        Give("budget", 0, {"instrument": 0, "year": 0}, "budget[grants,2022]", 2022, 5e6, 0.1),
        Give("land", 0, {"park": 1, "year": 1}, "land[park1,2023]", 2023, 3.0, 0.2),
        Give("labour", 0, {"park": 1, "group": 0, "year": 1}, "labour", 2023, 20.0, 0.2),
        Give("supply", 0, {"product": 2, "year": 1}, "supply", 2023, 7.0, 0.3),
        Give("target", 0, {"target": 1}, "target[near]", 2024, 0.02, 0.04),
    )
    found = gives.shortfall(told, Elastic((Mixture("limits", "optimal", 0.3, 0.3, given_),)))
    assert [r["unit"] for r in found] == ["CNY", "ha", "person", "set", "percent"]
    assert [r["label_en"] for r in found] == ["grants", "Park1", "workers, Park1", "Part2", "Nearby supply"]
    assert found[4]["by"] == pytest.approx(2.0)
    assert tables.frame("shortfall", found).height == 5


def test_a_column_that_no_table_has_is_an_error() -> None:
    with pytest.raises(KeyError, match="no column colour"):
        tables.frame("openings", [{"colour": "red"}])


def test_every_table_is_there_with_its_types_where_it_has_no_rows() -> None:
    for name, schema in tables.SCHEMAS.items():
        assert dict(tables.frame(name, []).schema) == dict(schema)
