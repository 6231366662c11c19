"""What machines read before they ask: service description, VoID, saved queries as examples.

SPARQL 1.1 Service Description; VoID §2.3; the SIB `sparql-examples` convention.
"""

from __future__ import annotations

from ne_kg.model.rdf import Term
from ne_kg.model.terms import PREFIXES
from ne_kg.store import Store, answer
from ne_kg.store.translate import translate
from ne_kg.web.site import Site

RDF = (answer.TURTLE, answer.N_TRIPLES, answer.JSON_LD, answer.RDF_XML, answer.TRIG, answer.N_QUADS)

_FORMATS_NS = "http://www.w3.org/ns/formats/"
_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "TriG", "N-Quads", "RDF_XML", "JSON-LD",
)  # fmt: skip
_SD = "http://www.w3.org/ns/sparql-service-description#"
_ALL_PREFIXES = {**PREFIXES, "sd": _SD}

_GRAPHS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
_TOTALS = (
    "SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)"
    " (COUNT(DISTINCT ?o) AS ?objects) { ?s ?p ?o }"
)
_CLASSES = (
    "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class } GROUP BY ?class ORDER BY ?class"
)
_CLASS_PROPERTIES = (
    "SELECT ?class ?property (COUNT(*) AS ?n) { ?s a ?class ; ?property ?o }"
    " GROUP BY ?class ?property ORDER BY ?class ?property"
)
_PROPERTIES = (
    "SELECT ?property (COUNT(*) AS ?n) { ?s ?property ?o } GROUP BY ?property ORDER BY ?property"
)


def describe_service(site: Site) -> bytes:
    """The service description as Turtle; the endpoint's address is the one asked for.

    Editors look into it for what a query does not find in the default graph: prefixes, the
    properties of each class, and saved queries.
    """
    address, base = endpoint_address(site), site.settings.base
    return site.kept(
        f"service {address}", lambda: _service(site.store, site.version, address, base)
    )


def describe_data(site: Site) -> bytes:
    """VoID as Turtle: what the build says of the dataset, and what can be counted."""
    address, base = endpoint_address(site), site.settings.base
    return site.kept(f"void {address}", lambda: _void(site.store, site.version, address, base))


def describe_examples(site: Site) -> bytes:
    """The saved queries as Turtle, as they stand in the graph of queries."""
    return _graph(site.store, f"{site.settings.base}graph/queries", answer.TURTLE)


def in_format(turtle: bytes, media_type: str) -> bytes:
    """Turtle with prefixes, or another RDF format."""
    if media_type == answer.TURTLE and turtle.startswith(b"@prefix"):
        return turtle
    return translate(turtle, answer.TURTLE, media_type, _ALL_PREFIXES)


def endpoint_address(site: Site) -> str:
    """Where this endpoint is reached; canonical if the address of the site is not known."""
    if site.settings.canonical_live or not site.root:
        return site.settings.base + "sparql"
    return site.root + "/sparql"


def _service(store: Store, version: str, address: str, base: str) -> bytes:
    prefixes = " , ".join(
        f'[ sh:prefix "{name}" ; sh:namespace "{iri}"^^xsd:anyURI ]'
        for name, iri in PREFIXES.items()
    )
    formats = " , ".join(f"<{_FORMATS_NS}{name}>" for name in _FORMATS)
    graphs = " , ".join(
        f"[ a sd:NamedGraph ; sd:name {row['g']} ;"
        f" sd:graph [ a sd:Graph ; void:triples {_n(row['n'])} ] ]"
        for row in store.select(_GRAPHS)
    )
    named = f"; sd:namedGraph {graphs}" if graphs else ""
    [totals] = store.select(_TOTALS)
    return f"""{_head()}
<{address}> a sd:Service ; sd:endpoint <{address}> ;
    rdfs:label "SPARQL 查询端点"@zh-Hans , "SPARQL endpoint"@en ;
    sd:supportedLanguage sd:SPARQL10Query , sd:SPARQL11Query ;
    sd:resultFormat {formats} ;
    sd:feature sd:EmptyGraphs ;
    sh:declare {prefixes} ;
    sd:defaultDataset [ a sd:Dataset , void:Dataset ; dcat:version "{version}" ;
        sd:defaultGraph [ a sd:Graph , void:Dataset ; void:triples {_n(totals["triples"])}
            {_classes(store)} ] {named} ] .
{_graph(store, f"{base}graph/queries", answer.N_TRIPLES).decode()}
""".encode()


def _void(store: Store, version: str, address: str, base: str) -> bytes:
    dataset = f"{base}dataset"
    [totals] = store.select(_TOTALS)
    properties = "".join(_property(row) for row in store.select(_PROPERTIES))
    said = _graph(store, f"{base}graph/dataset", answer.N_TRIPLES).decode()
    counts = (
        f'; dcat:version "{version}" ; void:triples {_n(totals["triples"])}'
        f" ; void:distinctSubjects {_n(totals['subjects'])}"
    )
    return f"""{_head()}
{said}
<{dataset}> a void:Dataset , dcat:Dataset ; void:sparqlEndpoint <{address}> ;
    void:distinctObjects {_n(totals["objects"])} {"" if said else counts}
    {_classes(store)} {properties} .
""".encode()


def _classes(store: Store) -> str:
    """The partitions by class, and in each the properties of its instances."""
    uses: dict[object, str] = {}
    for row in store.select(_CLASS_PROPERTIES):
        uses[row["class"]] = uses.get(row["class"], "") + _property(row)
    return "".join(
        f"; void:classPartition [ void:class {row['class']} ; void:entities {_n(row['n'])}"
        f" {uses.get(row['class'], '')} ]"
        for row in store.select(_CLASSES)
    )


def _graph(store: Store, graph: str, media_type: str) -> bytes:
    """What a graph holds; nothing if there is none of this name."""
    query = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    return store.query(query, format=media_type).body


def _head() -> str:
    return "\n".join(f"@prefix {name}: <{iri}> ." for name, iri in _ALL_PREFIXES.items())


def _property(row: dict[str, Term]) -> str:
    return (
        f"; void:propertyPartition [ void:property {row['property']} ;"
        f" void:triples {_n(row['n'])} ]"
    )


def _n(count: Term) -> str:
    return count.value
