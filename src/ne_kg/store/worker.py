"""A worker: takes one query after another from the shared socket, and may die of any of them.

Forked by the store process with the dataset loaded. Before each query it arms `setitimer`, whose
SIGALRM has its default action, so that the kernel ends the process even inside native code. Its
address space is bounded, and while a query runs no file descriptor, so no socket, can be opened.
"""

from __future__ import annotations

import io
import mmap
import os
import resource
import select
import signal
import socket
import struct
import threading
import time
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from ne_kg.model.errors import LimitReached, QueryRejected
from ne_kg.store import answer, memory, syntax, wire
from ne_kg.store.dataset import View
from ne_kg.store.lexer import escape_dots, lower_booleans, tokens
from ne_kg.store.limits import MIB, Limits
from ne_kg.store.orphan import end_with_parent
from ne_kg.store.xml import well_formed

_RESULTS = {
    answer.JSON: ox.QueryResultsFormat.JSON,
    answer.XML: ox.QueryResultsFormat.XML,
    answer.CSV: ox.QueryResultsFormat.CSV,
    answer.TSV: ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    answer.TURTLE: ox.RdfFormat.TURTLE,
    answer.N_TRIPLES: ox.RdfFormat.N_TRIPLES,
    answer.TRIG: ox.RdfFormat.TRIG,
    answer.N_QUADS: ox.RdfFormat.N_QUADS,
    answer.RDF_XML: ox.RdfFormat.RDF_XML,
    answer.JSON_LD: ox.RdfFormat.JSON_LD,
}
_STACK = 100 * MIB  # 16 000 nested groups need more than 8 MiB, and fit in this
_PEER_PATIENCE = 10.0
_QUIET = 1000.0
"""Milliseconds without a query after which a worker copies: a query that comes meanwhile waits for
the piece, which takes some milliseconds, and a hundred where large pages are scarce."""
_REST = 19  # times as long as work: an idle worker leaves others nineteen twentieths of a core

STARTED = struct.Struct("dq")
"""What stands in a worker's slot of the shared page: when its query began, and in which thread;
zeros if it has none."""

Query = tuple[socket.socket, dict[str, Any]]
"""Where the answer goes, and the request."""


@dataclass(frozen=True, slots=True)
class Post:
    """What a worker is given: the socket to accept on, the data, its slot of the shared page."""

    listener: socket.socket
    view: View
    version: str
    limits: Limits
    page: mmap.mmap
    slot: int
    copies: bool
    """Whether there is memory for a copy of the data in each worker."""


class Spool(io.BytesIO):
    """An answer in the making, of bounded size."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def write(self, chunk: Any) -> int:
        if self.tell() + len(chunk) > self.limit:
            raise LimitReached(
                f"the answer is larger than {self.limit // MIB} MiB",
                limit="result",
                remedy="add a LIMIT, or select fewer variables",
            )
        return super().write(chunk)


def work(post: Post) -> None:
    """Answer queries until the socket is shut down, or this process should be replaced.

    Priority belongs to a thread, and can only be lowered: the thread that was slowed down ends
    after its answer, and this one, which never was, starts another.
    """
    _confine(post.limits)
    private = memory.Private()
    most = post.limits.private + (memory.resident() if post.copies else 0)
    copying = memory.copying() if post.copies else iter(())
    threading.stack_size(_STACK)
    again = True
    with closing(_queries(post.listener, copying)) as queries:
        while again:
            with ThreadPoolExecutor(1) as thread:
                again = thread.submit(_answer, queries, post, private, most).result()


def _answer(queries: Iterator[Query], post: Post, private: memory.Private, most: int) -> bool:
    """Answer queries at the usual priority; whether another thread should go on."""
    usual = os.getpriority(os.PRIO_PROCESS, 0)
    for served, (connection, request) in enumerate(queries, start=1):
        began = time.monotonic()
        if not _serve(connection, request, post):
            return False
        looked_at = served % 1000 == 0 or time.monotonic() - began > 0.05
        if looked_at and private.read() > most:
            return False
        if os.getpriority(os.PRIO_PROCESS, 0) != usual:
            return True
    return False


def _queries(listener: socket.socket, copying: Iterator[int]) -> Generator[Query, None, None]:
    """The queries that come, until the socket is shut down; while none does, the data is copied.

    One connection is held, and given up for one that waits on the socket: that is a web process
    which no worker serves, or the shutdown.
    """
    held: wire.Reader | None = None
    rest: float | None = _QUIET
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    try:
        while True:
            ready = dict(poll.poll(rest))
            if not ready:
                rest = _copy_more(copying)
            elif listener.fileno() in ready:
                try:
                    connection, _ = listener.accept()
                except BlockingIOError:
                    if ready[listener.fileno()] & select.POLLHUP:
                        return  # shut down, and nobody waits in its queue
                    continue  # another worker was quicker
                except OSError:
                    return
                _part(held, poll)
                held = _greet(connection, poll)
            elif held is not None:
                try:
                    request = held.message()
                except (OSError, wire.Closed):
                    _part(held, poll)
                    held = None
                    continue
                yield held.connection, request
                rest = _QUIET
    finally:
        _part(held, poll)


def _copy_more(copying: Iterator[int]) -> float | None:
    """Copy a piece; milliseconds to rest before the next, None if there is none."""
    began = time.monotonic()
    copied = next(copying, 0)
    return 1000 * _REST * (time.monotonic() - began) if copied else None


def _confine(limits: Limits) -> None:
    end_with_parent()
    _lower(resource.RLIMIT_AS, memory.size() + limits.memory + _STACK)
    _lower(resource.RLIMIT_STACK, _STACK)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(which: int, size: int) -> None:
    """Set a limit, within what this machine allows us at most."""
    _, most = resource.getrlimit(which)
    resource.setrlimit(which, (size if most == resource.RLIM_INFINITY else min(size, most), most))


def _greet(connection: socket.socket, poll: select.poll) -> wire.Reader:
    """Take a connection."""
    wire.bound(connection, _PEER_PATIENCE)
    poll.register(connection, select.POLLIN)
    with suppress(OSError):  # who has gone already is found out when reading
        connection.sendall(wire.greeting(os.getpid()))
    return wire.Reader(connection)


def _part(held: wire.Reader | None, poll: select.poll) -> None:
    """Give a connection up; the query that may be on its way is then sent to another worker."""
    if held is not None:
        poll.unregister(held.connection)
        with held.connection, suppress(OSError):
            held.connection.sendall(wire.message({"gone": True}))


def _serve(connection: socket.socket, request: dict[str, Any], post: Post) -> bool:
    """Answer one query; whether this worker may take another."""
    healthy = True
    body = b""
    try:
        body = _bounded(request, post)
        reply: dict[str, Any] = {"ok": True, "version": post.version}
    except QueryRejected as error:
        reply = {"error": "rejected", "what": error.what, "line": error.line,
                 "column": error.column, "remedy": error.remedy}  # fmt: skip
    except LimitReached as error:
        reply = {"error": "limit", "limit": error.limit, "what": error.what,
                 "remedy": error.remedy}  # fmt: skip
    except MemoryError:
        reply, healthy = {"error": "died", "cause": "memory"}, False
    except Exception as error:
        reply = {"error": "failed", "what": str(error)}
    except BaseException as error:  # a panic of the engine is no Exception
        reply, healthy = {"error": "failed", "what": str(error)}, False
    with suppress(OSError):  # the web process may have gone: then there is nobody to tell
        connection.sendall(wire.message(reply) + (wire.frame(body) if "ok" in reply else b""))
    return healthy


def _bounded(request: dict[str, Any], post: Post) -> bytes:
    """The serialised answer, made with clock and descriptors bounded."""
    offset = post.slot * STARTED.size
    _, files = resource.getrlimit(resource.RLIMIT_NOFILE)
    STARTED.pack_into(post.page, offset, time.monotonic(), threading.get_native_id())
    signal.setitimer(signal.ITIMER_REAL, post.limits.seconds)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, files))
    try:
        return evaluate(
            post.view,
            request["query"],
            request["default"],
            request["named"],
            request["format"],
            post.limits.answer,
            request["star"],
        )
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
        STARTED.pack_into(post.page, offset, 0.0, 0)


def evaluate(
    view: View,
    text: str,
    default: list[str] | None,
    named: list[str] | None,
    media_type: str,
    limit: int,
    star: int | None = None,
) -> bytes:
    """Run a query and serialise its answer, natively, up to `limit` bytes.

    Oxigraph puts the variables of SELECT * into alphabetical order; with the offset of the
    asterisk, `star`, they stand in the order in which the query names them.
    """
    text = escape_dots(lower_booleans(text))
    spool = Spool(limit)
    try:
        results = view.query(text, default, named)
        if star is not None and isinstance(results, ox.QuerySolutions):
            spelt = spell_out(text, star, [variable.value for variable in results.variables])
            results = view.query(spelt, default, named) if spelt != text else results
        if isinstance(results, ox.QueryTriples):
            results.serialize(spool, format=_GRAPHS[media_type])
        else:
            results.serialize(spool, format=_RESULTS[media_type])
    except SyntaxError as error:
        raise syntax.rejected(str(error), text, view.parse) from error
    body = spool.getvalue()
    return well_formed(body) if media_type in (answer.XML, answer.RDF_XML) else body


def spell_out(text: str, star: int, variables: list[str]) -> str:
    """The query with its asterisk replaced by these variables, as they first appear in it."""
    if len(variables) < 2:
        return text
    first: dict[str, int] = {}
    for token in tokens(text):
        if token.kind == "variable":
            first.setdefault(token.text[1:], token.start)
    ordered = sorted(variables, key=lambda name: first.get(name, len(text)))
    if ordered == variables:
        return text
    return f"{text[:star]} {' '.join(f'?{name}' for name in ordered)} {text[star + 1 :]}"
