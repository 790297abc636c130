"""Draft rows of metrics and places that the case does not know, with readable ids."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hinterland.ids import free_id
from hinterland.intake.directory import Directory, key_of
from hinterland.intake.labels import Name, split_languages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hinterland.intake.facts import Fact

LONGEST_ID = 60
_MUNICIPALITIES = {"北京", "上海", "天津", "重庆", "beijing", "shanghai", "tianjin", "chongqing"}
_GROWTH = {
    "yoy": Name("growth on a year", "同比增速"),
    "mom": Name("growth on a month", "环比增速"),
}
_GROWTH_ID = {"yoy": "growth", "mom": "growth_mom"}


def readable_id(name: Name) -> str:
    """Return a readable id of a name, from its English where there is one, else its Chinese as it is.

    >>> readable_id(Name("Output of Vehicles", "汽车产量")), readable_id(Name(zh="汽车产量：轿车"))
    ('output_of_vehicles', '汽车产量_轿车')
    """
    plain = unicodedata.normalize("NFKC", name.en or name.zh)
    if name.en:
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode() or plain
    words = re.sub(r"[^\w]+", "_", plain.lower()).strip("_")
    return words[:LONGEST_ID].strip("_") or "unnamed"


def growth_name(name: Name, growth: str) -> Name:
    """Return the name of the published growth of an indicator."""
    words = _GROWTH[growth]
    return Name(
        f"{name.en}, {words.en}" if name.en else "", f"{name.zh}{words.zh}" if name.zh else ""
    ) or Name(words.en, words.zh)


def growth_writings(name: Name, growth: str) -> list[Name]:
    """Return the names under which a case may hold the published growth of an indicator."""
    english, chinese = name.en, name.zh
    if growth == "mom":
        return (
            [growth_name(name, growth), Name(zh=f"{chinese}环比增长")]
            if chinese
            else [growth_name(name, growth)]
        )
    found = [growth_name(name, growth)]
    if english:
        found += [Name(en=t) for t in (f"{english} growth", f"growth of {english}", f"{english}, growth")]
    if chinese:
        found += [Name(zh=f"{chinese}{t}") for t in ("同比增长", "增速", "增长率", "同比增速", "增长")]
    return found


@dataclass(slots=True)
class Drafts:
    """Drafts made so far; ids never collide with those of the case or with each other."""

    directory: Directory
    source: str
    published: str
    metrics: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: dict[str, dict[str, Any]] = field(default_factory=dict)
    metric_ids: dict[tuple[str, ...], str] = field(default_factory=dict)
    place_ids: dict[str, str] = field(default_factory=dict)

    def metric(self, name: Name, unit: str, fact: Fact, *, id_: str = "") -> tuple[str, bool]:
        """Return the id of the draft of a metric, and whether it was made just now.

        One name makes one draft, unless its figures are in units that do not convert: then each has its own.
        """
        key = (id_ or key_of(name.zh or name.en), unit)
        if key in self.metric_ids:
            return self.metric_ids[key], False
        known = self.directory.metric_rows.keys() | self.metrics.keys()
        made = id_ if id_ and id_ not in known else free_id(id_ or readable_id(name), known)
        self.metric_ids[key] = made
        self.metrics[made] = {
            "metric": made,
            "name_en": name.en or None,
            "name_zh": name.zh or None,
            "kind": "series",
            "unit": unit,
            "scope": "unknown",
            "defined_by": "publisher",
            "note": f"drafted by hinterland import from {fact.page.file}, {fact.address}",
            **self._common(fact),
        }
        return made, True

    def place(self, texts: tuple[str, ...], fact: Fact, *, id_: str = "") -> tuple[str, bool]:
        """Return the id of the draft of a place, and whether it was made just now."""
        for text in texts:
            if key_of(text) in self.place_ids:
                return self.place_ids[key_of(text)], False
        names = [split_languages(t) for t in texts]
        name = Name(next((n.en for n in names if n.en), ""), next((n.zh for n in names if n.zh), ""))
        made = free_id(id_ or readable_id(name), self.directory.place_rows.keys() | self.places.keys())
        parent = self._parent(fact.parent)
        self.places[made] = {
            "place": made,
            "name_en": name.en or None,
            "name_zh": name.zh or None,
            "kind": kind_of_place(name, self._kind(parent)),
            "parent": parent or None,
            "adcode": fact.adcode or None,
            "note": f"drafted by hinterland import from {fact.page.file}, {fact.address}",
            **self._common(fact),
        }
        self.place_ids.update({key_of(t): made for t in texts})
        return made, True

    def _common(self, fact: Fact) -> dict[str, str | None]:
        published = self.published or fact.published
        return {
            "source": self.source or fact.source or fact.page.file,
            "basis": "reported",
            "published": published or None,
            "published_basis": "stated" if published else None,
        }

    def _parent(self, texts: Iterable[str]) -> str:
        listed = list(texts)
        found = self.directory.find_place(listed)
        if len(found) == 1:
            return found[0]
        return next((self.place_ids[key_of(t)] for t in listed if key_of(t) in self.place_ids), "")

    def _kind(self, place: str) -> str:
        row = self.places.get(place) or self.directory.place_rows.get(place) or {}
        return str(row.get("kind") or "")


def kind_of_place(name: Name, parent: str) -> str:
    """Return the level that a place's name, or else the level of the place around it, suggests."""
    plain = {re.sub(r"(?:市|省| province| municipality| city)$", "", t.lower()) for t in name.texts}
    if plain & _MUNICIPALITIES:
        return "province"
    if plain & {"全国", "中国", "china", "national"}:
        return "country"
    text = " ".join(name.texts)
    if re.search(r"(?:省|自治区)(?:\s|$)|Province|Autonomous Region", text):
        return "province"
    if re.search(r"[市县区旗州盟](?:\s|$)|City|County", text) or parent == "province":
        return "city"
    return "province"


def growth_id(base: str, growth: str) -> str:
    """Return the id of the published growth of a metric."""
    return f"{base}_{_GROWTH_ID[growth]}"
