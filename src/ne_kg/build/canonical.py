"""One way of writing a dataset, so that the same graph is the same bytes.

Sorted N-Quads, one line a quad, no repetitions. Our data has no blank nodes, so sorting is all
that RDF Dataset Canonicalization would do. Numbers are written in the canonical form of their
datatype (XML Schema 1.1 Part 2 §3.3.3), because engines rewrite them so when they load.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from hashlib import sha256

from ne_kg.model.rdf import XSD, Literal, Quad
from ne_kg.model.terms import DATASET_GRAPH


def canonical(quads: Iterable[Quad]) -> bytes:
    """The quads as sorted N-Quads, UTF-8."""
    return "".join(f"{line}\n" for line in sorted({str(quad) for quad in quads})).encode()


def version(quads: Iterable[Quad]) -> str:
    """The data version: SHA-256 (hex) of all graphs but graph/dataset."""
    return sha256(canonical(q for q in quads if q.graph != DATASET_GRAPH)).hexdigest()


def canonical_number(literal: Literal) -> Literal:
    """`3100` and `3100.0` as one decimal; other literals unchanged."""
    if literal.datatype not in {XSD + "integer", XSD + "decimal"}:
        return literal
    try:
        number = Decimal(literal.value)
    except ArithmeticError:
        return literal
    if literal.datatype == XSD + "integer":
        return Literal(str(int(number)), literal.datatype)
    text = f"{number.normalize():f}"
    return Literal(text, literal.datatype)
