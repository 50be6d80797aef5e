"""Run scripts with matplotlib and let it draw each figure, on no screen.

    python3 draw.py DIRECTORY

For each NAME.py there a line is printed, with what went wrong if something did.
"""
import pathlib
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def show():
    figure = plt.gcf()
    figure.set_dpi(40)
    figure.canvas.draw()
    assert plt.gca().collections, "no arrows"


plt.show = show
stdout, sys.stdout = sys.stdout, sys.stderr

for script in sorted(pathlib.Path(sys.argv[1]).glob("*.py")):
    try:
        with plt.style.context("default"):
            exec(compile(script.read_text(encoding="utf-8"), str(script), "exec"), {})
        print(f"{script.name}: drawn", file=stdout)
    except Exception as error:
        print(f"{script.name}: {error!r}", file=stdout)
    plt.close("all")
