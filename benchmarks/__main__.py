"""`make bench`, or `python -m benchmarks --triples 100000`: prints docs/benchmarks.md's tables."""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import click

from benchmarks import data, load, servers
from benchmarks.load import Peer, at

_CLIENTS = 8


@click.command()
@click.option("--triples", default=1_000_000, show_default=True, help="Size of the graph.")
@click.option("--requests", default=4000, show_default=True, help="Lookups a round and server.")
@click.option("--rounds", default=3, show_default=True, help="Rounds; the best counts.")
def main(triples: int, requests: int, rounds: int) -> None:
    """Measure ours and its peers on a synthetic graph, interleaved round by round."""
    with tempfile.TemporaryDirectory(prefix="ne-kg-bench-data-") as scratch:
        path = Path(scratch) / "synthetic.nq"
        things = data.write(path, triples)
        with servers.running(path) as peers:
            fresh: dict[str, list[float]] = {}
            alone: dict[str, list[float]] = {}
            again: dict[str, list[float]] = {}
            for turn in range(rounds):
                for peer in peers:
                    batches = [
                        data.lookups(things, requests // _CLIENTS, 1000 * turn + client)
                        for client in range(_CLIENTS)
                    ]
                    fresh.setdefault(peer.name, []).append(load.throughput(peer, batches))
                    same = data.lookups(things, 50, 7) * (requests // _CLIENTS // 50)
                    again.setdefault(peer.name, []).append(load.throughput(peer, [same] * _CLIENTS))
                    queries = data.lookups(things, 500, 500 + turn)
                    alone.setdefault(peer.name, []).append(at(load.latencies(peer, queries), 0.5))
            print(f"\n{triples:,} triples\n")
            _row("", [peer.name for peer in peers])
            _row("---", ["---:"] * len(peers))
            _row("lookup, one connection, p50, ms", _best(peers, alone, min, "{:.2f}"))
            _row(f"lookups a second, {_CLIENTS} clients", _best(peers, fresh, max, "{:,.0f}"))
            _row(
                f"repeated lookups a second, {_CLIENTS} clients",
                _best(peers, again, max, "{:,.0f}"),
            )
            _analytic(peers, rounds)
            _beside_a_runaway(peers[0], things, max(fresh[peers[0].name]) / 4)


def _analytic(peers: list[Peer], rounds: int) -> None:
    product = dict.fromkeys([peer.name for peer in peers], 0.0)
    for name, query in data.ANALYTIC.items():
        cells = []
        for peer in peers:
            texts = [f"{data.PREFIXES}{query} # {time.time()} {n}" for n in range(rounds)]
            try:
                best = 1000 * load.latencies(peer, texts)[0]
            except (RuntimeError, OSError) as error:
                cells.append(str(error)[:20])
                continue
            product[peer.name] += math.log(best)
            cells.append(f"{best:,.1f}")
        _row(f"{name}, ms", cells)
    mean = {name: math.exp(total / len(data.ANALYTIC)) for name, total in product.items()}
    _row("geometric mean, ms", [f"{mean[peer.name]:.1f}" for peer in peers])


def _beside_a_runaway(ours: Peer, things: int, rate: float) -> None:
    """p99 of lookups at a quarter of capacity, alone and while a runaway holds a worker."""
    count = int(rate * 6)
    quiet = load.at_rate(ours, data.lookups(things, count, 90_001), rate)

    def run() -> None:
        connection, path = load.connect(ours)
        try:
            load.ask(connection, path, data.RUNAWAY)
        except RuntimeError as error:
            print(f"\nrunaway: {error}")

    runaway = Thread(target=run)
    runaway.start()
    time.sleep(0.5)
    beside = load.at_rate(ours, data.lookups(things, count, 90_002), rate)
    runaway.join()
    print(f"\nours at {rate:,.0f} lookups a second: p50 / p99 {_pair(quiet)} ms alone, ", end="")
    print(f"{_pair(beside)} ms beside a runaway")


def _pair(times: list[float]) -> str:
    return f"{at(times, 0.5):.2f} / {at(times, 0.99):.2f}"


def _best(
    peers: list[Peer],
    measured: dict[str, list[float]],
    choose: Callable[[list[float]], float],
    form: str,
) -> list[str]:
    return [form.format(choose(measured[peer.name])) for peer in peers]


def _row(name: str, cells: list[str]) -> None:
    print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
