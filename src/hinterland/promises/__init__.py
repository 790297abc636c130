"""Promises: how each is measured, what was observed, what is forecast, whether it was kept."""

from hinterland.promises.backtest import backtest
from hinterland.promises.board import track

__all__ = ["backtest", "track"]
