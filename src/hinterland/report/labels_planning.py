"""Words of the sections on the plan, its prices and candidates in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PLANNING_WORDS: Mapping[str, tuple[str, str]] = {
    "s_plan": ("Plan, prices and candidates", "方案、代价与候选"),
    "s_held": ("Plan under another definition", "另一定义下的方案"),
    "plan_held_by": (
        "A plan that can be held: with another definition of",
        "可以达到的方案：更换以下承诺的定义——",
    ),
    "plan_held_note": (
        (
            "Nothing above has a price, since no plan holds it all. What follows, the prices and the worth of "
            "candidates are those of the plan with this definition; the others are in the table above."
        ),
        "上述要求无方案可全部满足，因而没有价格。下文、代价与候选价值均按此定义的方案计算；其他定义见上表。",
    ),
    "plan_rows": ("rows such as", "条约束，例如"),
    "plan": ("The plan: what it would take", "方案：兑现承诺需要什么"),
    "plan_intro": (
        (
            "The cheapest way that was found to keep the promises still open on this day: which candidates to "
            "attract to which park in which year, what to expand, and what that costs the public. It chooses among "
            "the candidates that the case lists; it does not know others."
        ),
        (
            "在截至该日仍未到期的承诺全部兑现的前提下，已找到的成本最低的做法：何年将哪些候选项目引入哪个园区、"
            "扩建什么、公共成本多少。方案只在案例所列候选中选择，不涉及其他项目。"
        ),
    ),
    "plan_seen_note": (
        (
            "No promise is due any more on the day of this report. The plan is made as seen from an earlier day, "
            "when its candidates were public, and tells what could have been done then:"
        ),
        "本报告日已无未到期的承诺。方案以候选项目公开之日的视角制定，说明当时可以怎么做：",
    ),
    "plan_promise": ("Promise", "承诺"),
    "plan_nearest": ("The plan that comes nearest", "最接近的方案"),
    "plan_targets": ("What becomes of each promise", "各承诺的结果"),
    "plan_required": ("Required", "要求"),
    "plan_with": ("With the plan", "有方案"),
    "plan_without": ("Without", "无方案"),
    "plan_outcome": ("Outcome", "结果"),
    "plan_held": ("held", "达到"),
    "plan_short": ("short", "未达到"),
    "plan_soft": ("may be missed, at a penalty", "可缺，计罚"),
    "plan_definitions": ("The same promise under each definition", "同一承诺在各定义下"),
    "plan_definitions_note": (
        (
            "The plan is made again with the definition in place of the one used above; everything else stays. Where "
            "no plan holds it, the shortfall tells by how much the nearest one misses."
        ),
        "以该定义替换上文所用定义、其余不变，重新求解。若无方案可达，缺口为最接近方案与要求之差。",
    ),
    "plan_public": ("Public cost", "公共成本"),
    "plan_new": ("Openings", "新建数"),
    "plan_misses": ("Short by", "缺口"),
    "plan_gap": ("Gap", "间隙"),
    "plan_state": ("Answer", "求解结果"),
    "st_optimal": ("can be held", "可以达到"),
    "st_feasible": ("can be held", "可以达到"),
    "st_infeasible": ("no plan holds it", "无方案可达"),
    "st_unplannable": ("cannot be planned for", "无法据此规划"),
    "st_unknown": ("not found in the time", "时限内未找到"),
    "st_cancelled": ("cancelled", "已取消"),
    "plan_openings": ("Who to attract, where and when", "引进谁、去哪里、何时"),
    "plan_park": ("Park", "园区"),
    "plan_decided": ("Decided", "决定"),
    "plan_produces": ("Produces", "投产"),
    "plan_capacity": ("Capacity a year", "年产能"),
    "plan_ask": ("Asks of the public", "所需公共投入"),
    "plan_jobs": ("Jobs", "就业"),
    "plan_moved": ("Only moves", "其中迁入"),
    "plan_landing": ("Odds of landing", "落地概率"),
    "plan_expansions": ("Plants to expand", "扩建哪些工厂"),
    "plan_added": ("Added a year", "新增年产能"),
    "plan_none": ("Nothing has to open.", "无需新建。"),
    "plan_support": ("Where the public money goes", "公共资金去向"),
    "plan_instrument": ("Instrument", "政策工具"),
    "plan_all_years": ("All years", "合计"),
    "plan_of": ("of", "预算"),
    "plan_no_limit": ("no limit", "不限"),
    "plan_room": ("What is tightest in the parks", "园区中最紧张的资源"),
    "plan_kind": ("Kind", "类别"),
    "plan_used": ("Used", "占用"),
    "room_land": ("land", "土地"),
    "room_labour": ("labour", "用工"),
    "plan_shortfall": ("What gives: three ways", "需要放宽什么：三种方式"),
    "mix_limits": ("Limits are widened, promises held", "放宽限制，承诺全部兑现"),
    "mix_targets": ("Limits held, promises missed", "遵守限制，承诺有缺口"),
    "mix_cheapest": ("The cheapest mixture", "成本最低的组合"),
    "plan_gives": ("What", "项目"),
    "plan_by": ("By", "缺口"),
    "plan_share": ("Share of it", "占比"),
    "plan_conflict": ("What cannot hold together", "互相矛盾的约束"),
    "plan_alternatives": ("What other cheap plans agree on", "其他低成本方案的共同点"),
    "plan_alternatives_note": (
        "Plans that cost nearly as little and differ as much as they can:",
        "成本相近而差异尽可能大的方案数：",
    ),
    "ag_must": ("must do", "必选"),
    "ag_may": ("may do", "可选"),
    "ag_never": ("in none", "均不选"),
    "plan_in": ("In plans", "入选方案数"),
    "plan_proved": ("proved", "已证明"),
    "plan_seen": ("only seen", "仅观察到"),
    "plan_search": ("How sure this is", "结论的可靠程度"),
    "prices": ("The price of each promise", "每项承诺的代价"),
    "prices_intro": (
        (
            "What a little more or a little less of each promise changes in public cost. There are three prices, "
            "and they answer different questions."
        ),
        "每项承诺略增或略减对公共成本的影响。价格有三种，回答不同的问题。",
    ),
    "price_relaxation": ("Price of the policy (relaxation)", "政策价格（松弛）"),
    "price_relaxation_how": (
        (
            "What one more step would cost if plants could open in parts: the price to compare policies by. It knows "
            "nothing of whole plants, so it is smooth and never the bill."
        ),
        "若项目可以按部分落地，再增一步的代价：用于比较政策。它不考虑项目的整体性，因此平滑，但不是账单。",
    ),
    "price_fixed": ("Price of running the plan (fixed plan)", "运行价格（方案不变）"),
    "price_fixed_how": (
        (
            "What one more step would cost with the openings as they are, by running and buying otherwise. It is "
            "zero while there is room to spare, and there is none once every plant is full."
        ),
        "新建项目不变，仅通过改变生产与采购再增一步的代价。尚有余量时为零；产能用满后则不存在。",
    ),
    "price_step": ("Price of the next step (planned again)", "下一步的价格（重新规划）"),
    "price_step_how": (
        (
            "What the plan would cost more, or less, if it were made anew for one percent more or less, told for a "
            "step. This is the bill; it jumps when another whole plant is needed, and is a range as far as the "
            "search left a gap."
        ),
        (
            "将要求提高或降低百分之一后重新规划，公共成本的增减，按一步折算。这才是账单；需要多引进一个整项目时会跳升，"
            "搜索留有间隙时为区间。"
        ),
    ),
    "price_up": ("One step more", "再增一步"),
    "price_down": ("The last step", "最后一步"),
    "price_unit": ("Step", "步长"),
    "price_none": ("none", "无"),
    "price_zero": ("nothing", "零"),
    "price_curve_note": (
        (
            "Each dot is a plan made for that level of the promise, all others as they are. The curve never falls: a "
            "plan for more is a plan for less."
        ),
        "每一点为按该水平重新制定的方案，其他承诺不变。曲线不会下降：更高水平的方案也满足更低水平。",
    ),
    "attract": ("Whom to attract: what candidates are worth", "招商：候选项目值多少"),
    "attract_intro": (
        (
            "A candidate's worth is what the promises would cost more without it: the plan made again with the "
            "candidate banned, less the plan with it forced in. Expected worth multiplies that by the odds that it "
            "comes."
        ),
        (
            "候选项目的价值是没有它时兑现承诺所多出的成本：禁止其落地重新规划的成本，减去必须落地的成本。"
            "期望价值再乘以落地概率。"
        ),
    ),
    "attract_worth": ("Worth", "价值"),
    "attract_expected": ("Expected", "期望"),
    "attract_in": ("in the plan", "在方案中"),
    "attract_best": ("Best park", "最佳园区"),
    "attract_parts": ("if in parts", "若可部分落地"),
    "attract_must": ("no plan without it", "缺之则无方案"),
    "attract_cannot": ("no plan with it", "有之则无方案"),
    "attract_none": ("No candidate was valued in the time of this report.", "本报告时限内未评估候选。"),
    "attract_more": (
        "This is a first list: the command hinterland attract looks at more candidates, for longer.",
        "此为初步名单：运行 hinterland attract 可评估更多候选、用时更长。",
    ),
}
"""Word by key."""
