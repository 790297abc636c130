"""Agreements: what became of each workstream by a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from conftest import cluster_of
from hinterland import words
from hinterland.cooperation import agreements
from hinterland.cooperation.agreements import AGREEMENT_KINDS, STATUSES
from hinterland.errors import StudyError
from hinterland.schema.promises import AGREEMENTS, WORKSTREAMS

if TYPE_CHECKING:
    from hinterland.cluster import Cluster

DEAL = {"agreement": "d", "signed": "2021-03"}
BASE: dict[str, list[dict[str, Any]]] = {
    "places": [{"place": "here", "kind": "city"}],
    "firms": [{"firm": "f"}],
    "products": [{"product": "x", "kind": "component", "unit": "set"}],
}


def stream(name: str, **more: object) -> dict[str, object]:
    return {"workstream": name, "agreement": "d", "kind": "investment"} | more


def plant(name: str, **more: object) -> dict[str, object]:
    return {"plant": name, "firm": "f", "product": "x", "place": "here"} | more


def fulfilment(workstream: str, one: str, kind: str = "plant", **more: object) -> dict[str, object]:
    return {"workstream": workstream, "kind": kind, "id": one} | more


def statuses(cluster: Cluster, day: str) -> dict[str, str]:
    return dict(agreements(cluster, as_of=day)["workstreams"].select("workstream", "status").iter_rows())


def test_a_date_passed_without_fulfilment_is_overdue_and_no_date_is_said() -> None:
    streams = [stream("dated", due="2022-06"), stream("open")]
    cluster = cluster_of({"agreements": [DEAL], "workstreams": streams})
    assert statuses(cluster, "2022-06-30") == {"dated": "due", "open": "no date stated"}
    assert statuses(cluster, "2022-07-01") == {"dated": "overdue", "open": "no date stated"}


def test_announced_is_not_realised() -> None:
    tables = BASE | {
        "agreements": [DEAL],
        "workstreams": [stream("w"), stream("late", due="2022"), stream("never"), stream("later")],
        "plants": [
            plant("p", announced="2021", opened="2023-05"),
            plant("gone", announced="2021", closed="2022"),
        ],
        "fulfilments": [
            fulfilment("w", "p"),
            fulfilment("late", "p"),
            fulfilment("never", "gone"),
            fulfilment("later", "p", **{"from": "2024"}),
        ],
    }
    cluster = cluster_of(tables)
    before = {"w": "under way", "late": "overdue", "never": "no date stated", "later": "under way"}
    assert statuses(cluster, "2023-05-30") == before
    after = before | {"w": "fulfilled", "late": "fulfilled"}
    assert statuses(cluster, "2023-05-31") == after
    by = agreements(cluster, as_of="2023-05-31")["workstreams"]["by"].to_list()
    assert by == ["plant:p:fulfilled", "plant:p:fulfilled", "plant:gone:lost", "plant:p:under way"]


@pytest.mark.parametrize(
    ("stages", "status"),
    [
        (["contacted"], "under way"),
        (["contacted", "landed"], "fulfilled"),
        (["contacted", "lost"], "no date stated"),
    ],
)
def test_a_lead_fulfils_once_it_has_landed(stages: list[str], status: str) -> None:
    leads = [{"lead": "l", "stage": s, "date": f"2021-0{n + 1}-01"} for n, s in enumerate(stages)]
    tables = {
        "agreements": [DEAL],
        "workstreams": [stream("w")],
        "leads": leads,
        "fulfilments": [fulfilment("w", "l", "lead")],
    }
    assert statuses(cluster_of(tables), "2022-01-01") == {"w": status}


def test_milestones_are_done_due_or_overdue() -> None:
    steps = [
        {"milestone": "a", "workstream": "w", "due": "2021-06", "done": "2021-09-01"},
        {"milestone": "b", "workstream": "w", "due": "2021-06"},
        {"milestone": "c", "workstream": "w"},
    ]
    cluster = cluster_of({"agreements": [DEAL], "workstreams": [stream("w")], "milestones": steps})
    found = agreements(cluster, as_of="2021-09-01")["milestones"]
    assert found["status"].to_list() == ["fulfilled", "overdue", "no date stated"]
    assert found["agreement"].to_list() == ["d", "d", "d"]
    before = agreements(cluster, as_of="2021-08-01")["milestones"]  # what came to pass later is not known yet
    assert before["status"].to_list() == ["overdue", "overdue", "no date stated"]


def test_amounts_come_in_yuan_and_the_busiest_agreement_first() -> None:
    deals = [
        DEAL | {"amount": 10, "currency": "USD"},
        {"agreement": "e", "signed": "2022", "amount": 5},
        {"agreement": "g", "amount": 5, "currency": "EUR", "signed": "2021"},
        {"agreement": "h", "amount": 5, "currency": "USD"},
    ]
    rates = [{"currency": "USD", "date": "2021-01-01", "cny_per_unit": 6.5}]
    cluster = cluster_of(
        {"agreements": deals, "workstreams": [stream("w"), stream("v")], "exchange_rates": rates}
    )
    result = agreements(cluster, as_of="2023-01-01")
    found = result["agreements"]
    assert found["agreement"].to_list() == ["d", "e", "g", "h"]
    assert found["amount_cny"].to_list() == [65.0, 5.0, None, None]
    assert found.row(0, named=True)["no_date_stated"] == 2
    assert found["name_zh"].to_list() == ["d", "e", "g", "h"]
    assert any("2 amounts" in a.en for a in result.assumptions)


def test_the_nio_lingang_agreement_leads_with_thirteen_workstreams(yangtze: Cluster) -> None:
    result = agreements(yangtze, as_of="2021-08-11")
    first = result["agreements"].row(0, named=True)
    assert (first["agreement"], first["workstreams"]) == ("nio_lingang_2021", 13)
    assert set(result["agreements"]["published"].str.slice(0, 10)) <= {
        d for d in result["agreements"]["published"] if d <= "2021-08-11"
    }
    assert any("inferred" in a.en for a in result.assumptions)
    later = agreements(yangtze.as_of("2024-06-30"))
    assert later.summary["as_of"] == "2024-06-30"
    assert later.summary["fulfilled"] > result.summary["fulfilled"]
    total = later["agreements"].select(pl.sum_horizontal(s.replace(" ", "_") for s in STATUSES)).to_series()
    assert total.to_list() == later["agreements"]["workstreams"].to_list()


def test_a_case_without_agreements_says_what_to_fill_in() -> None:
    with pytest.raises(StudyError, match="fill in `agreements`"):
        agreements(cluster_of({"places": [{"place": "here", "kind": "city"}]}))


def test_every_kind_has_words_in_both_languages() -> None:
    assert set(words.WORKSTREAMS) == set(WORKSTREAMS.split())
    assert list(AGREEMENT_KINDS) == AGREEMENTS.split()


def test_what_became_of_an_agreement_is_told_in_both_languages_once_it_is_known(yangtze: Cluster) -> None:
    deal = pl.col("agreement") == "nio_jiading_2017"
    columns = ("kind", "later_status_en", "later_status_zh")
    late = agreements(yangtze, as_of="2026-02-01")["agreements"].filter(deal).select(columns).row(0)
    assert late == ("site_plan", "never built", "始终未建成")
    early = agreements(yangtze, as_of="2025-07-31")["agreements"].filter(deal).select(columns).row(0)
    assert early == ("site_plan", None, None)
