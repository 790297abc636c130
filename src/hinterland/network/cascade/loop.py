"""The one loop that Python calls: scenarios are pushed, those that spread are pulled side by side, until all end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.network.cascade.compiled import compiled, stamp
from hinterland.network.cascade.lanes import LANES
from hinterland.network.cascade.pull import fill, finish, step

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.network.cascade.bench import Answers, Asked, Pull, Push, Setting
    from hinterland.network.cascade.layout import Graph

    Advance = Callable[
        [Graph, Asked, tuple[Push, Pull], Setting, tuple[int, int, int, bool], Answers], tuple[int, bool]
    ]


def _door(files: int) -> Advance:
    """Return the loop that Python calls, for this state of the files its parts are in."""

    @compiled
    def advance(
        graph: Graph,
        asked: Asked,
        benches: tuple[Push, Pull],
        setting: Setting,
        span: tuple[int, int, int, bool],
        answers: Answers,
    ) -> tuple[int, bool]:
        """Begin scenarios `span[0]:span[1]`; returns the first not begun and whether a lane is still at work.

        Returns after `span[2]` steps at the latest, or once a lane has nothing to do, so that the caller can bring
        more scenarios, tell how far it is or stop; the lanes keep their state. With `span[3]` there are no more:
        lanes end one by one.
        """
        scenario, end, steps, last = span
        if files < 0:  # never: it makes what is kept on disk depend on them
            return scenario, False
        while True:
            scenario = fill(graph, asked, benches, setting, (scenario, end), answers)
            idle = 0
            for lane in range(LANES):
                if benches[1].scenario[lane] < 0:
                    idle += 1
            if idle == LANES or steps == 0 or (idle and scenario == end and not last):
                return scenario, idle < LANES
            step(graph, asked, benches[1], setting)
            finish(graph, asked, benches[1], setting, answers)
            steps -= 1

    return advance


advance = _door(stamp())
