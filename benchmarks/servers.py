"""Ours and its peers, started over the same file on loopback, ended with the run."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from benchmarks.load import Peer
from ne_kg.store import dataset

_BIN = Path(sys.executable).parent
_ENDPOINT = """
import sys, uvicorn, pyoxigraph, oxrdflib, rdflib
from rdflib_endpoint import SparqlEndpoint
graph = rdflib.Dataset(store="Oxigraph", default_union=True)
graph.store._inner.bulk_load(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_QUADS)
app = SparqlEndpoint(graph=graph, cors_enabled=True)
uvicorn.run(app, port=int(sys.argv[2]), log_level="error")
"""


@contextmanager
def running(path: Path) -> Iterator[list[Peer]]:
    """Ours, bare Oxigraph, rdflib-endpoint, Virtuoso, loaded with the N-Quads file `path`."""
    with tempfile.TemporaryDirectory(prefix="ne-kg-bench-") as scratch:
        folder = Path(scratch)
        started: list[subprocess.Popen[bytes]] = []
        try:
            yield list(_start(path, folder, started))
        finally:
            for process in started:
                process.terminate()
            for process in started:
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    process.kill()


def _start(path: Path, folder: Path, started: list[subprocess.Popen[bytes]]) -> Iterator[Peer]:
    def launch(name: str, command: list[str], port: int, query: str, wait: str) -> Peer:
        with (folder / f"{name.split()[0]}.log").open("wb") as log:
            process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        started.append(process)
        _answers(process, f"http://127.0.0.1:{port}{wait}")
        return Peer(name, f"http://127.0.0.1:{port}{query}")

    port = _port()
    serve = [str(_BIN / "ne-kg"), "serve", f"--dataset={path}", f"--port={port}", "--workers=4"]
    yield launch("ne-kg", serve, port, "/sparql", "/ready")

    merged = folder / "merged.nq"
    dataset.load(path).dump(merged, format=ox.RdfFormat.N_QUADS)
    port = _port()
    oxigraph = [str(_BIN / "oxigraph"), "serve", f"--bind=127.0.0.1:{port}"]
    peer = launch("oxigraph", oxigraph, port, "/query", "/")
    _put(f"http://127.0.0.1:{port}/store", merged)
    yield peer

    port = _port()
    endpoint = [sys.executable, "-c", _ENDPOINT, str(path), str(port)]
    yield launch("rdflib-endpoint", endpoint, port, "/", "/")

    port = _port()
    settings = folder / "virtuoso.ini"
    settings.write_text(_VIRTUOSO.format(folder=folder, data=path.parent, http=port, sql=_port()))
    virtuoso = ["virtuoso-t", "+foreground", "+configfile", str(settings)]
    peer = launch("virtuoso", virtuoso, port, "/sparql", "/sparql")
    _load_virtuoso(path, folder, settings)
    yield peer


def _load_virtuoso(path: Path, folder: Path, settings: Path) -> None:
    sql = next(
        line.split(":")[1].strip()
        for line in settings.read_text().splitlines()
        if line.startswith("ServerPort = 127.0.0.1:")
    )
    commands = (
        f"ld_dir('{path.parent}', '{path.name}', 'urn:default'); rdf_loader_run(); checkpoint;"
    )
    subprocess.run(
        ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={commands}"],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _put(address: str, path: Path) -> None:
    request = urllib.request.Request(
        address,
        data=path.read_bytes(),
        method="PUT",
        headers={"Content-Type": "application/n-quads"},
    )
    urllib.request.urlopen(request, timeout=300).close()


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(process: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + 120
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.2)


_VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso-errors.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 85000
MaxDirtyBuffers = 65000
MaxQueryMem = 500M
ServerThreads = 20
MaxClientConnections = 20
DirsAllowed = {folder}, {data}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 20
MaxClientConnections = 20
HTTPProxyEnabled = 0
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 60
"""
