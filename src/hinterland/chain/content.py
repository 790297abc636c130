"""The study `content`: what share of a product originates in a territory, by which rule, and whether it is enough."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.chain import content_words as words
from hinterland.chain.content_answers import (
    SOURCINGS,
    Drawing,
    Question,
    known_links,
    listed_plants,
    most_local,
    origins,
    question,
)
from hinterland.chain.content_links import LINKS, link_rows
from hinterland.chain.content_market import Territory, origin_of, trade
from hinterland.chain.content_price import price_of
from hinterland.chain.content_tables import (
    CONTENT,
    ORIGINS,
    RULES,
    WATERFALL,
    Subject,
    answered,
    basis_of,
    origin_rows,
    unanswered,
    waterfall_rows,
)
from hinterland.chain.places import chosen_places
from hinterland.chain.rules import Rule, rules_of
from hinterland.chain.scope import scope
from hinterland.errors import StudyError
from hinterland.ground.naming import Naming
from hinterland.ground.parts import parts, roots
from hinterland.ground.places import chain_up, parents
from hinterland.nearest import nearest
from hinterland.progress import silent
from hinterland.result import Result, Said, provenance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from hinterland.chain.content_answers import Answer
    from hinterland.chain.content_market import Trade
    from hinterland.chain.scope import Scope
    from hinterland.cluster import Cluster
    from hinterland.progress import Progress

DRAWS = 200
SEED = 20210810
SCHEMAS: Mapping[str, Mapping[str, pl.DataType]] = {
    "rules": RULES,
    "content": CONTENT,
    "origins": ORIGINS,
    "waterfall": WATERFALL,
    "links": LINKS,
}
"""Table of the result to its columns."""


def content(  # noqa: PLR0913 - what a study can be asked, each by name
    cluster: Cluster,
    *,
    as_of: date | str | None = None,
    places: Sequence[str] | None = None,
    product: str | None = None,
    rule: str | Sequence[str] | None = None,
    processes: Mapping[str, Mapping[str, float]] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    progress: Progress = silent,
) -> Result:
    """Return how much of a product made in a place originates there, and by every rule in its territory.

    Parameters
    ----------
    cluster
        The case.
    as_of
        Day from which the case is seen and on which rules are in force; default: the day the cluster is seen from,
        else today.
    places
        Places whose assembling plants are asked about; default as in `hinterland.chain.gaps`.
    product
        Final product; default: every product that a bill of materials grows from.
    rule
        Rules to apply, whether in force or not; default: all that are in force.
    processes
        Product to process to weight, where a product can be made in several ways.
    draws, seed
        Draws of suppliers and of the bill of materials, and the seed of the generator.

    Returns
    -------
    Result
        Tables as in `SCHEMAS`. Besides the rules, `here` is the value added in the place itself at every tier, and
        `here_build_down` what a build-down rule for the place alone would find.

    Raises
    ------
    StudyError
        If there is no bill of materials, or it runs in a circle; if there is no such place, product or rule, or a
        rule asked for has a territory that the case does not know; if draws are not above 0.
    """
    began = time.perf_counter()
    day = cluster.day(as_of)
    seen = cluster.as_of(day)
    if draws < 1:
        raise StudyError(f"draws is {draws}: it must be at least 1")
    book = _Book.of(seen, day, [rule] if isinstance(rule, str) else rule)
    chosen = chosen_places(seen, places)
    grown = roots(seen, product)
    naming, rows, told = Naming.of(seen), _Rows(), []
    for root in grown:
        bill = parts(seen, root, processes)
        drawing = Drawing.of(bill, draws, seed, progress)
        price = price_of(seen, bill)
        told += [*bill.assumptions, words.price_said(naming.product(root), price)]
        for place in chosen:
            at = scope(seen, place, bill, day=day, apart=False)
            subject = Subject(place, root, bill, price, day, naming)
            told += _look(seen, at, subject, (book, drawing), rows)
    rows.tables["rules"] = book.rows(rows.reasons)
    tables = {n: pl.DataFrame(rows.tables[n], schema=dict(SCHEMAS[n]), orient="row") for n in SCHEMAS}
    parameters = {
        "places": list(chosen),
        "product": product,
        "rule": sorted(book.named),
        "draws": draws,
        "seed": seed,
    }
    progress(draws, draws, "done")
    return Result(
        study="content",
        tables=tables,
        provenance=provenance("content", seen, parameters, time.perf_counter() - began),
        summary=_summary(day, grown, chosen, tables),
        assumptions=tuple(dict.fromkeys([*words.general(day), *told])),
        figures=("content_waterfall", "origins_bars"),
    )


@dataclass(slots=True)
class _Rows:
    """Rows of the tables as they grow, and by rule what kept it from being applied, None where nothing did."""

    tables: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {n: [] for n in SCHEMAS})
    reasons: dict[str, list[Said | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Book:
    """Rules of the case with their territories, and what keeps each from being applied at all."""

    rules: tuple[Rule, ...]
    territories: Mapping[str, Territory]
    refused: Mapping[str, Said]
    named: frozenset[str]
    day: date

    @classmethod
    def of(cls, cluster: Cluster, day: date, named: Iterable[str] | None) -> _Book:
        """Return the rules; those `named` must exist and be fit to be applied."""
        rules = rules_of(cluster)
        asked = frozenset(named or ())
        ids = [r.rule for r in rules]
        for one in sorted(asked - set(ids)):
            close = nearest(one, ids)
            hint = f"did you mean {close}?" if close else f"rules are {', '.join(ids) or 'none'}"
            raise StudyError(f"there is no rule {one!r} in content_rules (as of {day}); {hint}")
        territories: dict[str, Territory] = {}
        refused: dict[str, Said] = {}
        for rule in rules:
            try:
                territories[rule.rule] = Territory.of(cluster, rule.territory)
            except StudyError as error:
                if rule.rule in asked:
                    raise StudyError(f"rule {rule.rule}: {error}") from error
                refused[rule.rule] = Said(f"cannot be applied: {error}", f"无法适用：{error}")
        return cls(rules, territories, refused, asked, day)

    def why(self, rule: Rule, root: str, inside: frozenset[str]) -> Said | None:
        """Return what keeps a rule from being applied, None where nothing does."""
        if rule.rule in self.refused:
            return self.refused[rule.rule]
        if rule.product not in {None, "", root}:
            return Said(f"it is for {rule.product} only", f"仅适用于 {rule.product}")
        if rule.rule in self.named:
            return None
        if self.named:
            return Said("another rule was asked for", "指定了其他规则")
        if not rule.in_force(self.day):
            return rule.when(self.day)
        held = self.territories[rule.rule]
        if rule.method != "value_added" and not inside & (held.inside | held.around):
            return Said(
                "the place lies outside its territory: what is made there does not originate",
                "该地不在其区域内：当地所产不具原产资格",
            )
        return None

    def rows(self, reasons: Mapping[str, Sequence[Said | None]]) -> list[dict[str, Any]]:
        """Return the rows of the table `rules`; `reasons` is what kept each from being applied, place by place."""
        return [self._row(r, reasons.get(r.rule, ())) for r in self.rules]

    def _row(self, rule: Rule, reasons: Sequence[Said | None]) -> dict[str, Any]:
        applies = None in reasons
        kept = [Said("applied", "适用")] if applies else [r for r in dict.fromkeys(reasons) if r]
        said = words.joined(list(dict.fromkeys([rule.when(self.day), *kept])))
        return {
            "rule": rule.rule,
            "name_en": rule.name.en,
            "name_zh": rule.name.zh,
            "in_force": rule.in_force(self.day),
            "from": rule.start,
            "to": rule.end,
            "method": rule.method,
            "threshold": rule.threshold,
            "territory": ";".join(rule.territory),
            "tracing": rule.tracing,
            "component_threshold": rule.component_threshold,
            "source": rule.source,
            "basis": rule.basis,
            "applies": applies,
            "why_en": said.en,
            "why_zh": said.zh,
        }


def _here(place: str) -> list[Rule]:
    """Return what is asked of every place, though no rule asks it."""
    blank = {"threshold": None, "product": None, "territory": (place,), "component_threshold": None}
    rest = {"start": None, "end": None, "source": "", "basis": "inferred"}
    return [
        Rule(rule=name, name=said, method=method, tracing=tracing, **blank, **rest)  # type: ignore[arg-type] # one type a key
        for name, said, method, tracing in (
            ("here", words.HERE, "value_added", "full"),
            ("here_build_down", words.HERE_BUILD_DOWN, "build_down", "none"),
        )
    ]


def _look(
    cluster: Cluster, at: Scope, subject: Subject, asked: tuple[_Book, Drawing], rows: _Rows
) -> list[Said]:
    """Add the rows of one product in one place; return what was assumed."""
    book, drawing = asked
    reasons = {r.rule: book.why(r, subject.root, at.inside) for r in book.rules}
    rules = [r for r in book.rules if reasons[r.rule] is None]
    for rule, why in reasons.items():
        rows.reasons.setdefault(rule, []).append(why)
    found = trade(cluster, at)
    here = Territory.of(cluster, [subject.place])
    questions = [question(r, here, found) for r in _here(subject.place)]
    questions += [question(r, book.territories[r.rule], found) for r in rules]
    if not len(found.sites):
        rows.tables["content"] += [
            unanswered(subject, q, s, "cannot be told", words.NO_ASSEMBLER)
            for q in questions
            for s in SOURCINGS
        ]
        return []
    answers = {
        "known_links": known_links(subject.parts, found, questions, drawing),
        "listed_plants": listed_plants(subject.parts, found, questions, drawing),
        "most_local": most_local(subject.parts, found, questions, drawing),
    }
    bases = {s: _basis(subject, found, s, answers[s]) for s in SOURCINGS}
    rows.tables["content"] += [
        answered(subject, q, s, (answers[s], i), found, bases[s])
        for i, q in enumerate(questions)
        for s in SOURCINGS
    ]
    for i, q in enumerate(questions):
        if _drawable(q):
            rows.tables["waterfall"] += waterfall_rows(subject, q, answers["listed_plants"], i)
    rows.tables["origins"] += _origins(cluster, found, subject, drawing, bases["listed_plants"])
    links, said = link_rows(cluster, at, subject.naming)
    rows.tables["links"] += links
    return [*words.sourcing(found, drawing.draws, at.synthetic), *said]


def _drawable(q: Question) -> bool:
    """Whether a waterfall says anything: the rule has an answer, and is no twin of another picture."""
    if q.rule.rule == "here_build_down" or not q.asked:
        return False
    return q.rule.tracing != "rollup" or q.rule.component_threshold is not None


def _basis(subject: Subject, found: Trade, sourcing: str, answer: Answer) -> str:
    price = [subject.price.basis] if subject.price.known else []
    links = found.links_basis if sourcing != "most_local" else ()
    guess = ["inferred"] if sourcing != "known_links" else []
    return basis_of(subject.parts.basis, sorted(answer.seen.bases), price, links, guess)


def _origins(
    cluster: Cluster, found: Trade, subject: Subject, drawing: Drawing, basis: str
) -> list[dict[str, Any]]:
    called = origin_of(cluster, subject.place, set(found.place.tolist()))
    shares = origins(subject.parts, found, called, drawing.draws, drawing.seed)
    around = chain_up(subject.place, parents(cluster))[1:]
    return origin_rows(subject, shares, around, basis)


def _summary(
    day: date, grown: Sequence[str], places: Sequence[str], tables: Mapping[str, pl.DataFrame]
) -> dict[str, Any]:
    table = tables["content"]
    here = table.filter((pl.col("rule") == "here") & (pl.col("sourcing") == "listed_plants"))
    verdicts = table.filter(pl.col("qualifies").is_not_null() & (pl.col("sourcing") == "listed_plants"))
    return {
        "as_of": day.isoformat(),
        "products": list(grown),
        "places": list(places),
        "here": [
            {"place": p, "product": r, "low": low, "high": high}
            for p, r, low, high in here.select("place", "root", "low", "high").iter_rows()
        ],
        "qualifies": [
            {"place": p, "product": r, "rule": rule, "qualifies": word}
            for p, r, rule, word in verdicts.select("place", "root", "rule", "qualifies").iter_rows()
        ],
    }
