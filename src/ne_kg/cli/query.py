"""`ne-kg query`: a saved question, a file or standard input, run on the built graph."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import click

from ne_kg.model.errors import UsageError
from ne_kg.model.project import Project
from ne_kg.model.question import Question
from ne_kg.queries.formats import WRITERS, shown
from ne_kg.queries.run import Result, ask
from ne_kg.questions import read_all
from ne_kg.store import Store
from ne_kg.store import open as open_store
from ne_kg.store.answer import CSV, JSON, N_TRIPLES, TSV, TURTLE, XML

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
    help="Default: table, on a pipe csv.",
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
    form = form or ("table" if sys.stdout.isatty() else "csv")
    saved = {q.name: q for q in read_all(project.queries.glob("*/*.rq"), root)}
    if engine is None and not project.dataset.exists():
        raise UsageError("nothing is built yet", where=str(root), remedy="run ne-kg build")
    store = open_store(engine, None if engine else project.dataset)
    try:
        if query in saved:
            _saved(store, saved[query], given, form, lang)
        else:
            _given(store, _text(query, saved), given, form)
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


def _given(store: Store, text: str, given: tuple[str, ...], form: str) -> None:
    if given:
        raise UsageError(
            "only saved questions have parameters", remedy="put the value in the query"
        )
    if form != "table":
        click.echo(store.query(text, format=_ENGINE_FORMATS[form]).body.decode(), nl=False)
        return
    answer = store.query(text)
    if answer.media_type != JSON:
        click.echo(answer.body.decode(), nl=False)
        return
    if b'"boolean"' in answer.body and b'"results"' not in answer.body:
        click.echo("true" if b"true" in answer.body else "false")
        return
    rows = store.select(text)
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[shown(row.get(name), {}, "zh") for name in names] for row in rows]
    for line in _aligned([names, *cells]):
        click.echo(line)


def _text(query: str, saved: dict[str, Question]) -> str:
    if query == "-":
        return sys.stdin.read()
    path = Path(query)
    if not path.is_file():
        near = ", ".join(sorted(name for name in saved if query[:4] in name)) or ", ".join(saved)
        raise UsageError(f"no saved question and no file {query}", remedy=f"saved: {near}")
    return path.read_text(encoding="utf-8")


def _pairs(given: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"{pair} is not NAME=VALUE")
        yield name, value


def table(result: Result, language: str) -> Iterator[str]:
    """The answer as aligned lines, the sentence behind each row as its last column."""
    columns = [c for c in result.question.columns if c.name != result.question.evidence]
    columns = [c for c in columns if not c.hidden]
    head = [*(c.label[language] for c in columns), "句" if language == "zh" else "sentence"]
    rows = []
    for row in result.rows:
        sentence = result.sentence(row)
        cells = [shown(row.get(c.name), result.labels, language) for c in columns]
        rows.append([*cells, sentence.name if sentence else ""])
    yield from _aligned([head, *rows])
    yield f"({len(rows)} rows; data version {result.version[:12]})"


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
