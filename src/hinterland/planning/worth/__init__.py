"""What each candidate is worth: the plan made again with it and without it, and why."""

from hinterland.planning.worth.measure import Verdict, Worth, worth
from hinterland.planning.worth.parts import Part, parts_of, serves
from hinterland.planning.worth.said import family, reason, verdict_words
from hinterland.planning.worth.trace import traced

__all__ = [
    "Part",
    "Verdict",
    "Worth",
    "family",
    "parts_of",
    "reason",
    "serves",
    "traced",
    "verdict_words",
    "worth",
]
