"""Keeps one store process for the current data version, and exchanges it for a newer one.

The run folder holds a folder for each store process and `current`, a link to the one to ask. It is
changed only when the new process is ready, so a reader always finds one; the old one then finishes
what it has begun.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ne_kg.model.errors import InputError, NeKgError
from ne_kg.model.terms import BASE
from ne_kg.store import dataset
from ne_kg.store.limits import Limits

log = logging.getLogger("ne_kg.store")

_LOOK_EVERY = 0.5
_Signature = tuple[str, int, int, int]


@dataclass(slots=True)
class Supervisor:
    """Owner of the store processes of one dataset file; `start` it, `close` it."""

    dataset: Path
    limits: Limits = field(default_factory=Limits)
    merged: bool = True
    base: str = BASE
    run: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="ne-kg-")))
    _count: int = 0
    _current: subprocess.Popen[str] | None = None
    _seen: _Signature | None = None
    _old: list[subprocess.Popen[str]] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _watcher: threading.Thread | None = None

    def start(self) -> None:
        """Load the dataset and wait until it can be asked; InputError if it cannot be loaded."""
        try:
            self._seen = self._signature()
            self._exchange()
        except BaseException:
            self.close()
            raise
        self._watcher = threading.Thread(target=self._watch, name="store", daemon=True)
        self._watcher.start()

    def close(self) -> None:
        """End all store processes, and remove the run folder."""
        self._stop.set()
        if self._watcher is not None:
            self._watcher.join()
        for process in [*self._old, *filter(None, [self._current])]:
            _end(process)
        shutil.rmtree(self.run, ignore_errors=True)

    def _watch(self) -> None:
        while not self._stop.wait(_LOOK_EVERY):
            for process in [old for old in self._old if old.poll() is not None]:
                _end(process)  # it has ended: what is left is to close its pipes
                self._old.remove(process)
            died = self._current is not None and self._current.poll() is not None
            if died:
                log.error("the store process ended with status %s", self._current.poll())  # type: ignore[union-attr]
            try:
                signature = self._signature()
            except NeKgError:
                signature = self._seen  # between two versions, or gone: the loaded one serves on
            if died or signature != self._seen:
                self._seen = signature
                try:
                    self._exchange()
                except NeKgError as error:
                    log.error("the new dataset is not served: %s", error)

    def _signature(self) -> _Signature | None:
        path = self.dataset.resolve()
        try:
            state = path.stat()
        except OSError as error:
            raise InputError("there is no such dataset file", where=str(path),
                             remedy="run `ne-kg build` first") from error  # fmt: skip
        return (str(path), state.st_mtime_ns, state.st_size, state.st_ino)

    def _exchange(self) -> None:
        """Start a process for the file as it is now, then let readers know."""
        path = self.dataset.resolve()
        version = dataset.version_of(path)
        self._count += 1
        folder = self.run / str(self._count)
        folder.mkdir()
        (folder / "version").write_text(version)
        process = self._spawn(folder, path, version)
        link = self.run / "next"
        link.symlink_to(folder.name)
        link.replace(self.run / "current")
        old, self._current = self._current, process
        log.info("serving data version %s", version)
        if old is not None:
            self._old.append(old)
            if old.poll() is None:
                old.send_signal(signal.SIGTERM)

    def _spawn(self, folder: Path, path: Path, version: str) -> subprocess.Popen[str]:
        options = {
            "dataset": str(path),
            "version": version,
            "merged": self.merged,
            "base": self.base,
            "limits": asdict(self.limits),
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "ne_kg.store.process", str(folder), json.dumps(options)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "RUST_BACKTRACE": "0"},
        )
        assert process.stdout is not None
        line = process.stdout.readline()
        said = json.loads(line) if line else {"error": "the store process ended while loading"}
        if "ready" not in said:
            _end(process)
            raise InputError(said["error"])
        return process


def _end(process: subprocess.Popen[str]) -> None:
    """Close its standard input, which ends it; then wait."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
