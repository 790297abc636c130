"""What a confirmed claim becomes: a target, an agreement, strands of work, or an observation.

The claim stays what the document says. A target is judged by a metric that is drafted from its words and shared by
claims that measure the same thing at the same place, so that a later figure meets the promise it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.dates import last_day, parse_period
from hinterland.errors import UnitError
from hinterland.ids import free_id, listed
from hinterland.reading.review.places import Places
from hinterland.reading.review.rows import LONGEST_ID, readable_id
from hinterland.reading.review.words import (
    AIMS,
    LEFT,
    SHARED_WORDS,
    agreement_kind,
    nearby,
    share_of_whole,
    stream_kind,
)
from hinterland.units import find

if TYPE_CHECKING:
    from hinterland.cluster import Cluster
    from hinterland.result import Said

Row = dict[str, Any]
COMMON = ("source", "basis", "published", "published_basis")


@dataclass(slots=True)
class Made:
    """Rows that a claim becomes, by table, and why it becomes none ("" in `left`)."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    left: Said | None = None

    def add(self, table: str, row: Row) -> None:
        """Add a row."""
        self.rows.setdefault(table, []).append(row)


def become(cluster: Cluster, claim: Row) -> Made:
    """Return the rows that a claim becomes in a case, or the reason why it becomes none."""
    made = Made()
    signed = claim["modality"] in {"signed", "done"}
    if claim["kind"] == "agreement" and signed:
        _agreement(cluster, claim, made)
    elif claim["kind"] == "agreement":
        _streams(cluster, claim, made, LEFT["no_agreement"])
    elif claim["kind"] == "fact":
        _observation(cluster, claim, made)
    elif claim["modality"] in AIMS and (claim["kind"] == "target" or claim["value"] is not None):
        _target(cluster, claim, made)
        if claim["kind"] != "target":
            _streams(cluster, claim, made, made.left)
    elif claim["modality"] in AIMS:
        _streams(cluster, claim, made, LEFT["stays"])
    else:
        made.left = LEFT["stays"]
    return made


def _common(claim: Row) -> Row:
    return {c: claim[c] for c in COMMON}


def _names(words: str) -> Row:
    """Return the two name columns, the words in the one of their language."""
    zh = any("\u3400" <= c <= "\u9fff" for c in words)
    return {"name_en": None if zh else words, "name_zh": words if zh else None}


def _agreement(cluster: Cluster, claim: Row, made: Made) -> None:
    parties = claim["parties"] or ""
    words = claim["measure"] or claim["exact"] or ""
    id_ = free_id(
        readable_id(f"{parties} {claim['deadline'] or ''}"), set(cluster["agreements"]["agreement"])
    )
    places = Places(cluster, made, claim)
    made.add(
        "agreements",
        {
            "agreement": id_,
            **_names(f"{parties}: {words}" if parties else words),
            "parties": parties or None,
            "kind": agreement_kind(f"{words} {claim['exact'] or ''}"),
            "signed": claim["deadline"],
            "places": ";".join(places.all()) or None,
            "document": claim["document"],
            "claim": claim["claim"],
            **_common(claim),
        },
    )


def _streams(cluster: Cluster, claim: Row, made: Made, otherwise: Said | None) -> None:
    """Add a strand of work for each topic, to the agreement of the same document with the same parties."""
    agreement = _agreement_of(cluster, claim)
    if not agreement:
        made.left = otherwise
        return
    kinds = listed(claim["topics"]) or [stream_kind(claim["kind"], claim["exact"] or "")]
    taken = set(cluster["workstreams"]["workstream"])
    for kind in dict.fromkeys(kinds):
        id_ = free_id(f"{agreement[: LONGEST_ID - len(kind) - 1]}_{kind}", taken)
        taken.add(id_)
        made.add(
            "workstreams",
            {
                "workstream": id_,
                "agreement": agreement,
                "kind": kind,
                **_names(claim["measure"] or claim["exact"] or kind),
                "owner": claim["parties"],
                "due": claim["deadline"],
                "claim": claim["claim"],
                "evidence": claim["exact"],
                **_common(claim),
            },
        )
    made.left = None


def _agreement_of(cluster: Cluster, claim: Row) -> str:
    """Return the agreement of the claim's document that all its parties signed; of several the last."""
    mine = _parties(claim["parties"])
    found = ""
    same = cluster["agreements"].filter(pl.col("document") == claim["document"])
    for row in same.iter_rows(named=True):
        theirs = _parties(row["parties"])
        if mine and all(any(a in b or b in a for b in theirs) for a in mine):
            found = row["agreement"]
    return found


def _parties(cell: str | None) -> list[str]:
    return [p.lower() for p in listed(cell)]


def _unit(cluster: Cluster, claim: Row, made: Made) -> str:
    """Return the unit of a claim's value; one that the tables do not know is declared as the case's own."""
    if claim["value"] is None:
        return "yes_no"
    if claim["unit"]:
        return str(claim["unit"])
    own = readable_id(claim["unit_words"], "unit")
    try:
        find(own, cluster.own_units())
    except UnitError:
        made.add("settings", {"name": f"unit:{own}", "value": "1", "unit": "unit", **_common(claim)})
    return own


def _metric(cluster: Cluster, claim: Row, made: Made, place: str | None, unit: str) -> str:
    """Return the metric that the claim's words describe: one drafted before from the same words, or a new one."""
    measure = claim["measure"] or claim["exact"] or claim["kind"]
    names = _names(measure)
    for row in cluster["metrics"].iter_rows(named=True):
        drafted = row["claim"] is not None and row["place"] == place and row["unit"] == unit
        same = drafted and (row["name_en"], row["name_zh"]) == (names["name_en"], names["name_zh"])
        if same and not _clashes(cluster, row["metric"], claim):
            return str(row["metric"])
    taken = set(cluster["metrics"]["metric"])
    id_ = free_id(readable_id(f"{place or ''} {measure}"), taken)
    vague = claim["value"] is None and claim["modality"] == "aim"
    kind = "statement" if unit == "yes_no" else "series"
    if unit == "percent" and nearby(f"{measure} {claim['exact']}"):
        kind, vague = "coverage", True
    words = claim["exact"] or measure
    made.add(
        "metrics",
        {
            "metric": id_,
            **names,
            "kind": kind,
            "unit": unit,
            "place": place,
            "scope": "same",
            "defined_by": "nobody" if vague or _doubted(cluster, claim) else "document",
            "definition_en": SHARED_WORDS["definition"].en.format(words=words),
            "definition_zh": SHARED_WORDS["definition"].zh.format(words=words),
            "claim": claim["claim"],
            **_common(claim),
        },
    )
    return id_


def _clashes(cluster: Cluster, metric: str, claim: Row) -> bool:
    """Whether the claim's document promises another value of the metric by then: its words measure another thing."""
    rows = cluster["targets"].filter(metrics=metric, deadline=claim["deadline"])
    others = rows.filter(pl.col("value") != claim["value"])["claim"].to_list()
    theirs = cluster["claims"].filter(pl.col("claim").is_in(others))["document"].to_list()
    return claim["document"] in theirs


def _doubted(cluster: Cluster, claim: Row) -> bool:
    """Whether an issue says that it is not clear what the claim measures."""
    rows = cluster["issues"].filter(
        (pl.col("code") == "ambiguous_denominator") & (pl.col("document") == claim["document"])
    )
    for row in rows.iter_rows(named=True):
        about = listed(row["claims"])
        if claim["claim"] in about or claim["supersedes"] in about:
            return True
    return False


def _target(cluster: Cluster, claim: Row, made: Made) -> None:
    if not claim["deadline"]:
        made.left = LEFT["no_deadline"]
        return
    places = Places(cluster, made, claim)
    place = places.first()
    unit = _unit(cluster, claim, made)
    metric = _metric(cluster, claim, made, place, unit)
    who, measure = claim["parties"] or "", claim["measure"] or claim["exact"] or ""
    id_ = f"{metric}_{claim['deadline'].replace('-', '_')}"
    made.add(
        "targets",
        {
            "target": free_id(id_, set(cluster["targets"]["target"])),
            **_names(f"{who}: {measure}" if who else measure),
            "metrics": metric,
            "place": place,
            "promised_by": who or None,
            "comparator": (claim["comparator"] or "eq") if claim["value"] is not None else "ge",
            "value": 1.0 if claim["value"] is None else claim["value"],
            "value_high": claim["value_high"],
            "unit": unit,
            "deadline": claim["deadline"],
            "claim": claim["claim"],
            "note": SHARED_WORDS["share"].en if share_of_whole(claim) else None,
            **_common(claim),
        },
    )


def _observation(cluster: Cluster, claim: Row, made: Made) -> None:
    if claim["value"] is None or claim["unit"] == "year":
        made.left = LEFT["stays"]
        return
    if not claim["deadline"]:
        made.left = LEFT["no_period"]
        return
    period = _period(claim)
    if not claim["published"]:
        made.left = LEFT["undated"]
        return
    if last_day(claim["published"]) < parse_period(period).end:
        made.left = LEFT["not_over"]
        return
    place = Places(cluster, made, claim).first()
    if place is None:
        made.left = LEFT["no_place"]
        return
    unit = _unit(cluster, claim, made)
    metric = _metric(cluster, claim, made, place, unit)
    same = cluster["observations"].filter(
        metric=metric, place=place, period=period, vintage=claim["document"]
    )
    if same.height:
        made.rows.clear()
        made.left = LEFT["twice"]
        return
    low_open, high_open = claim["comparator"] in {"lt", "le"}, claim["comparator"] in {"gt", "ge"}
    made.add(
        "observations",
        {
            "metric": metric,
            "place": place,
            "period": period,
            "vintage": claim["document"],
            "value": claim["value"],
            "value_low": None if low_open or claim["value_high"] is None else claim["value"],
            "value_high": None if high_open else claim["value_high"],
            "unit": unit,
            "flow": "period",
            "claim": claim["claim"],
            "note": claim["exact"],
            **_common(claim),
        },
    )


def _period(claim: Row) -> str:
    """Return the period that a figure holds for."""
    start, end = claim["period_start"], claim["deadline"]
    return f"{start}/{end}" if start and start != end else str(end)
