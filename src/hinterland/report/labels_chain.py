"""Words of the sections on a place's chain in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CHAIN_WORDS: Mapping[str, tuple[str, str]] = {
    "nearby": ("The chain: what is nearby, what is missing", "产业链：就近有什么，缺什么"),
    "nearby_intro": (
        (
            "Available nearby has four meanings: what is bought inside the boundary, what is bought within reach, "
            "what firms within reach could make, and what their capacity serves. Value is counted once, on one cut "
            "of the bill of materials. What nobody knows makes an interval, never a number."
        ),
        (
            "“就近配套”有四种含义：界内采购、可达范围内采购、可达范围内企业能够生产、其产能可以满足。价值只在物料清单的"
            "一个层面计一次。未知之处给出区间，而不给出单一数字。"
        ),
    ),
    "nearby_icicle": (
        "How much of each part is covered nearby is drawn place by place below.",
        "各零部件就近覆盖的程度见下文分地点的图。",
    ),
    "local": ("What is really made here: local content", "真正在本地制造的部分：本地含量"),
    "local_intro": (
        (
            "What share of the price originates in a territory, by each rule in force on the day, and under three "
            "ways to find suppliers: known links (facts), drawn among the listed plants (a model), and as local as "
            "can be (the upper end). Unknown origins count out at the low end and in at the high."
        ),
        (
            "按当日生效的各项规则，价格中有多大比例原产于该区域；供应商以三种方式确定：已知供应关系（事实）、按所列工厂"
            "抽取（模型）、尽可能本地（上限）。来源未知的部分下限不计入、上限计入。"
        ),
    ),
    "s_gaps": ("What is nearby and what is missing", "就近与缺口"),
    "s_content": ("Local content", "本地含量"),
    "four": ("The four definitions", "四种定义"),
    "apart": ("Apart: plants that do not count above", "另计：上表未计入的工厂"),
    "counted_on": ("Counted on", "计价层面"),
    "in_brackets": (
        "Small print: the 90% range over the bill of materials, with those bounds. Operating plants only.",
        "小字：计入物料清单不确定性的 90% 区间（含上述界限）。仅计在产工厂。",
    ),
    "in_brackets_content": (
        (
            "Small print: the 90% range over the bill of materials. Known links and as local as can be are bounds; "
            "drawn among listed plants holds 80% of the draws."
        ),
        "小字：计入物料清单不确定性的 90% 区间。已知供应关系与尽可能本地为界限；按所列工厂抽取含 80% 的抽样。",
    ),
    "def_sourced_boundary": (
        "value bought from plants inside the boundary / value of all purchases",
        "界内工厂采购额／全部采购额",
    ),
    "def_sourced_reach": (
        "value bought from plants within reach / value of all purchases",
        "可达范围内工厂采购额／全部采购额",
    ),
    "def_available": (
        "share of component value that firms within reach can make",
        "可达范围内企业可生产的零部件价值占比",
    ),
    "def_available_capacity": (
        "share of component value that the free capacity within reach serves",
        "可达范围内可用产能可满足的零部件价值占比",
    ),
    "not_measurable": ("not measurable", "无法度量"),
    "plants_set": ("Plants", "工厂"),
    "curve_figure": ("The further one looks, the more there is", "看得越远，可供越多"),
    "map_figure": ("Where it is", "分布"),
    "icicle_figure": ("How much of each part is covered nearby", "各零部件就近覆盖的程度"),
    "ranked": ("Missing, or hanging on few firms: ranked", "缺什么、哪些靠少数企业：排序"),
    "rank": ("Rank", "位次"),
    "worth": ("Share of value", "价值占比"),
    "served": ("Demand served", "可满足需求"),
    "why": ("Why", "原因"),
    "openings": ("New plants that would close most", "新建哪些工厂补得最多"),
    "openings_intro": (
        "Greedy: each row is the best next plant after those above it. Typical sizes; nobody has announced them.",
        "逐项选取：每一行是在其上各行之后补得最多的一座。规模取典型值；并非任何人已宣布的项目。",
    ),
    "site": ("Site", "地点"),
    "plant_size": ("Size a year", "年产能"),
    "closes": ("Closes", "可补"),
    "cumulated": ("Together", "累计"),
    "makers": ("Who could make it: a first list", "谁能生产：初步名单"),
    "makers_none": ("nobody that the case knows", "案例中无人可考"),
    "firm": ("Firm", "企业"),
    "closeness": ("Closeness", "相近度"),
    "away_h": ("Hours away", "距离（小时）"),
    "how_makes": ("makes it", "已生产"),
    "how_planned": ("planned", "在建或拟建"),
    "how_supplies": ("supplies it", "有供应记录"),
    "how_close": ("makes a close product", "生产相近产品"),
    "reach_areas": ("Areas of reach (GeoJSON)", "可达范围（GeoJSON）"),
    "rule": ("Rule", "规则"),
    "method": ("Method", "方法"),
    "asked": ("Asked", "门槛"),
    "territory": ("Territory", "区域"),
    "verdict_known": ("By known links", "按已知供应关系"),
    "no_threshold": ("no threshold", "未设门槛"),
    "by_links": ("By known links:", "按已知供应关系："),
    "of_draws": ("of draws", "的抽样"),
    "content_rules_table": ("Content by rule", "各规则下的含量"),
    "rules_all": ("Every rule, whether it applies, and its source", "全部规则：是否适用及来源"),
    "applied": ("Applied", "是否适用"),
    "origins": (
        "Where the material value is added: mean with suppliers drawn among the listed plants (known links first)",
        "物料价值来自何处：按所列工厂抽取供应商（已知关系优先）的均值",
    ),
    "origin_place": ("Origin", "来源"),
    "mean": ("Mean", "均值"),
    "interval": ("Interval", "区间"),
    "waterfall_figure": ("From the price to the content", "从价格到含量"),
    "more_places": ("more places are in the tables", "个地点见数据表"),
}
"""Word by key."""
