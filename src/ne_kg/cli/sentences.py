"""`ne-kg sentences`: the sentences of a report, with their names and ranges."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ne_kg.build.pins import as_pins
from ne_kg.model.errors import UsageError
from ne_kg.model.project import Project
from ne_kg.sources import read_source, report_folders


@click.command()
@click.argument("year", type=int, required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--pin", is_flag=True, help="Write sentences.tsv, the names that facts rely on.")
@click.pass_obj
def command(root: Path, year: int | None, form: str, pin: bool) -> None:
    """Print the sentences of a report (default: the newest).

    Example: ne-kg sentences 2010 | grep 铁路
    """
    project = Project.at(root)
    folders = {folder.name: folder for folder in report_folders(project)}
    if not folders:
        raise UsageError("no report", where=str(project.reports), remedy="add data/reports/<year>")
    if year is not None and str(year) not in folders:
        have = ", ".join(folders)
        raise UsageError(f"no report of {year}", where=str(project.reports), remedy=f"have: {have}")
    folder = folders[str(year) if year is not None else max(folders)]
    report = read_source(folder, root)
    if pin:
        (folder / "sentences.tsv").write_text(as_pins(report), encoding="utf-8")
        click.echo(f"{folder / 'sentences.tsv'}: {len(report.sentences)} sentences", err=True)
        return
    if form == "json":
        rows = [
            {"sentence": u.name, "start": u.span.start, "end": u.span.end, "text": u.text}
            for u in report.sentences
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for unit in report.sentences:
        click.echo(f"{unit.name}\t{unit.span.start}\t{unit.span.end}\t{unit.text}")
