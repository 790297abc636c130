"""Family chain: products, what they are made of, who wants them, which inputs are essential."""

from __future__ import annotations

from hinterland.schema.column import choice, id_, number, ref, share, table, text, unit, year

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
            "component process material service final",
            "What it is; process rows (assembly, depreciation) are value added, not components",
            "种类：零部件、工序、材料、服务、整机",
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
        share("value_share", "Share of the product's material value", "占产品物料价值的份额"),
        share("low", "Lower end of the share", "份额下限"),
        share("high", "Upper end of the share", "份额上限"),
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
