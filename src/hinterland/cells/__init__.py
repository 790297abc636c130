"""From text to typed columns: every cell is understood or becomes a fault, none is dropped."""

from hinterland.cells.headings import MAX_LISTED, match_table, suggest
from hinterland.cells.table import read_table

__all__ = ["MAX_LISTED", "match_table", "read_table", "suggest"]
