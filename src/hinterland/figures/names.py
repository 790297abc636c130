"""Short names of the tables of a case in both languages, for axes and headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLES_ZH: Mapping[str, str] = {
    "places": "地点",
    "routes": "行程",
    "aliases": "别名",
    "products": "产品",
    "recipes": "物料清单",
    "cost_items": "成本构成",
    "content_rules": "本地含量规则",
    "demand": "需求",
    "essential": "关键投入",
    "firms": "企业",
    "plants": "工厂",
    "supplies": "供应关系",
    "inventories": "库存",
    "tenancies": "入驻",
    "sectors": "部门",
    "io_table": "投入产出表",
    "documents": "文件",
    "claims": "主张",
    "evidence": "证据",
    "issues": "疑点",
    "metrics": "指标",
    "targets": "承诺",
    "observations": "观测值",
    "agreements": "协议",
    "workstreams": "协议工作",
    "milestones": "里程碑",
    "fulfilments": "落实",
    "candidates": "招商候选",
    "expansions": "扩建",
    "free_land": "可用土地",
    "source_rules": "多源供应规则",
    "instruments": "政策工具",
    "budgets": "预算",
    "funds": "基金",
    "fund_projects": "基金项目",
    "needs": "需求方",
    "offers": "供给方",
    "test_capacity": "检测能力",
    "bookings": "预约",
    "occupations": "职业",
    "labour_coefficients": "用工系数",
    "labour_stock": "劳动力存量",
    "leads": "招商线索",
    "trade_measures": "贸易措施",
    "shocks": "冲击",
    "exchange_rates": "汇率",
    "settings": "设置",
}
"""Table to its short name in Chinese."""


def table_name(table: str, lang: str) -> str:
    """Return the short name of a table: its Chinese name, or its id with blanks."""
    return TABLES_ZH.get(table, table) if lang == "zh" else table.replace("_", " ")
