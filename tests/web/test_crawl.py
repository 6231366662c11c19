"""What a crawler of linked data meets: every IRI of the graph, odd headers, odd addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import rdflib
from flask.testing import FlaskClient

from ne_kg.model.terms import BASE
from ne_kg.store import Store
from ne_kg.web.app import create_app
from ne_kg.web.site import Settings

LABELS = {
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://purl.org/dc/terms/title",
    "http://www.w3.org/ns/shacl#name",
    "https://w3id.org/ne-kg/ontology#text",
    "https://w3id.org/ne-kg/ontology#printed",
}


def documents(dataset: Path) -> Iterator[str]:
    """The path of every IRI of ours that is a subject or a graph, without its fragment."""
    found = set()
    for quad in ox.parse(path=str(dataset), format=ox.RdfFormat.N_QUADS):
        for node in (quad.subject, quad.graph_name):
            if isinstance(node, ox.NamedNode) and node.value.startswith(BASE):
                found.add(node.value.removeprefix(BASE).partition("#")[0])
    return iter(sorted(found))


def test_every_iri_of_the_graph_leads_to_a_page_and_to_data(
    client: FlaskClient, dataset: Path
) -> None:
    paths = list(documents(dataset))
    assert len(paths) > 2500
    for path in paths:
        if path.startswith("dataset/ne-kg."):
            continue  # a file, which is what its IRI names
        page = client.get(quote(f"/{path}"), headers={"Accept": "text/html"})
        assert page.status_code in (200, 303), path
        page.close()
        data = client.get(quote(f"/{path}"), headers={"Accept": "application/n-triples"})
        assert data.status_code == 303, path
        assert data.headers["Location"].endswith(".nt") or path.startswith("ontology/"), path
        assert "Accept" in data.vary


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_is_called_by_an_iri(client: FlaskClient, dataset: Path, lang: str) -> None:
    kinds = {re.sub(r"[^/.]*[^/.\d](?=$)|\d+", "", path): path for path in documents(dataset)}
    kinds |= {path: path for path in documents(dataset) if path.startswith(("pre", "graph"))}
    assert len(kinds) > 100
    for path in kinds.values():
        if path.startswith("dataset/ne-kg."):
            continue
        page = client.get(
            quote(f"/{path}"),
            query_string={"lang": lang},
            headers={"Accept": "text/html"},
            follow_redirects=True,
        )
        if page.mimetype == "text/html":
            called = re.search(r"<title>(.*?) · ", page.text)
            assert called, path
            assert not re.match(r"https?:|[a-z]+:\S", called[1]), path
        page.close()


@pytest.mark.parametrize(
    "path",
    [
        "queries/railways-by-stage",
        "report/2010/source.txt",
        "report/2010",
        "dataset",
        "dataset/class/City",
        "ontology",
        "prefixes",
        "prefixes/ind",
        "shape/StageReport-stage",
        "graph/derived",
    ],
)
def test_documents_about_documents(client: FlaskClient, path: str) -> None:
    answer = client.get(
        f"/{path}", headers={"Accept": "application/ld+json"}, follow_redirects=True
    )
    assert answer.mimetype == "application/ld+json"
    assert 'rel="describes"' in answer.headers["Link"]
    about = ox.NamedNode(BASE + path)
    assert any(q.subject == about for q in ox.parse(answer.data, format=ox.RdfFormat.JSON_LD))


def test_named_graphs_and_shapes_have_names(client: FlaskClient) -> None:
    for path in ("graph/derived", "graph/text", "shape/StageReport", "report/2010"):
        graph = rdflib.Graph().parse(data=client.get(f"/data/{path}.ttl").data, format="turtle")
        said = {str(p) for p in graph.predicates(rdflib.URIRef(BASE + path))}
        assert said & LABELS, path
        assert str(rdflib.RDF.type) in said, path


def test_mentions_are_in_the_data_of_the_source_text(client: FlaskClient) -> None:
    body = client.get("/data/report/2010/source.txt.nt").text
    assert body.count("/ontology#Mention> .") > 1000
    assert "/report/2010/source.txt#char=" in body


def test_parameters_are_in_the_data_of_their_question(client: FlaskClient) -> None:
    body = client.get("/data/queries/railways-by-stage.nt").text
    assert "<https://w3id.org/ne-kg/queries/railways-by-stage#city>" in body


def test_data_fits_the_context_that_is_served(client: FlaskClient) -> None:
    served = json.loads(client.get("/context.jsonld").data)["@context"]
    document = json.loads(client.get("/data/shenyang.jsonld").data)
    assert document["@context"] == served
    for path in ("ontology.jsonld", "data/dataset.jsonld"):
        assert json.loads(client.get(f"/{path}").data)["@context"] == served


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("garbage", "/page/shenyang"),
        (";;,q=", "/page/shenyang"),
        ("text/turtle;q=x", "/page/shenyang"),
        ("text/html;q=0, */*;q=0.1", "/data/shenyang.ttl"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"',
         "/data/shenyang.jsonld"),
        ("TEXT/TURTLE", "/data/shenyang.ttl"),
    ],
)  # fmt: skip
def test_odd_accept_headers(client: FlaskClient, accept: str, location: str) -> None:
    answer = client.get("/id/shenyang", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["Location"]) == (303, location)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_406_says_what_there_is(client: FlaskClient) -> None:
    answer = client.get("/id/shenyang", headers={"Accept": "image/png"})
    assert (answer.status_code, answer.mimetype) == (406, "text/plain")
    assert "text/turtle" in answer.text
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_404_for_who_wants_no_page_is_plain_text(client: FlaskClient) -> None:
    answer = client.get("/id/nothing", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/id/shenyang/", "/id/shenyang"),
        ("/queries/", "/queries"),
        ("/report/2010//", "/report/2010"),
        ("/page/vocab/stage/?lang=en", "/page/vocab/stage?lang=en"),
    ],
)
def test_a_slash_too_many_is_taken_away(client: FlaskClient, path: str, location: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (301, location)


@pytest.mark.parametrize("path", ["//evil.example/", "///", "/\\evil.example/", "/%5C/"])
def test_no_slash_leads_away(client: FlaskClient, path: str) -> None:
    location = client.get(path).headers.get("Location", "/")
    assert re.match(r"/(?![/\\])|/$", location)


@pytest.mark.parametrize(
    "slug", ["%FF%FE", "%EF%BF%BD", "%EE%80%80", "%F0%9F%BF%BE", "%F4%8F%BF%BF", "%7F", "a%00"]
)
def test_characters_that_no_iri_has_are_404(client: FlaskClient, slug: str) -> None:
    for path in (f"/id/{slug}", f"/page/{slug}", f"/data/{slug}.ttl", f"/queries/{slug}"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("sent", ["//evil.example", "https://evil.example", "/a\\b", "/ok"])
def test_a_prefix_that_a_proxy_passes_on_never_leads_away(store: Store, sent: str) -> None:
    client = create_app(store, Settings(proxies=1)).test_client()
    location = client.get("/id/shenyang", headers={"X-Forwarded-Prefix": sent}).headers["Location"]
    assert location == ("/ok/page/shenyang" if sent == "/ok" else "/page/shenyang")
    fixed = create_app(store, Settings(proxies=1, prefix="/kg")).test_client()
    moved = fixed.get("/id/shenyang", headers={"X-Forwarded-Prefix": sent}).headers["Location"]
    assert moved == "/kg/page/shenyang"


def test_signposts(client: FlaskClient) -> None:
    page = client.get("/page/shenyang").headers["Link"]
    for relation in ("cite-as", "describedby alternate", "type", "collection", "license"):
        assert f'rel="{relation}"' in page
    dataset = client.get("/dataset").headers["Link"]
    assert '</dataset/ne-kg.nq>; rel="item"; type="application/n-quads"' in dataset
    assert "collection" not in dataset


@pytest.mark.parametrize("path", ["/queries/growth-rates", "/report/2010", "/page/shape/Figure"])
def test_every_kind_of_page_has_signposts(client: FlaskClient, path: str) -> None:
    links = client.get(path).headers["Link"]
    assert 'rel="cite-as"' in links
    data = re.findall(r'<([^>]+)>; rel="describedby alternate"', links)
    assert len(data) == 6
    for address in data:
        assert client.get(address).status_code == 200, address


def test_the_dataset_lists_its_files(client: FlaskClient) -> None:
    graph = rdflib.Graph().parse(data=client.get("/data/dataset.ttl").data, format="turtle")
    dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
    files = list(graph.objects(rdflib.URIRef(f"{BASE}dataset"), dcat.distribution))
    assert len(files) == 7
    for file in files:
        kind = str(graph.value(file, dcat.mediaType)).removeprefix(
            "https://www.iana.org/assignments/media-types/"
        )
        answer = client.get("/" + str(file).removeprefix(BASE))
        assert (answer.status_code, answer.mimetype) == (200, kind)
