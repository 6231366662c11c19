"""`make bench`, or `python -m benchmarks --triples 100000`: prints docs/benchmarks.md's tables."""

from __future__ import annotations

import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from importlib.metadata import version
from math import nan
from pathlib import Path
from statistics import geometric_mean, median
from threading import Event

import click

from benchmarks import data, load, servers
from benchmarks.data import PREFIXES, RUNAWAY, Graph
from benchmarks.load import Client, Peer, at

_CLIENTS = 8
_REPEATED = 50
_PATIENCE = 20.0
_LARGE = 10.0
_TURN = 100.0

Column = dict[str, float]
"""A value for each peer."""


@click.command()
@click.option(
    "--triples", default=1_000_000, show_default=True, help="Size of the synthetic graph."
)
@click.option("--requests", default=1600, show_default=True, help="Lookups a round and server.")
@click.option("--rounds", default=5, show_default=True, help="Rounds; medians count.")
@click.option(
    "--dataset",
    default=Path("published/current/dataset.nq"),
    show_default=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The real graph.",
)
def main(triples: int, requests: int, rounds: int, dataset: Path) -> None:
    """Measure ours and its peers, interleaved, on the real graph and on a synthetic one."""
    print(_versions())
    with tempfile.TemporaryDirectory(prefix="ne-kg-bench-data-") as scratch:
        _measure(data.real(dataset), requests, rounds, pages=True)
        _measure(data.synthetic(Path(scratch) / "synthetic.nq", triples), requests, rounds)


def _measure(graph: Graph, requests: int, rounds: int, *, pages: bool = False) -> None:
    """Print the table of one graph, and what the aims compare."""
    with servers.running(graph.path) as peers:
        ours, bare, rdflib = (p.name for p in peers[:3])
        print(f"\n## On {graph.name}\n")
        _row("", [peer.name for peer in peers])
        _row("---", ["---:"] * len(peers))
        alone = _turns(peers, rounds, lambda peer, turn: _alone(graph, peer, turn))
        _show("lookup, one connection, p50, ms", alone, "{:.2f}")
        fresh = _turns(peers, rounds, lambda peer, turn: _fresh(graph, peer, turn, requests))
        _show(f"lookups a second, {_CLIENTS} clients", fresh, "{:,.0f}")
        again = _turns(peers, rounds, lambda peer, turn: _again(graph, peer, requests))
        _show(f"repeated lookups a second, {_CLIENTS} clients", again, "{:,.0f}")
        analytic = [_analytic(peers, name, text, rounds) for name, text in graph.analytic.items()]
        means = {p.name: geometric_mean(column[p.name] for column in analytic) for p in peers}
        _show("geometric mean of these, ms", means, "{:.2f}")
        if pages:
            _pages(graph, peers, rounds)
        quiet, beside = _beside_a_runaway(graph, peers[0], fresh[ours] / 4, rounds)
        large = [column[ours] / column[bare] for column in analytic if column[bare] > _LARGE]
        small = [column[ours] - column[bare] for column in analytic if column[bare] <= _LARGE]
        print("\n| aim | measured |\n| --- | ---: |")
        _row("a lookup costs at most 0.5 ms more than bare Oxigraph",
             [f"{alone[ours] - alone[bare]:.2f} ms"])  # fmt: skip
        _row(
            "fresh lookups: at least 3 × rdflib-endpoint", [f"{fresh[ours] / fresh[rdflib]:.1f} ×"]
        )
        _row("repeated ones: at least 5 ×", [f"{again[ours] / again[rdflib]:.1f} ×"])
        _row(f"analytic queries above {_LARGE:g} ms: within 1.2 × of bare Oxigraph",
             [", ".join(f"{ratio:.2f} ×" for ratio in large) or "there are none"])  # fmt: skip
        _row("the quicker ones cost more by", [", ".join(f"{ms:.2f} ms" for ms in small)])
        _row("p99 beside a runaway: at most 2 × the quiet one",
             [f"{beside / quiet:.1f} × ({beside:.2f} ms to {quiet:.2f})"])  # fmt: skip


def _turns(peers: list[Peer], rounds: int, measure: Callable[[Peer, int], float]) -> Column:
    """The median of rounds in which the peers take turns."""
    found: dict[str, list[float]] = {peer.name: [] for peer in peers}
    for turn in range(rounds):
        for peer in peers:
            found[peer.name].append(measure(peer, turn))
    return {name: median(values) for name, values in found.items()}


def _alone(graph: Graph, peer: Peer, turn: int) -> float:
    return at(load.latencies(peer, graph.lookups(500, 500 + turn)), 0.5)


def _fresh(graph: Graph, peer: Peer, turn: int, requests: int) -> float:
    each = requests // _CLIENTS
    batches = [graph.lookups(each, 1000 * (turn + 1) + client) for client in range(_CLIENTS)]
    return load.throughput(peer, batches)


def _again(graph: Graph, peer: Peer, requests: int) -> float:
    known = graph.lookups(_REPEATED, 7)
    load.latencies(peer, known)
    return load.throughput(peer, [known * max(1, requests // _CLIENTS // _REPEATED)] * _CLIENTS)


def _analytic(peers: list[Peer], name: str, text: str, rounds: int) -> Column:
    """Print and give the median times of a query, ms; in each turn a quick one is asked often,
    and a slow peer has fewer turns."""
    found: dict[str, list[float]] = {peer.name: [] for peer in peers}
    failed: dict[str, str] = {}
    for turn in range(rounds):
        for peer in peers:
            if peer.name in failed or sum(found[peer.name]) > 1000 * _PATIENCE:
                continue
            try:
                found[peer.name] += _turn(peer, f"{PREFIXES}{text} # {time.time()} {turn}")
            except (RuntimeError, OSError) as error:
                failed[peer.name] = str(error)[:20]
    column = {name: median(values) if values else nan for name, values in found.items()}
    _row(f"{name}, ms", [failed.get(peer, f"{ms:,.2f}") for peer, ms in column.items()])
    return column


def _turn(peer: Peer, query: str) -> list[float]:
    """Times of a query on a kept connection, ms: for a tenth of a second, at most twenty of them;
    the first one, which opens the connection, does not count if there are others."""
    times: list[float] = []
    with closing(Client(peer)) as client:
        while sum(times) < _TURN and len(times) < 20:
            begun = time.perf_counter()
            client.ask(f"{query}.{len(times)}")
            times.append(1000 * (time.perf_counter() - begun))
    return times[1:] or times


def _pages(graph: Graph, peers: list[Peer], rounds: int) -> None:
    """First bytes of the pages of things, beside their descriptions by the other servers."""
    things = random.Random(1).sample(graph.things, 40 * rounds)

    def describe(peer: Peer, turn: int) -> float:
        with closing(Client(peer)) as client:
            return at(
                [
                    client.ask(f"DESCRIBE <{data.BASE}id/{thing}>", "text/turtle")
                    for thing in things[turn::rounds]
                ],
                0.5,
            )

    def page(first: int) -> Callable[[Peer, int], float]:
        def shown(peer: Peer, turn: int) -> float:
            with closing(Client(peer)) as client:
                chosen = things[(turn if first else 0) :: rounds]
                return at([client.get(f"/page/{thing}", "text/html") for thing in chosen], 0.5)

        return shown

    ours = peers[:1]
    described = _turns(peers, rounds, describe)
    _show("DESCRIBE of a thing, first byte, p50, ms", described, "{:.2f}")
    fresh = _turns(ours, rounds, page(1))
    again = _turns(ours, rounds, page(0))
    for name, column in (("asked for the first time", fresh), ("again", again)):
        _show(f"its page, {name}, first byte, p50, ms", column, "{:.2f}", len(peers))


def _beside_a_runaway(graph: Graph, ours: Peer, rate: float, rounds: int) -> tuple[float, float]:
    """p99 of lookups at a fixed rate, ms: alone, and while a runaway holds a worker."""
    count = int(rate * 5)
    quiet, beside = [], []
    for turn in range(rounds):
        quiet.append(at(load.at_rate(ours, graph.lookups(count, 90_000 + turn), rate), 0.99))
        over = Event()
        with ThreadPoolExecutor(1) as thread:
            runaways = thread.submit(_run_away, ours, over)
            time.sleep(0.5)
            beside.append(at(load.at_rate(ours, graph.lookups(count, 95_000 + turn), rate), 0.99))
            over.set()
            runaways.result()
    return median(quiet), median(beside)


def _run_away(peer: Peer, over: Event) -> None:
    """Send one runaway after another."""
    with closing(Client(peer)) as client:
        while not over.is_set():
            try:
                client.ask(f"{RUNAWAY} # {time.time()}")
            except RuntimeError as stopped:
                if "stopped" not in str(stopped):
                    raise
            else:
                raise SystemExit("a runaway came to its end")


def _versions() -> str:
    packages = ("ne-kg", "pyoxigraph", "granian", "flask", "oxigraph", "rdflib-endpoint",
                "oxrdflib", "uvicorn")  # fmt: skip
    virtuoso = subprocess.run(["virtuoso-t", "-?"], capture_output=True, text=True, check=False)
    said = [line for line in virtuoso.stderr.splitlines() if line.startswith("Version ")]
    return (
        f"{time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}, Python {sys.version.split()[0]}, "
        f"{', '.join(f'{name} {version(name)}' for name in packages)}, "
        f"virtuoso {said[0].split()[1] if said else '?'}; Linux {platform.release()}, "
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
    )


def _show(name: str, column: Column, form: str, width: int = 0) -> None:
    cells = [form.format(value) for value in column.values()]
    _row(name, cells + [""] * (width - len(cells)))


def _row(name: str, cells: list[str]) -> None:
    print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
