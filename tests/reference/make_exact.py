"""Exact gradients, for ours to be held against.

    python3 make_exact.py             # needs mpmath; rewrites exact.csv beside this file

Each row: which of the expressions, a point, and the f64 nearest to each component of the gradient there. The numbers
of an expression are taken as the f64 that they are read as, as in the program; everything else has 60 digits. The
derivatives are mpmath's own, differences in more digits still, so no rule of differentiation is used twice.
"""
import csv
import pathlib
import random

import mpmath
from mpmath import atan2, cos, erf, exp, ln, mpf, pi, sin, sqrt, tanh

mpmath.mp.dps = 60
POINTS = 200
TWO_PI = mpf(2 * float(pi))
E = mpf(float(mpmath.e))


def ackley(x, y):
    hill = -20 * exp(-mpf(0.2) * sqrt((x * x + y * y) / 2))
    return hill - exp((cos(TWO_PI * x) + cos(TWO_PI * y)) / 2) + E + 20


def gelu(x):
    return x / 2 * (1 + erf(x / mpf(2**0.5)))


def somewhere(pick):
    return round(pick.uniform(-3, 3), 4), round(pick.uniform(-3, 3), 4)


def positive(pick):
    return round(pick.uniform(0.0001, 4), 4), round(pick.uniform(0.0001, 4), 4)


def in_the_valley(pick):
    """Every other point within some ulps of x1 = x0^2, where 400 x0 (x1 - x0^2) all but cancels."""
    x, y = somewhere(pick)
    return (x, y) if pick.random() < 0.5 else (x, x * x * (1 + pick.randrange(-40, 41) * 2.0**-52))


FUNCTIONS = [
    ("x0^2+x1^2", lambda x, y: x * x + y * y, somewhere),
    ("(1-x0)^2+100*(x1-x0^2)^2", lambda x, y: (1 - x) ** 2 + 100 * (y - x * x) ** 2, in_the_valley),
    ("(x0^2+x1-11)^2+(x0+x1^2-7)^2", lambda x, y: (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2, somewhere),
    (
        "20+x0^2-10*cos(2*pi*x0)+x1^2-10*cos(2*pi*x1)",
        lambda x, y: 20 + x * x - 10 * cos(TWO_PI * x) + y * y - 10 * cos(TWO_PI * y),
        somewhere,
    ),
    ("-20*exp(-0.2*sqrt(0.5*(x0^2+x1^2)))-exp(0.5*(cos(2*pi*x0)+cos(2*pi*x1)))+e+20", ackley, somewhere),
    ("sin(5*x0)+x1^2", lambda x, y: sin(5 * x) + y * y, somewhere),
    ("exp(x0)*cos(x1)", lambda x, y: exp(x) * cos(y), somewhere),
    ("tanh(x0-2*x1)", lambda x, y: tanh(x - 2 * y), somewhere),
    ("1/(1+x0^2+x1^2)", lambda x, y: 1 / (1 + x * x + y * y), somewhere),
    (
        "x0^x1+ln(x0)*sqrt(x1)-atan2(x1,x0)^0.3",
        lambda x, y: x**y + ln(x) * sqrt(y) - atan2(y, x) ** mpf(0.3),
        positive,
    ),
    # Down to -9, where 1 + erf(...) is 1e-19.
    ("gelu(3*x0)+erf(x0*x1)", lambda x, y: gelu(3 * x) + erf(x * y), somewhere),
]


def nearest(value):
    """The f64 nearest to a number of 60 digits."""
    return float(mpmath.nstr(value, 40))


def main():
    pick = random.Random(0)
    with open(pathlib.Path(__file__).parent / "exact.csv", "w", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow("function x0 x1 e0 e1".split())
        for index, (_, f, where) in enumerate(FUNCTIONS):
            for _ in range(POINTS):
                point = where(pick)
                x, y = map(mpf, point)
                gradient = [mpmath.diff(f, (x, y), order) for order in [(1, 0), (0, 1)]]
                with mpmath.workdps(90):
                    again = [mpmath.diff(f, (x, y), order) for order in [(1, 0), (0, 1)]]
                for value, same in zip(gradient, again):
                    assert abs(value - same) <= abs(same) * mpf(10) ** -25, (index, point, value, same)
                rows.writerow([index, *map(repr, point), *(repr(nearest(value)) for value in again)])


if __name__ == "__main__":
    main()
