"""Many scenarios, pulled side by side: every firm asks its suppliers and buyers, eight scenarios at a time.

One stream of links serves all lanes. A lane whose scenario has ended is swept and taken by the next one at once.
On a GPU a lane is a thread and a firm a group of threads: neighbouring lanes read neighbouring numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.network.cascade.compiled import inner
from hinterland.network.cascade.lanes import (
    LANES,
    add,
    div,
    larger,
    load,
    mul,
    plus_term,
    smaller,
    splat,
    store,
    sub,
    term,
    unless_below,
)
from hinterland.network.cascade.push import (
    CAPPED,
    DEAD,
    ENDED,
    GOES_ON,
    HIT_DOWN,
    STEPS,
    answer,
    begin,
    spread,
    sweep,
)

if TYPE_CHECKING:
    from hinterland.network.cascade.bench import Answers, Asked, Floats, Ints, Pull, Push, Setting
    from hinterland.network.cascade.layout import Buyers, Graph, Inputs, Markets

NOTHING = 1e-300  # stands for zero below a fraction: sales of a dead market over it are more than 1
TINY, HUGE = 1e-13, 1e20  # an increase that is rounding, and what makes its ratio count for nothing
BEAT, MEET = 8, 2  # steps of a lane from leap to leap; steps between two at which lanes begin and may leap
NEAR = 0.999999  # a ratio so near to 1 says nothing about where it ends
LONG = 8  # from so many links on, four sums side by side are quicker than one


@inner
def lessen(markets: Markets, down: Floats, sold: Floats, reference: bool) -> None:
    """Sold = sigma * down, with sigma from the losses of this moment."""
    one = splat(1.0)
    if len(markets.start) == 1:
        sold[:] = down
        return
    for market in range(len(markets.start) - 1):
        left = splat(0.0)
        for firm in range(markets.start[market], markets.start[market + 1]):
            left = add(left, mul(splat(markets.sales[firm]), sub(one, load(down, firm))))
        left = unless_below(left, splat(DEAD), one) if reference else larger(left, splat(NOTHING))
        per_sale = div(one, left)
        for firm in range(markets.start[market], markets.start[market + 1]):
            share = smaller(one, mul(splat(markets.sales[firm]), per_sale))
            store(sold, firm, mul(share, load(down, firm)))


@inner
def long_sum(weight: Floats, index: Ints, span: tuple[int, int], state: Floats) -> tuple[Floats, int]:
    """Sum four links at a time, so that none waits for the one before; returns the first link left over."""
    a, b, c, d = splat(0.0), splat(0.0), splat(0.0), splat(0.0)
    e, end = span
    while e + 4 <= end:
        a = plus_term(a, weight, index, e, state)
        b = plus_term(b, weight, index, e + 1, state)
        c = plus_term(c, weight, index, e + 2, state)
        d = plus_term(d, weight, index, e + 3, state)
        e += 4
    return add(add(a, b), add(c, d)), e


@inner
def pull_down(inputs: Inputs, sold: Floats, down: Floats, gain: Floats) -> None:
    """Give every buyer the worst of its groups of inputs; `gain` gets the largest increase of each lane."""
    largest, one = splat(0.0), splat(1.0)
    for row in range(len(inputs.buyer)):
        first, single, several = inputs.runs[row, 0], inputs.runs[row, 1], inputs.runs[row, 2]
        worst = splat(0.0)
        if single - first >= LONG:
            worst, first = long_sum(inputs.weight, inputs.supplier, (first, single), sold)
        for e in range(first, single):
            worst = plus_term(worst, inputs.weight, inputs.supplier, e, sold)
        for e in range(single, several):
            worst = larger(worst, term(inputs.weight, inputs.supplier, e, sold))
        begin_ = several
        for group in range(inputs.first[row], inputs.first[row + 1]):
            end, total = inputs.ends[group], splat(0.0)
            for e in range(begin_, end):
                total = plus_term(total, inputs.weight, inputs.supplier, e, sold)
            worst = larger(worst, total)
            begin_ = end
        buyer = inputs.buyer[row]
        worst = smaller(worst, one)
        largest = larger(largest, sub(worst, load(down, buyer)))
        store(down, buyer, worst)
    store(gain, 0, largest)


@inner
def pull_up(buyers: Buyers, before: Floats, after: Floats, gain: Floats) -> None:
    """Give every supplier the loss of its buyers by their shares; `gain` gets the largest increase of each lane."""
    largest, one = splat(0.0), splat(1.0)
    for row in range(len(buyers.supplier)):
        first, end = buyers.start[row], buyers.start[row + 1]
        total = splat(0.0)
        if end - first >= LONG:
            total, first = long_sum(buyers.weight, buyers.buyer, (first, end), before)
        for e in range(first, end):
            total = plus_term(total, buyers.weight, buyers.buyer, e, before)
        supplier = buyers.supplier[row]
        total = smaller(total, one)
        largest = larger(largest, sub(total, load(before, supplier)))
        store(after, supplier, total)
    store(gain, 1, largest)


@inner
def pull_up_shrinking(buyers: Buyers, before: Floats, after: Floats, gain: Floats, shrinks: Floats) -> None:
    """Do as `pull_up`, and find the least ratio of a firm's increase to its increase before, lane by lane.

    Upstream is F(u) = max(psi', Lu u), monotone and convex, with no cap as long as shares add up to at most 1. If
    every increase is at least r times the one before, so is every later one, and u + (last increase) r / (1 - r)
    lies below the least fixed point and below its own F: the lanes may leap there (`leap`) and go on from below.
    """
    largest, least, tiny = splat(0.0), splat(1.0), splat(TINY)
    for row in range(len(buyers.supplier)):
        first, end = buyers.start[row], buyers.start[row + 1]
        total = splat(0.0)
        if end - first >= LONG:
            total, first = long_sum(buyers.weight, buyers.buyer, (first, end), before)
        for e in range(first, end):
            total = plus_term(total, buyers.weight, buyers.buyer, e, before)
        supplier = buyers.supplier[row]
        total = smaller(total, splat(1.0))
        now = load(before, supplier)
        last, more = sub(now, load(after, supplier)), sub(total, now)
        # a firm whose last increase is no more than rounding says nothing: its ratio comes out huge
        counted = larger(more, mul(splat(HUGE), sub(tiny, last)))
        least = smaller(least, div(counted, larger(last, tiny)))
        largest = larger(largest, more)
        store(after, supplier, total)
    store(gain, 1, largest)
    store(shrinks, 0, least)


@inner
def leap(buyers: Buyers, before: Floats, after: Floats, shrinks: Floats) -> None:
    """Add to the last increase all that follow, if each is `shrinks` times the one before: after is a lower bound."""
    ratio = load(shrinks, 0)
    ahead = div(ratio, sub(splat(1.0), ratio))
    for row in range(len(buyers.supplier)):
        supplier = buyers.supplier[row]
        now = load(after, supplier)
        more = larger(sub(now, load(before, supplier)), splat(0.0))
        store(after, supplier, smaller(splat(1.0), add(now, mul(more, ahead))))


@inner
def weigh(weights: np.ndarray, keep: Floats, down: Floats, up: Floats, sums: Floats) -> None:
    """Sums = ESRI, ESRI_d, ESRI_u of every lane, weight by weight; then lanes that are not kept become zero."""
    kept, last = load(keep, 0), len(weights) - 1
    for weight in range(len(weights)):
        both, of_down, of_up = splat(0.0), splat(0.0), splat(0.0)
        for firm in range(weights.shape[1]):
            share, d, u = splat(weights[weight, firm]), load(down, firm), load(up, firm)
            both = add(both, mul(share, larger(d, u)))
            of_down = add(of_down, mul(share, d))
            of_up = add(of_up, mul(share, u))
            if weight == last:
                store(down, firm, mul(kept, d))
                store(up, firm, mul(kept, u))
        store(sums, 3 * weight, both)
        store(sums, 3 * weight + 1, of_down)
        store(sums, 3 * weight + 2, of_up)


@inner
def _hold(asked: Asked, pull: Pull, up: Floats) -> None:
    """Note what shocked firms have lost, before a step that does not know of their shocks."""
    for lane in range(LANES):
        scenario = pull.scenario[lane]
        if scenario >= 0:
            start = asked.start[scenario]
            for e in range(start, asked.start[scenario + 1]):
                at = asked.firm[e] * LANES + lane
                pull.held[0, lane, e - start] = pull.down[at]
                pull.held[1, lane, e - start] = up[at]


@inner
def _floor(asked: Asked, pull: Pull, up: Floats) -> None:
    """Raise shocked firms to their shocks after such a step, and count what they gained."""
    for lane in range(LANES):
        scenario = pull.scenario[lane]
        if scenario >= 0:
            start = asked.start[scenario]
            for e in range(start, asked.start[scenario + 1]):
                at = asked.firm[e] * LANES + lane
                pull.down[at] = max(pull.down[at], asked.down[e])
                up[at] = max(up[at], asked.up[e])
                pull.gain[lane] = max(pull.gain[lane], pull.down[at] - pull.held[0, lane, e - start])
                pull.gain[LANES + lane] = max(pull.gain[LANES + lane], up[at] - pull.held[1, lane, e - start])


@inner
def _take(asked: Asked, push: Push, pull: Pull, place: tuple[int, int]) -> None:
    """Move the scenario on the bench into an empty lane."""
    scenario, lane = place
    up, spare = (pull.spare, pull.up) if pull.swapped[0] else (pull.up, pull.spare)
    for k in range(push.tally[HIT_DOWN]):
        firm = push.hit[0, k]
        pull.down[firm * LANES + lane] = push.firms[firm, 0]
    for k in range(push.tally[HIT_DOWN + 1]):
        firm = push.hit[1, k]
        up[firm * LANES + lane] = push.firms[firm, 1]
    for e in range(asked.start[scenario], asked.start[scenario + 1]):
        # firms without buyers are in no row: both copies must hold their shock
        at = asked.firm[e] * LANES + lane
        spare[at] = up[at]
    pull.scenario[lane] = scenario
    pull.age[lane] = 0
    pull.steps[lane] = push.tally[STEPS]
    pull.gain[lane] = pull.gain[LANES + lane] = push.gain[0]
    pull.gain[2 * LANES + lane] = push.gain[1]
    pull.gain[3 * LANES + lane] = push.gain[2]


@inner
def fill(
    graph: Graph,
    asked: Asked,
    benches: tuple[Push, Pull],
    setting: Setting,
    span: tuple[int, int],
    answers: Answers,
) -> int:
    """Fill empty lanes from the scenarios of the span; returns the first one that was not begun.

    A lane leaps by its own age, so what a scenario comes to hangs on no other one. Finding a leap costs all lanes
    together, so lanes begin at the same beat: then that is paid every `MEET` steps only.
    """
    push, pull = benches
    scenario, end = span
    if pull.scenario.max() < 0:
        pull.beat[0] = 0
    if setting.leap and pull.beat[0] != 0:
        return scenario
    for lane in range(LANES):
        while pull.scenario[lane] < 0 and scenario < end:
            begin(graph, asked, scenario, push)
            state = spread(graph, push, setting)
            if state == GOES_ON:
                _take(asked, push, pull, (scenario, lane))
            else:
                answer(graph, push, answers, scenario, state == CAPPED)
            sweep(graph, push)
            scenario += 1
    return scenario


@inner
def step(graph: Graph, asked: Asked, pull: Pull, setting: Setting) -> None:
    """Take one step in all lanes."""
    up, spare = (pull.spare, pull.up) if pull.swapped[0] else (pull.up, pull.spare)
    for lane in range(LANES):
        pull.gain[2 * LANES + lane] = max(pull.gain[lane], pull.gain[LANES + lane])
    _hold(asked, pull, up)
    lessen(graph.markets, pull.down, pull.sold, setting.reference)
    pull_down(graph.inputs, pull.sold, pull.down, pull.gain)
    pull.beat[0] = (pull.beat[0] + 1) % MEET
    if setting.leap and pull.beat[0] == 0:
        pull_up_shrinking(graph.buyers, up, spare, pull.gain, pull.shrinks)
        _floor(asked, pull, spare)
        for lane in range(LANES):
            due = (pull.age[lane] + 1) % BEAT == 0 and pull.gain[LANES + lane] > setting.eps
            if not (due and 0.0 < pull.shrinks[lane] < NEAR):
                pull.shrinks[lane] = 0.0
        leap(graph.buyers, up, spare, pull.shrinks)
    else:
        pull_up(graph.buyers, up, spare, pull.gain)
        _floor(asked, pull, spare)
    pull.swapped[0] = 1 - pull.swapped[0]
    for lane in range(LANES):
        pull.steps[lane] += 1
        pull.age[lane] += 1


@inner
def _state(pull: Pull, setting: Setting, lane: int) -> int:
    """Whether a lane goes on, has ended or is capped."""
    if setting.growth:
        now, before = pull.sums[lane], pull.gain[3 * LANES + lane]
        pull.gain[3 * LANES + lane] = now
        ended = now <= before * (1.0 + setting.eps)
    else:
        ended = max(pull.gain[lane], pull.gain[LANES + lane]) <= setting.eps
    if ended and not (setting.leap and pull.age[lane] > BEAT and pull.age[lane] % BEAT == 1):
        return ENDED  # but not right after a leap, when the last two increases do not tell the ratio
    return CAPPED if 0 < setting.most <= pull.steps[lane] else GOES_ON


@inner
def _write(graph: Graph, pull: Pull, answers: Answers, lane: int, capped: bool) -> None:
    """Write the index of a lane and how it ended."""
    scenario = pull.scenario[lane]
    for weight in range(len(graph.weights)):
        for which in range(3):
            answers.risk[which, scenario, weight] = pull.sums[(3 * weight + which) * LANES + lane]
    answers.steps[scenario] = pull.steps[lane]
    answers.gain[0, scenario] = max(pull.gain[lane], pull.gain[LANES + lane])
    answers.gain[1, scenario] = pull.gain[2 * LANES + lane]
    answers.capped[scenario] = capped


@inner
def _write_firms(graph: Graph, asked: Asked, pull: Pull, answers: Answers, lane: int) -> None:
    """Write the losses of a lane by firm and by sector, as far as they are asked for."""
    scenario = pull.scenario[lane]
    up = pull.spare if pull.swapped[0] else pull.up
    if len(answers.sectors):
        for firm in range(len(graph.sector)):
            loss = max(pull.down[firm * LANES + lane], up[firm * LANES + lane])
            answers.sectors[scenario, graph.sector[firm]] += graph.weights[0, firm] * loss
        for e in range(asked.start[scenario], asked.start[scenario + 1]):
            firm = asked.firm[e]
            shock = max(asked.down[e], asked.up[e])
            answers.sectors[scenario, graph.sector[firm]] -= graph.weights[0, firm] * shock
    if answers.losses.shape[1]:
        for firm in range(len(answers.order)):
            answers.losses[0, scenario, answers.order[firm]] = pull.down[firm * LANES + lane]
            answers.losses[1, scenario, answers.order[firm]] = up[firm * LANES + lane]


@inner
def finish(graph: Graph, asked: Asked, pull: Pull, setting: Setting, answers: Answers) -> None:
    """Write and sweep the lanes whose scenario has ended."""
    up, spare = (pull.spare, pull.up) if pull.swapped[0] else (pull.up, pull.spare)
    pull.keep[:] = 1.0
    if setting.growth:
        weigh(graph.weights, pull.keep, pull.down, up, pull.sums)
    states = np.zeros(LANES, dtype=np.int64)
    for lane in range(LANES):
        if pull.scenario[lane] >= 0:
            states[lane] = _state(pull, setting, lane)
            if states[lane] != GOES_ON:
                pull.keep[lane] = 0.0
                _write_firms(graph, asked, pull, answers, lane)
    if states.max() == GOES_ON:
        return
    weigh(graph.weights, pull.keep, pull.down, up, pull.sums)
    for lane in range(LANES):
        if states[lane] != GOES_ON:
            scenario = pull.scenario[lane]
            _write(graph, pull, answers, lane, states[lane] == CAPPED)
            for e in range(asked.start[scenario], asked.start[scenario + 1]):
                spare[asked.firm[e] * LANES + lane] = 0.0
            pull.scenario[lane] = -1
