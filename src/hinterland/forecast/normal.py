"""The normal law on arrays: density, distribution, quantiles, and the error function beneath them.

`math.erf` takes one number at a time; these take arrays of any shape. Compared with scipy, the relative error is
below 1e-12 wherever the result is not too small for a float.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from hinterland.forecast.law import Array

_ROOT_PI = math.sqrt(math.pi)
_ROOT_TWO = math.sqrt(2.0)
_ROOT_TWO_PI = math.sqrt(2.0 * math.pi)

# Numerators and denominators, highest power first, of Cody (1969), Rational Chebyshev approximations for the error
# function, Mathematics of Computation 23, 631-637: erf(x) / x in x^2 for |x| <= 0.46875, erfc(x) exp(x^2) in x up
# to 4, and what is missing to 1 / sqrt(pi) in 1 / x^2 beyond.
_NEAR = (
    (
        1.85777706184603153e-1,
        3.16112374387056560e0,
        1.13864154151050156e2,
        3.77485237685302021e2,
        3.20937758913846947e3,
    ),
    (
        1.0,
        2.36012909523441209e1,
        2.44024637934444173e2,
        1.28261652607737228e3,
        2.84423683343917062e3,
    ),
)
_MIDDLE = (
    (
        2.15311535474403846e-8,
        5.64188496988670089e-1,
        8.88314979438837594e0,
        6.61191906371416295e1,
        2.98635138197400131e2,
        8.81952221241769090e2,
        1.71204761263407058e3,
        2.05107837782607147e3,
        1.23033935479799725e3,
    ),
    (
        1.0,
        1.57449261107098347e1,
        1.17693950891312499e2,
        5.37181101862009858e2,
        1.62138957456669019e3,
        3.29079923573345963e3,
        4.36261909014324716e3,
        3.43936767414372164e3,
        1.23033935480374942e3,
    ),
)
_FAR = (
    (
        1.63153871373020978e-2,
        3.05326634961232344e-1,
        3.60344899949804439e-1,
        1.25781726111229246e-1,
        1.60837851487422766e-2,
        6.58749161529837803e-4,
    ),
    (
        1.0,
        2.56852019228982242e0,
        1.87295284992346047e0,
        5.27905102951428412e-1,
        6.05183413124413191e-2,
        2.33520497626869185e-3,
    ),
)

# Numerators and denominators, highest power first, of PPND16 in Wichura (1988), Algorithm AS 241, Applied
# Statistics 37, 477-484: the centre |p - 1/2| <= 0.425, the flanks, and the tails below exp(-25).
_CENTRE = (
    (
        2.5090809287301226727e3,
        3.3430575583588128105e4,
        6.7265770927008700853e4,
        4.5921953931549871457e4,
        1.3731693765509461125e4,
        1.9715909503065514427e3,
        1.3314166789178437745e2,
        3.3871328727963666080e0,
    ),
    (
        5.2264952788528545610e3,
        2.8729085735721942674e4,
        3.9307895800092710610e4,
        2.1213794301586595867e4,
        5.3941960214247511077e3,
        6.8718700749205790830e2,
        4.2313330701600911252e1,
        1.0,
    ),
)
_FLANK = (
    (
        7.74545014278341407640e-4,
        2.27238449892691845833e-2,
        2.41780725177450611770e-1,
        1.27045825245236838258e0,
        3.64784832476320460504e0,
        5.76949722146069140550e0,
        4.63033784615654529590e0,
        1.42343711074968357734e0,
    ),
    (
        1.05075007164441684324e-9,
        5.47593808499534494600e-4,
        1.51986665636164571966e-2,
        1.48103976427480074590e-1,
        6.89767334985100004550e-1,
        1.67638483018380384940e0,
        2.05319162663775882187e0,
        1.0,
    ),
)
_TAIL = (
    (
        2.01033439929228813265e-7,
        2.71155556874348757815e-5,
        1.24266094738807843860e-3,
        2.65321895265761230930e-2,
        2.96560571828504891230e-1,
        1.78482653991729133580e0,
        5.46378491116411436990e0,
        6.65790464350110377720e0,
    ),
    (
        2.04426310338993978564e-15,
        1.42151175831644588870e-7,
        1.84631831751005468180e-5,
        7.86869131145613259100e-4,
        1.48753612908506148525e-2,
        1.36929880922735805310e-1,
        5.99832206555887937690e-1,
        1.0,
    ),
)

_BLOCK = 16_384
_Ratio = tuple[tuple[float, ...], tuple[float, ...]]


def _ratio(fraction: _Ratio, x: Array) -> Array:
    """Return one polynomial over another at `x`, by Horner's rule in place."""
    return np.asarray(_polynomial(fraction[0], x) / _polynomial(fraction[1], x))


def _polynomial(coefficients: tuple[float, ...], x: Array) -> Array:
    found = np.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        found *= x
        found += coefficient
    return found


def _gauss(x: Array) -> Array:
    """Return exp(-x^2) for x >= 0; the square is parted so that its rounding does not grow with x (Cody 1969)."""
    x = np.minimum(x, 40.0)  # beyond, the result is nought anyway, and infinity has no difference to itself
    coarse = np.floor(x * 16.0) / 16.0
    with np.errstate(under="ignore"):
        return np.asarray(np.exp(-coarse * coarse) * np.exp(-(x - coarse) * (x + coarse)))


def _tail(x: Array) -> Array:
    """Return erfc at x > 0.46875 (one dimension)."""
    found = np.zeros_like(x)  # beyond 28 erfc is too small for a float
    middle, far = x <= 4.0, (x > 4.0) & (x < 28.0)
    found[middle] = _ratio(_MIDDLE, x[middle])
    square = 1.0 / (x[far] * x[far])
    found[far] = (1.0 / _ROOT_PI - square * _ratio(_FAR, square)) / x[far]
    known = middle | far
    found[known] *= _gauss(x[known])
    return found


def _by_block(kernel: Callable[[Array], Array], x: ArrayLike) -> Array:
    """Return `kernel` of `x` in the shape of `x`, taken in blocks that stay in the processor's cache."""
    values = np.asarray(x, dtype=np.float64)
    flat = values.ravel()
    found = np.empty_like(flat)
    for start in range(0, flat.size, _BLOCK):
        found[start : start + _BLOCK] = kernel(flat[start : start + _BLOCK])
    return found.reshape(values.shape)


def _erf(x: Array) -> Array:
    size = np.abs(x)
    found = np.full_like(x, np.nan)
    near, far = size <= 0.46875, size > 0.46875
    inner = x[near]
    found[near] = inner * _ratio(_NEAR, inner * inner)
    found[far] = np.copysign(1.0 - _tail(size[far]), x[far])
    return found


def _erfc(x: Array) -> Array:
    size = np.abs(x)
    found = np.full_like(x, np.nan)
    near, far = size <= 0.46875, size > 0.46875
    inner, outer = x[near], x[far]
    found[near] = 1.0 - inner * _ratio(_NEAR, inner * inner)
    tail = _tail(size[far])
    found[far] = np.where(outer < 0, 2.0 - tail, tail)
    return found


def erf(x: ArrayLike) -> Array:
    """Return the error function, 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to `x`, in the shape of `x`."""
    return _by_block(_erf, x)


def erfc(x: ArrayLike) -> Array:
    """Return 1 - erf(`x`), exact to a float also where erf is nearly one."""
    return _by_block(_erfc, x)


def pdf(x: ArrayLike) -> Array:
    """Return the density of the standard normal law at `x`, in the shape of `x`."""
    return np.asarray(_gauss(np.abs(np.asarray(x, dtype=np.float64)) / _ROOT_TWO) / _ROOT_TWO_PI)


def cdf(x: ArrayLike) -> Array:
    """Return the probability that a standard normal variable is at most `x`, in the shape of `x`."""
    return np.asarray(0.5 * erfc(-np.asarray(x, dtype=np.float64) / _ROOT_TWO))


def ppf(p: ArrayLike) -> Array:
    """Return the quantile of the standard normal law at probability `p`, in the shape of `p`.

    Minus and plus infinity at 0 and 1; NaN outside. Close to one a probability has few digits left: for the upper
    tail take `-ppf(1 - p)` of what is small.
    """
    return _by_block(_ppf, p)


def _ppf(p: Array) -> Array:
    found = np.full_like(p, np.nan)
    offset = p - 0.5
    centre = np.abs(offset) <= 0.425
    inner = offset[centre]
    found[centre] = inner * _ratio(_CENTRE, 0.180625 - inner * inner)
    outer = ~centre & (p > 0.0) & (p < 1.0)
    depth = np.sqrt(-np.log(np.minimum(p[outer], 1.0 - p[outer])))
    flank, tail = np.minimum(depth, 5.0) - 1.6, np.maximum(depth, 5.0) - 5.0
    found[outer] = np.copysign(
        np.where(depth <= 5.0, _ratio(_FLANK, flank), _ratio(_TAIL, tail)), offset[outer]
    )
    found[p == 0.0] = -np.inf
    found[p == 1.0] = np.inf
    return found
