"""The store process: loads one version of the data, then forks workers and waits for the dead.

Started as `python -m ne_kg.store.process` by the supervisor, so it has a single thread and may
fork. It prints one JSON line when it is ready, or what went wrong; ends when its standard input
closes; on SIGTERM it stops accepting, and ends when the queries under way have ended.
"""

from __future__ import annotations

import gc
import json
import logging
import mmap
import os
import select
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from ne_kg.model.errors import NeKgError
from ne_kg.store import dataset, memory, worker
from ne_kg.store.limits import Limits

log = logging.getLogger("ne_kg.store")

_TICK = 0.05
_NICE = 10
_REMEMBERED = 256
_CAUSES = {signal.SIGALRM: "time", signal.SIGABRT: "memory", signal.SIGKILL: "killed"}


@dataclass(slots=True)
class Pool:
    """The workers of one data version."""

    view: dataset.View
    version: str
    limits: Limits
    listener: socket.socket
    control: socket.socket
    page: mmap.mmap
    slots: list[int]
    """Process number of the worker in each slot, 0 for a free one."""
    born: dict[int, float] = field(default_factory=dict)
    deaths: dict[int, str] = field(default_factory=dict)
    """What ended a worker: `idle` if it had no query."""
    killed: dict[str, int] = field(default_factory=dict)
    draining: bool = False
    copies: bool = False
    """Whether half the memory that is free holds a copy of the data for each worker."""

    def run(self) -> None:
        """Until standard input closes, or draining is done."""
        self.copies = memory.resident() * self.limits.workers < memory.available() / 2
        waker, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, self._drain)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command, which then asks
        gc.collect()
        gc.freeze()  # a collector that looks at shared objects would copy their pages
        self._refill()
        print(json.dumps({"ready": self.version}), flush=True)
        until = float("inf")
        while not (self.draining and (not any(self.slots) or time.monotonic() > until)):
            ready, _, _ = select.select([waker, self.control, sys.stdin], [], [], _TICK)
            if waker in ready:
                with suppress(BlockingIOError):
                    os.read(waker, 512)
            if sys.stdin in ready:
                break
            self._reap()
            if self.control in ready:
                self._report()
            if not self.draining:
                self._refill()
            elif until == float("inf"):
                until = time.monotonic() + self.limits.seconds + 5
            self._slow_down()
        for process in filter(None, self.slots):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def _drain(self, number: int, frame: FrameType | None) -> None:
        # Shutting the socket down wakes the idle workers, after they took what waits in its queue.
        self.draining = True
        self.listener.shutdown(socket.SHUT_RDWR)

    def _refill(self) -> None:
        for slot, process in enumerate(self.slots):
            if not process:
                self.slots[slot] = self._fork(slot)

    def _fork(self, slot: int) -> int:
        worker.STARTED.pack_into(self.page, slot * worker.STARTED.size, 0.0, 0)
        process = os.fork()
        if process:
            self.born[process] = time.monotonic()
            return process
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGALRM):
                signal.signal(number, signal.SIG_DFL)
            self.control.close()
            worker.work(
                worker.Post(
                    self.listener,
                    self.view,
                    self.version,
                    self.limits,
                    self.page,
                    slot,
                    self.copies,
                )
            )
            status = 0
        except Exception:
            log.exception("a worker ended")
        finally:
            os._exit(status)

    def _reap(self) -> None:
        while True:
            try:
                process, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not process:
                return
            slot = self.slots.index(process)
            self.slots[slot] = 0
            began, _ = worker.STARTED.unpack_from(self.page, slot * worker.STARTED.size)
            lived = time.monotonic() - self.born.pop(process)
            if os.WIFSIGNALED(status):
                cause = _CAUSES.get(signal.Signals(os.WTERMSIG(status)), "crash")
                self.deaths[process] = cause if began else "idle"
                self.killed[cause] = self.killed.get(cause, 0) + 1
                while len(self.deaths) > _REMEMBERED:
                    del self.deaths[next(iter(self.deaths))]
            if lived < _TICK / 10:
                time.sleep(_TICK)  # something ends workers at birth: do not fork without pause

    def _slow_down(self) -> None:
        """Lower the priority of long queries."""
        now = time.monotonic()
        lower = os.getpriority(os.PRIO_PROCESS, 0) + _NICE  # at most 19: the kernel sees to it
        for slot in range(len(self.slots)):
            began, thread = worker.STARTED.unpack_from(self.page, slot * worker.STARTED.size)
            if began and now - began > self.limits.slow:
                with suppress(ProcessLookupError):
                    os.setpriority(os.PRIO_PROCESS, thread, lower)

    def _cause(self, process: int) -> str:
        """What ended a worker that went; empty if that is not known yet.

        The clock is known at once: a process of low priority takes long to end on a busy machine.
        """
        if process not in self.slots:
            return self.deaths.get(process, "")
        slot = self.slots.index(process)
        began, _ = worker.STARTED.unpack_from(self.page, slot * worker.STARTED.size)
        return "time" if began and time.monotonic() - began >= self.limits.seconds else ""

    def _report(self) -> None:
        """Answer a datagram: what ended worker N, or the state of the pool."""
        try:
            asked, asker = self.control.recvfrom(64)
            if asked:
                reply: dict[str, Any] = {"cause": self._cause(int(asked))}
            else:
                busy = sum(
                    worker.STARTED.unpack_from(self.page, slot * worker.STARTED.size)[0] > 0
                    for slot in range(len(self.slots))
                )
                reply = {"version": self.version, "workers": sum(map(bool, self.slots)),
                         "busy": busy, "killed": self.killed}  # fmt: skip
            self.control.sendto(json.dumps(reply).encode(), asker)
        except (OSError, ValueError):
            pass  # the asker has gone, or never was one of ours


def main(folder: Path, options: dict[str, Any]) -> int:
    """Load, listen in `folder` and run the pool; the exit status."""
    limits = Limits(**options["limits"])
    try:
        view = dataset.View(
            dataset.load(Path(options["dataset"]), merged=options["merged"]), options["base"]
        )
    except NeKgError as error:
        print(json.dumps({"error": str(error)}), flush=True)
        return 1
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(folder / "socket"))
    listener.listen(limits.queue)
    listener.setblocking(False)
    control = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    control.bind(str(folder / "control"))
    control.setblocking(False)
    page = mmap.mmap(-1, max(mmap.PAGESIZE, limits.workers * worker.STARTED.size))
    Pool(view, options["version"], limits, listener, control, page, [0] * limits.workers).run()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), json.loads(sys.argv[2])))
