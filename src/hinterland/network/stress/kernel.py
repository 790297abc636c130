"""The steps of a simulation, compiled: an adaptive input-output model of plants (ARIO; Hallegatte 2008, 2014).

A step, for plant i, its input d, supplier j:

1. Demand: what is ordered of i, and its buyers outside.
2. Production x_i = min(capacity, demand, min over essential d of S_d / (a_d max(1, psi n_d))). S_d is the stock, a_d
   the use for a unit made, n_d the cover aimed at in steps.
3. Where demand is not met it is rationed: all get the same share, or plants first, then buyers outside.
4. S_d <- S_d + received - a_d x_i. Orders of the next step, to the suppliers as in the base, with y = min(demand,
   capacity): by demand a_d y + (n_d a_d x_i(0) - S_d) / tau, not below 0 (as Inoue & Todo 2019, but the stock aimed
   at stays that of the base: one that followed demand would amplify every ripple by 1 + n_d / tau a tier); by what
   is made a_d x_i + max(0, n_d a_d y - S_d) / tau (Hallegatte 2014). Goods on their way count as stock.
5. With rerouting, what suppliers have not delivered for a while is asked of all plants of the product, which make it
   with what capacity and stock their own buyers leave; if that is too little, all who ask get the same share.

Nothing made is stored by its maker: production equals deliveries. Demand of a step that is not met is lost.

A larger shock never gives more output where every plant sells to one buyer and none can make more than in the base
(tested). Elsewhere it may: who competes with a plant that is hit harder gets more of what both buy, and with spare
capacity stocks that are refilled overshoot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba

from hinterland.network.stress.model import MEETS, ORDERS, OWN, SLOW

if TYPE_CHECKING:
    from hinterland.network.stress.model import Rules, Shocked, State, System, Trace

jit = numba.njit(cache=True, nogil=True)
EDGE = 1e-9
"""Shares this close to 1 are 1: only rounding keeps them away."""


@jit
def advance(
    system: System, shocked: Shocked, rules: Rules, state: State, trace: Trace, span: tuple[int, int]
) -> None:
    """Take the steps `span[0]` to `span[1] - 1`; `state` and `trace` are written to."""
    for t in range(span[0], span[1]):
        _ask(system, shocked, state, t)
        _make(system, shocked, rules, state, trace, t)
        _ration(system, rules, state, trace, t)
        _deliver(system, shocked, rules, state, trace, t)


@jit
def _ask(system: System, shocked: Shocked, state: State, t: int) -> None:
    """Add up what is asked of each plant, and of all plants of a product."""
    state.asked[:] = system.final
    state.wanted[:] = 0.0
    state.spare[:] = 0.0
    for d in range(system.input.size):
        order = state.order[d]
        if order > 0:
            for k in range(system.link[d], system.link[d + 1]):
                state.asked[system.supplier[k]] += order * system.share[k] * shocked.left[shocked.lane[k], t]
        state.wanted[system.input[d]] += state.spot[d]


@jit
def _make(system: System, shocked: Shocked, rules: Rules, state: State, trace: Trace, t: int) -> None:
    """Find what each plant makes for its own buyers, what keeps it from more, and what it could make beyond."""
    for i in range(system.base.size):
        capacity = system.limit[i] * shocked.left[shocked.plant[i], t]
        most, short = capacity, OWN
        for d in range(system.demand[i], system.demand[i + 1]):
            if system.essential[d] and system.rate[d] > 0:
                enough = state.stock[d] / (system.rate[d] * max(1.0, rules.psi * system.cover[d]))
                if enough < most * (1.0 - EDGE):
                    most, short = enough, d
        asked = state.asked[i]
        state.aim[i] = min(asked, capacity)
        if most >= asked * (1.0 - EDGE):
            short = ORDERS
        state.bind[i] = short
        trace.made[t, i] = min(most, asked)
        state.room[i] = max(0.0, most - asked)
        state.spare[system.product[i]] += state.room[i]


@jit
def _ration(system: System, rules: Rules, state: State, trace: Trace, t: int) -> None:
    """Share out what is made, make what others ask for, and note who is slowed for the first time."""
    for i in range(system.base.size):
        made, asked, final = trace.made[t, i], state.asked[i], system.final[i]
        state.fill[i] = 1.0
        state.fill_final[i] = 1.0
        if made < asked and rules.priority:
            orders = asked - final
            state.fill[i] = min(1.0, made / orders) if orders > 0 else 1.0
            left = made - orders * state.fill[i]
            state.fill_final[i] = min(1.0, max(0.0, left) / final) if final > 0 else 1.0
        elif made < asked:
            state.fill[i] = made / asked
            state.fill_final[i] = state.fill[i]
        trace.sold[i] += final * state.fill_final[i]
        g = system.product[i]
        if state.wanted[g] > 0 and state.spare[g] > 0:
            extra = state.room[i] * min(1.0, state.wanted[g] / state.spare[g])
            trace.made[t, i] += extra
            state.aim[i] = max(state.aim[i], trace.made[t, i])
            trace.between[i] += extra
        if trace.first[i] < 0 and trace.made[t, i] < SLOW * system.base[i]:
            trace.first[i] = t
            trace.cause[i] = state.bind[i]
            trace.culprit[i] = _worst(system, state, state.bind[i])
        if trace.short[i] < 0 and made < MEETS * asked:
            trace.short[i] = t
            trace.short_cause[i] = state.bind[i]
            trace.short_culprit[i] = _worst(system, state, state.bind[i])


@jit
def _worst(system: System, state: State, d: int) -> int:
    """Return the link that had delivered least of what was ordered for a demand; -1: imports, or no demand."""
    found = -1
    if d >= 0:
        worst = state.lack_outside[d]
        for k in range(system.link[d], system.link[d + 1]):
            if state.lack[k] > worst:
                worst = state.lack[k]
                found = k
    return found


@jit
def _deliver(system: System, shocked: Shocked, rules: Rules, state: State, trace: Trace, t: int) -> None:
    """Move goods into stocks and out of them, and place the next orders."""
    lag = rules.lag
    for i in range(system.base.size):
        made = trace.made[t, i]
        for d in range(system.demand[i], system.demand[i + 1]):
            got = _served(system, shocked, state, trace, d, t)
            unmet = state.order[d] - got
            g = system.input[d]
            if state.spot[d] > 0:
                got += state.spot[d] * min(1.0, state.spare[g] / state.wanted[g])
            trace.received[d] += got
            arrived, on_way = got, 0.0
            if lag > 0:
                arrived = state.transit[t % lag, d]
                state.transit[t % lag, d] = got
                for s in range(lag):
                    on_way += state.transit[s, d]
            use = min(state.stock[d], system.rate[d] * made)
            trace.used[d] += use
            state.stock[d] += arrived - use
            level = system.base[i] if rules.by_demand else state.aim[i]
            lacking = system.rate[d] * level * (system.cover[d] + lag) - state.stock[d] - on_way
            short = unmet > EDGE * state.order[d]
            state.unserved[d] = state.unserved[d] + 1 if short else 0
            state.spot[d] = 0.0
            if rules.reroute >= 0 and short and state.unserved[d] > rules.reroute:
                state.spot[d] = min(unmet, max(0.0, lacking))
            if rules.by_demand:
                state.order[d] = max(0.0, system.rate[d] * state.aim[i] + lacking / rules.tau)
            else:
                state.order[d] = system.rate[d] * made + max(0.0, lacking) / rules.tau


@jit
def _served(system: System, shocked: Shocked, state: State, trace: Trace, d: int, t: int) -> float:
    """Return what suppliers and imports deliver for a demand, counting what they do not."""
    got: float = 0.0
    order = state.order[d]
    if order <= 0:
        return got
    part = order * system.outside[d]
    got = part * shocked.left[shocked.outside[d], t]
    state.lack_outside[d] += part - got
    for k in range(system.link[d], system.link[d + 1]):
        j = system.supplier[k]
        part = order * system.share[k]
        given = part * shocked.left[shocked.lane[k], t] * state.fill[j]
        got += given
        trace.between[j] += given
        state.lack[k] += part - given
    return got
