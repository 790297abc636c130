"""Faults that show only between rows: one test a rule, each with a case that has the fault and one that has not."""

from typing import Any

import pytest

from conftest import faults_of
from hinterland.faults import Fault, clip

S = {"source": "test", "basis": "synthetic"}
PLACES = [
    {"place": "china", "kind": "country", **S},
    {
        "place": "anhui",
        "kind": "province",
        "parent": "china",
        "lon": "117.3",
        "lat": "31.9",
        "radius_km": "350",
        **S,
    },
    {
        "place": "hefei",
        "kind": "city",
        "parent": "anhui",
        "lon": "117.23",
        "lat": "31.82",
        "radius_km": "80",
        **S,
    },
]
PRODUCTS = [{"product": p, "kind": "component", "unit": "set", **S} for p in ("car", "pack", "cell")]
FIRMS = [{"firm": "acme", "place": "hefei", **S}]
PLANT = {"plant": "p1", "firm": "acme", "product": "cell", "place": "hefei", **S}
METRICS = [{"metric": "m", "kind": "series", "unit": "vehicle", **S}]
OBSERVATION = {
    "metric": "m",
    "place": "anhui",
    "period": "2020",
    "vintage": "first",
    "value": "10",
    "unit": "vehicle",
    "flow": "period",
    "published": "2021-03-01",
    **S,
}
TARGET = {
    "target": "t",
    "metrics": "m",
    "comparator": "ge",
    "value": "5",
    "unit": "vehicle",
    "deadline": "2023",
    **S,
}
BASE: dict[str, list[dict[str, Any]]] = {
    "places": PLACES,
    "products": PRODUCTS,
    "firms": FIRMS,
    "metrics": METRICS,
}


def told(**tables: list[dict[str, Any]]) -> list[Fault]:
    return faults_of({**BASE, **tables})


def only(faults: list[Fault]) -> Fault:
    assert len(faults) == 1, [f.line() for f in faults]
    return faults[0]


def test_a_sound_case_has_no_fault() -> None:
    assert told(plants=[PLANT], observations=[OBSERVATION], targets=[TARGET]) == []


def test_a_double_key_names_the_other_row() -> None:
    fault = only(told(firms=[*FIRMS, {"firm": "b", **S}, *FIRMS]))
    assert (fault.table, fault.row, fault.column) == ("firms", 4, "firm")
    assert "already in row 2" in fault.rule


def test_two_figures_of_one_vintage_that_differ_are_told_with_both() -> None:
    fault = only(told(observations=[OBSERVATION, {**OBSERVATION, "value": "12"}]))
    assert "12 here, 10 in row 2" in fault.rule


def test_a_dangling_reference_proposes_the_id_that_is_meant() -> None:
    fault = only(told(plants=[{**PLANT, "product": "cel"}]))
    assert (fault.row, fault.column, fault.value) == (2, "product", "cel")
    assert "Did you mean `cell`" in fault.fix


def test_references_in_lists_are_followed_one_by_one() -> None:
    fault = only(told(targets=[{**TARGET, "metrics": "m;other"}]))
    assert fault.value == "other"


def test_a_reference_may_lead_into_one_of_several_tables() -> None:
    alias = {"name": "A", **S}
    assert told(aliases=[{**alias, "id": "acme"}, {**alias, "id": "hefei"}, {**alias, "id": "cell"}]) == []
    assert only(told(aliases=[{**alias, "id": "nobody"}])).value == "nobody"


def test_rows_without_source_or_basis_are_counted() -> None:
    faults = told(firms=[{"firm": "acme"}, {"firm": "b", **S}])
    assert {(f.severity, f.column) for f in faults} == {("warning", "source"), ("warning", "basis")}
    assert all(f.rule.startswith("1 of 2 rows") for f in faults)


def recipe(product: str, part: str, share: float) -> dict[str, Any]:
    return {"product": product, "process": "x", "input": part, "value_share": share, **S}


def test_shares_of_a_recipe_above_one_are_told_with_their_sum() -> None:
    fault = only(told(recipes=[recipe("car", "pack", 0.7), recipe("car", "cell", 0.5)]))
    assert "1.2000" in fault.rule
    assert told(recipes=[recipe("car", "pack", 0.7), recipe("car", "cell", 0.3)]) == []


def test_a_circle_in_the_bill_of_materials_is_printed() -> None:
    circle = [recipe("car", "pack", 0.5), recipe("pack", "cell", 0.5), recipe("cell", "car", 0.1)]
    fault = only(told(recipes=circle))
    assert fault.rule.count("→") == 3
    for name in ("car", "pack", "cell"):
        assert name in fault.rule


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("places", [{**PLACES[0], "parent": "hefei"}, *PLACES[1:]]),
        ("firms", [{"firm": "acme", "parent_firm": "b", **S}, {"firm": "b", "parent_firm": "acme", **S}]),
        ("metrics", [{**METRICS[0], "kind": "ratio", "numerator": "m", "denominator": "m"}]),
        ("targets", [{**TARGET, "superseded_by": "t", "superseded_on": "2022"}]),
    ],
)
def test_nothing_contains_owns_defines_or_replaces_itself(table: str, rows: list[dict[str, Any]]) -> None:
    assert any("circle" in f.rule for f in told(**{table: rows}))


def test_a_place_outside_its_parent_is_told_with_the_distance() -> None:
    far = [*PLACES[:2], {**PLACES[2], "lon": "104.07", "lat": "30.67"}]
    fault = only(told(places=far))
    assert (fault.table, fault.row) == ("places", 4)
    assert "km from anhui" in fault.rule


def test_swapped_coordinates_are_recognised_where_both_are_possible() -> None:
    near = [
        {"place": "x", "kind": "province", "lon": "36", "lat": "60", "radius_km": "300", **S},
        {"place": "y", "kind": "city", "parent": "x", "lon": "60.1", "lat": "36.1", **S},
    ]
    fault = only(faults_of({"places": near}))
    assert "swapped" in fault.rule
    assert fault.fix == "Write lon 36.1, lat 60.1"


def test_a_plant_far_from_its_place_is_told() -> None:
    assert "km from hefei" in only(told(plants=[{**PLANT, "lon": "121.5", "lat": "31.2"}])).rule
    assert told(plants=[{**PLANT, "lon": "117.2", "lat": "31.8"}]) == []


def test_another_datum_is_a_notice() -> None:
    fault = only(told(plants=[{**PLANT, "datum": "GCJ-02"}]))
    assert fault.severity == "notice"


@pytest.mark.parametrize(
    ("opened", "closed", "faulty"),
    [
        ("2021", "2020", True),
        ("2021-06", "2021-05", True),
        ("2021", "2021-03", False),
        ("2020", "2021", False),
    ],
)
def test_closed_before_opened_is_a_fault_only_where_no_reading_allows_it(
    opened: str, closed: str, faulty: bool
) -> None:
    faults = told(plants=[{**PLANT, "opened": opened, "closed": closed}])
    assert bool(faults) is faulty
    assert all(f.rule == f"closed before opened ({opened})" for f in faults)


def test_a_figure_published_before_its_period_ended_is_a_fault() -> None:
    fault = only(told(observations=[{**OBSERVATION, "published": "2020-11-30"}]))
    assert "before its period 2020 ended" in fault.rule


def test_a_figure_without_date_of_publication_is_a_fault() -> None:
    fault = only(told(observations=[{k: v for k, v in OBSERVATION.items() if k != "published"}]))
    assert fault.column == "published"


def test_two_vintages_published_on_one_day_are_a_warning() -> None:
    fault = only(told(observations=[OBSERVATION, {**OBSERVATION, "vintage": "second", "value": "11"}]))
    assert fault.severity == "warning"


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        ("ratio", "numerator"),
        ("ratio", "denominator"),
        ("growth", "numerator"),
        ("first_to_pass", "threshold"),
    ],
)
def test_a_metric_lacks_what_its_kind_needs(kind: str, column: str) -> None:
    rows = [*METRICS, {"metric": "n", "kind": kind, "unit": "percent", **S}]
    assert column in {f.column for f in told(metrics=rows)}


def test_a_sum_needs_members_or_plants() -> None:
    row = {"metric": "n", "kind": "sum", "unit": "vehicle", **S}
    assert only(told(metrics=[*METRICS, row])).column == "members"
    assert told(metrics=[*METRICS, {**row, "product": "cell", "plant_column": "capacity"}]) == []


def test_units_of_figures_and_targets_fit_their_metric() -> None:
    assert only(told(observations=[{**OBSERVATION, "unit": "t"}])).column == "unit"
    assert only(told(targets=[{**TARGET, "unit": "percent"}])).column == "unit"
    assert told(observations=[{**OBSERVATION, "unit": "万辆"}]) == []


def test_a_range_needs_both_ends_in_order() -> None:
    assert only(told(targets=[{**TARGET, "comparator": "range"}])).column == "value_high"
    assert only(told(targets=[{**TARGET, "comparator": "range", "value_high": "3"}])).column == "value_high"


def test_a_replaced_target_says_by_what_and_when() -> None:
    assert only(told(targets=[{**TARGET, "superseded_on": "2022"}])).column == "superseded_on"


def test_a_share_above_a_hundred_is_a_warning() -> None:
    metrics = [{"metric": "m", "kind": "series", "unit": "percent", **S}]
    fault = only(told(metrics=metrics, targets=[{**TARGET, "unit": "percent", "value": "120"}]))
    assert fault.severity == "warning"


def test_foreign_money_needs_an_exchange_rate() -> None:
    rows = [{**FIRMS[0], "revenue": "5", "currency": "USD"}]
    assert only(told(firms=rows)).column == "currency"
    rate = {"currency": "USD", "date": "2021-08-02", "cny_per_unit": "6.466", **S}
    assert told(firms=rows, exchange_rates=[rate]) == []


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/passwd", "C:\\x.txt", "documents\\..\\..\\x"])
def test_a_document_outside_the_case_is_refused(path: str) -> None:
    assert only(told(documents=[{"document": "d", "path": path, **S}])).column == "path"
    assert told(documents=[{"document": "d", "path": "documents/a.txt", **S}]) == []


def test_upside_down_ranges_are_told() -> None:
    fault = only(told(observations=[{**OBSERVATION, "value_low": "12", "value_high": "9"}]))
    assert "above" in fault.rule


def test_beyond_the_list_faults_between_rows_are_counted() -> None:
    rows = [{**PLANT, "plant": f"p{i}", "product": "nothing"} for i in range(250)]
    faults = told(plants=rows)
    assert len(faults) == 201
    assert faults[-1].rule.startswith("50 further rows")


def test_a_fault_says_everything_in_one_line() -> None:
    fault = Fault("plants", 7, "capacity", "-5", "negative", "Write at least 0", file="plants.csv")
    assert fault.line() == "plants.csv row 7, capacity: '-5': negative. Write at least 0"
    assert fault.as_dict()["row"] == 7
    assert clip("x" * 100).endswith("…")


def test_every_circle_is_told_and_long_ones_are_cut() -> None:
    pairs = [[recipe(f"a{i}", f"b{i}", 0.5), recipe(f"b{i}", f"a{i}", 0.5)] for i in range(3)]
    long = [recipe(f"c{i}", f"c{(i + 1) % 50}", 0.5) for i in range(50)]
    names = [f"{x}{i}" for x in "ab" for i in range(3)] + [f"c{i}" for i in range(50)]
    products = [*PRODUCTS, *({**PRODUCTS[0], "product": n} for n in names)]
    faults = told(products=products, recipes=[*(r for p in pairs for r in p), *long])
    assert len(faults) == 4
    assert sorted(f.rule.count("→") for f in faults) == [2, 2, 2, 20]
    assert [f for f in faults if f.rule.endswith(" → …")]


def test_circles_beyond_twenty_are_not_hidden() -> None:
    products = [*PRODUCTS, *({**PRODUCTS[0], "product": f"a{i}"} for i in range(30))]
    faults = told(products=products, recipes=[recipe(f"a{i}", f"a{i}", 0.5) for i in range(30)])
    assert len(faults) == 21
    assert "more circles" in faults[-1].rule


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"name": "unit:truck", "value": "0", "unit": "t"}, "value"),
        ({"name": "unit:truck", "value": "-1", "unit": "t"}, "value"),
        ({"name": "unit:truck", "value": "nan", "unit": "t"}, "value"),
        ({"name": "unit:truck", "value": "many", "unit": "t"}, "value"),
        ({"name": "unit:t", "value": "2", "unit": "t"}, "name"),
        ({"name": "unit:万辆", "value": "2"}, "name"),
        ({"name": "unit:", "value": "2"}, "name"),
    ],
)
def test_a_unit_of_the_case_has_a_new_name_and_a_factor_above_nothing(
    row: dict[str, Any], column: str
) -> None:
    fault = only(told(settings=[{**row, **S}]))
    assert (fault.table, fault.column, fault.severity) == ("settings", column, "error")


def test_a_sound_unit_of_the_case_is_no_fault() -> None:
    rows = [{"name": "unit:truck", "value": "20", "unit": "t"}, {"name": "unit:widget", "value": "1"}]
    assert told(settings=[{**r, **S} for r in rows]) == []


def test_an_exchange_rate_is_above_nothing() -> None:
    row = {"currency": "USD", "date": "2021-08-09", "cny_per_unit": "0", **S}
    assert only(told(exchange_rates=[row])).column == "cny_per_unit"
    assert told(exchange_rates=[{**row, "cny_per_unit": "6.5"}]) == []


@pytest.mark.parametrize(
    ("row", "sound"),
    [
        ({"kind": "growth", "numerator": "m", "unit": "vehicle"}, False),
        ({"kind": "growth", "numerator": "m", "unit": "percent"}, True),
        ({"kind": "ratio", "numerator": "m", "denominator": "m", "unit": "vehicle"}, False),
        ({"kind": "ratio", "numerator": "m", "denominator": "m", "unit": "percent"}, True),
        ({"kind": "ratio", "numerator": "e", "denominator": "m", "unit": "percent"}, False),
        ({"kind": "ratio", "numerator": "e", "denominator": "m", "unit": "kWh/vehicle"}, True),
    ],
)
def test_growth_and_ratios_are_in_units_that_they_can_have(row: dict[str, Any], sound: bool) -> None:
    energy = {"metric": "e", "kind": "series", "unit": "GWh", **S}
    faults = told(metrics=[*METRICS, energy, {"metric": "n", **row, **S}])
    assert [(f.column, f.row) for f in faults] == ([] if sound else [("unit", 4)])


def test_a_race_needs_two_members() -> None:
    row = {"metric": "n", "kind": "first_to_pass", "threshold": "5", "unit": "yes_no", **S}
    other = {**METRICS[0], "metric": "o"}
    assert "two different" in only(told(metrics=[*METRICS, other, {**row, "members": "m"}])).rule
    assert told(metrics=[*METRICS, other, {**row, "members": "m;o"}]) == []
