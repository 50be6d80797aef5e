"""The gradient fields of six functions as a good user of NumPy, numexpr, numba and JAX writes them.

Run as a program with the name of a contestant, it is a server for peers.py: for each line on standard input, a JSON
object, it measures a function and answers with a line, a JSON object too. Each contestant has a process of its own, as
several read their number of threads only once.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

H = 1e-4
"""The difference step."""

N = 1024
"""Values of an axis, from -2 to below 2. Their distance is a power of two, so that all sides have the same points."""

Array = Any
"""An array of NumPy or JAX."""
Measured = Callable[[], tuple[Array, Array, Array, Array]]
"""Computes f, g0, g1 and the norm; x0 runs along the second axis."""


@dataclass(frozen=True)
class Function:
    """A function in three notations."""

    name: str
    gradfield: str
    numexpr: str
    """With {a} and {b} where x0 and x1 go."""
    python: Callable[[Any, Any, Any], Any]
    """Of a module with sin, cos, exp and sqrt, and of x0 and x1: arrays or numbers."""


def bowl(m, a, b):
    return a**2 + b**2


def rosenbrock(m, a, b):
    return (1 - a) ** 2 + 100 * (b - a**2) ** 2


def himmelblau(m, a, b):
    return (a**2 + b - 11) ** 2 + (a + b**2 - 7) ** 2


def waves(m, a, b):
    return m.sin(a) * m.cos(b) + 0.1 * m.exp(-(a**2 + b**2) / 2)


def rastrigin(m, a, b):
    return 20 + a**2 + b**2 - 10 * (m.cos(2 * math.pi * a) + m.cos(2 * math.pi * b))


def ackley(m, a, b):
    near = 20 * m.exp(-0.2 * m.sqrt((a**2 + b**2) / 2))
    return 20 + math.e - near - m.exp((m.cos(2 * math.pi * a) + m.cos(2 * math.pi * b)) / 2)


FUNCTIONS = [
    Function("bowl", "x0^2 + x1^2", "{a}**2 + {b}**2", bowl),
    Function(
        "Rosenbrock",
        "(1 - x0)^2 + 100*(x1 - x0^2)^2",
        "(1 - {a})**2 + 100*({b} - {a}**2)**2",
        rosenbrock,
    ),
    Function(
        "Himmelblau",
        "(x0^2 + x1 - 11)^2 + (x0 + x1^2 - 7)^2",
        "({a}**2 + {b} - 11)**2 + ({a} + {b}**2 - 7)**2",
        himmelblau,
    ),
    Function(
        "sin·cos + exp",
        "sin(x0)*cos(x1) + 0.1*exp(-(x0^2 + x1^2)/2)",
        "sin({a})*cos({b}) + 0.1*exp(-({a}**2 + {b}**2)/2)",
        waves,
    ),
    Function(
        "Rastrigin",
        "20 + x0^2 + x1^2 - 10*(cos(2*pi*x0) + cos(2*pi*x1))",
        "20 + {a}**2 + {b}**2 - 10*(cos(2*pi*{a}) + cos(2*pi*{b}))",
        rastrigin,
    ),
    Function(
        "Ackley",
        "20 + e - 20*exp(-0.2*sqrt((x0^2 + x1^2)/2)) - exp((cos(2*pi*x0) + cos(2*pi*x1))/2)",
        "20 + e - 20*exp(-0.2*sqrt(({a}**2 + {b}**2)/2)) - exp((cos(2*pi*{a}) + cos(2*pi*{b}))/2)",
        ackley,
    ),
]


def axis() -> np.ndarray:
    return np.arange(-2, 2, 4 / N)


def quotients(m: ModuleType, function: Callable, x0: Array, x1: Array, h: float):
    """The field in whole arrays, the same for NumPy and JAX."""
    f = function(m, x0, x1)
    g0 = (function(m, x0 + h, x1) - function(m, x0 - h, x1)) / (2 * h)
    g1 = (function(m, x0, x1 + h) - function(m, x0, x1 - h)) / (2 * h)
    return f, g0, g1, m.sqrt(g0**2 + g1**2)


def numpy_meshgrid(function: Function) -> Measured:
    """As textbooks have it: every operation on N x N numbers."""
    x0, x1 = np.meshgrid(axis(), axis())
    return lambda: quotients(np, function.python, x0, x1, H)


def numpy_broadcast(function: Function) -> Measured:
    """A row and a column: what depends on one of them alone is computed N times only."""
    x0, x1 = np.meshgrid(axis(), axis(), sparse=True)
    return lambda: quotients(np, function.python, x0, x1, H)


def numexpr(function: Function) -> Measured:
    """An expression for each result, so that each is one pass over memory, into arrays that are there already."""
    import numexpr as ne

    x0, x1 = np.meshgrid(axis(), axis(), sparse=True)
    names = {"x0": x0, "x1": x1, "h": H, "pi": math.pi, "e": math.e}
    f, g0, g1, norm = (np.empty((N, N)) for _ in range(4))

    def at(a: str, b: str) -> str:
        return "(" + function.numexpr.format(a=a, b=b) + ")"

    along_x0 = f"({at('(x0 + h)', 'x1')} - {at('(x0 - h)', 'x1')}) / (2*h)"
    along_x1 = f"({at('x0', '(x1 + h)')} - {at('x0', '(x1 - h)')}) / (2*h)"

    def measured():
        ne.evaluate(at("x0", "x1"), names, out=f)
        ne.evaluate(along_x0, names, out=g0)
        ne.evaluate(along_x1, names, out=g1)
        ne.evaluate("sqrt(g0**2 + g1**2)", {"g0": g0, "g1": g1}, out=norm)
        return f, g0, g1, norm

    return measured


def numba(function: Function) -> Measured:
    """Loops, the rows in parallel, into arrays that are there already; compiled for this machine."""
    import numba as nb

    compiled = nb.njit(function.python, fastmath=False, error_model="numpy")

    @nb.njit(parallel=True, fastmath=False, error_model="numpy")
    def fill(x0, x1, h, f, g0, g1, norm):
        for row in nb.prange(len(x1)):
            b = x1[row]
            for column in range(len(x0)):
                a = x0[column]
                d0 = (compiled(math, a + h, b) - compiled(math, a - h, b)) / (2 * h)
                d1 = (compiled(math, a, b + h) - compiled(math, a, b - h)) / (2 * h)
                f[row, column] = compiled(math, a, b)
                g0[row, column] = d0
                g1[row, column] = d1
                norm[row, column] = math.sqrt(d0**2 + d1**2)

    values = axis()
    arrays = tuple(np.empty((N, N)) for _ in range(4))

    def measured():
        fill(values, values, H, *arrays)
        return arrays

    return measured


def jax(function: Function) -> Measured:
    """One compiled function of a row and a column, in 64 bits."""
    import jax as jx
    import jax.numpy as jnp

    jx.config.update("jax_enable_x64", True)
    field = jx.jit(lambda x0, x1, h: quotients(jnp, function.python, x0, x1, h))
    x0, x1 = (jnp.asarray(values) for values in np.meshgrid(axis(), axis(), sparse=True))
    return lambda: jx.block_until_ready(field(x0, x1, H))


CONTESTANTS: dict[str, Callable[[Function], Measured]] = {
    "NumPy, meshgrid": numpy_meshgrid,
    "NumPy, broadcasting": numpy_broadcast,
    "numexpr": numexpr,
    "numba": numba,
    "JAX": jax,
}


def best_seconds(measured: Measured, runs: int, seconds: float) -> float:
    """The fastest of at least so many runs and seconds of them, as `gradfield field --time` measures."""
    best, done, begin = math.inf, 0, time.perf_counter()
    while done < runs or time.perf_counter() - begin < seconds:
        start = time.perf_counter()
        measured()
        best = min(best, time.perf_counter() - start)
        done += 1
    return best


def serve(name: str) -> None:
    ready: dict[int, Measured] = {}
    for line in sys.stdin:
        order = json.loads(line)
        index = order["function"]
        if index not in ready:
            ready[index] = CONTESTANTS[name](FUNCTIONS[index])
            field = ready[index]()  # compiled here, not while it is measured
            np.save(order["save"], np.stack([np.asarray(array) for array in field], axis=-1))
        print(json.dumps({"seconds": best_seconds(ready[index], order["runs"], order["seconds"])}), flush=True)


if __name__ == "__main__":
    serve(sys.argv[1])
