"""Promises: how each is measured, what was observed, what is forecast, whether it was kept."""

from hinterland.promises.board import track
from hinterland.promises.rolling import backtest

__all__ = ["backtest", "track"]
