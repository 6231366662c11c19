"""A small dataset and a store over it; a published project; real servers to fill and ask."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

import ne_kg.store
from ne_kg.store import Limits, Store
from ne_kg.store.folder import publish

MIB = 1024 * 1024
DATASET = """
@prefix id: <https://w3id.org/ne-kg/id/> .
@prefix s: <https://w3id.org/ne-kg/report/2010/> .
@prefix graph: <https://w3id.org/ne-kg/graph/> .
@prefix nekg: <https://w3id.org/ne-kg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

s:1.6-3 { id:northeast-railways rdfs:label "东北地区铁路"@zh-Hans ; nekg:value 668 . }
s:1.6-4 { id:northeast-railways rdfs:label "东北地区铁路"@zh-Hans ; nekg:value 19500 . }
graph:shapes { nekg:FigureShape rdfs:label "a shape"@en . }
"""


@pytest.fixture(scope="session")
def limits() -> Limits:
    """Small enough for a test to reach them."""
    return Limits(seconds=1.0, memory=200 * MIB, answer=4 * MIB, workers=3, queue=4, patience=3.0)


@pytest.fixture(scope="session")
def railways() -> str:
    """Two sentence graphs that share a triple, and a graph that stays out of the merge."""
    return DATASET


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dataset") / "railways.trig"
    path.write_text(DATASET)
    return path


@pytest.fixture(scope="session")
def store(dataset: Path, limits: Limits) -> Iterator[Store]:
    store = ne_kg.store.open(dataset=dataset, limits=limits)
    yield store
    store.close()


VERSION = "c0ffee" * 8
TRIPLES = """
<{b}id/dalian-shipyard> <{l}> "大连船厂"@zh-Hans <{b}report/2010/1.1-2> .
<{b}id/dalian-shipyard> <{l}> "大连船厂"@zh-Hans <{b}source/report-2010> .
<{b}id/dalian-shipyard> <{b}ontology#value> "668"^^<{x}integer> <{b}report/2010/1.1-2> .
<{b}shape/x> <{l}> "shape"@en <{b}graph/shapes> .
<{b}dataset> <http://www.w3.org/ns/dcat#version> "{v}" <{b}graph/dataset> .
"""


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project folder with a published version of five quads."""
    root = tmp_path_factory.mktemp("project")
    for folder in ("ontology", "data"):
        (root / folder).mkdir()
    text = TRIPLES.lstrip().format(
        b="https://w3id.org/ne-kg/",
        l="http://www.w3.org/2000/01/rdf-schema#label",
        x="http://www.w3.org/2001/XMLSchema#",
        v=VERSION,
    )
    publish(root / "published", VERSION, text.encode(), "")
    return root


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answering(process: subprocess.Popen[bytes], address: str, seconds: float) -> None:
    """Wait until a server answers at all."""
    until = time.monotonic() + seconds
    while True:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            assert time.monotonic() < until, f"{address} does not answer"
            time.sleep(0.1)


def ended(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture
def oxigraph() -> Iterator[str]:
    """Address of an Oxigraph server in memory."""
    address = f"http://127.0.0.1:{free_port()}"
    program = Path(sys.executable).with_name("oxigraph")
    process = subprocess.Popen(
        [program, "serve", "--bind", address.removeprefix("http://")],
        stderr=subprocess.DEVNULL,
    )
    answering(process, address, 10)
    yield address
    ended(process)


VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
MaxQueryMem = 100M
MaxMemPoolSize = 50000000
ServerThreads = 10
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 5
HTTPProxyEnabled = 0
[SPARQL]
ResultSetMaxRows = 100000
MaxQueryExecutionTime = 20
"""


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a Virtuoso on loopback, its memory bounded by its settings; user dba, dba."""
    folder = tmp_path_factory.mktemp("virtuoso")
    port = free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(VIRTUOSO.format(folder=folder, sql=free_port(), http=port))
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        ["virtuoso-t", "+foreground", "+configfile", settings],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    answering(process, f"{address}/sparql", 60)
    yield address
    ended(process)
