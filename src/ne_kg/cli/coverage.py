"""`ne-kg coverage`: is every sentence, clause, number and name accounted for?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from ne_kg.build import assemble
from ne_kg.model.coverage import Coverage, Finding
from ne_kg.model.errors import UsageError
from ne_kg.model.project import Project
from ne_kg.sources import read

FORMAT_VERSION = 1


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--section", help="Only this section, 1.6 say.")
@click.pass_obj
def command(root: Path, form: str, section: str | None) -> None:
    """Account for every sentence, clause, number and name of the reports.

    Exit code 0 if nothing is left open, 1 otherwise.

    Example: ne-kg coverage --section 1.6
    """
    project = Project.at(root)
    coverages = assemble(read(project)).coverage
    if not coverages:
        raise UsageError("no report", where=str(project.reports), remedy="add data/reports/<year>")
    known = {part.section for coverage in coverages for part in coverage.sections}
    if section is not None and section not in known:
        raise UsageError(
            f"no report has a section {section}",
            where=str(project.reports),
            remedy=f"there are {', '.join(sorted(known, key=_in_order))}",
        )
    if form == "json":
        document = {"format": FORMAT_VERSION, "reports": [as_json(c, section) for c in coverages]}
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        for coverage in coverages:
            for line in as_text(coverage, section):
                click.echo(line)
    if any(_chosen(coverage, section) for coverage in coverages):
        raise click.exceptions.Exit(1)


def as_text(coverage: Coverage, section: str | None = None) -> Iterator[str]:
    """The accounting as lines: a table of sections, then each finding with its place."""
    yield (
        f"{coverage.year}    section  sentences  no fact   clauses   numbers  facts  mentions  open"
    )
    for part in coverage.sections:
        if section in (None, part.section):
            t = part.tally
            yield (
                f"{part.section:>15}  {t.read:>4}/{t.sentences:<4} {t.factless:>8}"
                f"  {t.clauses_touched:>4}/{t.clauses:<4} {t.numbers_told:>4}/{t.numbers:<4}"
                f" {t.facts:>5} {t.mentions:>9} {len(part.findings):>5}  {part.heading}"
            )
    t = coverage.tally
    yield (
        f"{'all':>15}  {t.read:>4}/{t.sentences:<4} {t.factless:>8}"
        f"  {t.clauses_touched:>4}/{t.clauses:<4} {t.numbers_told:>4}/{t.numbers:<4}"
        f" {t.facts:>5} {t.mentions:>9} {len(coverage.findings):>5}"
    )
    yield from findings_as_text(_chosen(coverage, section))


def findings_as_text(findings: Iterable[Finding]) -> Iterator[str]:
    """Each finding with its place and what to do about it."""
    for finding in findings:
        yield f"{finding.position or finding.sentence}: {finding.gap.value}: {finding.words}"
        yield f"  sentence {finding.sentence}  → {finding.remedy}"


def as_json(coverage: Coverage, section: str | None = None) -> dict[str, object]:
    """The accounting as a JSON object; counts by section, findings with file, line and column."""
    return {
        "year": coverage.year,
        "complete": coverage.complete,
        "sections": [
            {
                "section": part.section,
                "heading": part.heading,
                "finished": part.finished,
                **{name: getattr(part.tally, name) for name in part.tally.__dataclass_fields__},
            }
            for part in coverage.sections
            if section in (None, part.section)
        ],
        "findings": [_finding(finding) for finding in _chosen(coverage, section)],
    }


def _chosen(coverage: Coverage, section: str | None) -> list[Finding]:
    if section is None:
        return list(coverage.findings)
    return [f for part in coverage.sections if part.section == section for f in part.findings]


def _in_order(section: str) -> list[int]:
    return [int(number) for number in section.split(".")]


def _finding(finding: Finding) -> dict[str, object]:
    at = finding.position
    return {
        "gap": finding.gap.name.lower().replace("_", "-"),
        "sentence": finding.sentence,
        "words": finding.words,
        "remedy": finding.remedy,
        "file": at.file if at else None,
        "line": at.line if at else None,
        "column": at.column if at else None,
        "node": finding.node.value if finding.node else None,
    }
