"""Pages for what went wrong: what happened, and what to do next."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask, Response, current_app, g, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from ne_kg.model.errors import EngineDown, EngineError, NeKgError, QueryRejected, UsageError
from ne_kg.model.rdf import IRI, Literal
from ne_kg.web import labels, rdf
from ne_kg.web.finding import index
from ne_kg.web.language import said
from ne_kg.web.language import translate as _
from ne_kg.web.lookup import lookup
from ne_kg.web.negotiate import media_type
from ne_kg.web.site import site

_READ = ("GET", "HEAD")
_FEW = 5
_LONGEST = 60
_TITLES = {
    400: said("这个请求有问题"),
    404: said("没有这个页面"),
    405: said("不能这样访问"),
    406: said("没有这种格式"),
    410: said("已经撤销"),
    500: said("服务器出错了"),
    503: said("暂时无法回答"),
}


def install(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NeKgError, _ours)


def _http(error: HTTPException) -> Response:
    if error.response is not None and isinstance(error.response, Response):
        return error.response  # a redirect that was raised
    if isinstance(error, MethodNotAllowed):
        answer = _problem(405, None, None, None)
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
        return answer
    status = error.code or 500
    if status == 404 and (slashless := _slashless()):
        return slashless
    asked = g.get("asked")
    reason = near = None
    words = ""
    try:
        if status == 404 and isinstance(asked, IRI):
            words = _words(asked)
            near = _near(words)
        if status == 410 and isinstance(asked, IRI):
            reason = _reason(asked)
    except EngineError:
        near = None
    if status == 406:
        reason = _("可以给出：{kinds}", kinds=", ".join(("text/html", *rdf.MEDIA_TYPES)))
    return _problem(status, None, reason, near, words)


def _slashless() -> Response | None:
    """301 to the same address without slashes at its end; nothing of ours ends in one."""
    path = request.path.rstrip("/")
    if path == request.path or not path or path.startswith("//") or request.method not in _READ:
        return None
    query = request.query_string.decode("latin-1")
    target = request.script_root + quote(path) + (f"?{query}" if query else "")
    answer = Response(status=301, content_type="text/plain; charset=utf-8")
    answer.headers["Location"] = target
    return answer


def _ours(error: NeKgError) -> Response:
    busy = isinstance(error, EngineError) and not isinstance(error, QueryRejected)
    status = 503 if busy else 400 if isinstance(error, UsageError) else 500
    answer = _problem(status, error.what, error.remedy, None)
    if isinstance(error, EngineDown):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def _problem(
    status: int,
    what: str | None,
    advice: str | None,
    near: list[str] | None,
    words: str = "",
) -> Response:
    """The answer that says what happened, in the form that is wanted; `words` wait in the search
    field."""
    title = _(_TITLES.get(status, _TITLES[400 if status < 500 else 500]))
    form = media_type(
        request.headers.get("Accept"),
        ["text/html", "application/problem+json", "application/json", "text/plain"],
    )
    if form == "text/html" and not request.path.startswith("/data/"):
        page = render_template(
            "problem.html",
            status=status,
            title=title,
            what=what,
            advice=advice,
            near=near or [],
            words=words,
        )
        answer = Response(page, status)
    elif form in ("application/problem+json", "application/json"):
        answer = Response(status=status, content_type="application/problem+json")
        answer.set_data(_json({"title": title, "status": status, "detail": what or advice}))
    else:
        lines = [f"{status} {title}", what or "", advice or "", *(near or [])]
        answer = Response(
            "\n".join(filter(None, lines)) + "\n", status, content_type="text/plain; charset=utf-8"
        )
    answer.headers["Cache-Control"] = "no-store"
    answer.vary.update(("Accept", "Accept-Language"))
    return answer


def _json(value: dict[str, object]) -> str:
    return current_app.json.dumps({k: v for k, v in value.items() if v is not None}) + "\n"


def _near(words: str) -> list[str]:
    """Things of the graph that are called so, or nearly."""
    hits = [hit.entry.iri for hit in index().search(words).hits if not hit.entry.is_sentence]
    labels.fetch(hits[:_FEW])
    return hits[:_FEW]


def _words(asked: IRI) -> str:
    """What somebody who asked for a thing will have meant by its name."""
    name = asked.value.rpartition("#")[2].rpartition("/")[2]
    return labels.visible(name.replace("-", " ").strip())[:_LONGEST]


def _reason(asked: IRI) -> str | None:
    """Why a thing was retired."""
    rows = site().rows(lookup("retired"), this=asked)
    chosen = labels.chosen(r["reason"] for r in rows if isinstance(r["reason"], Literal))
    return chosen[0] if chosen else None
