"""Large answers, handed to the server piece by piece as their clients take them.

An answer given at once stays in memory until it has been read, and who never reads it costs that
memory for nothing: so the bytes on their way are bounded, in all and to one client.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import Any

from ne_kg.store.limits import MIB
from ne_kg.web.endpoint.shares import Shares, TooMany

_LARGE = MIB // 4
"""Bytes that the kernel takes from the server, whether the client reads or not."""
_PIECE = MIB // 4
_TO_ALL, _TO_ONE = 1024 * MIB, 256 * MIB
_LEAST = 8 * MIB
"""What each large answer counts for at least, since it holds a thread."""
_WAITING = 4
_PATIENCE = 10.0

_Application = Callable[..., Iterable[bytes]]


class Sending:
    """A WSGI application around another that does so."""

    def __init__(
        self,
        inner: _Application,
        everywhere: dict[str, str],
        refused: Callable[[], None] = lambda: None,
        patience: float = _PATIENCE,
    ) -> None:
        """`everywhere`: headers of every answer; `refused` is called for each one not sent."""
        self._inner = inner
        self._refused = refused
        self._everywhere = everywhere
        self._to_one = Shares(_TO_ONE, _WAITING, patience)
        self._to_all = Shares(_TO_ALL, 4 * _WAITING, patience)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        started: tuple[Any, ...] = ()

        def start(*said: Any) -> None:
            nonlocal started
            started = said  # the last one counts (PEP 3333)

        body = self._inner(environ, start)
        size = next((int(value) for name, value in started[1] if name == "Content-Length"), 0)
        if size <= _LARGE or environ["REQUEST_METHOD"] == "HEAD":
            start_response(*started)
            return body
        weight = max(size, _LEAST)
        held = ExitStack()
        held.callback(getattr(body, "close", lambda: None))
        try:
            held.enter_context(self._to_one.one(environ.get("REMOTE_ADDR", ""), weight))
            held.enter_context(self._to_all.one("", weight))
        except TooMany:
            held.close()
            self._refused()
            return self._refuse(start_response)
        start_response(*started)
        return _Pieces(body, held)

    def _refuse(self, start_response: Any) -> Iterable[bytes]:
        text = (
            b"too many large answers are on their way\n\xe2\x86\x92 read those that you asked for\n"
        )
        headers = {
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Length": str(len(text)),
            "Retry-After": str(round(_PATIENCE)),
            "Cache-Control": "no-store",
        }
        start_response("503 Service Unavailable", [*{**self._everywhere, **headers}.items()])
        return [text]


class _Pieces:
    """The pieces of a body; the server closes it when it is sent, or when the client has gone."""

    def __init__(self, body: Iterable[bytes], held: ExitStack) -> None:
        self._body = body
        self._held = held

    def __iter__(self) -> Iterator[bytes]:
        for part in self._body:
            for start in range(0, len(part), _PIECE):
                yield part[start : start + _PIECE]

    def close(self) -> None:
        self._held.close()
