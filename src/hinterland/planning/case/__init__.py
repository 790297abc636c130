"""From a case to a planning problem, and from a plan back to changes of the case."""

from hinterland.planning.case.changes import changes
from hinterland.planning.case.options import Options
from hinterland.planning.case.read import read
from hinterland.planning.case.reading import Goal, Reading, Unplannable

__all__ = ["Goal", "Options", "Reading", "Unplannable", "changes", "read"]
