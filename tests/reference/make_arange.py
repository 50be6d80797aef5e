"""Axes as np.arange makes them, for the grid to be held against bit for bit.

    python3 make_arange.py            # needs numpy; rewrites arange.csv beside this file

Each row: start, stop, step, the number of values, four of the values and a hash of them all (64-bit FNV-1a over the
bits of each value, low byte first).
"""
import csv
import math
import pathlib
import random
import struct

import numpy as np

BY_HAND = [
    (-2, 2, 0.25), (-2, 2, 0.1), (-2, 2, 0.05), (-1, 3, 0.1), (-10, 10, 1.0), (-5, 5, 0.5), (0, 1, 0.1), (0, 0.3, 0.1),
    # The step does not divide the range; a single value.
    (0, 1, 0.3), (-2, 2, 0.7), (-1, 1, 2), (0.1, 0.4, 0.3), (-3, 2, 4.9),
    # Rounding admits stop, or a value beyond it.
    (1, 1.3, 0.1), (1, 1.6, 0.1), (0.5, 0.8, 0.1), (2, 2.3, 0.05), (-0.3, 0.3, 0.1),
    # The first value keeps the sign of its zero.
    (-0.0, 1, 0.25), (-0.0, 1, 0.1),
    # Element 1 is start + step, which start + 1 * ((start + step) - start) misses where step is the larger.
    (-0.82, 32.968771132764296, 1.82), (-0.72, 30, 2.72), (-0.21, 5, 0.46), (-0.42, 4, 0.92), (-0.61, 100, 1.61),
    # Beside a large offset the step that is taken is not the step that was asked for.
    (1e6, 1e6 + 1, 1e-3), (1e9, 1e9 + 1, 1e-3), (1e9, 1e9 + 0.1, 1e-4), (-1e9 - 1, -1e9, 1e-3), (1e12, 1e12 + 1, 1e-3),
    (2.0**53 - 8, 2.0**53 + 8, 1), (-(2.0**53) - 16, -(2.0**53), 2), (1e15, 1e15 + 10, 0.3), (1e16, 1e16 + 400, 4),
    # Both ends of the range of numbers, and below the normal ones.
    (0, 1e-300, 1e-302), (1e-300, 1e-298, 1e-300), (-1e-300, 1e-300, 3e-302), (0, 1e-320, 5e-322), (0, 5e-322, 5e-324),
    (-1e300, 1e300, 1e298), (0, 1e300, 1e297), (-8e307, 8e307, 1e306), (1e308, 1.7e308, 1e306), (0, 1.7e308, 1e308),
    (-math.pi, math.pi, math.pi / 16), (-math.pi, math.pi, 0.1), (0, math.e, math.e / 7), (-1 / 3, 1 / 3, 1 / 9),
    (-2, 2, 0.002), (1e-8, 1e8, 123456.789),
]


def drawn(count):
    """Ranges as people type them and ranges as nobody would, always the same ones."""
    pick = random.Random(0)
    while count:
        digits, scale = pick.randrange(1, 5), 10.0 ** pick.choice([0, 0, 0, 0, 1, 2, -1, -3, 8, -8, 200, -200])
        start = round(pick.uniform(-10, 10), digits) * scale
        step = round(pick.uniform(0.001, 1), digits + 1) * scale
        stop = start + pick.choice([pick.uniform(1, 60), float(pick.randrange(1, 60)), pick.uniform(1, 1900)]) * step
        if pick.random() < 0.3:
            start, step, stop = (v * pick.uniform(0.5, 1) for v in (start, step, stop))
        if step > 0 and 1 < (stop - start) / step < 2000:
            yield start, stop, step
            count -= 1


def fnv1a(values):
    state = 0xCBF29CE484222325
    for byte in b"".join(struct.pack("<d", v) for v in values):
        state = (state ^ byte) * 0x100000001B3 % 2**64
    return state


def main():
    with open(pathlib.Path(__file__).parent / "arange.csv", "w", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow("start stop step length first second middle last hash".split())
        for start, stop, step in BY_HAND + list(drawn(200 - len(BY_HAND))):
            values = [float(v) for v in np.arange(float(start), float(stop), float(step))]
            assert 1 <= len(values) <= 2000, (start, stop, step)
            some = values[0], values[min(1, len(values) - 1)], values[len(values) // 2], values[-1]
            rows.writerow([*(repr(float(v)) for v in (start, stop, step)), len(values), *map(repr, some), fnv1a(values)])


if __name__ == "__main__":
    main()
