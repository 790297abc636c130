"""Files and bytes become text: plain text, Markdown, HTML, PDF, Word."""

from __future__ import annotations

from hinterland.reading.sources.load import load, load_bytes
from hinterland.reading.sources.source import Form, Source

__all__ = ["Form", "Source", "load", "load_bytes"]
