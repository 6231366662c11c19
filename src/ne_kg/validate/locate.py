"""From a result to the statement at fault, and so to file, line and column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import sha256

from ne_kg.model.rdf import IRI, XSD, Authored, BlankNode, Literal, Node, Position, Quad, Term
from ne_kg.model.violation import Context
from ne_kg.validate.engine import Result

_LABELS = tuple(
    IRI(iri)
    for iri in (
        "http://www.w3.org/2000/01/rdf-schema#label",
        "http://www.w3.org/2004/02/skos/core#prefLabel",
        "http://purl.org/dc/terms/title",
        "https://schema.org/name",
        "http://schema.org/name",
        "http://xmlns.com/foaf/0.1/name",
    )
)
_INTEGERS = {
    XSD + name
    for name in (
        "integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger",
        "nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort",
        "unsignedByte",
    )
}  # fmt: skip
MOST_OTHERS = 10


@dataclass(frozen=True, slots=True)
class Located:
    """Where a result stands; `value` is the value in its authored form."""

    place: Position | None
    graph: Node | None
    value: Term | None
    others: tuple[Position, ...]


class Places:
    """An index of the data by subject and by object."""

    def __init__(self, data: Authored) -> None:
        self._data = data
        self._by_subject: dict[Node, list[Quad]] = defaultdict(list)
        self._by_object: dict[object, list[Quad]] = defaultdict(list)
        for quad in data.quads:
            self._by_subject[quad.subject].append(quad)
            self._by_object[_key(quad.object)].append(quad)

    def locate(self, result: Result, also: Iterable[str] = ()) -> Located:
        """The statement a result is about; `also` are IRIs whose places bear on it."""
        focus, path, value = result.focus, result.path, result.value
        statements = self._of(focus)
        found: list[Quad] = []
        if value is not None and (value != focus or path is not None):
            key = _key(value)
            same = [quad for quad in statements if _key(quad.object) == key]
            found = [quad for quad in same if quad.predicate == path] or same
            # A rule about names may give a property as the value.
            found = found or [quad for quad in statements if quad.predicate == value]
            if not found and not isinstance(value, Literal):
                found = [q for q in self._of(value) if _key(q.object) == _key(focus)]
            if not found and (isinstance(value, Literal) or not self._of(value)):
                found = self._by_object.get(key, [])
        elif value is None and path is not None:
            # Too many values, or values that clash: the last one was written on top.
            found = sorted((q for q in statements if q.predicate == path), key=self._order)[-1:]
        chosen = self._first(found) or self._first(statements)
        if chosen is None:
            found = self._by_object.get(_key(focus), [])
            chosen = self._first(found)
        written = value
        if chosen is not None and value is not None and _key(chosen.object) == _key(value):
            written = chosen.object
        place = self._place(chosen)
        if place is None:
            # Derived statements stand in no file: the node's authored ones do.
            place = self._place(self._first(statements))
        others = [self._place(quad) for quad in found if quad != chosen]
        related = [IRI(iri) for iri in also]
        if value is not None and not isinstance(value, Literal) and value != focus:
            related.append(value)  # type: ignore[arg-type]
        others += [self._place(self._first(self._of(node))) for node in related]
        kept = dict.fromkeys(p for p in others if p is not None and p != place)
        graph = None if chosen is None else chosen.graph
        return Located(place, graph, written, tuple(kept)[:MOST_OTHERS])

    def is_subject(self, iri: str) -> bool:
        """Whether the data says anything about the IRI."""
        return IRI(iri) in self._by_subject

    def label(self, node: Term, languages: Sequence[str]) -> str | None:
        """What people call the node, in the first of the languages that has a name for it."""
        names = [
            quad.object
            for predicate in _LABELS
            for quad in self._of(node)
            if quad.predicate == predicate and isinstance(quad.object, Literal)
        ]
        return next((text.value for text in preferred(names, languages)), None)

    def context(self, nodes: Iterable[Term | None], text: IRI) -> Context | None:
        """The text of the first of the nodes that has one."""
        for node in nodes:
            if node is None or isinstance(node, Literal):
                continue
            for quad in self._of(node):
                if quad.predicate == text and isinstance(quad.object, Literal):
                    return Context(node, quad.object.value, self._place(quad))
        return None

    def stable(self, term: Term | None) -> str:
        """A name that outlives moved lines: of a blank node, a digest of what it says."""
        if not isinstance(term, BlankNode):
            return str(term)
        says = sorted(
            f"{quad.predicate} {'_' if isinstance(quad.object, BlankNode) else quad.object}"
            for quad in self._of(term)
        )
        return "_:" + sha256("\n".join(says).encode()).hexdigest()[:16]

    def _of(self, node: Term) -> Sequence[Quad]:
        return () if isinstance(node, Literal) else self._by_subject.get(node, ())

    def _place(self, quad: Quad | None) -> Position | None:
        return None if quad is None else self._data.positions.get(quad)

    def _first(self, quads: Iterable[Quad]) -> Quad | None:
        return min(quads, key=self._order, default=None)

    def _order(self, quad: Quad) -> tuple[bool, str, int, int]:
        place = self._place(quad)
        if place is None:
            return True, "", 0, 0
        return False, place.file, place.line or 0, place.column or 0


def preferred(texts: Iterable[Literal], languages: Sequence[str]) -> list[Literal]:
    """The texts in the order of the languages, `zh` before `en` say; others come last."""

    def rank(text: Literal) -> int:
        tag = (text.language or "").lower()
        for number, language in enumerate(languages):
            wanted = language.lower()
            if tag == wanted or tag.startswith(f"{wanted}-"):
                return number
        return len(languages)

    return sorted(texts, key=rank)


def _key(term: Term) -> object:
    """The same for a literal and for what a store makes of it: `1.50` and `1.5`, `zh-Hans`."""
    if not isinstance(term, Literal):
        return term
    if term.language is not None:
        return term.value, term.language.lower()
    datatype = "integer" if term.datatype in _INTEGERS else term.datatype.removeprefix(XSD)
    if datatype in ("integer", "decimal", "double", "float"):
        try:
            return datatype, Decimal(term.value.strip())
        except InvalidOperation:
            return datatype, term.value
    if datatype == "boolean":
        return datatype, {"1": "true", "0": "false"}.get(term.value, term.value)
    return datatype, term.value
