"""What every answer carries: a strict policy for browsers, validators, compression.

A page depends on the data, the code, the address and the visitor's language and nothing else, so
its entity tag is known before it is made: a visitor who has it is told so at once.
"""

from __future__ import annotations

import hashlib
import zlib
from importlib.resources import files
from importlib.resources.abc import Traversable

from flask import Flask, Response, request

from ne_kg import __version__
from ne_kg.model.errors import NeKgError
from ne_kg.web.language import language
from ne_kg.web.negotiate import encoding
from ne_kg.web.site import Settings, site

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_EVERYWHERE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Access-Control-Expose-Headers": "Content-Type, ETag, Link, Ne-Kg-Version, Retry-After, "
    "Content-Disposition",
}
_TEXTS = ("text/", "application/json", "application/ld+json", "application/rdf+xml",
          "application/n-", "application/trig", "application/xml", "image/svg+xml")  # fmt: skip
_OF_DATA = {
    "api",
    "ask",
    "home",
    "dataset",
    "ontology",
    "information",
    "reader",
    "search",
    "things",
}
"""Blueprints whose answers depend on nothing but the data, the code and the request."""
_WORTH_GZIP = 1000
_YEAR = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Have every request and answer of an application pass here."""
    app.before_request(_known)
    app.after_request(_finish)


def everywhere(settings: Settings) -> dict[str, str]:
    """The headers that every answer has, whatever it is."""
    return {**_EVERYWHERE, "Access-Control-Allow-Origin": settings.allow_origin}


def fingerprint() -> str:
    """Of all code, templates, styles and texts of the web package."""
    digest = hashlib.sha256(__version__.encode())

    def read(folder: Traversable) -> None:
        for path in sorted(folder.iterdir(), key=lambda p: p.name):
            if path.is_dir():
                if not path.name.startswith("__"):
                    read(path)
            else:
                digest.update(path.name.encode())
                digest.update(path.read_bytes())

    read(files("ne_kg.web"))
    return digest.hexdigest()[:16]


def _tag() -> str:
    """The entity tag that the answer to this request has, if it has one."""
    parts = (
        site().version,
        site().fingerprint,
        request.host_url,
        request.full_path,
        request.headers.get("Accept", ""),
        language(),
    )
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _known() -> Response | None:
    """304 for a visitor who has the answer already, or the answer if it was made before.

    Only answers of status 200 were tagged and kept.
    """
    if request.method not in ("GET", "HEAD") or request.blueprint not in _OF_DATA:
        return None
    try:
        tag = _tag()
    except NeKgError:
        return None
    if not request.if_none_match or not request.if_none_match.contains_weak(tag):
        return site().pages.get(tag)
    answer = Response(status=304)
    answer.set_etag(tag, weak=True)
    return answer


def _finish(answer: Response) -> Response:
    for name, value in everywhere(site().settings).items():
        answer.headers.setdefault(name, value)
    if request.method == "OPTIONS":
        _preflight(answer)
    if request.path.startswith("/static/"):
        lasting = bool(request.args.get("v"))
        answer.headers["Cache-Control"] = (
            f"public, max-age={_YEAR}, immutable" if lasting else "no-cache"
        )
        _compress(answer)
        return answer
    if request.blueprint not in _OF_DATA:
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer
    answer.headers.setdefault("Cache-Control", "no-cache")
    if request.method in ("GET", "HEAD") and answer.status_code in (200, 302, 303, 304):
        answer.vary.update(("Accept", "Accept-Language"))
        if answer.status_code == 200:
            _validate(answer)
    _compress(answer)
    return answer


def _validate(answer: Response) -> None:
    """Tag an answer and keep it, unless the engine that would name the data version has gone."""
    try:
        version, tag = site().version, _tag()
    except NeKgError:
        return
    answer.headers["Ne-Kg-Version"] = version
    answer.set_etag(tag, weak=True)
    if request.method == "GET" and not answer.is_streamed:
        site().pages.put(tag, answer)


def _preflight(answer: Response) -> None:
    """What a browser asks before it lets a script of another origin send a request (Fetch §4.8)."""
    asked = request.headers.get("Access-Control-Request-Headers")
    answer.headers["Access-Control-Allow-Methods"] = answer.headers.get("Allow", "GET, HEAD")
    answer.headers["Access-Control-Allow-Headers"] = asked or "Accept, Content-Type"
    answer.headers["Access-Control-Max-Age"] = "86400"
    answer.vary.add("Access-Control-Request-Headers")


def _compress(answer: Response) -> None:
    kind = answer.content_type or ""
    if not kind.startswith(_TEXTS) or "Content-Encoding" in answer.headers:
        return
    answer.vary.add("Accept-Encoding")
    if encoding(request.headers.get("Accept-Encoding")) != "gzip" or answer.status_code == 304:
        return
    answer.direct_passthrough = False
    body = answer.get_data()
    if len(body) >= _WORTH_GZIP:
        packer = zlib.compressobj(9, wbits=31, memLevel=9)
        answer.set_data(packer.compress(body) + packer.flush())
        answer.headers["Content-Encoding"] = "gzip"
