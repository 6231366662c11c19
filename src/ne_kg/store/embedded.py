"""The embedded engine, seen from a process that asks: Oxigraph in workers that may be killed.

Any number of processes can attach to the run folder of one supervisor. A worker's death is the end
of its connection, and the cause is then asked of the store process.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ne_kg.model.errors import EngineDown, EngineError, LimitReached, QueryRejected, UsageError
from ne_kg.model.rdf import Term
from ne_kg.store import answer, guard, wire
from ne_kg.store.answer import Answer
from ne_kg.store.bindings import solutions
from ne_kg.store.connections import Connections, Died
from ne_kg.store.lexer import decode_names
from ne_kg.store.limits import MIB, Limits
from ne_kg.store.supervisor import Supervisor

_GRACE = 5.0
_AGAIN = 0.02


class EmbeddedStore:
    """A store process to ask; with `supervisor`, also its owner."""

    def __init__(
        self, run: Path, limits: Limits, base: str, supervisor: Supervisor | None = None
    ) -> None:
        self.limits = limits
        self.base = base
        self._run = run
        self._connections = Connections(run, limits)
        self._supervisor = supervisor
        self._versions: dict[str, str] = {}

    @property
    def version(self) -> str:
        """The data version that a query would be answered from now."""
        return self._version(self._connections.process())

    def query(
        self,
        text: str,
        *,
        default: Sequence[str] | None = None,
        named: Sequence[str] | None = None,
        format: str | None = None,
    ) -> Answer:
        """Evaluate a query; `default` and `named` replace its dataset clauses."""
        text = decode_names(text)
        request = guard.inspect(text, self.limits, self.base)
        if default is None and named is None:
            default, named = request.default, request.named
        media_type = format or answer.offered(request.form)[0]
        if media_type not in answer.offered(request.form):
            raise UsageError(
                f"a {request.form} query cannot be answered as {media_type}",
                remedy=f"ask for one of {', '.join(answer.offered(request.form))}",
            )
        message = wire.message(
            {
                "query": text,
                "default": default,
                "named": named,
                "format": media_type,
                "star": request.star,
            }
        )
        reply, body = self._ask(message)
        if "ok" not in reply:
            raise self._error(reply)
        return Answer(media_type, body, reply["version"])

    def select(self, text: str) -> list[dict[str, Term]]:
        """The solutions of a SELECT query; unbound variables are left out."""
        return solutions(self.query(text, format=answer.JSON).body)

    def status(self) -> dict[str, Any]:
        """Data version, workers, how many are busy, queries of this process that wait for one,
        and workers killed by cause; EngineDown if the store is gone."""
        return {
            **self._report(self._connections.process(), b""),
            "queued": self._connections.waiting,
        }

    def close(self) -> None:
        self._connections.close()
        if self._supervisor is not None:
            self._supervisor.close()

    def _version(self, process: str) -> str:
        if process not in self._versions:
            self._versions[process] = (self._run / process / "version").read_text()
        return self._versions[process]

    def _ask(self, message: bytes) -> tuple[dict[str, Any], bytes]:
        """The reply to a request, and the answer; again if what ended the worker was not it.

        A query cannot end the store process. Should one end nevertheless, each connection that was
        kept to it tells so in turn; the query is then asked of the next process, and of no third.
        """
        ended: str | None = None
        while True:
            try:
                return self._connections.ask(message)
            except Died as death:
                cause = self._cause(death.process, death.worker)
                process = death.process
            if cause == "store":
                if ended not in (None, process):
                    return {"error": "died", "cause": cause}, b""
                ended = process
            elif cause != "idle":
                return {"error": "died", "cause": cause}, b""

    def _cause(self, process: str, worker: int) -> str:
        """Why a worker died: the store process knows as soon as it has reaped it, or has ended."""
        until = time.monotonic() + _GRACE
        while time.monotonic() < until:
            try:
                cause: str = self._report(process, str(worker).encode())["cause"]
            except EngineDown:
                return "store"
            if cause:
                return cause
            time.sleep(_AGAIN)
        return "crash"

    def _report(self, process: str, asked: bytes) -> dict[str, Any]:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as control:
            control.bind("")  # an abstract address, chosen by the kernel, to be answered at
            control.settimeout(_GRACE)
            try:
                control.sendto(asked, str(self._run / process / "control"))
                report: dict[str, Any] = json.loads(control.recv(65536))
            except OSError as error:
                raise EngineDown("the store does not answer") from error
        return report

    def _error(self, reply: dict[str, Any]) -> EngineError:
        kind = reply["error"]
        if kind == "rejected":
            return QueryRejected(
                reply["what"],
                line=reply["line"],
                column=reply["column"],
                remedy=reply["remedy"],
            )
        if kind == "limit":
            return LimitReached(reply["what"], limit=reply["limit"], remedy=reply["remedy"])
        if kind == "failed":
            return QueryRejected(f"the engine could not evaluate the query: {reply['what']}")
        return self._died(reply["cause"])

    def _died(self, cause: str) -> EngineError:
        if cause == "time":
            return LimitReached(
                f"the query ran longer than {self.limits.seconds:g} s and was stopped",
                limit="time",
                remedy="bind more of its patterns, or add conditions that cut down what they match",
            )
        if cause == "memory":
            return LimitReached(
                f"the query needed more than {self.limits.memory // MIB} MiB and was stopped",
                limit="memory",
                remedy="avoid ORDER BY, DISTINCT and GROUP BY over large intermediate results",
            )
        if cause == "killed":
            return EngineDown(
                "the worker that evaluated the query was killed from outside, as the kernel does "
                "when the machine has no memory left; a new one has taken its place",
                remedy="try again; if it happens again, ask for less at once",
            )
        if cause == "store":
            return EngineDown("the store ended, and is being started again", retry_after=1)
        return EngineDown(
            "the worker that evaluated the query crashed; a new one has taken its place",
            remedy="simplify the query: it is probably nested or joined too deeply",
        )
