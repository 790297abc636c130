"""What a run in time assumes, in both languages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.network.complete.model import Wanted
    from hinterland.network.stress.needs import Needs
    from hinterland.network.stress.options import Options
    from hinterland.network.stress.shocks import Shock
    from hinterland.network.stress.tables import Told


def assumptions(
    told: Told, needs: Needs, options: Options, wanted: Wanted, shocks: Sequence[Shock]
) -> tuple[Said, ...]:
    """Return what was assumed."""
    return (
        _model(options),
        _orders(options),
        _rationing(options),
        _rerouting(options),
        _stocks(needs, options),
        _essential(needs),
        *_sizes(told),
        _links(told, wanted),
        *_unlisted(told),
        *_positions(told, shocks),
        Said(
            "Shocks that overlap multiply what they leave. A capacity recovers linearly over the days of recovery; a "
            "plant's stock is not harmed. What a plant makes in house is hit with it.",
            "重叠的冲击，其剩余产能相乘。产能在恢复期内线性恢复；库存不受损。工厂自制部分随该厂受冲击。",
        ),
        *told.plants.bill.assumptions,
    )


def _model(options: Options) -> Said:
    week_en, week_zh = (" (told by week)", "（按周列出）") if options.step == "week" else ("", "")
    limit_en = "its stated capacity, else its base output"
    limit_zh = "其公布产能，否则为基准产量"
    if options.overcapacity > 1:
        limit_en += f" x {options.overcapacity:g}"
        limit_zh += f"×{options.overcapacity:g}"
    use_en = (
        "stocks can be used up"
        if options.psi == 0
        else f"output falls below {options.psi:g} of the stock aimed at"
    )
    use_zh = "库存可用尽" if options.psi == 0 else f"库存低于目标的 {options.psi:g} 时产量下降"
    return Said(
        f"Adaptive input-output model (ARIO family: Hallegatte 2008, 2014; Inoue & Todo 2019), one step a "
        f"day{week_en}: a plant makes the least of its capacity ({limit_en}), its demand, and what its stock of "
        f"each essential input is enough for ({use_en}). Makers keep no stock of what they make. Final demand "
        "stays as it is; what is not delivered on a day is lost, not made up for.",
        f"自适应投入产出模型（ARIO 族：Hallegatte 2008、2014；Inoue 与 Todo 2019），步长为日{week_zh}"
        f"：产量取产能（{limit_zh}）、需求与各关键投入库存所能支撑者的最小值"
        f"（{use_zh}）。不留产成品库存。最终需求不变；当期未交付者即为损失，不再补交。",
    )


def _orders(options: Options) -> Said:
    if options.ordering == "demand":
        return Said(
            f"Plants order what their demand takes and refill stocks over {options.refill:g} days (as Inoue & Todo "
            "2019; the stock aimed at stays that of the base). So a plant that stops for want of one input goes on "
            f"ordering the others until their stocks are {options.refill:g} days above what it aims at.",
            f"工厂按需求订货，并在 {options.refill:g} 天内补足库存（同 Inoue 与 Todo 2019；目标库存取基准水平）。"
            f"因此，因缺一种投入而停产的工厂会继续订购其他投入，直至库存超出目标 {options.refill:g} 天。",
        )
    return Said(
        f"Plants order what they have used and refill stocks over {options.refill:g} days (Hallegatte 2014).",
        f"工厂按实际耗用订货，并在 {options.refill:g} 天内补足库存（Hallegatte 2014）。",
    )


def _rationing(options: Options) -> Said:
    if options.rationing == "priority":
        return Said(
            "Rationing by priority: other plants are served first, then buyers outside; within each all get the same "
            "share of what they ordered.",
            "按优先级配给：先供其他工厂，后供外部买家；同类之内按订单同比例。",
        )
    return Said(
        "Rationing is proportional: all buyers get the same share of what they ordered.",
        "按比例配给：所有买家按订单同比例获得。",
    )


def _rerouting(options: Options) -> Said:
    if options.reroute_delay is None:
        return Said(
            "No rerouting: buyers stay with their suppliers (--reroute-delay lets them ask others).",
            "不改道：买家不更换供应商（可用 --reroute-delay 允许）。",
        )
    return Said(
        f"After {options.reroute_delay:g} days of short delivery a buyer asks all plants of the product for what is "
        "missing; they make it with what capacity and stock their own buyers leave.",
        f"连续 {options.reroute_delay:g} 天交付不足后，买家向该产品的所有工厂求购缺额；"
        "后者以自身买家之外的余力供应。",
    )


def _stocks(needs: Needs, options: Options) -> Said:
    if options.inventory is not None:
        return Said(
            f"Every input has {options.inventory:g} days of cover at every plant, as asked (at least a day).",
            f"按要求，每厂每种投入的库存均为 {options.inventory:g} 天（至少一天）。",
        )
    said = needs.said
    return Said(
        f"Days of cover: {said.get('cover_table', 0):,} of {len(needs):,} inputs of plants from the table "
        f"inventories, {said.get('cover_setting', 0):,} from settings, {said.get('cover_kind', 0):,} assumed by kind "
        "(component 5, material 15, service 1); at least a day.",
        f"库存天数：{len(needs):,} 项投入中 {said.get('cover_table', 0):,} 项取自 inventories 表，"
        f"{said.get('cover_setting', 0):,} 项取自设置，{said.get('cover_kind', 0):,} 项按类别假定"
        "（零部件 5、材料 15、服务 1）；至少一天。",
    )


def _essential(needs: Needs) -> Said:
    classes = needs.said.get("classes", 0)
    soft = int((~needs.essential).sum())
    if not classes:
        return Said(
            "Nothing is made without each input of the bill of materials: all are essential.",
            "物料清单中的投入均为关键投入，缺一不可。",
        )
    return Said(
        f"Inputs are essential unless the table essential says otherwise by sector: {soft:,} of {len(needs):,} are "
        "not, and never stop a plant.",
        f"除 essential 表按部门另有说明外，投入均为关键：{len(needs):,} 项中 {soft:,} 项非关键，不致停产。",
    )


def _sizes(told: Told) -> tuple[Said, ...]:
    plants = told.plants
    count = Counter(plants.size_from)
    synthetic = int((plants.synthetic & (plants.owner < 0)).sum())
    said = [
        Said(
            f"{plants.listed:,} operating plants. Size: output of {count['output']:,}; capacity x assumed use of "
            f"{count['capacity']:,}; the median of the product for {count['product']:,}; the median of all plants, "
            f"in finished products, for {count['case']:,}.",
            f"在产工厂 {plants.listed:,} 座。规模：{count['output']:,} 座取产量；"
            f"{count['capacity']:,} 座取产能×假定利用率；"
            f"{count['product']:,} 座取同产品中位数；{count['case']:,} 座取全部工厂（折合整机）的中位数。",
        )
    ]
    if synthetic:
        said.append(
            Said(
                f"{synthetic:,} of them are synthetic (made up): what they lose is no fact about any real plant.",
                f"其中 {synthetic:,} 座为合成数据：其损失不代表任何真实工厂。",
            )
        )
    if not plants.bill.priced.all():
        said.append(
            Said(
                "A finished product has no price (products.unit_price, or the setting unit_price.PRODUCT), so losses "
                "are told in units and shares, not in money.",
                "整机没有价格（products.unit_price 或设置 unit_price.PRODUCT），故损失以数量与比例表示，不计金额。",
            )
        )
    return tuple(said)


def _links(told: Told, wanted: Wanted) -> Said:
    links = np.array([o.links for o in told.outcomes])
    inferred = np.array([o.inferred for o in told.outcomes])
    exceeded = float(np.median([o.exceeded for o in told.outcomes]))
    known = int(np.median(links - inferred))
    draws = len(told.outcomes)
    if not inferred.any():
        return Said(
            f"All {known:,} links are known; one draw is all there is.",
            f"全部 {known:,} 条供应关系均为已知，只需一次抽样。",
        )
    are = "link is" if known == 1 else "links are"
    return Said(
        f"{known:,} {are} known, about {np.median(inferred):,.0f} are inferred anew in each of {draws} draws (by "
        f"size and distance, {wanted.density:g} suppliers a buyer and product): ranges are 5 to 95 percent over the "
        f"draws. In a draw links take more than the size of some {exceeded:,.0f} plants, which then count as larger.",
        f"已知供应关系 {known:,} 条，另有约 {np.median(inferred):,.0f} 条在 {draws} 次抽样中逐次推断"
        f"（按规模与距离，每买家每产品 {wanted.density:g} 家供应商）：区间为各次抽样的 5%–95%。"
        f"每次约有 {exceeded:,.0f} 座工厂的供货超过其规模，按较大者计。",
    )


def _positions(told: Told, shocks: Sequence[Shock]) -> tuple[Said, ...]:
    """Say how plants without a position count in a radius."""
    plants = told.plants
    unknown = int(((~np.isfinite(plants.lon) | ~np.isfinite(plants.lat)) & (plants.owner < 0)).sum())
    if not unknown or not any(s.radius_km for s in shocks):
        return ()
    return (
        Said(
            f"{unknown:,} plants have no position: they count as within the radius where their place lies in the "
            "place that is hit.",
            f"{unknown:,} 座工厂无坐标：其所在地位于受冲击地点之内者视为在半径内。",
        ),
    )


def _unlisted(told: Told) -> tuple[Said, ...]:
    """Say what is made in house and what is imported."""
    plants, bill = told.plants, told.plants.bill
    used = {g for inputs in bill.inputs for g, _ in inputs}
    house = sorted({int(g) for g in plants.product[plants.owner >= 0]})
    imported = [g for g in sorted(used) if plants.inside[g] < 1 - 1e-9 and g not in house]
    said = []
    if house:
        names = [told.naming.product(bill.products[g]) for g in house]
        said.append(
            Said(
                f"What listed makers do not cover of {', '.join(n.en for n in names)} is taken as made in house by "
                "each buyer from the inputs of the recipe (setting unlisted_imported = 1: as imported).",
                f"{'、'.join(n.zh for n in names)}中所列工厂未能覆盖的部分，视为各买家按物料清单自制"
                "（设置 unlisted_imported = 1 则视为进口）。",
            )
        )
    if imported:
        names = [told.naming.product(bill.products[g]) for g in imported]
        en = ", ".join(f"{n.en} ({1 - plants.inside[g]:.0%})" for g, n in zip(imported, names, strict=True))
        zh = "、".join(f"{n.zh}（{1 - plants.inside[g]:.0%}）" for g, n in zip(imported, names, strict=True))
        said.append(
            Said(
                f"Imported, and available as ever unless a shock hits the product: {en}.",
                f"视为进口，除非冲击涉及该产品，否则照常供应：{zh}。",
            )
        )
    return tuple(said)
