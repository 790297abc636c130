"""A reading as rows of a case: document, claims, evidence, issues."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from hinterland.dates import first_day, last_day
from hinterland.errors import UnitError
from hinterland.units import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hinterland.cluster import Cluster
    from hinterland.reading.model import Claim, Evidence, Issue

Row = dict[str, Any]
LONGEST_ID = 60


def readable_id(*names: str | None) -> str:
    """Return a readable id of the first name that has letters: lower case, ASCII where that loses no letter.

    >>> readable_id("Auto manufacturing revenue, Guangdong"), readable_id("产值"), readable_id("São Paulo")
    ('auto_manufacturing_revenue_guangdong', '产值', 'sao_paulo')
    """
    for name in names:
        plain = unicodedata.normalize("NFKD", name or "")
        if any(c.isalnum() and not c.isascii() for c in plain):
            found = re.sub(r"\W+", "_", unicodedata.normalize("NFKC", name or "").lower()).strip("_")
        else:
            latin = plain.encode("ascii", "ignore").decode().lower()
            found = re.sub(r"[^a-z0-9]+", "_", latin).strip("_")
        if found:
            return found[:LONGEST_ID].strip("_")
    return "unnamed"


def unit_of(claim: Claim) -> str | None:
    """Return the unit of a claim as the tables write it, None where they know no such unit."""
    if claim.currency:
        return claim.currency
    if not claim.unit:
        return None
    try:
        return find(claim.unit).name
    except UnitError:
        return None


def claim_row(claim: Claim, id_: str, document: str, common: Mapping[str, Any], places: str | None) -> Row:
    """Return the row of a draft."""
    quoted = claim.evidence["claim"]
    same = claim.stated_equivalent or {}
    unit = unit_of(claim)
    return {
        "claim": id_,
        "document": document,
        "kind": claim.kind,
        "modality": claim.modality,
        "review": "draft",
        "parties": joined(claim.parties),
        "topics": joined(claim.topics),
        "measure": claim.measure or None,
        "value": claim.value,
        "value_high": claim.value_high,
        "comparator": claim.comparator,
        "unit": unit,
        "unit_words": claim.unit if claim.unit and not unit else None,
        "per": claim.per or None,
        "currency": claim.currency,
        "equivalent_value": same.get("value"),
        "equivalent_unit": same.get("currency") or same.get("unit"),
        "period_start": _first(claim),
        "deadline": claim.deadline or None,
        "place": places,
        "place_words": joined(claim.place),
        "resolved": claim.basis or None,
        **selector(quoted),
        **common,
    }


def _first(claim: Claim) -> str | None:
    """Return the start of the claim's period; of one that runs backwards an issue tells, and a table holds none."""
    start, end = claim.period_start or None, claim.deadline
    return start if not start or not end or first_day(start) <= last_day(end) else None


def evidence_rows(claim: Claim, id_: str, common: Mapping[str, Any]) -> list[Row]:
    """Return the rows of a claim's evidence, a field each."""
    fields = (f for f in claim.evidence if f in {"claim", "value", "deadline", "parties", "place"})
    return [{"claim": id_, "field": f, **selector(claim.evidence[f]), **common} for f in fields]


def issue_row(
    issue: Issue, id_: str, about: Iterable[str], quoted: Evidence, common: Mapping[str, Any]
) -> Row:
    """Return the row of an issue."""
    return {
        "issue": id_,
        "claims": joined(about),
        "code": issue.code,
        "state": "open",
        "expected": issue.expected or None,
        "stated": issue.stated or None,
        "explanation_en": issue.en,
        "explanation_zh": issue.zh,
        **selector(quoted),
        **common,
    }


def selector(quoted: Evidence) -> Row:
    """Return the columns of a quotation."""
    return {
        "start": quoted.start,
        "end": quoted.end,
        "exact": quoted.exact,
        "prefix": quoted.prefix or None,
        "suffix": quoted.suffix or None,
        "alignment": quoted.alignment,
    }


def joined(words: Iterable[str]) -> str | None:
    """Return words as one cell, parted by `;`."""
    return "; ".join(w.replace(";", ",") for w in words) or None


def place_index(cluster: Cluster) -> dict[str, str]:
    """Return the places of a case by their folded names and aliases."""
    index: dict[str, str] = {}
    rows = cluster["places"].select("place", "name_en", "name_zh").iter_rows()
    for place, *names in rows:
        for name in (*names, place):
            if name:
                index.setdefault(folded(name), place)
    known = set(cluster["places"]["place"])
    for id_, name in cluster["aliases"].select("id", "name").iter_rows():
        if id_ in known and name:
            index.setdefault(folded(name), id_)
    return index


_KIND_WORDS = re.compile(
    r"\b(?:province|city|municipality|county|district|prefecture|state|the|of)\b|(?:省|市|自治区|特别行政区)$"
)


def folded(name: str) -> str:
    """Return a name without case, blanks and the word for its level, for comparing."""
    plain = unicodedata.normalize("NFKC", name).lower()
    return re.sub(r"[\s·\-]+", "", _KIND_WORDS.sub(" ", plain)) or plain
