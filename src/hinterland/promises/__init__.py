"""Promises: how each is measured, what was observed, whether it was kept."""

from hinterland.promises.board import track

__all__ = ["track"]
