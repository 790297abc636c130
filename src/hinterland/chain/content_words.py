"""Sentences of the study of local content, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hinterland.chain.words import EXACT, percent, stated
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hinterland.chain.content_market import Trade
    from hinterland.chain.content_price import Price
    from hinterland.chain.rules import Rule

NAMED = 3
"""Things that a sentence names before it only counts."""
MOST_DIGITS = 3
"""Digits after the point beyond which a share next to a threshold is not told."""

HERE = Said("really made in the place itself", "真正在本地制造")
HERE_BUILD_DOWN = Said("made in the place itself, build-down", "本地制造（扣减法）")
NO_ASSEMBLER = Said(
    "no plant that assembles it operates in the place on that day: there is nothing to take a share of",
    "当日该地没有在产的整机工厂，无从计算比例",
)
NO_BAR = Said(
    "the rule rolls up components but says neither component_threshold nor threshold: whether one counts whole "
    "cannot be told; fill in content_rules.component_threshold",
    "该规则按 rollup 计零部件，却既无 component_threshold 也无 threshold，无法判断零部件是否全额计入；"
    "请填写 content_rules.component_threshold",
)
ELSEWHERE = Said(
    "no plant that assembles it in this place lies inside the territory: what is made here does not originate there",
    "该地的整机工厂均不在该区域内：此处所产不具该区域原产资格",
)


def joined(said: Sequence[Said]) -> Said:
    """Return sentences as one."""
    kept = [s for s in said if s.en]
    return Said("; ".join(s.en for s in kept), "；".join(s.zh for s in kept))


def listed(names: Sequence[Said], most: int = NAMED) -> Said:
    """Return names in a row, the first few, the others counted."""
    more = len(names) - most
    en, zh = ", ".join(n.en for n in names[:most]), "、".join(n.zh for n in names[:most])
    return Said(f"{en} and {more} more", f"{zh}等 {len(names)} 项") if more > 0 else Said(en, zh)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a content stands to a threshold.

    Attributes
    ----------
    low, high
        Bounds of the content; for `listed_plants` they hold 80% of the draws and bound nothing.
    threshold
        None where none is set.
    qualifies
        `yes`, `no`, `cannot be told`; None without a threshold.
    sourcing
        How suppliers were found.
    chance
        Shares of draws that reach the threshold, unknown origins counted out and in.
    """

    low: float
    high: float
    threshold: float | None
    qualifies: str | None
    sourcing: str
    chance: tuple[float, float] | None = None


def verdict(at: Standing) -> Said:
    """Say how the content stands to the threshold; only bounds are told as "at least" and "at most"."""
    if at.threshold is None:
        span = percent(at.low, at.high)
        return Said(
            f"content {span}{_OF_DRAWS.en if _drawn(at) else ''}; no threshold is set",
            f"含量 {span}{_OF_DRAWS.zh if _drawn(at) else ''}；未设门槛",
        )
    digits, bar = _digits(at.low, at.high, at.threshold), stated(at.threshold)
    if _drawn(at):
        return _of_draws(at, percent(at.low, at.high, digits), bar)
    at_best = at.sourcing == "most_local"
    what, what_zh = ("content, as local as can be,", "尽可能本地时含量") if at_best else ("content", "含量")
    if at.qualifies == "yes":
        low = percent(at.low, digits=digits)
        return Said(f"{what} at least {low}, {bar} is asked", f"{what_zh}至少 {low}，要求 {bar}")
    if at.qualifies == "no":
        high = percent(at.high, digits=digits)
        return Said(f"{what} at most {high}, {bar} is asked", f"{what_zh}至多 {high}，要求 {bar}")
    span = percent(at.low, at.high, digits)
    return Said(f"cannot be told: {what} {span}, {bar} is asked", f"无法判断：{what_zh} {span}，要求 {bar}")


_OF_DRAWS = Said(" in 80% of draws", "（80% 的抽样）")


def _drawn(at: Standing) -> bool:
    return at.sourcing == "listed_plants"


def _of_draws(at: Standing, span: str, bar: str) -> Said:
    """Say what draws tell: reached in every one, in none, or in which share of them."""
    if at.qualifies == "yes":
        end, end_zh = "reached in every draw", "每次抽样均达到"
    elif at.qualifies == "no":
        end, end_zh = "reached in no draw", "没有一次抽样达到"
    else:
        chance = percent(*at.chance) if at.chance else "–"
        end, end_zh = f"it qualifies in {chance} of draws", f"{chance} 的抽样达到"
    begin, begin_zh = ("cannot be told: ", "无法判断：") if at.qualifies == "cannot be told" else ("", "")
    return Said(
        f"{begin}content {span}{_OF_DRAWS.en}, {bar} is asked: {end}",
        f"{begin_zh}含量 {span}{_OF_DRAWS.zh}，要求 {bar}：{end_zh}",
    )


def _digits(low: float, high: float, threshold: float) -> int:
    """Return as few digits as leave both ends on their side of the threshold when they are rounded."""
    bar = 100 * threshold - EXACT
    for digits in range(MOST_DIGITS):
        if all((round(100 * x, digits) >= bar) == (100 * x >= bar) for x in (low, high)):
            return digits
    return MOST_DIGITS


def unknown_makers(share: float, names: Sequence[Said], causes: Sequence[Said]) -> Said:
    """Say which inputs have an unknown origin, how much of the material they carry, and why it is not known."""
    if share < 0.0005 or not names:
        return Said("", "")
    told = listed(names)
    return Said(
        f"the origin of {percent(share)} of the material ({told.en}) is unknown, as "
        f"{', or '.join(c.en for c in causes)}",
        f"物料的 {percent(share)}（{told.zh}）来源未知：{'，或'.join(c.zh for c in causes)}",
    )


NO_LINK = Said("no supplier of it is on record", "没有其供应商的记录")
NO_MAKER = Said("no operating plant listed makes it", "案例所列在产工厂均不生产")
TRADER = Said("the supplier on record has no known plant of it", "记录在册的供应商没有已知的生产工厂")
AROUND = Said(
    "its plant lies somewhere in an area that the territory is only a part of",
    "其工厂只知位于比该区域更大的范围内",
)
ROLLED = Said(
    "too little of its inputs is known to say whether it rolls up", "其投入来源不足以判断是否全额计入"
)
ALL_BOUGHT = Said(
    "taking the links on record as all purchases of a part by a customer, so that a link fewer may raise the low end",
    "以在册供应关系为客户对该零部件的全部采购，故少一条记录下限反而可能升高",
)


def causes(sourcing: str, trader: bool, around: bool, rolled: bool) -> list[Said]:
    """Return what may leave an origin unknown in a sourcing.

    `trader`: some supplier on record has no plant of the product; `around`: some plant may or may not be inside;
    `rolled`: components roll up, which unknown inputs can prevent.
    """
    first = NO_LINK if sourcing == "known_links" else NO_MAKER
    rest = ((TRADER, trader), (AROUND, around), (ROLLED, rolled))
    return [first, *(said for said, holds in rest if holds)]


def price_unknown(price: Price, method: str) -> Said:
    """Say what is lacking of the price, where something is."""
    if not price.known:
        return Said(
            "what the price holds beside material is unknown (cost_items): the lower end takes all of it as material",
            "价格中物料以外的构成未知（cost_items）：下限按全部为物料计",
        )
    if price.likely(method) is None:
        return Said(
            "the profit is unknown (cost_items), so net cost is only known as a range",
            "利润未知（cost_items），净成本只能给出区间",
        )
    return Said("", "")


def named_by_hand(rule: Rule, day: date) -> Said:
    """Say that a rule is applied although it is not in force."""
    if rule.in_force(day):
        return Said("", "")
    when = rule.when(day)
    return Said(f"{when.en}; applied because it was asked for", f"{when.zh}；因指定而计算")


def sourcing(found: Trade, draws: int, synthetic: bool) -> list[Said]:
    """Say how suppliers were found."""
    years = ", ".join(map(str, found.years)) or "-"
    said = [
        Said(
            f"known_links: {_counted(found.links, 'link')} ({years}), of the newest year of each customer and "
            "product, taken as all that it buys of the product. Links whose supplier has no operating plant of the "
            f"product, so that the origin is unknown: {found.no_plant}.",
            f"known_links：{found.links} 条供应关系（{years}；各客户各产品取最近一年），视为其该产品的全部采购；"
            f"其中供应商没有该产品在产工厂、来源未知的 {found.no_plant} 条。",
        ),
        Said(
            f"listed_plants: {_counted(draws, 'draw')}; each plant draws one maker of each input among the "
            f"operating plants of the case by size x exp(-hours / {found.market.decay:g} h), known links first; "
            "low and high hold 80% of the draws; a threshold counts as met, or not, only where every draw agrees. "
            "It is inferred, and as local as the list: a maker that the case "
            "does not list never supplies.",
            f"listed_plants：{draws} 次抽样；每家工厂对每种投入在案例所列在产工厂中按 规模×exp(-小时/"
            f"{found.market.decay:g}) 抽取一家供应商（已知关系优先）；上下限含 80% 的抽样；仅当各次抽样一致"
            "时才判定达到或未达到。属推算，且以名录为限：未列入案例的工厂不会成为供应商。",
        ),
        Said(
            "most_local: every component that some operating plant of the territory makes comes from there: the "
            "upper end of what local sourcing could reach.",
            "most_local：区域内有在产工厂能生产的零部件一律取自区域内：本地化采购可达到的上限。",
        ),
    ]
    assumed, lost = int(found.assumed.sum()), int(found.lost.sum())
    if assumed:
        said.append(
            Said(
                f"Plants without a known capacity: {assumed}; the median of their product stands in (all equal, "
                "where none is known).",
                f"{assumed} 家工厂产能未知：以同产品已知产能的中位数代替（均未知则相等）。",
            )
        )
    if lost:
        said.append(
            Said(
                f"Plants without a position: {lost}; the median travel time to the others stands in.",
                f"{lost} 家工厂没有位置：以到其他工厂行程时间的中位数代替。",
            )
        )
    if not synthetic:
        said.append(
            Said("Made-up (synthetic) plants and links do not count.", "合成的工厂与供应关系不计入。")
        )
    return said


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def general(day: date) -> list[Said]:
    """Say what holds for every answer."""
    return [
        Said(
            f"Rules and plants as of {day}. Material of unknown origin counts as non-originating; the upper end "
            "counts it as originating.",
            f"规则与工厂截至 {day}。来源未知的物料按非原产计；上限按原产计。",
        ),
        Said(
            "What an assembling plant adds, its labour and profit among it, counts where the plant is; a rule of "
            "origin asks only about plants inside its territory.",
            "整机厂的增加值（含人工与利润）计在工厂所在地；原产地规则只问区域内的工厂。",
        ),
        Said(
            "A component's price is its value in the bill of materials; what its inputs leave is added where "
            "it is made.",
            "零部件的价格即其在物料清单中的价值；投入之外的部分计在其制造地。",
        ),
        Said(
            "low and high take shares of the bill of materials at their likely values; range_low and range_high hold "
            "90% of draws of these shares too.",
            "low 与 high 取物料份额的可能值；range_low 与 range_high 另含这些份额 90% 的抽样。",
        ),
    ]


def price_said(root: Said, price: Price) -> Said:
    """Say what the price of the root holds, and how that is known."""
    if price.items:
        low, middle, high = (price.corner(i)[0] for i in (2, 1, 0))
        likely, wide = percent(middle), percent(low, high)
        span = likely if low == high else f"{likely} ({wide})"
        span_zh = likely if low == high else f"{likely}（{wide}）"
        return Said(
            f"Material is {span} of the price of {root.en} (cost_items).",
            f"{root.zh}价格中物料占 {span_zh}（cost_items）。",
        )
    if price.material is not None:
        return Said(
            f"Material is {percent(price.material)} of the price of {root.en}, by prices of its inputs: inferred.",
            f"{root.zh}价格中物料占 {percent(price.material)}，由投入品价格推得。",
        )
    return Said(
        f"What the price of {root.en} holds beside material is unknown: fill in cost_items.",
        f"{root.zh}价格中物料以外的构成未知：请填写 cost_items。",
    )
