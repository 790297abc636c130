"""Tables of the study of local content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.chain import content_words as words
from hinterland.chain.rules import TOLERANCE, content, content_span, qualifies
from hinterland.ground.bom import weakest
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hinterland.chain.content_answers import Answer, Origins, Question
    from hinterland.chain.content_market import Trade
    from hinterland.chain.content_price import Price
    from hinterland.chain.origins import Array
    from hinterland.ground.naming import Naming
    from hinterland.ground.parts import Parts

RULES = {
    "rule": pl.String(),
    "name_en": pl.String(),
    "name_zh": pl.String(),
    "in_force": pl.Boolean(),
    "from": pl.String(),
    "to": pl.String(),
    "method": pl.String(),
    "threshold": pl.Float64(),
    "territory": pl.String(),
    "tracing": pl.String(),
    "component_threshold": pl.Float64(),
    "source": pl.String(),
    "basis": pl.String(),
    "applies": pl.Boolean(),
    "why_en": pl.String(),
    "why_zh": pl.String(),
}
"""Columns of the table `rules`: one row a rule of the case, besides `here` and `here_build_down`, which are no rules
but what is made in the place itself. `applies`: it is applied to at least one product and place."""

CONTENT = {
    "place": pl.String(),
    "place_en": pl.String(),
    "place_zh": pl.String(),
    "root": pl.String(),
    "rule": pl.String(),
    "name_en": pl.String(),
    "name_zh": pl.String(),
    "territory_en": pl.String(),
    "territory_zh": pl.String(),
    "method": pl.String(),
    "tracing": pl.String(),
    "sourcing": pl.String(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "range_low": pl.Float64(),
    "range_high": pl.Float64(),
    "threshold": pl.Float64(),
    "qualifies": pl.String(),
    "chance": pl.Float64(),
    "chance_high": pl.Float64(),
    "unknown": pl.Float64(),
    "unknown_en": pl.String(),
    "unknown_zh": pl.String(),
    "basis": pl.String(),
    "reason_en": pl.String(),
    "reason_zh": pl.String(),
}
"""Columns of the table `content`; shares are fractions of the price (net cost: of the net cost). `value` is the
median of the draws, null where only an interval is known; `low` and `high` are bounds, unknown origins counted out
and in, for `listed_plants` the 10th and 90th percentile of them over the draws; `range_low` and `range_high` are the
5th and 95th percentile over draws of the shares of the bill of materials too, bounds included. `chance` and
`chance_high` are the shares of draws that reach the threshold with unknown origins counted out and in; `qualifies` is
`yes` only where the first is 1 and `no` only where the second is 0. `unknown` is the mean share of the material value
whose origin is unknown in this sourcing, `unknown_en` and `unknown_zh` say of what and why."""

ORIGINS = {
    "place": pl.String(),
    "root": pl.String(),
    "product": pl.String(),
    "origin": pl.String(),
    "name_en": pl.String(),
    "name_zh": pl.String(),
    "low": pl.Float64(),
    "value": pl.Float64(),
    "high": pl.Float64(),
    "basis": pl.String(),
}
"""Columns of the table `origins`: where value is added, as fractions of the material value of the root (`product`
empty) or of a component that goes into it. `value` sums to 1 over origins, `unknown` among them; `high` adds what is
unknown, and to `here` what is only known to be somewhere around."""

WATERFALL = {
    "place": pl.String(),
    "root": pl.String(),
    "rule": pl.String(),
    "step": pl.Int64(),
    "kind": pl.String(),
    "product": pl.String(),
    "name_en": pl.String(),
    "name_zh": pl.String(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
}
"""Columns of the table `waterfall`: from the price (1) to the content, means over the draws of `listed_plants`. Steps
are signed and sum, with the total, to the result; the result's `high` counts unknown origins in."""

SMALL = 1e-9
LOWER, UPPER, OUTER = 0.1, 0.9, 0.05


@dataclass(frozen=True, slots=True)
class Subject:
    """One root in one place, with names.

    Attributes
    ----------
    price, day
        What the price of the root holds; the day of the study.
    """

    place: str
    root: str
    parts: Parts
    price: Price
    day: date
    naming: Naming

    def product(self, index: int) -> Said:
        """Return the name of a part."""
        return self.naming.product(self.parts.products[index])


@dataclass(frozen=True, slots=True)
class Figures:
    """The content in each draw: least, greatest, and likely, None where only an interval is known.

    `range_low` and `range_high` are least and greatest where shares of the bill of materials are drawn too.
    """

    low: Array
    high: Array
    range_low: Array
    range_high: Array
    likely: Array | None


def figures(q: Question, answer: Answer, number: int, price: Price) -> Figures:
    """Return the content by a question's rule in each draw."""
    foreign = (_foreign(answer.high[:, number]), _foreign(answer.low[:, number]))
    moved = (_foreign(answer.range_high[:, number]), _foreign(answer.range_low[:, number]))
    method, inside = q.rule.method, q.made_inside
    spans = (*content_span(method, price, foreign, inside), *content_span(method, price, moved, inside))
    likely = price.likely(method)
    sure = float(np.max(foreign[1] - foreign[0], initial=0.0)) < SMALL and inside[1] - inside[0] < SMALL
    if likely is None or not sure:
        return Figures(*spans, None)
    return Figures(*spans, np.asarray(content(method, likely, foreign[0], inside[0])))


def _foreign(inside: Array) -> Array:
    """Return what does not originate; sums of shares that round past 1 leave nothing."""
    return np.clip(1.0 - inside, 0.0, 1.0)


def _head(subject: Subject, q: Question, sourcing: str) -> dict[str, Any]:
    rule, place = q.rule, subject.naming.place(subject.place)
    territory = words.listed([subject.naming.place(t) for t in rule.territory], 4)
    return {
        "place": subject.place,
        "place_en": place.en,
        "place_zh": place.zh,
        "root": subject.root,
        "rule": rule.rule,
        "name_en": rule.name.en,
        "name_zh": rule.name.zh,
        "territory_en": territory.en,
        "territory_zh": territory.zh,
        "method": rule.method,
        "tracing": rule.tracing,
        "sourcing": sourcing,
        "threshold": rule.threshold,
    }


def unanswered(subject: Subject, q: Question, sourcing: str, word: str | None, why: Said) -> dict[str, Any]:
    """Return the row of a question that has no content, with the reason."""
    said = words.joined([why, words.named_by_hand(q.rule, subject.day)])
    return _head(subject, q, sourcing) | {"qualifies": word, "reason_en": said.en, "reason_zh": said.zh}


def answered(
    subject: Subject, q: Question, sourcing: str, asked: tuple[Answer, int], found: Trade, basis: str
) -> dict[str, Any]:
    """Return the row of a question and a sourcing; both ends of every draw must agree before it qualifies or not."""
    answer, number = asked
    if q.rule.tracing == "rollup" and q.rule.component_threshold is None:
        return unanswered(subject, q, sourcing, "cannot be told", words.NO_BAR)
    if not q.asked:
        return unanswered(
            subject, q, sourcing, "no" if q.rule.threshold is not None else None, words.ELSEWHERE
        )
    ends = figures(q, answer, number, subject.price)
    low, high = float(np.quantile(ends.low, LOWER)), float(np.quantile(ends.high, UPPER))
    bar = q.rule.threshold
    word = qualifies(float(ends.low.min()), float(ends.high.max()), bar)
    chance = None if bar is None else _chance(ends, bar)
    share, unknown = _unknown(subject, q, sourcing, asked, found)
    all_bought = sourcing == "known_links" and answer.seen.linked
    said = words.joined(
        [
            words.verdict(words.Standing(low, high, bar, word, sourcing, chance)),
            words.ALL_BOUGHT if all_bought else Said("", ""),
            unknown,
            words.price_unknown(subject.price, q.rule.method) if high - low > SMALL else Said("", ""),
            words.named_by_hand(q.rule, subject.day),
        ]
    )
    return _head(subject, q, sourcing) | {
        "value": None if ends.likely is None else float(np.median(ends.likely)),
        "low": low,
        "high": high,
        "range_low": min(low, float(np.quantile(ends.range_low, OUTER))),
        "range_high": max(high, float(np.quantile(ends.range_high, 1 - OUTER))),
        "qualifies": word,
        "chance": None if chance is None else chance[0],
        "chance_high": None if chance is None else chance[1],
        "unknown": share,
        "unknown_en": unknown.en,
        "unknown_zh": unknown.zh,
        "basis": basis,
        "reason_en": said.en,
        "reason_zh": said.zh,
    }


def _chance(ends: Figures, bar: float) -> tuple[float, float]:
    """Return the shares of draws whose low and whose high end reach the threshold."""
    low, high = (np.mean(x >= bar - TOLERANCE) for x in (ends.low, ends.high))
    return float(low), float(high)


def _unknown(
    subject: Subject, q: Question, sourcing: str, asked: tuple[Answer, int], found: Trade
) -> tuple[float, Said]:
    """Return the share of the material value whose origin is unknown, of what it is, and why nobody knows."""
    answer, number = asked
    gap = {p: float(v[1, number] - v[0, number]) for p, v in answer.pieces.items()}
    parts = sorted((p for p in gap if gap[p] > SMALL), key=lambda p: (-gap[p], p))
    doubtful = bool((q.territory.high(found.place) > q.territory.low(found.place)).any())
    why = words.causes(sourcing, answer.seen.trader, doubtful, q.rule.tracing == "rollup")
    share = sum(gap.values())
    return share, words.unknown_makers(share, [subject.product(p) for p in parts], why)


def origin_rows(subject: Subject, found: Origins, around: Sequence[str], basis: str) -> list[dict[str, Any]]:
    """Return the rows of the table `origins`; `around` are origins that contain the place."""
    rows = []
    perhaps = [found.names.index(a) for a in around if a in found.names]
    whole = {"": found.whole}
    by_product = {subject.parts.products[p]: v for p, v in found.parts.items()}
    for product, shares in (whole | by_product).items():
        unknown = float(shares[-1])
        for i, name in enumerate(found.names):
            value = float(shares[i])
            if value <= SMALL and name not in {"here", "unknown"}:
                continue
            more = 0.0 if name == "unknown" else unknown
            more += float(shares[perhaps].sum()) if name == "here" else 0.0
            said = _origin_name(subject, name)
            rows.append(
                {
                    "place": subject.place,
                    "root": subject.root,
                    "product": product,
                    "origin": name,
                    "name_en": said.en,
                    "name_zh": said.zh,
                    "low": 0.0 if name == "unknown" or i in perhaps else value,
                    "value": value,
                    "high": min(1.0, value + more),
                    "basis": basis,
                }
            )
    return rows


def _origin_name(subject: Subject, origin: str) -> Said:
    if origin == "unknown":
        return Said("unknown origin", "来源未知")
    return subject.naming.place(subject.place if origin == "here" else origin)


def waterfall_rows(subject: Subject, q: Question, answer: Answer, number: int) -> list[dict[str, Any]]:
    """Return the steps from the price to the content, as means over draws.

    What a component takes off is what does not originate for certain; what may is one step, `unknown`. Where the
    price structure is unknown the price is taken to be the material value, and the result's upper end is 1.
    """
    likely = subject.price.likely(q.rule.method)
    material, items = likely if likely is not None else (1.0, {"profit": 0.0, "excluded": 0.0})
    cost = 1.0 - items["profit"] - items["excluded"] if q.rule.method == "net_cost" else 1.0
    scale = material / cost if cost > SMALL else 0.0
    pieces = {p: (float(v[0, number]), float(v[1, number])) for p, v in answer.pieces.items()}
    taken = {p: scale * max(0.0, answer.part[p] - high) for p, (_, high) in pieces.items()}
    unknown = scale * sum(high - low for low, high in pieces.values())
    added = scale * (1.0 - sum(answer.part.values())) + (1.0 - material) / max(cost, SMALL)
    elsewhere = max(0.0, 1.0 - q.likely_inside) * added
    rows = [_step(subject, q, "total", 1.0)]
    large = sorted((p for p in taken if taken[p] > SMALL), key=lambda p: (-taken[p], p))
    rows += [_step(subject, q, "component", -taken[p], product=p) for p in large]
    if elsewhere > SMALL:
        rows.append(_step(subject, q, "value_added", -elsewhere))
    if unknown > SMALL:
        rows.append(_step(subject, q, "unknown", -unknown, high=0.0))
    result = 1.0 + sum(row["value"] for row in rows[1:])
    top = 1.0 if likely is None else min(1.0, result + unknown)
    rows.append(_step(subject, q, "result", result, high=top))
    return [row | {"step": i} for i, row in enumerate(rows)]


_STEPS = {
    "total": Said("price", "价格"),
    "value_added": Said("value added elsewhere, or not counted", "在别处的增加值或不计入"),
    "unknown": Said("unknown origin", "来源未知"),
    "result": Said("content", "本地含量"),
}


def _step(
    subject: Subject,
    q: Question,
    kind: str,
    value: float,
    *,
    product: int | None = None,
    high: float | None = None,
) -> dict[str, Any]:
    if kind == "total" and q.rule.method == "net_cost":
        said = Said("net cost", "净成本")
    else:
        said = _STEPS[kind] if product is None else subject.product(product)
    return {
        "place": subject.place,
        "root": subject.root,
        "rule": q.rule.rule,
        "kind": kind,
        "product": "" if product is None else subject.parts.products[product],
        "name_en": said.en,
        "name_zh": said.zh,
        "value": value,
        "low": value,
        "high": value if high is None else high,
    }


def basis_of(*bases: Sequence[str]) -> str:
    """Return the weakest basis of all that took part."""
    return weakest([b or "unstated" for some in bases for b in some])
