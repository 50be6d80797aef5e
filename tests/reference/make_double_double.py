"""Values of every operation to 34 digits or more, for the arithmetic of double-doubles to be held against.

    python3 make_double_double.py     # needs mpmath; rewrites double_double.txt beside this file

Each line: the name of the operation; hi and lo of each operand; the value as the sum of three numbers, each the
nearest to what the ones before it lack. Operands are drawn where an operation is easy and, more often, where it is
hard: next to the zeros of a function, where both parts of an operand matter, and at both ends of the range.
"""
import math
import pathlib
import random

import mpmath
from mpmath import mp, mpf

EACH = 10
"""Operands drawn in each region; five regions or more an operation."""

pick = random.Random(0)


def pair(value):
    """The double-double nearest to a number."""
    hi = float(value)
    return hi, float(value - hi)


def with_lo(hi):
    """A double-double with that hi: now and then with nothing below it, or with a gap before lo."""
    lo = pick.uniform(-0.5, 0.5) * math.ulp(hi)
    return hi, pick.choice([lo, lo, lo, lo, lo, 0.0, lo * 2.0 ** -pick.randrange(1, 200)])


def sign():
    return pick.choice([-1, 1])


def uniform(low, high):
    return lambda: with_lo(pick.uniform(low, high))


def powers(low, high, signs=(-1, 1)):
    """Magnitudes of all sizes from 2^low to 2^high."""
    return lambda: with_lo(pick.choice(signs) * 2.0 ** pick.uniform(low, high))


def near(point, side=(-1, 1), closest=110):
    """Next to a number, at relative distances from 1/2 to 2^-closest."""
    return lambda: pair(mpf(point) * (1 + pick.choice(side) * mpf(2) ** -pick.uniform(1, closest)))


def right_angles(bits):
    """As near as a double-double gets to a multiple of pi/2, and somewhat further."""
    def draw():
        angle = mp.pi / 2 * int(2 ** pick.uniform(0, bits)) * sign()
        return pair(angle * (1 + pick.choice([0, sign() * mpf(2) ** -pick.uniform(bits, bits + 100)])))
    return draw


def near_half():
    return pair(mpf(pick.randrange(-9, 9)) / 2 + sign() * mpf(2) ** -pick.uniform(10, 150))


def both(a, b):
    return lambda: (a(), b())


def nearly_opposite():
    hi, lo = uniform(-2, 2)()
    return (hi, lo), with_lo(-hi * pick.choice([1, 1 + 2.0**-52, 1 - 2.0**-53, 2, 0.5]))


def power_of_any_size():
    """A base, and an exponent for which the power is any number of the range."""
    base = pick.choice([powers(-1000, 1000, (1,)), uniform(0.2, 5), near(1, closest=60)])()
    logarithm = mpmath.log(mpf(base[0]) + mpf(base[1]))
    return base, with_lo(float(pick.uniform(-620, 700) / logarithm))


def remainder_of_quotient(bits):
    """A divisor, and a dividend that is up to 2^bits of it."""
    def draw():
        divisor = powers(-300, 300)()
        return with_lo(divisor[0] * 2.0 ** pick.uniform(0, bits) * sign()), divisor
    return draw


ANGLES = [uniform(-10, 10), powers(-300, 0), powers(0, 60), powers(60, 1023), right_angles(8), right_angles(52),
          right_angles(1000)]
UNIT = [uniform(-1, 1), powers(-300, 0), powers(-20, 0), near(1, (-1,)), near(-1, (-1,))]
ROUNDED = [uniform(-10, 10), powers(-10, 50), powers(50, 110), near_half,
           lambda: (2.0**53 * sign(), pick.randrange(-4, 5) / 4)]
MODERATE = [both(uniform(-1, 1), uniform(-1, 1)), both(uniform(1, 1.001), uniform(1, 1.001)),
            both(powers(-60, 60), powers(-60, 60))]
SUMS = [*MODERATE, nearly_opposite, both(powers(0, 1000), powers(0, 1000))]

UNARY = {
    "sqrt": [uniform(0, 4), powers(-950, 1023, (1,)), powers(-3, 3, (1,)), near(1), near(4)],
    "exp": [uniform(-620, 709), uniform(-1, 1), powers(-300, 0), uniform(-30, 30), near(mp.ln2 * 37.5)],
    "ln": [powers(-1022, 1023, (1,)), uniform(0.5, 2), near(1), near(1), near(mpmath.sqrt(2))],
    "expm1": [uniform(-60, 700), uniform(-1, 1), powers(-800, 0), powers(-10, 5), near(0.25), near(-0.25)],
    "exp2": [uniform(-890, 1020), uniform(-1, 1), powers(-300, 0), uniform(-30, 30), near_half],
    "log1p": [uniform(-1, 10), powers(-800, 0), powers(0, 1023, (1,)), near(-1, (-1,)), near(-0.25), near(0.25)],
    "log2": [powers(-1022, 1023, (1,)), uniform(0.5, 2), near(1), near(mpmath.sqrt(2)), near(8)],
    "log10": [powers(-1022, 1023, (1,)), uniform(0.5, 2), near(1), near(mpmath.sqrt(2)), near(1000)],
    "cbrt": [uniform(-10, 10), powers(-890, 1023), powers(-10, 10), near(8), near(-27)],
    "rint": ROUNDED,
    "sin": ANGLES,
    "cos": ANGLES,
    "tan": ANGLES,
    "asin": UNIT,
    "acos": UNIT,
    "atan": [uniform(-10, 10), powers(-800, 800), powers(-60, 0), powers(0, 60), near(1)],
    "sinh": [uniform(-700, 700), uniform(-1, 1), powers(-800, 0), powers(-60, 0), near(0.25)],
    "cosh": [uniform(-700, 700), uniform(-1, 1), powers(-800, 0), powers(-10, 9), near(0.25)],
    "tanh": [uniform(-60, 60), uniform(-1, 1), powers(-800, 0), powers(-60, 9), near(0.25)],
    "asinh": [uniform(-10, 10), powers(-800, 0), powers(-60, 0), powers(0, 1023), near(0.25)],
    "acosh": [uniform(1, 10), powers(0, 1023, (1,)), near(1, (1,)), near(1, (1,)), near(2)],
    "atanh": UNIT,
    "floor": ROUNDED,
    "ceil": ROUNDED,
    "round": ROUNDED,
}
UNARY_DRAWN_LAST = {
    "erf": [uniform(-6, 6), uniform(-1, 1), powers(-800, 0), powers(-5, 4), near(6), near(-1)],
}
"""The operands of all others stay what they are."""
BINARY = {
    "+": SUMS,
    "-": SUMS,
    "*": [*MODERATE, both(powers(-440, 500), powers(-440, 500)), both(powers(-10, 1020), powers(-800, 3))],
    "/": [*MODERATE, both(powers(-440, 500), powers(-440, 500)), both(powers(-10, 1020), powers(0, 800)),
          both(powers(-900, -800), powers(-900, -800))],
    "%": [both(uniform(-9, 9), uniform(-2, 2)), *map(remainder_of_quotient, (2, 30, 100, 500)),
          lambda: (with_lo(float(pick.randrange(1, 9))), (float(pick.randrange(1, 4)), 0.0))],
    "mod": [both(uniform(-9, 9), uniform(-2, 2)), *map(remainder_of_quotient, (2, 30, 100, 500)),
            lambda: (with_lo(float(pick.randrange(1, 9))), (float(pick.randrange(-4, 0)), 0.0)),
            nearly_opposite],
    "hypot": [*MODERATE, both(powers(-800, 1000), powers(-800, 1000)), both(powers(-900, -880), powers(-900, -880)),
              lambda: ((3.0 * 2.0**-70, 0.0), (4.0 * 2.0**-70, 0.0))],
    "^": [power_of_any_size, power_of_any_size, both(uniform(0, 9), uniform(-9, 9)),
          both(uniform(0, 9), lambda: (pick.randrange(-30, 30) / 2, 0.0)),
          both(uniform(-5, 5), lambda: (float(pick.randrange(-9, 10)), 0.0)),
          both(near(1, closest=20), lambda: (float(pick.randrange(-1100, 1100)), 0.0))],
    "atan2": [both(uniform(-1, 1), uniform(-1, 1)), both(powers(-60, 60), powers(-60, 60)),
              both(powers(-300, 300), powers(-300, 300)), both(powers(-900, -700), powers(-900, -700)),
              both(powers(-100, 0), powers(0, 3, (-1,)))],
}


def rounded(x):
    """To the nearest integer, halves away from zero."""
    return mpmath.sign(x) * mpmath.floor(abs(x) + mpf(1) / 2)


def remainder(a, b):
    return mpmath.sign(a) * (abs(a) - abs(b) * mpmath.floor(abs(a) / abs(b)))


FUNCTIONS = {
    "expm1": lambda x: mpmath.exp(x) - 1, "exp2": lambda x: mpf(2) ** x, "log1p": lambda x: mpmath.log(1 + x),
    "log2": lambda x: mpmath.log(x) / mpmath.ln2, "log10": lambda x: mpmath.log(x) / mpmath.ln10,
    "cbrt": lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x)), "rint": mpmath.nint,
    "mod": lambda a, b: a - b * mpmath.floor(a / b), "hypot": lambda a, b: mpmath.sqrt(a * a + b * b),
    "ln": mpmath.log, "round": rounded,
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
    "%": remainder, "^": lambda a, b: a ** (int(b) if b == int(b) else b),
}


def main():
    # Enough for any cancellation: operands have up to 2100 bits before and behind the point, squares twice as many.
    mp.prec = 4500
    with open(pathlib.Path(__file__).parent / "double_double.txt", "w", newline="") as out:
        for name, regions in {**UNARY, **BINARY, **UNARY_DRAWN_LAST}.items():
            function = FUNCTIONS.get(name) or getattr(mpmath, name)
            for draw in regions:
                left = EACH
                while left:
                    operands = draw() if name in BINARY else [draw()]
                    value = function(*(mpf(hi) + mpf(lo) for hi, lo in operands))
                    # Elsewhere the last bits of a double-double are lost, or all.
                    if not mpf(2) ** -900 < abs(value) < mpf(2) ** 1023:
                        if value != 0 or name not in ("floor", "ceil", "round", "rint"):
                            continue
                    parts = [float(value)]
                    for _ in range(2):
                        parts.append(float(value - sum(map(mpf, parts))))
                    numbers = [part for operand in operands for part in operand] + parts[:2]
                    print(name, *map(repr, numbers), f"{parts[2]:.3g}", file=out)
                    left -= 1


if __name__ == "__main__":
    main()
