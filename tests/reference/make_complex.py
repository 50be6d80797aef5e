"""Derivatives and complex values for the complex step, computed with mpmath in arithmetic of 2,000 bits and more.

    python3 make_complex.py            # needs mpmath; rewrites complex_*.txt beside this file

complex_derivatives.txt: function,a,b,along,h,value,derivative,rest. The function of a (and of b, if it takes two) as
rounded to f64, its derivative along the operand named, correctly rounded, and what is left of it, rounded too. h is the
step: 1e-200 wherever that is of first order and h times the derivative is a normal number.

complex_values.txt: function,a_re,a_im,b_re,b_im,re,im. Both parts of the complex function, correctly rounded: the
principal branch, and for atan2(a, b) the inverse tangent of a / b, turned by pi where b_re is negative, or, where a_re
is the larger, that of -b / a, turned by pi / 2 or back.
"""
import math
import pathlib
from mpmath import mp, mpf, mpc

mp.prec = 2000
H = mpf(float("1e-200"))
SMALLEST, LARGEST = mpf(2) ** -1022, mpf(2) ** 1023
UP = lambda x: math.nextafter(x, math.inf)
DOWN = lambda x: math.nextafter(x, -math.inf)


def both_signs(numbers):
    return [s * x for x in numbers for s in (1.0, -1.0)]


def spread(low, high, count):
    """Numbers of many digits, evenly spread in the logarithm."""
    return [low * (high / low) ** ((i + 0.5) / count) for i in range(count)]


NEAR_1 = [1 - 1e-15, DOWN(1.0), 1 - 1e-12, 1 - 1e-8, 1 - 1e-5, 0.999, 0.99, 0.9]
INSIDE = both_signs(NEAR_1 + [0.7, 0.5, 0.3, 0.1, 1e-3, 1e-8, 1e-30, 1e-150])
REAL = both_signs([0.1, 0.5, 1.0, 2.0, math.pi, 10.0, 1e-3, 1e-8, 1e-100, *spread(0.01, 30, 8)])
POSITIVE = [1e-300, 1e-290, 1e-150, 1e-20, 1e-5, 0.1, 0.5, *NEAR_1, 1.0, UP(1.0), 2.0, math.e, 10.0,
            *spread(1e-3, 1e6, 10), 1e20, 1e150, 1e300, 1.7976931348623157e308]
LARGE = both_signs([1e5, 1e10, 1e22, 1e150, 1e300])
# Next to multiples of pi / 2, the last one the nearest of all numbers.
POLES = both_signs([1.5707963267948966, UP(1.5707963267948966), DOWN(1.5707963267948966), 3.141592653589793,
                    4.71238898038469, 1e5 * math.pi + math.pi / 2, 7.0e10 * math.pi + math.pi / 2,
                    6381956970095103.0 * 2.0 ** 797])
EXPONENTS = both_signs([0.1, 0.5, 1.0, 2.0, 5.0, 20.0, 100.0, 230.0, 1e-3, 1e-8, 1e-100, *spread(0.1, 200, 5)])

UNARY = {
    "sqrt": (mp.sqrt, lambda x: 1 / (2 * mp.sqrt(x)), POSITIVE),
    "exp": (mp.exp, mp.exp, EXPONENTS + [700.0, 709.7, -300.0, -700.0]),
    "ln": (mp.log, lambda x: 1 / x, POSITIVE),
    "expm1": (lambda x: mp.exp(x) - 1, mp.exp, EXPONENTS + [700.0, 709.7, -300.0, -700.0]),
    "exp2": (lambda x: mpf(2) ** x, lambda x: mpf(2) ** x * mp.ln2, EXPONENTS + [1000.0, 1023.7, -300.0, -1000.0]),
    "log1p": (lambda x: mp.log(1 + x), lambda x: 1 / (1 + x), INSIDE + POSITIVE),
    "log2": (lambda x: mp.log(x) / mp.ln2, lambda x: 1 / x / mp.ln2, POSITIVE),
    "log10": (lambda x: mp.log(x) / mp.ln10, lambda x: 1 / x / mp.ln10, POSITIVE),
    "cbrt": (lambda x: mp.sign(x) * mp.cbrt(abs(x)), lambda x: 1 / (3 * mp.cbrt(abs(x)) ** 2), both_signs(POSITIVE)),
    "erf": (mp.erf, lambda x: 2 / mp.sqrt(mp.pi) * mp.exp(-x * x), REAL + both_signs([5.0, 6.5, 15.0, 26.0])),
    "sin": (mp.sin, mp.cos, REAL + POLES + LARGE),
    "cos": (mp.cos, lambda x: -mp.sin(x), REAL + POLES + LARGE),
    "tan": (mp.tan, lambda x: 1 / mp.cos(x) ** 2, REAL + POLES + LARGE),
    "asin": (mp.asin, lambda x: 1 / mp.sqrt((1 - x) * (1 + x)), INSIDE),
    "acos": (mp.acos, lambda x: -1 / mp.sqrt((1 - x) * (1 + x)), INSIDE),
    "atan": (mp.atan, lambda x: 1 / (1 + x * x), REAL + LARGE),
    "sinh": (mp.sinh, mp.cosh, EXPONENTS + [700.0, -710.4]),
    "cosh": (mp.cosh, mp.sinh, EXPONENTS + [700.0, -710.4]),
    "tanh": (mp.tanh, lambda x: 1 / mp.cosh(x) ** 2, REAL + both_signs([20.0, 100.0, 300.0, 360.0])),
    "asinh": (mp.asinh, lambda x: 1 / mp.sqrt(1 + x * x), REAL + LARGE),
    "acosh": (mp.acosh, lambda x: 1 / mp.sqrt((x - 1) * (x + 1)),
              [UP(1.0), 1 + 1e-15, 1 + 1e-12, 1 + 1e-8, 1 + 1e-5, 1.001, 1.1, 1.5, 2.0, 3.0, 10.0, 1e5, 1e10, 1e20, 1e150,
               1e300, *spread(1.01, 1e4, 16)]),
    "atanh": (mp.atanh, lambda x: 1 / ((1 - x) * (1 + x)), INSIDE),
}

BASES = [0.1, 0.7, DOWN(1.0), UP(1.0), 1.3, 2.0, 5.0, 37.5, 1e-5, 1e5]
PAIRS = [(a, b) for a in (-7.3, -0.4, 1e-3, 0.7, 3.0, 1e10) for b in (-1e5, -2.0, 0.03, 0.7, 1.9, 55.0)]
EXTREME_PAIRS = [(1e-200, 3.0), (1e200, -7.0), (1e150, 1e-100), (1e-300, 1e-250), (3.0, 1e200), (1e300, 1e299)]
# A derivative made of their rounded quotients would be off by more than 1.6 ulp.
ROUNDED_QUOTIENTS = [(2.819, 2.603), (3.171, 5.249), (1.308, 4.913), (5.393, 1.239), (2.81, 5.477), (6.256, 5.045)]


def power(a, b):
    return a ** int(b) if b == int(b) else mp.exp(b * mp.log(a))


BINARY = {
    # Each with the derivative along the first and along the second operand, and its operands.
    "+": (lambda a, b: a + b, lambda a, b: 1, lambda a, b: 1, PAIRS),
    "-": (lambda a, b: a - b, lambda a, b: 1, lambda a, b: -1, PAIRS),
    "*": (lambda a, b: a * b, lambda a, b: b, lambda a, b: a, PAIRS + EXTREME_PAIRS),
    "/": (lambda a, b: a / b, lambda a, b: 1 / b, lambda a, b: -a / b / b,
          PAIRS + EXTREME_PAIRS + ROUNDED_QUOTIENTS),
    "atan2": (mp.atan2, lambda a, b: b / (a * a + b * b), lambda a, b: -a / (a * a + b * b),
              PAIRS + EXTREME_PAIRS + [(1.0, 0.0), (-1.0, 0.0), (0.0, 2.0)]),
    "hypot": (mp.hypot, lambda a, b: a / mp.hypot(a, b), lambda a, b: b / mp.hypot(a, b),
              PAIRS + EXTREME_PAIRS + [(1.0, 0.0), (-1.0, 0.0), (0.0, 2.0)]),
    # Integers, along the base only where that is negative.
    "^": (power, lambda a, b: b * power(a, b - 1), lambda a, b: power(a, b) * mp.log(a),
          [(a, b) for a in BASES for b in (0.5, -0.3, 1.5, math.pi, 3.0, -40.1)]
          + [(s * a, n) for a in (0.3, 1.0, UP(1.0), 2.5, 11.0) for s in (1, -1) for n in (-2.0, -1.0, 2.0, 3.0, 7.0, 100.0)]
          + [(1e-310, 0.5), (1e-300, 0.9), (1e300, -0.7), (1e200, 1.5), (1e-60, 5.0), (1.0 + 2.0 ** -40, 1e12)]),
}


def rounded(value):
    """The nearest f64, subnormal ones too."""
    if value == 0:
        return 0.0
    exponent = max(int(mp.frexp(value)[1]) - 53, -1074)
    return float(mp.ldexp(mp.nint(mp.ldexp(value, -exponent)), exponent))


def step(derivative, distance):
    """The step, of first order in a function whose nearest singularity is at that distance, and so large as to keep the
    product with the derivative a normal number."""
    return next((h for h in (1e-200, 1e-100, 1e-40, 1e-300, 1e-318)
                 if SMALLEST < abs(derivative) * h < LARGEST and h < distance * 2.0 ** -56), None)


def distance(name, a, b, along):
    """From the nearest singularity, or less."""
    match name:
        case "log1p":
            return 1 + a
        case "cbrt":
            return abs(a)
        case "hypot":
            return mp.hypot(a, b)
        case "sqrt" | "ln" | "log2" | "log10":
            return a
        case "^":
            return abs(a / b) if along == "a" else 1.0
        case "/" if along == "b":
            return abs(b)
        case "atan2":
            return max(abs(a), abs(b))
    return 1e-16


def derivative_rows():
    def row(name, a, b, along, value, derivative):
        h = step(derivative, distance(name, a, b, along))
        if h is None or not SMALLEST < abs(derivative) < LARGEST:
            return []
        hi = rounded(derivative)
        operands = [repr(a), "" if b is None else repr(b)]
        numbers = map(repr, (h, rounded(value), hi, rounded(derivative - hi)))
        return [",".join([name, *operands, along, *numbers])]

    rows = ["function,a,b,along,h,value,derivative,rest"]
    for name, (f, derivative, arguments) in UNARY.items():
        for a in dict.fromkeys(arguments):
            rows += row(name, a, None, "a", f(mpf(a)), derivative(mpf(a)))
    for name, (f, along_a, along_b, pairs) in BINARY.items():
        for a, b in pairs:
            value = f(mpf(a), mpf(b))
            rows += row(name, a, b, "a", value, mpf(along_a(mpf(a), mpf(b))))
            if name != "^" or a > 0:
                rows += row(name, a, b, "b", value, mpf(along_b(mpf(a), mpf(b))))
    return rows


STEPS = [1e-9, 1e-8, 0.001, 0.1, 1.0, -1.0, 10.0]
ARGUMENTS = {
    "sqrt": [0.0, 1e-6, 0.3, 1.0, 7.0, 1e12],
    "exp": [-700.0, -3.0, 0.0, 0.7, 30.0, 709.0],
    "ln": [0.0, 1e-6, 0.3, 1.0, 7.0, 1e12],
    "expm1": [-700.0, -3.0, 0.0, 1e-6, 0.7, 30.0, 709.0],
    "exp2": [-1000.0, -3.0, 0.0, 0.7, 30.0, 1000.0],
    "log1p": [-1.0, -0.999, -0.3, 0.0, 1e-6, 0.5, 7.0, 1e12],
    "log2": [0.0, 1e-6, 0.3, 1.0, 7.0, 1e12],
    "log10": [0.0, 1e-6, 0.3, 1.0, 7.0, 1e12],
    "cbrt": [-7.0, -1e-6, 0.0, 1e-6, 0.3, 1.0, 7.0, 1e12],
    "erf": [-20.0, -2.0, 0.0, 1e-6, 0.7, 3.0, 5.9],
    "sin": [-1e22, -2.0, 0.0, 0.7, 1.5707963267948966, 30.0],
    "cos": [-1e22, -2.0, 0.0, 0.7, 1.5707963267948966, 30.0],
    "tan": [-1e22, -2.0, 0.0, 0.7, 1.5707963267948966, 30.0],
    "asin": [-1.0, -0.999, -0.3, 0.0, 0.5, 0.99999999, 1.0],
    "acos": [-1.0, -0.999, -0.3, 0.0, 0.5, 0.99999999, 1.0],
    "atan": [-1e8, -1.0, -0.1, 1e-5, 0.3, 1.0, 30.0],
    "sinh": [-710.0, -3.0, 0.0, 0.7, 30.0],
    "cosh": [-710.0, -3.0, 0.0, 0.7, 30.0],
    "tanh": [-300.0, -3.0, 0.0, 0.7, 18.0],
    "asinh": [-1e8, -1.0, -0.1, 1e-5, 0.3, 1.0, 30.0],
    "acosh": [1.0, 1.00000001, 1.3, 2.0, 30.0, 1e12],
    "atanh": [-1.0, -0.999, -0.3, 1e-5, 0.5, 0.99999999, 1.0],
}


def angle(a, b):
    if abs(b.real) >= abs(a.real):
        return mp.atan(a / b) + (0 if b.real > 0 else mp.pi * mp.sign(a.real))
    return mp.pi / 2 * mp.sign(a.real) - mp.atan(b / a)


# Operands of which one or both have an imaginary part.
FACTORS = [(0.3, -2.0), (-5.0, 0.7), (1e5, 3.0), (1e-3, -1e-3)]
POWERS = [(0.7, 0.5), (3.0, -1.7), (0.02, 4.0), (-1.3, 3.0), (-0.4, -5.0), (2.5, 60.0), (1.1, 1000.0)]
COMPLEX = {
    "*": (lambda a, b: a * b, FACTORS),
    "/": (lambda a, b: a / b, FACTORS),
    "^": (lambda a, b: a ** int(b.real) if b.imag == 0 and b.real == int(b.real) else mp.exp(b * mp.log(a)), POWERS),
    "atan2": (angle, FACTORS),
    "hypot": (lambda a, b: mp.sqrt(a * a + b * b), FACTORS),
}


NAMED = {
    "ln": mp.log,
    "expm1": lambda z: mp.exp(z) - 1,
    "exp2": lambda z: mp.exp(z * mp.ln2),
    "log1p": lambda z: mp.log(1 + z),
    "log2": lambda z: mp.log(z) / mp.ln2,
    "log10": lambda z: mp.log(z) / mp.ln10,
    # Odd, as the real one.
    "cbrt": lambda z: z ** (mpf(1) / 3) if z.real >= 0 else -((-z) ** (mpf(1) / 3)),
}


def value_rows():
    rows = ["function,a_re,a_im,b_re,b_im,re,im"]
    for name, arguments in ARGUMENTS.items():
        function = NAMED.get(name) or getattr(mp, name)
        for re in arguments:
            for im in STEPS:
                value = function(mpc(re, im))
                if max(abs(value.real), abs(value.imag)) < LARGEST:
                    rows.append(f"{name},{re!r},{im!r},,,{rounded(value.real)!r},{rounded(value.imag)!r}")
    for name, (function, operands) in COMPLEX.items():
        for a, b in operands:
            for im in STEPS:
                for a_im, b_im in ((im, 0.0), (0.0, im), (im, 0.3 * im)):
                    if name == "^" and a < 0 and b_im != 0:
                        continue
                    value = function(mpc(a, a_im), mpc(b, b_im))
                    parts = [abs(value.real), abs(value.imag)]
                    if max(parts) < LARGEST and (min(parts) == 0 or min(parts) > SMALLEST):
                        rows.append(f"{name},{a!r},{a_im!r},{b!r},{b_im!r},{rounded(value.real)!r},{rounded(value.imag)!r}")
    return rows


def main():
    here = pathlib.Path(__file__).parent
    for name, rows in (("complex_derivatives", derivative_rows()), ("complex_values", value_rows())):
        (here / f"{name}.txt").write_text("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
