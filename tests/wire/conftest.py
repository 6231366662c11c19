"""A real `ne-kg serve` over a small dataset, and raw HTTP to it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

DATASET = """
@prefix id: <https://w3id.org/ne-kg/id/> .
@prefix s: <https://w3id.org/ne-kg/report/2010/> .
@prefix graph: <https://w3id.org/ne-kg/graph/> .
@prefix nekg: <https://w3id.org/ne-kg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

s:1.6-3 { id:northeast-railways rdfs:label "东北地区铁路"@zh-Hans ; nekg:value 668 . }
s:1.6-4 { id:northeast-railways rdfs:label "东北地区铁路"@zh-Hans ; nekg:value 19500 . }
graph:queries { <https://w3id.org/ne-kg/queries/railways> a sh:SPARQLExecutable ;
    rdfs:label "铁路"@zh-Hans , "Railways"@en ; sh:select "SELECT * { ?s ?p ?o }" . }
"""


@dataclass(frozen=True)
class Reply:
    """An answer as it came over the wire."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def type(self) -> str:
        return (self.headers["Content-Type"] or "").partition(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def rows(self) -> list[dict[str, str]]:
        found: list[dict[str, Any]] = json.loads(self.body)["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in found]


@dataclass(frozen=True)
class Server:
    """A running `ne-kg serve`."""

    port: int
    process: subprocess.Popen[bytes]

    def send(
        self,
        method: str = "GET",
        path: str = "/sparql",
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        **parameters: str | list[str],
    ) -> Reply:
        """One request; parameters go into the address, `_` in their names for `-`."""
        named = {name.replace("_", "-"): value for name, value in parameters.items()}
        if named:
            path += "?" + urlencode(named, doseq=True)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()

    def post(self, body: str | bytes, content_type: str, **headers: str) -> Reply:
        data = body.encode() if isinstance(body, str) else body
        return self.send("POST", body=data, headers={"Content-Type": content_type, **headers})


def start(folder: Path, *options: str) -> Server:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["-c", "from ne_kg.cli import run; run()", "serve"]
    process = subprocess.Popen(
        [sys.executable, *command, f"--port={port}", *options],
        cwd=folder,
        env={**os.environ, "PYTHONWARNINGS": "default"},
        stderr=subprocess.DEVNULL,
    )
    server = Server(port, process)
    until = time.monotonic() + 30
    while True:
        try:
            server.send(path="/health")
            return server
        except OSError:
            assert process.poll() is None, "ne-kg serve ended"
            assert time.monotonic() < until, "ne-kg serve does not answer"
            time.sleep(0.1)


def stop(server: Server) -> int:
    server.process.send_signal(signal.SIGTERM)
    return server.process.wait(30)


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Start servers over a copy of the dataset; they are ended with the tests."""
    running: list[Server] = []

    def started(*options: str, path: Path | None = None, engine: str | None = None) -> Server:
        if path is None:
            path = tmp_path_factory.mktemp("served") / "railways.trig"
            path.write_text(DATASET)
        source = f"--engine={engine}" if engine else f"--dataset={path}"
        server = start(path.parent, source, *options)
        running.append(server)
        return server

    yield started
    for server in running:
        if server.process.poll() is None:
            stop(server)


@pytest.fixture(scope="session")
def server(serve: Callable[..., Server]) -> Server:
    """One with limits small enough to be reached, and three workers."""
    return serve("--seconds", "1", "--memory", "200", "--answer", "2", "--workers", "3")
