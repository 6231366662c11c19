"""`/queries`: the saved questions, each a form, an answer with its evidence, pictures and files.

/queries                          all, by theme; ?q= finds
/queries/<name>                   the page; ?sort= and ?find= arrange its table
/queries/<name>.<ext>             csv, tsv, json, xml, ttl (CONSTRUCT), rq (the query itself)
/queries/<name>/<kind>.svg        a picture, to save
"""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request
from werkzeug.wrappers import Response as Base

from ne_kg.model.errors import UsageError
from ne_kg.model.question import Question, ViewKind
from ne_kg.model.rdf import IRI
from ne_kg.queries import formats, parameters, run
from ne_kg.queries.arrange import arranged
from ne_kg.queries.cite import cite
from ne_kg.queries.run import Result
from ne_kg.questions.rdf import body, form
from ne_kg.store import answer
from ne_kg.web import labels, signposting
from ne_kg.web.language import language
from ne_kg.web.negotiated import see_other
from ne_kg.web.questions import pictures, saved
from ne_kg.web.questions.answer_table import columns, heading, named, table
from ne_kg.web.questions.totals import computed
from ne_kg.web.site import site

blueprint = Blueprint("ask", __name__)


@blueprint.get("/queries")
def questions() -> str:
    """All questions by theme, or those that fit the words of the search box."""
    library = saved.library()
    words = request.args.get("q", "")[: parameters.LONGEST].strip()
    found = saved.index().choose(words)
    themes = [
        (theme, names, [chosen for chosen in found if chosen.question.theme == theme])
        for theme, names in library.themes.items()
    ]
    return render_template(
        "questions.html",
        q=words,
        found=found,
        themes=[(theme, names, group) for theme, names, group in themes if group],
        mine=_mine(),
    )


@blueprint.get("/queries/<name>")
def page(name: str) -> Base:
    """A question as a page; a wrong value gives the form again, saying which and why."""
    question = saved.question(name)
    iri = IRI(f"{site().settings.base}queries/{name}")
    if data := see_other(iri):
        return data
    asked: dict[str, str] = {}
    try:
        asked = saved.given(question, "sort", "find")
        if list(request.args.items(multi=True)) != saved.pairs(question, asked, "sort", "find"):
            return redirect(saved.address(question, "", asked, "sort", "find"), 302)
        result = run.ask(site().store, question, asked)
        shown = arranged(result, _mine(), request.args.get("sort"), request.args.get("find"))
    except parameters.WrongValue as error:
        return _again(question, asked, error.parameter.name, error.why[_mine()])
    except UsageError as error:
        return _again(question, asked, None, f"{error.what}; {error.remedy}")
    labels.fetch(named(result))
    address = saved.canonical(question, asked)
    html = _render(
        question,
        asked,
        result=result,
        columns=columns(question),
        rows=table(shown, columns(question)),
        drawings=pictures.drawings(result, address),
        total=computed(site().store, result),
        citation=cite(result, address, datetime.now(UTC).date()),
        sparql=body(result.query),
        excel=saved.address(question, ".csv", asked, "sort", "find", "bom", bom="1"),
        related=saved.related(question),
        sorted_by=lambda by: saved.address(question, "", asked, "sort", "find", sort=by),
        construct=form(question.text) == "construct",
    )
    return signposting.on_page(Response(html), iri)


@blueprint.get("/queries/<name>.<any(csv, tsv, json, xml, ttl):ext>")
def file(name: str, ext: str) -> Response:
    """An answer as a file, with the sentence behind each row and the data version."""
    question = saved.question(name)
    construct = form(question.text) == "construct"
    if construct != (ext == "ttl") and ext in ("ttl", "xml"):
        abort(404)
    try:
        also = ("sort", "find", "bom") if ext == "csv" else ("sort", "find")
        asked = saved.given(question, *(also if ext not in ("xml", "ttl") else ()))
        bom = _yes("bom")
        result = run.ask(site().store, question, asked)
        result = arranged(result, _mine(), request.args.get("sort"), request.args.get("find"))
    except parameters.WrongValue as error:
        return problem(error.why[_mine()], error.what, error.parameter.name)
    except UsageError as error:
        return problem(error.what, error.remedy or "")
    if ext == "csv":
        kind, content = formats.WRITERS[ext][0], formats.as_csv(result, _mine(), bom=bom)
    elif ext in formats.WRITERS:
        kind, writer = formats.WRITERS[ext]
        content = writer(result, _mine())
    else:
        kind, content = _by_engine(result, ext)
    said = Response(content, content_type=kind)
    filename = f"{name}-{result.version[:12]}.{ext}"
    said.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    said.headers["Link"] = _links(question, asked)
    return said


@blueprint.get("/queries/<name>.rq")
def text(name: str) -> Response:
    """The file of the question: plain SPARQL that any tool runs as it stands."""
    found = saved.question(name)
    return Response(found.text, content_type="application/sparql-query; charset=utf-8")


@blueprint.get("/queries/<name>/<any(bar, line, map, timeline):kind>.svg")
def picture(name: str, kind: str) -> Response:
    """One view of an answer as a picture that carries its evidence and the data version."""
    question = saved.question(name)
    view = next((view for view in question.views if view.kind == ViewKind(kind)), None)
    if view is None:
        abort(404)
    try:
        asked = saved.given(question)
        result = run.ask(site().store, question, asked)
    except parameters.WrongValue as error:
        return problem(error.why[_mine()], error.what, error.parameter.name)
    except UsageError as error:
        return problem(error.what, error.remedy or "")
    labels.fetch(named(result))
    drawn = pictures.drawing(result, view, saved.canonical(question, asked)).svg
    if not drawn:
        abort(404)
    said = Response(drawn, content_type="image/svg+xml; charset=utf-8")
    filename = f"{name}-{kind}-{result.version[:12]}.svg"
    said.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return said


def problem(detail: str, what: str, parameter: str | None = None) -> Response:
    """400 as problem details (RFC 9457): which parameter, and why."""
    said = {"title": what, "status": 400, "detail": detail, "parameter": parameter}
    text = current_app.json.dumps({name: v for name, v in said.items() if v is not None})
    answer = Response(text + "\n", 400, content_type="application/problem+json")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _again(question: Question, asked: dict[str, str], name: str | None, why: str) -> Response:
    said = Response(_render(question, asked, wrong=name, why=why), 400)
    said.headers["Cache-Control"] = "no-store"
    said.vary.update(("Accept", "Accept-Language"))
    return said


def _render(question: Question, asked: dict[str, str], **shown: object) -> str:
    return render_template(
        "question.html",
        question=question,
        asked=asked,
        theme=saved.library().themes.get(question.theme, {}),
        options=saved.options(question),
        written=parameters.written,
        heading=heading,
        mine=_mine(),
        address=saved.address,
        sort=request.args.get("sort", ""),
        find=request.args.get("find", ""),
        **shown,
    )


def _by_engine(result: Result, ext: str) -> tuple[str, bytes]:
    """What the engine writes itself, with the data version where the format has a place for it."""
    if ext == "ttl":
        content = site().store.query(result.query, format=answer.TURTLE).body
        return "text/turtle; charset=utf-8", f"# {_dataset(result)}\n".encode() + content
    content = site().store.query(result.query, format=answer.XML).body
    # The results format has a link in its head for metadata (SPARQL Query Results XML §2.2).
    link = f'<link href="{_dataset(result)}"/></head>'.encode()
    return "application/sparql-results+xml", content.replace(b"</head>", link, 1)


def _dataset(result: Result) -> str:
    return f"{site().settings.base}dataset/{result.version}"


def _links(question: Question, asked: dict[str, str]) -> str:
    return (
        f'<{saved.canonical(question, asked)}>; rel="canonical", '
        '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    )


def _yes(name: str) -> bool:
    value = request.args.get(name, "0")
    if value not in ("0", "1"):
        raise UsageError(f"{name} is {value!r}", remedy=f"{name} is 0 or 1")
    return value == "1"


def _mine() -> str:
    return "en" if language() == "en" else "zh"
