"""Prices of promises: three of each, a curve of cost against a level, a front for two targets."""

from hinterland.planning.prices.curve import curve
from hinterland.planning.prices.found import Cell, Curve, Front, Point, Price, Value
from hinterland.planning.prices.pareto import pareto
from hinterland.planning.prices.reach import reach, without
from hinterland.planning.prices.said import words
from hinterland.planning.prices.three import prices

__all__ = [
    "Cell",
    "Curve",
    "Front",
    "Point",
    "Price",
    "Value",
    "curve",
    "pareto",
    "prices",
    "reach",
    "without",
    "words",
]
