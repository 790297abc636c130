"""What if: other budgets, targets, asks, firms; plans made again from the one at hand, and two held side by side."""

from hinterland.planning.whatif.carry import replan, transfer
from hinterland.planning.whatif.compare import Difference, compare, openings
from hinterland.planning.whatif.edits import Edit, edited, faults, model_of
from hinterland.planning.whatif.files import scenario_file, under

__all__ = [
    "Difference",
    "Edit",
    "compare",
    "edited",
    "faults",
    "model_of",
    "openings",
    "replan",
    "scenario_file",
    "transfer",
    "under",
]
