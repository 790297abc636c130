"""Where one project could go: parks ranked by terms that are all shown, and what speaks for a candidate's places."""

from __future__ import annotations

from hinterland.planning.site.feasible import feasibility
from hinterland.planning.site.options import Options
from hinterland.planning.site.study import site

__all__ = ["Options", "feasibility", "site"]
