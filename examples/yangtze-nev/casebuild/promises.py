"""Documents, metrics, observations, targets, agreements and what became of them."""

from __future__ import annotations

import hashlib

from casebuild.convert import billion, evidence, scaled, since_case_date
from casebuild.frame import product_ids
from casebuild.rows import CASE, Row, join, pick, read_source

GATHERED = "2026-01-31"
"""Day by which the later status of agreements was gathered: no look back from before it may see one."""


def documents() -> list[Row]:
    """Return documents; those whose text is ours carry its SHA-256."""
    rows = []
    for r in read_source("documents"):
        digest = hashlib.sha256((CASE / r["path"]).read_bytes()).hexdigest() if r["path"] else ""
        source = join(r["publisher"], r["title"], r["published"])
        rows.append(
            pick(r, "document title publisher address lang path")
            | {"sha256": digest}
            | evidence(source, r["published"], r["published_basis"], note=r["note"])
        )
    return rows


def metrics() -> list[Row]:
    """Return metrics; each is as public as the first figure or promise that uses it (see `build.advance`)."""
    code = product_ids()
    columns = (
        "metric name_en name_zh kind numerator denominator members threshold unit place scope nearby hours cut "
        "suppliers defined_by definition_en definition_zh publisher boundary_en boundary_zh"
    )
    made = "definition written for this case from the documents and the publishers' practice"
    return [
        pick(r, columns)
        | {"product": code.get(r["product"], "")}
        | evidence(made, "", "assumed", "derived", r["note"])
        for r in read_source("metrics")
    ]


def observations() -> list[Row]:
    """Return figures in base units, each at the place of its metric."""
    place = {r["metric"]: r["place"] for r in read_source("metrics")}
    rows = []
    for r in read_source("observations"):
        value, unit = scaled(r["value"], r["unit"])
        rows.append(
            pick(r, "metric period vintage flow series_break note_zh")
            | {
                "place": place[r["metric"]],
                "value": value,
                "value_low": scaled(r["value_low"], r["unit"])[0],
                "value_high": scaled(r["value_high"], r["unit"])[0],
                "unit": unit,
            }
            | evidence(r["source"], r["published"], r["published_basis"], r["quality"], r["note"])
        )
    return rows


def targets() -> list[Row]:
    """Return promises with a value, a deadline and a date of publication."""
    code = product_ids()
    columns = (
        "target name_en name_zh metrics place promised_by comparator value value_high unit deadline "
        "attainment superseded_by superseded_on"
    )
    return [
        pick(r, columns)
        | {"product": code.get(r["product"], "")}
        | evidence(r["source"], r["published"], r["published_basis"], note=r["note"])
        for r in read_source("targets")
    ]


def agreements() -> list[Row]:
    """Return agreements; each is public since it was signed."""
    columns = "agreement name_en name_zh parties kind signed places later_status_en later_status_zh document note_zh"
    return [
        pick(r, columns)
        | {"amount": billion(r["amount_cny_bn"]), "later_published": GATHERED if r["later_status_en"] else ""}
        | evidence(r["source"], *_signed(r), note=r["note"])
        for r in read_source("agreements")
    ]


def _signed(r: Row) -> tuple[str, str]:
    """Return when an agreement was public: with its source in the month of signing, else when signed."""
    near = r["source_date"][:7] == r["signed"][:7]
    return (r["source_date"], "stated") if near else (r["signed"], "assumed")


def workstreams() -> list[Row]:
    """Return strands of work; each is as public as its agreement."""
    agreement = {r["agreement"]: r for r in read_source("agreements")}
    rows = []
    for r in read_source("workstreams"):
        of = agreement[r["agreement"]]
        columns = "workstream agreement kind name_en name_zh owner due evidence"
        rows.append(pick(r, columns) | evidence(of["source"], *_signed(of)))
    return rows


def milestones() -> list[Row]:
    """Return dated steps with their own sources."""
    return [
        pick(r, "milestone workstream name_en name_zh due done")
        | {"evidence": r["source"]}
        | evidence(r["source"], r["published"], "stated")
        for r in read_source("milestones")
    ]


def fulfilments(plants: list[Row]) -> list[Row]:
    """Return which plant fulfils which workstream: known once both are."""
    plant = {r["plant"]: r for r in plants}
    public = {r["workstream"]: r["published"] for r in workstreams()}
    rows = []
    for r in read_source("fulfilments"):
        made = plant[r["id"]]
        known = max(made["published"], public[r["workstream"]])
        source = "matched for this case by firm, product and place: " + made["source"]
        rows.append(pick(r, "workstream kind id") | evidence(source, known, "assumed", "derived"))
    return rows


def exchange_rates() -> list[Row]:
    """Return yuan for one unit of a currency."""
    return [
        pick(r, "currency date cny_per_unit")
        | evidence(r["source"], r["published"], "stated", note=r["note"])
        for r in read_source("exchange_rates")
    ]


def settings() -> list[Row]:
    """Return settings of the case; all are assumptions."""
    return [
        pick(r, "name value unit") | evidence(r["source"], *since_case_date(""), "derived", r["note"])
        for r in read_source("settings")
    ]
