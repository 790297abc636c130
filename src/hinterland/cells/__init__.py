"""From text to typed columns: every cell is understood or becomes a fault, none is dropped."""

from hinterland.cells.headings import match_table, suggest
from hinterland.cells.table import MAX_LISTED, read_table

__all__ = ["MAX_LISTED", "match_table", "read_table", "suggest"]
