"""What one query may use, and how many may run.

The defaults suit a graph of up to a few million triples on a machine with two cores. All of them
are options of `ne-kg serve`, and stand at `/sparql` and in docs/operations.md.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

MIB = 1024 * 1024


def _workers() -> int:
    """Two more than there are cores: a runaway on each core leaves two for everybody else."""
    return max(4, min(16, (os.cpu_count() or 2) + 2))


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one query (`seconds` to `nesting`) and of the pool of workers."""

    seconds: float = 10.0
    """Wall clock time from the moment a worker takes the query."""
    memory: int = 512 * MIB
    """Bytes of address space that a worker may add to the loaded dataset."""
    answer: int = 64 * MIB
    """Bytes of one serialised answer."""
    query: int = 256 * 1024
    """Bytes of one query text, UTF-8."""
    nesting: int = 100
    """Brackets and prefix operators open at once."""
    chain: int = 4000
    """Operators that join parts of a query (UNION, OPTIONAL, ||, / and so on), all together."""
    workers: int = _workers()
    """Worker processes: queries that run at once."""
    queue: int = 64
    """Queries that wait for a worker; one more is refused at once."""
    patience: float = 10.0
    """Seconds that a query waits for a worker before it is refused."""
    private: int = 1024 * MIB
    """Bytes a worker may keep beside its copy of the data; above, it is replaced."""
    slow: float = 0.1
    """Seconds after which a query is lowered in priority, so that short ones pass it."""
