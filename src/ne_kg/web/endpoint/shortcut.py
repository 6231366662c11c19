"""Plain queries, answered before the framework has looked at the request.

A query by GET with the same address, headers that matter and data version has the same answer,
down to its headers: it is sent again. Another one is evaluated here if nothing is wrong with it.
Whatever is not plainly a query, and the telling of errors, is for the application.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

from ne_kg.model.errors import EngineError, UsageError
from ne_kg.web import headers
from ne_kg.web.endpoint import evaluate, protocol
from ne_kg.web.endpoint.evaluate import HTML, Endpoint
from ne_kg.web.endpoint.operations import Metrics, access_is_logged
from ne_kg.web.endpoint.protocol import Refused
from ne_kg.web.endpoint.shares import TooMany
from ne_kg.web.endpoint.sparql import FAILED

_Key = tuple[str, str, str, str]
_Headers = list[tuple[str, str]]
_Application = Callable[..., Iterable[bytes]]

_CAPACITY = 32 * 1024 * 1024
_LARGEST = 256 * 1024


class Shortcut:
    """A WSGI application before another, for queries by GET."""

    def __init__(self, inner: _Application, endpoint: Endpoint, metrics: Metrics) -> None:
        self._inner = inner
        self._endpoint = endpoint
        self._metrics = metrics
        self._everywhere = headers.everywhere(endpoint.site.settings)
        self._kept: OrderedDict[_Key, tuple[_Headers, bytes]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        began = time.perf_counter()
        key = self._key(environ)
        if key is None:
            return self._inner(environ, start_response)
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
        if found is None:
            found = self._answer(key, environ)
            if found is None:
                return self._inner(environ, start_response)
        else:
            self._metrics.cached.inc()
        self._metrics.answered.inc()
        self._metrics.took.observe(time.perf_counter() - began)
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
            version = self._endpoint.site.version
        except EngineError:
            return None
        accept = environ.get("HTTP_ACCEPT", "")
        return version, query, accept, environ.get("HTTP_ACCEPT_ENCODING", "")

    def _answer(self, asked: _Key, environ: dict[str, Any]) -> tuple[_Headers, bytes] | None:
        """Headers and body; None if there is something to explain, or a page to show."""
        _, parameters, accept, encodings = asked
        try:
            operation = protocol.from_get(parameters.encode("latin-1"))
            if operation.query is None:
                return None
            request = self._endpoint.read(operation.query)
            media_type, shown = evaluate.wanted(operation, request, accept, encodings, page=True)
        except (Refused, EngineError):
            return None
        if media_type == HTML:
            return None
        key = self._endpoint.key(operation, media_type)
        client = environ.get("REMOTE_ADDR", "")
        try:
            kept, cached = self._endpoint.evaluate(request, key, client)
        except (EngineError, UsageError, TooMany) as error:
            environ[FAILED] = error
            return None
        if cached:
            self._metrics.cached.inc()
        etag = evaluate.tag(key, shown) if request.stable else None
        own, body = evaluate.represent(kept, shown, etag, operation, encodings)
        sent = [*own.items(), ("Content-Length", str(len(body))), *self._everywhere.items()]
        if etag is not None and kept.answer.version == key.version and len(body) <= _LARGEST:
            self._keep(asked, sent, body)
        return sent, body

    def _keep(self, key: _Key, headers: _Headers, body: bytes) -> None:
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = (headers, body)
            self._size += _weight(key, body)
            while self._size > _CAPACITY:
                old, (_, gone) = self._kept.popitem(last=False)
                self._size -= _weight(old, gone)


def _weight(key: _Key, body: bytes) -> int:
    return len(body) + sum(map(len, key)) + 1000
