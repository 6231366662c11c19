"""What templates can call."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from flask import Flask, url_for
from markupsafe import Markup

from ne_kg import __version__
from ne_kg.model.errors import EngineError
from ne_kg.model.rdf import IRI, Literal, Term
from ne_kg.web import addresses, figures, labels
from ne_kg.web.land import land
from ne_kg.web.language import language, translate
from ne_kg.web.marks import Mark
from ne_kg.web.markup import marked
from ne_kg.web.reports import reports
from ne_kg.web.site import site
from ne_kg.web.tags import tag
from ne_kg.web.views import locate


def install(app: Flask) -> None:
    """Give an application's templates their functions."""
    app.jinja_env.globals.update(
        _=translate,
        language=language,
        name=labels.name,
        mine=labels.mine,
        tongue=labels.tongue,
        tag=tag,
        local=addresses.local,
        page_of=addresses.page,
        data_of=addresses.data,
        resource_of=addresses.resource,
        switched=addresses.switched,
        marked=marked,
        located=located,
        reports=reports,
        figure=figures.shown,
        shares=figures.shares,
        asset=asset,
        software=__version__,
    )
    app.jinja_env.filters.update(visible=labels.visible, compact=labels.compact)
    app.jinja_env.tests.update(
        iri=lambda term: isinstance(term, IRI),
        literal=lambda term: isinstance(term, Literal),
        marked=lambda node: isinstance(node, Mark),
        sentence=is_sentence,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(lambda: {"version": _version(), "settings": site().settings})


def _version() -> str:
    """The data version; unknown while the engine is away, which a page must be able to say."""
    try:
        return site().version
    except EngineError:
        return ""


def located(lat: float, long: float, title: str) -> Markup:
    """A small map of a point; empty where the map does not reach."""
    return Markup(locate("map", title, (lat, long), land()))


def asset(name: str) -> str:
    """The address of a static file, which changes when the file does."""
    return url_for("static", filename=name, v=_digest(name))


def is_sentence(term: Term | str) -> bool:
    """Whether a term names a sentence of a report, and so its graph."""
    iri = term.value if isinstance(term, IRI) else str(term)
    ours = iri.removeprefix(site().settings.base)
    return ours.startswith("report/") and "-" in ours and "." not in ours.rsplit("-", 1)[-1]


@cache
def _digest(name: str) -> str:
    path = files("ne_kg.web") / "static" / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else ""
