"""`ne-kg export`: the built graph in any RDF format."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ne_kg.facts import read
from ne_kg.model.errors import UsageError
from ne_kg.model.project import Project
from ne_kg.model.rdf import IRI
from ne_kg.model.terms import PREFIXES, term
from ne_kg.web.rdf import EXTENSIONS, serialise


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(sorted(EXTENSIONS)),
    help="Format; without it the ending of --output decides, else N-Quads.",
)
@click.option("--graph", help="Only this named graph: its IRI, or s:1.6-3 for short.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="File.")
@click.pass_obj
def command(root: Path, /, form: str | None, graph: str | None, output: Path | None) -> None:
    """Write the built graph to a file or to standard output.

    It is read from the built dataset, not from an engine, so numbers and language tags are as they
    were authored. Formats without named graphs hold the triples of all graphs.

    Example: ne-kg export --format trig -o northeast.trig
    """
    project = Project.at(root)
    path = project.built()
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
            name = _graph(graph)
            quads = tuple(quad for quad in quads if quad.graph == name)
            if not quads:
                raise UsageError(
                    f"there is no graph {name}",
                    where=str(path),
                    remedy="name it by its IRI, or for short: s:1.6-3, graph:text",
                )
        body = serialise(quads, wanted, project.ontology / "context.jsonld")
    if output is None:
        sys.stdout.buffer.write(body)
    else:
        output.write_bytes(body)


def _graph(name: str) -> IRI:
    prefix, colon, _ = name.partition(":")
    return term(name) if colon and prefix in PREFIXES else IRI(name)
