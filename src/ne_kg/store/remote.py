"""The remote engine: any SPARQL 1.1 server, by SPARQLWrapper.

Servers differ in what they write, so a server is asked for one format it surely has, and
pyoxigraph writes the one that was wanted; docs/scale.md lists what else differs.
"""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError

import SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import (
    EndPointInternalError,
    EndPointNotFound,
    QueryBadFormed,
    SPARQLWrapperException,
    Unauthorized,
)

from ne_kg.model.errors import EngineDown, EngineError, LimitReached, QueryRejected, UsageError
from ne_kg.model.rdf import Term
from ne_kg.store import answer, guard
from ne_kg.store.answer import Answer
from ne_kg.store.bindings import solutions
from ne_kg.store.lexer import decode_names
from ne_kg.store.limits import MIB, Limits
from ne_kg.store.translate import translate, translate_results
from ne_kg.store.xml import well_formed

RETRIES = 2
_PLACE = re.compile(r"error at (\d+):(\d+)|\bline (\d+)")
"""As Oxigraph and Virtuoso name the place of a mistake."""
_PAUSE = 0.3
_VERSION_KNOWN_FOR = 5.0
_UNKNOWN_VERSION_FOR = 60
_AWAY_FOR = 1.0
_CHUNK = 1 << 16


class RemoteStore:
    """A SPARQL 1.1 server; `engine` is its query address, or a file that holds the address."""

    def __init__(self, engine: str, limits: Limits, base: str) -> None:
        self.limits = limits
        self.base = base
        self._engine = engine
        self._free = threading.BoundedSemaphore(limits.workers)
        self._busy = 0
        self._known: set[tuple[str, str]] = set()
        self._seen: tuple[float, str, str] = (0.0, "", "")
        self._away: tuple[float, str, str] = (0.0, "", "")
        self._merged: dict[str, bool] = {}

    @property
    def address(self) -> str:
        """The query address; a file is read each time, so that publishing can switch it."""
        if self._engine.startswith(("http://", "https://")):
            return self._engine
        try:
            return Path(self._engine).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise EngineDown(f"no server is named by {self._engine}") from error

    @property
    def version(self) -> str:
        """What the server's graph/dataset says; a name for the present minute if it says nothing.

        So answers of a server that has no data version are kept for a minute, not for good.
        """
        when, address, version = self._seen
        if address != self.address or time.monotonic() - when > _VERSION_KNOWN_FOR:
            address = self.address
            version = self._ask_version(address)
            self._seen = (time.monotonic(), address, version)
        return version or f"{address}@{int(time.time() // _UNKNOWN_VERSION_FOR)}"

    def query(
        self,
        text: str,
        *,
        default: Sequence[str] | None = None,
        named: Sequence[str] | None = None,
        format: str | None = None,
    ) -> Answer:
        """Evaluate a query there; `default` and `named` replace its dataset clauses."""
        text = decode_names(text)
        request = guard.inspect(text, self.limits, self.base)
        guard.refuse_extensions(text)
        if default is None and named is None:
            default, named = request.default, request.named
        media_type = format or answer.offered(request.form)[0]
        if media_type not in answer.offered(request.form):
            raise UsageError(
                f"a {request.form} query cannot be answered as {media_type}",
                remedy=f"ask for one of {', '.join(answer.offered(request.form))}",
            )
        address = self.address
        for graph in [*(default or ()), *(named or ())]:
            self._require(address, graph)
        dataset = self._dataset(address, default, named)
        with self._turn():
            body = self._send(address, text, request.form, dataset)
        try:
            if request.form in ("SELECT", "ASK"):
                body = translate_results(body, answer.JSON, media_type)
            else:
                body = translate(body, answer.TURTLE, media_type)
        except (SyntaxError, ValueError) as error:
            raise EngineError(f"{address} answered what cannot be read: {error}") from error
        if media_type in (answer.XML, answer.RDF_XML):
            body = well_formed(body)
        return Answer(media_type, body, self.version)

    def select(self, text: str) -> list[dict[str, Term]]:
        """The solutions of a SELECT query; unbound variables are left out."""
        return solutions(self.query(text, format=answer.JSON).body)

    def status(self) -> dict[str, Any]:
        """Data version and queries under way; EngineDown if the server does not answer."""
        self._reach(self.address, "ASK {}", "ASK")
        return {"version": self.version, "workers": self.limits.workers, "busy": self._busy}

    def close(self) -> None:
        """Nothing is held open."""

    def _ask_version(self, address: str) -> str:
        text = (
            f"SELECT ?v {{ GRAPH <{self.base}graph/dataset> "
            f"{{ <{self.base}dataset> <http://www.w3.org/ns/dcat#version> ?v }} }}"
        )
        rows = solutions(translate_results(self._reach(address, text, "SELECT"), answer.JSON))
        return rows[0]["v"].value if rows else ""

    def _reach(self, address: str, text: str, form: str) -> bytes:
        """The answer to a question that costs nothing; EngineDown, at once if it was so lately,
        because a page asks several and would wait for each."""
        when, where, why = self._away
        if where == address and time.monotonic() - when < _AWAY_FOR:
            raise EngineDown(why, retry_after=5)
        try:
            return self._send(address, text, form, ())
        except LimitReached as error:
            why = f"{address} does not answer within {self.limits.seconds:g} s"
            self._away = (time.monotonic(), address, why)
            raise EngineDown(why, retry_after=5) from error
        except EngineDown as error:
            self._away = (time.monotonic(), address, error.what)
            raise

    def _dataset(
        self, address: str, default: Sequence[str] | None, named: Sequence[str] | None
    ) -> tuple[tuple[str, str], ...]:
        """Parameters of the protocol; a server without a default graph is sent the merge."""
        merge = f"{self.base}graph/merge"
        if address not in self._merged:
            self._merged[address] = self._holds(address, merge)
        if default is None and named is None:
            return (("default-graph-uri", merge),) if self._merged[address] else ()
        if not default and self._merged[address]:
            default = [f"{self.base}graph/none"]  # or Virtuoso takes all graphs for the default
        pairs = [("default-graph-uri", graph) for graph in default or ()]
        return (*pairs, *(("named-graph-uri", graph) for graph in named or ()))

    def _require(self, address: str, graph: str) -> None:
        if (address, graph) not in self._known:
            if not self._holds(address, graph):
                raise QueryRejected(
                    f"this dataset has no graph <{graph}>, and none is fetched from elsewhere",
                    remedy="list the graphs with SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
                )
            self._known.add((address, graph))

    def _holds(self, address: str, graph: str) -> bool:
        if any(character in graph for character in '<>"{}|^`\\ \n\t'):
            return False
        body = self._send(address, f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", "ASK", ())
        return b"true" in body

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One of as many queries as may run at once."""
        if not self._free.acquire(timeout=self.limits.patience):
            raise EngineDown("too many queries are under way", retry_after=5)
        self._busy += 1
        try:
            yield
        finally:
            self._busy -= 1
            self._free.release()

    def _send(
        self, address: str, text: str, form: str, dataset: Sequence[tuple[str, str]]
    ) -> bytes:
        """The body of the answer, JSON or Turtle; reads are repeated when the server is away."""
        until = time.monotonic() + self.limits.seconds
        attempt = 0
        while True:
            try:
                return self._once(address, text, form, dataset, until)
            except EngineDown:
                attempt += 1
                if attempt > RETRIES or time.monotonic() + _PAUSE * attempt > until:
                    raise
                time.sleep(_PAUSE * attempt)

    def _once(
        self,
        address: str,
        text: str,
        form: str,
        dataset: Sequence[tuple[str, str]],
        until: float,
    ) -> bytes:
        wrapper = SPARQLWrapper.SPARQLWrapper(address)
        # A relative IRI means the same here as in the embedded engine.
        wrapper.setQuery(f"BASE <{self.base}> {text}")
        wrapper.setMethod(SPARQLWrapper.POST)
        wrapper.setReturnFormat(
            SPARQLWrapper.JSON if form in ("SELECT", "ASK") else SPARQLWrapper.TURTLE
        )
        wrapper.setTimeout(max(1, round(until - time.monotonic())))
        for name, value in dataset:
            wrapper.addParameter(name, value)
        try:
            body = self._read(wrapper.query().response, until)
            return _boolean(body) if form == "ASK" else body
        except QueryBadFormed as error:
            raise _refused(_first_lines(error), len(f"BASE <{self.base}> ")) from error
        except (EndPointNotFound, Unauthorized) as error:
            raise EngineError(
                f"{address} is no SPARQL service that we may ask: {_first_lines(error)}",
                remedy="check --engine",
            ) from error
        except EndPointInternalError as error:
            raise QueryRejected(
                f"the server could not evaluate the query: {_first_lines(error)}"
            ) from error
        except HTTPError as error:
            if error.code in (502, 503, 504, 429):
                raise EngineDown(f"{address} is too busy ({error.code})", retry_after=5) from error
            raise QueryRejected(f"the server answered {error.code} {error.reason}") from error
        except SPARQLWrapperException as error:
            raise QueryRejected(f"the server refused the query: {_first_lines(error)}") from error
        except (TimeoutError, URLError, OSError) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, (socket.timeout, TimeoutError)):
                raise self._too_slow() from error
            raise EngineDown(f"{address} cannot be reached: {reason}", retry_after=5) from error

    def _read(self, response: Any, until: float) -> bytes:
        chunks: list[bytes] = []
        size = 0
        while chunk := response.read(_CHUNK):
            chunks.append(chunk)
            size += len(chunk)
            if size > self.limits.answer:
                raise LimitReached(
                    f"the answer is larger than {self.limits.answer // MIB} MiB",
                    limit="result",
                    remedy="add a LIMIT, or select fewer variables",
                )
            if time.monotonic() > until:
                raise self._too_slow()
        return b"".join(chunks)

    def _too_slow(self) -> LimitReached:
        return LimitReached(
            f"the query ran longer than {self.limits.seconds:g} s and was given up",
            limit="time",
            remedy="bind more of its patterns, or add conditions that cut down what they match",
        )


def _boolean(body: bytes) -> bytes:
    """Virtuoso answers an ASK after a prologue with a table: one row of 1, or none."""
    try:
        document = json.loads(body)
        rows = document["results"]["bindings"] if "boolean" not in document else None
    except (ValueError, KeyError) as error:
        raise EngineError("the server's answer to ASK cannot be read") from error
    if rows is None:
        return body
    true = any(value["value"] not in ("0", "false") for row in rows for value in row.values())
    return json.dumps({"head": {}, "boolean": true}).encode()


def _refused(said: str, before: int) -> QueryRejected:
    """A server's refusal with the place that it names, less what we put before the query."""
    found = _PLACE.search(said)
    line = int(found[1] or found[3]) if found else None
    column = int(found[2]) if found and found[2] else None
    if column is not None and line == 1:
        column = max(1, column - before)
    return QueryRejected(f"the server refused the query: {said}", line=line, column=column)


def _first_lines(error: Exception) -> str:
    """What the server said, without the stack trace that some send."""
    text = str(error).split("Response:\n", 1)[-1].removeprefix("b'").removeprefix('b"')
    return text.replace("\\n", "\n").strip().split("\n\n")[0][:300].strip("'\"")
