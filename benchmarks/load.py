"""Asking over HTTP and measuring: one connection for latencies, processes for throughput."""

from __future__ import annotations

import multiprocessing
import socket
import time
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from urllib.parse import urlencode, urlsplit

_RESULTS = "application/sparql-results+json"


@dataclass(frozen=True, slots=True)
class Peer:
    """A running server: its name and query address."""

    name: str
    address: str


class Client:
    """A kept connection to a peer, with as little work for each request as can be: clients share
    the processors with the servers, and http.client takes longer than a quick server's answer."""

    def __init__(self, peer: Peer) -> None:
        parts = urlsplit(peer.address)
        self._path, self._host = parts.path, parts.netloc
        self._socket = socket.create_connection((parts.hostname, parts.port), timeout=120)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._reader = self._socket.makefile("rb")

    def ask(self, query: str, accept: str = _RESULTS) -> float:
        """Seconds until the first byte of an answer; RuntimeError if the status is not 200."""
        return self.get(f"{self._path}?{urlencode({'query': query})}", accept)

    def get(self, path: str, accept: str) -> float:
        head = f"GET {path} HTTP/1.1\r\nHost: {self._host}\r\nAccept: {accept}\r\n\r\n"
        begun = time.perf_counter()
        self._socket.sendall(head.encode("ascii"))
        line = self._reader.readline()
        first = time.perf_counter() - begun
        body = self._body()
        status = line.split(b" ", 2)[1:2]
        if status != [b"200"]:
            raise RuntimeError(f"{line.decode().strip() or 'no answer'}: {body[:200]!r}")
        return first

    def _body(self) -> bytes:
        """What follows the status line: as long as is said, in chunks, or until the end."""
        length, chunked = None, False
        while line := self._reader.readline().strip():
            name, _, value = line.lower().partition(b":")
            if name == b"content-length":
                length = int(value)
            elif name == b"transfer-encoding":
                chunked = b"chunked" in value
        if not chunked:
            return self._reader.read(length)
        body = b""
        while size := int(self._reader.readline().partition(b";")[0], 16):
            body += self._reader.read(size + 2)[:-2]
        self._reader.readline()
        return body

    def close(self) -> None:
        self._reader.close()
        self._socket.close()


def latencies(peer: Peer, queries: list[str]) -> list[float]:
    """Seconds for each query on one kept connection."""
    times = []
    with closing(Client(peer)) as client:
        for query in queries:
            begun = time.perf_counter()
            client.ask(query)
            times.append(time.perf_counter() - begun)
    return times


def throughput(peer: Peer, batches: list[list[str]]) -> float:
    """Queries a second, with one process and one kept connection for each batch."""
    ready = multiprocessing.Barrier(len(batches) + 1)
    clients = [
        multiprocessing.Process(target=_client, args=(peer, batch, ready)) for batch in batches
    ]
    for client in clients:
        client.start()
    ready.wait()
    start = time.perf_counter()
    for client in clients:
        client.join()
    return sum(map(len, batches)) / (time.perf_counter() - start)


def _client(peer: Peer, queries: list[str], ready: Barrier) -> None:
    ready.wait()
    latencies(peer, queries)


def at_rate(peer: Peer, queries: list[str], rate: float, clients: int = 4) -> list[float]:
    """Latencies at a fixed arrival rate (queries a second), from when each was due."""
    with multiprocessing.Pool(clients) as pool:
        parts = pool.starmap(
            _paced, [(peer, queries[n::clients], rate / clients) for n in range(clients)]
        )
    return [time for part in parts for time in part]


def _paced(peer: Peer, queries: list[str], rate: float) -> list[float]:
    times = []
    with closing(Client(peer)) as client:
        start = time.perf_counter()
        for number, query in enumerate(queries):
            due = start + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            client.ask(query)
            times.append(time.perf_counter() - due)
    return times


def at(times: list[float], share: float) -> float:
    """A quantile, milliseconds."""
    return 1000 * sorted(times)[min(len(times) - 1, int(share * len(times)))]
