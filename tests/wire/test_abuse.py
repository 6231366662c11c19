"""What must not bring the endpoint down, nor be noticed by others."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from conftest import Server

DIRECT = "application/sparql-query"
NUMBERS = " ".join(map(str, range(2000)))
CROSS = " ".join(f"VALUES ?{x} {{ {NUMBERS} }}" for x in "abc")
TENFOLD = " ".join(f"BIND(CONCAT({', '.join([f'?x{n}'] * 10)}) AS ?x{n + 1})" for n in range(12))
RUNAWAYS = {
    "aggregate": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "order": f"SELECT * {{ {CROSS} }} ORDER BY ?c ?b ?a",
    "distinct": f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {CROSS} BIND(CONCAT(?a, ?b) AS ?x) }}",
    "group": f"SELECT ?a ?b (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a ?b",
    "path": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} ?s (!<x:a>|^!<x:a>)* ?o }}",
    "regex": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} FILTER REGEX(STR(?a + ?b + ?c), '(.*)*x') }}",
    "concat": f"SELECT (STRLEN(?x12) AS ?z) {{ BIND('aaaaaaaaaa' AS ?x0) {TENFOLD} }}",
}  # fmt: skip
N = 20_000
NESTED = {
    "groups": "ASK " + "{" * N + "}" * N,
    "brackets": "ASK { FILTER(" + "(" * N + "1" + ")" * N + ") }",
    "not": "ASK { FILTER(" + "!" * N + "true) }",
    "minus": "ASK { FILTER(" + "-" * N + "1 = 1) }",
    "path": "ASK { ?s " + "(" * N + "<a:b>" + ")" * N + " ?o }",
    "inverse": "ASK { ?s " + "^" * N + "<a:b> ?o }",
    "collection": "ASK { ?s ?p " + "(" * N + ")" * N + " }",
    "blank nodes": "ASK { ?s ?p " + "[<a:b> " * N + "1" + "]" * N + " }",
    "union": "ASK { " + " UNION ".join(["{}"] * N) + " }",
}


def small(server: Server) -> None:
    reply = server.send(query=f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }} # {time.monotonic()}")
    assert reply.rows == [{"n": "3"}]


@pytest.mark.parametrize("name", RUNAWAYS)
def test_a_runaway_is_stopped_and_says_why(server: Server, name: str) -> None:
    with ThreadPoolExecutor(1) as pool:
        runaway = pool.submit(server.post, RUNAWAYS[name], DIRECT)
        while not runaway.done():
            small(server)
        reply = runaway.result()
    assert reply.status == 503
    assert reply.headers["Retry-After"]
    assert "longer than 1 s" in reply.text or "more than 200 MiB" in reply.text
    small(server)


@pytest.mark.parametrize("name", NESTED)
def test_deep_nesting_is_refused(server: Server, name: str) -> None:
    reply = server.post(NESTED[name], DIRECT)
    assert reply.status in (400, 413)
    assert "nested more than" in reply.text or "joins more than" in reply.text
    small(server)


def test_an_answer_is_whole_or_an_error(server: Server) -> None:
    reply = server.post(
        f"SELECT * {{ VALUES ?a {{ {NUMBERS} }} VALUES ?b {{ {NUMBERS} }} }}", DIRECT
    )
    assert reply.status == 503
    assert "larger than 2 MiB" in reply.text


@pytest.fixture
def trap() -> Iterator[tuple[int, list[bytes]]]:
    """A server that notes whoever comes."""
    seen: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    connection, _ = listener.accept()
                except TimeoutError:
                    continue
                with connection:
                    seen.append(connection.recv(1000))

        thread = threading.Thread(target=listen)
        thread.start()
        yield listener.getsockname()[1], seen
        done.set()
        thread.join()


def test_nothing_is_fetched(server: Server, trap: tuple[int, list[bytes]]) -> None:
    port, seen = trap
    address = f"<http://127.0.0.1:{port}/>"
    for query in (
        f"SELECT * {{ SERVICE {address} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE SILENT {address} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ \\u0053ERVICE {address} {{ ?s ?p ?o }} }}",
        f"PREFIX : {address} SELECT * {{ SERVICE:x{{ ?s ?p ?o }} }}",
        f"SELECT * {{ FILTER(1<2)SERVICE#>\n{address} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p trueSERVICE {address} {{ ?s ?p ?o }} }}",
        f"SELECT * FROM {address} {{ ?s ?p ?o }}",
        f"SELECT * FROM NAMED {address} {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"LOAD {address}",
        f"LOAD {address} INTO GRAPH <a:b>",
    ):
        assert server.post(query, DIRECT).status == 400, query
    path = f"/sparql?query=ASK%7B%7D&default-graph-uri={quote(address[1:-1])}"
    assert server.send(path=path).status == 400
    assert seen == []


def test_one_client_does_not_hold_the_pool(server: Server) -> None:
    with ThreadPoolExecutor(12) as pool:
        greedy = [pool.submit(server.post, RUNAWAYS["aggregate"], DIRECT) for _ in range(12)]
        statuses = {one.result().status for one in greedy}
    assert statuses <= {429, 503}
    small(server)


def test_many_clients_are_all_answered(server: Server) -> None:
    with ThreadPoolExecutor(32) as pool:
        for done in [pool.submit(small, server) for _ in range(400)]:
            done.result()


def test_killed_workers_are_replaced(server: Server) -> None:
    for worker in _workers(server):
        os.kill(worker, signal.SIGKILL)
    until = time.monotonic() + 5
    while True:
        try:
            small(server)
            break
        except AssertionError:
            assert time.monotonic() < until


def test_a_new_version_loses_no_request(serve: Callable[..., Server], tmp_path: Path) -> None:
    path = tmp_path / "data.trig"
    path.write_text("<g:1> { <s:1> <p:1> 1 }")
    server = serve(path=path)
    counts: list[str] = []
    stopped = threading.Event()

    def ask() -> None:
        while not stopped.is_set():
            reply = server.send(query="SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
            assert reply.status == 200
            counts.append(reply.rows[0]["n"])

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask) for _ in range(4)]
        for size in (2, 3, 4):
            fresh = tmp_path / "fresh"
            fresh.write_text("".join(f"<g:{n}> {{ <s:{n}> <p:1> {n} }}\n" for n in range(size)))
            fresh.replace(path)
            until = time.monotonic() + 10
            while str(size) not in counts:
                assert time.monotonic() < until
                time.sleep(0.05)
        stopped.set()
        for one in asking:
            one.result()
    assert set(counts) <= {"1", "2", "3", "4"}


def test_the_queries_under_way_are_answered_before_it_ends(serve: Callable[..., Server]) -> None:
    server = serve("--seconds", "2")
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(server.post, RUNAWAYS["aggregate"], DIRECT)
        time.sleep(0.5)
        server.process.send_signal(signal.SIGTERM)
        assert slow.result().status == 503
    assert server.process.wait(30) == 0


def _workers(server: Server) -> list[int]:
    [store] = [p for p in _children(server.process.pid) if b"ne_kg.store.process" in _command(p)]
    return _children(store)


def _children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def _command(process: int) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 6\r\n\r\nASK",
        b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
    ids=["nothing", "half a head", "half a body", "kept alive"],
)
def test_connections_that_do_nothing_keep_nobody_out(server: Server, beginning: bytes) -> None:
    with ExitStack() as held:
        for _ in range(300):
            link = held.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            link.sendall(beginning)
        began = time.monotonic()
        small(server)
        assert time.monotonic() - began < 3


def test_a_body_that_is_said_to_be_too_long_is_not_waited_for(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as link:
        link.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Length: 100000000\r\n\r\n"
        )
        assert link.recv(100).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("mark", ["'\\", '"\\', '"""\\', "'''\\"])
def test_a_string_that_does_not_end_costs_no_more_than_its_length(
    server: Server, mark: str
) -> None:
    began = time.monotonic()
    reply = server.post("ASK {\n ?s ?p " + mark * (200_000 // len(mark)), DIRECT)
    assert time.monotonic() - began < 3
    assert (reply.status, reply.text[:16]) == (400, "line 2, column 8")


def test_one_client_may_have_many_small_queries_under_way(server: Server) -> None:
    with ThreadPoolExecutor(60) as pool:
        for done in [pool.submit(small, server) for _ in range(300)]:
            done.result()


def test_a_query_outlives_the_store_process(server: Server) -> None:
    for _ in range(3):
        with ThreadPoolExecutor(8) as pool:  # so that connections to each worker are kept
            for done in [pool.submit(small, server) for _ in range(16)]:
                done.result()
        [store] = [
            p for p in _children(server.process.pid) if b"ne_kg.store.process" in _command(p)
        ]
        os.kill(store, signal.SIGKILL)
        small(server)
        small(server)


def test_a_page_of_a_large_answer_shows_its_beginning(server: Server) -> None:
    query = f"SELECT * {{ VALUES ?a {{ {NUMBERS} }} VALUES ?b {{ 1 2 }} }}"
    page = server.send(query=query, headers={"Accept": "text/html", "Accept-Language": "en"})
    assert page.status == 200
    assert page.text.count("<tr") < 300
    assert "4,000" in page.text or "4000" in page.text


def test_a_body_cut_short_is_not_a_query(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        client.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Length: 60\r\n\r\nASK {} # FILTER"
        )
        client.shutdown(socket.SHUT_WR)
        answer = client.recv(65536)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400 ")


def test_a_large_answer_read_slowly_is_whole(server: Server) -> None:
    numbers = " ".join(map(str, range(400)))
    query = f"SELECT * {{ VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }} }}"
    whole = server.send(query=query, headers={"Accept": "text/csv"})
    assert whole.status == 200
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", server.port))
        client.sendall(
            f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n"
            "Connection: close\r\n\r\n".encode()
        )
        time.sleep(1)
        read = b"".join(iter(lambda: client.recv(8192), b""))
    assert read.partition(b"\r\n\r\n")[2] == whole.body


def test_nothing_goes_on_listening_when_the_server_is_killed(
    serve: Callable[..., Server],
) -> None:
    server = serve("--workers", "1")
    small(server)
    server.process.kill()
    server.process.wait()
    until = time.monotonic() + 5
    while _listens(server):
        assert time.monotonic() < until
        time.sleep(0.05)


def _listens(server: Server) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", server.port)) == 0


def test_bodies_that_never_end_keep_no_query_by_get_out(server: Server) -> None:
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 60\r\n\r\nASK {"
    )
    with ExitStack() as clients:
        for last in range(2, 10):
            for _ in range(12):
                client = clients.enter_context(socket.socket())
                client.bind((f"127.0.0.{last}", 0))
                client.connect(("127.0.0.1", server.port))
                client.sendall(head)
        time.sleep(1.5)
        small(server)
        refused = server.post("ASK {}", "application/sparql-query")
        assert refused.status == 503
        assert "bodies" in refused.text
    until = time.monotonic() + 5
    while server.post("ASK {}", "application/sparql-query").status != 200:
        assert time.monotonic() < until
        time.sleep(0.1)
