"""`/api/queries` and `/api/openapi.json`: the saved questions for programs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, request

from ne_kg.model.question import Question
from ne_kg.queries.parameters import written
from ne_kg.web.questions import saved
from ne_kg.web.questions.openapi import document, files
from ne_kg.web.site import site

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.get("/queries")
def queries() -> Response:
    """All questions with their parameters, columns and the addresses of their answers."""
    listed = [_described(question) for question in saved.library().questions.values()]
    return _json({"version": site().version, "questions": listed})


@blueprint.get("/queries/<name>")
def query(name: str) -> Response:
    """One question, with the values that its parameters can take, and its SPARQL."""
    question = saved.question(name)
    options = saved.options(question)
    described = _described(question)
    for parameter in described["parameters"]:
        parameter["choices"] = [
            {"value": written(choice.term), "label": choice.label, "count": choice.count}
            for choice in options.get(parameter["name"], ())
        ]
    return _json({**described, "sparql": question.text, "version": site().version})


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The description of these addresses, from the files of the questions."""
    questions = saved.library().questions
    choices = {name: saved.options(question) for name, question in questions.items()}
    server = site().root or request.script_root or "/"
    return _json(document(questions.values(), choices, server, site().version))


def _described(question: Question) -> dict[str, Any]:
    here = site().root or request.script_root
    return {
        "name": question.name,
        "theme": question.theme,
        "title": question.title,
        "question": question.question,
        "tags": list(question.tags),
        "parameters": [
            {
                "name": parameter.name,
                "label": parameter.label,
                "kind": parameter.kind.value,
                "optional": parameter.optional,
                "default": written(parameter.default) if parameter.default is not None else None,
            }
            for parameter in question.parameters
        ],
        "columns": [{"name": c.name, "label": c.label} for c in question.columns],
        "evidence": question.evidence,
        "page": f"{here}/queries/{question.name}",
        "files": {ext: f"{here}/queries/{question.name}.{ext}" for ext in files(question)},
    }


def _json(value: dict[str, Any]) -> Response:
    text = current_app.json.dumps(value)
    return Response(text + "\n", content_type="application/json")
