"""Write descent.csv: the first 30 iterates of each optimiser, by NumPy, from the published update rules.

Gradients are written down by hand. Run with NumPy 2: python make_descent.py > descent.csv
"""

import numpy as np

STEPS = 30


def valley(x):
    return x[0] ** 2 / 20 + x[1] ** 2, np.array([x[0] / 10, 2 * x[1]])


def rosenbrock(x):
    a, b = 1 - x[0], x[1] - x[0] ** 2
    return a**2 + 100 * b**2, np.array([-2 * a - 400 * x[0] * b, 200 * b])


# https://doi.org/10.1214/aoms/1177729586, without noise.
def sgd(grad, x, rate):
    while True:
        x = x - rate * grad(x)[1]
        yield x


# Polyak (1964), as in Sutskever et al. (2013), equations 1 and 2.
def momentum(grad, x, rate, mu=0.9):
    v = np.zeros(2)
    while True:
        v = mu * v - rate * grad(x)[1]
        x = x + v
        yield x


# Sutskever et al. (2013), equations 3 and 4.
def nesterov(grad, x, rate, mu=0.9):
    v = np.zeros(2)
    while True:
        v = mu * v - rate * grad(x + mu * v)[1]
        x = x + v
        yield x


# Duchi et al. (2011), diagonal.
def adagrad(grad, x, rate, eps=1e-7):
    s = np.zeros(2)
    while True:
        g = grad(x)[1]
        s = s + g * g
        x = x - rate * g / (np.sqrt(s) + eps)
        yield x


# Tieleman and Hinton (2012), lecture 6.5.
def rmsprop(grad, x, rate, decay=0.99, eps=1e-7):
    s = np.zeros(2)
    while True:
        g = grad(x)[1]
        s = decay * s + (1 - decay) * g * g
        x = x - rate * g / (np.sqrt(s) + eps)
        yield x


# Kingma and Ba (2015), algorithm 1.
def adam(grad, x, rate, b1=0.9, b2=0.999, eps=1e-8):
    m, v, t = np.zeros(2), np.zeros(2), 0
    while True:
        t += 1
        g = grad(x)[1]
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g * g
        x = x - rate * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)
        yield x


# Nocedal and Wright (2006), algorithm 3.1, with rho = 1/2.
def backtracking(grad, x, rate, c=1e-4):
    while True:
        f, g = grad(x)
        t = rate
        while grad(x - t * g)[0] > f - c * t * (g @ g):
            t = t / 2
        x = x - t * g
        yield x


RUNS = [
    (valley, [-7.0, 2.0], {"sgd": 0.95, "momentum": 0.1, "nesterov": 0.1, "adagrad": 1.5, "rmsprop": 0.3, "adam": 0.3, "backtracking": 1.0}),
    (rosenbrock, [-1.2, 1.0], {"sgd": 1e-3, "momentum": 2e-4, "nesterov": 2e-4, "adagrad": 0.5, "rmsprop": 0.01, "adam": 0.05, "backtracking": 1.0}),
]

print("function,optimizer,rate,step,x0,x1")
for f, start, rates in RUNS:
    for name, rate in rates.items():
        iterates = globals()[name](f, np.array(start), rate)
        for step in range(1, STEPS + 1):
            x = next(iterates)
            print(f"{f.__name__},{name},{rate!r},{step},{float(x[0])!r},{float(x[1])!r}")
