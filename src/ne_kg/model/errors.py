"""What can go wrong, as one tree.

    NeKgError
    ├── InputError          an authored file is wrong: report, facts, catalogue, shapes, question
    │   ├── SyntaxProblem   it cannot be parsed
    │   └── ReportError     the report cannot be read into parts, sections and sentences
    ├── BuildError          the parts do not make one graph
    ├── UsageError          a command or request asks for what does not exist
    └── EngineError         the SPARQL engine could not answer
        ├── QueryRejected   the query is malformed, or asks for what is refused     (HTTP 400)
        ├── LimitReached    time, memory, result or query size                      (HTTP 503)
        └── EngineDown      the engine is away or too busy                          (HTTP 503)

Every error says what happened, where, and what to do next; `slug` names its section in
docs/messages.md. Commands turn InputError, BuildError and EngineError into exit code 1 and
UsageError into exit code 2.
"""

from __future__ import annotations

from ne_kg.model.rdf import Position


class NeKgError(Exception):
    """Base of all errors that this package raises on purpose.

    `what` is one sentence; `where` a file position or an IRI, when there is one; `remedy` what the
    reader can do about it.
    """

    slug = "error"

    def __init__(
        self, what: str, *, where: Position | str | None = None, remedy: str | None = None
    ) -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(what)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where is not None else ""
        advice = f"\n  → {self.remedy}" if self.remedy else ""
        return f"{place}{self.what}{advice}"


class InputError(NeKgError):
    """An authored file holds something that cannot be accepted."""

    slug = "input"


class SyntaxProblem(InputError):
    """An authored file is not well formed; `where` has line and column."""

    slug = "syntax"


class ReportError(InputError):
    """The text of a report does not have the expected structure."""

    slug = "report"


class BuildError(NeKgError):
    """The authored parts contradict one another, so no dataset can be made of them."""

    slug = "build"


class UsageError(NeKgError):
    """A command or a request names something that does not exist, or is incomplete."""

    slug = "usage"


class EngineError(NeKgError):
    """The SPARQL engine gave no answer."""

    slug = "engine"


class QueryRejected(EngineError):
    """The query is malformed or asks for something that is refused; `line`, `column` from 1."""

    slug = "query-rejected"

    def __init__(
        self,
        what: str,
        *,
        line: int | None = None,
        column: int | None = None,
        where: Position | str | None = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.line = line
        self.column = column


class LimitReached(EngineError):
    """A query met a limit; `limit` names it (time, memory, result, query, nesting)."""

    slug = "limit-reached"

    def __init__(self, what: str, *, limit: str, remedy: str | None = None) -> None:
        super().__init__(what, remedy=remedy)
        self.limit = limit


class EngineDown(EngineError):
    """The engine is not there or takes no more work; `retry_after` in seconds."""

    slug = "engine-down"

    def __init__(self, what: str, *, retry_after: int = 1, remedy: str | None = None) -> None:
        super().__init__(what, remedy=remedy)
        self.retry_after = retry_after
