"""The embedded store: right answers over the merge, and limits that stop a query."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

import ne_kg.store
from ne_kg.model.errors import EngineDown, InputError, LimitReached, QueryRejected, UsageError
from ne_kg.model.rdf import IRI, RDF_LANG_STRING, Literal
from ne_kg.store import Limits, Store, Supervisor

S = "https://w3id.org/ne-kg/report/2010/"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def count(store: Store, text: str = COUNT, **dataset: list[str]) -> int:
    [row] = json.loads(store.query(text, **dataset).body)["results"]["bindings"]
    return int(row["n"]["value"])


def test_a_triple_that_two_graphs_hold_counts_once(store: Store) -> None:
    assert count(store) == 3


def test_shapes_are_asked_for_by_name(store: Store) -> None:
    assert not store.select("SELECT * { <https://w3id.org/ne-kg/ontology#FigureShape> ?p ?o }")
    assert store.select("SELECT * { GRAPH <https://w3id.org/ne-kg/graph/shapes> { ?s ?p ?o } }")


@pytest.mark.parametrize(
    ("default", "named", "triples", "in_graphs"),
    [
        (["1.6-3"], [], 2, 0),
        (["1.6-3", "1.6-4"], [], 3, 0),
        (["1.6-3", "1.6-4"], ["1.6-4"], 3, 2),
        ([], ["1.6-3"], 0, 2),
        (["1.6-3"], ["1.6-3", "1.6-4"], 2, 4),
    ],
)
def test_the_dataset_of_a_request(
    store: Store, default: list[str], named: list[str], triples: int, in_graphs: int
) -> None:
    dataset = {"default": [S + name for name in default], "named": [S + name for name in named]}
    assert count(store, **dataset) == triples
    assert count(store, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", **dataset) == in_graphs
    clauses = "".join(f"FROM <{S}{name}> " for name in default)
    clauses += "".join(f"FROM NAMED <{S}{name}> " for name in named)
    assert count(store, f"SELECT (COUNT(*) AS ?n) {clauses} {{ ?s ?p ?o }}") == triples


def test_the_request_outranks_the_query(store: Store) -> None:
    text = f"SELECT (COUNT(*) AS ?n) FROM <{S}1.6-3> FROM <{S}1.6-4> {{ ?s ?p ?o }}"
    assert count(store, text, default=[S + "1.6-3"]) == 2


def test_from_an_unknown_graph_is_refused(store: Store) -> None:
    with pytest.raises(QueryRejected, match=r"no graph <http://example\.org/other>"):
        store.query("SELECT * FROM <http://example.org/other> { ?s ?p ?o }")


def test_a_relative_iri_stands_in_the_graph_of_the_project(store: Store) -> None:
    assert store.select(
        "SELECT ?v { <id/northeast-railways> <ontology#value> ?v } ORDER BY ?v"
    ) == [
        {"v": Literal("668", "http://www.w3.org/2001/XMLSchema#integer")},
        {"v": Literal("19500", "http://www.w3.org/2001/XMLSchema#integer")},
    ]


def test_the_four_forms_and_their_formats(store: Store) -> None:
    assert store.query("ASK {}").body == b'{"head":{},"boolean":true}'
    assert store.query("SELECT (1 AS ?x) {}", format="text/csv").body == b"x\r\n1\r\n"
    pattern = "?s <ontology#value> ?o"
    construct = f"CONSTRUCT {{ {pattern} }} {{ GRAPH <{S}1.6-3> {{ {pattern} }} }}"
    assert store.query(construct).body.endswith(b"/ontology#value> 668 .\n")
    assert store.query("DESCRIBE <id/northeast-railways>", format="application/ld+json").body
    with pytest.raises(UsageError, match="a SELECT query cannot be answered as text/turtle"):
        store.query("SELECT * {}", format="text/turtle")


def test_carriage_returns_survive_xml_and_control_characters_are_refused(store: Store) -> None:
    xml = store.query('SELECT ("a\\r" AS ?x) {}', format="application/sparql-results+xml")
    assert b"a&#13;<" in xml.body
    with pytest.raises(QueryRejected, match="XML cannot carry"):
        store.query('SELECT ("\\u0001" AS ?x) {}', format="application/sparql-results+xml")


def test_a_syntax_error_has_its_place(store: Store) -> None:
    with pytest.raises(QueryRejected) as caught:
        store.query("SELECT * {\n  ?s foo:bar ?o }")
    assert (caught.value.line, caught.value.column) == (2, 6)
    assert "Prefix not found" in caught.value.what


RUNAWAYS = {
    "aggregate": "SELECT (COUNT(*) AS ?n) { %(a)s %(b)s %(c)s }",
    "regex": 'SELECT (COUNT(*) AS ?n) { BIND("xx" AS ?x) BIND("(x+x+)+y" AS ?r) %(a)s %(b)s %(c)s '
    "FILTER REGEX(CONCAT(?x, STR(?b + ?c)), ?r) }",
    "distinct": "SELECT (COUNT(DISTINCT *) AS ?n) { %(a)s %(b)s %(c)s }",
    "order": "SELECT * { %(a)s %(b)s %(c)s } ORDER BY ?c ?b ?a",
    "path": "SELECT (COUNT(*) AS ?n) { %(a)s %(b)s ?s (!<x:y>|^!<x:y>)* ?o . %(c)s }",
}


@pytest.mark.parametrize("name", RUNAWAYS)
def test_a_runaway_ends_at_its_limit_and_others_are_answered(store: Store, name: str) -> None:
    values = " ".join(map(str, range(2000)))
    text = RUNAWAYS[name] % {x: f"VALUES ?{x} {{ {values} }}" for x in "abc"}
    with ThreadPoolExecutor(1) as pool:
        runaway = pool.submit(store.query, text)
        while not runaway.done():
            assert count(store) == 3
        with pytest.raises(LimitReached) as caught:
            runaway.result()
    assert caught.value.limit in ("time", "memory")
    assert count(store) == 3


def test_an_answer_that_is_too_large_is_an_error(store: Store) -> None:
    values = " ".join(map(str, range(1000)))
    with pytest.raises(LimitReached, match="larger than 4 MiB"):
        store.query(f"SELECT * {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} }}")


def test_when_all_are_busy_the_next_is_told_so(dataset: Path, limits: Limits) -> None:
    tight = replace(limits, workers=1, queue=1, seconds=3.0, patience=0.3)
    store = ne_kg.store.open(dataset=dataset, limits=tight)
    values = " ".join(map(str, range(2000)))
    text = RUNAWAYS["aggregate"] % {x: f"VALUES ?{x} {{ {values} }}" for x in "abc"}
    try:
        with ThreadPoolExecutor(6) as pool:
            asked = [pool.submit(store.query, text) for _ in range(6)]
            errors = [type(one.exception()) for one in asked]
        assert errors.count(LimitReached) == 1
        assert errors.count(EngineDown) == 5
    finally:
        store.close()


def test_a_killed_worker_is_replaced(store: Store, dataset: Path) -> None:
    before = _workers(dataset)
    os.kill(before[0], signal.SIGKILL)
    until = time.monotonic() + 5
    while len(set(_workers(dataset)) - set(before)) != 1:
        assert time.monotonic() < until
        time.sleep(0.02)
    assert all(count(store) == 3 for _ in range(20))


def test_workers_that_die_idle_cost_no_query(store: Store, dataset: Path) -> None:
    assert count(store) == 3
    for worker in _workers(dataset):
        os.kill(worker, signal.SIGKILL)
    assert count(store) == 3


def test_a_long_query_is_slowed_and_its_worker_goes_on_at_the_usual_priority(
    tmp_path: Path, limits: Limits, railways: str
) -> None:
    path = tmp_path / "data.trig"
    path.write_text(railways)
    store = ne_kg.store.open(dataset=path, limits=replace(limits, seconds=30.0))

    def nice() -> set[int]:
        threads = [thread for worker in _workers(path) for thread in _threads(worker)]
        return {os.getpriority(os.PRIO_PROCESS, thread) for thread in threads}

    try:
        assert count(store) == 3
        before, [usual] = _workers(path), nice()
        numbers = " ".join(map(str, range(2000)))
        values = f"VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }}"
        with ThreadPoolExecutor(1) as pool:
            long = pool.submit(count, store, f"SELECT (SUM(?a * ?b) AS ?n) {{ {values} }}")
            while not long.done() and len(nice()) == 1:
                time.sleep(0.02)
            assert nice() == {usual, min(19, usual + 10)}
            assert long.result() == (1999 * 1000) ** 2
        assert count(store) == 3
        assert _workers(path) == before
        until = time.monotonic() + 5
        while nice() != {usual}:  # a thread of low priority also ends late
            assert time.monotonic() < until
            time.sleep(0.02)
    finally:
        store.close()


def test_two_processes_share_a_worker(dataset: Path, limits: Limits) -> None:
    supervisor = Supervisor(dataset, replace(limits, workers=1))
    supervisor.start()
    try:
        one, other = (ne_kg.store.attach(supervisor.run, supervisor.limits) for _ in range(2))
        assert [count(store) for store in (one, other, other, one, other, one)] == [3] * 6
        one.close()
        other.close()
    finally:
        supervisor.close()


def test_a_new_version_is_served_without_losing_a_request(
    tmp_path: Path, limits: Limits, railways: str
) -> None:
    path = tmp_path / "data.trig"
    path.write_text(railways)
    store = ne_kg.store.open(dataset=path, limits=limits)
    try:
        first = store.version
        fresh = tmp_path / "fresh.trig"
        fresh.write_text(railways + "s:1.6-5 { id:a nekg:value 1 }")
        fresh.replace(path)
        counts = []
        until = time.monotonic() + 10
        while store.version == first or len(counts) < 100:
            counts.append(count(store))
            assert time.monotonic() < until
        assert set(counts) <= {3, 4}
        assert count(store) == 4
    finally:
        store.close()


def test_a_broken_new_version_leaves_the_old_one_served(
    tmp_path: Path, limits: Limits, railways: str
) -> None:
    path = tmp_path / "data.trig"
    path.write_text(railways)
    store = ne_kg.store.open(dataset=path, limits=limits)
    try:
        path.write_text("this is no TriG")
        time.sleep(1.5)
        assert count(store) == 3
    finally:
        store.close()


def test_a_file_that_cannot_be_read_says_where(tmp_path: Path, limits: Limits) -> None:
    path = tmp_path / "broken.trig"
    path.write_text("<http://example.org/g> {\n  <http://example.org/s> <p\n}")
    with pytest.raises(InputError, match=r"broken\.trig:2"):
        ne_kg.store.open(dataset=path, limits=limits)


def test_terms_come_back_as_terms(store: Store) -> None:
    rdfs = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"
    [row] = store.select(f"{rdfs} SELECT ?s ?l {{ ?s rdfs:label ?l }}")
    assert row["s"] == IRI("https://w3id.org/ne-kg/id/northeast-railways")
    assert row["l"] == Literal("东北地区铁路", RDF_LANG_STRING, "zh-hans")


def _workers(dataset: Path) -> list[int]:
    """Of the store over this dataset: others may be open in the same run."""
    [process] = [p for p in _children(os.getpid()) if bytes(dataset) in _command(p)]
    return _children(process)


def _threads(process: int) -> list[int]:
    return [int(thread.name) for thread in Path(f"/proc/{process}/task").iterdir()]


def _children(process: int) -> list[int]:
    text = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(child) for child in text.split()]


def _command(process: int) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()


def test_workers_keep_within_the_limits_of_the_machine(tmp_path: Path) -> None:
    """Who is no superuser may not raise a hard limit, so workers must not try."""
    dataset = tmp_path / "data.nt"
    dataset.write_text('<a:s> <a:p> "1" .\n')
    script = (
        "import resource, pathlib, ne_kg.store as store\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1 << 34, 1 << 34))\n"
        "resource.setrlimit(resource.RLIMIT_STACK, (1 << 23, 1 << 25))\n"
        f"opened = store.open(dataset=pathlib.Path({str(dataset)!r}))\n"
        "print(opened.select('SELECT (COUNT(*) AS ?n) { ?s ?p ?o }')[0]['n'].value)\n"
        "opened.close()\n"
    )
    meek = ["setpriv", "--bounding-set=-sys_resource"] if os.geteuid() == 0 else []
    found = subprocess.run(
        [*meek, sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert found.stdout == "1\n", found.stderr
