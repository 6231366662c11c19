"""Asking over HTTP and measuring: one connection for latencies, processes for throughput."""

from __future__ import annotations

import http.client
import multiprocessing
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True, slots=True)
class Peer:
    """A running server: its name and query address."""

    name: str
    address: str


def ask(connection: http.client.HTTPConnection, path: str, query: str) -> int:
    """The size of an answer; RuntimeError if the status is not 200."""
    connection.request(
        "GET",
        f"{path}?{urlencode({'query': query})}",
        headers={"Accept": "application/sparql-results+json"},
    )
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{response.status}: {body[:200]!r}")
    return len(body)


def connect(peer: Peer) -> tuple[http.client.HTTPConnection, str]:
    parts = urlsplit(peer.address)
    return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=120), parts.path


def latencies(peer: Peer, queries: list[str]) -> list[float]:
    """Seconds for each query on one kept connection, sorted."""
    connection, path = connect(peer)
    times = []
    for query in queries:
        begun = time.perf_counter()
        ask(connection, path, query)
        times.append(time.perf_counter() - begun)
    connection.close()
    return sorted(times)


def throughput(peer: Peer, batches: list[list[str]]) -> float:
    """Queries a second, with one process and one kept connection for each batch."""
    begun = multiprocessing.Barrier(len(batches) + 1)
    clients = [
        multiprocessing.Process(target=_client, args=(peer, batch, begun)) for batch in batches
    ]
    for client in clients:
        client.start()
    begun.wait()
    start = time.perf_counter()
    for client in clients:
        client.join()
    return sum(map(len, batches)) / (time.perf_counter() - start)


def _client(peer: Peer, queries: list[str], begun: object) -> None:
    begun.wait()  # type: ignore[attr-defined]
    latencies(peer, queries)


def at_rate(peer: Peer, queries: list[str], rate: float, clients: int = 4) -> list[float]:
    """Latencies at a fixed arrival rate (queries a second), from when each was due, sorted."""
    with multiprocessing.Pool(clients) as pool:
        parts = pool.starmap(
            _paced, [(peer, queries[n::clients], rate / clients) for n in range(clients)]
        )
    return sorted(time for part in parts for time in part)


def _paced(peer: Peer, queries: list[str], rate: float) -> list[float]:
    connection, path = connect(peer)
    times = []
    start = time.perf_counter()
    for number, query in enumerate(queries):
        due = start + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        ask(connection, path, query)
        times.append(time.perf_counter() - due)
    return times


def at(times: list[float], share: float) -> float:
    """A quantile of sorted times, milliseconds."""
    return 1000 * times[min(len(times) - 1, int(share * len(times)))]
