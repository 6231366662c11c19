"""From a query operation to what is sent for it; nothing here knows the web framework.

The framework costs more than a small query, so `shortcut` answers plain ones ahead of it, and
`sparql` all others inside it, both by what stands here.
"""

from __future__ import annotations

from dataclasses import dataclass

from ne_kg.model.errors import QueryRejected
from ne_kg.store import answer, guard
from ne_kg.store.guard import Request
from ne_kg.web import negotiate
from ne_kg.web.endpoint import formats
from ne_kg.web.endpoint.answers import Cache, Kept, Key
from ne_kg.web.endpoint.protocol import Operation, Refused
from ne_kg.web.endpoint.shares import Shares
from ne_kg.web.site import Site

HTML = "text/html"
_BODIES, _ALL_BODIES = 16, 64
_BODY_PATIENCE = 1.0
VARY = "Accept, Accept-Encoding, Accept-Language"


@dataclass(slots=True)
class Endpoint:
    """The state of the endpoint in this process: answers given, and clients being served."""

    site: Site
    cache: Cache
    shares: Shares
    bodies: Shares
    """Requests whose body is still on its way: whoever sends slowly holds a thread for as long."""
    all_bodies: Shares
    """The same for all clients together: the other threads are for what needs no body."""

    @classmethod
    def of(cls, site: Site) -> Endpoint:
        limits = site.settings.limits
        queue, running = limits.queue, max(1, limits.workers - 1)
        shares = Shares(running, queue, limits.patience, crowd=2 * queue)
        bodies = Shares(_BODIES, queue, _BODY_PATIENCE)
        all_bodies = Shares(_ALL_BODIES, _BODIES, _BODY_PATIENCE)
        return cls(site, Cache(), shares, bodies, all_bodies)

    def read(self, query: str) -> Request:
        """What a query text asks for, or the error that it is refused with."""
        if "\x00" in query:
            raise QueryRejected("the query holds the character U+0000")
        return guard.inspect(query, self.site.settings.limits, self.site.settings.base)

    def key(self, operation: Operation, media_type: str) -> Key:
        assert operation.query is not None
        return Key(
            self.site.version, operation.query, operation.default, operation.named, media_type
        )

    def evaluate(self, asked: Request, key: Key, client: str) -> tuple[Kept, bool]:
        """The answer, and whether it was given before; TooMany, or an error of the engine."""
        kept = self.cache.get(key) if asked.stable else None
        if kept is not None:
            return kept, True
        with self.shares.one(client):
            found = self.site.store.query(
                key.query, default=key.default, named=key.named, format=key.media_type
            )
        kept = Kept(found)
        if asked.stable and found.version == key.version:
            self.cache.put(key, kept)
        return kept, False


def wanted(
    operation: Operation, asked: Request, accept: str | None, encodings: str | None, *, page: bool
) -> tuple[str, str]:
    """The engine's format and the name to send it under; `?format=` outranks the header.

    With `page`, HTML is offered too, after all others.
    """
    if negotiate.encoding(encodings) is None:
        raise Refused(406, f"no answer is encoded as {encodings}", "accept gzip or identity")
    given = operation.parameters.get("format", operation.parameters.get("output", ""))
    if given in ("html", HTML):
        return HTML, HTML
    if given:
        try:
            found = formats.short(given, asked.form)
        except ValueError:
            raise Refused(
                400, f"there is no format {given!r}", f"use one of {', '.join(formats.SHORT)}"
            ) from None
        if found is None:
            raise Refused(
                406,
                f"a {asked.form} query has no answer as {given!r}",
                f"ask for one of {', '.join(answer.offered(asked.form))}",
            )
        return found, found
    names = formats.names(asked.form)
    shown = negotiate.media_type(accept, [*names, HTML] if page else list(names))
    if shown is None:
        raise Refused(
            406,
            f"a {asked.form} query has no answer as {accept}",
            f"ask for one of {', '.join(answer.offered(asked.form))}",
        )
    return names.get(shown, HTML), shown


def represent(
    kept: Kept, shown: str, etag: str | None, operation: Operation, encodings: str | None
) -> tuple[dict[str, str], bytes]:
    """Headers and body of an answer with status 200; no `etag` for one that is not stable."""
    compressed = negotiate.encoding(encodings, worthwhile=kept.compressible) == "gzip"
    headers = {"Content-Type": formats.content_type(shown), "Vary": VARY}
    if compressed:
        headers["Content-Encoding"] = "gzip"
    if "format" in operation.parameters:
        extension = formats.EXTENSIONS.get(kept.answer.media_type, "txt")
        headers["Content-Disposition"] = f'inline; filename="answer.{extension}"'
    if etag is None:
        headers["Cache-Control"] = "no-store"
    else:
        headers["ETag"] = quoted(etag, compressed)
        headers["Cache-Control"] = "public, no-cache"
    return headers, kept.compressed if compressed else kept.answer.body


def tag(key: Key, shown: str) -> str:
    """The entity tag: one body under two media types is two representations."""
    return key.etag if shown == key.media_type else f"{key.etag}-{shown}"


def quoted(etag: str, compressed: bool) -> str:
    """Two encodings are two representations, so two tags (RFC 9110 §8.8.3.3)."""
    return f'"{etag}-gzip"' if compressed else f'"{etag}"'
