"""Reading files of authored RDF."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from zlib import crc32

import pyoxigraph as ox

from ne_kg.facts.turtle import Parser
from ne_kg.files import content, decoded
from ne_kg.model.errors import InputError, SyntaxProblem
from ne_kg.model.rdf import IRI, Authored, BlankNode, Literal, Node, Position, Quad, Term

SUFFIXES = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".turtle": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
}
_LINES = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
_WHOLE_FILE = (ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML)
_WIDE = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)} | {
    "“": '"', "”": '"', "‘": "'", "’": "'", "。": ".", "、": ",", "【": "[", "】": "]",
    "《": "<", "》": ">", "\u3000": "space",
}  # fmt: skip
"""The ASCII marks of which a Chinese input method writes wide forms."""
_PLACE_IN_MESSAGE = re.compile(r"^Parser error at line .*?: ")


def read(path: Path, *, base: str | None = None) -> Authored:
    """The quads of a file with their positions; the suffix says the format.

    `base` is the IRI against which relative ones are resolved, the file's own by default.
    Raises SyntaxProblem with line and column, InputError for a file that cannot be read.
    """
    document = content(path)
    known = SUFFIXES.get(path.suffix.lower())
    if known is None:
        raise InputError(
            f"the suffix {path.suffix or '(none)'} does not say an RDF format",
            where=str(path),
            remedy=f"use one of {', '.join(SUFFIXES)}",
        )
    return read_text(document, path.as_posix(), known, base or path.resolve().as_uri())


def read_text(document: bytes, file: str, syntax: ox.RdfFormat, base: str) -> Authored:
    """The quads of a document; `file` is the name that positions carry."""
    text = decoded(document, file)
    accepted = _accepted(text.encode(), file, syntax, base)
    blanks = f"b{crc32(file.encode()):08x}"
    if syntax in _WHOLE_FILE:
        try:
            quads = tuple(dict.fromkeys(_quad(quad, blanks) for quad in accepted))
        except ValueError as error:
            raise SyntaxProblem(str(error), where=Position(file)) from None
        return Authored(quads, dict.fromkeys(quads, Position(file)))
    parser = Parser(text, file, base, blanks)
    try:
        parser.lines() if syntax in _LINES else parser.turtle()
    except RecursionError:
        raise SyntaxProblem(
            "brackets are nested too deeply to be read",
            where=Position(file),
            remedy="give the inner nodes names of their own",
        ) from None
    return Authored(tuple(parser.quads), parser.positions, parser.prefixes, parser.repeated)


def read_all(paths: Iterable[Path]) -> Authored:
    """The quads of several files as one; a quad that two files state has its first place."""
    return merge(read(path) for path in paths)


def merge(documents: Iterable[Authored]) -> Authored:
    """Several documents as one."""
    positions: dict[Quad, Position] = {}
    prefixes: dict[str, str] = {}
    repeated: dict[Quad, Position] = {}
    for authored in documents:
        for quad in authored.quads:
            place = authored.positions[quad]
            if positions.setdefault(quad, place) != place:
                repeated[quad] = place
        repeated.update(authored.repeated)
        for prefix, namespace in authored.prefixes.items():
            prefixes.setdefault(prefix, namespace)
    return Authored(tuple(positions), positions, prefixes, repeated)


def _accepted(content: bytes, file: str, syntax: ox.RdfFormat, base: str) -> list[ox.Quad]:
    """What pyoxigraph reads: it judges the syntax, and its messages have line and column."""
    try:
        return list(ox.parse(content, format=syntax, base_iri=base))
    except SyntaxError as error:
        # Its columns count code points, from 1.
        raise SyntaxProblem(
            _PLACE_IN_MESSAGE.sub("", error.msg or str(error)),
            where=Position(file, error.lineno, error.offset),
            remedy=_remedy(content, error.lineno or 0, error.offset or 0),
        ) from None
    except (OSError, ValueError) as error:
        raise SyntaxProblem(str(error), where=Position(file)) from None


def _remedy(content: bytes, line: int, column: int) -> str:
    """What to do about a syntax error; marks of Chinese input methods are named."""
    lines = content.decode().splitlines()
    rest = lines[line - 1][max(column - 1, 0) :] if 0 < line <= len(lines) else ""
    word = rest.split(maxsplit=1)[0] if rest.split() else ""
    wide = next((mark for mark in word if mark in _WIDE), None)
    if wide is not None:
        return f"write the ASCII {_WIDE[wide]} for the full-width {wide}"
    return "mend the syntax at this place; the statement may have begun on a line above"


def _quad(quad: ox.Quad, blanks: str) -> Quad:
    graph = None if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name
    return Quad(
        _node(quad.subject, blanks),
        IRI(quad.predicate.value),
        _term(quad.object, blanks),
        None if graph is None else _node(graph, blanks),
    )


def _node(node: ox.NamedNode | ox.BlankNode | ox.Triple, blanks: str) -> Node:
    term = _term(node, blanks)
    assert not isinstance(term, Literal)
    return term


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, blanks: str) -> Term:
    if isinstance(term, ox.NamedNode):
        return IRI(term.value)
    if isinstance(term, ox.BlankNode):
        return BlankNode(f"{blanks}n{term.value}")
    if isinstance(term, ox.Literal):
        return Literal(term.value, term.datatype.value, term.language)
    raise ValueError("triple terms of RDF 1.2 are not read")
