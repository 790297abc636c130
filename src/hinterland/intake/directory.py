"""The places and metrics a case knows, found by the names that statistics use for them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.intake.labels import Name, tidy
from hinterland.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hinterland.cluster import Cluster

_SUFFIX = re.compile(
    r"(?:维吾尔自治区|壮族自治区|回族自治区|自治区|特别行政区|省|市)$|"
    r"(?: autonomous region| province| municipality| city)$"
)
WHOLE_COUNTRY = {"全国", "全国总计", "全国合计", "national", "national total", "nationwide", "whole country"}
_TOTAL = re.compile(r"(?:合计|总计|总计数|小计|total|sum|grand total|subtotal)", re.IGNORECASE)
_ADCODE = re.compile(r"\d{6}|\d{2}|\d{4}")
_SHORTEST = 2
"""Letters that a name needs to be looked for inside a title."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Names of what the case knows. Keys are compared without blanks, case and the suffixes 省, 市, 自治区."""

    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plain_places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    metrics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    metric_rows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    place_rows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, cluster: Cluster) -> Directory:
        """Return the directory of a case."""
        full: dict[str, list[str]] = defaultdict(list)
        plain: dict[str, list[str]] = defaultdict(list)
        codes: dict[str, str] = {}
        place_rows = {r["place"]: r for r in cluster["places"].iter_rows(named=True)}
        named = [(p, t) for p, r in place_rows.items() for t in (p, r["name_en"], r["name_zh"]) if t]
        aliases = cluster["aliases"].filter(pl.col("id").is_in(list(place_rows))).select("id", "name")
        for place, name in [*named, *aliases.drop_nulls().iter_rows()]:
            _append(full, key_of(name), place)
            _append(plain, plain_key(name), place)
        for place, row in place_rows.items():
            if row["adcode"]:
                codes[row["adcode"]] = place
        metrics: dict[str, list[str]] = defaultdict(list)
        metric_rows = {r["metric"]: r for r in cluster["metrics"].iter_rows(named=True)}
        for metric, row in metric_rows.items():
            for text in (metric, row["name_en"], row["name_zh"]):
                if text:
                    _append(metrics, metric_key(text), metric)
        return cls(_frozen(full), _frozen(plain), codes, _frozen(metrics), metric_rows, place_rows)

    def find_place(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the places that one of `texts` names: one where it is clear, several where it is not, or none."""
        listed = [t for t in texts if t]
        for text in listed:
            found = self.places.get(key_of(text), ())
            if len(found) == 1:
                return found
        for text in listed:
            if found := self.plain_places.get(plain_key(text), ()):
                return found
            if _ADCODE.fullmatch(text.strip()) and text.strip().ljust(6, "0") in self.codes:
                return (self.codes[text.strip().ljust(6, "0")],)
            if key_of(text) in WHOLE_COUNTRY and (country := self._country()):
                return (country,)
        return ()

    def _country(self) -> str:
        """Return the country that 全国 means: the only one that provinces of the case belong to, else empty."""
        parents = {r["parent"] for r in self.place_rows.values() if r["kind"] == "province" and r["parent"]}
        countries = {p for p in parents if self.place_rows.get(p, {}).get("kind") == "country"}
        return next(iter(countries)) if len(countries) == 1 else ""

    def place_in(self, text: str) -> str:
        """Return the place whose name stands in a title, the longest name first; empty where none does."""
        title = f" {tidy(text).casefold()} "
        found = ""
        best = 0
        for name, places in self.plain_places.items():
            if len(name) < _SHORTEST or len(places) != 1 or len(name) <= best:
                continue
            words = rf"(?<![a-z]){re.escape(name)}(?![a-z])"
            if (name.isascii() and re.search(words, title.replace(" ", ""))) or (
                not name.isascii() and name in title
            ):
                spaced = self._spaced(places[0], title) if name.isascii() else True
                if spaced:
                    found, best = places[0], len(name)
        return found

    def without_place(self, text: str, place: str) -> str:
        """Return a title without the name of a place: `安徽省汽车产量` is 汽车产量 when figures are Anhui's."""
        row = self.place_rows[place]
        names = [t for t in (row["name_zh"], row["name_en"], place) if t]
        names += [_SUFFIX.sub("", n) for n in names]
        for name in sorted(names, key=len, reverse=True):
            pattern = (
                rf"(?<![a-z])(?:(?:in|of) )?{re.escape(name)}(?:'s)?(?: province| city)?(?![a-z])[省市]?"
            )
            shorter = re.sub(pattern, " ", text, flags=re.IGNORECASE)
            if shorter != text:
                return re.sub(r"\s+,", ",", tidy(shorter)).strip(" ,，:：的")
        return text

    def _spaced(self, place: str, title: str) -> bool:
        """Whether the English name of a place stands in a title as words of its own."""
        row = self.place_rows[place]
        names = [tidy(t).casefold() for t in (row["name_en"], place) if t]
        return any(re.search(rf"(?<![a-z]){re.escape(n)}(?![a-z])", title) for n in names)

    def find_metric(self, name: Name, place_texts: Iterable[str] = (), *, kinds: Iterable[str] = ()) -> str:
        """Return the metric that a heading names, alone or with the place's name before or behind it.

        Metrics of a case often belong to a place: `汽车产量` in the row of 安徽 may be the metric 安徽汽车产量.
        """
        allowed = set(kinds)
        places = [t for t in place_texts if t]
        for text in name.texts:
            writings: list[str] = []
            for place in places:
                plain = plain_key(place)
                if place.casefold() in text.casefold():
                    writings.append(re.sub(re.escape(place), plain, text, flags=re.IGNORECASE))
                writings += [f"{plain}{text}", f"{text}, {place}", f"{place} {text}", f"{text} in {place}"]
                writings += [f"{place}'s {text}", f"{text} of {place}"]
            # what bears the place's name is nearer than what holds anywhere
            for writing in (*writings, text):
                found = self.metrics.get(metric_key(writing), ())
                found = tuple(m for m in found if not allowed or self.metric_rows[m]["kind"] in allowed)
                if len(found) == 1:
                    return found[0]
        return ""

    def like_metric(self, name: Name) -> str:
        """Return the known metric whose name is most like a heading, empty where none is."""
        for text in name.texts:
            close = nearest(metric_key(text), self.metrics)
            if close:
                return self.metrics[close][0]
        return ""

    def like_place(self, texts: Iterable[str]) -> str:
        """Return the known place whose name is most like a label, empty where none is."""
        for text in texts:
            close = nearest(plain_key(text), self.plain_places) if text else None
            if close:
                return self.plain_places[close][0]
        return ""

    def names_of(self, place: str) -> tuple[str, ...]:
        """Return the names of a place, for finding the metrics that bear them."""
        row = self.place_rows.get(place, {})
        return tuple(t for t in (row.get("name_zh"), row.get("name_en"), place) if t)


def _append(listed: dict[str, list[str]], key: str, value: str) -> None:
    if key and value not in listed[key]:
        listed[key].append(value)


def _frozen(listed: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {k: tuple(v) for k, v in listed.items()}


def key_of(text: str) -> str:
    """Return a name as it is compared: half-width, small, single blanks, none inside Chinese."""
    return tidy(text).casefold().strip(" :.,*#")


def plain_key(text: str) -> str:
    """Return the name of a place without blanks and without 省, 市, 自治区, province, city.

    >>> plain_key("安  徽 省"), plain_key("Anhui Province")
    ('安徽', 'anhui')
    """
    key = key_of(text)
    shorter = _SUFFIX.sub("", key)
    return re.sub(r"\s+", "", shorter if len(shorter) >= _SHORTEST else key)


def metric_key(text: str) -> str:
    """Return the name of a metric as it is compared: without blanks and signs."""
    return re.sub(r"[\s_\-:,、,()'.]+", "", key_of(text))


def is_total(texts: Iterable[str]) -> bool:
    """Whether a label names the sum of its rows and no place."""
    return any(_TOTAL.fullmatch(key_of(t)) for t in texts if t)


def looks_like_place(text: str) -> bool:
    """Whether a label has the suffix of an administrative division."""
    return bool(
        re.search(
            r"(?:省|市|自治区|自治州|州|县|区|旗|盟)$|(?:Province|City|County|Municipality)$", text.strip()
        )
    )
