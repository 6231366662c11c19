"""Answers that were sent before, sent again before the framework has looked at the request.

A query by GET with the same address, headers that matter and data version has the same answer,
down to its headers. Whatever is not plainly that goes on to the application.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

from ne_kg.model.errors import EngineDown
from ne_kg.web.operations import Metrics, access_is_logged
from ne_kg.web.site import Site

_Key = tuple[str, str, str, str]
_Headers = list[tuple[str, str]]
_Application = Callable[..., Iterable[bytes]]

_CAPACITY = 32 * 1024 * 1024
_LARGEST = 256 * 1024


class Shortcut:
    """A WSGI application before another, for the queries that have been answered lately."""

    def __init__(self, inner: _Application, site: Site, metrics: Metrics) -> None:
        self._inner = inner
        self._site = site
        self._metrics = metrics
        self._kept: OrderedDict[_Key, tuple[_Headers, bytes]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        key = self._key(environ)
        if key is None:
            return self._inner(environ, start_response)
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
        if found is None:
            return self._through(key, environ, start_response)
        self._metrics.cached.inc()
        self._metrics.repeated.inc()
        start_response("200 OK", found[0])
        return [found[1]]

    def _key(self, environ: dict[str, Any]) -> _Key | None:
        query = environ.get("QUERY_STRING", "")
        if (
            environ["REQUEST_METHOD"] != "GET"
            or environ.get("PATH_INFO") != "/sparql"
            or "query=" not in query
            or "HTTP_IF_NONE_MATCH" in environ
            or access_is_logged()
        ):
            return None
        try:
            version = self._site.version
        except EngineDown:
            return None
        accept = environ.get("HTTP_ACCEPT", "")
        return version, query, accept, environ.get("HTTP_ACCEPT_ENCODING", "")

    def _through(self, key: _Key, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Let the application answer, and keep what has a strong entity tag."""
        sent: list[tuple[str, _Headers]] = []

        def noted(status: str, headers: _Headers, *rest: Any) -> Any:
            sent.append((status, headers))
            return start_response(status, headers, *rest)

        chunks = self._inner(environ, noted)
        status, headers = sent[-1]
        if not status.startswith("200 ") or not _tagged(headers):
            return chunks
        body = b"".join(chunks)
        if close := getattr(chunks, "close", None):
            close()
        if len(body) <= _LARGEST:
            self._keep(key, headers, body)
        return [body]

    def _keep(self, key: _Key, headers: _Headers, body: bytes) -> None:
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = (headers, body)
            self._size += _weight(key, body)
            while self._size > _CAPACITY:
                old, (_, gone) = self._kept.popitem(last=False)
                self._size -= _weight(old, gone)


def _tagged(headers: _Headers) -> bool:
    return any(name == "ETag" and value.startswith('"') for name, value in headers)


def _weight(key: _Key, body: bytes) -> int:
    return len(body) + sum(map(len, key)) + 1000
