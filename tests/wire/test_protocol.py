"""The SPARQL 1.1 Protocol over the wire, case by case.

https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

if TYPE_CHECKING:
    from conftest import Server

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
S = "https://w3id.org/ne-kg/report/2010/"
SELECT = "SELECT ?v { <id/northeast-railways> <ontology#value> ?v } ORDER BY ?v"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"
JSON = "application/sparql-results+json"


def test_get_post_form_and_post_direct_give_the_same(server: Server) -> None:
    replies = [
        server.send(query=SELECT),
        server.post(f"query={quote(SELECT)}", FORM),
        server.post(f"query={quote(SELECT)}", f"{FORM}; charset=UTF-8"),
        server.post(SELECT, DIRECT),
        server.post(SELECT, f"{DIRECT};charset=utf-8"),
    ]
    for reply in replies:
        assert (reply.status, reply.type) == (200, JSON)
        assert reply.rows == [{"v": "668"}, {"v": "19500"}]


@pytest.mark.parametrize(
    ("query", "accept", "type"),
    [
        (SELECT, None, JSON),
        (SELECT, "*/*", JSON),
        (SELECT, "", JSON),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values"),
        (SELECT, "application/json", "application/json"),
        (SELECT, "application/xml", "application/xml"),
        (SELECT, "text/csv;q=0.2, application/xml;q=0.9", "application/xml"),
        (SELECT, f"{JSON};q=0, */*;q=0.1", "application/sparql-results+xml"),
        (SELECT, "text/turtle, text/csv;q=0.1", "text/csv"),
        (SELECT, "TEXT/CSV ; Q=1.0", "text/csv"),
        (SELECT, "text/csv;q=high, text/tab-separated-values;q=0.1", "text/tab-separated-values"),
        (SELECT, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        (CONSTRUCT, None, "text/turtle"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "application/trig", "application/trig"),
        (CONSTRUCT, "application/n-quads", "application/n-quads"),
        (CONSTRUCT, "application/sparql-results+json, text/turtle;q=0.5", "text/turtle"),
        ("DESCRIBE <https://w3id.org/ne-kg/id/northeast-railways>", "text/*", "text/turtle"),
    ],
)  # fmt: skip
def test_accept_decides(server: Server, query: str, accept: str | None, type: str) -> None:
    reply = server.send(query=query, headers={} if accept is None else {"Accept": accept})
    assert (reply.status, reply.type) == (200, type)
    assert "Accept" in reply.headers["Vary"]
    if type.startswith("text/"):
        assert reply.headers["Content-Type"].endswith("charset=utf-8")


def test_formats_are_what_they_say(server: Server) -> None:
    assert server.send(query=SELECT, format="csv").text == "v\r\n668\r\n19500\r\n"
    assert server.send(query=SELECT, format="tsv").text == "?v\n668\n19500\n"
    xml = ElementTree.fromstring(server.send(query=SELECT, format="xml").body)
    namespace = "{http://www.w3.org/2005/sparql-results#}"
    assert [e.text for e in xml.iter(f"{namespace}literal")] == ["668", "19500"]
    assert json.loads(server.send(query="ASK {}", format="json").body)["boolean"] is True
    assert json.loads(server.send(query=CONSTRUCT, format="jsonld").body)
    ElementTree.fromstring(server.send(query=CONSTRUCT, format="rdf").body)
    assert server.send(query=CONSTRUCT, format="nt").text.count(" .\n") == 3


def test_variables_stand_in_the_order_of_the_query(server: Server) -> None:
    reply = server.send(query="SELECT * { ?s ?p ?o }")
    assert json.loads(reply.body)["head"]["vars"] == ["s", "p", "o"]


@pytest.mark.parametrize(
    ("default", "named", "count"),
    [
        (["1.6-3"], [], "2"),
        (["1.6-3", "1.6-4"], [], "3"),
        ([], ["1.6-3"], "0"),
        (["1.6-3", "1.6-3"], ["1.6-4"], "2"),
    ],
)
def test_the_dataset_of_the_request(
    server: Server, default: list[str], named: list[str], count: str
) -> None:
    graphs = {
        "default_graph_uri": [S + name for name in default],
        "named_graph_uri": [S + name for name in named],
    }
    assert server.send(query=COUNT, **graphs).rows == [{"n": count}]
    pairs = [f"default-graph-uri={quote(S + name)}" for name in default]
    pairs += [f"named-graph-uri={quote(S + name)}" for name in named]
    body = "&".join([f"query={quote(COUNT)}", *pairs])
    assert server.post(body, FORM).rows == [{"n": count}]
    path = "/sparql?" + "&".join(pairs)
    direct = server.send("POST", path, COUNT.encode(), {"Content-Type": DIRECT})
    assert direct.rows == [{"n": count}]


BAD = [
    ("no query in the form", "POST", "/sparql", "x=1", FORM, 400),
    ("empty form", "POST", "/sparql", "", FORM, 400),
    ("empty query", "GET", "/sparql?query=", None, None, 400),
    ("blank query", "GET", "/sparql?query=%20%0A", None, None, 400),
    ("two queries", "GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, None, 400),
    ("two in the form", "POST", "/sparql", "query=ASK%7B%7D&query=ASK%7B%7D", FORM, 400),
    ("in address and body", "POST", "/sparql?query=ASK%7B%7D", "ASK {}", DIRECT, 400),
    ("syntax", "GET", "/sparql?query=ASK%7B", None, None, 400),
    ("not UTF-8", "POST", "/sparql", b"ASK { ?s ?p '\xff' }", DIRECT, 400),
    ("not UTF-8, encoded", "GET", "/sparql?query=ASK%7B%FF%7D", None, None, 400),
    ("NUL", "GET", "/sparql?query=ASK%7B%7D%00", None, None, 400),
    ("update by form", "POST", "/sparql", "update=CLEAR%20ALL", FORM, 400),
    ("update as query", "GET", "/sparql?query=CLEAR%20ALL", None, None, 400),
    ("unknown graph", "GET", "/sparql?query=ASK%7B%7D&named-graph-uri=x:y", None, None, 400),
    ("FROM an unknown graph", "POST", "/sparql", "ASK FROM <http://example.org/> {}", DIRECT, 400),
    ("graph but no query", "GET", f"/sparql?default-graph-uri={S}1.6-3", None, None, 400),
    ("unknown format", "GET", "/sparql?query=ASK%7B%7D&format=parquet", None, None, 400),
    ("format of another form", "GET", "/sparql?query=ASK%7B%7D&format=ttl", None, None, 406),
    ("update directly", "POST", "/sparql", "CLEAR ALL", "application/sparql-update", 415),
    ("no content type", "POST", "/sparql", "ASK {}", None, 415),
    ("plain text", "POST", "/sparql", "ASK {}", "text/plain", 415),
    ("multipart", "POST", "/sparql", "x", "multipart/form-data; boundary=x", 415),
    ("Latin-1", "POST", "/sparql", "ASK {}", f"{DIRECT}; charset=iso-8859-1", 415),
    ("PUT", "PUT", "/sparql?query=ASK%7B%7D", "", FORM, 405),
    ("DELETE", "DELETE", "/sparql", None, None, 405),
    ("PATCH", "PATCH", "/sparql", "ASK {}", DIRECT, 405),
    ("a method of nobody", "FOO", "/sparql", None, None, 405),
    ("too long", "POST", "/sparql", "ASK {" + " " * 300_000 + "}", DIRECT, 413),
    ("far too long", "POST", "/sparql", "ASK {" + " " * 2_000_000 + "}", DIRECT, 413),
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path", "body", "type", "status"), [b[1:] for b in BAD], ids=[b[0] for b in BAD]
)
def test_what_is_not_a_query(
    server: Server, method: str, path: str, body: str | bytes | None, type: str | None, status: int
) -> None:
    data = body.encode() if isinstance(body, str) else body
    reply = server.send(method, path, data, {"Content-Type": type} if type else {})
    assert reply.status == status
    assert reply.type == "text/plain"
    assert reply.text
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    if status == 405:
        assert reply.headers["Allow"] == "GET, HEAD, POST, OPTIONS"
    if status == 415:
        assert DIRECT in reply.headers["Accept-Post"]


def test_an_error_has_line_and_column(server: Server) -> None:
    reply = server.send(query="SELECT * {\n  ?s foo:bar ?o\n}")
    assert reply.text.startswith("line 2, column 6: ")
    problem = server.send(
        query="SELECT * {\n  ?s foo:bar ?o\n}",
        headers={"Accept": f"{JSON}, application/problem+json"},
    )
    assert problem.type == "application/problem+json"
    said = json.loads(problem.body)
    assert (said["status"], said["line"], said["column"]) == (400, 2, 6)


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELEC * { ?s ?p ?o }", 1, 1),
        ("SELECT * {\n ?s ?p ?o .\n ?s ?p }\n", 3, 8),
        ("SELECT * {\r\n ?s ?p }\r\nLIMIT 1", 2, 8),
        ("SELECT * {\t?s bad ?o }", 1, 15),
        ('SELECT * { ?s ?p "东北铁路😀" }}', 1, 27),
        ('SELECT * {\n ?s ?p "open }\n', 2, 8),
        ("ASK {} ASK {}", 1, 8),
        ("SELECT * {\n ?s ?p ?o\n", 3, 1),
    ],
)
def test_an_error_stands_where_the_mistake_is(
    server: Server, query: str, line: int, column: int
) -> None:
    assert server.send(query=query).text.startswith(f"line {line}, column {column}: ")


def test_what_cannot_be_written_is_not_acceptable(server: Server) -> None:
    for query, accept in ((SELECT, "text/turtle"), (CONSTRUCT, "text/csv"), (SELECT, "image/png")):
        reply = server.send(query=query, headers={"Accept": accept})
        assert reply.status == 406
        assert "ask for one of" in reply.text


def test_xml_that_would_be_ill_formed_is_refused(server: Server) -> None:
    for query in (
        "CONSTRUCT { <s:s> <http://example.org/123> 1 } {}",
        r"CONSTRUCT { <s:s> <p:p> 'a\u0001' } {}",
    ):
        reply = server.send(query=query, format="rdf")
        assert (reply.status, "cannot carry" in reply.text) == (400, True)
        assert server.send(query=query, format="ttl").status == 200


def test_code_points_may_be_escaped_anywhere(server: Server) -> None:
    reply = server.send(query=r"SEL\u0045CT (\u0031 + 1 AS ?n) {} # \u000A")
    assert reply.rows == [{"n": "2"}]
    assert server.send(query=r"SELECT (\u004EOW() AS ?n) {}").headers["ETag"] is None
    hidden = r"SELECT * { ?s ?p '\u0027' \u0027 ' \u0053ERVICE <x:y> {} ' }"
    assert server.send(query=hidden).status == 400


def test_head_is_get_without_a_body(server: Server) -> None:
    get, head = server.send(query=SELECT), server.send("HEAD", query=SELECT)
    assert head.status == 200
    assert head.body == b""
    for name in ("Content-Type", "Content-Length", "ETag", "Vary"):
        assert head.headers[name] == get.headers[name]


def test_a_browser_of_another_origin_may_ask(server: Server) -> None:
    reply = server.send(
        "OPTIONS",
        headers={
            "Origin": "https://yasgui.org",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type,x-requested-with",
        },
    )
    assert reply.status == 204
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in reply.headers["Access-Control-Allow-Methods"]
    assert reply.headers["Access-Control-Allow-Headers"] == "content-type,x-requested-with"
    assert reply.headers["Allow"] == "GET, HEAD, POST, OPTIONS"


@pytest.mark.parametrize(
    "path", ["/.well-known/void", "/.well-known/sparql-examples", "/sparql", "/ready"]
)
def test_scripts_may_send_what_headers_they_like(server: Server, path: str) -> None:
    """Fetch §4.8, CORS-preflight fetch."""
    asked = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "x-mine"}
    reply = server.send("OPTIONS", path, headers={"Origin": "https://yasgui.org", **asked})
    assert reply.status in (200, 204)
    assert reply.headers["Access-Control-Allow-Headers"] == "x-mine"
    assert "GET" in reply.headers["Access-Control-Allow-Methods"]
    refused = server.send("DELETE", path)
    assert refused.status == 405
    assert "GET" in refused.headers["Allow"]


def test_an_answer_that_one_has_is_not_sent_again(server: Server) -> None:
    first = server.send(query=SELECT)
    again = server.send(query=SELECT, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    other = server.send(
        query=SELECT, headers={"If-None-Match": first.headers["ETag"], "Accept": "text/csv"}
    )
    assert other.status == 200
    assert other.headers["ETag"] != first.headers["ETag"]
    as_json = server.send(query=SELECT, headers={"Accept": "application/json"})
    assert as_json.headers["ETag"] != first.headers["ETag"]
    listed = f'"other", W/{first.headers["ETag"]}'
    for tags in (listed, "*"):
        assert server.send(query=SELECT, headers={"If-None-Match": tags}).status == 304
    assert server.send(query="SELECT", headers={"If-None-Match": "*"}).status == 400


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_changes_each_time_is_not_kept(server: Server, call: str) -> None:
    replies = [server.send(query=f"SELECT ({call} AS ?x) {{}}") for _ in range(2)]
    for reply in replies:
        assert reply.status == 200
        assert reply.headers["ETag"] is None
        assert reply.headers["Cache-Control"] == "no-store"
    assert replies[0].body != replies[1].body


def test_gzip_only_if_asked_for(server: Server) -> None:
    values = " ".join(f'"{n:04}"' for n in range(500))
    query = f"SELECT * {{ VALUES ?x {{ {values} }} }}"
    plain = server.send(query=query, headers={"Accept-Encoding": "gzip;q=0"})
    packed = server.send(query=query, headers={"Accept-Encoding": "br, gzip"})
    assert plain.headers["Content-Encoding"] is None
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]
    small = server.send(query="ASK {}", headers={"Accept-Encoding": "identity;q=0, gzip"})
    assert json.loads(gzip.decompress(small.body))["boolean"] is True
    for neither in ("identity;q=0", "*;q=0"):
        assert server.send(query=query, headers={"Accept-Encoding": neither}).status == 406


def test_the_service_describes_itself(server: Server) -> None:
    for accept in (None, "*/*", "text/turtle", "application/rdf+xml", "application/ld+json"):
        reply = server.send(headers={} if accept is None else {"Accept": accept})
        assert reply.status == 200
        assert b"sparql-service-description#" in reply.body
    assert server.send(headers={"Accept": "text/html"}).type == "text/html"
    assert server.send(headers={"Accept": JSON}).status == 400
    assert server.send(headers={"Accept": "image/png"}).status == 406
    turtle = server.send().text
    assert f"sd:endpoint <http://127.0.0.1:{server.port}/sparql>" in turtle
    assert f"sd:name <{S}1.6-3>" in turtle


def test_data_and_examples_are_described(server: Server) -> None:
    void = server.send(path="/.well-known/void")
    assert (void.status, void.type) == (200, "text/turtle")
    assert "void:triples 3" in void.text
    assert "void:property <https://w3id.org/ne-kg/ontology#value>" in void.text
    examples = server.send(path="/.well-known/sparql-examples")
    assert "sh:SPARQLExecutable" in examples.text or "#SPARQLExecutable" in examples.text
    assert "Railways" in examples.text


def test_a_person_sees_a_table_with_labels(server: Server) -> None:
    page = server.send(query="SELECT * { ?s ?p ?o }", headers={"Accept": "text/html"})
    assert page.status == 200
    assert '<th scope="col">s</th>' in page.text
    assert "东北地区铁路" in page.text
    wrong = server.send(query="SELECT * {", headers={"Accept": "text/html"})
    assert wrong.status == 400
    assert 'data-line="1"' in wrong.text
    hostile = server.send(
        query="SELECT ('<script>x</script>' AS ?x) {}", headers={"Accept": "text/html"}
    )
    assert "<script>x</script>" not in hostile.text
    english = server.send(headers={"Accept": "text/html", "Accept-Language": "en"})
    assert "Ask the whole graph" in english.text


def test_operations(server: Server) -> None:
    assert server.send(path="/health").text == "ok\n"
    ready = json.loads(server.send(path="/ready").body)
    assert ready["ready"] is True
    assert ready["workers"] == 3
    metrics = server.send(path="/metrics").text
    assert "ne_kg_requests_total{" in metrics
    assert "ne_kg_workers 3.0" in metrics


def test_repeated_queries_are_counted_and_timed_too(server: Server) -> None:
    def measured() -> list[float]:
        lines = dict(line.rsplit(" ", 1) for line in server.send(path="/metrics").text.splitlines())
        total = 'ne_kg_requests_total{method="GET",resource="sparql.sparql",status="200"}'
        timed = 'ne_kg_request_seconds_count{resource="sparql.sparql"}'
        return [float(lines[name]) for name in (total, timed)]

    server.send(query=f"{SELECT} # timed")
    before = measured()
    for _ in range(3):
        server.send(query=f"{SELECT} # timed")
    assert [now - then for now, then in zip(measured(), before, strict=True)] == [3, 3]


def test_a_repeated_query_gets_the_same_answer_to_the_last_header(server: Server) -> None:
    query = f"{SELECT} # repeated"
    replies = [server.send(query=query, headers={"Accept": "text/csv"}) for _ in range(3)]
    for reply in replies[1:]:
        assert reply.body == replies[0].body
        one, other = (
            sorted(h for h in r.headers.items() if h[0] != "date") for r in (reply, replies[0])
        )
        assert one == other
    assert server.send(query=query, headers={"Accept": "text/turtle"}).status == 406
    assert server.send("HEAD", query=query, headers={"Accept": "text/csv"}).body == b""
