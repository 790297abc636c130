"""Small systems for the tests of shocks in time: chains, random ones, and a slow engine of another build."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from hinterland.network.stress.model import Rules, Shocked, System


def ints(values: Any) -> Any:
    """Whole numbers as kernels take them."""
    return np.array(values, dtype=np.int32)


def system(
    size: dict[str, float],
    links: dict[tuple[str, str], float],
    *,
    product: dict[str, int] | None = None,
    cover: float = 3.0,
    limit: float = 1.0,
    imports: dict[tuple[str, int], float] | None = None,
) -> System:
    """A system by names: output of each plant, (supplier, buyer) to value of a step; the rest goes outside."""
    names = list(size)
    at = {n: i for i, n in enumerate(names)}
    made = product or {n: i for i, n in enumerate(names)}
    needs: dict[tuple[int, int], list[tuple[int, float]]] = {}
    for (s, b), value in links.items():
        needs.setdefault((at[b], made[s]), []).append((at[s], value))
    for (b, g), value in (imports or {}).items():
        needs.setdefault((at[b], g), []).append((-1, value))
    keys = sorted(needs)
    base = np.array([size[n] for n in names], dtype=float)
    sold = np.zeros(len(names))
    for (s, _), value in links.items():
        sold[at[s]] += value
    start = np.searchsorted([b for b, _ in keys], np.arange(len(names) + 1))
    supplier, share, link, outside, rate = [], [], [0], [], []
    for key in keys:
        whole = sum(v for _, v in needs[key])
        outside.append(sum(v for s, v in needs[key] if s < 0) / whole)
        for s, v in sorted(needs[key]):
            if s >= 0:
                supplier.append(s)
                share.append(v / whole)
        link.append(len(supplier))
        rate.append(whole / base[key[0]])
    count = len(keys)
    return System(
        base=base,
        limit=base * limit,
        final=base - sold,
        product=ints([made[n] for n in names]),
        demand=ints(start),
        input=ints([g for _, g in keys]),
        rate=np.array(rate, dtype=float),
        essential=np.ones(count, dtype=bool),
        cover=np.full(count, cover),
        outside=np.array(outside, dtype=float),
        link=ints(link),
        supplier=ints(supplier),
        share=np.array(share, dtype=float),
    )


def shock(of: System, left: dict[int, Any], steps: int) -> Shocked:
    """What is left of the capacity of some plants: a number for all steps, or one a step."""
    rows = [np.ones(steps), *(np.broadcast_to(np.asarray(v, dtype=float), steps) for v in left.values())]
    plant = np.zeros(len(of.base), dtype=np.int32)
    plant[list(left)] = np.arange(1, len(left) + 1)
    return Shocked(np.array(rows), plant, ints(np.zeros(len(of.input))), ints(np.zeros(len(of.supplier))))


@st.composite
def systems(draw: st.DrawFn, *, chain: bool = False) -> System:
    """Plants in up to four tiers; `chain`: every plant sells to one buyer at most, and products are its own."""
    tiers = [draw(st.integers(1, 3)) for _ in range(draw(st.integers(1, 4)))]
    tier = [t for t, n in enumerate(tiers) for _ in range(n)]
    names = [f"p{i}" for i in range(len(tier))]
    links: dict[tuple[str, str], float] = {}
    for i, name in enumerate(names):
        buyers = [n for n, t in zip(names, tier, strict=True) if t == tier[i] + 1]
        if buyers and chain:
            links[name, draw(st.sampled_from(buyers))] = draw(st.floats(0.5, 4))
        elif buyers:
            for buyer in draw(st.lists(st.sampled_from(buyers), unique=True)):
                links[name, buyer] = draw(st.floats(0.5, 4))
    size = {}
    for name in names:
        out = sum(v for (s, _), v in links.items() if s == name)
        bought = sum(v for (_, b), v in links.items() if b == name)
        size[name] = max(out, bought) + draw(st.floats(0.1, 5))
    if chain:  # what a chain's plant makes goes to its buyer whole, if it has one
        for name in names:
            out = sum(v for (s, _), v in links.items() if s == name)
            size[name] = out or size[name]
    product = {n: i if chain else t for i, (n, t) in enumerate(zip(names, tier, strict=True))}
    found = system(size, links, product=product, limit=draw(st.sampled_from([1.0, 1.0, 1.3])))
    cover = [draw(st.floats(1, 9)) for _ in range(len(found.input))]
    essential = [True if chain else draw(st.integers(0, 4)) > 0 for _ in cover]
    return found._replace(cover=np.array(cover, dtype=float), essential=np.array(essential, dtype=bool))


def at_most_all(part: float, whole: float) -> float:
    """``part / whole``, at most 1: compared first, since a quotient by the least of floats would overflow."""
    return 1.0 if part >= whole else part / whole


def slow(of: System, shocked: Shocked, rules: Rules) -> np.ndarray[Any, Any]:
    """The output of every plant in every step, by sums over all pairs, as the docstring of the kernel tells it."""
    plants, steps = range(len(of.base)), shocked.left.shape[1]
    demands = [range(of.demand[i], of.demand[i + 1]) for i in plants]
    buyer = {d: i for i in plants for d in demands[i]}
    links = [range(of.link[d], of.link[d + 1]) for d in range(len(of.input))]
    use = {d: of.rate[d] * of.base[buyer[d]] for d in buyer}
    stock = {d: use[d] * of.cover[d] for d in buyer}
    order = dict(use)
    spot = dict.fromkeys(buyer, 0.0)
    row = dict.fromkeys(buyer, 0)
    way = {d: [use[d]] * rules.lag for d in buyer}
    made = np.zeros((steps, len(of.base)))
    for t in range(steps):
        left = shocked.left[:, t]
        sent = {k: order[d] * of.share[k] * left[shocked.lane[k]] for d in buyer for k in links[d]}
        asked = {i: of.final[i] + sum(v for k, v in sent.items() if of.supplier[k] == i) for i in plants}
        capacity = {i: of.limit[i] * left[shocked.plant[i]] for i in plants}
        most = {
            i: min(
                [
                    capacity[i],
                    *(
                        stock[d] / of.rate[d] / max(1.0, rules.psi * of.cover[d])
                        for d in demands[i]
                        if of.essential[d] and of.rate[d] > 0
                    ),
                ]
            )
            for i in plants
        }
        own = {i: min(most[i], asked[i]) for i in plants}
        room = {i: max(0.0, most[i] - asked[i]) for i in plants}
        wanted = {g: sum(spot[d] for d in buyer if of.input[d] == g) for g in set(of.input.tolist())}
        spare = {g: sum(room[i] for i in plants if of.product[i] == g) for g in wanted}
        x, fill = {}, {}
        for i in plants:
            g = of.product[i]
            extra = room[i] * at_most_all(wanted[g], spare[g]) if wanted.get(g) and spare.get(g) else 0.0
            x[i] = own[i] + extra
            orders = asked[i] - of.final[i]
            part = own[i] / asked[i] if asked[i] > 0 else 1.0
            if rules.priority:
                part = at_most_all(own[i], orders)
            fill[i] = part
            made[t, i] = x[i]
        for d, i in buyer.items():
            got = sum(sent[k] * fill[of.supplier[k]] for k in links[d])
            got += order[d] * of.outside[d] * left[shocked.outside[d]]
            unmet = order[d] - got
            if spot[d] > 0:
                got += spot[d] * at_most_all(spare[of.input[d]], wanted[of.input[d]])
            way[d].append(got)
            stock[d] += way[d].pop(0) - min(stock[d], of.rate[d] * x[i])
            aim = max(min(asked[i], capacity[i]), x[i] if x[i] > own[i] else 0.0)
            level = of.base[i] if rules.by_demand else aim
            lacking = of.rate[d] * level * (of.cover[d] + rules.lag) - stock[d] - sum(way[d])
            short = unmet > 1e-9 * order[d]
            row[d] = row[d] + 1 if short else 0
            asks = rules.reroute >= 0 and short and row[d] > rules.reroute
            spot[d] = min(unmet, max(0.0, lacking)) if asks else 0.0
            if rules.by_demand:
                order[d] = max(0.0, of.rate[d] * aim + lacking / rules.tau)
            else:
                order[d] = of.rate[d] * x[i] + max(0.0, lacking) / rules.tau
    return made
