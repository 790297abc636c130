"""Family chain: products, what they are made of, who wants them, which inputs are essential."""

from __future__ import annotations

from hinterland.schema.column import (
    BASES,
    choice,
    date,
    id_,
    number,
    ref,
    refs,
    share,
    table,
    text,
    unit,
    year,
)

TABLES = (
    table(
        "chain",
        "products",
        "A good or service of the industry chain",
        "产业链上的产品或服务",
        id_("product", "Readable id, such as battery_cell", "产品编号"),
        text("name_en", "Name in English", "英文名"),
        text("name_zh", "Name in Chinese", "中文名"),
        text("category", "Group it belongs to", "类别"),
        choice(
            "kind",
            "component process material service heading final",
            "What it is; process rows (assembly, depreciation) are value added, not components; a heading groups "
            "parts that nobody makes or buys as one (chassis), and studies look through it",
            "种类：零部件、工序、材料、服务、类目、整机；类目只是分组，分析时逐层穿透",
            required=True,
        ),
        text("hs_code", "Harmonized System code", "HS 编码"),
        unit("unit", "Unit in which it is counted", "计量单位", required=True),
        number("unit_price", "CNY/unit", "Price of one unit, VAT excluded", "单价（不含税）"),
    ),
    table(
        "chain",
        "recipes",
        "Bill of materials: what one unit of a product takes, by process",
        "物料清单：一单位产品的投入，按工艺",
        ref("product", "products.product", "What is made", "产出产品", key=True),
        text("process", "Name of the process; alternatives have different names", "工艺", key=True),
        ref("input", "products.product", "What goes in", "投入产品", key=True),
        number("quantity", "unit/unit", "Units of the input per unit of the product", "单位用量"),
        number("quantity_low", "unit/unit", "Lower end of the quantity", "单位用量下限"),
        number("quantity_high", "unit/unit", "Upper end of the quantity", "单位用量上限"),
        choice(
            "quantity_basis",
            " ".join(BASES),
            "How the quantity is known, where not as the rest of the row (empty: as the row)",
            "用量的依据（空为与本行相同）",
        ),
        text(
            "quantity_source",
            "What the quantity rests on, where not on the source of the row",
            "用量的来源（空为与本行相同）",
        ),
        share("value_share", "Share of the product's material value", "占产品物料价值的份额"),
        share("low", "Lower end of the share", "份额下限"),
        share("high", "Upper end of the share", "份额上限"),
    ),
    table(
        "chain",
        "cost_items",
        "What the price of a product holds beside material; what the rows leave is material, bought "
        "components included",
        "产品价格中物料以外的构成；其余为物料（含外购零部件）",
        ref("product", "products.product", "Product", "产品", key=True),
        choice(
            "item",
            "labour overhead profit other excluded",
            "Direct labour, overhead, profit, other cost; excluded: what net cost leaves out beside profit "
            "(sales promotion, royalties, shipping, non-allowable interest)",
            "项目：直接人工、间接费用、利润、其他成本；excluded 为净成本法中利润以外不计的费用"
            "（促销、特许权使用费、运输包装、不可列支的利息）",
            key=True,
        ),
        share("share", "Share of the price", "占价格的份额"),
        share("low", "Lower end of the share", "份额下限"),
        share("high", "Upper end of the share", "份额上限"),
    ),
    table(
        "chain",
        "content_rules",
        "A rule of origin or a label that says how much of a product is made in a territory",
        "原产地规则或标签：产品在某区域内制造的比例如何计算",
        id_("rule", "Readable id, such as rcep_build_down", "规则编号"),
        text("name_en", "Name in English", "英文名"),
        text("name_zh", "Name in Chinese", "中文名"),
        choice(
            "method",
            "build_down build_up net_cost transaction_value value_added",
            "build_down (FOB price - non-originating material) / FOB; build_up (originating material + labour "
            "+ overhead + profit + other cost) / FOB; net_cost (net cost - non-originating material) / net "
            "cost; transaction_value as build_down on the transaction value; value_added: value added inside "
            "the territory at every tier / price",
            "计算方法：build_down 扣减法（FOB 价减非原产材料，除以 FOB 价）；build_up 累加法（原产材料、人工、"
            "间接费用、利润与其他成本之和，除以 FOB 价）；net_cost 净成本法；transaction_value 成交价格法；"
            "value_added 各级在区域内的增加值之和除以价格",
            required=True,
        ),
        share(
            "threshold",
            "Share to reach; empty: a label that states the content without a bar",
            "须达到的比例；空为只标示比例、不设门槛的标签",
        ),
        ref("product", "products.product", "Product it is for (empty: any)", "适用产品（空为不限）"),
        refs(
            "territory",
            "places.place",
            "Places that count as inside; what lies in them counts too",
            "区域：计入的地点（含其下级），以 ; 分隔",
            required=True,
        ),
        choice(
            "tracing",
            "none rollup full",
            "How far components are traced: none (a component counts as originating by where it was made last), "
            "rollup (one that reaches its own threshold counts whole, any other not at all), full (value added "
            "at every tier); empty: none, for value_added full",
            "零部件的追溯：none 按最后制造地；rollup 达到自身门槛者全额计入，否则不计；full 逐级计增加值；"
            "空为 none，value_added 为 full",
        ),
        share(
            "component_threshold",
            "Share from which a component counts whole in rollup (empty: the threshold)",
            "rollup 中零部件全额计入所需的比例（空为同门槛）",
        ),
        date("from", "First day in force", "生效日期"),
        date("to", "Last day in force", "失效前最后一日"),
    ),
    table(
        "chain",
        "demand",
        "Final demand for a product at a place in a year",
        "某地某年对产品的最终需求",
        ref("product", "products.product", "Product", "产品", key=True),
        ref("place", "places.place", "Place", "地点", key=True),
        year(),
        text("scenario", "Name of the scenario", "情景", key=True),
        number("quantity", "unit", "Quantity in the product's unit", "数量", required=True),
    ),
    table(
        "chain",
        "essential",
        "How much a buying sector depends on a supplying sector",
        "购买部门对供应部门的依赖程度",
        ref("supplier_sector", "sectors.sector", "Supplier's sector", "供应部门", key=True),
        ref("buyer_sector", "sectors.sector", "Buyer's sector", "购买部门", key=True),
        choice(
            "class",
            "2 1 0",
            "2 essential, 1 non-essential, 0 no effect",
            "2 关键，1 非关键，0 无影响",
            required=True,
        ),
    ),
)
