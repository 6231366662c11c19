"""Connections of this process to the workers, kept from one query to the next.

A worker holds one connection at a time, so one that is idle here stands for a worker that waits: a
query goes to it without asking who is free. The one used last is taken first, because its worker's
memory is warm.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ne_kg.model.errors import EngineDown
from ne_kg.store import wire
from ne_kg.store.limits import Limits

_GRACE = 2.0
_AGAIN = 0.02


class Gone(Exception):
    """The worker gave the connection up before it took the query."""


class Died(Exception):
    """The worker ended with the query in it; its store process knows of what."""

    def __init__(self, process: str, worker: int) -> None:
        super().__init__(f"worker {worker} of store process {process} died")
        self.process = process
        self.worker = worker


class Connection:
    """One worker's attention."""

    def __init__(self, process: str, link: socket.socket) -> None:
        """Wait until a worker takes the connection, as long as the socket's timeout allows."""
        self.process = process
        self._link = link
        self._reader = wire.Reader(link)
        self._worker = self._reader.greeting()

    def ask(self, message: bytes) -> tuple[dict[str, Any], bytes]:
        """The reply and the answer's body; Gone, Died, or EngineDown if there is no reply."""
        try:
            self._link.sendall(message)
        except OSError as error:
            raise Gone from error
        try:
            reply = self._reader.message()
            body = self._reader.frame() if "ok" in reply else b""
        except BlockingIOError as error:
            raise EngineDown("the store does not answer") from error
        except (OSError, wire.Closed) as error:
            raise Died(self.process, self._worker) from error
        if "gone" in reply:
            raise Gone
        return reply, body

    def close(self) -> None:
        self._link.close()


class Connections:
    """At most one for each worker; more queries wait in line."""

    def __init__(self, run: Path, limits: Limits) -> None:
        self._run = run
        self._current = str(run / "current")
        self._limits = limits
        self._idle: deque[Connection] = deque()
        self._places = threading.Semaphore(limits.workers)
        self._waiting: set[int] = set()

    @property
    def waiting(self) -> int:
        """Queries of this process that wait for a worker."""
        return len(self._waiting)

    def process(self) -> str:
        """Name of the folder of the current store process."""
        try:
            return os.readlink(self._current)  # noqa: PTH115 - five times as quick as a Path
        except OSError as error:
            raise EngineDown("the store is not running") from error

    def ask(self, message: bytes) -> tuple[dict[str, Any], bytes]:
        """Send to a worker of the current process; again if it went before it took the query."""
        until = time.monotonic() + self._limits.patience
        with self._place(until):
            while True:
                connection = self._take(until)
                try:
                    answer = connection.ask(message)
                except Gone:
                    connection.close()
                    continue
                except BaseException:
                    connection.close()
                    raise
                self._idle.append(connection)
                return answer

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def _place(self, until: float) -> Iterator[None]:
        """One of the places of this process, or EngineDown if too many wait, or for too long."""
        if not self._places.acquire(blocking=False):
            if len(self._waiting) >= self._limits.queue:
                raise self._busy()
            with self._in_line():
                if not self._places.acquire(timeout=max(0.0, until - time.monotonic())):
                    raise self._busy()
        try:
            yield
        finally:
            self._places.release()

    @contextmanager
    def _in_line(self) -> Iterator[None]:
        me = threading.get_ident()
        self._waiting.add(me)
        try:
            yield
        finally:
            self._waiting.discard(me)

    def _take(self, until: float) -> Connection:
        process = self.process()
        while self._idle:
            try:
                connection = self._idle.pop()
            except IndexError:  # another thread was quicker
                break
            if connection.process == process:
                return connection
            connection.close()
        with self._in_line():
            return self._connect(until)

    def _connect(self, until: float) -> Connection:
        """A new connection; workers take them in turn, so other processes get theirs too."""
        while True:
            process = self.process()
            link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                link.settimeout(max(0.01, until - time.monotonic()))
                link.connect(str(self._run / process / "socket"))
                connection = Connection(process, link)
            except (BlockingIOError, TimeoutError) as error:
                link.close()
                raise self._busy() from error
            except (OSError, wire.Closed) as error:
                link.close()
                if time.monotonic() > until:
                    raise EngineDown("the store is being restarted") from error
                time.sleep(_AGAIN)
                continue
            wire.bound(link, self._limits.seconds + _GRACE)
            return connection

    def _busy(self) -> EngineDown:
        return EngineDown(
            "all workers are busy, and others wait already",
            retry_after=max(1, round(self._limits.seconds / 2)),
            remedy="try again in a few seconds",
        )
