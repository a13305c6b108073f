"""A round of work for each line of the standard input, so that several programs can work in turn."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable


def work(name: str, once: Callable[[], int]) -> None:
    """Prints the name, and after each round the CPU time that a piece of it took, in microseconds. ``once`` returns how many it did."""
    print(json.dumps(name), flush=True)
    for _ in sys.stdin:
        start = time.process_time_ns()
        count = once()
        print((time.process_time_ns() - start) / 1000 / count, flush=True)
