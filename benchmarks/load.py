"""Asking over HTTP and measuring: one connection for latencies, processes for throughput."""

from __future__ import annotations

import http.client
import multiprocessing
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
    """A kept connection to a peer."""

    def __init__(self, peer: Peer) -> None:
        parts = urlsplit(peer.address)
        self._path = parts.path
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=120)

    def ask(self, query: str, accept: str = _RESULTS) -> float:
        """Seconds until the first byte of an answer; RuntimeError if the status is not 200."""
        return self.get(f"{self._path}?{urlencode({'query': query})}", accept)

    def get(self, path: str, accept: str) -> float:
        begun = time.perf_counter()
        self._connection.request("GET", path, headers={"Accept": accept})
        response = self._connection.getresponse()
        first = time.perf_counter() - begun
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{response.status}: {body[:200]!r}")
        return first

    def close(self) -> None:
        self._connection.close()


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
