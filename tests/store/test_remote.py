"""Other servers: filled by `ne-kg publish`, asked as the embedded store is."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import ne_kg.store
from ne_kg.model.errors import EngineDown, EngineError, LimitReached, QueryRejected
from ne_kg.store import Limits, Store

BASE = "https://w3id.org/ne-kg/"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
CROSS = " ".join(f"VALUES ?{x} {{ {' '.join(map(str, range(3000)))} }}" for x in "abc")


def publish(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from ne_kg.cli import run; run()", "publish", *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        env={**os.environ, "NE_KG_PASSWORD": "dba"},
        check=False,
    )


def asked(engine: str) -> Store:
    return ne_kg.store.open(engine, limits=Limits(seconds=3.0, patience=1.0))


def number(store: Store, text: str = COUNT, **dataset: list[str]) -> int:
    [row] = json.loads(store.query(text, **dataset).body)["results"]["bindings"]
    return int(row["n"]["value"])


@pytest.fixture
def on_oxigraph(oxigraph: str, published: Path) -> Store:
    done = publish(published, "--to", f"{oxigraph}/store")
    assert done.returncode == 0, done.stderr
    return asked(f"{oxigraph}/query")


@pytest.fixture(scope="module")
def on_virtuoso(virtuoso: str, published: Path) -> Store:
    pointer = published / "engine.url"
    done = publish(
        published,
        *("--to", f"{virtuoso}/sparql-graph-crud-auth", "--query", f"{virtuoso}/sparql"),
        *("--user", "dba", "--switch", str(pointer)),
    )
    assert done.returncode == 0, done.stderr
    return asked(str(pointer))


@pytest.fixture(params=["on_oxigraph", "on_virtuoso"])
def remote(request: pytest.FixtureRequest) -> Store:
    store: Store = request.getfixturevalue(request.param)
    return store


def test_the_same_answers_as_embedded(remote: Store, published: Path) -> None:
    embedded = ne_kg.store.open(dataset=published / "published/current/dataset.nq")
    try:
        assert remote.version == embedded.version
        for text in (
            COUNT,
            "SELECT ?v { <id/dalian-shipyard> <ontology#value> ?v }",
            "SELECT ?o { <id/dalian-shipyard> ?p ?o FILTER(LANGMATCHES(LANG(?o), 'zh')) }",
            "ASK { GRAPH <graph/shapes> { ?s ?p ?o } }",
        ):
            for form in ("text/csv", "application/sparql-results+json"):
                if form == "text/csv" and text.startswith("ASK"):
                    continue
                ours, theirs = (
                    store.query(text, format=form).body.decode().lower()
                    for store in (embedded, remote)
                )
                assert ours == theirs
        for form in ("application/n-triples", "application/n-quads", "application/ld+json"):
            construct = "CONSTRUCT { ?s <ontology#value> ?o } { ?s <ontology#value> ?o }"
            assert (
                embedded.query(construct, format=form).body
                == remote.query(construct, format=form).body
            )
    finally:
        embedded.close()


def test_the_dataset_of_a_request(remote: Store) -> None:
    sentence, source = BASE + "report/2010/1.1-2", BASE + "source/report-2010"
    assert number(remote, default=[sentence]) == 2
    assert number(remote, default=[sentence, source]) >= 2
    in_graphs = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert number(remote, in_graphs, named=[source]) == 1
    with pytest.raises(QueryRejected, match="has no graph"):
        remote.query(COUNT, default=["http://example.org/other"])


def test_a_bad_query_and_what_is_refused(remote: Store) -> None:
    with pytest.raises(QueryRejected):
        remote.query("SELECT * { ?s ?p }")
    for text in (
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT (bif:http_get('http://127.0.0.1:1/') AS ?x) {}",
        "INSERT DATA { <a:a> <a:b> 1 }",
    ):
        with pytest.raises(QueryRejected, match=r"refused|read-only"):
            remote.query(text)


def test_a_slow_query_is_given_up(on_oxigraph: Store) -> None:
    with pytest.raises(LimitReached, match="longer than 3 s"):
        on_oxigraph.query(f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}")


def test_a_filled_repository_is_not_mixed_with_another_version(
    on_virtuoso: Store, virtuoso: str, published: Path
) -> None:
    again = publish(
        published,
        *("--to", f"{virtuoso}/sparql-graph-crud-auth", "--query", f"{virtuoso}/sparql"),
        *("--user", "dba"),
    )
    assert again.returncode == 2
    assert "holds a version of the graph already" in again.stderr


def test_a_server_that_is_away_or_is_none() -> None:
    with pytest.raises(EngineDown, match="cannot be reached"):
        asked("http://127.0.0.1:1/sparql").query("ASK {}")


def test_an_address_that_is_no_service(oxigraph: str) -> None:
    with pytest.raises(EngineError, match="no SPARQL service"):
        asked(f"{oxigraph}/nothing").query("ASK {}")


def test_a_publication_that_is_not_whole_is_told(oxigraph: str, published: Path) -> None:
    done = publish(published, "--to", f"{oxigraph}/store", "--query", f"{oxigraph}/nothing")
    assert done.returncode == 1
    assert "no SPARQL service" in done.stderr
