"""Run scripts without a figure and keep their arrays: f, g0 and g1, one after the other, as little-endian float64.

    python3 run.py DIRECTORY

Each NAME.py there, and the text of f at the nodes in NAME.f, makes NAME.bin; with an expression in NAME.value it makes the
numbers of that alone. What goes wrong is printed, a line a script.
"""
import pathlib
import sys
import types

import numpy as np


class Anything(types.ModuleType):
    """A module of modules, each of which can be called and gives another one."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything(name)

    def __call__(self, *arguments, **options):
        return Anything("value")


for name in ["matplotlib", "matplotlib.pyplot", "matplotlib.colors"]:
    sys.modules[name] = Anything(name)
sys.modules["matplotlib"].pyplot = sys.modules["matplotlib.pyplot"]
sys.stdout = sys.stderr

for script in sorted(pathlib.Path(sys.argv[1]).glob("*.py")):
    try:
        names = {}
        exec(compile(script.read_text(encoding="utf-8"), str(script), "exec"), names)
        value = script.with_suffix(".value")
        if value.exists():
            arrays = [np.asarray(eval(value.read_text(encoding="utf-8"), names), "<f8").ravel()]
        else:
            with np.errstate(all="ignore"):
                f = eval(script.with_suffix(".f").read_text(encoding="utf-8"), names)
            arrays = [np.asarray(array, "<f8").ravel() for array in (f, names["g0"], names["g1"])]
            assert len({array.shape for array in arrays}) == 1, [array.shape for array in arrays]
        np.concatenate(arrays).tofile(script.with_suffix(".bin"))
    except Exception as error:
        print(f"{script.name}: {error!r}", file=sys.__stdout__)
