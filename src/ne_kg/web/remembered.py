"""Pages that were made already, by their entity tag: the tag names all that a page depends on."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from flask import Response

_LARGEST = 1024 * 1024


@dataclass(slots=True)
class Pages:
    """The answers given last, up to `capacity` bytes in all."""

    capacity: int = 32 * 1024 * 1024
    _held: int = 0
    _pages: OrderedDict[str, tuple[bytes, list[tuple[str, str]]]] = field(
        default_factory=OrderedDict
    )
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, tag: str) -> Response | None:
        """The answer of this tag, whole and not yet compressed."""
        with self._lock:
            found = self._pages.get(tag)
            if found is None:
                return None
            self._pages.move_to_end(tag)
        return Response(found[0], headers=found[1])

    def put(self, tag: str, answer: Response) -> None:
        body = answer.get_data()
        if len(body) > _LARGEST:
            return
        with self._lock:
            if tag in self._pages:
                return
            self._pages[tag] = (body, list(answer.headers.items()))
            self._held += len(body)
            while self._held > self.capacity:
                _, (gone, _) = self._pages.popitem(last=False)
                self._held -= len(gone)
