"""The report: every study a case has data for, put together in one page with the tables behind it."""

from hinterland.report.run import RunSummary, run

__all__ = ["RunSummary", "run"]
