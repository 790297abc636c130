"""The tables of the result `site`: names, columns, types."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.ground.series import weakest
from hinterland.planning.site.policy import WHY
from hinterland.planning.site.score import ROUNDING
from hinterland.planning.site.words import RULES, TERMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hinterland.planning.site.compared import Array, Bools, Compared, Term
    from hinterland.planning.site.options import Options
    from hinterland.planning.site.policy import Judged
    from hinterland.planning.site.project import Project
    from hinterland.planning.site.score import Scores

TEXT, WHOLE, NUMBER, YES = pl.String(), pl.Int64(), pl.Float64(), pl.Boolean()


def _named(name: str) -> dict[str, pl.DataType]:
    return {name: TEXT, f"{name}_en": TEXT, f"{name}_zh": TEXT}


SCHEMAS: Mapping[str, Mapping[str, pl.DataType]] = {
    "parks": {
        "rank": WHOLE,
        **_named("place"),
        **_named("inside"),
        "score": NUMBER,
        "score_low": NUMBER,
        "score_high": NUMBER,
        "known": NUMBER,
        "first_share": NUMBER,
        **dict.fromkeys(TERMS, NUMBER),
        "named": YES,
        "lon": NUMBER,
        "lat": NUMBER,
        "position": TEXT,
        "basis": TEXT,
    },
    "terms": {
        **_named("place"),
        **_named("term"),
        "value": NUMBER,
        "unit": TEXT,
        "normalised": NUMBER,
        "weight": NUMBER,
        "weighted": NUMBER,
        "rows": WHOLE,
        "basis": TEXT,
        "detail_en": TEXT,
        "detail_zh": TEXT,
    },
    "weights": {
        **_named("term"),
        "weight": NUMBER,
        "share": NUMBER,
        "parks_known": WHOLE,
        "rule_en": TEXT,
        "rule_zh": TEXT,
    },
    "instruments": {
        **_named("place"),
        **_named("instrument"),
        "kind": TEXT,
        "holds_at": TEXT,
        "sectors": TEXT,
        "start": TEXT,
        "end": TEXT,
        "rate": NUMBER,
        "unit": TEXT,
        "conditions": TEXT,
        "counts": YES,
        "why_en": TEXT,
        "why_zh": TEXT,
        "basis": TEXT,
        "source": TEXT,
    },
    "evidence": {
        "place": TEXT,
        "term": TEXT,
        "table": TEXT,
        "id": TEXT,
        "name_en": TEXT,
        "name_zh": TEXT,
        "product": TEXT,
        "part": NUMBER,
        "hours": NUMBER,
        "basis": TEXT,
        "source": TEXT,
    },
}
"""Columns by table.

`parks`: one row a park, best first; a term's column is its normalised value, null where it is not known; `known` is
the share of the weight that is known there, `first_share` the share of drawn weights in which it is first, `named`
whether the project itself names the place, `position` where its coordinates come from (own, place, ancestor, none).
`terms`: one row a park and term; `weighted` is its part of the score, so that the parts add up to it.
`weights`: what each term weighs; `share` of the whole over terms known somewhere.
`instruments`: every instrument in force at a park, whether it counts, and why.
`evidence`: the rows of the case behind each term; `part` is the share of value or capacity, persons, ha or a count.
"""


def frame(name: str, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Return a table of the schema."""
    return pl.DataFrame(list(rows), schema=dict(SCHEMAS[name]), orient="row")


def tables(
    parks: Compared,
    project: Project,
    terms: Sequence[Term],
    scored: Scores,
    options: Options,
    found: Sequence[Sequence[Judged]],
) -> dict[str, pl.DataFrame]:
    """Return all tables; parks in the order of their rank."""
    order = scored.order
    weights = np.array([options.weight(t.id) for t in terms])
    values = np.stack([t.normal for t in terms], axis=1)
    known = ~np.isnan(values)
    behind = Counter((t.id, r["place"]) for t in terms for r in t.rows)
    names = {p: _names("place", p, parks) for p in parks.places}
    return {
        "parks": frame(
            "parks",
            (_park(parks, project, terms, scored, i, r) for i, r in zip(order, _ranks(scored), strict=True)),
        ),
        "terms": frame("terms", (r for i in order for r in _terms(parks, terms, weights, behind, i))),
        "weights": frame("weights", _weights(terms, weights, known)),
        "instruments": frame(
            "instruments", (names[parks.places[i]] | _instrument(j) for i in order for j in found[i])
        ),
        "evidence": _evidence(parks, terms, order),
    }


def _names(key: str, id_: str, parks: Compared) -> dict[str, Any]:
    said = parks.naming.place(id_)
    return {key: id_, f"{key}_en": said.en, f"{key}_zh": said.zh}


def _ranks(scored: Scores) -> list[int | None]:
    """Return the rank of each park in order: those that tie have the same, those without a score none."""
    ranks: list[int | None] = []
    for n, i in enumerate(scored.order):
        before = scored.order[n - 1] if n else i
        tie = bool(n) and abs(scored.score[i] - scored.score[before]) <= ROUNDING
        ranks.append(None if np.isnan(scored.score[i]) else ranks[-1] if tie else n + 1)
    return ranks


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _park(
    parks: Compared, project: Project, terms: Sequence[Term], scored: Scores, i: int, rank: int | None
) -> dict[str, Any]:
    above = parks.above[i]
    bases = [t.basis[i] for t in terms if t.basis[i]]
    return {
        "rank": rank,
        **_names("place", parks.places[i], parks),
        **(_names("inside", above[1], parks) if len(above) > 1 else {}),
        "score": _finite(scored.score[i]),
        "score_low": _finite(scored.low[i]),
        "score_high": _finite(scored.high[i]),
        "known": float(scored.known[i]),
        "first_share": _finite(scored.first[i]),
        **{t.id: _finite(t.normal[i]) for t in terms},
        "named": any(p in project.places for p in above) if project.places else None,
        "lon": _finite(parks.where.lon[i]),
        "lat": _finite(parks.where.lat[i]),
        "position": parks.where.origin[i],
        "basis": weakest(bases) if bases else None,
    }


def _terms(
    parks: Compared, terms: Sequence[Term], weights: Array, behind: Mapping[tuple[str, str], int], i: int
) -> Iterable[dict[str, Any]]:
    # over the largest weight first: a sum of weights neither overflows nor loses the small ones
    ratios = weights / max(float(weights.max()), 1e-300)
    there = float(sum(r for r, t in zip(ratios, terms, strict=True) if np.isfinite(t.normal[i])))
    for k, term in enumerate(terms):
        share = ratios[k] / there if there > 0 else np.nan
        yield {
            **_names("place", parks.places[i], parks),
            "term": term.id,
            "term_en": TERMS[term.id].en,
            "term_zh": TERMS[term.id].zh,
            "value": _finite(term.value[i]),
            "unit": term.unit,
            "normalised": _finite(term.normal[i]),
            "weight": float(weights[k]),
            "weighted": _finite(term.normal[i] * share),
            "rows": behind[term.id, parks.places[i]],
            "basis": term.basis[i] or None,
            "detail_en": term.detail[i].en,
            "detail_zh": term.detail[i].zh,
        }


def _weights(terms: Sequence[Term], weights: Array, known: Bools) -> Iterable[dict[str, Any]]:
    used = np.where(known.any(axis=0), weights, 0.0)
    whole = float(used.sum())
    for k, term in enumerate(terms):
        yield {
            "term": term.id,
            "term_en": TERMS[term.id].en,
            "term_zh": TERMS[term.id].zh,
            "weight": float(weights[k]),
            "share": float(used[k] / whole) if whole > 0 else 0.0,
            "parks_known": int(known[:, k].sum()),
            "rule_en": RULES[term.id].en,
            "rule_zh": RULES[term.id].zh,
        }


def _instrument(judged: Judged) -> dict[str, Any]:
    row, name = judged.row, judged.name
    return {
        "instrument": row["instrument"],
        "instrument_en": name.en,
        "instrument_zh": name.zh,
        "holds_at": row["place"],
        **{c: row[c] for c in ("kind", "sectors", "start", "end", "rate", "unit", "conditions", "source")},
        "counts": judged.why == "counts",
        "why_en": WHY[judged.why].en,
        "why_zh": WHY[judged.why].zh,
        "basis": row["basis"] or "reported",
    }


def _evidence(parks: Compared, terms: Sequence[Term], order: Sequence[int]) -> pl.DataFrame:
    by_place: dict[str, list[dict[str, Any]]] = {p: [] for p in parks.places}
    for term in terms:
        for row in term.rows:
            by_place[row["place"]].append(row)
    return frame("evidence", (r for i in order for r in by_place[parks.places[i]]))
