"""`ne-kg build`: assemble → account → validate → publish."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import click

from ne_kg.build import Assembled, assemble
from ne_kg.build.canonical import canonical
from ne_kg.cli.checks import judged_shapes, project_report
from ne_kg.model.coverage import Gap, Tally
from ne_kg.model.project import Project
from ne_kg.model.terms import term
from ne_kg.model.violation import Level
from ne_kg.sources import Sources, fingerprint, read
from ne_kg.store.folder import current, fingerprint_of, publish
from ne_kg.validate import Options
from ne_kg.validate.writers import View
from ne_kg.validate.writers import json as json_report
from ne_kg.validate.writers import text as text_report


@click.command()
@click.option("--no-validate", is_flag=True, help="Publish without accounting and shapes.")
@click.option("--force", is_flag=True, help="Build even if nothing has changed.")
@click.pass_obj
def command(root: Path, no_validate: bool, force: bool) -> None:
    """Build the graph from what is authored, check it, and publish it.

    What is published is swapped in whole; where something is wrong, the graph of before stays.
    Exit code 0 if the graph is published, 1 if it has problems.

    Example: ne-kg build
    """
    project = Project.at(root)
    mark = fingerprint(project)
    if not force and not no_validate and mark == fingerprint_of(project.published):
        home = current(project.published)
        click.echo(f"nothing changed: version {home.name[:12] if home else ''} stands", err=True)
        return
    begun = time.monotonic()
    sources = read(project)
    assembled = assemble(sources)
    _say(f"assembled {len(assembled.quads)} quads", begun)
    beside: dict[str, str] = {"reading.json": _reading(assembled)}
    if not no_validate:
        beside["validation.json"] = _check(project, sources, assembled)
        unread = [
            f"section {part.section} of {coverage.year}"
            for coverage in assembled.coverage
            for part in coverage.sections
            if not part.finished
        ]
        for section in unread:
            click.echo(f"open: {section}", err=True)
        read_so_far = "what has been read" if unread else "every sentence, clause, number and name"
        _say(f"accounted for {read_so_far}, and validated", begun)
    dataset = publish(
        project.published,
        assembled.version,
        canonical(assembled.quads),
        "" if no_validate else mark,
        {name: content.encode() for name, content in beside.items()},
    )
    _say(f"published version {assembled.version[:12]} as {dataset}", begun)


def _reading(assembled: Assembled) -> str:
    """What /method shows of the accounting, in zh and en."""
    tally = sum((coverage.tally for coverage in assembled.coverage), Tally())
    differing = sum(
        finding.gap is Gap.READING
        for coverage in assembled.coverage
        for finding in coverage.findings
    )
    numbers = (
        ("句子", "sentences", tally.sentences),
        ("不陈述事实的句子", "sentences that state no fact", tally.factless),
        ("分句", "clauses", tally.clauses),
        ("有事实的分句", "clauses with a fact", tally.clauses_touched),
        ("数字与数词", "numbers", tally.numbers),
        ("有着落的数字与数词", "numbers accounted for", tally.numbers_told),
        ("事实", "facts", tally.facts),
        ("提及", "mentions", tally.mentions),
        ("两次阅读尚存的差异", "differences left between the two readings", differing),
    )
    content = {
        "zh": {zh: number for zh, _, number in numbers},
        "en": {en: number for _, en, number in numbers},
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _check(project: Project, sources: Sources, assembled: Assembled) -> str:
    """Stop at violations; else the report as JSON, for /validation to show."""
    options = Options(text=term("nekg:text"), languages=("zh-Hans", "en"))
    report = judged_shapes(project, sources, options)
    if not report.violations:
        report = project_report(project, sources, assembled, options)
    view = View(languages=options.languages, root=project.root)
    if report.fails(Level.VIOLATION):
        click.echo(text_report.write(report, view), nl=False)
        click.echo(
            "ne-kg build: the graph has violations; nothing was published; "
            "the graph of before is still served",
            err=True,
        )
        raise click.exceptions.Exit(1)
    return json_report.write(replace(report, seconds=0.0), view)


def _say(what: str, begun: float) -> None:
    click.echo(f"{time.monotonic() - begun:5.1f} s  {what}", err=True)
