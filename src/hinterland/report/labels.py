"""Words of the page itself in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.report.labels_chain import CHAIN_WORDS
from hinterland.report.labels_forecast import FORECAST_WORDS
from hinterland.report.labels_network import NETWORK_WORDS
from hinterland.report.labels_planning import PLANNING_WORDS
from hinterland.report.labels_reading import READING_WORDS
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS = {
    "title": ("Promises of a regional cluster", "区域产业集群承诺报告"),
    "as_of": ("as of", "截至"),
    "skip": ("Skip to the board", "跳到承诺表"),
    "contents": ("Contents", "目录"),
    "open_all": ("Open all", "全部展开"),
    "close_all": ("Close all", "全部收起"),
    "show_all": ("Show all", "全部显示"),
    "board": ("Board of promises", "承诺表"),
    "agreements": ("Agreements", "合作协议"),
    "chain": ("Industry chain", "产业链"),
    "quality": ("Data quality", "数据质量"),
    "assumptions": ("Assumptions", "假设"),
    "provenance": ("Provenance", "出处与可复现性"),
    "files": ("Files", "文件"),
    "missing": ("Not in this report", "本报告未含内容"),
    "scenario": ("Scenario: changed against the case", "情景：相对案例的改动"),
    "promises": ("promises", "项承诺"),
    "definitions": ("definitions", "个口径"),
    "verdicts": ("verdicts", "个结论"),
    "rows_read": ("rows read", "行数据"),
    "tables_read": ("tables", "张表"),
    "synthetic_rows": ("of them synthetic", "行为合成"),
    "promised_by": ("promised by", "承诺方"),
    "place": ("place", "地点"),
    "deadline": ("deadline", "期限"),
    "required": ("required", "要求"),
    "observed": ("observed", "观测值"),
    "definition": ("Definition", "定义"),
    "boundary": ("Boundary", "统计口径"),
    "publisher": ("Publisher", "发布者"),
    "defined_by": ("Defined by", "定义者"),
    "scope": ("Scope", "口径对比"),
    "source": ("Source", "来源"),
    "published": ("Published", "公布"),
    "basis": ("Basis", "依据"),
    "vintage": ("Vintage", "版本"),
    "period": ("Period", "期间"),
    "value": ("Value", "数值"),
    "unit": ("Unit", "单位"),
    "note": ("Note", "备注"),
    "formula": ("How it is computed", "计算"),
    "used": ("used", "采用"),
    "used_head": ("Used", "采用"),
    "break": ("definition changed", "口径变化"),
    "evidence": ("Figures behind it", "所依据的数据"),
    "no_evidence": ("No figure of this measure is in the case.", "案例中没有该指标的数据。"),
    "computed": ("computed from the rows below", "由下列数据计算"),
    "year_to_date": ("year to date", "年初累计"),
    "stock": ("at the end of the period", "期末值"),
    "quote": ("Words of the promise", "承诺原文"),
    "board_intro": (
        (
            "Every promise under every definition its words admit and every reading of its deadline. Open a line for "
            "the definition and each figure behind it."
        ),
        "每项承诺按其措辞允许的每个口径、期限的每种读法分别判断。展开一行可看到定义与所依据的每个数据。",
    ),
    "spark_key": (
        (
            "Small pictures: figures so far, dashed line the promise, upright line the deadline, dotted line a "
            "change of definition, hollow dot a part of a year, large dot the figure used; the band is the 80 "
            "percent interval of the forecast around its median. A probability is the share of simulated paths that "
            "keep the promise; they know nothing of decisions that were not public."
        ),
        (
            "小图：历年数据；横虚线为承诺值，竖线为期限，点线为口径变化，空心点为不足一年的数据，大点为所采用的"
            "数据；色带为预测的 80% 区间，中线为中位数。概率为模拟路径中达到承诺的比例，不含当时未公开的决定。"
        ),
    ),
    "filter": ("Choose verdicts to show:", "按结论筛选："),
    "either": ("under either reading of the deadline", "期限两种读法结论相同"),
    "agreements_intro": (
        "Who agreed to what with whom, and what became of each strand of work.",
        "谁与谁约定了什么，每项工作后来怎样。",
    ),
    "parties": ("Parties", "各方"),
    "signed": ("signed", "签署"),
    "amount": ("Amount", "金额"),
    "no_amount": ("no amount stated", "未公布金额"),
    "workstreams": ("workstreams", "项工作"),
    "workstream": ("Workstream", "工作"),
    "kind": ("Kind", "类别"),
    "owner": ("Owner", "负责方"),
    "due": ("Due", "期限"),
    "done": ("Done", "完成"),
    "status": ("Status", "状态"),
    "by": ("Fulfilled by", "落实于"),
    "milestones": ("Milestones", "里程碑"),
    "milestone": ("Milestone", "里程碑"),
    "later": ("Later status", "后续情况"),
    "timeline": ("Signing and milestones", "签署与里程碑"),
    "no_workstreams": ("No workstream is recorded.", "没有记录工作分项。"),
    "chain_intro": (
        (
            "What the final product is made of, tier by tier. Height is the share of its value, sign and outline "
            "say how the share is known. What is blank to the right of a box is value added in making it."
        ),
        "整机逐级由什么构成。高度为占整机价值的份额，符号与线型表示份额的依据；方框右侧空白为该环节自身的增加值。",
    ),
    "tier": ("Tier", "层级"),
    "final": ("final product", "整机"),
    "nodes": ("Nodes", "节点"),
    "leaves": ("Leaves", "末级"),
    "share_through": ("Value passing through", "经过的价值"),
    "share_added": ("Value added here", "本级价值"),
    "product": ("Product", "产品"),
    "of_parent": ("Of its parent", "占上级"),
    "of_root": ("Of the final product", "占整机"),
    "stated_range": ("Stated range", "给出的区间"),
    "path_basis": ("Basis of the path", "路径依据"),
    "tiers_table": ("By tier and basis", "按层级与依据"),
    "tree_table": ("Every node", "全部节点"),
    "quality_intro": (
        (
            "How the rows and the value behind this report are known. Synthetic rows are made up to fill what nobody "
            "publishes; no verdict may rest on them unseen."
        ),
        "本报告所依据的数据行与价值是如何得知的。合成行用于补足无人公布的部分，凡依据合成数据的结论都会注明。",
    ),
    "by_value": ("By value", "按价值"),
    "by_rows": ("By rows", "按行数"),
    "table": ("Table", "表"),
    "rows": ("Rows", "行数"),
    "undated": ("Undated", "无日期"),
    "assumed_date": ("Date assumed", "日期系假定"),
    "measure": ("Measure", "指标"),
    "share": ("Share", "占比"),
    "without_figure": ("without a figure", "无数值"),
    "m_materials": ("value of the bill of materials", "物料清单价值"),
    "m_plants_capex": ("investment in plants", "工厂投资额"),
    "m_plants": ("plants", "工厂"),
    "m_firms": ("firms", "企业"),
    "m_observations": ("observations", "观测值"),
    "provenance_intro": (
        "The same case, the same day and the same version give the same numbers.",
        "同一案例、同一日期、同一版本，数字相同。",
    ),
    "study": ("Study", "研究"),
    "parameters": ("Parameters", "参数"),
    "seconds": ("Seconds", "秒"),
    "versions": ("Versions", "版本"),
    "revision": ("Revision of the case", "案例修订号"),
    "inputs": ("Input files and their BLAKE2b digests", "输入文件及其 BLAKE2b 摘要"),
    "digest": ("Digest", "摘要"),
    "file": ("File", "文件"),
    "no_inputs": ("The case was not read from files.", "案例并非读自文件。"),
    "files_intro": (
        "Every number above stands in one of these tables.",
        "以上每个数字都在下列表中。",
    ),
    "workbook": ("All tables in one workbook", "全部表格（工作簿）"),
    "columns": ("Columns", "列数"),
    "not_in_workbook": (
        "too long for the workbook: CSV and Parquet only",
        "过长，未收入工作簿，仅 CSV 与 Parquet",
    ),
    "result_file": ("Provenance of every study", "各研究的出处"),
    "figure_files": ("Figures", "图"),
    "of_case": ("of the case", "案例"),
    "of_study": ("result", "结果"),
    "more_rows": ("earlier rows are in the file", "更早的行见文件"),
    "page_intro": (
        "Written by hinterland. This file asks no other machine for anything; links lead to sources.",
        "由 hinterland 生成。本文件不向任何其他机器请求内容；链接指向来源。",
    ),
    "s_backtest": ("Backtest of the forecasts", "预测回测"),
    "s_track": ("Board of promises", "承诺表"),
    "s_agreements": ("Agreements", "合作协议"),
    "s_materials": ("Bill of materials", "物料清单"),
    "s_quality": ("Data quality", "数据质量"),
    "d_document": ("the document itself", "文件本身"),
    "d_publisher": ("the publisher", "发布者"),
    "d_analyst": ("the analyst of this case", "本案例分析者"),
    "d_nobody": ("nobody: the words define no measure", "无人：原文没有定义"),
    "o_same": ("same as the promise", "与承诺相同"),
    "o_wider": ("wider than the promise", "宽于承诺"),
    "o_narrower": ("narrower than the promise", "窄于承诺"),
    "o_unknown": ("unknown", "不明"),
    "r_value": ("The measure", "该指标"),
    "r_numerator": ("Numerator", "分子"),
    "r_denominator": ("Denominator", "分母"),
    "r_member": ("Part", "组成"),
    "f_fulfilled": ("operating", "已投产"),
    "f_under way": ("not yet", "尚未"),
    "f_lost": ("cancelled", "已取消"),
}

LABELS: Mapping[str, Said] = {
    key: Said(en, zh)
    for words in (_WORDS, FORECAST_WORDS, CHAIN_WORDS, NETWORK_WORDS, PLANNING_WORDS, READING_WORDS)
    for key, (en, zh) in words.items()
}
"""Word of the page by key."""


def label(key: str) -> Said:
    """Return a word of the page in both languages."""
    return LABELS[key]
