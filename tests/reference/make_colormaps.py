"""matplotlib's colour maps, entry by entry.

    python3 make_colormaps.py            # needs matplotlib; rewrites colormaps.csv beside this file, and
                                         # assets/colormaps/*.hex, the maps that are tables

Each row: the map, the entry (0 to 255) and its colour in 0 to 255 a channel, rounded as Agg rounds the colour of a
quiver's arrow (half up). matplotlib's own `bytes=True`, which images take, cuts off instead, one level lower or none.
"""
import csv
import pathlib

from matplotlib import colormaps

NAMES = "jet viridis turbo plasma inferno cividis Greys".split()
# The others are lines between a few points, which the program computes.
TABLES = "viridis turbo plasma inferno cividis".split()
ASSETS = pathlib.Path(__file__).parents[2] / "assets" / "colormaps"


def colors(name):
    return [[int(channel * 255 + 0.5) for channel in colormaps[name](entry)[:3]] for entry in range(256)]


def main():
    with open(pathlib.Path(__file__).parent / "colormaps.csv", "w", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow("map entry red green blue".split())
        for name in NAMES:
            rows.writerows([name, entry, *color] for entry, color in enumerate(colors(name)))
    for name in TABLES:
        entries = ["%02x%02x%02x" % tuple(color) for color in colors(name)]
        lines = (" ".join(entries[start:start + 16]) for start in range(0, 256, 16))
        (ASSETS / f"{name}.hex").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
