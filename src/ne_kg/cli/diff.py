"""`ne-kg diff`: two builds or git revisions, fact by fact and answer by answer."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from ne_kg.build import assemble
from ne_kg.build.canonical import canonical
from ne_kg.facts import read as read_rdf
from ne_kg.model.errors import UsageError
from ne_kg.model.project import Project
from ne_kg.model.question import Question
from ne_kg.model.rdf import Quad
from ne_kg.queries.changes import Changes, compare, compare_answers
from ne_kg.queries.changes_report import as_json, as_markdown, as_text
from ne_kg.questions import read_all
from ne_kg.sources import read
from ne_kg.store import open as open_store

_FORMATS = {"text": as_text, "json": as_json, "markdown": as_markdown}


@click.command()
@click.argument("before", default="HEAD")
@click.argument("after", default=".")
@click.option(
    "--format", "form", type=click.Choice(list(_FORMATS)), default="text", show_default=True
)
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the report there."
)
@click.option(
    "--answers/--no-answers",
    default=True,
    show_default=True,
    help="Run the saved questions on both.",
)
@click.pass_obj
def command(
    root: Path, before: str, after: str, form: str, output: Path | None, answers: bool
) -> None:  # fmt: skip
    """Compare two versions of the graph: what each sentence states, and what questions answer.

    BEFORE and AFTER are git revisions, project folders, dataset.nq files, or the first
    characters of a published version. By default: the last commit and the files as they are.

    Example: ne-kg diff main . --format markdown
    """
    project = Project.at(root)
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(TemporaryDirectory(prefix="ne-kg-diff-")))
        old = _quads(before, project, scratch / "before")
        new = _quads(after, project, scratch / "after")
        changes = compare(old, new)
        if answers:
            questions = read_all(project.queries.glob("*/*.rq"), project.root)
            changes = _with_answers(changes, old, new, questions, scratch)
    report = _FORMATS[form](changes)
    if output is None:
        click.echo(report, nl=False)
    else:
        output.write_text(report, encoding="utf-8")


def _with_answers(
    changes: Changes,
    old: Sequence[Quad],
    new: Sequence[Quad],
    questions: Sequence[Question],
    scratch: Path,
) -> Changes:
    with ExitStack() as stack:
        stores = []
        for name, quads in (("before", old), ("after", new)):
            dataset = scratch / f"{name}.nq"
            dataset.write_bytes(canonical(quads))
            store = open_store(dataset=dataset)
            stack.callback(store.close)
            stores.append(store)
        changed = compare_answers(stores[0], stores[1], questions)
    return replace(changes, answers=changed, asked=len(questions))


def _quads(name: str, project: Project, scratch: Path) -> tuple[Quad, ...]:
    """The whole dataset of a version, built or read."""
    path = Path(name)
    if path.is_file():
        return read_rdf(path).quads
    if (path / "dataset.nq").is_file():
        return read_rdf(path / "dataset.nq").quads
    if path.is_dir():
        return assemble(read(Project.at(path))).quads
    published = sorted(project.published.glob(f"{name}*/dataset.nq")) if len(name) > 5 else []
    if len(published) == 1:
        return read_rdf(published[0]).quads
    _check_out(name, project, scratch)
    return assemble(read(Project.at(scratch))).quads


def _check_out(revision: str, project: Project, folder: Path) -> None:
    """The project's files as of a git revision."""
    archive = subprocess.run(
        ["git", "archive", "--format=tar", revision, "--", "."],
        cwd=project.root,
        capture_output=True,
        check=False,
    )
    if archive.returncode:
        raise UsageError(
            f"{revision} is no file, folder, published version or git revision",
            remedy="git log and ls published/ show what there is",
        )
    folder.mkdir()
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        tar.extractall(folder, filter="data")
