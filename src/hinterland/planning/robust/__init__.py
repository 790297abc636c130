"""Plans for several ways the years may go: chance constraints, regret, the value of knowing and of waiting."""

from hinterland.planning.robust.assess import Assessment, Outcome, assess
from hinterland.planning.robust.regret import Regret, Waiting, carried, perfect, regrets, waiting
from hinterland.planning.robust.scenarios import Scenario, changed, check, usual
from hinterland.planning.robust.twostage import Robust, build_robust, misses, start_of

__all__ = [
    "Assessment",
    "Outcome",
    "Regret",
    "Robust",
    "Scenario",
    "Waiting",
    "assess",
    "build_robust",
    "carried",
    "changed",
    "check",
    "misses",
    "perfect",
    "regrets",
    "start_of",
    "usual",
    "waiting",
]
