"""Values and derivatives of the functions that are made of several operations, and of those with rules of their own.

    python3 make_functions.py         # needs mpmath and NumPy; rewrites functions.csv and function_specials.csv

functions.csv: a function, what of it (f, or the axes of a derivative), a point, and the f64 nearest to the value there. Points
are f64, all else has 300 digits; derivatives are mpmath's own, differences in more digits still, so no rule of
differentiation is used twice. function_specials.csv: what NumPy gives for special arguments.
"""
import csv
import itertools
import math
import pathlib
import random

import mpmath
import numpy as np
from mpmath import cbrt, exp, expm1, floor, ln, log1p, mpf, pi, sign, sqrt

mpmath.mp.dps = 300
POINTS = 25
HERE = pathlib.Path(__file__).parent


def modulo(x, y):
    return x - y * floor(x / y)


def truncated(x, y):
    return x - y * sign(x / y) * floor(abs(x / y))


def sigmoid(x):
    return 1 / (1 + exp(-x))


def between(low, high):
    return lambda pick: pick.uniform(low, high)


def any_size(low, high, signs=(1,)):
    """Exponents of ten drawn evenly."""
    return lambda pick: pick.choice(signs) * pick.uniform(1, 10) * 10.0 ** pick.randint(low, high)


FIRST = ["f", "0"]
SECOND = ["f", "0", "00"]
BOTH = ["f", "0", "1", "00", "01", "11"]
EVERY_SIGN = (1, -1)
FUNCTIONS = [
    ("deg2rad", lambda x, y: x * pi / 180, any_size(-200, 200, EVERY_SIGN), FIRST),
    ("rad2deg", lambda x, y: x * 180 / pi, any_size(-200, 200, EVERY_SIGN), FIRST),
    ("square", lambda x, y: x * x, any_size(-100, 100, EVERY_SIGN), SECOND),
    ("pow", lambda x, y: x**y, between(0.01, 20), BOTH),
    ("fmod", lambda x, y: truncated(x, y), any_size(-3, 3, EVERY_SIGN), BOTH),
    ("mod", lambda x, y: modulo(x, y), any_size(-3, 3, EVERY_SIGN), BOTH),
    ("clip_high", lambda x, y: min(max(x, mpf(-1)), y), between(-2, 4), BOTH),
    ("relu", lambda x, y: max(x - y, mpf(0)), between(-3, 3), BOTH),
    ("sigmoid", lambda x, y: sigmoid(x), between(-30, 30), SECOND),
    ("sigmoid_far", lambda x, y: sigmoid(x), between(-709, 340), SECOND),
    ("softplus", lambda x, y: log1p(exp(x)), between(-30, 30), SECOND),
    ("softplus_far", lambda x, y: log1p(exp(x)), between(-700, 2000), FIRST),
    ("log2", lambda x, y: ln(x) / ln(2), any_size(-30, 30), SECOND),
    ("log10", lambda x, y: ln(x) / ln(10), any_size(-30, 30), SECOND),
    ("log1p", lambda x, y: log1p(x), any_size(-20, 20), SECOND),
    ("log1p_near", lambda x, y: log1p(x), between(-1, 0), SECOND),
    ("expm1", lambda x, y: expm1(x), any_size(-20, 1, EVERY_SIGN), SECOND),
    ("exp2", lambda x, y: mpf(2) ** x, between(-900, 900), SECOND),
    ("cbrt", lambda x, y: sign(x) * cbrt(abs(x)), any_size(-30, 30, EVERY_SIGN), SECOND),
    ("hypot_far", lambda x, y: sqrt(x * x + y * y), any_size(-40, 40, EVERY_SIGN), BOTH),
    ("hypot", lambda x, y: sqrt(x * x + y * y), between(-3, 3), BOTH),
]


def nearest(value):
    """The f64 nearest to a number of many digits."""
    return float(mpmath.nstr(value, 200))


def derivative(f, point, what):
    """With steps that belong to the size of each coordinate, twice with different numbers of digits."""
    orders = (what.count("0"), what.count("1"))
    x, y = map(mpf, point)
    scale = [mpf(2) ** math.floor(math.log2(abs(v))) for v in point]
    scaled = lambda a, b: f(a * scale[0], b * scale[1])
    values = []
    for digits in (300, 360):
        with mpmath.workdps(digits):
            at = (x / scale[0], y / scale[1])
            slope = mpmath.diff(scaled, at, orders) if sum(orders) else f(x, y)
            values.append(slope / (scale[0] ** orders[0] * scale[1] ** orders[1]))
    first, again = values
    assert abs(first - again) <= abs(again) * mpf(10) ** -25 + mpf(10) ** -320, (point, what, first, again)
    # What is 0 comes out as a rounding error of the differences.
    return mpf(0) if abs(again) < mpf(10) ** -150 * abs(f(x, y)) / abs(scale[0] ** orders[0] * scale[1] ** orders[1]) else again


def values():
    pick = random.Random(0)
    with open(HERE / "functions.csv", "w", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow("function what x0 x1 value".split())
        for name, f, coordinate, kinds in FUNCTIONS:
            for _ in range(POINTS):
                point = coordinate(pick), coordinate(pick)
                for what in kinds:
                    rows.writerow([name, what, *map(repr, point), repr(nearest(derivative(f, point, what)))])


SPECIAL = [math.nan, math.inf, -math.inf, 0.0, -0.0, 1.0, -1.0, 2.5, -2.5]
ONE = {
    "square": np.square,
    "deg2rad": np.deg2rad,
    "rad2deg": np.rad2deg,
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    "softplus": lambda a: np.logaddexp(0.0, a),
    "relu": lambda a: np.maximum(a, 0.0),
    "log2": np.log2,
    "log10": np.log10,
    "log1p": np.log1p,
    "expm1": np.expm1,
    "exp2": np.exp2,
    "cbrt": np.cbrt,
    "rint": np.round,
    "sign": np.sign,
}
TWO = {"pow": np.power, "fmod": np.fmod, "mod": np.mod, "hypot": np.hypot, "atan2": np.arctan2}
TWO |= {"max": np.maximum, "min": np.minimum}


def specials():
    with open(HERE / "function_specials.csv", "w", newline="") as out, np.errstate(all="ignore"):
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow("function x0 x1 value".split())
        for name, f in ONE.items():
            for a in SPECIAL:
                rows.writerow([name, repr(a), "0.0", repr(float(f(np.float64(a))))])
        for name, f in TWO.items():
            for a, b in itertools.product(SPECIAL, repeat=2):
                rows.writerow([name, repr(a), repr(b), repr(float(f(np.float64(a), np.float64(b))))])
        for a, b in itertools.product(SPECIAL, repeat=2):
            for name, value in [("clip_low", np.clip(a, b, 2.0)), ("clip_high", np.clip(a, -1.0, b))]:
                rows.writerow([name, repr(a), repr(b), repr(float(value))])


if __name__ == "__main__":
    values()
    specials()
