"""Facts made into observations: which metric, which place, which unit; what is not clear becomes a question."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hinterland.intake.directory import WHOLE_COUNTRY, key_of
from hinterland.intake.drafts import Drafts, growth_id, growth_name, growth_writings, readable_id
from hinterland.intake.figure import TOO_LARGE
from hinterland.intake.labels import Name
from hinterland.intake.unit_choice import Units
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hinterland.intake.directory import Directory
    from hinterland.intake.facts import Fact, Ledger
    from hinterland.intake.taken import Options
    from hinterland.intake.unit_words import Own, Stated

NO_VINTAGE = "unstated"
"""Vintage of figures whose date of publication nobody gave."""
OBSERVED_KINDS = ("series", "statement")
"""Kinds of metrics that have observations; the others are computed from metrics."""


@dataclass(slots=True)
class Assembler:
    """Makes observations of facts, one page after the other."""

    directory: Directory
    options: Options
    ledger: Ledger
    own: Own
    flows: Mapping[str, set[str]]
    drafts: Drafts
    rows: list[tuple[dict[str, Any], Fact]] = field(default_factory=list)
    keys: dict[tuple[str, ...], int] = field(default_factory=dict)
    told: set[tuple[str, ...]] = field(default_factory=set)
    single: dict[int, bool] = field(default_factory=dict)
    units: Units = field(init=False)

    def __post_init__(self) -> None:
        self.units = Units(self.directory, self.options, self.own, self.ask)

    def run(self, facts: Sequence[Fact]) -> None:
        """Make all observations."""
        self._count_indicators(facts)
        for fact in facts:
            place = self._place(fact)
            if not place:
                continue
            unit = self.units.stated(fact)
            metric, unit_name, factor = self._metric(fact, place, unit)
            row = self._row(fact, metric, place, unit_name, factor)
            if all(math.isfinite(row[c]) for c in ("value", "value_low", "value_high") if row[c] is not None):
                self._add(row, fact)
            else:
                self._leave_too_large(fact)

    def _leave_too_large(self, fact: Fact) -> None:
        """Leave a figure that its unit makes larger than any number: 1e308 in 万."""
        self.ledger.leave(fact.page, fact.spot, TOO_LARGE)
        done = Said(f"not read: {TOO_LARGE.en}", f"未读取：{TOO_LARGE.zh}")
        decide = Said("mend the figure or its unit", "请修正数值或单位")
        self.ledger.ask("odd_cell", fact.page, fact.spot, done, decide)

    def ask(
        self, key: tuple[str, ...], fact: Fact, done: Said, decide: Said, text: str | None = None
    ) -> None:
        """Ask once for each key."""
        if key not in self.told:
            self.told.add(key)
            self.ledger.ask(key[0], fact.page, fact.spot, done, decide, text=text)

    def _count_indicators(self, facts: Sequence[Fact]) -> None:
        """Find out, page by page, whether --metric can be meant for all of its levels."""
        names: dict[int, set[Name]] = {}
        for fact in facts:
            names.setdefault(id(fact.page), set()).add(fact.indicator)
        self.single = {page: len(found) == 1 for page, found in names.items()}

    def _place(self, fact: Fact) -> str:
        """Return the place of a fact, a draft where the case does not know it, empty where several bear its name."""
        if fact.place == (self.options.place,) and self.options.place in self.directory.place_rows:
            return self.options.place
        found = self.directory.find_place((*fact.place, fact.adcode))
        if len(found) == 1:
            self._ask_country(fact, found[0])
            return found[0]
        shown = " / ".join(fact.place)
        if found:
            reason = Said(
                f"several places bear this name: {', '.join(found)}", f"同名地点不止一个：{'、'.join(found)}"
            )
            self.ledger.leave(fact.page, fact.spot, reason)
            decide = Said("write the full name, or its code", "请写全称或行政区划代码")
            self.ask(("place_unclear", shown), fact, reason, decide, shown)
            return ""
        id_ = self.options.place if fact.place == (self.options.place,) else ""
        made, fresh = self.drafts.place(fact.place, fact, id_=id_)
        if fresh:
            self._ask_place(fact, shown, made)
        return made

    def _ask_country(self, fact: Fact, place: str) -> None:
        """Ask whether 全国 means the only country of the case, unless that is China."""
        row = self.directory.place_rows[place]
        if "中国" not in (row["name_zh"] or "") and any(key_of(t) in WHOLE_COUNTRY for t in fact.place):
            done = Said(f"the whole country was taken for {place}", f"“全国”被视为 {place}")
            decide = Said("write the country's name if it is another", "如为其他国家，请写明国名")
            self.ask(("country", place), fact, done, decide, " / ".join(fact.place))

    def _ask_place(self, fact: Fact, shown: str, made: str) -> None:
        close = self.directory.like_place(fact.place)
        decide = Said(
            "check its kind and parent, or add the name to aliases", "请核对级别与上级，或将名称加入 aliases"
        )
        if close and made == self.options.place:
            decide = Said(
                f"if it is {close}, import again with --place {close}; else check its kind and parent",
                f"如即 {close}，请用 --place {close} 重新导入；否则请核对级别与上级",
            )
        elif close:
            decide = Said(
                f"if it is {close}, add the name to aliases; else check its kind and parent",
                f"如即 {close}，请将名称加入 aliases；否则请核对级别与上级",
            )
        done = Said(f"the case has no such place; drafted as {made}", f"案例中无此地点；已草拟为 {made}")
        self.ask(("place_draft", made), fact, done, decide, shown)

    def _metric(self, fact: Fact, place: str, stated: Stated | None) -> tuple[str, str, Decimal]:
        """Return the metric of a fact, the unit of the observation, and what its figure is multiplied by."""
        base = self._known(fact, place)
        if fact.growth:
            return self._growth(fact, place, base, stated)
        name = fact.indicator or Name(en=base or self.options.metric)
        if base:
            unit, factor = self.units.of_known(fact, base, stated)
            self._ask_scope(fact, base, place)
            return base, unit, factor
        unit, factor = self.units.of_draft(fact, name, stated)
        wanted = self.options.metric if self.single.get(id(fact.page)) or not fact.indicator else ""
        made, fresh = self.drafts.metric(name, unit, fact, id_=wanted)
        if fresh:
            self._ask_metric(fact, name, made)
        return made, unit, factor

    def _known(self, fact: Fact, place: str) -> str:
        """Return the metric of the case that a fact's indicator is, empty where the case has none."""
        wanted = self.options.metric
        if wanted and (self.single.get(id(fact.page)) or not fact.indicator):
            return wanted if wanted in self.directory.metric_rows else ""
        if wanted:
            self.ask(
                ("metric_not_applied", fact.page.file, fact.page.sheet),
                fact,
                Said(
                    f"the page has several indicators; --metric {wanted} was not applied",
                    f"该页有多个指标；未采用 --metric {wanted}",
                ),
                Said("name the metric in the heading, or part the page", "请在表头写明指标，或拆分页面"),
            )
        texts = self.directory.names_of(place) or fact.place
        for name in (fact.indicator, fact.alone):
            if name and (found := self.directory.find_metric(name, texts, kinds=OBSERVED_KINDS)):
                return found
        return ""

    def _ask_metric(self, fact: Fact, name: Name, made: str) -> None:
        close = self.directory.like_metric(name)
        decide = Said(
            "complete its definition, or name a metric of the case by --metric",
            "请补全定义，或用 --metric 指定已有指标",
        )
        if close:
            decide = Said(
                f"if it is {close}, import again with --metric {close}",
                f"如即 {close}，请用 --metric {close} 重新导入",
            )
        done = Said(f"the case has no such metric; drafted as {made}", f"案例中无此指标；已草拟为 {made}")
        self.ask(("metric_draft", made), fact, done, decide, " / ".join(name.texts))

    def _ask_scope(self, fact: Fact, metric: str, place: str) -> None:
        covered = self.directory.metric_rows[metric]["place"]
        if covered and covered != place:
            self.ask(
                ("metric_place", metric, fact.page.file),
                fact,
                Said(
                    f"{metric} covers {covered}; figures of {place} were taken under it too",
                    f"{metric} 覆盖 {covered}；{place} 的数值也归入其下",
                ),
                Said("give places a metric each if definitions differ", "如口径不同，请为各地分设指标"),
            )

    def _growth(self, fact: Fact, place: str, base: str, stated: Stated | None) -> tuple[str, str, Decimal]:
        """Return the metric of published growth: never the metric of the level."""
        texts = self.directory.names_of(place) or fact.place
        unit = stated.unit if stated else "percent"
        for name in growth_writings(fact.indicator, fact.growth):
            if found := self.directory.find_metric(name, texts, kinds=("series",)):
                return found, unit, Decimal(1)
        wanted = growth_id(base or self._draft_base(fact), fact.growth)
        row = self.directory.metric_rows.get(wanted)
        if row is not None and row["kind"] == "series":
            return wanted, unit, Decimal(1)
        name = growth_name(self._name_of(base) if base else fact.indicator, fact.growth)
        made, fresh = self.drafts.metric(name, unit, fact, id_=wanted)
        if fresh:
            self._ask_metric(fact, name, made)
        return made, unit, Decimal(1)

    def _draft_base(self, fact: Fact) -> str:
        if self.options.metric and (self.single.get(id(fact.page)) or not fact.indicator):
            return self.options.metric
        return readable_id(fact.indicator)

    def _name_of(self, metric: str) -> Name:
        row = self.directory.metric_rows.get(metric, {})
        return Name(row.get("name_en") or metric, row.get("name_zh") or "")

    def _row(self, fact: Fact, metric: str, place: str, unit: str, factor: Decimal) -> dict[str, Any]:
        figure = fact.figure
        exact = figure.low == figure.value == figure.high
        published = self.options.published or fact.published
        if not published:
            self.ask(
                ("published",),
                fact,
                Said("no date of publication is given; it was left empty", "未给出发布日期；留空"),
                Said(
                    "give --published: nobody can look back without it", "请用 --published 指定；否则无法回看"
                ),
                text="",
            )
        return {
            "metric": metric,
            "place": place,
            "period": fact.period,
            "vintage": self.options.published or fact.vintage or published or NO_VINTAGE,
            "value": float(figure.value * factor),
            "value_low": None if exact or figure.low is None else float(figure.low * factor),
            "value_high": None if exact or figure.high is None else float(figure.high * factor),
            "unit": unit,
            "flow": self._flow(fact, metric),
            "series_break": True if figure.broken else None,
            "note_zh": fact.note.zh if fact.note else None,
            "source": self.options.source or fact.source or _where(fact),
            "basis": "reported",
            "published": published or None,
            "published_basis": "stated" if published else None,
            "note": fact.note.en if fact.note else None,
        }

    def _flow(self, fact: Fact, metric: str) -> str:
        """Return the flow; a metric that the case knows as a stock alone stays one, and that is asked about."""
        if fact.flow == "period" and not fact.growth and self.flows.get(metric) == {"stock"}:
            self.ask(
                ("flow", metric),
                fact,
                Said(
                    f"{metric} is a stock in the case; read as levels at the end of periods",
                    f"案例中 {metric} 为存量；按期末存量读取",
                ),
                Said("mend flow if these are sums over the period", "如为期间合计，请修改 flow"),
            )
            return "stock"
        return fact.flow

    def _add(self, row: dict[str, Any], fact: Fact) -> None:
        """Take a row, unless its figure stands already."""
        key = (row["metric"], row["place"], row["period"], row["vintage"])
        if key not in self.keys:
            self.keys[key] = len(self.rows)
            self.rows.append((row, fact))
            return
        first, other = self.rows[self.keys[key]]
        if (first["value"], first["unit"]) == (row["value"], row["unit"]):
            reason = Said(f"the same figure stands in {other.address}", f"与 {other.address} 重复")
            self.ledger.leave(fact.page, fact.spot, reason)
            return
        reason = Said(
            f"{other.address} gives {first['value']:,.10g} {first['unit']} for the same metric, place and period",
            f"{other.address} 对同一指标、地点和时期给出 {first['value']:,.10g} {first['unit']}",
        )
        self.ledger.leave(fact.page, fact.spot, reason)
        decide = Said(
            "say which one holds: by a heading, a metric or a place of its own",
            "请说明以哪个为准：分设表头、指标或地点",
        )
        self.ask(("twice", *key), fact, Said(f"not read: {reason.en}", f"未读取：{reason.zh}"), decide)


def _where(fact: Fact) -> str:
    return f"{fact.page.file}, {fact.page.sheet}" if fact.page.sheet else fact.page.file
