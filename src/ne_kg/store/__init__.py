"""Asking the published graph: one small interface, two engines.

    embedded   Oxigraph in memory, in workers that the kernel can stop (the default)
    remote     any SPARQL 1.1 server

`open` gives a Store; `attach` gives one to the processes that share a supervisor's workers.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from ne_kg.model.errors import UsageError
from ne_kg.model.rdf import Term
from ne_kg.model.terms import BASE
from ne_kg.store.answer import Answer
from ne_kg.store.embedded import EmbeddedStore
from ne_kg.store.limits import Limits
from ne_kg.store.remote import RemoteStore
from ne_kg.store.supervisor import Supervisor

__all__ = ["Answer", "Limits", "Store", "Supervisor", "attach", "open"]


class Store(Protocol):
    """Something that answers SPARQL 1.1 queries.

    `query` raises QueryRejected, LimitReached or EngineDown; UsageError for a format that the
    query's form cannot have.
    """

    limits: Limits
    base: str

    @property
    def version(self) -> str: ...

    def query(
        self,
        text: str,
        *,
        default: Sequence[str] | None = None,
        named: Sequence[str] | None = None,
        format: str | None = None,
    ) -> Answer: ...

    def select(self, text: str) -> list[dict[str, Term]]: ...

    def status(self) -> dict[str, Any]: ...

    def close(self) -> None: ...


def open(
    engine: str | None = None,
    dataset: Path | None = None,
    *,
    limits: Limits | None = None,
    base: str = BASE,
    merged: bool = True,
) -> Store:
    """A store over a remote server (`engine`, its query address) or over a dataset file.

    `merged` makes the default graph the merge of the others; `base` resolves relative IRIs.
    """
    limits = limits or Limits()
    if engine is not None:
        return RemoteStore(engine, limits, base)
    if dataset is None:
        raise UsageError("name a dataset file or a SPARQL server to open")
    supervisor = Supervisor(dataset, limits, merged, base)
    supervisor.start()
    return EmbeddedStore(supervisor.run, limits, base, supervisor)


def attach(run: Path, limits: Limits, base: str = BASE) -> Store:
    """A store over the workers of a supervisor that another process owns."""
    return EmbeddedStore(run, limits, base)
