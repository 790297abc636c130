"""What every forecasting model returns: a centre and a spread for each series, origin and horizon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Law:
    """Centre and spread on the transformed scale.

    Attributes
    ----------
    mu
        Median, shape (series, origins, horizons); NaN where the model says nothing.
    sd
        Spread of the same shape: half the width of the central 68 percent.
    """

    mu: Array
    sd: Array

    @classmethod
    def silent(cls, series: int, origins: int, horizons: int) -> Law:
        """Return a law that says nothing."""
        nothing = np.full((series, origins, horizons), np.nan)
        return cls(nothing, nothing.copy())
