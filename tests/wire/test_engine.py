"""A server behind ours that is slow, silent or away: clear errors, in time, on every address."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Server

PAGES = ("/", "/sparql", "/queries", "/id/dalian", "/dataset", "/search?q=a", "/.well-known/void")


@pytest.fixture(scope="module", params=["silent", "away"])
def server(request: pytest.FixtureRequest, serve: Callable[..., Server]) -> Iterator[Server]:
    """One whose engine takes connections and says nothing, or takes none."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        if request.param == "away":
            listener.close()
        yield serve("--seconds", "1", engine=f"http://127.0.0.1:{port}/query")


def test_a_query_is_refused_in_time(server: Server) -> None:
    began = time.monotonic()
    reply = server.send(query="ASK { ?s ?p ?o }")
    assert time.monotonic() - began < 5
    assert reply.status == 503
    assert reply.headers["Retry-After"]
    assert "cannot be reached" in reply.text or "does not answer" in reply.text


def test_a_load_balancer_is_told(server: Server) -> None:
    assert server.send(path="/health").status == 200
    ready = server.send(path="/ready")
    assert (ready.status, json.loads(ready.body)["ready"]) == (503, False)
    assert "ne_kg_store_up 0.0" in server.send(path="/metrics").text


@pytest.mark.parametrize("path", PAGES)
def test_pages_say_what_is_wrong(server: Server, path: str) -> None:
    reply = server.send(path=path, headers={"Accept": "text/html"})
    assert reply.status in (200, 303, 503)
    if reply.status == 503:
        assert "127.0.0.1" in reply.text or "longer than 1 s" in reply.text
