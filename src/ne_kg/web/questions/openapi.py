"""The OpenAPI 3.1 description of the saved questions, made from their files and the data's choices.

https://spec.openapis.org/oas/v3.1.0
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ne_kg import __version__
from ne_kg.model.question import Kind, Parameter, Question
from ne_kg.queries.parameters import LONGEST, written
from ne_kg.queries.run import Choice
from ne_kg.questions.rdf import form

_SCHEMAS: Mapping[Kind, dict[str, Any]] = {
    Kind.IRI: {
        "type": "string",
        "pattern": "^(id|[a-z]+):[A-Za-z0-9_.-]*[A-Za-z0-9_-]$|^https?://[!-~]+$",
    },
    Kind.STRING: {"type": "string", "maxLength": LONGEST},
    Kind.INTEGER: {"type": "integer", "minimum": -(10**18) + 1, "maximum": 10**18 - 1},
    Kind.DECIMAL: {"type": "number"},
    Kind.DATE: {"type": "string", "format": "date"},
}
_FILES = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
    "xml": "application/sparql-results+xml",
    "ttl": "text/turtle",
}
_LANG = {
    "name": "lang",
    "in": "query",
    "description": "Language of labels and headings.",
    "schema": {"type": "string", "enum": ["zh", "en"]},
}
_BOM = {
    "name": "bom",
    "in": "query",
    "description": "1: begin with a byte order mark, for programs that guess the encoding.",
    "schema": {"type": "string", "enum": ["0", "1"]},
}
_FIND = {
    "name": "find",
    "in": "query",
    "description": "Only rows that show all these words.",
    "schema": {"type": "string", "maxLength": LONGEST},
}
_PROBLEM = {
    "description": "A value that cannot be used: which, and why.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def document(
    questions: Iterable[Question],
    choices: Mapping[str, Mapping[str, Sequence[Choice]]],
    server: str,
    version: str,
) -> dict[str, Any]:
    """The description as JSON; `choices` by question and parameter, `server` the site's address."""
    listed = list(questions)
    paths: dict[str, Any] = {
        "/api/queries": {"get": _get("listQueries", "All saved questions", "application/json",
                                     {"$ref": "#/components/schemas/Questions"}, [])},
    }  # fmt: skip
    for question in listed:
        paths[f"/api/queries/{question.name}"] = {
            "get": _get(f"describe-{question.name}", question.title["en"], "application/json",
                        {"$ref": "#/components/schemas/Question"}, [])
        }  # fmt: skip
        for ext in files(question):
            paths[f"/queries/{question.name}.{ext}"] = {
                "get": _file(question, ext, choices.get(question.name, {}))
            }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Saved questions of the Northeast China knowledge graph",
            "version": __version__,
            "description": f"Data version {version}. Every row carries the sentence behind it.",
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": server}],
        "tags": [{"name": theme} for theme in sorted({question.theme for question in listed})],
        "paths": paths,
        "components": {"schemas": _components()},
    }


def files(question: Question) -> tuple[str, ...]:
    """The formats of a question's answer."""
    last = "ttl" if form(question.text) == "construct" else "xml"
    return ("csv", "tsv", "json", last)


def _file(question: Question, ext: str, choices: Mapping[str, Sequence[Choice]]) -> dict[str, Any]:
    asked = [_parameter(p, choices.get(p.name, ())) for p in question.parameters]
    arranged = ext in ("csv", "tsv", "json")
    extra = [_LANG, *([_sort(question), _FIND] if arranged else [])]
    if ext == "csv":
        extra.append(_BOM)
    schema = {"$ref": "#/components/schemas/Answer"} if ext == "json" else {"type": "string"}
    operation = _get(
        f"{question.name}-{ext}", question.title["en"], _FILES[ext], schema, [*asked, *extra]
    )
    operation["description"] = f"{question.question['en']}\n\n{question.question['zh']}"
    operation["tags"] = [question.theme]
    operation["responses"]["400"] = _PROBLEM
    return operation


def _get(
    name: str, summary: str, media_type: str, schema: dict[str, Any], parameters: list[Any]
) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": {
                "description": "The answer.",
                "headers": {
                    "Ne-Kg-Version": {"description": "Data version.", "schema": {"type": "string"}}
                },
                "content": {media_type: {"schema": schema}},
            },
            "503": {"description": "A limit was met, or the engine is away."},
        },
    }


def _parameter(parameter: Parameter, choices: Sequence[Choice]) -> dict[str, Any]:
    schema: dict[str, Any] = dict(_SCHEMAS[parameter.kind])
    if choices:
        values = [written(choice.term) for choice in choices]
        if parameter.default is not None and written(parameter.default) not in values:
            values.append(written(parameter.default))
        schema = {"type": "string", "enum": values}
    if parameter.default is not None:
        text = written(parameter.default)
        schema["default"] = int(text) if schema["type"] == "integer" else text
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": f"{parameter.label['en']} ({parameter.label['zh']})",
        "schema": schema,
    }


def _sort(question: Question) -> dict[str, Any]:
    names = [column.name for column in question.columns]
    return {
        "name": "sort",
        "in": "query",
        "description": "A column to sort by, - in front for descending.",
        "schema": {"type": "string", "enum": [*names, *(f"-{name}" for name in names)]},
    }


def _components() -> dict[str, Any]:
    words = {
        "type": "object",
        "required": ["zh", "en"],
        "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
    }
    column = {"type": "object", "required": ["name", "label"],
              "properties": {"name": {"type": "string"}, "label": words}}  # fmt: skip
    question = {
        "type": "object",
        "required": ["name", "theme", "title", "question", "parameters", "columns", "files"],
        "properties": {
            "name": {"type": "string"},
            "theme": {"type": "string"},
            "title": words,
            "question": words,
            "tags": {"type": "array", "items": {"type": "string"}},
            "parameters": {"type": "array", "items": {"type": "object"}},
            "columns": {"type": "array", "items": column},
            "files": {"type": "object", "additionalProperties": {"type": "string"}},
        },
    }
    evidence = {
        "type": "object",
        "required": ["sentence", "name", "text"],
        "properties": {name: {"type": "string"} for name in ("sentence", "name", "text")},
    }
    return {
        "Question": question,
        "Questions": {
            "type": "object",
            "required": ["version", "questions"],
            "properties": {
                "version": {"type": "string"},
                "questions": {"type": "array", "items": {"$ref": "#/components/schemas/Question"}},
            },
        },
        "Answer": {
            "type": "object",
            "required": ["format", "question", "title", "parameters", "version", "columns", "rows"],
            "properties": {
                "format": {"type": "integer"},
                "question": {"type": "string"},
                "title": words,
                "parameters": {"type": "object", "additionalProperties": {"type": "string"}},
                "version": {"type": "string"},
                "columns": {"type": "array", "items": column},
                "rows": {
                    "type": "array",
                    "items": {"type": "object", "properties": {"evidence": evidence}},
                },
            },
        },
        "Problem": {
            "type": "object",
            "required": ["title", "status", "detail"],
            "properties": {
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "detail": {"type": "string"},
                "parameter": {"type": "string"},
            },
        },
    }
