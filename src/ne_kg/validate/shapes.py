"""A shapes graph read: its constraints as rules, and its division into two passes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ne_kg.model.rdf import IRI, RDF, Authored, BlankNode, Literal, Node, Position, Quad, Term
from ne_kg.model.violation import SH, Rule
from ne_kg.validate.names import Names
from ne_kg.validate.portable import objection, prefixes

_TYPE, _FIRST, _REST = IRI(RDF + "type"), IRI(RDF + "first"), IRI(RDF + "rest")
_IMPORTS = IRI("http://www.w3.org/2002/07/owl#imports")
_SEE = IRI("http://www.w3.org/2000/01/rdf-schema#seeAlso")
_CLASSES = {
    IRI("http://www.w3.org/2000/01/rdf-schema#Class"),
    IRI("http://www.w3.org/2002/07/owl#Class"),
}
VIOLATION = IRI(SH + "Violation")


def sh(name: str) -> IRI:
    """A term of SHACL."""
    return IRI(SH + name)


TARGETS = tuple(
    sh(name) for name in ("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf")
)
_SHAPE_EXPECTING = tuple(sh(name) for name in ("node", "property", "not", "qualifiedValueShape"))
_SHAPE_LISTS = tuple(sh(name) for name in ("and", "or", "xone"))
# What a node shape says that is no constraint of its own.
_NOT_CONSTRAINING = {
    sh(name)
    for name in (
        "property", "sparql", "path", "name", "description", "order", "group", "defaultValue",
        "message", "severity", "deactivated", "ignoredProperties", "declare", "prefixes", "select",
        "ask", "flags", "rule", "target", "intent", "agentInstruction", "codeIdentifier",
    )
} | set(TARGETS)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shapes:
    """A shapes graph with an index by subject."""

    authored: Authored
    by_subject: Mapping[Node, tuple[Quad, ...]]

    @classmethod
    def of(cls, authored: Authored) -> Shapes:
        """Index a graph by subject."""
        index: dict[Node, list[Quad]] = defaultdict(list)
        for quad in authored.quads:
            index[quad.subject].append(quad)
        return cls(authored, {subject: tuple(quads) for subject, quads in index.items()})

    def objects(self, subject: Term, *predicates: IRI) -> list[Term]:
        """The values of any of the properties, in the order of the file."""
        if isinstance(subject, Literal):
            return []
        quads = self.by_subject.get(subject, ())
        return [quad.object for quad in quads if quad.predicate in predicates]

    def members(self, head: Term) -> Iterator[Term]:
        """The members of a list; a list that runs into itself ends there."""
        seen: set[Term] = set()
        while head not in seen:
            seen.add(head)
            yield from self.objects(head, _FIRST)[:1]
            rest = self.objects(head, _REST)
            if not rest:
                return
            head = rest[0]

    def place(self, node: Term) -> Position | None:
        """Where the first statement about the node stands."""
        if isinstance(node, Literal):
            return None
        places = (
            self.authored.positions[quad]
            for quad in self.by_subject.get(node, ())
            if quad in self.authored.positions
        )
        return min(places, key=_order, default=None)

    def texts(self, node: Term, *predicates: IRI) -> tuple[Literal, ...]:
        """The literals among the values."""
        return tuple(v for v in self.objects(node, *predicates) if isinstance(v, Literal))

    def closure(self, roots: Iterable[Term]) -> Iterator[Quad]:
        """The statements about the roots and about all blank nodes that hang on them."""
        waiting = list(roots)
        seen: set[Term] = set()
        while waiting:
            node = waiting.pop()
            if node in seen or isinstance(node, Literal):
                continue
            seen.add(node)
            for quad in self.by_subject.get(node, ()):
                yield quad
                if isinstance(quad.object, BlankNode):
                    waiting.append(quad.object)


def _order(place: Position) -> tuple[str, int, int]:
    return place.file, place.line or 0, place.column or 0


def with_imported_prefixes(shapes: Shapes) -> Shapes:
    """Give each value of sh:prefixes the declarations that it imports (SHACL §5.2.1).

    pySHACL reads only those of the node itself.
    """
    added: dict[Quad, None] = {}
    for node in {q.object for q in shapes.authored.quads if q.predicate == sh("prefixes")}:
        seen: set[Term] = {node}
        waiting: list[Term] = [node]
        while waiting:
            for ontology in shapes.objects(waiting.pop(), _IMPORTS):
                if ontology not in seen:
                    seen.add(ontology)
                    waiting.append(ontology)
                    for declaration in shapes.objects(ontology, sh("declare")):
                        assert not isinstance(node, Literal)
                        added[Quad(node, sh("declare"), declaration)] = None
    if not added:
        return shapes
    quads = tuple(dict.fromkeys((*shapes.authored.quads, *added)))
    return Shapes.of(replace(shapes.authored, quads=quads))


def rules(shapes: Shapes, names: Names) -> dict[Node, Rule]:
    """The rule of each shape and SPARQL constraint, by its node.

    A nameless property shape is called by its owner and path: `ex:Person › ex:name`.
    """
    found: dict[Node, Rule] = {}
    taken: set[str] = set()

    def add(node: Node, name: str, severity: IRI) -> None:
        unique, number = name, 2
        while unique in taken:
            unique, number = f"{name} ({number})", number + 1
        taken.add(unique)
        see = next((v.value for v in shapes.objects(node, _SEE) if isinstance(v, IRI)), None)
        help_ = shapes.texts(node, sh("message")) or shapes.texts(node, sh("description"))
        found[node] = Rule(unique, node, severity, shapes.place(node), help_, see)

    def visit(node: Term, owner: str) -> None:
        if isinstance(node, Literal) or node in found:
            return
        name = names.short(node) if isinstance(node, IRI) else owner
        severity = next(
            (v for v in shapes.objects(node, sh("severity")) if isinstance(v, IRI)), VIOLATION
        )
        add(node, name, severity)
        for constraint in shapes.objects(node, sh("sparql")):
            if not isinstance(constraint, Literal) and constraint not in found:
                named = isinstance(constraint, IRI)
                add(constraint, names.short(constraint) if named else f"{name} › SPARQL", severity)
        for value in shapes.objects(node, *_SHAPE_EXPECTING):
            paths = shapes.objects(value, sh("path"))
            step = names.path(paths[0], shapes) if paths else "node"
            visit(value, f"{name} › {step}")
        for head in shapes.objects(node, *_SHAPE_LISTS):
            for number, value in enumerate(shapes.members(head), 1):
                visit(value, f"{name} › {number}")

    for node in top_shapes(shapes):
        visit(node, names.short(node) if isinstance(node, IRI) else "(nameless shape)")
    return found


def top_shapes(shapes: Shapes) -> list[Node]:
    """Shapes by declaration or target, before those that only others name."""
    kinds = {sh("NodeShape"), sh("PropertyShape")}
    declared = [
        quad.subject
        for quad in shapes.authored.quads
        if quad.predicate in TARGETS or (quad.predicate == _TYPE and quad.object in kinds)
    ]
    held = {quad.object for quad in shapes.authored.quads if quad.predicate in _SHAPE_EXPECTING}
    unique = list(dict.fromkeys(declared))
    return [s for s in unique if s not in held] + [s for s in unique if s in held]


def constrains(shapes: Shapes, node: Node) -> bool:
    """Whether a shape checks anything itself, beside what it holds."""
    return any(
        quad.predicate.value.startswith(SH) and quad.predicate not in _NOT_CONSTRAINING
        for quad in shapes.by_subject.get(node, ())
    )


def holds(shapes: Shapes, node: Node) -> bool:
    """Whether a shape holds constraints that are rules of their own."""
    return any(held != node for held in shapes.objects(node, sh("property"), sh("sparql")))


@dataclass(frozen=True, slots=True)
class Division:
    """The shapes for rdflib, those for a Store, and why a SPARQL constraint is not among these."""

    core: tuple[Quad, ...]
    sparql: tuple[Quad, ...]
    objections: Mapping[Node, str]


def divide(shapes: Shapes) -> Division:
    """Move the SPARQL constraints that are portable, of shapes that stand alone, to a Store."""
    inside = {quad.object for quad in shapes.authored.quads if quad.predicate in _SHAPE_EXPECTING}
    for quad in shapes.authored.quads:
        if quad.predicate in _SHAPE_LISTS:
            inside.update(shapes.members(quad.object))
    moved: set[Quad] = set()
    carried: dict[Quad, None] = {}
    objections: dict[Node, str] = {}
    for quad in shapes.authored.quads:
        if quad.predicate != sh("sparql") or isinstance(quad.object, Literal):
            continue
        reason = _stays(shapes, quad.subject, quad.object, inside)
        if reason:
            objections[quad.object] = reason
            continue
        moved.add(quad)
        carried[quad] = None
        kept = (*TARGETS, _TYPE, sh("severity"), sh("message"), sh("deactivated"))
        for held in shapes.by_subject[quad.subject]:
            if held.predicate in kept:
                carried[held] = None
        for held in shapes.closure([quad.object]):
            carried[held] = None
        for ontology in shapes.objects(quad.object, sh("prefixes")):
            declared = shapes.objects(ontology, sh("declare"))
            for held in shapes.closure([ontology, *declared]):
                carried[held] = None
    left = [quad for quad in shapes.authored.quads if quad not in moved]
    gone = {quad.object for quad in moved}
    gone -= {quad.object for quad in left if quad.predicate == sh("sparql")}
    core = tuple(quad for quad in left if quad.subject not in gone)
    return Division(core, tuple(carried), objections)


def _stays(shapes: Shapes, shape: Node, constraint: Node, inside: set[Term]) -> str | None:
    """Why a constraint is left to rdflib."""
    targets = shapes.objects(shape, *TARGETS)
    implicit = _CLASSES & set(shapes.objects(shape, _TYPE))
    if shape in inside or shapes.objects(shape, sh("path")):
        return "its shape is part of another"
    if not (targets or implicit) or shapes.objects(shape, sh("target")):
        return "its shape has no plain target"
    selects = shapes.texts(constraint, sh("select"))
    if len(selects) != 1:
        return "it needs exactly one sh:select"
    # pySHACL always knows these three.
    declared = {"rdf", "rdfs", "owl"} | {
        prefix.value
        for ontology in shapes.objects(constraint, sh("prefixes"))
        for declaration in shapes.objects(ontology, sh("declare"))
        for prefix in shapes.texts(declaration, sh("prefix"))
    }
    if prefixes(selects[0].value) - declared:
        return "sh:prefixes must name the node that declares all prefixes of the query"
    return objection(selects[0].value)
