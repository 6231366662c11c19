"""graph/dataset: what the published dataset is, in DCAT and VoID."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from ne_kg import __version__
from ne_kg.model.rdf import IRI, XSD, Literal, Quad, Term
from ne_kg.model.terms import BASE, DATASET_GRAPH, term

DATASET = IRI(BASE + "dataset")
_IANA = "https://www.iana.org/assignments/media-types/"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_TEXTS = (
    ("dcterms:title", "东北振兴知识图谱", "zh-Hans"),
    ("dcterms:title", "Knowledge graph of Northeast China's revitalisation", "en"),
    (
        "dcterms:description",
        "国务院报告中每一句话、每一个数字、每一个名称所陈述的事实，各以其所在句子为据。",
        "zh-Hans",
    ),
    (
        "dcterms:description",
        "The facts stated by every sentence, number and name of State Council reports, "
        "each with the sentence that states it.",
        "en",
    ),
)


_GRAPHS = (
    ("text", "报告的结构与提及", "structure and mentions of the reports"),
    ("derived", "按规则推出的陈述", "statements derived by rules"),
    ("ontology", "本体与词表", "ontology and vocabularies"),
    ("shapes", "形状", "shapes"),
    ("queries", "保存的问题", "saved questions"),
    ("dataset", "数据集的描述", "description of the dataset"),
)
_FILES = (
    ("nq", "N-Quads", "application/n-quads"),
    ("trig", "TriG", "application/trig"),
    ("ttl", "Turtle", "text/turtle"),
    ("nt", "N-Triples", "application/n-triples"),
    ("rdf", "RDF/XML", "application/rdf+xml"),
    ("jsonld", "JSON-LD", "application/ld+json"),
    ("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)
"""The whole dataset as one file: extension, name of the format, media type."""


def describe(quads: Collection[Quad], version: str) -> Iterator[Quad]:
    """Title, licence, version and counts of a dataset; nothing in it depends on the clock."""
    yield _quad(DATASET, "rdf:type", term("void:Dataset"))
    yield _quad(DATASET, "rdf:type", term("dcat:Dataset"))
    for predicate, text, language in _TEXTS:
        yield _quad(DATASET, predicate, Literal(text, language=language))
    licence = IRI("https://creativecommons.org/licenses/by/4.0/")
    yield _quad(DATASET, "dcterms:license", licence)
    yield _quad(DATASET, "dcat:version", Literal(version))
    yield _quad(DATASET, "nekg:softwareVersion", Literal(__version__))
    yield _quad(DATASET, "void:uriSpace", Literal(BASE))
    triples = {(q.subject, q.predicate, q.object) for q in quads}
    yield _quad(DATASET, "void:triples", _integer(len(triples)))
    yield _quad(DATASET, "void:distinctSubjects", _integer(len({s for s, _, _ in triples})))
    yield _quad(DATASET, "void:properties", _integer(len({p for _, p, _ in triples})))
    a = term("rdf:type")
    classes = Counter(o for _, p, o in triples if p == a and isinstance(o, IRI))
    yield _quad(DATASET, "void:classes", _integer(len(classes)))
    for cls, count in sorted(classes.items()):
        part = IRI(f"{DATASET.value}/class/{cls.value.rsplit('/', 1)[-1].rsplit('#', 1)[-1]}")
        yield _quad(DATASET, "void:classPartition", part)
        yield _quad(part, "void:class", cls)
        yield _quad(part, "void:entities", _integer(count))
        yield _quad(part, "rdf:type", term("void:Dataset"))
    yield from _files(licence)
    yield from _graphs()


def _files(licence: IRI) -> Iterator[Quad]:
    """The files to download, as distributions."""
    yield _quad(DATASET, "void:sparqlEndpoint", IRI(BASE + "sparql"))
    yield _quad(DATASET, "dcat:landingPage", DATASET)
    for language in ("zh", "en"):
        yield _quad(DATASET, "dcterms:language", Literal(language))
    for extension, name, media_type in _FILES:
        file = IRI(f"{DATASET.value}/ne-kg.{extension}")
        yield _quad(DATASET, "dcat:distribution", file)
        yield _quad(file, "rdf:type", term("dcat:Distribution"))
        yield _quad(file, "dcterms:title", Literal(name))
        yield _quad(file, "dcat:downloadURL", file)
        yield _quad(file, "dcat:mediaType", IRI(_IANA + media_type))
        yield _quad(file, "dcterms:license", licence)
        if extension != "xlsx":
            yield _quad(DATASET, "void:dataDump", file)


def _graphs() -> Iterator[Quad]:
    """Names of the graphs that no source and no sentence names."""
    for name, chinese, english in _GRAPHS:
        graph = IRI(f"{BASE}graph/{name}")
        yield _quad(graph, "rdf:type", IRI(_SD + "NamedGraph"))
        yield _quad(graph, "rdfs:label", Literal(chinese, language="zh-Hans"))
        yield _quad(graph, "rdfs:label", Literal(english, language="en"))


def _integer(value: int) -> Literal:
    return Literal(str(value), XSD + "integer")


def _quad(subject: IRI, predicate: str, object: Term) -> Quad:
    return Quad(subject, term(predicate), object, DATASET_GRAPH)
