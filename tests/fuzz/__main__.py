"""Command line: damage files, count crashes, hangs and silent passes; exit 1 on any."""

from __future__ import annotations

import argparse
import sys

from tests.fuzz.runner import mutations, run
from tests.fuzz.seeds import seeds


def main() -> int:
    """Run as asked; see ``--help``."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=500, help="damaged files to load")
    parser.add_argument("--seed", type=int, default=1, help="of the random generator")
    parser.add_argument("--only", default="", help="file names that end like this")
    parser.add_argument("--write", type=int, help="write number N to standard output, and end")
    options = parser.parse_args()
    good = {name: data for name, data in seeds().items() if name.endswith(options.only)}
    if options.write is not None:
        for number, _, mutation in mutations(good, options.write + 1, options.seed):
            if number == options.write:
                sys.stdout.buffer.write(mutation.data)
        return 0
    tally = run(good, options.count, options.seed)
    for verdict, name, kind, number, detail in tally.failures:
        sys.stdout.write(f"{verdict:6} {name} {kind} #{number}: {detail}\n")
    sys.stdout.write(f"{tally.count} files: {dict(tally.outcomes)}\n")
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
