"""What holds for a whole table of a page: title, unit line, footnotes, sheet name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hinterland.intake.labels import (
    Label,
    Name,
    join_names,
    read_label,
    split_languages,
    tidy,
    unit_lines,
    without_unit_line,
)
from hinterland.intake.layout import is_footnote
from hinterland.intake.unit_words import Own, Stated, read_unit
from hinterland.intake.when import When, combine
from hinterland.result import Said

if TYPE_CHECKING:
    from hinterland.intake.facts import Ledger
    from hinterland.intake.grid import Page, Spot
    from hinterland.intake.layout import Block

_TABLE_NUMBER = re.compile(
    r"^(?:(?:续?表|table|附表)\s*)?\d{1,3}(?:[-–.．]\d{1,3})*\s*[、.:：]?\s+|^(?:续?表|table|附表)\s*[\d一二三四五六七八九十]+(?:[-–.]\d+)*"
    r"\s*[、.:：]?\s*|^\d{1,2}[-–]\d{1,2}(?:[-–]\d{1,2})?\s*(?=[一-鿿])",
    re.IGNORECASE,
)
_BY_PLACE = re.compile(
    r"(?:按|分)(?:地区|省份?|市|城市|省市)(?:分)?的?|各(?:地区|省市自治区|省区市|省份?|市|城市|地市|县区?)的?|历年|主要年份|"
    r"\bby (?:region|province|city|area|prefecture|country)s?\b|\bof (?:each|all) (?:regions?|provinces?|cities)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"^(?:全国|全省|全市|全区|全县|全州|我国|我省|我市|本省|本市)(?:的)?(?=.)")
_EMPTY_TITLE = re.compile(
    r"(?:续表|统计表|情况|一览表|统计|年鉴|continued|statistics|table|\s|[()（）、,])*", re.IGNORECASE
)
_FOOT_MARK = re.compile(
    r"(?:[注註][:：]?\s*)?(?P<mark>\*+|[①-⑳]|[¹²³⁴⁵⁶⁷⁸⁹]|\(\d\)|\[\d\]|[†‡])\s*(?P<words>.+)"
)
_SOURCE = re.compile(r"(?:资料来源|数据来源|来源|source|data source)\s*[:：]\s*(?P<words>.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Context:
    """What a table's surroundings say.

    Attributes
    ----------
    unit
        Unit of the whole table, `unit_spot` where it stands; `unit_text` what stands there if it is not known.
    name
        Indicator that the title names, without its number, period, unit and "by region".
    by_place
        Whether the title says that rows are places.
    """

    when: When | None = None
    measure: str = ""
    stock: bool = False
    unit: Stated | None = None
    unit_text: str = ""
    unit_spot: Spot | None = None
    name: Name = field(default_factory=Name)
    title: str = ""
    title_spot: Spot | None = None
    by_place: bool = False
    footnotes: dict[str, str] = field(default_factory=dict)
    source: str = ""


def read_context(page: Page, block: Block, before: Context | None, ledger: Ledger, own: Own) -> Context:
    """Return what holds for a table; a later table of a page without a title takes the one before it."""
    units: list[tuple[Spot, str]] = []
    titles: list[tuple[Spot, Label]] = []
    for spot in block.above:
        text = page.cells[spot]
        stated = unit_lines(text)
        units += [(spot, u) for u in stated]
        rest = without_unit_line(text) if stated else text
        ledger.mark(page, spot, "title" if rest else "unit")
        if rest:
            titles.append((spot, read_label(_TABLE_NUMBER.sub("", tidy(rest)), own)))
    footnotes, source = _below(page, block, ledger, units)
    context = _titled(titles, page, own)
    if not titles and before is not None:
        context = before
    context = replace(context, footnotes={**context.footnotes, **footnotes}, source=source or context.source)
    return _with_unit(context, units, page, ledger, own)


def _below(
    page: Page, block: Block, ledger: Ledger, units: list[tuple[Spot, str]]
) -> tuple[dict[str, str], str]:
    """Return the footnotes by their marks, and the source, of the lines below a table."""
    footnotes: dict[str, str] = {}
    source = ""
    words_only = {r for r, _ in block.below}
    for spot in block.below:
        text = page.cells[spot].strip()
        units += [(spot, u) for u in unit_lines(text)]
        for line in text.splitlines():
            if match := _FOOT_MARK.match(line.strip()):
                footnotes[match["mark"].strip("()[]")] = match["words"].strip()
            if match := _SOURCE.search(line):
                source = match["words"].strip(" .。;；")
        alone = len(page.row(spot[0])) == 1 and spot[0] in words_only
        if is_footnote(text) or (alone and len(text) > 1) or _beside_a_note(page, spot):
            ledger.mark(page, spot, "note")
    return footnotes, source


def _beside_a_note(page: Page, spot: Spot) -> bool:
    first = next(iter(page.row(spot[0]).values()))
    return is_footnote(first)


def _titled(titles: list[tuple[Spot, Label]], page: Page, own: Own) -> Context:
    when = None
    names: list[Name] = []
    by_place = False
    sheet = read_label(page.sheet, own)
    for _, label in titles:
        when = combine(when, label.when)
        for text in label.name.texts:
            by_place = by_place or bool(_BY_PLACE.search(text))
            plain = _WHOLE.sub("", tidy(_BY_PLACE.sub(" ", text)).strip(" ,，:：()（）"))
            if not _EMPTY_TITLE.fullmatch(plain):
                names.append(split_languages(plain))
    named = next((s for s, label in titles if label.name), None)
    return Context(
        when=combine(sheet.when, when),
        measure=next((x.measure for _, x in titles if x.measure), ""),
        stock=any(x.stock for _, x in titles),
        unit=next((x.unit for _, x in titles if x.unit), None),
        unit_spot=next((s for s, x in titles if x.unit), None),
        name=join_names(_one_a_language(names)),
        title=" ".join(tidy(x.text) for _, x in titles),
        title_spot=named or next((s for s, _ in titles), None),
        by_place=by_place,
    )


def _one_a_language(names: list[Name]) -> list[Name]:
    """Return the first name in each language: what follows a title is its subtitle, or the publication's name."""
    english = next((n.en for n in names if n.en), "")
    chinese = next((n.zh for n in names if n.zh), "")
    return [Name(english, chinese)]


def _with_unit(
    context: Context, units: list[tuple[Spot, str]], page: Page, ledger: Ledger, own: Own
) -> Context:
    """Return the context with the unit of its unit line; several units that differ leave it open, and are asked."""
    if not units:
        return context
    read = [(spot, text, _unit_of(text, own)) for spot, text in units]
    levels = {found for _, _, found in read if found and found.unit != "percent"}
    spot, text, found = read[0]
    if len(levels) > 1 or (found is None and len(re.split(r"[、,，/;；和]", text)) > 1):
        ledger.ask(
            "unit_line",
            page,
            spot,
            Said("the unit line names several units; none was applied", "单位行列有多个单位；未采用任何一个"),
            Said("write the unit into each heading, or give --unit", "请在各表头写明单位，或使用 --unit"),
        )
        return replace(context, unit=None, unit_text=text, unit_spot=spot)
    known = next(iter(levels), None) or next((f for _, _, f in read if f), None)
    if known is None:
        ledger.ask(
            "unit_unknown",
            page,
            spot,
            Said(
                f"the unit {text!r} is not known; it was kept as it is", f"单位“{text}”无法识别；按原文保留"
            ),
            Said(
                "declare it in settings as unit:NAME, or give --unit",
                "请在 settings 中声明 unit:NAME，或使用 --unit",
            ),
        )
        return replace(context, unit=None, unit_text=text, unit_spot=spot)
    return replace(context, unit=known, unit_text="", unit_spot=spot)


def _unit_of(text: str, own: Own) -> Stated | None:
    found = read_unit(text, own)
    if found:
        return found
    outside = re.sub(r"[(\[（].*$", "", text).strip()
    inside = re.search(r"[(\[（](.+?)[)\]）]?$", text)
    parts = [p for p in (outside, inside[1] if inside else "") if p]
    kept = [u for u in (read_unit(p, own) for p in parts) if u]
    if kept:
        return kept[0]
    listed = [read_unit(p, own) for p in re.split(r"[、,，;；]", text)]
    levels = [u for u in listed if u and u.unit != "percent"]
    return levels[0] if len(levels) == 1 and all(listed) else None
