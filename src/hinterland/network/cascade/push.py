"""One scenario, pushed: as long as few firms are hit, only the links they have are walked.

Exactly the synchronous steps, in another order of sums: what a firm no longer sells is added to the inputs of its
buyers as it grows. Losses only grow, so the worst group of a firm is a running maximum; the one case where they
could fall (a market that dies under the reference rule and then counts as 1) is left to `pull`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.network.cascade.compiled import inner

if TYPE_CHECKING:
    from hinterland.network.cascade.bench import Answers, Asked, Push, Setting
    from hinterland.network.cascade.layout import Graph

DEAD = 1e-10  # a market below it counts as 1 in the reference implementation
THIN = 1e-2  # a market down to this share is summed anew: differences would lose digits
HIT_DOWN, HIT_UP, MOVED_DOWN, MOVED_UP, STEPS, STAMP = range(6)
PATIENT = 200  # steps that are pushed at most, where leaps are allowed
GOES_ON, ENDED, CAPPED = range(3)
WANTED, SHOCK, SOLD, SEEN = (
    2,
    4,
    6,
    7,
)  # columns of a firm's line behind its losses down and up; two of the first two


@inner
def share_lost(sales: float, left: float, reference: bool) -> float:
    """Return sigma, the share of a firm's loss that nobody in its market makes up for."""
    if left <= (DEAD if reference else 0.0):
        if not reference:
            return 1.0
        left = 1.0
    return min(1.0, sales / left)


@inner
def begin(graph: Graph, asked: Asked, scenario: int, push: Push) -> None:
    """Put the shock of one scenario on the bench."""
    tally = push.tally
    tally[HIT_DOWN] = tally[HIT_UP] = tally[STEPS] = 0
    push.gain[:] = 0.0
    for e in range(asked.start[scenario], asked.start[scenario + 1]):
        firm = asked.firm[e]
        for way in range(2):
            value = asked.down[e] if way == 0 else asked.up[e]
            if value > push.firms[firm, way]:
                if push.firms[firm, way] == 0.0:
                    push.hit[way, tally[way]] = firm
                    tally[way] += 1
                push.firms[firm, way] = value
                push.firms[firm, SHOCK + way] = value
    for way in range(2):
        for k in range(tally[way]):
            firm = push.hit[way, k]
            push.moved[way, k] = firm
            push.change[way, k] = push.firms[firm, way]
            if way == 0:
                _join(graph, push, firm)
        tally[MOVED_DOWN + way] = tally[way]


@inner
def _join(graph: Graph, push: Push, firm: int) -> None:
    """Enter a firm into the list of those in its market that have a loss."""
    market = graph.markets.of[firm]
    if market >= 0:
        push.after[firm] = push.market_head[market]
        push.market_head[market] = firm


@inner
def _sells_less(graph: Graph, push: Push, firm: int, left: float, setting: Setting, found: int) -> int:
    """Note by how much more a firm's buyers miss out; returns how many firms are noted."""
    if graph.reach.start[firm] == graph.reach.start[firm + 1]:
        return found
    share = 1.0
    if graph.markets.of[firm] >= 0:
        share = share_lost(graph.markets.sales[firm], left, setting.reference)
    more = share * push.firms[firm, 0] - push.firms[firm, SOLD]
    if more != 0.0:
        push.fresh[found] = firm
        push.more[found] = more
        found += 1
    return found


@inner
def _left(graph: Graph, push: Push, market: int) -> float:
    """Return what a market still sells, summed anew where little is left."""
    if push.left[market] >= THIN * graph.markets.total[market]:
        return float(push.left[market])
    total = 0.0
    for firm in range(graph.markets.start[market], graph.markets.start[market + 1]):
        total += graph.markets.sales[firm] * (1.0 - push.firms[firm, 0])
    push.left[market] = total
    return total


@inner
def _find(graph: Graph, push: Push, setting: Setting) -> int:
    """Find the firms that sell less than before; -1 where a market dies during a cascade of the reference."""
    found, tally = 0, push.tally
    moved = tally[MOVED_DOWN]
    for k in range(moved):
        firm = push.moved[0, k]
        market = graph.markets.of[firm]
        if market < 0:
            found = _sells_less(graph, push, firm, 0.0, setting, found)
        else:
            push.left[market] -= graph.markets.sales[firm] * push.change[0, k]
    for k in range(moved):
        market = graph.markets.of[push.moved[0, k]]
        if market < 0 or push.market_seen[market] == tally[STAMP]:
            continue
        push.market_seen[market] = tally[STAMP]
        left = _left(graph, push, market)
        if setting.reference and left <= DEAD and tally[STEPS] > 0:
            return -1
        firm = push.market_head[market]
        while firm >= 0:
            found = _sells_less(graph, push, firm, left, setting, found)
            firm = push.after[firm]
    return found


@inner
def _reach(graph: Graph, push: Push, found: int) -> int:
    """Return how many links the next step would push along."""
    total = 0
    for k in range(found):
        firm = push.fresh[k]
        total += graph.reach.start[firm + 1] - graph.reach.start[firm]
    for k in range(push.tally[MOVED_UP]):
        firm = push.moved[1, k]
        total += graph.sellers.start[firm + 1] - graph.sellers.start[firm]
    return total


@inner
def _settle(push: Push, way: int, touched: int) -> float:
    """Give the firms that were reached their new loss; returns the largest increase."""
    largest, moved, tally = 0.0, 0, push.tally
    for k in range(touched):
        firm = push.touched[k]
        loss = min(1.0, max(push.firms[firm, SHOCK + way], push.firms[firm, WANTED + way]))
        gain = loss - push.firms[firm, way]
        if gain > 0.0:
            largest = max(largest, gain)
            push.moved[way, moved] = firm
            push.change[way, moved] = gain
            moved += 1
            if push.firms[firm, way] == 0.0:
                push.hit[way, tally[way]] = firm
                tally[way] += 1
            push.firms[firm, way] = loss
    tally[MOVED_DOWN + way] = moved
    return largest


@inner
def _down(graph: Graph, push: Push, found: int) -> float:
    """Push downstream; returns the largest increase."""
    touched, stamp, hit = 0, push.tally[STAMP], push.tally[HIT_DOWN]
    for k in range(found):
        firm, more = push.fresh[k], push.more[k]
        push.firms[firm, SOLD] += more
        for e in range(graph.reach.start[firm], graph.reach.start[firm + 1]):
            group = graph.reach.other[e]
            loss = push.group[group] + graph.reach.weight[e] * more
            push.group[group] = loss
            buyer = graph.owner[group]
            push.firms[buyer, WANTED] = max(push.firms[buyer, WANTED], loss)
            if push.firms[buyer, SEEN] != stamp:
                push.firms[buyer, SEEN] = stamp
                push.touched[touched] = buyer
                touched += 1
    largest = _settle(push, 0, touched)
    for k in range(hit, push.tally[HIT_DOWN]):
        _join(graph, push, push.hit[0, k])
    return largest


@inner
def _up(graph: Graph, push: Push) -> float:
    """Push upstream; returns the largest increase."""
    touched, stamp = 0, push.tally[STAMP]
    for k in range(push.tally[MOVED_UP]):
        firm = push.moved[1, k]
        more = push.change[1, k]
        for e in range(graph.sellers.start[firm], graph.sellers.start[firm + 1]):
            seller = graph.sellers.other[e]
            push.firms[seller, WANTED + 1] += graph.sellers.weight[e] * more
            if push.firms[seller, SEEN] != stamp:
                push.firms[seller, SEEN] = stamp
                push.touched[touched] = seller
                touched += 1
    return _settle(push, 1, touched)


@inner
def _index(graph: Graph, push: Push, weight: int, which: int) -> float:
    """Return ESRI (0), ESRI_d (1) or ESRI_u (2) by one weight."""
    total, weights = 0.0, graph.weights
    if which != 2:
        for k in range(push.tally[HIT_DOWN]):
            firm = push.hit[0, k]
            loss = push.firms[firm, 0]
            total += weights[weight, firm] * (max(loss, push.firms[firm, 1]) if which == 0 else loss)
    if which != 1:
        for k in range(push.tally[HIT_UP]):
            firm = push.hit[1, k]
            if which == 2 or push.firms[firm, 0] == 0.0:
                total += weights[weight, firm] * push.firms[firm, 1]
    return total


@inner
def spread(graph: Graph, push: Push, setting: Setting) -> int:
    """Push the scenario on the bench until it ends, the cap ends it, or a step would reach too many links."""
    tally = push.tally
    if setting.growth:
        push.gain[2] = _index(graph, push, 0, 0)
    while True:
        tally[STAMP] += 1
        found = _find(graph, push, setting)
        if found < 0 or _reach(graph, push, found) > setting.reach:
            return GOES_ON
        if setting.leap and tally[STEPS] >= PATIENT:
            return GOES_ON  # a slow loop: pulled, it can leap
        push.gain[1] = push.gain[0]
        largest = _down(graph, push, found)
        tally[STAMP] += 1
        largest = max(largest, _up(graph, push))
        push.gain[0] = largest
        tally[STEPS] += 1
        if setting.growth:
            now = _index(graph, push, 0, 0)
            ended = now <= push.gain[2] * (1.0 + setting.eps)
            push.gain[2] = now
        else:
            ended = largest <= setting.eps
        if ended:
            return ENDED
        if 0 < setting.most <= tally[STEPS]:
            return CAPPED


@inner
def answer(graph: Graph, push: Push, answers: Answers, scenario: int, capped: bool) -> None:
    """Write what the scenario on the bench came to."""
    for weight in range(len(graph.weights)):
        for which in range(3):
            answers.risk[which, scenario, weight] = _index(graph, push, weight, which)
    answers.steps[scenario] = push.tally[STEPS]
    answers.gain[0, scenario] = push.gain[0]
    answers.gain[1, scenario] = push.gain[1]
    answers.capped[scenario] = capped
    if len(answers.sectors):
        for k in range(push.tally[HIT_DOWN]):
            firm = push.hit[0, k]
            loss = max(push.firms[firm, 0], push.firms[firm, 1]) - max(
                push.firms[firm, SHOCK], push.firms[firm, SHOCK + 1]
            )
            answers.sectors[scenario, graph.sector[firm]] += graph.weights[0, firm] * loss
        for k in range(push.tally[HIT_UP]):
            firm = push.hit[1, k]
            if push.firms[firm, 0] == 0.0:
                loss = push.firms[firm, 1] - push.firms[firm, SHOCK + 1]
                answers.sectors[scenario, graph.sector[firm]] += graph.weights[0, firm] * loss
    if answers.losses.shape[1]:
        for way in range(2):
            for k in range(push.tally[way]):
                firm = push.hit[way, k]
                answers.losses[way, scenario, answers.order[firm]] = push.firms[firm, way]


@inner
def sweep(graph: Graph, push: Push) -> None:
    """Leave the bench as it was found."""
    for k in range(push.tally[HIT_DOWN]):
        firm = push.hit[0, k]
        push.firms[firm, 0] = push.firms[firm, SHOCK] = push.firms[firm, WANTED] = 0.0
        if graph.markets.of[firm] >= 0:
            market = graph.markets.of[firm]
            push.market_head[market] = -1
            push.left[market] = graph.markets.total[market]
        push.firms[firm, SOLD] = 0.0
        # whoever has a group with a loss has a loss, so the groups of firms with one are all there are
        push.group[graph.groups[firm, 0] : graph.groups[firm, 1]] = 0.0
    for k in range(push.tally[HIT_UP]):
        firm = push.hit[1, k]
        push.firms[firm, 1] = push.firms[firm, SHOCK + 1] = push.firms[firm, WANTED + 1] = 0.0
