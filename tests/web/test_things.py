"""IRIs that behave: 303 by Accept, data in every format, validators, help for what is not there."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from ne_kg.web.rdf import EXTENSIONS

PARSERS = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
THINGS = (
    "/id/shenyang",
    "/id/faw-group",
    "/report/2010/1.6-2",
    "/report/2010/1.6-2.f1",
    "/report/2010/2.6.20",
    "/report/2010/1.6",
    "/vocab/ind/gdp",
    "/vocab/stage",
    "/vocab/period/2010",
    "/source/report-2010",
    "/graph/text",
)


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", None),
        ("*/*", None),
        ("text/turtle", "ttl"),
        ("application/rdf+xml;q=0.5, text/turtle;q=0.9", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/json", "jsonld"),
        ("application/trig", "trig"),
        ("text/turtle;q=0, application/n-triples", "nt"),
        ("text/html;q=0.3, application/n-quads;q=0.4", "nq"),
    ],
)
@pytest.mark.parametrize("thing", THINGS[:3])
def test_a_thing_answers_303_to_what_is_accepted(
    client: FlaskClient, thing: str, accept: str, ending: str | None
) -> None:
    answer = client.get(thing, headers={"Accept": accept})
    reference = thing.removeprefix("/id/").lstrip("/")
    assert answer.status_code == 303
    assert "Accept" in answer.vary
    expected = f"/data/{reference}.{ending}" if ending else f"/page/{reference}"
    assert answer.headers["Location"] == expected


def test_what_cannot_be_given_is_406(client: FlaskClient) -> None:
    assert client.get("/id/shenyang", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("extension", PARSERS)
@pytest.mark.parametrize("thing", THINGS)
def test_every_document_parses_and_is_about_its_thing(
    client: FlaskClient, thing: str, extension: str
) -> None:
    answer = client.get(f"/data/{thing.removeprefix('/id/').lstrip('/')}.{extension}")
    assert answer.status_code == 200
    assert answer.mimetype == EXTENSIONS[extension]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    iri = f"https://w3id.org/ne-kg{thing}"
    quads = list(ox.parse(answer.data, format=PARSERS[extension]))
    named = {getattr(quad.subject, "value", "") for quad in quads}
    named |= {getattr(quad.graph_name, "value", "") for quad in quads}
    assert iri in named or any(getattr(quad.object, "value", "") == iri for quad in quads)
    assert f'<http://localhost{thing}>; rel="describes"' in answer.headers["Link"]


def test_trig_says_which_sentence_states_what(client: FlaskClient) -> None:
    body = client.get("/data/faw-group.trig").text
    assert "s:1.1-3 {" in body
    assert 'nekg:printed "3100亿元"' in body


def test_language_tags_and_numbers_stay_as_they_were_authored(client: FlaskClient) -> None:
    body = client.get("/data/faw-group.ttl").text
    assert "@zh-Hans" in body
    assert "@zh-hans" not in body
    assert "nekg:value 310000000000.0" in body or "nekg:value 310000000000" in body.replace('"', "")


def test_json_ld_is_compact(client: FlaskClient) -> None:
    document = json.loads(client.get("/data/faw-group.jsonld").data)
    assert "@context" in document
    keys = {key for node in document["@graph"] for key in node}
    assert not any(key.startswith("https://w3id.org/ne-kg/ontology#") for key in keys)


def test_a_page_says_where_its_data_is(client: FlaskClient) -> None:
    links = client.get("/page/shenyang").headers["Link"]
    assert '</data/shenyang.ttl>; rel="describedby alternate"; type="text/turtle"' in links
    assert '<http://localhost/id/shenyang>; rel="cite-as"' in links


def test_who_has_a_page_already_is_told_so(client: FlaskClient) -> None:
    first = client.get("/page/shenyang")
    tag = first.headers["ETag"]
    again = client.get("/page/shenyang", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    english = client.get("/page/shenyang?lang=en", headers={"If-None-Match": tag})
    assert english.status_code == 200


def test_what_is_not_there_is_404_with_things_of_similar_names(client: FlaskClient) -> None:
    answer = client.get("/page/shenyangg")
    assert answer.status_code == 404
    assert 'href="/page/shenyang"' in answer.text
    data = client.get("/data/no-such-thing.ttl")
    assert (data.status_code, data.mimetype) == (404, "text/plain")


@pytest.mark.parametrize("slug", ["%3E", "a%20b", "a%22b", "%7B%7D", "a%0Ab", "%E2%80%AE"])
def test_addresses_that_are_no_iris_are_404(client: FlaskClient, slug: str) -> None:
    for path in (f"/id/{slug}", f"/page/{slug}", f"/data/{slug}.ttl", f"/page/vocab/{slug}"):
        assert client.get(path).status_code == 404


def test_retired_things_redirect_or_say_why(hostile: FlaskClient) -> None:
    moved = hostile.get("/id/old")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/id/evil")
    assert hostile.get("/data/old.ttl").headers["Location"] == "/data/evil.ttl"
    gone = hostile.get("/page/gone")
    assert gone.status_code == 410
    assert "从来没有这个事物。" in gone.text
    assert hostile.get("/id/away").status_code == 410  # a redirect never leaves the site


def test_rdf_of_the_report_and_of_the_ontology(client: FlaskClient) -> None:
    assert client.get("/report/2010", headers={"Accept": "text/turtle"}).headers["Location"] == (
        "/data/report/2010.ttl"
    )
    answer = client.get("/ontology", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/ontology.ttl")
    assert b"nekg:Figure a owl:Class" in client.get("/ontology.ttl").data


def test_the_source_is_served_as_received(client: FlaskClient, root: Path) -> None:
    answer = client.get("/report/2010/source.txt")
    assert answer.data == (root / "data/reports/2010/source.txt").read_bytes()


def test_what_an_operator_watches_is_never_kept(client: FlaskClient) -> None:
    for path in ("/ready", "/metrics", "/health"):
        answer = client.get(path)
        assert "no-store" in answer.headers["Cache-Control"]
        assert "ETag" not in answer.headers
    assert client.get("/metrics").data != client.get("/metrics").data


def test_a_page_made_before_is_the_same(client: FlaskClient) -> None:
    first, second = client.get("/page/dalian"), client.get("/page/dalian")
    assert first.data == second.data
    assert first.headers["ETag"] == second.headers["ETag"]
    assert second.headers["Content-Security-Policy"]
    packed = client.get("/page/dalian", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
