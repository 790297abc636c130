"""Words right before a number that say how it is meant, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from hinterland.reading.quantities.lexicon import table

if TYPE_CHECKING:
    from hinterland.reading.model import Comparator

ENGLISH = cast(
    "dict[str, Comparator]",
    table("""
gt = more than, over, above, in excess of, upwards of, upward of, greater than, higher than, larger than
gt = bigger than, better than, beyond, north of, past, exceed, exceeds, exceeded, exceeding, surpass
gt = surpasses, surpassed, surpassing, top, tops, topped, topping, break through, breaks through
gt = broke through, breaking through, broken through, break, breaking, cross, crosses, crossed, crossing
gt = outstrip, overtake, excess of, longer than, >
ge = at least, at the very least, no less than, not less than, no fewer than, not fewer than
ge = min., from at least, greater than or equal to, more than or equal to
ge = nothing less than, no lower than, not lower than, not be lower than, not be less than, not below
ge = not be below, a minimum of, minimum of, minimum, a floor of, no smaller than, not fall below
ge = not drop below, ≥, >=
le = max., upto, less than or equal to, fewer than or equal to, not go beyond, no bigger than, no larger than
le = up to, at most, at the most, no more than, not more than, no greater than, not greater than
le = no higher than, not higher than, not exceed, not exceeding, not to exceed, not be more than
le = not be higher than, not surpass, not over, not above, no later than, no longer than, a maximum of
le = maximum of, maximum, an upper limit of, a ceiling of, a cap of, capped at, limited to, as much as
le = as many as, as high as, as large as, as long as, within, to within, ≤, <=
lt = shy of, just shy of, a little short of, a shade under
lt = less than, fewer than, lower than, smaller than, shorter than, under, below, short of, <
approx = about, around, roughly, approximately, approximate, approx, approx., some, circa, ca., ca, c.
approx = close on, getting on for, nigh on, in the vicinity of, some way around
approx = nearly, almost, close to, approaching, nearing, near, an estimated, estimated, in the region of
approx = in the order of, on the order of, in the neighbourhood of, in the neighborhood of
approx = somewhere around, virtually, practically, ~, ≈, ∼
eq = exactly, precisely, reach, reaches, reached, reaching, hit, hits, hitting, a total of, a combined
eq = as few as, as little as
"""),
)
CHINESE = cast(
    "dict[str, Comparator]",
    table("""
gt = 超, 超过了, 超逾, 突破, 多于, 跨越, 高于, 逾, 优于, 首超, 冲破, 过, 突破了, 远超, 超出, 跨过, 超越
gt = 大于, 超过
ge = 至少, 不得少于, 不下于, 最少, 不小于, 不亚于, 高达或超过, 不得小于, 不少于, 不得低于, 不下, 起码
ge = 应不低于, 不低于, 最低, 不短于
le = 未超过, 不多于, 不突破, 上限, 最高可达, 不超过, 不能超过, 上限为, 不高于, 不得超过, 不得多于, 控制在
le = 最长, 不得高于, 不大于, 最大, 最高, 至多, 最多, 限制在, 不超
lt = 未达, 少于, 未达到, 不到, 未满, 低于, 不满, 短于, 不足, 尚不足, 小于
approx = 接近, 近乎, 逼近, 大致, 约占, 约, 约达, 约计, 约有, 大约, 上下, 约为, 近, 约合, 将近, 趋近, 大概
approx = 几近, 预估, 估计, 差不多
eq = 升至, 总计, 合计, 共计, 达到, 已达, 增至, 降至, 到, 达, 累计, 可达, 共, 为
"""),
)
