"""Measure gradfield against NumPy, numexpr, numba and JAX, and print the result as a Markdown table.

All compute the same fields: six functions on 1024 x 1024 points of [-2, 2) x [-2, 2), central differences with
h = 1e-4, f, g0, g1 and the norm in 64 bits. They are measured in turn, as machines drift, each in memory it has used
before if it lets its user have a say, after everything has been compiled. requirements.txt tells what to install.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import textwrap
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import numpy as np

from contestants import CONTESTANTS, FUNCTIONS, H, N

RUNS = 3
"""Each measurement is the best of at least so many runs ..."""
SECONDS = 1.0
"""... and so many seconds of them, as it is for --time."""

ROUNDINGS = 64
"""Roundings between two right values of a function. It has at most some 20 operations, each off by half an ulp, or by
one or a few in the elementary functions of a library, of terms at most a few times as large as 1 + max |f|."""

ONE_BY_NATURE = {"NumPy, meshgrid", "NumPy, broadcasting"}
"""Contestants that use one core whatever there is."""


@dataclass
class Gradfield:
    """The program, with so many threads."""

    program: str
    threads: int
    seconds: list[list[float]] = field(default_factory=lambda: [[] for _ in FUNCTIONS])

    def measure(self, index: int, output: str = os.devnull) -> float:
        command = [self.program, "field", FUNCTIONS[index].gradfield, "--x0", "-2:2", "--step", f"4/{N}"]
        command += ["--h", str(H), "--time", "--format", "npy", "-o", output]
        environment = os.environ | {"RAYON_NUM_THREADS": str(self.threads)}
        done = subprocess.run(command, env=environment, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            sys.exit(f"{self.program} failed: {done.stderr}")
        return float(done.stderr)


@dataclass
class Peer:
    """A contestant in a process of its own, with so many threads."""

    name: str
    threads: int
    folder: Path
    seconds: list[list[float]] = field(default_factory=lambda: [[] for _ in FUNCTIONS])

    def __post_init__(self) -> None:
        count = str(self.threads)
        environment = os.environ | {
            "OMP_NUM_THREADS": count,
            "NUMEXPR_MAX_THREADS": count,
            "NUMEXPR_NUM_THREADS": count,
            "NUMBA_NUM_THREADS": count,
            "JAX_PLATFORMS": "cpu",
        }
        if self.threads == 1:
            # The only setting of JAX's; without it, it takes all cores.
            environment["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
        script = Path(__file__).with_name("contestants.py")
        self.process = subprocess.Popen(
            [sys.executable, script, self.name],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def array(self, index: int) -> Path:
        """Where the first measurement of a function leaves its field, N x N x 4 numbers."""
        return self.folder / f"{self.name} {self.threads} {index}.npy"

    def measure(self, index: int) -> float:
        order = {"function": index, "runs": RUNS, "seconds": SECONDS, "save": str(self.array(index))}
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"{self.name} ended before it answered; what went wrong is above.")
        return json.loads(answer)["seconds"]

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


def check(peer: Peer, index: int, ours: np.ndarray) -> None:
    """Whether two fields agree, as far as two right ones do.

    f is off by `ROUNDINGS` roundings of its terms. A difference quotient takes two such f and divides them by 2 h, the
    norm two such quotients.
    """
    theirs = np.load(peer.array(index))
    f = ROUNDINGS * np.finfo(float).eps * (1 + np.abs(ours[..., 0]).max())
    for column, (name, bound) in enumerate({"f": f, "g0": f / H, "g1": f / H, "norm": 2 * f / H}.items()):
        off = np.abs(theirs[..., column] - ours[..., column]).max()
        # Not `off > bound`, which NaN would pass.
        if not off <= bound:
            sys.exit(f"{peer.name}: {name} of {FUNCTIONS[index].name} is off by {off:.3g}, more than {bound:.3g}.")


def check_all(ours: Gradfield, peers: list[Peer], folder: Path) -> None:
    """Compute every field once, which also compiles everything, and compare."""
    for index in range(len(FUNCTIONS)):
        file = folder / "gradfield.npy"
        ours.measure(index, str(file))
        table = np.load(file).reshape(N, N, 6)
        for peer in peers:
            peer.measure(index)
            check(peer, index, table[..., 2:])


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def slower(peer: Peer, ours: Gradfield) -> str:
    """A row of the table: how many times as long as gradfield each function takes, the median of the rounds."""
    cells = []
    for theirs, own in zip(peer.seconds, ours.seconds):
        ratio = statistics.median(a / b for a, b in zip(theirs, own))
        cells.append(f"{ratio:.2f}" if ratio < 9.95 else f"{ratio:.0f}")
    return f"| {peer.name} | {peer.threads} | {ours.threads} | " + " | ".join(cells) + " |"


def own(ours: Gradfield) -> str:
    """A row of the table: gradfield's milliseconds."""
    cells = [f"{statistics.median(seconds) * 1e3:.2f} ms" for seconds in ours.seconds]
    return f"| **gradfield** | | {ours.threads} | " + " | ".join(cells) + " |"


def table(all_ours: list[Gradfield], peers: list[Peer]) -> str:
    names = " | ".join(function.name for function in FUNCTIONS)
    lines = [f"| | its threads | gradfield's | {names} |", "|---" * (3 + len(FUNCTIONS)) + "|"]
    lines += [own(ours) for ours in all_ours]
    for ours in all_ours:
        lines += [slower(p, ours) for p in peers if p.threads == ours.threads or p.name in ONE_BY_NATURE]
    return "\n".join(lines)


def own_version(program: str) -> str:
    try:
        return subprocess.run([program, "--version"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"There is no gradfield to measure: {error}. --gradfield tells where it is.")


def header(ours: str, machine: str, cores: int, rounds: int) -> str:
    theirs = ", ".join(f"{name} {version(name)}" for name in ["numpy", "numexpr", "numba", "jax"])
    return textwrap.fill(
        f"{machine}, {cores} cores; {ours} against {theirs} on Python {platform.python_version()}; how many times as "
        f"long as gradfield each takes, medians of {rounds} interleaved rounds:",
        width=128,
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gradfield", default="gradfield", metavar="FILE", help="the program [gradfield on the PATH]")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="measurements of each in turn [5]")
    parser.add_argument("--machine", default=processor(), metavar="NAME", help="what the header calls the processor")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    ours = own_version(options.gradfield)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    counts = sorted({1, cores})
    all_ours = [Gradfield(options.gradfield, count) for count in counts]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        peers = [
            Peer(contestant, count, folder)
            for count in counts
            for contestant in CONTESTANTS
            if count == 1 or contestant not in ONE_BY_NATURE
        ]
        check_all(all_ours[-1], peers, folder)
        print("All agree; measuring.", file=sys.stderr)
        for _ in range(options.rounds):
            for index in range(len(FUNCTIONS)):
                for contestant in [*all_ours, *peers]:
                    contestant.seconds[index].append(contestant.measure(index))
        for peer in peers:
            peer.close()
    print(header(ours, options.machine, cores, options.rounds))
    print()
    print(table(all_ours, peers))


if __name__ == "__main__":
    main()
