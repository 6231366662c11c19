"""The W3C's Turtle and TriG files: the same graphs as pyoxigraph's, each object at its place."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from ne_kg.facts import SUFFIXES, read
from ne_kg.model.errors import SyntaxProblem
from ne_kg.model.rdf import IRI, RDF, Literal, Term

SUITE = Path(__file__).parents[1] / "w3c" / "rdf"
BASE = "http://www.w3.org/2013/TurtleTests/"
REST = IRI(RDF + "rest")
WRITTEN = (".ttl", ".trig", ".nt", ".nq")


def w3c_files() -> list[Path]:
    return [file for file in sorted(SUITE.rglob("*")) if file.suffix in WRITTEN]


def oxigraph(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, IRI):
        return ox.NamedNode(term.value)
    if isinstance(term, Literal):
        if term.language is not None:
            return ox.Literal(term.value, language=term.language.lower())
        return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))
    return ox.BlankNode(term.value)


def canonical(quads: list[ox.Quad]) -> set[str]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


def test_every_file_is_accepted_or_rejected_and_read_as_pyoxigraph_does() -> None:
    compared = rejected = 0
    for file in w3c_files():
        base = BASE + file.name
        try:
            expected = list(
                ox.parse(file.read_bytes(), format=SUFFIXES[file.suffix], base_iri=base)
            )
        except SyntaxError:
            with pytest.raises(SyntaxProblem):
                read(file, base=base)
            rejected += 1
            continue
        actual = [
            ox.Quad(
                oxigraph(quad.subject),  # type: ignore[arg-type]
                ox.NamedNode(quad.predicate.value),
                oxigraph(quad.object),
                ox.DefaultGraph() if quad.graph is None else oxigraph(quad.graph),  # type: ignore[arg-type]
            )
            for quad in read(file, base=base).quads
        ]
        assert canonical(actual) == canonical(expected), file
        compared += 1
    assert compared > 650
    assert rejected > 200


def test_what_stands_at_a_position_is_the_object() -> None:
    """Read again from the position alone, the characters there denote the quad's object."""
    located = 0
    for file in w3c_files():
        base = BASE + file.name
        try:
            authored = read(file, base=base)
        except SyntaxProblem:
            continue
        lines = file.read_bytes().decode().removeprefix("\ufeff").splitlines(keepends=True)
        if any(mark in "".join(lines) for mark in ("\x0b", "\x0c", "\x1c", "\x85", "\u2028")):
            continue  # splitlines also ends lines at these, Turtle does not
        for quad, place in authored.positions.items():
            assert place.line is not None
            assert place.column is not None
            rest = lines[place.line - 1][place.column - 1 :] + "".join(lines[place.line :])
            if isinstance(quad.object, Literal):
                first = rest[0]
                assert first in "\"'+-.0123456789tf", (file, place, rest[:20])
                if first not in "\"'":
                    assert rest.startswith(quad.object.value), (file, place)
                elif not set("\\\n\r") & set(rest[: len(quad.object.value) + 3]):
                    assert rest.lstrip("\"'").startswith(quad.object.value.lstrip("\"'"))
            elif isinstance(quad.object, IRI):
                assert rest[0] in "<)(a" or ":" in rest.split(maxsplit=1)[0], (file, place)
                written = rest[1 : rest.index(">")] if rest[0] == "<" else ""
                if ":" in written and "\\" not in written:
                    assert quad.object.value == written, (file, place)
            else:
                # The next cell of a list stands at its member, which may be anything.
                assert rest[0] in "_[(" or quad.predicate == REST, (file, place)
            located += 1
    assert located > 5_000
