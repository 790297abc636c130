"""Agreements, their workstreams and milestones, and what became of each by a day.

Announced is not realised: a workstream is `fulfilled` only by something that has come to pass.
"""

from __future__ import annotations

import time
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import dates
from hinterland.errors import StudyError, UnitError
from hinterland.result import Result, Said, provenance

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hinterland.cluster import Cluster

STATUSES: Mapping[str, tuple[str, str]] = {
    "fulfilled": ("fulfilled", "已落实"),
    "under way": ("under way", "推进中"),
    "overdue": ("overdue, nothing recorded", "逾期未见落实"),
    "due": ("not due yet", "未到期"),
    "no date stated": ("no date stated", "未约定期限"),
}
"""Status of a workstream or milestone to its words in English and Chinese."""

AGREEMENT_KINDS: Mapping[str, tuple[str, str]] = {
    "strategic_cooperation": ("strategic cooperation", "战略合作"),
    "framework": ("framework agreement", "框架协议"),
    "investment": ("investment agreement", "投资协议"),
    "equity_investment": ("equity investment", "股权投资"),
    "joint_venture": ("joint venture", "合资"),
    "collective_signing": ("collective signing", "集中签约"),
    "manufacturing_contract": ("manufacturing contract", "制造合同"),
    "expansion": ("expansion", "扩产"),
    "memorandum": ("memorandum of understanding", "谅解备忘录"),
    "site_plan": ("site plan", "选址规划"),
    "other": ("other", "其他"),
}
"""Kinds of agreement to their words in English and Chinese."""

AGREEMENTS = {
    "agreement": pl.String(),
    "name_en": pl.String(),
    "name_zh": pl.String(),
    "parties": pl.String(),
    "kind": pl.String(),
    "signed": pl.String(),
    "places": pl.String(),
    "amount_cny": pl.Float64(),
    "amount": pl.Float64(),
    "currency": pl.String(),
    "workstreams": pl.Int64(),
    **{s.replace(" ", "_"): pl.Int64() for s in STATUSES},
    "later_status_en": pl.String(),
    "later_status_zh": pl.String(),
    "later_published": pl.String(),
    "document": pl.String(),
    "source": pl.String(),
    "basis": pl.String(),
    "published": pl.String(),
    "note": pl.String(),
    "note_zh": pl.String(),
}
"""Columns of the table `agreements`: one row an agreement, most workstreams first. `amount` is in `currency`; the
columns named after a status count its workstreams."""

WORKSTREAMS = {
    "workstream": pl.String(),
    "agreement": pl.String(),
    "kind": pl.String(),
    "name_en": pl.String(),
    "name_zh": pl.String(),
    "owner": pl.String(),
    "due": pl.String(),
    "status": pl.String(),
    "by": pl.String(),
    "by_basis": pl.String(),
    "evidence": pl.String(),
    "source": pl.String(),
    "basis": pl.String(),
    "published": pl.String(),
}
"""Columns of the table `workstreams`. `by` lists what is to fulfil it as `kind:id:state`, parted by `;`."""

MILESTONES = {
    "milestone": pl.String(),
    "workstream": pl.String(),
    "agreement": pl.String(),
    "name_en": pl.String(),
    "name_zh": pl.String(),
    "due": pl.String(),
    "done": pl.String(),
    "status": pl.String(),
    "evidence": pl.String(),
    "source": pl.String(),
    "basis": pl.String(),
    "published": pl.String(),
}
"""Columns of the table `milestones`."""


def agreements(cluster: Cluster, *, as_of: date | str | None = None) -> Result:
    """Return the agreements of a case with what became of their workstreams by a day.

    Parameters
    ----------
    cluster
        The case.
    as_of
        Day from which it is seen; default: the day the cluster is seen from, else today.

    Returns
    -------
    Result
        Tables `agreements`, `workstreams` and `milestones`.

    Raises
    ------
    StudyError
        If the case has no agreements.
    """
    began = time.perf_counter()
    today = cluster.day(as_of)
    if not cluster["agreements"].height:
        raise StudyError("the case has no agreements: fill in `agreements` and their `workstreams`")
    seen = cluster.as_of(today)
    streams = _workstreams(seen, today)
    deals, lost = _agreements(seen, streams)
    steps = _milestones(seen, streams, today)
    counts = {s: streams.filter(pl.col("status") == s).height for s in STATUSES}
    summary = {
        "as_of": today.isoformat(),
        "agreements": deals.height,
        "workstreams": streams.height,
        **{s.replace(" ", "_"): n for s, n in counts.items()},
        "milestones": steps.height,
    }
    seconds = time.perf_counter() - began
    return Result(
        study="agreements",
        tables={"agreements": deals, "workstreams": streams, "milestones": steps},
        provenance=provenance("agreements", seen, {"as_of": today.isoformat()}, seconds),
        summary=summary,
        assumptions=_assumptions(seen, lost),
        figures=("agreement_timeline",),
    )


def _workstreams(cluster: Cluster, today: date) -> pl.DataFrame:
    fulfilled = _fulfilments(cluster, today)
    rows = []
    for row in cluster["workstreams"].iter_rows(named=True):
        found = fulfilled[row["workstream"]]
        states = [state for _, state, _ in found]
        status = "fulfilled" if "fulfilled" in states else _waiting(row["due"], today, "under way" in states)
        rows.append(
            row
            | {
                "status": status,
                "by": ";".join(f"{what}:{state}" for what, state, _ in found) or None,
                "by_basis": ";".join(dict.fromkeys(b for _, _, b in found if b)) or None,
            }
        )
    return pl.DataFrame(rows, schema=WORKSTREAMS, orient="row")


def _waiting(due: str | None, today: date, under_way: bool) -> str:
    """Return the status of something that is not done: a date passed weighs more than work under way."""
    if due is not None and dates.last_day(due) < today:
        return "overdue"
    if under_way:
        return "under way"
    return "no date stated" if due is None else "due"


def _fulfilments(cluster: Cluster, today: date) -> dict[str, list[tuple[str, str, str | None]]]:
    """Return, by workstream, what is to fulfil it: (kind:id, `fulfilled`, `under way` or `lost`, basis)."""
    plants = (
        {r["plant"]: r for r in cluster["plants"].iter_rows(named=True)}
        if cluster["fulfilments"].height
        else {}
    )
    leads: dict[str, set[str]] = defaultdict(set)
    for lead, stage in cluster["leads"].select("lead", "stage").iter_rows():
        leads[lead].add(stage)
    found: dict[str, list[tuple[str, str, str | None]]] = defaultdict(list)
    for row in cluster["fulfilments"].iter_rows(named=True):
        state = "fulfilled"
        if row["from"] is not None and dates.first_day(row["from"]) > today:
            state = "under way"
        elif row["kind"] == "plant":
            state = _plant_state(plants.get(row["id"], {}), today)
        elif row["kind"] == "lead":
            state = _lead_state(leads[row["id"]])
        found[row["workstream"]].append((f"{row['kind']}:{row['id']}", state, row["basis"]))
    return found


def _plant_state(plant: Mapping[str, Any], today: date) -> str:
    """A plant fulfils once it has opened; one that was cancelled before that never does."""
    opened, closed = plant.get("opened"), plant.get("closed")
    if opened is not None and dates.last_day(opened) <= today:
        return "fulfilled"
    return "lost" if closed is not None else "under way"


def _lead_state(stages: set[str]) -> str:
    if stages & {"landed", "operating"}:
        return "fulfilled"
    return "lost" if "lost" in stages else "under way"


def _agreements(cluster: Cluster, streams: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Return the table `agreements`, and how many amounts had no exchange rate."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(STATUSES, 0))
    for agreement, status in streams.select("agreement", "status").iter_rows():
        counts[agreement][status] += 1
    rates, lost, rows = cluster.rates(), 0, []
    for row in cluster["agreements"].iter_rows(named=True):
        amount = row["amount"]
        if amount is not None and row["currency"] not in {None, "CNY"}:
            on = row["signed"] or row["published"]
            try:
                amount = rates.to_cny(amount, row["currency"], dates.last_day(on)) if on else None
            except UnitError:
                amount = None
            lost += amount is None
        own = counts[row["agreement"]]
        rows.append(
            row
            | {"amount_cny": amount, "workstreams": sum(own.values())}
            | {s.replace(" ", "_"): n for s, n in own.items()}
        )
    frame = pl.DataFrame(rows, schema=AGREEMENTS, orient="row").with_columns(
        pl.coalesce("name_en", "name_zh", "agreement"),
        pl.coalesce("name_zh", "name_en", "agreement").alias("name_zh"),
    )
    order = ["workstreams", "signed", "agreement"]
    return frame.sort(order, descending=[True, True, False], nulls_last=True), lost


def _milestones(cluster: Cluster, streams: pl.DataFrame, today: date) -> pl.DataFrame:
    owner = dict(streams.select("workstream", "agreement").iter_rows())
    rows = [
        row
        | {
            "agreement": owner.get(row["workstream"]),
            "status": "fulfilled" if row["done"] else _waiting(row["due"], today, under_way=False),
        }
        for row in cluster["milestones"].iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=MILESTONES, orient="row")


def _assumptions(cluster: Cluster, lost: int) -> tuple[Said, ...]:
    inferred = cluster["fulfilments"].filter(pl.col("basis").is_in(["inferred", "synthetic"])).height
    said = [
        Said(
            "A workstream is fulfilled once what is to fulfil it has come to pass: a plant has opened, a lead has "
            "landed. A plant that is only announced or being built counts as under way.",
            "与工作对应的事项成为现实才算落实：工厂已投产、线索已落地；仅宣布或在建的工厂计为推进中。",
        ),
        Said(
            "Overdue means that the stated date has passed and the case records no fulfilment; it does not say "
            "that nothing happened.",
            "“逾期”指约定日期已过而案例中没有落实记录，并不等于什么都没有发生。",
        ),
        Said(
            "Money in other currencies counts at the rate of the day of signing.",
            "外币金额按签署日汇率折算。",
        ),
    ]
    if inferred:
        said.append(
            Said(
                f"{inferred} of {cluster['fulfilments'].height} links between a workstream and what fulfils it are "
                "inferred for this case (by firm, product and place), not stated by a source.",
                f"{cluster['fulfilments'].height} 条落实关系中有 {inferred} 条系为本案例按企业、产品和地点"
                "推得，并无来源明示。",
            )
        )
    if lost:
        said.append(
            Said(
                f"{lost} amounts have no exchange rate and are shown only in their own currency.",
                f"{lost} 笔金额没有汇率，只列原币。",
            )
        )
    return tuple(said)
