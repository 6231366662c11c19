"""`ne-kg queries`: list the saved questions, check their expected answers, accept a change."""

from __future__ import annotations

import json
from difflib import get_close_matches
from pathlib import Path

import click

from ne_kg.cli.query import located
from ne_kg.model.errors import UsageError
from ne_kg.model.project import Project
from ne_kg.model.question import Question
from ne_kg.queries import golden
from ne_kg.queries.run import ask
from ne_kg.questions import read_all, read_themes
from ne_kg.store import Store
from ne_kg.store import open as open_store


@click.group()
def command() -> None:
    """The saved questions and their expected answers.

    Example: ne-kg queries check
    """


@command.command("list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def list_(root: Path, form: str) -> None:
    """List the saved questions by theme.

    Example: ne-kg queries list --format json
    """
    project = Project.at(root)
    questions, themes = _questions(project), read_themes(project.queries)
    if form == "json":
        rows = [
            {"name": q.name, "theme": q.theme, "title": q.title, "question": q.question}
            for q in questions
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for theme, words in themes.items():
        click.echo(f"{theme}  {words['zh']}  {words['en']}")
        for question in questions:
            if question.theme == theme:
                title = f"{question.title['zh']}  {question.title['en']}"
                click.echo(f"  {question.name:<40} {title}")


@command.command(short_help="Compare answers with the expected ones.")
@click.argument("names", nargs=-1)
@click.pass_obj
def check(root: Path, names: tuple[str, ...]) -> None:
    """Compare answers with the expected ones, row by row; exit code 1 where they differ.

    Example: ne-kg queries check railways-by-stage
    """
    project = Project.at(root)
    store, differing = _open(project), 0
    try:
        for question in _chosen(project, names):
            with located(question.position.file):
                difference = golden.compare(ask(store, question, {}), project.queries)
            if difference:
                differing += 1
                click.echo(f"{question.name} ({question.position.file}): the answer has changed")
                click.echo("    " + "\t".join(difference.columns))
                for sign, cells in (("-", difference.gone), ("+", difference.new)):
                    for row in cells:
                        click.echo(f"  {sign} " + "\t".join(row))
    finally:
        store.close()
    if differing:
        click.echo("reviewed and right? ne-kg queries accept NAME", err=True)
        raise click.exceptions.Exit(1)


@command.command(short_help="Record the present answers as expected.")
@click.argument("names", nargs=-1, required=True)
@click.pass_obj
def accept(root: Path, names: tuple[str, ...]) -> None:
    """Record the present answers as the expected ones, after a review.

    Example: ne-kg queries accept railways-by-stage
    """
    project = Project.at(root)
    store = _open(project)
    try:
        for question in _chosen(project, names):
            file = golden.path(project.queries, question)
            file.parent.mkdir(exist_ok=True)
            file.write_text(golden.write(ask(store, question, {})), encoding="utf-8")
            click.echo(f"wrote {file}")
    finally:
        store.close()


def _questions(project: Project) -> tuple[Question, ...]:
    return read_all(project.queries.glob("*/*.rq"), project.root)


def _chosen(project: Project, names: tuple[str, ...]) -> tuple[Question, ...]:
    questions = _questions(project)
    known = [question.name for question in questions]
    for name in names:
        if name not in known:
            near = ", ".join(get_close_matches(name, known))
            raise UsageError(
                f"there is no saved question {name}",
                remedy=f"did you mean {near}?" if near else "ne-kg queries list shows them",
            )
    return tuple(q for q in questions if not names or q.name in names)


def _open(project: Project) -> Store:
    return open_store(None, project.built())
