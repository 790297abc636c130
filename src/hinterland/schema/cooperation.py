"""Family cooperation: needs and offers, testing, talent, leads, trade."""

from __future__ import annotations

from hinterland.schema.column import (
    Table,
    choice,
    date,
    id_,
    number,
    ref,
    share,
    table,
    text,
    unit,
    year,
)

DOCKING = "research testing talent scene space supply"


def _side(key: str, zh: str, name: str, title_en: str, title_zh: str) -> Table:
    """Return the table of needs or of offers: both sides of a docking have the same columns."""
    return table(
        "cooperation",
        name,
        title_en,
        title_zh,
        id_(key, "Readable id", zh),
        choice("kind", DOCKING, "What it is about", "类别", required=True),
        text("organisation", "Who", "机构"),
        ref("firm", "firms.firm", "Who, where it is a firm of the case", "企业（如在案例中）"),
        ref("place", "places.place", "Where", "地点"),
        text("text_en", "In words, English", "英文描述"),
        text("text_zh", "In words, Chinese", "中文描述"),
        number("quantity", "", "How much, in `unit`", "数量"),
        unit("unit", "Unit of the quantity", "单位"),
        date("from", "From", "起"),
        date("to", "To", "止"),
        text("requirements", "Hard requirements in words", "硬性要求"),
        number("readiness", "", "Technology readiness level, 1 to 9", "技术成熟度（1–9）", low=1, high=9),
    )


TABLES = (
    _side("need", "需求编号", "needs", "Something an organisation needs", "需求"),
    _side("offer", "供给编号", "offers", "Something an organisation offers", "供给"),
    table(
        "cooperation",
        "test_capacity",
        "Capacity of a test offer",
        "检测能力",
        ref("offer", "offers.offer", "Offer", "供给", key=True),
        number("bays", "", "Bays or servers", "工位数", required=True),
        number("hours", "h/week", "Opening hours a week", "每周开放小时", high=168.0),
        share("availability", "Share of opening hours in which it works", "可用率"),
        number("service_hours", "h", "Mean hours a test", "单次检测小时"),
        number("service_cv", "1", "Coefficient of variation of test hours", "检测时长变异系数"),
    ),
    table(
        "cooperation",
        "bookings",
        "A booking of a test offer",
        "检测预约",
        id_("booking", "Readable id", "预约编号"),
        ref("offer", "offers.offer", "Offer", "供给", required=True),
        ref("need", "needs.need", "Need", "需求"),
        date("from", "From", "起", required=True),
        date("to", "To", "止"),
        number("hours", "h", "Hours booked", "预约小时"),
    ),
    table(
        "cooperation",
        "occupations",
        "An occupation",
        "职业",
        id_("occupation", "Readable id", "职业编号"),
        text("name_en", "Name in English", "英文名"),
        text("name_zh", "Name in Chinese", "中文名"),
        text("scheme", "Classification and code", "分类与代码"),
    ),
    table(
        "cooperation",
        "labour_coefficients",
        "Persons of an occupation per unit of yearly capacity",
        "单位产能的用工系数",
        ref("product", "products.product", "Product", "产品", key=True),
        ref("occupation", "occupations.occupation", "Occupation", "职业", key=True),
        number(
            "persons", "person/unit", "Persons per unit of yearly capacity", "单位产能用工", required=True
        ),
    ),
    table(
        "cooperation",
        "labour_stock",
        "Persons of an occupation at a place in a year",
        "某地某年某职业的人才存量",
        ref("place", "places.place", "Place", "地点", key=True),
        ref("occupation", "occupations.occupation", "Occupation", "职业", key=True),
        year(),
        number("stock", "person", "Persons at work", "存量"),
        number("graduates", "person/yr", "Graduates of the year", "毕业生"),
        number("inflow", "person/yr", "Net inflow of the year", "净流入", low=None),
        share("retention", "Share of graduates who stay", "留存率"),
    ),
    table(
        "cooperation",
        "leads",
        "A step of an investment lead",
        "招商线索的进展",
        text("lead", "Readable id of the lead", "线索编号", key=True),
        choice(
            "stage",
            "identified contacted visit negotiation signed landed operating lost",
            "Stage reached",
            "阶段",
            key=True,
        ),
        date("date", "Date reached", "日期", key=True),
        ref("candidate", "candidates.candidate", "Candidate", "候选项目"),
        text("owner", "Who moved it", "负责人"),
    ),
    table(
        "cooperation",
        "trade_measures",
        "A duty or tax on a product between two places",
        "两地间产品的关税与税费",
        ref("origin", "places.place", "From", "来源地", key=True),
        ref("destination", "places.place", "To", "目的地", key=True),
        ref("product", "products.product", "Product", "产品", key=True),
        text("firm", "Firm it applies to (all: everybody)", "适用企业（all 为全部）", key=True),
        date("from", "First day", "起始日期", key=True),
        date("to", "Last day", "截止日期"),
        share("duty", "Customs duty", "关税"),
        share("vat", "Import value-added tax", "进口增值税"),
        share("consumption_tax", "Consumption tax", "消费税"),
        share("countervailing_duty", "Countervailing or anti-dumping duty", "反补贴或反倾销税"),
        text("bonded_regime", "Bonded regime that suspends duty and tax", "保税监管方式"),
    ),
)
