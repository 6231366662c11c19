"""Memory of this process: how much there is, and the copying of what a fork shares.

After a fork parent and child share all pages, and each is copied when one of them first writes to
it. Oxigraph counts references to what it reads, so the first scan of a worker copies the data page
by page and takes twice as long. Copied beforehand, into large pages where the kernel has them, a
scan takes no longer than it did before the fork.
"""

from __future__ import annotations

import ctypes
import io
import re
import resource
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_STATE = Path("/proc/self/smaps_rollup")
_CONTAINER = Path("/sys/fs/cgroup")
_LARGE_PAGE = 2 * 1024 * 1024
_MADV_POPULATE_WRITE, _MADV_COLLAPSE = 23, 25  # Linux 5.14 and 6.1; older ones refuse

_madvise = ctypes.CDLL(None).madvise
_madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)


def resident() -> int:
    """Bytes of memory in use."""
    return _pages(1)


def size() -> int:
    """Bytes of address space in use."""
    return _pages(0)


def _pages(field: int) -> int:
    return int(Path("/proc/self/statm").read_text().split()[field]) * resource.getpagesize()


def available() -> int:
    """Bytes that processes of this machine, or of this container, can still take."""
    [free] = re.findall(r"MemAvailable:\s+(\d+)", Path("/proc/meminfo").read_text())
    bounds = [int(free) * 1024]
    with suppress(OSError, ValueError):  # no container, or `max`
        most = int((_CONTAINER / "memory.max").read_text())
        bounds.append(most - int((_CONTAINER / "memory.current").read_text()))
    return min(bounds)


class Private:
    """How much memory this process shares with no other; open before descriptors are bounded."""

    def __init__(self) -> None:
        self._state: io.FileIO = _STATE.open("rb", buffering=0)

    def read(self) -> int:
        """Bytes; takes up to a millisecond."""
        self._state.seek(0)
        found = re.findall(rb"Private_\w+:\s+(\d+)", self._state.read(4096))
        return sum(map(int, found)) * 1024


def copying() -> Iterator[int]:
    """Have as one's own all writable memory that is no file; the bytes of each piece when done."""
    for line in Path("/proc/self/maps").read_text().splitlines():
        span, rights, _, _, inode, *name = line.split()
        if rights == "rw-p" and inode == "0" and name != ["[stack]"]:
            start, end = (int(address, 16) for address in span.split("-"))
            while start < end:
                size = min(end, (start // _LARGE_PAGE + 1) * _LARGE_PAGE) - start
                _madvise(start, size, _MADV_COLLAPSE)
                _madvise(start, size, _MADV_POPULATE_WRITE)
                start += size
                yield size
