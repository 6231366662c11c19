"""Answers that were given already, and their entity tags.

A query over one data version has one answer, unless it calls a function such as NOW: so its key
is also its validator, and a client that has the answer is told so without asking the engine.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property

from ne_kg import __version__
from ne_kg.store import Answer

_WORTH_GZIP = 1000
_GZIP_LEVEL = 5


@dataclass(frozen=True, slots=True)
class Key:
    """What an answer depends on."""

    version: str
    query: str
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None
    media_type: str
    software: str = __version__

    @property
    def etag(self) -> str:
        """An opaque tag, without quotes."""
        parts = (self.version, self.software, self.query, self.default, self.named, self.media_type)
        return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True)
class Kept:
    """An answer with the compressed form that it was once asked in."""

    answer: Answer

    @property
    def compressible(self) -> bool:
        return len(self.answer.body) >= _WORTH_GZIP

    @cached_property
    def compressed(self) -> bytes:
        return gzip.compress(self.answer.body, _GZIP_LEVEL, mtime=0)

    @property
    def size(self) -> int:
        return len(self.answer.body)


@dataclass(slots=True)
class Cache:
    """The answers used last, up to `capacity` bytes in all and `largest` bytes each."""

    capacity: int = 64 * 1024 * 1024
    largest: int = 4 * 1024 * 1024
    hits: int = 0
    _held: int = 0
    _kept: OrderedDict[Key, Kept] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: Key) -> Kept | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                self.hits += 1
            return kept

    def put(self, key: Key, kept: Kept) -> None:
        size = kept.size + len(key.query)
        if size > self.largest:
            return
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = kept
            self._held += size
            while self._held > self.capacity:
                old, gone = self._kept.popitem(last=False)
                self._held -= gone.size + len(old.query)
