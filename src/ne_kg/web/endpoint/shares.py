"""Nobody gets the whole pool: how many queries of one client run at once.

A client's further queries wait, and only then are refused, so that a browser with eight requests
is not punished for its haste.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


class TooMany(Exception):
    """This client has too many queries under way."""


@dataclass(slots=True)
class Shares:
    """At most `running` queries of a client at once, `waiting` more for `patience` seconds.

    Of all clients together `crowd` may wait: each one that does holds a thread.
    What weighs more than one takes as many places, and all of them if it weighs more than all.
    """

    running: int
    waiting: int
    patience: float
    crowd: int = 64
    _running: Counter[str] = field(default_factory=Counter)
    _waiting: Counter[str] = field(default_factory=Counter)
    _freed: threading.Condition = field(default_factory=threading.Condition)

    @contextmanager
    def one(self, client: str, weight: int = 1) -> Iterator[None]:
        """Hold one of the client's places, or several; TooMany if they do not come free."""
        weight = min(weight, self.running)
        self._enter(client, weight)
        try:
            yield
        finally:
            with self._freed:
                self._running[client] -= weight
                if not self._running[client]:
                    del self._running[client]
                if self._waiting:
                    self._freed.notify_all()

    def _enter(self, client: str, weight: int) -> None:
        with self._freed:
            if self._running[client] + weight <= self.running:
                self._running[client] += weight
                return
            if self._waiting[client] >= self.waiting or self._waiting.total() >= self.crowd:
                raise TooMany
            self._waiting[client] += 1
            try:
                until = time.monotonic() + self.patience
                while self._running[client] + weight > self.running:
                    if not self._freed.wait(until - time.monotonic()):
                        raise TooMany
                self._running[client] += weight
            finally:
                self._waiting[client] -= 1
                if not self._waiting[client]:
                    del self._waiting[client]
