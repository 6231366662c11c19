"""`ne-kg query`: a saved question, a file or standard input, run on the built graph."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path

import click

from ne_kg import files
from ne_kg.model.errors import QueryRejected, UsageError
from ne_kg.model.project import Project
from ne_kg.model.question import Question
from ne_kg.model.rdf import Position
from ne_kg.queries.formats import WRITERS, shown
from ne_kg.queries.run import Result, ask
from ne_kg.questions import read_all
from ne_kg.questions.rdf import form as query_form
from ne_kg.store import Store
from ne_kg.store import open as open_store
from ne_kg.store.answer import CSV, JSON, N_TRIPLES, TSV, TURTLE, XML
from ne_kg.store.bindings import solutions

_DEFAULTS = {True: "table", False: "csv"}
"""The format on a terminal, and on a pipe."""
_ENGINE_FORMATS = {
    "csv": CSV, "tsv": TSV, "json": JSON, "xml": XML, "ttl": TURTLE, "nt": N_TRIPLES,
}  # fmt: skip


@click.command()
@click.argument("query", metavar="NAME|FILE|-")
@click.option("-p", "--param", "given", multiple=True, metavar="NAME=VALUE", help="A parameter.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", *_ENGINE_FORMATS]),
    help="Default: table, on a pipe csv; Turtle for a graph.",
)
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="Of labels.")
@click.option("--engine", help="A SPARQL server instead of the built graph.")
@click.pass_obj
def command(
    root: Path, query: str, given: tuple[str, ...], form: str | None, lang: str, engine: str | None
) -> None:
    """Run a saved question, a SPARQL file, or what stands on standard input.

    Example: ne-kg query railways-by-stage -p stage=stage:started --format csv
    """
    project = Project.at(root)
    saved = {q.name: q for q in read_all(project.queries.glob("*/*.rq"), root)}
    text = "" if query in saved else _text(query, saved)
    if text and given:
        raise UsageError(
            "only saved questions have parameters", remedy="put the value in the query"
        )
    store = open_store(engine, None if engine else project.built())
    try:
        if query in saved:
            question = saved[query]
            with located(question.position.file):
                _saved(store, question, given, form or _DEFAULTS[sys.stdout.isatty()], lang)
        else:
            with located(query):
                _given(store, text, form)
    finally:
        store.close()


def _saved(store: Store, question: Question, given: tuple[str, ...], form: str, lang: str) -> None:
    result = ask(store, question, dict(_pairs(given)))
    if form == "table":
        for line in table(result, lang):
            click.echo(line)
    elif form in WRITERS:
        click.echo(WRITERS[form][1](result, lang).decode(), nl=False)
    else:
        body = store.query(result.query, format=_ENGINE_FORMATS[form]).body
        click.echo(body.decode(), nl=False)


def _given(store: Store, text: str, form: str | None) -> None:
    makes_graph = query_form(text) in ("construct", "describe")
    if makes_graph and form in (None, "table"):
        form = "ttl"
    form = form or _DEFAULTS[sys.stdout.isatty()]
    if form != "table":
        body = store.query(text, format=_ENGINE_FORMATS[form]).body.decode()
        click.echo(body, nl=not body.endswith("\n"))
        return
    body = store.query(text, format=JSON).body.decode()
    document = json.loads(body)
    if "boolean" in document:
        click.echo(str(document["boolean"]).lower())
        return
    names = document["head"]["vars"]
    cells = [[shown(row.get(name), {}, "zh") for name in names] for row in solutions(body.encode())]
    for line in _aligned([names, *cells]):
        click.echo(line)


def _text(query: str, saved: Collection[str]) -> str:
    if query == "-":
        return files.decoded(sys.stdin.buffer.read(), query)
    path = Path(query)
    if not path.is_file():
        near = get_close_matches(query, saved)
        raise UsageError(
            f"no saved question and no file {query!r}",
            remedy=f"did you mean {', '.join(near)}?" if near else "ne-kg queries list shows them",
        )
    return files.text(path)


@contextmanager
def located(file: str) -> Iterator[None]:
    """Says of a query that is refused in which file, line and column."""
    try:
        yield
    except QueryRejected as error:
        if error.where is None and error.line is not None:
            error.where = Position(file, error.line, error.column)
        raise


def _pairs(given: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"{pair} is not NAME=VALUE", remedy="write for example -p year=2010")
        yield name, value


def table(result: Result, language: str) -> Iterator[str]:
    """The answer as aligned lines, the sentence behind each row as its last column."""
    columns = [c for c in result.question.columns if c.name != result.question.evidence]
    columns = [c for c in columns if not c.hidden]
    head = [*(c.label[language] for c in columns), "句子编号" if language == "zh" else "sentence"]
    rows = []
    for row in result.rows:
        sentence = result.sentence(row)
        cells = [shown(row.get(c.name), result.labels, language) for c in columns]
        rows.append([*cells, sentence.name if sentence else ""])
    yield from _aligned([head, *rows])
    counted = f"{len(rows)} row{'s' if len(rows) != 1 else ''}"
    yield f"({counted}; data version {result.version[:12]})"


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    widths = [min(48, max(map(_width, column))) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        yield "  ".join(
            _padded(cell, width) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        if number == 0:
            yield "  ".join("-" * width for width in widths)


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two (UAX #11)."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int) -> str:
    while _width(text) > width:
        text = text[:-2] + "…"
    return text + " " * (width - _width(text))
