"""`ne-kg validate`: RDF against SHACL shapes, for this project's graph or anyone's files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ne_kg.cli.checks import FilesCheck, ProjectCheck
from ne_kg.model.errors import UsageError
from ne_kg.model.project import Project
from ne_kg.model.rdf import IRI
from ne_kg.model.violation import Level, Report
from ne_kg.validate import INFERENCES, Options, Request, cache
from ne_kg.validate.compare import (
    fingerprints,
    read_budget,
    touching,
    within_budget,
    without,
)
from ne_kg.validate.engine import Progress
from ne_kg.validate.writers import FORMATS, View

_SEVERAL = ("--data", "--shapes", "--ontology")
_FILE = click.Path(path_type=Path)


class _SeveralNames(click.Command):
    """Lets an option take all the names up to the next option, as pre-commit passes them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        spread: list[str] = []
        option, taken = "", 0
        for arg in args:
            if arg.startswith("-"):
                option, taken = arg, 0
            else:
                taken += 1
                if option in _SEVERAL and taken > 1:
                    spread.append(option)
            spread.append(arg)
        return super().parse_args(ctx, spread)


@click.command(cls=_SeveralNames)
@click.option("--data", type=_FILE, multiple=True, metavar="FILE...", help="RDF files or folders.")
@click.option(
    "--shapes",
    type=_FILE,
    multiple=True,
    metavar="FILE...",
    help="SHACL files or folders (default: the data holds the shapes).",
)
@click.option(
    "--ontology",
    type=_FILE,
    multiple=True,
    metavar="FILE...",
    help="Files mixed into the data while checking.",
)
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True
)
@click.option("--output", type=_FILE, metavar="FILE", help="Write the report there.")
@click.option("--also", multiple=True, metavar="FORMAT=FILE", help="Write one more report.")
@click.option(
    "--fail-on",
    type=click.Choice([str(level) for level in Level]),
    default="violation",
    show_default=True,
    help="The least level that gives exit 1.",
)
@click.option(
    "--baseline",
    type=_FILE,
    metavar="FILE",
    help="An earlier JSON or SARIF report: only new findings count.",
)
@click.option(
    "--warnings-budget",
    type=_FILE,
    metavar="FILE",
    help="A file with the number of warnings tolerated; more give exit 1.",
)
@click.option("--changed", is_flag=True, help="Only what files changed since the commit bring.")
@click.option("--inference", type=click.Choice(INFERENCES), default="none", show_default=True)
@click.option("--advanced", is_flag=True, help="SHACL-AF: SPARQL targets, functions, rules.")
@click.option(
    "--imports", is_flag=True, help="Follow owl:imports of shapes and ontology to local copies."
)
@click.option(
    "--import",
    "copies",
    multiple=True,
    metavar="IRI=FILE",
    help="The local copy of an import (implies --imports).",
)
@click.option(
    "--judge-shapes/--no-judge-shapes",
    default=True,
    show_default=True,
    help="Check the shapes by SHACL-SHACL first.",
)
@click.option(
    "--text", metavar="IRI", help="The property whose value is the text behind a graph or node."
)
@click.option("--lang", metavar="TAG", help="Language of messages (default: your locale's).")
@click.option(
    "--cache/--no-cache",
    "cached",
    default=True,
    show_default=True,
    help="Reuse the report of an earlier run on the same files.",
)
@click.option("--quiet", is_flag=True, help="No progress on the terminal.")
@click.pass_obj
def command(
    root: Path,
    data: tuple[Path, ...],
    shapes: tuple[Path, ...],
    ontology: tuple[Path, ...],
    form: str,
    output: Path | None,
    also: tuple[str, ...],
    fail_on: str,
    baseline: Path | None,
    warnings_budget: Path | None,
    changed: bool,
    inference: str,
    advanced: bool,
    imports: bool,
    copies: tuple[str, ...],
    judge_shapes: bool,
    text: str | None,
    lang: str | None,
    cached: bool,
    quiet: bool,
) -> None:  # fmt: skip
    """Check RDF against SHACL shapes; every finding has file, line and column.

    Without --data the project folder is checked. Exit code 0 if nothing of --fail-on or graver
    was found, 1 if something was, 2 if the command was wrong.

    Example: ne-kg validate --data data.ttl --shapes shapes.ttl --format github
    """
    if shapes and not data:
        raise UsageError("--shapes needs --data", remedy="name the RDF files that they are for")
    reports = [(form, output), *(_also(pair) for pair in also)]
    languages = (lang,) if lang else _locale()
    options = Options(
        inference=inference,
        advanced=advanced,
        text=IRI(text) if text else None,
        languages=languages,
    )
    request = Request(
        data=data,
        shapes=shapes,
        ontology=ontology,
        imports=dict(_copy(pair) for pair in copies),
        follow_imports=imports or bool(copies),
        judge_shapes=judge_shapes,
        options=options,
    )
    run = (
        FilesCheck(request) if data else ProjectCheck(_project(root), options, judge_shapes, cached)
    )
    modified: list[Path] = []
    if changed:
        modified = _changed(run.files())
        if not modified:
            click.echo("nothing changed", err=True)
            return
    report = _checked(run, cached, not quiet and sys.stderr.isatty())
    if baseline is not None:
        report = without(report, fingerprints(baseline))
    if changed:
        last = cache.load(run.last)
        known = None if last is None else frozenset(f.fingerprint for f in last.violations)
        report = touching(report, modified, known)
    level, within = Level.named(fail_on), True
    warnings_budget = warnings_budget or run.budget
    if warnings_budget is not None and not changed:
        within, report = within_budget(report, read_budget(warnings_budget))
    for name, target in reports:
        view = View(languages, level, _colour(target), run.root)
        written = FORMATS[name](report, view)
        if target is None:
            click.echo(written, nl=False)
        else:
            target.write_text(written, encoding="utf-8")
    if report.fails(level) or not within:
        raise click.exceptions.Exit(1)


class _Watch:
    """Progress on one line of the terminal, once a run has taken a second."""

    def __init__(self, shown: bool) -> None:
        self._shown = shown
        self._wrote = False

    def __call__(self, progress: Progress) -> None:
        if self._shown and progress.seconds > 1 and progress.total:
            share = 100 * progress.done // progress.total
            left = f"about {progress.remaining:.0f} s to go"
            click.echo(f"\r{share:3} %, {progress.seconds:.0f} s, {left}   ", err=True, nl=False)
            self._wrote = True

    def close(self) -> None:
        if self._wrote:
            click.echo("\r" + " " * 60 + "\r", err=True, nl=False)


def _checked(run: FilesCheck | ProjectCheck, cached: bool, shown: bool) -> Report:
    digest = cache.key(run.files(), run.settings) if cached and run.cacheable else ""
    report = cache.load(digest) if digest else None
    if report is None:
        watch = _Watch(shown)
        report = run.check(watch)
        watch.close()
        if digest:
            cache.save(digest, report)
            cache.save(run.last, report)
    return report


def _project(root: Path) -> Project:
    try:
        return Project.at(root)
    except UsageError as error:
        remedy = "name RDF files with --data and SHACL files with --shapes, or a project folder"
        raise UsageError(error.what, where=error.where, remedy=remedy) from None


def _also(pair: str) -> tuple[str, Path]:
    name, _, target = pair.partition("=")
    if name not in FORMATS or not target:
        remedy = f"write FORMAT=FILE, where FORMAT is one of {', '.join(FORMATS)}"
        raise UsageError(f"--also {pair}", remedy=remedy)
    return name, Path(target)


def _copy(pair: str) -> tuple[str, Path]:
    iri, _, target = pair.rpartition("=")
    if not iri or not Path(target).is_file():
        raise UsageError(f"--import {pair}", remedy="write IRI=FILE, and FILE must exist")
    return iri, Path(target)


def _locale() -> Sequence[str]:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        language = os.environ.get(variable, "").partition("_")[0].partition(".")[0]
        if language and language not in ("C", "POSIX"):
            return (language, "en")
    return ("en",)


def _colour(target: Path | None) -> bool:
    return target is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _changed(files: Sequence[Path]) -> list[Path]:
    """Those of the files that git sees as modified or new."""
    listing = subprocess.run(
        ["git", "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames"],
        capture_output=True,
        check=False,
    )
    top = subprocess.run(
        ["git", "rev-parse", "--show-toplevel"], capture_output=True, text=True, check=False
    )
    if listing.returncode or top.returncode:
        raise UsageError("--changed needs a git repository", remedy="leave --changed out")
    home = Path(top.stdout.strip())
    names = [entry[3:].decode() for entry in listing.stdout.split(b"\0") if len(entry) > 3]
    modified = {(home / name).resolve() for name in names}
    return [path for path in files if path.resolve() in modified]
