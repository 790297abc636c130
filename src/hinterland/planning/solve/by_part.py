"""Part by part: each is planned whole, to its optimum, at the prices that the relaxation has for what it shares.

Relax-and-fix (Pochet and Wolsey 2006, section 3.6.2) by what can nearly be planned by itself, as all plants of one
product. Who uses a product comes before it, and the dearer before the others. What a part shares with others
(targets, money, what it buys) counts at its price; what nothing else can give way in (land) is a limit. After a few
parts the relaxation of the rest is solved anew, and with it the prices. A dear part is planned several times, each
time with what the others cost beside its plans before (Benders 1962): at one price, all of it comes or none. A dive
rounds by fractions, and knows neither which plants together make what is needed nor what that costs
(docs/decisions/0048).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hinterland.planning.solve.beside import Heart
from hinterland.planning.solve.dive import dive
from hinterland.planning.solve.highs import passed, run
from hinterland.planning.solve.narrow import narrow
from hinterland.planning.solve.parts import Parts, groups, in_order
from hinterland.planning.solve.room import Room
from hinterland.planning.solve.search import values
from hinterland.planning.solve.small import BARE
from hinterland.planning.solve.soften import TIMES

if TYPE_CHECKING:
    from hinterland.planning.matrix import Array, Ints, Program
    from hinterland.planning.solve.answer import Relaxed
    from hinterland.planning.solve.narrow import Narrow
    from hinterland.planning.solve.search import Search

SHARE = 0.005
"""Share of the cost that parts have together, or a dear one alone, until the relaxation is solved anew."""
FINE = 5e-4
"""Share of the gap asked for that the plan of a part may leave."""
ROUNDS, JUMP = 5, 0.03
"""How often a dear part is planned at most, and the share of the gap asked for that its plan may cost: then it is not
planned again."""
NODES = 500
"""Of the program of a part at most."""
TIME, LONG = 0.3, 0.3
"""Share of the time left for all parts at most, and of that for one program; a dive decides what they leave."""


def by_part(search: Search, relaxed: Relaxed, decided: tuple[Ints, Array] | None) -> Array | None:
    """Return the plan of the softened program that was found part by part, None where none was.

    Parameters
    ----------
    search, relaxed, decided
        As of `narrow`.
    """
    inside = narrow(search, relaxed, decided, TIMES)
    if inside is None:
        return None
    parts = _ByPart(search, inside)
    rest = parts.run()
    found = dive(parts.left, inside.session, rest, Heart(search.clock))
    return None if found is None else inside.whole(found)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Values of a part's variables, and the least that everything can cost with any plan of it, scaled."""

    x: Array
    bound: float


@dataclass(frozen=True, slots=True)
class _Others:
    """What all others cost at least beside a part: slope (variables of it,) times its values, and a constant."""

    slope: Array
    least: float


@dataclass(frozen=True, slots=True)
class _State:
    """What is decided (bounds are equal) and the relaxation beside it: values, what they take of rows, prices.

    Everything as HiGHS holds it, scaled.
    """

    low: Array
    high: Array
    relaxed: Relaxed
    x: Array
    takes: Array
    price: Array
    cost: float


class _ByPart:
    """Parts that are decided by and by."""

    def __init__(self, search: Search, inside: Narrow) -> None:
        self._inside, self._scaled = inside, inside.session.scaled
        self._heart = Heart(search.clock.part(TIME))
        self._longest = LONG * self._heart.left
        gap = search.limits.gap * abs(inside.first.objective) / self._scaled.cost
        self._jump = JUMP * gap
        self._options = search.options(0.0) | {"mip_abs_gap": FINE * gap, "mip_max_nodes": NODES}
        p = self._program = self._scaled.program
        self._columns, rows = p.matrix.tocsc(), p.matrix.tocsr()
        self._parts = Parts(search.program, inside)
        at = self._parts.shared
        self._room = Room(replace(p, matrix=rows[at].tocsc(), row_low=p.row_low[at], row_high=p.row_high[at]))
        self._now = self._state(p.low, p.high, inside.first)

    @property
    def left(self) -> Program:
        """Return the program with all fixed that was decided."""
        low, high = (side * self._scaled.column for side in (self._now.low, self._now.high))
        return replace(self._inside.program, low=low, high=high)

    def run(self) -> Relaxed:
        """Decide group by group and return the relaxation of what is left."""
        cost = np.abs(self._program.cost * self._now.x)
        value = np.array([float(cost[mine].sum()) for mine in self._parts.variables])
        for group in groups(in_order(self._parts.after, value), value, SHARE):
            if self._heart.left <= 0:
                break
            if not self._decided(group) and len(group) > 1:
                for part in group:
                    self._decided([part])
        return self._now.relaxed

    def _state(self, low: Array, high: Array, found: Relaxed) -> _State:
        scaled = self._scaled
        x = found.x / scaled.column
        price = found.price / (scaled.row * scaled.cost)
        return _State(low, high, found, x, self._columns @ x, price, found.objective / scaled.cost)

    def _solved(self, low: Array, high: Array) -> _State | None:
        """Return the relaxation within bounds, None where there is none."""
        unit, heart = self._scaled.column, self._heart
        found = self._inside.session.solve(low=low * unit, high=high * unit, seconds=heart.left, clock=heart)
        return None if found is None else self._state(low, high, found)

    def _decided(self, group: list[int]) -> bool:
        """Decide some parts; return whether that leaves a relaxation of the rest."""
        group = [part for part in group if self._open(part)]
        if not group:
            return True
        found = self._closely(group[0]) if len(group) == 1 else self._together(group)
        self._now = found or self._now
        return found is not None

    def _together(self, group: list[int]) -> _State | None:
        """Return what comes of planning parts one after the other at the same prices; a dive decides what fails."""
        now = self._now
        x, takes, low, high = now.x.copy(), now.takes, now.low.copy(), now.high.copy()
        for part in group:
            mine = self._parts.variables[part]
            plan = self._best(
                part, replace(now, x=x, takes=takes, low=low, high=high), [self._others(part, now)]
            )
            if plan is None:
                continue
            takes = takes + self._columns[:, mine] @ (plan.x - x[mine])
            x[mine] = plan.x
            self._fix(part, plan, low, high)
        return self._solved(low, high)

    def _closely(self, part: int) -> _State | None:
        """Return the best that comes of planning a part, each time with what others cost beside the plans before."""
        before = self._now
        others, best = [self._others(part, before)], None
        seen: set[bytes] = set()
        for _ in range(ROUNDS):
            plan = self._best(part, before, others)
            if plan is None:
                break
            low, high = before.low.copy(), before.high.copy()
            key = self._fix(part, plan, low, high).tobytes()
            now = None if key in seen else self._solved(low, high)
            if now is None:
                break
            seen.add(key)
            best = now if best is None or now.cost < best.cost else best
            if best.cost - max(before.cost, plan.bound) <= self._jump:
                break
            others.append(self._others(part, now))
        return best

    def _open(self, part: int) -> bool:
        """Return whether a part has a whole number that is not decided."""
        mine = self._parts.variables[part]
        return bool((self._program.integer[mine] & (self._now.low[mine] < self._now.high[mine])).any())

    def _fix(self, part: int, plan: _Plan, low: Array, high: Array) -> Array:
        """Fix the whole numbers of a part in bounds, which change, and return them."""
        mine = self._parts.variables[part]
        inside = self._program.integer[mine]
        low[mine[inside]] = high[mine[inside]] = plan.x[inside]
        return plan.x[inside]

    def _others(self, part: int, at: _State) -> _Others:
        """Return what all others cost at least beside a part, by the prices at a relaxation.

        V(s), their cost where the part takes s of the rows it shares, is convex; prices y of these rows, which are
        its slope at s0, limit it everywhere: V(s) >= V(s0) - y (s - s0).
        """
        mine = self._parts.variables[part]
        price = at.price.copy()
        price[self._parts.rows[part]] = 0.0
        slope = -(self._columns[:, mine].T @ price)
        x = at.x[mine]
        return _Others(slope, at.cost - float((self._program.cost[mine] + slope) @ x))

    def _best(self, part: int, now: _State, others: list[_Others]) -> _Plan | None:
        """Return the best plan of a part beside the others as they are, None where there is none.

        What the others cost is a variable of its own, the last one.
        """
        p, mine, own = self._program, self._parts.variables[part], self._parts.rows[part]
        inside = self._columns[:, mine].tocsr()[own]
        rest = now.takes[own] - inside @ now.x[mine]
        shared, left = self._room.beside(mine, now.low, now.high)
        slopes = sparse.csr_matrix(np.array([-o.slope for o in others]))
        ones = np.ones((len(others), 1))
        program = replace(
            p,
            matrix=sparse.bmat([[inside, None], [shared, None], [slopes, ones]], format="csc"),
            cost=np.append(p.cost[mine], 1.0),
            low=np.append(now.low[mine], -np.inf),
            high=np.append(now.high[mine], np.inf),
            integer=np.append(p.integer[mine], False),
            row_low=np.concatenate(
                [p.row_low[own] - rest, np.full(len(left), -np.inf), [o.least for o in others]]
            ),
            row_high=np.concatenate([p.row_high[own] - rest, left, np.full(len(others), np.inf)]),
            **BARE,
        )
        model = passed(program, **self._options)
        run(model, min(self._longest, self._heart.left), self._heart)
        found = values(model)
        if found is None:
            return None
        x = np.where(program.integer, np.round(found), found)[:-1]
        return _Plan(x, float(model.getInfo().mip_dual_bound))
