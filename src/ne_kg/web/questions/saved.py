"""The saved questions of the site, what a request asks of one, and the one address of that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import abort, request

from ne_kg.model.errors import UsageError
from ne_kg.model.project import Project
from ne_kg.model.question import Parameter, Question, Words
from ne_kg.queries.choose import Chosen, Index, said
from ne_kg.queries.parameters import written
from ne_kg.queries.run import Choice, choices
from ne_kg.questions import read_all, read_themes
from ne_kg.questions.rdf import question_iri
from ne_kg.web.addresses import resource
from ne_kg.web.site import site

_RELATED = 4
FORMATS = ("csv", "tsv", "json", "xml", "ttl", "rq")


@dataclass(frozen=True, slots=True)
class Library:
    """All questions by name, and the names of their themes in order."""

    questions: Mapping[str, Question]
    themes: Mapping[str, Words]


def library() -> Library:
    """The questions of the project that the site serves, read once for each data version."""
    return site().kept("library", _read)


def _read() -> Library:
    root = site().settings.project
    if root is None:
        return Library({}, {})
    folder = Project.at(root).queries
    questions = read_all(folder.glob("*/*.rq"), root)
    return Library({question.name: question for question in questions}, read_themes(folder))


def index() -> Index:
    """What finds a question by words; it has read all answers, once for each data version."""
    listed, themes = library().questions.values(), library().themes
    return site().kept(
        "questions by words", lambda: Index.of(listed, themes, said(site().store, listed))
    )


def related(question: Question) -> list[Chosen]:
    """Questions to ask next. Their headers tell: a page of one question needs no other answer."""
    listed, themes = library().questions.values(), library().themes
    by_header = site().kept("questions by header", lambda: Index.of(listed, themes))
    return by_header.related(question)[:_RELATED]


def question(name: str) -> Question:
    """The question of a name, or 404."""
    found = library().questions.get(name)
    if found is None:
        abort(404)
    return found


def options(question: Question) -> Mapping[str, tuple[Choice, ...]]:
    """The values that the data offers for each parameter."""
    here = site()
    return here.kept(f"choices {question.name}", lambda: choices(here.store, question))


def given(question: Question, *also: str) -> dict[str, str]:
    """What the address says of the question's parameters.

    UsageError for a name that it does not have beside `also`, and for one given twice.
    """
    known = [parameter.name for parameter in question.parameters]
    found: dict[str, str] = {}
    for name, values in request.args.lists():
        if name not in (*known, "lang", *also):
            have = ", ".join((*known, "lang", *also))
            raise UsageError(f"{question.name} has no parameter {name!r}", remedy=f"it has: {have}")
        if len(values) > 1:
            raise UsageError(f"{name} is given {len(values)} times", remedy="give it once")
        if name in known:
            found[name] = values[0]
    return found


def pairs(
    question: Question, asked: Mapping[str, str], *also: str, **instead: str
) -> list[tuple[str, str]]:
    """Parameters in the question's order, then `also` and the language as the request has them.

    `instead` sets one of those anew. What says nothing is left out: an optional parameter that is
    empty, a value that is the default.
    """
    return _parameters(question, asked) + [
        (name, value)
        for name in (*also, "lang")
        if (value := instead.get(name) or request.args.get(name))
    ]


def address(
    question: Question, suffix: str, asked: Mapping[str, str], *also: str, **instead: str
) -> str:
    """Where this answer stands on this site; `suffix` is `.csv` or `/bar.svg`, say."""
    tail = urlencode(pairs(question, asked, *also, **instead))
    path = f"{request.script_root}/queries/{question.name}{suffix}"
    return f"{path}?{tail}" if tail else path


def canonical(question: Question, asked: Mapping[str, str]) -> str:
    """The address to cite, without the language of the page."""
    iri = resource(question_iri(question.name).value)
    tail = urlencode(_parameters(question, asked))
    return f"{iri}?{tail}" if tail else iri


def _parameters(question: Question, asked: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        (parameter.name, asked[parameter.name])
        for parameter in question.parameters
        if parameter.name in asked and not _idle(parameter, asked[parameter.name])
    ]


def _idle(parameter: Parameter, value: str) -> bool:
    if parameter.default is None:
        return value == ""
    return value == written(parameter.default)
