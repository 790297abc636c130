"""What the studies of the chain answer, place by place, in words: what a page and a terminal both begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.chain.words import CUT_NAMES, STATUS_WORDS, percent
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hinterland.result import Result

TIERS = ("tier1", "leaves")
"""Cuts of the bill of materials in the order in which they are shown."""
APART = ("construction", "announced", "synthetic")
"""Sets of plants that are told apart from those that operate."""
NAMED = 3
"""Products that a sentence names before it only counts."""
REACH = {"boundary": Said("inside the boundary", "行政边界内")}
MADE_UP = Said(
    "These figures rest on made-up (synthetic) plants: they show how the study works, not what is there.",
    "以上数字依据合成工厂：只演示方法，不反映实际。",
)
WORST = ("no_plant_known", "gap", "thin", "covered")
"""Statuses in the order in which a sentence counts them."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One share: its bounds, the wider ones with the bill of materials drawn, or why there are none."""

    low: float | None
    high: float | None
    wide_low: float | None
    wide_high: float | None
    code: str
    reason: Said
    basis: str

    @property
    def text(self) -> str:
        """The share as people read it."""
        return percent(self.low, self.high)

    @property
    def wide(self) -> str:
        """The bounds with the bill of materials drawn; nothing where they read the same."""
        text = percent(self.wide_low, self.wide_high)
        return "" if self.wide_low is None or text == self.text else text


class Coverage:
    """The table `coverage` of one place, looked up by definition, cut, reach and set of plants."""

    def __init__(self, table: pl.DataFrame, place: str) -> None:
        """Read the rows of a place."""
        self.rows = table.filter(pl.col("place") == place).rows(named=True)
        self._cells = {
            (r["definition"], r["cut"], r["reach"], r["plants"]): Cell(
                r["low"],
                r["high"],
                r["range_low"],
                r["range_high"],
                r["code"] or "",
                Said(r["reason_en"] or "", r["reason_zh"] or ""),
                r["basis"] or "unstated",
            )
            for r in self.rows
        }

    @property
    def measurable(self) -> bool:
        """Whether any row has figures."""
        return any(not c.code for c in self._cells.values())

    @property
    def reaches(self) -> list[str]:
        """The boundary, then the hours as text, rising."""
        found = {r["reach"]: r["hours"] for r in self.rows if r["definition"] == "available"}
        return sorted(found, key=lambda r: -1.0 if found[r] is None else found[r])

    @property
    def cuts(self) -> list[str]:
        """The cuts that have rows."""
        found = {r["cut"] for r in self.rows}
        return [c for c in TIERS if c in found]

    @property
    def sets(self) -> list[str]:
        """The sets of plants besides those that operate, in their order."""
        found = {r["plants"] for r in self.rows}
        return [s for s in APART if s in found]

    def get(self, definition: str, reach: str, cut: str, plants: str = "operating") -> Cell | None:
        """Return a cell, None where the table has no such row; what is bought has one cut."""
        if definition.startswith("sourced"):
            definition = "sourced_boundary" if reach == "boundary" else "sourced_reach"
            cut = "purchases" if (definition, "purchases", reach, plants) in self._cells else ""
        return self._cells.get((definition, cut, reach, plants))

    def words(self, definition: str) -> Said:
        """Return the definition's own words, at its first row."""
        row = next(r for r in self.rows if r["definition"] == definition)
        return Said(row["definition_en"] or "", row["definition_zh"] or "")


def reach_words(reach: str) -> Said:
    """Return a reach in words."""
    return REACH.get(reach) or Said(f"within {reach} h", f"{reach} 小时内")


def places_of(result: Result, table: str) -> list[tuple[str, Said]]:
    """Return each place of a result with its name, in the order of the table."""
    rows = result[table].select("place", "place_en", "place_zh").unique("place", maintain_order=True)
    return [(place, Said(en or place, zh or en or place)) for place, en, zh in rows.iter_rows()]


def rows_of(result: Result, table: str, place: str) -> list[dict[str, Any]]:
    """Return the rows of one place."""
    return result[table].filter(pl.col("place") == place).rows(named=True)


def root_of(result: Result, place: str) -> Said:
    """Return the name of the final product that is asked about in a place."""
    tree = result["tree"].filter((pl.col("place") == place) & (pl.col("tier") == 0))
    root = str(result.summary["product"])
    if not tree.height:
        return Said(root, root)
    row = tree.row(0, named=True)
    return Said(row["name_en"] or root, row["name_zh"] or row["name_en"] or root)


def premise(result: Result, place: str) -> list[Said]:
    """Return what was assumed of a place alone: its output, its assembling plants, plants that do not count."""
    found = []
    for said in result.assumptions:
        en, zh = said.en.removeprefix(f"{place}: "), said.zh.removeprefix(f"{place}：")
        if en != said.en:
            found.append(Said(en[:1].upper() + en[1:], zh))
    return found


def headline(result: Result, place: str, name: Said) -> list[Said]:
    """Return the answer for a place in a few sentences: what share, by which definition, in which interval."""
    found = Coverage(result["coverage"], place)
    if not found.measurable:
        reasons = dict.fromkeys(Said(r["reason_en"], r["reason_zh"]) for r in found.rows)
        return [Said(f"Not measurable: {_bare(s).en}.", f"无法度量：{_bare(s).zh}。") for s in reasons]
    root, widest = root_of(result, place), found.reaches[-1]
    told = [_could(found, cut, widest, (name, root), first=n == 0) for n, cut in enumerate(found.cuts)]
    told += [*_bounded(found), *_bought(found), *_coming(found, widest), *_counted(result, place)]
    if any(r["basis"] == "synthetic" for r in found.rows if r["plants"] == "operating"):
        told.append(MADE_UP)
    return told


def _could(found: Coverage, cut: str, reach: str, names: tuple[Said, Said], *, first: bool) -> Said:
    """Say what the plants within the widest reach could make of a cut, and what their capacity serves."""
    make, serve = found.get("available", reach, cut), found.get("available_capacity", reach, cut)
    if make is None or serve is None or make.code:
        why = make.reason if make else Said("", "")
        return Said(f"{CUT_NAMES[cut].en}: {why.en}.", f"{CUT_NAMES[cut].zh}：{why.zh}。")
    at, root = names
    wide = (
        Said(
            f" (90% range with the bill of materials {make.wide})",
            f"（计入物料清单不确定性的 90% 区间 {make.wide}）",
        )
        if make.wide
        else Said("", "")
    )
    wide_ = Said(f" ({serve.wide})", f"（{serve.wide}）") if serve.wide else Said("", "")
    capacity = Said(
        f"their free capacity serves {serve.text}{wide_.en}", f"其可用产能可满足 {serve.text}{wide_.zh}"
    )
    if not first:
        on = CUT_NAMES[cut]
        bare = f" ({make.wide})" if make.wide else ""
        return Said(
            f"Counted on the {on.en} it is {make.text}{bare}; {capacity.en}.",
            f"按{on.zh}为 {make.text}{bare.replace(' (', '（').replace(')', '）')}；{capacity.zh}。",
        )
    on = CUT_NAMES[cut]
    return Said(
        f"By the plants listed, firms within {reach} h of the assemblers of {at.en} can make {make.text}{wide.en} of "
        f"the component value ({root.en}, {on.en}); {capacity.en}.",
        f"按所列工厂，{at.zh}整机厂 {reach} 小时内的企业可生产{root.zh}零部件价值（{on.zh}）的 {make.text}{wide.zh}；"
        f"{capacity.zh}。",
    )


def _bounded(found: Coverage) -> list[Said]:
    """Say the same for the administrative boundary."""
    parts = []
    for cut in found.cuts:
        make, serve = (found.get(d, "boundary", cut) for d in ("available", "available_capacity"))
        if make is None or serve is None or make.code:
            continue
        on = CUT_NAMES[cut]
        parts.append(
            Said(
                f"{make.text} ({on.en}; capacity serves {serve.text})",
                f"{make.text}（{on.zh}；产能可满足 {serve.text}）",
            )
        )
    if not parts:
        return []
    return [
        Said(
            f"Inside the administrative boundary it is {' and '.join(p.en for p in parts)}.",
            f"行政边界内为 {'、'.join(p.zh for p in parts)}。",
        )
    ]


def _bought(found: Coverage) -> list[Said]:
    """Say what share is really bought nearby."""
    inside = found.get("sourced", "boundary", "")
    if inside is None:
        return []
    if inside.code:
        return [
            Said(
                f"What share is really bought nearby is not measurable: {_bare(inside.reason).en}.",
                f"实际就近采购的占比无法度量：{_bare(inside.reason).zh}。",
            )
        ]
    widest = found.get("sourced", found.reaches[-1], "")
    far = found.reaches[-1]
    text = "–" if widest is None else widest.text
    return [
        Said(
            f"Of what the assembling firms really bought, {inside.text} came from plants inside the boundary and "
            f"{text} from plants within {far} h ({inside.reason.en}).",
            f"整机企业的实际采购中，{inside.text} 来自界内工厂，{text} 来自 {far} 小时内的工厂"
            f"（{inside.reason.zh}）。",
        )
    ]


def _coming(found: Coverage, reach: str) -> list[Said]:
    """Say what plants under way would add, and what made-up ones would."""
    told = []
    for which, en, zh in (
        ("announced", "With plants under construction and announced it would be", "计入在建与已宣布工厂为"),
        (
            "synthetic",
            "Made-up (synthetic) plants do not count; with them it would read",
            "合成工厂不计入；若计入则为",
        ),
    ):
        parts = []
        for cut in found.cuts:
            cell, now = (found.get("available", reach, cut, w) for w in (which, "operating"))
            if cell is not None and now is not None and not cell.code and cell.text != now.text:
                parts.append((cell.text, CUT_NAMES[cut]))
        if parts:
            told.append(
                Said(
                    f"{en} {' and '.join(f'{text} ({on.en})' for text, on in parts)}.",
                    f"{zh} {'、'.join(f'{text}（{on.zh}）' for text, on in parts)}。",
                )
            )
    return told


def _counted(result: Result, place: str) -> list[Said]:
    """Say how many products are gaps, and which are the first."""
    rows = rows_of(result, "gaps", place)
    if not rows:
        return []
    counts = {s: sum(r["status"] == s for r in rows) for s in WORST}
    first = [r for r in rows if r["status"] == "gap"][:NAMED]
    en = ", ".join(f"{n} {STATUS_WORDS[s].en}" for s, n in counts.items() if n)
    zh = "，".join(f"{STATUS_WORDS[s].zh} {n} 种" for s, n in counts.items() if n)
    told = [Said(f"Of {len(rows)} products: {en}.", f"{len(rows)} 种产品中：{zh}。")]
    if first:
        told.append(
            Said(
                f"The first gaps are {listed(r['name_en'] or r['product'] for r in first)}.",
                f"首要缺口：{'、'.join(r['name_zh'] or r['name_en'] or r['product'] for r in first)}。",
            )
        )
    return told


def listed(names: Iterable[str]) -> str:
    """Return names in a row, `and` before the last."""
    *first, last = list(names)
    return f"{', '.join(first)} and {last}" if first else last


def _bare(reason: Said) -> Said:
    """Return a reason without the words that it cannot be measured."""
    return Said(reason.en.removeprefix("not measurable: "), reason.zh.removeprefix("无法度量："))


def wanted(rows: Sequence[Mapping[str, Any]], count: int) -> list[str]:
    """Return the first products of the ranked rows that somebody might be sought for: those that are not covered."""
    return [r["product"] for r in rows if r["status"] != "covered"][:count]
