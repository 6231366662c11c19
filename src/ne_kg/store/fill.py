"""Filling a SPARQL server with a dataset, so that readers never see half of it.

Oxigraph's `PUT /store` replaces everything in one request. The Graph Store HTTP Protocol
(https://www.w3.org/TR/sparql11-http-rdf-update/) writes one graph a request, so there an empty
repository is filled, verified by its data version and its counts, and only then named to readers.
"""

from __future__ import annotations

import tempfile
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote

from ne_kg.model.errors import EngineDown, EngineError, UsageError
from ne_kg.model.terms import BASE
from ne_kg.store import dataset
from ne_kg.store.limits import Limits
from ne_kg.store.remote import RemoteStore

_PATIENCE = 300
_LAST = f"{BASE}graph/dataset"
MERGE = f"{BASE}graph/merge"
"""Stands in for the default graph on servers that have none."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where to write (Graph Store address), where to ask, and as whom."""

    store: str
    query: str
    user: str = ""
    password: str = ""


def replace_all(server: Server, path: Path) -> None:
    """Replace everything by one request; the default graph holds the merge."""
    lines = _lines(path)
    merge = {_split(line)[0] for line in lines if _split(line)[1] not in dataset.UNMERGED}
    _put(server, server.store, b"".join([*lines, *sorted(merge)]), "application/n-quads")


def fill_empty(server: Server, path: Path) -> None:
    """Write graph by graph into a repository that holds none of them; the data version last."""
    remote = RemoteStore(server.query, Limits(seconds=_PATIENCE), BASE)
    held = remote.select(
        f'SELECT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER STRSTARTS(STR(?g), "{BASE}") }} LIMIT 1'
    )
    if held:
        raise UsageError(
            "the repository holds a version of the graph already, and readers would see a mixture",
            where=server.store,
            remedy="fill an empty one, and let --switch name it to `ne-kg serve`",
        )
    graphs = _graphs(path)
    for graph in sorted(graphs, key=lambda name: (name == _LAST, name)):
        _put(
            server,
            f"{server.store}?graph={quote(graph, safe='')}",
            b"".join(sorted(graphs[graph])),
            "text/turtle",
        )


def verify(server: Server, path: Path) -> None:
    """EngineError unless the server holds this data version, every graph of it, every triple."""
    remote = RemoteStore(server.query, Limits(seconds=_PATIENCE), BASE)
    version = dataset.version_of(path)
    if remote.version != version:
        raise EngineError(f"{server.query} has data version {remote.version}, not {version}")
    rows = remote.select(
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } "
        f'FILTER STRSTARTS(STR(?g), "{BASE}") }} GROUP BY ?g'
    )
    held = {row["g"].value: int(row["n"].value) for row in rows}
    held.pop(MERGE, None)
    wanted = {graph: len(lines) for graph, lines in _graphs(path).items() if graph != MERGE}
    wrong = sorted(graph for graph in wanted | held if wanted.get(graph) != held.get(graph))
    if wrong:
        first = wrong[0]
        raise EngineError(
            f"{len(wrong)} graphs differ on {server.query}; <{first}> has "
            f"{held.get(first, 0)} triples in place of {wanted.get(first, 0)}"
        )


def switch(pointer: Path, query: str) -> None:
    """Let the file that `ne-kg serve --engine FILE` reads name this server, in one rename."""
    with tempfile.NamedTemporaryFile("w", dir=pointer.parent, delete=False) as file:
        file.write(query + "\n")
    Path(file.name).chmod(0o644)
    Path(file.name).replace(pointer)


def _lines(path: Path) -> list[bytes]:
    if path.suffix != ".nq":
        raise UsageError(
            "only a built dataset.nq can be published", where=str(path), remedy="run `ne-kg build`"
        )
    with path.open("rb") as file:
        return [line for line in file if line.strip()]


def _split(line: bytes) -> tuple[bytes, str]:
    """The triple of a canonical N-Quads line as N-Triples, and its graph."""
    triple, _, graph = line.rstrip()[:-2].rpartition(b" <")
    return triple + b" .\n", graph.rstrip(b">").decode()


def _graphs(path: Path) -> Mapping[str, set[bytes]]:
    graphs: dict[str, set[bytes]] = {MERGE: set()}
    for triple, graph in map(_split, _lines(path)):
        graphs.setdefault(graph, set()).add(triple)
        if graph not in dataset.UNMERGED:
            graphs[MERGE].add(triple)
    return graphs


def _put(server: Server, address: str, body: bytes, content_type: str) -> None:
    request = urllib.request.Request(
        address, data=body, method="PUT", headers={"Content-Type": content_type}
    )
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, server.store, server.user, server.password)
    opener = urllib.request.build_opener(
        urllib.request.HTTPDigestAuthHandler(passwords),
        urllib.request.HTTPBasicAuthHandler(passwords),
    )
    try:
        with opener.open(request, timeout=_PATIENCE):
            return
    except HTTPError as error:
        said = error.read(300).decode(errors="replace").strip()
        raise EngineError(f"{address} answered {error.code} {error.reason}: {said}") from error
    except (URLError, OSError) as error:
        raise EngineDown(f"{address} cannot be reached: {error}") from error
