"""Terms of a vocabulary of one's own: used but not declared, declared but used by nothing; and
names that are given twice.

A shape cannot see these: it does not read the text of queries, a misspelt property makes no focus
node, and two descriptions under one name are one node to RDF.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from hashlib import sha256

from ne_kg.facts.tokens import Lines
from ne_kg.model.rdf import IRI, RDF, RDF_LANG_STRING, Authored, Literal, Node, Position
from ne_kg.model.violation import SH, Rule, Violation
from ne_kg.validate.names import Names
from ne_kg.validate.portable import names_in

_COMPONENT = IRI(SH + "NodeConstraintComponent")
_PARENTS = {
    IRI("http://www.w3.org/2000/01/rdf-schema#" + name) for name in ("subClassOf", "subPropertyOf")
}
_TYPES = {
    IRI("http://www.w3.org/2002/07/owl#" + kind)
    for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
}


@dataclass(frozen=True, slots=True)
class Script:
    """A text that names terms: a SPARQL query or rule, with the name of its file."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What is looked at.

    `vocabulary` declares the terms, `data` and `shapes` and `scripts` use them; only IRIs that
    begin with one of the `namespaces` must be declared; `described` are nodes that count as such.
    """

    vocabulary: Authored
    data: Authored
    shapes: Authored
    scripts: Sequence[Script]
    namespaces: Sequence[str]
    described: Collection[str] = ()


def rules_of_terms(base: str) -> tuple[Rule, Rule, Rule]:
    """The constraints, named under `base`."""
    return (
        Rule("term-declared", IRI(f"{base}term-declared"), IRI(SH + "Violation"),
             help=_both("Every term that is used is declared.", "凡使用的术语都必须先声明。")),
        Rule("term-used", IRI(f"{base}term-used"), IRI(SH + "Warning"),
             help=_both("Every class and property serves a question or a shape.",
                        "每个类和属性都应服务于某个问题或形状。")),
        Rule("name-once", IRI(f"{base}name-once"), IRI(SH + "Violation"),
             help=_both("A name is given to one thing or fact.", "一个名字只给一个事物或事实。")),
    )  # fmt: skip


def check_terms(terms: Terms, base: str, names: Names) -> list[Violation]:
    """Findings about terms, by place."""
    declared_rule, used_rule, once_rule = rules_of_terms(base)
    declared = {quad.subject.value for quad in terms.vocabulary.quads} | set(terms.described)
    own = tuple(terms.namespaces)
    found: dict[tuple[str, str], Violation] = {}
    for iri, place, user in _uses(terms):
        if iri.startswith(own) and iri not in own and iri not in declared:
            key = iri, place.file
            if key not in found:
                said = _undeclared(iri, declared, names)
                found[key] = _finding(declared_rule, iri, place, *said, user=user)
    serving = _serving(terms)
    for quad in terms.vocabulary.quads:
        if quad.predicate.value == RDF + "type" and quad.object in _TYPES:
            iri = quad.subject.value
            if iri.startswith(own) and iri not in serving:
                place = terms.vocabulary.positions[quad]
                short = names.short(IRI(iri))
                found[iri, "unused"] = _finding(
                    used_rule, iri, place,
                    f"{short} is used by no question, rule or shape: use it, or remove it",
                    f"没有任何问题、规则或形状用到 {short}：请使用它，或将其删除",
                )  # fmt: skip
    for authored in (terms.data, terms.vocabulary, terms.shapes):
        for quad, place in authored.repeated.items():
            if quad.predicate.value == RDF + "type" and isinstance(quad.subject, IRI):
                first = authored.positions[quad]
                short = names.short(quad.subject)
                found[quad.subject.value, "twice"] = replace(
                    _finding(
                        once_rule, quad.subject.value, place,
                        f"{short} is described twice, here and at {first}: give one of the two "
                        "another name, or remove the copy",
                        f"{short} 被描述了两次，这里和 {first}：请给其中之一另取名字，或删去重复的",
                    ),
                    others=(first,),
                    graph=quad.graph,
                )  # fmt: skip
    return sorted(found.values(), key=lambda v: v.place or Position(""))


def _undeclared(iri: str, declared: Iterable[str], names: Names) -> tuple[str, str]:
    short = names.short(IRI(iri))
    near = get_close_matches(iri, declared, n=1, cutoff=0.9)
    english = f"{short} is not declared"
    chinese = f"{short} 未声明"
    if near:
        meant = names.short(IRI(near[0]))
        return f"{english}; did you mean {meant}?", f"{chinese}；是不是 {meant}？"
    return f"{english}: declare it, or use another term", f"{chinese}：请先声明，或改用其他术语"


def _uses(terms: Terms) -> Iterator[tuple[str, Position, Node | None]]:
    """Every place at which a term may be meant, and the node that is spoken of there."""
    for authored in (terms.data, terms.shapes, terms.vocabulary):
        for quad, place in authored.positions.items():
            yield quad.predicate.value, place, quad.subject
            if isinstance(quad.object, IRI):
                yield quad.object.value, place, quad.subject
            elif authored is terms.shapes and quad.predicate.value == SH + "select":
                prefixes = _declared_prefixes(terms.shapes)
                for iri, _offset in names_in(quad.object.value, prefixes):
                    yield iri, place, quad.subject
    yield from _in_scripts(terms.scripts)


def _serving(terms: Terms) -> set[str]:
    """What shapes, questions and rules use, and what that is a kind of."""
    used = Terms(_NOTHING, _NOTHING, terms.shapes, terms.scripts, terms.namespaces)
    serving = {iri for iri, *_ in _uses(used)}
    parents = [
        (quad.subject.value, quad.object.value)
        for quad in terms.vocabulary.quads
        if quad.predicate in _PARENTS and isinstance(quad.object, IRI)
    ]
    while more := {up for down, up in parents if down in serving} - serving:
        serving |= more
    return serving


_NOTHING = Authored((), {})


def _in_scripts(scripts: Iterable[Script]) -> Iterator[tuple[str, Position, None]]:
    for script in scripts:
        # A header's lines are comments to SPARQL, but may hold queries of their own.
        text = "\n".join(
            f"  {line[2:]}" if line.startswith("#+") else line for line in script.text.split("\n")
        )
        lines = Lines(text)
        for iri, offset in names_in(text, {}):
            yield iri, Position(script.file, *lines.place(offset)), None


def _declared_prefixes(shapes: Authored) -> Mapping[str, str]:
    prefixes: dict[object, str] = {}
    namespaces: dict[object, str] = {}
    for quad in shapes.quads:
        if isinstance(quad.object, Literal):
            if quad.predicate.value == SH + "prefix":
                prefixes[quad.subject] = quad.object.value
            elif quad.predicate.value == SH + "namespace":
                namespaces[quad.subject] = quad.object.value
    return {prefix: namespaces[node] for node, prefix in prefixes.items() if node in namespaces}


def _finding(
    rule: Rule,
    iri: str,
    place: Position,
    english: str,
    chinese: str,
    user: Node | None = None,
) -> Violation:
    digest = sha256(f"{rule.name}\n{iri}\n{place.file}".encode()).hexdigest()[:20]
    return Violation(
        rule=rule,
        component=_COMPONENT,
        shape=rule.node,
        severity=rule.severity,
        focus=user or IRI(iri),
        path=None,
        value=IRI(iri) if user else None,
        messages=_both(english, chinese),
        place=place,
        fingerprint=digest,
    )


def _both(english: str, chinese: str) -> tuple[Literal, ...]:
    return Literal(english, RDF_LANG_STRING, "en"), Literal(chinese, RDF_LANG_STRING, "zh-Hans")
