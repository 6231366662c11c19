"""What belongs to the endpoint, hung into an application: blueprints, counters, the log."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from ne_kg.web import operations, sparql, wellknown
from ne_kg.web.evaluate import Endpoint
from ne_kg.web.shortcut import Shortcut
from ne_kg.web.site import Site


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
    if proxies := site.settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies, 0, proxies)  # type: ignore[method-assign]
