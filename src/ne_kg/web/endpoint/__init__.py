"""What belongs to the endpoint, hung into an application: blueprints, counters, the log."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from ne_kg.web import headers
from ne_kg.web.endpoint import operations, sparql, wellknown
from ne_kg.web.endpoint.evaluate import Endpoint
from ne_kg.web.endpoint.sending import Sending
from ne_kg.web.endpoint.shortcut import Shortcut
from ne_kg.web.site import Site

_PATH = re.compile(r"(/[\w.~-]+)+/?", re.ASCII)


def register(app: Flask) -> None:
    """Add /sparql, /.well-known/…, /health, /ready, /metrics and the access log to `app`."""
    site: Site = app.extensions["ne_kg"]
    endpoint = Endpoint.of(site)
    app.extensions["ne_kg.sparql"] = endpoint
    app.register_blueprint(sparql.blueprint)
    app.register_blueprint(wellknown.blueprint)
    app.register_blueprint(operations.blueprint)
    operations.observe(app)
    app.wsgi_app = Shortcut(app.wsgi_app, endpoint, app.extensions["ne_kg.metrics"])  # type: ignore[method-assign]
    refused = app.extensions["ne_kg.metrics"].limits.labels("sending").inc
    app.wsgi_app = Sending(app.wsgi_app, headers.everywhere(site.settings), refused)  # type: ignore[method-assign]
    if proxies := site.settings.proxies:
        under = 0 if site.settings.prefix else proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies, 0, under)  # type: ignore[method-assign]
        app.wsgi_app = _plain_prefix(app.wsgi_app)  # type: ignore[method-assign]


def _plain_prefix(inner: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """The application without an X-Forwarded-Prefix that is no path: `//host` would lead away."""

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not _PATH.fullmatch(environ.get("HTTP_X_FORWARDED_PREFIX", "")):
            environ.pop("HTTP_X_FORWARDED_PREFIX", None)
        return inner(environ, start_response)

    return application
