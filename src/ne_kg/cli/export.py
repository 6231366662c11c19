"""`ne-kg export`: the built graph in any RDF format."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ne_kg.facts import read
from ne_kg.model.errors import UsageError
from ne_kg.model.project import Project
from ne_kg.model.rdf import IRI
from ne_kg.web.rdf import EXTENSIONS, serialise


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(sorted(EXTENSIONS)),
    help="Format; without it the ending of --output decides, else N-Quads.",
)
@click.option("--graph", help="Only this named graph, by its IRI.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="File.")
@click.pass_obj
def command(root: Path, /, form: str | None, graph: str | None, output: Path | None) -> None:
    """Write the built graph to a file or to standard output.

    It is read from the built dataset, not from an engine, so numbers and language tags are as they
    were authored. Formats without named graphs hold the triples of all graphs.

    Example: ne-kg export --format trig -o northeast.trig
    """
    project = Project.at(root)
    path = project.dataset
    if not path.is_file():
        raise UsageError("there is no built graph", where=str(path), remedy="run `ne-kg build`")
    wanted = form or (output.suffix.lstrip(".") if output else "nq")
    if wanted not in EXTENSIONS:
        raise UsageError(
            f"there is no format {wanted!r}", remedy=f"use one of {', '.join(sorted(EXTENSIONS))}"
        )
    if wanted == "nq" and graph is None:
        body = path.read_bytes()
    else:
        quads = read(path).quads
        if graph is not None:
            quads = tuple(quad for quad in quads if quad.graph == IRI(graph))
            if not quads:
                raise UsageError(f"there is no graph <{graph}>", where=str(path))
        body = serialise(quads, wanted, project.ontology / "context.jsonld")
    if output is None:
        sys.stdout.buffer.write(body)
    else:
        output.write_bytes(body)
