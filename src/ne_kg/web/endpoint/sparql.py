"""`/sparql`: the endpoint for programs, and the page to write queries on for people.

SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/). The status is sent when the query
has ended, so a 200 is always whole and a limit is always an error that says which.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager

from flask import Blueprint, Response, current_app, g, request
from werkzeug.exceptions import ClientDisconnected
from werkzeug.routing import Rule

from ne_kg.model.errors import EngineDown, EngineError, LimitReached, QueryRejected, UsageError
from ne_kg.store import answer
from ne_kg.store.guard import Request
from ne_kg.web import negotiate
from ne_kg.web.endpoint import editor, evaluate, formats, protocol
from ne_kg.web.endpoint.answers import Kept, Key
from ne_kg.web.endpoint.description import RDF, describe_service, in_format
from ne_kg.web.endpoint.evaluate import HTML, VARY, Endpoint
from ne_kg.web.endpoint.protocol import Operation, Refused
from ne_kg.web.endpoint.shares import TooMany
from ne_kg.web.site import Site, site

PROBLEM = "application/problem+json"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
FAILED = "ne_kg.failed"
"""Where in the environment of a request stands the error that its query has ended with."""

blueprint = Blueprint("sparql", __name__)


def endpoint() -> Endpoint:
    found: Endpoint = current_app.extensions["ne_kg.sparql"]
    return found


@blueprint.route("/sparql", methods=["GET", "POST"], provide_automatic_options=False)
def sparql() -> Response:
    """Answer a query; without one, describe the service or show the editor."""
    operation: Operation | None = None
    try:
        operation = _operation()
        if FAILED in request.environ:
            raise request.environ[FAILED]
        return _answer(operation)
    except Refused as error:
        return _problem(operation, error.status, error.what, error.remedy)
    except UsageError as error:
        return _problem(operation, 406, error.what, error.remedy)
    except QueryRejected as error:
        place = (error.line, error.column)
        return _problem(operation, 400, error.what, error.remedy, place=place)
    except LimitReached as error:
        g.limit = error.limit
        status = {"nesting": 400, "query": 414 if request.method != "POST" else 413}
        return _problem(operation, status.get(error.limit, 503), error.what, error.remedy)
    except EngineDown as error:
        g.limit = "busy"
        return _problem(operation, 503, error.what, error.remedy, retry_after=error.retry_after)
    except EngineError as error:
        return _problem(operation, 502, error.what, error.remedy)
    except TooMany:
        g.limit = "share"
        return _problem(
            operation,
            429,
            "too many queries of yours are under way",
            "wait until some have ended",
            retry_after=max(1, round(site().settings.limits.seconds / 2)),
        )


@blueprint.route("/sparql", methods=["OPTIONS"], provide_automatic_options=False)
def options() -> Response:
    """What may be sent here, for people and for browsers before a cross-origin request."""
    response = Response(status=204)
    response.headers["Allow"] = ", ".join(METHODS)
    response.headers["Accept-Post"] = protocol.ACCEPT_POST
    return response


@blueprint.endpoint("sparql.other")
def other() -> Response:
    """A method that is no query operation, whatever its name."""
    response = _problem(
        None, 405, f"{request.method} is not a query", "send the query by GET or POST"
    )
    response.headers["Allow"] = ", ".join(METHODS)
    return response


blueprint.record(lambda state: state.app.url_map.add(Rule("/sparql", endpoint="sparql.other")))


def _operation() -> Operation:
    query_string = request.query_string
    if request.method != "POST":
        return protocol.from_get(query_string)
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Refused(415, "compressed requests are not supported", "send the query as it is")
    return protocol.from_post(query_string, request.headers.get("Content-Type", ""), _body())


def _body() -> bytes:
    """The request's body, up to what a query of the largest size needs when percent-encoded."""
    limit = 3 * site().settings.limits.query + 4096
    too_long = Refused(413, f"the body has more than {limit:,} bytes", "send a shorter query")
    if (request.content_length or 0) > limit:
        raise too_long
    try:
        with endpoint().bodies.one(request.remote_addr or ""), _among_all_bodies():
            body = request.stream.read(limit + 1)
    except ClientDisconnected as error:
        raise Refused(400, "the body ended before its Content-Length") from error
    if len(body) > limit:
        raise too_long
    if len(body) < (request.content_length or 0):
        raise Refused(400, "the body ended before its Content-Length")
    return body


@contextmanager
def _among_all_bodies() -> Iterator[None]:
    with ExitStack() as held:
        try:
            held.enter_context(endpoint().all_bodies.one(""))
        except TooMany:
            raise EngineDown(
                "the bodies of too many requests are on their way",
                remedy="send the query by GET, or try again",
            ) from None
        yield


def _answer(operation: Operation) -> Response:
    accept = request.headers.get("Accept")
    if operation.query is None:
        return _without_query(operation, accept)
    asked = endpoint().read(operation.query)
    encodings = request.headers.get("Accept-Encoding")
    page = request.method != "POST"
    media_type, shown = evaluate.wanted(operation, asked, accept, encodings, page=page)
    if media_type == HTML:
        return _page(operation, asked)
    key = endpoint().key(operation, media_type)
    if not asked.stable:
        return _data(_evaluate(asked, key), shown, None, operation)
    etag = evaluate.tag(key, shown)
    if etag in _matches():
        return _not_modified(etag)
    kept = _evaluate(asked, key)
    return _not_modified(etag) if "*" in _matches() else _data(kept, shown, etag, operation)


def _evaluate(asked: Request, key: Key) -> Kept:
    kept, g.cached = endpoint().evaluate(asked, key, request.remote_addr or "")
    return kept


def _data(kept: Kept, shown: str, etag: str | None, operation: Operation) -> Response:
    encodings = request.headers.get("Accept-Encoding")
    headers, body = evaluate.represent(kept, shown, etag, operation, encodings)
    return Response(body, headers=headers)


def _matches() -> set[str]:
    """The tags of If-None-Match, compared weakly; what we sent compressed is the same answer."""
    header = request.headers.get("If-None-Match", "")
    if request.method == "POST":
        return set()
    tags = (tag.strip().removeprefix("W/").strip('"') for tag in header.split(","))
    return {tag.removesuffix("-gzip") for tag in tags}


def _not_modified(etag: str) -> Response:
    compressed = f'"{etag}-gzip"' in request.headers.get("If-None-Match", "")
    response = Response(status=304)
    response.headers["ETag"] = evaluate.quoted(etag, compressed)
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Vary"] = VARY
    return response


def _without_query(operation: Operation, accept: str | None) -> Response:
    """Service description (SPARQL 1.1 Service Description §2), or the page for people."""
    missing = Refused(
        400, "the request has no query", "send one as the parameter `query`, or read /sparql"
    )
    if request.method == "POST":
        raise missing
    wanted = negotiate.media_type(accept, [*RDF, HTML])
    if wanted == HTML and "format" not in operation.parameters:
        return _html(editor.page(site(), operation), 200)
    if wanted is None or not operation.bare:
        results = negotiate.media_type(accept, list(formats.names("SELECT")))
        if operation.bare and results is None:
            raise Refused(
                406, f"the service has no description as {accept}", f"ask for {', '.join(RDF)}"
            )
        raise missing
    return described(describe_service, wanted)


def described(describe: Callable[[Site], bytes], media_type: str) -> Response:
    """A description of the data or the service, in the RDF format asked for."""
    body = in_format(describe(site()), media_type)
    etag = hashlib.sha256(media_type.encode() + body).hexdigest()[:32]
    if _matches() & {etag, "*"}:
        return _not_modified(etag)
    kept = Kept(answer.Answer(media_type, body))
    return _data(kept, media_type, etag, Operation(None, None, None, {}))


def _page(operation: Operation, asked: Request) -> Response:
    """The editor with the answer as a table."""
    media_type = answer.JSON if asked.form in ("SELECT", "ASK") else answer.TURTLE
    kept = _evaluate(asked, endpoint().key(operation, media_type))
    return _html(editor.page(site(), operation, found=kept.answer, form=asked.form), 200)


def _html(body: str, status: int) -> Response:
    response = Response(body, status, content_type="text/html; charset=utf-8")
    response.headers["Vary"] = VARY
    response.headers["Cache-Control"] = "no-cache"
    return response


def _problem(
    operation: Operation | None,
    status: int,
    what: str,
    remedy: str | None,
    *,
    place: tuple[int | None, int | None] = (None, None),
    retry_after: int | None = None,
) -> Response:
    """An error as text, as problem details (RFC 9457), or on the page for a person."""
    problem: dict[str, object] = {"title": what, "status": status}
    line, column = place
    if line is not None:
        problem["line"] = line
    if column is not None:
        problem["column"] = column
    if remedy:
        problem["detail"] = remedy
    limit = g.get("limit")
    if limit:
        problem["limit"] = limit
    where = ", ".join(
        f"{name} {number}"
        for name, number in zip(("line", "column"), place, strict=True)
        if number is not None
    )
    text = (f"{where}: " if where else "") + what + "\n"
    text += f"→ {remedy}\n" if remedy else ""
    kind = negotiate.media_type(
        request.headers.get("Accept"), ["text/plain", PROBLEM, "application/json", HTML]
    )
    if kind == HTML and request.method != "POST" and operation is not None:
        response = _html(editor.page(site(), operation, problem=problem), status)
    elif kind in (PROBLEM, "application/json"):
        response = Response(current_app.json.dumps(problem) + "\n", status, content_type=kind)
    else:
        response = Response(text, status, content_type="text/plain; charset=utf-8")
    headers: Mapping[str, str] = {"Vary": VARY, "Cache-Control": "no-store"}
    response.headers.update(headers)
    if status == 415:
        response.headers["Accept-Post"] = protocol.ACCEPT_POST
        response.headers["Accept-Encoding"] = "identity"
    if status in (429, 503):
        seconds = site().settings.limits.seconds
        response.headers["Retry-After"] = str(retry_after or max(1, round(seconds)))
    return response
