"""Readers by name: the rules, a language model behind an endpoint, and those that other packages bring along.

A reader is called with a text, `published` and `known`, and returns a `Reading`. Packages announce theirs by the
entry point group `hinterland.readers`. Nothing leaves this machine unless the reader `llm` is asked for by name.
"""

from __future__ import annotations

from hinterland.reading.models.find import find_reader, readers

__all__ = ["find_reader", "readers"]
