"""Saved questions as files: `queries/<theme>/<name>.rq`, plain SPARQL with a `#+` YAML header.

The header follows grlc's convention; docs/questions.md lists what may stand in it. The defaults of
the parameters stand in one VALUES line, marked by the comment `#+ parameters` behind it:

    VALUES (?stage ?year) { (stage:started 2010) }  #+ parameters

so that any SPARQL tool runs the file as it stands. Where no parameter has a default, the comment
stands alone on the line, inside WHERE.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from ne_kg import files
from ne_kg.model.errors import InputError, SyntaxProblem
from ne_kg.model.question import (
    Column,
    Kind,
    Parameter,
    Question,
    Total,
    View,
    ViewKind,
    Words,
)
from ne_kg.model.rdf import IRI, XSD, Literal, Position, Term

_HEADER = re.compile(r"^#\+ ?(.*)$")
_PREFIX = re.compile(r"^\s*PREFIX\s+([A-Za-z][\w.-]*)?:\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
_VALUES = re.compile(r"^[^\n]*#\+ parameters[ \t]*$", re.MULTILINE)
_ROW = re.compile(r"VALUES\s*\(([^)]*)\)\s*\{\s*\((.*)\)\s*\}", re.IGNORECASE)
_TERM = re.compile(
    r'<[^>]*>|"(?:[^"\\]|\\.)*"(?:@[A-Za-z-]+|\^\^\S+)?|[+-]?[0-9]+(?:\.[0-9]+)?|\S+'
)
_NAME = re.compile(r"[a-z][a-z0-9-]*\Z")
_VARIABLE = re.compile(r"[a-z][A-Za-z0-9]*\Z")
_KEYS = {
    "title", "question", "theme", "tags", "parameters", "columns", "views", "evidence", "total",
}  # fmt: skip
_AXES = {
    ViewKind.BAR: ({"label", "value"}, {"label", "value"}),
    ViewKind.LINE: ({"label", "value"}, {"label", "value"}),
    ViewKind.MAP: ({"label", "lat", "long"}, {"label", "lat", "long", "value"}),
    ViewKind.TIMELINE: ({"label", "begins", "ends"}, {"label", "begins", "ends"}),
}
RESERVED = frozenset({"lang", "sort", "find", "bom"})
"""Names in the address of an answer that no parameter may have."""


def read_all(paths: Iterable[Path], root: Path) -> tuple[Question, ...]:
    """The questions of several files, by name; InputError for two of one name."""
    questions: dict[str, Question] = {}
    for path in sorted(paths):
        question = read(path, root)
        if question.name in questions:
            raise InputError(
                f"a question {question.name} is also {questions[question.name].position.file}",
                where=question.position,
                remedy="rename one of the two: a name is an address",
            )
        questions[question.name] = question
    return tuple(questions[name] for name in sorted(questions))


def read(path: Path, root: Path) -> Question:
    """One file; SyntaxProblem or InputError with the line of the header that is wrong."""
    text = files.text(path, root)
    return parse(text, path.stem, path.parent.name, files.name(path, root))


def parse(text: str, name: str, theme: str, file: str) -> Question:
    """A question from its text; `theme` is the folder's name, which the header must repeat."""
    header = _Header(text, file)
    header.require(bool(_NAME.match(name)), "name", "a file's name is lower-case ASCII, a-z 0-9 -")
    header.require(header.data.get("theme") == theme, "theme", f"the theme is the folder: {theme}")
    for key in header.data:
        header.require(key in _KEYS, key, f"the header knows {', '.join(sorted(_KEYS))}")
    marked = list(_VALUES.finditer(text))
    header.require(len(marked) < 2, "parameters", "only one line may be marked #+ parameters")
    defaults = _defaults(marked[0][0], text, header) if marked else {}
    parameters = tuple(_parameters(header, defaults))
    remedy = "mark a line inside WHERE with #+ parameters: the values go there"
    header.require(bool(marked) or not parameters, "parameters", remedy)
    stray = set(defaults) - {parameter.name for parameter in parameters}
    header.require(not stray, "parameters", f"the VALUES line sets {', '.join(sorted(stray))} too")
    return Question(
        name=name,
        theme=theme,
        title=header.words("title"),
        question=header.words("question"),
        tags=tuple(map(str, header.data.get("tags", ()))),
        parameters=parameters,
        columns=tuple(_columns(header)),
        views=tuple(_views(header)),
        evidence=header.data.get("evidence"),
        total=_total(header),
        text=text,
        values=marked[0].span() if marked else None,
        prologue="\n".join(match[0].strip() for match in _PREFIX.finditer(text)),
        position=Position(file, 1),
    )


class _Header:
    """The YAML of the `#+` lines, and where its keys stand."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.lines = []
        for line in text.splitlines():
            match = _HEADER.match(line)
            if not match:
                break
            self.lines.append(match[1])
        try:
            data = yaml.safe_load("\n".join(self.lines))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            raise SyntaxProblem(
                f"the header is not YAML: {getattr(error, 'problem', error)}",
                where=Position(file, mark.line + 1, mark.column + 4) if mark else file,
                remedy="docs/questions.md shows a header",
            ) from None
        if not isinstance(data, dict):
            raise InputError(
                "the file does not begin with a header of #+ lines",
                where=Position(file, 1),
                remedy="docs/questions.md shows a header",
            )
        self.data: dict[str, Any] = data

    def require(self, holds: bool, key: str, remedy: str) -> None:
        if not holds:
            raise InputError(f"{key} is missing or wrong", where=self.at(key), remedy=remedy)

    def at(self, key: str) -> Position:
        for number, line in enumerate(self.lines, 1):
            if re.match(rf"\s*(- )?\{{?{re.escape(key)}:", line):
                return Position(self.file, number)
        return Position(self.file, 1)

    def words(self, key: str, holder: Mapping[str, Any] | None = None, at: str = "") -> Words:
        value = (self.data if holder is None else holder).get(key)
        good = isinstance(value, dict) and all(
            isinstance(value.get(language), str) for language in ("zh", "en")
        )
        self.require(good, at or key, f"write {key}: {{zh: …, en: …}}")
        assert isinstance(value, dict)
        return {language: value[language] for language in ("zh", "en")}


def _parameters(header: _Header, defaults: Mapping[str, Term]) -> Iterable[Parameter]:
    described = header.data.get("parameters", {})
    header.require(isinstance(described, dict), "parameters", "write parameters: {name: {…}}")
    for name, about in described.items():
        header.require(isinstance(about, dict), name, "describe it: label, kind, …")
        header.require(bool(_VARIABLE.match(str(name))), name, "a parameter is named a-z A-Z 0-9")
        header.require(name not in RESERVED, name, "lang, sort, find and bom have other uses")
        known = {"label", "kind", "choices", "optional"}
        header.require(set(about) <= known, name, f"it may have {', '.join(sorted(known))}")
        kinds = ", ".join(Kind)
        header.require(about.get("kind") in set(Kind), name, f"kind is one of {kinds}")
        optional = bool(about.get("optional", False))
        remedy = "give it a default in the VALUES line marked #+ parameters, or make it optional"
        header.require(optional or name in defaults, name, remedy)
        yield Parameter(
            name=name,
            label=header.words("label", about, name),
            kind=Kind(about["kind"]),
            default=defaults.get(name),
            choices=about.get("choices"),
            optional=optional,
        )


def _columns(header: _Header) -> Iterable[Column]:
    described = header.data.get("columns")
    header.require(isinstance(described, dict), "columns", "write columns: {variable: {zh, en}}")
    assert isinstance(described, dict)
    for name, about in described.items():
        yield Column(
            name=name,
            label=header.words(name, described),
            unit=about.get("unit"),
            printed=about.get("printed"),
            hidden=bool(about.get("hidden", False)),
            several=bool(about.get("several", False)),
        )


def _views(header: _Header) -> Iterable[View]:
    columns = header.data["columns"]
    seen: set[ViewKind] = set()
    for about in header.data.get("views", ()):
        kinds = ", ".join(ViewKind)
        good = isinstance(about, dict) and about.get("type") in set(ViewKind)
        header.require(good, "views", f"a view has a type: {kinds}")
        kind = ViewKind(about["type"])
        drawn = {axis: tuple(str(on).split()) for axis, on in about.items() if axis != "type"}
        missing = [column for on in drawn.values() for column in on if column not in columns]
        header.require(not missing, "views", f"describe the columns {', '.join(missing)}")
        needed, allowed = _AXES[kind]
        fits = needed <= set(drawn) <= allowed
        header.require(fits, "views", f"a {kind} has {', '.join(sorted(needed))}")
        single = all(len(on) == 1 for axis, on in drawn.items() if axis != "label")
        header.require(single, "views", "only a label may be made of several columns")
        header.require(kind not in seen, "views", f"one {kind} is enough: it is an address")
        seen.add(kind)
        yield View(kind, drawn)


def _total(header: _Header) -> Total | None:
    about = header.data.get("total")
    if about is None:
        return None
    good = isinstance(about, dict) and set(about) == {"column", "subject", "figure"}
    header.require(good, "total", "write total: {column: …, subject: …, figure: …}")
    return Total(about["column"], about["subject"], about["figure"])


def _defaults(line: str, text: str, header: _Header) -> dict[str, Term]:
    if not line.partition("#+")[0].strip():
        return {}
    row = _ROW.search(line)
    header.require(row is not None, "parameters", "write VALUES (?a ?b) { (1 2) }  #+ parameters")
    assert row is not None
    names = [name.lstrip("?$") for name in row[1].split()]
    terms = _TERM.findall(row[2])
    header.require(len(names) == len(terms), "parameters", "as many values as variables")
    prefixes = dict(_PREFIX.findall(text))
    return {
        name: _term(token, prefixes, header)
        for name, token in zip(names, terms, strict=True)
        if token != "UNDEF"
    }


def _term(token: str, prefixes: Mapping[str, str], header: _Header) -> Term:
    if token.startswith("<"):
        return IRI(token[1:-1])
    if token.startswith('"'):
        value, _, tail = token[1:].rpartition('"')
        if tail.startswith("@"):
            return Literal(value, language=tail[1:])
        if tail.startswith("^^"):
            datatype = _term(tail[2:], prefixes, header)
            return Literal(value, getattr(datatype, "value", XSD + "string"))
        return Literal(value)
    if re.fullmatch(r"[+-]?[0-9]+", token):
        return Literal(token, XSD + "integer")
    if re.fullmatch(r"[+-]?[0-9]+\.[0-9]+", token):
        return Literal(token, XSD + "decimal")
    prefix, colon, local = token.partition(":")
    header.require(bool(colon) and prefix in prefixes, "parameters", f"{token}: unknown prefix")
    return IRI(prefixes[prefix] + local)
