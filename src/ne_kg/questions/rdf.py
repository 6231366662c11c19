"""Saved questions as RDF: sh:SPARQLExecutable, in the convention of SIB's sparql-examples.

SHACL §5.1 has sh:select, sh:ask, sh:construct and sh:prefixes; the convention adds rdfs:comment
for the question, schema:target for the endpoint and schema:keywords for tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ne_kg.model.question import Question
from ne_kg.model.rdf import IRI, XSD, Literal, Quad, Term
from ne_kg.model.terms import BASE, PREFIXES, QUERIES_GRAPH, term

_FORM = re.compile(r"^\s*(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE | re.MULTILINE)
_CLASSES = {"select": "SPARQLSelectExecutable", "ask": "SPARQLAskExecutable",
            "construct": "SPARQLConstructExecutable"}  # fmt: skip
PROLOGUE = IRI(BASE + "prefixes")
ENDPOINT = IRI(BASE + "sparql")


def describe(questions: Iterable[Question]) -> Iterator[Quad]:
    """The quads of graph/queries: every question, its parameters, and the prefixes they share."""
    for prefix, namespace in sorted(PREFIXES.items()):
        declaration = IRI(f"{PROLOGUE.value}/{prefix}")
        yield _quad(PROLOGUE, "sh:declare", declaration)
        yield _quad(declaration, "sh:prefix", Literal(prefix))
        yield _quad(declaration, "sh:namespace", Literal(namespace, XSD + "anyURI"))
    for question in questions:
        yield from _question(question)


def question_iri(name: str) -> IRI:
    """`railways-by-stage` → its canonical IRI."""
    return IRI(f"{BASE}queries/{name}")


def form(text: str) -> str:
    """`select`, `ask`, `construct` or `describe`."""
    match = _FORM.search(re.sub(r"#[^\n]*", "", text))
    return match[1].lower() if match else "select"


def _question(question: Question) -> Iterator[Quad]:
    iri = question_iri(question.name)
    kind = form(question.text)
    yield _quad(iri, "rdf:type", term("sh:SPARQLExecutable"))
    yield _quad(iri, "rdf:type", term(f"sh:{_CLASSES.get(kind, 'SPARQLExecutable')}"))
    yield _quad(iri, f"sh:{kind}", Literal(body(question.text)))
    yield _quad(iri, "sh:prefixes", PROLOGUE)
    yield _quad(iri, "schema:target", ENDPOINT)
    yield _quad(iri, "nekg:theme", Literal(question.theme))
    for language, tag in (("zh", "zh-Hans"), ("en", "en")):
        yield _quad(iri, "rdfs:label", Literal(question.title[language], language=tag))
        yield _quad(iri, "rdfs:comment", Literal(question.question[language], language=tag))
    for keyword in question.tags:
        yield _quad(iri, "schema:keywords", Literal(keyword))
    for parameter in question.parameters:
        node = IRI(f"{iri.value}#{parameter.name}")
        yield _quad(iri, "nekg:parameter", node)
        yield _quad(node, "rdf:type", term("nekg:Parameter"))
        yield _quad(node, "nekg:variable", Literal(parameter.name))
        yield _quad(node, "nekg:valueKind", Literal(parameter.kind.value))
        optional = "true" if parameter.optional else "false"
        yield _quad(node, "sh:optional", Literal(optional, XSD + "boolean"))
        for language, tag in (("zh", "zh-Hans"), ("en", "en")):
            yield _quad(node, "rdfs:label", Literal(parameter.label[language], language=tag))
        if parameter.default is not None:
            yield _quad(node, "sh:defaultValue", parameter.default)


def body(text: str) -> str:
    """A query without its header: prefixes and all, ready to run."""
    lines = text.splitlines()
    while lines and (lines[0].startswith("#+") or not lines[0].strip()):
        lines.pop(0)
    return "\n".join(lines) + "\n"


def _quad(subject: IRI, predicate: str, object: Term) -> Quad:
    return Quad(subject, term(predicate), object, QUERIES_GRAPH)
