"""Words that explain a case to whoever fills it: which table is what, and what to fill first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from hinterland.schema import TABLES

if TYPE_CHECKING:
    from hinterland.store.excel_rules import Lang

STARTERS = (
    "places", "documents", "metrics", "targets", "observations", "agreements", "workstreams", "products", "firms",
    "plants",
)  # fmt: skip
"""Tables that nearly every case has, in the order in which they are filled."""

_STEPS: dict[Lang, dict[str, str]] = {
    "en": {
        "places": "1. Where it happens; the world or country first, then what lies inside",
        "documents": "2. Where the promises stand",
        "metrics": "3. How each promise is measured: one row a definition",
        "targets": "4. The promises: value, unit, deadline, and the metrics its words admit",
        "observations": "5. What was measured; with this a promise has a verdict",
        "agreements": "6. Who agreed with whom",
        "workstreams": "7. What an agreement set out to do",
        "products": "8. What the chain makes",
        "firms": "9. Who makes it",
        "plants": "10. Where it is made",
    },
    "zh": {
        "places": "1. 先填全国或全省，再填其下地点",
        "documents": "2. 承诺的出处",
        "metrics": "3. 承诺如何衡量：一种口径一行",
        "targets": "4. 承诺：数值、单位、期限，以及文字允许的指标",
        "observations": "5. 观测数据；填完即可得出结论",
        "agreements": "6. 谁与谁签了协议",
        "workstreams": "7. 协议要做的事",
        "products": "8. 产业链的产品",
        "firms": "9. 企业",
        "plants": "10. 工厂",
    },
}
_LATER: dict[Lang, str] = {"en": "When a study needs it", "zh": "研究需要时再填"}
_HEADINGS: dict[Lang, tuple[str, ...]] = {
    "en": ("Sheet", "What a row is", "When to fill it", "Key", "Required"),
    "zh": ("工作表", "每行的含义", "何时填写", "主键", "必填"),
}
_RULES: dict[Lang, tuple[str, ...]] = {
    "en": (
        "One row a thing; headings stay as they are; no merged cells, no totals below the table.",
        "Orange headings must be filled. Unknown stays empty: never write 0 for what is not known.",
        "Ids are short English words such as anhui or battery_cell; other tables refer to them.",
        "Dates are as precise as they are known: 2021, 2021-08 or 2021-08-11.",
        "Another unit goes into the heading's brackets, such as value [万元]; 万, 亿 and % are read.",
        "Every row says where it comes from (source) and how it is known (basis).",
    ),
    "zh": (
        "一行一事；表头保持不变；不要合并单元格，表下不要写合计。",
        "橙色表头必填。不知道就留空，不要填 0。",
        "编号用简短英文，如 anhui、battery_cell；其他表引用这些编号。",
        "日期按已知精度填写：2021、2021-08 或 2021-08-11。",
        "如用其他单位，写在表头方括号内，如 value [万元]；万、亿、% 均可识别。",
        "每行注明来源（source）与依据（basis）。",
    ),
}


def step(table: str, lang: Lang) -> str:
    """Return when a table is filled, in a few words."""
    return _STEPS[lang].get(table, _LATER[lang])


def ordered() -> list[str]:
    """Return every table, those to fill first in front."""
    return [*STARTERS, *(t for t in TABLES if t not in STARTERS)]


def general_rules(lang: Lang) -> tuple[str, ...]:
    """Return the rules of filling in that hold for every table."""
    return _RULES[lang]


def guide_rows(lang: Lang) -> pl.DataFrame:
    """Return the guide sheet: one row a table, then the rules that hold for all."""
    rows = []
    for name in ordered():
        table = TABLES[name]
        needed = [c.name for c in table.columns if c.required and not c.key]
        rows.append(
            (
                name,
                table.en if lang == "en" else table.zh,
                step(name, lang),
                ", ".join(table.key),
                ", ".join(needed),
            )
        )
    rows += [("", rule, "", "", "") for rule in general_rules(lang)]
    return pl.DataFrame(rows, schema=dict.fromkeys(_HEADINGS[lang], pl.String), orient="row")
