"""What kind of table a page holds: SDMX-CSV, one figure a row, or a page as yearbooks print it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.intake.directory import key_of
from hinterland.intake.records import Columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.intake.grid import Page

_AMONG = 10
"""Rows among which headings are looked for."""
_LONG: Mapping[str, str] = {
    "value": r"value|obs[ _]?value|数值|值|指标值|数据|figure",
    "low": r"value[ _]low|low|下限",
    "high": r"value[ _]high|high|上限",
    "period": r"period|time|time[ _]?period|date|时间|时期|日期|期间|报告期|统计期",
    "year": r"year|年|年份|年度",
    "month": r"month|月|月份",
    "unit": r"unit|units|unit of measure|计量单位|单位",
    "multiplier": r"unit[ _]mult|multiplier",
    "status": r"obs[ _]status|status|flag|obs[ _]flag|状态",
    "note": r"note|notes|remark|remarks|备注|说明",
    "published": r"published|publication date|发布日期|公布日期",
    "source": r"source|来源|数据来源|资料来源",
    "vintage": r"vintage|version|版本",
    "flow": r"flow",
    "place": r"place|region|area|country|province|city|location|ref[ _]area|geo|"
    r"地区|地区名称|地点|省份|省|市|城市|区域|国家",
    "indicator": r"metric|indicator|indicator name|series|variable|指标|指标名称|项目|产品",
    "known": r"freq|frequency|频率|序号",
}
_SDMX: Mapping[str, str] = {
    "value": r"obs_value",
    "period": r"time_period|time",
    "unit": r"unit_measure|unit|units",
    "multiplier": r"unit_mult|unit_multiplier",
    "status": r"obs_status|obs_flag|status",
    "note": r"comment_obs|obs_comment|comment_ts|obs_note",
    "action": r"action",
    "place": r"ref_area|ref_area_name|reference area|geo|area|country|region|location|territory|reporting_area",
    "indicator": r"indicator|indicator_name|measure|series|variable|subject|na_item|indic.*|concept|item",
    "known": r"dataflow|structure|structure_id|structure_name|freq|frequency|time_format|last update|decimals",
}
_MANY = ("place", "indicator", "known")


def detect(page: Page) -> Columns | None:
    """Return the columns of a table with one figure a row, None for a page as yearbooks print it."""
    for row in sorted({r for r, _ in page.cells})[:_AMONG]:
        heads = {c: _heading(t) for c, t in page.row(row).items()}
        if "obs_value" in heads.values() and set(heads.values()) & {"time_period", "time"}:
            return _sdmx(row, heads)
        if found := _long(page, row, heads):
            return found
    return None


def _heading(text: str) -> str:
    """Return a heading without its label (`REF_AREA: Reference area`) and without a unit in brackets."""
    key = key_of(re.sub(r"[\[(（].*$", "", text)) or key_of(text)
    return key.partition(":")[0].strip()


def _sorted_out(
    heads: Mapping[int, str], words: Mapping[str, str]
) -> tuple[dict[str, int], dict[str, list[int]]]:
    one: dict[str, int] = {}
    many: dict[str, list[int]] = {k: [] for k in _MANY}
    for column, head in heads.items():
        for role, pattern in words.items():
            if not re.fullmatch(pattern, head):
                continue
            if role in many:
                many[role].append(column)
            else:
                one.setdefault(role, column)
            break
    return one, many


def _sdmx(row: int, heads: Mapping[int, str]) -> Columns:
    """Return the columns of SDMX-CSV: dimensions stand before the value, attributes behind it.

    Version 1.0 opens with DATAFLOW, version 2.0 with STRUCTURE, STRUCTURE_ID and ACTION; what follows is alike.
    """
    one, many = _sorted_out(heads, _SDMX)
    used = {*one.values(), *(c for listed in many.values() for c in listed)}
    extra = tuple(c for c in heads if c not in used and c < one["value"])
    return Columns(
        row, one, tuple(many["place"]), tuple(many["indicator"]), extra, tuple(many["known"]), coded=True
    )


def _long(page: Page, row: int, heads: Mapping[int, str]) -> Columns | None:
    """Return the columns of a long table, None where a row does not head one.

    It needs a column of values, one of periods and one that says where or what: a yearbook page may well have a
    column 数值, but then periods stand in its title or its headings.
    """
    one, many = _sorted_out(heads, _LONG)
    if "value" not in one or not ({"period", "year"} & set(one)) or not (many["place"] or many["indicator"]):
        return None
    used = {*one.values(), *(c for listed in many.values() for c in listed)}
    extra = tuple(c for c in heads if c not in used and _is_words(page, row, c))
    return Columns(row, one, tuple(many["place"]), tuple(many["indicator"]), extra, tuple(many["known"]))


def _is_words(page: Page, row: int, column: int) -> bool:
    """Whether most cells of a column are words: then it tells rows apart (fuel, sex, kind of firm)."""
    cells = [t for (r, c), t in page.cells.items() if c == column and r > row]
    words = sum(bool(re.search(r"[A-Za-z一-鿿]{2,}", t)) for t in cells)
    return words * 2 > len(cells) > 0
