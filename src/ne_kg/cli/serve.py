"""`ne-kg serve`: the store process and the web server before it."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import resource
import socket
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import click
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

import ne_kg.store
from ne_kg.model.errors import UsageError
from ne_kg.model.project import Project
from ne_kg.model.terms import BASE
from ne_kg.store import Limits, Supervisor
from ne_kg.store.orphan import end_with_parent
from ne_kg.web.app import create_app
from ne_kg.web.site import Settings

_MIB = 1024 * 1024
_THREADS = 512
"""Requests under way. One that waits, for a worker, its body or its reader, costs a thread and no
more; those that may wait for each are bounded (web/endpoint), and together they are fewer."""
_CONNECTIONS = 4096
"""Connections held, those without a request too; further ones wait to be accepted."""
_HEAD = 15_000
"""Milliseconds for a request's head to come."""
_DRAIN = 15
_SILENCE = 30_000
"""Milliseconds that a client may take nothing of what is sent to it."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a web process asks: the run folder of a supervisor, or a remote server."""

    run: Path | None
    engine: str | None


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--engine", envvar="NE_KG_ENGINE", help="A SPARQL 1.1 server to ask (query address).")
@click.option(
    "--dataset",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Serve this RDF file (.nq, .trig, .ttl, …) in place of the built graph.",
)
@click.option("--base", default=BASE, show_default=True, help="Base of the canonical IRIs.")
@click.option("--public-url", default="", help="Address of the home page as visitors see it.")
@click.option(
    "--canonical-live",
    is_flag=True,
    envvar="NE_KG_CANONICAL_LIVE",
    help="Canonical IRIs lead here: show them on pages and in samples (docs/w3id).",
)
@click.option("--prefix", default="", help="Path under which a proxy serves the site (/kg).")
@click.option("--proxies", default=0, help="Proxies in front whose X-Forwarded-* to believe.")
@click.option("--web-processes", default=1, show_default=True, help="Processes that serve pages.")
@click.option("--workers", type=click.IntRange(1, 256), help="Queries that run at once.")
@click.option("--seconds", type=click.FloatRange(0.1), help="Time limit of a query.")
@click.option("--memory", type=click.IntRange(32), help="Memory limit of a query, MiB.")
@click.option("--answer", type=click.IntRange(1), help="Size limit of an answer, MiB.")
@click.option("--queue", type=click.IntRange(1), help="Queries that may wait for a worker.")
@click.option("--access-log/--no-access-log", default=False, help="One JSON line a request.")
@click.option("--log-queries", is_flag=True, help="Put query strings into the access log.")
@click.pass_obj
def command(
    root: Path,
    /,
    host: str,
    port: int,
    engine: str | None,
    dataset: Path | None,
    base: str,
    public_url: str,
    canonical_live: bool,
    prefix: str,
    proxies: int,
    web_processes: int,
    access_log: bool,
    log_queries: bool,
    **bounds: float | None,
) -> None:
    """Serve pages and the SPARQL endpoint.

    A new build is served as soon as it is published, without losing a request.

    Example: ne-kg serve --port 8000
    """
    if engine and dataset:
        raise UsageError("--engine and --dataset name two sources", remedy="give one of them")
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    limits = _limits(bounds)
    project = root.resolve() if (root / "ontology").is_dir() else None
    settings = Settings(
        base=base,
        public=public_url or None,
        prefix=prefix,
        canonical_live=canonical_live,
        limits=limits,
        project=project,
        proxies=proxies,
        log_queries=log_queries,
    )
    supervisor = None
    if not engine:
        supervisor = Supervisor(dataset or Project.at(root).built(), limits, base=base)
        supervisor.start()
    try:
        source = Source(supervisor.run if supervisor else None, engine)
        click.echo(f"ne-kg: http://{host}:{port}{prefix}/  (stop with Ctrl-C)", err=True)
        _serve(partial(_application, source, settings, access_log), host, port, web_processes)
    finally:
        if supervisor is not None:
            supervisor.close()


def _limits(bounds: dict[str, float | None]) -> Limits:
    """The defaults, but for what was given; sizes come in MiB."""
    known = {field.name for field in fields(Limits)}
    given: dict[str, Any] = {name: n for name, n in bounds.items() if n and name in known}
    for name in ("memory", "answer"):
        if name in given:
            given[name] *= _MIB
    return replace(Limits(), **given)


def _application(source: Source, settings: Settings, access_log: bool) -> Any:
    """The WSGI application, made in the web process.

    Left alone, that process would go on taking its share of the connections to the port, from a
    server started anew too.
    """
    end_with_parent()
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    logging.getLogger("ne_kg.access").setLevel(logging.INFO if access_log else logging.WARNING)
    if source.run is not None:
        store = ne_kg.store.attach(source.run, settings.limits, settings.base)
    else:
        store = ne_kg.store.open(source.engine, limits=settings.limits, base=settings.base)
    application = create_app(store, settings)
    threading.Thread(target=_bound_silence, name="silence", daemon=True).start()
    gc.collect()
    gc.freeze()  # what is there now stays; looking through it again and again delays requests
    return application


def _bound_silence() -> None:
    """Have the kernel end connections whose client takes nothing: they inherit it from the socket
    that listens, which granian makes for itself, soon after the application is loaded."""
    while True:
        for entry in Path("/proc/self/fd").iterdir():
            with suppress(OSError), socket.socket(fileno=os.dup(int(entry.name))) as found:
                listens = found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
                if listens and found.family in (socket.AF_INET, socket.AF_INET6):
                    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _SILENCE)
                    return
        time.sleep(0.1)


def _serve(application: partial[Any], host: str, port: int, processes: int) -> None:
    # A forked web process would inherit the supervisor's thread half-way through what it does.
    multiprocessing.set_start_method("spawn", force=True)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = hard if hard != resource.RLIM_INFINITY else 4 * _CONNECTIONS
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(files, 4 * _CONNECTIONS)), hard))
    server = Granian(
        "ne_kg.cli.serve:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,  # telling which it is would wait for the first byte without end
        workers=processes,
        blocking_threads=_THREADS,
        backlog=1024,
        backpressure=min(_CONNECTIONS, files // 2),
        http1_settings=HTTP1Settings(header_read_timeout=_HEAD),
        respawn_failed_workers=True,
        workers_kill_timeout=_DRAIN,
        log_level=LogLevels.error,
    )
    server.serve(target_loader=partial(_load, application), wrap_loader=False)


def _load(application: partial[Any], *_: object) -> Any:
    return application()
