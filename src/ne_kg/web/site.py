"""What every page needs to know of the site it belongs to: its store, its settings, its address."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar, cast

from flask import current_app, request

from ne_kg.model.rdf import Term
from ne_kg.model.terms import BASE
from ne_kg.store import Limits, Store
from ne_kg.web.lookup import Lookup
from ne_kg.web.remembered import Pages

_T = TypeVar("_T")
_LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator can set; every setting has a default that suits one machine on loopback."""

    base: str = BASE
    """Canonical base of all IRIs in RDF and SPARQL."""
    public: str | None = None
    """Address at which visitors reach the site (https://host/prefix); None: as the request says."""
    prefix: str = ""
    """Path under which the site stands, `/ne-kg` say."""
    canonical_live: bool = False
    """Whether the canonical IRIs redirect to this site, so that pages may show them as links."""
    project: Path | None = None
    """The project folder, if there is one."""
    limits: Limits = field(default_factory=Limits)
    proxies: int = 0
    """Reverse proxies in front that set X-Forwarded-For; 0 trusts no such header."""
    log_queries: bool = False
    """Whether the access log holds the query string, which may be personal."""
    allow_origin: str = "*"
    """Origins that scripts in browsers may read data from."""


@dataclass(slots=True)
class Site:
    """A running site, and what was learnt from its store's data: kept for one version only."""

    store: Store
    settings: Settings
    fingerprint: str = ""
    """Of the code, templates and styles: with the data version, the validator of every page."""
    pages: Pages = field(default_factory=Pages)
    _kept: dict[str, tuple[str, object]] = field(default_factory=dict)
    _making: dict[str, threading.RLock] = field(default_factory=dict)

    @property
    def version(self) -> str:
        return self.store.version

    def rows(self, lookup: Lookup, **terms: Term | list[Term]) -> list[dict[str, Term]]:
        """The solutions of a lookup with its `$name` variables replaced by terms."""
        return self.store.select(lookup.bound(**terms))

    def kept(self, name: str, make: Callable[[], _T]) -> _T:
        """What `make` gives, made once for each data version; others who want it wait for it."""
        version = self.version
        with self._making.setdefault(name, threading.RLock()):
            found = self._kept.get(name)
            if found is None or found[0] != version:
                found = self._kept[name] = (version, make())
        return cast(_T, found[1])

    @property
    def root(self) -> str:
        """The absolute address of the home page without its final slash, or "" if unknown.

        The Host header is believed only when it names this machine: anybody can send any other.
        """
        if self.settings.public:
            return self.settings.public.rstrip("/")
        host = request.host.rsplit(":", 1)[0] if "]" not in request.host else "[::1]"
        return request.host_url.rstrip("/") + request.script_root if host in _LOOPBACK else ""


def site() -> Site:
    """The site of the request being answered."""
    return cast(Site, current_app.extensions["ne_kg"])
