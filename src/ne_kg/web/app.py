"""The web application: everything is put together here, and nothing else is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

from ne_kg.store import Store
from ne_kg.web import endpoint, errors, headers, templating
from ne_kg.web.pages import dataset, home, information, ontology, reader, search
from ne_kg.web.questions import api, ask
from ne_kg.web.site import Settings, Site
from ne_kg.web.things import things

__all__ = ["Settings", "Site", "create_app"]

PAGES = (home, dataset, ontology, information, reader, search, things, ask, api)


def create_app(store: Store, settings: Settings | None = None) -> Flask:
    """An application that shows and answers what `store` holds."""
    settings = settings or Settings()
    app = Flask(__name__, static_url_path="/static")
    app.url_map.merge_slashes = False  # its redirect would repeat the Host header of the request
    app.extensions["ne_kg"] = Site(store, settings, headers.fingerprint())
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    headers.install(app)
    errors.install(app)
    templating.install(app)
    endpoint.register(app)
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    if settings.prefix:
        app.wsgi_app = _under(settings.prefix, app.wsgi_app)  # type: ignore[method-assign]
    return app


def _under(prefix: str, inner: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """The application below a path, whether or not the proxy in front takes the path away."""
    prefix = "/" + prefix.strip("/")

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == prefix or path.startswith(prefix + "/"):
            environ["PATH_INFO"] = path.removeprefix(prefix) or "/"
        environ["SCRIPT_NAME"] = prefix
        return inner(environ, start_response)

    return application
